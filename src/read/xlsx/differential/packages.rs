//! Packages that show a difference outside of the cells.

use crate::read::xlsx::tests::parts::{OFFICE, Parts, package};

pub(super) fn strings_of_another_name() -> Vec<u8> {
    let mut parts = Parts::rows("<row r='1'><c r='A1' t='s'><v>0</v></c></row>");
    parts.relations = parts.relations.replace("/xl/sharedStrings.xml", "/other/text.xml");
    let strings = std::mem::take(&mut parts.strings);
    parts.package(&[("other/text.xml", &strings)])
}

pub(super) fn styles_of_another_name() -> Vec<u8> {
    let mut parts = Parts::rows("<row r='1'><c r='A1' s='1'><v>45000</v></c></row>");
    parts.relations = parts.relations.replace("styles.xml", "form.xml");
    let styles = std::mem::take(&mut parts.styles);
    parts.package(&[("xl/form.xml", &styles)])
}

pub(super) fn first_style_is_a_date() -> Vec<u8> {
    let mut parts =
        Parts::rows("<row r='1'><c r='A1'><v>45000</v></c><c r='B1' s='0'><v>45000</v></c></row>");
    parts.styles = parts.styles.replace("<cellXfs><xf numFmtId='0' fontId='0'/>", "<cellXfs>");
    parts.bytes()
}

pub(super) fn sheet_target(target: &str, name: &str) -> Vec<u8> {
    let mut parts = Parts::rows("<row r='1'><c r='A1'><v>1</v></c></row>");
    parts.relations = parts.relations.replace("'sheet.xml'", &format!("'{target}'"));
    let sheet = std::mem::take(&mut parts.sheet);
    parts.package(&[(name, &sheet)])
}

pub(super) fn sheet_name_twice() -> Vec<u8> {
    let mut parts = Parts::rows("<row r='1'><c r='A1'><v>1</v></c></row>");
    let sheet = "<sheet name='S' sheetId='1' r:id='s1'/>";
    parts.book = parts.book.replace(sheet, &format!("{sheet}<sheet name='S' sheetId='2' r:id='s4'/>"));
    let second =
        format!("<Relationship Id='s4' Type='{OFFICE}/worksheet' Target='two.xml'/></Relationships>");
    parts.relations = parts.relations.replace("</Relationships>", &second);
    let two = parts.sheet.replace("<v>1</v>", "<v>2</v>");
    parts.package(&[("xl/two.xml", &two)])
}

impl Parts {
    /// The archive with further parts; those that are empty are left out.
    fn package(&self, more: &[(&str, &str)]) -> Vec<u8> {
        let usual = [
            ("xl/workbook.xml", &*self.book),
            ("xl/_rels/workbook.xml.rels", &*self.relations),
            ("xl/sharedStrings.xml", &*self.strings),
            ("xl/styles.xml", &*self.styles),
            ("xl/sheet.xml", &*self.sheet),
        ];
        let all = usual.iter().chain(more).filter(|(_, xml)| !xml.is_empty());
        package(&all.map(|(name, xml)| (*name, xml.as_bytes())).collect::<Vec<_>>())
    }
}
