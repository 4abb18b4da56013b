//! Where the tables of a sheet are: rows of texts over columns of values.
//!
//! Enters: a [`Grid`], and which texts are met in several workbooks. Leaves: [`Table`]s with the texts over each column, from the top. A row of texts
//! is a header where values stand under it and labels beside them; of several such rows the lowest that still stands over nearly all
//! values is it, since titles stand above headers. What is found is judged later, over all workbooks.

use super::grid::{Grid, Line, Seen, Text};
use super::header::{band_above, band_below, columns, is_header_cell, skip_numbering};
use super::words;

/// Lines below a header that are asked whether values stand under it.
const WINDOW: usize = 60;
/// Share of the values under the best header that a lower one must still have.
const NEARLY_ALL: f64 = 0.8;
/// Tables of a sheet: more are one list with broken lines.
const TABLES: usize = 200;

/// A column of a table.
#[derive(Clone, Debug)]
pub struct Column {
    /// First sheet column.
    pub first: u32,
    /// Last sheet column that its header spans.
    pub last: u32,
    /// The texts over it, from the top.
    pub path: Vec<Text>,
}

impl Column {
    /// The key of the lowest text over it.
    pub fn key(&self) -> &str {
        self.path.last().map_or("", |text| &text.key)
    }

    /// The keys of all texts over it, `so tien > no`.
    pub fn full_key(&self) -> String {
        let keys: Vec<&str> = self.path.iter().map(|text| &*text.key).collect();
        keys.join(" > ")
    }
}

/// A table.
#[derive(Clone, Debug)]
pub struct Table {
    /// Line of the grid with the first row of the header.
    pub first_line: usize,
    /// Columns, from left to right.
    pub columns: Vec<Column>,
    /// Lines of the grid below the header, to the last with a value.
    pub body: std::ops::Range<usize>,
    /// Line of the grid where the part of the sheet above this table begins.
    pub above: usize,
}

impl Table {
    /// The key of a column: that of its lowest text, with those above it where several columns have the same.
    pub fn key(&self, index: usize) -> String {
        let Some(column) = self.columns.get(index) else { return String::new() };
        let same = self.columns.iter().filter(|other| other.key() == column.key()).count();
        if same > 1 { column.full_key() } else { column.key().to_owned() }
    }
}

/// The tables of a sheet, from top to bottom. `recurs` tells whether a text is met in several workbooks.
pub fn tables(grid: &Grid, recurs: &dyn Fn(&str) -> bool) -> Vec<Table> {
    let mut found = Vec::new();
    let mut regions = Vec::from([std::ops::Range { start: 0, end: grid.lines.len() }]);
    while let Some(region) = regions.pop() {
        if found.len() >= TABLES {
            break;
        }
        let Some(table) = best(grid, region.clone(), recurs) else { continue };
        regions.push(region.start..table.first_line);
        regions.push(table.body.end..region.end);
        found.push(table);
    }
    found.sort_by_key(|table| table.first_line);
    let mut above = 0;
    for table in &mut found {
        table.above = above;
        above = table.body.end;
    }
    found
}

/// A row that may be a header.
struct Candidate {
    line: usize,
    support: usize,
}

fn best(grid: &Grid, region: std::ops::Range<usize>, recurs: &dyn Fn(&str) -> bool) -> Option<Table> {
    let candidates: Vec<Candidate> = region
        .clone()
        .filter_map(|line| {
            let support = support(grid, line, region.end)?;
            let texts: Vec<&Text> = grid.lines.get(line)?.cells.iter().filter_map(Seen::text).collect();
            let known = texts.iter().filter(|text| recurs(&text.key)).count();
            (known * 2 >= texts.len()).then_some(Candidate { line, support })
        })
        .collect();
    let most = candidates.iter().map(|candidate| candidate.support).max()?;
    let is_good = |candidate: &&Candidate| candidate.support as f64 >= most as f64 * NEARLY_ALL;
    // A block that is much smaller than the one below it is found in the region above.
    let chosen = candidates.iter().rfind(is_good)?;
    Some(table(grid, chosen.line, &region, recurs))
}

/// How many lines have a value under a line of texts; none where it is no header at all.
fn support(grid: &Grid, line: usize, end: usize) -> Option<usize> {
    let header = grid.lines.get(line)?;
    let words = header.cells.iter().filter(|cell| cell.words().is_some()).count();
    if header.cells.len() < 2 || words < 1 || !header.cells.iter().all(is_header_cell) {
        return None;
    }
    let below = grid.lines.get(line + 1..end.min(line + 1 + WINDOW))?;
    let shapes: Vec<Shape> = header.cells.iter().map(|cell| Shape::of(cell, below)).collect();
    let has_labels = shapes.iter().any(|shape| shape.words >= 1 && shape.words > shape.values);
    let values: Vec<&Seen> = header
        .cells
        .iter()
        .zip(&shapes)
        .filter(|(cell, shape)| {
            shape.values >= 1
                && shape.values >= shape.words
                && !shape.is_numbering
                && !is_numbering_header(cell)
        })
        .map(|(cell, _)| cell)
        .collect();
    if !has_labels || values.is_empty() {
        return None;
    }
    let has_value = |line: &&Line| {
        values.iter().any(|header| line.within(header.column, header.last_column).is_some_and(Seen::is_value))
    };
    let support = below.iter().filter(has_value).count();
    (support >= 2 || (support >= 1 && below.len() <= 2)).then_some(support)
}

