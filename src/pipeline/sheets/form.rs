//! A form: headers over its columns, and printed totals that name what they sum.

use super::super::error::Findings;
use super::super::names::Names;
use super::super::reading::{FormLayout, TotalRow, ValueColumn};
use super::super::table::{Table, Word, words};
use super::{Known, check_distinct, check_filled};

/// The form that a sheet describes.
pub(super) fn form(entry: &Table<'_>, known: &Known<'_>, findings: &mut Findings<'_>) -> FormLayout {
    let measures = known.measures.iter().skip(1).map(String::as_str);
    let roles = ["label", "code", "unit", "value"].into_iter().chain(measures);
    check_distinct("column", roles.map(|role| entry.texts(role)).enumerate(), findings);
    ["label", "value"].into_iter().for_each(|key| check_filled(entry, key, "header", findings));
    let totals = entry.tables("total");
    FormLayout {
        label: entry.strings("label"),
        code: entry.strings("code"),
        unit: entry.strings("unit"),
        values: value_columns(entry, known.measures),
        totals: totals.iter().map(|total| total_row(total, known.indicators, findings)).collect(),
    }
}

/// The columns of values, in the order of the measures.
fn value_columns(entry: &Table<'_>, measures: &[String]) -> Vec<ValueColumn> {
    let column = |(measure, id): (usize, &String)| {
        let key = if measure == 0 { "value" } else { id };
        let headers: Vec<String> = entry.value(key).map(words)?.into_iter().map(Word::into_inner).collect();
        // More measures than fit cannot be written down.
        Some(ValueColumn { measure: u16::try_from(measure).ok()?, headers })
    };
    measures.iter().enumerate().filter_map(column).collect()
}

/// A printed total.
fn total_row(entry: &Table<'_>, indicators: &Names, findings: &mut Findings<'_>) -> TotalRow {
    let sums = entry.texts("sums");
    let sums = sums.iter().filter_map(|word| indicators.resolve(word, findings)).collect();
    TotalRow { labels: entry.strings("label"), sums }
}
