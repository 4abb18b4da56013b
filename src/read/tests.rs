//! What is shared by the tests of the readers, and what holds for all formats.

use super::*;
use crate::model::{Cell as ModelCell, Sheet, Value};
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;

/// An archive with stored parts.
pub(crate) fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, bytes) in parts {
        writer.start_file(*name, options).expect("a part can be begun");
        writer.write_all(bytes).expect("a part can be written");
    }
    writer.finish().expect("an archive can be finished").into_inner()
}

/// Reads with the default limits.
pub(crate) fn read_all(bytes: &[u8]) -> Workbook {
    workbook(bytes, &Limits::default()).expect("the workbook can be read")
}

/// Code and data of the fatal flag.
pub(crate) fn fatal(bytes: &[u8], limits: &Limits) -> (&'static str, String, String) {
    let flag = workbook(bytes, limits).expect_err("the file is out");
    (flag.check.code(), flag.found, flag.expected)
}

/// The cells of a sheet as `A1=value`, `f` before it where there is a formula.
pub(crate) fn shown(sheet: &Sheet) -> Vec<String> {
    assert_eq!(sheet.cells.len() as u64, sheet.cells_read, "the two counts agree");
    assert!(sheet.cells.is_sorted_by(|a, b| a.at < b.at), "cells are in row order");
    sheet.cells.iter().map(show).collect()
}

fn show(cell: &ModelCell) -> String {
    let value = match &cell.value {
        Value::Number(number) => format!("{number}"),
        Value::Text(text) => format!("'{text}'"),
        Value::Boolean(value) => format!("{value}"),
        Value::IsoDate(text) => format!("date {text}"),
        Value::Error(text) => format!("error {text}"),
        Value::NotCalculated => "?".to_owned(),
    };
    format!("{}{}={value}", if cell.is_formula { "f" } else { "" }, cell.at)
}

/// Flags as `code place found`.
pub(crate) fn flags(workbook: &Workbook) -> Vec<String> {
    let show = |flag: &Flag| {
        let cell = flag.place.cell.map_or(String::new(), |at| at.to_string());
        format!("{} {}!{cell} {}", flag.check.code(), flag.place.sheet.as_deref().unwrap_or(""), flag.found)
    };
    workbook.flags.iter().map(show).collect()
}

fn sample() -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for row in 0..20 {
        sheet.write_string(row, 0, format!("Chỉ tiêu {row}")).expect("written");
        sheet.write_number(row, 1, f64::from(row) * 1.5).expect("written");
    }
    book.save_to_buffer().expect("saved")
}

#[test]
fn limits_say_what_was_found_and_what_is_allowed() {
    let bytes = sample();
    let size = bytes.len().to_string();
    let defaults = Limits::default;
    let too_large = Limits { file_bytes: 100, ..defaults() };
    assert_eq!(fatal(&bytes, &too_large), ("limit-file-size", size, "100".into()));
    let (code, found, expected) = fatal(&bytes, &Limits { inflated_bytes: 500, ..defaults() });
    assert_eq!((code, expected.as_str()), ("limit-inflated-size", "500"));
    assert!(found.parse::<u64>().is_ok_and(|found| found > 500));
    let few_cells = Limits { cells: 39, ..defaults() };
    assert_eq!(fatal(&bytes, &few_cells), ("limit-cells", "40".into(), "39".into()));
    assert!(workbook(&bytes, &Limits { cells: 40, ..defaults() }).is_ok());
    let no_sheets = Limits { sheets: 0, ..defaults() };
    assert_eq!(fatal(&bytes, &no_sheets), ("limit-sheets", "1".into(), "0".into()));
    let short = read_with(&bytes, &Limits { text_chars: 10, ..defaults() });
    assert_eq!(short.flags.len(), 10, "only Chỉ tiêu 10 to 19 have eleven characters");
    assert_eq!(flags(&short)[0], "limit-text-length Sheet1!A11 11");
    assert_eq!(short.sheets[0].cells_read, 30);
}

fn read_with(bytes: &[u8], limits: &Limits) -> Workbook {
    workbook(bytes, limits).expect("the workbook can be read")
}

