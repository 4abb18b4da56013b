//! The report that every hostile file carries, in each format: nobody's, for 2023, with twelve trees in C3.
//!
//! It names no branch, so that it is out by itself and the totals must be those of the good files alone; what was read of it is compared
//! with [`TRUTH`].

use super::container::{Part, compound, zip};

/// The facts of a report that was read right.
pub const TRUTH: &str = "C3 trees 12";

pub const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
pub const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// The rows of the report as XML of a sheet.
pub const ROWS: &str = "<row r='1'><c r='A1' t='inlineStr'><is><t>Báo cáo năm 2023</t></is></c></row>\
    <row r='2'><c r='A2' t='inlineStr'><is><t>Nội dung</t></is></c><c r='B2' t='inlineStr'><is><t>ĐVT</t></is></c>\
    <c r='C2' t='inlineStr'><is><t>Kết quả</t></is></c></row>\
    <row r='3'><c r='A3' t='inlineStr'><is><t>Cây xanh trồng mới</t></is></c><c r='B3' t='inlineStr'><is><t>cây</t></is></c>\
    <c r='C3'><v>12</v></c></row>";

/// An xlsx whose parts can be replaced.
#[derive(Clone)]
pub struct Xlsx {
    pub book: Vec<u8>,
    pub relations: Vec<u8>,
    pub sheet: Vec<u8>,
    pub others: Vec<(String, Vec<u8>)>,
}

impl Xlsx {
    /// The report, with more rows behind it.
    pub fn rows(more: &str) -> Self {
        Self::data(&format!("{ROWS}{more}"))
    }

    /// These rows alone.
    pub fn data(rows: &str) -> Self {
        Self::sheet(&format!("<worksheet xmlns='{MAIN}'><sheetData>{rows}</sheetData></worksheet>"))
    }

    /// This part as the sheet.
    pub fn sheet(sheet: &str) -> Self {
        Self {
            book: book_of("<sheet name='Biểu 1' sheetId='1' r:id='s1'/>").into_bytes(),
            relations: relations("").into_bytes(),
            sheet: sheet.as_bytes().to_vec(),
            others: Vec::new(),
        }
    }

    /// The same for the other reader: a document type is what our own refuses.
    pub fn refused(mut self) -> Self {
        self.sheet = [b"<!DOCTYPE worksheet>", self.sheet.as_slice()].concat();
        self
    }

    /// The list of sheets.
    pub fn listing(mut self, sheets: &str) -> Self {
        self.book = book_of(sheets).into_bytes();
        self
    }

    /// A further part with the relationship that leads to it.
    pub fn with(mut self, kind: &str, text: impl Into<Vec<u8>>) -> Self {
        self.relations =
            relations(&format!("<Relationship Id='x' Type='{OFFICE}/{kind}' Target='{kind}.xml'/>"))
                .into_bytes();
        self.others.push((format!("xl/{kind}.xml"), text.into()));
        self
    }

    pub fn parts(&self) -> Vec<Part> {
        let root = format!(
            "<Relationships><Relationship Id='a' Type='{OFFICE}/officeDocument' Target='xl/workbook.xml'/></Relationships>"
        );
        let mut parts = vec![
            Part::deflated("_rels/.rels", root.as_bytes()),
            Part::deflated("xl/workbook.xml", &self.book),
            Part::deflated("xl/_rels/workbook.xml.rels", &self.relations),
            Part::deflated("xl/sheet.xml", &self.sheet),
        ];
        parts.extend(self.others.iter().map(|(name, bytes)| Part::deflated(name, bytes)));
        parts
    }

    pub fn bytes(&self) -> Vec<u8> {
        zip(&self.parts())
    }
}

/// The report with a row of these cells behind it.
pub fn row(number: u64, cells: &str) -> Xlsx {
    Xlsx::rows(&format!("<row r='{number}'>{cells}</row>"))
}

fn book_of(sheets: &str) -> String {
    format!("<workbook xmlns='{MAIN}' xmlns:r='{OFFICE}'><sheets>{sheets}</sheets></workbook>")
}

