//! No layout depends on absolute positions: rows and columns are inserted, columns reordered, headers repeated and split over two rows, a form
//! is split over two sheets or two workbooks, and the facts stay the same.

use super::{counted, counts, definition, flags, read, sheet};
use crate::pipeline::Definition;
use proptest::prelude::*;
use std::sync::LazyLock;

static FORM: LazyLock<Definition> = LazyLock::new(|| {
    let plan = "[[measure]]\nid = \"plan\"\nlabel = \"Plan\"\n\n";
    let keys = "label = [\"Item\"]\nunit = [\"Unit\"]\nvalue = [\"Actual\"]\nplan = [\"Plan\"]";
    let indicators = [
        "clinic_staff = Clinics › Staff",
        "clinic_rent = Clinics › Rent",
        "ward_staff = Wards › Staff",
        "ward_beds = Wards › Beds",
    ];
    definition("en", &format!("{plan}{}", counts(keys, &indicators)))
});

const HEADER: [&str; 4] = ["Item", "Unit", "Plan", "Actual"];
const ROWS: [[&str; 4]; 7] = [
    ["I. Clinics", "", "", ""],
    ["1. Staff", "x", "#10", "#11"],
    ["2. Rent", "x", "#20", "#21"],
    ["Total", "", "#30", "#32"],
    ["II. Wards", "", "", ""],
    ["1. Staff", "x", "#40", "#41"],
    ["2. Beds", "x", "#50", "#51"],
];

/// How a form was changed.
#[derive(Clone, Debug)]
struct Change {
    columns: Vec<usize>,
    columns_before: Vec<usize>,
    rows_before: Vec<usize>,
    title: usize,
    is_repeated: Vec<bool>,
    is_split: bool,
    cut: Option<usize>,
}

fn change() -> impl Strategy<Value = Change> {
    (
        Just((0..4usize).collect::<Vec<usize>>()).prop_shuffle(),
        prop::collection::vec(0..3usize, 4),
        prop::collection::vec(0..3usize, 7),
        0..5usize,
        prop::collection::vec(prop::bool::weighted(0.2), 7),
        any::<bool>(),
        prop::option::of(Just(4usize)),
    )
        .prop_map(|(columns, columns_before, rows_before, title, is_repeated, is_split, cut)| Change {
            columns,
            columns_before,
            rows_before,
            title,
            is_repeated,
            is_split,
            cut,
        })
}

impl Change {
    /// A row with its columns in their new places.
    fn row(&self, cells: &[&str; 4]) -> String {
        let placed = self.columns.iter().zip(&self.columns_before);
        let text: String =
            placed.map(|(column, before)| format!("{}{} |", " |".repeat(*before), cells[*column])).collect();
        text + "\n"
    }

    /// The header, in one row or with the words over values a row below the others.
    fn header(&self) -> String {
        if !self.is_split {
            return self.row(&HEADER);
        }
        self.row(&["Item", "Unit", "", ""]) + &self.row(&["", "", "Plan", "Actual"])
    }

    /// The sheets as they are drawn.
    fn drawn(&self) -> Vec<String> {
        let cut = self.cut.unwrap_or(ROWS.len());
        let parts = [ROWS.get(..cut).unwrap_or_default(), ROWS.get(cut..).unwrap_or_default()];
        let parts = parts.iter().filter(|rows| !rows.is_empty());
        parts.map(|rows| self.sheet(rows)).collect()
    }

    fn sheet(&self, rows: &[[&str; 4]]) -> String {
        let mut text = "\n".repeat(self.title) + "Report of the year 2023\n" + &self.header();
        for (order, row) in rows.iter().enumerate() {
            text.push_str(&"\n".repeat(self.rows_before[order]));
            if self.is_repeated[order] && order > 0 {
                text.push_str(&self.header());
            }
            text.push_str(&self.row(row));
        }
        text
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]
    #[test]
    fn facts_do_not_depend_on_where_they_stand(change in change()) {
        let drawn = change.drawn();
        let batch = read(&FORM, drawn.iter().map(|drawn| sheet(drawn)).collect());
        let mut facts = counted(&FORM, &batch);
        facts.sort_unstable();
        let mut expected = [
            "clinic_staff = 11", "clinic_rent = 21", "ward_staff = 41", "ward_beds = 51",
            "clinic_staff@plan = 10", "clinic_rent@plan = 20", "ward_staff@plan = 40", "ward_beds@plan = 50",
        ];
        expected.sort_unstable();
        prop_assert_eq!(&facts, &expected, "{}", drawn.join("---\n"));
        prop_assert!(flags(&batch).is_empty(), "{:?}\n{}", flags(&batch), drawn.join("---\n"));
        // The same in two workbooks: each says its part.
        let apart = drawn.iter().map(|drawn| read(&FORM, vec![sheet(drawn)]));
        let mut facts: Vec<String> = apart.flat_map(|batch| counted(&FORM, &batch)).collect();
        facts.sort_unstable();
        prop_assert_eq!(&facts, &expected, "{}", drawn.join("--- apart\n"));
    }
}
