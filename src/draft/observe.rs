//! Everything that was seen in the files, before anything is concluded from it.
//!
//! Enters: files as bytes. Leaves: the books that could be read, with their tables and the role of every column, the files that could not, and
//! copies of another file. The role of a column follows from all columns of all books with the same header.

use super::geometry::{Column, Table, tables};
use super::grid::{Grid, Seen, What, grids, sample};
use super::words;
use crate::clean::unit;
use crate::model::{Check, Workbook};
use crate::pipeline::Locale;
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use std::collections::{BTreeSet, HashMap, HashSet};

/// Cells of all files together that are held, and the bounds of what one file may have of them: a form has some hundreds.
const CELLS: usize = 4_000_000;
const FEWEST_CELLS: usize = 10_000;
const MOST_CELLS: usize = 200_000;
/// Sheets of a workbook that are looked at.
const SHEETS: usize = 200;
/// Distinct texts of a column that are remembered.
const DISTINCT: usize = 4_000;

/// A file of the folder: its path within it, with `/`, and its bytes.
pub type File<'f> = (&'f str, &'f [u8]);

/// The files that are looked at.
#[derive(Clone, Copy)]
pub struct Input<'i> {
    /// Paths within the folder, with `/`.
    pub paths: &'i [&'i str],
    /// The bytes of one of them; nothing where it cannot be read. Called from several threads.
    pub load: &'i (dyn Fn(usize) -> Option<Vec<u8>> + Sync),
    /// Makes a workbook of bytes, or says by the code of a check why not. Called from several threads.
    pub read: &'i (dyn Fn(&[u8]) -> Result<Workbook, &'static str> + Sync),
    /// How many files of the folder are not among them.
    pub left_out: usize,
}

/// A workbook.
#[derive(Debug)]
pub struct Book {
    /// Path within the folder, with `/`.
    pub path: String,
    /// Its sheets.
    pub grids: Vec<Grid>,
    /// The tables of each sheet.
    pub tables: Vec<Vec<Seat>>,
}

/// A table with the roles of its columns.
#[derive(Debug)]
pub struct Seat {
    /// The table.
    pub table: Table,
    /// The role of each column.
    pub roles: Vec<Role>,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// Numbers of rows.
    Numbering,
    /// Codes.
    Code,
    /// Texts: labels, names, categories.
    Text,
    /// Units.
    Unit,
    /// Values.
    Value,
    /// Days, one a row.
    Day,
    /// Remarks, or nothing.
    Remark,
}

/// A file that could not be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Path within the folder.
    pub path: String,
    /// The code of the check that keeps it out.
    pub code: &'static str,
}

/// What was seen.
#[derive(Debug)]
pub struct Observed {
    /// The language of the forms.
    pub locale: Locale,
    /// Books that could be read, in path order.
    pub books: Vec<Book>,
    /// Files that could not.
    pub refused: Vec<Refused>,
    /// Copies, each with the file that it is a copy of.
    pub copies: Vec<(String, String)>,
    /// How many files of the folder were not looked at.
    pub left_out: usize,
    /// How many files in which nothing was found are told in the draft of another form.
    pub passed: usize,
}

/// Looks at all files. They are read in parallel and one by one: of each only what is looked at is held.
pub fn observe(input: &Input) -> Observed {
    let budget = (CELLS / input.paths.len().max(1)).clamp(FEWEST_CELLS, MOST_CELLS);
    let read: Vec<Result<(Vec<u8>, Workbook), &'static str>> =
        (0..input.paths.len()).into_par_iter().map(|at| one(input, at, budget)).collect();
    let mut seen: HashMap<Vec<u8>, String> = HashMap::new();
    let (mut workbooks, mut refused, mut copies) = (Vec::new(), Vec::new(), Vec::new());
    for (path, read) in input.paths.iter().zip(read) {
        match read {
            Err(code) => refused.push(Refused { path: (*path).to_owned(), code }),
            Ok((hash, workbook)) => match seen.get(&hash) {
                Some(first) => copies.push(((*path).to_owned(), first.clone())),
                None => {
                    seen.insert(hash, (*path).to_owned());
                    workbooks.push((*path, workbook));
                }
            },
        }
    }
    let locale = locale(workbooks.iter().map(|(_, workbook)| workbook));
    let sheets: Vec<Vec<Grid>> = workbooks.par_iter().map(|(_, workbook)| grids(workbook, locale)).collect();
    let paths: Vec<&str> = workbooks.into_iter().map(|(path, _)| path).collect();
    let tables = tables_of(&sheets);
    let roles = Roles::new(&sheets, &tables, locale);
    let books = paths.into_iter().zip(sheets).zip(tables).map(|((path, grids), tables)| Book {
        path: path.to_owned(),
        tables: tables
            .into_iter()
            .map(|of| of.into_iter().map(|table| roles.seat(table)).collect())
            .collect(),
        grids,
    });
    Observed { locale, books: books.collect(), refused, copies, left_out: input.left_out, passed: 0 }
}

