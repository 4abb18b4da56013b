//! What an office must not count: first versions full of faults, another year's report, strangers, broken files.

use crate::book::{Book, Content, Look, Sheet, Shown};
use crate::container::xlsx;
use crate::day::Day;
use crate::folder::{File, Folder};
use crate::forms::{Filled, Measure, Named, Plant, Quirk, Report, Says, Stray, fill};
use crate::written::{Manner, Meaning, Written, count};
use std::collections::BTreeMap;

/// Every unit's own report, by code: flawed versions begin as copies.
pub type Reports = BTreeMap<String, Report>;

/// Adds all of them.
pub fn add(folder: &mut Folder, reports: &Reports) {
    superseded(folder, reports);
    not_theirs(folder, reports);
    broken(folder);
    strays(folder);
}

fn superseded(folder: &mut Folder, reports: &Reports) {
    let mut add = |code: &str, path: &str, spoil: &dyn Fn(&mut Report)| {
        let mut report = reports[code].clone();
        report.date = Day { year: 2023, month: 11, day: 29 };
        report.has_date = true;
        spoil(&mut report);
        folder.add_workbook(File::of(path, code, "superseded"), &fill(&report), &["resubmission"]);
    };
    add("SO12", "So ban nganh/So Y te - bao cao.xlsx", &health_office);
    add("SO11", "So ban nganh/SO11_Bao cao nam 2023_lần 1.xlsx", &education_office);
    add("DN07", "Doanh nghiệp/DN07_Xang dau_V1.xlsx", &petrol_company);
    add("SO07", "So ban nganh/So NNPTNT_bao cao cong tac Doan 2023.xlsx", &agriculture_office);
    add("DN02", "Doanh nghiệp/VNPT.xlsx", &|report| report.quirks.push(Quirk::HeaderLost("Hoạt động")));
    add("NH03", "Ngân hàng/VietinBank.xlsx", &|report| report.quirks.push(Quirk::TwoResults));
}

/// Cells without a value, one of each kind.
fn health_office(report: &mut Report) {
    let text = |text: &str| Content::Text(text.into());
    spoil(report, "gifts", text("đang tổng hợp"), "not-a-number");
    spoil(report, "cleanups", text("20-30"), "ambiguous-number");
    spoil(report, "trees", Content::Date(Day::of(1, 5)), "date-in-number");
    spoil(report, "children_programmes", Content::Number(-5.0), "negative-value");
    spoil(
        report,
        "medical_visits",
        Content::Formula("=#REF!+40".into(), Shown::Error("#REF!")),
        "error-cell",
    );
    spoil(report, "launch_date", text("chưa rõ"), "not-a-date");
}

/// Rows that the form does not have, and one that it has twice.
fn education_office(report: &mut Report) {
    spoil(report, "trees", Content::Number(3.25), "fraction-in-count");
    let stray = |after, label: &str, unit, value| Stray { after, label: label.into(), unit, value };
    let unknown = Written { flags: vec!["label-unknown"], ..count(12, Manner::Number) };
    report.strays.push(stray("cleanups", "Buổi dọn rẹp môi trườn", "buổi", unknown));
    let again = count(amount(report, "blood_units") + 15, Manner::Number);
    report.strays.push(stray(
        "blood_units",
        "Hiến máu tình nguyện",
        "đơn vị",
        Written { flags: vec!["label-twice"], ..again },
    ));
    flag_actual(report, "blood_units", "label-twice");
    report.cells.insert(
        ("launch_date", Measure::Actual),
        Written { flags: vec!["mixed-dates"], ..Written::day(Day::of(3, 5), None) },
    );
    report
        .cells
        .insert(("review_date", Measure::Actual), Written::day(Day::of(20, 11), Some("20/11/2023".into())));
    report.quirks.push(Quirk::UnitSays("children_programmes", "km"));
    flag(report, "children_programmes", "unit-unknown");
    spoil(report, "gifts", Content::Text("1.25.000".into()), "ambiguous-number");
}

