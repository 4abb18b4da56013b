//! A workbook as drafting sees it: rows of cells whose texts are decoded, tidied and folded once.
//!
//! Enters: a [`Workbook`] as the reader delivers it. Leaves: a [`Grid`] for each sheet, of bounded size: what a form looks like shows within
//! its first thousands of rows.

use crate::clean::number::{self, Context, Habit, Reading};
use crate::clean::{date, legacy, numbering::strip_numbering, text};
use crate::model::{Bound, Sheet, SheetState, Value, Workbook};
use crate::pipeline::Locale;
use std::collections::HashMap;
use std::sync::Arc;

/// Rows of a sheet that are looked at.
const ROWS: usize = 3_000;
/// Columns of a sheet that are looked at.
const COLUMNS: u32 = 256;
/// Merged rectangles of a sheet that are looked at.
const MERGES: usize = 20_000;
/// Longer texts are sentences that happen to hold numbers.
const LONGEST_NUMBER: usize = 40;
/// Longer words behind a number are no unit.
const LONGEST_BEHIND: usize = 14;

/// A text cell.
#[derive(Clone, Debug)]
pub struct Text {
    /// In Unicode, tidied.
    pub tidy: Arc<str>,
    /// Its match key, without numbering before and marks behind it.
    pub key: Arc<str>,
}

/// What a cell holds.
#[derive(Clone, Debug)]
pub enum What {
    /// A text that is no number.
    Text(Text),
    /// A number, in a cell or as text.
    Number {
        /// The number.
        value: f64,
        /// The text, where it is one.
        text: Option<Text>,
        /// Whether it is a share.
        is_percent: bool,
        /// Whether it is digits and nothing else: `65+` and `45 người` say more.
        is_bare: bool,
    },
    /// A day, as ISO.
    Date(String, Option<Text>),
    /// `-`, `không`, `x`, `…`: something instead of a number.
    Nil(Text),
    /// A Boolean, an error, a formula without a value.
    Other,
}

/// A cell that is not empty.
#[derive(Clone, Debug)]
pub struct Seen {
    /// Zero-based column.
    pub column: u32,
    /// Last column of the merged rectangle that it begins.
    pub last_column: u32,
    /// Last row of it.
    pub last_row: u32,
    /// What it holds.
    pub what: What,
}

impl Seen {
    /// The text of a cell that is shown as one.
    pub fn text(&self) -> Option<&Text> {
        match &self.what {
            What::Text(text) | What::Nil(text) => Some(text),
            What::Number { text, .. } | What::Date(_, text) => text.as_ref(),
            What::Other => None,
        }
    }

