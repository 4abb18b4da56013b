//! Every sheet of the bank's quarter, drawn: balances by sheet and by block, lists of transactions.

use super::balance::{self, Frame};
use super::figures::{self, Record};
use super::records::{self, Columns, List};
use super::register::{BILLION, BRANCHES, Branch, DONG, Quirk, Reports};
use super::{Drawings, MONTHS, flaws, of_region, period};
use crate::book::Look;
use crate::drawn::Drawn;

/// How many transactions a branch of its own, and an office of the list, has in a month.
const OF_BRANCH: i64 = 22;
const OF_OFFICE: i64 = 8;

/// All of them.
pub fn draw_all() -> Drawings {
    let mut all = Drawings::new();
    for branch in &BRANCHES {
        for month in MONTHS {
            match branch.reports {
                Reports::InSheets => _ = all.insert((branch.code.into(), month), of_north(branch, month)),
                Reports::Alone => alone(&mut all, branch, month),
                Reports::InBlocks | Reports::InList => {}
            }
        }
    }
    MONTHS.for_each(|month| _ = all.insert(("centre".into(), month), centre(month)));
    all.insert(("south".into(), 0), south());
    let stranger = Branch { code: "B99", name: "Chi nhánh Phủ Thông", ..BRANCHES[0] };
    let mut drawn = of_north(&stranger, 3);
    drawn.sheet.name = "Mới".into();
    all.insert(("stranger".into(), 3), drawn);
    all
}

/// A branch's transactions in a month.
pub fn records_of(branch: &Branch, month: usize) -> Vec<Record> {
    figures::records(branch, month, if branch.reports == Reports::InList { OF_OFFICE } else { OF_BRANCH })
}

fn title(month: usize) -> String {
    format!("Tháng {month} năm 2024")
}

/// A sheet of the region in the north: the branch in the title and on the tab.
fn of_north(branch: &Branch, month: usize) -> Drawn {
    let mut drawn = Drawn::new(branch.code);
    drawn.text(0, 0, "BẢNG CÂN ĐỐI", Look::Title);
    drawn.named("branch", (1, 0), &branch.name.to_uppercase(), Look::Title);
    drawn.named("month", (2, 0), &title(month), Look::Italic);
    drawn.text(3, 3, &format!("ĐVT: {}", branch.unit.words), Look::Italic);
    let known = figures::balances(branch);
    let frame = Frame {
        prefix: String::new(),
        label: "Khoản mục",
        over: None,
        unit: branch.unit,
        figures: [&known[month - 1], &known[month]],
        is_dotted: branch.code == "B02",
    };
    balance::draw(&mut drawn, &frame, 4);
    drawn.sheet.widths = vec![(0, 6.0), (1, 30.0), (2, 16.0), (3, 16.0)];
    drawn
}

/// The region in the centre: a block a branch, one below the other, with the branch in the header.
fn centre(month: usize) -> Drawn {
    let mut drawn = Drawn::new("Tổng hợp");
    drawn.text(0, 0, "CÂN ĐỐI CÁC CHI NHÁNH MIỀN TRUNG", Look::Title);
    drawn.named("month", (1, 0), &title(month), Look::Italic);
    drawn.text(2, 3, &format!("ĐVT: {}", BILLION.words), Look::Italic);
    let mut row = 3;
    for branch in of_region(Reports::InBlocks) {
        let known = figures::balances(branch);
        let frame = Frame {
            prefix: format!("{} ", branch.code),
            label: "Nội dung",
            over: Some(branch.name),
            unit: branch.unit,
            figures: [&known[month - 1], &known[month]],
            is_dotted: false,
        };
        row = balance::draw(&mut drawn, &frame, row) + 1;
    }
    drawn.sheet.widths = vec![(0, 6.0), (1, 30.0), (2, 16.0), (3, 16.0)];
    drawn
}

