//! Labels that differ a bit from file to file become one item.
//!
//! Enters: items by label. Leaves: fewer items. Two labels are one item only where no report has both: a form does not ask the same twice. Of such
//! pairs the likest are joined first, by their code, their words, their unit and what stands above and below; each join forbids others.

use super::drift::by_place;
use super::grid::Seen;
use super::items::{Item, Report};
use super::rows::{Row, RowKind};
use super::sections::{RowKey, row_key};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Labels beyond which likeness is not looked for: comparing all pairs would take too long.
const MOST_COMPARED: usize = 800;
/// Pairs that are weighed, the likest first.
const MOST_PAIRS: usize = 20_000;
/// Words that are almost the same.
const ALMOST: f64 = 0.8;
/// What a pair must reach to be one item: half the words, and what stands around agrees.
const LIKE: f64 = 0.62;
/// Words that are so unlike are not made one by their place.
const LEAST_WORDS: f64 = 0.38;

/// Joins what is one item under several labels.
pub fn joined(items: Vec<Item>, keys: &[RowKey], reports: &[Report], paths: &BTreeSet<String>) -> Vec<Item> {
    if items.len() > MOST_COMPARED {
        return items;
    }
    let mut items: Vec<Option<Item>> = items.into_iter().map(Some).collect();
    join_by_code(&mut items);
    let pairs = pairs(&items);
    // Where an item has gone that another one took in.
    let mut into: Vec<usize> = (0..items.len()).collect();
    loop {
        let names = names(&items);
        let Some((first, second)) = likest(&items, &pairs, &into, &names) else { break };
        join(&mut items, first, second);
        into.iter_mut().filter(|at| **at == second).for_each(|at| *at = first);
    }
    for (first, second) in by_place(&items, &sequences(keys, reports, paths, &items, &into)) {
        join(&mut items, first, second);
        if let Some(Some(item)) = items.get_mut(first) {
            item.is_by_place = true;
        }
    }
    items.into_iter().flatten().collect()
}

/// The items of each table, from top to bottom.
fn sequences(
    keys: &[RowKey],
    reports: &[Report],
    paths: &BTreeSet<String>,
    items: &[Option<Item>],
    into: &[usize],
) -> Vec<Vec<usize>> {
    let index: HashMap<&RowKey, usize> = keys.iter().enumerate().map(|(at, key)| (key, at)).collect();
    // What was joined by its code is found by its labels.
    let names = names(items);
    let of = |row: &Row| {
        let at = into.get(*index.get(&key_of(row, paths))?).copied()?;
        let is_there = items.get(at).is_some_and(Option::is_some);
        if is_there { Some(at) } else { names.get(&*row.label.key).copied() }
    };
    let labelled = |report: &Report| -> Vec<usize> {
        report.rows.iter().filter(|row| row.kind == RowKind::Label).filter_map(of).collect()
    };
    reports.iter().map(labelled).collect()
}

/// The key of a row: its label, with its headings where the label stands under several.
pub fn key_of(row: &Row, paths: &BTreeSet<String>) -> RowKey {
    let (label, path) = row_key(row);
    let path = if paths.contains(&label) { path } else { Vec::new() };
    (label, path)
}

/// Pairs of items whose words are alike, with how much.
fn pairs(items: &[Option<Item>]) -> Vec<(f64, usize, usize)> {
    let words: Vec<(usize, Vec<Words>)> = items
        .iter()
        .enumerate()
        .filter_map(|(at, item)| {
            Some((at, item.as_ref()?.labels.values().map(|(tidy, _)| Words::of(tidy)).collect()))
        })
        .collect();
    let mut pairs = Vec::new();
    for (at, (first, one)) in words.iter().enumerate() {
        for (second, two) in words.iter().skip(at + 1) {
            let alike = one.iter().flat_map(|a| two.iter().map(move |b| a.alike(b))).fold(0.0, f64::max);
            if alike >= LEAST_WORDS {
                pairs.push((alike, *first, *second));
            }
        }
    }
    pairs.sort_by(|one, two| two.0.total_cmp(&one.0).then_with(|| (one.1, one.2).cmp(&(two.1, two.2))));
    pairs.truncate(MOST_PAIRS);
    pairs
}

fn join(items: &mut [Option<Item>], into: usize, from: usize) {
    let Some(other) = items.get_mut(from).and_then(Option::take) else { return };
    if let Some(Some(item)) = items.get_mut(into) {
        // What the rarer one was called under its heading is no part of the form.
        let is_rarer = item.reports.len() < other.reports.len();
        let path = other.path.clone();
        item.join(other);
        if is_rarer {
            item.path = path;
        }
    }
}

/// Rows with the same code are one item, unless a report has both.
fn join_by_code(items: &mut [Option<Item>]) {
    let mut by_code: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, item) in items.iter().enumerate() {
        let Some(item) = item else { continue };
        let (Some(code), count) = (item.code(), item.codes.values().sum::<usize>()) else { continue };
        if count * 2 >= item.reports.len() && !code.is_empty() {
            by_code.entry(crate::clean::text::fold(code)).or_default().push(index);
        }
    }
    for indexes in by_code.into_values() {
        let Some((first, rest)) = indexes.split_first() else { continue };
        for other in rest {
            let pair = (items.get(*first).cloned().flatten(), items.get(*other).cloned().flatten());
            if let (Some(one), Some(two)) = pair
                && one.reports.is_disjoint(&two.reports)
            {
                join(items, *first, *other);
            }
        }
    }
}

