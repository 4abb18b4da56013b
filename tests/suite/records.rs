//! Tables of records through the whole program: sums and their ranges, kept records, branches of two names, flags on a cell within a sum.

use crate::book::workbook;
use crate::office::{Office, Told};
use std::collections::HashSet;
use tonghop::model::outcome::FlagRow;

/// Deposits by kind, and how many there were, from a list of all branches.
const PIPELINE: &str = r##"id      = "bank"
period  = "month"
periods = ["2024-01"]
title   = { vi = "Giao dịch", en = "Transactions" }

[submission]
branch = [{ column = "branch" }]
period = [{ column = "day" }]

[[dimension]]
id       = "kind"
label    = { vi = "Loại", en = "Kind" }
category = [{ id = "in", label = { vi = "Gửi", en = "In" } }, { id = "out", label = { vi = "Rút", en = "Out" } }]

[[sheet]]
id     = "ledger"
layout = "table"
keep   = true
column = [
  { id = "branch", header = ["Chi nhánh"], fill_down = true },
  { id = "day",    header = ["Ngày"] },
  { id = "kind",   header = ["Loại"], dimension = "kind" },
  { id = "amount", header = ["Số tiền"] },
  { id = "note",   header = ["Ghi chú"], required = false },
]

[[indicator]]
id    = "moved"
label = { vi = "Số tiền", en = "Money moved" }
kind  = "money"
unit  = "đồng"
from  = { sheet = "ledger", sum = "amount", by = ["kind"] }

[[indicator]]
id    = "deposits"
label = { vi = "Số lần gửi", en = "Deposits" }
kind  = "count"
unit  = "lần"
from  = { sheet = "ledger", count = true, where = { kind = ["Gửi"] } }
"##;

const BRANCHES: &str = "code,name,aliases\nA01,Hà Nội,HN\nA02,Huế,\n";

/// Two branches, one of them under two names; the header again on the second page; subtotals.
const LEDGER: &str = "Sổ giao dịch
Chi nhánh | Ngày | Loại | Số tiền | Ghi chú
Hà Nội | 5/1/2024 | Gửi | #100 | =1+1→2
 | 6/1/2024 | Rút | #30 | -x
Cộng | | | #130
HN | 7/1/2024 | Gửi | #7
Huế | 8/1/2024 | Gửi | #1000
Cộng | | | #1007
Chi nhánh | Ngày | Loại | Số tiền | Ghi chú
HN | 9/1/2024 | Rút | #5
Huế | 10/1/2024 | Gửi | #2000
Cộng | | | #2005
Tổng cộng | | | #3142";

fn run(pipeline: &str, ledger: &str) -> Told {
    Office::of(pipeline, BRANCHES).file("so.xlsx", workbook(&[("Sổ", ledger)])).run()
}

/// The lines of a published table, with what is in the columns asked for.
fn published(run: &Told, file: &str, columns: &[&str]) -> Vec<String> {
    let folder = run.publish();
    let path = folder.path().join("current").join(file);
    let mut reader = csv::Reader::from_path(path).expect(file);
    let headers = reader.headers().expect("headers").clone();
    let at: Vec<usize> = columns
        .iter()
        .map(|column| headers.iter().position(|header| header == *column).expect("a column"))
        .collect();
    let lines = reader.records().map(|line| line.expect("a line"));
    lines.map(|line| at.iter().map(|&at| &line[at]).collect::<Vec<_>>().join(" | ")).collect()
}

#[test]
fn records_of_two_names_become_one_report_and_show_their_ranges() {
    let run = run(PIPELINE, LEDGER);
    assert_eq!(run.flags(), [""; 0]);
    assert_eq!(run.submissions(), ["so.xlsx accepted A01 2024-01", "so.xlsx accepted A02 2024-01"]);
    assert_eq!(run.total("deposits"), "4 exact 2/2");
    assert_eq!(run.total("moved"), "3142 exact 2/2");
    let facts = published(&run, "facts.csv", &["branch", "indicator", "breakdown", "value", "cell"]);
    assert_eq!(
        facts,
        [
            "A01 | deposits |  | 2 | A3:A6",
            "A01 | moved | kind=in | 107 | D3:D6",
            "A01 | moved | kind=out | 35 | D4:D10",
            "A02 | deposits |  | 2 | A7:A11",
            "A02 | moved | kind=in | 3000 | D7:D11",
        ]
    );
    let ids = published(&run, "facts.csv", &["fact"]);
    assert_eq!(ids.iter().collect::<HashSet<_>>().len(), ids.len());
    assert!(ids[0].ends_with("!Sổ!A3:A6"), "{ids:?}");
}

