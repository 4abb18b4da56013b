//! Rows that recur become items, and labels that differ a bit from file to file become one item.
//!
//! Two labels are one item only where no report has both: a form does not ask the same twice. Of such pairs the likest are joined first, by
//! their code, their words, their unit and what stands above and below; each join forbids others.

use super::grid::Seen;
use super::drift::by_place;
use super::rows::{Row, RowKind};
use super::sections::{RowKey, row_key};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Labels beyond which likeness is not looked for: comparing all pairs would take too long.
const MOST_COMPARED: usize = 1_200;
/// Words that are almost the same.
const ALMOST: f64 = 0.8;
/// Pairs that are weighed, the likest first.
const MOST_PAIRS: usize = 20_000;
/// What a pair must reach to be one item: half the words, and what stands around agrees.
const LIKE: f64 = 0.62;
/// Words that are so unlike are not made one by their place.
const LEAST_WORDS: f64 = 0.38;

/// Rows with the same label, over all reports.
#[derive(Clone, Debug, Default)]
pub struct Item {
    /// Each wording with the number of reports that have it.
    pub labels: BTreeMap<String, (String, usize)>,
    /// Headings above it, outermost first; empty where its label alone tells what it is.
    pub path: Vec<String>,
    /// Reports that have it.
    pub reports: BTreeSet<usize>,
    /// Codes with their counts.
    pub codes: BTreeMap<String, usize>,
    /// Units in the column of units, with their counts.
    pub units: BTreeMap<String, usize>,
    /// Every wording of a unit as met, by its key.
    pub unit_texts: BTreeMap<String, String>,
    /// Cells of the actual column.
    pub cells: Vec<Cell>,
    /// Keys of the rows above and below, with their counts.
    pub above: HashMap<String, usize>,
    /// The same for those below.
    pub below: HashMap<String, usize>,
    /// Where it stands among the rows of its table, from 0 to 1, summed.
    pub rank: f64,
    /// Sum over how many rows.
    pub rows: usize,
    /// Whether labels were joined by their place alone.
    pub is_by_place: bool,
    /// Sheets by which it was met, as keys of groups.
    pub groups: BTreeSet<usize>,
}

/// A value as far as its kind is concerned.
#[derive(Clone, Debug)]
pub struct Cell {
    /// What it holds.
    pub seen: Seen,
    /// The header over it.
    pub header: String,
    /// The unit that a line above the table states.
    pub banner: Option<String>,
}

impl Item {
    /// The wording that most reports have.
    pub fn label(&self) -> &str {
        let most = self.labels.values().max_by_key(|(tidy, count)| (*count, usize::MAX - tidy.len()));
        most.map_or("", |(tidy, _)| tidy)
    }

    /// The other wordings, most frequent first.
    pub fn aliases(&self) -> Vec<&str> {
        let main = self.label();
        let mut others: Vec<&(String, usize)> =
            self.labels.values().filter(|(tidy, _)| tidy != main).collect();
        others.sort_by(|one, two| two.1.cmp(&one.1).then_with(|| one.0.cmp(&two.0)));
        others.into_iter().map(|(tidy, _)| tidy.as_str()).collect()
    }

    /// The code that most reports have beside it.
    pub fn code(&self) -> Option<&str> {
        self.codes.iter().max_by_key(|(_, count)| **count).map(|(code, _)| code.as_str())
    }

    /// The unit that most reports have beside it.
    pub fn unit(&self) -> Option<&str> {
        self.units.iter().max_by_key(|(_, count)| **count).map(|(unit, _)| unit.as_str())
    }

    fn join(&mut self, other: Self) {
        for (key, (tidy, count)) in other.labels {
            self.labels.entry(key).or_insert((tidy, 0)).1 += count;
        }
        let add = |into: &mut BTreeMap<String, usize>, from: BTreeMap<String, usize>| {
            from.into_iter().for_each(|(key, count)| *into.entry(key).or_default() += count);
        };
        add(&mut self.codes, other.codes);
        add(&mut self.units, other.units);
        self.unit_texts.extend(other.unit_texts);
        self.reports.extend(other.reports);
        self.groups.extend(other.groups);
        self.cells.extend(other.cells);
        other.above.into_iter().for_each(|(key, count)| *self.above.entry(key).or_default() += count);
        other.below.into_iter().for_each(|(key, count)| *self.below.entry(key).or_default() += count);
        self.rank += other.rank;
        self.rows += other.rows;
    }
}

