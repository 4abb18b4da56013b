//! `tonghop inspect`: what the reader sees in a file.

use super::options::Inspect;
use super::{FAILED, FLAGGED, USAGE, messages, terminal};
use crate::isolation::Readers;
use crate::locate::{self, Lexicon, Memory};
use crate::model::fact::FactValue;
use crate::model::{Address, Batch, Bound, Candidate, Cell, Flag, Sheet, SheetState, Value, Workbook};
use crate::pipeline::{self, Definition, Limits, Reading};
use crate::run::bytes_of;
use std::collections::HashSet;
use std::fmt::Write;

/// Characters of a cell that are shown.
const CELL_WIDTH: usize = 28;

/// Runs the command.
pub fn run(options: &Inspect) -> u8 {
    let definition = match options.pipeline.as_deref().map(pipeline::load).transpose() {
        Ok(definition) => definition,
        Err(error) => {
            terminal::drawing(&error.drawn(terminal::is_colour_wanted()));
            return USAGE;
        }
    };
    // What the operator names may be a link.
    let file = match options.file.canonicalize() {
        Ok(file) => file,
        Err(error) => {
            terminal::message(&format!("tonghop: {}: {error}", options.file.display()));
            return USAGE;
        }
    };
    let limits = definition.as_ref().map_or_else(Limits::default, |known| known.reading.limits.clone());
    let bytes = match bytes_of(&file, &limits) {
        Ok(bytes) => bytes,
        Err(refused) => return told(&refused.0),
    };
    let read = super::isolation()
        .and_then(|of| Readers::new(&of, &Reading::of_nothing(limits.clone()))?.workbook(&bytes, &limits));
    let read = match read {
        Ok(read) => read,
        Err(error) => {
            terminal::message(&format!("tonghop: {error}"));
            return FAILED;
        }
    };
    match read {
        Ok(workbook) => terminal::data(&shown(&workbook, definition, options.rows)),
        Err(flag) => told(&flag),
    }
}

/// Why the file is not shown.
fn told(flag: &Flag) -> u8 {
    terminal::message(&format!("{}: {} {}", flag.check.code(), flag.found, flag.check.entry().meaning));
    FLAGGED
}

fn shown(workbook: &Workbook, definition: Option<Definition>, rows: usize) -> String {
    let mut text = String::new();
    // Writing to a String cannot fail.
    let _ = writeln!(text, "{}, read by: {}", workbook.format.as_str(), workbook.reader);
    if workbook.is_1904 {
        text.push_str("dates count from 1904\n");
    }
    for sheet in &workbook.sheets {
        text.push_str(&sheet_shown(workbook, sheet, rows));
    }
    for flag in &workbook.flags {
        let cell = flag.place.cell.map(|cell| cell.to_string()).unwrap_or_default();
        let sheet = messages::clean(flag.place.sheet.as_deref().unwrap_or(""));
        let _ = writeln!(text, "! {} {sheet} {cell} {}", flag.check.code(), messages::clean(&flag.found));
    }
    if let Some(definition) = definition {
        text.push_str(&tables_shown(workbook, definition));
    }
    text
}

fn sheet_shown(workbook: &Workbook, sheet: &Sheet, rows: usize) -> String {
    let state = match sheet.state {
        SheetState::Visible => "",
        SheetState::Hidden => " (hidden)",
        SheetState::VeryHidden => " (very hidden)",
    };
    let mut text = format!("\n{}{state}: {} cells", messages::clean(&sheet.name), sheet.cells_read);
    if let Some((first, last)) = used_range(&sheet.cells) {
        let _ = write!(text, ", {first}:{last}");
    }
    if !sheet.merges.is_empty() {
        let _ = write!(text, ", {} merged", sheet.merges.len());
    }
    if !sheet.hidden_rows.is_empty() {
        let numbers: Vec<String> =
            sheet.hidden_rows.iter().take(20).map(|row| (row + 1).to_string()).collect();
        let _ = write!(text, ", hidden rows {}", numbers.join(" "));
    }
    if !sheet.hidden_columns.is_empty() {
        let _ = write!(text, ", {} hidden column ranges", sheet.hidden_columns.len());
    }
    text.push('\n');
    text.push_str(&first_rows(workbook, sheet, rows));
    text
}

/// The rectangle around all cells.
fn used_range(cells: &[Cell]) -> Option<(Address, Address)> {
    let rows = cells.iter().map(|cell| cell.at.row);
    let columns = cells.iter().map(|cell| cell.at.column);
    let first = Address::new(rows.clone().min()?, columns.clone().min()?);
    Some((first, Address::new(rows.max()?, columns.max()?)))
}

fn first_rows(workbook: &Workbook, sheet: &Sheet, rows: usize) -> String {
    let mut text = String::new();
    let mut shown = 0;
    let mut row = None;
    for cell in &sheet.cells {
        if row != Some(cell.at.row) {
            if shown == rows {
                break;
            }
            shown += 1;
            row = Some(cell.at.row);
            text.push_str(if text.is_empty() { "  " } else { "\n  " });
        }
        let _ = write!(text, "{}={}  ", cell.at, cell_shown(workbook, cell));
    }
    if !text.is_empty() {
        text.push('\n');
    }
    text
}

