//! What holds of every workbook and every batch, whatever the bytes were.

use std::collections::HashSet;
use tonghop::identify::{Identifier, Provenance};
use tonghop::locate::{self, Lexicon, Memory};
use tonghop::model::cell::{LAST_COLUMN, LAST_ROW};
use tonghop::model::{Address, Batch, Candidate, Check, Dispositions, Value, Workbook};

/// A workbook as every reader must hand it on.
pub fn is_sound(workbook: &Workbook) {
    assert!(!workbook.styles.is_empty());
    let mut names = HashSet::new();
    for sheet in &workbook.sheets {
        assert!(names.insert(sheet.name.to_lowercase()), "two sheets `{}`", sheet.name);
        assert!(sheet.cells.is_sorted_by(|one, two| one.at < two.at), "order of cells");
        assert_eq!(sheet.cells_read, sheet.cells.len() as u64 + sheet.cells_passed);
        for cell in &sheet.cells {
            is_within(cell.at);
            assert!((cell.style as usize) < workbook.styles.len(), "style {}", cell.style);
            match &cell.value {
                Value::Number(number) => assert!(number.is_finite()),
                Value::Text(text) => assert!(!text.is_empty()),
                Value::IsoDate(text) | Value::Error(text) => assert!(!text.is_empty()),
                Value::Boolean(_) | Value::NotCalculated => {}
            }
        }
        assert!(sheet.hidden_rows.is_sorted_by(|one, two| one < two), "hidden rows");
        assert!(sheet.hidden_columns.is_sorted_by(|one, two| one.1 + 1 < two.0), "hidden columns");
        for merge in &sheet.merges {
            is_within(merge.last);
            assert!(merge.first.row <= merge.last.row && merge.first.column <= merge.last.column);
        }
    }
}

/// Reads a workbook's sheets, fresh and after others were read, identifies it, and goes through the accounts.
pub fn read(workbook: Workbook, (lexicon, identifier): (&Lexicon, &Identifier), memory: &mut Memory) {
    let again = locate::batch(workbook.clone(), lexicon, &mut Memory::default());
    let batch = locate::batch(workbook, lexicon, memory);
    assert!(batch == again, "what was read before matters");
    is_balanced(&batch, lexicon);
    is_divided(batch, identifier);
}

/// The conservation account of a batch, and its references into the definition and into itself.
pub fn is_balanced(batch: &Batch, lexicon: &Lexicon) {
    let reading = &lexicon.reading;
    for sheet in &batch.sheets {
        assert_eq!(sheet.cells_read, sheet.dispositions.total(), "account of `{}`", sheet.name);
    }
    let is_sheet = |name: &str| batch.sheets.iter().any(|sheet| *sheet.name == *name);
    let is_report = |report: u32| report == 0 || (report as usize) < batch.reports.len();
    for fact in &batch.facts {
        is_within(fact.at);
        fact.until.into_iter().for_each(is_within);
        assert!(fact.until.is_none_or(|until| until >= fact.at));
        assert!((fact.indicator as usize) < reading.indicators.len());
        assert!(usize::from(fact.measure) < reading.measures.len());
        assert!(usize::from(fact.sheet) < batch.sheets.len() && is_report(fact.report));
        assert!(fact.multiplier >= 1, "{fact:?}");
    }
    assert!(batch.facts.is_sorted_by_key(|fact| (fact.sheet, fact.at, fact.until)), "order of facts");
    for flag in &batch.flags {
        assert_ne!(flag.check, Check::AccountUnbalanced);
        flag.place.cell.into_iter().for_each(is_within);
        assert!(flag.indicator.is_none_or(|indicator| (indicator as usize) < reading.indicators.len()));
        assert!(flag.report.is_none_or(is_report), "{flag:?}");
        let is_known = flag.place.sheet.as_deref().is_none_or(is_sheet);
        assert!(is_known || flag.check == Check::CellTwice, "{flag:?}");
    }
    for candidate in &batch.candidates {
        candidate.at.into_iter().for_each(is_within);
        assert!(candidate.report.is_none_or(is_report) && !candidate.text.is_empty(), "{candidate:?}");
        assert!(candidate.source == Candidate::HEADER || candidate.sheet.as_deref().is_none_or(is_sheet));
    }
    assert!(batch.labels.is_sorted_by(|one, two| one < two));
    assert!(batch.version.is_none_or(|version| usize::from(version) < reading.versions.len()));
    for (index, report) in (0u32..).zip(&batch.reports) {
        assert!(report.within.is_none_or(|around| around < index));
        assert!(report.sheet.is_none_or(|sheet| usize::from(sheet) < batch.sheets.len()));
        assert!(report.labels.is_sorted_by(|one, two| one < two));
    }
    for (index, sheet) in (0u16..).zip(&batch.sheets) {
        let accounts = batch.reports.iter().flat_map(|report| &report.accounts);
        let mut rest = sheet.dispositions;
        let mut own = Dispositions::default();
        accounts.filter(|(of, _)| *of == index).for_each(|(_, account)| own.add(account));
        rest.subtract(&own);
        assert_eq!(rest.total() + own.total(), sheet.cells_read, "accounts of reports in `{}`", sheet.name);
    }
    assert!(batch.records.is_sorted_by_key(|record| (record.sheet, record.at)));
    for record in &batch.records {
        is_within(record.at);
        assert!(is_report(record.report) && usize::from(record.form) < reading.sheets.len());
    }
}

/// No cell is lost and none is counted twice where a workbook is several reports.
pub fn is_divided(batch: Batch, identifier: &Identifier) {
    let (cells, account) = (batch.cells_read(), batch.dispositions());
    let submissions = identifier.submissions(batch, &provenance());
    assert!(!submissions.is_empty());
    let mut sum = Dispositions::default();
    submissions.iter().for_each(|submission| sum.add(&submission.batch.dispositions()));
    assert_eq!(sum, account);
    assert_eq!(submissions.iter().map(|submission| submission.batch.cells_read()).sum::<u64>(), cells);
}

/// Where a file is said to come from: its name tells a branch of one definition and a year.
pub fn provenance() -> Provenance {
    Provenance {
        relative: "Khối/SO01_BC Doan nam 2023.xlsx".to_owned(),
        sha256: "00".repeat(32),
        bytes: 1,
        received: None,
    }
}

fn is_within(at: Address) {
    assert!(at.row <= LAST_ROW && at.column <= LAST_COLUMN, "{at:?}");
}
