//! Finds tables by their header texts, wherever they stand.
//!
//! A header is a band of at most [`BAND`] rows that holds a header over the labels and one over values. In a band of two
//! rows a merged cell over several columns is a group: the texts below it say what each column is. Headers may name years; which column is
//! this year's is decided in [`years`], once the titles above have told the report's.

mod groups;
mod marks;
mod under;
mod words;
pub mod years;

use super::Lexicon;
use super::view::View;
use crate::clean::text;
use crate::clean::unit::StatedUnit;
use crate::model::CandidateKind;
use crate::model::map::Map;
use crate::pipeline::{Extent, Layout, Pattern, Reading, SheetForm, Source};
use groups::Further;
use marks::{Mark, has_label_in, is_group, marks};
use std::sync::Arc;
use under::{columns_under, last_column_under, row_of_words, years_below};
use words::roles;
use years::Slot;

pub use words::{is_column_number, is_column_numbering, is_serial, without_parentheses, without_period};

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
    /// The year that the header, or a cell merged above it, names.
    pub year: Option<u16>,
    /// Which year the definition says that its header names.
    pub slot: Slot,
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

    /// Whether two columns claim a measure.
    pub fn is_ambiguous(&self, measure: u16) -> bool {
        self.values().filter(|(_, claimed)| *claimed == measure).nth(1).is_some()
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
    words: Map<String, Vec<(u16, Role)>>,
    /// What a header over labels may say instead, where each block is a report: the name of its branch.
    names: Vec<Pattern>,
    blocks: Vec<(u16, Role)>,
    /// Headers that name a year or what stands above them, by the key of their own cell.
    further: Map<String, Vec<Further>>,
}

impl Headers {
    /// Indexes the header words of a definition.
    pub fn new(reading: &Reading) -> Self {
        let (names, blocks) = (names(reading), blocks(reading));
        let mut headers = Self { words: Map::default(), names, blocks, further: Map::default() };
        for (form, sheet) in (0u16..).zip(&reading.sheets) {
            let Layout::Form(layout) = &sheet.layout else { continue };
            roles(layout).for_each(|(word, role)| headers.add(word, form, role));
        }
        headers
    }

    fn add(&mut self, word: &str, form: u16, role: Role) {
        let further = Further::of(word, form, role);
        if !further.is_empty() {
            further.into_iter().for_each(|(key, further)| self.further.entry(key).or_default().push(further));
            return;
        }
        let list = self.words.entry(text::fold(word)).or_default();
        if !list.contains(&(form, role)) {
            list.push((form, role));
        }
    }

    /// Every header of a sheet, from top to bottom.
    pub fn find(&self, view: &View, lexicon: &Lexicon) -> Vec<Header> {
        let marks = marks(self, view, lexicon);
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
        match self.word(tidy, key) {
            Some(found) => found,
            None if self.names.iter().any(|name| name.captured(tidy).is_some()) => &self.blocks,
            None => &[],
        }
    }

    /// What a text is as one of the definition's header words; a branch's name is none.
    fn word(&self, tidy: &str, key: &str) -> Option<&[(u16, Role)]> {
        if let Some(found) = self.words.get(key) {
            return Some(found);
        }
        let outside = without_parentheses(tidy);
        let bare = if outside.len() == tidy.len() { key.to_owned() } else { text::fold(outside) };
        let found = self.words.get(&bare).or_else(|| self.words.get(without_period(&bare)));
        found.map(Vec::as_slice)
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
        let label = &label.with_neighbours(marks);
        let near: Vec<&Mark> = marks::in_rows(marks, first, last)
            .iter()
            .filter(|mark| mark.form == label.form)
            .filter(|mark| mark.role != Role::Label || mark.at == label.at)
            .filter(|mark| mark.at.row <= label.at.row || !has_label_in(view, mark.at.row, label))
            .filter(|mark| mark.is_under(view, label, first))
            .collect();
        let kept: Vec<&Mark> = near.iter().copied().filter(|mark| !is_group(mark, &near)).collect();
        if !kept.iter().any(|mark| matches!(mark.role, Role::Value(_))) {
            return None;
        }
        let words_end = kept.iter().map(|mark| mark.last_row).max().unwrap_or(label.last_row);
        let below = row_of_words(view, label, &kept, words_end);
        let years = years_below(view, label, &kept, words_end);
        let years_end = years.map_or(words_end, |row| row.index);
        let last_row = if below.is_some() { words_end + 1 } else { words_end.max(years_end) };
        let mut columns: Vec<Column> = Vec::new();
        for mark in &kept {
            let mut column = column(view, lexicon, mark, label);
            let unit =
                below.and_then(|row| view.meaning(view.position(row, column.first)?)?.header_unit(lexicon));
            column.unit = unit.cloned().or(column.unit);
            column.year = column.year.or_else(|| groups::year_above(view, mark, label, first));
            let span = (mark.at.column, last_column_under(view, mark, &near, below.or(years)));
            let under = columns_under(view, lexicon, mark, span, label, last_row);
            columns.extend(under.iter().map(|&first| Column { first, last: first, ..column.clone() }));
            if under.is_empty() {
                columns.push(column);
            }
        }
        for column in columns.iter_mut().filter(|column| column.role != Role::Label) {
            column.year = years.and_then(|row| years::in_cell(view, row, column.first)).or(column.year);
        }
        columns.sort_by_key(|column| column.first);
        Some(Header {
            form: label.form,
            first_row: near.iter().map(|mark| mark.at.row).min().unwrap_or(label.at.row),
            last_row,
            columns,
        })
    }
}

fn column(view: &View, lexicon: &Lexicon, mark: &Mark, label: &Mark) -> Column {
    let meaning = view.meaning(mark.position);
    let cell_year = || {
        let row = view.row(mark.at.row)?;
        years::in_cell(view, row, mark.at.column)
    };
    let year = meaning.and_then(|meaning| years::in_text(&meaning.tidy)).or_else(cell_year);
    // A number has no meaning, but may be a year.
    let of_number = || year.map_or_else(String::new, |year| year.to_string());
    Column {
        role: mark.role,
        first: mark.at.column,
        // Values stand in one column, see `columns_under`; labels may stand in any.
        last: if mark.role == Role::Label { label.last_column } else { mark.at.column },
        header: meaning.map_or_else(|| of_number().into(), |meaning| meaning.tidy.clone()),
        unit: meaning.and_then(|meaning| meaning.header_unit(lexicon)).cloned(),
        year: year.filter(|_| mark.role != Role::Label),
        slot: mark.slot,
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

/// Longer texts are no headers.
const LONGEST_HEADER: usize = 160;
