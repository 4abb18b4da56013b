//! Formats that calamine reads for us, and xlsx that our own reader refused.
//!
//! Enters: bytes whose size was checked. Leaves: a [`Workbook`]. What can go wrong: an error of calamine on a cell is a flag on the sheet, since
//! calamine does not say which cell; an error on the file makes it unreadable.

mod records;
mod references;

use super::archive::Archive;
use super::gather::{Gather, Stop, Tally};
use super::xlsx::damaged;
use crate::model::workbook::Merge;
use crate::model::{
    Address, Cell, Check, Flag, Format, Place, Properties, Sheet, SheetState, Style, Value, Workbook,
};
use crate::pipeline::Limits;
use calamine::{Data, DataRef, Dimensions, Range, Reader, SheetType, SheetVisible, Xls, Xlsb, Xlsx};
use records::Records;
use references::References;
use std::collections::HashSet;
use std::io::Cursor;

/// calamine repeats an error at the end of a sheet for ever.
const ERRORS_MOST: u32 = 100;
/// calamine holds texts, merges and names of open tags without a bound of its own: what it is given for want of a better reader stays small.
const PART_MOST: u64 = 256 << 20;
/// Index of the style that stands for any date format, where styles are not known.
const DATE: u32 = 1;

type Bytes<'a> = Cursor<&'a [u8]>;
/// Row and column of a cell, what it holds, and whether it has a formula.
type Read = ((u32, u32), Data, bool);

/// Whether every part is what the directory says, which calamine trusts, and none has a reference that it would wrap round.
pub(crate) fn vet(archive: &Archive, chunk: &mut Vec<u8>) -> Result<(), Stop> {
    if archive.largest_part() > PART_MOST {
        return Err(Stop::unreadable("XML (256 MiB)"));
    }
    let mut part = (0, References::default());
    let mut is_wrapped = false;
    let look = |at: usize, bytes: &[u8]| {
        if part.0 != at {
            part = (at, References::default());
        }
        is_wrapped |= part.1.wrap_in(bytes);
    };
    archive.verify_each(chunk, look).map_err(damaged)?;
    if is_wrapped { Err(Stop::unreadable("XML (r)")) } else { Ok(()) }
}

/// Whether every part of an xlsb is what the directory says, and no sheet has a record that calamine would misread in silence.
pub(crate) fn vet_binary(archive: &Archive, chunk: &mut Vec<u8>) -> Result<(), Stop> {
    let mut part = (0, Records::default());
    let mut trouble = None;
    let look = |at: usize, bytes: &[u8]| {
        if part.0 != at {
            part = (at, Records::default());
        }
        trouble = trouble.or_else(|| part.1.trouble_in(bytes));
    };
    archive.verify_each(chunk, look).map_err(damaged)?;
    trouble.map_or(Ok(()), |what| Err(Stop::unreadable(what)))
}

/// Reads an xlsx that our own reader did not understand, and that was [vetted](vet).
pub(crate) fn xlsx(bytes: &[u8], limits: &Limits, why: &'static str) -> Result<Workbook, Stop> {
    let mut book: Xlsx<Bytes> = open(bytes)?;
    let mut building = Building::new(Format::Xlsx, limits, why, book.has_1904_epoch());
    let listed = building.list(book.sheets_metadata())?;
    for (name, state) in listed {
        let mut gather = building.begin(&name, state);
        let merges = book.merge_cells_by_sheet_name(&name).unwrap_or_default();
        gather.sheet().merges.extend(merges.iter().map(merge));
        let mut reader = book.worksheet_cells_reader(&name).map_err(failed)?;
        // What expands shared formulas makes room for as many as the largest index says: with a hostile one the process aborts.
        building.cells(&mut gather, || {
            let read = reader.next_cell_with_formula_metadata().map_err(failed_text)?;
            Ok(read.map(|cell| (cell.pos, Data::from(cell.value), cell.formula.is_some())))
        })?;
        building.end(gather);
    }
    building.finish(book.defined_names().to_vec())
}

