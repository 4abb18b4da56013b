//! The records of a sheet become its cells.
//!
//! Enters: the records of one substream. Leaves: cells, merges, hidden rows and columns. What can go wrong: a shared string or a style that does
//! not exist is a flag on the cell; a substream that ends early is refused.

use super::formula::{self, Cached};
use super::globals::Globals;
use super::records::{END, Parts, Record, Records, u16_of, u32_of};
use crate::model::workbook::Merge;
use crate::model::{Address, Cell, Check, Value};
use crate::read::bytes::u64_at;
use crate::read::gather::{Gather, Stop, Tally};

struct Reader<'r, 'l> {
    globals: &'r Globals,
    gather: &'r mut Gather,
    tally: &'r mut Tally<'l>,
    /// A formula whose text comes in a later record.
    awaited: Option<(Address, u16)>,
}

const CUT: Stop = Stop::Refused("calamine: xls record cut off");

/// Reads the substream of a sheet.
pub(super) fn read(
    mut records: Records,
    globals: &Globals,
    gather: &mut Gather,
    tally: &mut Tally,
) -> Result<(), Stop> {
    let mut reader = Reader { globals, gather, tally, awaited: None };
    // Charts are substreams inside of the sheet's own.
    let mut depth = 0u32;
    while let Some(record) = records.next() {
        match record.kind {
            0x0809 => depth += 1,
            END if depth <= 1 => return Ok(()),
            END => depth -= 1,
            0x0207 if depth == 1 => reader.text_of_formula(record, records.continued())?,
            0x0204 | 0x00D6 if depth == 1 => reader.label(record, records.continued())?,
            _ if depth == 1 => reader.record(record)?,
            _ => {}
        }
    }
    Err(Stop::Refused("calamine: xls sheet cut off"))
}

impl Reader<'_, '_> {
    fn record(&mut self, record: Record) -> Result<(), Stop> {
        let data = record.data;
        match record.kind {
            0x0208 => self.row(data).ok_or(CUT),
            0x007D => self.columns(data).ok_or(CUT),
            0x00E5 => {
                self.merges(data);
                Ok(())
            }
            0x00FD => self.shared(data),
            0x0203 => {
                let number = u64_at(data, 6).map(f64::from_bits).ok_or(CUT)?;
                self.plain(data, Value::Number(number))
            }
            0x027E => self.plain(data, Value::Number(rk(u32_of(data, 6).ok_or(CUT)?))),
            0x00BD => self.many(data),
            0x0205 => {
                let [value, is_error] = *data.get(6..).and_then(|d| d.first_chunk::<2>()).ok_or(CUT)?;
                self.plain(data, if is_error == 0 { Value::Boolean(value != 0) } else { error(value) })
            }
            0x0006 => self.formula(data),
            _ => Ok(()),
        }
    }

    fn row(&mut self, data: &[u8]) -> Option<()> {
        const HIDDEN: u16 = 0x20;
        if u16_of(data, 12)? & HIDDEN != 0 {
            self.gather.sheet().hidden_rows.push(u16_of(data, 0)?.into());
        }
        Some(())
    }

    fn columns(&mut self, data: &[u8]) -> Option<()> {
        let (first, last) = (u16_of(data, 0)?, u16_of(data, 2)?);
        if u16_of(data, 8)? & 1 != 0 && first <= last {
            self.gather.sheet().hidden_columns.push((first.into(), last.min(255).into()));
        }
        Some(())
    }

    fn merges(&mut self, data: &[u8]) {
        let rectangles = data.get(2..).unwrap_or(&[]).chunks_exact(8);
        let merges = rectangles.filter_map(|chunk| {
            let first = Address::new(u16_of(chunk, 0)?.into(), u16_of(chunk, 4)?.into());
            let last = Address::new(u16_of(chunk, 2)?.into(), u16_of(chunk, 6)?.into());
            Some(Merge { first, last })
        });
        self.gather.sheet().merges.extend(merges);
    }

