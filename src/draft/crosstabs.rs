//! Tables whose headers are categories: indicators by sex, by age, by month, or by anything that is repeated under several headers.
//!
//! Enters: a group of tables with fixed rows. Leaves: what each level of the header says, as dimensions, and which side names the indicators;
//! nothing where the columns are no categories.

use super::columns;
use super::groups::Group;
use super::observe::{Observed, Role, Seat};
use super::rows::{RowKind, rows};
use super::words;
use crate::clean::text;
use crate::pipeline::draft::{id, list, text as quoted};
use std::collections::{BTreeMap, BTreeSet};

/// Share of the texts of a level that must be known categories.
const KNOWN: f64 = 0.6;
/// Share of the tables of a group that must be laid out so.
const MOST: f64 = 0.5;

/// A dimension as drafted.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Dimension {
    /// Id.
    pub id: String,
    /// In Vietnamese and English.
    pub label: (String, String),
    /// Categories: id and wordings, the first is the label.
    pub categories: Vec<(String, Vec<String>)>,
    /// Words for all together.
    pub totals: Vec<String>,
    /// What was not sure.
    pub note: Option<String>,
}

/// How a group is a cross table.
#[derive(Clone, Debug, Default)]
pub struct Cross {
    /// What the rows say: `indicator` or a dimension.
    pub down: Vec<String>,
    /// What the headers say, from the top.
    pub across: Vec<String>,
    /// The dimensions.
    pub dimensions: Vec<Dimension>,
}

/// What a group is as a cross table, if it is one. `taken` are ids of dimensions in use.
pub fn cross(observed: &Observed, group: &Group, taken: &mut Vec<String>) -> Option<Cross> {
    let seats: Vec<(&Seat, usize)> = group
        .tables
        .iter()
        .enumerate()
        .filter_map(|(at, place)| Some((observed.books.get(place.0)?.tables.get(place.1)?.get(place.2)?, at)))
        .collect();
    let levels: Vec<Vec<Vec<String>>> = seats.iter().filter_map(|(seat, _)| levels(seat)).collect();
    if (levels.len() as f64) < MOST * seats.len() as f64 || levels.is_empty() {
        return None;
    }
    let depth = levels.iter().map(Vec::len).max()?;
    let mut cross = Cross::default();
    for level in 0..depth {
        let texts: Vec<&Vec<String>> = levels.iter().filter_map(|of| of.get(level)).collect();
        let dimension = dimension(&texts, taken);
        taken.push(dimension.id.clone());
        cross.across.push(dimension.id.clone());
        cross.dimensions.push(dimension);
    }
    cross.down.push("indicator".to_owned());
    let labels = row_labels(observed, group);
    if depth == 1 && known(&labels).is_some() && cross.dimensions.iter().all(|of| of.note.is_some()) {
        // The rows are the categories, so the headers are the indicators.
        let dimension = dimension(&[&labels], taken);
        taken.push(dimension.id.clone());
        cross.down = vec![dimension.id.clone()];
        cross.across = vec!["indicator".to_owned()];
        cross.dimensions = vec![dimension];
    }
    Some(cross)
}

/// The labels of the rows of a group, in order, each once.
fn row_labels(observed: &Observed, group: &Group) -> Vec<String> {
    let Some(place) = group.tables.first() else { return Vec::new() };
    let Some(book) = observed.books.get(place.0) else { return Vec::new() };
    let rows = rows(book, *place, observed.locale);
    rows.iter().filter(|row| row.kind == RowKind::Label).map(|row| row.label.tidy.to_string()).collect()
}

/// The texts of each level of a header over values, in order and each once; none where they are no categories.
fn levels(seat: &Seat) -> Option<Vec<Vec<String>>> {
    let paths: Vec<Vec<String>> = seat
        .of(Role::Value)
        .filter_map(|index| seat.table.columns.get(index))
        .map(|column| column.path.iter().map(|text| text.tidy.to_string()).collect())
        .collect();
    if paths.len() < 2 {
        return None;
    }
    let depth = paths.iter().map(Vec::len).max()?;
    let mut levels: Vec<Vec<String>> = vec![Vec::new(); depth];
    for path in &paths {
        for (level, text) in levels.iter_mut().zip(path) {
            if !level.iter().any(|known| text::fold(known) == text::fold(text)) {
                level.push(text.clone());
            }
        }
    }
    let is_repeated = || {
        let mut uppers: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for path in paths.iter().filter(|path| path.len() == depth) {
            let (Some(last), Some(first)) = (path.last(), path.first()) else { continue };
            uppers.entry(text::fold(last)).or_default().insert(text::fold(first));
        }
        let several = uppers.values().filter(|uppers| uppers.len() >= 2).count();
        several >= 2 && several * 2 >= uppers.len()
    };
    let is_measure = |texts: &Vec<String>| {
        let said = texts.iter().filter(|text| {
            let key = text::fold(text);
            words::has(&key, words::PLAN)
                || words::has(&key, words::ACTUAL)
                || words::has(&key, words::PREVIOUS)
        });
        said.count() * 2 > texts.len()
    };
    let is_cross = match depth {
        0 => false,
        1 => levels.first().is_some_and(|texts| known(texts).is_some()),
        _ => is_repeated() && !levels.last().is_some_and(is_measure),
    };
    is_cross.then_some(levels)
}