/// A branch's own workbook: two sheets, or both tables on one.
fn alone(all: &mut Drawings, branch: &Branch, month: usize) {
    let is_one = branch.has(Quirk::OneSheet);
    let mut drawn = Drawn::new(if is_one { "Báo cáo" } else { "Cân đối" });
    heading(&mut drawn, branch, month);
    drawn.text(4, 3, &format!("ĐVT: {}", branch.unit.words), Look::Italic);
    let known = figures::balances(branch);
    let frame = Frame {
        prefix: String::new(),
        label: "Chỉ tiêu",
        over: None,
        unit: branch.unit,
        figures: [&known[month - 1], &known[month]],
        is_dotted: branch.code == "B08",
    };
    let row = balance::draw(&mut drawn, &frame, 5);
    drawn.sheet.widths = vec![(0, 12.0), (1, 30.0), (2, 16.0), (3, 22.0)];
    let transactions = records_of(branch, month);
    if is_one {
        records::own_list(&mut drawn, branch, &transactions, row + 2);
        all.insert((branch.code.into(), month), drawn);
        return;
    }
    if branch.has(Quirk::TextNumbers) {
        balance::type_out(&mut drawn, &["loans_short", "cash_vnd"]);
    }
    let mut list = Drawn::new("Giao dịch");
    heading(&mut list, branch, month);
    records::own_list(&mut list, branch, &transactions, 5);
    list.sheet.widths = vec![(0, 12.0), (1, 14.0), (2, 16.0), (3, 26.0), (4, 16.0), (5, 16.0)];
    all.insert((format!("{} balance", branch.code), month), drawn);
    all.insert((format!("{} records", branch.code), month), list);
}

fn heading(drawn: &mut Drawn, branch: &Branch, month: usize) {
    drawn.text(0, 0, "BÁO CÁO THÁNG", Look::Title);
    drawn.named("branch", (1, 0), &format!("Đơn vị: {}", branch.name), Look::Plain);
    drawn.named("month", (2, 0), &title(month), Look::Italic);
    drawn.named("reported", (3, 0), &format!("Ngày báo cáo: 05/{:02}/2024", month + 1), Look::Plain);
}

/// The list of the region in the south: month and branch in merged cells, a subtotal a branch, one over all.
fn south() -> Drawn {
    let mut drawn = Drawn::new("Giao dịch");
    drawn.text(0, 0, "DANH SÁCH GIAO DỊCH CÁC PHÒNG GIAO DỊCH MIỀN NAM", Look::Title);
    drawn.text(1, 0, "Quý I năm 2024", Look::Italic);
    let columns = Columns::of_many();
    let list = List { columns: &columns, unit: DONG, is_unit_in_header: true, is_text: false };
    let mut row = 3;
    let mut everything = Vec::new();
    for month in MONTHS {
        // Each month begins a printed page.
        row = records::header(&mut drawn, &list, row);
        for branch in of_region(Reports::InList).filter(|branch| !flaws::is_missing(branch.code, month)) {
            let of = records_of(branch, month);
            row = group(&mut drawn, &list, (branch.name, month), &of, row);
            everything.extend(of);
        }
        if month == flaws::STRANGER_IN_LIST {
            let stranger = Branch { code: "B98", ..BRANCHES[14] };
            let of: Vec<Record> = records_of(&stranger, month).into_iter().take(3).collect();
            row = group(&mut drawn, &list, ("Phòng giao dịch Chợ Cũ", month), &of, row);
            everything.extend(of);
        }
    }
    records::total(&mut drawn, &list, (row, "Tổng cộng", "sum all"), &everything);
    drawn.sheet.widths =
        vec![(0, 10.0), (1, 26.0), (2, 12.0), (3, 14.0), (4, 16.0), (5, 26.0), (6, 16.0), (7, 16.0)];
    drawn
}

/// The records of one branch and month under merged cells.
fn group(drawn: &mut Drawn, list: &List, (name, month): (&str, usize), of: &[Record], top: u32) -> u32 {
    let Some((month_column, branch_column)) = list.columns.group else { return top };
    let last = top + of.len() as u32 - 1;
    drawn.text(top, month_column, &period(month), Look::Centre);
    drawn.named(&format!("branch {name} {month}"), (top, branch_column), name, Look::Label);
    for column in [month_column, branch_column] {
        drawn.sheet.merges.push((top, column, last, column));
    }
    for (row, record) in (top..).zip(of) {
        records::line(drawn, list, record, row);
    }
    records::total(drawn, list, (last + 1, "Cộng", &format!("sum {name} {month}")), of);
    last + 2
}
