//! Which column of a form holds what: labels, codes, units, the actual values, a plan, the year before.
//!
//! Enters: a table with its roles. Leaves: the measure of each column of values. One column alone holds the actual values; among several, words
//! of plans, of earlier periods and of sums since the beginning of the year tell the others, and what is left is named after its header.

use super::grid::Line;
use super::observe::{Role, Seat};
use super::rows::header_words;
use super::words;
use crate::clean::{text, words as known};
use crate::pipeline::Locale;
use std::collections::BTreeSet;

/// What a column of values measures.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Measure {
    /// The actual values.
    Actual,
    /// `plan`.
    Plan,
    /// `previous`.
    Previous,
    /// `cumulative`.
    Cumulative,
    /// `opening`.
    Opening,
    /// Something of its own, by its header.
    Own(String),
    /// Shares, differences and years long reported: they are not read.
    Derived,
}

impl Measure {
    fn of(key: &str, locale: Locale) -> Option<Self> {
        if words::has(key, words::PREVIOUS) {
            Some(Self::Previous)
        } else if words::has(key, words::OPENING) {
            Some(Self::Opening)
        } else if known::is_cumulative(key, locale) || words::has(key, words::CUMULATIVE) {
            Some(Self::Cumulative)
        } else if words::has(key, words::DERIVED) || key.contains('%') {
            Some(Self::Derived)
        } else if words::has(key, words::PLAN) {
            Some(Self::Plan)
        } else {
            None
        }
    }
}

/// A column of values with its measure and its header as the definition writes it.
#[derive(Clone, Debug)]
pub struct ValueColumn {
    /// Index of the column in its table.
    pub index: usize,
    /// What it measures.
    pub measure: Measure,
    /// Its header without brackets and period.
    pub header: String,
    /// Its header whole.
    pub whole: String,
}

/// The columns of values of a form.
pub fn values(seat: &Seat, locale: Locale) -> Vec<ValueColumn> {
    let mut columns: Vec<ValueColumn> = seat
        .of(Role::Value)
        .filter_map(|index| {
            let text = seat.table.columns.get(index)?.path.last()?;
            let header = header_words(&text.tidy);
            let measure = Measure::of(&text.key, locale).unwrap_or(Measure::Own(text::fold(&header)));
            Some(ValueColumn { index, measure, header, whole: text.tidy.to_string() })
        })
        .collect();
    if name_years(&mut columns) {
        return columns;
    }
    let own: Vec<usize> = columns
        .iter()
        .enumerate()
        .filter(|(_, column)| matches!(column.measure, Measure::Own(_)))
        .map(|(at, _)| at)
        .collect();
    let says_actual = |at: &&usize| {
        columns.get(**at).is_some_and(|column| words::has(&text::fold(&column.header), words::ACTUAL))
    };
    let actual = own.iter().find(says_actual).or(own.first()).copied();
    // A table of nothing but plans or sums is what the form asks.
    let actual = actual.or_else(|| (!columns.is_empty()).then_some(columns.len() - 1));
    let header = actual.and_then(|at| columns.get(at)).map(|column| text::fold(&column.header));
    for (at, column) in columns.iter_mut().enumerate() {
        // The same header twice is one column that was split.
        let is_same = header.as_deref() == Some(text::fold(&column.header).as_str());
        if Some(at) == actual || is_same {
            column.measure = Measure::Actual;
        }
    }
    columns
}

/// Columns that are years, `2021 | 2022 | 2023`, `FY 2022 | FY 2023`: the last is the report's own, the one before it is the year before, whatever
/// years next year's form names. Earlier ones were reported before.
fn name_years(columns: &mut [ValueColumn]) -> bool {
    let is_own = |column: &&ValueColumn| matches!(column.measure, Measure::Own(_));
    let years: Vec<Option<u32>> =
        columns.iter().filter(is_own).map(|column| year_of(&column.whole)).collect();
    let distinct: BTreeSet<u32> = years.iter().flatten().copied().collect();
    if distinct.len() < 2 || distinct.len() != years.len() {
        return false;
    }
    let Some(last) = distinct.last().copied() else { return false };
    for column in columns.iter_mut().filter(|column| matches!(column.measure, Measure::Own(_))) {
        let Some(year) = year_of(&column.whole) else { continue };
        let named = |word: &str| column.whole.replace(&year.to_string(), word);
        (column.measure, column.header) = match last - year {
            0 => (Measure::Actual, named("{year}")),
            1 => (Measure::Previous, named("{previous}")),
            _ => (Measure::Derived, column.whole.clone()),
        };
    }
    true
}

/// The only year in a header.
fn year_of(header: &str) -> Option<u32> {
    let numbers = header.split(|c: char| !c.is_ascii_digit()).filter(|part| part.len() == 4);
    let years: Vec<u32> =
        numbers.filter_map(|part| part.parse().ok()).filter(|year| (1990..2100).contains(year)).collect();
    let [year] = years.as_slice() else { return None };
    Some(*year)
}

/// The headers over the columns of a role, without brackets.
pub fn headers(seat: &Seat, role: Role, lines: &[Line]) -> Vec<String> {
    let of = |index: usize| Some(header_words(&seat.table.columns.get(index)?.path.last()?.tidy));
    match role {
        Role::Text => seat.label(lines).and_then(of).into_iter().collect(),
        _ => seat.of(role).filter_map(of).collect(),
    }
}
