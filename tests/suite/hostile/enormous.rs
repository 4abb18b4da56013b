//! Files of real size: a gibibyte once opened, a million merges, ten thousand sheets.

mod pieces;

use super::Verdict::{Out, Right};
use super::container::{compound, zip};
use super::form::{MAIN, ROWS, Xlsx, biff, ods_of, ods_rows};
use super::{Hostile, Verdict, hostile};
use crate::office::Office;
use pieces::{Piece, beside, beside_of, ods, part, sheet, xlsb};

/// Just below the limit of a part.
const GIBIBYTE: usize = (1 << 30) - (1 << 20);
/// Just below the limit of a part that has to be held, and of one that is given to a reader without bounds.
const HELD: usize = (512 << 20) - (1 << 20);
const FOREIGN: usize = 255 << 20;

/// The good files under the limits that hold where a pipeline says nothing, but for these.
pub fn good(limits: &str) -> Office {
    let small = super::LIMITS.split("\n\n[submission]").next().expect("a table of limits");
    super::good().define(small, &format!("[limits]\ncells = 20000000\n{limits}"))
}

/// What the directory of an archive gives away.
pub fn refused() -> Vec<Hostile> {
    let bomb = |name: &str, xlsx: Vec<u8>| hostile(name, xlsx, Out("limit-ratio"));
    let blanks = |times: usize| Piece::many(" ", times);
    let beyond = sheet(&[Piece::once(HEAD), blanks((1 << 30) + 1), Piece::once(&tail(""))]);
    vec![
        bomb("sheet.xlsx", sheet(&[Piece::once(HEAD), blanks(GIBIBYTE), Piece::once(&tail(""))])),
        bomb("strings.xlsx", beside("sharedStrings", "sst", blanks(GIBIBYTE))),
        bomb("styles.xlsx", beside("styles", "styleSheet", blanks(GIBIBYTE))),
        bomb(
            "value.xlsx",
            sheet(&[
                Piece::once(HEAD),
                Piece::once(&ahead("<v>")),
                Piece::many("x", GIBIBYTE),
                Piece::once(&behind("</v>")),
            ]),
        ),
        bomb("content.ods", ods(&[blanks(GIBIBYTE)])),
        bomb("sheet.xlsb", xlsb(Piece::many("\u{1}\u{8}\0\0\0\0\0\0\0\0", GIBIBYTE / 10))),
        hostile("beyond a part.xlsx", beyond, Out("limit-part-size")),
        hostile("beyond all parts.xlsx", three_parts(), Out("limit-inflated-size")),
        hostile("blank picture.xlsx", picture(), Right(&[])),
        hostile("million merges.xlsx", merges(1_000_000, false), Right(&[])),
        hostile("million merges refused.xlsx", merges(1_000_000, true), Right(&[])),
        hostile("million merges.ods", spans(1_000_000), Right(&[])),
        hostile("million rules.xlsx", rules(1_000_000), Right(&[])),
        hostile("10000 sheets.xlsx", Xlsx::rows("").listing(&sheets(10_000)).bytes(), Out("limit-sheets")),
        hostile("10000 sheets.ods", ods_of(&tables(10_000)), Out("limit-sheets")),
        hostile("1500 sheets.xls", xls_of(1_500), Out("limit-sheets")),
        hostile("10000 sheets.xlsb", xlsb_of(10_000), Out("limit-sheets")),
        hostile("1000 sheets of one part.xlsx", shared_part(1_000), Out("limit-inflated-size")),
        hostile("16384 columns.xlsx", columns(16_384, 200), Right(&["label-unknown"])),
        hostile(
            "16384 columns refused.xlsx",
            Xlsx::rows(&wide(16_384, 30)).refused().bytes(),
            Right(&["label-unknown"]),
        ),
        hostile("million rows.xlsx", Xlsx::rows(&tall(1_000_000)).bytes(), Right(&[])),
        hostile("many rows.csv", many_lines(), Out("limit-cells")),
        hostile("one value.csv", one_value(), Right(&["limit-text-length"])),
    ]
}

