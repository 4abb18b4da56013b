//! Where a sheet's blocks begin and end: a block is a table with the titles directly above it, and may be a report of its own.
//!
//! Enters: headers from top to bottom. Leaves: a report opened for each block of a form that is declared so. A header that is repeated in
//! the middle of a block (on the next printed page) opens none.

use super::header::{Header, Role};
use super::view::{Row, View};
use super::{Found, Lexicon, candidates};
use crate::model::{Address, CandidateKind, Dispositions};
use crate::pipeline::Extent;
use std::collections::HashSet;
use std::ops::Range;

/// What a report of a sheet form fills.
pub fn extent_of(lexicon: &Lexicon, form: u16) -> Extent {
    lexicon.reading.sheets.get(usize::from(form)).map_or(Extent::Workbook, |form| form.extent)
}

/// The first sheet form of which a workbook holds several reports.
pub fn parted_form(lexicon: &Lexicon) -> Option<u16> {
    (0u16..).zip(&lexicon.reading.sheets).find(|(_, form)| form.extent != Extent::Workbook).map(|(at, _)| at)
}

/// The blocks of a sheet.
pub struct Blocks<'a> {
    lexicon: &'a Lexicon,
    sheet: u16,
    /// The report that stands around the blocks.
    around: u32,
    /// What had become of the sheet's cells when the open report began.
    settled: Dispositions,
    /// Where the candidates of the titles above the first block are.
    titles: Option<Range<usize>>,
    is_open: bool,
}

impl<'a> Blocks<'a> {
    /// No block yet. `settled` is what other tables of the sheet have put down to their reports.
    pub fn new(lexicon: &'a Lexicon, sheet: u16, settled: Dispositions, found: &Found) -> Self {
        Self { lexicon, sheet, around: found.report, settled, titles: None, is_open: false }
    }

    fn is_block(&self, header: &Header) -> bool {
        extent_of(self.lexicon, header.form) == Extent::Block
    }

    /// The row at which a table ends at the latest: where the next header begins, or the titles above it that are that block's own.
    pub fn ceiling(&self, view: &View, header: &Header, next: &Header) -> u32 {
        if !self.is_block(next) {
            return next.first_row;
        }
        let rows = view.rows_between(header.last_row + 1, next.first_row);
        let titles = rows.iter().rev().take_while(|row| self.is_title(view, row, header));
        titles.last().map_or(next.first_row, |row| row.index)
    }

    /// Whether a row below a table is a title of the next one: it says whose report that is, or nothing that the table could hold.
    fn is_title(&self, view: &View, row: &Row, header: &Header) -> bool {
        if self.says_whose(view, std::slice::from_ref(row)) {
            return true;
        }
        let is_value = |column: u32| header.values().any(|(value, _)| value.first == column);
        let labels = header.column(Role::Label).map(|column| column.first..=column.last);
        let is_label = |column: u32| labels.as_ref().is_some_and(|labels| labels.contains(&column));
        let mut has_label = false;
        let mut has_value = false;
        for (position, cell) in view.cells(row) {
            if is_value(cell.at.column) {
                if view.is_number(position, self.lexicon.reading.locale) {
                    return false;
                }
                has_value = true;
            }
            if let Some(meaning) = view.meaning(position).filter(|_| is_label(cell.at.column)) {
                has_label |= !meaning.tidy.is_empty();
                if meaning.label(self.lexicon).is_some() || meaning.row_words(self.lexicon).is_total {
                    return false;
                }
            }
        }
        !(has_label && has_value)
    }

    /// Whether rows hold an answer to whose report it is, or for which period.
    fn says_whose(&self, view: &View, rows: &[Row]) -> bool {
        let mut heard = Found::default();
        candidates::collect(self.lexicon, view, rows, true, &mut heard);
        let tells = [CandidateKind::Branch, CandidateKind::Period];
        heard.candidates.iter().any(|candidate| tells.contains(&candidate.kind))
    }

    /// Opens the report of a block where a header begins one, goes back to the sheet where it begins a table of another extent. Returns
    /// whether a block was opened.
    pub fn begin(
        &mut self,
        view: &View,
        (last, header): (Option<&Header>, &Header),
        before: &[Row],
        ceiling: u32,
        found: &mut Found,
    ) -> bool {
        if self.is_block(header) && self.is_open && !self.is_new(view, (last, header), before, ceiling) {
            return false;
        }
        self.end(view, found);
        if !self.is_block(header) {
            return false;
        }
        let first = header.columns.first().map_or(0, |column| column.first);
        found.open_report(self.sheet, Some(Address::new(header.first_row, first)));
        self.is_open = true;
        true
    }

    /// Whether a header begins another block: other words, titles that say whose it is, or rows that the block above has already.
    fn is_new(
        &self,
        view: &View,
        (last, header): (Option<&Header>, &Header),
        before: &[Row],
        ceiling: u32,
    ) -> bool {
        let Some(last) = last.filter(|last| last.is_like(header)) else { return true };
        if self.says_whose(view, before) {
            return true;
        }
        let above = self.labels(view, view.rows_between(last.last_row + 1, header.first_row), header);
        let below = self.labels(view, view.rows_between(header.last_row + 1, ceiling), header);
        !above.is_disjoint(&below)
    }

    /// The known labels in rows of a table.
    fn labels(&self, view: &View, rows: &[Row], header: &Header) -> HashSet<u32> {
        let Some(column) = header.column(Role::Label) else { return HashSet::new() };
        let cells = rows.iter().flat_map(|row| view.cells(row));
        let labels = cells.filter(|(_, cell)| (column.first..=column.last).contains(&cell.at.column));
        let known = labels.filter_map(|(position, _)| view.meaning(position)?.label(self.lexicon));
        known.flat_map(|(_, indicators)| indicators.iter().copied()).collect()
    }

    /// Notes where the candidates of the titles above a header are: those above the first block may speak for all.
    pub fn note_titles(&mut self, candidates: Range<usize>) {
        if self.is_open && self.titles.is_none() {
            self.titles = Some(candidates);
        }
    }

    /// Closes the open block: the cells settled since it began are its own.
    pub fn end(&mut self, view: &View, found: &mut Found) {
        let mut own = view.account();
        let settled = std::mem::replace(&mut self.settled, own);
        own.subtract(&settled);
        if self.is_open || found.report != 0 {
            found.account(self.sheet, &own);
        }
        found.enter(self.around);
        self.is_open = false;
    }

    /// Closes the last block; what stands above the first may speak for all.
    pub fn close(mut self, view: &View, found: &mut Found) {
        self.end(view, found);
        if let Some(titles) = self.titles {
            found.share_titles(titles);
        }
    }
}
