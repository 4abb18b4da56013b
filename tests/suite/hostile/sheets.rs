//! Sheets of xlsx that are listed, named and shaped as none should be.

use super::Verdict::{Out, Partly, Right};
use super::form::{MAIN, ROWS, Xlsx, row};
use super::{Hostile, hostile};

pub fn table() -> Vec<Hostile> {
    [names(), strings(), shapes()].into_iter().flatten().collect()
}

fn names() -> Vec<Hostile> {
    let file = |name: &str, second: &str, verdict| {
        let sheets = format!(
            "<sheet name='Biểu 1' sheetId='1' r:id='s1'/><sheet name='{second}' sheetId='2' r:id='s1'/>"
        );
        hostile(&format!("sheet {name}.xlsx"), Xlsx::rows("").listing(&sheets).bytes(), verdict)
    };
    vec![
        file("twice", "Biểu 1", Right(&["cell-twice"])),
        file("twice in another case", "BIỂU 1", Right(&["cell-twice"])),
        file("formula", "=cmd|&apos; /C calc&apos;!A0", Right(&["label-repeated"])),
        file("terminal", "&#27;[2J&#27;]0;x&#7;", Right(&["label-repeated"])),
        file("direction", "\u{202e}1 uểiB", Right(&["label-repeated"])),
        file("folder", "../../../etc/passwd", Right(&["label-repeated"])),
        file("lines", "a&#10;b&#13;c", Right(&["label-repeated"])),
        file("of no name", "", Right(&["label-repeated"])),
        file("of a long name", &"x".repeat(30_000), Right(&["label-repeated"])),
        hostile(
            "sheet without a part.xlsx",
            Xlsx::rows("").listing("<sheet name='Biểu 1' sheetId='1' r:id='s9'/>").bytes(),
            Out("unreadable-file"),
        ),
        hostile("sheet list empty.xlsx", Xlsx::rows("").listing("").bytes(), Out("empty-file")),
        hostile("sheet that is a chart.xlsx", Xlsx::sheet("<chartsheet/>").bytes(), Out("unreadable-file")),
    ]
}

fn strings() -> Vec<Hostile> {
    let shared = |strings: &str, cells: &str| {
        row(4, cells).with("sharedStrings", format!("<sst xmlns='{MAIN}' {strings}</sst>"))
    };
    let file = |name: &str, strings: &str, cells: &str, verdict| {
        hostile(&format!("strings {name}.xlsx"), shared(strings, cells).bytes(), verdict)
    };
    let one = "<c r='E4' t='s'><v>0</v></c>";
    vec![
        file(
            "count too large",
            "count='4294967295' uniqueCount='4294967295'><si><t>x</t></si>",
            one,
            Right(&[]),
        ),
        file("count too small", "count='0' uniqueCount='0'><si><t>x</t></si>", one, Right(&[])),
        file("count negative", "count='-1' uniqueCount='-1'><si><t>x</t></si>", one, Right(&[])),
        file(
            "index out of range",
            "><si><t>x</t></si>",
            "<c r='C4' t='s'><v>1</v></c>",
            Right(&["broken-cell"]),
        ),
        file(
            "index negative",
            "><si><t>x</t></si>",
            "<c r='C4' t='s'><v>-1</v></c>",
            Right(&["broken-cell"]),
        ),
        file(
            "index wraps round",
            "><si><t>x</t></si>",
            "<c r='C4' t='s'><v>4294967296</v></c>",
            Right(&["broken-cell"]),
        ),
        file("none but asked for", ">", one, Right(&["broken-cell"])),
        hostile("strings missing.xlsx", row(4, one).bytes(), Right(&["broken-cell"])),
        hostile(
            "strings nested.xlsx",
            shared(&format!("><si>{}<t>x</t>{}</si>", "<r>".repeat(20_000), "</r>".repeat(20_000)), one)
                .bytes(),
            Right(&[]),
        ),
        hostile(
            "strings of a long text.xlsx",
            shared(&format!("><si><t>{}</t></si>", "x".repeat(40_000)), one).bytes(),
            Right(&["limit-text-length"]),
        ),
        hostile(
            "strings no UTF-8.xlsx",
            Xlsx::rows("<row r='4'><c r='E4' t='s'><v>0</v></c></row>")
                .with(
                    "sharedStrings",
                    [format!("<sst xmlns='{MAIN}'><si><t>").as_bytes(), b"\xFF\xFE\x80", b"</t></si></sst>"]
                        .concat(),
                )
                .bytes(),
            Out("unreadable-file"),
        ),
    ]
}

