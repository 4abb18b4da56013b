//! References that calamine would wrap round to other cells: it adds up their letters and digits in 32 bits, and says nothing.
//!
//! Enters: the bytes of a part, in UTF-8 or UTF-16, piece by piece. Leaves: whether an attribute `r` has more letters or digits than 32 bits are sure
//! to hold. Nothing can go wrong: what is no reference is for calamine to refuse.

/// Three letters and seven digits are beyond the last cell already, and far from 32 bits.
const LETTERS_MOST: u32 = 3;
const DIGITS_MOST: u32 = 7;

/// How far an attribute `r` was recognised.
#[derive(Clone, Copy, Debug, Default)]
enum At {
    #[default]
    Elsewhere,
    /// Behind a blank.
    Blank,
    /// Behind `r`.
    Name,
    /// Behind `=`.
    Equals,
    /// In its value, behind so many letters and digits.
    Value { letters: u32, digits: u32 },
}

/// Looks for a reference that would wrap round.
#[derive(Debug, Default)]
pub(super) struct References {
    at: At,
}

impl References {
    /// Whether there is one that ends in these bytes, which follow those before.
    pub(super) fn wrap_in(&mut self, bytes: &[u8]) -> bool {
        // The zeros of UTF-16 are passed over.
        bytes.iter().filter(|byte| **byte != 0).any(|byte| self.step(*byte))
    }

    fn step(&mut self, byte: u8) -> bool {
        let is_blank = matches!(byte, b' ' | b'\t' | b'\r' | b'\n');
        self.at = match self.at {
            At::Elsewhere | At::Blank if is_blank => At::Blank,
            At::Blank if byte == b'r' => At::Name,
            At::Name | At::Equals if is_blank => self.at,
            At::Name if byte == b'r' => At::Name,
            At::Name if byte == b'=' => At::Equals,
            At::Equals if matches!(byte, b'"' | b'\'') => At::Value { letters: 0, digits: 0 },
            At::Value { letters, digits: 0 } if byte.is_ascii_alphabetic() => {
                At::Value { letters: letters.saturating_add(1), digits: 0 }
            }
            At::Value { letters, digits } if byte.is_ascii_digit() => {
                At::Value { letters, digits: digits.saturating_add(1) }
            }
            _ => At::Elsewhere,
        };
        matches!(self.at, At::Value { letters, digits } if digits > DIGITS_MOST || (letters > LETTERS_MOST && digits > 0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wraps(text: &str) -> bool {
        let whole = References::default().wrap_in(text.as_bytes());
        let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let mut pieces = References::default();
        assert_eq!(wide.chunks(3).any(|piece| pieces.wrap_in(piece)), whole, "{text}");
        whole
    }

    #[test]
    fn only_references_that_would_wrap_round_are_told() {
        for text in
            ["<c r='A4294967297'>", "<c s='1'\n r = \"MWLQKWV1\"/>", "<row r='4294967297'>", "<c r='AAAA1'>"]
        {
            assert!(wraps(text), "{text}");
        }
        for text in [
            "<c r='XFD1048576'>",
            "<c r='ZZZ9999999'>",
            "<c ar='A4294967297'>",
            "<v>r='1'4294967297</v>",
            "<c r='ABCDEF'>",
        ] {
            assert!(!wraps(text), "{text}");
        }
    }
}
