//! Texts that would be calculated, obeyed or misread where they are shown.

use super::Verdict::{Out, Partly, Right};
use super::form::{MAIN, OFFICE, ROWS, Xlsx, csv};
use super::{Hostile, hostile};

pub fn table() -> Vec<Hostile> {
    let harmful = [
        "=1+1",
        "+84",
        "-2+3",
        "@SUM(A1)",
        "&#9;=1",
        "&#13;=1",
        "&#27;[31mred",
        "&#x202E;gpj",
        "&#x2066;x",
        "&#x9B;2J",
        "_x001B_[2J",
        "&#7;",
        "＝1",
        "'=1",
    ];
    let rows: String = (4..).zip(harmful).map(|(row, text)| format!("<row r='{row}'><c r='A{row}' t='str'><v>{text}</v></c><c r='B{row}' t='str'><v>{text}</v></c><c r='C{row}' t='str'><v>{text}</v></c></row>")).collect();
    let csv_rows = "=1+1,+1,@x\n\u{1b}[31m,\u{202e}x,\u{9b}2J\n\"=1\n+2\",-2+3,\t=1\n";
    let wide: Vec<u8> = b"\xFF\xFE"
        .iter()
        .copied()
        .chain(String::from_utf8_lossy(&csv("")).encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    vec![
        hostile("texts.xlsx", Xlsx::rows(&rows).bytes(), Right(&["label-unknown"])),
        hostile("texts refused.xlsx", Xlsx::rows(&rows).refused().bytes(), Right(&["label-unknown"])),
        hostile(
            "texts in the value.xlsx",
            Xlsx::data(&ROWS.replace("<c r='C3'><v>12", "<c r='C3' t='str'><v>=12")).bytes(),
            Partly(&["not-a-number"]),
        ),
        hostile(
            "texts in the title.xlsx",
            Xlsx::data(&ROWS.replace("Báo cáo năm 2023", "=Báo cáo năm 2023&#x202E;&#27;[2J")).bytes(),
            Right(&[]),
        ),
        hostile(
            "texts in the properties.xlsx",
            Xlsx::rows("<row r='5'/>").with("theme", format!("<x xmlns='{OFFICE}'/>")).bytes(),
            Right(&[]),
        ),
        hostile("texts.csv", csv(csv_rows), Right(&["label-unknown"])),
        hostile("quote never closed.csv", csv("\"x,1\ny,2\n"), Right(&[])),
        hostile("wide row.csv", csv(&",".repeat(20_000)), Right(&[])),
        hostile("cells beyond.csv", csv(&format!("{}x\n", ",".repeat(20_000))), Right(&["beyond-limits"])),
        hostile("many rows.csv", csv(&"x\n".repeat(200_000)), Out("limit-cells")),
        hostile("no text.csv", [1u8, 2, 3, 21].repeat(1_000), Out("wrong-type")),
        hostile("UTF-16.csv", wide, Right(&[])),
        hostile("control characters.csv", csv("a\u{0}b\u{7}c\n"), Out("wrong-type")),
    ]
}

/// A workbook whose cells, formats and sheets would all be obeyed by a terminal.
pub fn obeyed() -> Vec<u8> {
    let harm = "&#27;[31m&#x202E;&#x9B;2J";
    let cells = format!(
        "<row r='4'><c r='A4' t='str'><v>{harm}</v></c><c r='B4' t='e'><v>{harm}</v></c><c r='C4' t='d'><v>{harm}</v></c><c r='D4' s='1'><v>1</v></c><c r='{harm}'><v>1</v></c></row>"
    );
    let styles = format!(
        "<styleSheet xmlns='{MAIN}'><numFmts><numFmt numFmtId='164' formatCode='dd/mm &quot;{harm}&quot;'/></numFmts><cellXfs><xf numFmtId='0'/><xf numFmtId='164'/></cellXfs></styleSheet>"
    );
    let sheets =
        format!("<sheet name='Biểu 1' sheetId='1' r:id='s1'/><sheet name='{harm}' sheetId='2' r:id='s1'/>");
    Xlsx::rows(&cells).with("styles", styles).listing(&sheets).bytes()
}
