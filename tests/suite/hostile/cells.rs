//! Cells of xlsx that say what cannot be, for both readers.

use super::Verdict::{Out, Partly, Right};
use super::form::{MAIN, ROWS, Xlsx, row};
use super::{Hostile, hostile};

pub fn table() -> Vec<Hostile> {
    [cells(), both_readers(), formulas()].into_iter().flatten().collect()
}

fn cells() -> Vec<Hostile> {
    let file = |name: &str, number, cells: &str, verdict| {
        hostile(&format!("cell {name}.xlsx"), row(number, cells).bytes(), verdict)
    };
    vec![
        file("two corners", 1048576, "<c r='XFD1048576'><v>1</v></c>", Right(&[])),
        file("wraps round to A1", 4, "<c r='A4294967297'><v>999</v></c>", Right(&["beyond-limits"])),
        file("wraps round to C3", 4, "<c r='C4294967299'><v>999</v></c>", Right(&["beyond-limits"])),
        file("column wraps round", 4, "<c r='MWLQKWV3'><v>999</v></c>", Right(&["beyond-limits"])),
        file("row beyond", 9999998, "<c r='C9999998'><v>999</v></c>", Right(&["beyond-limits"])),
        file("row number alone beyond", 4294967299, "<c><v>999</v></c>", Right(&["beyond-limits"])),
        file("row zero", 0, "<c r='C0'><v>999</v></c>", Right(&["broken-cell"])),
        file("column beyond", 4, "<c r='XFE4'><v>999</v></c>", Right(&["beyond-limits"])),
        file("absolute", 4, "<c r='$C$3'><v>999</v></c>", Right(&["broken-cell"])),
        file("negative", 4, "<c r='C-3'><v>999</v></c>", Right(&["broken-cell"])),
        file("fullwidth digits", 4, "<c r='C３'><v>999</v></c>", Right(&["broken-cell"])),
        file("twice", 4, "<c r='C3'><v>999</v></c>", Right(&["cell-twice"])),
        file("twice as text", 3, "<c r='C3' t='str'><v>999</v></c>", Right(&["cell-twice"])),
        file("not a number", 4, "<c r='C4'><v>NaN</v></c>", Right(&["not-finite"])),
        file("infinite", 4, "<c r='C4'><v>1e999</v></c>", Right(&["not-finite"])),
        file("minus infinite", 4, "<c r='C4'><v>-INF</v></c>", Right(&["not-finite"])),
        file("hexadecimal", 4, "<c r='C4'><v>0x10</v></c>", Right(&["broken-cell"])),
        file(
            "number of a thousand digits",
            4,
            &format!("<c r='C4'><v>{}</v></c>", "9".repeat(1_000)),
            Right(&["not-finite"]),
        ),
        file("unknown error", 4, "<c r='D4' t='e'><v>#BLOCKED!</v></c>", Right(&[])),
        file("unknown type", 4, "<c r='D4' t='zz'><v>1</v></c>", Right(&["broken-cell"])),
        file("style that is none", 4, "<c r='D4' s='77'><v>1</v></c>", Right(&[])),
        file(
            "style beyond 64 bits",
            4,
            "<c r='D4' s='99999999999999999999'><v>1</v></c>",
            Right(&["broken-cell"]),
        ),
    ]
}

