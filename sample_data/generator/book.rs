//! A workbook before it has a format: sheets of cells with a look, merges, hidden rows. Containers turn it into bytes.

use crate::day::Day;
use std::collections::BTreeMap;

/// What a cell holds.
#[derive(Clone, Debug)]
pub enum Content {
    Text(String),
    /// Text whose first word is bold: Excel stores it as rich text.
    Rich(String),
    Number(f64),
    /// A serial number that the format shows as a date.
    Date(Day),
    Formula(String, Shown),
}

/// The calculated value that a file holds beside a formula.
#[derive(Clone, Debug)]
pub enum Shown {
    Number(f64),
    Error(&'static str),
    /// None: what programs write that do not calculate.
    Nothing,
}

/// How a cell looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Look {
    Plain,
    Title,
    Italic,
    Header,
    Section,
    Label,
    Centre,
    Count,
    Decimal,
    Date,
    Total,
}

/// A cell.
#[derive(Clone, Debug)]
pub struct Cell {
    pub content: Content,
    pub look: Look,
    /// The font's name where the cell is not in the workbook's own.
    pub font: Option<&'static str>,
}

/// A sheet.
#[derive(Clone, Default)]
pub struct Sheet {
    pub name: String,
    pub cells: BTreeMap<(u32, u16), Cell>,
    /// First row, first column, last row, last column.
    pub merges: Vec<(u32, u16, u32, u16)>,
    pub hidden_rows: Vec<u32>,
    pub hidden_columns: Vec<u16>,
    pub widths: Vec<(u16, f64)>,
    pub is_hidden: bool,
}

/// A workbook.
#[derive(Clone)]
pub struct Book {
    pub sheets: Vec<Sheet>,
    pub is_1904: bool,
    pub has_macros: bool,
    /// Creation in the document properties: the day of the report.
    pub created: Day,
    pub author: String,
}

impl Cell {
    /// Whether its letters stand for others under its font. Fonts of their own are those of old encodings, which keep ASCII.
    pub fn is_encoded(&self) -> bool {
        matches!(&self.content, Content::Text(text) if self.font.is_some() && !text.is_ascii())
    }
}

impl Sheet {
    /// An empty sheet.
    pub fn new(name: &str) -> Self {
        Self { name: name.into(), ..Self::default() }
    }

    /// Puts a content with the workbook's own font.
    pub fn put(&mut self, row: u32, column: u16, content: Content, look: Look) {
        self.cells.insert((row, column), Cell { content, look, font: None });
    }

    /// Puts text in a font of its own.
    pub fn write(&mut self, row: u32, column: u16, (text, font): (String, Option<&'static str>), look: Look) {
        self.cells.insert((row, column), Cell { content: Content::Text(text), look, font });
    }

    /// One past the last used row.
    pub fn rows(&self) -> u32 {
        self.cells.keys().map(|&(row, _)| row + 1).max().unwrap_or(0)
    }

    /// One past the last used column.
    pub fn columns(&self) -> u16 {
        let merged = self.merges.iter().map(|merge| merge.3 + 1).max().unwrap_or(0);
        self.cells.keys().map(|&(_, column)| column + 1).max().unwrap_or(0).max(merged)
    }
}

/// The A1 form of a zero-based address within the first 26 columns.
pub fn a1(row: u32, column: u16) -> String {
    format!("{}{}", char::from(b'A' + column as u8), row + 1)
}