/// The item that each label key belongs to.
fn names(items: &[Option<Item>]) -> HashMap<String, usize> {
    let mut names = HashMap::new();
    for (index, item) in items.iter().enumerate() {
        for (wording, _) in item.iter().flat_map(|item| item.labels.values()) {
            names.insert(crate::clean::text::fold(wording), index);
        }
    }
    names
}

/// The likest pair of items that no report has both of.
fn likest(
    items: &[Option<Item>],
    pairs: &[(f64, usize, usize)],
    into: &[usize],
    names: &HashMap<String, usize>,
) -> Option<(usize, usize)> {
    let mut best: Option<(f64, usize, usize)> = None;
    for (words, first, second) in pairs {
        let (Some(&first), Some(&second)) = (into.get(*first), into.get(*second)) else { continue };
        if first == second || best.is_some_and(|(most, _, _)| most > 0.6 * words + 0.4) {
            continue;
        }
        let (Some(Some(one)), Some(Some(two))) = (items.get(first), items.get(second)) else { continue };
        if !are_apart(one, two, *words) {
            continue;
        }
        let score = likeness(one, two, *words, names);
        if score >= LIKE && best.is_none_or(|(most, _, _)| score > most) {
            best = Some((score, first.min(second), first.max(second)));
        }
    }
    best.map(|(_, first, second)| (first, second))
}

/// Whether no report has both of two items. Where their words are the same but for some, one report in eight may: a branch wrote a row twice.
fn are_apart(one: &Item, two: &Item, words: f64) -> bool {
    let both = one.reports.intersection(&two.reports).count();
    let fewer = one.reports.len().min(two.reports.len());
    both == 0 || (words >= ALMOST && both * 8 <= fewer)
}

/// How alike two items are, from 0 to 1.
fn likeness(one: &Item, two: &Item, words: f64, names: &HashMap<String, usize>) -> f64 {
    if !has_like_units(one, two) || !has_like_cells(one, two) {
        return 0.0;
    }
    let neighbours = |of: &HashMap<String, usize>| -> BTreeSet<usize> {
        of.keys().filter_map(|key| names.get(key).copied()).collect()
    };
    let agree = |one: &HashMap<String, usize>, two: &HashMap<String, usize>| {
        let (one, two) = (neighbours(one), neighbours(two));
        f64::from(u8::from(!one.is_disjoint(&two) || (one.is_empty() && two.is_empty())))
    };
    let around = (agree(&one.above, &two.above) + agree(&one.below, &two.below)) / 2.0;
    let (a, b) = (one.rank / one.rows.max(1) as f64, two.rank / two.rows.max(1) as f64);
    let place = (1.0 - (a - b).abs() * 2.0).max(0.0);
    0.6 * words + 0.2 * around + 0.2 * place
}

/// A label taken apart for comparing.
struct Words {
    key: String,
    words: BTreeSet<String>,
    digits: String,
}

impl Words {
    fn of(tidy: &str) -> Self {
        let key = crate::clean::text::fold(tidy);
        let words = key.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        Self {
            words: words.map(str::to_owned).collect(),
            digits: key.chars().filter(char::is_ascii_digit).collect(),
            key,
        }
    }

    /// How alike two labels are by their words and letters. Labels with other numbers are others: `Ward 1`, `Ward 2`.
    fn alike(&self, other: &Self) -> f64 {
        if self.digits != other.digits {
            return 0.0;
        }
        let common = self.words.intersection(&other.words).count() as f64;
        let (a, b) = (self.words.len(), other.words.len());
        let dice = 2.0 * common / (a + b).max(1) as f64;
        // All words of the shorter one: `Nam` and `Đoàn viên nam`.
        let inside = common / a.min(b).max(1) as f64 * 0.85;
        let by_words = dice.max(inside);
        if common == 0.0 && a.min(b) > 1 {
            return by_words;
        }
        by_words.max(strsim::normalized_damerau_levenshtein(&self.key, &other.key))
    }
}

/// Whether the units that two items are asked in do not contradict each other.
fn has_like_units(one: &Item, two: &Item) -> bool {
    one.units.is_empty()
        || two.units.is_empty()
        || one.units.keys().any(|unit| two.units.contains_key(unit))
        || one.units.keys().any(|a| two.units.keys().any(|b| Words::of(a).alike(&Words::of(b)) >= 0.5))
}

/// Whether the values of two items may be of one kind: no days on one side and numbers on the other.
fn has_like_cells(one: &Item, two: &Item) -> bool {
    let share = |item: &Item, is: fn(&Seen) -> bool| {
        let count = item.cells.iter().filter(|cell| is(&cell.seen)).count();
        count as f64 / item.cells.len().max(1) as f64
    };
    let is_date = |seen: &Seen| matches!(seen.what, super::grid::What::Date(..));
    let is_words = |seen: &Seen| seen.words().is_some();
    one.cells.is_empty()
        || two.cells.is_empty()
        || ((share(one, is_date) - share(two, is_date)).abs() < 0.6
            && (share(one, is_words) - share(two, is_words)).abs() < 0.8)
}
