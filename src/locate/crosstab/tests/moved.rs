//! Where a table stands does not matter: it is turned, moved, reordered, broken over pages, and says the same.

use super::{AGE, SEX, definition, layout};
use crate::locate::fixtures::{flags, read, sheet, values, workbook};
use crate::pipeline::Axis;
use proptest::prelude::*;

/// A table as a person filled it in: labels by headers, some cells blank.
#[derive(Clone, Debug)]
struct Table {
    rows: Vec<Vec<String>>,
}

impl Table {
    /// Visits by age down and sex across, with printed totals.
    fn new(values: &[[Option<u16>; 2]; 3], has_totals: bool) -> Self {
        let shown = |value: Option<u32>| value.map_or_else(String::new, |value| format!("#{value}"));
        let ages = ["0-4", "5-14", "15 tuổi trở lên"];
        let mut rows = vec![vec!["Độ tuổi".to_owned(), "Nữ".to_owned(), "Nam".to_owned()]];
        for (age, [one, two]) in ages.iter().zip(values) {
            rows.push(vec![(*age).to_owned(), shown(one.map(u32::from)), shown(two.map(u32::from))]);
        }
        if has_totals {
            let sum = |terms: Vec<Option<u16>>| {
                let terms: Vec<u32> = terms.into_iter().flatten().map(u32::from).collect();
                (!terms.is_empty()).then(|| terms.iter().sum())
            };
            let mut last = vec!["Tổng cộng".to_owned()];
            for at in 0..2 {
                last.push(shown(sum(values.iter().map(|row| row[at]).collect())));
            }
            last.push(shown(sum(values.iter().flatten().copied().collect())));
            rows[0].push("Cộng".to_owned());
            for (row, parts) in rows.iter_mut().skip(1).zip(values) {
                row.push(shown(sum(parts.to_vec())));
            }
            rows.push(last);
        }
        Self { rows }
    }

    fn text(&self) -> String {
        self.rows.iter().map(|row| row.join(" | ")).collect::<Vec<_>>().join("\n")
    }

    fn transposed(&self) -> Self {
        let width = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let cell = |row: &Vec<String>, at: usize| row.get(at).cloned().unwrap_or_default();
        Self { rows: (0..width).map(|at| self.rows.iter().map(|row| cell(row, at)).collect()).collect() }
    }

    fn moved(mut self, down: usize, right: usize) -> Self {
        self.rows.iter_mut().for_each(|row| {
            row.splice(0..0, vec![String::new(); right]);
        });
        self.rows.splice(0..0, vec![vec!["BÁO CÁO".to_owned()]; down]);
        self
    }

    /// Swaps two categories down and the two across.
    fn reordered(mut self, one: usize, two: usize) -> Self {
        self.rows.swap(1 + one, 1 + two);
        self.rows.iter_mut().for_each(|row| row.swap(1, 2));
        self
    }

    fn with_repeated_header(mut self, before: usize) -> Self {
        let header = self.rows[0].clone();
        self.rows.insert(before, header);
        self
    }

    /// An empty column and a column of remarks within the table.
    fn widened(mut self, at: usize) -> Self {
        for (order, row) in self.rows.iter_mut().enumerate() {
            let remark = if order == 0 { "Ghi chú" } else { "tốt" };
            row.splice(at..at, [String::new(), remark.to_owned()]);
        }
        self
    }

    /// The texts of the first row broken over two rows, where they have several words.
    fn with_broken_header(mut self) -> Self {
        let below = self.rows[0]
            .iter_mut()
            .map(|text| match text.clone().split_once(' ') {
                Some((above, below)) => {
                    *text = above.to_owned();
                    below.to_owned()
                }
                None => String::new(),
            })
            .collect();
        self.rows.insert(1, below);
        self
    }
}

