//! A report becomes a workbook: title block, table, signatures, in one of five generations of the form.

mod below;
pub mod columns;
mod header;
pub mod labels;
mod table;
mod titles;

use crate::book::{Book, Content, Look, Sheet, a1};
use crate::day::Day;
use crate::register::Unit;
use crate::text::Script;
use crate::written::{Meaning, Money, Written};
use columns::{Inserted, Stated};
use labels::Generation;
use std::collections::BTreeMap;
use table::Table;

/// The measure of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Measure {
    Actual,
    Plan,
}

impl Measure {
    /// The word in the outputs.
    pub const fn word(self) -> &'static str {
        if matches!(self, Self::Actual) { "actual" } else { "plan" }
    }
}

/// How the workbook says whose it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    /// `Đơn vị báo cáo: Sở Y tế` in one cell.
    SameCell,
    /// The name in the next cell.
    NextCell,
    /// A merged label, the name behind it.
    BehindMerge,
    /// `Tên đơn vị`, and the code in `Mã đơn vị`.
    WithCode,
    /// Only `Mã đơn vị`.
    CodeOnly,
}

/// A row that no form has.
#[derive(Clone)]
pub struct Stray {
    pub after: &'static str,
    pub label: String,
    pub unit: &'static str,
    pub value: Written,
}

