use super::*;

const KINDS: [PeriodKind; 5] =
    [PeriodKind::Month, PeriodKind::Quarter, PeriodKind::Half, PeriodKind::NineMonths, PeriodKind::Year];

#[test]
fn every_part_lies_in_its_whole_and_every_whole_is_made_of_its_parts() {
    for year_starts in 1..=12 {
        for month in 1..=12 {
            let of = Period::Month(2023, month);
            for kind in KINDS {
                let Some(whole) = kind.around(&of, year_starts) else { continue };
                for part in KINDS.into_iter().filter(|part| kind.is_made_of(*part)) {
                    let parts = part.parts_of(&whole, year_starts);
                    assert!(!parts.is_empty(), "{whole}");
                    assert!(
                        parts.iter().all(|part| kind.around(part, year_starts) == Some(whole)),
                        "{year_starts} {whole}: {parts:?}"
                    );
                    if part == PeriodKind::Month {
                        assert!(parts.contains(&of), "{year_starts} {of} is not in {whole}");
                    }
                }
            }
        }
    }
}

#[test]
fn the_last_three_months_are_no_part_of_nine() {
    let around = |month| PeriodKind::NineMonths.around(&Period::Month(2023, month), 1);
    assert_eq!(around(9), Some(Period::NineMonths(2023)));
    assert_eq!(around(10), None);
    assert_eq!(PeriodKind::NineMonths.around(&Period::Half(2023, 1), 1), Some(Period::NineMonths(2023)));
    assert!(!PeriodKind::NineMonths.is_made_of(PeriodKind::Half));
}

#[test]
fn a_period_is_no_part_of_itself_nor_of_a_shorter_one() {
    assert_eq!(PeriodKind::Quarter.around(&Period::Quarter(2023, 1), 1), None);
    assert_eq!(PeriodKind::Month.around(&Period::Quarter(2023, 1), 1), None);
    assert_eq!(PeriodKind::Year.around(&Period::SchoolYear(2023), 1), None);
    assert_eq!(PeriodKind::Month.parts_of(&Period::Month(2023, 1), 1), []);
    assert_eq!(PeriodKind::Half.parts_of(&Period::NineMonths(2023), 1), []);
    assert_eq!(PeriodKind::Quarter.parts_of(&Period::NineMonths(2023), 7).len(), 3);
}

#[test]
fn a_reporting_year_that_begins_in_july_is_named_by_the_year_in_which_it_begins() {
    assert_eq!(PeriodKind::Year.around(&Period::Month(2024, 6), 7), Some(Period::Year(2023)));
    assert_eq!(PeriodKind::Year.around(&Period::Month(2024, 7), 7), Some(Period::Year(2024)));
    let months = PeriodKind::Month.parts_of(&Period::Year(2023), 7);
    assert_eq!(months.first().copied(), Some(Period::Month(2023, 7)));
    assert_eq!(months.last().copied(), Some(Period::Month(2024, 6)));
}
