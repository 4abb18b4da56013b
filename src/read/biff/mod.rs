//! xls as Excel 97 and later write it: the records of BIFF8 (MS-XLS), straight to cells.
//!
//! calamine builds dense tables, knows no styles and no hidden rows, and drops a formula that was never calculated; legacy Vietnamese fonts live in
//! exactly these files. Enters: the `Workbook` stream. Leaves: a [`Workbook`]. What can go wrong: a BIFF5 stream or a broken one is
//! refused, and calamine gets its chance once [`area`] has said that its tables will fit.

mod formula;
mod globals;
mod records;
mod sheet;

use super::gather::{Gather, Stop, Tally};
use crate::model::{Check, Flag, Format, Place, Properties, Workbook};
use crate::pipeline::Limits;
use globals::Globals;
use records::{Records, u16_of};

/// Reads a `Workbook` stream.
pub(crate) fn read(stream: &[u8], properties: Properties, limits: &Limits) -> Result<Workbook, Stop> {
    let mut tally = Tally::new(limits);
    let globals = Globals::read(stream)?;
    tally.check_sheets(globals.sheets.len())?;
    Tally::check_strings(limits, globals.strings.len())?;
    let mut names = Vec::with_capacity(globals.sheets.len());
    let mut sheets = Vec::with_capacity(globals.sheets.len());
    for listed in &globals.sheets {
        let folded = listed.name.to_lowercase();
        if names.contains(&folded) {
            tally.flag(Flag::new(Check::CellTwice, Place::sheet(&listed.name), listed.name.as_str()));
            continue;
        }
        names.push(folded);
        let mut gather = Gather::new(&listed.name);
        gather.sheet().state = listed.state;
        let records = stream.get(listed.offset..).ok_or(Stop::Refused("calamine: xls sheet missing"))?;
        sheet::read(Records::new(records), &globals, &mut gather, &mut tally)?;
        sheets.push(gather.finish(&mut tally));
    }
    if tally.is_empty() {
        return Err(Stop::Fatal(Box::new(Flag::new(Check::EmptyFile, Place::file(), ""))));
    }
    Ok(Workbook {
        format: Format::Xls,
        sheets,
        styles: globals.styles.into(),
        is_1904: globals.is_1904,
        properties,
        names: Vec::new(),
        flags: tally.into_flags(),
        reader: "own",
    })
}

/// Whether the globals hold a FILEPASS record, which comes before anything that is encrypted.
pub(crate) fn is_encrypted(stream: &[u8]) -> bool {
    const FILE_PASS: u16 = 0x2F;
    Records::new(stream).take_while(|record| record.kind != records::END).any(|r| r.kind == FILE_PASS)
}

/// How many cells the used rectangles of all sheets have: what a reader of dense tables will ask memory for.
pub(crate) fn area(stream: &[u8]) -> u64 {
    let (mut total, mut used) = (0u64, None::<(u16, u16, u16, u16)>);
    let size = |used: Option<(u16, u16, u16, u16)>| {
        used.map_or(0, |(top, bottom, left, right)| {
            (u64::from(bottom - top) + 1) * (u64::from(right - left) + 1)
        })
    };
    for record in Records::new(stream) {
        match record.kind {
            // A new substream begins: BIFF2 to BIFF8 number its record differently.
            0x0009 | 0x0209 | 0x0409 | 0x0809 => {
                total += size(used.take());
            }
            0x0001..=0x0007 | 0x00BD | 0x00D6 | 0x00FD | 0x0201..=0x0206 | 0x027E | 0x0406 => {
                let (Some(row), Some(column)) = (u16_of(record.data, 0), u16_of(record.data, 2)) else {
                    continue;
                };
                let last = if record.kind == 0x00BD { column.saturating_add(256) } else { column };
                let (top, bottom, left, right) = used.unwrap_or((row, row, column, last));
                used = Some((top.min(row), bottom.max(row), left.min(column), right.max(last)));
            }
            _ => {}
        }
    }
    total + size(used)
}

#[cfg(test)]
mod tests;