/// A file with its hash, or the code of the check that keeps it out.
fn one(input: &Input, at: usize, budget: usize) -> Result<(Vec<u8>, Workbook), &'static str> {
    let bytes = (input.load)(at).ok_or(Check::UnreadableFile.code())?;
    let workbook = (input.read)(&bytes)?;
    Ok((Sha256::digest(&bytes).to_vec(), bounded(workbook, budget)))
}

/// A workbook without what is not looked at: sheets and cells beyond the budget, which a form does not have.
fn bounded(mut workbook: Workbook, budget: usize) -> Workbook {
    workbook.sheets.truncate(SHEETS);
    let mut left = budget;
    for sheet in &mut workbook.sheets {
        sheet.cells.truncate(left);
        sheet.cells.shrink_to_fit();
        left -= sheet.cells.len();
    }
    workbook
}

impl Observed {
    /// Takes books out, by their positions.
    pub fn take(&mut self, others: &BTreeSet<usize>) -> Vec<Book> {
        let all = std::mem::take(&mut self.books).into_iter().enumerate();
        let (taken, kept): (Vec<_>, Vec<_>) = all.partition(|(at, _)| others.contains(at));
        self.books = kept.into_iter().map(|(_, book)| book).collect();
        taken.into_iter().map(|(_, book)| book).collect()
    }
}

/// The language: Vietnamese where a tenth of the words have letters that only Vietnamese has.
fn locale<'w>(workbooks: impl Iterator<Item = &'w Workbook>) -> Locale {
    let (mut vietnamese, mut all) = (0usize, 0usize);
    for workbook in workbooks {
        for text in sample(workbook) {
            for word in text.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic)) {
                all += 1;
                vietnamese += usize::from(word.to_lowercase().chars().any(is_vietnamese));
            }
        }
    }
    if vietnamese * 10 >= all.max(1) { Locale::Vi } else { Locale::En { is_month_first: false } }
}

/// Whether no other language of Latin letters has it: `đ`, `ơ`, `ư`, `ă`, and all vowels with two marks.
fn is_vietnamese(letter: char) -> bool {
    matches!(letter, 'đ' | 'ơ' | 'ư' | 'ă' | '\u{1ea0}'..='\u{1ef9}')
}

/// The tables of every sheet, found with what recurs over the books.
fn tables_of(sheets: &[Vec<Grid>]) -> Vec<Vec<Vec<Table>>> {
    let mut met: HashMap<&str, (usize, usize)> = HashMap::new();
    // With few books a text recurs when it does so over sheets.
    let is_few = sheets.len() < 3;
    let mut unit = 0;
    for grids in sheets {
        for grid in grids {
            unit += usize::from(is_few);
            for text in grid.lines.iter().flat_map(|line| line.cells.iter().filter_map(Seen::text)) {
                let entry = met.entry(&text.key).or_insert((0, usize::MAX));
                if entry.1 != unit {
                    *entry = (entry.0 + 1, unit);
                }
            }
        }
        unit += 1;
    }
    let sheet_count: usize = sheets.iter().map(Vec::len).sum();
    let is_alone = if is_few { sheet_count < 3 } else { false };
    let recurs = |key: &str| is_alone || met.get(key).is_some_and(|(count, _)| *count >= 2);
    sheets.iter().map(|grids| grids.iter().map(|grid| tables(grid, &recurs)).collect()).collect()
}