#[test]
fn kept_records_are_published_with_what_stands_above_them() {
    let run = run(PIPELINE, LEDGER);
    let lines =
        published(&run, "records.csv", &["branch", "sheet", "row", "form", "column", "value", "included"]);
    assert_eq!(lines.len(), 6 * 5);
    assert_eq!(
        lines[..10],
        [
            "A01 | Sổ | 3 | ledger | branch | Hà Nội | true",
            "A01 | Sổ | 3 | ledger | day | 5/1/2024 | true",
            "A01 | Sổ | 3 | ledger | kind | Gửi | true",
            "A01 | Sổ | 3 | ledger | amount | 100 | true",
            "A01 | Sổ | 3 | ledger | note | 2 | true",
            "A01 | Sổ | 4 | ledger | branch | Hà Nội | true",
            "A01 | Sổ | 4 | ledger | day | 6/1/2024 | true",
            "A01 | Sổ | 4 | ledger | kind | Rút | true",
            "A01 | Sổ | 4 | ledger | amount | 30 | true",
            "A01 | Sổ | 4 | ledger | note | '-x | true",
        ]
    );
    let keys = published(&run, "records.csv", &["record", "column"]);
    assert_eq!(keys.iter().collect::<HashSet<_>>().len(), keys.len());
    let rows = published(&run, "records.csv", &["row"]);
    let firsts: Vec<&str> = rows.iter().step_by(5).map(String::as_str).collect();
    assert_eq!(firsts, ["3", "4", "6", "10", "7", "11"]);
}

#[test]
fn records_of_nobody_are_published_and_do_not_count() {
    let run = run(PIPELINE, &LEDGER.replace("Huế", "Lạ"));
    assert_eq!(run.total("deposits"), "2 exact 1/2");
    let lines = published(&run, "records.csv", &["branch", "row", "value", "included"]);
    assert!(lines.contains(&" | 7 | Lạ | false".to_owned()), "{lines:?}");
}

#[test]
fn without_kept_records_there_is_no_file() {
    let run = run(&PIPELINE.replace("keep   = true", ""), LEDGER);
    let folder = run.publish();
    let current = folder.path().join("current");
    assert!(!current.join("records.csv").exists());
    let package = std::fs::read_to_string(current.join("datapackage.json")).expect("a package");
    assert!(!package.contains("\"records\""));
}

#[test]
fn tables_side_by_side_keep_records_of_their_own() {
    let one = "Chi nhánh | Ngày | Loại | Số tiền";
    let ledger = format!("{one} | | {one}\nHN | 5/1/2024 | Gửi | #1 | | Huế | 6/1/2024 | Rút | #2");
    let run = run(PIPELINE, &ledger);
    let ids = published(&run, "records.csv", &["record"]);
    let ids: HashSet<&str> = ids.iter().filter_map(|id| id.split_once('!')).map(|(_, place)| place).collect();
    assert_eq!(ids, HashSet::from(["Sổ!A2", "Sổ!F2"]));
}

/// The months of a year's list, and two names.
#[test]
fn months_add_up_to_the_year_that_the_pipeline_asks_for() {
    let yearly = PIPELINE.replace("\"month\"", "\"year\"").replace("[\"2024-01\"]", "[\"2024\"]");
    let ledger = LEDGER.replace("9/1/2024", "9/2/2024").replace("10/1/2024", "10/3/2024");
    let run = run(&yearly, &ledger);
    assert_eq!(run.flags(), [""; 0]);
    assert_eq!(run.submissions(), ["so.xlsx accepted A01 2024", "so.xlsx accepted A02 2024"]);
    assert_eq!(run.total("moved"), "3142 exact 2/2");
    assert_eq!(run.total("deposits"), "4 exact 2/2");
}

#[test]
fn what_stands_at_the_end_of_each_month_is_no_sum_of_the_year() {
    let yearly = PIPELINE.replace("\"month\"", "\"year\"").replace("[\"2024-01\"]", "[\"2024\"]");
    let stock = yearly.replace("unit  = \"đồng\"", "unit  = \"đồng\"\ntime  = \"stock\"");
    let ledger = LEDGER.replace("9/1/2024", "9/2/2024");
    let run = run(&stock, &ledger);
    assert_eq!(run.total("moved"), "3000 exact 1/2");
    let codes: HashSet<&str> = run.outcome.flags.iter().map(|flag| flag.check.code()).collect();
    assert_eq!(codes, HashSet::from(["conflicting-resubmission", "branch-missing"]));
}

fn flag<'a>(run: &'a Told, code: &str) -> &'a FlagRow {
    run.outcome
        .flags
        .iter()
        .find(|flag| flag.check.code() == code)
        .unwrap_or_else(|| panic!("{:?}", run.flags()))
}

#[test]
fn a_flag_on_a_cell_within_a_sum_is_traced_to_what_the_cell_adds() {
    let ledger = LEDGER.replace("Huế | 8/1/2024 | Gửi | #1000", "Huế | 8/1/2024 | Gửi | nhiều");
    let run = run(PIPELINE, &ledger);
    let flag = flag(&run, "ambiguous-number");
    assert_eq!(run.place(flag), "so.xlsx!Sổ!D7");
    assert_eq!((run.indicator(flag.indicator), flag.branch), ("moved".to_owned(), Some(1)));
    assert_eq!(flag.period.map(|period| period.to_string()).as_deref(), Some("2024-01"));
    // The cell adds nothing: without it the total is what it is.
    assert_eq!(flag.impact_pct, None);
    let row = run.total_row("moved");
    assert_eq!(row.value.map(|value| value.to_string()).as_deref(), Some("2142"));
    assert_eq!(row.value_if_flagged_were_zero, row.value);
}
