//! The rows of a table of a published run, in whatever dialect they were written.
//!
//! The header tells the dialect: names of columns hold neither commas nor semicolons. The hash is taken while the rows are read; of a file that is
//! not as it was written, that is what is told, whatever else is wrong with it.

use super::{PastError, PastRun};
use crate::model::{Amount, Period};
use crate::publish::text::restore;
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

/// Bytes read at a time. The header of every table is shorter.
const BUFFER: usize = 1 << 16;

/// What is wrong with a field.
#[derive(Debug, PartialEq, Eq)]
pub struct Fault {
    /// What was found.
    pub found: String,
    /// What was expected.
    pub expected: &'static str,
}

/// A row, by the columns that were asked for.
pub struct Row<'r> {
    record: &'r csv::StringRecord,
    places: &'r [usize],
    has_decimal_comma: bool,
}

impl Row<'_> {
    /// The text of the nth column that was asked for, without the apostrophe that kept spreadsheets from calculating it.
    pub fn text(&self, nth: usize) -> &str {
        restore(self.raw(nth))
    }

    /// The period in a column.
    ///
    /// # Errors
    /// What is no period.
    pub fn period(&self, nth: usize) -> Result<Period, Fault> {
        let text = self.raw(nth);
        let fault =
            || Fault { found: format!("`{text}` is no period"), expected: "a period such as 2023-Q3" };
        Period::parse(text).ok_or_else(fault)
    }

    /// The amount in a column; none where it is empty.
    ///
    /// # Errors
    /// What is no plain decimal.
    pub fn amount(&self, nth: usize) -> Result<Option<Amount>, Fault> {
        let text = self.raw(nth);
        if text.is_empty() {
            return Ok(None);
        }
        let plain = match self.has_decimal_comma {
            true => Cow::Owned(text.replace(',', ".")),
            false => Cow::Borrowed(text),
        };
        let fault = || Fault { found: format!("`{text}` is no number"), expected: "a plain decimal" };
        Amount::parse(&plain).map(|(amount, _)| Some(amount)).ok_or_else(fault)
    }

    fn raw(&self, nth: usize) -> &str {
        self.places.get(nth).and_then(|place| self.record.get(*place)).unwrap_or_default()
    }
}

impl PastRun {
    /// Hands on the rows of a table in their order, each with the columns of these names.
    ///
    /// # Errors
    /// When the table is not there, is not as the run has written it, lacks a column, or `take` finds a fault in a row.
    pub fn read(
        &self,
        table: &str,
        columns: &[&str],
        take: impl FnMut(&Row<'_>) -> Result<(), Fault>,
    ) -> Result<(), PastError> {
        let path = self.folder.join(format!("{table}.csv"));
        let unlisted = || PastError::Manifest {
            path: self.folder.join(super::manifest::NAME),
            found: format!("it lists no {table}.csv"),
        };
        let entry = self.entry(table).ok_or_else(unlisted)?;
        // Looked at before it is opened: a pipe in its place would be waited for without end.
        let found = std::fs::metadata(&path).map_err(|error| PastError::io(&path, error))?;
        if !found.is_file() || found.len() != entry.bytes {
            return Err(PastError::Changed { path, found: "size" });
        }
        let file = File::open(&path).map_err(|error| PastError::io(&path, error))?;
        let mut source = Hashing { file, hash: Sha256::new() };
        let read = Table { path: &path, columns }.read(&mut source, take);
        io::copy(&mut source, &mut io::sink()).map_err(|error| PastError::io(&path, error))?;
        let hash: String = source.hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        if hash != entry.sha256 {
            return Err(PastError::Changed { path, found: "hash" });
        }
        read
    }
}

/// A file that is hashed while it is read.
struct Hashing {
    file: File,
    hash: Sha256,
}

impl Read for Hashing {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.file.read(buffer)?;
        self.hash.update(buffer.get(..count).unwrap_or_default());
        Ok(count)
    }
}

/// A table and the columns that are wanted of it.
struct Table<'t> {
    path: &'t Path,
    columns: &'t [&'t str],
}

impl Table<'_> {
    fn read(
        &self,
        source: &mut Hashing,
        mut take: impl FnMut(&Row<'_>) -> Result<(), Fault>,
    ) -> Result<(), PastError> {
        let mut buffered = BufReader::with_capacity(BUFFER, source);
        let first = buffered.fill_buf().map_err(|error| PastError::io(self.path, error))?;
        let header = first.split(|byte| *byte == b'\n').next().unwrap_or_default();
        let has_semicolons = header.contains(&b';');
        let delimiter = if has_semicolons { b';' } else { b',' };
        let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(buffered);
        let places = self.places(reader.headers().map_err(|error| self.unreadable(error, 1))?)?;
        let mut record = csv::StringRecord::new();
        loop {
            let is_there = reader.read_record(&mut record);
            // The reader stands before the line feed: this is the last line of the record, while the record itself counts from before its first.
            let line = reader.position().line();
            if !is_there.map_err(|error| self.unreadable(error, line))? {
                return Ok(());
            }
            let row = Row { record: &record, places: &places, has_decimal_comma: has_semicolons };
            take(&row).map_err(|fault| self.wrong(line, fault.found, fault.expected))?;
        }
    }

    /// Where the wanted columns stand.
    fn places(&self, header: &csv::StringRecord) -> Result<Vec<usize>, PastError> {
        let place = |name: &&str| {
            let is_it = |column: &str| column.trim_start_matches('\u{feff}') == *name;
            let missing =
                || self.wrong(1, format!("no column `{name}`"), "the table of a run of this program");
            header.iter().position(is_it).ok_or_else(missing)
        };
        self.columns.iter().map(place).collect()
    }

    fn wrong(&self, line: u64, found: String, expected: &str) -> PastError {
        PastError::Table { path: PathBuf::from(self.path), line, found, expected: expected.to_owned() }
    }

    fn unreadable(&self, error: csv::Error, line: u64) -> PastError {
        match error.into_kind() {
            csv::ErrorKind::Io(error) => PastError::io(self.path, error),
            csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
                self.wrong(line, format!("{len} fields"), &format!("{expected_len}, as the header has"))
            }
            csv::ErrorKind::Utf8 { .. } => self.wrong(line, "text that is not UTF-8".to_owned(), "UTF-8"),
            other => self.wrong(line, format!("{other:?}"), "lines of fields"),
        }
    }
}
