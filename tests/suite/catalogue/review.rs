//! Decisions of people that no longer hold.

use super::{Case, case};
use crate::office::Office;
use tonghop::model::Check;

const CORRECTIONS: &str = "period,branch,indicator,value_found,value,by,date,reason\n";

/// Trees of A01, and a correction of another value than the one that stands there.
fn corrected(cell: &str, found: &str) -> Office {
    let line = format!("2023,A01,trees,{found},3250,Lan,2023-12-20,gõ nhầm\n");
    Office::with_table(&format!("Cây xanh trồng mới | | {cell}"))
        .decide("corrections.csv", &format!("{CORRECTIONS}{line}"))
}

/// A report without a flag, and an acceptance of one of this period.
fn accepted(period: &str) -> Office {
    let line = format!("0123456789ab,Lan,2023-12-20,confirmed,{period},fraction-in-count A01 trees 3.25\n");
    Office::with_table("Cây xanh trồng mới | | #12")
        .decide("accepted.csv", &format!("flag,by,date,reason,period,about\n{line}"))
}

pub fn cases() -> Vec<Case> {
    vec![
        case(
            Check::AcceptanceLapsed,
            accepted("2023"),
            [
                "0123456789ab: What Lan accepted on line 2 of accepted.csv no longer applies (fraction-in-count A01 trees 3.25): the value has changed or was corrected. Look at the new flag, if there is one, and delete the line.",
            ],
            accepted("2022"),
        ),
        case(
            Check::CorrectionLapsed,
            corrected("#3300", "3.25"),
            [
                "a01.xlsx!Biểu 1!C4: The correction of “Trees planted” on line 2 of corrections.csv is not applied: it replaces “3.25”, the report now says “3300”, and what the report says counts. Delete the line or change it.",
            ],
            corrected("#3.25", "3.25"),
        ),
    ]
}
