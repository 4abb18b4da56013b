//! OpenDocument spreadsheets (ODF 1.2, 1.3), straight to cells.
//!
//! A few hundred bytes of `number-columns-repeated` can stand for a hundred million cells, and a library that builds tables builds them. Enters: the
//! archive. Leaves: a [`Workbook`] with styles, merges, hidden rows, columns and sheets; repeats are unfolded for cells that
//! hold something only, and count against the limit. What can go wrong: XML that is not understood makes the file unreadable. Names
//! are taken by their usual prefixes (`table:`), which all office programs write.
//!
//! Hidden rows: of a run of repeated rows only those that hold cells are listed.

mod cell;
mod styles;
mod table;
mod text;

use super::Spare;
use super::archive::Archive;
use super::gather::{Stop, Tally};
use super::xml::{Event, Scanner, attribute_text};
use crate::model::{Check, Flag, Format, Place, Properties, Sheet, Workbook};
use crate::pipeline::Limits;
use styles::{Palette, StyleSheet};

/// A defined name and what it refers to.
type Named = (Box<str>, Box<str>);

/// Reads an OpenDocument spreadsheet.
pub(crate) fn read(archive: &Archive, limits: &Limits, spare: &mut Spare) -> Result<Workbook, Stop> {
    let mut tally = Tally::new(limits);
    let mut styles = StyleSheet::default();
    if archive.find("styles.xml").is_some() {
        let bytes = part(archive, "styles.xml", spare)?;
        styles.read_all(bytes)?;
    }
    let properties = match archive.find("meta.xml") {
        Some(_) => properties(part(archive, "meta.xml", spare)?),
        None => Properties::default(),
    };
    let mut content = Content { styles, palette: Palette::default(), sheets: Vec::new(), names: Vec::new() };
    content.read(part(archive, "content.xml", spare)?, &mut tally)?;
    if tally.is_empty() {
        return Err(Stop::Fatal(Box::new(Flag::new(Check::EmptyFile, Place::file(), ""))));
    }
    Ok(Workbook {
        format: Format::Ods,
        sheets: content.sheets,
        styles: content.palette.into_list().into(),
        is_1904: false,
        properties,
        names: content.names,
        flags: tally.into_flags(),
        reader: "own",
    })
}

fn part<'b>(archive: &Archive<'b>, name: &str, spare: &'b mut Spare) -> Result<&'b [u8], Stop> {
    let entry = archive.find(name).ok_or_else(|| Stop::unreadable(name))?;
    spare.held(archive, entry)
}

struct Content {
    styles: StyleSheet,
    palette: Palette,
    sheets: Vec<Sheet>,
    names: Vec<Named>,
}

impl Content {
    fn read(&mut self, bytes: &[u8], tally: &mut Tally) -> Result<(), Stop> {
        let mut scanner = Scanner::new(bytes);
        let mut folded = Vec::new();
        loop {
            match scanner.event()? {
                Event::Open(b"table:table") => {
                    let read = table::read(&mut scanner, &self.styles, &mut self.palette, tally)?;
                    if let Some(sheet) = read {
                        self.keep(sheet, &mut folded, tally)?;
                    }
                }
                Event::Open(b"table:named-range") => self.names.extend(named_range(&mut scanner)?),
                // What changed, and what other files held when this one was saved, is not this file's content.
                Event::Open(b"table:tracked-changes" | b"table:dde-links") => scanner.skip()?,
                Event::Open(name) => self.styles.open(name, &mut scanner)?,
                Event::Close(name) => self.styles.close(name),
                Event::End => return Ok(()),
                Event::Text(_) | Event::Raw(_) => {}
            }
        }
    }

    fn keep(&mut self, sheet: Sheet, folded: &mut Vec<String>, tally: &mut Tally) -> Result<(), Stop> {
        let name = sheet.name.to_lowercase();
        if folded.contains(&name) {
            tally.flag(Flag::new(Check::CellTwice, Place::sheet(&sheet.name), &*sheet.name));
            return Ok(());
        }
        folded.push(name);
        self.sheets.push(sheet);
        tally.check_sheets(self.sheets.len())
    }
}

fn named_range(scanner: &mut Scanner) -> Result<Option<Named>, Stop> {
    let (mut named, mut range) = (None, None);
    while let Some((name, value)) = scanner.attribute()? {
        match name {
            b"table:name" => named = Some(attribute_text(value)?.into()),
            b"table:cell-range-address" => range = Some(attribute_text(value)?.into()),
            _ => {}
        }
    }
    Ok(named.zip(range))
}

/// Properties that cannot be read are as good as none.
fn properties(bytes: &[u8]) -> Properties {
    let mut scanner = Scanner::new(bytes);
    let mut properties = Properties::default();
    let mut creator = None;
    while let Ok(event) = scanner.event() {
        let slot = match event {
            Event::Open(b"meta:creation-date") => &mut properties.created,
            Event::Open(b"dc:date") => &mut properties.modified,
            Event::Open(b"dc:creator") => &mut properties.author,
            Event::Open(b"meta:initial-creator") => &mut creator,
            Event::End => break,
            _ => continue,
        };
        let Ok(text) = scanner.leaf() else { break };
        let text = String::from_utf8_lossy(&text);
        *slot = Some(text.trim()).filter(|text| !text.is_empty()).map(Into::into);
    }
    properties.author = properties.author.or(creator);
    properties
}

#[cfg(test)]
mod tests;
