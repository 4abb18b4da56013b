//! What stands beside labels outside the tables: `Đơn vị báo cáo: …`, `Reporting month | March 2024`.
//!
//! Enters: the books. Leaves: for each label that several books have, the answer of each report, so that identity and period can be told by
//! how the answers differ.

use super::grid::{Grid, Line, Seen, What};
use super::observe::Book;
use crate::clean::text;
use std::collections::{BTreeMap, BTreeSet};

/// How many columns to the right of its label an answer may stand: as far as the reader looks.
const REACH: u32 = 12;
/// Longer texts are no labels.
const LONGEST_LABEL: usize = 60;
/// Lines outside tables of a sheet that are looked at.
const LINES: usize = 60;

/// The answers beside one label.
#[derive(Debug, Default)]
pub struct Asked {
    /// The label as most often written.
    pub label: String,
    /// How often each wording was met.
    wordings: BTreeMap<String, usize>,
    /// Book and sheet, with the answer as text, and whether it is a day.
    pub answers: Vec<((usize, usize), String, bool)>,
}

/// Every label with answers, by its key.
pub fn answers(books: &[Book], known: &BTreeSet<usize>) -> BTreeMap<String, Asked> {
    let mut all: BTreeMap<String, Asked> = BTreeMap::new();
    for (at, book) in books.iter().enumerate().filter(|(at, _)| known.contains(at)) {
        for (sheet, grid) in book.grids.iter().enumerate() {
            for line in outside(book, sheet).into_iter().filter_map(|line| grid.lines.get(line)) {
                for (label, answer, is_date) in beside(line) {
                    let asked = all.entry(text::fold(&label)).or_default();
                    *asked.wordings.entry(label).or_default() += 1;
                    asked.answers.push(((at, sheet), answer, is_date));
                }
            }
        }
    }
    for asked in all.values_mut() {
        let most = asked.wordings.iter().max_by_key(|(_, count)| **count);
        asked.label = most.map(|(label, _)| label.clone()).unwrap_or_default();
    }
    all
}

/// Lines of a sheet that are in no table and not behind the last one.
pub fn outside(book: &Book, sheet: usize) -> Vec<usize> {
    let Some(grid) = book.grids.get(sheet) else { return Vec::new() };
    let seats = book.tables.get(sheet).map_or(&[][..], Vec::as_slice);
    if seats.is_empty() {
        return (0..grid.lines.len().min(LINES)).collect();
    }
    let lines = seats.iter().flat_map(|seat| seat.table.above..seat.table.first_line);
    lines.take(LINES).collect()
}

/// The texts of those lines.
pub fn titles<'b>(book: &'b Book, sheet: usize, grid: &'b Grid) -> Vec<&'b str> {
    let lines = outside(book, sheet).into_iter().filter_map(|line| grid.lines.get(line));
    lines.flat_map(|line| line.cells.iter().filter_map(|cell| Some(&*cell.text()?.tidy))).collect()
}

fn beside(line: &Line) -> Vec<(String, String, bool)> {
    let mut found = Vec::new();
    for (at, cell) in line.cells.iter().enumerate() {
        let Some(label) = cell.words() else { continue };
        if let Some((label, answer)) = within(&label.tidy) {
            let is_date = crate::clean::date::read_date(&answer, crate::pipeline::Locale::Vi, None).is_some();
            found.push((label, answer, is_date));
            continue;
        }
        let tidy = bare(&label.tidy);
        if tidy.chars().count() > LONGEST_LABEL || tidy.is_empty() {
            continue;
        }
        let next = line.cells.get(at + 1).filter(|next| next.column - cell.column <= REACH);
        if let Some((answer, is_date)) = next.and_then(shown) {
            found.push((tidy, answer, is_date));
        }
    }
    found
}

/// A label and its answer in one cell, a colon between them.
fn within(tidy: &str) -> Option<(String, String)> {
    let (label, answer) = tidy.split_once(':')?;
    let (label, answer) = (bare(label), answer.trim().trim_matches(['.', '…', '_', ' ']));
    let is_pair = !label.is_empty() && label.chars().count() <= LONGEST_LABEL && !answer.is_empty();
    is_pair.then(|| (label, answer.to_owned()))
}

/// A label without what is in brackets and without dots behind it.
fn bare(label: &str) -> String {
    let label = label.split('(').next().unwrap_or(label);
    label.trim_matches([' ', ':', '.', '…', '_', '-']).to_owned()
}

fn shown(cell: &Seen) -> Option<(String, bool)> {
    match (&cell.what, cell.text()) {
        (What::Date(day, None), _) => Some((day.clone(), true)),
        (What::Date(..), Some(text)) => Some((text.tidy.to_string(), true)),
        (_, Some(text)) => Some((text.tidy.to_string(), false)),
        (What::Number { value, .. }, None) => Some((value.to_string(), false)),
        _ => None,
    }
}

impl Asked {
    /// Books in which it has an answer.
    pub fn books(&self) -> usize {
        let mut books: Vec<usize> = self.answers.iter().map(|(at, _, _)| at.0).collect();
        books.dedup();
        books.len()
    }

    /// How many answers differ, apart from case and marks.
    pub fn distinct(&self) -> usize {
        let keys: std::collections::BTreeSet<String> =
            self.answers.iter().map(|(_, answer, _)| text::fold(answer)).collect();
        keys.len()
    }

    /// Share of the answers that a test holds for.
    pub fn share(&self, is: impl Fn(&str, bool) -> bool) -> f64 {
        let count = self.answers.iter().filter(|(_, answer, is_date)| is(answer, *is_date)).count();
        count as f64 / self.answers.len().max(1) as f64
    }
}