    fn shared(&mut self, data: &[u8]) -> Result<(), Stop> {
        let (at, style) = head(data).ok_or(CUT)?;
        let index = u32_of(data, 6).ok_or(CUT)?;
        let Some(shared) = self.globals.strings.get(index as usize) else {
            return self.gather.reject(self.tally, Check::BrokenCell, at, format!("isst={index}"));
        };
        let value = Value::Text(shared.text.as_str().into());
        match self.globals.resolve(style, Some(shared)) {
            Some(style) => self.gather.push(self.tally, Cell { at, value, is_formula: false, style }),
            None => self.push(at, style, value, false),
        }
    }

    fn label(&mut self, record: Record, continued: Vec<&[u8]>) -> Result<(), Stop> {
        let body = record.data.get(6..).ok_or(CUT)?;
        let text = Parts::new(body, continued).rich().ok_or(CUT)?.text;
        self.plain(record.data, Value::Text(text.into()))
    }

    fn many(&mut self, data: &[u8]) -> Result<(), Stop> {
        let (row, column) = u16_of(data, 0).zip(u16_of(data, 2)).ok_or(CUT)?;
        let body = data.get(4..data.len().saturating_sub(2)).ok_or(CUT)?;
        for (step, chunk) in body.chunks_exact(6).enumerate() {
            let (style, number) = u16_of(chunk, 0).zip(u32_of(chunk, 2)).ok_or(CUT)?;
            let at = Address::new(row.into(), u32::from(column) + step as u32);
            self.push(at, style, Value::Number(rk(number)), false)?;
        }
        Ok(())
    }

    fn formula(&mut self, data: &[u8]) -> Result<(), Stop> {
        let (at, style) = head(data).ok_or(CUT)?;
        let value = match formula::cached(data).ok_or(CUT)? {
            Cached::Number(number) => Value::Number(number),
            Cached::Boolean(value) => Value::Boolean(value),
            Cached::Error(code) => error(code),
            Cached::None => Value::NotCalculated,
            Cached::Empty => return Ok(()),
            Cached::TextFollows => {
                self.awaited = Some((at, style));
                return Ok(());
            }
        };
        self.push(at, style, value, true)
    }

    fn text_of_formula(&mut self, record: Record, continued: Vec<&[u8]>) -> Result<(), Stop> {
        let Some((at, style)) = self.awaited.take() else { return Ok(()) };
        let text = Parts::new(record.data, continued).rich().ok_or(CUT)?.text;
        self.push(at, style, Value::Text(text.into()), true)
    }

    fn plain(&mut self, data: &[u8], value: Value) -> Result<(), Stop> {
        let (at, style) = head(data).ok_or(CUT)?;
        self.push(at, style, value, false)
    }

    fn push(&mut self, at: Address, style: u16, value: Value, is_formula: bool) -> Result<(), Stop> {
        match self.globals.resolve(style, None) {
            Some(style) => self.gather.push(self.tally, Cell { at, value, is_formula, style }),
            None => self.gather.reject(self.tally, Check::BrokenCell, at, format!("ixfe={style}")),
        }
    }
}

/// Address and style that every record of a cell begins with.
fn head(data: &[u8]) -> Option<(Address, u16)> {
    let at = Address::new(u16_of(data, 0)?.into(), u16_of(data, 2)?.into());
    Some((at, u16_of(data, 4)?))
}

/// A number in 30 bits, perhaps in hundredths (MS-XLS 2.5.217).
fn rk(bits: u32) -> f64 {
    let number = if bits & 2 != 0 {
        f64::from((bits as i32) >> 2)
    } else {
        f64::from_bits(u64::from(bits & !3) << 32)
    };
    if bits & 1 != 0 { number / 100.0 } else { number }
}

/// The text of an error code (MS-XLS 2.5.10).
fn error(code: u8) -> Value {
    let text = match code {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0F => "#VALUE!",
        0x17 => "#REF!",
        0x1D => "#NAME?",
        0x24 => "#NUM!",
        0x2A => "#N/A",
        0x2B => "#GETTING_DATA",
        _ => "#ERROR!",
    };
    Value::Error(text.into())
}
