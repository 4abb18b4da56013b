//! Columns, declared once: written as CSV and described to others.
//!
//! A column carries its name, meaning, unit, key and the way to its value, so that the header, the values, `datapackage.json`
//! and the documentation cannot drift apart. The type of a column is the type of its getter: a number column cannot hold text,
//! and text is always neutralised. Enters: a row. Leaves: its values in a line of CSV. Nothing can go wrong.

use super::notation::{Above, Notation};
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

/// The way of a row's value to the end of a line.
type Append<R> = Box<dyn Fn(&R, &Notation, &mut String, &mut Above) + Send + Sync>;

/// A column of a table whose rows are `R`.
pub(super) struct Column<R> {
    description: ColumnDescription,
    append: Append<R>,
}

impl<R> Column<R> {
    fn new(
        name: &'static str,
        kind: ColumnType,
        meaning: &'static str,
        append: impl Fn(&R, &Notation, &mut String, &mut Above) + Send + Sync + 'static,
    ) -> Self {
        let description = ColumnDescription { name, kind, unit: "", meaning, is_key: false };
        Self { description, append: Box::new(append) }
    }

    /// A column of text.
    pub(super) fn text(
        name: &'static str,
        meaning: &'static str,
        get: impl for<'r> Fn(&'r R) -> Cow<'r, str> + Send + Sync + 'static,
    ) -> Self {
        Self::new(name, ColumnType::Text, meaning, move |row, notation, line, above| match get(row) {
            Cow::Borrowed(text) => notation.append_text(text, line, above),
            Cow::Owned(text) => notation.append_text(&text, line, above),
        })
    }

    /// A column of text that is put together: written straight to its line, it costs no text of its own.
    pub(super) fn written(
        name: &'static str,
        meaning: &'static str,
        write: impl Fn(&R, &mut String) + Send + Sync + 'static,
    ) -> Self {
        Self::new(name, ColumnType::Text, meaning, move |row, notation, line, _| {
            let start = line.len();
            write(row, line);
            notation.amend_text(start, line);
        })
    }

    /// A column that holds one of a closed list of words, which are plain.
    pub(super) fn word(
        name: &'static str,
        meaning: &'static str,
        words: &'static [&'static str],
        get: impl Fn(&R) -> Option<&'static str> + Send + Sync + 'static,
    ) -> Self {
        Self::new(name, ColumnType::Word(words), meaning, move |row, _, line, _| {
            line.push_str(get(row).unwrap_or_default());
        })
    }

    /// A column of whole numbers.
    pub(super) fn integer(
        name: &'static str,
        meaning: &'static str,
        get: impl Fn(&R) -> Option<u64> + Send + Sync + 'static,
    ) -> Self {
        Self::new(name, ColumnType::Integer, meaning, move |row, _, line, _| {
            if let Some(number) = get(row) {
                line.push_str(itoa::Buffer::new().format(number));
            }
        })
    }

    /// A column of exact decimals.
    pub(super) fn decimal(
        name: &'static str,
        meaning: &'static str,
        get: impl Fn(&R) -> Option<Amount> + Send + Sync + 'static,
    ) -> Self {
        Self::new(name, ColumnType::Decimal, meaning, move |row, notation, line, _| {
            if let Some(amount) = get(row) {
                notation.append_decimal(amount, line);
            }
        })
    }

    /// A column of `true` and `false`.
    pub(super) fn boolean(
        name: &'static str,
        meaning: &'static str,
        get: impl Fn(&R) -> Option<bool> + Send + Sync + 'static,
    ) -> Self {
        Self::new(name, ColumnType::Boolean, meaning, move |row, _, line, _| {
            line.push_str(get(row).map_or("", |is_true| if is_true { "true" } else { "false" }));
        })
    }

    /// A column of days.
    pub(super) fn date(
        name: &'static str,
        meaning: &'static str,
        get: impl Fn(&R) -> Option<Date> + Send + Sync + 'static,
    ) -> Self {
        Self::new(name, ColumnType::Date, meaning, move |row, _, line, _| {
            if let Some(date) = get(row) {
                // Writing to a `String` cannot fail.
                let _ = write!(line, "{date}");
            }
        })
    }

    /// The same column as part of the key.
    pub(super) fn key(mut self) -> Self {
        self.description.is_key = true;
        self
    }

    /// The same column with the unit of all its numbers.
    pub(super) fn unit(mut self, unit: &'static str) -> Self {
        self.description.unit = unit;
        self
    }

    /// What others may know of it.
    pub(super) fn describe(&self) -> ColumnDescription {
        self.description
    }

    /// Appends the row's value to a line; `above` is what the column holds in the lines before.
    pub(super) fn append(&self, row: &R, notation: &Notation, line: &mut String, above: &mut Above) {
        (self.append)(row, notation, line, above);
    }
}
