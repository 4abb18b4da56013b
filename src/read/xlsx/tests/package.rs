//! Namespaces, encodings, relationships, and what is left to calamine.

use super::parts::{MAIN, OFFICE, Parts, STRICT, package};
use crate::read::tests::{archive, read_all, shown};

#[test]
fn strict_namespaces_and_prefixes_are_the_same_to_us() {
    let mut parts = Parts::new("");
    parts.sheet = format!(
        "<x:worksheet xmlns:x='{STRICT}' xmlns='urn:other'><x:sheetData><c r='Z1'><v>9</v></c>\
        <x:row r='1'><x:c r='A1'><x:v>1</x:v><v>8</v></x:c></x:row></x:sheetData></x:worksheet>"
    );
    let workbook = parts.read();
    assert_eq!(shown(&workbook.sheets[0]), ["A1=1"]);
}

#[test]
fn parts_may_be_utf_16_and_have_a_byte_order_mark() {
    let mut parts = Parts::new("<sheetData><row><c t='inlineStr'><is><t>Đoàn</t></is></c></row></sheetData>");
    let expected = ["A1='Đoàn'"];
    let utf8 = format!("\u{FEFF}<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\r\n{}", parts.sheet);
    let utf16: Vec<u8> =
        format!("\u{FEFF}{}", parts.sheet).encode_utf16().flat_map(u16::to_be_bytes).collect();
    let original = std::mem::replace(&mut parts.sheet, utf8);
    assert_eq!(shown(&parts.read().sheets[0]), expected);
    parts.sheet = original;
    let bytes = package(&[
        ("xl/workbook.xml", parts.book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", parts.relations.as_bytes()),
        ("xl/sharedStrings.xml", parts.strings.as_bytes()),
        ("xl/styles.xml", parts.styles.as_bytes()),
        ("XL\\Sheet.xml", &utf16),
    ]);
    assert_eq!(shown(&read_all(&bytes).sheets[0]), expected);
}

#[test]
fn what_is_not_understood_goes_to_calamine_with_the_reason() {
    let mut parts = Parts::new("<sheetData><row r='1'><c r='A1'><v>1</v></c></row></sheetData>");
    parts.sheet = format!("<!DOCTYPE worksheet>{}", parts.sheet);
    let workbook = read_all(&parts.bytes());
    assert_eq!(workbook.reader, "calamine: document type");
    assert_eq!(shown(&workbook.sheets[0]), ["A1=1"]);
    parts.sheet =
        "<worksheet><sheetData><row r='1'><c r='A1'><v>1</v></c></row></sheetData></worksheet>".to_owned();
    assert_eq!(read_all(&parts.bytes()).reader, "calamine: namespace");
}

#[test]
fn a_sheet_that_is_cut_off_is_unreadable() {
    let mut parts = Parts::new("<sheetData><row r='1'><c r='A1'><v>1</v></c></row></sheetData>");
    parts.sheet.truncate(parts.sheet.len() - 40);
    let flag = crate::read::workbook(&parts.bytes(), &Default::default()).expect_err("cut off");
    assert_eq!(flag.check.code(), "unreadable-file");
}

#[test]
fn document_properties_are_read_through_the_relationships() {
    let root = format!(
        "<Relationships><Relationship Id='a' Type='{OFFICE}/officeDocument' Target='/xl/workbook.xml'/>\
        <Relationship Id='b' Type='http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties' Target='any/core.xml'/></Relationships>"
    );
    let core = "<cp:coreProperties><dc:creator>An</dc:creator><cp:lastModifiedBy>Bình</cp:lastModifiedBy>\
        <dcterms:created>2024-01-02T03:04:05Z</dcterms:created><dcterms:modified> </dcterms:modified></cp:coreProperties>";
    let parts = Parts::new("<sheetData><row><c><v>1</v></c></row></sheetData>");
    let bytes = archive(&[
        ("_rels/.rels", root.as_bytes()),
        ("any/core.xml", core.as_bytes()),
        ("xl/workbook.xml", parts.book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", parts.relations.as_bytes()),
        ("xl/sharedStrings.xml", parts.strings.as_bytes()),
        ("xl/styles.xml", parts.styles.as_bytes()),
        ("xl/sheet.xml", parts.sheet.as_bytes()),
    ]);
    let properties = read_all(&bytes).properties;
    assert_eq!(properties.created.as_deref(), Some("2024-01-02T03:04:05Z"));
    assert_eq!((properties.modified, properties.author.as_deref()), (None, Some("Bình")));
}

#[test]
fn a_whole_package_may_be_strict_and_in_utf_16_of_either_end() {
    let transitional = Parts::rows("<row><c t='s' s='1'><v>1</v></c><c s='1'><v>45000</v></c></row>");
    let strict = |xml: &str| {
        xml.replace(MAIN, STRICT).replace(OFFICE, "http://purl.oclc.org/ooxml/officeDocument/relationships")
    };
    for is_big in [false, true] {
        let encoded = |xml: &str| -> Vec<u8> {
            let text = format!("\u{FEFF}{}", strict(xml));
            text.encode_utf16()
                .flat_map(|unit| if is_big { unit.to_be_bytes() } else { unit.to_le_bytes() })
                .collect()
        };
        let relations = transitional.relations.replace("styles.xml", "Ki%E1%BB%83u%20d%C3%A1ng.xml");
        let bytes = package(&[
            ("xl/workbook.xml", &encoded(&transitional.book)),
            ("xl/_rels/workbook.xml.rels", &encoded(&relations)),
            ("xl/sharedStrings.xml", &encoded(&transitional.strings)),
            ("xl/Kiểu dáng.xml", &encoded(&transitional.styles)),
            ("xl/sheet.xml", &encoded(&transitional.sheet)),
        ]);
        let workbook = read_all(&bytes);
        assert_eq!(
            (workbook.reader, shown(&workbook.sheets[0])),
            ("own", vec!["A1='two'".to_owned(), "B1=45000".to_owned()])
        );
        let style = workbook.sheets[0].cells[1].style as usize;
        assert!(workbook.styles[style].is_date);
    }
}

#[test]
fn two_prefixes_of_one_namespace_are_the_same_and_a_changed_one_is_not_followed() {
    let mut parts = Parts::new("");
    parts.sheet = format!(
        "<x:worksheet xmlns:x='{MAIN}' xmlns='{MAIN}'><sheetData><x:row r='1'><c r='A1'><x:v>1</x:v></c><x:c r='B1'><v>2</v></x:c>\
        <y:c xmlns:y='urn:other' r='C1'><v>3</v></y:c></x:row></sheetData></x:worksheet>"
    );
    assert_eq!(shown(&parts.read().sheets[0]), ["A1=1", "B1=2"]);
    for rebinding in [
        format!("<sheetData xmlns:y='{MAIN}'><row r='1'><y:c r='A1'><y:v>1</y:v></y:c></row></sheetData>"),
        format!("<sheetData><row r='1' xmlns:y='{MAIN}'><y:c r='A1'><y:v>1</y:v></y:c></row></sheetData>"),
        format!("<sheetData><row r='1'><y:c xmlns:y='{MAIN}' r='A1'><y:v>1</y:v></y:c></row></sheetData>"),
        format!("<sheetData><row r='1'><c r='A1'><y:v xmlns:y='{MAIN}'>1</y:v></c></row></sheetData>"),
        "<sheetData xmlns='urn:other'><row r='1'><c r='A1'><v>1</v></c></row></sheetData>".to_owned(),
    ] {
        let workbook = read_all(&Parts::new(&rebinding).bytes());
        assert_eq!(
            (workbook.reader, shown(&workbook.sheets[0])),
            ("calamine: namespaces", vec!["A1=1".to_owned()]),
            "{rebinding}"
        );
    }
}

#[test]
fn a_document_type_in_any_part_is_refused_and_its_entities_are_never_expanded() {
    let bomb = "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'>]>";
    let parts = || Parts::rows("<row r='1'><c r='A1' t='s'><v>0</v></c></row>");
    let with = |change: fn(&mut Parts) -> &mut String| {
        let mut parts = parts();
        let part = change(&mut parts);
        *part = format!("<?xml version='1.0'?>{bomb}{part}");
        read_all(&parts.bytes()).reader
    };
    let all: [fn(&mut Parts) -> &mut String; 4] =
        [|p| &mut p.book, |p| &mut p.strings, |p| &mut p.styles, |p| &mut p.sheet];
    assert!(all.into_iter().all(|change| with(change) == "calamine: document type"));
    let mut parts = parts();
    parts.strings = format!("{bomb}<sst xmlns='{MAIN}'><si><t>&b;</t></si></sst>");
    let flag =
        crate::read::workbook(&parts.bytes(), &Default::default()).expect_err("an entity that no one knows");
    assert_eq!(flag.check.code(), "unreadable-file");
}

#[test]
fn a_style_that_points_nowhere_knows_neither_format_nor_font() {
    let mut parts = Parts::rows("<row><c s='0'><v>45000</v></c></row>");
    parts.styles = format!(
        "<styleSheet xmlns='{MAIN}'><cellXfs><xf numFmtId='999' fontId='99'/></cellXfs></styleSheet>"
    );
    assert_eq!(*parts.read().styles, [crate::model::Style::default()]);
}

#[test]
fn parts_met_before_say_the_same_and_changed_ones_do_not() {
    let first = Parts::rows("<row><c s='2'><v>1</v></c></row>");
    let mut changed = Parts::rows("<row><c s='2'><v>1</v></c></row>");
    changed.styles = changed.styles.replace("triệu", "tỷ đồng");
    let mut elsewhere = Parts::rows("<row><c s='2'><v>1</v></c></row>");
    elsewhere.relations = elsewhere.relations.replace("styles.xml", "none.xml");
    for _ in 0..3 {
        let format = |parts: &Parts| parts.read().styles[2].number_format.to_string();
        assert_eq!(format(&first), "#,##0 \"triệu\"");
        assert_eq!(format(&changed), "#,##0 \"tỷ đồng\"");
        let missing = crate::read::workbook(&elsewhere.bytes(), &Default::default());
        assert!(missing.is_err() || missing.is_ok_and(|workbook| workbook.reader != "own"));
    }
}