/// What our reader refuses goes to another, which must be no way around.
fn both_readers() -> Vec<Hostile> {
    let file = |name: &str, number, cells: &str, verdict| {
        hostile(&format!("doctype {name}.xlsx"), row(number, cells).refused().bytes(), verdict)
    };
    let shared =
        |index: &str| format!("<c r='D4'><f t='shared' ref='D4:D5' si='{index}'>1+1</f><v>2</v></c>");
    vec![
        hostile("doctype.xlsx", Xlsx::rows("").refused().bytes(), Right(&[])),
        file("two corners", 1048576, "<c r='XFD1048576'><v>1</v></c>", Right(&[])),
        file("wraps round to A1", 4, "<c r='A4294967297'><v>999</v></c>", Out("unreadable-file")),
        file("wraps round to C3", 4, "<c r=\"C4294967299\"><v>999</v></c>", Out("unreadable-file")),
        file("column wraps round", 4, "<c r = 'MWLQKWV3'><v>999</v></c>", Out("unreadable-file")),
        file("row number wraps round", 4294967299, "<c><v>1</v></c><c/><c><v>999</v></c>", Out("unreadable-file")),
        file("row beyond", 9999998, "<c r='C9999998'><v>999</v></c>", Right(&["beyond-limits"])),
        file("column beyond", 4, "<c r='XFE4'><v>999</v></c>", Right(&["beyond-limits"])),
        file("twice", 4, "<c r='C3'><v>999</v></c>", Right(&["cell-twice"])),
        file("not a number", 4, "<c r='C4'><v>NaN</v></c>", Right(&["not-finite"])),
        file("shared string that is none", 4, "<c r='C4' t='s'><v>7</v></c>", Right(&["broken-cell"])),
        file("shared formula of a huge index", 4, &shared("4294967295"), Right(&[])),
        file("shared formula of a huger index", 4, &shared("999999999999999999"), Right(&[])),
        hostile(
            "doctype billion laughs.xlsx",
            Xlsx::sheet(&format!(
                "<!DOCTYPE w [<!ENTITY a 'ha'><!ENTITY b '{}'>]><worksheet xmlns='{MAIN}'><sheetData>{ROWS}<row r='4'><c r='D4' t='str'><v>&b;</v></c></row></sheetData></worksheet>",
                "&a;".repeat(1_000)
            ))
            .bytes(),
            Partly(&["broken-cell"]),
        ),
        hostile(
            "doctype external entity.xlsx",
            Xlsx::sheet(&format!(
                "<!DOCTYPE w [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><worksheet xmlns='{MAIN}'><sheetData>{ROWS}<row r='4'><c r='D4' t='str'><v>&a;</v></c></row></sheetData></worksheet>"
            ))
            .bytes(),
            Partly(&["broken-cell"]),
        ),
        hostile(
            "doctype in the book.xlsx",
            {
                let mut xlsx = Xlsx::rows("<row r='4'/>");
                xlsx.book = [b"<!DOCTYPE w>", xlsx.book.as_slice()].concat();
                xlsx.bytes()
            },
            Right(&[]),
        ),
        hostile(
            "doctype sheets of one name.xlsx",
            Xlsx::rows("").refused().listing("<sheet name='Biểu 1' sheetId='1' r:id='s1'/><sheet name='Biểu 1' sheetId='2' r:id='s1'/>").bytes(),
            Right(&["cell-twice"]),
        ),
    ]
}

fn formulas() -> Vec<Hostile> {
    let file = |name: &str, cells: &str, verdict| {
        hostile(&format!("formula {name}.xlsx"), row(4, cells).bytes(), verdict)
    };
    let long = format!("<c r='D4'><f>{}1</f><v>5</v></c>", "1+".repeat(500_000));
    let deep = format!("<c r='D4'><f>{}1{}</f><v>5</v></c>", "(".repeat(100_000), ")".repeat(100_000));
    vec![
        file(
            "cyclic",
            "<c r='D4'><f t='shared' si='0'/><v>5</v></c><c r='E4'><f t='shared' ref='D4:E4' si='0'>D4+E4</f><v>5</v></c>",
            Right(&[]),
        ),
        file(
            "shared over all",
            "<c r='D4'><f t='shared' ref='A1:XFD1048576' si='4294967295'>C3</f><v>5</v></c>",
            Right(&[]),
        ),
        file("long", &long, Right(&[])),
        file("deep", &deep, Right(&[])),
        hostile(
            "formula never calculated.xlsx",
            Xlsx::data(&ROWS.replace("<v>12</v>", "<f>5+7</f>")).bytes(),
            Partly(&["formula-not-calculated"]),
        ),
        hostile(
            "formula that is an error.xlsx",
            Xlsx::data(&ROWS.replace("<c r='C3'><v>12", "<c r='C3' t='e'><f>1/0</f><v>#SPILL!")).bytes(),
            Partly(&["error-cell"]),
        ),
        hostile("formula long refused.xlsx", row(4, &long).refused().bytes(), Right(&[])),
        hostile("formula deep refused.xlsx", row(4, &deep).refused().bytes(), Right(&[])),
    ]
}
