//! The columns on the left of a cross table: which of them holds which level.
//!
//! A level with declared words stands in the column that holds most of them; one of free texts in the next column that no other level has. Several
//! levels may share a column: an indicator, its categories below it.

use super::find::Shape;
use super::side::{Line, Text, is_closed};
use crate::locate::Lexicon;
use crate::locate::view::{Row, View};
use std::collections::{BTreeMap, BTreeSet};

/// Rows of the body that are looked at.
const ROWS: usize = 4_096;

/// A column of labels.
#[derive(Clone, Debug, PartialEq)]
pub struct LabelColumn {
    /// The sheet's column.
    pub column: u32,
    /// The levels whose texts stand in it, outermost first.
    pub levels: Vec<usize>,
}

/// The label columns of a table, from left to right.
pub fn columns(
    view: &View,
    lexicon: &Lexicon,
    shape: &Shape,
    body: &[Row],
    values: &[Line],
    headed: &[u32],
) -> Vec<LabelColumn> {
    let first_value = values.iter().filter(|line| line.unknown().is_none()).map(|line| line.index).min();
    let first_value = first_value.unwrap_or(u32::MAX);
    let known: BTreeSet<u32> =
        values.iter().filter(|line| line.unknown().is_none()).map(|line| line.index).collect();
    let levels = shape.down.len();
    let mut hits: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    let mut texts: BTreeSet<u32> = headed.iter().copied().collect();
    for row in body.iter().take(ROWS) {
        for (position, cell) in view.cells(row) {
            let column = cell.at.column;
            if (column > first_value && !headed.contains(&column)) || known.contains(&column) {
                continue;
            }
            let Some(text) = Text::of(view, lexicon, position) else { continue };
            if cell.text().is_some() && text.tidy.contains(char::is_alphabetic) && column < first_value {
                texts.insert(column);
            }
            for (level, &axis) in shape.down.iter().enumerate() {
                if text.is_telling(axis, lexicon) {
                    let counts = hits.entry(column).or_insert_with(|| vec![0; levels]);
                    counts.iter_mut().skip(level).take(1).for_each(|count| *count += 1);
                }
            }
        }
    }
    let mut column_of: Vec<Option<u32>> = vec![None; levels];
    for (level, slot) in column_of.iter_mut().enumerate() {
        let count = |counts: &Vec<usize>| counts.get(level).copied().unwrap_or(0);
        let most = hits.iter().filter(|(_, counts)| count(counts) > 0);
        // Of equal ones the leftmost.
        *slot = most
            .max_by_key(|(column, counts)| (count(counts), std::cmp::Reverse(**column)))
            .map(|(column, _)| *column);
    }
    let is_open = |level: usize| shape.down.get(level).is_some_and(|&axis| !is_closed(axis, lexicon));
    if (0..levels).any(|level| column_of.get(level) == Some(&None) && !is_open(level)) && headed.is_empty() {
        return of_levels(&column_of);
    }
    let free: Vec<u32> = if headed.is_empty() { texts.into_iter().collect() } else { headed.to_vec() };
    let mut free: Vec<u32> = free.into_iter().filter(|column| !column_of.contains(&Some(*column))).collect();
    free.reverse();
    for slot in column_of.iter_mut().filter(|slot| slot.is_none()) {
        *slot = free.pop();
    }
    // A level without a column of its own shares the one before it, or behind it.
    for level in 0..levels {
        if column_of.get(level) == Some(&None) {
            let before = column_of.iter().take(level).rev().copied().find_map(|known| known);
            let shared = before.or_else(|| column_of.iter().copied().find_map(|known| known));
            column_of.iter_mut().skip(level).take(1).for_each(|slot| *slot = shared);
        }
    }
    of_levels(&column_of)
}

fn of_levels(column_of: &[Option<u32>]) -> Vec<LabelColumn> {
    let mut columns: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (level, column) in column_of.iter().enumerate() {
        if let Some(column) = column {
            columns.entry(*column).or_default().push(level);
        }
    }
    columns.into_iter().map(|(column, levels)| LabelColumn { column, levels }).collect()
}
