//! An xlsb, byte by byte: no library for Rust or Python writes one.

use crate::model::{Format, SheetState};
use crate::read::tests::{archive, read_all, shown};

fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    let mut bytes = vec![kind as u8];
    if kind > 0x7F {
        bytes.push((kind >> 8) as u8);
    }
    let mut length = data.len();
    while length > 0x7F {
        bytes.push(length as u8 | 0x80);
        length >>= 7;
    }
    bytes.push(length as u8);
    bytes.extend_from_slice(data);
    bytes
}

fn wide(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let mut bytes = (units.len() as u32).to_le_bytes().to_vec();
    bytes.extend(units.iter().flat_map(|unit| unit.to_le_bytes()));
    bytes
}

fn cell(kind: u16, column: u32, value: &[u8]) -> Vec<u8> {
    record(kind, &[&column.to_le_bytes()[..], &[0; 4], value].concat())
}

fn xlsb() -> Vec<u8> {
    let listed = [&1u32.to_le_bytes()[..], &1u32.to_le_bytes(), &wide("s1"), &wide("Biểu")].concat();
    let book = [
        record(0x183, &[]),
        record(0x199, &[0; 12]),
        record(0x18F, &[]),
        record(0x19C, &listed),
        record(0x190, &[]),
        record(0x184, &[]),
    ];
    // A formula: two constants added.
    let formula = [&[0u8, 0][..], &3u32.to_le_bytes(), &[0x1E, 1, 0], &0u32.to_le_bytes()].concat();
    let sheet = [
        record(0x181, &[]),
        record(0x194, &[0; 16]),
        record(0x191, &[]),
        record(0x00, &[4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
        cell(0x05, 0, &1.5f64.to_le_bytes()),
        cell(0x06, 2, &wide("Đoàn")),
        cell(0x04, 3, &[1]),
        cell(0x09, 4, &[&7f64.to_le_bytes()[..], &formula].concat()),
        cell(0x03, 5, &[0x2A]),
        cell(0x0B, 6, &[&[0x2A][..], &formula].concat()),
        cell(0x08, 7, &[&wide("")[..], &formula].concat()),
        record(0x192, &[]),
        record(0x182, &[]),
    ];
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let root = format!(
        "<Relationships><Relationship Id='a' Type='{office}/officeDocument' Target='xl/workbook.bin'/></Relationships>"
    );
    let relations = format!(
        "<Relationships><Relationship Id='s1' Type='{office}/worksheet' Target='worksheets/sheet.bin'/></Relationships>"
    );
    archive(&[
        ("_rels/.rels", root.as_bytes()),
        ("xl/workbook.bin", &book.concat()),
        ("xl/_rels/workbook.bin.rels", relations.as_bytes()),
        ("xl/worksheets/sheet.bin", &sheet.concat()),
    ])
}

#[test]
fn reads_an_xlsb_through_calamine() {
    let workbook = read_all(&xlsb());
    assert_eq!((workbook.format, workbook.reader), (Format::Xlsb, "calamine: xlsb"));
    let sheet = &workbook.sheets[0];
    assert_eq!((&*sheet.name, sheet.state), ("Biểu", SheetState::Hidden));
    assert_eq!(
        shown(sheet),
        ["A5=1.5", "C5='Đoàn'", "D5=true", "fE5=7", "F5=error #N/A", "fG5=error #ERROR!"]
    );
}
