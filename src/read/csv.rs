//! Delimited text: one sheet in which every field is text, for a csv knows no numbers.
//!
//! Enters: bytes in UTF-8, UTF-16 or an older encoding, with commas, semicolons or tabs. Leaves: a [`Workbook`] of one sheet. What can go wrong: bytes
//! that are no text are told by [`is_binary`]; a quote that is never closed is taken as a character, so that no field swallows the rest.

use super::gather::{Gather, Stop, Tally};
use crate::model::cell::{LAST_COLUMN, LAST_ROW};
use crate::model::{Address, Cell, Check, Flag, Format, Place, Properties, Style, Value, Workbook};
use crate::pipeline::Limits;
use std::borrow::Cow;

/// How much of a file is looked at to decide what it is.
const LOOKED_AT: usize = 1 << 16;
/// Lines that vote on the delimiter.
const LINES: usize = 50;
/// Unclosed quotes after which quotes are characters: each costs a walk to the end of the file.
const UNCLOSED_MOST: u32 = 20;

/// Reads delimited text.
pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<Workbook, Stop> {
    let text = decode(bytes);
    let (text, hinted) = split_hint(&text);
    let delimiter = hinted.unwrap_or_else(|| delimiter(text));
    let mut tally = Tally::new(limits);
    let mut gather = Gather::new("csv");
    let mut fields = Fields { text: text.as_bytes(), at: 0, delimiter, unclosed: 0 };
    let (mut row, mut column) = (0, 0);
    while let Some((field, is_last)) = fields.next() {
        if !field.is_empty() {
            push(&mut gather, &mut tally, (row, column), &field)?;
        }
        column += 1;
        if is_last {
            (row, column) = (row + 1, 0);
        }
    }
    let sheet = gather.finish(&mut tally);
    if tally.is_empty() {
        return Err(Stop::Fatal(Box::new(Flag::new(Check::EmptyFile, Place::file(), ""))));
    }
    Ok(Workbook {
        format: Format::Csv,
        sheets: vec![sheet],
        styles: [Style::default()].into(),
        is_1904: false,
        properties: Properties::default(),
        names: Vec::new(),
        flags: tally.into_flags(),
        reader: "own",
    })
}

fn push(gather: &mut Gather, tally: &mut Tally, at: (u64, u64), field: &[u8]) -> Result<(), Stop> {
    let address = u32::try_from(at.0).ok().zip(u32::try_from(at.1).ok());
    let address = address.filter(|(row, column)| *row <= LAST_ROW && *column <= LAST_COLUMN);
    let Some((row, column)) = address else {
        return gather.reject_beyond(tally, at);
    };
    let value = Value::Text(String::from_utf8_lossy(field).into());
    gather.push(tally, Cell { at: Address::new(row, column), value, is_formula: false, style: 0 })
}

/// Whether the bytes are no text: other control characters than text has, more than a stray few.
pub(crate) fn is_binary(bytes: &[u8]) -> bool {
    if utf16(bytes).is_some() {
        return false;
    }
    let head = bytes.get(..LOOKED_AT).unwrap_or(bytes);
    let is_control = |b: &&u8| **b < 0x20 && !matches!(**b, b'\t' | b'\n' | b'\r' | 0x0B | 0x0C | 0x1A);
    let controls = head.iter().filter(is_control).count();
    // One per cent lets a few broken characters pass; in random bytes they are ten.
    controls * 100 > head.len()
}

/// The beginning of a file as text, for looking at.
pub(crate) fn decode_head(bytes: &[u8]) -> Cow<'_, str> {
    match utf16(bytes) {
        Some(encoding) => encoding.decode_with_bom_removal(bytes).0,
        None => String::from_utf8_lossy(bytes),
    }
}

fn decode(bytes: &[u8]) -> Cow<'_, str> {
    if let Some(encoding) = utf16(bytes) {
        return encoding.decode_with_bom_removal(bytes).0;
    }
    if let Some(rest) = bytes.strip_prefix(b"\xEF\xBB\xBF") {
        return String::from_utf8_lossy(rest);
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => guess(bytes).decode_without_bom_handling(bytes).0,
    }
}

/// The encoding of text that is not UTF-8. The hint of the country makes windows-1258 win where the evidence is even.
fn guess(bytes: &[u8]) -> &'static encoding_rs::Encoding {
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(Some(b"vn"), chardetng::Utf8Detection::Deny)
}