fn is_numbering_header(cell: &Seen) -> bool {
    cell.text().is_some_and(|text| words::is(&text.key, words::NUMBERING))
}

/// What stands under a header cell.
struct Shape {
    values: usize,
    words: usize,
    is_numbering: bool,
}

impl Shape {
    fn of(header: &Seen, below: &[Line]) -> Self {
        let mut shape = Self { values: 0, words: 0, is_numbering: false };
        let mut last: Option<f64> = None;
        let (mut steps, mut pairs) = (0, 0);
        for line in below {
            let Some(cell) = line.within(header.column, header.last_column) else { continue };
            if cell.is_value() {
                shape.values += 1;
            } else if cell.words().is_some() {
                shape.words += 1;
            }
            if let Some(value) = cell.number() {
                if let Some(last) = last {
                    pairs += 1;
                    steps += usize::from(value == last + 1.0 || value == 1.0);
                }
                last = Some(value);
            }
        }
        // Two values may follow each other by chance.
        shape.is_numbering = pairs >= 2 && steps * 10 >= pairs * 9;
        shape
    }
}

/// The table under a header line.
fn table(grid: &Grid, line: usize, region: &std::ops::Range<usize>, recurs: &dyn Fn(&str) -> bool) -> Table {
    let first_line = band_above(grid, line, region.start);
    let last_line = band_below(grid, line, region.end);
    let columns = columns(grid.lines.get(first_line..=last_line).unwrap_or_default());
    let begin = skip_numbering(grid, last_line + 1, region.end, &columns);
    let next =
        (begin..region.end).find(|&at| at > begin && is_next_header(grid, (line, at), region.end, recurs));
    let next = next.map_or(region.end, |next| band_above(grid, next, begin));
    let has_value = |line: &Line| {
        columns.iter().any(|column| {
            let is_numbering = words::is(column.key(), words::NUMBERING);
            !is_numbering && line.within(column.first, column.last).is_some_and(Seen::is_value)
        })
    };
    let lines = grid.lines.get(begin..next).unwrap_or_default();
    let end = lines.iter().rposition(has_value).map_or(begin, |last| begin + last + 1);
    let body = begin..with_texts(grid, end, next, &columns);
    Table { first_line, columns, body, above: 0 }
}

/// Rows of the form that hold no value here follow the last one that does, without a gap: they have texts in two columns.
fn with_texts(grid: &Grid, mut end: usize, next: usize, columns: &[Column]) -> usize {
    while end < next {
        let (Some(last), Some(line)) =
            (end.checked_sub(1).and_then(|at| grid.lines.get(at)), grid.lines.get(end))
        else {
            break;
        };
        let (Some(first), Some(right)) = (columns.first(), columns.last()) else { break };
        let is_within = line.cells.iter().all(|cell| (first.first..=right.last).contains(&cell.column));
        if line.row != last.row + 1 || line.cells.len() < 2 || !is_within {
            break;
        }
        end += 1;
    }
    end
}

/// Whether a line in the body of a table begins another: the same header again, or one of texts that recur, behind a gap.
fn is_next_header(
    grid: &Grid,
    (header, at): (usize, usize),
    end: usize,
    recurs: &dyn Fn(&str) -> bool,
) -> bool {
    let (Some(header), Some(line)) = (grid.lines.get(header), grid.lines.get(at)) else { return false };
    if line.cells.len() < 2 || !line.cells.iter().all(is_header_cell) {
        return false;
    }
    let keys = |line: &Line| -> Vec<(u32, String)> {
        let cells = line.cells.iter();
        cells.filter_map(|cell| Some((cell.column, cell.text()?.key.to_string()))).collect()
    };
    let (known, here) = (keys(header), keys(line));
    let same = here.iter().filter(|one| known.contains(one)).count();
    if same >= 2 && same * 2 >= known.len() {
        return true;
    }
    let above = at.checked_sub(1).and_then(|at| grid.lines.get(at));
    // A gap, or a title: a text alone.
    let gap = above.is_none_or(|above| above.row + 1 < line.row || above.cells.len() == 1);
    let known = here.iter().filter(|(_, key)| recurs(key)).count();
    gap && known * 2 >= here.len() && support(grid, at, end).is_some()
}