/// The same opened all the same, because somebody has set the limit higher.
pub fn opened() -> Vec<Hostile> {
    let blanks = || Piece::many(" ", GIBIBYTE);
    let held_blanks = || Piece::many(" ", HELD);
    let xlsx = |name: &str, middle: &[Piece], after: &str, verdict: Verdict| {
        let pieces = [&[Piece::once(HEAD)], middle, &[Piece::once(after)]].concat();
        hostile(&format!("{name}.xlsx"), sheet(&pieces), verdict)
    };
    let cell = |open: &str, close: &str| (Piece::once(&ahead(open)), behind(close));
    let (value, after_value) = cell("<v>", "</v>");
    let (inline, after_inline) = cell("<is><t>", "</t></is>");
    let refused = Piece::once(&format!("<!DOCTYPE worksheet>{HEAD}"));
    let nested = |name: &str| format!("<{name}>");
    vec![
        // A text that no window holds is for calamine, which is not given so large a part.
        xlsx("sheet of blanks", &[blanks()], &tail(""), Out("unreadable-file")),
        xlsx(
            "sheet of rows",
            &[Piece::once("<sheetData>"), Piece::once(ROWS), Piece::many("<row/>", GIBIBYTE / 6)],
            "</sheetData></worksheet>",
            Right(&[]),
        ),
        xlsx(
            "sheet of cells",
            &[
                Piece::once("<sheetData>"),
                Piece::once(ROWS),
                Piece::many("<row><c><v>1</v></c></row>", GIBIBYTE / 26),
            ],
            "</sheetData></worksheet>",
            Out("limit-cells"),
        ),
        xlsx(
            "sheet of cells in one row",
            &[
                Piece::once("<sheetData>"),
                Piece::once(ROWS),
                Piece::once("<row>"),
                Piece::many("<c><v>1</v></c>", GIBIBYTE / 15),
            ],
            "</row></sheetData></worksheet>",
            Out("limit-cells"),
        ),
        xlsx("sheet of open tags", &[Piece::many("<x>", GIBIBYTE / 3)], "", Out("unreadable-file")),
        xlsx("sheet of comments", &[Piece::many("<!---->", GIBIBYTE / 7)], &tail(""), Out("unreadable-file")),
        xlsx("value", &[value.clone(), Piece::many("x", GIBIBYTE)], &after_value, Out("unreadable-file")),
        xlsx("inline text", &[inline, Piece::many("x", GIBIBYTE)], &after_inline, Out("unreadable-file")),
        xlsx(
            "attribute",
            &[Piece::once("<sheetData><row x='"), blanks()],
            "'/></sheetData></worksheet>",
            Out("unreadable-file"),
        ),
        xlsx(
            "merges over all",
            &[
                Piece::once(&format!("<sheetData>{ROWS}</sheetData><mergeCells>")),
                Piece::many("<mergeCell ref='D4:E5'/>", 5_000_000),
            ],
            "</mergeCells></worksheet>",
            Right(&[]),
        ),
        hostile("strings of blanks.xlsx", beside("sharedStrings", "sst", held_blanks()), Right(&[])),
        hostile(
            "strings without end.xlsx",
            beside("sharedStrings", "sst", Piece::many("<si><t>x</t></si>", HELD / 17)),
            Out("limit-strings"),
        ),
        hostile(
            "strings of nothing.xlsx",
            beside("sharedStrings", "sst", Piece::many("<si/>", HELD / 5)),
            Out("limit-strings"),
        ),
        hostile(
            "string.xlsx",
            beside_of(
                "sharedStrings",
                "sst",
                &[Piece::once("<si><t>"), Piece::many("x", HELD), Piece::once("</t></si>")],
            ),
            Right(&[]),
        ),
        hostile("styles of blanks.xlsx", beside("styles", "styleSheet", held_blanks()), Right(&[])),
        hostile(
            "styles without end.xlsx",
            beside_of(
                "styles",
                "styleSheet",
                &[
                    Piece::once("<cellXfs>"),
                    Piece::many("<xf numFmtId='0' fontId='0'/>", HELD / 29),
                    Piece::once("</cellXfs>"),
                ],
            ),
            Right(&[]),
        ),
        hostile(
            "fonts without end.xlsx",
            beside_of(
                "styles",
                "styleSheet",
                &[Piece::once("<fonts>"), Piece::many("<font/>", HELD / 7), Piece::once("</fonts>")],
            ),
            Right(&[]),
        ),
        hostile(
            "sheet of blanks refused.xlsx",
            sheet(&[refused.clone(), Piece::many(" ", FOREIGN), Piece::once(&tail(""))]),
            Right(&[]),
        ),
        hostile("content of blanks.ods", ods(&[Piece::once(&table()), held_blanks()]), Right(&[])),
        hostile(
            "content of open tags.ods",
            ods(&[Piece::many(&nested("table:table"), HELD / 13)]),
            Out("unreadable-file"),
        ),
        hostile(
            "content of spans.ods",
            ods(&[
                Piece::once("<table:table table:name='Biểu 1'><table:table-row><table:table-cell><text:p>"),
                Piece::many(&nested("text:span"), HELD / 11),
            ]),
            Out("unreadable-file"),
        ),
        hostile(
            "content of rows.ods",
            ods(&[
                Piece::once(&table().replace("</table:table>", "")),
                Piece::many("<table:table-row/>", HELD / 18),
                Piece::once("</table:table>"),
            ]),
            Right(&[]),
        ),
        hostile(
            "content of one text.ods",
            ods(&[
                Piece::once(&format!(
                    "{}<table:table-row><table:table-cell office:value-type='string'><text:p>",
                    table().replace("</table:table>", "")
                )),
                Piece::many("x", HELD),
                Piece::once("</text:p></table:table-cell></table:table-row></table:table>"),
            ]),
            Out("unreadable-file"),
        ),
        hostile(
            "strings that cannot be held.xlsx",
            beside("sharedStrings", "sst", blanks()),
            Out("limit-part-size"),
        ),
        hostile(
            "content that cannot be held.ods",
            ods(&[Piece::once(&table()), blanks()]),
            Out("limit-part-size"),
        ),
        hostile(
            "sheet refused.xlsx",
            sheet(&[refused, blanks(), Piece::once(&tail(""))]),
            Out("unreadable-file"),
        ),
        hostile(
            "content of cells.ods",
            ods(&[
                Piece::once(&format!("{}<table:table-row>", table().replace("</table:table>", ""))),
                Piece::many("<table:table-cell office:value-type='float' office:value='1'/>", HELD / 62),
                Piece::once("</table:table-row></table:table>"),
            ]),
            Right(&["beyond-limits", "broken-cell", "label-unknown"]),
        ),
        hostile(
            "sheet of blank cells.xlsb",
            xlsb(Piece::many("\u{1}\u{8}\0\0\0\0\0\0\0\0", GIBIBYTE / 10)),
            Right(&[]),
        ),
    ]
}

