//! Sheets that say what cannot be, in each format, and for both readers of xlsx.

use super::Verdict::{Out, Partly, Right};
use super::container::compound;
use super::form::{
    MAIN, OFFICE, ROWS, Xlsx, biff, csv, label, number, ods, ods_of, ods_rows, record, xls, xlsb,
    xlsb_number, xlsb_row,
};
use super::{Hostile, hostile};

pub fn table() -> Vec<Hostile> {
    [
        cells(),
        both_readers(),
        names(),
        strings(),
        shapes(),
        formulas(),
        ods_sheets(),
        binary_sheets(),
        texts(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn row(number: u64, cells: &str) -> Xlsx {
    Xlsx::rows(&format!("<row r='{number}'>{cells}</row>"))
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

fn ods_sheets() -> Vec<Hostile> {
    let figure = |value: &str, repeated: &str| {
        format!(
            "<table:table-cell {repeated} office:value-type='float' office:value='{value}'><text:p>{value}</text:p></table:table-cell>"
        )
    };
    let line = |rows: &str, cell: &str| {
        format!("<table:table-row {rows}><table:table-cell/>{cell}</table:table-row>")
    };
    let all_rows = "table:number-rows-repeated='1048573'";
    let all_columns = "table:number-columns-repeated='16383'";
    let huge = "table:number-columns-repeated='18446744073709551615'";
    let file = |name: &str, more: &str, verdict| hostile(&format!("{name}.ods"), ods(more), verdict);
    let table = |name: &str| format!("<table:table table:name='{name}'>{}</table:table>", ods_rows());
    let spans = format!(
        "<table:table-cell><text:p>{}x{}</text:p></table:table-cell>",
        "<text:span>".repeat(50_000),
        "</text:span>".repeat(50_000)
    );
    let tables = format!(
        "<table:table-cell>{}{}</table:table-cell>",
        "<table:table>".repeat(50_000),
        "</table:table>".repeat(50_000)
    );
    vec![
        file("values everywhere", &line(all_rows, &figure("1", all_columns)), Out("limit-cells")),
        file(
            "values to the edge and beyond",
            &line("", &figure("1", huge)),
            Right(&["beyond-limits", "label-unknown"]),
        ),
        file("broken everywhere", &line(all_rows, &figure("x", all_columns)), Out("limit-cells")),
        file("infinite everywhere", &line(all_rows, &figure("inf", all_columns)), Out("limit-cells")),
        file(
            "errors everywhere",
            &line(
                all_rows,
                &format!(
                    "<table:table-cell {all_columns} calcext:value-type='error'><text:p>#N/A</text:p></table:table-cell>"
                ),
            ),
            Out("limit-cells"),
        ),
        file(
            "errors without text everywhere",
            &line(all_rows, &format!("<table:table-cell {all_columns} calcext:value-type='error'/>")),
            Out("limit-cells"),
        ),
        file(
            "long texts everywhere",
            &line(
                all_rows,
                &format!(
                    "<table:table-cell {all_columns} office:value-type='string'><text:p>{}</text:p></table:table-cell>",
                    "x".repeat(33_000)
                ),
            ),
            Out("limit-inflated-size"),
        ),
        file(
            "nothing everywhere",
            &line(all_rows, &format!("<table:table-cell {all_columns}/>")),
            Right(&[]),
        ),
        file("rows without end", &line("table:number-rows-repeated='18446744073709551615'", ""), Right(&[])),
        file(
            "row behind rows without end",
            &format!(
                "{}{}",
                line("table:number-rows-repeated='18446744073709551615'", ""),
                line("", &figure("1", ""))
            ),
            Right(&["beyond-limits"]),
        ),
        file("not a number", &line("", &figure("NaN", "")), Right(&["not-finite"])),
        file("spans nested", &line("", &spans), Right(&[])),
        file("tables nested", &line("", &tables), Right(&[])),
        file(
            "blanks without end",
            &line(
                "",
                "<table:table-cell><text:p>x<text:s text:c='18446744073709551615'/></text:p></table:table-cell>",
            ),
            Right(&["limit-text-length"]),
        ),
        file(
            "spanned without end",
            &line(
                "",
                "<table:table-cell table:number-rows-spanned='18446744073709551615' table:number-columns-spanned='18446744073709551615'><text:p>x</text:p></table:table-cell>",
            ),
            Right(&[]),
        ),
        hostile(
            "sheets of one name.ods",
            ods_of(&format!("{}{}", table("Biểu 1"), table("biểu 1"))),
            Right(&["cell-twice"]),
        ),
        hostile(
            "many sheets.ods",
            ods_of(&(0..10_000).map(|at| format!("<table:table table:name='{at}'/>")).collect::<String>()),
            Out("limit-sheets"),
        ),
        hostile(
            "cut off.ods",
            ods_of(&table("Biểu 1").replace("</table:table>", "")),
            Out("unreadable-file"),
        ),
        hostile("document type.ods", ods_of("<!DOCTYPE x>"), Out("unreadable-file")),
        hostile("no table.ods", ods_of(""), Out("empty-file")),
    ]
}

fn binary_sheets() -> Vec<Hostile> {
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
        // calamine ends the sheet there and says nothing.
        hostile(
            "row beyond.xlsb",
            xlsb(&["Biểu 1"], &[xlsb_row(4_294_967_295), xlsb_number(2, 999.0)].concat()),
            Partly(&[]),
        ),
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

/// Texts that would be calculated, obeyed or misread where they are shown.
fn texts() -> Vec<Hostile> {
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
