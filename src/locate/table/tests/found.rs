//! Headers, wherever and however they stand.

use super::bench::*;
use crate::pipeline::Computation;

const PLAIN: [&str; 3] = ["deposits=800 @C2:C4", "transactions=3 @A2:A4", "withdrawals=200 @C3"];
const ROWS: &str = "@45000 | Gửi tiền | #500\n@45001 | Rút tiền | #200\n@45002 | Gửi tiền | #300";

fn sorted(mut facts: Vec<String>) -> Vec<String> {
    facts.sort();
    facts
}

#[test]
fn a_plain_table_is_counted_and_summed() {
    let reading = ledger();
    let batch = of(&reading, &format!("Ngày | Loại | Số tiền\n{ROWS}"));
    assert_eq!(sorted(facts(&reading, &batch)), PLAIN);
    assert_eq!(flags(&batch), [""; 0]);
    let deposits = &batch.facts[1];
    assert_eq!((&*deposits.raw, &*deposits.label, &*deposits.header), ("800", "Gửi tiền", "Số tiền"));
    let withdrawals = batch.facts.iter().find(|fact| fact.indicator == 1).expect("a fact");
    assert_eq!((&*withdrawals.raw, withdrawals.until), ("200", None));
    assert_eq!((batch.sheets[0].dispositions.fact, batch.sheets[0].dispositions.structure), (6, 6));
}

#[test]
fn header_words_may_be_spread_over_rows_and_lines() {
    let reading = ledger();
    for header in [
        "Ngày | Loại | Số\n | | tiền",
        "Ngày | Loại giao | Số\n | dịch | tiền\n | | (đồng)",
        "Ngày | Loại\\ngiao dịch | SỐ  TIỀN*",
        " | | Số\nNgày | Loại | tiền",
        "Ngày | Loại | Số tiền\n(1) | (2) | (3)",
        "Ngày | Loại | Số tiền\n | | đồng\nA | 1 | 2",
    ] {
        let batch = of(&reading, &format!("SỔ GIAO DỊCH\n\n{header}\n{ROWS}"));
        assert_eq!(
            values(&reading, &batch),
            ["deposits=800", "transactions=3", "withdrawals=200"],
            "{header}"
        );
        assert_eq!(flags(&batch), [""; 0], "{header}");
    }
}

/// Debit and credit under planned and actual amounts.
fn paths() -> crate::pipeline::Reading {
    let mut reading = ledger();
    let layout = table(&mut reading);
    layout.columns = vec![
        column("kind", &["Loại"]),
        column("debit", &["Số tiền > Nợ"]),
        column("credit", &["Số tiền > Có"]),
    ];
    layout.computed =
        vec![computed(0, Computation::Sum(1), &[], &[]), computed(1, Computation::Sum(2), &[], &[])];
    reading
}

#[test]
fn texts_above_tell_columns_apart() {
    let reading = paths();
    let text =
        "Loại | Kế hoạch | | Số tiền\n | Nợ | Có | Nợ | Có\nA | #1 | #2 | #30 | #40\nB | #1 | #2 | #3 | #4";
    let unmerged = of(&reading, text);
    let merged = merged(sheet("Sheet1", text), &["A1:A2", "B1:C1", "D1:E1"]);
    let merged = said(&reading, vec![merged]);
    for batch in [unmerged, merged] {
        assert_eq!(facts(&reading, &batch), ["deposits=33 @D3:D4", "withdrawals=44 @E3:E4"]);
        assert_eq!(flags(&batch), [""; 0]);
    }
}

#[test]
fn four_rows_of_headers_are_one_header() {
    let reading = paths();
    let text = "Loại | Số\n | tiền\n | Nợ | Có\n | (đồng) | (đồng)\nA | #7 | #8";
    let sheet = merged(sheet("Sheet1", text), &["B1:C1", "B2:C2"]);
    assert_eq!(values(&reading, &said(&reading, vec![sheet])), ["deposits=7", "withdrawals=8"]);
}

