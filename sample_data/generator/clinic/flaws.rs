//! What goes wrong in the clinics' year: cells first, then files.

use super::draw::MONTHS;
use super::habits::{CLINICS, Clinic};
use super::{Drawings, book_of};
use crate::book::{Content, Look, Shown};
use crate::collected::{Collected, Format};
use crate::container::xlsx;
use crate::day::Day;
use crate::drawn::{Drawn, Hundredths};

/// Reports that never come.
pub const MISSING: [(&str, usize); 2] = [("C12", 2), ("C11", 8)];

/// The report whose cross table has a column more than the form.
pub const WITH_STRANGER: (&str, usize) = ("C01", 9);

/// The March report that somebody put into the folder of April.
pub const MISFILED: (&str, usize, &str) = ("C03", 3, "2024-04/C03 Lakeview Hospital March.xlsx");

fn text(text: &str) -> Content {
    Content::Text(text.into())
}

/// Who attends no birth in which month, and writes a dash.
pub const WITHOUT_DELIVERIES: (&str, usize) = ("C07", 4);

/// Flaws in cells. None keeps a stock out at the end of a quarter: then nobody could say what the quarter's figure is.
pub fn in_cells(all: &mut Drawings) {
    let mut of = |code: &str, month: usize, flaw: fn(&mut Drawn)| {
        flaw(all.get_mut(&(code.to_owned(), month)).expect("a report"));
    };
    values(&mut of);
    totals(&mut of);
    labels(&mut of);
}

type Of<'a> = dyn FnMut(&str, usize, fn(&mut Drawn)) + 'a;

/// Values that do not count.
fn values(of: &mut Of) {
    of("C01", 2, |sheet| sheet.spoil("outpatient_visits", text("see annex"), "not-a-number"));
    of("C04", 8, |sheet| sheet.spoil("vaccinations", Content::Number(1.104), "fraction-in-count"));
    of("C05", 11, |sheet| sheet.spoil("deliveries", Content::Number(-3.0), "negative-value"));
    of("C02", 10, |sheet| {
        let day = Day { year: 2024, month: 4, day: 3 };
        sheet.spoil("deliveries", Content::Date(day), "date-in-number");
        let (row, column) = sheet.place("deliveries");
        sheet.sheet.put(row, column, Content::Date(day), Look::Date);
    });
    of("C03", 8, |sheet| {
        let formula = Content::Formula("=0/0".into(), Shown::Error("#DIV/0!"));
        sheet.spoil("average_stay", formula, "error-cell");
    });
    of("C12", 11, |sheet| {
        let formula = Content::Formula("=20+9".into(), Shown::Nothing);
        sheet.spoil("immunised", formula, "formula-not-calculated");
    });
    of("C06", 5, |sheet| sheet.spoil("vaccinations", text("about as last month"), "not-a-number"));
    // Left open: nothing to flag, and not zero.
    of("C02", 6, |sheet| sheet.erase("outpatient_visits@to_date"));
    of("C09", 4, |sheet| sheet.erase("deliveries"));
    // A sign of nil is a zero.
    of(WITHOUT_DELIVERIES.0, WITHOUT_DELIVERIES.1, |sheet| sheet.say("deliveries", "-"));
    of("C07", 6, |sheet| {
        for key in ["medicines", "maintenance"] {
            sheet.say(&format!("unit {key}"), "thousand USD");
            for key in [key.to_owned(), format!("{key}@to_date")] {
                let value = sheet.truth[&key].number() / 1_000.0;
                sheet.set(&key, Content::Number(value));
                sheet.plant(&key, "unit-conflict");
            }
        }
    });
    of("C12", 6, |sheet| {
        let (row, _) = sheet.place("admissions");
        sheet.sheet.hidden_rows.push(row);
        sheet.plant("admissions", "hidden-row");
    });
}

/// Sums that do not hold: the values count, and the office asks.
fn totals(of: &mut Of) {
    of("C04", 3, |sheet| {
        sheet.shift("total", 300.0);
        sheet.plant("total", "printed-total");
    });
    of("C09", 5, |sheet| {
        sheet.shift("margin malaria female", 5.0);
        sheet.plant("margin malaria female", "printed-total");
    });
    of("C10", 4, |sheet| {
        sheet.shift("margin all male 5-14", -10.0);
        sheet.plant("margin all male 5-14", "printed-total");
    });
    of("C12", 7, |sheet| {
        sheet.shift("margin all", 9.0);
        sheet.plant("margin all", "printed-total");
    });
    of("C01", 7, |sheet| {
        let wrong = Hundredths(sheet.truth["staff"].0 + 200);
        sheet.set("staff", Content::Number(wrong.number()));
        sheet.truth.insert("staff".into(), wrong);
        sheet.plant("staff", "balance");
    });
    of("C04", 12, |sheet| {
        let wrong = Hundredths(sheet.truth["admissions@to_date"].0 + 1_000);
        sheet.set("admissions@to_date", Content::Number(wrong.number()));
        sheet.truth.insert("admissions@to_date".into(), wrong);
        sheet.plant("admissions@to_date", "cumulative-mismatch");
    });
}

