//! What each row below a header is, before any value is read: a record, a section, a total, a remark, and where the table ends.

use super::header::Block;
use super::plan::Plan;
use super::stack::Merges;
use crate::clean::{text, unit, words};
use crate::locate::Lexicon;
use crate::locate::header::is_column_number;
use crate::locate::view::{Row, View};
use crate::model::{Address, Value};
use std::collections::HashMap;
use std::ops::Range;

/// Rows without anything in them behind which only a whole record goes on with the table.
const LONG_GAP: u32 = 25;

/// What a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowKind {
    /// Nothing visible.
    Blank,
    /// Numbers or units of columns.
    OfHeader,
    /// One text and nothing else.
    Section,
    /// A total, with the position of its name.
    Total(usize),
    /// Numbers without a name.
    Loose,
    /// A record.
    Record,
    /// Anything else.
    Remark,
}

/// A row of a table.
#[derive(Clone, Debug)]
pub struct Line {
    /// Zero-based sheet row.
    pub row: u32,
    /// The cells that belong to the table, as a range into the sheet's cells.
    pub own: Range<usize>,
    /// The cell of each declared column.
    pub cells: Vec<Option<usize>>,
    /// What it is.
    pub kind: RowKind,
    /// Whether it is surely part of the table: a record with a value, a total.
    is_strong: bool,
    /// Whether it begins with a word that ends tables.
    is_end: bool,
}

/// Sorts the rows of a table.
pub struct Sorter<'s, 'v> {
    /// The sheet.
    pub view: &'s View<'v>,
    /// The definition and its indexes.
    pub lexicon: &'s Lexicon,
    /// The table's plan.
    pub plan: &'s Plan,
    /// The table.
    pub block: &'s Block,
    merged: Vec<u32>,
    by_column: HashMap<u32, usize>,
    is_all_filled_down: bool,
    has_slots: bool,
}

impl<'s, 'v> Sorter<'s, 'v> {
    /// Makes each cell's column one lookup.
    pub fn new(view: &'s View<'v>, lexicon: &'s Lexicon, plan: &'s Plan, block: &'s Block) -> Self {
        let mut by_column = HashMap::new();
        for (declared, seen) in block.columns.iter().enumerate() {
            let Some(seen) = seen.as_ref().filter(|seen| seen.rivals.is_empty()) else { continue };
            (seen.first..=seen.last).for_each(|column| _ = by_column.entry(column).or_insert(declared));
        }
        let mut keys = plan.columns.iter().filter(|column| column.slot.is_none() && column.is_required);
        let by_slot = |column: usize| {
            let seen = block.columns.get(column).and_then(Option::as_ref);
            seen.is_some_and(|seen| seen.rivals.is_empty())
        };
        let is_all_filled_down = keys.all(|column| column.fills_down);
        Self {
            view,
            lexicon,
            plan,
            block,
            merged: vec![0; plan.columns.len()],
            by_column,
            is_all_filled_down,
            has_slots: plan.summed.iter().any(|summed| by_slot(summed.column)),
        }
    }

    /// The rows of the table up to its end, each with what it is. Nothing behind the last row that is surely of the table belongs to it,
    /// but for records right below it.
    pub fn lines(mut self, merges: &Merges, rows: &[Row]) -> Vec<Line> {
        let mut lines: Vec<Line> = Vec::new();
        let mut is_head = true;
        let mut last_filled = self.block.last_row;
        let mut is_ended = false;
        for row in rows {
            let mut line = self.line(row);
            line.kind = self.kind(&line, is_head);
            line.is_strong = self.is_strong(&line);
            line.is_end = self.is_end(&line);
            self.remember_merges(merges, &line);
            if line.kind == RowKind::Blank {
                lines.push(line);
                continue;
            }
            is_head &= line.kind == RowKind::OfHeader;
            is_ended |= line.is_end || row.index - last_filled > LONG_GAP;
            if is_ended && (line.kind == RowKind::Loose || !(line.is_strong && self.has_number(&line))) {
                line.is_strong = false;
                let is_value = matches!(line.kind, RowKind::Record | RowKind::Loose);
                line.kind = if is_value { RowKind::Remark } else { line.kind };
            }
            last_filled = row.index;
            lines.push(line);
        }
        self.cut(&mut lines);
        lines
    }

    /// Cuts what stands behind the end of the table.
    fn cut(&self, lines: &mut Vec<Line>) {
        let is_of_header = |line: &Line| line.kind == RowKind::OfHeader;
        let last = lines.iter().rposition(|line| line.is_strong || is_of_header(line));
        let mut end = last.map_or(0, |at| at + 1);
        let is_record_last =
            last.and_then(|at| lines.get(at)).is_some_and(|line| line.kind == RowKind::Record);
        while is_record_last && is_next_record(lines, end) {
            end += 1;
        }
        lines.truncate(end);
    }

