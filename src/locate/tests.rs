//! The conservation account: a workbook whose two counts differ is kept out. Which texts make a huge sheet be held.

use super::fixtures::{count, dimension, facts, form, read, reading, sheet, workbook};
use super::{Lexicon, balanced};
use crate::model::{Batch, Check, Dispositions, SheetState, SheetSummary};
use crate::pipeline::{Axis, CrosstabLayout, FormLayout, Layout, Reading, ValueColumn};

fn batch(cells_read: u64, dispositions: Dispositions) -> Batch {
    let sheet = SheetSummary {
        name: "Biểu 1".into(),
        state: SheetState::Visible,
        read_as: Some(0),
        cells_read,
        dispositions,
    };
    Batch { sheets: vec![sheet], ..Batch::default() }
}

#[test]
fn a_cell_without_a_disposition_keeps_the_workbook_out() {
    let account = Dispositions { fact: 3, structure: 5, note: 1, ..Dispositions::default() };
    let batch = balanced(batch(10, account));
    let flags: Vec<_> = batch.flags.iter().map(|flag| (flag.check, &*flag.found, &*flag.expected)).collect();
    assert_eq!(flags, [(Check::AccountUnbalanced, "10", "9")]);
    assert!(batch.is_fatal());
}

#[test]
fn two_equal_counts_pass() {
    let account =
        Dispositions { fact: 3, structure: 5, outside_table: 1, rejected: 1, ..Dispositions::default() };
    assert_eq!(balanced(batch(10, account)).flags, []);
}

#[test]
fn words_of_cross_tables_make_a_huge_sheet_be_held() {
    let ages = dimension("age", "Độ tuổi", &[("0-14", "0-14 tuổi"), ("1", "1")]);
    let layout = CrosstabLayout {
        indicator: None,
        label: vec!["Dịch vụ".to_owned()],
        down: vec![Axis::Indicators],
        across: vec![Axis::Dimension(0)],
        unit: vec![],
        measure: 0,
    };
    let with = reading(vec![], vec![ages.clone()], vec![form("visits", Layout::Crosstab(layout))]);
    let lexicon = Lexicon::new(with);
    for (text, is_telling) in [("0 - 14  Tuổi", true), ("Dịch vụ", true), ("1", false), ("Ghi chú", false)]
    {
        assert_eq!(lexicon.is_telling(text), is_telling, "{text}");
    }
    let without = Lexicon::new(reading(vec![], vec![ages], vec![]));
    assert!(!without.is_telling("0-14 tuổi"));
}

/// A form of one indicator, and a cross table of another by sex.
fn form_and_cross_table() -> Reading {
    let form_layout = FormLayout {
        label: vec!["Nội dung".to_owned()],
        code: vec![],
        unit: vec![],
        values: vec![ValueColumn { measure: 0, headers: vec!["Kết quả".to_owned()] }],
        totals: vec![],
    };
    let crosstab = CrosstabLayout {
        indicator: None,
        label: vec!["Dịch vụ".to_owned()],
        down: vec![Axis::Indicators],
        across: vec![Axis::Dimension(0)],
        unit: vec![],
        measure: 0,
    };
    let sex = dimension("sex", "Giới tính", &[("female", "Nữ"), ("male", "Nam")]);
    let forms = vec![form("report", Layout::Form(form_layout)), form("visits", Layout::Crosstab(crosstab))];
    reading(vec![count("trees", "Cây xanh"), count("visits", "Khám bệnh")], vec![sex], forms)
}

#[test]
fn facts_of_a_form_over_a_cross_table_are_in_the_order_of_their_cells() {
    let reading = form_and_cross_table();
    let text = "Nội dung | Kết quả\nCây xanh | #1\n\nDịch vụ | Nữ | Nam\nKhám bệnh | #2 | #3";
    let batch = read(workbook(vec![sheet("A", text, &[])]), &reading);
    let first = facts(&batch, &reading).first().cloned();
    assert_eq!((first.as_deref(), batch.facts.len() > 2), (Some("trees[]=1@B2"), true));
    assert!(batch.facts.is_sorted_by_key(|fact| (fact.sheet, fact.at)));
}

#[test]
fn a_total_before_a_cross_table_and_titles_is_accounted_for() {
    let reading = form_and_cross_table();
    for titles in ["", "Báo cáo quý\n"] {
        let text = format!(
            "Nội dung | Kết quả\nTổng cộng | #5\nDịch vụ | Nữ | Nam\nKhám bệnh | #2 | #3\n{titles}Nội dung | Kết quả\nCây xanh | #1"
        );
        let batch = read(workbook(vec![sheet("A", &text, &[])]), &reading);
        let sheet = batch.sheets.first().expect("a sheet");
        assert_eq!(sheet.cells_read, sheet.dispositions.total(), "{titles:?}");
    }
}
