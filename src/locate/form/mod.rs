//! The layout `form`: a row is an indicator, with one or several columns of values.
//!
//! Enters: a sheet and a header. Leaves: facts, flags, and a disposition for every cell of the table. A row is, in this order, a
//! repeated header, the end of the table, a heading, an indicator, a total, an "of which" opener, or unknown.

mod beside;
pub(super) mod own_unit;
mod row;
pub(super) mod value;

use super::header::{Column, Header, is_column_numbering};
use super::sections::Sections;
use super::totals::{self, Line};
use super::view::{Disposition, Row, View};
use super::{Found, Lexicon};
use crate::clean::number::{self, Habit};
use crate::clean::unit::StatedUnit;
use crate::model::flag::Place;
use crate::model::{Address, Check, Flag};
use crate::pipeline::{Indicator, Reading};
pub use own_unit::OwnUnits;
use row::Kind;
pub use row::RowLabel;

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
}

/// Reads the rows of a table. Returns the sheet row behind its last one.
///
/// A line between the rows that states a unit holds for the rows below it.
pub fn read(table: &mut Table, view: &mut View, rows: &[Row], course: &mut Course, found: &mut Found) -> u32 {
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
    Course { sections, lines }: &mut Course,
    found: &mut Found,
) {
    let has_values = row::has_values(table, view, row);
    let depth = label.meaning(view).and_then(|meaning| meaning.heading(table.lexicon));
    let kind = row::classify(table, view, label, sections, has_values);
    let is_indicator = matches!(kind, Kind::Indicator(_));
    match kind {
        Kind::Indicator(indicator) => {
            sections.check(table.reading(), indicator, place(view, label), found);
            found.labels.push(indicator);
            value::take_values(table, view, row, label, indicator, lines, found);
        }
        Kind::Heading(text) => {
            sections.enter(depth, &text);
            lines.push(Line::Heading);
        }
        Kind::Total(sums) => check_totals(table, view, row, label, sums.as_deref(), lines, found),
        Kind::OfWhich => {}
        Kind::Ambiguous(candidates) => reject(table, view, row, label, &candidates, found),
        Kind::Unknown => reject(table, view, row, label, &[], found),
        Kind::Blank => {}
    }
    // A heading that carries a figure of its own opens its section all the same: else the rows below would be the section's above.
    if has_values && depth.is_some() {
        sections.enter(depth, &label.text);
    }
    beside::flag(table, view, row, is_indicator, found);
    settle_rest(table, view, row);
}

/// Compares a printed total with the rows that it claims to sum.
fn check_totals(
    table: &Table,
    view: &mut View,
    row: &Row,
    label: &RowLabel,
    sums: Option<&[u32]>,
    lines: &mut Vec<Line>,
    found: &mut Found,
) {
    for (column, measure) in table.header.values() {
        let Some(position) = view.position(row, column.first) else { continue };
        view.settle(position, Disposition::Structure);
        let Some(claim) = totals::claim(table.reading(), lines, found, sums, measure) else { continue };
        let Some(definition) = table.reading().indicators.get(claim.like as usize) else { continue };
        let is_stated = !label.unit.is_empty() || column.unit.is_some() || table.banner.is_some();
        let Some(asked_in) = claim.multiplier.or(is_stated.then_some(definition.asked_in)) else { continue };
        let unsigned = Indicator { min: None, max: None, asked_in, ..definition.clone() };
        let cleaned =
            value::clean(table, view, Some(position), (claim.like, &unsigned), label, column, Habit::Unknown);
        let at = Address::new(row.index, column.first);
        found.flags.extend(totals::compare(&claim, &cleaned, Place::cell(&view.sheet.name, at), measure));
    }
    lines.push(Line::Total);
}

/// Keeps the values of a row out whose indicator is not known.
fn reject(
    table: &Table,
    view: &mut View,
    row: &Row,
    label: &RowLabel,
    candidates: &[u32],
    found: &mut Found,
) {
    let ids = candidates.iter().filter_map(|&index| table.reading().indicators.get(index as usize));
    let names: Vec<&str> = ids.map(|indicator| indicator.id.as_str()).collect();
    let check = if candidates.is_empty() { Check::LabelUnknown } else { Check::LabelAmbiguous };
    let nearest = table.lexicon.labels.nearest(&label.text).unwrap_or_default();
    let expected = if candidates.is_empty() { nearest.to_owned() } else { names.join("; ") };
    for (column, measure) in table.header.values() {
        let Some(position) = view.position(row, column.first) else { continue };
        if value::is_blank_text(view, position) {
            continue;
        }
        view.settle(position, Disposition::Rejected);
        let place = Place::cell(&view.sheet.name, Address::new(row.index, column.first));
        let mut flag = Flag::new(check, place, &*label.text).expected(expected.clone());
        flag.measure = measure;
        found.flags.push(flag);
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
    let rows = view.rows.iter().filter(|row| (floor..header.first_row).contains(&row.index));
    rows.rev()
        .flat_map(|row| row.cells.clone())
        .find_map(|position| view.meaning(position)?.banner(table).cloned())
}
