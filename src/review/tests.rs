//! A line is added without touching what is there; the runs and command lines around it are tested in whole.

use super::write::added;
use super::{Decision, PublishedFlag};

fn correction(measure: &str) -> Decision {
    let field = |name, value: &str| (name, value.to_owned());
    Decision {
        file: "corrections.csv",
        fields: vec![
            field("branch", "A01"),
            field("measure", measure),
            field("breakdown", ""),
            field("value", "3250"),
            field("reason", "typed in thousands, \"as told\""),
        ],
        flag: PublishedFlag::default(),
        advice: None,
    }
}

fn told(before: &str, decision: &Decision) -> String {
    added(before, decision).unwrap_or_else(|error| error.to_string())
}

#[test]
fn a_file_that_is_not_there_gets_a_header() {
    assert_eq!(
        told("", &correction("plan")),
        "branch,measure,breakdown,value,reason\nA01,plan,,3250,\"typed in thousands, \"\"as told\"\"\"\n"
    );
}

#[test]
fn what_is_there_stays_and_the_line_follows_its_columns() {
    let before = "\u{feff}value,reason,branch\r\n\r\n12,\"a, b\",A02";
    let after = told(before, &correction("actual"));
    assert_eq!(after, format!("{before}\r\n3250,\"typed in thousands, \"\"as told\"\"\",A01\r\n"));
}

#[test]
fn a_part_of_a_decision_is_never_lost() {
    let told = told("value,reason,branch\n", &correction("plan"));
    assert_eq!(
        told,
        "corrections.csv has no column `measure`: add it to the header, with a comma more on every line"
    );
}
