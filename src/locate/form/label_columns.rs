//! Labels that are spread over several columns under one header: level 1 in column B, level 2 in C.

use crate::locate::header::{Header, Role};
use crate::locate::view::{Row, View};

/// The header with its label column reaching over the columns on its right, up to the next header, that hold labels of their own.
///
/// A column without a header holds labels where most of its texts have nothing on their left; a remark stands beside a label.
pub fn with_label_columns(view: &View, header: &Header, rows: &[Row]) -> Header {
    let mut header = header.clone();
    let Some(label) = header.column(Role::Label).cloned() else { return header };
    let next =
        header.columns.iter().filter(|column| column.first > label.last).map(|column| column.first).min();
    let Some(end) = next.filter(|next| *next > label.last + 1) else { return header };
    let Some(last) = last_of_labels(view, rows, (label.first, label.last, end)) else { return header };
    if let Some(column) = header.columns.iter_mut().find(|column| column.role == Role::Label) {
        column.last = last;
    }
    header
}

/// The last column before `end` that holds labels of its own.
fn last_of_labels(view: &View, rows: &[Row], (first, last, end): (u32, u32, u32)) -> Option<u32> {
    // Alone, and beside a label: by column.
    let mut counts: std::collections::BTreeMap<u32, (u32, u32)> = std::collections::BTreeMap::new();
    for row in rows {
        let cells = view.cells(row).filter(|(_, cell)| (first..end).contains(&cell.at.column));
        let texts = cells.filter(|(position, _)| view.text(*position).contains(char::is_alphabetic));
        for (order, (_, cell)) in texts.enumerate().filter(|(_, (_, cell))| cell.at.column > last) {
            let count = counts.entry(cell.at.column).or_default();
            if order == 0 {
                count.0 += 1;
            } else {
                count.1 += 1;
            }
        }
    }
    counts.iter().filter(|(_, (alone, beside))| alone > beside).map(|(column, _)| *column).max()
}
