//! xlsx and xlsm through `rust_xlsxwriter`, packed again so that the bytes depend on the sample alone.

use super::zip::{Part, archive};
use crate::book::{Book, Cell, Content, Look, Sheet, Shown};
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Formula, Workbook, Worksheet,
};
use std::io::Read;

/// Stands where a formula has no calculated value, and is taken out of the XML afterwards.
const NO_VALUE: &str = "987654321987";
const PLAIN_TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml";
const MACRO_TYPE: &str = "application/vnd.ms-excel.sheet.macroEnabled.main+xml";

/// The workbook's bytes.
pub fn write(book: &Book) -> Vec<u8> {
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(book));
    for sheet in &book.sheets {
        draw(workbook.add_worksheet(), sheet, book.is_1904);
    }
    let bytes = workbook.save_to_buffer().expect("a workbook");
    archive(&patched(&bytes, book))
}

fn properties(book: &Book) -> DocProperties {
    let day = book.created;
    let time = ExcelDateTime::from_ymd(day.year as u16, day.month as u8, day.day as u8)
        .and_then(|date| date.and_hms(8, 30, 0))
        .expect("a day");
    DocProperties::new().set_author(&book.author).set_creation_datetime(&time)
}

fn draw(target: &mut Worksheet, sheet: &Sheet, is_1904: bool) {
    target.set_name(&sheet.name).expect("a sheet name");
    for &(first_row, first_column, last_row, last_column) in &sheet.merges {
        let format = sheet.cells.get(&(first_row, first_column)).map_or_else(Format::new, format);
        target.merge_range(first_row, first_column, last_row, last_column, "", &format).expect("a merge");
    }
    for (&(row, column), cell) in &sheet.cells {
        put(target, row, column, cell, is_1904);
    }
    for &row in &sheet.hidden_rows {
        target.set_row_hidden(row).expect("a row");
    }
    for &(column, width) in &sheet.widths {
        target.set_column_width(column, width).expect("a column");
    }
    for &column in &sheet.hidden_columns {
        target.set_column_hidden(column).expect("a column");
    }
    target.set_hidden(sheet.is_hidden);
}

fn put(target: &mut Worksheet, row: u32, column: u16, cell: &Cell, is_1904: bool) {
    let format = format(cell);
    let written = match &cell.content {
        Content::Text(text) => target.write_string_with_format(row, column, text, &format),
        Content::Rich(text) => {
            let (first, rest) = text.split_at(text.find(' ').unwrap_or(text.len() / 2));
            let (bold, plain) = (Format::new().set_bold(), Format::new());
            target.write_rich_string_with_format(row, column, &[(&bold, first), (&plain, rest)], &format)
        }
        Content::Number(number) => target.write_number_with_format(row, column, *number, &format),
        Content::Date(day) => {
            let serial = if is_1904 { day.serial_1904() } else { day.serial() };
            target.write_number_with_format(row, column, serial as f64, &format)
        }
        Content::Formula(formula, shown) => {
            let shown = match shown {
                Shown::Number(number) => number.to_string(),
                Shown::Error(error) => (*error).to_string(),
                Shown::Nothing => NO_VALUE.to_string(),
            };
            target.write_formula_with_format(row, column, Formula::new(formula).set_result(shown), &format)
        }
    };
    written.expect("a cell within the sheet");
}

fn format(cell: &Cell) -> Format {
    let format = Format::new().set_font_name(cell.font.unwrap_or("Times New Roman")).set_font_size(12);
    let framed = || format.clone().set_border(FormatBorder::Thin);
    match cell.look {
        Look::Plain => format,
        Look::Italic => format.set_italic(),
        Look::Title => format.set_bold().set_font_size(13).set_align(FormatAlign::Center),
        Look::Header => framed()
            .set_bold()
            .set_text_wrap()
            .set_align(FormatAlign::Center)
            .set_align(FormatAlign::VerticalCenter)
            .set_background_color(Color::RGB(0x00D9_E1F2)),
        Look::Section => framed().set_bold(),
        Look::Label => framed().set_text_wrap(),
        Look::Centre => framed().set_align(FormatAlign::Center),
        Look::Count => framed().set_num_format("#,##0"),
        Look::Decimal => framed().set_num_format("#,##0.0"),
        Look::Date => framed().set_num_format("dd/mm/yyyy"),
        Look::Total => framed().set_bold().set_num_format("#,##0.0"),
    }
}

/// The parts of the archive with what `rust_xlsxwriter` does not write: missing values, macros, the other epoch.
fn patched(bytes: &[u8], book: &Book) -> Vec<Part> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("an archive");
    (0..archive.len())
        .map(|index| {
            let mut file = archive.by_index(index).expect("a part");
            let name = file.name().expect("a name").into_owned();
            let mut xml = String::new();
            file.read_to_string(&mut xml).expect("XML");
            let bytes = patch(&name, xml, book).into_bytes();
            Part { name, bytes }
        })
        .collect()
}

fn patch(name: &str, xml: String, book: &Book) -> String {
    match name {
        "[Content_Types].xml" if book.has_macros => xml.replace(PLAIN_TYPE, MACRO_TYPE),
        "xl/workbook.xml" if book.is_1904 => xml.replacen("<workbookPr ", "<workbookPr date1904=\"1\" ", 1),
        _ if name.starts_with("xl/worksheets/") => xml.replace(&format!("<v>{NO_VALUE}</v>"), ""),
        _ => xml,
    }
}
