//! What is said of a table as a whole: columns that nobody can tell apart, hidden records, a copied sheet, missing columns.

use super::header::{Block, Near};
use super::plan::Plan;
use super::rows::{Line, RowKind};
use super::values::Table;
use crate::locate::Found;
use crate::locate::view::View;
use crate::model::flag::Place;
use crate::model::{Address, Check, Flag};

/// Hidden rows that a flag lists.
const LISTED: usize = 8;

/// Flags columns that carry the same header; none of them is read.
pub fn ambiguous(plan: &Plan, block: &Block, view: &View, found: &mut Found) {
    for seen in block.columns.iter().flatten().filter(|seen| !seen.rivals.is_empty()) {
        let all: Vec<String> =
            seen.rivals.iter().map(|&column| Address::new(block.last_row, column).to_string()).collect();
        let place = Place::cell(&view.sheet.name, Address::new(block.last_row, seen.first));
        let flag = Flag::new(Check::HeaderAmbiguous, place, &*seen.header).expected(all.join("; "));
        found.flags.push(Flag { measure: plan.measure, ..flag });
    }
}

/// Flags the hidden rows and columns of a table that hold records: filters hide thousands, so one flag tells of all.
pub fn hidden(table: &Table, view: &View, lines: &[Line], found: &mut Found) {
    let records = || lines.iter().filter(|line| line.kind == RowKind::Record);
    let mut runs: Vec<(u32, u32)> = Vec::new();
    let hidden = records().filter(|line| view.sheet.is_row_hidden(line.row));
    for row in hidden.clone().map(|line| line.row + 1) {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == row => *last = row,
            _ => runs.push((row, row)),
        }
    }
    let first = hidden.clone().next().map(|line| super::values::first_of(view, line));
    if let Some(at) = first {
        let shown = runs
            .iter()
            .take(LISTED)
            .map(|(first, last)| if first == last { first.to_string() } else { format!("{first}–{last}") });
        let more = if runs.len() > LISTED { ", …" } else { "" };
        let rows = format!("{}{more}", shown.collect::<Vec<_>>().join(", "));
        found.flags.push(Flag::new(Check::HiddenRow, Place::cell(&view.sheet.name, at), rows));
    }
    let Some(row) = records().next().map(|line| line.row) else { return };
    for seen in table.block.columns.iter().flatten().filter(|seen| view.sheet.is_column_hidden(seen.first)) {
        let at = Address::new(row, seen.first);
        let letters = Address::new(0, seen.first).to_string().trim_end_matches('1').to_owned();
        found.flags.push(Flag::new(Check::HiddenColumn, Place::cell(&view.sheet.name, at), letters));
    }
}

/// Flags a table that says what a table of another sheet says.
pub fn copied(plan: &Plan, view: &View, (sheet, original): (u16, Address), at: Address, found: &mut Found) {
    let name = found.sheet_names.get(usize::from(sheet)).cloned().unwrap_or_default();
    let flag = Flag::new(Check::LabelRepeated, Place::cell(&view.sheet.name, at), &*view.sheet.name);
    let flag = flag.expected(format!("{name}!{original}"));
    found.flags.push(match plan.computed.first() {
        Some(computed) => flag.about(computed.indicator, plan.measure),
        None => flag,
    });
}

/// Flags a header that lacks columns, with the texts of it that are nearest to them.
pub fn missing(near: &Near, view: &View, found: &mut Found) {
    let place = Place::cell(&view.sheet.name, near.at);
    let flag = Flag::new(Check::ColumnMissing, place, near.nearest.join("; "));
    found.flags.push(flag.expected(near.missing.join("; ")));
}
