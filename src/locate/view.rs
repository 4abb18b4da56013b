//! A sheet as locating needs it: rows of cells, each text cell decoded, tidied and paired with its disposition.

use super::meaning::{Meaning, Memory};
use super::merges::Merges;
use crate::clean::legacy::Encoding;
use crate::model::workbook::Merge;
use crate::model::{Address, Cell, Dispositions, Sheet, Style, Value, Workbook};
use crate::pipeline::Locale;
use std::ops::Range;
use std::rc::Rc;

/// What became of a cell. `Open` until a step decides; an open cell at the end unbalances the account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Disposition {
    /// Not decided yet.
    Open,
    /// Gave a fact.
    Fact,
    /// Title, header, label, unit, numbering, total row.
    Structure,
    /// In a sheet that is not asked for.
    AnotherSheet,
    /// Before, beside or after the tables.
    OutsideTable,
    /// In a column or row of the table that is not asked for.
    Note,
    /// Could not be taken; a flag says why.
    Rejected,
}

/// One row of a sheet that has cells.
#[derive(Clone, Debug)]
pub struct Row {
    /// Zero-based row index.
    pub index: u32,
    /// Its cells, as a range into the sheet's cells.
    pub cells: Range<usize>,
}

/// A sheet under examination.
pub struct View<'a> {
    /// The sheet.
    pub sheet: &'a Sheet,
    /// Rows with cells, ascending.
    pub rows: Vec<Row>,
    /// Whether serial dates count from 1904.
    pub is_1904: bool,
    styles: &'a [Style],
    merges: Merges,
    meanings: Vec<Option<Rc<Meaning>>>,
    dispositions: Vec<Disposition>,
    account: Dispositions,
    /// The first legacy encoding met, with the cell.
    pub legacy: Option<(Encoding, Address)>,
}

impl<'a> View<'a> {
    /// Looks every text of a sheet up once.
    pub fn new(workbook: &'a Workbook, sheet: &'a Sheet, memory: &mut Memory) -> Self {
        let meanings: Vec<Option<Rc<Meaning>>> =
            sheet.cells.iter().map(|cell| meaning(cell, &workbook.styles, memory)).collect();
        let decoded =
            |(cell, meaning): (&Cell, &Option<Rc<Meaning>>)| Some((meaning.as_ref()?.legacy?, cell.at));
        Self {
            sheet,
            rows: rows_of(&sheet.cells),
            is_1904: workbook.is_1904,
            styles: &workbook.styles,
            merges: Merges::new(&sheet.merges),
            legacy: sheet.cells.iter().zip(&meanings).find_map(decoded),
            meanings,
            dispositions: vec![Disposition::Open; sheet.cells.len()],
            // What the reader passed over, because nothing in the sheet is asked for, has the disposition of all its cells.
            account: Dispositions { another_sheet: sheet.cells_passed, ..Dispositions::default() },
        }
    }

    /// The cells of a row with their positions.
    pub fn cells(&self, row: &Row) -> impl Iterator<Item = (usize, &'a Cell)> + use<'a> {
        let sheet = self.sheet;
        row.cells.clone().filter_map(move |position| Some((position, sheet.cells.get(position)?)))
    }

    /// The tidied text of a text cell; empty for any other.
    pub fn text(&self, position: usize) -> &str {
        self.meaning(position).map_or("", |meaning| &meaning.tidy)
    }

    /// What a text cell means; none for any other.
    pub fn meaning(&self, position: usize) -> Option<&Meaning> {
        self.meanings.get(position)?.as_deref()
    }

    /// The row with a sheet index, where it has cells.
    pub fn row(&self, index: u32) -> Option<&Row> {
        let at = self.rows.binary_search_by_key(&index, |row| row.index).ok()?;
        self.rows.get(at)
    }

    /// The rows with cells from one sheet index up to, not including, another.
    pub fn rows_between(&self, first: u32, end: u32) -> &[Row] {
        let from = self.rows.partition_point(|row| row.index < first);
        let until = self.rows.partition_point(|row| row.index < end);
        self.rows.get(from..until).unwrap_or_default()
    }

    /// The position of the cell at an address.
    pub fn position(&self, row: &Row, column: u32) -> Option<usize> {
        let cells = self.sheet.cells.get(row.cells.clone())?;
        let offset = cells.binary_search_by_key(&column, |cell| cell.at.column).ok()?;
        Some(row.cells.start + offset)
    }

    /// The merged rectangle over an address, where there is one.
    pub fn merge_at(&self, at: Address) -> Option<&Merge> {
        self.merges.at(at)
    }

    /// The cell at a position.
    pub fn cell(&self, position: usize) -> Option<&'a Cell> {
        self.sheet.cells.get(position)
    }

    /// The style of a cell; the default style where the index is out of range.
    pub fn style(&self, cell: &Cell) -> &'a Style {
        static PLAIN: std::sync::LazyLock<Style> = std::sync::LazyLock::new(Style::default);
        self.styles.get(cell.style as usize).or_else(|| self.styles.first()).unwrap_or(&PLAIN)
    }

    /// Whether a cell holds a number, or text that is nothing but one: in a csv file every number is text.
    pub fn is_number(&self, position: usize, locale: Locale) -> bool {
        match self.cell(position).map(|cell| &cell.value) {
            Some(Value::Number(_)) => true,
            Some(Value::Text(_)) => self.meaning(position).is_some_and(|meaning| meaning.is_number(locale)),
            _ => false,
        }
    }

    /// Decides what became of a cell. The first decision stands.
    pub fn settle(&mut self, position: usize, disposition: Disposition) {
        if let Some(open) = self.dispositions.get_mut(position).filter(|d| **d == Disposition::Open) {
            *open = disposition;
            count(&mut self.account, disposition);
        }
    }

    /// Decides for all cells of a row that are still open.
    pub fn settle_row(&mut self, row: &Row, disposition: Disposition) {
        row.cells.clone().for_each(|position| self.settle(position, disposition));
    }

    /// Whether a cell is still open.
    pub fn is_open(&self, position: usize) -> bool {
        self.dispositions.get(position) == Some(&Disposition::Open)
    }

    /// The second count of the conservation account, as far as cells were settled. Open cells are counted nowhere.
    pub const fn account(&self) -> Dispositions {
        self.account
    }
}

const fn count(account: &mut Dispositions, disposition: Disposition) {
    match disposition {
        Disposition::Open => {}
        Disposition::Fact => account.fact += 1,
        Disposition::Structure => account.structure += 1,
        Disposition::AnotherSheet => account.another_sheet += 1,
        Disposition::OutsideTable => account.outside_table += 1,
        Disposition::Note => account.note += 1,
        Disposition::Rejected => account.rejected += 1,
    }
}

/// The meaning of a text cell.
fn meaning(cell: &Cell, styles: &[Style], memory: &mut Memory) -> Option<Rc<Meaning>> {
    let font = styles.get(cell.style as usize).map_or("", |style| &*style.font);
    let Value::Text(text) = &cell.value else { return None };
    Some(memory.meaning(text, font))
}

/// Groups cells in row order into rows.
fn rows_of(cells: &[Cell]) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for (position, cell) in cells.iter().enumerate() {
        match rows.last_mut() {
            Some(row) if row.index == cell.at.row => row.cells.end = position + 1,
            _ => rows.push(Row { index: cell.at.row, cells: position..position + 1 }),
        }
    }
    rows
}
