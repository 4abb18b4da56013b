//! Which tables of which books are the same table of the form.
//!
//! Enters: the books with their tables. Leaves: groups of tables with the same columns of values, each with what its rows are: the same in
//! every report (a form), or others each time (records). Groups of few books that have nothing in common with the rest are left out, and told.

use super::observe::{Book, Observed, Role};
use super::rows::{Place, RowKind, rows};
use crate::pipeline::Extent;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Share of a group's tables in which a label must be met to be a row of the form.
const RECURS: f64 = 0.15;
/// Share of a table's labels that must recur for its rows to be those of a form.
const FIXED: f64 = 0.5;
/// From so many books on, what only one of them has is no part of the form.
const MANY_BOOKS: usize = 6;
/// Share of labels that two tables must have in common to be two reports.
const SAME_ROWS: f64 = 0.6;
/// Share of a group's tables that must be two reports of one book before sheets are taken for reports.
const SEVERAL_REPORTS: f64 = 0.25;

/// Tables that are one table of the form.
#[derive(Clone, Debug)]
pub struct Group {
    /// Where they are.
    pub tables: Vec<Place>,
    /// Books that have them.
    pub books: BTreeSet<usize>,
    /// Whether the same rows stand in every report.
    pub is_fixed: bool,
    /// What a report fills.
    pub extent: Extent,
    /// Keys of the labels that recur.
    pub labels: BTreeSet<String>,
}

/// The groups, the largest first, and the tables that are in none.
#[derive(Debug, Default)]
pub struct Groups {
    /// Groups.
    pub kept: Vec<Group>,
    /// Tables that only few books have.
    pub left: Vec<Place>,
}

/// Groups all tables.
pub fn groups(observed: &Observed) -> Groups {
    let mut by_columns: BTreeMap<(String, String), Vec<Place>> = BTreeMap::new();
    let heads = heads(observed);
    let mut over: HashMap<(&str, &str), BTreeSet<usize>> = HashMap::new();
    for (place, values, label) in &heads {
        over.entry((values, label)).or_default().insert(place.0);
    }
    let mut over_values: HashMap<&str, BTreeSet<usize>> = HashMap::new();
    for (place, values, _) in &heads {
        over_values.entry(values).or_default().insert(place.0);
    }
    for (place, values, label) in &heads {
        // A header over the labels that is another one in every book says whose report it is, not what stands below.
        let met = over.get(&(values.as_str(), label.as_str())).map_or(0, BTreeSet::len);
        let all = over_values.get(values.as_str()).map_or(0, BTreeSet::len);
        let label = if met >= 2 || all == 1 { label.clone() } else { "*".to_owned() };
        by_columns.entry((values.clone(), label)).or_default().push(*place);
    }
    let mut all: Vec<Group> = Vec::new();
    // Records are told by their columns of values: what stands beside them differs from list to list.
    let mut records: BTreeMap<String, Vec<Place>> = BTreeMap::new();
    for ((values, _), tables) in by_columns {
        let group = group(observed, tables);
        if group.is_fixed {
            all.push(group);
        } else {
            records.entry(values).or_default().extend(group.tables);
        }
    }
    all.extend(records.into_values().map(|tables| Group { is_fixed: false, ..group(observed, tables) }));
    all.sort_by(|one, two| two.books.len().cmp(&one.books.len()).then_with(|| one.tables.cmp(&two.tables)));
    keep(observed, all)
}

/// Every table with the keys of its value columns and of its column of labels.
fn heads(observed: &Observed) -> Vec<(Place, String, String)> {
    let mut all = Vec::new();
    for (at, book) in observed.books.iter().enumerate() {
        for (sheet, (grid, seats)) in book.grids.iter().zip(&book.tables).enumerate() {
            for (table, seat) in seats.iter().enumerate() {
                let key = |index: usize| seat.table.key(index);
                let values: BTreeSet<String> = seat.of(Role::Value).map(key).collect();
                let Some(label) = seat.label(&grid.lines) else { continue };
                if !values.is_empty() {
                    let values: Vec<String> = values.into_iter().collect();
                    all.push(((at, sheet, table), values.join(" | "), key(label)));
                }
            }
        }
    }
    all
}

/// The distinct labels of a table.
fn labels(observed: &Observed, place: Place) -> Vec<String> {
    let Some(book) = observed.books.get(place.0) else { return Vec::new() };
    let rows = rows(book, place, observed.locale);
    let labels = rows.iter().filter(|row| row.kind == RowKind::Label).map(|row| row.label.key.to_string());
    labels.collect()
}

