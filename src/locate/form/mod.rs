//! The layout `form`: a row is an indicator, with one or several columns of values.
//!
//! Enters: a sheet and a header. Leaves: facts, flags, and a disposition for every cell of the table. A row is, in this order, a
//! repeated header, the end of the table, a heading, an indicator, a total, an "of which" opener, or unknown.

mod around;
mod beside;
mod label_columns;
mod outline;
pub(super) mod own_unit;
mod printed;
mod row;
mod unknown;
pub(super) mod value;

#[cfg(test)]
mod tests;

use super::header::{Column, Header, is_column_numbering};
use super::sections::Sections;
use super::totals::{Line, Met};
use super::view::{Disposition, Row, View};
use super::{Found, Lexicon, labels};
use crate::clean::number::{self, Habit};
use crate::clean::text;
use crate::clean::unit::StatedUnit;
use crate::model::flag::Place;
use crate::pipeline::Reading;
pub use around::Around;
pub use label_columns::with_label_columns;
pub use outline::{Outline, Shape};
pub use own_unit::OwnUnits;
use printed::Pending;
pub use printed::finish;
use row::Kind;
pub use row::RowLabel;
use std::collections::HashSet;
pub use unknown::flag_columns;

/// What is known of a table before its rows are read.
pub struct Table<'a> {
    /// The definition and its indexes.
    pub lexicon: &'a Lexicon,
    /// The header.
    pub header: &'a Header,
    /// Index of the sheet in the workbook.
    pub sheet: u16,
    /// The unit that a banner above the table states.
    pub banner: Option<StatedUnit>,
    /// What may be a unit of the definition's own in the texts above the table, `ĐVT: tấn`, and in each value column's header.
    pub own_units: OwnUnits,
    /// Whether the workbook counts dates from 1904.
    pub is_1904: bool,
    /// The year of the report, for dates written without one.
    pub year: Option<u16>,
    /// What text numbers of each value column show about their commas, in the order of [`Header::values`].
    pub habits: Vec<Habit>,
}

impl Table<'_> {
    fn reading(&self) -> &Reading {
        &self.lexicon.reading
    }
}

/// How far reading has come down a table: what the rows above say about those below.
#[derive(Debug, Default)]
pub struct Course {
    sections: Sections,
    lines: Vec<Line>,
    /// Total rows: what they sum may stand below them.
    totals: Vec<Pending>,
    /// Match keys of the headings met, for totals that name them.
    headings: HashSet<String>,
    /// Columns that were flagged as unknown.
    columns: HashSet<u32>,
}

impl Course {
    fn add(&mut self, what: Met, label: &RowLabel) {
        self.lines.push(Line { what, indent: label.shape.indent });
    }
}

/// Facts for which room is made at once: a table of more rows is a list, few of whose rows are indicators.
const MOST_EXPECTED: usize = 4_096;

/// Reads the rows of a table. Returns the sheet row behind its last one.
///
/// A line between the rows that states a unit holds for the rows below it.
pub fn read(table: &mut Table, view: &mut View, rows: &[Row], course: &mut Course, found: &mut Found) -> u32 {
    found.facts.reserve((rows.len() * table.header.values().count()).min(MOST_EXPECTED));
    for (order, row) in rows.iter().enumerate() {
        if is_column_numbering(view, row, table.header) {
            view.settle_row(row, Disposition::Structure);
            continue;
        }
        let label = row::row_label(table, view, row);
        let is_end = label.meaning(view).is_some_and(|meaning| meaning.row_words(table.lexicon).is_end);
        if is_end && !has_indicators(table, view, rows.get(order + 1..).unwrap_or_default()) {
            return row.index;
        }
        if !row::has_values(table, view, row) {
            table.banner = banner_between(table, view, row).or(table.banner.take());
        }
        read_row(table, view, row, &label, course, found);
    }
    rows.last().map_or(0, |row| row.index + 1)
}

/// The unit that a row without values states for the rows below it.
fn banner_between(table: &Table, view: &View, row: &Row) -> Option<StatedUnit> {
    let meanings = row.cells.clone().filter_map(|position| view.meaning(position));
    meanings
        .filter(|meaning| meaning.label(table.lexicon).is_none())
        .find_map(|meaning| meaning.banner(table.lexicon).cloned())
}

