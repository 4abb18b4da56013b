//! A sheet being drawn, with what must come out of it: where each value stands, what is true of it, what is wrong with it.
//!
//! Flaws are put in afterwards, by the key of the cell: so the ledgers follow the cells, wherever a habit has moved them.

use crate::book::{Content, Look, Sheet, a1};
use std::collections::BTreeMap;

/// A number in hundredths: exact, and enough for every figure of the two samples.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Hundredths(pub i64);

impl Hundredths {
    /// A whole number.
    pub const fn whole(value: i64) -> Self {
        Self(value * 100)
    }

    /// As a spreadsheet stores it.
    pub fn number(self) -> f64 {
        self.0 as f64 / 100.0
    }

    /// As the ledgers have it: a decimal point, no zeros behind it.
    pub fn text(self) -> String {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (units, rest) = (self.0.abs() / 100, self.0.abs() % 100);
        let tail = if rest == 0 { String::new() } else { format!(".{rest:02}") };
        format!("{sign}{units}{}", tail.trim_end_matches('0'))
    }
}

/// A flaw: what must be flagged where.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Plant {
    /// The cell, empty for a flag of the whole file.
    pub cell: String,
    /// The sheet, empty for a flag of the whole file.
    pub sheet: String,
    pub check: &'static str,
}

/// Values that must come out of a report, by `indicator`, `indicator@measure` or `indicator age=0-4;sex=female`.
pub type Truth = BTreeMap<String, Hundredths>;

/// A sheet with its ledgers.
#[derive(Clone, Default)]
pub struct Drawn {
    pub sheet: Sheet,
    pub truth: Truth,
    pub plants: Vec<Plant>,
    places: BTreeMap<String, (u32, u16)>,
}

impl Drawn {
    /// An empty sheet.
    pub fn new(name: &str) -> Self {
        Self { sheet: Sheet::new(name), ..Self::default() }
    }

    /// Text that nothing will come back to.
    pub fn text(&mut self, row: u32, column: u16, text: &str, look: Look) {
        self.sheet.put(row, column, Content::Text(text.into()), look);
    }

    /// Text in a place that is remembered under a key.
    pub fn named(&mut self, key: &str, (row, column): (u32, u16), text: &str, look: Look) {
        self.places.insert(key.into(), (row, column));
        self.text(row, column, text, look);
    }

    /// A number in a place that is remembered.
    pub fn number(&mut self, key: &str, (row, column): (u32, u16), value: f64, look: Look) {
        self.places.insert(key.into(), (row, column));
        self.sheet.put(row, column, Content::Number(value), look);
    }

    /// The place of a key.
    pub fn place(&self, key: &str) -> (u32, u16) {
        *self.places.get(key).unwrap_or_else(|| panic!("{key} has no place in {}", self.sheet.name))
    }

    /// Other content in a place.
    pub fn set(&mut self, key: &str, content: Content) {
        let (row, column) = self.place(key);
        let look = self.sheet.cells.get(&(row, column)).map_or(Look::Plain, |cell| cell.look);
        self.sheet.put(row, column, content, look);
    }

    /// Other text in a place.
    pub fn say(&mut self, key: &str, text: &str) {
        self.set(key, Content::Text(text.into()));
    }

    /// The number in a place goes up by so much: printed totals that are wrong.
    pub fn shift(&mut self, key: &str, by: f64) {
        let place = self.place(key);
        let shifted = match &self.sheet.cells.get(&place).map(|cell| &cell.content) {
            Some(Content::Number(number)) => number + by,
            other => panic!("{key} holds {other:?}"),
        };
        self.set(key, Content::Number(shifted));
    }

    /// Nothing in a place, and no truth about it.
    pub fn erase(&mut self, key: &str) {
        let place = self.place(key);
        self.sheet.cells.remove(&place);
        self.truth.remove(key);
    }

    /// A flag that the cell must raise.
    pub fn plant(&mut self, key: &str, check: &'static str) {
        let (row, column) = self.place(key);
        self.plants.push(Plant { cell: a1(row, column), sheet: self.sheet.name.clone(), check });
    }

    /// A cell whose value does not count: other content, its flag, and no truth.
    pub fn spoil(&mut self, key: &str, content: Content, check: &'static str) {
        self.set(key, content);
        self.plant(key, check);
        self.truth.remove(key);
    }
}
