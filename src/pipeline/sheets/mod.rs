//! Measures and sheets: what a sheet is called, how it is laid out, and what each layout says of it.

mod computed;
mod crosstab;
mod form;
mod named;
mod records;

use super::choices::{self, LayoutWord};
use super::error::Findings;
use super::format;
use super::keys;
use super::labels::match_key;
use super::names::Names;
use super::reading::{Extent, Label, Layout, SheetForm};
use super::settings::label;
use super::shape::unknown_key;
use super::suggest;
use super::table::{Table, Word};
use std::collections::HashMap;

pub(super) use computed::computed;
pub(super) use crosstab::INDICATORS;
pub(super) use records::column_ids;

/// The measure that is always there.
const ACTUAL: &str = "actual";

/// What sheets may refer to.
pub(super) struct Known<'a> {
    /// Ids of the measures, `actual` first.
    pub measures: &'a [String],
    /// Ids of the indicators.
    pub indicators: &'a Names,
    /// Ids of the dimensions.
    pub dimensions: &'a Names,
}

impl Known<'_> {
    /// The dimension that a word refers to.
    fn dimension(&self, word: &Word, findings: &mut Findings<'_>) -> Option<u16> {
        self.dimensions.resolve(word, findings).and_then(|index| u16::try_from(index).ok())
    }

    /// The measure that a table's figures belong to.
    fn measure(&self, entry: &Table<'_>, findings: &mut Findings<'_>) -> u16 {
        entry.text("measure").and_then(|word| measure(&word, self.measures, findings)).unwrap_or(0)
    }
}

/// The measure that a word refers to; reports a word that refers to none.
pub(super) fn measure(word: &Word, measures: &[String], findings: &mut Findings<'_>) -> Option<u16> {
    let position = measures.iter().position(|measure| measure == word.get_ref());
    if position.is_none() {
        let right = || measures.iter().map(String::as_str);
        let found = format!("unknown measure `{}`", word.get_ref());
        findings.advise(
            word.span(),
            found,
            suggest::listed(right()),
            suggest::advice(word.get_ref(), right()),
        );
    }
    position.and_then(|position| u16::try_from(position).ok())
}

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