fn cell_shown(workbook: &Workbook, cell: &Cell) -> String {
    let text = match &cell.value {
        Value::Number(number) => number.to_string(),
        Value::Text(text) => format!("“{}”", messages::clean(text)),
        Value::Boolean(is_true) => is_true.to_string(),
        Value::IsoDate(date) => messages::clean(date),
        Value::Error(error) => messages::clean(error),
        Value::NotCalculated => "(not calculated)".to_owned(),
    };
    let mut shown: String = text.chars().take(CELL_WIDTH).collect();
    if text.chars().count() > CELL_WIDTH {
        shown.push('…');
    }
    if cell.is_formula {
        shown.push_str(" [formula]");
    }
    if let Some(style) = workbook.styles.get(cell.style as usize).filter(|style| style.is_date) {
        let _ = write!(shown, " [{}]", messages::clean(&style.number_format));
    }
    shown
}

/// Which tables a definition finds, and what it reads from them.
fn tables_shown(workbook: &Workbook, definition: Definition) -> String {
    let lexicon = Lexicon::new(definition.reading);
    let batch = locate::batch(workbook.clone(), &lexicon, &mut Memory::default());
    let mut text = String::from("\n");
    for sheet in &batch.sheets {
        let form = sheet.read_as.and_then(|at| lexicon.reading.sheets.get(usize::from(at)));
        let read_as = form.map_or("not read", |form| form.id.as_str());
        let account = sheet.dispositions;
        let _ = writeln!(
            text,
            "{}: {read_as}; {} facts, {} structure, {} ignored, {} rejected",
            messages::clean(&sheet.name),
            account.fact,
            account.structure,
            account.ignored(),
            account.rejected
        );
    }
    if let Some(version) = batch.version.and_then(|at| lexicon.reading.versions.get(usize::from(at))) {
        let _ = writeln!(text, "version of the form: {}", messages::clean(&version.id));
    }
    for candidate in batch.candidates.iter().filter(|candidate| candidate.report.is_none()) {
        text.push_str(&candidate_shown(candidate));
    }
    for (at, report) in (0u32..).zip(&batch.reports).skip(1) {
        let sheet = report.sheet.and_then(|sheet| batch.sheets.get(usize::from(sheet)));
        let sheet = messages::clean(sheet.map_or("", |sheet| &sheet.name));
        let block = report.at.map_or(String::new(), |at| format!("!{at}"));
        let facts = batch.facts.iter().filter(|fact| fact.report == at).count();
        let _ = writeln!(text, "report {sheet}{block}: {} rows, {facts} facts", report.labels.len());
        for candidate in batch.candidates.iter().filter(|candidate| candidate.report == Some(at)) {
            let _ = write!(text, "  {}", candidate_shown(candidate));
        }
    }
    for fact in &batch.facts {
        let indicator = lexicon.reading.indicators.get(fact.indicator as usize);
        let id = indicator.map_or("?", |known| known.id.as_str());
        let sheet = batch.sheets.get(usize::from(fact.sheet)).map_or("", |sheet| &*sheet.name);
        let (sheet, raw) = (messages::clean(sheet), messages::clean(&fact.raw));
        let _ = writeln!(text, "  {sheet}!{} {id} = {} (“{raw}”)", fact.at, value_shown(&fact.value));
    }
    text.push_str(&additions_shown(&batch));
    text
}

/// What to add to pipeline.toml for the labels and columns that nobody knows, each once.
fn additions_shown(batch: &Batch) -> String {
    let mut text = String::new();
    let mut seen = HashSet::new();
    for flag in &batch.flags {
        let Some(toml) = flag.toml.as_deref().filter(|toml| seen.insert(*toml)) else { continue };
        if text.is_empty() {
            text.push_str("\nto add to pipeline.toml:\n");
        }
        let (sheet, found) = (flag.place.sheet.as_deref().unwrap_or(""), messages::clean(&flag.found));
        let cell = flag.place.cell.map(|cell| cell.to_string()).unwrap_or_default();
        let _ =
            writeln!(text, "\n# {} {}!{cell}: {found}\n{toml}", flag.check.code(), messages::clean(sheet));
    }
    text
}

/// What may say whose report it is, with its cell.
fn candidate_shown(candidate: &Candidate) -> String {
    let place = candidate.at.map(|at| at.to_string()).unwrap_or_default();
    format!("{:?} candidate {place}: {}\n", candidate.kind, messages::clean(&candidate.text))
}

/// A value as a person writes it.
fn value_shown(value: &FactValue) -> String {
    match value {
        FactValue::Amount(amount, Bound::Exact) => amount.to_string(),
        FactValue::Amount(amount, bound) => format!("{amount} ({})", bound.as_str()),
        FactValue::Text(text) => messages::clean(text),
        FactValue::Date(date) => date.to_string(),
        FactValue::None => "none".to_owned(),
    }
}
