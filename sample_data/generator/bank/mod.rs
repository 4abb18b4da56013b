//! The sample `bank-monthly`: twenty branches, three months, balances and transactions, alone or many in one workbook.

mod balance;
mod figures;
mod flaws;
mod published;
mod records;
mod register;
mod sheets;

use crate::book::Book;
use crate::collected::{Collected, Format, save};
use crate::day::Day;
use crate::drawn::{Drawn, Truth};
use register::{BRANCHES, Branch, Quirk, Reports};
use std::collections::BTreeMap;
use std::path::Path;

/// Months that are reported.
const MONTHS: std::ops::RangeInclusive<usize> = 1..=3;

/// Sheets by their subject (`B01`, `B07 records`, `centre`, `south`) and month, 0 for the whole quarter.
type Drawings = BTreeMap<(String, usize), Drawn>;

/// The folder with its ledgers.
pub fn collect(made_once: &Path) -> Collected {
    let mut all = sheets::draw_all();
    flaws::in_cells(&mut all);
    let mut folder = Collected::new(made_once);
    for month in MONTHS {
        send_north(&mut folder, month, &all);
        send_centre(&mut folder, month, &all);
        let alone = BRANCHES.iter().filter(|branch| branch.reports == Reports::Alone);
        alone.for_each(|branch| send_alone(&mut folder, branch, month, &all));
    }
    send_south(&mut folder, &all);
    flaws::in_files(&mut folder, &all);
    folder
}

/// Writes the register and the announced figures.
pub fn describe(folder: &Collected, pipeline: &Path) {
    let header = ["code", "name", "aliases", "type", "sector", "level", "parent", "contact"];
    let rows = BRANCHES.iter().map(|branch| {
        let contact = format!("{}@nganhang.example.vn", branch.code.to_lowercase());
        let alias = branch.name.replacen("Chi nhánh", "CN", 1).replacen("Phòng giao dịch", "PGD", 1);
        [branch.code, branch.name, &alias, branch.kind(), branch.region, "branch", "", &contact]
            .map(str::to_owned)
    });
    save(&pipeline.join("branches.csv"), &header, rows);
    published::write(folder, &pipeline.join("published.csv"));
}

/// `2024-01`.
fn period(month: usize) -> String {
    format!("2024-{month:02}")
}

/// A workbook of some sheets, made early in the next month.
fn book_of(sheets: &[&Drawn], month: usize) -> Book {
    Book {
        sheets: sheets.iter().map(|drawn| drawn.sheet.clone()).collect(),
        is_1904: false,
        has_macros: false,
        created: Day { year: 2024, month: month as i64 + 1, day: 4 },
        author: "Phòng Kế toán".into(),
    }
}

fn of_region(region: Reports) -> impl Iterator<Item = &'static Branch> {
    BRANCHES.iter().filter(move |branch| branch.reports == region)
}

fn send_north(folder: &mut Collected, month: usize, all: &Drawings) {
    let path = format!("2024-{month:02}/Miền Bắc - cân đối.xlsx");
    let branches = of_region(Reports::InSheets).filter(|branch| !flaws::is_missing(branch.code, month));
    let mut sheets: Vec<&Drawn> = Vec::new();
    for branch in branches {
        let drawn = &all[&(branch.code.to_owned(), month)];
        folder.plant_all(&path, drawn, Format::Xlsx);
        folder.line(&path, &drawn.sheet.name, (branch.code, &period(month)), "accepted");
        folder.tell((branch.code, &period(month)), &drawn.truth);
        sheets.push(drawn);
    }
    if let Some(stranger) = all.get(&("stranger".to_owned(), month)) {
        folder.plant_all(&path, stranger, Format::Xlsx);
        folder.line(&path, &stranger.sheet.name, ("", &period(month)), "unidentified");
        sheets.push(stranger);
    }
    folder.put_book(&path, &book_of(&sheets, month), Format::Xlsx);
}

fn send_centre(folder: &mut Collected, month: usize, all: &Drawings) {
    let path = format!("2024-{month:02}/Miền Trung.xlsx");
    let drawn = &all[&("centre".to_owned(), month)];
    folder.put_book(&path, &book_of(&[drawn], month), Format::Xlsx);
    folder.plant_all(&path, drawn, Format::Xlsx);
    for branch in of_region(Reports::InBlocks) {
        let own = |key: &String| key.strip_prefix(branch.code).map(|rest| rest.trim_start().to_owned());
        let truth: Truth = drawn.truth.iter().filter_map(|(key, value)| Some((own(key)?, *value))).collect();
        folder.tell((branch.code, &period(month)), &truth);
        folder.line(&path, &drawn.sheet.name, (branch.code, &period(month)), "accepted");
    }
}

/// The sheets of a branch's own workbook.
fn own_sheets<'a>(branch: &Branch, month: usize, all: &'a Drawings) -> Vec<&'a Drawn> {
    let parts = if branch.has(Quirk::OneSheet) { vec![""] } else { vec![" balance", " records"] };
    parts.iter().map(|part| &all[&(format!("{}{part}", branch.code), month)]).collect()
}

/// The file of a branch's own.
fn own_file(branch: &Branch, month: usize) -> String {
    let ending = if branch.format == Format::Ods { "ods" } else { "xlsx" };
    format!("{}/{} {}.{ending}", period(month), branch.code, branch.name)
}

fn send_alone(folder: &mut Collected, branch: &Branch, month: usize, all: &Drawings) {
    let key = (branch.code, &*period(month));
    let sheets = own_sheets(branch, month, all);
    sheets.iter().for_each(|drawn| folder.tell(key, &drawn.truth));
    let mut path = own_file(branch, month);
    if flaws::is_sent_again(branch.code, month) {
        let first = flaws::before_correction(sheets[0]);
        let sheets: Vec<&Drawn> = std::iter::once(&first).chain(sheets[1..].iter().copied()).collect();
        folder.put_book(&path, &book_of(&sheets, month), branch.format);
        folder.line(&path, "", key, "superseded");
        folder.plant_file(&path, "resubmission");
        path = path.replace(".ods", " lần 2.ods");
    } else if (branch.code, month) == ("B08", 3) {
        path = path.replace(".xlsx", ".xls");
        folder.plant_file(&path, "misnamed-file");
    }
    folder.put_book(&path, &book_of(&sheets, month), branch.format);
    folder.line(&path, "", key, "accepted");
    sheets.iter().for_each(|drawn| folder.plant_all(&path, drawn, branch.format));
}

fn send_south(folder: &mut Collected, all: &Drawings) {
    let path = "Miền Nam - giao dịch quý I.xlsx";
    let drawn = &all[&("south".to_owned(), 0)];
    folder.put_book(path, &book_of(&[drawn], 3), Format::Xlsx);
    folder.plant_all(path, drawn, Format::Xlsx);
    for branch in of_region(Reports::InList) {
        for month in MONTHS.filter(|&month| !flaws::is_missing(branch.code, month)) {
            let key = (branch.code, &*period(month));
            folder.tell(key, &records::truth_of(&sheets::records_of(branch, month)));
            folder.line(path, &drawn.sheet.name, key, "accepted");
        }
    }
    folder.line(path, &drawn.sheet.name, ("", &period(flaws::STRANGER_IN_LIST)), "unidentified");
}
