//! What every reader hands its cells to: limits, order, doubles and flags are judged here, the same for each format.
//!
//! Enters: cells in the order of the file. Leaves: a [`Sheet`] whose cells are in row order, and the flags. What can go wrong with a cell
//! (too long a text, a number that is not finite, an address twice) is a flag and the cell is left out; a
//! workbook beyond its limits stops the reading.

use crate::model::cell::{LAST_COLUMN, LAST_ROW};
use crate::model::workbook::Merge;
use crate::model::{Address, Cell, Check, Flag, Place, Sheet, Value};
use crate::pipeline::Limits;

/// More flags than this on single cells say nothing new: the rest is counted in one.
const FLAGS_KEPT: u64 = 100;

/// Why a reader stops.
#[derive(Debug)]
pub(crate) enum Stop {
    /// The file is out.
    Fatal(Box<Flag>),
    /// The reader does not understand the file; another may.
    Refused(&'static str),
    /// Only a reader that is not bounded could read the file, and none may be used.
    BeyondReach,
}

impl Stop {
    /// A file that cannot be read, and why.
    pub(crate) fn unreadable(why: &str) -> Self {
        Self::Fatal(Box::new(Flag::new(Check::UnreadableFile, Place::file(), why)))
    }

    /// A file that is no spreadsheet, and what it is.
    pub(crate) fn wrong_type(what: &str) -> Self {
        Self::Fatal(Box::new(Flag::new(Check::WrongType, Place::file(), what)))
    }

    /// A file that is protected by a password.
    pub(crate) fn encrypted(format: &str) -> Self {
        Self::Fatal(Box::new(Flag::new(Check::Encrypted, Place::file(), format)))
    }

    /// A limit that is exceeded.
    pub(crate) fn limit(check: Check, found: u64, limit: u64) -> Self {
        let flag = Flag::new(check, Place::file(), found.to_string()).expected(limit.to_string());
        Self::Fatal(Box::new(flag))
    }
}

/// The flags and counts of a workbook.
#[derive(Debug)]
pub(crate) struct Tally<'l> {
    limits: &'l Limits,
    /// The last row and column in which a cell may be filled: those of the limits, or of any spreadsheet.
    last: (u32, u32),
    cells: u64,
    /// Bytes of all texts: one long shared string behind a million cells must not fill the memory.
    text_bytes: u64,
    flags: Vec<Flag>,
    flagged: u64,
}

/// What a tally had counted at one time.
pub(crate) struct Mark {
    cells: u64,
    text_bytes: u64,
    flags: usize,
    flagged: u64,
}

impl<'l> Tally<'l> {
    /// Nothing read yet.
    pub(crate) fn new(limits: &'l Limits) -> Self {
        let within =
            |most: u64, last: u32| u32::try_from(most - most.min(1)).map_or(last, |most| most.min(last));
        let last = (within(limits.rows, LAST_ROW), within(limits.columns, LAST_COLUMN));
        Self { limits, last, cells: 0, text_bytes: 0, flags: Vec::new(), flagged: 0 }
    }

