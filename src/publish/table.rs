//! Columns, declared once: written as CSV and described to others.
//!
//! A column carries its name, meaning, unit, key and the way to its value, so that the header, the values, `datapackage.json`
//! and the documentation cannot drift apart. The type of a column is the type of its getter: a number column cannot hold text,
//! and text is always neutralised. Enters: a row. Leaves: its values in a line of CSV. Nothing can go wrong.

use super::notation::Notation;
use crate::model::{Amount, Date};
use std::borrow::Cow;
use std::fmt::Write as _;

/// What a column holds, as the documentation and the data package name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnType {
    /// Text, neutralised.
    Text,
    /// One of a closed list of words.
    Word(&'static [&'static str]),
    /// A whole number.
    Integer,
    /// An exact decimal.
    Decimal,
    /// `true` or `false`.
    Boolean,
    /// An ISO date.
    Date,
}

/// What others may know of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ColumnDescription {
    /// Its header.
    pub name: &'static str,
    /// What it holds.
    pub kind: ColumnType,
    /// The unit of its numbers where it is the same in every row; else empty.
    pub unit: &'static str,
    /// What it means.
    pub meaning: &'static str,
    /// Whether it is part of the key.
    pub is_key: bool,
}

/// What others may know of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableDescription {
    /// Its name: the file's name without `.csv`.
    pub name: &'static str,
    /// What a row is.
    pub row: &'static str,
    /// Its columns, in order.
    pub columns: Vec<ColumnDescription>,
    /// Columns that hold the key of another table: column, table, column there.
    pub references: &'static [(&'static str, &'static str, &'static str)],
}

/// The way from a row to a column's value.
pub(super) enum Getter<R> {
    Text(for<'r> fn(&'r R) -> Cow<'r, str>),
    Written(fn(&R, &mut String)),
    Word(&'static [&'static str], fn(&R) -> Option<&'static str>),
    Integer(fn(&R) -> Option<u64>),
    Decimal(fn(&R) -> Option<Amount>),
    Boolean(fn(&R) -> Option<bool>),
    Date(fn(&R) -> Option<Date>),
}

/// A column of a table whose rows are `R`.
pub(super) struct Column<R> {
    pub(super) name: &'static str,
    unit: &'static str,
    meaning: &'static str,
    is_key: bool,
    getter: Getter<R>,
}

impl<R> Column<R> {
    const fn new(name: &'static str, meaning: &'static str, getter: Getter<R>) -> Self {
        Self { name, unit: "", meaning, is_key: false, getter }
    }

    /// A column of text.
    pub(super) const fn text(
        name: &'static str,
        meaning: &'static str,
        get: for<'r> fn(&'r R) -> Cow<'r, str>,
    ) -> Self {
        Self::new(name, meaning, Getter::Text(get))
    }

    /// A column of text that is put together: written straight to its line, it costs no text of its own.
    pub(super) const fn written(
        name: &'static str,
        meaning: &'static str,
        write: fn(&R, &mut String),
    ) -> Self {
        Self::new(name, meaning, Getter::Written(write))
    }

    /// A column that holds one of a closed list of words.
    pub(super) const fn word(
        name: &'static str,
        meaning: &'static str,
        words: &'static [&'static str],
        get: fn(&R) -> Option<&'static str>,
    ) -> Self {
        Self::new(name, meaning, Getter::Word(words, get))
    }

    /// A column of whole numbers.
    pub(super) const fn integer(
        name: &'static str,
        meaning: &'static str,
        get: fn(&R) -> Option<u64>,
    ) -> Self {
        Self::new(name, meaning, Getter::Integer(get))
    }

    /// A column of exact decimals.
    pub(super) const fn decimal(
        name: &'static str,
        meaning: &'static str,
        get: fn(&R) -> Option<Amount>,
    ) -> Self {
        Self::new(name, meaning, Getter::Decimal(get))
    }

    /// A column of `true` and `false`.
    pub(super) const fn boolean(
        name: &'static str,
        meaning: &'static str,
        get: fn(&R) -> Option<bool>,
    ) -> Self {
        Self::new(name, meaning, Getter::Boolean(get))
    }

    /// A column of days.
    pub(super) const fn date(name: &'static str, meaning: &'static str, get: fn(&R) -> Option<Date>) -> Self {
        Self::new(name, meaning, Getter::Date(get))
    }

    /// The same column as part of the key.
    pub(super) const fn key(mut self) -> Self {
        self.is_key = true;
        self
    }

    /// The same column with the unit of all its numbers.
    pub(super) const fn unit(mut self, unit: &'static str) -> Self {
        self.unit = unit;
        self
    }

    /// What others may know of it.
    pub(super) const fn describe(&self) -> ColumnDescription {
        let kind = match self.getter {
            Getter::Text(_) | Getter::Written(_) => ColumnType::Text,
            Getter::Word(words, _) => ColumnType::Word(words),
            Getter::Integer(_) => ColumnType::Integer,
            Getter::Decimal(_) => ColumnType::Decimal,
            Getter::Boolean(_) => ColumnType::Boolean,
            Getter::Date(_) => ColumnType::Date,
        };
        ColumnDescription {
            name: self.name,
            kind,
            unit: self.unit,
            meaning: self.meaning,
            is_key: self.is_key,
        }
    }

    /// Appends the row's value to a line.
    pub(super) fn append(&self, row: &R, notation: &Notation, line: &mut String) {
        match &self.getter {
            Getter::Text(get) => match get(row) {
                Cow::Borrowed(text) => notation.append_text(text, line),
                Cow::Owned(text) => notation.append_text(&text, line),
            },
            Getter::Written(write) => notation.append_written(|line| write(row, line), line),
            // Words are plain: their lists are closed.
            Getter::Word(_, get) => line.push_str(get(row).unwrap_or_default()),
            Getter::Boolean(get) => {
                line.push_str(get(row).map_or("", |is_true| if is_true { "true" } else { "false" }));
            }
            Getter::Integer(get) => {
                if let Some(number) = get(row) {
                    line.push_str(itoa::Buffer::new().format(number));
                }
            }
            Getter::Decimal(get) => {
                if let Some(amount) = get(row) {
                    notation.append_decimal(amount, line);
                }
            }
            Getter::Date(get) => {
                if let Some(date) = get(row) {
                    // Writing to a `String` cannot fail.
                    let _ = write!(line, "{date}");
                }
            }
        }
    }
}