/// Which dimension most texts are categories of: a known one by its place in the table, or bands of numbers.
fn known(texts: &[String]) -> Option<usize> {
    let plain: Vec<String> = texts.iter().filter(|text| !is_all(text)).map(|text| text::fold(text)).collect();
    if plain.len() < 2 {
        return None;
    }
    let enough = |count: usize| count >= 2 && count as f64 >= KNOWN * plain.len() as f64;
    let of = |known: &words::Known| {
        let is_category =
            |text: &&String| known.categories.iter().any(|(_, words)| words.contains(&text.as_str()));
        plain.iter().filter(is_category).count()
    };
    let named = words::DIMENSIONS.iter().position(|known| enough(of(known)));
    let bands = || enough(plain.iter().filter(|text| is_band(text)).count());
    named.or_else(|| bands().then_some(words::DIMENSIONS.len()))
}

/// `0-4`, `65+`, `< 5`, `under 5`, `15 - 24 tuổi`.
fn is_band(key: &str) -> bool {
    let digits = key.chars().any(|c| c.is_ascii_digit());
    let mark = key.contains(['-', '–', '+', '<', '>', '≥', '≤'])
        || words::has(
            key,
            &["under", "over", "above", "below", "duoi", "tren", "to", "den", "plus", "tro len"],
        );
    digits && mark && key.chars().count() <= 20
}

/// Whether a text means all categories together.
fn is_all(tidy: &str) -> bool {
    let key = text::fold(tidy);
    let first = key.split(' ').next().unwrap_or("");
    words::ALL.contains(&key.as_str()) || (words::ALL.contains(&first) && !is_band(&key))
}

/// A dimension from the texts of one level in every table.
fn dimension(tables: &[&Vec<String>], taken: &[String]) -> Dimension {
    let all: Vec<String> = tables.iter().flat_map(|texts| texts.iter().cloned()).collect();
    let mut distinct: Vec<String> = Vec::new();
    for text in all {
        if !distinct.iter().any(|other| text::fold(other) == text::fold(&text)) {
            distinct.push(text);
        }
    }
    let (totals, _): (Vec<String>, Vec<String>) = distinct.iter().cloned().partition(|text| is_all(text));
    let kind = known(&distinct);
    let mut dimension = match kind.and_then(|at| words::DIMENSIONS.get(at)) {
        Some(of) => Dimension {
            id: of.id.to_owned(),
            label: (of.label.0.to_owned(), of.label.1.to_owned()),
            ..Dimension::default()
        },
        None if kind.is_some() => Dimension {
            id: "age".to_owned(),
            label: ("Nhóm tuổi".to_owned(), "Age".to_owned()),
            ..Dimension::default()
        },
        None => Dimension {
            id: "group".to_owned(),
            label: ("Nhóm".to_owned(), "Group".to_owned()),
            note: Some("what these headers break the figures down by has no name: give it one".to_owned()),
            ..Dimension::default()
        },
    };
    dimension.id = id(&dimension.id, taken.iter().map(String::as_str));
    dimension.totals = totals;
    dimension.categories = categories(tables, kind);
    dimension
}