fn relations(more: &str) -> String {
    format!(
        "<Relationships><Relationship Id='s1' Type='{OFFICE}/worksheet' Target='sheet.xml'/>{more}</Relationships>"
    )
}

/// A text cell of ods.
pub fn text(text: &str) -> String {
    format!("<table:table-cell office:value-type='string'><text:p>{text}</text:p></table:table-cell>")
}

/// The rows of the report as ods has them.
pub fn ods_rows() -> String {
    let row = |cells: &[&str]| {
        format!(
            "<table:table-row>{}</table:table-row>",
            cells.iter().map(|cell| text(cell)).collect::<String>()
        )
    };
    let figure = "<table:table-cell office:value-type='float' office:value='12'><text:p>12</text:p></table:table-cell>";
    let last =
        format!("<table:table-row>{}{}{figure}</table:table-row>", text("Cây xanh trồng mới"), text("cây"));
    format!("{}{}{last}", row(&["Báo cáo năm 2023"]), row(&["Nội dung", "ĐVT", "Kết quả"]))
}

/// The report as ods, with more rows behind it.
pub fn ods(more: &str) -> Vec<u8> {
    ods_of(&format!("<table:table table:name='Biểu 1'>{}{more}</table:table>", ods_rows()))
}

/// An ods of these tables.
pub fn ods_of(tables: &str) -> Vec<u8> {
    zip(&ods_parts(tables))
}