#[test]
fn columns_stand_in_any_order_with_others_between() {
    let reading = ledger();
    let batch = of(
        &reading,
        "STT | Số tiền | Khách | Loại | Ghi chú | Ngày\n#1 | #500 | An | Gửi tiền | gấp | @45000\n#2 | #70 | Bình | Rút tiền | | @45001",
    );
    assert_eq!(values(&reading, &batch), ["deposits=500", "transactions=2", "withdrawals=70"]);
    assert_eq!(flags(&batch), [""; 0]);
}

#[test]
fn tables_stand_side_by_side_and_one_under_the_other() {
    let reading = ledger();
    let batch = of(
        &reading,
        "Ngày | Loại | Số tiền | | STT | Ngày | Loại | Số tiền\n\
         @45000 | Gửi tiền | #5 | | #1 | @45000 | Gửi tiền | #6\n\
         @45001 | Rút tiền | #1\n\
         | | | | | Tháng 2\n\
         Quầy 2\n\
         Số tiền | Ngày | Loại\n\
         #7 | @45002 | Gửi tiền",
    );
    assert_eq!(values(&reading, &batch), ["deposits=18", "transactions=4", "withdrawals=1"]);
    assert_eq!(flags(&batch), [""; 0]);
}

#[test]
fn a_header_on_every_page_goes_on() {
    let mut reading = ledger();
    table(&mut reading).columns[1].fills_down = true;
    let batch = of(
        &reading,
        "Ngày | Loại | Số tiền\n@45000 | Gửi tiền | #5\nNgày | Loại | Số tiền\n@45001 | | #6\nTổng cộng | | #11",
    );
    assert_eq!(values(&reading, &batch), ["deposits=11", "transactions=2"]);
    assert_eq!(flags(&batch), [""; 0]);
}

#[test]
fn a_header_on_every_page_stands_under_the_unit_of_the_first() {
    let mut reading = ledger();
    reading.indicators[0].asked_in = 1_000_000;
    let page =
        |unit: &str, number: u32| format!("{unit}Ngày | Loại | Số tiền\n@45000 | Gửi tiền | #{number}\n");
    let pages = |units: [&str; 3]| {
        let [one, two, three] = units;
        of(&reading, &format!("{}{}{}", page(one, 1), page(two, 20), page(three, 300)))
    };
    let thousands = pages(["ĐVT: nghìn đồng\n", "", "Trang: 3\n"]);
    assert_eq!(values(&reading, &thousands), ["deposits=321000", "transactions=3"]);
    let own = pages(["ĐVT: đồng\n", "\nTrang: 2\n", ""]);
    assert_eq!(values(&reading, &own), ["deposits=321", "transactions=3"]);
    let changed = pages(["ĐVT: nghìn đồng\n", "ĐVT: đồng\n", ""]);
    assert_eq!(values(&reading, &changed), ["deposits=1320", "transactions=3"]);
    let unstated = pages(["", "", ""]);
    assert_eq!(values(&reading, &unstated), ["deposits=321000000", "transactions=3"]);
}

#[test]
fn a_missing_column_is_told_with_the_nearest_header() {
    let reading = ledger();
    let batch = of(&reading, "Ngày | Loại | Số tiềm\n@45000 | Gửi tiền | #5");
    assert_eq!(facts(&reading, &batch), [""; 0]);
    assert!(
        flags(&batch).contains(&"column-missing A1: Số tiềm / Số tiền".to_owned()),
        "{:?}",
        flags(&batch)
    );
    let named = said(&reading, vec![sheet("Sổ", "x | y\n#1 | #2")]);
    assert!(flags(&named).contains(&"header-not-found :  / Ngày; Loại giao dịch; Số tiền".to_owned()));
}

#[test]
fn two_columns_under_one_header_are_not_read() {
    let reading = ledger();
    let batch = of(&reading, "Ngày | Loại | Số tiền | Số tiền\n@45000 | Gửi tiền | #5 | #6");
    assert_eq!(values(&reading, &batch), ["transactions=1"]);
    assert_eq!(flags(&batch), ["header-ambiguous C1: Số tiền / C1; D1"]);
    assert_eq!(batch.sheets[0].dispositions.rejected, 2);
    let merged = merged(sheet("Sheet1", "Ngày | Loại | Số tiền\n@45000 | Gửi tiền | | #6"), &["C1:D1"]);
    assert_eq!(facts(&reading, &said(&reading, vec![merged]))[1], "deposits=6 @D2");
}
