//! Several reports in one workbook: which of them count, what of a bad one is told, and that each value is counted once.

use crate::book;
use crate::office::{Office, Told};
use tonghop::model::Check;

/// The small definition with another extent, and other places that say whose report it is.
fn office(extent: &str, branch: &str) -> Office {
    let office = Office::new().define("named = [\"Biểu 1\"]", &format!("report = \"{extent}\""));
    office.define(r#"{ right_of = "Đơn vị báo cáo" }, { file_name = '^(?<code>[A-Z]\d{2})' }"#, branch)
}

fn rows(trees: u32) -> String {
    format!("Nội dung | ĐVT | Kết quả\nCây xanh trồng mới | cây | #{trees}\nSố cây dương | cây | #1\n")
}

/// Each report: `a.xlsx!A01 accepted A01`.
fn reports(run: &Told) -> Vec<String> {
    let submissions = run.submissions();
    let names = run.outcome.submissions.iter().map(|submission| submission.shown());
    names.zip(submissions).map(|(name, told)| format!("{name}: {told}")).collect()
}

const BY_SHEET: &str = "{ sheet_name = '^(?<name>.+)$' }";

#[test]
fn a_sheet_a_branch_adds_up_to_one_total() {
    let sheets = [("Bìa", "Báo cáo năm 2023".to_owned()), ("A01", rows(5)), ("Sở Giáo dục", rows(7))];
    let sheets: Vec<(&str, &str)> = sheets.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let run = office("sheet", BY_SHEET).file("a.xlsx", book::workbook(&sheets)).run();
    assert_eq!(
        reports(&run),
        ["a.xlsx!A01: a.xlsx accepted A01 2023", "a.xlsx!Sở Giáo dục: a.xlsx accepted A02 2023",]
    );
    assert_eq!(run.total("trees"), "12 exact 2/2");
    assert_eq!(run.flags(), [""; 0]);
    let folder = run.publish();
    let facts = std::fs::read_to_string(folder.path().join("current/facts.csv")).expect("facts");
    let mut ids: Vec<&str> = facts.lines().skip(1).filter_map(|line| line.split(',').next()).collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!((count, ids.len()), (4, 4));
}

#[test]
fn a_bad_block_leaves_the_good_ones() {
    let block = |branch: &str, trees: u32| rows(trees).replace("Nội dung", &format!("Đơn vị {branch}"));
    let sheet = format!("Báo cáo năm 2023\n{}\n{}", block("A01", 5), block("Sở Xây", 7));
    let run = office("block", "{ header = '^Đơn vị (?<name>.+)$' }").sheet("a.xlsx", &sheet).run();
    assert_eq!(
        reports(&run),
        [
            "a.xlsx!Biểu 1!A2: a.xlsx accepted A01 2023",
            "a.xlsx!Biểu 1!A6: a.xlsx unidentified 2023 unknown-branch",
        ]
    );
    assert_eq!(run.total("trees"), "5 exact 1/2");
    assert_eq!(run.flags(), ["unknown-branch a.xlsx!Biểu 1!A6"]);
}

#[test]
fn two_reports_of_one_branch_in_a_workbook_are_settled_as_across_files() {
    let of = |trees: u32| format!("Đơn vị | A01\nBáo cáo năm 2023\n{}", rows(trees));
    let run = |one: u32, two: u32| {
        let sheets = [("1", of(one)), ("2", of(two))];
        let sheets: Vec<(&str, &str)> = sheets.iter().map(|(name, text)| (*name, text.as_str())).collect();
        office("sheet", "{ right_of = \"Đơn vị\" }").file("a.xlsx", book::workbook(&sheets)).run()
    };
    let same = run(5, 5);
    assert_eq!(
        reports(&same),
        ["a.xlsx!1: a.xlsx accepted A01 2023", "a.xlsx!2: a.xlsx duplicate A01 2023 duplicate-file → a.xlsx",]
    );
    assert_eq!(same.total("trees"), "5 exact 1/2");
    assert_eq!(
        same.flags_of(Check::DuplicateFile),
        ["a.xlsx!2: The file says the same as a.xlsx!1; one of the two counts."]
    );
    let other = run(5, 6);
    assert_eq!(other.total("trees"), "— exact 0/2");
    assert_eq!(other.flags(), ["conflicting-resubmission a.xlsx!1", "conflicting-resubmission a.xlsx!2"]);
}

#[test]
fn a_copy_of_a_workbook_of_several_reports_is_a_duplicate_part_by_part() {
    let sheets = [("A01", rows(5)), ("A02", rows(7))];
    let sheets: Vec<(String, String)> = sheets
        .into_iter()
        .map(|(name, text)| (name.to_owned(), format!("Báo cáo năm 2023\n{text}")))
        .collect();
    let sheets: Vec<(&str, &str)> =
        sheets.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let bytes = book::workbook(&sheets);
    let run = office("sheet", BY_SHEET).file("a.xlsx", bytes.clone()).file("b.xlsx", bytes).run();
    assert_eq!(
        reports(&run),
        [
            "a.xlsx!A01: a.xlsx accepted A01 2023",
            "a.xlsx!A02: a.xlsx accepted A02 2023",
            "b.xlsx!A01: b.xlsx duplicate A01 2023 duplicate-file → a.xlsx",
            "b.xlsx!A02: b.xlsx duplicate A02 2023 duplicate-file → a.xlsx",
        ]
    );
    assert_eq!(run.total("trees"), "12 exact 2/2");
}

#[test]
fn the_threads_change_nothing() {
    let text = format!("Báo cáo năm 2023\n{}", rows(5));
    let bytes = book::workbook(&[("A01", &text), ("A02", &text)]);
    let office = office("sheet", BY_SHEET).file("a.xlsx", bytes.clone()).file("sub/b.xlsx", bytes);
    let folder = office.write();
    let run = |jobs: usize| {
        let run = Told::of(&folder.path().join("pipeline"), &folder.path().join("input"), jobs);
        format!("{:?}", run.outcome)
    };
    assert_eq!(run(1), run(4));
}
