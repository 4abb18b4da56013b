//! The sample `clinic-monthly`: twelve clinics, a year of months, a form and a cross table on one sheet.

mod draw;
mod figures;
mod flaws;
mod habits;
mod published;

use crate::book::{Book, Content, Look, Sheet};
use crate::collected::{Collected, save};
use crate::day::Day;
use crate::drawn::Drawn;
use habits::{CLINICS, Clinic, Sends};
use std::collections::BTreeMap;
use std::path::Path;

/// The sheet of every clinic's every month, 1 to 12.
type Drawings = BTreeMap<(String, usize), Drawn>;

/// The folder with its ledgers.
pub fn collect(made_once: &Path) -> Collected {
    let mut all = Drawings::new();
    for clinic in &CLINICS {
        for (month, figures) in (1..).zip(&figures::year(clinic.code, clinic.beds)) {
            all.insert((clinic.code.into(), month), draw::month(clinic, &clinic.tab(month), month, figures));
        }
    }
    flaws::in_cells(&mut all);
    let mut folder = Collected::new(made_once);
    for clinic in &CLINICS {
        match clinic.sends {
            Sends::Monthly => (1..=12).for_each(|month| send_month(&mut folder, clinic, month, &all)),
            _ => send_year(&mut folder, clinic, &all),
        }
    }
    flaws::in_files(&mut folder, &all);
    folder
}

/// Writes the register and the announced figures.
pub fn describe(folder: &Collected, pipeline: &Path) {
    let header = ["code", "name", "aliases", "type", "sector", "level", "parent", "contact"];
    let rows = CLINICS.iter().map(|clinic| {
        let contact = format!("{}@clinics.example.org", clinic.code.to_lowercase());
        [clinic.code, clinic.name, clinic.aliases, clinic.kind, clinic.district, "clinic", "", &contact]
            .map(str::to_owned)
    });
    save(&pipeline.join("branches.csv"), &header, rows);
    published::write(folder, &pipeline.join("published.csv"));
}

fn is_missing(clinic: &Clinic, month: usize) -> bool {
    flaws::MISSING.contains(&(clinic.code, month))
}

/// Whether a better report of the month follows.
fn is_superseded(clinic: &Clinic, month: usize) -> bool {
    [("C02", 3), ("C08", 10)].contains(&(clinic.code, month))
}

fn send_month(folder: &mut Collected, clinic: &Clinic, month: usize, all: &Drawings) {
    if is_missing(clinic, month) {
        return;
    }
    let drawn = sent(clinic, month, all);
    let is_misfiled = (clinic.code, month) == (flaws::MISFILED.0, flaws::MISFILED.1);
    let mut path = if is_misfiled { flaws::MISFILED.2.to_owned() } else { clinic.file(month) };
    let is_misnamed = (clinic.code, month) == ("C12", 3);
    if is_misnamed {
        path = path.replace(".xlsx", ".xls");
        folder.plant_file(&path, "misnamed-file");
    }
    if is_misfiled {
        folder.plant_file(&path, "period-named-differently");
    }
    let next = Day { year: 2024 + month as i64 / 12, month: month as i64 % 12 + 1, day: 5 };
    folder.put_book(&path, &book_of(&[&drawn], next), clinic.format);
    folder.plant_all(&path, &drawn, clinic.format);
    enter(folder, clinic, month, (&path, &drawn));
}

fn send_year(folder: &mut Collected, clinic: &Clinic, all: &Drawings) {
    let path = clinic.file(0);
    let months: Vec<usize> = (1..=12).filter(|&month| !is_missing(clinic, month)).collect();
    let sheets: Vec<Drawn> = months.iter().map(|&month| sent(clinic, month, all)).collect();
    let mut book = book_of(&sheets.iter().collect::<Vec<_>>(), Day { year: 2025, month: 1, day: 9 });
    if clinic.sends == Sends::YearlyWithGuide {
        book.sheets.insert(0, guide());
    }
    folder.put_book(&path, &book, clinic.format);
    for (&month, drawn) in months.iter().zip(&sheets) {
        folder.plant_all(&path, drawn, clinic.format);
        enter(folder, clinic, month, (&path, drawn));
    }
}

/// The sheet as it was first sent.
fn sent(clinic: &Clinic, month: usize, all: &Drawings) -> Drawn {
    let drawn = &all[&(clinic.code.to_owned(), month)];
    if is_superseded(clinic, month) { flaws::before_correction(drawn) } else { drawn.clone() }
}

/// What the ledgers say of a report and its month. What is true is what the last report of it says.
fn enter(folder: &mut Collected, clinic: &Clinic, month: usize, (path, drawn): (&str, &Drawn)) {
    let period = format!("2024-{month:02}");
    let key = (clinic.code, period.as_str());
    folder.tell(key, &drawn.truth);
    if is_superseded(clinic, month) {
        folder.line(path, &drawn.sheet.name, key, "superseded");
        folder.plant_file(path, "resubmission");
    } else {
        folder.line(path, &drawn.sheet.name, key, "accepted");
    }
}

/// A workbook of some sheets.
fn book_of(sheets: &[&Drawn], created: Day) -> Book {
    Book {
        sheets: sheets.iter().map(|drawn| drawn.sheet.clone()).collect(),
        is_1904: false,
        has_macros: false,
        created,
        author: "Records office".into(),
    }
}

/// A sheet of words.
fn guide() -> Sheet {
    let mut sheet = Sheet::new("Guide");
    let lines = [
        "How to fill in the monthly report",
        "One sheet a month: copy the sheet of the month before and change its name.",
        "Report every new case once, by the age on the day of the visit.",
        "Leave a cell open where you do not know the figure; write 0 where there was nothing.",
    ];
    for (row, line) in (0..).zip(lines) {
        sheet.put(row, 0, Content::Text(line.into()), if row == 0 { Look::Title } else { Look::Plain });
    }
    sheet
}
