//! What a row is: its label, code and unit, and what they make of it.

use super::Table;
use crate::locate::header::{Column, Role};
use crate::locate::meaning::Meaning;
use crate::locate::sections::Sections;
use crate::locate::view::{Row, View};
use crate::model::Value;
use std::sync::Arc;

/// A row's label as the table shows it.
pub struct RowLabel {
    /// Position of the label cell.
    pub position: Option<usize>,
    /// The tidied text.
    pub text: Arc<str>,
    /// Whether the code column holds anything.
    has_code: bool,
    /// The indicators behind the code.
    code: Vec<u32>,
    /// The text of the unit column, or of the parentheses behind the label.
    pub unit: String,
}

impl RowLabel {
    /// The label of a row whose cells were found in another way than by a header over labels.
    pub fn of(text: Arc<str>, unit: String) -> Self {
        Self { position: None, text, has_code: false, code: Vec::new(), unit }
    }

    /// The unit of a row: what its unit column holds, else what stands in parentheses behind its label.
    pub fn unit_of(label: &str, column: &str) -> String {
        if column.is_empty() { parenthesised(label).to_owned() } else { column.to_owned() }
    }

    /// What the label means.
    pub fn meaning<'v>(&self, view: &'v View) -> Option<&'v Meaning> {
        view.meaning(self.position?)
    }
}

/// What a row turned out to be.
pub enum Kind {
    /// An indicator.
    Indicator(u32),
    /// A heading.
    Heading(Arc<str>),
    /// A total, with what it sums where the definition says so.
    Total(Option<Vec<u32>>),
    /// Opens parts of the row above.
    OfWhich,
    /// Any of these indicators.
    Ambiguous(Vec<u32>),
    /// A label that nobody knows.
    Unknown,
    /// Nothing to read.
    Blank,
}

/// The label, code and unit cells of a row.
pub fn row_label(table: &Table, view: &View, row: &Row) -> RowLabel {
    let in_column = |column: Option<&Column>| {
        let column = column?;
        view.cells(row)
            .find(|(position, cell)| {
                (column.first..=column.last).contains(&cell.at.column) && !view.text(*position).is_empty()
            })
            .map(|(position, _)| position)
    };
    let text_of = |position: Option<usize>| position.map_or("", |position| view.text(position));
    let position = in_column(table.header.column(Role::Label));
    let text =
        position.and_then(|position| view.meaning(position)).map_or_else(|| "".into(), |m| m.tidy.clone());
    let unit = RowLabel::unit_of(&text, text_of(in_column(table.header.column(Role::Unit))));
    let (has_code, code) = code(table, view, row);
    RowLabel { position, text, has_code, code, unit }
}

/// Whether the code column holds anything, and the indicators behind it. A spreadsheet may have turned `02` into the number 2.
fn code(table: &Table, view: &View, row: &Row) -> (bool, Vec<u32>) {
    let column = table.header.column(Role::Code);
    let Some(position) = column.and_then(|column| view.position(row, column.first)) else {
        return (false, Vec::new());
    };
    let labels = &table.lexicon.labels;
    let found = match view.cell(position).map(|cell| &cell.value) {
        Some(Value::Number(number)) => labels.by_number(*number),
        _ => labels.by_code(view.text(position)),
    };
    (true, found.unwrap_or_default().to_vec())
}

/// What stands in parentheses at the end of a label, where it is a unit.
fn parenthesised(label: &str) -> &str {
    let Some((_, rest)) = label.rsplit_once('(') else { return "" };
    rest.strip_suffix(')').unwrap_or("")
}

/// Whether a row has anything in a value column.
pub fn has_values(table: &Table, view: &View, row: &Row) -> bool {
    table.header.values().any(|(column, _)| view.position(row, column.first).is_some())
}

/// Decides what a row is.
pub fn classify(table: &Table, view: &View, label: &RowLabel, sections: &Sections, has_values: bool) -> Kind {
    if label.text.is_empty() && !label.has_code {
        return if has_values { Kind::Unknown } else { Kind::Blank };
    }
    let meaning = label.meaning(view);
    if !has_values && meaning.is_some_and(|meaning| meaning.heading(table.lexicon).is_some()) {
        return Kind::Heading(label.text.clone());
    }
    match indicator_of(table, label, meaning, sections) {
        Some(Ok(indicator)) => return Kind::Indicator(indicator),
        Some(Err(candidates)) if has_values => return Kind::Ambiguous(candidates),
        _ => {}
    }
    if let Some(sums) = table.lexicon.total_row(table.header.form, &label.text) {
        return Kind::Total(Some(sums.to_vec()));
    }
    let words = meaning.map(|meaning| meaning.row_words(table.lexicon));
    if words.is_some_and(|words| words.is_total) {
        return Kind::Total(None);
    }
    if !has_values {
        return if words.is_some_and(|words| words.is_of_which) {
            Kind::OfWhich
        } else {
            Kind::Heading(label.text.clone())
        };
    }
    Kind::Unknown
}

/// The indicator of a row: one, or the candidates that nothing decides between.
fn indicator_of(
    table: &Table,
    label: &RowLabel,
    meaning: Option<&Meaning>,
    sections: &Sections,
) -> Option<Result<u32, Vec<u32>>> {
    let by_code = (!label.code.is_empty()).then_some(label.code.as_slice());
    let by_label = meaning.and_then(|meaning| meaning.label(table.lexicon));
    match (by_code, by_label) {
        // A code whose label is another indicator's: one of the two was moved, and nobody knows which.
        (Some(code), Some((_, named))) if !code.iter().any(|index| named.contains(index)) => {
            Some(Err(code.iter().chain(named).copied().collect()))
        }
        (Some(code), _) => Some(sections.choose(table.reading(), table.header.form, code)),
        (None, Some((_, named))) => Some(sections.choose(table.reading(), table.header.form, named)),
        (None, None) => None,
    }
}