#[test]
fn a_long_text_shared_by_many_cells_does_not_fill_the_memory() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for row in 0..1_000 {
        sheet.write_string(row, 0, "x".repeat(1_000)).expect("written");
    }
    let bytes = book.save_to_buffer().expect("saved");
    let limits = Limits { inflated_bytes: 500_000, ..Limits::default() };
    assert_eq!(fatal(&bytes, &limits).0, "limit-inflated-size");
}

#[test]
fn a_file_cut_off_anywhere_is_a_flag() {
    let bytes = sample();
    // Three bytes and fewer are text like any other.
    for length in 4..bytes.len() {
        let (code, found, _) = fatal(bytes.get(..length).unwrap_or(&[]), &Limits::default());
        assert!(matches!(code, "unreadable-file"), "{length}: {code}");
        assert_ne!(found, "panic", "{length}");
    }
}

/// Reads with our own readers alone: a panic of calamine is caught, ours fail the test.
fn read_own(bytes: &[u8], limits: &Limits) -> Result<Workbook, Stop> {
    let mut spare = Spare::default();
    match sniff::kind(bytes, limits, &mut spare)? {
        Kind::Xlsx { archive, package, main } => {
            xlsx::read(&archive, &package, &main, (limits, None), &mut spare)
        }
        Kind::Ods(archive) => ods::read(&archive, limits, &mut spare),
        Kind::Xls { stream, properties } => biff::read(&stream, properties, limits),
        Kind::Csv => csv::read(bytes, limits),
        Kind::Xlsb(_) => Err(Stop::Refused("xlsb")),
    }
}

#[test]
fn no_flipped_bit_brings_our_readers_down() {
    let limits = Limits { cells: 100_000, ..Limits::default() };
    let (mut read, mut stopped) = (0, 0);
    for mut bytes in [sample(), fixture("lo.xls"), fixture("lo.ods"), fixture("xlwt.xls")] {
        let step = 1 + bytes.len() / 1_500;
        for at in (0..bytes.len()).step_by(step) {
            for flip in [0x01u8, 0x80] {
                bytes[at] ^= flip;
                match read_own(&bytes, &limits) {
                    Ok(_) => read += 1,
                    Err(_) => stopped += 1,
                }
                bytes[at] ^= flip;
            }
        }
    }
    assert!(read > 100 && stopped > 100, "{read} read, {stopped} stopped: both must happen");
}

/// A file of `tests/fixtures`.
pub(crate) fn fixture(name: &str) -> Vec<u8> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name);
    std::fs::read(path).expect("the fixture is there")
}

#[test]
fn a_workbook_without_a_filled_cell_is_empty() {
    let mut book = rust_xlsxwriter::Workbook::new();
    book.add_worksheet();
    let bytes = book.save_to_buffer().expect("saved");
    assert_eq!(fatal(&bytes, &Limits::default()).0, "empty-file");
    assert_eq!(fatal(b"", &Limits::default()).0, "empty-file");
    assert_eq!(fatal(b"\n\n,,\n", &Limits::default()).0, "empty-file");
}

/// The names are told to other processes by their text: one that is not in the list would make a good file unreadable.
#[test]
fn every_reader_that_the_sources_name_is_in_the_list() {
    let name = regex::Regex::new(r#""(own|calamine: [^"{]+)""#).expect("a pattern");
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/read");
    let mut named = std::collections::BTreeSet::new();
    for entry in walkdir::WalkDir::new(folder) {
        let entry = entry.expect("an entry");
        let path = entry.path();
        let is_test = path
            .components()
            .any(|part| ["tests", "tests.rs", "differential"].iter().any(|t| part.as_os_str() == *t));
        if path.extension().is_some_and(|ending| ending == "rs") && !is_test {
            let source = std::fs::read_to_string(path).expect("a source");
            // The list itself does not count.
            let source = source.split("const READERS").enumerate().map(|(at, text)| match at {
                0 => text,
                _ => text.split_once("];").map_or("", |(_, rest)| rest),
            });
            for text in source {
                named.extend(name.captures_iter(text).map(|found| found[1].to_owned()));
            }
        }
    }
    let known: std::collections::BTreeSet<String> =
        super::READERS.iter().filter(|name| !name.is_empty()).map(|&name| name.to_owned()).collect();
    assert_eq!(named, known);
}
