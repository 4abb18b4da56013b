//! Sheets that are too large to hold whole.

use super::parts::{MAIN, Parts};
use crate::model::Value;
use crate::read::tests::shown;
use crate::read::xlsx::{Gather, HELD_WHOLE, SheetReader, Strings, Styles, Tally};

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
