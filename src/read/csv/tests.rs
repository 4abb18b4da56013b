use crate::read::tests::{read_all, shown};
use encoding_rs::WINDOWS_1258;

fn cells(bytes: &[u8]) -> Vec<String> {
    let workbook = read_all(bytes);
    assert_eq!((workbook.reader, &*workbook.sheets[0].name), ("own", "csv"));
    assert!(workbook.flags.is_empty());
    shown(&workbook.sheets[0])
}

#[test]
fn delimiters_are_told_by_consistency() {
    assert_eq!(cells("Đơn vị,Số\na,\"1,5\"\n".as_bytes()), ["A1='Đơn vị'", "B1='Số'", "A2='a'", "B2='1,5'"]);
    assert_eq!(
        cells(b"a;b;c\r\n1,5;2,5;3,5\r\n"),
        ["A1='a'", "B1='b'", "C1='c'", "A2='1,5'", "B2='2,5'", "C2='3,5'"]
    );
    assert_eq!(cells(b"a, b\t1;2\rc, d\t3;4"), ["A1='a, b'", "B1='1;2'", "A2='c, d'", "B2='3;4'"]);
    assert_eq!(cells(b"sep=|\na|b,c\n"), ["A1='a'", "B1='b,c'"]);
    assert_eq!(cells(b"one\ntwo\n"), ["A1='one'", "A2='two'"]);
}

#[test]
fn encodings() {
    let text = "Đơn vị;Số\nĐoàn phường Hạc Thành;12\n";
    let expected = ["A1='Đơn vị'", "B1='Số'", "A2='Đoàn phường Hạc Thành'", "B2='12'"];
    assert_eq!(cells(format!("\u{FEFF}{text}").as_bytes()), expected);
    let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    assert_eq!(cells(&little), expected, "without a byte order mark");
    assert_eq!(cells(&big), expected);
    assert_eq!(cells(&[&[0xFF, 0xFE][..], &little].concat()), expected);
}

#[test]
fn windows_1258_has_combining_marks_which_are_left_as_they_are() {
    // Đoàn viên, hội viên with the tones as combining marks, as the encoding has them.
    let text = "Đoàn viên ưu tú;hô\u{323}i viên;mơ\u{301}i\n".repeat(5);
    let (bytes, _, had_errors) = WINDOWS_1258.encode(&text);
    assert!(!had_errors);
    let found = cells(&bytes);
    assert_eq!(
        found.get(..3),
        Some(&["A1='Đoàn viên ưu tú'", "B1='hô\u{323}i viên'", "C1='mơ\u{301}i'"].map(str::to_owned)[..])
    );
}

#[test]
fn nothing_is_lost_to_broken_quotes_ragged_rows_and_nul() {
    assert_eq!(
        cells(b"a,\"b \"\"c\"\" d\",e\n,,x\n\n\"two\nlines\",y"),
        ["A1='a'", "B1='b \"c\" d'", "C1='e'", "C2='x'", "A4='two\nlines'", "B4='y'"]
    );
    assert_eq!(
        cells(b"a,\"open\nb,2\nc,3\n"),
        ["A1='a'", "B1='\"open'", "A2='b'", "B2='2'", "A3='c'", "B3='3'"]
    );
    assert_eq!(cells(b"\"a\"b,c\n1,2\n"), ["A1='ab'", "B1='c'", "A2='1'", "B2='2'"]);
    assert_eq!(cells(b"5\"x3\",1\n2,3\n"), ["A1='5\"x3\"'", "B1='1'", "A2='2'", "B2='3'"]);
    let long = format!("{},\0\n", "text ".repeat(40));
    assert_eq!(cells(long.as_bytes()).get(1).map(String::as_str), Some("B1='\0'"));
}

#[test]
fn many_open_quotes_take_no_quadratic_time() {
    let text = ",\"a".repeat(400_000);
    assert_eq!(
        read_all(format!("x{text}\n").as_bytes()).flags.len(),
        101,
        "columns beyond the last are flagged"
    );
}
