//! Headers that say more than their own cell: `Năm 2023 > Thực hiện` stands under a merged cell, `Thực hiện năm {previous}` names a year.
//!
//! What stands above a header is a text over its column in the rows of the band, merged or, in a file that keeps no merged cells, further left. A
//! text that reaches over the labels as well is a title.

use super::marks::Mark;
use super::words::without_period;
use super::years::{self, Slot};
use super::{Headers, LONGEST_HEADER, Role};
use crate::clean::text;
use crate::locate::view::View;

/// A header of the definition that says more than one cell does.
#[derive(Debug)]
pub struct Further {
    pub(super) form: u16,
    pub(super) role: Role,
    /// Keys of the texts above it, outermost first, with `{}` for years.
    above: Vec<String>,
    /// Which year is named.
    pub(super) slot: Slot,
    /// Whether the year is named above, where the whole header is not in one cell.
    is_year_above: bool,
}

impl Further {
    /// The ways to find a header word that says more than one cell does, each with the key of its own cell; empty for any other word.
    pub(super) fn of(word: &str, form: u16, role: Role) -> Vec<(String, Self)> {
        let slot = match (word.contains("{previous}"), word.contains("{year}")) {
            (true, _) => Slot::Previous,
            (_, true) => Slot::Current,
            _ => Slot::Any,
        };
        let open = word.replace("{previous}", "{}").replace("{year}", "{}");
        let mut keys: Vec<String> = open.split('>').map(text::fold).collect();
        let Some(own) = keys.pop().filter(|_| slot != Slot::Any || word.contains('>')) else {
            return Vec::new();
        };
        let further = |above: Vec<String>, is_year_above| Self { form, role, above, slot, is_year_above };
        let mut ways = Vec::new();
        if keys.is_empty() && own.contains("{}") && own != "{}" {
            let bare = own.replace("{}", "2000");
            ways.push((without_period(&bare).to_owned(), further(Vec::new(), true)));
        }
        ways.push((own, further(keys, false)));
        ways
    }
}

impl Headers {
    /// The headers of the definition that a cell may be with what stands above it.
    pub(super) fn further<'h>(&'h self, view: &View, position: usize) -> Vec<&'h Further> {
        if self.further.is_empty() {
            return Vec::new();
        }
        let of = |key: &str| self.further.get(key).map_or(&[][..], Vec::as_slice);
        let Some(meaning) = view.meaning(position) else {
            let at = view.cell(position).map(|cell| cell.at);
            let is_year = at.is_some_and(|at| {
                view.row(at.row).is_some_and(|row| years::in_cell(view, row, at.column).is_some())
            });
            return if is_year { of("{}").iter().collect() } else { Vec::new() };
        };
        if meaning.tidy.len() > LONGEST_HEADER {
            return Vec::new();
        }
        let bare = text::fold(super::without_parentheses(&meaning.tidy));
        let open = years::without_years(&meaning.key);
        let open_bare = years::without_years(&bare);
        let mut keys: Vec<&str> = vec![&meaning.key, &bare];
        keys.extend(open.as_deref());
        keys.extend(open_bare.as_deref());
        keys.sort_unstable();
        keys.dedup();
        keys.into_iter().flat_map(of).collect()
    }
}

/// Whether what the definition says of the cells above a mark is there.
pub(super) fn fits(further: &Further, view: &View, mark: &Mark, label: &Mark, first_row: u32) -> bool {
    if further.is_year_above {
        // Whether a year stands above or below is seen when the report's year is known.
        return years::in_text(view.text(mark.position)).is_none();
    }
    let mut wanted = further.above.iter().rev().peekable();
    for position in texts_above(view, mark, label, first_row) {
        let Some(key) = view.meaning(position).map(|meaning| &*meaning.key) else { continue };
        let open = years::without_years(key);
        wanted.next_if(|wanted| *wanted == key || open.as_deref() == Some(wanted.as_str()));
    }
    wanted.peek().is_none()
}

/// The year that the nearest text above a mark names.
pub(super) fn year_above(view: &View, mark: &Mark, label: &Mark, first_row: u32) -> Option<u16> {
    if !matches!(mark.role, Role::Value(_)) {
        return None;
    }
    texts_above(view, mark, label, first_row).find_map(|position| {
        let at = view.cell(position)?.at;
        let text = view.text(position);
        years::in_text(text)
            .filter(|_| is_plain(text))
            .or_else(|| years::in_cell(view, view.row(at.row)?, at.column))
    })
}

/// Whether a text with a year has no other number in it: `Mẫu 02-BC/2022` above a column says nothing of its figures.
fn is_plain(text: &str) -> bool {
    let open = years::without_years(text).unwrap_or_default();
    !open.contains(|letter: char| letter.is_ascii_digit() || letter == '/')
}

/// The cells above a mark in the rows of the band, the nearest first, that are over its column and not over the labels.
fn texts_above<'v>(
    view: &'v View,
    mark: &Mark,
    label: &Mark,
    first_row: u32,
) -> impl Iterator<Item = usize> + use<'v> {
    let (at, labels) = (mark.at, (label.at.column, label.last_column));
    let keeps_merges = !view.sheet.merges.is_empty();
    (first_row..at.row).rev().filter_map(move |index| {
        let row = view.row(index)?;
        if let Some(position) = view.position(row, at.column) {
            let last =
                view.cell(position).and_then(|cell| view.merge_at(cell.at)).map(|merge| merge.last.column);
            let is_over_labels = at.column <= labels.0 && last.is_some_and(|last| last >= labels.0);
            return (!is_over_labels).then_some(position);
        }
        let left = |(position, cell): &(usize, &crate::model::Cell)| {
            cell.at.column < at.column && !(view.text(*position).is_empty() && cell.text().is_some())
        };
        let (position, cell) = view.cells(row).filter(left).last()?;
        let is_behind_labels = cell.at.column > labels.1 || at.column < labels.0;
        let is_merged_over = || view.merge_at(cell.at).is_some_and(|merge| merge.last.column >= at.column);
        (is_behind_labels && (!keeps_merges || is_merged_over())).then_some(position)
    })
}