    /// The limits in force.
    pub(crate) fn limits(&self) -> &'l Limits {
        self.limits
    }

    /// Refuses a workbook with too many sheets.
    pub(crate) fn check_sheets(&self, sheets: usize) -> Result<(), Stop> {
        let sheets = sheets as u64;
        if sheets > self.limits.sheets {
            return Err(Stop::limit(Check::LimitSheets, sheets, self.limits.sheets));
        }
        Ok(())
    }

    /// Refuses a workbook with too many shared strings.
    pub(crate) fn check_strings(limits: &Limits, strings: usize) -> Result<(), Stop> {
        let strings = strings as u64;
        if strings > limits.strings {
            return Err(Stop::limit(Check::LimitStrings, strings, limits.strings));
        }
        Ok(())
    }

    /// Refuses a workbook with a filled cell beyond the last row or column that the limits allow.
    fn check_place(&self, at: Address) -> Result<(), Stop> {
        let (row, column) = (u64::from(at.row) + 1, u64::from(at.column) + 1);
        if row > self.limits.rows {
            return Err(Stop::limit(Check::LimitRows, row, self.limits.rows));
        }
        if column > self.limits.columns {
            return Err(Stop::limit(Check::LimitColumns, column, self.limits.columns));
        }
        Ok(())
    }

    /// Keeps a flag, up to the cap.
    pub(crate) fn flag(&mut self, flag: Flag) {
        self.flagged += 1;
        if self.flagged <= FLAGS_KEPT {
            self.flags.push(flag);
        }
    }

    /// Keeps a flag on a cell, which counts as one: a repeated cell that is left out a thousand million times must come to an end as well.
    pub(crate) fn flag_cell(&mut self, flag: impl FnOnce() -> Flag) -> Result<(), Stop> {
        self.flagged += 1;
        if self.flagged <= FLAGS_KEPT {
            self.flags.push(flag());
        }
        if self.flagged > self.limits.cells {
            return Err(Stop::limit(Check::LimitCells, self.flagged, self.limits.cells));
        }
        Ok(())
    }

    /// The flags, with one more that counts those beyond the cap.
    pub(crate) fn into_flags(mut self) -> Vec<Flag> {
        if self.flagged > FLAGS_KEPT {
            let rest = format!("+{}", self.flagged - FLAGS_KEPT);
            self.flags.push(Flag::new(Check::BrokenCell, Place::file(), rest));
        }
        self.flags
    }

    /// Where a sheet begins, for one that may have to be read again.
    pub(crate) fn mark(&self) -> Mark {
        Mark {
            cells: self.cells,
            text_bytes: self.text_bytes,
            flags: self.flags.len(),
            flagged: self.flagged,
        }
    }

    /// Forgets what was counted since.
    pub(crate) fn back_to(&mut self, mark: Mark) {
        (self.cells, self.text_bytes, self.flagged) = (mark.cells, mark.text_bytes, mark.flagged);
        self.flags.truncate(mark.flags);
    }

    /// Whether nothing was read and nothing was found wrong.
    pub(crate) fn is_empty(&self) -> bool {
        self.cells == 0 && self.flagged == 0
    }

    #[inline]
    fn count_cell(&mut self) -> Result<(), Stop> {
        self.cells += 1;
        if self.cells > self.limits.cells {
            return Err(Stop::limit(Check::LimitCells, self.cells, self.limits.cells));
        }
        Ok(())
    }

    fn count_text(&mut self, text: &str) -> Result<(), Stop> {
        self.text_bytes += text.len() as u64;
        if self.text_bytes > self.limits.inflated_bytes {
            return Err(Stop::limit(Check::LimitInflatedSize, self.text_bytes, self.limits.inflated_bytes));
        }
        Ok(())
    }

    fn too_long(&self, text: &str) -> Option<u64> {
        // Characters are never more than bytes: nearly every text is settled without counting them.
        if text.len() as u64 <= self.limits.text_chars {
            return None;
        }
        let characters = text.chars().count() as u64;
        (characters > self.limits.text_chars).then_some(characters)
    }
}

/// A sheet under construction.
#[derive(Debug)]
pub(crate) struct Gather {
    sheet: Sheet,
    is_sorted: bool,
}

impl Gather {
    /// An empty sheet of a name.
    pub(crate) fn new(name: &str) -> Self {
        Self { sheet: Sheet { name: name.into(), ..Sheet::default() }, is_sorted: true }
    }

    /// The sheet, for what stands around its cells.
    pub(crate) fn sheet(&mut self) -> &mut Sheet {
        &mut self.sheet
    }

    /// Flags a cell that is left out; of one that is nowhere, that it is.
    pub(crate) fn reject(
        &self,
        tally: &mut Tally,
        check: Check,
        at: Address,
        found: impl Into<String>,
    ) -> Result<(), Stop> {
        if is_beyond(at) {
            return self.reject_beyond(tally, (at.row.into(), at.column.into()));
        }
        tally.flag_cell(|| Flag::new(check, Place::cell(&self.sheet.name, at), found))
    }

    /// Flags a cell whose address is none: zero-based row and column.
    pub(crate) fn reject_beyond(&self, tally: &mut Tally, (row, column): (u64, u64)) -> Result<(), Stop> {
        let found = || format!("R{}C{}", row.saturating_add(1), column.saturating_add(1));
        tally.flag_cell(|| Flag::new(Check::BeyondLimits, Place::sheet(&self.sheet.name), found()))
    }

    /// Makes room for so many cells: growing copies them again and again.
    pub(crate) fn expect_cells(&mut self, number: usize) {
        self.sheet.cells.reserve(number);
    }