    /// The text of a cell that is a text and nothing else.
    pub fn words(&self) -> Option<&Text> {
        match &self.what {
            What::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The number of a cell.
    pub fn number(&self) -> Option<f64> {
        match self.what {
            What::Number { value, .. } => Some(value),
            _ => None,
        }
    }

    /// Whether it is what stands in a column of values: a number, a day, or a sign of nil.
    pub fn is_value(&self) -> bool {
        matches!(self.what, What::Number { .. } | What::Date(..) | What::Nil(_))
    }
}

/// A row that has cells.
#[derive(Clone, Debug)]
pub struct Line {
    /// Zero-based row.
    pub row: u32,
    /// Its cells, from left to right.
    pub cells: Vec<Seen>,
}

impl Line {
    /// The cell of a column.
    pub fn at(&self, column: u32) -> Option<&Seen> {
        let at = self.cells.binary_search_by_key(&column, |cell| cell.column).ok()?;
        self.cells.get(at)
    }

    /// The first cell within columns.
    pub fn within(&self, first: u32, last: u32) -> Option<&Seen> {
        let at = self.cells.partition_point(|cell| cell.column < first);
        self.cells.get(at).filter(|cell| cell.column <= last)
    }
}

/// A sheet.
#[derive(Clone, Debug)]
pub struct Grid {
    /// The name on the tab.
    pub name: String,
    /// Whether the tab is shown.
    pub is_visible: bool,
    /// Rows with cells, ascending.
    pub lines: Vec<Line>,
}

/// The texts of a workbook before anybody knows their language.
pub fn sample(workbook: &Workbook) -> impl Iterator<Item = Arc<str>> {
    let cells = workbook.sheets.iter().flat_map(|sheet| sheet.cells.iter().take(2_000));
    cells.filter_map(|cell| Some(decoded(cell.text()?, font(workbook, cell.style)).into()))
}

/// The sheets of a workbook.
pub fn grids(workbook: &Workbook, locale: Locale) -> Vec<Grid> {
    workbook.sheets.iter().map(|sheet| grid(workbook, sheet, locale)).collect()
}

fn grid(workbook: &Workbook, sheet: &Sheet, locale: Locale) -> Grid {
    let ends: HashMap<(u32, u32), (u32, u32)> = sheet
        .merges
        .iter()
        .take(MERGES)
        .map(|merge| ((merge.first.row, merge.first.column), (merge.last.row, merge.last.column)))
        .collect();
    let mut lines: Vec<Line> = Vec::new();
    for cell in sheet.cells.iter().filter(|cell| cell.at.column < COLUMNS) {
        let style = workbook.styles.get(cell.style as usize);
        let Some(what) = what(workbook, &cell.value, cell.style, locale, style.is_some_and(|s| s.is_date))
        else {
            continue;
        };
        let (row, column) = (cell.at.row, cell.at.column);
        let (last_row, last_column) = ends.get(&(row, column)).copied().unwrap_or((row, column));
        let seen = Seen { column, last_column, last_row, what };
        let count = lines.len();
        match lines.last_mut() {
            Some(line) if line.row == row => line.cells.push(seen),
            _ if count >= ROWS => break,
            _ => lines.push(Line { row, cells: vec![seen] }),
        }
    }
    Grid {
        name: text::tidy(&sheet.name).0.into_owned(),
        is_visible: sheet.state == SheetState::Visible,
        lines,
    }
}

fn font(workbook: &Workbook, style: u32) -> &str {
    workbook.styles.get(style as usize).map_or("", |style| &*style.font)
}

fn decoded(raw: &str, font: &str) -> String {
    let decoded = legacy::decode(raw, font);
    text::tidy(decoded.as_ref().map_or(raw, |(text, _)| text)).0.into_owned()
}

/// A text with its key.
pub fn text_of(tidy: &str) -> Text {
    let bare = strip_numbering(tidy).trim_end_matches(|c: char| " :.;,*…".contains(c));
    Text { key: text::fold(bare).into(), tidy: tidy.into() }
}

/// What a cell holds; nothing where it shows nothing.
fn what(workbook: &Workbook, value: &Value, style: u32, locale: Locale, is_date: bool) -> Option<What> {
    Some(match value {
        Value::Number(serial) if is_date => match date::from_serial(*serial, workbook.is_1904) {
            Some(day) => What::Date(day.to_string(), None),
            None => What::Number { value: *serial, text: None, is_percent: false, is_bare: true },
        },
        Value::Number(value) => {
            let is_percent =
                workbook.styles.get(style as usize).is_some_and(|style| style.number_format.contains('%'));
            What::Number { value: *value, text: None, is_percent, is_bare: true }
        }
        Value::IsoDate(day) => What::Date(day.to_string(), None),
        Value::Text(raw) => {
            let tidy = decoded(raw, font(workbook, style));
            if tidy.is_empty() {
                return None;
            }
            of_text(&tidy, locale)
        }
        Value::Boolean(_) | Value::Error(_) | Value::NotCalculated => What::Other,
    })
}

/// What a text is: a number, a day, nil, or words.
fn of_text(tidy: &str, locale: Locale) -> What {
    let text = text_of(tidy);
    if tidy.len() > LONGEST_NUMBER {
        return match date::read_date(tidy, locale, None) {
            Some(day) => What::Date(day.to_string(), Some(text)),
            None => What::Text(text),
        };
    }
    let context = Context { locale, habit: Habit::Unknown, is_whole: false, stated: 1 };
    let read = number::read(tidy, &context);
    // `6 tháng` and `1. Nam` are labels that begin with a number.
    let is_label = read.behind.len() > LONGEST_BEHIND || strip_numbering(tidy).len() < tidy.len();
    match read.reading {
        Reading::Number(number) if !is_label && tidy.contains(|c: char| c.is_ascii_digit()) => What::Number {
            value: number.amount.to_f64(),
            is_percent: number.is_percent,
            is_bare: read.behind.is_empty() && number.bound == Bound::Exact,
            text: Some(text),
        },
        Reading::Nil | Reading::NotAvailable => What::Nil(text),
        _ => match date::read_date(tidy, locale, None) {
            Some(day) => What::Date(day.to_string(), Some(text)),
            None => What::Text(text),
        },
    }
}
