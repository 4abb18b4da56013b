//! The rows of a table under its column of labels.

use super::grid::{Line, Seen, Text, What};
use super::observe::{Book, Role, Seat};
use super::words;
use crate::clean::{text, words as known};
use crate::pipeline::Locale;
use std::collections::HashSet;

/// Where a table is: the book, its sheet, the table in it.
pub type Place = (usize, usize, usize);

/// A row.
#[derive(Debug)]
pub struct Row<'b> {
    /// What it is called.
    pub label: Text,
    /// Its code.
    pub code: Option<String>,
    /// The unit beside it.
    pub unit: Option<Text>,
    /// Cells of the value columns, with the index of the column.
    pub values: Vec<(usize, &'b Seen)>,
    /// What it is.
    pub kind: RowKind,
    /// What numbers it in a column of its own.
    pub number: Option<String>,
    /// The headings above it, outermost first.
    pub path: Vec<String>,
}

/// What a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowKind {
    /// A label that may have values.
    Label,
    /// A heading: a text alone.
    Heading,
    /// `Trong đó:`.
    OfWhich,
    /// A total, by its words.
    Total,
    /// Behind the table: signatures, notes.
    End,
}

impl Seat {
    /// Indexes of the columns of a role.
    pub fn of(&self, role: Role) -> impl Iterator<Item = usize> + '_ {
        self.roles.iter().enumerate().filter(move |(_, of)| **of == role).map(|(index, _)| index)
    }

    /// The column of labels: one whose header says so, else the one with the most different texts.
    pub fn label(&self, lines: &[Line]) -> Option<usize> {
        let columns: Vec<usize> = self.of(Role::Text).collect();
        let key = |index: &usize| self.table.columns.get(*index).map_or("", |column| column.key());
        if let Some(named) = columns.iter().find(|index| words::has(key(index), words::LABEL)) {
            return Some(*named);
        }
        let first_value = self.of(Role::Value).next().unwrap_or(usize::MAX);
        let distinct = |index: usize| -> usize {
            let Some(column) = self.table.columns.get(index) else { return 0 };
            let body = lines.get(self.table.body.clone()).unwrap_or_default();
            let cells = body.iter().filter_map(|line| line.within(column.first, column.last));
            cells.filter_map(|cell| cell.words().map(|text| &*text.key)).collect::<HashSet<_>>().len()
        };
        // The last of the best by `max_by_key` is the rightmost: labels are left of remarks, so look from the right.
        columns.into_iter().rev().max_by_key(|&index| (index < first_value, distinct(index)))
    }
}

/// The rows of a table.
pub fn rows(book: &Book, (_, sheet, table): Place, locale: Locale) -> Vec<Row<'_>> {
    let (Some(grid), Some(seat)) =
        (book.grids.get(sheet), book.tables.get(sheet).and_then(|of| of.get(table)))
    else {
        return Vec::new();
    };
    let Some(label) = seat.label(&grid.lines) else { return Vec::new() };
    let lines = grid.lines.get(seat.table.body.clone()).unwrap_or_default();
    lines.iter().filter_map(|line| row(line, seat, label, locale)).collect()
}

fn row<'b>(line: &'b Line, seat: &Seat, label: usize, locale: Locale) -> Option<Row<'b>> {
    let cell = |index: usize| {
        let column = seat.table.columns.get(index)?;
        line.within(column.first, column.last)
    };
    let values: Vec<(usize, &Seen)> =
        seat.of(Role::Value).filter_map(|index| Some((index, cell(index)?))).collect();
    let code = seat.of(Role::Code).find_map(|index| shown(cell(index)?));
    let unit = seat.of(Role::Unit).find_map(|index| cell(index)?.text().cloned());
    let of_label = cell(label).and_then(|cell| cell.text().cloned());
    let number = seat.of(Role::Numbering).find_map(|index| shown(cell(index)?));
    let is_numbered =
        number.as_deref().is_some_and(|number| number.starts_with(|c: char| c.is_ascii_digit()));
    let is_bare = values.is_empty() && unit.is_none() && !is_numbered;
    // A heading may stand in the first column, merged over all of them.
    let text = of_label.clone().or_else(|| {
        let first = line.cells.iter().find_map(|cell| cell.words().cloned());
        first.filter(|_| is_bare)
    })?;
    let kind = if known::is_total_row(&text.tidy, locale) || is_total(&text.key) {
        RowKind::Total
    } else if known::is_end_of_table(&text.tidy, locale) && is_bare {
        RowKind::End
    } else if is_bare && known::is_of_which(&text.tidy, locale) {
        RowKind::OfWhich
    } else if of_label.is_none() || (is_bare && code.as_deref().is_none_or(is_roman)) {
        RowKind::Heading
    } else {
        RowKind::Label
    };
    Some(Row { label: text, code, unit, values, kind, number, path: Vec::new() })
}

/// Whether the whole label is a word for a sum.
fn is_total(key: &str) -> bool {
    words::is(key, words::TOTAL_FIRST) || key == "totals"
}

fn is_roman(code: &str) -> bool {
    code.chars().all(|c| matches!(c, 'I' | 'V' | 'X' | '.'))
}

fn shown(cell: &Seen) -> Option<String> {
    match (&cell.what, cell.text()) {
        (_, Some(text)) => Some(text.tidy.to_string()),
        (What::Number { value, .. }, None) => Some(value.to_string()),
        _ => None,
    }
}

/// A header without what is in brackets behind it and without a period: `Số tiền (đồng)`, `Kết quả năm 2023`.
pub fn header_words(tidy: &str) -> String {
    let outside = match tidy.rfind('(') {
        Some(open) if tidy.ends_with(')') && open > 0 => tidy.get(..open).unwrap_or(tidy).trim_end(),
        _ => tidy,
    };
    let mut words: Vec<&str> = outside.split(' ').collect();
    let is_period = |word: &str| {
        let key = text::fold(word);
        key.bytes().all(|b| b.is_ascii_digit() || b == b'/')
            || matches!(key.as_str(), "nam" | "thang" | "quy" | "year" | "month" | "quarter")
    };
    let tail = words.iter().rev().take_while(|word| is_period(word)).count();
    let has_year = words.iter().rev().take(tail).any(|word| word.bytes().any(|b| b.is_ascii_digit()));
    // `Kết quả năm 2023` ends in a period, `This month` and `Số nam` do not.
    if has_year && tail < words.len() {
        words.truncate(words.len() - tail);
    }
    let bare = words.join(" ");
    if bare.is_empty() { tidy.to_owned() } else { bare }
}