const HEAD: &str = "<worksheet xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'>";

/// The report and the end of the sheet.
fn tail(more: &str) -> String {
    format!("<sheetData>{ROWS}{more}</sheetData></worksheet>")
}

/// The report up to the inside of a text cell in a row behind it, and what closes it.
fn ahead(open: &str) -> String {
    format!("<sheetData>{ROWS}<row r='4'><c r='D4' t='str'>{open}")
}

fn behind(close: &str) -> String {
    format!("{close}</c></row></sheetData></worksheet>")
}

fn table() -> String {
    format!("<table:table table:name='Biểu 1'>{}</table:table>", ods_rows())
}

/// Each part within its limit, not all of them.
fn three_parts() -> Vec<u8> {
    let mut parts = Xlsx::rows("").parts();
    parts.extend((0..3).map(|at| part(&format!("xl/media/{at}.emf"), &[Piece::many(" ", GIBIBYTE)])));
    zip(&parts)
}

/// A blank picture compresses without end, and no reader opens it.
fn picture() -> Vec<u8> {
    let mut parts = Xlsx::rows("<row r='50'/>").parts();
    parts.push(part("xl/media/image1.emf", &[Piece::many("\0", 50 << 20)]));
    zip(&parts)
}

fn merges(count: usize, is_refused: bool) -> Vec<u8> {
    let merges: String = (10..10 + count).map(|row| format!("<mergeCell ref='E{row}:F{row}'/>")).collect();
    let sheet = Xlsx::sheet(&format!(
        "<worksheet xmlns='{MAIN}'><sheetData>{ROWS}</sheetData><mergeCells>{merges}</mergeCells></worksheet>"
    ));
    if is_refused { sheet.refused().bytes() } else { sheet.bytes() }
}

