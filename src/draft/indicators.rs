//! Items become indicators: ids, kinds, units, codes, aliases, with what was measured in comments.

use super::forms::FormSheet;
use super::items::Item;
use super::values::{Nature, nature};
use crate::clean::{text, unit};
use crate::pipeline::draft::{DraftIndicator, id};
use crate::pipeline::{Label, Locale};
use std::collections::BTreeMap;

/// Share of the coded rows that must have the same code for it to be the item's.
const CODED: f64 = 0.9;

/// The indicators of a sheet. `taken` are the ids of those before.
pub fn of_sheet(sheet: &FormSheet, locale: Locale, taken: &mut Vec<String>) -> Vec<DraftIndicator> {
    let codes = codes(&sheet.items);
    let mut all = Vec::new();
    for item in &sheet.items {
        let nature = nature(item, locale);
        let name: Vec<&str> = item
            .path
            .iter()
            .map(String::as_str)
            .chain([without_unit(item.label(), item, &nature, locale)])
            .collect();
        let id = id(&name_of(&name), taken.iter().map(String::as_str));
        taken.push(id.clone());
        all.push(indicator(item, sheet, id, nature, &codes, locale));
    }
    all
}

/// The words of an id: the label, behind as much of its heading as tells it apart.
fn name_of(path: &[&str]) -> String {
    let Some((label, headings)) = path.split_last() else { return String::new() };
    let short = |text: &&str| text.split(' ').take(3).collect::<Vec<_>>().join(" ");
    let mut words: Vec<String> = headings.iter().map(short).collect();
    words.push((*label).to_owned());
    words.join(" ")
}

/// Codes that belong to one item each.
fn codes(items: &[Item]) -> BTreeMap<String, usize> {
    let mut owners: BTreeMap<String, usize> = BTreeMap::new();
    for code in items.iter().filter_map(sure_code) {
        *owners.entry(text::fold(&code)).or_default() += 1;
    }
    owners
}

fn sure_code(item: &Item) -> Option<String> {
    let code = item.code()?;
    let all: usize = item.codes.values().sum();
    let of = item.codes.get(code).copied().unwrap_or(0);
    (of as f64 >= CODED * all as f64).then(|| code.to_owned())
}

fn indicator(
    item: &Item,
    sheet: &FormSheet,
    id: String,
    nature: Nature,
    codes: &BTreeMap<String, usize>,
    locale: Locale,
) -> DraftIndicator {
    let code = sure_code(item).filter(|code| codes.get(&text::fold(code)) == Some(&1));
    let label = without_unit(item.label(), item, &nature, locale).to_owned();
    let mut notes = vec![format!("in {} of {} reports", item.reports.len(), sheet.asked)];
    let mut aliases: Vec<String> = Vec::new();
    for alias in item.aliases().into_iter().map(|alias| without_unit(alias, item, &nature, locale)) {
        let is_known = |known: &str| text::canonical_tones(known) == text::canonical_tones(alias);
        if !is_known(&label) && !aliases.iter().any(|known| is_known(known)) {
            aliases.push(alias.to_owned());
        }
    }
    if item.is_by_place {
        notes.push(
            "aliases: taken for the same by their place and unit, not by their words; check".to_owned(),
        );
    }
    if !aliases.is_empty() {
        notes.push("aliases: taken for the same because no report has two of them; check".to_owned());
    }
    notes.extend(nature.notes);
    let mut more = Vec::new();
    if !nature.unit_aliases.is_empty() && has_unit(nature.kind) {
        more.push(("unit_aliases".to_owned(), crate::pipeline::draft::list(&nature.unit_aliases)));
    }
    if nature.is_mean {
        more.push(("total".to_owned(), crate::pipeline::draft::text("mean")));
    }
    DraftIndicator {
        id,
        label: Label { vi: label.clone(), en: label },
        aliases,
        code,
        path: item.path.clone(),
        sheet: None,
        kind: nature.kind,
        unit: nature.unit.clone(),
        asked_in: nature.asked_in,
        time: nature.time,
        more,
        notes,
    }
}

/// A label without the unit or the star in brackets behind it: the reader knows that they belong to its value. Other words in brackets tell rows
/// apart, `Pupils (girls)`.
fn without_unit<'l>(label: &'l str, item: &Item, nature: &Nature, locale: Locale) -> &'l str {
    let inner = super::values::bracketed(label).or_else(|| label.ends_with("(*)").then_some("*"));
    let (Some(inner), Some(at)) = (inner, label.rfind('(').filter(|at| *at > 0)) else { return label };
    let bare = label.get(..at).unwrap_or(label).trim_end();
    let mut units = nature.unit_aliases.iter().chain([&nature.unit]);
    let is_unit = inner == "*"
        || units.any(|unit| text::fold(unit) == text::fold(inner))
        || unit::parse(inner, locale).is_some()
        || item.unit_texts.contains_key(&text::fold(inner))
        || item.labels.values().any(|(wording, _)| text::fold(wording) == text::fold(bare));
    if is_unit { bare } else { label }
}

fn has_unit(kind: crate::pipeline::Kind) -> bool {
    use crate::pipeline::Kind;
    matches!(kind, Kind::Count | Kind::Money | Kind::Amount)
}
