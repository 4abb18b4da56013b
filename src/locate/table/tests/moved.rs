//! No table depends on where it stands: rows and columns are inserted and reordered, headers repeated and split, and the facts stay.

use super::bench::*;
use crate::model::Sheet;
use proptest::prelude::*;

/// A table as columns of texts, header first.
#[derive(Clone, Debug)]
struct Grid(Vec<Vec<String>>);

impl Grid {
    fn of(records: &[(bool, u32)]) -> Self {
        let day = (45_000..).take(records.len()).map(|day| format!("@{day}"));
        let kind = records.iter().map(|(is_in, _)| if *is_in { "Gửi tiền" } else { "Rút tiền" }.to_owned());
        let amount = records.iter().map(|(_, amount)| format!("#{amount}"));
        let column = |header: &str, cells: Vec<String>| -> Vec<String> {
            std::iter::once(header.to_owned()).chain(cells).collect()
        };
        Self(vec![
            column("Ngày", day.collect()),
            column("Loại giao dịch", kind.collect()),
            column("Số tiền", amount.collect()),
        ])
    }

    fn rows(&self) -> usize {
        self.0.first().map_or(0, Vec::len)
    }

    fn sheet(&self) -> Sheet {
        let row = |at: usize| self.0.iter().map(|column| column[at].as_str()).collect::<Vec<_>>().join(" | ");
        sheet("Sheet1", &(0..self.rows()).map(row).collect::<Vec<_>>().join("\n"))
    }

    /// A row of blanks, or of a copy of another.
    fn insert_row(&mut self, at: usize, like: Option<usize>) {
        for column in &mut self.0 {
            let text = like.map_or_else(String::new, |row| column[row].clone());
            column.insert(at.min(column.len()), text);
        }
    }

    fn insert_column(&mut self, at: usize, header: &str) {
        let filled = (0..self.rows()).map(|row| {
            let is_blank = self.0.iter().all(|column| column[row].is_empty());
            match (row, is_blank) {
                (0, _) => header.to_owned(),
                (_, true) => String::new(),
                (row, false) => format!("#{row}"),
            }
        });
        let column = filled.collect();
        self.0.insert(at.min(self.0.len()), column);
    }

    /// The last word of each header goes to a row of its own.
    fn split_header(&mut self) {
        for column in &mut self.0 {
            let header = column[0].clone();
            let (first, last) = header.rsplit_once(' ').unwrap_or((&header, ""));
            column[0] = first.to_owned();
            column.insert(1, last.to_owned());
        }
    }
}

fn amounts(sheet: Sheet) -> Vec<String> {
    let reading = ledger();
    let batch = said(&reading, vec![sheet]);
    let told = flags(&batch);
    assert!(told.is_empty(), "{told:?}");
    values(&reading, &batch)
}

fn records() -> impl Strategy<Value = Vec<(bool, u32)>> {
    prop::collection::vec((any::<bool>(), 0..1_000_000u32), 2..12)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, rng_seed: prop::test_runner::RngSeed::Fixed(4), ..ProptestConfig::default() })]

    #[test]
    fn facts_stay_where_rows_and_columns_move(
        records in records(),
        order in Just(vec![0usize, 1, 2]).prop_shuffle(),
        blanks in prop::collection::vec(0..14usize, 0..5),
        columns in prop::collection::vec(0..5usize, 0..3),
        repeats in prop::collection::vec(1..14usize, 0..3),
        is_split in any::<bool>(),
        above in 0..4usize,
    ) {
        let plain = Grid::of(&records);
        let expected = amounts(plain.sheet());
        let mut moved = Grid(order.iter().map(|&at| plain.0[at].clone()).collect());
        for at in repeats {
            moved.insert_row(at.max(1), Some(0));
        }
        for at in columns {
            moved.insert_column(at, "Mã");
        }
        for at in blanks {
            moved.insert_row(at.max(1), None);
        }
        if is_split {
            moved.split_header();
        }
        for _ in 0..above {
            moved.insert_row(0, None);
        }
        prop_assert_eq!(amounts(moved.sheet()), expected, "{:#?}", moved);
    }

    #[test]
    fn facts_stay_where_a_table_is_cut_in_two(records in records(), cut in 1..12usize) {
        let whole = amounts(Grid::of(&records).sheet());
        let (one, two) = records.split_at(cut.min(records.len() - 1));
        let mut second = Grid::of(two).sheet();
        second.name = "Sheet2".into();
        let reading = ledger();
        // Two halves that say the same would pass for a copied sheet.
        prop_assume!(one != two);
        let batch = said(&reading, vec![Grid::of(one).sheet(), second]);
        prop_assert_eq!(values(&reading, &batch), whole);
    }
}
