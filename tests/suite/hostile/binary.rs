//! Sheets of xls and xlsb whose records say what cannot be.

use super::Verdict::{Out, Partly, Right};
use super::container::compound;
use super::form::{biff, label, number, record, xls, xlsb, xlsb_number, xlsb_row};
use super::{Hostile, hostile};

pub fn table() -> Vec<Hostile> {
    let far = number(65_535, 255, 1.0);
    let shared = record(0x00FD, &[3, 0, 2, 0, 0, 0, 255, 255, 255, 255]);
    let strings = record(0x00FC, &[255, 255, 255, 255, 255, 255, 255, 255]);
    let globals = |globals: &[u8]| compound("Workbook", &biff(globals, &["Biểu 1"], &[]));
    let merges =
        record(0x00E5, &[[255u8, 255].to_vec(), [0, 0, 255, 255, 0, 0, 255, 0].repeat(1_000)].concat());
    let mut offset = biff(&[], &["Biểu 1"], &[]);
    let listed = offset.windows(2).position(|pair| pair == [0x85, 0]).expect("a listed sheet");
    offset.get_mut(listed + 4..listed + 8).expect("an offset").fill(0xF0);
    let many: Vec<String> = (0..1_000).map(|at| format!("S{at}")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    vec![
        hostile("two corners.xls", xls(&far), Right(&[])),
        hostile("cell twice.xls", xls(&number(2, 2, 999.0)), Right(&["cell-twice"])),
        hostile("not a number.xls", xls(&number(3, 2, f64::NAN)), Right(&["not-finite"])),
        hostile("infinite.xls", xls(&number(3, 2, f64::NEG_INFINITY)), Right(&["not-finite"])),
        hostile("column beyond.xls", xls(&number(3, 60_000, 1.0)), Right(&["beyond-limits"])),
        hostile("shared string that is none.xls", xls(&shared), Right(&["broken-cell"])),
        hostile("strings that lie about their count.xls", globals(&strings), Right(&[])),
        hostile("merges over all.xls", xls(&merges), Partly(&[])),
        hostile(
            "sheets of one name.xls",
            compound("Workbook", &biff(&[], &["Biểu 1", "Biểu 1"], &[])),
            Right(&["cell-twice"]),
        ),
        hostile("sheet that is nowhere.xls", compound("Workbook", &offset), Out("unreadable-file")),
        hostile(
            "many sheets.xls",
            compound("Workbook", &biff(&[], &many, &[]).into_iter().take(60_000).collect::<Vec<_>>()),
            Out("limit-sheets"),
        ),
        hostile("record cut off.xls", xls(&[3, 2, 255, 255]), Out("unreadable-file")),
        hostile("encrypted.xls", globals(&record(0x002F, &[1, 0, 1, 0, 1, 0])), Out("encrypted")),
        hostile("text of a formula.xls", xls(&label(4, 0, "=HYPERLINK(\"http://x\")")), Right(&[])),
        hostile(
            "two corners.xlsb",
            xlsb(&["Biểu 1"], &[xlsb_row(1_048_575), xlsb_number(16_383, 1.0)].concat()),
            Right(&[]),
        ),
        // calamine would end the sheet there and say nothing.
        hostile(
            "row beyond.xlsb",
            xlsb(&["Biểu 1"], &[xlsb_row(4_294_967_295), xlsb_number(2, 999.0)].concat()),
            Out("unreadable-file"),
        ),
        hostile(
            "row right beyond.xlsb",
            xlsb(&["Biểu 1"], &[xlsb_row(1_048_576), xlsb_number(2, 999.0)].concat()),
            Right(&["beyond-limits"]),
        ),
        // It would take the rest from the number before.
        hostile("number cut short.xlsb", xlsb(&["Biểu 1"], &[5, 4, 1, 0, 0, 0]), Out("unreadable-file")),
        hostile(
            "column beyond.xlsb",
            xlsb(&["Biểu 1"], &[xlsb_row(5), xlsb_number(4_294_967_295, 999.0)].concat()),
            Right(&["beyond-limits"]),
        ),
        hostile("cell twice.xlsb", xlsb(&["Biểu 1"], &xlsb_number(2, 999.0)), Right(&["cell-twice"])),
        hostile(
            "not a number.xlsb",
            xlsb(&["Biểu 1"], &[xlsb_row(5), xlsb_number(2, f64::NAN)].concat()),
            Right(&["not-finite"]),
        ),
        hostile("sheets of one name.xlsb", xlsb(&["Biểu 1", "Biểu 1"], &[]), Right(&["cell-twice"])),
        hostile(
            "record longer than all.xlsb",
            xlsb(&["Biểu 1"], &[5, 255, 255, 255, 127, 1]),
            Partly(&["unreadable-file"]),
        ),
    ]
}
