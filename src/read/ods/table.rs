//! A `table:table` becomes a sheet.
//!
//! Enters: the scanner behind the element's name. Leaves: the sheet, or nothing where the table is a copy of another file's. What can go wrong: with a
//! cell, a flag. Repeats are never unfolded for nothing: a row of a million empty cells costs as much as one.

use super::cell::{self, Element, Held, count};
use super::styles::{Palette, StyleSheet};
use crate::model::cell::{LAST_COLUMN, LAST_ROW};
use crate::model::workbook::Merge;
use crate::model::{Address, Cell, Check, Sheet, SheetState};
use crate::read::gather::{Gather, Stop, Tally};
use crate::read::xml::{Event, Scanner, attribute_text};

struct Table<'r, 'l> {
    gather: Gather,
    tally: &'r mut Tally<'l>,
    styles: &'r StyleSheet,
    palette: &'r mut Palette,
    row: u64,
    /// How many columns are declared.
    column: u64,
    /// Where each default style of cells begins.
    defaults: Vec<(u64, String)>,
    hidden_rows: Vec<(u64, u64)>,
    is_foreign: bool,
}

/// A row's attributes.
struct Row {
    repeated: u64,
    is_hidden: bool,
}

/// Cells of a row that are held until its end; those beyond the last column need not be.
const CELLS_MOST: usize = 1 << 16;

/// Reads a table that was just opened.
pub(super) fn read(
    scanner: &mut Scanner,
    styles: &StyleSheet,
    palette: &mut Palette,
    tally: &mut Tally,
) -> Result<Option<Sheet>, Stop> {
    let (mut name, mut style) = (String::new(), String::new());
    while let Some((attribute, value)) = scanner.attribute()? {
        match attribute {
            b"table:name" => name = attribute_text(value)?,
            b"table:style-name" => style = attribute_text(value)?,
            _ => {}
        }
    }
    let mut table = Table {
        gather: Gather::new(&name),
        tally,
        styles,
        palette,
        row: 0,
        column: 0,
        defaults: Vec::new(),
        hidden_rows: Vec::new(),
        is_foreign: false,
    };
    if styles.is_hidden(&style) {
        table.gather.sheet().state = SheetState::Hidden;
    }
    table.read(scanner)?;
    Ok(table.finish())
}

impl Table<'_, '_> {
    fn read(&mut self, scanner: &mut Scanner) -> Result<(), Stop> {
        let outside = scanner.depth().saturating_sub(1);
        loop {
            match scanner.event()? {
                Event::Open(b"table:table-source") => self.is_foreign = true,
                Event::Open(b"table:table-column") => self.columns(scanner)?,
                Event::Open(b"table:table-row") => self.row(scanner)?,
                // Groups and headers only wrap columns and rows.
                Event::Open(
                    b"table:table-columns"
                    | b"table:table-header-columns"
                    | b"table:table-column-group"
                    | b"table:table-rows"
                    | b"table:table-header-rows"
                    | b"table:table-row-group",
                ) => {}
                Event::Open(_) => scanner.skip()?,
                Event::Close(_) if scanner.depth() <= outside => return Ok(()),
                Event::End => return Err(Stop::unreadable("content.xml")),
                _ => {}
            }
        }
    }

    fn finish(mut self) -> Option<Sheet> {
        if self.is_foreign {
            return None;
        }
        let hidden = std::mem::take(&mut self.hidden_rows);
        let mut sheet = self.gather.finish(self.tally);
        let is_hidden = |row: u32| {
            let at = hidden.partition_point(|(_, last)| *last < u64::from(row));
            hidden.get(at).is_some_and(|(first, _)| *first <= u64::from(row))
        };
        let mut rows: Vec<u32> =
            sheet.cells.iter().map(|cell| cell.at.row).filter(|r| is_hidden(*r)).collect();
        rows.extend(
            hidden
                .iter()
                .filter(|(first, last)| first == last)
                .filter_map(|(row, _)| u32::try_from(*row).ok()),
        );
        rows.sort_unstable();
        rows.dedup();
        sheet.hidden_rows = rows;
        Some(sheet)
    }

    fn columns(&mut self, scanner: &mut Scanner) -> Result<(), Stop> {
        let (mut repeated, mut is_hidden, mut style) = (1, false, String::new());
        while let Some((name, value)) = scanner.attribute()? {
            match name {
                b"table:number-columns-repeated" => repeated = count(&attribute_text(value)?),
                b"table:visibility" => is_hidden = value != b"visible",
                b"table:default-cell-style-name" => style = attribute_text(value)?,
                _ => {}
            }
        }
        let (first, behind) = (self.column, self.column.saturating_add(repeated));
        if let (true, Ok(first)) = (is_hidden && first <= u64::from(LAST_COLUMN), u32::try_from(first)) {
            let last = (behind - 1).min(LAST_COLUMN.into()) as u32;
            self.gather.sheet().hidden_columns.push((first, last));
        }
        self.defaults.push((first, style));
        self.column = behind;
        Ok(())
    }

