//! A1 references and numbers straight from bytes: they are in every cell, so no text is made of them.
//!
//! Enters: bytes of an attribute or a value. Leaves: an address or a number. What can go wrong: an address beyond the last row or column, or no
//! address at all, which are told apart.

use crate::model::Address;
use crate::model::cell::{LAST_COLUMN, LAST_ROW};
use crate::model::workbook::Merge;

/// Why a reference is no address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoAddress {
    /// It is one, but beyond the last row or column.
    Beyond,
    /// It is none.
    Broken,
}

/// Reads `C7`. Must never wrap round to a valid address.
#[inline]
pub(super) fn address(reference: &[u8]) -> Result<Address, NoAddress> {
    // So many letters or digits do not overflow 64 bits, and no address has nearly as many.
    const LONGEST: usize = 12;
    if reference.len() > LONGEST {
        return Err(long_address(reference));
    }
    let (mut column, mut row) = (0u64, 0u64);
    let mut rest = reference;
    while let [letter @ (b'A'..=b'Z' | b'a'..=b'z'), behind @ ..] = rest {
        column = column * 26 + u64::from((letter | 0x20) - b'a') + 1;
        rest = behind;
    }
    while let [digit @ b'0'..=b'9', behind @ ..] = rest {
        row = row * 10 + u64::from(digit - b'0');
        rest = behind;
    }
    if !rest.is_empty() || row == 0 || column == 0 {
        return Err(NoAddress::Broken);
    }
    let place = Address { row: narrow(row - 1), column: narrow(column - 1) };
    if place.row <= LAST_ROW && place.column <= LAST_COLUMN { Ok(place) } else { Err(NoAddress::Beyond) }
}

fn narrow(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// Why a very long reference is none.
fn long_address(reference: &[u8]) -> NoAddress {
    let letters = reference.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let digits = reference.get(letters..).unwrap_or(b"");
    let is_one =
        letters > 0 && digits.iter().any(|byte| *byte != b'0') && digits.iter().all(u8::is_ascii_digit);
    if is_one { NoAddress::Beyond } else { NoAddress::Broken }
}

/// Reads `A1:C7`, or `A1` for a single cell.
pub(super) fn rectangle(reference: &[u8]) -> Option<Merge> {
    let mut corners = reference.split(|b| *b == b':');
    let first = address(corners.next()?).ok()?;
    let last = corners.next().map_or(Some(first), |corner| address(corner).ok())?;
    let is_whole = corners.next().is_none() && first.row <= last.row && first.column <= last.column;
    is_whole.then_some(Merge { first, last })
}

/// Powers of ten that a double holds exactly.
const TENS: [f64; 16] =
    [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

/// Reads a number as XML Schema's `double` has it; the result may be infinite or not a number.
#[inline]
pub(super) fn number(text: &[u8]) -> Option<f64> {
    short_number(text).or_else(|| {
        let text = std::str::from_utf8(text).ok()?;
        // Rust's words for infinity are wider than the schema's, which does not matter: all of them are flagged.
        text.parse().ok()
    })
}

/// Up to 15 digits: both the digits and the power of ten are exact, so one division rounds correctly.
#[inline]
fn short_number(text: &[u8]) -> Option<f64> {
    let (is_negative, digits) = match text {
        [b'-', rest @ ..] => (true, rest),
        _ => (false, text),
    };
    if digits.len() > 16 {
        return None;
    }
    let (mut whole, mut count, mut decimals) = (0u64, 0usize, None);
    for byte in digits {
        match byte {
            b'0'..=b'9' => {
                whole = whole * 10 + u64::from(byte - b'0');
                count += 1;
            }
            b'.' if decimals.is_none() => decimals = Some(count),
            _ => return None,
        }
    }
    if count == 0 || count > 15 {
        return None;
    }
    let scale = TENS.get(count - decimals.unwrap_or(count))?;
    let value = whole as f64 / scale;
    Some(if is_negative { -value } else { value })
}

/// Reads a whole number without sign.
#[inline]
pub(super) fn index(text: &[u8]) -> Option<u32> {
    if text.is_empty() || text.len() > 10 || !text.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let value = text.iter().fold(0u64, |sum, b| sum * 10 + u64::from(b - b'0'));
    u32::try_from(value).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn never_wraps_an_address_round() {
        assert_eq!(address(b"C7"), Ok(Address::new(6, 2)));
        assert_eq!(address(b"xfd1048576"), Ok(Address::new(LAST_ROW, LAST_COLUMN)));
        for beyond in [&b"XFE1"[..], b"A1048577", b"A4294967297", b"ZZZZZZZZZZ1", b"A99999999999999999999"] {
            assert_eq!(address(beyond), Err(NoAddress::Beyond));
        }
        for broken in [&b""[..], b"A", b"1", b"A0", b"$A$1", b"A1B", b"1A", b"A-1"] {
            assert_eq!(address(broken), Err(NoAddress::Broken));
        }
    }

    #[test]
    fn reads_rectangles() {
        let merge = Merge { first: Address::new(0, 0), last: Address::new(6, 2) };
        assert_eq!(rectangle(b"A1:C7"), Some(merge));
        assert_eq!(rectangle(b"C7:A1"), None);
        assert_eq!(rectangle(b"A1:C7:D8"), None);
    }

    #[test]
    fn refuses_what_is_no_number() {
        for text in [&b""[..], b"-", b".", b"1.2.3", b"1,5", b"abc", b"0x1", b"1 2"] {
            assert_eq!(number(text), None, "{}", String::from_utf8_lossy(text));
        }
        assert_eq!(number(b"1E+5"), Some(1e5));
        assert_eq!(number(b"1e999"), Some(f64::INFINITY));
    }

    proptest! {
        #[test]
        fn short_numbers_are_the_same_double_as_the_standard_library_reads(
            whole in 0u64..1_000_000_000_000_000, places in 0usize..15, is_negative: bool
        ) {
            let mut digits = format!("{whole:016}");
            digits.insert(16 - places, '.');
            let text = format!("{}{}", if is_negative { "-" } else { "" }, digits.trim_start_matches('0'));
            if let Ok(expected) = text.parse::<f64>() {
                prop_assert_eq!(number(text.as_bytes()).map(f64::to_bits), Some(expected.to_bits()));
            }
        }
    }
}
