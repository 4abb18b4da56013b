//! Whatever is found while a report is open is its own.

use super::Found;
use crate::model::flag::Place;
use crate::model::{Address, Candidate, CandidateKind, Check, Dispositions, Flag};

fn flag(found: &mut Found) {
    found.flags.push(Flag::new(Check::LabelUnknown, Place::file(), ""));
}

fn says(found: &mut Found, kind: CandidateKind, text: &str) {
    let candidate = Candidate { kind, source: 0, text: text.into(), sheet: None, at: None, report: None };
    found.candidates.push(candidate);
}

fn told(found: &Found) -> Vec<(&str, Option<u32>)> {
    found.candidates.iter().map(|candidate| (&*candidate.text, candidate.report)).collect()
}

#[test]
fn what_is_pushed_belongs_to_the_report_that_is_open() {
    let mut found = Found::default();
    flag(&mut found);
    let one = found.open_report(0, None);
    flag(&mut found);
    found.labels.push(7);
    found.forms.push(1);
    found.enter(0);
    flag(&mut found);
    let two = found.open_report(1, None);
    found.labels.extend([8, 7, 8]);
    found.enter(one);
    found.labels.push(9);
    found.close();
    let flags: Vec<Option<u32>> = found.flags.iter().map(|flag| flag.report).collect();
    assert_eq!(flags, [None, Some(one), None]);
    let labels: Vec<&[u32]> = found.reports.iter().map(|report| &*report.labels).collect();
    assert_eq!(labels, [&[] as &[u32], &[7, 9], &[7, 8]]);
    assert_eq!((one, two), (1, 2));
    assert_eq!(found.reports[1].forms, [1]);
}

#[test]
fn a_workbook_without_reports_has_none() {
    let mut found = Found::default();
    found.labels.push(1);
    flag(&mut found);
    found.close();
    assert_eq!((found.reports.len(), found.flags[0].report), (0, None));
}

#[test]
fn records_of_one_key_are_one_report_within_their_sheet() {
    let mut found = Found::default();
    let at = |row: u32| Address::new(row, 0);
    let first = found.open_report(0, None);
    assert_eq!(found.report_of("a", 0, at(1)), (2, true));
    found.enter(first);
    assert_eq!(found.report_of("b", 0, at(2)), (3, true));
    found.enter(first);
    assert_eq!(found.report_of("a", 0, at(3)), (2, false));
    found.enter(0);
    let second = found.open_report(1, None);
    assert_eq!(found.report_of("a", 1, at(1)), (5, true));
    assert_eq!(found.reports[5].within, Some(second));
    assert!(found.is_heard(Some(second)) && found.is_heard(None) && !found.is_heard(Some(first)));
}

#[test]
fn titles_of_the_first_block_speak_for_all_unless_another_says_the_same_kind_of_thing() {
    let mut found = Found::default();
    let sheet = found.open_report(0, None);
    let one = found.open_report(0, Some(Address::new(2, 0)));
    says(&mut found, CandidateKind::Period, "2023");
    says(&mut found, CandidateKind::Branch, "A");
    says(&mut found, CandidateKind::Date, "2023-12-01");
    found.enter(sheet);
    let two = found.open_report(0, Some(Address::new(9, 0)));
    says(&mut found, CandidateKind::Branch, "B");
    found.enter(sheet);
    found.share_titles(0..3);
    let expected = [("2023", Some(sheet)), ("A", Some(one)), ("2023-12-01", Some(sheet)), ("B", Some(two))];
    assert_eq!(told(&found), expected);
}

#[test]
fn a_report_adds_up_its_cells_of_a_sheet() {
    let mut found = Found::default();
    let own = Dispositions { fact: 2, structure: 1, ..Dispositions::default() };
    found.account(0, &own);
    found.open_report(3, None);
    found.account(3, &own);
    found.account(3, &own);
    assert_eq!(found.reports[1].accounts.len(), 1);
    assert_eq!(found.reports[1].accounts[0].1.total(), 6);
}
