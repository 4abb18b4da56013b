use crate::pipeline::Limits;
use crate::read::tests::{archive, fatal, fixture, read_all};

fn wrong_type(bytes: &[u8]) -> String {
    let (code, found, _) = fatal(bytes, &Limits::default());
    assert_eq!(code, "wrong-type", "{found}");
    found
}

#[test]
fn names_what_is_no_spreadsheet() {
    assert_eq!(wrong_type(b"%PDF-1.7\n%\xE2\xE3"), "PDF");
    assert_eq!(wrong_type(b"{\\rtf1\\ansi"), "RTF");
    assert_eq!(wrong_type(b"\x89PNG\r\n\x1A\n"), "PNG");
    assert_eq!(wrong_type(b"\xEF\xBB\xBF\r\n <!DOCTYPE html><html>"), "HTML");
    assert_eq!(wrong_type(b"<table border=1><tr><td>1</td></tr></table>"), "HTML");
    let utf16: Vec<u8> = "\u{FEFF}<html><body>".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(wrong_type(&utf16), "HTML");
    let excel_2003 =
        b"<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">";
    assert_eq!(wrong_type(excel_2003), "Excel 2003 XML");
    assert_eq!(wrong_type(b"<?xml version='1.0'?><a/>"), "XML");
    assert_eq!(wrong_type(&[0, 1, 2, 3, 4, 5, 6, 7, 8, 200, 14, 15]), "binary");
    assert_eq!(wrong_type(&archive(&[("a.txt", b"1")])), "ZIP");
}

#[test]
fn looks_into_archives() {
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument";
    let root = format!(
        "<Relationships><Relationship Id='a' Type='{office}' Target='word/document.xml'/></Relationships>"
    );
    assert_eq!(wrong_type(&archive(&[("_rels/.rels", root.as_bytes())])), "Word (docx)");
    let text = archive(&[("mimetype", b"application/vnd.oasis.opendocument.text")]);
    assert_eq!(wrong_type(&text), "OpenDocument (text)");
    let manifest = b"<manifest:manifest><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>";
    let spreadsheet = b"application/vnd.oasis.opendocument.spreadsheet";
    let encrypted = archive(&[("mimetype", spreadsheet), ("META-INF/manifest.xml", manifest)]);
    assert_eq!(fatal(&encrypted, &Limits::default()).0, "encrypted");
    let whole = archive(&[("mimetype", spreadsheet), ("encrypted-package", b"x")]);
    assert_eq!(fatal(&whole, &Limits::default()).0, "encrypted");
}

#[test]
fn looks_into_compound_files() {
    assert_eq!(fatal(&fixture("encrypted.xlsx"), &Limits::default()).0, "encrypted");
    // The record behind the first one becomes FILEPASS, as in a workbook with a password.
    let mut bytes = fixture("xlwt.xls");
    let begin = memchr::memmem::find(&bytes, &[0x09, 0x08, 0x10, 0, 0, 6]).expect("the first record");
    bytes[begin + 20..begin + 22].copy_from_slice(&[0x2F, 0]);
    assert_eq!(fatal(&bytes, &Limits::default()), ("encrypted", "xls".into(), String::new()));
    // The same file with its stream renamed is a Word document to us.
    let mut bytes = fixture("xlwt.xls");
    let name = |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_le_bytes).collect() };
    let at = memchr::memmem::find(&bytes, &name("Workbook")).expect("a stream");
    bytes[at..at + 24].copy_from_slice(&name("WordDocument"));
    bytes[at + 64] = 26;
    assert_eq!(wrong_type(&bytes), "Word (doc)");
}

#[test]
fn text_that_begins_like_a_signature_is_text() {
    assert_eq!(read_all(b"BM,MZ\n1,2\n").sheets[0].cells_read, 4);
    assert_eq!(read_all(b"MZ;1\n").format.as_str(), "csv");
}
