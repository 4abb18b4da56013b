//! Printed totals: compared where their parts are there, the fact of the whole where they are not, never both.

use super::{AGE, SEX, layout, no_flags, told};
use crate::pipeline::Axis;

#[test]
fn totals_on_both_sides_are_compared() {
    let text = "Độ tuổi | Nữ | Nam | Cộng\n0-4 | #3 | #4 | #8\n5-14 | #1 | #2 | #3\n15+ | #0 | #5 | #5\nTổng cộng | #4 | #12 | #15";
    let (facts, flags) = told(layout(&[AGE], &[SEX]), text, &[]);
    assert_eq!(facts.len(), 6);
    assert_eq!(flags, ["printed-total D2 8 | 7", "printed-total C5 12 | 11"]);
}

#[test]
fn a_total_without_parts_counts_as_the_whole() {
    let text = "Dịch vụ | Nữ | Nam | Tổng số\nKhám bệnh | | | #7\nTiêm chủng | #1 | #2 | #3";
    let (facts, flags) = told(layout(&[Axis::Indicators], &[SEX]), text, &[]);
    assert_eq!(facts, ["visits[]=7@D2", "shots[sex=female]=1@B3", "shots[sex=male]=2@C3"]);
    assert_eq!(flags, ["total-without-parts D2 7 | "]);
}

#[test]
fn a_margin_without_parts_counts_and_the_grand_total_is_compared_with_it() {
    let text = "Độ tuổi | Nữ | Nam | Cộng\n0-4 | #3 | #4 | #7\n5-14 | | | #3\n15+ | #0 | #5 | #5\nTổng cộng | | | #15";
    let (facts, flags) = told(layout(&[AGE], &[SEX]), text, &[]);
    assert!(facts.contains(&"visits[age=5-14]=3@D3".to_owned()), "{facts:?}");
    assert_eq!(facts.len(), 5);
    assert_eq!(flags, ["total-without-parts D3 3 | "]);
}

#[test]
fn one_part_of_several_leaves_the_total_a_figure_of_its_own() {
    let text = "Dịch vụ | Tổng số | Trong đó: Nữ\nKhám bệnh | #7 | #3\nTiêm chủng | #3 | #4";
    let (facts, flags) = told(layout(&[Axis::Indicators], &[SEX]), text, &[]);
    let expected = ["visits[]=7@B2", "visits[sex=female]=3@C2", "shots[]=3@B3", "shots[sex=female]=4@C3"];
    assert_eq!(facts, expected);
    assert_eq!(
        flags,
        no_flags(),
        "a part that exceeds its whole is found by the checks, wherever the two stand"
    );
}

#[test]
fn a_category_that_the_table_lacks_is_in_the_total_only() {
    let text = "Dịch vụ | 0-4 | 5-14 | Tổng số\nKhám bệnh | #3 | #4 | #9\nTiêm chủng | #1 | #2 | #3";
    let (facts, flags) = told(layout(&[Axis::Indicators], &[AGE]), text, &[]);
    assert_eq!(facts.iter().filter(|line| line.contains("[]")).collect::<Vec<_>>(), ["visits[]=9@D2"]);
    assert_eq!(flags, ["total-without-parts D2 9 | 7"]);
}

#[test]
fn a_total_over_indicators_is_compared_where_they_are_alike() {
    let text = "Dịch vụ | Nữ | Nam\nKhám bệnh | #3 | #4\nTiêm chủng | #1 | #2\nCộng | #4 | #7";
    let (facts, flags) = told(layout(&[Axis::Indicators], &[SEX]), text, &[]);
    assert_eq!(facts.len(), 4);
    assert_eq!(flags, ["printed-total C4 7 | 6"]);
    let unlike = format!("{text}\nChi phí | #1 | #2\nKhám bệnh | #3 | #4\nTổng cộng | #1 | #1");
    let (_, flags) = told(layout(&[Axis::Indicators], &[SEX]), &unlike, &[]);
    let codes = flags.iter().filter(|flag| flag.starts_with("printed-total")).collect::<Vec<_>>();
    assert_eq!(codes, ["printed-total C4 7 | 6"], "counts and money do not add up");
}

#[test]
fn rounded_money_may_be_off_by_its_last_digit() {
    let text = "Dịch vụ | Nữ | Nam | Cộng\nChi phí | #1.4 | #1.4 | #2.9\nKhám bệnh | #1 | #1 | #2";
    let (_, flags) = told(layout(&[Axis::Indicators], &[SEX]), text, &[]);
    assert_eq!(flags, no_flags());
    let (_, flags) = told(layout(&[Axis::Indicators], &[SEX]), &text.replace("#2.9", "#3.9"), &[]);
    assert_eq!(flags, ["printed-total D2 3900000 | 2800000"]);
}

#[test]
fn a_broken_part_leaves_nothing_to_compare() {
    let text = "Dịch vụ | Nữ | Nam | Cộng\nKhám bệnh | nhiều | #4 | #9\nTiêm chủng | #1 | #2 | #3";
    let (facts, flags) = told(layout(&[Axis::Indicators], &[SEX]), text, &[]);
    assert_eq!(facts.len(), 4);
    assert_eq!(flags.len(), 1, "{flags:?}");
}

#[test]
fn the_second_total_of_a_group_is_of_all_groups() {
    let text = "Giới | Độ tuổi | Khám bệnh | Tiêm chủng\nNữ | 0-4 | #1 | #1\n| 5-14 | #2 | #1\n| Cộng | #3 | #2\nNam | 0-4 | #3 | #1\n| 5-14 | #4 | #1\n| Cộng | #7 | #2\n| Tổng cộng | #10 | #4";
    let (facts, flags) = told(layout(&[SEX, AGE], &[Axis::Indicators]), text, &[]);
    assert_eq!(facts.len(), 8);
    assert_eq!(flags, no_flags());
    let without = "Giới | Độ tuổi | Khám bệnh | Tiêm chủng\nNữ | 0-4 | #1 | #1\n| 5-14 | #2 | #1\nNam | 0-4 | #3 | #1\n| 5-14 | #4 | #1\n| Tổng cộng | #10 | #4";
    let (facts, flags) = told(layout(&[SEX, AGE], &[Axis::Indicators]), without, &[]);
    assert_eq!(facts.len(), 8);
    assert_eq!(flags, no_flags());
}
