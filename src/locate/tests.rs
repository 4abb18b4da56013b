//! The conservation account: a workbook whose two counts differ is kept out.

use super::balanced;
use crate::model::{Batch, Check, Dispositions, SheetState, SheetSummary};

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
