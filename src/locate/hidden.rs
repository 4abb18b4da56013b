//! Hidden rows and columns that hold data: one flag each, at the first value in it.

use super::Found;
use super::view::View;
use crate::model::flag::Place;
use crate::model::{Address, Cell, Check, Fact, Flag};
use std::collections::BTreeMap;

/// Flags the hidden rows and columns of a sheet whose facts begin at a position of the facts found.
///
/// Rows that are told of already are left out: tables of records tell of all their hidden rows at once.
pub fn flag(view: &View, found: &mut Found, first_fact: usize, is_told: impl Fn(u32) -> bool) {
    let facts = found.facts.get(first_fact..).unwrap_or_default();
    let mut flags = Vec::new();
    let is_hidden = |at: Address| view.sheet.is_row_hidden(at.row) && !is_told(at.row);
    for (row, cells) in by(view, |at| is_hidden(at).then_some(at.row)) {
        flags.extend(flag_line(view, Check::HiddenRow, (row + 1).to_string(), &cells, facts));
    }
    let is_column_hidden = |at: Address| view.sheet.is_column_hidden(at.column) && !is_told(at.row);
    for (column, cells) in by(view, |at| is_column_hidden(at).then_some(at.column)) {
        let name = Address::new(0, column).to_string();
        let letters = name.trim_end_matches('1').to_owned();
        flags.extend(flag_line(view, Check::HiddenColumn, letters, &cells, facts));
    }
    found.flags.append(&mut flags);
}

/// Cells by the hidden line that they stand in.
fn by<'a>(view: &View<'a>, line: impl Fn(Address) -> Option<u32>) -> BTreeMap<u32, Vec<&'a Cell>> {
    let mut lines: BTreeMap<u32, Vec<&Cell>> = BTreeMap::new();
    for cell in &view.sheet.cells {
        if let Some(line) = line(cell.at) {
            lines.entry(line).or_default().push(cell);
        }
    }
    lines
}

/// The flag of a hidden line: at its first fact, with what all its cells hold.
fn flag_line(view: &View, check: Check, name: String, cells: &[&Cell], facts: &[Fact]) -> Option<Flag> {
    // Cells stand in the order of their addresses.
    let is_here = |fact: &&Fact| cells.binary_search_by_key(&fact.at, |cell| cell.at).is_ok();
    let fact = facts.iter().find(is_here);
    let at = fact.map(|fact| fact.at).or_else(|| Some(cells.first()?.at))?;
    let flag = Flag::new(check, Place::cell(&view.sheet.name, at), name);
    Some(match fact {
        Some(fact) => flag.about(fact.indicator, fact.measure),
        None => flag,
    })
}
