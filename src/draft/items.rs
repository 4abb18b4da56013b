//! Rows that recur become items: what a report says of one is counted and kept.
//!
//! Enters: the rows of all reports. Leaves: items in the order in which a form has them; `likeness` says which labels are one item.

use super::grid::Seen;
use super::likeness::{joined, key_of};
use super::rows::{Row, RowKind};
use super::sections::RowKey;
use std::collections::{BTreeMap, BTreeSet, HashMap};

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
    /// Rows of tables that have a column of sums since the beginning of the year, and how many of them have a value there.
    pub since: (usize, usize),
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

    /// Takes another item in.
    pub fn join(&mut self, other: Self) {
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
        self.since = (self.since.0 + other.since.0, self.since.1 + other.since.1);
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
    /// The columns of sums since the beginning of the year.
    pub cumulative: Vec<usize>,
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
        if !report.cumulative.is_empty() && !row.values.is_empty() {
            let has_sum = row.values.iter().any(|(column, _)| report.cumulative.contains(column));
            item.since = (item.since.0 + 1, item.since.1 + usize::from(has_sum));
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
