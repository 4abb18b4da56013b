//! Rows: what is a record, what is none, and whose it is.

use super::bench::*;
use crate::model::CandidateKind;
use crate::pipeline::{Computation, Hidden};

const HEAD: &str = "Ngày | Loại | Số tiền\n";

fn ledger_of(rows: &str) -> (crate::pipeline::Reading, crate::model::Batch) {
    let reading = ledger();
    let batch = of(&reading, &format!("{HEAD}{rows}"));
    (reading, batch)
}

#[test]
fn blank_rows_sections_and_remarks_stand_between_records() {
    let (reading, batch) = ledger_of(
        "Quầy 1\n@45000 | Gửi tiền | #5\n\n\nQuầy 2\n@45001 | Gửi tiền | #6\n\nNgười lập biểu | | Giám đốc\n(ký)\nAn | | Bình",
    );
    assert_eq!(values(&reading, &batch), ["deposits=11", "transactions=2"]);
    assert_eq!(flags(&batch), [""; 0]);
    assert_eq!(batch.sheets[0].dispositions.outside_table, 5);
}

#[test]
fn numbers_behind_the_end_are_told() {
    let (reading, batch) = ledger_of("@45000 | Gửi tiền | #5\nGhi chú: số liệu tạm tính\n | | #99");
    assert_eq!(values(&reading, &batch), ["deposits=5", "transactions=1"]);
    assert_eq!(flags(&batch), ["data-outside-table C4: C4 / "]);
}

#[test]
fn merged_and_omitted_keys_hold_for_the_rows_below() {
    let text =
        "Ngày | Loại | Số tiền\n@45000 | Gửi tiền | #5\n@45001 | | #6\n@45002 | Rút tiền | #7\n@45003 | | #8";
    let mut reading = ledger();
    let merged = said(&reading, vec![merged(sheet("Sheet1", text), &["B2:B3"])]);
    assert_eq!(values(&reading, &merged), ["deposits=11", "transactions=4", "withdrawals=7"]);
    table(&mut reading).columns[1].fills_down = true;
    let filled = of(&reading, text);
    assert_eq!(values(&reading, &filled), ["deposits=11", "transactions=4", "withdrawals=15"]);
}

#[test]
fn what_cannot_be_read_is_told_and_left_out() {
    let (reading, batch) = ledger_of(
        "@45000 | Gửi tiền | nhiều\n@45001 | Gửi tiền | trên 700\n@45002 | Gửi tiền | 1.250\n@45003 | Gửi tiền | #-4\n@45004 | Gửi tiền | -",
    );
    assert_eq!(values(&reading, &batch), ["deposits=at_least1950", "transactions=5"]);
    let codes: Vec<String> =
        flags(&batch).iter().map(|flag| flag.split(':').next().unwrap_or("").to_owned()).collect();
    assert_eq!(codes, ["ambiguous-number C2", "approximate-value C3", "negative-value C5"]);
    assert_eq!(batch.sheets[0].dispositions.rejected, 2);
}

#[test]
fn units_come_from_headers_and_banners() {
    let mut reading = ledger();
    reading.indicators[0].asked_in = 1_000_000;
    let header =
        of(&reading, "Ngày | Loại | Số tiền (triệu đồng)\n@45000 | Gửi tiền | #5\n@45000 | Gửi tiền | #1.5");
    let banner = of(
        &reading,
        "ĐVT: triệu đồng\nNgày | Loại | Số tiền\n@45000 | Gửi tiền | #5\n@45000 | Gửi tiền | #1.5",
    );
    for batch in [header, banner] {
        assert_eq!(values(&reading, &batch), ["deposits=6500000", "transactions=2"]);
        assert_eq!(flags(&batch), [""; 0]);
        let fact = batch.facts.iter().find(|fact| fact.indicator == 0).expect("a fact");
        assert_eq!((&*fact.raw, fact.multiplier), ("6.5", 1_000_000));
    }
}

#[test]
fn kinds_break_an_indicator_down() {
    let mut reading = ledger();
    table(&mut reading).computed =
        vec![computed(0, Computation::Sum(2), &[], &[1]), computed(2, Computation::Count, &[], &[1])];
    let text = "Ngày | Loại | Số tiền\n@45000 | Gửi; tiền=x | #5\n@45001 | gửi; tiền=x | #6\n@45002 | | #7";
    let open = of(&reading, text);
    assert_eq!(values(&reading, &open), ["deposits[kind=gui-tien-x]=11", "transactions[kind=gui-tien-x]=2"]);
    assert_eq!(flags(&open), ["category-unknown C4:  / ", "category-unknown A4:  / "]);
}

