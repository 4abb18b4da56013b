//! The smallest package that is a workbook: every part of it can be replaced.

use crate::model::Workbook;
use crate::read::tests::{archive, read_all};

pub(crate) const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
pub(crate) const STRICT: &str = "http://purl.oclc.org/ooxml/spreadsheetml/main";
pub(crate) const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A package: its parts without relationships of the package, which are added.
pub(crate) fn package(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let root = format!(
        "<Relationships><Relationship Id='a' Type='{OFFICE}/officeDocument' Target='xl/workbook.xml'/></Relationships>"
    );
    let mut all: Vec<(&str, &[u8])> = vec![("_rels/.rels", root.as_bytes())];
    all.extend_from_slice(parts);
    archive(&all)
}

/// A workbook of one sheet, `S`.
pub(crate) struct Parts {
    pub(crate) book: String,
    pub(crate) relations: String,
    pub(crate) strings: String,
    pub(crate) styles: String,
    pub(crate) sheet: String,
}

impl Parts {
    /// Two shared strings, three styles, and a sheet of the XML.
    pub(crate) fn new(sheet: &str) -> Self {
        Self {
            book: format!(
                "<workbook xmlns='{MAIN}' xmlns:r='{OFFICE}'><sheets><sheet name='S' sheetId='1' r:id='s1'/></sheets></workbook>"
            ),
            relations: format!(
                "<Relationships><Relationship Id='s1' Type='{OFFICE}/worksheet' Target='sheet.xml'/>\
                <Relationship Id='s2' Type='{OFFICE}/sharedStrings' Target='/xl/sharedStrings.xml'/>\
                <Relationship Id='s3' Type='{OFFICE}/styles' Target='styles.xml'/></Relationships>"
            ),
            strings: format!("<sst xmlns='{MAIN}'><si><t>one</t></si><si><t>two</t></si></sst>"),
            styles: format!(
                "<styleSheet xmlns='{MAIN}'><numFmts><numFmt numFmtId='164' formatCode='#,##0 &quot;triệu&quot;'/></numFmts>\
                <fonts><font><name val='Arial'/></font><font><name val='.VnTime'/></font></fonts>\
                <cellXfs><xf numFmtId='0' fontId='0'/><xf numFmtId='14' fontId='1'/><xf numFmtId='164' fontId='0'/></cellXfs></styleSheet>"
            ),
            sheet: format!("<worksheet xmlns='{MAIN}'>{sheet}</worksheet>"),
        }
    }

    /// The same with rows only.
    pub(crate) fn rows(rows: &str) -> Self {
        Self::new(&format!("<sheetData>{rows}</sheetData>"))
    }

    /// The archive.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        package(&[
            ("xl/workbook.xml", self.book.as_bytes()),
            ("xl/_rels/workbook.xml.rels", self.relations.as_bytes()),
            ("xl/sharedStrings.xml", self.strings.as_bytes()),
            ("xl/styles.xml", self.styles.as_bytes()),
            ("xl/sheet.xml", self.sheet.as_bytes()),
        ])
    }

    /// What our reader makes of it: no other may be asked.
    pub(crate) fn read(&self) -> Workbook {
        let workbook = read_all(&self.bytes());
        assert_eq!(workbook.reader, "own");
        workbook
    }
}