/// Formulas saved by a program that does not calculate.
fn petrol_company(report: &mut Report) {
    report.quirks.retain(|quirk| *quirk != Quirk::Sum);
    for (indicator, formula) in [("gifts", "=20+15"), ("trees", "=SUM(40,60)"), ("blood_units", "=5*4")] {
        let written = report.cells[&(indicator, Measure::Actual)].clone();
        report.cells.insert((indicator, Measure::Actual), crate::submission::uncalculated(written, formula));
    }
}

/// A number that nobody can have counted, words for one, and a code typed in the wrong row.
fn agriculture_office(report: &mut Report) {
    spoil(report, "trees", Content::Number(1e19), "not-finite");
    spoil(report, "blood_units", Content::Text("vài chục".into()), "ambiguous-number");
    report.quirks.push(Quirk::CodeSays("cleanups", "14"));
    unreadable_row(report, "cleanups", "label-ambiguous");
}

fn spoil(report: &mut Report, indicator: &'static str, content: Content, check: &'static str) {
    let look = match content {
        Content::Date(_) => Look::Date,
        _ => Look::Decimal,
    };
    report.cells.insert((indicator, Measure::Actual), Written { look, ..Written::flawed(content, check) });
}

fn flag_actual(report: &mut Report, indicator: &'static str, check: &'static str) {
    report.cells.entry((indicator, Measure::Actual)).and_modify(|written| written.flags.push(check));
}

/// Both measures of a row raise a flag.
fn flag(report: &mut Report, indicator: &'static str, check: &'static str) {
    for measure in [Measure::Actual, Measure::Plan] {
        if let Some(written) = report.cells.get_mut(&(indicator, measure)).filter(|it| it.content.is_some()) {
            written.flags.push(check);
        }
    }
}

/// The same, and neither counts.
fn unreadable_row(report: &mut Report, indicator: &'static str, check: &'static str) {
    flag(report, indicator, check);
    for measure in [Measure::Actual, Measure::Plan] {
        report.cells.entry((indicator, measure)).and_modify(|written| written.meaning = Meaning::Nothing);
    }
}

fn amount(report: &Report, indicator: &'static str) -> i64 {
    match report.cells[&(indicator, Measure::Actual)].meaning {
        Meaning::Amount(value, _) => value,
        _ => 0,
    }
}

/// Workbooks of last year, of nobody in the register, of one of two, and the same bytes under another name.
fn not_theirs(folder: &mut Folder, reports: &Reports) {
    let mut last_year = smaller(&reports["DN13"], 2);
    (last_year.year, last_year.date) = (2022, Day { year: 2022, month: 12, day: 6 });
    let review = Written::day(Day { year: 2022, month: 11, day: 18 }, None);
    last_year.cells.insert(("review_date", Measure::Actual), review);
    folder.add_workbook(
        File::of("Doanh nghiệp/XSKT bao cao nam 2022.xlsx", "DN13", "rejected"),
        &fill(&last_year).flagged(Says::Period, "wrong-period"),
        &[],
    );

    let mut stranger = smaller(&reports["SO09"], 3);
    (stranger.name, stranger.named) = ("Sở Công Thương nghiệp".into(), Named::SameCell);
    stranger.script = crate::text::Script::Nfc;
    folder.add_workbook(
        File::of("So ban nganh/So Cong Thuong nghiep.xlsx", "", "unidentified"),
        &fill(&stranger).flagged(Says::Name, "unknown-branch"),
        &[],
    );

    let mut either = smaller(&reports["DN10"], 4);
    (either.name, either.named) = ("Cong ty Co phan Duong Quang Phu".into(), Named::NextCell);
    folder.add_workbook(
        File::of("Doanh nghiệp/Duong Quang Phu.xlsx", "", "unidentified"),
        &fill(&either).flagged(Says::Name, "ambiguous-branch"),
        &[],
    );

    let mut letter = fill(&reports["DT04"]);
    letter.book.sheets = vec![covering_letter()];
    letter.plants.clear();
    folder.add_workbook(
        File::of("Đoàn thể/Công văn gửi kèm.xlsx", "DT04", "rejected"),
        &letter,
        &["sheet-missing"],
    );

    folder.add_copy(
        "So ban nganh/bao cao so noi vu.xlsx",
        File::of("So ban nganh/bao cao so noi vu_ban sao.xlsx", "SO03", "duplicate"),
    );
}

