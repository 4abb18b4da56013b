//! Records of xlsb sheets that calamine would misread, and say nothing.
//!
//! It ends a sheet at a row that is none, and takes what a record is too short to hold from the record before it. Enters: the bytes of a part, piece by
//! piece; a part that does not begin as a sheet is passed over. Leaves: what is wrong. Nothing can go wrong: records that are cut off are for calamine to
//! refuse.

/// The first record of a sheet (BrtBeginSheet, MS-XLSB 2.4.153).
const BEGIN_SHEET: u32 = 129;
/// The head of a row (BrtRowHdr, 2.4.740), which begins with its number.
const ROW: u32 = 0;
/// calamine ends the sheet behind this row.
const LAST_ROW_READ: u32 = 0x0010_0000;

/// How far the head of a record was recognised.
#[derive(Clone, Copy, Debug)]
enum At {
    /// In its kind: what there is of it.
    Kind { first: Option<u32> },
    /// In its length: the sum so far, and how many bytes make it up.
    Length { kind: u32, length: u32, bytes: u32 },
    /// In the number of a row, of which so many bytes are there; the record has so many more.
    Row { number: u32, bytes: u32, length: u32 },
    /// In what need not be looked at.
    Body { left: u32 },
    /// In a part that is no sheet.
    Elsewhere,
}

/// Looks for a record that would be misread.
#[derive(Debug)]
pub(super) struct Records {
    at: At,
    is_first: bool,
}

impl Default for Records {
    fn default() -> Self {
        Self { at: At::Kind { first: None }, is_first: true }
    }
}

impl Records {
    /// What is wrong in these bytes, which follow those before.
    pub(super) fn trouble_in(&mut self, mut bytes: &[u8]) -> Option<&'static str> {
        loop {
            if let At::Body { left } = self.at {
                let passed = bytes.len().min(left as usize);
                bytes = bytes.get(passed..)?;
                self.at = match left - passed as u32 {
                    0 => At::Kind { first: None },
                    left => At::Body { left },
                };
            }
            if matches!(self.at, At::Elsewhere) {
                return None;
            }
            let (&byte, rest) = bytes.split_first()?;
            bytes = rest;
            if let Some(trouble) = self.step(byte.into()) {
                return Some(trouble);
            }
        }
    }

    fn step(&mut self, byte: u32) -> Option<&'static str> {
        match self.at {
            At::Kind { first: None } if byte & 0x80 != 0 => self.at = At::Kind { first: Some(byte & 0x7F) },
            At::Kind { first } => {
                let kind = first.map_or(byte, |first| first + ((byte & 0x7F) << 7));
                let is_elsewhere = std::mem::take(&mut self.is_first) && kind != BEGIN_SHEET;
                self.at = if is_elsewhere { At::Elsewhere } else { At::Length { kind, length: 0, bytes: 0 } };
            }
            At::Length { kind, length, bytes } => {
                let (length, bytes) = (length + ((byte & 0x7F) << (7 * bytes)), bytes + 1);
                // Four bytes make up a length at most.
                if byte & 0x80 != 0 && bytes < 4 {
                    self.at = At::Length { kind, length, bytes };
                } else {
                    return self.enter(kind, length);
                }
            }
            At::Row { number, bytes, length } => {
                let (number, bytes) = (number | byte << (8 * bytes), bytes + 1);
                self.at = At::Row { number, bytes, length };
                if bytes == 4 {
                    self.at = At::Body { left: length };
                    return (number > LAST_ROW_READ).then_some("XLSB (row)");
                }
            }
            At::Body { .. } | At::Elsewhere => {}
        }
        None
    }

    fn enter(&mut self, kind: u32, length: u32) -> Option<&'static str> {
        self.at = match kind {
            ROW => At::Row { number: 0, bytes: 0, length: length.saturating_sub(4) },
            _ => At::Body { left: length },
        };
        (length < shortest(kind)).then_some("XLSB (record)")
    }
}

/// The bytes that calamine takes from a record of a cell (2.4.301 and the kinds beside it): column, style, and what the cell holds.
const fn shortest(kind: u32) -> u32 {
    match kind {
        ROW => 4,
        // An error or a logical value, with or without a formula.
        3 | 4 | 10 | 11 => 9,
        // A short number, a text, a shared string, a text of a formula.
        2 | 6 | 7 | 8 => 12,
        // A number, with or without a formula.
        5 | 9 => 16,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BEGIN: [u8; 3] = [0x81, 0x01, 0];

    fn row(number: u32) -> Vec<u8> {
        [&[0, 17][..], &number.to_le_bytes(), &[0; 13]].concat()
    }

    /// What is found, the same whether the bytes come at once or one by one.
    fn trouble(records: &[Vec<u8>]) -> Option<&'static str> {
        let bytes = [BEGIN.to_vec(), records.concat()].concat();
        let whole = Records::default().trouble_in(&bytes);
        let mut piecemeal = Records::default();
        assert_eq!(bytes.iter().find_map(|byte| piecemeal.trouble_in(&[*byte])), whole);
        whole
    }

    #[test]
    fn rows_that_end_a_sheet_are_found() {
        assert_eq!(trouble(&[row(0), row(LAST_ROW_READ)]), None);
        assert_eq!(trouble(&[row(0), row(LAST_ROW_READ + 1)]), Some("XLSB (row)"));
        assert_eq!(trouble(&[row(u32::MAX)]), Some("XLSB (row)"));
        // Inside of another record they are none; behind one of two bytes of length they are.
        let long = [vec![1, 0x94, 0x01], row(u32::MAX), vec![0; 129]].concat();
        assert_eq!(trouble(std::slice::from_ref(&long)), None);
        assert_eq!(trouble(&[long, row(u32::MAX)]), Some("XLSB (row)"));
    }

    #[test]
    fn records_too_short_for_what_they_are_to_hold_are_found() {
        let record = |kind: u8, length: u8| [vec![kind, length], vec![0; length.into()]].concat();
        assert_eq!(trouble(&[record(5, 16), record(3, 9), record(2, 12), record(1, 0)]), None);
        for (kind, length) in [(0, 3), (5, 15), (3, 8), (2, 11), (7, 0)] {
            assert_eq!(trouble(&[record(kind, length)]), Some("XLSB (record)"), "{kind}");
        }
    }

    #[test]
    fn parts_that_are_no_sheets_are_passed_over() {
        assert_eq!(Records::default().trouble_in(&[vec![0x83, 0x01, 0], row(u32::MAX)].concat()), None);
        assert_eq!(Records::default().trouble_in(b"<xml/>"), None);
    }
}
