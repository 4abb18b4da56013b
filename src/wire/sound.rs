//! Whether a batch that was decoded can be worked with: what a reader of this program never delivers must not reach the later stages.
//!
//! Enters: a batch; for [`fits`] the reading half that it is said to have been read by. Leaves: nothing, or the first thing that cannot be: an
//! index that leads nowhere, reports that stand around each other in a circle, counts and amounts whose sums would overflow.

use super::WireError;
use crate::model::fact::FactValue;
use crate::model::{Amount, Batch, Candidate, Dispositions, Fact, Flag, Record, Report};
use crate::pipeline::{Layout, Reading};

/// Cells of a workbook: a sheet of Excel has fewer than 2^35. Sums over 16 thousand such workbooks fit in 64 bits.
const MOST_CELLS: u64 = 1 << 50;
/// Billionths of an amount. Twenty million cells of the largest amount that a cell may hold add up to less; a thousand of these still fit.
const MOST_BILLIONTHS: u128 = 100_000_000_000_000_000_000_000_000_000_000_000;

type Checked = Result<(), WireError>;

fn must(holds: bool, what: &'static str) -> Checked {
    if holds { Ok(()) } else { Err(WireError::Unsound(what)) }
}

/// Checks what a batch says of itself.
pub(super) fn check(batch: &Batch) -> Checked {
    let places = Places { sheets: batch.sheets.len(), reports: batch.reports.len() };
    must(places.sheets <= usize::from(u16::MAX) + 1, "sheets")?;
    batch.facts.iter().try_for_each(|fact| places.check_fact(fact))?;
    batch.flags.iter().try_for_each(|flag| places.check_flag(flag))?;
    batch.candidates.iter().try_for_each(|candidate| places.check_report(candidate.report))?;
    (0..).zip(&batch.reports).try_for_each(|(at, report)| places.check_around(at, report))?;
    batch.records.iter().try_for_each(|record| places.check_record(record))?;
    let of_sheets = batch.sheets.iter().map(|sheet| &sheet.dispositions);
    let of_reports = batch.reports.iter().flat_map(|report| report.accounts.iter().map(|(_, own)| own));
    let read = batch.sheets.iter().fold(0, |sum: u64, sheet| sum.saturating_add(sheet.cells_read));
    must(read <= MOST_CELLS, "cells")?;
    must(of_sheets.fold(0, plus) <= MOST_CELLS && of_reports.fold(0, plus) <= MOST_CELLS, "account")
}

fn plus(sum: u64, account: &Dispositions) -> u64 {
    let Dispositions { fact, structure, another_sheet, outside_table, note, rejected } = *account;
    [fact, structure, another_sheet, outside_table, note, rejected].into_iter().fold(sum, u64::saturating_add)
}

/// How many sheets and reports there are.
struct Places {
    sheets: usize,
    reports: usize,
}

impl Places {
    fn has_sheet(&self, sheet: u16) -> bool {
        usize::from(sheet) < self.sheets
    }

    /// Where a workbook is one report, there is no list, and everything is in report 0.
    fn has_report(&self, report: u32) -> bool {
        (report as usize) < self.reports.max(1)
    }

    fn check_report(&self, report: Option<u32>) -> Checked {
        must(report.is_none_or(|report| self.has_report(report)), "report")
    }

    fn check_fact(&self, fact: &Fact) -> Checked {
        must(self.has_sheet(fact.sheet), "sheet of a fact")?;
        must(self.has_report(fact.report), "report of a fact")?;
        match fact.value {
            FactValue::Amount(amount, _) => must(is_bearable(amount), "amount"),
            _ => Ok(()),
        }
    }

    /// Rules, decisions and statistics come later: a flag of a reader has none.
    fn check_flag(&self, flag: &Flag) -> Checked {
        let of_evidence =
            [flag.evidence.lower, flag.evidence.upper, flag.evidence.score, flag.evidence.threshold];
        let amounts = of_evidence.into_iter().chain([flag.suggested]).flatten();
        must(amounts.into_iter().all(is_bearable), "amount")?;
        must(flag.rule.is_none() && flag.line.is_none(), "flag of a later stage")?;
        self.check_report(flag.report)
    }

    /// What stands around a report comes before it: no way from one to the next leads back.
    fn check_around(&self, at: u32, report: &Report) -> Checked {
        must(report.within.is_none_or(|around| around < at), "report within a later one")?;
        let sheets = report.sheet.into_iter().chain(report.accounts.iter().map(|(sheet, _)| *sheet));
        must(sheets.into_iter().all(|sheet| self.has_sheet(sheet)), "sheet of a report")
    }

    fn check_record(&self, record: &Record) -> Checked {
        must(self.has_sheet(record.sheet) && self.has_report(record.report), "place of a record")
    }
}

fn is_bearable(amount: Amount) -> bool {
    amount.scaled().unsigned_abs() <= MOST_BILLIONTHS
}

/// Checks that a batch speaks of nothing but what a reading half has.
///
/// # Errors
/// Where an indicator, a measure, a sheet, a version, a column or a source is none of the definition's.
pub fn fits(batch: &Batch, reading: &Reading) -> Result<(), WireError> {
    let has_indicator = |indicator: u32| (indicator as usize) < reading.indicators.len();
    let has_measure = |measure: u16| usize::from(measure) < reading.measures.len();
    let has_form = |form: u16| usize::from(form) < reading.sheets.len();
    let of_facts = |fact: &Fact| has_indicator(fact.indicator) && has_measure(fact.measure);
    must(batch.facts.iter().all(of_facts), "indicator of a fact")?;
    // A flag about no indicator has measure 0, which may stand for none.
    let of_flags = |flag: &Flag| {
        flag.indicator.is_none_or(has_indicator) && (flag.measure == 0 || has_measure(flag.measure))
    };
    must(batch.flags.iter().all(of_flags), "indicator of a flag")?;
    let labels = batch.labels.iter().chain(batch.reports.iter().flat_map(|report| &report.labels));
    must(labels.copied().all(has_indicator), "label")?;
    let forms = batch.reports.iter().flat_map(|report| report.forms.iter().copied());
    must(forms.chain(batch.sheets.iter().filter_map(|sheet| sheet.read_as)).all(has_form), "sheet form")?;
    must(batch.version.is_none_or(|version| usize::from(version) < reading.versions.len()), "version")?;
    let has_source = |candidate: &Candidate| {
        let sources = reading.sources_of(candidate.kind).len();
        candidate.source == Candidate::HEADER || usize::from(candidate.source) < sources
    };
    must(batch.candidates.iter().all(has_source), "source")?;
    let columns =
        |record: &Record| match reading.sheets.get(usize::from(record.form)).map(|form| &form.layout) {
            Some(Layout::Table(table)) => Some(table.columns.len()),
            _ => None,
        };
    must(
        batch.records.iter().all(|record| columns(record) == Some(record.values.len())),
        "columns of a record",
    )
}
