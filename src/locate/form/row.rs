//! What a row is: its label, code and unit, and what they make of it.

use super::outline::{Shape, shape};
use super::printed::Perhaps;
use super::{Course, Table, printed};
use crate::locate::header::Role;
use crate::locate::meaning::Meaning;
use crate::locate::sections::Sections;
use crate::locate::view::{Row, View};
use crate::model::Value;
use std::sync::Arc;

/// A row's label as the table shows it.
#[derive(Clone, Debug)]
pub struct RowLabel {
    /// Position of the label cell.
    pub position: Option<usize>,
    /// The tidied text.
    pub text: Arc<str>,
    /// Texts in label columns further left: headings that the row opens before its own label.
    pub headings: Vec<usize>,
    /// How deep the label stands.
    pub shape: Shape,
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
        let shape = Shape::default();
        Self { position: None, text, headings: Vec::new(), shape, has_code: false, code: Vec::new(), unit }
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
    Heading,
    /// A total, with what it sums where the definition says so.
    Total(Option<Vec<u32>>),
    /// `Total income`: a total if it is the sum of rows around it, else a label that nobody knows.
    PerhapsTotal(Perhaps),
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
    let (position, headings) = label_cells(table, view, row);
    let text =
        position.and_then(|position| view.meaning(position)).map_or_else(|| "".into(), |m| m.tidy.clone());
    let unit_cell = table.header.column(Role::Unit).and_then(|column| {
        view.position(row, column.first).filter(|position| !view.text(*position).is_empty())
    });
    let unit = RowLabel::unit_of(&text, unit_cell.map_or("", |position| view.text(position)));
    let (has_code, code) = code(table, view, row);
    let shape = position.map(|position| shape(view, row, position)).unwrap_or_default();
    RowLabel { position, text, headings, shape, has_code, code, unit }
}

/// The cell of a row's label, and the cells of headings in label columns further left.
///
/// Labels may be spread over several columns, a column a level: the label is the last text that the definition knows, else the last. Where the label
/// columns hold none, a section's title or a total may stand further left, merged with the column of numbers.
fn label_cells(table: &Table, view: &View, row: &Row) -> (Option<usize>, Vec<usize>) {
    let Some(column) = table.header.column(Role::Label) else { return (None, Vec::new()) };
    let text_in = |column: u32| view.position(row, column).filter(|&at| !view.text(at).is_empty());
    if let Some(only) = text_in(column.first).filter(|_| column.first == column.last) {
        return (Some(only), Vec::new());
    }
    let is_word = |position: usize| view.meaning(position).is_none_or(|meaning| meaning.outline().is_none());
    let in_columns = |first: u32, last: u32| {
        let cells = view.cells(row).filter(move |(_, cell)| (first..=last).contains(&cell.at.column));
        cells.map(|(position, _)| position).filter(|&position| !view.text(position).is_empty())
    };
    let texts: Vec<usize> = in_columns(column.first, column.last).collect();
    if let [only] = texts.as_slice() {
        return (Some(*only), Vec::new());
    }
    let words = || texts.iter().copied().filter(|&position| is_word(position));
    let known = words().rfind(|&position| is_known(table, view, position));
    if let Some(label) = known.or_else(|| words().next_back()).or(texts.first().copied()) {
        return (Some(label), words().filter(|&position| position < label).collect());
    }
    let is_free = |position: &usize| {
        let at = view.cell(*position).map_or(0, |cell| cell.at.column);
        !table.header.columns.iter().any(|column| (column.first..=column.last).contains(&at))
    };
    let before = column.first.checked_sub(1).map(|last| in_columns(0, last));
    let is_title = |position: &usize| view.text(*position).chars().filter(|c| c.is_alphabetic()).count() > 2;
    let left = before.and_then(|texts| {
        texts.filter(is_free).filter(is_title).filter(|&position| is_word(position)).last()
    });
    (left, Vec::new())
}

/// Whether the definition knows a text as a label, a heading, or a word that structures a table.
fn is_known(table: &Table, view: &View, position: usize) -> bool {
    view.meaning(position).is_some_and(|meaning| {
        let words = meaning.row_words(table.lexicon);
        meaning.label(table.lexicon).is_some()
            || !meaning.heading(table.lexicon).is_empty()
            || words.is_total
            || words.is_of_which
    })
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
        _ => view.meaning(position).map(|meaning| meaning.code(table.lexicon)),
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
pub fn classify(table: &Table, view: &View, label: &RowLabel, course: &Course, has_values: bool) -> Kind {
    if label.text.is_empty() && !label.has_code {
        return if has_values { Kind::Unknown } else { Kind::Blank };
    }
    let meaning = label.meaning(view);
    if !has_values && meaning.is_some_and(|meaning| !meaning.heading(table.lexicon).is_empty()) {
        return Kind::Heading;
    }
    match indicator_of(table, label, meaning, &course.sections) {
        Some(Ok(indicator)) => return Kind::Indicator(indicator),
        Some(Err(candidates)) if has_values => return Kind::Ambiguous(candidates),
        _ => {}
    }
    if let Some(sums) =
        meaning.and_then(|meaning| table.lexicon.total_row(table.header.form, meaning.bare_key()))
    {
        return Kind::Total(Some(sums.to_vec()));
    }
    let words = meaning.map(|meaning| meaning.row_words(table.lexicon));
    if words.is_some_and(|words| words.is_total) {
        return Kind::Total(None);
    }
    if !has_values {
        return if words.is_some_and(|words| words.is_of_which) { Kind::OfWhich } else { Kind::Heading };
    }
    match printed::section_of(&label.text, table.reading().locale) {
        Some(section) if course.has_heading(&section) => Kind::PerhapsTotal(Perhaps::Section),
        Some(_) => Kind::PerhapsTotal(Perhaps::Label),
        None => Kind::Unknown,
    }
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
        (Some(code), _) => Some(sections.choose(table.lexicon, table.header.form, code)),
        (None, Some((_, named))) => Some(sections.choose(table.lexicon, table.header.form, named)),
        (None, None) => None,
    }
}