/// Merged cells of ods: each has to hold something.
fn spans(count: usize) -> Vec<u8> {
    let cell = "<table:table-row><table:table-cell table:number-columns-spanned='2' office:value-type='float' office:value='1'/></table:table-row>";
    ods_of(&format!("<table:table table:name='Biểu 1'>{}{}</table:table>", ods_rows(), cell.repeat(count)))
}

/// Conditional formats, which no figure depends on.
fn rules(count: usize) -> Vec<u8> {
    let rules: String = (0..count)
        .map(|at| format!("<conditionalFormatting sqref='A{at}'><cfRule type='x' priority='{at}'/></conditionalFormatting>"))
        .collect();
    Xlsx::sheet(&format!("<worksheet xmlns='{MAIN}'><sheetData>{ROWS}</sheetData>{rules}</worksheet>"))
        .bytes()
}

fn sheets(count: usize) -> String {
    (0..count).map(|at| format!("<sheet name='S{at}' sheetId='{at}' r:id='s1'/>")).collect()
}

fn tables(count: usize) -> String {
    (0..count).map(|at| format!("<table:table table:name='{at}'/>")).collect()
}

fn names(count: usize) -> Vec<String> {
    (0..count).map(|at| format!("S{at}")).collect()
}

fn xls_of(count: usize) -> Vec<u8> {
    let names = names(count);
    let mut stream = biff(&[], &names.iter().map(String::as_str).collect::<Vec<_>>(), &[]);
    // The compound file has room for no more; all sheets are listed in it.
    stream.truncate(60_000);
    compound("Workbook", &stream)
}

fn xlsb_of(count: usize) -> Vec<u8> {
    let names = names(count);
    super::form::xlsb(&names.iter().map(String::as_str).collect::<Vec<_>>(), &[])
}

/// Sheets that all show one part of 16 MB: a thousand times as much to read as the directory says.
fn shared_part(count: usize) -> Vec<u8> {
    let mut xlsx = Xlsx::rows("").listing(&sheets(count));
    let noise: String = (0..400_000).map(|at| format!("<!-- {at} noise against the ratio -->")).collect();
    xlsx.sheet = format!("{HEAD}{noise}{}", tail("")).into_bytes();
    xlsx.bytes()
}

fn wide(columns: usize, rows: usize) -> String {
    let cells = "<c><v>1</v></c>".repeat(columns);
    (10..10 + rows).map(|row| format!("<row r='{row}'>{cells}</row>")).collect()
}

/// Every column of many rows, on a sheet that is asked for: all of them are held.
fn columns(columns: usize, rows: usize) -> Vec<u8> {
    Xlsx::rows(&wide(columns, rows).replace("<v>1</v>", "<v>1234</v>")).bytes()
}

fn tall(rows: usize) -> String {
    (10..10 + rows).map(|row| format!("<row r='{row}'><c r='E{row}'><v>{row}</v></c></row>")).collect()
}

fn many_lines() -> Vec<u8> {
    super::form::csv(&"x,1\n".repeat(20_000_000))
}

fn one_value() -> Vec<u8> {
    super::form::csv(&format!("{},\n", "x".repeat(100 << 20)))
}
