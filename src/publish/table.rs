//! Tables: columns declared once, written as CSV and described to others.
//!
//! A column carries its name, meaning, unit, key and the way to its value, so that the header, the values, `datapackage.json`
//! and the documentation cannot drift apart. The type of a column is the type of its getter: a number column cannot hold text,
//! and text is always neutralised. Enters: rows. Leaves: a CSV file, synced to disk, with its hash.

use super::PublishError;
use super::file::{File, Written};
use super::text::neutralise;
use crate::model::{Amount, Date};
use crate::pipeline::Dialect;
use csv::ByteRecord;
use std::borrow::Cow;
use std::fmt::Write as _;
use std::path::Path;

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
    Word(&'static [&'static str], fn(&R) -> Option<&'static str>),
    Integer(fn(&R) -> Option<u64>),
    Decimal(fn(&R) -> Option<Amount>),
    Boolean(fn(&R) -> Option<bool>),
    Date(fn(&R) -> Option<Date>),
}

/// A column of a table whose rows are `R`.
pub(super) struct Column<R> {
    name: &'static str,
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
            Getter::Text(_) => ColumnType::Text,
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

    /// Appends the row's value to a record. `scratch` is an empty text to write numbers into.
    fn push(&self, row: &R, record: &mut ByteRecord, scratch: &mut String, is_comma: bool) {
        match &self.getter {
            Getter::Text(get) => return record.push_field(neutralise(&get(row)).as_bytes()),
            Getter::Word(_, get) => return record.push_field(get(row).unwrap_or_default().as_bytes()),
            Getter::Boolean(get) => {
                let word = get(row).map_or("", |is_true| if is_true { "true" } else { "false" });
                return record.push_field(word.as_bytes());
            }
            Getter::Integer(get) => append(get(row), scratch),
            Getter::Date(get) => append(get(row), scratch),
            Getter::Decimal(get) => {
                if let Some(amount) = get(row) {
                    amount.append_to(scratch);
                }
                if is_comma && let Some(point) = scratch.find('.') {
                    scratch.replace_range(point..=point, ",");
                }
            }
        }
        record.push_field(scratch.as_bytes());
        scratch.clear();
    }
}

/// Appends a value, or nothing where there is none.
fn append(value: Option<impl std::fmt::Display>, text: &mut String) {
    if let Some(value) = value {
        // Writing to a `String` cannot fail.
        let _ = write!(text, "{value}");
    }
}

/// The character between the columns.
pub(super) const fn delimiter(dialect: Dialect) -> u8 {
    match dialect {
        Dialect::Plain | Dialect::Excel => b',',
        Dialect::ExcelVi => b';',
    }
}

/// Whether decimals have a comma.
pub(super) const fn has_decimal_comma(dialect: Dialect) -> bool {
    matches!(dialect, Dialect::ExcelVi)
}

/// Writes header and rows as RFC 4180 has it, lines ended by CR LF.
pub(super) fn write<R>(
    path: &Path,
    dialect: Dialect,
    columns: &[Column<R>],
    rows: impl Iterator<Item = R>,
) -> Result<Written, PublishError> {
    let mut file = File::create(path)?;
    if dialect != Dialect::Plain {
        // Without a byte order mark Excel takes UTF-8 for the machine's own code page.
        file.write("\u{feff}".as_bytes())?;
    }
    let mut writer = csv::WriterBuilder::new()
        .delimiter(delimiter(dialect))
        .terminator(csv::Terminator::CRLF)
        .buffer_capacity(super::file::BUFFER)
        .from_writer(file);
    let failed = |error: csv::Error| PublishError::io("write", path, error.into());
    writer.write_record(columns.iter().map(|column| column.name)).map_err(failed)?;
    let (mut record, mut scratch) = (ByteRecord::new(), String::new());
    for row in rows {
        record.clear();
        for column in columns {
            column.push(&row, &mut record, &mut scratch, has_decimal_comma(dialect));
        }
        writer.write_byte_record(&record).map_err(failed)?;
    }
    let file = writer.into_inner().map_err(|error| PublishError::io("write", path, error.into_error()))?;
    file.finish()
}