#[test]
fn a_closed_dimension_has_its_own_categories() {
    let mut reading = ledger();
    reading.dimensions = vec![dimension("kind", &[("in", "Gửi tiền"), ("out", "Rút tiền")])];
    let layout = table(&mut reading);
    layout.columns[1].dimension = Some(0);
    layout.computed = vec![
        computed(0, Computation::Sum(2), &[], &[1]),
        computed(1, Computation::Sum(2), &[(1, "in")], &[]),
    ];
    let batch = of(
        &reading,
        "Ngày | Loại | Số tiền\n@45000 | GỬI TIỀN | #5\n@45001 | Rút tiềm | #6\n@45002 | out | #7\n@45003 | Cả hai | #18",
    );
    assert_eq!(values(&reading, &batch), ["deposits[kind=in]=5", "deposits[kind=out]=7", "withdrawals=5"]);
    assert_eq!(flags(&batch), ["category-unknown B3: Rút tiềm / Rút tiền"]);
    assert_eq!(batch.sheets[0].dispositions.rejected, 1);
}

#[test]
fn a_text_that_is_nearly_asked_for_is_told() {
    let (reading, batch) = ledger_of("@45000 | Gửi tiềm | #5\n@45000 | Chuyển khoản | #6");
    assert_eq!(values(&reading, &batch), ["transactions=2"]);
    assert_eq!(flags(&batch), ["category-unknown B2: Gửi tiềm / Gửi tiền"]);
}

#[test]
fn each_record_says_whose_it_is() {
    let mut reading = ledger();
    table(&mut reading).columns.push(column("branch!^", &["Chi nhánh"]));
    branch_from(&mut reading, "branch");
    let batch = of(
        &reading,
        "Chi nhánh | Ngày | Loại | Số tiền\nHà Nội | @45000 | Gửi tiền | #5\n | @45001 | Gửi tiền | x\nHuế* | @45002 | Gửi tiền | #7\nHÀ NỘI | @45003 | Gửi tiền | #1",
    );
    assert_eq!(
        values(&reading, &batch),
        ["deposits{1}=6", "deposits{2}=7", "transactions{1}=3", "transactions{2}=1"]
    );
    let told: Vec<(&str, Option<u32>, String)> = batch
        .candidates
        .iter()
        .filter(|candidate| candidate.kind == CandidateKind::Branch)
        .map(|candidate| {
            (&*candidate.text, candidate.report, candidate.at.map(|at| at.to_string()).unwrap_or_default())
        })
        .collect();
    assert_eq!(told, [("Hà Nội", Some(1), "A2".into()), ("Huế", Some(2), "A4".into())]);
    let flag = batch.flags.first().expect("a flag");
    assert_eq!((flag.check.code(), flag.report), ("not-a-number", Some(1)));
}

#[test]
fn a_list_without_values_is_counted() {
    let mut reading = ledger();
    let layout = table(&mut reading);
    layout.columns = vec![column("name", &["Họ tên"]), column("sex", &["Giới tính"])];
    layout.computed = vec![computed(2, Computation::Count, &[], &[1])];
    let batch = of(
        &reading,
        "DANH SÁCH\nSTT | Họ tên | Giới tính\n#1 | An | Nam\n#2 | Bình | Nữ\n#3 | Chi | Nữ\n\nNgười lập | | Thủ trưởng\n(ký) | (ký) | (ký)",
    );
    assert_eq!(values(&reading, &batch), ["transactions[sex=nam]=1", "transactions[sex=nu]=2"]);
    assert_eq!(flags(&batch), [""; 0]);
}

#[test]
fn hidden_rows_are_told_once_and_left_out_where_declared() {
    let mut hidden = sheet(
        "Sheet1",
        &format!("{HEAD}@45000 | Gửi tiền | #5\n@45001 | Gửi tiền | #6\n@45002 | Gửi tiền | #7"),
    );
    hidden.hidden_rows = vec![1, 2];
    let mut reading = ledger();
    let batch = said(&reading, vec![hidden.clone()]);
    assert_eq!(values(&reading, &batch), ["deposits=18", "transactions=3"]);
    assert_eq!(flags(&batch), ["hidden-row A2: 2–3 / "]);
    reading.hidden = Hidden::Exclude;
    assert_eq!(values(&reading, &said(&reading, vec![hidden])), ["deposits=7", "transactions=1"]);
}

