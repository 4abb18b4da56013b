//! The inside of a start tag: names and values of attributes.
//!
//! Enters: the scanner behind an element's name. Leaves: attributes as written, and the scanner behind the tag. What can go wrong: the tag is
//! cut off or malformed.

use super::{Scanner, Trouble};
use memchr::memchr;

/// Name and value of an attribute, as written.
pub(crate) type Attribute<'a> = (&'a [u8], &'a [u8]);

/// The bytes that end a name, be it well-formed or not.
const NAME_ENDS: [bool; 256] = {
    let mut ends = [false; 256];
    ends[b'=' as usize] = true;
    ends[b'>' as usize] = true;
    ends[b'<' as usize] = true;
    ends[b'"' as usize] = true;
    ends[b'\'' as usize] = true;
    ends
};

impl<'a> Scanner<'a> {
    /// The next attribute of the tag just opened, name and value as written.
    #[inline]
    pub(crate) fn attribute(&mut self) -> Result<Option<Attribute<'a>>, Trouble> {
        if !self.is_in_tag {
            return Ok(None);
        }
        match trim_start(self.rest) {
            [b'>', behind @ ..] => {
                self.rest = behind;
                self.is_in_tag = false;
                Ok(None)
            }
            [b'/', b'>', behind @ ..] => {
                self.rest = behind;
                self.is_in_tag = false;
                self.is_closing = true;
                Ok(None)
            }
            [] | [b'/'] => Err(Trouble::Cut),
            [b'/', ..] => Err(Trouble::Malformed),
            rest => {
                let (attribute, behind) = name_and_value(rest)?;
                self.rest = behind;
                Ok(Some(attribute))
            }
        }
    }

    /// Passes over the remaining attributes.
    #[inline]
    pub(crate) fn finish_tag(&mut self) -> Result<(), Trouble> {
        while self.attribute()?.is_some() {}
        Ok(())
    }
}

/// The attribute that the bytes begin with, and what is behind it.
#[inline]
fn name_and_value(bytes: &[u8]) -> Result<(Attribute<'_>, &[u8]), Trouble> {
    let end = bytes.iter().position(|byte| NAME_ENDS[usize::from(*byte)]).ok_or(Trouble::Cut)?;
    let (name, rest) = bytes.split_at_checked(end).ok_or(Trouble::Cut)?;
    let name = if name.last().is_some_and(|byte| is_blank(*byte)) { name.trim_ascii_end() } else { name };
    let [b'=', rest @ ..] = rest else { return Err(Trouble::Malformed) };
    if name.is_empty() {
        return Err(Trouble::Malformed);
    }
    let (quote, value) = trim_start(rest).split_first().ok_or(Trouble::Cut)?;
    if !matches!(quote, b'"' | b'\'') {
        return Err(Trouble::Malformed);
    }
    let (value, behind) = value.split_at_checked(end_of_value(value, *quote)?).ok_or(Trouble::Cut)?;
    Ok(((name, value), behind.get(1..).unwrap_or(b"")))
}

/// Attribute values are short: a plain loop beats memchr on them, and memchr takes over where one is long.
#[inline]
fn end_of_value(value: &[u8], quote: u8) -> Result<usize, Trouble> {
    const SHORT: usize = 24;
    let short = value.get(..SHORT).unwrap_or(value);
    if let Some(end) = short.iter().position(|byte| *byte == quote) {
        return Ok(end);
    }
    memchr(quote, value).ok_or(Trouble::Cut)
}

/// The bytes without blanks before them: nearly always there is one, or none.
#[inline]
fn trim_start(bytes: &[u8]) -> &[u8] {
    let mut rest = bytes;
    while let [byte, behind @ ..] = rest {
        if !is_blank(*byte) {
            break;
        }
        rest = behind;
    }
    rest
}

#[inline]
pub(super) fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}