/// Reads an xlsb.
pub(crate) fn xlsb(bytes: &[u8], limits: &Limits) -> Result<Workbook, Stop> {
    let mut book: Xlsb<Bytes> = open(bytes)?;
    let mut building = Building::new(Format::Xlsb, limits, "calamine: xlsb", book.has_1904_epoch());
    let listed = building.list(book.sheets_metadata())?;
    for (name, state) in listed {
        let mut gather = building.begin(&name, state);
        let mut formulas = HashSet::new();
        let mut reader = book.worksheet_cells_reader(&name).map_err(failed)?;
        building.formulas(&mut gather, &mut formulas, || reader.next_formula().map_err(failed_text))?;
        drop(reader);
        let mut reader = book.worksheet_cells_reader(&name).map_err(failed)?;
        building.cells(&mut gather, || {
            let read = reader.next_cell().map_err(failed_text)?;
            let cell = |cell: calamine::Cell<DataRef>| {
                let at = cell.get_position();
                (at, Data::from(cell.get_value().clone()), formulas.contains(&address(at)))
            };
            Ok(read.map(cell))
        })?;
        building.errors(&mut gather, &formulas)?;
        building.end(gather);
    }
    building.finish(book.defined_names().to_vec())
}

/// Reads an xls that our own reader did not understand.
pub(crate) fn xls(bytes: &[u8], limits: &Limits, why: &'static str) -> Result<Workbook, Stop> {
    let mut book: Xls<Bytes> = open(bytes)?;
    let mut building = Building::new(Format::Xls, limits, why, book.has_1904_epoch());
    for (name, state) in building.list(book.sheets_metadata())? {
        let mut gather = building.begin(&name, state);
        let merges = book.merge_cells_by_sheet_name(&name).unwrap_or_default();
        gather.sheet().merges.extend(merges.iter().map(merge));
        let range = book.worksheet_range(&name).map_err(failed)?;
        let formulas = book.worksheet_formula(&name).map_err(failed)?;
        building.dense(&mut gather, &range, &formulas)?;
        building.end(gather);
    }
    building.finish(book.defined_names().to_vec())
}

fn open<'a, R: Reader<Bytes<'a>, Error: std::fmt::Display>>(bytes: &'a [u8]) -> Result<R, Stop> {
    R::new(Cursor::new(bytes)).map_err(failed)
}

fn failed(error: impl std::fmt::Display) -> Stop {
    Stop::unreadable(&error.to_string())
}

fn failed_text(error: impl std::fmt::Display) -> String {
    error.to_string()
}

/// A workbook under construction.
struct Building<'l> {
    format: Format,
    reader: &'static str,
    is_1904: bool,
    tally: Tally<'l>,
    sheets: Vec<Sheet>,
    /// Formulas of the current sheet that give the empty text: cells that hold nothing.
    empty: HashSet<Address>,
}

impl<'l> Building<'l> {
    fn new(format: Format, limits: &'l Limits, reader: &'static str, is_1904: bool) -> Self {
        Self { format, reader, is_1904, tally: Tally::new(limits), sheets: Vec::new(), empty: HashSet::new() }
    }

