//! Records that name their branch: what a reader of records hands over, and what becomes of it.

use super::{Identifier, Office, Provenance, Tested, flags};
use crate::model::fact::{FactValue, Transforms};
use crate::model::outcome::Submission;
use crate::model::{
    Address, Amount, Batch, Bound, Candidate, CandidateKind, CellKind, Dispositions, Fact, Record, Report,
    SheetState, SheetSummary, Transform,
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
        batch.reports.push(Report { labels: vec![2], is_records: false, ..batch.reports[1].clone() });
        batch.facts.push(fact(number, 0, number, 2, 1));
        batch.candidates.push(record(number, "A2", number));
    }
    let submissions = office.submissions("2024-03/a.xlsx", batch.clone());
    assert_eq!(submissions.len(), 39_998);
    // The same as groups of records of one branch: A1 with its form, nobody's, and A2.
    batch.reports.iter_mut().skip(4).for_each(|report| report.is_records = true);
    let submissions = identified(&office, batch);
    let facts: Vec<usize> = submissions.iter().map(|one| one.batch.facts.len()).collect();
    assert_eq!(facts, [2, 1, 1]);
    Ok(())
}

/// Records that call a branch by its name and by its code.
fn of_two_names() -> Batch {
    let mut batch = batch();
    batch.candidates.truncate(2);
    batch.candidates[1].text = "A1".into();
    batch.reports.truncate(3);
    batch.facts.truncate(2);
    batch.sheets.truncate(1);
    batch
}

fn identified(office: &Office, batch: Batch) -> Vec<Submission> {
    let from = Provenance { relative: "2024-03/a.xlsx".into(), sha256: "0".into(), bytes: 1, received: None };
    Identifier::new(&office.definition, None).submissions(batch, &from)
}

#[test]
fn records_of_one_branch_under_two_names_add_up() -> Tested {
    let office = Office::with("block", SOURCES, RECORDS)?;
    let submissions = identified(&office, of_two_names());
    assert_eq!(office.told(&submissions), ["Giao dịch!A3 A1 2024-03 accepted: 42"]);
    assert_eq!(flags(&submissions), [""; 0]);
    let facts = &submissions[0].batch.facts;
    assert_eq!(facts.len(), 1);
    assert_eq!((facts[0].at, facts[0].until), (Address::new(2, 1), Some(Address::new(3, 1))));
    assert_eq!((&*facts[0].raw, facts[0].multiplier, submissions[0].batch.cells_read()), ("42", 1, 10));
    Ok(())
}

#[test]
fn no_record_of_a_kind_adds_nothing_to_those_of_another_name() -> Tested {
    let office = Office::with("block", SOURCES, RECORDS)?;
    for blank in [0, 1] {
        let mut batch = of_two_names();
        batch.facts[blank].transforms.add(Transform::BlankZero);
        batch.facts[blank].value = FactValue::Amount(Amount::ZERO, Bound::Exact);
        let submissions = identified(&office, batch);
        let facts = &submissions[0].batch.facts;
        assert_eq!((facts.len(), facts[0].until), (1, None));
        assert_eq!(&*facts[0].raw, ["12", "30"][blank]);
    }
    Ok(())
}

#[test]
fn a_sum_keeps_the_unit_that_all_share_and_the_weaker_bound() -> Tested {
    let office = Office::with("block", SOURCES, RECORDS)?;
    let mut batch = of_two_names();
    for fact in &mut batch.facts {
        (fact.multiplier, fact.unit_reported) = (10, "chục".into());
    }
    batch.facts[1].value = FactValue::Amount(Amount::from_units(15), Bound::AtLeast);
    let facts = identified(&office, batch.clone()).remove(0).batch.facts;
    assert_eq!((&*facts[0].raw, facts[0].multiplier, &*facts[0].unit_reported), ("4.5", 10, "chục"));
    assert_eq!(facts[0].value, FactValue::Amount(Amount::from_units(45), Bound::AtLeast));
    batch.facts[1].multiplier = 1;
    let facts = identified(&office, batch).remove(0).batch.facts;
    assert_eq!((&*facts[0].raw, facts[0].multiplier), ("45", 1));
    Ok(())
}

#[test]
fn two_blocks_of_one_branch_are_still_two_answers() -> Tested {
    let office = Office::with("block", SOURCES, RECORDS)?;
    let mut batch = of_two_names();
    batch.reports[2].is_records = false;
    assert_eq!(identified(&office, batch).len(), 2);
    Ok(())
}

#[test]
fn kept_records_go_with_their_report() -> Tested {
    let office = Office::with("block", SOURCES, RECORDS)?;
    let mut batch = batch();
    batch.sheets.insert(0, sheet("Bìa", 0, 1));
    batch.facts.clear();
    for report in batch.reports.iter_mut().skip(1) {
        report.sheet = report.sheet.map(|sheet| sheet + 1);
    }
    let record = |report: u32, row: u32| Record {
        sheet: 1,
        report,
        at: Address::new(row, 0),
        form: 1,
        values: ["x".into()].into(),
    };
    batch.records = vec![record(1, 2), record(2, 3), record(1, 4)];
    let submissions = identified(&office, batch);
    let kept: Vec<(usize, u32, Option<&str>)> = (0..)
        .zip(&submissions)
        .flat_map(|(at, one)| one.batch.records.iter().map(move |record| (at, one, record)))
        .map(|(at, one, record)| {
            let sheet = one.batch.sheets.get(usize::from(record.sheet));
            (at, record.at.row, sheet.map(|sheet| &*sheet.name))
        })
        .collect();
    let sheet = Some("Giao dịch");
    assert_eq!(kept, [(0, 2, sheet), (0, 4, sheet), (1, 3, sheet)]);
    Ok(())
}
