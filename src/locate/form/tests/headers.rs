//! Value columns by their headers: several rows, merged cells above, years.

use super::{NONE, counts, definition, merged, of, sheet};
use crate::pipeline::Definition;

const MEASURES: &str = "[[measure]]\nid = \"plan\"\nlabel = \"Plan\"\n\n[[measure]]\nid = \"previous\"\nlabel = \"Previous\"\n\n";

fn form(keys: &str) -> Definition {
    let sheet = format!("label = [\"Nội dung\"]\n{keys}");
    definition("vi", &format!("{MEASURES}{}", counts(&sheet, &["a = Cây", "b = Hoa"])))
}

fn plain() -> Definition {
    form("value = [\"Thực hiện\"]\nplan = [\"Kế hoạch\"]")
}

fn dated() -> Definition {
    form(
        "value = [\"Thực hiện năm {year}\", \"Thực hiện\"]\nplan = [\"Kế hoạch năm {year}\"]\nprevious = [\"Thực hiện năm {previous}\", \"Cùng kỳ\"]",
    )
}

#[test]
fn columns_stand_under_a_merged_year() {
    let drawn = "Nội dung | Năm 2023 |\n| Kế hoạch | Thực hiện\nCây | #5 | #6";
    let (counted, flags) = of(&plain(), merged(drawn, &["B1:C1", "A1:A2"]));
    assert_eq!(counted, ["a@plan = 5", "a = 6"]);
    assert_eq!(flags, NONE);
}

#[test]
fn of_two_years_the_reports_own_is_the_actual_one() {
    let drawn = "Báo cáo năm 2023\nNội dung | Năm 2022 | Năm 2023 |\n| Thực hiện | Kế hoạch | Thực hiện\nCây | #4 | #5 | #6\nHoa | #7 | #8 | #9";
    let (counted, flags) = of(&plain(), merged(drawn, &["C2:D2", "A2:A3"]));
    assert_eq!(counted, ["a@plan = 5", "a = 6", "b@plan = 8", "b = 9"]);
    assert_eq!(flags, ["column-unknown B3 Thực hiện | Thực hiện"]);
    let (counted, _) = of(&dated(), merged(drawn, &["C2:D2", "A2:A3"]));
    assert_eq!(counted, ["a@previous = 4", "a@plan = 5", "a = 6", "b@previous = 7", "b@plan = 8", "b = 9"]);
}

#[test]
fn a_header_of_the_year_before_is_the_previous_measure() {
    let drawn = "Báo cáo năm 2023\nNội dung | Thực hiện năm 2022 | Kế hoạch năm 2023 | Thực hiện năm 2023\nCây | #4 | #5 | #6";
    let (counted, flags) = of(&dated(), sheet(drawn));
    assert_eq!(counted, ["a@previous = 4", "a@plan = 5", "a = 6"]);
    assert_eq!(flags, NONE);
    let without_title = drawn.replace("Báo cáo năm 2023", "Báo cáo");
    assert_eq!(of(&dated(), sheet(&without_title)).0, counted, "the latest year over actual values");
}

#[test]
fn a_column_of_another_year_is_never_the_actual_one() {
    let drawn = "Báo cáo năm 2023\nNội dung | Thực hiện năm 2022\nCây | #4";
    let (counted, flags) = of(
        &form("value = [\"Thực hiện năm {year}\"]\nprevious = [\"Thực hiện năm {previous}\"]"),
        sheet(drawn),
    );
    assert_eq!(counted, ["a@previous = 4"]);
    assert_eq!(flags, ["header-not-found A2  | Thực hiện năm {year}"]);
}

#[test]
fn a_row_of_years_stands_under_one_header() {
    let drawn = "Báo cáo năm 2023\nNội dung | Thực hiện |\n| #2022 | #2023\nCây | #4 | #6";
    let (counted, flags) = of(&dated(), merged(drawn, &["B2:C2", "A2:A3"]));
    assert_eq!(counted, ["a@previous = 4", "a = 6"]);
    assert_eq!(flags, NONE);
    let text = drawn.replace("#2022", "Năm 2022").replace("#2023", "Năm 2023");
    assert_eq!(of(&dated(), merged(&text, &["B2:C2", "A2:A3"])).0, counted);
}

