//! The conservation account: a workbook whose two counts differ is kept out. Which texts make a huge sheet be held.

use super::fixtures::{dimension, form, reading};
use super::{Lexicon, balanced};
use crate::model::{Batch, Check, Dispositions, SheetState, SheetSummary};
use crate::pipeline::{Axis, CrosstabLayout, Layout};

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