fn said(table: &Table) -> (Vec<String>, Vec<String>) {
    let reading = definition(vec![layout(&[AGE], &[SEX])]);
    let batch = read(workbook(vec![sheet("S", &table.text(), &[])]), &reading);
    let codes =
        flags(&batch).iter().map(|flag| flag.split(' ').next().unwrap_or_default().to_owned()).collect();
    (values(&batch, &reading), codes)
}

fn cell() -> impl Strategy<Value = Option<u16>> {
    prop_oneof![1 => Just(None), 4 => (0u16..2000).prop_map(Some)]
}

fn table() -> impl Strategy<Value = Table> {
    let row = || [cell(), cell()];
    ([row(), row(), row()], any::<bool>()).prop_map(|(values, has_totals)| Table::new(&values, has_totals))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, rng_seed: proptest::test_runner::RngSeed::Fixed(7), ..ProptestConfig::default() })]

    #[test]
    fn the_facts_do_not_depend_on_where_they_stand(
        table in table(),
        down in 0usize..4,
        right in 0usize..4,
        one in 0usize..3,
        two in 0usize..3,
        page in 1usize..4,
    ) {
        let expected = said(&table);
        prop_assert_eq!(&said(&table.transposed()), &expected, "transposed");
        prop_assert_eq!(&said(&table.clone().moved(down, right)), &expected, "moved");
        prop_assert_eq!(&said(&table.transposed().moved(down, right)), &expected, "transposed and moved");
        prop_assert_eq!(&said(&table.clone().reordered(one, two)), &expected, "reordered");
        prop_assert_eq!(&said(&table.clone().with_repeated_header(page)), &expected, "header repeated");
        prop_assert_eq!(&said(&table.clone().widened(1)), &expected, "columns inserted");
        prop_assert_eq!(&said(&table.clone().widened(2)), &expected, "columns inserted");
        prop_assert_eq!(&said(&table.transposed().with_broken_header()), &expected, "header broken");
    }
}

#[test]
fn a_table_on_its_side_with_indicators_in_its_header_is_the_same() {
    let reading = definition(vec![layout(&[Axis::Indicators, SEX], &[AGE])]);
    let upright = "Dịch vụ | Giới | 0-4 | 5-14\nKhám bệnh | Nữ | #1 | #2\n| Nam | #3 | #4\nTiêm chủng | Nữ | #5 | #6\n| Nam | #7 | #8";
    let turned = "Dịch vụ | Khám bệnh | | Tiêm chủng |\nGiới | Nữ | Nam | Nữ | Nam\n0-4 | #1 | #3 | #5 | #7\n5-14 | #2 | #4 | #6 | #8";
    let of = |text: &str| {
        let batch = read(workbook(vec![sheet("S", text, &[])]), &reading);
        assert_eq!(flags(&batch), [""; 0]);
        values(&batch, &reading)
    };
    assert_eq!(of(upright).len(), 8);
    assert_eq!(of(upright), of(turned));
}

#[test]
fn a_hostile_sheet_is_read_in_time() {
    let mut text = String::from("Độ tuổi | Nữ | Nam");
    (0..4_000).for_each(|_| text.push_str(" | Nữ | Nữa | 0-4"));
    (0..4_000)
        .for_each(|row| text.push_str(if row % 2 == 0 { "\n0-4 | #1 | Nữ" } else { "\nNữ | 5-14 | #2" }));
    let reading = definition(vec![layout(&[AGE], &[SEX]), layout(&[Axis::Indicators], &[SEX, AGE])]);
    let mut sheet = sheet("S", &text, &[]);
    let merge = |row: u32| crate::model::workbook::Merge {
        first: crate::model::Address::new(row % 3, row % 16_000),
        last: crate::model::Address::new(row % 3 + row % 7, 16_383),
    };
    sheet.merges = (0..20_000).map(merge).collect();
    let batch = read(workbook(vec![sheet]), &reading);
    assert_eq!(batch.sheets.len(), 1);
}
