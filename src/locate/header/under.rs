//! What stands below the words of a header: a row of units, parts or years, and the columns that a merged header is over.

use super::Role;
use super::marks::Mark;
use super::years;
use crate::locate::Lexicon;
use crate::locate::view::{Row, View};
use crate::pipeline::Locale;

/// The row right below the words of a header that says more of its columns, units (`(triệu đồng)`) or parts (`Nam`, `Nữ`): nothing under the
/// labels, words under values, and no number anywhere.
pub(super) fn row_of_words<'v>(
    view: &'v View,
    label: &Mark,
    kept: &[&Mark],
    words_end: u32,
) -> Option<&'v Row> {
    let row = view.row(words_end + 1)?;
    let is_word = |position: usize| {
        let text = view.text(position);
        text.contains(char::is_alphabetic) || text.contains('%')
    };
    let is_over_value =
        |column: u32| kept.iter().any(|mark| matches!(mark.role, Role::Value(_)) && mark.at.column == column);
    let filled = || view.cells(row).filter(|(at, cell)| cell.text().is_none() || !view.text(*at).is_empty());
    let is_of_header = filled()
        .all(|(at, cell)| is_word(at) && !(label.at.column..=label.last_column).contains(&cell.at.column));
    let is_short =
        || filled().all(|(at, _)| !view.is_number(at, Locale::Vi) && view.text(at).len() <= LONGEST_PART);
    (is_of_header && is_short() && filled().any(|(_, cell)| is_over_value(cell.at.column))).then_some(row)
}

/// Longer texts below a header are values of text.
const LONGEST_PART: usize = 60;

/// The last column that a header over values speaks of: to the end of its merged cell; in a file that keeps no merged cells, over the columns
/// without a header of their own that have words in the row below.
pub(super) fn last_column_under(view: &View, mark: &Mark, near: &[&Mark], below: Option<&Row>) -> u32 {
    let Some(below) = below.filter(|_| mark.last_column == mark.at.column) else { return mark.last_column };
    let is_free = |column: &u32| {
        let is_headed = near.iter().any(|other| (other.at.column..=other.last_column).contains(column))
            || view
                .row(mark.at.row)
                .is_some_and(|row| view.position(row, *column).is_some_and(|at| !view.text(at).is_empty()));
        !is_headed && view.position(below, *column).is_some_and(|at| !view.text(at).is_empty())
    };
    (mark.at.column + 1..).take_while(is_free).last().unwrap_or(mark.at.column)
}

/// The columns under a header over values that is merged over several, where known rows have something in them.
///
/// One is the column meant, wherever in the merged header it stands. Several (`Nam`, `Nữ`) are told as they are: nobody knows which to take.
pub(super) fn columns_under(
    view: &View,
    lexicon: &Lexicon,
    mark: &Mark,
    (first, last): (u32, u32),
    label: &Mark,
    last_row: u32,
) -> Vec<u32> {
    if !matches!(mark.role, Role::Value(_)) || first == last {
        return Vec::new();
    }
    let mut columns = std::collections::BTreeSet::new();
    for row in view.rows.iter().filter(|row| row.index > last_row) {
        let is_label = |position: usize, column: u32| {
            (label.at.column..=label.last_column).contains(&column)
                && view.meaning(position).is_some_and(|meaning| meaning.label(lexicon).is_some())
        };
        if !view.cells(row).any(|(position, cell)| is_label(position, cell.at.column)) {
            continue;
        }
        let is_under = |column: u32| (first..=last).contains(&column);
        let filled = view.cells(row).filter(|(position, cell)| {
            is_under(cell.at.column) && (cell.text().is_none() || !view.text(*position).is_empty())
        });
        columns.extend(filled.map(|(_, cell)| cell.at.column));
    }
    columns.into_iter().collect()
}

/// The row right below the words of a header that holds nothing but years, `2022 | 2023`: nothing under the labels, a year under a header over
/// values that is merged over several columns, or that two columns have.
pub(super) fn years_below<'v>(
    view: &'v View,
    label: &Mark,
    kept: &[&Mark],
    words_end: u32,
) -> Option<&'v Row> {
    let values = kept.iter().filter(|mark| matches!(mark.role, Role::Value(_)));
    // The header over labels may reach down beside the years.
    let row =
        view.row(values.map(|mark| mark.last_row).max()? + 1).filter(|row| row.index <= words_end + 1)?;
    let is_of_header = view.cells(row).all(|(_, cell)| {
        !(label.at.column..=label.last_column).contains(&cell.at.column)
            && years::in_cell(view, row, cell.at.column).is_some()
    });
    let count = view.cells(row).take(2).count();
    let is_over = |column: u32| {
        kept.iter().any(|mark| {
            matches!(mark.role, Role::Value(_)) && (mark.at.column..=mark.last_column).contains(&column)
        })
    };
    let is_over_value = || view.cells(row).any(|(_, cell)| is_over(cell.at.column));
    (is_of_header && count == 2 && is_over_value()).then_some(row)
}