/// A table's rows with what is known of them.
#[derive(Debug)]
pub struct Report<'b> {
    /// Index of the report.
    pub report: usize,
    /// Index of the group of tables that it belongs to.
    pub group: usize,
    /// Rows.
    pub rows: Vec<Row<'b>>,
    /// The columns of actual values with their headers.
    pub actual: Vec<(usize, String)>,
    /// The unit that a line above the table states.
    pub banner: Option<String>,
}

/// The items of all reports, in the order in which a form has them.
pub fn items(reports: &[Report]) -> Vec<Item> {
    let paths = repeated(reports);
    let mut by_key: BTreeMap<(String, Vec<String>), Item> = BTreeMap::new();
    for report in reports {
        add_report(report, &paths, &mut by_key);
    }
    let keys: Vec<RowKey> = by_key.keys().cloned().collect();
    let mut items = joined(by_key.into_values().collect(), &keys, reports, &paths);
    items.sort_by(|one, two| order(one).total_cmp(&order(two)).then_with(|| one.label().cmp(two.label())));
    items
}

fn order(item: &Item) -> f64 {
    let group = item.groups.iter().next().copied().unwrap_or(0) as f64;
    group + item.rank / item.rows.max(1) as f64
}

/// Labels that one report has under several headings: they need a path.
fn repeated(reports: &[Report]) -> BTreeSet<String> {
    let mut counts: HashMap<String, (usize, usize)> = HashMap::new();
    let mut by_report: BTreeMap<usize, HashMap<&str, BTreeSet<&[String]>>> = BTreeMap::new();
    for report in reports {
        let of = by_report.entry(report.report).or_default();
        for row in report.rows.iter().filter(|row| row.kind == RowKind::Label) {
            of.entry(&row.label.key).or_default().insert(&row.path);
        }
    }
    for labels in by_report.values() {
        for (key, paths) in labels {
            let entry = counts.entry((*key).to_owned()).or_default();
            entry.0 += 1;
            entry.1 += usize::from(paths.len() > 1);
        }
    }
    counts.into_iter().filter(|(_, (met, several))| several * 2 >= *met).map(|(key, _)| key).collect()
}

fn add_report(report: &Report, paths: &BTreeSet<String>, items: &mut BTreeMap<(String, Vec<String>), Item>) {
    let labelled: Vec<&Row> = report.rows.iter().filter(|row| row.kind == RowKind::Label).collect();
    let total = labelled.len().max(1) as f64;
    for (at, row) in labelled.iter().enumerate() {
        let path = if paths.contains(&*row.label.key) { row.path.clone() } else { Vec::new() };
        let key = key_of(row, paths);
        let item = items.entry(key).or_insert_with(|| Item { path, ..Item::default() });
        let wording = bare(&row.label.tidy);
        let entry = item.labels.entry(crate::clean::text::canonical_tones(&wording)).or_insert((wording, 0));
        entry.1 += usize::from(item.reports.insert(report.report));
        row.code.iter().for_each(|code| *item.codes.entry(code.clone()).or_default() += 1);
        if let Some(unit) = &row.unit {
            *item.units.entry(unit.key.to_string()).or_default() += 1;
            item.unit_texts.entry(unit.key.to_string()).or_insert_with(|| unit.tidy.to_string());
        }
        let of = |index: usize| labelled.get(index).map(|row| row.label.key.to_string());
        if let Some(above) = at.checked_sub(1).and_then(of) {
            *item.above.entry(above).or_default() += 1;
        }
        if let Some(below) = of(at + 1) {
            *item.below.entry(below).or_default() += 1;
        }
        for (column, seen) in &row.values {
            let Some((_, header)) = report.actual.iter().find(|(actual, _)| actual == column) else {
                continue;
            };
            let banner = report.banner.clone();
            item.cells.push(Cell { seen: (*seen).clone(), header: header.clone(), banner });
        }
        item.rank += at as f64 / total;
        item.rows += 1;
        item.groups.insert(report.group);
    }
}

/// A label without numbering before and marks behind it.
pub fn bare(tidy: &str) -> String {
    let bare = crate::clean::text::strip_numbering(tidy).trim_end_matches(|c: char| " :.;,*…".contains(c));
    bare.to_owned()
}

/// Joins what is one item under several labels.
fn joined(items: Vec<Item>, keys: &[RowKey], reports: &[Report], paths: &BTreeSet<String>) -> Vec<Item> {
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
fn key_of(row: &Row, paths: &BTreeSet<String>) -> RowKey {
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
