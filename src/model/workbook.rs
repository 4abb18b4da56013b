//! A workbook as the reader hands it on: sheets of sparse cells, styles, properties, and what went wrong.

use super::{Address, Cell, Flag};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The format of a file, decided by its first bytes, never by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Format {
    /// Office Open XML workbook, with or without macros.
    Xlsx,
    /// Office Open XML binary workbook.
    Xlsb,
    /// BIFF workbook in a compound file.
    Xls,
    /// OpenDocument spreadsheet.
    Ods,
    /// Delimited text.
    Csv,
}

impl Format {
    /// The usual extension, `xlsx`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Xlsb => "xlsb",
            Self::Xls => "xls",
            Self::Ods => "ods",
            Self::Csv => "csv",
        }
    }
}

/// Whether a user sees the sheet's tab.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum SheetState {
    /// An ordinary sheet.
    #[default]
    Visible,
    /// Hidden; Excel offers to show it.
    Hidden,
    /// Hidden by a program; Excel does not offer to show it.
    VeryHidden,
}

/// What of a cell's style matters to its meaning.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Style {
    /// The number format code, `#,##0.00`; empty for General.
    pub number_format: Box<str>,
    /// The font's name; empty where the format does not tell.
    pub font: Box<str>,
    /// Whether the number format shows a serial number as a date or time.
    pub is_date: bool,
}

/// A rectangle of merged cells, both corners included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Merge {
    /// Upper left corner: the only cell of the rectangle that shows its value.
    pub first: Address,
    /// Lower right corner.
    pub last: Address,
}

impl Merge {
    /// Whether the rectangle covers the address.
    pub fn contains(&self, at: Address) -> bool {
        (self.first.row..=self.last.row).contains(&at.row)
            && (self.first.column..=self.last.column).contains(&at.column)
    }
}

/// One sheet: its non-empty cells in row order, and what the eye would see around them.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    /// The name on the tab.
    pub name: Box<str>,
    /// Whether the tab is visible.
    pub state: SheetState,
    /// Non-empty cells, ordered by row then column, no address twice.
    pub cells: Vec<Cell>,
    /// Merged rectangles, in the order of the file.
    pub merges: Vec<Merge>,
    /// Zero-based hidden rows, ascending.
    pub hidden_rows: Vec<u32>,
    /// Zero-based hidden columns as inclusive ranges, ascending, none of which touch.
    pub hidden_columns: Vec<(u32, u32)>,
    /// How many non-empty cells the reader delivered: the first of the two counts of the conservation account.
    pub cells_read: u64,
    /// Those of them that are not among [`cells`](Self::cells): of a huge sheet in which nothing is asked for only the beginning is held.
    pub cells_passed: u64,
}

impl Sheet {
    /// Whether the row is hidden.
    pub fn is_row_hidden(&self, row: u32) -> bool {
        self.hidden_rows.binary_search(&row).is_ok()
    }

    /// Whether the column is hidden.
    pub fn is_column_hidden(&self, column: u32) -> bool {
        let behind = self.hidden_columns.partition_point(|&(first, _)| first <= column);
        let range = behind.checked_sub(1).and_then(|at| self.hidden_columns.get(at));
        range.is_some_and(|&(_, last)| column <= last)
    }
}

/// Document properties, where the format has them. ISO 8601 as written in the file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Properties {
    /// `dcterms:created`.
    pub created: Option<Box<str>>,
    /// `dcterms:modified`.
    pub modified: Option<Box<str>>,
    /// `cp:lastModifiedBy`, else `dc:creator`.
    pub author: Option<Box<str>>,
}

/// A workbook that was read, whole or in part.
#[derive(Clone, Debug)]
pub struct Workbook {
    /// What the bytes were.
    pub format: Format,
    /// Sheets in the order of the tabs.
    pub sheets: Vec<Sheet>,
    /// Styles that cells point into; never empty, 0 is the default.
    pub styles: Arc<[Style]>,
    /// Whether serial dates count from 1904.
    pub is_1904: bool,
    /// Document properties.
    pub properties: Properties,
    /// Defined names and the references behind them.
    pub names: Vec<(Box<str>, Box<str>)>,
    /// What the reader found wrong. A `fatal` flag means that no sheet may be used.
    pub flags: Vec<Flag>,
    /// Which reader delivered it and, where it was not our own, why (`calamine: xls`).
    pub reader: &'static str,
}