#[test]
fn a_merged_value_counts_once_and_is_told() {
    let reading = ledger();
    let text = format!("{HEAD}@45000 | Gửi tiền | #5\n@45001 | Gửi tiền | \n@45002 | Gửi tiền | #1");
    let batch = said(&reading, vec![merged(sheet("Sheet1", &text), &["C2:C3"])]);
    assert_eq!(values(&reading, &batch), ["deposits=6", "transactions=3"]);
    assert_eq!(flags(&batch), ["merged-data-cell C2: 5 / C2:C3"]);
}

#[test]
fn sheets_add_up_and_a_copy_does_not() {
    let reading = ledger();
    let january = || sheet("T1", &format!("{HEAD}@45000 | Gửi tiền | #5\n@45001 | Gửi tiền | #6"));
    let february = sheet("T2", &format!("{HEAD}@45031 | Gửi tiền | #7"));
    let mut copy = hidden_sheet(january());
    copy.name = "T1 (2)".into();
    let batch = said(&reading, vec![january(), february, copy]);
    assert_eq!(facts(&reading, &batch), ["transactions=3 @A2:A3", "deposits=18 @C2:C3"]);
    let deposits = batch.facts.iter().find(|fact| fact.indicator == 0).expect("a fact");
    assert_eq!(&*deposits.label, "Gửi tiền; T2!C2:C2");
    assert!(flags(&batch).contains(&"label-repeated A2: T1 (2) / T1!A2".to_owned()), "{:?}", flags(&batch));
}

#[test]
fn records_are_kept_where_declared() {
    let mut reading = ledger();
    let layout = table(&mut reading);
    layout.keeps_records = true;
    layout.columns[1].fills_down = true;
    let batch = of(&reading, &format!("{HEAD}@45000 | Gửi tiền | 5,5\n@45001 | | #6\nCộng | | #12"));
    let kept: Vec<(u32, Vec<&str>)> = batch
        .records
        .iter()
        .map(|record| (record.at.row, record.values.iter().map(|text| &**text).collect()))
        .collect();
    assert_eq!(kept, [(1, vec!["45000", "Gửi tiền", "5,5", ""]), (2, vec!["45001", "Gửi tiền", "6", ""])]);
}

#[test]
fn a_form_and_a_table_share_a_sheet() {
    use crate::pipeline::{Extent, FormLayout, Layout, SheetForm, ValueColumn};
    let mut reading = ledger();
    let form = FormLayout {
        label: vec!["Chỉ tiêu".into()],
        code: vec![],
        unit: vec![],
        values: vec![ValueColumn { measure: 0, headers: vec!["Kết quả".into()] }],
        totals: vec![],
    };
    let layout = Layout::Form(form);
    reading.sheets.push(SheetForm {
        id: "form".into(),
        named: vec![],
        layout,
        extent: Extent::Workbook,
        is_required: false,
    });
    reading.indicators.push(indicator("staff", crate::pipeline::Kind::Count, "người"));
    let batch = of(
        &reading,
        "Chỉ tiêu | Kết quả\nstaff | #12\n\nNgày | Loại | Số tiền\n@45000 | Gửi tiền | #5\nChỉ tiêu | Kết quả\nstaff | #12",
    );
    assert_eq!(values(&reading, &batch), ["deposits=5", "staff=12", "staff=12", "transactions=1"]);
}

#[test]
fn a_large_hostile_sheet_costs_no_more_than_its_cells() {
    use crate::model::workbook::Merge;
    use crate::model::{Address, Cell, Value};
    let reading = ledger();
    let text = |row: u32, column: u32, text: &str| Cell {
        at: Address::new(row, column),
        value: Value::Text(text.into()),
        is_formula: false,
        style: 0,
    };
    // Header words in every cell of many rows, and every cell merged.
    let mut wide = sheet("wide", "");
    for row in 0..40 {
        let words = ["Ngày", "Loại", "tiền", "Số"];
        wide.cells.extend((0..500).zip(words.iter().cycle()).map(|(column, word)| text(row, column, word)));
    }
    wide.merges = wide.cells.iter().map(|cell| Merge { first: cell.at, last: cell.at }).collect();
    wide.cells_read = wide.cells.len() as u64;
    // A record and a total in turn, every record under another category.
    let mut long = sheet("long", "Ngày | Loại | Số tiền");
    for row in 1..5_000 {
        let kind = if row % 2 == 0 { format!("Cộng {row}") } else { format!("Loại {row}") };
        long.cells.extend((row % 2 == 1).then(|| text(row, 0, "1/1/2024")));
        long.cells.push(text(row, 1, &kind));
        long.cells.push(text(row, 2, "5"));
    }
    long.cells_read = long.cells.len() as u64;
    let batch = said(&reading, vec![wide, long]);
    assert_eq!(batch.facts.len(), 1);
}
