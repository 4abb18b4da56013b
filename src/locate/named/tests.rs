//! Each thing a defined name or a fixed cell may be.

use crate::locate::fixtures::{count, facts, flags, form, read, reading, sheet, workbook};
use crate::model::{Address, Format, SheetState, Workbook};
use crate::pipeline::{FixedPlace, Layout, NamedCell, Reading};

const COVER: &str = "BÁO CÁO\nKhám bệnh | #12 | lượt\nTiêm chủng | 1.250";

fn definition(places: &[(u32, &str)]) -> Reading {
    let place = |text: &str| match Address::parse(text) {
        Some(at) => FixedPlace::Cell(at),
        None => FixedPlace::Name(text.to_owned()),
    };
    let cells =
        places.iter().map(|&(indicator, text)| NamedCell { indicator, measure: 0, place: place(text) });
    let sheets = vec![form("cover", Layout::Named(cells.collect()))];
    reading(vec![count("visits", "Khám bệnh"), count("shots", "Tiêm chủng")], Vec::new(), sheets)
}

fn book(text: &str, names: &[(&str, &str)]) -> Workbook {
    let names = names.iter().map(|&(name, reference)| (name.into(), reference.into())).collect();
    Workbook { names, ..workbook(vec![sheet("My sheet", text, &[]), sheet("Other", "x | #5", &[])]) }
}

/// Facts and flags of a cover with these names, of which `HeadCount` is visits and `B3` shots.
fn told(names: &[(&str, &str)]) -> (Vec<String>, Vec<String>) {
    let reading = definition(&[(0, "HeadCount"), (1, "B3")]);
    let batch = read(book(COVER, names), &reading);
    (facts(&batch, &reading), flags(&batch))
}

#[test]
fn a_name_and_a_fixed_cell_are_read() {
    for reference in [
        "'My sheet'!$B$2",
        "'My sheet'!$B$2:$B$2",
        "='my sheet'!B2",
        "$'My sheet'.$B$2",
        "'My sheet'.B2:'My sheet'.B2",
    ] {
        let (facts, flags) = told(&[("headcount", reference)]);
        assert_eq!(facts, ["visits[]=12@B2", "shots[]=1250@B3"], "{reference}");
        assert_eq!(flags, [""; 0]);
    }
}

#[test]
fn a_name_that_is_no_cell_is_flagged_and_never_guessed() {
    let cases = [
        ("#REF!", "#REF!"),
        ("'My sheet'!#REF!", "'My sheet'!#REF!"),
        ("'My sheet'!$B$2:$B$3", "'My sheet'!$B$2:$B$3"),
        ("[1]Sheet1!$A$1", "[1]Sheet1!$A$1"),
        ("SUM('My sheet'!$B$2)", "SUM('My sheet'!$B$2)"),
        ("Gone!$B$2", "Gone!$B$2"),
        ("42", "42"),
    ];
    for (reference, shown) in cases {
        let (facts, flags) = told(&[("HeadCount", reference)]);
        assert_eq!(facts, ["shots[]=1250@B3"], "{reference}");
        assert_eq!(flags, [format!("name-not-found - {shown} | HeadCount")]);
    }
    assert_eq!(told(&[]).1, ["name-not-found -  | HeadCount"]);
}

#[test]
fn of_two_names_the_one_on_the_sheet_of_the_form_is_meant() {
    let (facts, _) = told(&[("Other!HeadCount", "Other!$B$1"), ("HeadCount", "'My sheet'!$B$2")]);
    assert_eq!(facts, ["visits[]=12@B2", "shots[]=1250@B3"]);
    let reading = definition(&[(0, "HeadCount")]);
    let two = [("HeadCount", "Other!$B$1"), ("HeadCount", "Other!$A$1")];
    let batch = read(book(COVER, &two), &reading);
    assert_eq!(facts_of(&batch, &reading), [""; 0]);
}

fn facts_of(batch: &crate::model::Batch, reading: &Reading) -> Vec<String> {
    facts(batch, reading)
}

#[test]
fn a_cell_beside_the_label_of_another_indicator_is_kept_out() {
    let moved = "BÁO CÁO\nTên\nKhám bệnh | #12\nTiêm chủng | #7";
    let reading = definition(&[(0, "B2"), (1, "B3")]);
    let batch = read(book(moved, &[]), &reading);
    assert_eq!(facts(&batch, &reading), [""; 0]);
    assert_eq!(flags(&batch), ["label-ambiguous B3 Khám bệnh | visits; shots"]);
}

#[test]
fn a_merged_cell_is_one_cell_and_a_blank_one_is_missing() {
    let reading = definition(&[(0, "HeadCount"), (1, "B3")]);
    let mut merged = book("BÁO CÁO\nKhám bệnh | #12\nTiêm chủng", &[("HeadCount", "'My sheet'!$B$2:$C$2")]);
    merged.sheets[0].merges = sheet("", "", &["B2:C2"]).merges;
    let batch = read(merged, &reading);
    assert_eq!(facts(&batch, &reading), ["visits[]=12@B2"]);
    assert_eq!(batch.labels, [0, 1]);
    assert_eq!(flags(&batch), ["merged-data-cell B2 12 | B2:C2"]);
}

#[test]
fn a_file_without_names_says_so() {
    let reading = definition(&[(0, "HeadCount"), (1, "B3")]);
    let batch = read(Workbook { format: Format::Csv, ..book(COVER, &[]) }, &reading);
    assert_eq!(facts(&batch, &reading), ["shots[]=1250@B3"]);
    assert_eq!(flags(&batch), ["name-not-found - csv | HeadCount"]);
}

#[test]
fn a_form_with_names_stands_on_the_tab_that_goes_by_one() {
    let mut reading = definition(&[(0, "B1")]);
    reading.sheets[0].named = vec!["Other".to_owned()];
    let batch = read(book(COVER, &[]), &reading);
    assert_eq!(facts(&batch, &reading), ["visits[]=5@B1"]);
    assert_eq!(batch.sheets[1].read_as, Some(0));
    reading.sheets[0].named = vec!["Bìa".to_owned()];
    let absent = read(book(COVER, &[]), &reading);
    assert_eq!(facts(&absent, &reading), [""; 0]);
}

#[test]
fn a_hidden_first_sheet_is_not_the_cover() {
    let reading = definition(&[(0, "B1")]);
    let mut hidden = book(COVER, &[]);
    hidden.sheets[0].state = SheetState::Hidden;
    assert_eq!(facts(&read(hidden, &reading), &reading), ["visits[]=5@B1"]);
}
