//! Records that name their branch: what a reader of records hands over, and what becomes of it.

use super::{Office, Tested, flags};
use crate::model::fact::{FactValue, Transforms};
use crate::model::{
    Address, Amount, Batch, Bound, Candidate, CandidateKind, CellKind, Dispositions, Fact, Report,
    SheetState, SheetSummary,
};

const SOURCES: &str = r#"
branch = [{ column = "branch" }, { right_of = "Đơn vị" }]
period = [{ folder = '(?<period>\d{4}-\d{2})' }]
"#;

const RECORDS: &str = r#"
[[sheet]]
id     = "records"
layout = "table"
column = [{ id = "branch", header = ["Chi nhánh"] }, { id = "sum", header = ["Số tiền"] }]

[[indicator]]
id   = "deposits"
label = "Tiền gửi"
kind = "count"
unit = "x"
from = { sheet = "records", sum = "sum" }
"#;

fn fact(report: u32, sheet: u16, row: u32, indicator: u32, value: i64) -> Fact {
    Fact {
        sheet,
        report,
        at: Address::new(row, 1),
        until: None,
        indicator,
        measure: 0,
        breakdown: "".into(),
        value: FactValue::Amount(Amount::from_units(value), Bound::Exact),
        raw: value.to_string().into(),
        kind: CellKind::Number,
        unit_reported: "".into(),
        multiplier: 1,
        header: "".into(),
        label: "".into(),
        transforms: Transforms::default(),
        is_included: true,
    }
}

fn record(report: u32, text: &str, row: u32) -> Candidate {
    Candidate {
        kind: CandidateKind::Branch,
        source: 0,
        text: text.into(),
        sheet: Some("Giao dịch".into()),
        at: Some(Address::new(row, 0)),
        report: Some(report),
    }
}

fn sheet(name: &str, fact: u64, structure: u64) -> SheetSummary {
    SheetSummary {
        name: name.into(),
        state: SheetState::Visible,
        read_as: None,
        cells_read: fact + structure,
        dispositions: Dispositions { fact, structure, ..Dispositions::default() },
    }
}

/// Records of two branches in one sheet; the first has a form of its own in another.
fn batch() -> Batch {
    let of = |sheet: u16, row: u32, label: u32, form: u16| Report {
        sheet: Some(sheet),
        at: Some(Address::new(row, 0)),
        within: Some(0),
        is_records: form == 1,
        labels: vec![label],
        forms: vec![form],
        accounts: Vec::new(),
    };
    let mut form = record(3, "A1", 0);
    (form.source, form.sheet) = (1, Some("Cân đối".into()));
    Batch {
        sheets: vec![sheet("Giao dịch", 4, 6), sheet("Cân đối", 1, 5)],
        facts: vec![fact(1, 0, 2, 2, 30), fact(2, 0, 3, 2, 12), fact(3, 1, 4, 0, 9)],
        candidates: vec![record(1, "Sở Y tế", 2), record(2, "Sở Lạ", 3), form],
        labels: vec![0, 2],
        reports: vec![Report::default(), of(0, 2, 2, 1), of(0, 3, 2, 1), of(1, 3, 0, 0)],
        ..Batch::default()
    }
}

#[test]
fn records_of_a_branch_and_its_form_are_one_report() -> Tested {
    let office = Office::with("block", SOURCES, RECORDS)?;
    let submissions = office.submissions("2024-03/a.xlsx", batch());
    assert_eq!(
        office.told(&submissions),
        [
            "Giao dịch!A3; Cân đối!A4 A1 2024-03 accepted: 30 9",
            "Giao dịch!A4 ? 2024-03 unidentified unknown-branch: 12",
        ]
    );
    assert_eq!(flags(&submissions), ["1 unknown-branch Giao dịch!A4: Sở Lạ → "]);
    let sheets: Vec<usize> = submissions.iter().map(|submission| submission.batch.sheets.len()).collect();
    assert_eq!(sheets, [2, 1]);
    // A fact finds its sheet in the list of its own submission.
    let places = submissions.iter().flat_map(|submission| {
        let name =
            |fact: &Fact| submission.batch.sheets.get(usize::from(fact.sheet)).map(|sheet| &*sheet.name);
        submission.batch.facts.iter().map(name).collect::<Vec<_>>()
    });
    let expected = [Some("Giao dịch"), Some("Cân đối"), Some("Giao dịch")];
    assert_eq!(places.collect::<Vec<_>>(), expected);
    Ok(())
}

#[test]
fn very_many_reports_take_no_more_than_their_own_time() -> Tested {
    let office = Office::with("block", SOURCES, RECORDS)?;
    let mut batch = batch();
    batch.sheets.extend((0..900).map(|number| sheet(&format!("S{number}"), 0, 1)));
    for number in 4..40_000u32 {
        batch.reports.push(Report { labels: vec![2], ..batch.reports[1].clone() });
        batch.facts.push(fact(number, 0, number, 2, 1));
        batch.candidates.push(record(number, "A2", number));
    }
    let submissions = office.submissions("2024-03/a.xlsx", batch);
    assert_eq!(submissions.len(), 39_998);
    Ok(())
}