    /// Takes a cell, unless it holds nothing or what it holds cannot be.
    #[inline]
    pub(crate) fn push(&mut self, tally: &mut Tally, cell: Cell) -> Result<(), Stop> {
        if cell.at.row > tally.last.0 || cell.at.column > tally.last.1 {
            if !is_beyond(cell.at) {
                tally.check_place(cell.at)?;
            }
            return self.reject_beyond(tally, (cell.at.row.into(), cell.at.column.into()));
        }
        let text: &str = match &cell.value {
            Value::Number(number) if !number.is_finite() => {
                return self.reject(tally, Check::NotFinite, cell.at, number.to_string());
            }
            Value::Number(_) | Value::Boolean(_) | Value::NotCalculated => return self.place(tally, cell),
            Value::Text(text) => text,
            Value::IsoDate(text) | Value::Error(text) => text,
        };
        if text.is_empty() {
            return Ok(());
        }
        // A text that is too long counts too: a repeated one is looked at as often.
        tally.count_text(text)?;
        match tally.too_long(text) {
            Some(characters) => self.reject_long(tally, cell.at, characters),
            None => self.place(tally, cell),
        }
    }

    /// Counts a cell that need not be held.
    pub(crate) fn pass(&mut self, tally: &mut Tally, at: Address) -> Result<(), Stop> {
        if at.row > tally.last.0 || at.column > tally.last.1 {
            tally.check_place(at)?;
        }
        tally.count_cell()?;
        self.sheet.cells_read += 1;
        self.sheet.cells_passed += 1;
        Ok(())
    }

    /// The finished sheet.
    pub(crate) fn finish(mut self, tally: &mut Tally) -> Sheet {
        if !self.is_sorted {
            self.sort(tally);
        }
        self.sheet.hidden_rows.sort_unstable();
        self.sheet.hidden_rows.dedup();
        self.sheet.hidden_columns = joined(std::mem::take(&mut self.sheet.hidden_columns));
        self.sheet.merges.retain(is_range);
        self.sheet
    }

    #[inline]
    fn place(&mut self, tally: &mut Tally, cell: Cell) -> Result<(), Stop> {
        match self.sheet.cells.last().map(|last| last.at.cmp(&cell.at)) {
            Some(std::cmp::Ordering::Equal) => {
                return self.reject(tally, Check::CellTwice, cell.at, cell.at.to_string());
            }
            Some(std::cmp::Ordering::Greater) => self.is_sorted = false,
            Some(std::cmp::Ordering::Less) | None => {}
        }
        tally.count_cell()?;
        self.sheet.cells_read += 1;
        self.sheet.cells.push(cell);
        Ok(())
    }

    fn reject_long(&self, tally: &mut Tally, at: Address, characters: u64) -> Result<(), Stop> {
        let limit = tally.limits.text_chars;
        let place = || Place::cell(&self.sheet.name, at);
        let flag = || Flag::new(Check::LimitTextLength, place(), characters.to_string());
        tally.flag_cell(|| flag().expected(limit.to_string()))
    }

    /// Puts cells that came out of order into row order; the first of two at one address stays.
    fn sort(&mut self, tally: &mut Tally) {
        let cells = std::mem::take(&mut self.sheet.cells);
        let mut sorted = cells;
        sorted.sort_by_key(|cell| cell.at);
        let mut last = None;
        for cell in sorted {
            if last == Some(cell.at) {
                let place = Place::cell(&self.sheet.name, cell.at);
                tally.flag(Flag::new(Check::CellTwice, place, cell.at.to_string()));
                self.sheet.cells_read -= 1;
            } else {
                last = Some(cell.at);
                self.sheet.cells.push(cell);
            }
        }
    }
}

/// Whether a merged range has its corners in order, and within the sheet: a binary file may say anything.
fn is_range(merge: &Merge) -> bool {
    let Merge { first, last } = merge;
    let is_ordered = first.row <= last.row && first.column <= last.column;
    is_ordered && last.row <= LAST_ROW && last.column <= LAST_COLUMN
}

/// Whether no spreadsheet has a cell there.
#[inline]
fn is_beyond(at: Address) -> bool {
    at.row > LAST_ROW || at.column > LAST_COLUMN
}

/// Ranges of columns, ascending, those that touch as one: a file may list the same column a million times. One that ends before it begins is none.
fn joined(mut ranges: Vec<(u32, u32)>) -> Vec<(u32, u32)> {
    ranges.retain(|(first, last)| first <= last);
    ranges.sort_unstable();
    let mut joined: Vec<(u32, u32)> = Vec::with_capacity(ranges.len().min(64));
    for (first, last) in ranges {
        match joined.last_mut() {
            Some((_, end)) if first <= end.saturating_add(1) => *end = last.max(*end),
            _ => joined.push((first, last)),
        }
    }
    joined
}

#[cfg(test)]
mod tests;
