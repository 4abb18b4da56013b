//! One scan over the bytes of a sheet, straight to its cells.
//!
//! Enters: the part whole, or window after window. Leaves: a [`Sheet`]. A window that ends inside a cell is told so by the count of
//! bytes used; the caller comes back with the rest. What can go wrong: with a cell, a flag; XML that is not understood is refused.

use super::address::{index, rectangle};
use super::quick;
use super::scout::Scout;
use super::strings::Strings;
use super::styles::Styles;
use super::text::{Prefix, is_true};
use crate::model::Sheet;
use crate::model::cell::{LAST_COLUMN, LAST_ROW};
use crate::read::gather::{Gather, Stop, Tally};
use crate::read::xml::{Event, Scanner, Trouble};

/// What a cell's markup says, before it is understood.
pub(super) struct SheetReader<'s, 'l> {
    pub(super) gather: Gather,
    pub(super) tally: &'s mut Tally<'l>,
    pub(super) strings: &'s mut Strings,
    pub(super) styles: &'s mut Styles,
    pub(super) prefix: Option<Prefix>,
    /// The current row; `None` where its number is none.
    pub(super) row: Option<u32>,
    /// Where a cell without an address stands.
    pub(super) next_column: u32,
    next_row: u32,
    depth: usize,
    inside: Inside,
    has_data: bool,
    /// Says which cells need not be held, in a sheet that is too large for all of them.
    pub(super) scout: Option<Scout<'s>>,
}

/// Which list the scanner is in: elements of the same names elsewhere are no cells.
#[derive(Clone, Copy, PartialEq)]
enum Inside {
    Elsewhere,
    Columns,
    Data,
    Merges,
}

/// Either the bytes of this window end here, or the reader stops.
pub(super) enum Halt {
    /// The window ends inside an element.
    Cut,
    /// The reader stops.
    Stop(Stop),
}

impl From<Trouble> for Halt {
    fn from(trouble: Trouble) -> Self {
        if trouble == Trouble::Cut { Self::Cut } else { Self::Stop(trouble.into()) }
    }
}

impl From<Stop> for Halt {
    fn from(stop: Stop) -> Self {
        Self::Stop(stop)
    }
}

impl<'s, 'l> SheetReader<'s, 'l> {
    /// A reader of one sheet.
    pub(super) fn new(
        gather: Gather,
        tally: &'s mut Tally<'l>,
        strings: &'s mut Strings,
        styles: &'s mut Styles,
    ) -> Self {
        Self {
            gather,
            tally,
            strings,
            styles,
            prefix: None,
            row: None,
            next_column: 0,
            next_row: 0,
            depth: 0,
            inside: Inside::Elsewhere,
            has_data: false,
            scout: None,
        }
    }

    /// Whether the sheet has to be read again, with every cell.
    pub(super) fn has_passed_too_much(&self) -> bool {
        self.scout.as_ref().is_some_and(|scout| scout.is_too_late)
    }

    /// Reads as far as the bytes go, and says how many are done with.
    pub(super) fn feed(&mut self, bytes: &[u8], is_last: bool) -> Result<usize, Stop> {
        let mut scanner = Scanner::resume(bytes, self.depth);
        loop {
            // Between steps no tag is open and no end tag is owed, so position and depth are all there is to remember.
            let (done, depth) = (scanner.position(), scanner.depth());
            match self.step(&mut scanner) {
                Ok(true) => {}
                Ok(false) => {
                    self.depth = scanner.depth();
                    return Ok(bytes.len());
                }
                Err(Halt::Cut) if !is_last => {
                    self.depth = depth;
                    return Ok(done);
                }
                Err(Halt::Cut) => return Err(Trouble::Cut.into()),
                Err(Halt::Stop(stop)) => return Err(stop),
            }
        }
    }

    /// The finished sheet.
    pub(super) fn finish(self) -> Result<Sheet, Stop> {
        if self.has_data {
            Ok(self.gather.finish(self.tally))
        } else {
            Err(Stop::Refused("calamine: sheet without data"))
        }
    }

    /// One element or less; whether there is more. Nothing is changed before the step is complete, so that a cut one can be repeated.
    fn step(&mut self, scanner: &mut Scanner) -> Result<bool, Halt> {
        if self.inside == Inside::Data && self.cells_quickly(scanner)? {
            return Ok(true);
        }
        let Some(prefix) = &self.prefix else {
            let prefix = open_root(scanner)?;
            self.prefix = Some(prefix);
            return Ok(true);
        };
        match scanner.event()? {
            Event::Open(name) => match (prefix.local(name), self.inside) {
                (Some(b"c"), Inside::Data) => self.cell(scanner)?,
                (Some(b"row"), Inside::Data) => self.open_row(scanner)?,
                (Some(b"col"), Inside::Columns) => self.column(scanner)?,
                (Some(b"mergeCell"), Inside::Merges) => self.merge(scanner)?,
                (local, _) => {
                    let inside = local.and_then(Inside::named);
                    self.refuse_rebinding(scanner)?;
                    self.inside = inside.unwrap_or(self.inside);
                    self.has_data |= inside == Some(Inside::Data);
                    if scanner.is_empty_element() {
                        self.leave(local);
                        scanner.event()?;
                    }
                }
            },
            Event::Close(name) => {
                let local = prefix.local(name);
                self.leave(local);
            }
            Event::Text(_) | Event::Raw(_) => {}
            Event::End => return Ok(false),
        }
        Ok(true)
    }

