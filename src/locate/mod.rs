//! A workbook becomes a batch: tables are found by their texts wherever they stand, and every cell gets its disposition.
//!
//! Enters: a [`Workbook`] and the [`Lexicon`] of the definition's reading half. Leaves: a [`Batch`]. What goes wrong is a flag in
//! the batch: a sheet that is asked for and missing, a header that is not there, a label that nobody knows.

mod blocks;
mod candidates;
mod crosstab;
mod dates;
mod form;
mod header;
mod hidden;
mod labels;
mod meaning;
mod merges;
mod named;
mod reports;
mod sections;
mod sheet;
mod totals;
mod view;

#[cfg(test)]
mod fixtures;
#[cfg(test)]
mod tests;

use crate::clean::text;
use crate::model::flag::Place;
use crate::model::{Batch, Candidate, Check, Fact, Flag, Format, Report, SheetState, Workbook};
use crate::pipeline::{Layout, Reading, SheetForm};
use header::Headers;
use labels::Labels;
use std::collections::HashMap;

pub use meaning::Memory;

/// The reading half with the indexes that make each cell cost one lookup. Built once a run.
#[derive(Debug)]
pub struct Lexicon {
    /// The reading half.
    pub reading: Reading,
    labels: Labels,
    headers: Headers,
    sheet_names: HashMap<String, u16>,
    total_rows: HashMap<(u16, String), Vec<u32>>,
    candidates: candidates::Sources,
    own_units: Vec<Vec<String>>,
    crosstabs: crosstab::Words,
}

impl Lexicon {
    /// Indexes a reading half.
    pub fn new(reading: Reading) -> Self {
        Self {
            crosstabs: crosstab::Words::new(&reading),
            labels: Labels::new(&reading),
            headers: Headers::new(&reading),
            sheet_names: sheet_names(&reading.sheets),
            total_rows: total_rows(&reading.sheets),
            candidates: candidates::Sources::new(&reading),
            own_units: reading.indicators.iter().map(form::own_unit::words).collect(),
            reading,
        }
    }

    /// The sheet form that goes by a tab's name.
    fn form_named(&self, name: &str) -> Option<u16> {
        self.sheet_names.get(&text::fold(name)).copied()
    }

    /// The words for an indicator's base unit, where the form asks in a multiple of it.
    fn own_units(&self, indicator: u32) -> &[String] {
        self.own_units.get(indicator as usize).map_or(&[], Vec::as_slice)
    }

    /// What a declared total row sums.
    fn total_row(&self, form: u16, label: &str) -> Option<&[u32]> {
        self.total_rows.get(&(form, text::fold(labels::bare(label)))).map(Vec::as_slice)
    }
}

fn sheet_names(sheets: &[SheetForm]) -> HashMap<String, u16> {
    let mut names = HashMap::new();
    for (index, sheet) in (0u16..).zip(sheets) {
        sheet.named.iter().for_each(|name| _ = names.entry(text::fold(name)).or_insert(index));
    }
    names
}

fn total_rows(sheets: &[SheetForm]) -> HashMap<(u16, String), Vec<u32>> {
    let mut rows = HashMap::new();
    for (index, sheet) in (0u16..).zip(sheets) {
        let Layout::Form(layout) = &sheet.layout else { continue };
        for total in &layout.totals {
            let keys = total.labels.iter().map(|label| (index, text::fold(label)));
            keys.for_each(|key| _ = rows.insert(key, total.sums.clone()));
        }
    }
    rows
}

/// What has been found in a workbook so far.
#[derive(Debug, Default)]
pub struct Found {
    /// Values.
    pub facts: Vec<Fact>,
    /// What is wrong.
    pub flags: Vec<Flag>,
    /// What may say whose report it is.
    pub candidates: Vec<Candidate>,
    /// Indicators whose rows were found, blank or not.
    pub labels: Vec<u32>,
    /// Sheet forms that were found.
    pub forms: Vec<u16>,
    /// The reports that the workbook holds.
    pub reports: Vec<Report>,
    /// The report that is being read; index into `reports`, 0 where none is open. Changed by
    /// `open_report`, `report_of` and `enter` only.
    pub report: u32,
    ledger: reports::Ledger,
}

/// Everything that a workbook says.
pub fn batch(workbook: Workbook, lexicon: &Lexicon, memory: &mut Memory) -> Batch {
    let mut found = Found::default();
    let sheets = workbook
        .sheets
        .iter()
        .enumerate()
        .map(|(index, _)| sheet::read(&workbook, index, lexicon, memory, &mut found))
        .collect();
    flag_missing_sheets(&workbook, lexicon, &mut found);
    found.close();
    found.labels.sort_unstable();
    found.labels.dedup();
    let mut flags = workbook.flags;
    flags.append(&mut found.flags);
    let batch = Batch {
        format: Some(workbook.format),
        reader: workbook.reader,
        sheets,
        facts: found.facts,
        flags,
        candidates: found.candidates,
        labels: found.labels,
        reports: found.reports,
        properties: workbook.properties,
    };
    balanced(batch)
}

/// A batch that holds nothing but the flag that keeps its file out.
pub fn refused(flag: Flag) -> Batch {
    Batch { flags: vec![flag], ..Batch::default() }
}

/// Keeps a workbook out whose two counts differ: a fault of this program must not become a wrong total.
fn balanced(mut batch: Batch) -> Batch {
    for sheet in &batch.sheets {
        let accounted = sheet.dispositions.total();
        if accounted != sheet.cells_read {
            let flag =
                Flag::new(Check::AccountUnbalanced, Place::sheet(&sheet.name), sheet.cells_read.to_string());
            batch.flags.push(flag.expected(accounted.to_string()));
        }
    }
    batch
}

/// Flags each required sheet form that no sheet was read as.
fn flag_missing_sheets(workbook: &Workbook, lexicon: &Lexicon, found: &mut Found) {
    let is_flagged = found.flags.iter().any(|flag| flag.check == Check::HeaderNotFound);
    let is_found = |index: u16| found.forms.contains(&index);
    let forms = || (0u16..).zip(&lexicon.reading.sheets);
    let is_any_found = !found.forms.is_empty() || is_flagged;
    let missing: Vec<&SheetForm> = forms()
        .filter(|(index, form)| form.is_required && !is_found(*index) || !is_any_found)
        .map(|(_, form)| form)
        .collect();
    // One flag: a workbook without any table lacks them all for the same reason.
    if missing.is_empty() {
        return;
    }
    let shown = workbook.sheets.iter().filter(|sheet| sheet.state == SheetState::Visible);
    let names: Vec<&str> = shown.map(|sheet| &*sheet.name).collect();
    let wanted: Vec<&str> =
        missing.iter().map(|form| form.named.first().map_or(form.id.as_str(), String::as_str)).collect();
    let here = if workbook.format == Format::Csv { "csv".to_owned() } else { names.join("; ") };
    found.flags.push(Flag::new(Check::SheetMissing, Place::file(), here).expected(wanted.join("; ")));
}
