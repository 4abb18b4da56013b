//! The block above a table: superior body, mark of the form, title with the period, whose report it is and of which day.

use super::columns::{Column, Role, Stated};
use super::labels::Generation;
use super::{Named, Report};
use crate::book::{Content, Look, Sheet};

const SUPERIOR: &str = "ĐOÀN KHỐI CÁC CƠ QUAN TỈNH";
const PLACE: &str = "Đông Giang";

/// Writes the block and returns the first free row.
pub fn draw(report: &Report, sheet: &mut Sheet, columns: &[Column], is_money: bool) -> u32 {
    let left = columns.iter().position(|(role, ..)| *role != Role::Gap).unwrap_or(0) as u16;
    let last = columns.len() as u16 - 1;
    sheet.write(0, left, report.script.store_heading(SUPERIOR), Look::Plain);
    sheet.write(0, last, report.script.store(&report.mark), Look::Italic);
    let mut row = motto(report, sheet, last);
    for title in titles(report, is_money) {
        sheet.write(row, left, report.script.store_heading(&title), Look::Title);
        sheet.merges.push((row, left, row, last));
        row += 1;
    }
    row = identity(report, sheet, row, left, last);
    row = day(report, sheet, row, left);
    if is_money && report.stated == Stated::Banner {
        let banner = format!("ĐVT: {}", report.money.words());
        sheet.write(row, last, report.script.store(&banner), Look::Italic);
        row += 1;
    }
    row + 1
}

/// The form of 2023 opens like an official letter, with place and day on the right.
fn motto(report: &Report, sheet: &mut Sheet, last: u16) -> u32 {
    if report.generation != Generation::Y2023 {
        return 2;
    }
    sheet.write(1, 1, report.script.store("BCH ĐOÀN CƠ SỞ"), Look::Plain);
    let place = format!("{PLACE}, {}", report.date.in_words());
    if report.has_date {
        sheet.write(2, last - 2, report.script.store(&place), Look::Italic);
        sheet.merges.push((2, last - 2, 2, last));
    }
    4
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

fn identity(report: &Report, sheet: &mut Sheet, row: u32, left: u16, last: u16) -> u32 {
    let store = |text: &str| report.script.store(text);
    let (name, code) = (report.name.as_str(), report.unit.code.as_str());
    match report.named {
        Named::SameCell => {
            sheet.write(row, left, store(&format!("Đơn vị báo cáo: {name}")), Look::Plain);
        }
        Named::NextCell => {
            sheet.write(row, left, store("Đơn vị báo cáo:"), Look::Plain);
            sheet.write(row, left + 1, store(name), Look::Plain);
        }
        Named::BehindMerge => {
            sheet.write(row, left, store("Đơn vị báo cáo:"), Look::Plain);
            sheet.merges.push((row, left, row, left + 1));
            sheet.write(row, left + 2, store(name), Look::Plain);
            if last > left + 2 {
                sheet.merges.push((row, left + 2, row, last));
            }
        }
        Named::WithCode => {
            sheet.write(row, left, store(&format!("Tên đơn vị: {name}")), Look::Plain);
            sheet.write(row + 1, left, store("Mã đơn vị:"), Look::Plain);
            sheet.write(row + 1, left + 1, store(code), Look::Plain);
            return row + 2;
        }
        Named::CodeOnly => {
            sheet.write(row, left, store(&format!("Mã đơn vị: {code}")), Look::Plain);
        }
    }
    row + 1
}

/// Period and day of the report, where the title does not say them.
fn day(report: &Report, sheet: &mut Sheet, mut row: u32, left: u16) -> u32 {
    if report.generation == Generation::Y2020 {
        sheet.write(row, left, report.script.store(&format!("Kỳ báo cáo: Năm {}", report.year)), Look::Plain);
        row += 1;
    }
    if !report.has_date || report.generation == Generation::Y2023 {
        return row;
    }
    if report.named == Named::NextCell {
        sheet.write(row, left, report.script.store("Ngày báo cáo:"), Look::Plain);
        sheet.put(row, left + 1, Content::Date(report.date), Look::Date);
    } else {
        let line = format!("Ngày báo cáo: {}", report.date.slashed());
        sheet.write(row, left, report.script.store(&line), Look::Plain);
    }
    row + 1
}