/// A letter typed into a spreadsheet: it says whose it is and for when, and has no table.
fn covering_letter() -> Sheet {
    let mut sheet = Sheet::new("Sheet1");
    let lines = [
        "LIÊN ĐOÀN LAO ĐỘNG TỈNH",
        "Đơn vị báo cáo: Liên đoàn Lao động tỉnh",
        "V/v gửi báo cáo công tác Đoàn năm 2023",
        "Kính gửi: Ban Thường vụ Đoàn Khối các cơ quan tỉnh",
        "Chi đoàn xin gửi kèm biểu số liệu theo mẫu.",
    ];
    for (row, line) in lines.iter().enumerate() {
        sheet.put(row as u32 * 2, 0, Content::Text((*line).into()), Look::Plain);
    }
    sheet
}

/// A report with other figures: every count smaller, so that it is nobody's copy.
fn smaller(report: &Report, by: i64) -> Report {
    let mut report = report.clone();
    for ((indicator, _), written) in &mut report.cells {
        let Meaning::Amount(value, _) = written.meaning else { continue };
        if !indicator.ends_with("_value") && !indicator.starts_with("members") && value > by {
            *written = count(value - by, Manner::Number);
        }
    }
    report
}

const HTML: &str = "<html><head><meta charset=\"utf-8\"><title>Báo cáo</title></head><body><table border=\"1\">\r\n<tr><th>Nội dung</th><th>Kết quả</th></tr>\r\n<tr><td>Số đoàn viên</td><td>58</td></tr>\r\n<tr><td>Cây xanh trồng mới</td><td>120</td></tr>\r\n</table></body></html>\r\n";

fn broken(folder: &mut Folder) {
    let whole = folder.bytes_of("Ngân hàng/BIDV bao cao (gui lai vi loi tep).xlsx");
    let cut = whole[..whole.len() * 3 / 5].to_vec();
    folder.add_bytes(File::of("Ngân hàng/BIDV bao cao.xlsx", "", "rejected"), cut, &["unreadable-file"]);
    folder.add_bytes(
        File::of("Doanh nghiệp/bao cao tu trang web.xls", "", "rejected"),
        HTML.into(),
        &["wrong-type"],
    );
    folder.add_bytes(File::of("Gui qua Zalo/bao cao.xlsx", "", "rejected"), vec![], &["empty-file"]);
    let blank = xlsx::write(&Book {
        sheets: vec![Sheet::new("Sheet1")],
        is_1904: false,
        has_macros: false,
        created: Day::of(4, 12),
        author: String::new(),
    });
    folder.add_bytes(File::of("Gui qua Zalo/Book1.xlsx", "", "rejected"), blank, &["empty-file"]);
    folder.add_made_once(File::of("Ngân hàng/Vietcombank.xlsx", "", "rejected"), &["encrypted"]);
}

/// What programs leave behind in folders.
fn strays(folder: &mut Folder) {
    let mut lock = vec![0u8; 165];
    lock[..10].copy_from_slice(b"\x09Van phong");
    folder.add_bytes(File::of("So ban nganh/~$bao cao so noi vu.xlsx", "", "stray"), lock, &[]);
    folder.add_bytes(File::of(".DS_Store", "", "stray"), b"\0\0\0\x01Bud1\0\0\x10\0\0\0\x08\0".to_vec(), &[]);
    folder.add_bytes(
        File::of("Ngân hàng/Thumbs.db", "", "stray"),
        b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec(),
        &[],
    );
}

/// The encrypted workbook before its protection, for those who make it again.
pub fn before_encryption(reports: &Reports) -> Filled {
    let mut report = reports["NH04"].clone();
    report.date = Day { year: 2023, month: 11, day: 30 };
    fill(&report)
}

/// A flag of a whole file.
pub fn of_file(check: &'static str) -> Plant {
    Plant { sheet: String::new(), cell: String::new(), check }
}
