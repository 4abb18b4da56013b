//! Parts become a zip archive, stored as they are: the fuzzer changes XML, not what a deflater made of it.

use std::ops::Range;

/// Between two parts of an input.
const SEPARATOR: u8 = 0x1E;

/// A sheet with a heading and a number, for parts that an input leaves out.
const SHEET: &[u8] = br#"<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><v>1</v></c></row></sheetData></worksheet>"#;

/// The parts of an xlsx: the letter by which an input calls them, the name, what stands there where the input leaves it out.
const XLSX: [(u8, &str, &[u8]); 9] = [
    (b'1', "xl/worksheets/sheet1.xml", SHEET),
    (b'2', "xl/worksheets/sheet2.xml", SHEET),
    (b'w', "xl/workbook.xml", br#"<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="A" r:id="rId1"/><sheet name="B" r:id="rId2"/></sheets></workbook>"#),
    (b's', "xl/sharedStrings.xml", b"<sst><si><t>A</t></si></sst>"),
    (b'f', "xl/styles.xml", br#"<styleSheet><cellXfs><xf numFmtId="0"/></cellXfs></styleSheet>"#),
    (b'r', "xl/_rels/workbook.xml.rels", br#"<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet2.xml"/><Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/><Relationship Id="rId4" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#),
    (b'p', "docProps/core.xml", b""),
    (b'R', "_rels/.rels", br#"<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>"#),
    (b'T', "[Content_Types].xml", b"<Types/>"),
];

/// The parts of an ods.
const ODS: [(u8, &str, &[u8]); 5] = [
    (b'M', "mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
    (b'c', "content.xml", b"<office:document-content/>"),
    (b'y', "styles.xml", b""),
    (b'm', "meta.xml", b""),
    (b'F', "META-INF/manifest.xml", b""),
];

/// The parts that an input names, in a zip: those of an ods where the first of them belongs to one, else those of an xlsx.
pub fn packed(data: &[u8]) -> Vec<u8> {
    let given: Vec<(u8, &[u8])> = data
        .split(|byte| *byte == SEPARATOR)
        .filter_map(|part| Some((*part.first()?, part.get(1..)?)))
        .collect();
    let is_ods = given.first().is_some_and(|(letter, _)| ODS.iter().any(|(of, ..)| of == letter));
    let wanted: &[(u8, &str, &[u8])] = if is_ods { &ODS } else { &XLSX };
    let part = |(letter, name, otherwise): &(u8, &'static str, &'static [u8])| {
        let found = given.iter().find(|(of, _)| of == letter).map(|(_, part)| *part);
        (*name, found.unwrap_or(otherwise).to_vec())
    };
    stored(&wanted.iter().map(part).filter(|(_, bytes)| !bytes.is_empty()).collect::<Vec<_>>())
}

/// The letter by which an input calls a part, where it has one.
pub fn letter(name: &str) -> Option<u8> {
    XLSX.iter().chain(&ODS).find(|(_, known, _)| *known == name).map(|(letter, ..)| *letter)
}

/// Parts as an input.
pub fn input(parts: &[(u8, Vec<u8>)]) -> Vec<u8> {
    let parts: Vec<Vec<u8>> =
        parts.iter().map(|(letter, part)| [&[*letter], part.as_slice()].concat()).collect();
    parts.join(&SEPARATOR)
}

/// A zip archive of stored parts.
pub fn stored(parts: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let (mut archive, mut directory) = (Vec::new(), Vec::new());
    for (name, bytes) in parts {
        let offset = size(archive.len());
        let head = head(name, bytes);
        archive.extend_from_slice(b"PK\x03\x04");
        archive.extend_from_slice(&head);
        archive.extend_from_slice(name.as_bytes());
        archive.extend_from_slice(bytes);
        directory.extend_from_slice(b"PK\x01\x02\x14\0");
        directory.extend_from_slice(&head);
        directory.extend_from_slice(&[0; 10]);
        directory.extend_from_slice(&offset);
        directory.extend_from_slice(name.as_bytes());
    }
    let span: Range<usize> = archive.len()..archive.len() + directory.len();
    archive.extend_from_slice(&directory);
    archive.extend_from_slice(b"PK\x05\x06\0\0\0\0");
    let count = u16::try_from(parts.len()).unwrap_or(u16::MAX).to_le_bytes();
    archive.extend_from_slice(&[count, count].concat());
    archive.extend_from_slice(&size(span.len()));
    archive.extend_from_slice(&size(span.start));
    archive.extend_from_slice(&[0, 0]);
    archive
}

/// What the local header and the directory say alike.
fn head(name: &str, bytes: &[u8]) -> Vec<u8> {
    let mut head = vec![20, 0, 0, 8, 0, 0, 0, 0, 0x21, 0];
    head.extend_from_slice(&crc32fast::hash(bytes).to_le_bytes());
    head.extend_from_slice(&size(bytes.len()));
    head.extend_from_slice(&size(bytes.len()));
    head.extend_from_slice(&u16::try_from(name.len()).unwrap_or(u16::MAX).to_le_bytes());
    head.extend_from_slice(&[0, 0]);
    head
}

fn size(length: usize) -> [u8; 4] {
    u32::try_from(length).unwrap_or(u32::MAX).to_le_bytes()
}