/// Labels, headers, categories, titles.
fn labels(of: &mut Of) {
    of("C02", 5, |sheet| {
        let (row, column) = sheet.place("maintenance");
        // Two rows below the spending, behind its total.
        let label = sheet.place("label maintenance").1;
        sheet.text(row + 2, label, "Calls by telephone", Look::Label);
        sheet.number("stranger", (row + 2, column), 57.0, Look::Count);
        sheet.plant("stranger", "label-unknown");
    });
    of("C12", 9, |sheet| {
        let (row, column) = sheet.place("maintenance");
        let label = sheet.place("label maintenance").1;
        let again = sheet.truth["deliveries"].number() + 4.0;
        sheet.text(row + 2, label, "Deliveries", Look::Label);
        sheet.number("again", (row + 2, column), again, Look::Count);
        sheet.plant("again", "label-twice");
        sheet.plant("deliveries", "label-twice");
        sheet.truth.remove("deliveries");
    });
    // Drawn with the sheet: a column of its own moves all the others.
    of(WITH_STRANGER.0, WITH_STRANGER.1, |sheet| sheet.plant("stranger", "category-unknown"));
    of("C08", 8, |sheet| {
        sheet.say("title", "Monthly report, July 2024");
        sheet.plant("title", "period-named-differently");
    });
}

/// Files that are sent again, twice, for another month, by somebody else, or broken.
pub fn in_files(folder: &mut Collected, all: &Drawings) {
    let clinic = |code: &str| CLINICS.iter().find(|clinic| clinic.code == code).expect("a clinic");
    sent_again(folder, (clinic("C02"), 3), all, "2024-03/C02 Hilltop Clinic v2.xlsx");
    sent_again(folder, (clinic("C08"), 10), all, "2024-10/C08 Central Hospital correction.xlsx");

    let copy = folder.files["2024-01/C05 Marketgate Clinic.ods"].clone();
    folder.put("2024-01/C05 Marketgate Clinic (copy).ods", copy);
    folder.line("2024-01/C05 Marketgate Clinic (copy).ods", "", ("C05", "2024-01"), "duplicate");
    folder.plant_file("2024-01/C05 Marketgate Clinic (copy).ods", "duplicate-file");

    stranger(folder, all);
    last_december(folder, all);

    let whole = xlsx::write(&book_of(&[&all[&("C03".to_owned(), 9)]], Day { year: 2024, month: 10, day: 3 }));
    let path = "2024-09/C03 Lakeview Hospital (by e-mail).xlsx";
    folder.put(path, whole[..whole.len() / 2].to_vec());
    folder.line(path, "", ("C03", "2024-09"), "rejected");
    folder.plant_file(path, "unreadable-file");

    folder.put("2024-05/~$C02 Hilltop Clinic.xlsx", vec![0; 165]);
    folder.line("2024-05/~$C02 Hilltop Clinic.xlsx", "", ("", ""), "stray");

    for (code, month) in MISSING {
        folder.plant_branch((code, &format!("2024-{month:02}")), "branch-missing");
    }
}

/// The right report comes later: the one drawn first had other figures in it.
fn sent_again(folder: &mut Collected, (clinic, month): (&Clinic, usize), all: &Drawings, path: &str) {
    let mut right = all[&(clinic.code.to_owned(), month)].clone();
    right.sheet.name = "Report".into();
    let next = month + 1;
    right.say("reported", &format!("2024-{next:02}-19"));
    let book = book_of(&[&right], Day { year: 2024, month: next as i64, day: 19 });
    folder.put_book(path, &book, Format::Xlsx);
    folder.line(path, "Report", (clinic.code, &format!("2024-{month:02}")), "accepted");
}

/// The figures that the first of two reports had.
pub fn before_correction(drawn: &Drawn) -> Drawn {
    let mut first = drawn.clone();
    first.shift("outpatient_visits", 100.0);
    first.shift("admissions", 1.0);
    first
}

/// A clinic that no register knows.
fn stranger(folder: &mut Collected, all: &Drawings) {
    let mut drawn = all[&("C04".to_owned(), 6)].clone();
    drawn.sheet.name = "Report".into();
    drawn.plants.clear();
    drawn.say("clinic", "Eastgate Clinic");
    drawn.shift("outpatient_visits", 33.0);
    drawn.plant("clinic", "unknown-branch");
    let path = "2024-06/Eastgate.xlsx";
    folder.put_book(path, &book_of(&[&drawn], Day { year: 2024, month: 7, day: 4 }), Format::Xlsx);
    folder.plant_all(path, &drawn, Format::Xlsx);
    folder.line(path, "Report", ("", "2024-06"), "unidentified");
}

/// A report of the year before.
fn last_december(folder: &mut Collected, all: &Drawings) {
    let mut drawn = all[&("C01".to_owned(), 12)].clone();
    drawn.plants.clear();
    drawn.say("title", &format!("Monthly report, {} 2023", MONTHS[11]));
    drawn.say("reported", "2024-01-04");
    drawn.shift("outpatient_visits", -21.0);
    drawn.plant("title", "wrong-period");
    let path = "2024-01/C01 Riverside Clinic December.xlsx";
    folder.put_book(path, &book_of(&[&drawn], Day { year: 2024, month: 1, day: 4 }), Format::Xlsx);
    folder.plant_all(path, &drawn, Format::Xlsx);
    folder.plant_file(path, "period-named-differently");
    folder.line(path, "Report", ("C01", "2023-12"), "rejected");
}
