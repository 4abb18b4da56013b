//! What indicators are broken down by: dimensions with their categories, and the words for each.

use super::error::Findings;
use super::labels::match_key;
use super::names::Names;
use super::reading::{Category, Dimension};
use super::settings::label;
use super::sheets::INDICATORS;
use super::table::{Table, Word};
use std::collections::HashMap;
use toml::Spanned;

/// The dimensions, in the order of the file.
pub(super) fn dimensions(entries: &[Table<'_>], findings: &mut Findings<'_>) -> Vec<Dimension> {
    entries.iter().map(|entry| dimension(entry, findings)).collect()
}

/// A dimension.
fn dimension(entry: &Table<'_>, findings: &mut Findings<'_>) -> Dimension {
    let id = entry.text("id");
    if let Some(id) = id.as_ref().filter(|id| id.get_ref() == INDICATORS) {
        let found = "a dimension cannot be called `indicator`";
        findings.add(id.span(), found, "another id: `indicator` is the axis of the indicators");
    }
    let entries = entry.tables("category");
    if entry.value("category").is_some_and(|value| value.get_ref().is_array()) && entries.is_empty() {
        let expected = "at least one category; left out, any text is one";
        findings.add(entry.span_of("category"), "`category` names no category", expected);
    }
    Names::collect_any("category", &entries, findings);
    entries.iter().filter_map(|category| category.text("id")).for_each(|id| check_category(&id, findings));
    let categories = entries.iter().map(|category| read_category(category, findings)).collect();
    check_words(entry, &entries, findings);
    Dimension {
        id: id.map_or_else(String::new, Word::into_inner),
        label: label(entry, "label", findings),
        categories,
        totals: entry.strings("totals"),
    }
}

/// Reports an id that would not be one part of a breakdown: `65+` may be one, as any text of a record may.
fn check_category(id: &Word, findings: &mut Findings<'_>) {
    if id.get_ref().contains([';', '=']) {
        let found = format!("`{}` cannot stand in a breakdown", id.get_ref());
        findings.add(id.span(), found, "an id without `;` and `=`, which separate the parts");
    }
}

/// A category; its label is its id where it has none.
fn read_category(entry: &Table<'_>, findings: &mut Findings<'_>) -> Category {
    let id = entry.text("id").map_or_else(String::new, Word::into_inner);
    let mut label = label(entry, "label", findings);
    if entry.value("label").is_none() {
        (label.vi, label.en) = (id.clone(), id.clone());
    }
    Category { id, label, aliases: entry.strings("aliases") }
}

/// Reports a word that two categories go by, or a category and all of them together.
fn check_words(entry: &Table<'_>, categories: &[Table<'_>], findings: &mut Findings<'_>) {
    let mut seen: HashMap<String, (usize, Word)> = HashMap::new();
    let totals = entry.texts("totals").into_iter().map(|word| (categories.len(), word));
    let words = categories
        .iter()
        .enumerate()
        .flat_map(|(index, category)| words_of(category).into_iter().map(move |word| (index, word)));
    for (index, word) in words.chain(totals) {
        let key = match_key(word.get_ref());
        match seen.get(&key) {
            Some((other, earlier)) if *other != index && !is_one_id(*other, index, categories) => {
                let line = findings.line_of(earlier.span().start);
                let found = format!("`{}` also names another category, on line {line}", word.get_ref());
                findings.add(word.span(), found, "a word for one category, or for all of them together");
            }
            Some(_) => {}
            None => _ = seen.insert(key, (index, word)),
        }
    }
}

/// Whether two categories have one id, which is reported on its own.
fn is_one_id(one: usize, other: usize, categories: &[Table<'_>]) -> bool {
    let id = |index: usize| categories.get(index).and_then(|category| category.text("id"));
    match (id(one), id(other)) {
        (Some(one), Some(other)) => one.get_ref() == other.get_ref(),
        _ => false,
    }
}

/// Every word for a category with its place.
fn words_of(category: &Table<'_>) -> Vec<Word> {
    let label = match category.table("label") {
        Some(both) => ["vi", "en"].into_iter().filter_map(|key| both.text(key)).collect(),
        None => Vec::from_iter(category.text("label")),
    };
    let own = category.text("id").into_iter().chain(label);
    let all = own.chain(category.texts("aliases"));
    all.map(|word| Spanned::new(word.span(), word.into_inner())).collect()
}
