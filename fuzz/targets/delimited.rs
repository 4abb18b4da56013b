//! Delimited text: its encoding and delimiter are guessed, its fields taken apart.
//!
//! Any bytes give a sound sheet or none. Fields that are written in quotes, under a delimiter that the first line tells, are read as they were.

#![no_main]

use libfuzzer_sys::fuzz_target;
use tonghop::model::{Address, Cell};
use tonghop::read::fuzzing::delimited;
use tonghop_fuzz::{account, panics, pipelines};

fuzz_target!(init: panics::ours_only(), |data: &[u8]| {
    if let Some(workbook) = delimited(data, &pipelines::limits()) {
        account::is_sound(&workbook);
    }
    if let Some((choice, rest)) = data.split_first() {
        written(*choice, &String::from_utf8_lossy(rest));
    }
});

/// Rows end with `\u{1}`, fields with `\u{2}`; NULs would pass for UTF-16.
fn written(choice: u8, text: &str) {
    let delimiter = [',', ';', '\t', '|'][usize::from(choice) % 4];
    let end = ["\n", "\r\n", "\r"][usize::from(choice >> 2) % 3];
    let text = text.replace('\0', "");
    let mut file = format!("sep={delimiter}\n");
    let mut expected = Vec::new();
    for (row, line) in (0u32..).zip(text.split('\u{1}')) {
        for (column, field) in (0u32..).zip(line.split('\u{2}')) {
            if column > 0 {
                file.push(delimiter);
            }
            file.push_str(&format!("\"{}\"", field.replace('"', "\"\"")));
            if !field.is_empty() {
                expected.push((Address::new(row, column), field));
            }
        }
        file.push_str(end);
    }
    let workbook = delimited(file.as_bytes(), &pipelines::limits());
    let cells =
        workbook.as_ref().and_then(|workbook| workbook.sheets.first()).map_or(&[][..], |sheet| &sheet.cells);
    let found: Vec<(Address, &str)> =
        cells.iter().filter_map(|cell: &Cell| Some((cell.at, cell.text()?))).collect();
    assert_eq!(found, expected);
}
