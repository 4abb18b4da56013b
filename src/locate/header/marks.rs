//! The header words met in a sheet.

use super::groups::{self, Further};
use super::years::Slot;
use super::{Headers, Role};
use crate::locate::Lexicon;
use crate::locate::view::View;
use crate::model::Address;

/// A header word met in a sheet.
#[derive(Clone)]
pub(super) struct Mark<'h> {
    pub form: u16,
    pub role: Role,
    pub at: Address,
    pub last_row: u32,
    pub last_column: u32,
    pub position: usize,
    /// Whether it is no header word but the name of a branch, which may stand over labels, or over values beside a header over labels.
    pub is_name: bool,
    /// Which year it names.
    pub slot: Slot,
    /// What must stand above it.
    pub further: Option<&'h Further>,
}

impl Mark<'_> {
    /// A mark over labels that reaches over the marks over labels right beside it: labels are spread over several columns.
    pub fn with_neighbours(&self, marks: &[Self]) -> Self {
        let mut whole = self.clone();
        let row = in_rows(marks, self.at.row, self.at.row);
        for mark in row.iter().filter(|mark| mark.at.column > self.at.column && mark.form == self.form) {
            if mark.role != Role::Label || mark.is_name {
                break;
            }
            whole.last_column = whole.last_column.max(mark.last_column);
        }
        whole
    }

    /// Whether what the definition says of the cells above it is there.
    pub fn is_under(&self, view: &View, label: &Self, first_row: u32) -> bool {
        self.further.is_none_or(|further| groups::fits(further, view, self, label, first_row))
    }
}

/// The header words of a sheet, in row order.
pub(super) fn marks<'h>(headers: &'h Headers, view: &View, lexicon: &Lexicon) -> Vec<Mark<'h>> {
    let mut marks = Vec::new();
    for (position, cell) in view.sheet.cells.iter().enumerate() {
        let plain = view.meaning(position).map_or(&[][..], |meaning| meaning.roles(lexicon));
        let further = headers.further(view, position);
        if plain.is_empty() && further.is_empty() {
            continue;
        }
        let last = view.merge_at(cell.at).map_or(cell.at, |merge| merge.last);
        let is_name = !plain.is_empty()
            && view
                .meaning(position)
                .is_some_and(|meaning| headers.word(&meaning.tidy, &meaning.key).is_none());
        let mark = |form, role, further: Option<&'h Further>| Mark {
            form,
            role,
            at: cell.at,
            last_row: last.row,
            last_column: last.column,
            position,
            is_name: is_name && further.is_none(),
            slot: further.map_or(Slot::Any, |further| further.slot),
            further,
        };
        marks.extend(plain.iter().map(|&(form, role)| mark(form, role, None)));
        marks.extend(further.into_iter().map(|known| mark(known.form, known.role, Some(known))));
    }
    marks
}

/// The marks of some rows: marks stand in row order.
pub(super) fn in_rows<'m, 'h>(marks: &'m [Mark<'h>], first: u32, last: u32) -> &'m [Mark<'h>] {
    let start = marks.partition_point(|mark| mark.at.row < first);
    let end = marks.partition_point(|mark| mark.at.row <= last);
    marks.get(start..end).unwrap_or_default()
}

/// Whether a mark is a group over other marks below it, or overridden by one below it.
pub(super) fn is_group(mark: &Mark, near: &[&Mark]) -> bool {
    near.iter().any(|below| {
        below.at.row > mark.last_row && (mark.at.column..=mark.last_column).contains(&below.at.column)
    })
}

/// Whether a row has something under the header over labels: then it is data, not a second header row.
pub(super) fn has_label_in(view: &View, row: u32, label: &Mark) -> bool {
    view.row(row).is_some_and(|row| {
        view.cells(row).any(|(_, cell)| (label.at.column..=label.last_column).contains(&cell.at.column))
    })
}
