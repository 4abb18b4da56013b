//! A one-pass reader of xlsx and xlsm, transitional and strict (ECMA-376): what SPEED.md and READING.md ask for and no library gives in
//! one pass (value, kind, format, font, formula without a value, hidden rows, merges, the address of a cell that fails).
//!
//! Enters: the archive and the name of its main part. Leaves: a [`Workbook`]. What can go wrong: with a cell, a flag; with the file as a
//! whole, [`Stop::Fatal`]; with XML that this reader does not understand, [`Stop::Refused`], and calamine gets its chance.

mod address;
mod book;
mod cell;
#[cfg(fuzzing)]
pub(super) mod fuzzing;
mod package;
mod properties;
mod quick;
mod scout;
mod sheet;
mod strings;
mod styles;
mod text;

use super::archive::{Archive, Damage, Entry};
use super::gather::{Gather, Stop, Tally};
use super::{Spare, Wanted};
use crate::model::{Check, Flag, Format, Place, Sheet, Value, Workbook};
use crate::pipeline::Limits;
use book::{Book, Listed};
pub(crate) use package::{Relation, Relations};
use scout::Scout;
use sheet::SheetReader;
pub(crate) use strings::StringBuffers;
use strings::Strings;
pub(crate) use styles::Styles;

/// A sheet larger than this is streamed, so that memory stays bounded whatever the sheet.
const HELD_WHOLE: u64 = 16 << 20;
/// Bytes of markup for a cell, about, and cells for which room is made at once: a sheet of blank cells has fewer than its bytes tell.
const BYTES_OF_CELL: usize = 64;
const MOST_EXPECTED: usize = 4_096;
/// The window of a streamed sheet. It grows only where a single cell does not fit.
const WINDOW: usize = 1 << 20;
/// No cell is larger than this: a longer one is no cell.
const WINDOW_MOST: usize = 64 << 20;

/// Reads the workbook that the package's relationships lead to.
pub(crate) fn read(
    archive: &Archive,
    package: &Relations,
    main: &str,
    (limits, wanted): (&Limits, Option<Wanted>),
    spare: &mut Spare,
) -> Result<Workbook, Stop> {
    let mut tally = Tally::new(limits);
    let relations = Relations::of(archive, main, spare)?;
    let book = Book::read(part(archive, main, spare)?)?;
    tally.check_sheets(book.sheets.len())?;
    let mut styles = read_styles(archive, &relations, spare)?;
    let mut strings = read_strings(archive, &relations, limits, spare)?;
    let mut inflated = 0u64;
    let mut names = Vec::with_capacity(book.sheets.len());
    let mut sheets = Vec::with_capacity(book.sheets.len());
    for listed in &book.sheets {
        let Some(target) = relations.worksheet(&listed.relation)? else { continue };
        let folded = listed.name.to_lowercase();
        if names.contains(&folded) {
            tally.flag(Flag::new(Check::CellTwice, Place::sheet(&listed.name), listed.name.as_str()));
            continue;
        }
        names.push(folded);
        let entry = find(archive, target)?;
        // A thousand sheets may show the same part, which the directory tells once.
        inflated = inflated.saturating_add(entry.size);
        if inflated > limits.inflated_bytes {
            return Err(Stop::limit(Check::LimitInflatedSize, inflated, limits.inflated_bytes));
        }
        let is_held = |wanted: &Wanted| entry.size <= HELD_WHOLE || (wanted.is_named)(&listed.name);
        let mark = tally.mark();
        let mut reader = SheetReader::new(Gather::new(&listed.name), &mut tally, &mut strings, &mut styles);
        reader.scout = wanted.filter(|wanted| !is_held(wanted)).map(Scout::new);
        let sheet = match read_sheet(archive, entry, listed, reader, spare)? {
            Some(sheet) => Some(sheet),
            None => {
                tally.back_to(mark);
                let gather = Gather::new(&listed.name);
                let reader = SheetReader::new(gather, &mut tally, &mut strings, &mut styles);
                read_sheet(archive, entry, listed, reader, spare)?
            }
        };
        let Some(mut sheet) = sheet else { continue };
        if book.is_uncalculated {
            forget_zeros(&mut sheet);
        }
        sheets.push(sheet);
    }
    spare.keep(strings.into_spare());
    if tally.is_empty() {
        return Err(Stop::Fatal(Box::new(Flag::new(Check::EmptyFile, Place::file(), ""))));
    }
    Ok(Workbook {
        format: Format::Xlsx,
        sheets,
        styles: styles.into_list(),
        is_1904: book.is_1904,
        properties: properties::read(archive, package, spare)?,
        names: book.names,
        flags: tally.into_flags(),
        reader: "own",
    })
}