    fn row(&mut self, scanner: &mut Scanner) -> Result<(), Stop> {
        let mut row = Row { repeated: 1, is_hidden: false };
        while let Some((name, value)) = scanner.attribute()? {
            match name {
                b"table:number-rows-repeated" => row.repeated = count(&attribute_text(value)?),
                b"table:visibility" => row.is_hidden = value != b"visible",
                _ => {}
            }
        }
        let cells = self.cells(scanner)?;
        let behind = self.row.saturating_add(row.repeated);
        if row.is_hidden {
            self.hidden_rows.push((self.row, behind - 1));
        }
        if !cells.is_empty() {
            self.deliver(&cells, self.row, behind)?;
        }
        self.row = behind;
        Ok(())
    }

    /// The cells of a row that hold something, each with its first column.
    fn cells(&mut self, scanner: &mut Scanner) -> Result<Vec<(u64, Element)>, Stop> {
        let outside = scanner.depth().saturating_sub(1);
        let (mut cells, mut column) = (Vec::new(), 0u64);
        loop {
            match scanner.event()? {
                Event::Open(b"table:table-cell" | b"table:covered-table-cell") => {
                    let element = cell::read(scanner, self.styles)?;
                    let behind = column.saturating_add(element.repeated);
                    self.merge(&element, column);
                    let is_far = column > u64::from(LAST_COLUMN) && cells.len() > CELLS_MOST;
                    match element.held {
                        Held::Nothing => {}
                        _ if is_far => self.gather.reject_beyond(self.tally, (self.row, behind - 1))?,
                        _ => cells.push((column, element)),
                    }
                    column = behind;
                }
                Event::Open(_) => scanner.skip()?,
                Event::Close(_) if scanner.depth() <= outside => return Ok(cells),
                Event::End => return Err(Stop::unreadable("content.xml")),
                _ => {}
            }
        }
    }

    fn merge(&mut self, element: &Element, column: u64) {
        let (rows, columns) = element.spanned;
        if rows == 1 && columns == 1 {
            return;
        }
        let last = address(
            (self.row.saturating_add(rows) - 1).min(LAST_ROW.into()),
            (column.saturating_add(columns) - 1).min(LAST_COLUMN.into()),
        );
        if let (Some(first), Some(last)) = (address(self.row, column), last) {
            self.gather.sheet().merges.push(Merge { first, last });
        }
    }

    fn deliver(&mut self, cells: &[(u64, Element)], first: u64, behind: u64) -> Result<(), Stop> {
        let last = behind.min(u64::from(LAST_ROW) + 1);
        for row in first..last {
            for (column, element) in cells {
                self.repeat(element, row, *column)?;
            }
        }
        for (column, _) in cells.iter().filter(|_| behind > last) {
            self.gather.reject_beyond(self.tally, (behind - 1, *column))?;
        }
        Ok(())
    }

    fn repeat(&mut self, element: &Element, row: u64, first: u64) -> Result<(), Stop> {
        let behind = first.saturating_add(element.repeated);
        let last = behind.min(u64::from(LAST_COLUMN) + 1);
        for column in first..last {
            let Some(at) = address(row, column) else { continue };
            match &element.held {
                Held::Nothing => {}
                Held::Broken(found) => {
                    self.gather.reject(self.tally, Check::BrokenCell, at, found.as_str())?
                }
                Held::Value(value) => {
                    let style = self.style(element, column);
                    let cell = Cell { at, value: value.clone(), is_formula: element.is_formula, style };
                    self.gather.push(self.tally, cell)?;
                }
            }
        }
        if behind > last {
            self.gather.reject_beyond(self.tally, (row, behind - 1))?;
        }
        Ok(())
    }

    fn style(&mut self, element: &Element, column: u64) -> u32 {
        let at = self.defaults.partition_point(|(first, _)| *first <= column);
        let declared = at.checked_sub(1).filter(|_| column < self.column);
        let default = declared.and_then(|at| self.defaults.get(at)).map_or("", |(_, name)| name);
        let name = if element.style.is_empty() { default } else { &element.style };
        self.palette.index(self.styles, name, &element.font)
    }
}

fn address(row: u64, column: u64) -> Option<Address> {
    let (row, column) = (u32::try_from(row).ok()?, u32::try_from(column).ok()?);
    (row <= LAST_ROW && column <= LAST_COLUMN).then_some(Address { row, column })
}
