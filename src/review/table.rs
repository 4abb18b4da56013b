//! A table of a published run, read back whatever dialect it was written in.

use super::ReviewError;
use csv::{ReaderBuilder, StringRecord};
use std::collections::HashMap;
use std::path::Path;

/// Rows with their columns by name.
pub(super) struct Table {
    columns: HashMap<String, usize>,
    rows: Vec<StringRecord>,
    /// Whether decimals have a comma: the sign of the dialect with semicolons.
    has_decimal_comma: bool,
}

impl Table {
    /// Reads the rows for which `is_wanted` holds of what a column says.
    pub fn read(path: &Path, column: &str, is_wanted: impl Fn(&str) -> bool) -> Result<Self, ReviewError> {
        let unreadable = |reason: String| ReviewError::Unreadable { path: path.into(), reason };
        let bytes = std::fs::read(path).map_err(|error| unreadable(error.to_string()))?;
        let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&bytes);
        let head = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
        let has_decimal_comma = head.contains(&b';');
        let delimiter = if has_decimal_comma { b';' } else { b',' };
        let mut reader = ReaderBuilder::new().delimiter(delimiter).from_reader(bytes);
        let header = reader.headers().map_err(|error| unreadable(error.to_string()))?;
        let columns: HashMap<String, usize> =
            header.iter().enumerate().map(|(at, name)| (name.to_owned(), at)).collect();
        let Some(&at) = columns.get(column) else {
            return Err(unreadable(format!("it has no column `{column}`")));
        };
        let mut rows = Vec::new();
        for record in reader.records() {
            let record = record.map_err(|error| unreadable(error.to_string()))?;
            if is_wanted(record.get(at).unwrap_or_default()) {
                rows.push(record);
            }
        }
        Ok(Self { columns, rows, has_decimal_comma })
    }

    /// The rows.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|record| Row { table: self, record })
    }
}

/// A row of a table.
#[derive(Clone, Copy)]
pub(super) struct Row<'a> {
    table: &'a Table,
    record: &'a StringRecord,
}

impl Row<'_> {
    /// A text as it was before it was made safe for spreadsheets; empty where the table lacks the column.
    pub fn text(&self, column: &str) -> &str {
        let text = self.table.columns.get(column).and_then(|&at| self.record.get(at)).unwrap_or_default();
        let is_formula =
            |text: &str| text.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r']);
        text.strip_prefix('\'').filter(|rest| is_formula(rest)).unwrap_or(text)
    }

    /// A number with a decimal point.
    pub fn number(&self, column: &str) -> String {
        let text = self.text(column);
        if self.table.has_decimal_comma { text.replace(',', ".") } else { text.to_owned() }
    }
}
