//! What the branches' books say: balances at the ends of months, and the transactions of each month.

use super::register::Branch;
use crate::day::Day;
use crate::random::Random;
use std::collections::BTreeMap;

/// A row of the balance that holds a figure.
pub struct Row {
    pub id: &'static str,
    pub label: &'static str,
}

const fn row(id: &'static str, label: &'static str) -> Row {
    Row { id, label }
}

/// A section with its subsections; the printed total of the section closes it.
pub struct Section {
    pub heading: &'static str,
    pub parts: [(&'static str, [Row; 2]); 2],
    pub total: &'static str,
}

/// Assets and liabilities: the same labels stand in all four parts.
pub const SECTIONS: [Section; 2] = [
    Section {
        heading: "A. TÀI SẢN",
        parts: [
            (
                "I. Cho vay khách hàng",
                [row("loans_short", "Ngắn hạn"), row("loans_long", "Trung và dài hạn")],
            ),
            (
                "II. Tiền mặt và tiền gửi",
                [row("cash_vnd", "Bằng đồng Việt Nam"), row("cash_foreign", "Bằng ngoại tệ")],
            ),
        ],
        total: "TỔNG TÀI SẢN",
    },
    Section {
        heading: "B. NGUỒN VỐN",
        parts: [
            (
                "I. Tiền gửi của khách hàng",
                [row("deposits_short", "Ngắn hạn"), row("deposits_long", "Trung và dài hạn")],
            ),
            (
                "II. Vốn điều chuyển",
                [row("funds_vnd", "Bằng đồng Việt Nam"), row("funds_foreign", "Bằng ngoại tệ")],
            ),
        ],
        total: "TỔNG NGUỒN VỐN",
    },
];

/// Behind the two sections: no total over them.
pub const OTHERS: (&str, [Row; 3]) = (
    "C. THÔNG TIN KHÁC",
    [row("bad_loans", "Dư nợ xấu"), row("customers", "Số khách hàng"), row("staff", "Số cán bộ")],
);

/// Counts, which no unit of money concerns.
pub fn is_count(id: &str) -> bool {
    matches!(id, "customers" | "staff")
}

/// Every figure of the balance.
pub fn balance_ids() -> impl Iterator<Item = &'static str> {
    let of_sections = SECTIONS.iter().flat_map(|section| section.parts.iter().flat_map(|(_, rows)| rows));
    of_sections.chain(&OTHERS.1).map(|row| row.id)
}

/// Kinds of transactions: id, text, whether the amount is a debit, the indicator of the sum.
pub const KINDS: [(&str, &str, bool, &str); 4] = [
    ("deposit", "Gửi tiền", false, "deposits_taken"),
    ("withdrawal", "Rút tiền", true, "withdrawals"),
    ("lending", "Giải ngân", true, "lending"),
    ("repayment", "Thu nợ", false, "repayments"),
];

/// A transaction.
#[derive(Clone)]
pub struct Record {
    pub number: String,
    pub day: Day,
    /// Index into [`KINDS`].
    pub kind: usize,
    pub note: &'static str,
    pub amount: i64,
}

/// A branch's balances in đồng (or heads), at the end of December and of each month.
pub fn balances(branch: &Branch) -> Vec<BTreeMap<&'static str, i64>> {
    let mut random = Random::named(&format!("balance {}", branch.code));
    let size = random.between(200, 900);
    (0..=3).map(|_| balance(size, &mut random)).collect()
}

fn balance(size: i64, random: &mut Random) -> BTreeMap<&'static str, i64> {
    let mut of = |low: i64, high: i64| random.between(size * low * 10, size * high * 10) * 1_000_000;
    let mut known = BTreeMap::from([
        ("loans_short", of(40, 50)),
        ("loans_long", of(25, 35)),
        ("cash_vnd", of(8, 12)),
        ("cash_foreign", of(1, 3)),
        ("deposits_short", of(35, 45)),
        ("deposits_long", of(15, 20)),
        ("funds_foreign", of(1, 3)),
        ("bad_loans", of(1, 2)),
    ]);
    let assets: i64 =
        ["loans_short", "loans_long", "cash_vnd", "cash_foreign"].map(|id| known[id]).iter().sum();
    let others: i64 = ["deposits_short", "deposits_long", "funds_foreign"].map(|id| known[id]).iter().sum();
    known.insert("funds_vnd", assets - others);
    known.insert("customers", random.between(size * 8, size * 12));
    known.insert("staff", size / 12 + random.between(5, 9));
    known
}

/// The transactions of a branch in a month, by day; each kind at least once.
pub fn records(branch: &Branch, month: usize, many: i64) -> Vec<Record> {
    const NOTES: [&str; 5] =
        ["Khách hàng cá nhân", "Khách hàng doanh nghiệp", "Hộ kinh doanh", "Hợp tác xã", "Theo hợp đồng"];
    let mut random = Random::named(&format!("records {} {month}", branch.code));
    let mut days: Vec<i64> = (0..many).map(|_| random.between(1, 28)).collect();
    days.sort_unstable();
    (0..many)
        .zip(days)
        .map(|(at, day)| Record {
            number: format!("{}-{month:02}{:03}", branch.code, at + 1),
            day: Day { year: 2024, month: month as i64, day },
            kind: if at < 4 { at as usize } else { random.between(0, 3) as usize },
            note: random.pick::<&str>(&NOTES),
            amount: random.between(3, 4_000) * 500_000,
        })
        .collect()
}