fn shapes() -> Vec<Hostile> {
    let around = |before: &str, after: &str| {
        Xlsx::sheet(&format!(
            "<worksheet xmlns='{MAIN}'>{before}<sheetData>{ROWS}</sheetData>{after}</worksheet>"
        ))
        .bytes()
    };
    let columns: String = (0..16_384).map(|_| "<c><v>1</v></c>").collect();
    let far: String = (0..16_384).map(|_| "<c/>").collect();
    let merges: String = (10..100_010).map(|row| format!("<mergeCell ref='E{row}:F{row}'/>")).collect();
    let covering = "<mergeCell ref='A1:XFD1048576'/>".repeat(50_000);
    let hidden: String =
        (0..50_000).map(|at| format!("<col min='{0}' max='{0}' hidden='1'/>", 5 + at % 16_000)).collect();
    let nested = format!("{}{}", "<x>".repeat(100_000), "</x>".repeat(100_000));
    let lying = "<dimension ref='A1:XFD1048576'/>";
    let utf16 = |text: &str, mark: &[u8]| -> Vec<u8> {
        [mark.to_vec(), text.encode_utf16().flat_map(u16::to_le_bytes).collect()].concat()
    };
    let in_utf16 = |mark: &[u8], before: &str| {
        let mut xlsx = Xlsx::rows("");
        let text = format!("{before}{}", String::from_utf8_lossy(&xlsx.sheet));
        xlsx.sheet = utf16(&text, mark);
        xlsx.bytes()
    };
    vec![
        hostile("shape dimension too large.xlsx", around(lying, ""), Right(&[])),
        hostile("shape dimension too small.xlsx", around("<dimension ref='A1'/>", ""), Right(&[])),
        hostile("shape dimension broken.xlsx", around("<dimension ref='A0:ZZZZZZZZ99999999999'/>", ""), Right(&[])),
        hostile("shape 16384 columns.xlsx", row(9, &columns).bytes(), Right(&["label-unknown"])),
        hostile("shape 16385 columns.xlsx", row(9, &format!("{far}<c><v>1</v></c>")).bytes(), Right(&["beyond-limits"])),
        hostile("shape 100000 merges.xlsx", around("", &format!("<mergeCells>{merges}</mergeCells>")), Right(&[])),
        hostile("shape merges over all.xlsx", around("", &format!("<mergeCells>{covering}</mergeCells>")), Partly(&[])),
        hostile("shape merge upside down.xlsx", around("", "<mergeCells><mergeCell ref='C3:A1'/></mergeCells>"), Right(&[])),
        hostile("shape merge beyond.xlsx", around("", "<mergeCells><mergeCell ref='E5:A4294967297'/></mergeCells>"), Right(&[])),
        hostile(
            "shape 50000 hidden columns.xlsx",
            Xlsx::sheet(&format!("<worksheet xmlns='{MAIN}'><cols>{hidden}</cols><sheetData>{ROWS}<row r='9'>{columns}</row></sheetData></worksheet>")).bytes(),
            Right(&["hidden-column", "label-unknown"]),
        ),
        hostile("shape nested.xlsx", around(&nested, ""), Right(&[])),
        hostile("shape nested in a cell.xlsx", row(4, &format!("<c r='D4'><is>{nested}<t>x</t></is></c>")).bytes(), Right(&[])),
        hostile("shape nested and never closed.xlsx", Xlsx::sheet(&"<x>".repeat(100_000)).bytes(), Out("unreadable-file")),
        hostile("shape cut off.xlsx", Xlsx::sheet(&format!("<worksheet xmlns='{MAIN}'><sheetData>{ROWS}<row")).bytes(), Partly(&["unreadable-file"])),
        hostile("shape closed too often.xlsx", Xlsx::sheet(&format!("<worksheet xmlns='{MAIN}'><sheetData>{ROWS}</sheetData></worksheet></worksheet>")).bytes(), Partly(&[])),
        hostile("shape of no namespace.xlsx", Xlsx::sheet(&format!("<worksheet><sheetData>{ROWS}</sheetData></worksheet>")).bytes(), Right(&[])),
        hostile("shape UTF-16 with mark.xlsx", in_utf16(b"\xFF\xFE", ""), Right(&[])),
        hostile("shape UTF-16 without mark.xlsx", in_utf16(b"", ""), Right(&[])),
        hostile("shape UTF-16 that says UTF-8.xlsx", in_utf16(b"\xFF\xFE", "<?xml version='1.0' encoding='UTF-8'?>"), Right(&[])),
        hostile("shape UTF-16 with a document type.xlsx", in_utf16(b"\xFF\xFE", "<!DOCTYPE w>"), Partly(&["unreadable-file"])),
        hostile("shape UTF-7.xlsx", {
            let mut xlsx = Xlsx::rows("");
            xlsx.sheet = [b"<?xml version='1.0' encoding='UTF-7'?>", xlsx.sheet.as_slice()].concat();
            xlsx.bytes()
        }, Partly(&[])),
        hostile("shape entity that is none.xlsx", row(4, "<c r='D4' t='str'><v>&nbsp;</v></c>").bytes(), Partly(&["broken-cell"])),
        hostile("shape character that is none.xlsx", row(4, "<c r='D4' t='str'><v>&#xFFFFFFFF;</v></c>").bytes(), Partly(&["broken-cell"])),
        hostile("shape million comments.xlsx", around(&"<!---->".repeat(1_000_000), ""), Right(&[])),
        hostile("shape hidden rows.xlsx", Xlsx::data(&ROWS.replace("<row r='3'>", "<row r='3' hidden='1'>")).bytes(), Right(&["hidden-row"])),
    ]
}
