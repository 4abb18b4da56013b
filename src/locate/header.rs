//! Finds tables by their header texts, wherever they stand.
//!
//! A header is a band of at most [`BAND`] rows that holds a header over the labels and one over values. In a band of two
//! rows a merged cell over several columns is a group: the texts below it say what each column is.

mod words;

use super::Lexicon;
use super::view::{Row, View};
use crate::clean::text;
use crate::clean::unit::{self, StatedUnit};
use crate::model::{Address, CandidateKind};
use crate::pipeline::{Extent, Layout, Locale, Pattern, Reading, SheetForm, Source};
use std::collections::HashMap;
use std::sync::Arc;
use words::{roles, without_parentheses, without_period};

pub use words::is_column_numbering;

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
    pub header: Arc<str>,
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
    /// Whether another header has the same words over the same columns: a header repeated on the next page.
    pub fn is_like(&self, other: &Self) -> bool {
        let words = |header: &Self| -> Vec<(Role, u32, Arc<str>)> {
            header.columns.iter().map(|column| (column.role, column.first, column.header.clone())).collect()
        };
        self.form == other.form && words(self) == words(other)
    }

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
    /// What a header over labels may say instead, where each block is a report: the name of its branch.
    names: Vec<Pattern>,
    blocks: Vec<(u16, Role)>,
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
        let mut headers = Self {
            words: HashMap::new(),
            names: names(reading),
            blocks: blocks(reading),
            locale: reading.locale,
        };
        for (form, sheet) in (0u16..).zip(&reading.sheets) {
            let Layout::Form(layout) = &sheet.layout else { continue };
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
            headers.extend(self.band(view, lexicon, &marks, mark, floor));
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
        match found {
            Some(found) => found,
            None if self.names.iter().any(|name| name.captured(tidy).is_some()) => &self.blocks,
            None => &[],
        }
    }

    /// The header around a mark over labels, where values of the same form stand beside it.
    fn band(
        &self,
        view: &View,
        lexicon: &Lexicon,
        marks: &[Mark],
        label: &Mark,
        floor: u32,
    ) -> Option<Header> {
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
        let words_end = kept.iter().map(|mark| mark.last_row).max().unwrap_or(label.last_row);
        let below = row_of_words(view, label, &kept, words_end);
        let last_row = if below.is_some() { words_end + 1 } else { words_end };
        let mut columns: Vec<Column> = Vec::new();
        for mark in &kept {
            let mut column = self.column(view, mark);
            let unit = below
                .and_then(|row| unit::in_header(view.text(view.position(row, column.first)?), self.locale));
            column.unit = unit.or(column.unit);
            let span = (mark.at.column, last_column_under(view, mark, &near, below));
            let under = columns_under(view, lexicon, mark, span, label, last_row);
            columns.extend(under.iter().map(|&first| Column { first, last: first, ..column.clone() }));
            if under.is_empty() {
                columns.push(column);
            }
        }
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
            // Values stand in one column, see `columns_under`; labels may stand in any.
            last: if mark.role == Role::Label { mark.last_column } else { mark.at.column },
            header: header.into(),
            unit: unit::in_header(header, self.locale),
        }
    }
}

/// Patterns of headers that name the branch.
fn names(reading: &Reading) -> Vec<Pattern> {
    let named = reading.sources_of(CandidateKind::Branch).iter().filter_map(|source| match source {
        Source::Header(pattern) => Some(pattern.clone()),
        _ => None,
    });
    named.collect()
}

/// The headers over labels of the forms of which a block is a report.
fn blocks(reading: &Reading) -> Vec<(u16, Role)> {
    let forms = (0u16..).zip(&reading.sheets);
    let is_block =
        |sheet: &SheetForm| sheet.extent == Extent::Block && matches!(sheet.layout, Layout::Form(_));
    forms.filter(|(_, sheet)| is_block(sheet)).map(|(form, _)| (form, Role::Label)).collect()
}

