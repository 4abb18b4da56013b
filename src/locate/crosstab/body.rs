//! The rows of a cross table: what the texts on the left say, filled down from the rows above.

use super::Grid;
use super::side::{Line, Said, Text};
use crate::locate::Lexicon;
use crate::locate::view::{Row, View};
use crate::model::{Address, Value};
use std::collections::HashSet;
use std::sync::Arc;

/// A row of the body.
pub struct BodyRow {
    /// The row.
    pub row: Row,
    /// What it says.
    pub line: Line,
    /// The text of its unit column.
    pub unit: String,
}

/// How far reading has come down a table: a header that is repeated on the next page does not interrupt it.
#[derive(Debug, Default)]
pub struct Course {
    /// What the last row with a label said.
    said: Vec<Said>,
    seen_totals: HashSet<Vec<Said>>,
    /// Whether an outer group has ended without a total of its own.
    has_group_without_total: bool,
    /// Whether the group that is being read has one.
    has_total: bool,
}

/// What a row was before it is decided where the table ends.
enum Met {
    /// A row with texts that are known, or values.
    Row(BodyRow),
    /// A row that says nothing.
    Structure(Row),
}

/// The rows of a table with values or known labels, and those that only structure it. Returns the sheet row behind the last one too.
pub fn rows(
    grid: &Grid,
    view: &View,
    lexicon: &Lexicon,
    rows: &[Row],
    course: &mut Course,
) -> (Vec<BodyRow>, Vec<Row>, u32) {
    if course.said.is_empty() {
        course.said = vec![Said::Nothing; grid.down.len()];
    }
    let end = end(grid, view, lexicon, rows);
    let (mut body, mut structure) = (Vec::new(), Vec::new());
    let within = rows.get(..end).unwrap_or_default();
    for (order, row) in within.iter().enumerate() {
        if order == 0 && is_numbering(grid, view, lexicon, row) {
            structure.push(row.clone());
            continue;
        }
        match read(grid, view, lexicon, row, course) {
            Met::Row(row) => body.push(row),
            Met::Structure(row) => structure.push(row),
        }
    }
    let behind = within.last().map_or(grid.last_row, |row| row.index) + 1;
    (body, structure, behind)
}

/// How many of the rows belong to the table: to the last known label, and on to its end of words, a gap, or the last row.
fn end(grid: &Grid, view: &View, lexicon: &Lexicon, rows: &[Row]) -> usize {
    let is_end = |row: &Row| {
        let mut meanings = row.cells.clone().filter_map(|position| view.meaning(position));
        meanings.next().is_some_and(|meaning| meaning.row_words(lexicon).is_end)
    };
    // Free texts belong to the table where they have values: signatures below it have none.
    let is_known = |row: &Row| {
        let own = own_texts(grid, view, lexicon, row);
        own.iter().any(|(_, text, _)| is_telling(grid, lexicon, text))
            || own.iter().any(|(_, _, said)| said.is_some()) && has_values(grid, view, row) && !is_end(row)
    };
    let last = rows.iter().rposition(is_known).map_or(0, |last| last + 1);
    let mut before = last.checked_sub(1).and_then(|at| rows.get(at)).map_or(grid.last_row, |row| row.index);
    let mut end = last;
    for row in rows.iter().skip(last) {
        if is_end(row) || row.index > before + 1 {
            break;
        }
        before = row.index;
        end += 1;
    }
    end
}

/// The texts in the label columns of a row: where they stand, and the level that knows them with what they say there.
type OwnText = (Address, Text, Option<(usize, Said)>);

fn own_texts(grid: &Grid, view: &View, lexicon: &Lexicon, row: &Row) -> Vec<OwnText> {
    let mut own = Vec::new();
    for label in &grid.labels {
        let Some(position) = view.position(row, label.column) else { continue };
        let Some((cell, text)) = view.cell(position).zip(Text::of(view, lexicon, position)) else { continue };
        let on = |level: usize| {
            let axis = *grid.down.get(level)?;
            let said = text.on(axis, lexicon)?;
            (said != Said::All || text.is_total()).then_some((level, said))
        };
        // What only one level knows goes before what any level takes.
        let telling = label
            .levels
            .iter()
            .copied()
            .find(|&level| grid.down.get(level).is_some_and(|&axis| text.is_telling(axis, lexicon)));
        let known = telling.and_then(on).or_else(|| label.levels.iter().rev().copied().find_map(on));
        own.push((cell.at, text, known));
    }
    own
}

fn read(grid: &Grid, view: &View, lexicon: &Lexicon, row: &Row, course: &mut Course) -> Met {
    let own = own_texts(grid, view, lexicon, row);
    let has_values = has_values(grid, view, row);
    let is_known = own.iter().any(|(_, _, known)| known.is_some());
    if own.is_empty() && !has_values {
        return Met::Structure(row.clone());
    }
    let innermost = grid.down.len().saturating_sub(1);
    let mut levels: Vec<(usize, Said)> = Vec::new();
    let mut is_of_which = false;
    for (at, text, known) in &own {
        is_of_which |= text.is_of_which();
        match known {
            Some(known) => levels.push(known.clone()),
            None => {
                let level = level_at(grid, lexicon, at.column, text);
                // A heading over rows of the innermost level, or a remark: it interrupts nothing.
                if has_values || level < innermost {
                    levels.push((level, Said::Unknown(text.tidy.clone())));
                }
            }
        }
    }
    if own.is_empty() {
        levels.push((innermost, Said::Unknown(Arc::from(""))));
    }
    if levels.is_empty() || (!is_known && !has_values && levels.iter().all(|(level, _)| *level == innermost))
    {
        return Met::Structure(row.clone());
    }
    levels.sort_by_key(|(level, _)| *level);
    let said = course.enter(&levels, own.is_empty());
    let position = |at: &Address| Address::new(row.index, at.column);
    let at = own.last().map_or(first_value(view, grid, row), |(at, ..)| position(at));
    let text = texts(&own);
    let unit =
        grid.unit.and_then(|column| view.position(row, column)).map_or("", |at| view.text(at)).to_owned();
    let line = Line { index: row.index, said, text, at, is_of_which };
    Met::Row(BodyRow { row: row.clone(), line, unit })
}

