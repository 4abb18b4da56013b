//! Small files that end the process which reads them, or keep it for ever.
//!
//! Workbooks of Excel 5, which calamine reads: it makes a table of each sheet that is listed as soon as it opens the file, and any number of them may be listed
//! in one place.

use super::container::compound;
use super::form::{number, record};

/// A workbook of Excel 5 that lists so many sheets, all of them these cells.
fn excel_5(sheets: usize, cells: &[u8]) -> Vec<u8> {
    let begin = |kind: u8| record(0x0809, &[0, 5, kind, 0, 0, 0, 0, 0]);
    let end = record(0x000A, &[]);
    let listed = |at: usize, offset: usize| {
        let name = format!("S{at:05}");
        let head = [&(offset as u32).to_le_bytes()[..], &[0, 0, name.len() as u8]].concat();
        record(0x0085, &[head.as_slice(), name.as_bytes()].concat())
    };
    let list: usize = (0..sheets).map(|at| listed(at, 0).len()).sum();
    let offset = begin(5).len() + list + end.len();
    let list: Vec<u8> = (0..sheets).flat_map(|at| listed(at, offset)).collect();
    compound("Book", &[begin(5), list, end.clone(), begin(0x10), cells.to_vec(), end].concat())
}

/// A hundred sheets with a number in the first cell and one in the last: 400 MB each.
pub fn of_memory() -> Vec<u8> {
    excel_5(100, &[number(0, 0, 1.0), number(0xFFFF, 0xFF, 1.0)].concat())
}

/// Thousands of sheets of a hundred thousand cells each, all in one place: ten times as long as a second, and next to no memory.
pub fn of_time() -> Vec<u8> {
    excel_5(5_000, &number(0, 0, 1.0).repeat(100_000))
}

/// The same, with little in it.
pub fn harmless() -> Vec<u8> {
    excel_5(2, &[number(0, 0, 1.0), number(99, 9, 1.0)].concat())
}
