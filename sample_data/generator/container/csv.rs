//! A sheet as delimited text: the dialects that offices export.

use crate::book::{Book, Content, Sheet};
use crate::legacy::windows_1258;

/// A dialect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// UTF-8 with a byte order mark, semicolons: Excel under Vietnamese settings.
    Utf8Semicolon,
    /// UTF-16 with a byte order mark, tabs: Excel's "Unicode text".
    Utf16Tab,
    /// UTF-8, commas and decimal points: programs that speak English.
    Utf8Comma,
    /// windows-1258, commas: old accounting programs.
    Windows1258Comma,
}

/// The first sheet's bytes.
pub fn write(book: &Book, dialect: Dialect) -> Vec<u8> {
    let delimiter = match dialect {
        Dialect::Utf8Semicolon => b';',
        Dialect::Utf16Tab => b'\t',
        Dialect::Utf8Comma | Dialect::Windows1258Comma => b',',
    };
    let point = if dialect == Dialect::Utf8Comma { '.' } else { ',' };
    let text = table(&book.sheets[0], delimiter, point);
    match dialect {
        Dialect::Utf8Semicolon => ["\u{feff}".as_bytes(), text.as_bytes()].concat(),
        Dialect::Utf16Tab => format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect(),
        Dialect::Utf8Comma => text.into_bytes(),
        Dialect::Windows1258Comma => windows_1258(&text),
    }
}

fn table(sheet: &Sheet, delimiter: u8, point: char) -> String {
    let mut writer = csv::WriterBuilder::new()
        .delimiter(delimiter)
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    for row in 0..sheet.rows() {
        let cells: Vec<String> = (0..sheet.columns())
            .map(|column| {
                sheet.cells.get(&(row, column)).map_or_else(String::new, |cell| shown(&cell.content, point))
            })
            .collect();
        writer.write_record(&cells).expect("a line");
    }
    String::from_utf8(writer.into_inner().expect("the lines")).expect("UTF-8")
}

fn shown(content: &Content, point: char) -> String {
    match content {
        Content::Text(text) | Content::Rich(text) => text.clone(),
        Content::Number(number) => number.to_string().replace('.', &point.to_string()),
        Content::Date(day) => day.slashed(),
        Content::Formula(..) => panic!("a CSV has no formulas"),
    }
}
