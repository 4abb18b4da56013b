//! What goes wrong in the bank's quarter: cells first, then files.

use super::figures::KINDS;
use super::register::BRANCHES;
use super::{Drawings, book_of, own_file, own_sheets, period, sheets};
use crate::book::{Content, Look, Shown};
use crate::collected::Collected;
use crate::container::xlsx;
use crate::drawn::{Drawn, Hundredths};

/// The month in whose list an office stands that no register knows.
pub const STRANGER_IN_LIST: usize = 2;

/// Whether a branch is left out of its region's workbook.
pub fn is_missing(code: &str, month: usize) -> bool {
    [("B04", 2), ("B19", 2)].contains(&(code, month))
}

/// Whether a second report follows the first.
pub fn is_sent_again(code: &str, month: usize) -> bool {
    (code, month) == ("B13", 2)
}

/// Flaws in cells.
pub fn in_cells(all: &mut Drawings) {
    let mut of = |subject: &str, month: usize, flaw: fn(&mut Drawn)| {
        flaw(all.get_mut(&(subject.to_owned(), month)).expect("a sheet"));
    };
    values(&mut of);
    totals(&mut of);
    names(&mut of);
}

type Of<'a> = dyn FnMut(&str, usize, fn(&mut Drawn)) + 'a;

/// Values that do not count, or are read with a remark.
fn values(of: &mut Of) {
    of("B05", 1, |sheet| sheet.spoil("loans_long", Content::Text("chưa có số liệu".into()), "not-a-number"));
    of("centre", 2, |sheet| sheet.spoil("B10 cash_foreign", Content::Number(-1.5), "negative-value"));
    // Left open: nothing to flag, and not zero.
    of("centre", 1, |sheet| sheet.erase("B09 bad_loans"));
    of("B07 balance", 2, |sheet| {
        let value = sheet.truth["deposits_short"].0 / 100;
        let typed = super::balance::with_dots(value).replace('.', ",");
        sheet.say("deposits_short", &typed);
        sheet.plant("deposits_short", "foreign-grouping");
    });
    of("B08 balance", 1, |sheet| {
        let heads = sheet.truth["staff"].number() + 0.5;
        sheet.spoil("staff", Content::Number(heads), "fraction-in-count");
    });
    of("B08 balance", 2, |sheet| {
        let lost = Content::Formula("=#REF!+1".into(), Shown::Error("#REF!"));
        sheet.spoil("cash_vnd", lost, "error-cell");
    });
    of("B13 records", 3, |sheet| {
        // The record is counted; what it is about adds nothing to the sum.
        let record = sheets::records_of(&BRANCHES[12], 3).swap_remove(9);
        let key = format!("amount {}", record.number);
        sheet.say(&key, "chờ đối chiếu");
        sheet.plant(&key, "not-a-number");
        take_from(sheet, KINDS[record.kind].3, record.amount);
    });
    of("B14 balance", 3, |sheet| {
        let (row, _) = sheet.place("customers");
        sheet.sheet.hidden_rows.push(row);
        // The first value in the row is the opening one.
        sheet.plant("customers@opening", "hidden-row");
    });
}

/// What is true becomes less by so much.
fn take_from(sheet: &mut Drawn, key: &str, less: i64) {
    let left = sheet.truth[key].0 - less * 100;
    sheet.truth.insert(key.into(), Hundredths(left));
}

/// Printed totals that are wrong: at both levels of the balance, of a section and of all transactions, of an office in the list.
fn totals(of: &mut Of) {
    of("B01", 1, |sheet| shift(sheet, "total loans_short", 100.0));
    of("B03", 2, |sheet| shift(sheet, "total TỔNG NGUỒN VỐN", -90.0));
    of("centre", 3, |sheet| shift(sheet, "B12 total deposits_short@opening", 1.0));
    of("B08 records", 2, |sheet| shift(sheet, "sum I debit", 5_000.0));
    of("B14 records", 2, |sheet| shift(sheet, "sum all credit", 0.5));
    of("south", 0, |sheet| shift(sheet, "sum Phòng giao dịch Gò Công 1 credit", 1_000_000.0));
}

fn shift(sheet: &mut Drawn, key: &str, by: f64) {
    sheet.shift(key, by);
    sheet.plant(key, "printed-total");
}

/// Labels, categories, and names that contradict each other.
fn names(of: &mut Of) {
    of("B02", 3, |sheet| {
        let (row, column) = sheet.place("staff");
        let (_, label) = sheet.place("label staff");
        sheet.text(row + 1, label, "Số máy rút tiền tự động", Look::Label);
        for (key, at, value) in [("stranger@opening", column - 1, 12.0), ("stranger", column, 14.0)] {
            sheet.number(key, (row + 1, at), value, Look::Count);
            sheet.plant(key, "label-unknown");
        }
    });
    of("B06", 1, |sheet| {
        sheet.say("branch", "CHI NHÁNH VÂN ĐÀI");
        sheet.plant("branch", "branch-named-differently");
    });
    of("stranger", 3, |sheet| sheet.plant("branch", "unknown-branch"));
    of("B20", 2, |sheet| {
        sheet.say("month", "Tháng 1 năm 2024");
        sheet.plant("month", "period-named-differently");
    });
    of("B20", 3, |sheet| {
        // The fifth record and its kind.
        let record = sheets::records_of(&BRANCHES[19], 3).swap_remove(4);
        let key = format!("kind {}", record.number);
        sheet.say(&key, "Chuyển khoản nội bộ");
        sheet.plant(&key, "category-unknown");
        let (kind, _, _, sum) = KINDS[record.kind];
        take_from(sheet, sum, record.amount);
        take_from(sheet, &format!("transactions kind={kind}"), 1);
    });
    of("south", 0, |sheet| {
        sheet.plant(&format!("branch Phòng giao dịch Chợ Cũ {STRANGER_IN_LIST}"), "unknown-branch");
    });
}

/// Files that are sent twice or broken.
pub fn in_files(folder: &mut Collected, all: &Drawings) {
    let of = |code: &str| BRANCHES.iter().find(|branch| branch.code == code).expect("a branch");
    let original = own_file(of("B20"), 1);
    let copy = original.replace(".xlsx", " - Copy.xlsx");
    folder.put(&copy, folder.files[&original].clone());
    folder.line(&copy, "", ("B20", &period(1)), "duplicate");
    folder.plant_file(&copy, "duplicate-file");

    let whole = xlsx::write(&book_of(&own_sheets(of("B14"), 1, all), 1));
    let broken = own_file(of("B14"), 1).replace(".xlsx", " (qua Zalo).xlsx");
    folder.put(&broken, whole[..whole.len() / 3].to_vec());
    folder.line(&broken, "", ("B14", &period(1)), "rejected");
    folder.plant_file(&broken, "unreadable-file");

    folder.put("2024-02/Thumbs.db", vec![0xD0, 0xCF, 0x11, 0xE0]);
    folder.line("2024-02/Thumbs.db", "", ("", ""), "stray");
    for (code, month) in [("B04", 2), ("B19", 2)] {
        folder.plant_branch((code, &period(month)), "branch-missing");
    }
}

/// The balance as it was first sent.
pub fn before_correction(drawn: &Drawn) -> Drawn {
    let mut first = drawn.clone();
    first.shift("bad_loans", 40.0);
    first.shift("customers", -3.0);
    first
}