/// The row right below the words of a header that says more of its columns, units (`(triệu đồng)`) or parts (`Nam`, `Nữ`): nothing under the
/// labels, words under values, and no number anywhere.
fn row_of_words<'v>(view: &'v View, label: &Mark, kept: &[&Mark], words_end: u32) -> Option<&'v Row> {
    let row = view.row(words_end + 1)?;
    let is_word = |position: usize| {
        let text = view.text(position);
        text.contains(char::is_alphabetic) || text.contains('%')
    };
    let is_over_value =
        |column: u32| kept.iter().any(|mark| matches!(mark.role, Role::Value(_)) && mark.at.column == column);
    let filled = || view.cells(row).filter(|(at, cell)| cell.text().is_none() || !view.text(*at).is_empty());
    let is_of_header = filled()
        .all(|(at, cell)| is_word(at) && !(label.at.column..=label.last_column).contains(&cell.at.column));
    let is_short =
        || filled().all(|(at, _)| !view.is_number(at, Locale::Vi) && view.text(at).len() <= LONGEST_PART);
    (is_of_header && is_short() && filled().any(|(_, cell)| is_over_value(cell.at.column))).then_some(row)
}

/// Longer texts below a header are values of text.
const LONGEST_PART: usize = 60;

/// The last column that a header over values speaks of: to the end of its merged cell; in a file that keeps no merged cells, over the columns
/// without a header of their own that have words in the row below.
fn last_column_under(view: &View, mark: &Mark, near: &[&Mark], below: Option<&Row>) -> u32 {
    let Some(below) = below.filter(|_| mark.last_column == mark.at.column) else { return mark.last_column };
    let is_free = |column: &u32| {
        let is_headed = near.iter().any(|other| (other.at.column..=other.last_column).contains(column))
            || view
                .row(mark.at.row)
                .is_some_and(|row| view.position(row, *column).is_some_and(|at| !view.text(at).is_empty()));
        !is_headed && view.position(below, *column).is_some_and(|at| !view.text(at).is_empty())
    };
    (mark.at.column + 1..).take_while(is_free).last().unwrap_or(mark.at.column)
}

/// The columns under a header over values that is merged over several, where known rows have something in them.
///
/// One is the column meant, wherever in the merged header it stands. Several (`Nam`, `Nữ`) are told as they are: nobody knows which to take.
fn columns_under(
    view: &View,
    lexicon: &Lexicon,
    mark: &Mark,
    (first, last): (u32, u32),
    label: &Mark,
    last_row: u32,
) -> Vec<u32> {
    if !matches!(mark.role, Role::Value(_)) || first == last {
        return Vec::new();
    }
    let mut columns = std::collections::BTreeSet::new();
    for row in view.rows.iter().filter(|row| row.index > last_row) {
        let is_label = |position: usize, column: u32| {
            (label.at.column..=label.last_column).contains(&column)
                && view.meaning(position).is_some_and(|meaning| meaning.label(lexicon).is_some())
        };
        if !view.cells(row).any(|(position, cell)| is_label(position, cell.at.column)) {
            continue;
        }
        let is_under = |column: u32| (first..=last).contains(&column);
        let filled = view.cells(row).filter(|(position, cell)| {
            is_under(cell.at.column) && (cell.text().is_none() || !view.text(*position).is_empty())
        });
        columns.extend(filled.map(|(_, cell)| cell.at.column));
    }
    columns.into_iter().collect()
}

/// The header words of a sheet, in row order.
fn marks(view: &View, lexicon: &Lexicon) -> Vec<Mark> {
    let mut marks = Vec::new();
    for (position, cell) in view.sheet.cells.iter().enumerate() {
        let Some(meaning) = view.meaning(position) else { continue };
        for &(form, role) in meaning.roles(lexicon) {
            let merge = view.merge_at(cell.at);
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