fn group(observed: &Observed, tables: Vec<Place>) -> Group {
    let of: Vec<Vec<String>> = tables.iter().map(|place| labels(observed, *place)).collect();
    let mut met: HashMap<&str, usize> = HashMap::new();
    for labels in &of {
        let distinct: BTreeSet<&str> = labels.iter().map(String::as_str).collect();
        distinct.into_iter().for_each(|label| *met.entry(label).or_default() += 1);
    }
    let least = if tables.len() == 1 { 1 } else { 2.max((tables.len() as f64 * RECURS).ceil() as usize) };
    let recurring: BTreeSet<String> =
        met.iter().filter(|(_, count)| **count >= least).map(|(label, _)| (*label).to_owned()).collect();
    let share = |labels: &Vec<String>| {
        let distinct: BTreeSet<&String> = labels.iter().collect();
        let known = distinct.iter().filter(|label| recurring.contains(**label)).count();
        // A row that is there twice is a record.
        let once = distinct.len() as f64 / labels.len().max(1) as f64;
        known as f64 / distinct.len().max(1) as f64 * once.min(1.0)
    };
    let mean = of.iter().map(share).sum::<f64>() / of.len().max(1) as f64;
    let is_single_list = tables.len() == 1 && has_records(observed, tables.first().copied());
    Group {
        books: tables.iter().map(|place| place.0).collect(),
        is_fixed: mean >= FIXED && !is_single_list,
        extent: extent(&tables, &of),
        labels: recurring,
        tables,
    }
}

/// Whether a table that nothing can be compared with looks like records: several columns of texts or days, many rows.
fn has_records(observed: &Observed, place: Option<Place>) -> bool {
    let seat = place.and_then(|(book, sheet, table)| observed.books.get(book)?.tables.get(sheet)?.get(table));
    seat.is_some_and(|seat| seat.of(Role::Text).count() >= 2 && seat.table.body.len() >= 6)
}

/// What a report fills: sheets or blocks with the same rows within one book are several reports.
fn extent(tables: &[Place], labels: &[Vec<String>]) -> Extent {
    let mut by_book: BTreeMap<usize, Vec<(Place, BTreeSet<&String>)>> = BTreeMap::new();
    for (place, labels) in tables.iter().zip(labels) {
        by_book.entry(place.0).or_default().push((*place, labels.iter().collect()));
    }
    let (mut of_sheets, mut of_blocks) = (BTreeSet::new(), BTreeSet::new());
    for tables in by_book.values() {
        for pair in tables.windows(2) {
            let [(one, a), (two, b)] = pair else { continue };
            let common = a.intersection(b).count() as f64;
            if a.is_empty() || common < SAME_ROWS * a.len().max(b.len()) as f64 {
                continue;
            }
            let into = if one.1 == two.1 { &mut of_blocks } else { &mut of_sheets };
            into.extend([*one, *two]);
        }
    }
    let is_much = |some: &BTreeSet<Place>| some.len() as f64 >= SEVERAL_REPORTS * tables.len() as f64;
    if !of_blocks.is_empty() && is_much(&of_blocks) {
        Extent::Block
    } else if !of_sheets.is_empty() && is_much(&of_sheets) {
        Extent::Sheet
    } else {
        Extent::Workbook
    }
}

/// Keeps the groups that enough books have, or that have their rows in common with one that is kept.
fn keep(observed: &Observed, all: Vec<Group>) -> Groups {
    let least = if observed.books.len() >= MANY_BOOKS { 2 } else { 1 };
    let mut groups = Groups::default();
    let mut known: BTreeSet<String> = BTreeSet::new();
    for group in all {
        let is_known = || {
            let common = group.labels.intersection(&known).count();
            group.is_fixed && common >= 3 && common as f64 >= FIXED * group.labels.len() as f64
        };
        if group.books.len() >= least || is_known() {
            if group.is_fixed {
                known.extend(group.labels.iter().cloned());
            }
            groups.kept.push(group);
        } else {
            groups.left.extend(group.tables);
        }
    }
    groups
}

impl Group {
    /// The report that a table belongs to, as a key within the run: the book, and what of it the report fills.
    pub fn report_of(&self, place: Place) -> Place {
        match self.extent {
            Extent::Workbook => (place.0, usize::MAX, usize::MAX),
            Extent::Sheet => (place.0, place.1, usize::MAX),
            Extent::Block => place,
        }
    }
}

/// The name of the sheet that a table stands in.
pub fn sheet_name(books: &[Book], place: Place) -> &str {
    books.get(place.0).and_then(|book| book.grids.get(place.1)).map_or("", |grid| &grid.name)
}