    /// Cells and rows that stand there as nearly all do; whether there was one.
    fn cells_quickly(&mut self, scanner: &mut Scanner) -> Result<bool, Halt> {
        let mut is_any = false;
        if !self.prefix.as_ref().is_some_and(Prefix::is_none) {
            return Ok(false);
        }
        while let Some(ahead) = scanner.ahead() {
            if let Some((markup, behind)) = quick::cell(ahead) {
                self.take(&markup)?;
                scanner.jump(behind);
            } else if let Some((row, behind)) = quick::next_row(ahead) {
                self.enter_row(Some(row));
                scanner.jump(behind);
            } else {
                return Ok(is_any);
            }
            is_any = true;
        }
        Ok(is_any)
    }

    fn leave(&mut self, local: Option<&[u8]>) {
        if local.and_then(Inside::named).is_some() {
            self.inside = Inside::Elsewhere;
        }
    }

    fn open_row(&mut self, scanner: &mut Scanner) -> Result<(), Halt> {
        let (mut number, mut is_hidden) = (None, false);
        while let Some((name, value)) = scanner.attribute()? {
            match name {
                b"r" => number = Some(value),
                b"hidden" => is_hidden = is_true(value),
                _ => self.refuse_rebound(name, value)?,
            }
        }
        if scanner.is_empty_element() {
            scanner.event()?;
        }
        let row = match number {
            Some(number) => index(number).and_then(|number| number.checked_sub(1)),
            None => Some(self.next_row),
        };
        self.enter_row(row.filter(|row| *row <= LAST_ROW));
        if let Some(row) = self.row.filter(|_| is_hidden) {
            self.gather.sheet().hidden_rows.push(row);
        }
        Ok(())
    }

    fn enter_row(&mut self, row: Option<u32>) {
        self.row = row;
        self.next_row = row.map_or(self.next_row, |row| row + 1);
        self.next_column = 0;
    }

    fn column(&mut self, scanner: &mut Scanner) -> Result<(), Halt> {
        let (mut first, mut last, mut is_hidden) = (None, None, false);
        while let Some((name, value)) = scanner.attribute()? {
            match name {
                b"min" => first = index(value),
                b"max" => last = index(value),
                b"hidden" => is_hidden = is_true(value),
                _ => {}
            }
        }
        if scanner.is_empty_element() {
            scanner.event()?;
        }
        let (Some(first), Some(last)) = (first, last) else { return Ok(()) };
        if is_hidden && (1..=LAST_COLUMN + 1).contains(&first) && first <= last {
            self.gather.sheet().hidden_columns.push((first - 1, (last - 1).min(LAST_COLUMN)));
        }
        Ok(())
    }

    fn merge(&mut self, scanner: &mut Scanner) -> Result<(), Halt> {
        let mut merge = None;
        while let Some((name, value)) = scanner.attribute()? {
            if name == b"ref" {
                merge = rectangle(value);
            }
        }
        if scanner.is_empty_element() {
            scanner.event()?;
        }
        self.gather.sheet().merges.extend(merge);
        Ok(())
    }

    /// Passes over the attributes of a tag, unless they change what prefixes mean.
    pub(super) fn refuse_rebinding(&self, scanner: &mut Scanner) -> Result<(), Halt> {
        while let Some((name, value)) = scanner.attribute()? {
            self.refuse_rebound(name, value)?;
        }
        Ok(())
    }

    pub(super) fn refuse_rebound(&self, name: &[u8], value: &[u8]) -> Result<(), Halt> {
        let is_rebound = self.prefix.as_ref().is_some_and(|prefix| prefix.is_rebound(name, value));
        if is_rebound { Err(Stop::Refused("calamine: namespaces").into()) } else { Ok(()) }
    }
}

impl Inside {
    fn named(local: &[u8]) -> Option<Self> {
        Some(match local {
            b"sheetData" => Self::Data,
            b"cols" => Self::Columns,
            b"mergeCells" => Self::Merges,
            _ => return None,
        })
    }
}

/// The root may come in a later window than a long prologue: then the window is repeated.
fn open_root(scanner: &mut Scanner) -> Result<Prefix, Halt> {
    let mut probe = *scanner;
    loop {
        match probe.event()? {
            Event::Open(_) => break,
            Event::End => return Err(Halt::Cut),
            _ => {}
        }
    }
    probe.finish_tag()?;
    let prefix = Prefix::open_root(scanner)?;
    if scanner.is_empty_element() {
        scanner.event()?;
    }
    Ok(prefix)
}
