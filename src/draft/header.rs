//! The rows of a header: where they begin and end, and the texts that they put over each column.
//!
//! Enters: a grid and the main row of a header. Leaves: the band of rows around it, and its columns. Merged cells stand over several columns; in
//! a file that keeps none, a text stands over the bare columns to its right.

use super::geometry::Column;
use super::grid::{Grid, Line, Seen, Text, What};

/// Rows over which a header may be spread.
const BAND: usize = 4;
/// Longer texts are no headers.
const LONGEST_HEADER: usize = 120;

/// Whether a cell may stand in a header: words, a year, a band of ages.
pub fn is_header_cell(cell: &Seen) -> bool {
    match &cell.what {
        What::Text(text) => {
            text.tidy.len() <= LONGEST_HEADER
                && !text.tidy.ends_with(':')
                && !text.tidy.contains(": ")
                && text.tidy.contains(char::is_alphanumeric)
        }
        What::Nil(text) => text.tidy.contains(char::is_alphanumeric),
        What::Number { value, is_bare, .. } => {
            !is_bare || (value.fract() == 0.0 && (1990.0..2100.0).contains(value))
        }
        What::Date(..) | What::Other => false,
    }
}

/// The first row of a header whose main row is known: merged cells and texts over further columns may stand right above.
pub fn band_above(grid: &Grid, line: usize, start: usize) -> usize {
    let Some(main) = grid.lines.get(line) else { return line };
    let (Some(left), Some(right)) = (main.cells.first(), main.cells.last()) else { return line };
    let mut first = line;
    while first > start && line - first < BAND - 1 {
        let (Some(above), Some(below)) = (grid.lines.get(first - 1), grid.lines.get(first)) else { break };
        let is_table_wide = above.cells.len() == 1
            && above.cells.first().is_some_and(|cell| {
                cell.column <= left.column || (cell.column == cell.last_column && main.cells.len() > 2)
            });
        let is_within = above.cells.iter().all(|cell| {
            cell.column >= left.column && cell.last_column <= right.last_column.max(right.column)
        });
        let is_group = |cell: &Seen| {
            cell.last_column > cell.column || cell.last_row > above.row || main.at(cell.column).is_none()
        };
        let is_band = above.row + 1 == below.row
            && above.cells.iter().all(is_header_cell)
            && is_within
            && !is_table_wide
            && above.cells.iter().any(is_group);
        if !is_band {
            break;
        }
        first -= 1;
    }
    first
}

/// The last row of a header: rows of texts below that have nothing under the first column of texts.
pub fn band_below(grid: &Grid, line: usize, end: usize) -> usize {
    let Some(main) = grid.lines.get(line) else { return line };
    let mut last = line;
    while last + 1 < end && last - line < BAND - 1 {
        let (Some(above), Some(below)) = (grid.lines.get(last), grid.lines.get(last + 1)) else { break };
        let is_under = |cell: &Seen| {
            main.cells.iter().any(|header| {
                (header.column..=header.last_column).contains(&cell.column)
                    && header.last_column > header.column
            }) || cell.text().is_some_and(|text| text.tidy.starts_with('('))
        };
        // Where no merged cells are kept, texts beside those of the first row show that they belong below them.
        let has_beside = below.cells.iter().any(|cell| main.at(cell.column).is_none());
        let is_band = below.row == above.row + 1
            && below.cells.iter().all(|cell| is_header_cell(cell) && (has_beside || is_under(cell)))
            && below.cells.first().map(|cell| cell.column) > main.cells.first().map(|cell| cell.column)
            && (has_beside || below.cells.len() > 1 || is_numbers_below(grid, last + 1));
        if !is_band {
            break;
        }
        last += 1;
    }
    last
}

/// Whether the line below a line has a value under one of its cells: then the line is no heading.
fn is_numbers_below(grid: &Grid, line: usize) -> bool {
    let (Some(this), Some(next)) = (grid.lines.get(line), grid.lines.get(line + 1)) else { return false };
    this.cells.iter().any(|cell| next.at(cell.column).is_some_and(Seen::is_value))
}

/// Behind a row that only numbers the columns, `A B (1) (2)`.
pub fn skip_numbering(grid: &Grid, begin: usize, end: usize, columns: &[Column]) -> usize {
    let Some(line) = grid.lines.get(begin).filter(|_| begin < end) else { return begin };
    let is_number = |cell: &Seen| match (&cell.what, cell.text()) {
        (_, Some(text)) => {
            let inner = text.tidy.trim_matches(['(', ')']);
            inner.len() <= 2 || inner.contains('=')
        }
        (What::Number { value, .. }, None) => value.fract() == 0.0 && (0.0..100.0).contains(value),
        _ => false,
    };
    let numbers: Vec<f64> = line.cells.iter().filter_map(Seen::number).map(f64::abs).collect();
    let is_rising = numbers.windows(2).all(|pair| matches!(pair, [one, two] if *two == one + 1.0));
    let is_numbering = line.cells.len() >= 2
        && line.cells.len() + 1 >= columns.len()
        && line.cells.iter().all(is_number)
        && is_rising
        && numbers.first().is_some_and(|first| *first <= 3.0);
    if is_numbering { begin + 1 } else { begin }
}

/// The columns of a header with the texts over each.
pub fn columns(band: &[Line]) -> Vec<Column> {
    let mut starts: Vec<u32> =
        band.iter().flat_map(|line| line.cells.iter().map(|cell| cell.column)).collect();
    starts.sort_unstable();
    starts.dedup();
    let covered = |column: u32| -> Vec<Text> {
        let over =
            band.iter().enumerate().filter_map(|(level, line)| over(line, band.get(level + 1..)?, column));
        over.filter_map(|cell| cell.text().cloned().or_else(|| Some(super::grid::text_of(&shown(cell)?))))
            .collect()
    };
    let mut columns: Vec<Column> = starts
        .iter()
        .filter(|column| band.iter().rev().find_map(|line| line.at(**column)).is_some())
        .map(|&first| Column { first, last: first, path: covered(first) })
        .collect();
    let ends: Vec<u32> = columns.iter().skip(1).map(|next| next.first - 1).chain([u32::MAX]).collect();
    for (column, next) in columns.iter_mut().zip(ends) {
        let spans = band.iter().filter_map(|line| line.at(column.first)).map(|cell| cell.last_column);
        column.last = spans.max().unwrap_or(column.first).clamp(column.first, next.max(column.first));
    }
    columns
}

fn shown(cell: &Seen) -> Option<String> {
    cell.number().map(|number| number.to_string())
}

/// The cell of a header row that stands over a column: at it, merged over it, or, where no merged cells are kept, the last one to the left whose
/// right neighbours are bare while the rows below have texts there.
fn over<'l>(line: &'l Line, below: &[Line], column: u32) -> Option<&'l Seen> {
    let cell = line.cells.iter().rfind(|cell| cell.column <= column)?;
    if (cell.column..=cell.last_column).contains(&column) {
        return Some(cell);
    }
    let is_merged = line.cells.iter().any(|cell| cell.last_column > cell.column);
    let has_text = |at: u32| below.iter().any(|line| line.at(at).is_some());
    (!is_merged && (cell.column..=column).all(has_text)).then_some(cell)
}