/// Measures counted since the beginning of the year, each with the one that it adds up.
pub(super) fn cumulative_measures(
    entries: &[Table<'_>],
    measures: &[String],
    findings: &mut Findings<'_>,
) -> Vec<(u16, u16)> {
    let is_cumulative = |of: u16| {
        let entry = usize::from(of).checked_sub(1).and_then(|at| entries.get(at));
        entry.is_some_and(|entry| entry.value("cumulative_of").is_some())
    };
    let mut all = Vec::new();
    for (index, entry) in (1u16..).zip(entries) {
        let Some(word) = entry.text("cumulative_of") else { continue };
        let Some(of) = measure(&word, measures, findings) else { continue };
        if is_cumulative(of) {
            let found = format!("`{}` is itself counted since the beginning of the year", word.get_ref());
            findings.add(word.span(), found, "a measure of single periods, such as actual or plan");
        }
        all.push((index, of));
    }
    all
}

/// Measures that restate another one, each with it.
pub(super) fn restating_measures(
    entries: &[Table<'_>],
    measures: &[String],
    findings: &mut Findings<'_>,
) -> Vec<(u16, u16)> {
    let mut all = Vec::new();
    for (index, entry) in (1u16..).zip(entries) {
        let Some(word) = entry.text("restates") else { continue };
        let Some(of) = measure(&word, measures, findings) else { continue };
        if of == index || entry.value("cumulative_of").is_some() {
            let found = format!("`{}` cannot be what this measure restates", word.get_ref());
            findings.add(word.span(), found, "another measure, and no `cumulative_of` beside it");
            continue;
        }
        all.push((index, of));
    }
    all
}

/// Reports a measure whose id already means something in `[[sheet]]`, of whatever layout.
fn check_reserved(id: &Word, findings: &mut Findings<'_>) {
    if id.get_ref() == ACTUAL || keys::SHEET.all().any(|key| key.name == id.get_ref()) {
        let found = format!("a measure cannot be called `{}`", id.get_ref());
        findings.add(id.span(), found, "an id that is no key of [[sheet]], and not `actual`");
    }
}

/// The sheets, all that they refer to resolved. What is computed from records is added by [`computed`].
pub(super) fn sheets(
    entries: &[Table<'_>],
    known: &Known<'_>,
    findings: &mut Findings<'_>,
) -> Vec<SheetForm> {
    check_distinct("sheet", entries.iter().map(|entry| entry.texts("named")).enumerate(), findings);
    entries.iter().map(|entry| sheet(entry, known, findings)).collect()
}

/// A sheet.
fn sheet(entry: &Table<'_>, known: &Known<'_>, findings: &mut Findings<'_>) -> SheetForm {
    let layout = choices::layout_of(entry);
    check_keys(entry, layout, known.measures, findings);
    SheetForm {
        id: entry.text("id").map_or_else(String::new, Word::into_inner),
        named: entry.strings("named"),
        layout: match layout.unwrap_or(LayoutWord::Form) {
            LayoutWord::Form => Layout::Form(form::form(entry, known, findings)),
            LayoutWord::Table => Layout::Table(records::records(entry, known, findings)),
            LayoutWord::Crosstab => Layout::Crosstab(crosstab::crosstab(entry, known, findings)),
            LayoutWord::Named => Layout::Named(named::cells(entry, known, findings)),
        },
        extent: entry.choice("report", &choices::EXTENTS).unwrap_or(Extent::Workbook),
        is_required: entry.is_true("required"),
    }
}

/// Reports keys that a sheet of its layout does not have.
fn check_keys(
    entry: &Table<'_>,
    layout: Option<LayoutWord>,
    measures: &[String],
    findings: &mut Findings<'_>,
) {
    let mut right: Vec<&str> = match layout {
        Some(layout) => format::names(keys::SHEET.of(layout)).collect(),
        None => format::names(keys::SHEET.all()).collect(),
    };
    if layout.is_none_or(|layout| layout == LayoutWord::Form) {
        let is_new = |id: &&str| !keys::SHEET.all().any(|key| key.name == *id);
        right.extend(measures.iter().skip(1).map(String::as_str).filter(is_new));
    }
    for (name, _) in entry.pairs().iter().filter(|(name, _)| !right.contains(&name.get_ref().as_str())) {
        let layouts = keys::SHEET.with(name.get_ref());
        match layout {
            Some(layout) if !layouts.is_empty() => report_layout(name, layout, &layouts, &right, findings),
            _ => unknown_key(name, right.iter().copied(), findings),
        }
    }
}

/// Reports a key of another layout.
fn report_layout(
    name: &Word,
    own: LayoutWord,
    layouts: &[&'static str],
    right: &[&str],
    findings: &mut Findings<'_>,
) {
    let found = format!("a sheet with layout {} has no key `{}`", own.word(), name.get_ref());
    let expected = format!("one of the keys {}", suggest::listed(right.iter().copied()));
    let others = suggest::listed(layouts.iter().copied());
    let advice = format!("`{}` is a key of layout {others}", name.get_ref());
    findings.advise(name.span(), found, expected, Some(advice));
}

/// Reports a list that is there and has nothing in it.
fn check_filled(entry: &Table<'_>, key: &str, what: &str, findings: &mut Findings<'_>) {
    let list = entry.value(key).and_then(|value| value.get_ref().as_array());
    if list.is_some_and(|list| list.is_empty()) {
        findings.add(entry.span_of(key), format!("`{key}` names no {what}"), format!("at least one {what}"));
    }
}

/// Reports a name that two owners go by.
pub(super) fn check_distinct(
    owner: &str,
    named: impl Iterator<Item = (usize, Vec<Word>)>,
    findings: &mut Findings<'_>,
) {
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