    fn line(&self, row: &Row) -> Line {
        let all = self.view.sheet.cells.get(row.cells.clone()).unwrap_or_default();
        let first = all.partition_point(|cell| cell.at.column < self.block.own.0);
        let last = all.partition_point(|cell| cell.at.column <= self.block.own.1);
        let own = row.cells.start + first..row.cells.start + last.max(first);
        let mut cells = vec![None; self.plan.columns.len()];
        for position in own.clone() {
            let Some(cell) = self.view.cell(position) else { continue };
            let place = self.by_column.get(&cell.at.column).and_then(|&declared| cells.get_mut(declared));
            if let Some(place) = place.filter(|place| place.is_none() && !self.is_blank(position)) {
                *place = Some(position);
            }
        }
        Line { row: row.index, own, cells, kind: RowKind::Blank, is_strong: false, is_end: false }
    }

    /// Cells of the line that show anything.
    fn filled<'l>(&'l self, line: &'l Line) -> impl Iterator<Item = usize> + 'l {
        line.own.clone().filter(|&position| !self.is_blank(position))
    }

    fn is_blank(&self, position: usize) -> bool {
        self.view.cell(position).is_none_or(|cell| cell.text().is_some())
            && self.view.text(position).is_empty()
    }

    fn kind(&self, line: &Line, is_head: bool) -> RowKind {
        let mut filled = self.filled(line);
        let Some(first) = filled.next() else { return RowKind::Blank };
        let is_alone = filled.next().is_none();
        if is_head && self.is_of_header(line) {
            return RowKind::OfHeader;
        }
        if let Some(name) = self.total_name(line) {
            return RowKind::Total(name);
        }
        let has_key = self.keys(line).any(|(_, cell)| cell.is_some());
        let is_text = self.view.cell(first).is_some_and(|cell| cell.text().is_some());
        let is_list = self.plan.summed.is_empty() && self.plan.columns.len() == 1;
        if is_alone && !is_list && !self.is_summed(first) {
            return if is_text && !self.is_number(first) { RowKind::Section } else { RowKind::Remark };
        }
        match (has_key, self.has_number(line)) {
            (true, _) => RowKind::Record,
            (false, true) if self.is_filled_down(line) => RowKind::Record,
            (false, true) => RowKind::Loose,
            (false, false) => RowKind::Remark,
        }
    }

    /// Whether a column is there, and nobody doubts which it is.
    fn is_readable(&self, declared: usize) -> bool {
        self.block.columns.get(declared).and_then(Option::as_ref).is_some_and(|seen| seen.rivals.is_empty())
    }

    fn is_summed(&self, position: usize) -> bool {
        let declared = self.view.cell(position).and_then(|cell| self.by_column.get(&cell.at.column));
        declared.and_then(|&at| self.plan.columns.get(at)).is_some_and(|column| column.slot.is_some())
    }

    /// Whether a line begins with a word that ends tables, and holds no value.
    fn is_end(&self, line: &Line) -> bool {
        let first = self.filled(line).next().and_then(|position| self.view.meaning(position));
        first.is_some_and(|meaning| meaning.row_words(self.lexicon).is_end) && !self.has_number(line)
    }

    /// Columns that are not summed, with the line's cells.
    fn keys<'l>(&'l self, line: &'l Line) -> impl Iterator<Item = (usize, Option<usize>)> + 'l {
        let columns = self.plan.columns.iter().zip(&line.cells).enumerate();
        columns.filter(|(_, (column, _))| column.slot.is_none()).map(|(at, (_, cell))| (at, *cell))
    }

    /// Whether what is blank in a line repeats what stands above it.
    fn is_filled_down(&self, line: &Line) -> bool {
        let is_covered = |at: usize| self.merged.get(at).is_some_and(|&until| until >= line.row && until > 0);
        self.is_all_filled_down || self.keys(line).any(|(at, _)| is_covered(at))
    }

    fn remember_merges(&mut self, merges: &Merges, line: &Line) {
        for (at, cell) in line.cells.iter().enumerate() {
            let until =
                cell.and_then(|position| self.view.cell(position)).map(|cell| merges.last(cell.at).row);
            if let Some((place, until)) = self.merged.get_mut(at).zip(until.filter(|&until| until > line.row))
            {
                *place = until;
            }
        }
    }

    /// Whether a summed column holds something that may be a value.
    fn has_number(&self, line: &Line) -> bool {
        let slots = self.plan.columns.iter().zip(&line.cells).filter(|(column, _)| column.slot.is_some());
        slots.filter_map(|(_, cell)| *cell).any(|position| self.is_number(position))
    }

