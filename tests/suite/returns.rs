//! Returns of counties: towns down, candidates across, the county in the header cell, and a summary of all counties in one of the workbooks.

use crate::office::Office;
use tonghop::model::Check;

const PIPELINE: &str = r#"
id     = "returns"
locale = "en"
period = "year"
title  = "Votes"

[submission]
branch = [{ header = '^(?<name>.+?) County$' }, { column = "county" }]
period = [{ file_name = '(?<year>\d{4})' }]

[[measure]]
id       = "summary"
label    = "Summary of the state"
restates = "actual"

[[sheet]]
id     = "towns"
layout = "table"
report = "block"
column = [
  { id = "town", header = ["North County", "South County"] },
  { id = "ash", header = ["Ash, r"] },
  { id = "birch", header = ["Birch, d"] },
]

[[sheet]]
id      = "summary"
layout  = "table"
measure = "summary"
column  = [
  { id = "county", header = ["Summary by counties"] },
  { id = "ash", header = ["Ann Ash, r"] },
  { id = "birch", header = ["Bo Birch, d"] },
]

[[indicator]]
id    = "ash"
label = "Ash"
kind  = "count"
unit  = "votes"
from  = [{ sheet = "towns", sum = "ash" }, { sheet = "summary", sum = "ash" }]

[[indicator]]
id    = "birch"
label = "Birch"
kind  = "count"
unit  = "votes"
from  = [{ sheet = "towns", sum = "birch" }, { sheet = "summary", sum = "birch" }]
"#;

const COUNTIES: &str = "code,name\nC1,North\nC2,South\n";

/// Two counties; the summary stands above the towns of the first.
fn state(summary_of_south: &str, total_of_south: &str) -> Office {
    // The state adds up what it has.
    let total_of_birch = if summary_of_south.ends_with("#4") { "#16" } else { "#12" };
    let north = format!(
        "General election\nSummary by counties | Ann Ash, r | Bo Birch, d\nNorth | #30 | #12\nSouth   | {summary_of_south}\n\
         TOTALS | #37 | {total_of_birch}\n\nNorth County | Ash, r | Birch, d\nAlton | #10 | #5\nBelmont* | #20 | #7\nTOTALS | #30 | #12\n*corrections received"
    );
    let south = format!(
        "General election\nSouth County | Ash, r | Birch, d | Scatter\nLisbon | #3 | #4 | #1\nWarren | #4 | |\nTOTALS | {total_of_south} | #4 | #1"
    );
    Office::of(PIPELINE, COUNTIES).sheet("North 2014.xlsx", &north).sheet("South 2014.xlsx", &south)
}

#[test]
fn counties_are_summed_and_printed_totals_never_added() {
    let told = state("#7 | #4", "#7").run();
    assert_eq!((told.total("ash").as_str(), told.total("birch").as_str()), ("37 exact 2/2", "16 exact 2/2"));
    assert_eq!(told.flags_of(Check::RestatedDifferently), [""; 0]);
    assert_eq!(told.flags_of(Check::BranchMissing), [""; 0]);
    let told = state("#7 | #4", "#8").run();
    assert_eq!(told.total("ash"), "37 exact 2/2");
    assert_eq!(told.flags_of(Check::PrintedTotal).len(), 1);
}

#[test]
fn a_blank_in_the_summary_is_found_at_its_cell() {
    let told = state("#7 | ", "#7").run();
    assert_eq!(told.total("birch"), "16 exact 2/2", "what the county itself says counts");
    let flags = told.flags_of(Check::RestatedDifferently);
    assert_eq!(flags.len(), 1, "{flags:?}");
    assert!(flags[0].contains("!C4"), "{flags:?}");
}

#[test]
fn a_county_that_only_the_summary_names_has_not_reported() {
    let told = state("#7 | #4", "#7").register("C2,South\n", "C2,South\nC3,East\n");
    let north = "Summary by counties | Ann Ash, r | Bo Birch, d\nEast | #30 | #12\nNorth County | Ash, r | Birch, d\nAlton | #10 | #5";
    let told = told.sheet("North 2014.xlsx", north).run();
    assert_eq!(told.flags_of(Check::BranchMissing).len(), 1);
    assert_eq!(told.total("ash"), "17 exact 2/3");
}
