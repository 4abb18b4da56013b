use super::*;
use crate::model::{Sheet, SheetState, Style};
use crate::read::tests::{fixture, flags, read_all, shown};

fn styles<'w>(workbook: &'w Workbook, sheet: &Sheet) -> Vec<&'w Style> {
    sheet.cells.iter().filter_map(|cell| workbook.styles.get(cell.style as usize)).collect()
}

#[test]
fn reads_what_xlwt_writes() {
    let workbook = read_all(&fixture("xlwt.xls"));
    assert_eq!((workbook.format, workbook.reader), (Format::Xls, "own"));
    let sheet = &workbook.sheets[0];
    let expected = [
        "A1='§oµn'",
        "B2=12345.5",
        "A3=45052",
        "fA4=?",
        "A5=true",
        "A6=7",
        "B6=-3",
        "C6=1000000000000000",
        "A7='gộp'",
    ];
    assert_eq!(shown(sheet), expected);
    let styles = styles(&workbook, sheet);
    assert_eq!(&*styles[0].font, ".VnTime");
    assert_eq!(&*styles[1].number_format, "#,##0.0 \"triệu\"");
    assert!(styles[2].is_date && !styles[1].is_date);
    assert_eq!((sheet.hidden_rows.as_slice(), sheet.hidden_columns.as_slice()), (&[1][..], &[(3, 3)][..]));
    assert_eq!(format!("{}:{}", sheet.merges[0].first, sheet.merges[0].last), "A7:C8");
    assert_eq!(workbook.sheets[1].state, SheetState::Hidden);
}

#[test]
fn reads_what_libreoffice_writes() {
    let workbook = read_all(&fixture("lo.xls"));
    let sheet = &workbook.sheets[0];
    let expected = [
        "A1='Đơn vị báo cáo'",
        "B1=1250",
        "C1='§oµn'",
        "D1='§oµn viªn'",
        "B2=12.5",
        "fB3=true",
        "B4=45276",
        "fB5=1262.5",
        "fB6=error #N/A",
        "B7=1250",
        "A10='merged'",
        "A12='  spaces  '",
        "A13='line\nbreak'",
    ];
    assert_eq!(shown(sheet), expected);
    let styles = styles(&workbook, sheet);
    assert_eq!((&*styles[2].font, &*styles[3].font), (".VnTime", ".VnArial"), "the second is rich text");
    assert_eq!(sheet.hidden_rows, [6]);
    assert_eq!(workbook.properties.author.as_deref(), Some("openpyxl"));
    assert!(workbook.properties.created.as_deref().is_some_and(|day| day.starts_with("2026-11-22T18:49:4")));
}

fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    [&kind.to_le_bytes()[..], &(data.len() as u16).to_le_bytes(), data].concat()
}

/// A stream with one sheet `S`: shared strings as given, then the records of the sheet.
fn stream(strings: &[Vec<u8>], sheet: &[Vec<u8>]) -> Vec<u8> {
    let begin = |kind: u8| record(0x0809, &[0, 6, kind, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    let end = record(records::END, &[]);
    let listed = |offset: u32| record(0x0085, &[&offset.to_le_bytes()[..], &[0, 0, 1, 0, b'S']].concat());
    let strings = strings.concat();
    let offset = (begin(5).len() + listed(0).len() + strings.len() + end.len()) as u32;
    [begin(5), listed(offset), strings, end.clone(), begin(0x10), sheet.concat(), end].concat()
}

fn read_stream(stream: &[u8]) -> Workbook {
    super::read(stream, Properties::default(), &Limits::default()).expect("read")
}

#[test]
fn a_shared_string_may_change_its_width_where_its_record_ends() {
    let first = record(0x00FC, &[2, 0, 0, 0, 2, 0, 0, 0, 4, 0, 0, b'a', b'b']);
    // "ab" in bytes, then "ạc" in pairs, then a rich string with one run and phonetic text of four bytes.
    let second = record(
        0x003C,
        &[1, 0xA1, 0x1E, b'c', 0, 2, 0, 0x0C, 1, 0, 4, 0, 0, 0, b'd', b'e', 0, 0, 1, 0, 9, 9, 9, 9],
    );
    let cells =
        [record(0x00FD, &[0, 0, 0, 0, 0, 0, 0, 0, 0, 0]), record(0x00FD, &[0, 0, 1, 0, 0, 0, 1, 0, 0, 0])];
    let workbook = read_stream(&stream(&[first, second], &cells));
    assert_eq!(shown(&workbook.sheets[0]), ["A1='abạc'", "B1='de'"]);
}

#[test]
fn numbers_in_all_their_forms_and_texts_of_formulas() {
    let rk = |value: u32| value.to_le_bytes();
    let many: Vec<u8> =
        [&[0, 0, 1, 0, 0, 0][..], &rk(125 << 2 | 3), &[0, 0], &rk((-7i32 as u32) << 2 | 2), &[2, 0]].concat();
    let formula: Vec<u8> =
        [&[1, 0, 0, 0, 0, 0][..], &[0, 0, 0, 0, 0, 0, 0xFF, 0xFF], &[0; 6], &[0, 0]].concat();
    let number: Vec<u8> = [&[2, 0, 0, 0, 0, 0][..], &f64::INFINITY.to_le_bytes()].concat();
    let cells = [
        record(0x00BD, &many),
        record(0x027E, &[&[0, 0, 3, 0, 0, 0][..], &rk((1.5f64.to_bits() >> 32) as u32)].concat()),
        record(0x0006, &formula),
        record(0x0207, &[2, 0, 1, b'o', 0, b'k', 0]),
        record(0x0203, &number),
        record(0x0205, &[2, 0, 1, 0, 0, 0, 0x2A, 1]),
        record(0x00FD, &[2, 0, 2, 0, 0, 0, 9, 0, 0, 0]),
    ];
    let workbook = read_stream(&stream(&[], &cells));
    assert_eq!(shown(&workbook.sheets[0]), ["B1=1.25", "C1=-7", "D1=1.5", "fA2='ok'", "B3=error #N/A"]);
    assert_eq!(flags(&workbook), ["not-finite S!A3 inf", "broken-cell S!C3 isst=9"]);
}

#[test]
fn a_stream_cut_off_is_refused_and_its_area_is_told() {
    let far =
        [record(0x0203, &[0; 14]), record(0x0203, &[&[0xFF, 0xFF, 0xFF, 0, 0, 0][..], &[0; 8]].concat())];
    let whole = stream(&[], &far);
    assert_eq!(area(&whole), 65_536 * 256);
    let cut = super::read(&whole[..whole.len() - 6], Properties::default(), &Limits::default());
    assert!(matches!(cut, Err(Stop::Refused(_))));
}

#[test]
fn a_continuation_that_is_cut_off_comes_to_an_end() {
    let whole: &[u8] = &[0x3C, 0, 1, 0, b'a'];
    let cut: &[u8] = &[0x3C, 0, 9, 0, b'b'];
    let stream = [whole, cut].concat();
    let mut records = records::Records::new(&stream);
    assert_eq!(records.continued(), [b"a"]);
    assert!(records.next().is_none());
}