/// Everything that decides what a workbook looks like.
#[derive(Clone)]
pub struct Report {
    pub unit: Unit,
    pub name: String,
    pub named: Named,
    pub date: Day,
    pub has_date: bool,
    pub year: i64,
    pub generation: Generation,
    pub mark: String,
    pub script: Script,
    pub money: Money,
    pub stated: Stated,
    pub inserted: Option<Inserted>,
    pub quirks: Vec<Quirk>,
    pub cells: BTreeMap<(&'static str, Measure), Written>,
    pub strays: Vec<Stray>,
}

/// What a branch did to the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quirk {
    /// Sections and rows in another order.
    Moved,
    /// Blank rows between sections.
    BlankRows,
    /// The first label in rich text.
    Rich,
    /// Members as the sum of men and women, by formula.
    Sum,
    /// A row hidden, with its value.
    Hidden(&'static str),
    /// A value in a cell merged with the one to its right.
    Merged(&'static str),
    /// A row that stands once more at the end.
    Repeated(&'static str),
    /// The column of the plan hidden, with its values.
    HiddenPlan,
    /// The code beside a row is another row's.
    CodeSays(&'static str, &'static str),
    /// The header row of the sheet is deleted.
    HeaderLost(&'static str),
    /// The unit beside the row is replaced.
    UnitSays(&'static str, &'static str),
    /// The printed total is wrong.
    WrongTotal,
    /// A second sheet with instructions.
    Guide,
    /// A hidden second sheet with a list of words.
    HiddenList,
    /// The first sheet called `Sheet1`.
    SheetOne,
    /// Dates count from 1904.
    Mac,
    /// Saved as a workbook with macros.
    Macros,
    /// The header of the results stands over the gap column too.
    TwoResults,
}

/// What a title block says of the report as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Says {
    /// Which version of the form it is.
    Mark,
    Period,
    /// Whose it is.
    Name,
}

/// A flag that must be raised, and where; empty where it is of a whole file or sheet.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Plant {
    pub sheet: String,
    pub cell: String,
    pub check: &'static str,
}

/// A workbook with what it means.
pub struct Filled {
    pub book: Book,
    pub plants: Vec<Plant>,
    pub facts: BTreeMap<(&'static str, Measure), Meaning>,
    /// Sheet and cell that say it first.
    said: BTreeMap<Says, (String, String)>,
}

impl Filled {
    /// The same with a flag at the cell that says something of the whole report.
    pub fn flagged(mut self, says: Says, check: &'static str) -> Self {
        let (sheet, cell) = self.said[&says].clone();
        self.plants.push(Plant { sheet, cell, check });
        self
    }
}

impl Report {
    /// Whether a quirk is there.
    pub fn has(&self, quirk: Quirk) -> bool {
        self.quirks.contains(&quirk)
    }

    /// The unit that somebody typed over the form's.
    fn instead_of_unit(&self, indicator: &str) -> Option<&'static str> {
        self.quirks.iter().find_map(|quirk| match quirk {
            Quirk::UnitSays(known, says) if *known == indicator => Some(*says),
            _ => None,
        })
    }

    /// The code that somebody typed over the form's.
    fn instead_of_code(&self, indicator: &str) -> Option<&'static str> {
        self.quirks.iter().find_map(|quirk| match quirk {
            Quirk::CodeSays(known, says) if *known == indicator => Some(*says),
            _ => None,
        })
    }
}

/// Fills the form.
pub fn fill(report: &Report) -> Filled {
    let mut filled =
        Filled { book: empty_book(report), plants: vec![], facts: BTreeMap::new(), said: BTreeMap::new() };
    match report.generation {
        Generation::Y2022 => fill_three(report, &mut filled),
        _ => fill_one(report, &mut filled),
    }
    if report.has(Quirk::Guide) {
        filled.book.sheets.push(guide(report));
    }
    if report.has(Quirk::HiddenList) {
        filled.book.sheets.push(hidden_list(report));
    }
    plant_fonts(&mut filled);
    if Generation::ALL.iter().all(|generation| generation.mark() != report.mark) {
        filled = filled.flagged(Says::Mark, "template-version-unknown");
    }
    filled
}

/// Text in an encoding before Unicode is flagged once a sheet, at the first cell of it; values in it have flags of their own.
fn plant_fonts(filled: &mut Filled) {
    for sheet in &filled.book.sheets {
        let first = sheet.cells.iter().find(|(_, cell)| cell.is_encoded());
        filled.plants.extend(first.map(|(&(row, column), _)| Plant {
            sheet: sheet.name.clone(),
            cell: a1(row, column),
            check: "legacy-font",
        }));
    }
}

fn empty_book(report: &Report) -> Book {
    Book {
        sheets: vec![],
        is_1904: report.has(Quirk::Mac),
        has_macros: report.has(Quirk::Macros),
        created: report.date,
        author: report.unit.name.clone(),
    }
}

fn fill_one(report: &Report, filled: &mut Filled) {
    let name = match report.generation {
        _ if report.has(Quirk::SheetOne) => "Sheet1",
        Generation::Y2020 | Generation::Y2021 => "Biểu 1",
        _ => "Báo cáo",
    };
    Table::of_figures(report, name, |_| true).draw(filled);
}

fn fill_three(report: &Report, filled: &mut Filled) {
    let is_organisation = |indicator: &str| indicator.starts_with("members") || indicator.ends_with("_date");
    let is_money = |indicator: &str| indicator.ends_with("_value");
    Table::of_figures(report, "Tổ chức", is_organisation).draw(filled);
    Table::of_figures(report, "Hoạt động", |it| !is_organisation(it) && !is_money(it)).draw(filled);
    Table::of_money(report, "Kinh phí", is_money).draw(filled);
}

/// A sheet of instructions that no table is in.
fn guide(report: &Report) -> Sheet {
    let mut sheet = Sheet::new("Hướng dẫn");
    sheet.widths.push((0, 90.0));
    sheet.write(0, 0, report.script.store_heading("HƯỚNG DẪN GHI BIỂU"), Look::Title);
    let lines = [
        "1. Số liệu tính từ ngày 01/01 đến hết ngày 30/11.",
        "2. Tiền ghi theo đơn vị tính đã in trong biểu, không ghi kèm chữ.",
        "3. Không thêm, bớt dòng; không đổi tên trang tính.",
        "4. Gửi về Văn phòng Đoàn Khối trước ngày 10/12.",
    ];
    for (at, line) in lines.iter().enumerate() {
        sheet.write(at as u32 + 2, 0, report.script.store(line), Look::Plain);
    }
    sheet
}

/// A hidden sheet with the words behind a drop-down list.
fn hidden_list(report: &Report) -> Sheet {
    let mut sheet = Sheet::new("Danh mục");
    sheet.is_hidden = true;
    for (at, word) in ["người", "công trình", "suất", "lượt", "buổi", "cây", "triệu đồng"].iter().enumerate()
    {
        sheet.write(at as u32, 0, report.script.store(word), Look::Plain);
        sheet.put(at as u32, 1, Content::Number(at as f64 + 1.0), Look::Plain);
    }
    sheet
}
