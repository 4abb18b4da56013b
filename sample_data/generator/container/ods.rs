//! OpenDocument spreadsheets, written by hand: few elements are enough.

use super::escaped;
use super::zip::{Part, archive};
use crate::book::{Book, Cell, Content, Look, Sheet, Shown};
use std::fmt::Write;

const MIME: &str = "application/vnd.oasis.opendocument.spreadsheet";
const SPACES: &str = concat!(
    r#"xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" "#,
    r#"xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" "#,
    r#"xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" "#,
    r#"xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" "#,
    r#"xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" "#,
    r#"xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" "#,
    r#"xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.2""#,
);
const STYLES: &str = concat!(
    r#"<style:style style:name="bold" style:family="table-cell"><style:text-properties fo:font-weight="bold"/></style:style>"#,
    r#"<style:style style:name="frame" style:family="table-cell"><style:table-cell-properties fo:border="0.5pt solid #000000"/></style:style>"#,
    r#"<style:style style:name="hidden" style:family="table-row"/>"#,
);

/// The workbook's bytes.
pub fn write(book: &Book) -> Vec<u8> {
    let part = |name: &str, text: String| Part { name: name.into(), bytes: text.into_bytes() };
    archive(&[
        part("mimetype", MIME.into()),
        part("META-INF/manifest.xml", manifest()),
        part("meta.xml", meta(book)),
        part("content.xml", content(book)),
    ])
}

fn manifest() -> String {
    let entry = |path: &str, kind: &str| {
        format!(r#"<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}"/>"#)
    };
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">{}{}{}</manifest:manifest>"#,
        entry("/", MIME),
        entry("content.xml", "text/xml"),
        entry("meta.xml", "text/xml"),
    )
}

fn meta(book: &Book) -> String {
    let day = book.created.iso();
    let author = escaped(&book.author);
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><office:document-meta {SPACES}><office:meta><meta:creation-date>{day}T08:30:00</meta:creation-date><dc:date>{day}T08:30:00</dc:date><dc:creator>{author}</dc:creator></office:meta></office:document-meta>"#
    )
}

fn content(book: &Book) -> String {
    let sheets: String = book.sheets.iter().map(table).collect();
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><office:document-content {SPACES}><office:automatic-styles>{STYLES}</office:automatic-styles><office:body><office:spreadsheet>{sheets}</office:spreadsheet></office:body></office:document-content>"#
    )
}

fn table(sheet: &Sheet) -> String {
    let mut xml = format!(r#"<table:table table:name="{}">"#, escaped(&sheet.name));
    let _ = write!(xml, r#"<table:table-column table:number-columns-repeated="{}"/>"#, sheet.columns());
    for row in 0..sheet.rows() {
        let hidden = if sheet.hidden_rows.contains(&row) { r#" table:visibility="collapse""# } else { "" };
        let _ = write!(xml, "<table:table-row{hidden}>{}</table:table-row>", row_cells(sheet, row));
    }
    xml + "</table:table>"
}

/// The cells of a row; runs of blank ones are one element, as LibreOffice writes them.
fn row_cells(sheet: &Sheet, row: u32) -> String {
    let (mut xml, mut blanks) = (String::new(), 0);
    for column in 0..sheet.columns() {
        match (sheet.cells.get(&(row, column)), covered(sheet, row, column)) {
            (Some(cell), _) => {
                xml += &std::mem::take(&mut blanks_xml(&mut blanks));
                xml += &cell_xml(cell, &span(sheet, row, column));
            }
            (None, true) => {
                xml += &std::mem::take(&mut blanks_xml(&mut blanks));
                xml += "<table:covered-table-cell/>";
            }
            (None, false) => blanks += 1,
        }
    }
    xml + &blanks_xml(&mut blanks)
}

fn blanks_xml(blanks: &mut u16) -> String {
    match std::mem::take(blanks) {
        0 => String::new(),
        1 => "<table:table-cell/>".into(),
        many => format!(r#"<table:table-cell table:number-columns-repeated="{many}"/>"#),
    }
}

fn covered(sheet: &Sheet, row: u32, column: u16) -> bool {
    sheet.merges.iter().any(|merge| {
        (merge.0..=merge.2).contains(&row)
            && (merge.1..=merge.3).contains(&column)
            && (row, column) != (merge.0, merge.1)
    })
}

fn span(sheet: &Sheet, row: u32, column: u16) -> String {
    sheet.merges.iter().find(|merge| (merge.0, merge.1) == (row, column)).map_or_else(String::new, |merge| {
        let (rows, columns) = (merge.2 - merge.0 + 1, merge.3 - merge.1 + 1);
        format!(r#" table:number-rows-spanned="{rows}" table:number-columns-spanned="{columns}""#)
    })
}

fn cell_xml(cell: &Cell, span: &str) -> String {
    let style = match cell.look {
        Look::Title | Look::Section | Look::Header | Look::Total => r#" table:style-name="bold""#,
        Look::Plain | Look::Italic => "",
        _ => r#" table:style-name="frame""#,
    };
    let (attributes, shown) = match &cell.content {
        Content::Text(text) | Content::Rich(text) => {
            (r#" office:value-type="string""#.to_string(), spaced(text))
        }
        Content::Number(number) => number_xml(*number),
        Content::Date(day) => {
            (format!(r#" office:value-type="date" office:date-value="{}""#, day.iso()), day.slashed())
        }
        Content::Formula(formula, Shown::Number(number)) => {
            let (value, shown) = number_xml(*number);
            (format!(r#" table:formula="of:{}"{value}"#, escaped(&references(formula))), shown)
        }
        Content::Formula(..) => panic!("no such formula in an OpenDocument sheet"),
    };
    format!("<table:table-cell{style}{span}{attributes}><text:p>{shown}</text:p></table:table-cell>")
}

fn number_xml(number: f64) -> (String, String) {
    (format!(r#" office:value-type="float" office:value="{number}""#), number.to_string().replace('.', ","))
}

/// OpenDocument folds blanks: the second of two is an element.
fn spaced(text: &str) -> String {
    escaped(text).replace("  ", " <text:s/>")
}

/// `=SUM(C8:C10)` is `=SUM([.C8:.C10])`, `=C8+C9` is `=[.C8]+[.C9]`.
fn references(formula: &str) -> String {
    if let Some((first, last)) =
        formula.strip_prefix("=SUM(").and_then(|rest| rest.strip_suffix(')')?.split_once(':'))
    {
        return format!("=SUM([.{first}:.{last}])");
    }
    let terms: Vec<String> =
        formula.trim_start_matches('=').split('+').map(|term| format!("[.{term}]")).collect();
    format!("={}", terms.join("+"))
}
