//! Finds tables of records by their header texts, wherever they stand: over several rows, side by side, repeated.

use super::plan::{Plan, Plans};
use super::segments::{self, Match};
use super::stack::{Level, Merges, Stacks, header_text, joined, keys};
use crate::clean::unit::{self, StatedUnit};
use crate::locate::Lexicon;
use crate::locate::view::{Row, View};
use crate::model::{Address, Value};
use std::collections::HashSet;
use std::sync::Arc;

/// Rows over which a header may be spread.
const BAND: u32 = 4;
/// Rows below a merged header that are looked at for the one of its columns that is filled.
const LOOKED_AT: usize = 200;

/// A column of a table that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// First sheet column.
    pub first: u32,
    /// Last sheet column: texts may be merged over several.
    pub last: u32,
    /// The header, outermost text first, ` > ` between.
    pub header: Arc<str>,
    /// The unit that the header states.
    pub unit: Option<StatedUnit>,
    /// Sheet columns of which nobody knows which is meant; then none is read.
    pub rivals: Vec<u32>,
}

/// A table of records that was found.
#[derive(Clone, Debug)]
pub struct Block {
    /// Index of the sheet form.
    pub form: u16,
    /// First row of the header.
    pub first_row: u32,
    /// Last row of the header.
    pub last_row: u32,
    /// Columns, in the order of the layout.
    pub columns: Vec<Option<Seen>>,
    /// First and last sheet column that belong to it.
    pub own: (u32, u32),
}

impl Block {
    /// Whether another block has the same words over the same columns.
    pub fn is_like(&self, other: &Self) -> bool {
        self.form == other.form && self.columns == other.columns
    }

    /// Whether two blocks stand in common columns.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.own.0 <= other.own.1 && other.own.0 <= self.own.1
    }

    /// Whether a sheet column is one of several of which nobody knows which is meant.
    pub fn is_rival(&self, column: u32) -> bool {
        self.columns.iter().flatten().any(|seen| seen.rivals.contains(&column))
    }
}

/// A header that lacks columns.
#[derive(Clone, Debug)]
pub struct Near {
    /// Index of the sheet form.
    pub form: u16,
    /// Its first text.
    pub at: Address,
    /// Its rows.
    pub rows: (u32, u32),
    /// How many required columns are there.
    pub present: usize,
    /// First headers of the columns that are not.
    pub missing: Vec<String>,
    /// The texts of the header that are nearest to them.
    pub nearest: Vec<String>,
}

/// What is there of tables in a sheet.
#[derive(Debug, Default)]
pub struct Sighting {
    /// Tables, in the order of their headers from top to bottom, then from left to right.
    pub blocks: Vec<Block>,
    /// Headers of which most is there; the first of each form.
    pub near: Vec<Near>,
}

/// How many texts of a row may stand in a header, and whether it is data.
#[derive(Clone, Copy, Default)]
struct Glance {
    pieces: usize,
    is_data: bool,
}

/// Every table of records of a sheet.
pub fn find(view: &View, merges: &Merges, lexicon: &Lexicon) -> Sighting {
    let plans = &lexicon.tables;
    let mut sighting = Sighting::default();
    if plans.is_empty() {
        return sighting;
    }
    let glances: Vec<Glance> = view.rows.iter().map(|row| glance(view, row, lexicon)).collect();
    let fewest = plans.iter().map(|plan| plan.required().count().max(1)).min().unwrap_or(1);
    let named = lexicon.form_named(&view.sheet.name);
    let finder = Finder { view, merges, plans, named, lexicon };
    let mut at = 0;
    while let Some((row, glance)) = view.rows.get(at).zip(glances.get(at)) {
        at += 1;
        let near = (at - 1..view.rows.len()).take(BAND as usize);
        let pieces: usize = near.filter_map(|at| glances.get(at)).map(|glance| glance.pieces).sum();
        // Half of a header is enough to say what is missing.
        if glance.pieces == 0 || glance.is_data || pieces * 2 < fewest {
            continue;
        }
        let blocks = finder.band(row.index, at - 1, &glances, &mut sighting.near);
        if let Some(last) = blocks.iter().map(|block| block.last_row).max() {
            at = view.rows.partition_point(|row| row.index <= last);
        }
        sighting.blocks.extend(blocks);
    }
    sighting
}

/// Counts what of a row may stand in a header. Rows with more numbers than that are data.
fn glance(view: &View, row: &Row, lexicon: &Lexicon) -> Glance {
    let (mut pieces, mut numbers) = (0, 0);
    for (position, cell) in view.cells(row) {
        let is_piece = match &cell.value {
            Value::Text(_) => {
                view.meaning(position).is_some_and(|meaning| lexicon.tables.is_piece(&meaning.key))
            }
            _ => header_text(view, position).is_some_and(|text| lexicon.tables.is_piece(&text)),
        };
        let is_number = || match &cell.value {
            Value::Text(_) => view.is_number(position, lexicon.reading.locale),
            _ => true,
        };
        if is_piece {
            pieces += 1;
        } else if is_number() {
            numbers += 1;
        }
    }
    Glance { pieces, is_data: numbers > pieces }
}

