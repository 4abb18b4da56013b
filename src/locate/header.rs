//! Finds tables by their header texts, wherever they stand.
//!
//! A header is a band of at most [`BAND`] rows that holds a header over the labels and one over values. In a band of two
//! rows a merged cell over several columns is a group: the texts below it say what each column is.

use super::Lexicon;
use super::view::{Row, View};
use crate::clean::text;
use crate::clean::unit::{self, StatedUnit};
use crate::model::Address;
use crate::pipeline::{FormLayout, Layout, Locale, Reading};
use std::collections::HashMap;

/// Rows over which a header may be spread.
const BAND: u32 = 3;

/// What a column of a table holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// Labels of indicators.
    Label,
    /// Codes of indicators.
    Code,
    /// Units.
    Unit,
    /// Values of a measure.
    Value(u16),
}

/// A column of a table.
#[derive(Clone, Debug)]
pub struct Column {
    /// What it holds.
    pub role: Role,
    /// First sheet column.
    pub first: u32,
    /// Last sheet column: labels may be merged over several.
    pub last: u32,
    /// The header text, tidied.
    pub header: Box<str>,
    /// The unit that the header states.
    pub unit: Option<StatedUnit>,
}

/// A header that was found.
#[derive(Clone, Debug)]
pub struct Header {
    /// Index of the sheet form that it belongs to.
    pub form: u16,
    /// First sheet row of the band.
    pub first_row: u32,
    /// Last sheet row of the band.
    pub last_row: u32,
    /// Columns, from left to right.
    pub columns: Vec<Column>,
}

impl Header {
    /// Columns that hold values, from left to right.
    pub fn values(&self) -> impl Iterator<Item = (&Column, u16)> {
        self.columns.iter().filter_map(|column| match column.role {
            Role::Value(measure) => Some((column, measure)),
            _ => None,
        })
    }

    /// The column of a role, where there is one.
    pub fn column(&self, role: Role) -> Option<&Column> {
        self.columns.iter().find(|column| column.role == role)
    }

    /// Measures that two columns claim, each with its columns.
    pub fn ambiguous(&self) -> Vec<(u16, Vec<&Column>)> {
        let mut by_measure: Vec<(u16, Vec<&Column>)> = Vec::new();
        for (column, measure) in self.values() {
            match by_measure.iter_mut().find(|(known, _)| *known == measure) {
                Some((_, columns)) => columns.push(column),
                None => by_measure.push((measure, vec![column])),
            }
        }
        by_measure.retain(|(_, columns)| columns.len() > 1);
        by_measure
    }
}

/// Header words of all sheet forms, ready for one lookup a cell.
#[derive(Debug)]
pub struct Headers {
    words: HashMap<String, Vec<(u16, Role)>>,
    locale: Locale,
}

/// A header word met in a sheet.
struct Mark {
    form: u16,
    role: Role,
    at: Address,
    last_row: u32,
    last_column: u32,
    position: usize,
}

impl Headers {
    /// Indexes the header words of a definition.
    pub fn new(reading: &Reading) -> Self {
        let mut headers = Self { words: HashMap::new(), locale: reading.locale };
        for (form, sheet) in (0u16..).zip(&reading.sheets) {
            let Layout::Form(layout) = &sheet.layout;
            roles(layout).for_each(|(word, role)| headers.add(word, form, role));
        }
        headers
    }

    fn add(&mut self, word: &str, form: u16, role: Role) {
        let list = self.words.entry(text::fold(word)).or_default();
        if !list.contains(&(form, role)) {
            list.push((form, role));
        }
    }

    /// Every header of a sheet, from top to bottom.
    pub fn find(&self, view: &View, lexicon: &Lexicon) -> Vec<Header> {
        let marks = marks(view, lexicon);
        let mut headers: Vec<Header> = Vec::new();
        for mark in marks.iter().filter(|mark| mark.role == Role::Label) {
            if headers.last().is_some_and(|last| mark.at.row <= last.last_row) {
                continue;
            }
            let floor = headers.last().map_or(0, |last| last.last_row + 1);
            headers.extend(self.band(view, &marks, mark, floor));
        }
        headers
    }

    /// What a text is as a header: the whole text, then without its parentheses, then without a period behind it.
    pub fn roles(&self, tidy: &str, key: &str) -> &[(u16, Role)] {
        if tidy.is_empty() || tidy.len() > LONGEST_HEADER {
            return &[];
        }
        if let Some(found) = self.words.get(key) {
            return found;
        }
        let outside = without_parentheses(tidy);
        let bare = if outside.len() == tidy.len() { key.to_owned() } else { text::fold(outside) };
        let found = self.words.get(&bare).or_else(|| self.words.get(without_period(&bare)));
        found.map_or(&[], Vec::as_slice)
    }