    fn is_number(&self, position: usize) -> bool {
        self.view.cell(position).is_some_and(|cell| !matches!(cell.value, Value::Text(_)))
            || self.view.is_number(position, self.lexicon.reading.locale)
    }

    fn is_strong(&self, line: &Line) -> bool {
        match line.kind {
            RowKind::Total(_) | RowKind::Loose => true,
            RowKind::Record if !self.has_slots => {
                let mut required = self.plan.columns.iter().zip(&line.cells).enumerate();
                required.all(|(at, (column, cell))| {
                    let is_covered = self.merged.get(at).is_some_and(|&until| until >= line.row && until > 0);
                    let is_open = !column.is_required || column.fills_down || !self.is_readable(at);
                    cell.is_some() || is_open || is_covered
                })
            }
            RowKind::Record => self.has_number(line),
            _ => false,
        }
    }

    /// Whether a row right below the header numbers the columns, or says more of them: `(1) (2) (3)`, `(đồng)`.
    fn is_of_header(&self, line: &Line) -> bool {
        let locale = self.lexicon.reading.locale;
        let is_unit = |position: usize| {
            let text = self.view.text(position);
            text.starts_with('(') && text.ends_with(')') || unit::parse(text, locale).is_some()
        };
        self.is_numbering(line) || self.filled(line).all(is_unit)
    }

    /// `1 2 3`, `A B 1 2`, `(1) (2) (3)=(1)+(2)`: numbers count from one.
    fn is_numbering(&self, line: &Line) -> bool {
        let mut next = 1;
        for position in self.filled(line) {
            let number = match self.view.cell(position).map(|cell| &cell.value) {
                Some(Value::Number(number)) => number.to_string(),
                Some(Value::Text(_)) if is_column_number(self.view.text(position)) => {
                    let text = self.view.text(position).trim_start_matches(['(', '[']);
                    text.chars().take_while(char::is_ascii_digit).collect()
                }
                _ => return false,
            };
            if !number.is_empty() && number != next.to_string() {
                return false;
            }
            next += i32::from(!number.is_empty());
        }
        next > 2
    }

    /// The cell that names the line as a total.
    fn total_name(&self, line: &Line) -> Option<usize> {
        let is_key = |declared: &usize| self.plan.columns.get(*declared).is_some_and(|c| c.slot.is_none());
        self.filled(line).find(|&position| {
            let Some((cell, meaning)) = self.view.cell(position).zip(self.view.meaning(position)) else {
                return false;
            };
            let declared = self.by_column.get(&cell.at.column).copied();
            if declared.is_some_and(|declared| !is_key(&declared)) {
                return false;
            }
            let is_whole =
                meaning.row_words(self.lexicon).is_total || self.is_category_total(declared, &meaning.key);
            let is_first = || is_whole || self.begins_total(&meaning.tidy, &meaning.key);
            (is_whole && declared.is_some_and(|at| self.is_required(at)))
                || (is_first() && self.is_alone_with_values(line, declared))
        })
    }

    fn is_required(&self, declared: usize) -> bool {
        self.plan.columns.get(declared).is_some_and(|column| column.is_required)
    }

    /// Whether every other column that records must hold is blank.
    fn is_alone_with_values(&self, line: &Line, declared: Option<usize>) -> bool {
        self.keys(line).all(|(at, cell)| cell.is_none() || Some(at) == declared || !self.is_required(at))
    }

    fn is_category_total(&self, declared: Option<usize>, key: &str) -> bool {
        let dimension = declared.and_then(|at| self.plan.columns.get(at)?.dimension);
        let categories = dimension.and_then(|at| self.lexicon.tables.categories.get(usize::from(at)));
        categories.is_some_and(|categories| categories.totals.contains(key))
    }

    fn begins_total(&self, tidy: &str, key: &str) -> bool {
        let is_own = |word: &String| {
            !word.is_empty()
                && key
                    .strip_prefix(word.as_str())
                    .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
        };
        self.plan.totals.iter().any(is_own) || words::begins_as_total(tidy, self.lexicon.reading.locale)
    }
}

/// Whether the next line is a record right below the last.
fn is_next_record(lines: &[Line], end: usize) -> bool {
    let pair = end.checked_sub(1).and_then(|last| lines.get(last)).zip(lines.get(end));
    pair.is_some_and(|(last, next)| next.kind == RowKind::Record && next.row == last.row + 1)
}

/// What a total is called, for comparison with those above.
pub fn name_of(view: &View, position: usize) -> String {
    text::fold(crate::locate::labels::bare(view.text(position)))
}

/// Where a line's cell stands.
pub fn at(view: &View, position: usize) -> Address {
    view.cell(position).map_or_else(Address::default, |cell| cell.at)
}