/// UTF-16 by its byte order mark, or because nearly every other byte is zero.
fn utf16(bytes: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    match bytes {
        [0xFF, 0xFE, ..] => return Some(encoding_rs::UTF_16LE),
        [0xFE, 0xFF, ..] => return Some(encoding_rs::UTF_16BE),
        _ => {}
    }
    let head = bytes.get(..LOOKED_AT).unwrap_or(bytes);
    let pairs = head.len() / 2;
    let zeros = |offset: usize| head.iter().skip(offset).step_by(2).filter(|b| **b == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    // Vietnamese letters beyond Latin-1 have no zero byte: they are fewer than one in two.
    if pairs < 2 || !bytes.len().is_multiple_of(2) || even.max(odd) * 2 < pairs || even.min(odd) * 20 > pairs
    {
        return None;
    }
    Some(if odd > even { encoding_rs::UTF_16LE } else { encoding_rs::UTF_16BE })
}

/// `sep=;` in the first line tells Excel the delimiter, and is no row there.
fn split_hint(text: &str) -> (&str, Option<u8>) {
    let line = text.lines().next().unwrap_or("");
    let hint = line.trim_matches('"').strip_prefix("sep=").map(str::as_bytes);
    match hint {
        Some(&[delimiter]) if delimiter.is_ascii() => {
            let rest = text.get(line.len()..).unwrap_or("");
            let rest = rest.strip_prefix('\r').unwrap_or(rest);
            (rest.strip_prefix('\n').unwrap_or(rest), Some(delimiter))
        }
        _ => (text, None),
    }
}

/// The delimiter that splits most of the first lines into the same number of fields, more than one.
fn delimiter(text: &str) -> u8 {
    let head = text.as_bytes().get(..LOOKED_AT).unwrap_or(text.as_bytes());
    let score = |delimiter: &u8| consistency(head, *delimiter);
    // The first of equals wins: a tab is never typed, a semicolon is rarer in text than a comma.
    let best = [b'\t', b';', b','].into_iter().rev().max_by_key(score);
    best.unwrap_or(b',')
}

/// How many of the first lines have the commonest number of fields, where that is more than one; then how many fields there are.
fn consistency(head: &[u8], delimiter: u8) -> (usize, usize) {
    let mut fields = Fields { text: head, at: 0, delimiter, unclosed: 0 };
    let (mut counts, mut count) = (Vec::new(), 0);
    while let Some((_, is_last)) = fields.next() {
        count += 1;
        if is_last {
            counts.push(std::mem::take(&mut count));
        }
        if counts.len() == LINES {
            break;
        }
    }
    let lines = |width: usize| counts.iter().filter(|count| **count == width).count();
    let best = counts.iter().filter(|width| **width > 1).max_by_key(|width| (lines(**width), **width));
    best.map_or((0, 0), |width| (lines(*width), *width))
}

/// The fields of a text, each with whether it ends its row.
struct Fields<'a> {
    text: &'a [u8],
    at: usize,
    delimiter: u8,
    unclosed: u32,
}

impl<'a> Fields<'a> {
    fn next(&mut self) -> Option<(Cow<'a, [u8]>, bool)> {
        let rest = self.text.get(self.at..).filter(|rest| !rest.is_empty())?;
        let quoted = if rest.first() == Some(&b'"') { self.quoted(rest) } else { None };
        let (field, length) = quoted.unwrap_or_else(|| {
            let length = self.plain(rest);
            (Cow::Borrowed(rest.get(..length).unwrap_or(b"")), length)
        });
        self.at += length;
        Some((field, self.end_of_field()))
    }

    /// Passes the delimiter or line end; whether the row ends here.
    fn end_of_field(&mut self) -> bool {
        let rest = self.text.get(self.at..).unwrap_or(b"");
        match rest {
            [b'\r', b'\n', ..] => self.at += 2,
            [b'\r' | b'\n', ..] => self.at += 1,
            [] => {}
            [_, ..] => {
                self.at += 1;
                // A delimiter at the very end has an empty field behind it, which nobody misses.
                return self.at == self.text.len();
            }
        }
        true
    }

    fn plain(&self, rest: &[u8]) -> usize {
        let is_end = |b: &u8| *b == self.delimiter || matches!(b, b'\n' | b'\r');
        rest.iter().position(is_end).unwrap_or(rest.len())
    }

    /// A field in quotes and its length; `None` where the quote is never closed.
    fn quoted(&mut self, rest: &'a [u8]) -> Option<(Cow<'a, [u8]>, usize)> {
        if self.unclosed > UNCLOSED_MOST {
            return None;
        }
        let mut field = Vec::new();
        let mut at = 1;
        loop {
            let Some(quote) = memchr::memchr(b'"', rest.get(at..)?) else {
                self.unclosed += 1;
                return None;
            };
            field.extend_from_slice(rest.get(at..at + quote)?);
            at += quote + 1;
            if rest.get(at) != Some(&b'"') {
                break;
            }
            field.push(b'"');
            at += 1;
        }
        // Text behind the closing quote belongs to the field as well.
        let tail = rest.get(at..)?;
        let length = self.plain(tail);
        field.extend_from_slice(tail.get(..length)?);
        Some((Cow::Owned(field), at + length))
    }
}

#[cfg(test)]
mod tests;