    /// The sheets of cells. calamine finds them by their names: of two with the same one it would read the first twice.
    fn list(&mut self, listed: &[calamine::Sheet]) -> Result<Vec<(String, SheetState)>, Stop> {
        self.tally.check_sheets(listed.len())?;
        let (mut sheets, mut names) = (Vec::new(), HashSet::new());
        for sheet in listed.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet) {
            if names.insert(sheet.name.to_lowercase()) {
                sheets.push((sheet.name.clone(), state(sheet.visible)));
            } else {
                let place = Place::sheet(&sheet.name);
                self.tally.flag(Flag::new(Check::CellTwice, place, sheet.name.as_str()));
            }
        }
        Ok(sheets)
    }

    fn begin(&mut self, name: &str, state: SheetState) -> Gather {
        self.empty.clear();
        let mut gather = Gather::new(name);
        gather.sheet().state = state;
        gather
    }

    fn end(&mut self, gather: Gather) {
        self.sheets.push(gather.finish(&mut self.tally));
    }

    fn finish(self, names: Vec<(String, String)>) -> Result<Workbook, Stop> {
        if self.tally.is_empty() {
            return Err(Stop::Fatal(Box::new(Flag::new(Check::EmptyFile, Place::file(), ""))));
        }
        let date = Style { number_format: "dd/mm/yyyy".into(), is_date: true, ..Style::default() };
        Ok(Workbook {
            format: self.format,
            sheets: self.sheets,
            styles: [Style::default(), date].into(),
            is_1904: self.is_1904,
            properties: Properties::default(),
            names: names.into_iter().map(|(name, reference)| (name.into(), reference.into())).collect(),
            flags: self.tally.into_flags(),
            reader: self.reader,
        })
    }

    fn formulas(
        &mut self,
        gather: &mut Gather,
        found: &mut HashSet<Address>,
        mut next: impl FnMut() -> Result<Option<calamine::Cell<String>>, String>,
    ) -> Result<(), Stop> {
        let mut errors = 0;
        loop {
            match next() {
                Ok(Some(_)) if found.len() as u64 > self.tally.limits().cells => {
                    return Err(Stop::limit(
                        Check::LimitCells,
                        found.len() as u64,
                        self.tally.limits().cells,
                    ));
                }
                Ok(Some(cell)) if !cell.get_value().is_empty() => {
                    found.insert(address(cell.get_position()));
                }
                Ok(Some(_)) => {}
                Ok(None) => return Ok(()),
                Err(error) => self.bear(gather, &mut errors, error)?,
            }
        }
    }

    fn cells(
        &mut self,
        gather: &mut Gather,
        mut next: impl FnMut() -> Result<Option<Read>, String>,
    ) -> Result<(), Stop> {
        let mut errors = 0;
        loop {
            match next() {
                Ok(Some((at, value, is_formula))) => self.cell(gather, address(at), &value, is_formula)?,
                Ok(None) => return Ok(()),
                Err(error) => self.bear(gather, &mut errors, error)?,
            }
        }
    }

    /// calamine passes over a formula of an xlsb that gives an error, and does not say which: what has a formula and no cell is one.
    fn errors(&mut self, gather: &mut Gather, formulas: &HashSet<Address>) -> Result<(), Stop> {
        let delivered: HashSet<Address> = gather.sheet().cells.iter().map(|cell| cell.at).collect();
        let mut missing: Vec<Address> = formulas.difference(&delivered).copied().collect();
        missing.retain(|at| !self.empty.contains(at));
        missing.sort_unstable();
        for at in missing {
            let value = Value::Error("#ERROR!".into());
            gather.push(&mut self.tally, Cell { at, value, is_formula: true, style: 0 })?;
        }
        Ok(())
    }

    fn dense(
        &mut self,
        gather: &mut Gather,
        range: &Range<Data>,
        formulas: &Range<String>,
    ) -> Result<(), Stop> {
        let Some(start) = range.start() else { return Ok(()) };
        for (row, column, value) in range.used_cells() {
            let position = (start.0 + row as u32, start.1 + column as u32);
            let is_formula = formulas.get_value(position).is_some_and(|formula| !formula.is_empty());
            self.cell(gather, address(position), value, is_formula)?;
        }
        Ok(())
    }

    fn cell(&mut self, gather: &mut Gather, at: Address, value: &Data, is_formula: bool) -> Result<(), Stop> {
        let mut style = 0;
        let value = match value {
            Data::Empty if is_formula => Value::NotCalculated,
            Data::Empty => return Ok(()),
            Data::Int(number) => Value::Number(*number as f64),
            Data::Float(number) => Value::Number(*number),
            Data::String(text) if text.is_empty() && is_formula => {
                self.empty.insert(at);
                return Ok(());
            }
            Data::String(text) => Value::Text(text.as_str().into()),
            Data::Bool(value) => Value::Boolean(*value),
            Data::DateTime(date) => {
                style = DATE;
                Value::Number(date.as_f64())
            }
            Data::DateTimeIso(text) | Data::DurationIso(text) => Value::IsoDate(text.as_str().into()),
            Data::Error(error) => Value::Error(error.to_string().into()),
        };
        gather.push(&mut self.tally, Cell { at, value, is_formula, style })
    }

    fn bear(&mut self, gather: &mut Gather, errors: &mut u32, error: String) -> Result<(), Stop> {
        *errors += 1;
        if *errors > ERRORS_MOST {
            return Err(Stop::unreadable(&error));
        }
        self.tally.flag(Flag::new(Check::BrokenCell, Place::sheet(&gather.sheet().name), error));
        Ok(())
    }
}

fn address((row, column): (u32, u32)) -> Address {
    Address::new(row, column)
}

fn merge(dimensions: &Dimensions) -> Merge {
    Merge { first: address(dimensions.start), last: address(dimensions.end) }
}

fn state(visible: SheetVisible) -> SheetState {
    match visible {
        SheetVisible::Visible => SheetState::Visible,
        SheetVisible::Hidden => SheetState::Hidden,
        SheetVisible::VeryHidden => SheetState::VeryHidden,
    }
}

#[cfg(test)]
mod tests;
