//! Numbers beside a table that may belong to it: one column off, or another table's.

use super::{Table, value};
use crate::locate::Found;
use crate::locate::header::{Column, Role};
use crate::locate::view::{Row, View};
use crate::model::flag::Place;
use crate::model::{Address, Cell, Check, Flag};

/// Flags what stands beside a row of the table.
pub fn flag(table: &Table, view: &View, row: &Row, is_indicator: bool, found: &mut Found) {
    flag_beside(table, view, row, found);
    if is_indicator {
        flag_beyond(table, view, row, found);
    }
}

fn flag_at(view: &View, cell: &Cell, found: &mut Found) {
    let place = Place::cell(&view.sheet.name, cell.at);
    found.flags.push(Flag::new(Check::DataOutsideTable, place, cell.at.to_string()));
}

fn is_named(table: &Table, at: Address) -> bool {
    table.header.columns.iter().any(|column| (column.first..=column.last).contains(&at.column))
}

/// Flags a number to the right of an indicator's empty value cells, in a column without a header: it is probably the value, one column off.
fn flag_beyond(table: &Table, view: &View, row: &Row, found: &mut Found) {
    let header = table.header;
    let is_filled = |column: &Column| {
        view.position(row, column.first).is_some_and(|position| !value::is_blank_text(view, position))
    };
    if header.values().any(|(column, _)| is_filled(column)) {
        return;
    }
    let labels = header.column(Role::Label).map_or(0, |column| column.last);
    let locale = table.lexicon.reading.locale;
    let beyond = view.cells(row).find(|(position, cell)| {
        cell.at.column > labels && !is_named(table, cell.at) && view.is_number(*position, locale)
    });
    if let Some((_, cell)) = beyond {
        flag_at(view, cell, found);
    }
}

/// Flags a known label with a number behind it in columns that this table does not have: another table stands beside it, unread.
fn flag_beside(table: &Table, view: &View, row: &Row, found: &mut Found) {
    let is_label = |position: usize| {
        view.meaning(position).is_some_and(|meaning| meaning.label(table.lexicon).is_some())
    };
    let mut before = None;
    for (position, cell) in view.cells(row).filter(|(_, cell)| !is_named(table, cell.at)) {
        let is_behind_label = before.replace(position).is_some_and(is_label);
        if is_behind_label && view.is_number(position, table.lexicon.reading.locale) {
            flag_at(view, cell, found);
        }
    }
}
