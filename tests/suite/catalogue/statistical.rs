//! Values far from what is usual, and reports that are alike.

use super::{Case, case};
use crate::crowd::Crowd;
use crate::office::Office;
use tonghop::model::Check;

/// All indicators but the first two.
const FIVE: [&str; 5] = ["visits", "classes", "gifts", "letters", "shares"];

/// So many branches in 2023, one figure of the seventh times so much.
fn once(branches: u32, times: u64) -> Crowd {
    Crowd::new(branches, [2023]).change(2023, 7, "trees", |trees| Some(trees * times))
}

/// Twenty branches in 2023, the seventh with so many members in the register instead of 151.
fn of_size(members: u32) -> Office {
    let register = format!("Branch 7,,unit,,,,{members},");
    Crowd::new(20, [2023]).office().register("Branch 7,,unit,,,,151,", &register)
}

/// Twenty-one branches over the years up to 2023, one figure of the seventh in the last one times so much.
fn over(years: u16, times: u64) -> Crowd {
    Crowd::new(21, 2024 - years..=2023).change(2023, 7, "trees", |trees| Some(trees * times))
}

/// Two years in which the seventh branch sends five of its figures again; the others are its own.
fn again(ids: &[&str]) -> Crowd {
    Crowd::new(20, [2022, 2023]).copy((2022, 7), (2023, 7), ids)
}

/// A year in which the eighth branch has figures of the seventh.
fn cloned(ids: &[&str]) -> Crowd {
    Crowd::new(20, [2023]).copy((2023, 7), (2023, 8), ids)
}

/// Only five indicators are asked of the branches in this crowd: the others stay blank.
fn of_five(crowd: Crowd) -> Crowd {
    let blank = |crowd: Crowd, (year, branch): (u16, u32)| {
        crowd.change(year, branch, "trees", |_| None).change(year, branch, "blood", |_| None)
    };
    [(2022, 7), (2023, 7)].into_iter().fold(crowd, blank)
}

/// A zero in the fourth year, and what a branch says instead.
fn at_last(figure: Option<u64>) -> Crowd {
    Crowd::new(20, 2020..=2023).change(2023, 7, "trees", move |_| figure)
}

pub fn cases() -> Vec<Case> {
    let mut all = outliers();
    all.extend(evidence());
    all.extend(repetitions());
    all
}

fn outliers() -> Vec<Case> {
    vec![
        case(
            Check::PeerOutlier,
            once(20, 10).office(),
            [
                "2023/B07.xlsx!Biểu 1!B2: “Trees planted” is 5,890; branches like this one report about 627 for their size. Correct it, or accept it with a reason.",
            ],
            // Nineteen branches are too few to say what is usual.
            once(19, 10).office(),
        ),
        case(
            Check::HistoryOutlier,
            over(2, 10).office(),
            [
                "2023/B07.xlsx!Biểu 1!B2: “Trees planted” is 5,890; going by the branch's own earlier periods and how all branches changed, about 651 was expected. Correct it, or accept it with a reason.",
            ],
            over(2, 1).office(),
        ),
        case(
            Check::ScaleError,
            once(20, 1_000).office(),
            [
                "2023/B07.xlsx!Biểu 1!B2: “Trees planted” is 589,000, usual would be about 627: probably the wrong unit (ones, thousands, millions), and 589 is meant. Check the unit and correct it.",
            ],
            once(20, 10).office(),
        ),
        case(
            Check::SizeDoubtful,
            of_size(151_000),
            [
                "2023/B07.xlsx: Most figures of this report do not fit the size of the branch, 151,000; they would fit a size of about 153. Check the size (in the register or in the report), then the units of the figures.",
            ],
            // Ten times too large is no power of a thousand.
            of_size(1_510),
        ),
        case(
            Check::HidiroglouBerthelot,
            over(2, 40).office(),
            [
                "2023/B07.xlsx!Biểu 1!B2: “Trees planted” is 23,560; had it changed like the other branches since the period before, it would be about 651. Check the figures of both periods.",
            ],
            over(2, 1).office(),
        ),
        case(
            Check::ZeroJump,
            at_last(Some(0)).office(),
            [
                "2023/B07.xlsx!Biểu 1!B2: “Trees planted” is 0, though the branch had values before (the last one 627). Fill it in, or confirm that there was none.",
            ],
            // A blank is missing, and no zero.
            at_last(None).office(),
        ),
    ]
}

fn evidence() -> Vec<Case> {
    vec![
        case(
            Check::ModifiedZ,
            once(20, 10).office(),
            [
                "2023/B07.xlsx!Biểu 1!B2: For information: “Trees planted” is 5,890, outside 155 … 2,540 by the median and the median absolute deviation of its peers.",
            ],
            once(20, 1).office(),
        ),
        case(
            Check::Tukey,
            once(20, 10).office(),
            [
                "2023/B07.xlsx!Biểu 1!B2: For information: “Trees planted” is 5,890, outside 196 … 1,850 by the quartiles of its peers (Tukey).",
            ],
            once(20, 1).office(),
        ),
        case(
            Check::AdjustedBoxplot,
            once(30, 10).office(),
            [
                "2023/B07.xlsx!Biểu 1!B2: For information: “Trees planted” is 5,890, outside 36.6 … 880 by the quartiles of its peers, their skewness allowed for.",
            ],
            once(29, 10).office(),
        ),
        case(
            Check::OwnHistory,
            over(5, 4).office(),
            [
                "2023/B07.xlsx!Biểu 1!B2: For information: “Trees planted” is 2,356, outside 394 … 889 by the mean and the standard deviation of the branch's own earlier periods.",
            ],
            over(4, 4).office(),
        ),
    ]
}

fn repetitions() -> Vec<Case> {
    vec![
        case(
            Check::CopiedForward,
            of_five(again(&FIVE)).office(),
            [
                "2023/B07.xlsx: 5/5 figures are the same as in the report for 2022. Check whether the old figures were sent again, and send those of this period.",
            ],
            // Of seven figures five are the same: less than nine tenths.
            again(&FIVE).office(),
        ),
        case(
            Check::BranchClone,
            cloned(&["trees", "visits", "classes", "gifts", "letters", "shares"]).office(),
            [
                "2023/B07.xlsx: 6/7 figures are the same as in the report of B08 Branch 8. Check that it is not another branch's workbook under this name.",
                "2023/B08.xlsx: 6/7 figures are the same as in the report of B07 Branch 7. Check that it is not another branch's workbook under this name.",
            ],
            cloned(&FIVE).office(),
        ),
    ]
}
