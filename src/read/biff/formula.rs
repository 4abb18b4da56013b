//! The value that a formula had when the file was saved, and whether it had one.
//!
//! BIFF8 has no mark for a formula that was never calculated. Writers that calculate nothing (xlwt) store the empty text, which Excel stores as well for
//! `=""`. The two are told apart by the formula itself: one that ends in arithmetic, or in a function that gives a number, has no text as its result.

use super::records::u16_of;
use crate::read::bytes::u64_at;

/// What stands in the value field of a formula (MS-XLS 2.5.133).
#[derive(Debug, PartialEq)]
pub(super) enum Cached {
    Number(f64),
    Boolean(bool),
    Error(u8),
    /// The text is in the STRING record that follows.
    TextFollows,
    /// The empty text.
    Empty,
    /// Nothing that the formula could have given.
    None,
}

/// Reads the value field of a FORMULA record.
pub(super) fn cached(data: &[u8]) -> Option<Cached> {
    let bits = u64_at(data, 6)?;
    if bits >> 48 != 0xFFFF {
        return Some(Cached::Number(f64::from_bits(bits)));
    }
    let value = (bits >> 16) as u8;
    Some(match bits as u8 {
        0 => Cached::TextFollows,
        1 => Cached::Boolean(value != 0),
        2 => Cached::Error(value),
        _ if gives_number(data.get(20..)?).unwrap_or(false) => Cached::None,
        _ => Cached::Empty,
    })
}

/// Whether the last token of a formula gives a number or a Boolean, never a text.
fn gives_number(body: &[u8]) -> Option<bool> {
    let length = usize::from(u16_of(body, 0)?);
    let mut tokens = body.get(2..2 + length)?;
    let mut is_number = false;
    while let Some(token) = tokens.first() {
        is_number = is_numeric(*token, tokens)?;
        tokens = tokens.get(token_length(*token, tokens)?..)?;
    }
    Some(is_number)
}

fn is_numeric(token: u8, tokens: &[u8]) -> Option<bool> {
    const SUM_OF_RANGE: u8 = 0x10;
    // Functions by number (MS-XLS 2.5.198.17): COUNT, SUM, AVERAGE, MIN, MAX, ROUND, PRODUCT, COUNTA, INT, ABS, SUBTOTAL,
    // SUMIF, COUNTIF, SUMPRODUCT, COUNTBLANK, ROUNDDOWN, ROUNDUP.
    const NUMERIC: [u16; 17] = [0, 4, 5, 6, 7, 27, 183, 169, 25, 24, 344, 345, 346, 228, 347, 213, 212];
    Some(match token {
        0x03..=0x07 | 0x09..=0x0E | 0x12..=0x14 | 0x1D..=0x1F => true,
        // Brackets and spaces change nothing, and come after what they belong to or before it: what was last still is.
        0x19 => *tokens.get(1)? & SUM_OF_RANGE != 0,
        _ => match token & 0x1F {
            1 if token >= 0x20 => NUMERIC.contains(&u16_of(tokens, 1)?),
            2 if token >= 0x20 => NUMERIC.contains(&(u16_of(tokens, 2)? & 0x7FFF)),
            _ => false,
        },
    })
}

/// How long a token is (MS-XLS 2.5.198); `None` for one that cannot be passed, whose formula is left undecided.
fn token_length(token: u8, tokens: &[u8]) -> Option<usize> {
    if token >= 0x20 {
        return Some(match token & 0x1F {
            0x00 => 8,
            0x01 => 3,
            0x02 => 4,
            0x03 => 5,
            0x04 | 0x0A | 0x0C => 5,
            0x05 | 0x0B | 0x0D => 9,
            0x06..=0x08 => 7,
            0x09 => 3,
            0x19 | 0x1A | 0x1C => 7,
            0x1B | 0x1D => 11,
            _ => return None,
        });
    }
    Some(match token {
        0x01 | 0x02 => 5,
        0x03..=0x16 => 1,
        0x17 => {
            let width = if tokens.get(2)? & 1 != 0 { 2 } else { 1 };
            3 + usize::from(*tokens.get(1)?) * width
        }
        0x19 if tokens.get(1)? & 0x04 != 0 => 4 + 2 * (usize::from(u16_of(tokens, 2)?) + 1),
        0x19 => 4,
        0x1C | 0x1D => 2,
        0x1E => 3,
        0x1F => 9,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(formula: &[u8]) -> Vec<u8> {
        let mut data = vec![0; 6];
        data.extend_from_slice(&[3, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0, 0, 0, 0, 0, 0]);
        data.extend_from_slice(&(formula.len() as u16).to_le_bytes());
        data.extend_from_slice(formula);
        data
    }

    #[test]
    fn an_empty_text_from_arithmetic_was_never_calculated() {
        let reference = [0x44, 1, 0, 1, 0xC0];
        let times_two: Vec<u8> = reference.iter().chain(&[0x1E, 2, 0, 0x05]).copied().collect();
        assert_eq!(cached(&record(&times_two)), Some(Cached::None));
        let sum = [0x25, 0, 0, 5, 0, 0, 0xC0, 0, 0xC0, 0x19, 0x10, 0, 0];
        assert_eq!(cached(&record(&sum)), Some(Cached::None));
        assert_eq!(cached(&record(&reference)), Some(Cached::Empty));
        assert_eq!(cached(&record(&[0x17, 0, 0])), Some(Cached::Empty));
    }
}