#[test]
fn years_alone_are_headers() {
    let definition = form("value = [\"{year}\"]\nprevious = [\"{previous}\"]");
    let (counted, flags) = of(&definition, sheet("Nội dung | #2022 | #2023\nCây | #4 | #6"));
    assert_eq!(counted, ["a@previous = 4", "a = 6"]);
    assert_eq!(flags, NONE);
}

#[test]
fn a_header_may_say_what_stands_above_it() {
    let definition = form("value = [\"Trong kỳ > Số lượng\"]\nplan = [\"Được giao > Số lượng\"]");
    let drawn = "Nội dung | Được giao | | Trong kỳ |\n| Số lượng | Ghi chú | Số lượng | Ghi chú\nCây | #5 | x | #6 | y";
    let (counted, flags) = of(&definition, merged(drawn, &["B1:C1", "D1:E1", "A1:A2"]));
    assert_eq!(counted, ["a@plan = 5", "a = 6"]);
    assert_eq!(flags, NONE);
    // A file of delimited text keeps no merged cells.
    assert_eq!(of(&definition, sheet(drawn)).0, ["a@plan = 5", "a = 6"]);
}

#[test]
fn an_unknown_column_of_numbers_is_told_with_what_to_add() {
    let drawn =
        "STT | Nội dung | Thực hiện | Luỹ kế | Ghi chú\n#1 | Cây | #6 | #60 | tốt\n#2 | Hoa | #7 | #70 |";
    let batch = super::read(&plain(), vec![sheet(drawn)]);
    assert_eq!(super::flags(&batch), ["column-unknown D1 Luỹ kế | "]);
    let toml = batch.flags[0].toml.as_deref().unwrap_or_default();
    assert!(toml.contains("[[measure]]") && toml.contains("luy_ke = [\"Luỹ kế\"]"), "{toml}");
    let near = super::read(&plain(), vec![sheet("Nội dung | Thực hiện | Kế hoạch giao\nCây | #6 | #60")]);
    assert_eq!(super::flags(&near), ["column-unknown C1 Kế hoạch giao | Kế hoạch"]);
    assert_eq!(
        near.flags[0].toml.as_deref(),
        Some("# [[sheet]] id = \"s\"\nplan = [\"Kế hoạch\", \"Kế hoạch giao\"]\n")
    );
    let before = super::read(
        &plain(),
        vec![sheet("Năm 2023\nNội dung | Thực hiện | Cùng kỳ năm 2022\nCây | #6 | #60")],
    );
    assert_eq!(
        before.flags[0].toml.as_deref(),
        Some("# [[sheet]] id = \"s\"\nprevious = [\"Cùng kỳ năm {previous}\"]\n")
    );
}

#[test]
fn a_header_on_the_next_page_stands_under_the_unit_of_the_first() {
    let money = |id: &str, label: &str| {
        format!(
            "[[indicator]]\nid = \"{id}\"\nlabel = \"{label}\"\nkind = \"money\"\nunit = \"GBP\"\nasked_in = \"thousand GBP\"\n\n"
        )
    };
    let sheet_form = "[[sheet]]\nid = \"s\"\nlabel = [\"Item\"]\nvalue = [\"Actual\"]\n\n";
    let definition =
        definition("en", &format!("{sheet_form}{}{}", money("fees", "Fees"), money("gifts", "Gifts")));
    let drawn = |unit: &str| {
        let page = "Item | Actual\nFees | #5000\nPage: 2\nItem | Actual\nGifts | #7000";
        sheet(&format!("{unit}\n{page}"))
    };
    assert_eq!(of(&definition, drawn("All amounts in GBP")).0, ["fees = 5000", "gifts = 7000"]);
    assert_eq!(of(&definition, drawn("Unit: million GBP")).0, ["fees = 5000000000", "gifts = 7000000000"]);
    assert_eq!(of(&definition, drawn("Report")).0, ["fees = 5000000", "gifts = 7000000"]);
}