/// What is needed to look at a band.
struct Finder<'f, 'v> {
    view: &'f View<'v>,
    merges: &'f Merges,
    plans: &'f Plans,
    /// The form that goes by the sheet's name.
    named: Option<u16>,
    lexicon: &'f Lexicon,
}

impl Finder<'_, '_> {
    /// The tables whose header begins in a row: of all heights that it may have, the one that explains the most columns.
    fn band(&self, first: u32, at: usize, glances: &[Glance], near: &mut Vec<Near>) -> Vec<Block> {
        let mut best: (usize, Vec<Block>) = (0, Vec::new());
        let mut missed: Vec<Near> = near.clone();
        for height in 0..BAND {
            let last = first + height;
            let order =
                at + self.view.rows.get(at..).unwrap_or_default().partition_point(|row| row.index < last);
            let row = self.view.rows.get(order).filter(|row| row.index == last);
            if row.is_some() && glances.get(order).is_some_and(|glance| glance.is_data) {
                break;
            }
            if row.is_none() && height > 0 {
                continue;
            }
            let stacks = Stacks::new(self.view, self.merges, (first, last));
            let blocks = self.blocks(&stacks, &mut missed);
            let score = blocks.iter().map(|block| block.columns.iter().flatten().count()).sum();
            if score > best.0 {
                best = (score, blocks);
            }
        }
        if best.1.is_empty() {
            *near = missed;
        }
        best.1
    }

    /// The tables of a band: of each form those that are whole, the form that explains the most first.
    fn blocks(&self, stacks: &Stacks, missed: &mut Vec<Near>) -> Vec<Block> {
        let mut by_form: Vec<(u16, Vec<Match>)> = Vec::new();
        for (&column, levels) in &stacks.0 {
            for (form, found) in self.matches(column, levels) {
                match by_form.iter_mut().find(|(known, _)| *known == form) {
                    Some((_, matches)) => segments::add(matches, found),
                    None => by_form.push((form, vec![found])),
                }
            }
        }
        by_form.sort_by_key(|(form, matches)| {
            (Some(*form) != self.named, std::cmp::Reverse(matches.len()), *form)
        });
        let mut blocks: Vec<Block> = Vec::new();
        for (form, matches) in by_form {
            let Some(plan) = self.plans.of(form) else { continue };
            let is_free = |found: &Match| {
                !blocks.iter().any(|block| (block.own.0..=block.own.1).contains(&found.column))
            };
            let free: Vec<Match> = matches.into_iter().filter(is_free).collect();
            let whole = segments::split(plan, &free, stacks);
            if whole.is_empty() {
                miss(plan, &free, stacks, missed);
            }
            blocks.extend(whole.iter().map(|segment| self.block(plan, segment, stacks)));
        }
        blocks.sort_by_key(|block| block.own);
        blocks
    }

    /// What a column is, by the texts over it: for each form the most specific.
    fn matches(&self, column: u32, levels: &[Level]) -> Vec<(u16, Match)> {
        let is_unit = |level: &Level| unit::parse(&level.text, self.lexicon.reading.locale).is_some();
        let ends = [
            Some(levels.len()),
            levels.last().filter(|l| levels.len() > 1 && is_unit(l)).map(|_| levels.len() - 1),
        ];
        let mut found: Vec<(u16, Match)> = Vec::new();
        for end in ends.into_iter().flatten() {
            for start in 0..end {
                let leaf = joined(levels.get(start..end).unwrap_or_default());
                let exact =
                    keys(&leaf).into_iter().enumerate().find(|(_, key)| !self.plans.words(key).is_empty());
                let Some((inexact, key)) = exact else { continue };
                for word in self.plans.words(&key) {
                    let Some(top) = top_of(levels.get(..start).unwrap_or_default(), &word.above, start)
                    else {
                        continue;
                    };
                    let rank = (word.above.len(), 4 - inexact, end - start);
                    let one = Match { column, declared: word.column, rank, levels: (top, end) };
                    match found.iter_mut().find(|(form, _)| *form == word.form) {
                        Some((_, known)) if known.rank < rank => *known = one,
                        Some(_) => {}
                        None => found.push((word.form, one)),
                    }
                }
            }
        }
        found
    }