/// Whether any of the rows carries an indicator with a value: then `Ghi chú` above them is a remark in the table, not its end.
fn has_indicators(table: &Table, view: &View, rows: &[Row]) -> bool {
    rows.iter().any(|row| {
        let label = row::row_label(table, view, row);
        let is_known = label.meaning(view).is_some_and(|meaning| meaning.label(table.lexicon).is_some());
        is_known && row::has_values(table, view, row)
    })
}

fn read_row(
    table: &Table,
    view: &mut View,
    row: &Row,
    label: &RowLabel,
    course: &mut Course,
    found: &mut Found,
) {
    let has_values = row::has_values(table, view, row);
    enter_beside(table, view, row, label, course);
    let prefixes =
        label.meaning(view).map_or_else(Vec::new, |meaning| meaning.heading(table.lexicon).to_vec());
    if has_values {
        course.sections.pass(&label.shape);
    }
    let kind = row::classify(table, view, label, course, has_values);
    let is_indicator = matches!(kind, Kind::Indicator(_));
    let enter = |course: &mut Course| {
        course.sections.enter(&table.lexicon.labels, &prefixes, &label.text, &label.shape);
        course.headings.insert(text::fold(labels::bare(&label.text)));
    };
    match kind {
        Kind::Indicator(indicator) => {
            course.sections.check(table.lexicon, indicator, place(view, label), found);
            found.labels.push(indicator);
            value::take_values(table, view, row, label, indicator, &mut course.lines, found);
        }
        Kind::Heading => {
            enter(course);
            course.add(Met::Heading, label);
        }
        Kind::Total(sums) => {
            printed::note(row, label, sums, course);
            beside::flag(table, view, row, false, found);
            return;
        }
        Kind::PerhapsTotal(perhaps) => {
            printed::note_perhaps(row, label, perhaps, course);
            beside::flag(table, view, row, false, found);
            return;
        }
        Kind::OfWhich => {}
        Kind::Ambiguous(candidates) => unknown::reject(table, view, row, label, &candidates, &[], found),
        Kind::Unknown => {
            let path: Vec<String> = course.sections.shown().iter().map(|&text| text.to_owned()).collect();
            unknown::reject(table, view, row, label, &[], &path, found);
        }
        Kind::Blank => {}
    }
    // A heading that carries a figure of its own opens its section all the same: else the rows below would be the section's above.
    if has_values && !prefixes.is_empty() {
        enter(course);
    }
    beside::flag(table, view, row, is_indicator, found);
    settle_rest(table, view, row);
}

/// Enters the headings that stand in the row of a label, in label columns further left.
fn enter_beside(table: &Table, view: &View, row: &Row, label: &RowLabel, course: &mut Course) {
    for &position in &label.headings {
        let Some(meaning) = view.meaning(position) else { continue };
        let shape = outline::shape(view, row, position);
        let prefixes = meaning.heading(table.lexicon);
        course.sections.enter(&table.lexicon.labels, prefixes, &meaning.tidy, &shape);
        course.headings.insert(text::fold(labels::bare(&meaning.tidy)));
        course.lines.push(Line { what: Met::Heading, indent: shape.indent });
    }
}

/// What is left of a row: its label, code and unit are structure, other columns are notes.
fn settle_rest(table: &Table, view: &mut View, row: &Row) {
    for position in row.cells.clone() {
        let Some(cell) = view.cell(position) else { continue };
        let is_named =
            table.header.columns.iter().any(|column| (column.first..=column.last).contains(&cell.at.column));
        view.settle(position, if is_named { Disposition::Structure } else { Disposition::Note });
    }
}

fn place(view: &View, label: &RowLabel) -> Place {
    let at = label.position.and_then(|position| view.cell(position)).map(|cell| cell.at);
    Place { sheet: Some(view.sheet.name.clone()), cell: at }
}

/// What text numbers of a column show about their commas.
pub fn habit_of(view: &View, rows: &[Row], column: &Column) -> Habit {
    let texts = rows.iter().filter_map(|row| Some(view.text(view.position(row, column.first)?)));
    number::habit(texts.filter(|text| text.contains(',')))
}

/// The banner nearest above a header that states a unit, `ĐVT: triệu đồng`.
pub fn banner_above(table: &Lexicon, view: &View, header: &Header, floor: u32) -> Option<StatedUnit> {
    let rows = view.rows_between(floor, header.first_row).iter();
    rows.rev()
        .flat_map(|row| row.cells.clone())
        .find_map(|position| view.meaning(position)?.banner(table).cloned())
}