/// What is known of all columns with one header.
#[derive(Debug, Default)]
struct Header {
    values: usize,
    dates: usize,
    words: usize,
    codes: usize,
    units: usize,
    long: usize,
    numberings: usize,
    tables: usize,
    distinct: HashSet<String>,
}

/// The roles of columns by their headers.
struct Roles {
    by_header: HashMap<String, Header>,
}

impl Roles {
    fn new(sheets: &[Vec<Grid>], tables: &[Vec<Vec<Table>>], locale: Locale) -> Self {
        let mut by_header: HashMap<String, Header> = HashMap::new();
        for (grids, tables) in sheets.iter().zip(tables) {
            for (grid, tables) in grids.iter().zip(tables) {
                for table in tables {
                    for (index, column) in table.columns.iter().enumerate() {
                        by_header.entry(table.key(index)).or_default().add(grid, table, column, locale);
                    }
                }
            }
        }
        Self { by_header }
    }

    fn seat(&self, table: Table) -> Seat {
        let mut roles: Vec<Role> = (0..table.columns.len()).map(|index| self.role(&table, index)).collect();
        let is_text = |role: &Role| *role == Role::Text;
        if !roles.iter().any(is_text) {
            // Codes or units with nothing else beside them are what the rows are called.
            let named = roles.iter().position(|role| matches!(role, Role::Code | Role::Unit | Role::Remark));
            if let Some(role) = named.and_then(|at| roles.get_mut(at)) {
                *role = Role::Text;
            }
        }
        Seat { table, roles }
    }

    fn role(&self, table: &Table, index: usize) -> Role {
        let key = table.columns.get(index).map_or("", Column::key);
        let Some(header) = self.by_header.get(&table.key(index)) else { return Role::Remark };
        let filled = header.values + header.words;
        if words::is(key, words::NUMBERING) {
            return Role::Numbering;
        }
        if words::is(key, words::REMARK) {
            return Role::Remark;
        }
        if words::is(key, words::CODE) && header.long * 4 < filled.max(1) {
            return Role::Code;
        }
        // `Đơn vị` is over units where short words come again and again, else over names of branches.
        let is_sure = words::is(key, words::UNIT) && !matches!(key, "don vi" | "unit" | "units" | "measure");
        let comes_again = header.distinct.len() * 2 < header.words && header.long * 3 < header.words;
        let is_unit = is_sure
            || (header.words > header.values
                && (words::is(key, words::UNIT) || header.units * 3 >= header.words)
                && (comes_again || header.units * 5 >= header.words));
        if is_unit {
            return Role::Unit;
        }
        if header.numberings * 3 >= header.tables * 2 && header.numberings > 0 {
            return Role::Numbering;
        }
        match filled {
            0 => Role::Remark,
            _ if header.dates * 5 >= filled * 4 => Role::Day,
            _ if header.values >= header.words => Role::Value,
            _ => Role::Text,
        }
    }
}

impl Header {
    fn add(&mut self, grid: &Grid, table: &Table, column: &Column, locale: Locale) {
        self.tables += 1;
        let (mut last, mut steps, mut numbers) = (0.0, 0, 0);
        for line in grid.lines.get(table.body.clone()).unwrap_or_default() {
            let Some(cell) = line.within(column.first, column.last) else { continue };
            self.add_cell(cell, locale);
            if let (What::Number { .. }, Some(value)) = (&cell.what, cell.number()) {
                numbers += 1;
                steps += usize::from(value == last + 1.0);
                last = value;
            }
        }
        self.numberings += usize::from(numbers >= 3 && steps * 10 >= numbers * 9);
    }

    fn add_cell(&mut self, cell: &Seen, locale: Locale) {
        if cell.is_value() {
            self.values += 1;
            self.dates += usize::from(matches!(cell.what, What::Date(..)));
            self.codes += usize::from(cell.text().is_some());
            return;
        }
        let Some(text) = cell.words() else { return };
        self.words += 1;
        self.long += usize::from(text.tidy.chars().count() > 12);
        self.units += usize::from(unit::parse(&text.tidy, locale).is_some());
        if self.distinct.len() < DISTINCT {
            self.distinct.insert(text.key.to_string());
        }
    }
}