pub fn ods_parts(tables: &str) -> Vec<Part> {
    let content = format!(
        "<?xml version='1.0'?><office:document-content><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    );
    vec![
        Part::stored("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        Part::deflated("content.xml", content.as_bytes()),
    ]
}

/// A record of BIFF8.
pub fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    [&kind.to_le_bytes()[..], &(data.len() as u16).to_le_bytes(), data].concat()
}

fn wide(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// A text cell (LABEL).
pub fn label(row: u16, column: u16, text: &str) -> Vec<u8> {
    let count = (text.encode_utf16().count() as u16).to_le_bytes();
    let head = [row.to_le_bytes(), column.to_le_bytes(), [0, 0], count].concat();
    record(0x0204, &[&head[..], &[1], &wide(text)].concat())
}

/// A number (NUMBER).
pub fn number(row: u16, column: u16, value: f64) -> Vec<u8> {
    let head = [row.to_le_bytes(), column.to_le_bytes(), [0, 0]].concat();
    record(0x0203, &[&head[..], &value.to_le_bytes()].concat())
}

/// The stream of an xls: records before the sheets are listed, then `names` of sheets that all begin with the report, then more records in each.
pub fn biff(globals: &[u8], names: &[&str], more: &[u8]) -> Vec<u8> {
    let begin = |kind: u8| record(0x0809, &[0, 6, kind, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    let end = record(0x000A, &[]);
    let report = [
        label(0, 0, "Báo cáo năm 2023"),
        label(1, 0, "Nội dung"),
        label(1, 1, "ĐVT"),
        label(1, 2, "Kết quả"),
        label(2, 0, "Cây xanh trồng mới"),
        label(2, 1, "cây"),
        number(2, 2, 12.0),
    ];
    let sheet = [begin(0x10), report.concat(), more.to_vec(), end.clone()].concat();
    let listed = |name: &str, offset: usize| {
        let head =
            [&(offset as u32).to_le_bytes()[..], &[0, 0, name.encode_utf16().count() as u8, 1]].concat();
        record(0x0085, &[head, wide(name)].concat())
    };
    let head: usize = begin(5).len()
        + globals.len()
        + end.len()
        + names.iter().map(|name| listed(name, 0).len()).sum::<usize>();
    let list: Vec<u8> =
        (0..).zip(names).flat_map(|(at, name)| listed(name, head + at * sheet.len())).collect();
    let sheets = sheet.repeat(names.len());
    [begin(5), globals.to_vec(), list, end, sheets].concat()
}

/// The report as xls, with more records behind it.
pub fn xls(more: &[u8]) -> Vec<u8> {
    compound("Workbook", &biff(&[], &["Biểu 1"], more))
}

/// A record of xlsb.
fn binary(kind: u16, data: &[u8]) -> Vec<u8> {
    let mut bytes = vec![kind as u8];
    bytes.extend((kind > 0x7F).then_some((kind >> 8) as u8));
    let mut length = data.len();
    while length > 0x7F {
        bytes.push(length as u8 | 0x80);
        length >>= 7;
    }
    bytes.push(length as u8);
    bytes.extend_from_slice(data);
    bytes
}

fn counted(text: &str) -> Vec<u8> {
    [&(text.encode_utf16().count() as u32).to_le_bytes()[..], &wide(text)].concat()
}

/// The head of a row of xlsb.
pub fn xlsb_row(row: u32) -> Vec<u8> {
    binary(0x00, &[&row.to_le_bytes()[..], &[0; 13]].concat())
}

/// A number of xlsb.
pub fn xlsb_number(column: u32, value: f64) -> Vec<u8> {
    binary(0x05, &[&column.to_le_bytes()[..], &[0; 4], &value.to_le_bytes()].concat())
}

fn xlsb_text(column: u32, text: &str) -> Vec<u8> {
    binary(0x06, &[&column.to_le_bytes()[..], &[0; 4], &counted(text)].concat())
}

/// The report as xlsb under these names of sheets, with more records behind it.
pub fn xlsb(names: &[&str], more: &[u8]) -> Vec<u8> {
    zip(&xlsb_parts(names, more))
}

/// The records of the sheet up to its last row, and those behind it.
pub fn xlsb_sheet() -> [Vec<u8>; 2] {
    let begin = [
        binary(0x181, &[]),
        binary(0x194, &[0; 16]),
        binary(0x191, &[]),
        xlsb_row(0),
        xlsb_text(0, "Báo cáo năm 2023"),
        xlsb_row(1),
        xlsb_text(0, "Nội dung"),
        xlsb_text(1, "ĐVT"),
        xlsb_text(2, "Kết quả"),
        xlsb_row(2),
        xlsb_text(0, "Cây xanh trồng mới"),
        xlsb_text(1, "cây"),
        xlsb_number(2, 12.0),
    ];
    [begin.concat(), [binary(0x192, &[]), binary(0x182, &[])].concat()]
}

pub fn xlsb_parts(names: &[&str], more: &[u8]) -> Vec<Part> {
    let listed = |name: &&str| {
        binary(
            0x19C,
            &[&0u32.to_le_bytes()[..], &1u32.to_le_bytes(), &counted("s1"), &counted(name)].concat(),
        )
    };
    let list: Vec<u8> = names.iter().flat_map(listed).collect();
    let book = [
        binary(0x183, &[]),
        binary(0x199, &[0; 12]),
        binary(0x18F, &[]),
        list,
        binary(0x190, &[]),
        binary(0x184, &[]),
    ];
    let [begin, end] = xlsb_sheet();
    let sheet = [&begin, more, &end].concat();
    let root = format!(
        "<Relationships><Relationship Id='a' Type='{OFFICE}/officeDocument' Target='xl/workbook.bin'/></Relationships>"
    );
    let links = format!(
        "<Relationships><Relationship Id='s1' Type='{OFFICE}/worksheet' Target='worksheets/sheet.bin'/></Relationships>"
    );
    vec![
        Part::deflated("_rels/.rels", root.as_bytes()),
        Part::deflated("xl/workbook.bin", &book.concat()),
        Part::deflated("xl/_rels/workbook.bin.rels", links.as_bytes()),
        Part::deflated("xl/worksheets/sheet.bin", &sheet),
    ]
}

/// The report as csv.
pub fn csv(more: &str) -> Vec<u8> {
    format!("Báo cáo năm 2023\nNội dung,ĐVT,Kết quả\nCây xanh trồng mới,cây,12\n{more}").into_bytes()
}
