//! Printed totals above and below their rows, at several levels.

use super::{NONE, counts, definition, merged, of, sheet};
use crate::pipeline::Definition;

fn books() -> Definition {
    let indicators =
        ["fees = Fees", "gifts = Gifts", "rent = Rent", "wages = Wages", "power = Power", "women = Women"];
    definition("en", &counts("label = [\"Item\"]\nvalue = [\"Actual\"]\n", &indicators))
}

fn flagged(drawn: &str) -> Vec<String> {
    let (counted, flags) = of(&books(), sheet(drawn));
    assert!(!counted.iter().any(|fact| fact.contains("otal")));
    flags
}

#[test]
fn a_total_stands_below_its_rows() {
    assert_eq!(flagged("Item | Actual\nFees | #1\nGifts | #2\nTotal | #3"), NONE);
    assert_eq!(flagged("Item | Actual\nFees | #1\nGifts | #2\nTotal | #4"), ["printed-total B4 4 | 3"]);
}

#[test]
fn a_total_stands_above_its_rows() {
    let drawn = |income: u32| {
        format!(
            "Item | Actual\nIncome |\nTotal | #{income}\nFees | #1\nGifts | #2\nCosts |\nTotal | #30\nRent | #10\nWages | #20"
        )
    };
    assert_eq!(flagged(&drawn(3)), NONE);
    assert_eq!(flagged(&drawn(4)), ["printed-total B3 4 | 3"]);
}

#[test]
fn a_total_that_names_its_section_is_no_unknown_label() {
    let above = |income: u32| {
        format!(
            "Item | Actual\nTotal income | #{income}\n~~Fees | #1\n~~Gifts | #2\nTotal costs | #30\n~~Rent | #10\n~~Wages | #20"
        )
    };
    assert_eq!(flagged(&above(3)), NONE);
    // Nothing but the sum tells that it is a total: a label that nobody knows is never lost.
    assert_eq!(flagged(&above(4)), ["label-unknown B2 Total income | "]);
    let below = |income: u32| {
        format!(
            "Item | Actual\nI. Income |\nFees | #1\nGifts | #2\nTotal income | #{income}\nII. Costs |\nRent | #10\nSubtotal of section II | #10"
        )
    };
    assert_eq!(flagged(&below(3)), NONE);
    assert_eq!(flagged(&below(4)), ["printed-total B5 4 | 3"]);
}

#[test]
fn a_grand_total_sums_the_subtotals() {
    let drawn = |grand: u32| {
        format!(
            "Item | Actual\nIncome |\nFees | #1\nGifts | #2\nSubtotal | #3\nCosts |\nRent | #10\nWages | #20\nSubtotal | #30\nGrand total | #{grand}"
        )
    };
    assert_eq!(flagged(&drawn(33)), NONE);
    assert_eq!(flagged(&drawn(34)), ["printed-total B10 34 | 33"]);
}

#[test]
fn totals_stand_at_several_levels_above_their_rows() {
    let drawn = |all: u32, costs: u32| {
        format!(
            "Item | Actual\nTotal | #{all}\n~~Total | #3\n~~~~Fees | #1\n~~~~Gifts | #2\n~~Total | #{costs}\n~~~~Rent | #10\n~~~~Wages | #20"
        )
    };
    assert_eq!(flagged(&drawn(33, 30)), NONE);
    assert_eq!(flagged(&drawn(33, 31)), ["printed-total B6 31 | 30"]);
    assert_eq!(flagged(&drawn(35, 30)), ["printed-total B2 35 | 33"]);
}

#[test]
fn a_total_may_reach_over_headings_and_subtotals() {
    // The last section has no subtotal of its own; the total is that of all.
    let drawn = "Item | Actual\nIncome |\nFees | #1\nGifts | #2\nSubtotal | #3\nCosts |\nRent | #10\nWages | #20\nTotal | #33";
    assert_eq!(flagged(drawn), NONE);
}

#[test]
fn a_total_above_a_few_of_its_rows_is_not_that_of_all() {
    assert_eq!(flagged("Item | Actual\nTotal | #3\nFees | #1\nGifts | #2\nWomen | #1"), NONE);
}

#[test]
fn a_total_is_merged_with_the_column_of_numbers() {
    let definition = books();
    let drawn =
        |total: u32| format!("No | Item | Actual\n#1 | Fees | #1\n#2 | Gifts | #2\nTotal | | #{total}");
    assert_eq!(of(&definition, merged(&drawn(3), &["A4:B4"])).1, NONE);
    assert_eq!(of(&definition, merged(&drawn(5), &["A4:B4"])).1, ["printed-total C4 5 | 3"]);
}

#[test]
fn a_total_is_compared_over_the_pages_of_a_table() {
    assert_eq!(flagged("Item | Actual\nTotal | #3\nFees | #1\nItem | Actual\nGifts | #2"), NONE);
    assert_eq!(
        flagged("Item | Actual\nFees | #1\nItem | Actual\nGifts | #2\nTotal | #4"),
        ["printed-total B5 4 | 3"]
    );
}

#[test]
fn a_sheet_of_totals_ends_and_every_label_that_is_no_total_is_told() {
    let mut drawn = String::from("Item | Actual\n");
    for _ in 0..20_000 {
        drawn.push_str("Total | #1\nTotal income | #1\n");
    }
    drawn.push_str("Fees | #1\nGifts | #2");
    // With quadratic time this would take minutes.
    let flags = flagged(&drawn);
    assert_eq!(flags.len(), 20_000);
    assert!(flags.iter().all(|flag| flag.starts_with("label-unknown")));
}