fn texts(own: &[OwnText]) -> Arc<str> {
    let texts: Vec<&str> = own.iter().map(|(_, text, _)| &*text.tidy).collect();
    texts.join(" › ").into()
}

/// The level that an unknown text of a column was meant for: the one with a word near it, else the outermost, so that nothing below it is put
/// down to the row above.
fn level_at(grid: &Grid, lexicon: &Lexicon, column: u32, text: &Text) -> usize {
    let levels =
        grid.labels.iter().find(|label| label.column == column).map_or(&[][..], |label| &label.levels);
    let is_near = |level: &&usize| match grid.down.get(**level) {
        Some(crate::pipeline::Axis::Indicators) => lexicon.labels.nearest(&text.tidy).is_some(),
        Some(crate::pipeline::Axis::Dimension(index)) => {
            lexicon.crosstabs.nearest(*index, &text.tidy).is_some()
        }
        None => false,
    };
    levels.iter().find(is_near).or_else(|| levels.first()).copied().unwrap_or(0)
}

impl Course {
    /// What a row says whose own texts say these levels: outer levels are those of the rows above, inner ones are not said.
    fn enter(&mut self, levels: &[(usize, Said)], is_unlabelled: bool) -> Vec<Said> {
        let (Some((first, _)), Some((last, _))) = (levels.first(), levels.last()) else {
            return self.said.clone();
        };
        let (first, last) = (*first, *last);
        let mut said = self.said.clone();
        for (level, slot) in said.iter_mut().enumerate() {
            if let Some((_, own)) = levels.iter().find(|(known, _)| *known == level) {
                *slot = own.clone();
            } else if level > first {
                *slot = Said::Nothing;
            }
        }
        let is_total = said.get(last) == Some(&Said::All);
        if is_total && first > 0 {
            self.promote(&mut said, first);
        } else if first == 0 && self.said.first().is_some_and(|said| !said.is_whole()) {
            self.has_group_without_total |= !self.has_total;
            self.has_total = false;
        }
        if is_total {
            self.seen_totals.insert(said.clone());
        }
        // A row without a text of its own says nothing of those below it; a promoted total ends the groups.
        if !is_unlabelled {
            self.said = said.clone();
        }
        said
    }

    /// A total under an outer text that only the rows above say: the second one of a group, or the first where groups have none, is of all groups.
    fn promote(&mut self, said: &mut [Said], first: usize) {
        let is_grand = self.seen_totals.contains(&*said) || (self.has_group_without_total && !self.has_total);
        if is_grand {
            said.iter_mut().take(first).for_each(|said| *said = Said::All);
        }
        self.has_total = true;
    }
}

/// Whether a row has anything in a column of values.
fn has_values(grid: &Grid, view: &View, row: &Row) -> bool {
    view.cells(row).any(|(position, cell)| grid.is_value(cell.at.column) && is_filled(view, position))
}

fn first_value(view: &View, grid: &Grid, row: &Row) -> Address {
    let first = view.cells(row).find(|(_, cell)| grid.is_value(cell.at.column));
    first.map_or(Address::new(row.index, 0), |(_, cell)| cell.at)
}

/// Whether a cell holds anything visible.
pub fn is_filled(view: &View, position: usize) -> bool {
    view.cell(position).is_some_and(|cell| cell.text().is_none()) || !view.text(position).is_empty()
}

/// Whether only declared words could say what a text of the label columns says.
fn is_telling(grid: &Grid, lexicon: &Lexicon, text: &Text) -> bool {
    grid.down.iter().any(|&axis| text.is_telling(axis, lexicon))
}

/// Whether a row only numbers the columns: `A B 1 2 3`, `(1) (2) (3)`. A row with a declared word is data.
fn is_numbering(grid: &Grid, view: &View, lexicon: &Lexicon, row: &Row) -> bool {
    if row.cells.len() < 3
        || own_texts(grid, view, lexicon, row).iter().any(|(_, text, _)| is_telling(grid, lexicon, text))
    {
        return false;
    }
    let number = |position: usize| -> Option<f64> {
        match view.cell(position).map(|cell| &cell.value) {
            Some(Value::Number(number)) => Some(*number),
            _ => view.text(position).trim_matches(['(', ')']).split('=').next()?.parse().ok(),
        }
    };
    let numbers: Vec<Option<f64>> = row.cells.clone().map(number).collect();
    let letters = numbers.iter().take_while(|number| number.is_none()).count();
    let is_letter = |position: usize| view.text(position).trim_matches(['(', ')']).len() == 1;
    let counted: Option<Vec<f64>> = numbers.iter().skip(letters).copied().collect();
    row.cells.clone().take(letters).all(is_letter)
        && counted.is_some_and(|counted| {
            counted.len() > 1
                && counted.windows(2).all(|pair| matches!(pair, [one, two] if one + 1.0 == *two))
        })
}
