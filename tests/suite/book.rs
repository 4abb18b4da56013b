//! Small workbooks, written as rows of text: `Số đoàn viên | người | #120`.
//!
//! A cell is text, unless it begins with `#` (a number), `@` (a serial number shown as a date) or `=` (a formula, with its calculated
//! value behind `→`). An empty cell is not written.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Formula, Workbook, Worksheet};
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// The rows of a text, one a line.
fn rows(text: &str) -> impl Iterator<Item = (u32, impl Iterator<Item = (u16, &str)>)> {
    (0u32..)
        .zip(text.lines())
        .map(|(row, line)| (row, (0u16..).zip(line.split('|').map(|cell| cell.trim_matches(' ')))))
}

/// Writes rows into a sheet.
pub fn fill(sheet: &mut Worksheet, text: &str) {
    for (row, cells) in rows(text) {
        for (column, cell) in cells {
            write(sheet, row, column, cell);
        }
    }
}

fn write(sheet: &mut Worksheet, row: u32, column: u16, cell: &str) {
    let number = |text: &str| text.parse::<f64>().expect("a number");
    match cell.chars().next() {
        None => {}
        Some('#') => _ = sheet.write_number(row, column, number(&cell[1..])).expect("a cell"),
        Some('@') => {
            let day = Format::new().set_num_format("dd/mm/yyyy");
            _ = sheet.write_number_with_format(row, column, number(&cell[1..]), &day).expect("a cell");
        }
        Some('=') => {
            let (formula, result) = cell.split_once('→').unwrap_or((cell, ""));
            let formula = Formula::new(formula).set_result(result.trim());
            _ = sheet.write_formula(row, column, formula).expect("a cell");
        }
        Some(_) => _ = sheet.write_string(row, column, cell).expect("a cell"),
    }
}

/// A workbook of sheets with names and rows.
pub fn workbook(sheets: &[(&str, &str)]) -> Vec<u8> {
    crafted(sheets, |_, _| {})
}

/// The same, with each sheet worked on after it was filled.
pub fn crafted(sheets: &[(&str, &str)], craft: impl Fn(&str, &mut Worksheet)) -> Vec<u8> {
    made(sheets, craft, "2023-12-01")
}

/// A workbook of one sheet whose property `modified` says a day.
pub fn modified(name: &str, text: &str, day: &str) -> Vec<u8> {
    made(&[(name, text)], |_, _| {}, day)
}

fn made(sheets: &[(&str, &str)], craft: impl Fn(&str, &mut Worksheet), day: &str) -> Vec<u8> {
    let mut book = Workbook::new();
    // A fixed day: the clock must not reach the bytes.
    let created = ExcelDateTime::parse_from_str(day).expect("a day");
    book.set_properties(&DocProperties::new().set_creation_datetime(&created));
    for (name, text) in sheets {
        let sheet = book.add_worksheet().set_name(*name).expect("a name");
        fill(sheet, text);
        craft(name, sheet);
    }
    book.save_to_buffer().expect("a workbook")
}

/// A workbook whose only sheet, `Biểu 1`, is this XML: for what no library writes.
pub fn raw(sheet_data: &str) -> Vec<u8> {
    raw_with_styles(sheet_data, "")
}

/// The same with a styles part.
pub fn raw_with_styles(sheet_data: &str, styles: &str) -> Vec<u8> {
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const RELATIONS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let relation = |kind: &str, target: &str| {
        format!(
            r#"<Relationships xmlns="{RELATIONS}"><Relationship Id="r1" Type="{OFFICE}/{kind}" Target="{target}"/></Relationships>"#
        )
    };
    let mut parts = vec![
        ("[Content_Types].xml", r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>"#.to_owned()),
        ("_rels/.rels", relation("officeDocument", "xl/workbook.xml")),
        ("xl/workbook.xml", format!(r#"<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="Biểu 1" sheetId="1" r:id="r1"/></sheets></workbook>"#)),
        ("xl/_rels/workbook.xml.rels", relation("worksheet", "worksheets/sheet1.xml")),
        ("xl/worksheets/sheet1.xml", format!(r#"<worksheet xmlns="{MAIN}"><sheetData>{sheet_data}</sheetData></worksheet>"#)),
    ];
    if !styles.is_empty() {
        parts.push(("xl/styles.xml", styles.to_owned()));
    }
    zipped(&parts)
}

/// Rows of raw XML from a text of rows; a cell that begins with `<` is taken as it is.
pub fn xml_rows(text: &str) -> String {
    let mut xml = String::new();
    for (row, cells) in rows(text) {
        xml.push_str(&format!(r#"<row r="{}">"#, row + 1));
        for (column, cell) in cells.filter(|(_, cell)| !cell.is_empty()) {
            let at = format!("{}{}", char::from(b'A' + column as u8), row + 1);
            xml.push_str(&match cell.strip_prefix('#') {
                Some(number) => format!(r#"<c r="{at}"><v>{number}</v></c>"#),
                None if cell.starts_with('<') => cell.to_owned(),
                None => format!(r#"<c r="{at}" t="inlineStr"><is><t>{cell}</t></is></c>"#),
            });
        }
        xml.push_str("</row>");
    }
    xml
}

/// An archive of stored parts.
pub fn zipped(parts: &[(&str, String)]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, text) in parts {
        archive.start_file(*name, stored).expect("a part");
        archive.write_all(text.as_bytes()).expect("a part");
    }
    archive.finish().expect("an archive").into_inner()
}
