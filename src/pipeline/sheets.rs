//! Measures and sheets: which headers stand over which column.

use super::error::Findings;
use super::format;
use super::keys;
use super::labels::match_key;
use super::names::Names;
use super::reading::{Extent, FormLayout, Label, Layout, SheetForm, TotalRow, ValueColumn};
use super::settings::label;
use super::shape::unknown_key;
use super::table::{Table, Word, words};
use std::collections::HashMap;

/// The measure that is always there.
const ACTUAL: &str = "actual";

/// Ids and labels of the measures, `actual` first.
pub(super) fn measures(entries: &[Table<'_>], findings: &mut Findings<'_>) -> (Vec<String>, Vec<Label>) {
    let mut ids = vec![ACTUAL.to_owned()];
    let mut labels = vec![Label { vi: "Thực hiện".to_owned(), en: "Actual".to_owned() }];
    for entry in entries {
        let id = entry.text("id");
        if let Some(id) = &id {
            check_reserved(id, findings);
        }
        ids.push(id.map_or_else(String::new, Word::into_inner));
        labels.push(label(entry, "label", findings));
    }
    (ids, labels)
}

/// Reports a measure whose id already means something in `[[sheet]]`.
fn check_reserved(id: &Word, findings: &mut Findings<'_>) {
    if id.get_ref() == ACTUAL || format::names(&keys::SHEET).any(|key| key == id.get_ref()) {
        let found = format!("a measure cannot be called `{}`", id.get_ref());
        findings.add(id.span(), found, "an id that is no key of [[sheet]], and not `actual`");
    }
}

/// The sheets, their headers and totals resolved.
pub(super) fn sheets(
    entries: &[Table<'_>],
    measures: &[String],
    indicators: &Names,
    findings: &mut Findings<'_>,
) -> Vec<SheetForm> {
    check_distinct("sheet", entries.iter().map(|entry| entry.texts("named")).enumerate(), findings);
    entries.iter().map(|entry| sheet(entry, measures, indicators, findings)).collect()
}

/// A sheet.
fn sheet(
    entry: &Table<'_>,
    measures: &[String],
    indicators: &Names,
    findings: &mut Findings<'_>,
) -> SheetForm {
    check_keys(entry, measures, findings);
    let roles =
        ["label", "code", "unit", "value"].into_iter().chain(measures.iter().skip(1).map(String::as_str));
    check_distinct("column", roles.map(|role| entry.texts(role)).enumerate(), findings);
    for key in ["label", "value"] {
        if entry
            .value(key)
            .is_some_and(|value| value.get_ref().as_array().is_some_and(|list| list.is_empty()))
        {
            findings.add(entry.span_of(key), format!("`{key}` names no header"), "at least one header");
        }
    }
    SheetForm {
        id: entry.text("id").map_or_else(String::new, Word::into_inner),
        named: entry.strings("named"),
        layout: Layout::Form(FormLayout {
            label: entry.strings("label"),
            code: entry.strings("code"),
            unit: entry.strings("unit"),
            values: value_columns(entry, measures),
            totals: entry
                .tables("total")
                .iter()
                .map(|total| total_row(total, indicators, findings))
                .collect(),
        }),
        extent: Extent::Workbook,
        is_required: entry.is_true("required"),
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

/// Reports keys that are neither keys of a sheet nor measures.
fn check_keys(entry: &Table<'_>, measures: &[String], findings: &mut Findings<'_>) {
    let mut right: Vec<&str> = format::names(&keys::SHEET).collect();
    let is_new = |id: &&str| !format::names(&keys::SHEET).any(|key| key == *id);
    right.extend(measures.iter().skip(1).map(String::as_str).filter(is_new));
    for (name, _) in entry.pairs() {
        if !right.contains(&name.get_ref().as_str()) {
            unknown_key(&name, right.iter().copied(), findings);
        }
    }
}

/// Reports a name that two owners go by.
fn check_distinct(owner: &str, named: impl Iterator<Item = (usize, Vec<Word>)>, findings: &mut Findings<'_>) {
    let mut seen: HashMap<String, (usize, Word)> = HashMap::new();
    for (index, name) in named.flat_map(|(index, names)| names.into_iter().map(move |name| (index, name))) {
        match seen.get(&match_key(name.get_ref())) {
            Some((other, earlier)) if *other != index => {
                let line = findings.line_of(earlier.span().start);
                let found = format!("`{}` also names another {owner}, on line {line}", name.get_ref());
                findings.add(name.span(), found, format!("a name of one {owner}"));
            }
            Some(_) => {}
            None => {
                seen.insert(match_key(name.get_ref()), (index, name));
            }
        }
    }
}
