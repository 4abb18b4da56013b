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
    /// Shares and differences: they follow from the others and are not read.
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
    keep_years(&mut columns);
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
    let actual = latest_year(&columns, &own).or(actual);
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

/// Three columns or more that differ by their years alone keep them: `FY 2021 | FY 2022 | FY 2023`.
fn keep_years(columns: &mut [ValueColumn]) {
    let headers: Vec<String> = columns.iter().map(|column| text::fold(&column.header)).collect();
    for (at, column) in columns.iter_mut().enumerate() {
        let own = headers.get(at);
        if headers.iter().filter(|header| Some(*header) == own).count() >= 3 {
            column.header.clone_from(&column.whole);
            if matches!(column.measure, Measure::Own(_)) {
                column.measure = Measure::Own(text::fold(&column.whole));
            }
        }
    }
}

/// The column of the latest year, where the columns are years: the report's own.
fn latest_year(columns: &[ValueColumn], own: &[usize]) -> Option<usize> {
    let year = |at: usize| -> Option<u32> {
        let header = &columns.get(at)?.whole;
        let digits: Vec<&str> =
            header.split(|c: char| !c.is_ascii_digit()).filter(|part| part.len() == 4).collect();
        let [year] = digits.as_slice() else { return None };
        year.parse().ok().filter(|year| (1990..2100).contains(year))
    };
    let years: Vec<(u32, usize)> = own.iter().filter_map(|at| Some((year(*at)?, *at))).collect();
    (years.len() >= 2 && years.len() == own.len()).then(|| years.into_iter().max())?.map(|(_, at)| at)
}

/// The headers over the columns of a role, without brackets.
pub fn headers(seat: &Seat, role: Role, lines: &[Line]) -> Vec<String> {
    let of = |index: usize| Some(header_words(&seat.table.columns.get(index)?.path.last()?.tidy));
    match role {
        Role::Text => seat.label(lines).and_then(of).into_iter().collect(),
        _ => seat.of(role).filter_map(of).collect(),
    }
}
