//! The block above a table: superior body, mark of the form, title with the period, whose report it is and of which day.
//!
//! It remembers where it wrote what a flag of the whole report points at, so that the ledger cannot name another cell.

use super::columns::{Column, Role, Stated};
use super::labels::Generation;
use super::{Named, Report, Says};
use crate::book::{Content, Look, Sheet};
use std::collections::BTreeMap;

const SUPERIOR: &str = "ĐOÀN KHỐI CÁC CƠ QUAN TỈNH";
const PLACE: &str = "Đông Giang";

/// Where a block says what, as row and column.
pub type Said = BTreeMap<Says, (u32, u16)>;

/// Writes the block and returns the first free row, and where it says what.
pub fn draw(report: &Report, sheet: &mut Sheet, columns: &[Column], is_money: bool) -> (u32, Said) {
    let left = columns.iter().position(|(role, ..)| *role != Role::Gap).unwrap_or(0) as u16;
    let last = columns.len() as u16 - 1;
    let mut block = Block { report, sheet, left, last, row: 0, said: Said::new() };
    block.heading();
    for title in titles(report, is_money) {
        block.title(&title);
    }
    block.identity();
    block.period();
    block.day();
    if is_money && report.stated == Stated::Banner {
        block.line(last, &format!("ĐVT: {}", report.money.words()), Look::Italic);
        block.row += 1;
    }
    (block.row + 1, block.said)
}

/// A block being written.
struct Block<'a> {
    report: &'a Report,
    sheet: &'a mut Sheet,
    left: u16,
    last: u16,
    row: u32,
    said: Said,
}

impl Block<'_> {
    fn line(&mut self, column: u16, text: &str, look: Look) {
        self.sheet.write(self.row, column, self.report.script.store(text), look);
    }

    /// The same, where it says something that is looked for.
    fn say(&mut self, says: Says, column: u16, text: &str, look: Look) {
        self.said.insert(says, (self.row, column));
        self.line(column, text, look);
    }

    /// Superior body and mark. The form of 2023 opens like an official letter, with place and day on the right.
    fn heading(&mut self) {
        self.sheet.write(0, self.left, self.report.script.store_heading(SUPERIOR), Look::Plain);
        self.say(Says::Mark, self.last, &self.report.mark, Look::Italic);
        self.row = 2;
        if self.report.generation != Generation::Y2023 {
            return;
        }
        self.sheet.write(1, 1, self.report.script.store("BCH ĐOÀN CƠ SỞ"), Look::Plain);
        if self.report.has_date {
            let place = format!("{PLACE}, {}", self.report.date.in_words());
            self.line(self.last - 2, &place, Look::Italic);
            self.sheet.merges.push((2, self.last - 2, 2, self.last));
        }
        self.row = 4;
    }

    fn title(&mut self, title: &str) {
        if title.contains(&self.report.year.to_string()) {
            self.said.insert(Says::Period, (self.row, self.left));
        }
        self.sheet.write(self.row, self.left, self.report.script.store_heading(title), Look::Title);
        self.sheet.merges.push((self.row, self.left, self.row, self.last));
        self.row += 1;
    }

    fn identity(&mut self) {
        let Report { name, unit, .. } = self.report;
        let (left, last, row) = (self.left, self.last, self.row);
        match self.report.named {
            Named::SameCell => self.say(Says::Name, left, &format!("Đơn vị báo cáo: {name}"), Look::Plain),
            Named::NextCell => {
                self.line(left, "Đơn vị báo cáo:", Look::Plain);
                self.say(Says::Name, left + 1, name, Look::Plain);
            }
            Named::BehindMerge => {
                self.line(left, "Đơn vị báo cáo:", Look::Plain);
                self.sheet.merges.push((row, left, row, left + 1));
                self.say(Says::Name, left + 2, name, Look::Plain);
                if last > left + 2 {
                    self.sheet.merges.push((row, left + 2, row, last));
                }
            }
            Named::WithCode => {
                self.say(Says::Name, left, &format!("Tên đơn vị: {name}"), Look::Plain);
                self.row += 1;
                self.line(left, "Mã đơn vị:", Look::Plain);
                self.line(left + 1, &unit.code, Look::Plain);
            }
            Named::CodeOnly => {
                self.say(Says::Name, left, &format!("Mã đơn vị: {}", unit.code), Look::Plain);
            }
        }
        self.row += 1;
    }

    /// The period, where the title does not say it.
    fn period(&mut self) {
        if self.report.generation == Generation::Y2020 {
            let line = format!("Kỳ báo cáo: Năm {}", self.report.year);
            self.say(Says::Period, self.left, &line, Look::Plain);
            self.row += 1;
        }
    }

    /// The day of the report, where the heading does not say it.
    fn day(&mut self) {
        if !self.report.has_date || self.report.generation == Generation::Y2023 {
            return;
        }
        if self.report.named == Named::NextCell {
            self.line(self.left, "Ngày báo cáo:", Look::Plain);
            self.sheet.put(self.row, self.left + 1, Content::Date(self.report.date), Look::Date);
        } else {
            self.line(self.left, &format!("Ngày báo cáo: {}", self.report.date.slashed()), Look::Plain);
        }
        self.row += 1;
    }
}

fn titles(report: &Report, is_money: bool) -> Vec<String> {
    let year = report.year;
    match report.generation {
        Generation::Y2019 => vec![format!("BÁO CÁO CÔNG TÁC ĐOÀN VÀ PHONG TRÀO THANH THIẾU NHI NĂM {year}")],
        Generation::Y2020 => vec!["BIỂU TỔNG HỢP CÔNG TÁC ĐOÀN".into()],
        Generation::Y2021 => {
            vec!["BÁO CÁO THỰC HIỆN CÁC CHỈ TIÊU CÔNG TÁC ĐOÀN".into(), format!("NĂM {year}")]
        }
        Generation::Y2022 if is_money => vec![format!("KINH PHÍ CÁC HOẠT ĐỘNG NĂM {year}")],
        Generation::Y2022 => vec![format!("SỐ LIỆU CÔNG TÁC ĐOÀN NĂM {year}")],
        Generation::Y2023 => vec![
            "BÁO CÁO".into(),
            "Kết quả công tác Đoàn và phong trào thanh thiếu nhi".into(),
            format!("NĂM {year}"),
        ],
    }
}
