//! Transactions on a sheet: a header of two rows repeated on the second page, sections with subtotals, a grand total.

use super::balance::{in_unit, with_dots};
use super::figures::{KINDS, Record};
use super::register::{Branch, Quirk, Unit};
use crate::book::{Content, Look};
use crate::drawn::{Drawn, Hundredths};

/// The columns of the list.
pub struct Columns {
    /// Month and branch, where the list is of many.
    pub group: Option<(u16, u16)>,
    pub day: u16,
    pub number: u16,
    pub kind: u16,
    pub note: u16,
    pub remarks: Option<u16>,
    pub debit: u16,
}

impl Columns {
    /// Those of a branch's own list.
    pub fn of(branch: &Branch) -> Self {
        let shift = u16::from(branch.has(Quirk::Remarks));
        let (day, number, kind) = if branch.has(Quirk::KindFirst) { (2, 1, 0) } else { (0, 1, 2) };
        let remarks = branch.has(Quirk::Remarks).then_some(4);
        Self { group: None, day, number, kind, note: 3, remarks, debit: 4 + shift }
    }

    /// Those of a list of many branches.
    pub fn of_many() -> Self {
        Self { group: Some((0, 1)), day: 2, number: 3, kind: 4, note: 5, remarks: None, debit: 6 }
    }

    fn first(&self) -> u16 {
        0
    }
}

/// How a list is drawn.
pub struct List<'a> {
    pub columns: &'a Columns,
    pub unit: Unit,
    /// Whether the header says the unit.
    pub is_unit_in_header: bool,
    pub is_text: bool,
}

/// The header: two rows, the amount over debit and credit.
pub fn header(drawn: &mut Drawn, list: &List, top: u32) -> u32 {
    let columns = list.columns;
    let mut heads = vec![
        (columns.day, "Ngày"),
        (columns.number, "Số chứng từ"),
        (columns.kind, "Loại giao dịch"),
        (columns.note, "Diễn giải"),
    ];
    heads.extend(columns.group.iter().flat_map(|&(month, branch)| [(month, "Tháng"), (branch, "Chi nhánh")]));
    heads.extend(columns.remarks.map(|column| (column, "Ghi chú")));
    for (column, text) in heads {
        drawn.text(top, column, text, Look::Header);
        drawn.sheet.merges.push((top, column, top + 1, column));
    }
    let unit = if list.is_unit_in_header { format!(" ({})", list.unit.words) } else { String::new() };
    drawn.text(top, columns.debit, &format!("Số tiền{unit}"), Look::Header);
    drawn.sheet.merges.push((top, columns.debit, top, columns.debit + 1));
    drawn.text(top + 1, columns.debit, "Nợ", Look::Header);
    drawn.text(top + 1, columns.debit + 1, "Có", Look::Header);
    top + 2
}

/// One record. Its cells are remembered under its number.
pub fn line(drawn: &mut Drawn, list: &List, record: &Record, row: u32) {
    let columns = list.columns;
    drawn.sheet.put(row, columns.day, Content::Date(record.day), Look::Date);
    drawn.text(row, columns.number, &record.number, Look::Centre);
    let (_, kind, is_debit, _) = KINDS[record.kind];
    drawn.named(&format!("kind {}", record.number), (row, columns.kind), kind, Look::Label);
    drawn.text(row, columns.note, record.note, Look::Label);
    if let Some(column) = columns.remarks
        && record.amount % 1_000_000 != 0
    {
        drawn.text(row, column, "đã kiểm soát", Look::Italic);
    }
    let column = columns.debit + u16::from(!is_debit);
    amount(drawn, list, &format!("amount {}", record.number), (row, column), record.amount);
}

fn amount(drawn: &mut Drawn, list: &List, key: &str, place: (u32, u16), value: i64) {
    drawn.number(key, place, in_unit(value, list.unit), Look::Count);
    if list.is_text {
        drawn.say(key, &with_dots(value / list.unit.of));
    }
}

/// A printed total over some records.
pub fn total(drawn: &mut Drawn, list: &List, (row, label, key): (u32, &str, &str), records: &[Record]) {
    let columns = list.columns;
    let last = columns.debit - 1;
    drawn.text(row, columns.first(), label, Look::Total);
    drawn.sheet.merges.push((row, columns.first(), row, last));
    for (at, side) in [(0u16, true), (1, false)] {
        let sum =
            records.iter().filter(|record| KINDS[record.kind].2 == side).map(|record| record.amount).sum();
        let name = if side { "debit" } else { "credit" };
        amount(drawn, list, &format!("{key} {name}"), (row, columns.debit + at), sum);
    }
}

/// A branch's own list: a section a half of the month, the second on a page of its own. Returns the row below.
pub fn own_list(drawn: &mut Drawn, branch: &Branch, records: &[Record], top: u32) -> u32 {
    let columns = Columns::of(branch);
    let list = List {
        columns: &columns,
        unit: branch.unit,
        is_unit_in_header: !branch.has(Quirk::Banner),
        is_text: branch.has(Quirk::TextNumbers),
    };
    let mut row = top;
    if branch.has(Quirk::Banner) {
        drawn.text(row, columns.debit, &format!("ĐVT: {}", branch.unit.words), Look::Italic);
        row += 1;
    }
    let half = records.iter().position(|record| record.day.day > 15).unwrap_or(records.len());
    let (early, late) = records.split_at(half);
    for (name, part) in [("I. Nửa đầu tháng", early), ("II. Nửa cuối tháng", late)] {
        if part.is_empty() {
            continue;
        }
        row = header(drawn, &list, row);
        drawn.text(row, columns.first(), name, Look::Section);
        drawn.sheet.merges.push((row, columns.first(), row, columns.debit + 1));
        row += 1;
        for record in part {
            line(drawn, &list, record, row);
            row += 1;
        }
        total(drawn, &list, (row, "Cộng", &format!("sum {}", &name[..name.find('.').unwrap_or(0)])), part);
        row += 1;
    }
    total(drawn, &list, (row, "Tổng cộng", "sum all"), records);
    tell(drawn, records);
    row + 1
}

/// What is true of the records.
pub fn tell(drawn: &mut Drawn, records: &[Record]) {
    drawn.truth.extend(truth_of(records));
}

/// Sums and counts by kind.
pub fn truth_of(records: &[Record]) -> crate::drawn::Truth {
    let mut truth = crate::drawn::Truth::new();
    for (at, (kind, _, _, sum)) in KINDS.iter().enumerate() {
        let of: Vec<i64> =
            records.iter().filter(|record| record.kind == at).map(|record| record.amount).collect();
        if !of.is_empty() {
            truth.insert((*sum).into(), Hundredths::whole(of.iter().sum()));
            truth.insert(format!("transactions kind={kind}"), Hundredths::whole(of.len() as i64));
        }
    }
    truth
}