    /// The header around a mark over labels, where values of the same form stand beside it.
    fn band(&self, view: &View, marks: &[Mark], label: &Mark, floor: u32) -> Option<Header> {
        let first = label.at.row.saturating_sub(BAND - 1).max(floor);
        let last = label.last_row.max(label.at.row + BAND - 1);
        let near: Vec<&Mark> = marks
            .iter()
            .filter(|mark| mark.form == label.form && (first..=last).contains(&mark.at.row))
            .filter(|mark| mark.role != Role::Label || mark.at == label.at)
            .filter(|mark| mark.at.row <= label.at.row || !has_label_in(view, mark.at.row, label))
            .collect();
        let kept: Vec<&Mark> = near.iter().copied().filter(|mark| !is_group(mark, &near)).collect();
        if !kept.iter().any(|mark| matches!(mark.role, Role::Value(_))) {
            return None;
        }
        let last_row = kept.iter().map(|mark| mark.last_row).max().unwrap_or(label.last_row);
        let mut columns: Vec<Column> = kept.iter().map(|mark| self.column(view, mark)).collect();
        columns.sort_by_key(|column| column.first);
        Some(Header {
            form: label.form,
            first_row: near.iter().map(|mark| mark.at.row).min().unwrap_or(label.at.row),
            last_row,
            columns,
        })
    }

    fn column(&self, view: &View, mark: &Mark) -> Column {
        let header = view.text(mark.position);
        Column {
            role: mark.role,
            first: mark.at.column,
            // Values stand in the first column of a merged header; labels may stand in any.
            last: if mark.role == Role::Label { mark.last_column } else { mark.at.column },
            header: header.into(),
            unit: unit::in_header(header, self.locale),
        }
    }
}

/// The header words of a sheet, in row order.
fn marks(view: &View, lexicon: &Lexicon) -> Vec<Mark> {
    let mut marks = Vec::new();
    for (position, cell) in view.sheet.cells.iter().enumerate() {
        let Some(meaning) = view.meaning(position) else { continue };
        for &(form, role) in meaning.roles(lexicon) {
            let merge = view.sheet.merge_at(cell.at);
            let last = merge.map_or(cell.at, |merge| merge.last);
            marks.push(Mark {
                form,
                role,
                at: cell.at,
                last_row: last.row,
                last_column: last.column,
                position,
            });
        }
    }
    marks
}

/// Longer texts are no headers.
const LONGEST_HEADER: usize = 160;

/// Whether a mark is a group over other marks below it, or overridden by one below it.
fn is_group(mark: &Mark, near: &[&Mark]) -> bool {
    near.iter().any(|below| {
        below.at.row > mark.last_row && (mark.at.column..=mark.last_column).contains(&below.at.column)
    })
}

/// Whether a row has something under the header over labels: then it is data, not a second header row.
fn has_label_in(view: &View, row: u32, label: &Mark) -> bool {
    view.row(row).is_some_and(|row| {
        view.cells(row).any(|(_, cell)| (label.at.column..=label.last_column).contains(&cell.at.column))
    })
}

/// The header words of a layout with their roles.
fn roles(layout: &FormLayout) -> impl Iterator<Item = (&str, Role)> {
    let label = layout.label.iter().map(|word| (word.as_str(), Role::Label));
    let code = layout.code.iter().map(|word| (word.as_str(), Role::Code));
    let unit = layout.unit.iter().map(|word| (word.as_str(), Role::Unit));
    let values = layout
        .values
        .iter()
        .flat_map(|value| value.headers.iter().map(move |word| (word.as_str(), Role::Value(value.measure))));
    label.chain(code).chain(unit).chain(values)
}

/// A header without what stands in parentheses at its end, `Trị giá (triệu đồng)`.
fn without_parentheses(tidy: &str) -> &str {
    match tidy.rfind('(') {
        Some(open) if tidy.ends_with(')') => tidy[..open].trim_end(),
        _ => tidy,
    }
}

/// A folded header without the period behind it: `ket qua nam 2023`, `result 2023`.
fn without_period(folded: &str) -> &str {
    let is_period_word = |word: &str| {
        word.bytes().all(|b| b.is_ascii_digit() || b == b'/')
            || matches!(
                word,
                "nam"
                    | "thang"
                    | "quy"
                    | "dau"
                    | "cuoi"
                    | "i"
                    | "ii"
                    | "iii"
                    | "iv"
                    | "year"
                    | "month"
                    | "quarter"
            )
    };
    let mut rest = folded;
    while let Some((before, word)) = rest.rsplit_once(' ') {
        if !is_period_word(word) {
            break;
        }
        rest = before;
    }
    rest
}

/// Whether a row of a table only numbers its columns: `(1) (2) (3)`, `A B 1 2`.
pub fn is_column_numbering(view: &View, row: &Row, header: &Header) -> bool {
    if row.index != header.last_row + 1 || row.cells.len() < 2 {
        return false;
    }
    view.cells(row).all(|(position, cell)| match &cell.value {
        crate::model::Value::Number(number) => number.fract() == 0.0 && (0.0..100.0).contains(number),
        crate::model::Value::Text(_) => is_column_number(view.text(position)),
        _ => false,
    })
}

/// `1`, `(2)`, `A`, `3=1+2`.
fn is_column_number(tidy: &str) -> bool {
    let inner = tidy.trim_start_matches('(').trim_end_matches(')');
    let is_formula =
        inner.contains('=') && inner.chars().all(|c| c.is_ascii_digit() || "=+-*/() ".contains(c));
    let is_short = inner.len() <= 2 && inner.chars().all(|c| c.is_ascii_alphanumeric());
    is_short || is_formula
}