/// Programs that write formulas without calculating them leave a zero in each: it is no result.
fn forget_zeros(sheet: &mut Sheet) {
    for cell in sheet.cells.iter_mut().filter(|cell| cell.is_formula && cell.value == Value::Number(0.0)) {
        cell.value = Value::NotCalculated;
    }
}

fn read_styles(archive: &Archive, relations: &Relations, spare: &mut Spare) -> Result<Styles, Stop> {
    match relations.target(Relation::Styles) {
        Some(target) => {
            let packed = archive.packed(find(archive, target)?);
            if let Some(known) = packed.and_then(|packed| spare.styles.find(&packed)) {
                return Ok(known);
            }
            let styles = Styles::read(part(archive, target, spare)?)?;
            packed.iter().for_each(|packed| spare.styles.keep(packed, &styles));
            Ok(styles)
        }
        None => Ok(Styles::none()),
    }
}

fn read_strings(
    archive: &Archive,
    relations: &Relations,
    limits: &Limits,
    spare: &mut Spare,
) -> Result<Strings, Stop> {
    let mut strings = Strings::new(spare.take());
    if let Some(target) = relations.target(Relation::SharedStrings) {
        strings.read(part(archive, target, spare)?, limits)?;
    }
    Ok(strings)
}

/// Reads one sheet; `None` where cells were passed over before a wanted text showed that they must be held.
fn read_sheet(
    archive: &Archive,
    entry: &Entry,
    listed: &Listed,
    mut reader: SheetReader,
    spare: &mut Spare,
) -> Result<Option<Sheet>, Stop> {
    if entry.size > HELD_WHOLE {
        stream(archive, entry, &mut reader, spare)?;
    } else {
        let bytes = text::as_utf8(spare.held(archive, entry)?)?;
        reader.gather.expect_cells((bytes.len() / BYTES_OF_CELL).min(MOST_EXPECTED));
        reader.feed(&bytes, true)?;
    }
    if reader.has_passed_too_much() {
        return Ok(None);
    }
    let mut sheet = reader.finish()?;
    sheet.state = listed.state;
    Ok(Some(sheet))
}

/// Feeds a sheet window by window; what the reader could not use yet moves to the front.
fn stream(archive: &Archive, entry: &Entry, reader: &mut SheetReader, spare: &mut Spare) -> Result<(), Stop> {
    let mut stream = archive.stream(entry).map_err(damaged)?;
    let window = &mut spare.part;
    let (mut held, mut is_first) = (0, true);
    loop {
        if window.len() < WINDOW.max(held + held / 2) {
            window.resize(WINDOW.max(held * 2), 0);
        }
        if held > WINDOW_MOST {
            // No reader would make a text of it that is short enough to be kept.
            return Err(Stop::unreadable("XML (64 MiB)"));
        }
        let filled = stream.fill(window.get_mut(held..).unwrap_or(&mut [])).map_err(damaged)?;
        held += filled;
        let bytes = window.get(..held).unwrap_or(&[]);
        if std::mem::take(&mut is_first) && text::is_utf16(bytes) {
            return Err(Stop::Refused("calamine: large part in UTF-16"));
        }
        let used = reader.feed(bytes, filled == 0)?;
        if filled == 0 || reader.has_passed_too_much() {
            return Ok(());
        }
        window.copy_within(used..held, 0);
        held -= used;
    }
}

/// A part whole, in UTF-8.
fn part<'b>(
    archive: &Archive<'b>,
    name: &str,
    spare: &'b mut Spare,
) -> Result<std::borrow::Cow<'b, [u8]>, Stop> {
    text::as_utf8(spare.held(archive, find(archive, name)?)?)
}

fn find<'e, 'a>(archive: &'e Archive<'a>, name: &str) -> Result<&'e Entry<'a>, Stop> {
    archive.find(name).ok_or(Stop::Refused("calamine: part missing"))
}

/// What a damaged part means for the file.
pub(crate) fn damaged(damage: Damage) -> Stop {
    match damage {
        Damage::Directory => Stop::unreadable("ZIP (central directory)"),
        Damage::Part => Stop::unreadable("ZIP (CRC)"),
        Damage::Method => Stop::Refused("calamine: compression method"),
        Damage::Encrypted => Stop::encrypted("ZIP"),
        Damage::Memory => Stop::unreadable("ZIP (memory)"),
    }
}

#[cfg(test)]
mod differential;
#[cfg(test)]
mod tests;
