//! Sheets that are too large to hold whole.

use super::parts::{MAIN, Parts};
use crate::model::{Check, Value, Workbook};
use crate::pipeline::Limits;
use crate::read::tests::shown;
use crate::read::xlsx::{Gather, HELD_WHOLE, SheetReader, Strings, Styles, Tally};
use crate::read::{Wanted, workbook_for};

#[test]
fn the_window_of_a_stream_may_end_anywhere() {
    let whole = format!(
        "<?xml version='1.0'?><!-- c --><worksheet xmlns='{MAIN}'><cols><col min='1' max='2' hidden='1'/></cols><sheetData>\
         <row r='1' hidden='1'><c r='A1'><v>1.25</v></c><c r='B1' t='inlineStr'><is><r><t>a&amp;b</t></r></is></c><c r='C1'/></row>\
         <row r='2'/><row><c><f>A1</f><v><![CDATA[7]]></v></c></row></sheetData><mergeCells><mergeCell ref='A1:B2'/></mergeCells></worksheet>\r\n"
    );
    for quote in ["'", "\""] {
        read_in_two(&whole.replace('\'', quote));
    }
}

fn read_in_two(whole: &str) {
    let limits = Default::default();
    let read = |split: usize| {
        let (mut tally, mut strings, mut styles) = (Tally::new(&limits), Strings::default(), Styles::none());
        let mut reader = SheetReader::new(Gather::new("S"), &mut tally, &mut strings, &mut styles);
        let bytes = whole.as_bytes();
        let used = reader.feed(&bytes[..split], false).expect("first window");
        assert!(used <= split);
        reader.feed(&bytes[used..], true).expect("second window");
        reader.finish().expect("a sheet")
    };
    for split in 0..=whole.len() {
        let sheet = read(split);
        assert_eq!(shown(&sheet), ["A1=1.25", "B1='a&b'", "fA3=7"], "split at {split}");
        assert_eq!(
            (sheet.hidden_rows.as_slice(), sheet.hidden_columns.as_slice()),
            (&[0][..], &[(0, 1)][..])
        );
        assert_eq!(sheet.merges.len(), 1);
    }
}

#[test]
fn a_sheet_beyond_sixteen_mebibytes_is_streamed() {
    let row = |row: usize| {
        format!(
            "<row r='{row}'><c r='A{row}'><v>{row}</v></c><c r='B{row}' t='inlineStr'><is><t>{}</t></is></c></row>",
            "x".repeat(400)
        )
    };
    let data: String = (1..=40_000).map(row).collect();
    assert!(data.len() as u64 > HELD_WHOLE);
    let workbook = Parts::rows(&data).read();
    assert_eq!(workbook.sheets[0].cells_read, 80_000);
    assert_eq!(workbook.sheets[0].cells[79_998].value, Value::Number(40_000.0));
}

/// A sheet too large to hold, with a text in one of its rows.
fn list_with(text: &str, at: usize) -> Parts {
    let row = |row: usize| {
        let text = if row == at { text } else { "x" };
        let broken = if row == 39_000 { "<c r='C39000' t='s'><v>9</v></c>" } else { "" };
        format!(
            "<row r='{row}' spans='1:9' customHeight='1' ht='15.75'><c r='A{row}'><v>{row}.123456789012</v></c><c r='B{row}' t='str'>\
             <v>{text}{}</v></c>{broken}</row>",
            "y".repeat(300)
        )
    };
    let data: String = (1..=40_000).map(row).collect();
    assert!(data.len() as u64 > HELD_WHOLE);
    Parts::rows(&data)
}

fn scouted(parts: &Parts, is_named: bool, limits: &Limits) -> Workbook {
    let wanted = Wanted { is_named: &|_| is_named, is_telling: &|text| text.starts_with("wanted") };
    workbook_for(&parts.bytes(), limits, Some(wanted)).expect("the workbook can be read")
}

#[test]
fn of_a_huge_sheet_without_a_wanted_text_only_the_beginning_is_held() {
    let workbook = scouted(&list_with("x", 1), false, &Limits::default());
    let sheet = &workbook.sheets[0];
    assert_eq!((sheet.cells.len(), sheet.cells_read, sheet.cells_passed), (4_096, 80_000, 80_000 - 4_096));
    assert_eq!(workbook.flags.iter().map(|flag| flag.check).collect::<Vec<_>>(), [Check::BrokenCell]);
}

#[test]
fn a_wanted_text_holds_every_cell_wherever_it_stands() {
    // Cells are counted once, also where the sheet is read again.
    let limits = Limits { cells: 80_000, ..Limits::default() };
    for at in [1, 2_048, 2_049, 39_999, 40_000] {
        let workbook = scouted(&list_with("wanted", at), false, &limits);
        let sheet = &workbook.sheets[0];
        assert_eq!(
            (sheet.cells.len(), sheet.cells_read, sheet.cells_passed),
            (80_000, 80_000, 0),
            "row {at}"
        );
        assert_eq!(workbook.flags.len(), 1, "row {at}");
    }
    let sheet = &scouted(&list_with("x", 1), true, &limits).sheets[0];
    assert_eq!((sheet.cells.len(), sheet.cells_passed), (80_000, 0));
}

#[test]
fn cells_passed_over_count_towards_the_limit() {
    let limits = Limits { cells: 79_999, ..Limits::default() };
    let wanted = Wanted { is_named: &|_| false, is_telling: &|_| false };
    let flag = workbook_for(&list_with("x", 1).bytes(), &limits, Some(wanted)).expect_err("too many cells");
    assert_eq!(flag.check, Check::LimitCells);
}
