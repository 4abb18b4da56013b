//! Files that are small until they are opened.

use super::Verdict::{Out, Right};
use super::container::{Part, zip};
use super::form::{MAIN, ROWS, Xlsx, ods_of, ods_parts, text};
use super::{Hostile, hostile};

/// More than the small limit on what is decompressed.
const SWOLLEN: usize = 17_000_000;

pub fn table() -> Vec<Hostile> {
    let blanks = " ".repeat(SWOLLEN);
    let inflated = |name: &str, xlsx: Xlsx| {
        hostile(&format!("swollen {name}.xlsx"), xlsx.bytes(), Out("limit-inflated-size"))
    };
    let shared = format!("<sst xmlns='{MAIN}'><si><t>{}</t></si></sst>", "x".repeat(30_000));
    let repeated: String =
        (4..1_000).map(|row| format!("<row r='{row}'><c r='E{row}' t='s'><v>0</v></c></row>")).collect();
    let cells: String =
        (4..110_000).map(|row| format!("<row r='{row}'><c r='E{row}'><v>1</v></c></row>")).collect();
    let flags: String =
        (4..50_000).map(|row| format!("<row r='{row}'><c r='E{row}'><v>x</v></c></row>")).collect();
    let sheets: String =
        (0..10_000).map(|at| format!("<sheet name='S{at}' sheetId='{at}' r:id='s1'/>")).collect();
    let names: String =
        (0..100_000).map(|at| format!("<definedName name='n{at}'>A1</definedName>")).collect();
    let styles: String = "<xf numFmtId='0' fontId='0'/>".repeat(300_000);
    let many_parts: Vec<Part> = Xlsx::rows("<row r='4'/>")
        .parts()
        .into_iter()
        .chain((0..60_000).map(|at| Part::stored(&format!("x/{at}"), b"")))
        .collect();
    vec![
        inflated(
            "sheet",
            Xlsx::sheet(&format!(
                "<worksheet xmlns='{MAIN}'>{blanks}<sheetData>{ROWS}</sheetData></worksheet>"
            )),
        ),
        inflated(
            "strings",
            Xlsx::rows("").with("sharedStrings", format!("<sst xmlns='{MAIN}'>{blanks}</sst>")),
        ),
        inflated(
            "styles",
            Xlsx::rows("").with("styles", format!("<styleSheet xmlns='{MAIN}'>{blanks}</styleSheet>")),
        ),
        inflated("value", Xlsx::rows(&format!("<row r='4'><c r='D4' t='str'><v>{blanks}</v></c></row>"))),
        inflated("text shared by many cells", Xlsx::rows(&repeated).with("sharedStrings", shared)),
        hostile("swollen content.ods", ods_of(&blanks), Out("limit-inflated-size")),
        hostile(
            "swollen part that nobody reads.ods",
            {
                let mut parts = ods_parts("");
                parts.push(Part::deflated("Pictures/x.png", blanks.as_bytes()));
                zip(&parts)
            },
            Out("limit-inflated-size"),
        ),
        hostile(
            "long value.xlsx",
            Xlsx::rows(&format!("<row r='4'><c r='D4' t='str'><v>{}</v></c></row>", "x".repeat(1_000_000)))
                .bytes(),
            Right(&["limit-text-length"]),
        ),
        hostile(
            "long value refused.xlsx",
            Xlsx::rows(&format!("<row r='4'><c r='D4' t='str'><v>{}</v></c></row>", "x".repeat(1_000_000)))
                .refused()
                .bytes(),
            Right(&["limit-text-length"]),
        ),
        hostile(
            "long value.ods",
            ods_of(&format!(
                "<table:table table:name='Biểu 1'>{}<table:table-row>{}</table:table-row></table:table>",
                super::form::ods_rows(),
                text(&"x".repeat(1_000_000))
            )),
            Right(&["limit-text-length"]),
        ),
        hostile("too many cells.xlsx", Xlsx::rows(&cells).bytes(), Out("limit-cells")),
        hostile("too many cells refused.xlsx", Xlsx::rows(&cells).refused().bytes(), Out("limit-cells")),
        hostile("too many flags.xlsx", Xlsx::rows(&flags).bytes(), Right(&["broken-cell"])),
        hostile("too many sheets.xlsx", Xlsx::rows("").listing(&sheets).bytes(), Out("limit-sheets")),
        hostile(
            "too many sheets refused.xlsx",
            {
                let mut xlsx = Xlsx::rows("").listing(&sheets);
                xlsx.book = [b"<!DOCTYPE w>", xlsx.book.as_slice()].concat();
                xlsx.bytes()
            },
            Out("limit-sheets"),
        ),
        hostile(
            "too many names.xlsx",
            {
                let mut xlsx = Xlsx::rows("<row r='6'/>");
                let book = String::from_utf8_lossy(&xlsx.book)
                    .replace("</workbook>", &format!("<definedNames>{names}</definedNames></workbook>"));
                xlsx.book = book.into_bytes();
                xlsx.bytes()
            },
            Right(&[]),
        ),
        hostile(
            "too many styles.xlsx",
            Xlsx::rows("<row r='7'/>")
                .with(
                    "styles",
                    format!("<styleSheet xmlns='{MAIN}'><cellXfs>{styles}</cellXfs></styleSheet>"),
                )
                .bytes(),
            Right(&[]),
        ),
        hostile("too many parts.xlsx", zip(&many_parts), Out("limit-file-size")),
        hostile("too large.csv", "x,1\n".repeat(600_000), Out("limit-file-size")),
        hostile("directory hides the size.xlsx", hidden(), Out("unreadable-file")),
        hostile("directory declares four gigabytes.xlsx", declared(u32::MAX - 1), Out("limit-inflated-size")),
    ]
}

/// A sheet of a gibibyte, of which the directory says that it is small.
fn hidden() -> Vec<u8> {
    let mut parts = Xlsx::rows("").parts();
    for part in parts.iter_mut().filter(|part| part.name == "xl/sheet.xml") {
        part.packed = gibibyte();
        part.packed_size = part.packed.len() as u32;
    }
    zip(&parts)
}

fn declared(size: u32) -> Vec<u8> {
    let mut parts = Xlsx::rows("").parts();
    parts.iter_mut().filter(|part| part.name == "xl/sheet.xml").for_each(|part| part.size = size);
    zip(&parts)
}

/// A gibibyte of blanks as a deflate stream: one block that ends on a byte, again and again.
fn gibibyte() -> Vec<u8> {
    const BLOCK: usize = 2 << 20;
    let mut encoder = flate2::Compress::new(flate2::Compression::best(), false);
    let mut block = Vec::with_capacity(1 << 16);
    encoder.compress_vec(&vec![b' '; BLOCK], &mut block, flate2::FlushCompress::Full).expect("a block");
    let mut stream = block.repeat((1 << 30) / BLOCK);
    // An empty last block.
    stream.extend_from_slice(&[3, 0]);
    stream
}
