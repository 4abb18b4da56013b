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
mod strays;
mod table;
mod totals;
mod versions;
mod view;

#[cfg(test)]
mod fixtures;
#[cfg(test)]
mod tests;

use crate::clean::text;
use crate::model::flag::Place;
use crate::model::map::Map;
use crate::model::{Batch, Candidate, Check, Fact, Flag, Format, Record, Report, SheetState, Workbook};
use crate::pipeline::{Layout, Reading, SheetForm};
use header::Headers;
use labels::Labels;

pub use meaning::Memory;

/// The reading half with the indexes that make each cell cost one lookup. Built once a run.
#[derive(Debug)]
pub struct Lexicon {
    /// The reading half.
    pub reading: Reading,
    labels: Labels,
    headers: Headers,
    sheet_names: Map<String, u16>,
    total_rows: Vec<Map<String, Vec<u32>>>,
    candidates: candidates::Sources,
    tellers: versions::Tellers,
    own_units: Vec<Vec<String>>,
    tables: table::Plans,
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
            tellers: versions::Tellers::new(&reading),
            tables: table::Plans::new(&reading),
            own_units: reading.indicators.iter().map(form::own_unit::words).collect(),
            reading,
        }
    }

    /// Whether a sheet of this name is asked for.
    pub fn is_named(&self, name: &str) -> bool {
        self.form_named(name).is_some()
    }

    /// Whether a text may belong to a table that is asked for, or say whose report it is.
    pub fn is_telling(&self, text: &str) -> bool {
        let tidy = text::tidy(text).0;
        if tidy.len() > LONGEST_TELLING {
            return false;
        }
        let key = text::fold(&tidy);
        let is_header = || !self.headers.roles(&tidy, &key).is_empty() || self.tables.is_piece(&key);
        let is_word = || self.candidates.is_label(&key) || self.crosstabs.is_known(&tidy, &key);
        !key.is_empty() && (is_header() || is_word())
    }

    /// The sheet form that goes by a tab's name.
    fn form_named(&self, name: &str) -> Option<u16> {
        self.sheet_names.get(&text::fold(name)).copied()
    }

    /// The words for an indicator's base unit, where the form asks in a multiple of it.
    fn own_units(&self, indicator: u32) -> &[String] {
        self.own_units.get(indicator as usize).map_or(&[], Vec::as_slice)
    }

    /// What a declared total row sums, by the key of its bare label.
    fn total_row(&self, form: u16, bare_key: &str) -> Option<&[u32]> {
        self.total_rows.get(usize::from(form))?.get(bare_key).map(Vec::as_slice)
    }
}

fn sheet_names(sheets: &[SheetForm]) -> Map<String, u16> {
    let mut names = Map::default();
    for (index, sheet) in (0u16..).zip(sheets) {
        sheet.named.iter().for_each(|name| _ = names.entry(text::fold(name)).or_insert(index));
    }
    names
}

/// For each sheet form its declared total rows, by the keys of their labels.
fn total_rows(sheets: &[SheetForm]) -> Vec<Map<String, Vec<u32>>> {
    let of_sheet = |sheet: &SheetForm| {
        let Layout::Form(layout) = &sheet.layout else { return Map::default() };
        let labelled =
            layout.totals.iter().flat_map(|total| total.labels.iter().map(move |label| (label, total)));
        labelled.map(|(label, total)| (text::fold(label), total.sums.clone())).collect()
    };
    sheets.iter().map(of_sheet).collect()
}

/// Longer texts are no headers and no labels of answers.
const LONGEST_TELLING: usize = 500;

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
    /// Records that are kept.
    pub records: Vec<Record>,
    /// What records come to, so far.
    pub sums: table::Sums,
    /// The names of the sheets.
    pub sheet_names: Vec<Box<str>>,
    /// Measures that a table has a column of.
    pub measures: Vec<u16>,
    /// Versions of the form that a text tells.
    pub versions: Vec<u16>,
    /// Pieces of TOML drafted for what nobody knows.
    pub drafts: usize,
}

/// Everything that a workbook says.
pub fn batch(workbook: Workbook, lexicon: &Lexicon, memory: &mut Memory) -> Batch {
    let sheet_names = workbook.sheets.iter().map(|sheet| sheet.name.clone()).collect();
    let mut found = Found { sheet_names, ..Found::default() };
    let sheets = workbook
        .sheets
        .iter()
        .enumerate()
        .map(|(index, _)| sheet::read(&workbook, index, lexicon, memory, &mut found))
        .collect();
    flag_missing_sheets(&workbook, lexicon, &mut found);
    table::Sums::settle(&mut found);
    // Each layout reads its tables in turn, wherever they stand in the sheet.
    found.facts.sort_by_key(|fact| (fact.sheet, fact.at, fact.until));
    found.records.sort_by_key(|record| (record.sheet, record.at));
    found.close();
    strays::settle(&workbook, &mut found);
    found.labels.sort_unstable();
    found.labels.dedup();
    let version = versions::recognised(&lexicon.reading, &found);
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
        version,
        reports: found.reports,
        records: found.records,
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
    let is_flagged =
        found.flags.iter().any(|flag| matches!(flag.check, Check::HeaderNotFound | Check::ColumnMissing));
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
