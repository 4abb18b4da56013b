//! A cell as the reader saw it: an absolute address, a value, and what a consolidator must know of it.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};
use std::fmt;
use std::sync::Arc;

/// The largest row index (zero-based) that Excel knows: row 1,048,576.
pub const LAST_ROW: u32 = 1_048_575;
/// The largest column index (zero-based) that Excel knows: column XFD.
pub const LAST_COLUMN: u32 = 16_383;

/// An absolute, zero-based address in a sheet. Orders by row, then by column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize)]
pub struct Address {
    /// Zero-based row.
    pub row: u32,
    /// Zero-based column.
    pub column: u32,
}

impl Address {
    /// The address at a zero-based row and column.
    pub const fn new(row: u32, column: u32) -> Self {
        Self { row, column }
    }

    /// Reads an A1 reference without `$`, as in the `r` attribute of a cell.
    ///
    /// Returns `None` for anything else, and for an address beyond [`LAST_ROW`] or [`LAST_COLUMN`]: an address
    /// must never wrap round to a valid one.
    ///
    /// ```
    /// use tonghop::model::Address;
    /// assert_eq!(Address::parse("C7"), Some(Address::new(6, 2)));
    /// assert_eq!(Address::parse("XFE1"), None);
    /// assert_eq!(Address::parse("A4294967297"), None);
    /// ```
    pub fn parse(text: &str) -> Option<Self> {
        let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
        let (column, row) = text.split_at(letters);
        if letters == 0 || letters > 3 || row.is_empty() || row.len() > 7 || row.starts_with('0') {
            return None;
        }
        let column =
            column.bytes().fold(0u32, |sum, b| sum * 26 + u32::from(b.to_ascii_uppercase() - b'A') + 1) - 1;
        if !row.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let row = row.parse::<u32>().ok()? - 1;
        (row <= LAST_ROW && column <= LAST_COLUMN).then_some(Self { row, column })
    }
}

impl Address {
    /// Appends the A1 form, `C7`.
    pub fn append_to(self, text: &mut String) {
        let mut rest = self.column + 1;
        let mut letters = [0u8; 7];
        let mut first = letters.len();
        while rest > 0 {
            first -= 1;
            if let Some(letter) = letters.get_mut(first) {
                *letter = b'A' + ((rest - 1) % 26) as u8;
            }
            rest = (rest - 1) / 26;
        }
        for letter in letters.iter().skip(first) {
            text.push(char::from(*letter));
        }
        text.push_str(itoa::Buffer::new().format(self.row + 1));
    }
}

impl<'de> Deserialize<'de> for Address {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (row, column) = Deserialize::deserialize(deserializer)?;
        if row > LAST_ROW || column > LAST_COLUMN {
            return Err(D::Error::custom("an address beyond the last row or column"));
        }
        Ok(Self { row, column })
    }
}

impl fmt::Display for Address {
    /// Writes the A1 form, `C7`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::new();
        self.append_to(&mut text);
        f.pad(&text)
    }
}

/// What a cell holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A finite number. A number that carries a date format is still a number here: its [`Style`](super::Style) says so.
    Number(f64),
    /// Text, exactly as stored (no trimming, no normalisation).
    Text(Arc<str>),
    /// A Boolean.
    Boolean(bool),
    /// An ISO 8601 date or date-time as text (`t="d"` in xlsx; date cells of ods).
    IsoDate(Box<str>),
    /// An error value, as written (`#REF!`).
    Error(Box<str>),
    /// A formula for which the file holds no calculated value.
    NotCalculated,
}

/// A non-empty cell.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// Where it stands.
    pub at: Address,
    /// What it holds.
    pub value: Value,
    /// Whether the cell has a formula.
    pub is_formula: bool,
    /// Index into [`Workbook::styles`](super::Workbook); 0 is the default style.
    pub style: u32,
}

impl Cell {
    /// The text of a text cell.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }
}
