//! A batch: all that a workbook says, before anyone knows whose it is.
//!
//! A pure function of the workbook's bytes and of the reading half of the definition.

use super::fact::Fact;
use super::{Address, Flag, Format, Properties, SheetState};
use serde::{Deserialize, Serialize};

/// What a candidate speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum CandidateKind {
    /// Whose report it is.
    Branch,
    /// Which period it covers.
    Period,
    /// On which day it was made.
    Date,
    /// Which resubmission it is.
    Version,
    /// Which version of the form it uses.
    Template,
}

/// A text that may say whose report it is, for which period, or when it was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidate {
    /// What it speaks of.
    pub kind: CandidateKind,
    /// Index of the source in the pipeline's order of trust for this kind.
    pub source: u16,
    /// The text found, cleaned.
    pub text: Box<str>,
    /// The sheet's name, where it was found in one.
    pub sheet: Option<Box<str>>,
    /// The cell, where it was found in one.
    pub at: Option<Address>,
    /// Index of the report that it speaks of; none where it speaks of the whole workbook.
    pub report: Option<u32>,
}

impl Candidate {
    /// The source of a header over values that names a period: it decides nothing, but may contradict.
    pub const HEADER: u16 = u16::MAX;
}

/// What became of the non-empty cells: each has exactly one disposition.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dispositions {
    /// Cells that gave a fact with a value.
    pub fact: u64,
    /// Titles, headers, labels, units, numbering, total rows.
    pub structure: u64,
    /// Cells of a sheet that the pipeline does not ask for.
    pub another_sheet: u64,
    /// Cells before, beside or after the table.
    pub outside_table: u64,
    /// Notes and columns within the table that the pipeline does not ask for.
    pub note: u64,
    /// Cells whose content could not be taken; each has a flag.
    pub rejected: u64,
}

impl Dispositions {
    /// Takes another account out of this one, as far as it holds it.
    pub const fn subtract(&mut self, other: &Self) {
        self.fact = self.fact.saturating_sub(other.fact);
        self.structure = self.structure.saturating_sub(other.structure);
        self.another_sheet = self.another_sheet.saturating_sub(other.another_sheet);
        self.outside_table = self.outside_table.saturating_sub(other.outside_table);
        self.note = self.note.saturating_sub(other.note);
        self.rejected = self.rejected.saturating_sub(other.rejected);
    }

    /// The second count of the conservation account.
    pub const fn total(&self) -> u64 {
        self.fact + self.ignored() + self.structure + self.rejected
    }

    /// Cells ignored for whatever reason.
    pub const fn ignored(&self) -> u64 {
        self.another_sheet + self.outside_table + self.note
    }

    /// Adds another account to this one.
    pub fn add(&mut self, other: &Self) {
        self.fact += other.fact;
        self.structure += other.structure;
        self.another_sheet += other.another_sheet;
        self.outside_table += other.outside_table;
        self.note += other.note;
        self.rejected += other.rejected;
    }
}

/// A part of a workbook that one branch fills for one period.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Index of the sheet; none for the whole workbook.
    pub sheet: Option<u16>,
    /// The first cell of the block or record, where it does not fill the sheet.
    pub at: Option<Address>,
    /// Index of the report around it, whose candidates speak for it too; none for the workbook.
    pub within: Option<u32>,
    /// Whether it is a group of records that columns of a table put down to a branch or period. Two such groups of one branch and period are
    /// one report: a list may call a branch by two names.
    pub is_records: bool,
    /// Indicators whose rows were found in it, with or without a value; ascending.
    pub labels: Vec<u32>,
    /// Sheets of the definition that were found in it; ascending.
    pub forms: Vec<u16>,
    /// What became of the cells that are its own, by sheet. Cells of a sheet that are in no report's account (notes between blocks, a table of
    /// many branches' records) belong to the first report of the sheet.
    pub accounts: Vec<(u16, Dispositions)>,
}

impl Report {
    /// Whether anything was found in it that a report consists of.
    pub fn has_rows(&self) -> bool {
        !self.labels.is_empty()
    }
}

/// A record of a table that the definition keeps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Index of the sheet.
    pub sheet: u16,
    /// Index of the report in [`Batch::reports`].
    pub report: u32,
    /// Its first cell: tables side by side have records in common rows.
    pub at: Address,
    /// Index of the definition's sheet, whose columns the texts belong to.
    pub form: u16,
    /// The cells' contents as another program would show them unformatted, one a declared column; repeated ones filled in.
    pub values: Box<[Box<str>]>,
}

/// A sheet as far as the later stages need it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SheetSummary {
    /// The name on the tab.
    pub name: Box<str>,
    /// Whether the tab is visible.
    pub state: SheetState,
    /// Index of the definition's sheet that it was read as, if any.
    pub read_as: Option<u16>,
    /// Non-empty cells that the reader delivered.
    pub cells_read: u64,
    /// What became of them.
    pub dispositions: Dispositions,
}

/// All that one workbook says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Batch {
    /// The format, where the bytes were recognised.
    pub format: Option<Format>,
    /// Which reader delivered it.
    pub reader: &'static str,
    /// Every sheet, in the order of the tabs.
    pub sheets: Vec<SheetSummary>,
    /// Values, ordered by sheet, row, column.
    pub facts: Vec<Fact>,
    /// What is wrong.
    pub flags: Vec<Flag>,
    /// What may say whose report it is, and when.
    pub candidates: Vec<Candidate>,
    /// Indicators whose rows were found, with or without a value; ascending.
    pub labels: Vec<u32>,
    /// Index of the version of the form that the content tells; none where the definition has one form, or nothing tells.
    pub version: Option<u16>,
    /// The reports that the workbook holds, in the order in which they were met. Facts, flags and candidates point into this list. Empty where
    /// the workbook is one report; else the first is the workbook itself, with what belongs to none of the others. One that only stands around
    /// others, such as a sheet of blocks, has no rows of its own.
    pub reports: Vec<Report>,
    /// Records of tables that are kept, ordered by sheet and cell.
    pub records: Vec<Record>,
    /// Document properties.
    pub properties: Properties,
}

impl Batch {
    /// Whether a fatal flag keeps the whole workbook out.
    pub fn is_fatal(&self) -> bool {
        self.flags.iter().any(|flag| flag.check.is_fatal())
    }

    /// The account of all sheets together.
    pub fn dispositions(&self) -> Dispositions {
        let mut sum = Dispositions::default();
        self.sheets.iter().for_each(|sheet| sum.add(&sheet.dispositions));
        sum
    }

    /// Non-empty cells of all sheets, as the reader counted them.
    pub fn cells_read(&self) -> u64 {
        self.sheets.iter().map(|sheet| sheet.cells_read).sum()
    }
}
