//! xlsb by hand: the records of MS-XLSB that a workbook with text and numbers needs, no more.

use super::zip::{Part, archive};
use crate::book::{Book, Cell, Content, Sheet};

const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const TYPES: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">"#,
    r#"<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>"#,
    r#"<Default Extension="bin" ContentType="application/vnd.ms-excel.worksheet"/>"#,
    r#"<Override PartName="/xl/workbook.bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/>"#,
    r#"<Override PartName="/xl/sharedStrings.bin" ContentType="application/vnd.ms-excel.sharedStrings"/>"#,
    r#"</Types>"#,
);

/// Record types of MS-XLSB, section 2.3.2.
mod record {
    pub const ROW: u16 = 0;
    pub const CELL_REAL: u16 = 5;
    pub const CELL_SHARED_TEXT: u16 = 7;
    pub const SHARED_TEXT: u16 = 19;
    pub const BEGIN_SHEET: u16 = 129;
    pub const END_SHEET: u16 = 130;
    pub const BEGIN_BOOK: u16 = 131;
    pub const END_BOOK: u16 = 132;
    pub const BEGIN_BUNDLES: u16 = 143;
    pub const END_BUNDLES: u16 = 144;
    pub const BEGIN_SHEET_DATA: u16 = 145;
    pub const END_SHEET_DATA: u16 = 146;
    pub const SHEET_DIMENSION: u16 = 148;
    pub const BUNDLE: u16 = 156;
    pub const BEGIN_SHARED_TEXTS: u16 = 159;
    pub const END_SHARED_TEXTS: u16 = 160;
    pub const MERGE: u16 = 176;
    pub const BEGIN_MERGES: u16 = 177;
    pub const END_MERGES: u16 = 178;
}

/// Texts in the order of their first use: cells point into them.
type Texts = Vec<String>;

/// The workbook's bytes.
pub fn write(book: &Book) -> Vec<u8> {
    let part = |name: String, bytes: Vec<u8>| Part { name, bytes };
    let mut targets: Vec<(&str, String)> =
        (1..=book.sheets.len()).map(|at| ("worksheet", format!("worksheets/sheet{at}.bin"))).collect();
    targets.push(("sharedStrings", "sharedStrings.bin".into()));
    let mut texts = Texts::new();
    let sheets: Vec<Vec<u8>> = book.sheets.iter().map(|sheet| worksheet(sheet, &mut texts)).collect();
    let mut parts = vec![
        part("[Content_Types].xml".into(), TYPES.into()),
        part("_rels/.rels".into(), relations(&[("officeDocument", "xl/workbook.bin".into())])),
        part("xl/workbook.bin".into(), workbook(book)),
        part("xl/_rels/workbook.bin.rels".into(), relations(&targets)),
        part("xl/sharedStrings.bin".into(), shared_texts(&texts)),
    ];
    for (at, bytes) in sheets.into_iter().enumerate() {
        parts.push(part(format!("xl/worksheets/sheet{}.bin", at + 1), bytes));
    }
    archive(&parts)
}

fn shared_texts(texts: &Texts) -> Vec<u8> {
    let mut out = Vec::new();
    let count = (texts.len() as u32).to_le_bytes();
    put(&mut out, record::BEGIN_SHARED_TEXTS, &[count, count].concat());
    for text in texts {
        // A byte of flags, none of which plain text has.
        put(&mut out, record::SHARED_TEXT, &[vec![0], wide(text)].concat());
    }
    put(&mut out, record::END_SHARED_TEXTS, &[]);
    out
}

fn relations(targets: &[(&str, String)]) -> Vec<u8> {
    let list: String = targets
        .iter()
        .enumerate()
        .map(|(at, (kind, target))| {
            format!(r#"<Relationship Id="rId{}" Type="{RELATIONS}/{kind}" Target="{target}"/>"#, at + 1)
        })
        .collect();
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{list}</Relationships>"#
    )
    .into_bytes()
}

fn workbook(book: &Book) -> Vec<u8> {
    let mut out = Vec::new();
    put(&mut out, record::BEGIN_BOOK, &[]);
    put(&mut out, record::BEGIN_BUNDLES, &[]);
    for (at, sheet) in book.sheets.iter().enumerate() {
        let mut bundle = Vec::new();
        bundle.extend(u32::from(sheet.is_hidden).to_le_bytes());
        bundle.extend((at as u32 + 1).to_le_bytes());
        bundle.extend(wide(&format!("rId{}", at + 1)));
        bundle.extend(wide(&sheet.name));
        put(&mut out, record::BUNDLE, &bundle);
    }
    put(&mut out, record::END_BUNDLES, &[]);
    put(&mut out, record::END_BOOK, &[]);
    out
}

