//! Printed totals: never added, compared with what they may claim.

use super::bench::*;
use crate::locate::table::tests::bench::values;

fn told(rows: &str) -> Vec<String> {
    let reading = ledger();
    let batch = of(&reading, &format!("Ngày | Loại | Số tiền\n{rows}"));
    let mut told = values(&reading, &batch);
    told.extend(flags(&batch));
    told
}

const TWO: &str = "@45000 | Gửi tiền | #5\n@45001 | Gửi tiền | #6\n";

#[test]
fn right_totals_say_nothing() {
    let none = ["deposits=11", "transactions=2"];
    for total in [
        "Tổng cộng | | #11",
        "Cộng: | | #11",
        "| CỘNG | =11",
        "Cộng ngày 5 | | #11\nTổng cộng | | #11",
        "| | =11",
        "| | #11",
        "Tổng số tiền | | 11\n\nNgười lập biểu",
        "Cộng mang sang | | #11\nTổng cộng | | #11",
    ] {
        assert_eq!(told(&format!("{TWO}{total}")), none, "{total}");
    }
}

#[test]
fn wrong_totals_are_told_and_not_added() {
    for total in ["Tổng cộng | | #20", "Cộng chi nhánh A | | #20", "| | #20", "| | =20"] {
        assert_eq!(
            told(&format!("{TWO}{total}")),
            ["deposits=11", "transactions=2", "printed-total C4: 20 / 11"],
            "{total}"
        );
    }
}

#[test]
fn subtotals_claim_what_is_above_them_and_totals_everything() {
    let rows = |second: &str, all: &str| {
        format!(
            "{TWO}Cộng | | #11\n@45002 | Gửi tiền | #7\n@45003 | Gửi tiền | #1\nCộng | | #{second}\nTổng cộng | | #{all}"
        )
    };
    assert_eq!(told(&rows("8", "19")), ["deposits=19", "transactions=4"]);
    assert_eq!(told(&rows("12", "19")), ["deposits=19", "transactions=4", "printed-total C7: 12 / 8"]);
    assert_eq!(told(&rows("8", "30")), ["deposits=19", "transactions=4", "printed-total C8: 30 / 19"]);
}

#[test]
fn totals_may_stand_above_their_records() {
    assert_eq!(told(&format!("Tổng số | | #11\n{TWO}")), ["deposits=11", "transactions=2"]);
    assert_eq!(
        told(&format!("Tổng số | | #31\n{TWO}")),
        ["deposits=11", "transactions=2", "printed-total C2: 31 / 11"]
    );
}

#[test]
fn numbers_without_a_name_are_not_added() {
    let rows = "@45000 | Gửi tiền | #5\n| | #99\n@45001 | Gửi tiền | #6";
    assert_eq!(told(rows), ["deposits=11", "transactions=2", "label-unknown C3:  / "]);
}

#[test]
fn a_record_may_bear_the_name_of_a_total() {
    let rows = "Cộng tác viên | Gửi tiền | #5\nTổng công ty | Gửi tiền | #6\nCộng | | #11";
    assert_eq!(told(rows), ["deposits=11", "transactions=2"]);
}

#[test]
fn declared_words_begin_totals() {
    let mut reading = ledger();
    table(&mut reading).totals = vec!["Luỹ kế trang".into()];
    let batch = of(&reading, &format!("Ngày | Loại | Số tiền\n{TWO}Lũy kế trang 1 | | #11"));
    assert_eq!(values(&reading, &batch), ["deposits=11", "transactions=2"]);
    assert_eq!(flags(&batch), [""; 0]);
}

#[test]
fn rounded_totals_are_within_tolerance() {
    let mut reading = ledger();
    reading.indicators[0].asked_in = 1_000_000;
    let text = |total: &str| {
        format!(
            "ĐVT: triệu đồng\nNgày | Loại | Số tiền\n@1 | Gửi tiền | #0.4\n@2 | Gửi tiền | #0.4\nCộng | | {total}"
        )
    };
    assert_eq!(flags(&of(&reading, &text("#0.9"))), [""; 0]);
    assert_eq!(flags(&of(&reading, &text("#2"))), ["printed-total C5: 2000000 / 800000"]);
}

#[test]
fn county_returns_are_summed_and_their_totals_checked() {
    use crate::pipeline::{Computation, Kind, Locale};
    let mut reading = ledger();
    reading.locale = Locale::En { is_month_first: true };
    reading.indicators = vec![indicator("one", Kind::Count, "votes"), indicator("two", Kind::Count, "votes")];
    let layout = table(&mut reading);
    layout.columns = vec![
        column("town", &["Belknap County", "Town"]),
        column("one", &["Havenstein, r"]),
        column("two", &["Hassan, d"]),
    ];
    layout.computed =
        vec![computed(0, Computation::Sum(1), &[], &[]), computed(1, Computation::Sum(2), &[], &[])];
    let batch = of(
        &reading,
        "State of New Hampshire\n@41947\nBelknap County | Havenstein, r | Hassan, d | Scatter\nAlton | #5 | #6 | #1\nLandaff* | | |\nWentworth   | #1 | #2 |\nTotal Belknap | #6 | #9 | #1",
    );
    assert_eq!(values(&reading, &batch), ["one=6", "two=8"]);
    assert_eq!(flags(&batch), ["printed-total C7: 9 / 8"]);
}

#[test]
fn a_total_of_all_pages_is_not_compared_with_the_last_page_alone() {
    let pages = |number: &str, total: u32| {
        let first = format!("@45000 | Gửi tiền | #5\n@45000 | Gửi tiền | {number}");
        let second = "Ngày | Loại | Số tiền\n@45001 | Gửi tiền | #6\nCộng | | #6";
        let told = told(&format!("{first}\n{second}\nTổng cộng | | #{total}"));
        told.into_iter().filter(|line| line.starts_with("printed-total")).collect::<Vec<_>>()
    };
    assert_eq!(pages("#2", 13), [""; 0]);
    assert_eq!(pages("#2", 20).len(), 1);
    // Nobody knows what the first page comes to.
    assert_eq!(pages("chờ đối chiếu", 20), [""; 0]);
}