    fn block(&self, plan: &Plan, segment: &segments::Segment, stacks: &Stacks) -> Block {
        let used =
            || segment.matches.iter().filter_map(|found| stacks.0.get(&found.column)?.get(found.levels.0..));
        let rows = |level: &Level| level.at.row;
        let last_row =
            used().flatten().map(|level| level.last.row.min(level.at.row + BAND)).max().unwrap_or(0);
        let mut block = Block {
            form: plan.form,
            first_row: used().flatten().map(rows).min().unwrap_or(0),
            last_row,
            columns: vec![None; plan.columns.len()],
            own: segment.own,
        };
        for found in &segment.matches {
            let Some(levels) = stacks.0.get(&found.column) else { continue };
            let rivals: Vec<u32> = segment
                .rivals
                .iter()
                .filter(|(of, _)| *of == found.declared)
                .map(|(_, column)| *column)
                .collect();
            let is_summed = plan.columns.get(found.declared).is_some_and(|column| column.slot.is_some());
            let seen = self.seen(found, levels, last_row, is_summed, rivals);
            block.own.1 = block.own.1.max(seen.last.min(segment.limit));
            if let Some(place) = block.columns.get_mut(found.declared) {
                *place = Some(seen);
            }
        }
        block
    }

    fn seen(
        &self,
        found: &Match,
        levels: &[Level],
        last_row: u32,
        is_summed: bool,
        rivals: Vec<u32>,
    ) -> Seen {
        let named = levels.get(found.levels.0..).unwrap_or_default();
        let texts: Vec<&str> = named.iter().map(|level| &*level.text).collect();
        let locale = self.lexicon.reading.locale;
        let below = self.view.row(last_row + 1).and_then(|row| self.view.position(row, found.column));
        let stated = unit::in_header(&joined(named), locale)
            .or_else(|| named.iter().rev().find_map(|level| unit::in_header(&level.text, locale)))
            .or_else(|| below.and_then(|position| unit::in_header(self.view.text(position), locale)));
        let last = named.last().map_or(found.column, |level| level.last.column.max(found.column));
        let mut seen =
            Seen { first: found.column, last, header: texts.join(" > ").into(), unit: stated, rivals };
        if is_summed && last > found.column {
            let filled = self.filled(seen.first, seen.last, last_row);
            match filled.as_slice() {
                [] => seen.last = seen.first,
                [one] => (seen.first, seen.last) = (*one, *one),
                _ => seen.rivals = filled,
            }
        }
        seen
    }

    /// The columns under a merged header that hold numbers.
    fn filled(&self, first: u32, last: u32, last_row: u32) -> Vec<u32> {
        let start = self.view.rows.partition_point(|row| row.index <= last_row);
        let rows = self.view.rows.get(start..).unwrap_or_default().iter().take(LOOKED_AT);
        let mut columns = std::collections::BTreeSet::new();
        for row in rows {
            let cells = self.view.cells(row).filter(|(_, cell)| (first..=last).contains(&cell.at.column));
            let numbers =
                cells.filter(|(position, _)| self.view.is_number(*position, self.lexicon.reading.locale));
            columns.extend(numbers.map(|(_, cell)| cell.at.column));
        }
        columns.into_iter().collect()
    }
}

/// The uppermost level that a path needs, where the levels above a leaf hold its texts in order.
fn top_of(levels: &[Level], above: &[String], start: usize) -> Option<usize> {
    let Some((last, rest)) = above.split_last() else { return Some(start) };
    for end in (1..=levels.len()).rev() {
        for first in (0..end).rev() {
            let text = joined(levels.get(first..end).unwrap_or_default());
            if keys(&text).contains(last) {
                return top_of(levels.get(..first).unwrap_or_default(), rest, first);
            }
        }
    }
    None
}

/// Remembers a header that has more than half of a form's columns, and more than any before.
fn miss(plan: &Plan, matches: &[Match], stacks: &Stacks, missed: &mut Vec<Near>) {
    let declared: HashSet<usize> = matches.iter().map(|found| found.declared).collect();
    let required = plan.required().count();
    let present = plan.required().filter(|(at, _)| declared.contains(at)).count();
    let known = missed.iter().position(|near| near.form == plan.form);
    let is_better = known.and_then(|at| missed.get(at)).is_none_or(|near| near.present < present);
    if present < 2 || present * 2 <= required || !is_better {
        return;
    }
    let Some(near) = near(plan, &declared, present, matches, stacks) else { return };
    match known.and_then(|at| missed.get_mut(at)) {
        Some(known) => *known = near,
        None => missed.push(near),
    }
}

fn near(
    plan: &Plan,
    declared: &HashSet<usize>,
    present: usize,
    matches: &[Match],
    stacks: &Stacks,
) -> Option<Near> {
    let columns: HashSet<u32> = matches.iter().map(|found| found.column).collect();
    let others = stacks.0.iter().filter(|(column, _)| !columns.contains(column));
    let others: Vec<String> = others.map(|(_, levels)| joined(levels)).collect();
    let missing = plan.required().filter(|(at, _)| !declared.contains(at));
    let missing: Vec<String> = missing.map(|(_, column)| column.shown.clone()).collect();
    let others = || others.iter().map(String::as_str);
    let levels = || stacks.0.values().flatten();
    Some(Near {
        form: plan.form,
        at: levels().map(|level| level.at).min()?,
        rows: (levels().map(|level| level.at.row).min()?, levels().map(|level| level.last.row).max()?),
        present,
        nearest: missing.iter().filter_map(|word| super::nearest(word, others())).collect(),
        missing,
    })
}