fn worksheet(sheet: &Sheet, texts: &mut Texts) -> Vec<u8> {
    let mut out = Vec::new();
    put(&mut out, record::BEGIN_SHEET, &[]);
    put(&mut out, record::SHEET_DIMENSION, &rectangle(0, 0, sheet.rows() - 1, sheet.columns() - 1));
    put(&mut out, record::BEGIN_SHEET_DATA, &[]);
    for row in 0..sheet.rows() {
        row_records(&mut out, sheet, row, texts);
    }
    put(&mut out, record::END_SHEET_DATA, &[]);
    put(&mut out, record::BEGIN_MERGES, &(sheet.merges.len() as u32).to_le_bytes());
    for &(first_row, first_column, last_row, last_column) in &sheet.merges {
        put(&mut out, record::MERGE, &rectangle(first_row, first_column, last_row, last_column));
    }
    put(&mut out, record::END_MERGES, &[]);
    put(&mut out, record::END_SHEET, &[]);
    out
}

fn rectangle(first_row: u32, first_column: u16, last_row: u32, last_column: u16) -> Vec<u8> {
    [first_row, last_row, u32::from(first_column), u32::from(last_column)]
        .iter()
        .flat_map(|n| n.to_le_bytes())
        .collect()
}

fn row_records(out: &mut Vec<u8>, sheet: &Sheet, row: u32, texts: &mut Texts) {
    let cells: Vec<(u16, &Cell)> =
        sheet.cells.range((row, 0)..=(row, u16::MAX)).map(|(&(_, column), cell)| (column, cell)).collect();
    if cells.is_empty() {
        return;
    }
    let is_hidden = sheet.hidden_rows.contains(&row);
    let mut header = Vec::new();
    header.extend(row.to_le_bytes());
    header.extend(0u32.to_le_bytes());
    // Height 15 points in twips, then flags: the fifth bit of the second byte is fDyZero, hidden.
    header.extend(300u16.to_le_bytes());
    header.extend([0, u8::from(is_hidden) << 4, 0]);
    header.extend(1u32.to_le_bytes());
    header.extend(0u32.to_le_bytes());
    header.extend(u32::from(sheet.columns()).to_le_bytes());
    put(out, record::ROW, &header);
    for (column, cell) in cells {
        cell_record(out, column, cell, texts);
    }
}

fn cell_record(out: &mut Vec<u8>, column: u16, cell: &Cell, texts: &mut Texts) {
    let mut body = u32::from(column).to_le_bytes().to_vec();
    body.extend(0u32.to_le_bytes());
    match &cell.content {
        Content::Number(number) => {
            body.extend(number.to_le_bytes());
            put(out, record::CELL_REAL, &body);
        }
        Content::Text(text) | Content::Rich(text) => {
            body.extend(index_of(text, texts).to_le_bytes());
            put(out, record::CELL_SHARED_TEXT, &body);
        }
        Content::Date(_) | Content::Formula(..) => panic!("no dates and formulas in the xlsb of the sample"),
    }
}

fn index_of(text: &str, texts: &mut Texts) -> u32 {
    let at = texts.iter().position(|known| known == text).unwrap_or(texts.len());
    if at == texts.len() {
        texts.push(text.into());
    }
    at as u32
}

/// A length and UTF-16.
fn wide(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let mut out = (units.len() as u32).to_le_bytes().to_vec();
    out.extend(units.iter().flat_map(|unit| unit.to_le_bytes()));
    out
}

/// A record: type in one or two bytes, length in groups of seven bits, body.
fn put(out: &mut Vec<u8>, kind: u16, body: &[u8]) {
    if kind < 128 {
        out.push(kind as u8);
    } else {
        out.extend([(kind & 0x7F) as u8 | 0x80, (kind >> 7) as u8]);
    }
    let mut length = body.len();
    loop {
        let group = (length & 0x7F) as u8;
        length >>= 7;
        out.push(if length > 0 { group | 0x80 } else { group });
        if length == 0 {
            break;
        }
    }
    out.extend(body);
}