/// Categories in the order of the commonest table; what stands in the same place in others is another word for it.
fn categories(tables: &[&Vec<String>], kind: Option<usize>) -> Vec<(String, Vec<String>)> {
    let plain: Vec<Vec<&String>> =
        tables.iter().map(|texts| texts.iter().filter(|text| !is_all(text)).collect()).collect();
    let mut counts: BTreeMap<Vec<String>, usize> = BTreeMap::new();
    for texts in &plain {
        *counts.entry(texts.iter().map(|text| (*text).clone()).collect()).or_default() += 1;
    }
    let Some((main, _)) = counts.into_iter().max_by_key(|(_, count)| *count) else { return Vec::new() };
    let mut categories: Vec<(String, Vec<String>)> = Vec::new();
    for text in &main {
        let taken: Vec<String> = categories.iter().map(|(id, _)| id.clone()).collect();
        categories.push((category_id(text, kind, &taken), vec![text.clone()]));
    }
    let has = |categories: &[(String, Vec<String>)], text: &str| {
        categories.iter().any(|(_, words)| words.iter().any(|word| text::fold(word) == text::fold(text)))
    };
    for texts in &plain {
        for (at, text) in texts.iter().enumerate() {
            if has(&categories, text) {
                continue;
            }
            let category = category_id(text, kind, &[]);
            let is_known = kind.is_some_and(|at| at < words::DIMENSIONS.len());
            let by_id = categories.iter().position(|(id, _)| is_known && *id == category);
            let by_place = (texts.len() == main.len()
                && !texts.iter().any(|other| main.get(at) == Some(other)))
            .then_some(at);
            match by_id.or(by_place).and_then(|at| categories.get_mut(at)) {
                Some((_, words)) => words.push((*text).clone()),
                None => {
                    let taken: Vec<String> = categories.iter().map(|(id, _)| id.clone()).collect();
                    categories.push((category_id(text, kind, &taken), vec![(*text).clone()]));
                }
            }
        }
    }
    categories
}

fn category_id(tidy: &str, kind: Option<usize>, taken: &[String]) -> String {
    let key = text::fold(tidy);
    let of = kind.and_then(|at| words::DIMENSIONS.get(at));
    if let Some((id, _)) =
        of.and_then(|of| of.categories.iter().find(|(_, words)| words.contains(&key.as_str())))
    {
        return (*id).to_owned();
    }
    let said = [("+", " plus"), ("<", "under "), (">", "over "), ("≥", "from "), ("≤", "up to "), ("–", "-")];
    let shown = said.iter().fold(key, |text, (mark, word)| text.replace(mark, word));
    let words: Vec<&str> =
        shown.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let plain = words.join("-");
    let numbered = (2..).map(|number| format!("{plain}-{number}"));
    let mut all = std::iter::once(plain.clone()).chain(numbered);
    all.find(|id| !taken.contains(id)).unwrap_or(plain)
}

/// A `[[dimension]]` block.
pub fn block(dimension: &Dimension) -> String {
    let mut toml = String::from("\n");
    if let Some(note) = &dimension.note {
        toml.push_str(&crate::pipeline::draft::comment(note));
    }
    toml.push_str(&format!("[[dimension]]\nid       = {}\n", quoted(&dimension.id)));
    let (vi, en) = &dimension.label;
    toml.push_str(&format!("label    = {{ vi = {}, en = {} }}\n", quoted(vi), quoted(en)));
    if !dimension.totals.is_empty() {
        toml.push_str(&format!("totals   = {}\n", list(&dimension.totals)));
    }
    if !dimension.categories.is_empty() {
        toml.push_str("category = [\n");
        for (id, wordings) in &dimension.categories {
            let Some((label, aliases)) = wordings.split_first() else { continue };
            let aliases =
                if aliases.is_empty() { String::new() } else { format!(", aliases = {}", list(aliases)) };
            toml.push_str(&format!("  {{ id = {}, label = {}{aliases} }},\n", quoted(id), quoted(label)));
        }
        toml.push_str("]\n");
    }
    toml
}

/// The columns whose values tell of what kind an indicator of a cross table is: all of them.
pub fn actual(seat: &Seat) -> Vec<(usize, String)> {
    let columns = seat.of(Role::Value).filter_map(|index| Some((index, seat.table.columns.get(index)?)));
    columns
        .map(|(index, column)| {
            (index, column.path.first().map_or_else(String::new, |text| text.tidy.to_string()))
        })
        .collect()
}

/// Headers over the labels of a cross table.
pub fn label_headers(observed: &Observed, group: &Group) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for place in &group.tables {
        let Some(book) = observed.books.get(place.0) else { continue };
        let (Some(grid), Some(seat)) =
            (book.grids.get(place.1), book.tables.get(place.1).and_then(|of| of.get(place.2)))
        else {
            continue;
        };
        for header in columns::headers(seat, Role::Text, &grid.lines) {
            if !all.iter().any(|known| text::fold(known) == text::fold(&header)) {
                all.push(header);
            }
        }
    }
    all
}
