//! What a branch says of a whole by its parts only: the whole, and the margins of two or more dimensions, are added from them.
//!
//! Enters: the rows of reported values. Leaves: a row for each whole and margin that no fact states, by the indicator's own total: a sum, the largest,
//! the smallest, a weighted mean; none where parts say nothing of it (a plain mean, a ratio). A value that a fact states always goes before its
//! parts, so that neither is counted twice; where both are there, [`Stated`] sets them side by side for the checks.

use super::frames::{Breakdowns, Row};
use crate::model::{Amount, Bound};
use crate::pipeline::{Definition, Total};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// Beyond so many dimensions only the whole is added: margins double with each.
const DIMENSIONS: usize = 4;

/// A stated whole beside the sum of its parts.
#[derive(Clone, Debug, PartialEq)]
pub struct Stated {
    /// Index of the submission that states it.
    pub submission: u32,
    /// Index of the fact.
    pub fact: u32,
    /// Index of the indicator.
    pub indicator: u32,
    /// Index of the measure.
    pub measure: u32,
    /// What it says.
    pub whole: Amount,
    /// What its parts add up to.
    pub sum: Amount,
    /// How many parts.
    pub terms: usize,
    /// The last digit reported.
    pub digit: Amount,
    /// Whether every declared category of the dimension has its part.
    pub is_complete: bool,
}

/// The dimensions and categories of a breakdown, in the order of the dimensions' ids.
type Parts<'n> = BTreeMap<&'n str, &'n str>;

/// Adds wholes and margins to sorted rows, and gives breakdowns their published order.
pub fn add(rows: &mut Vec<Row>, breakdowns: &mut Breakdowns, definition: &Definition) -> Vec<Stated> {
    if breakdowns.names.len() <= 1 {
        return Vec::new();
    }
    let mut added: Vec<(Row, String)> = Vec::new();
    let mut stated = Vec::new();
    let weights = weights(rows, definition);
    let groups = rows.chunk_by(|one, two| of(one) == of(two));
    for group in groups.filter(|group| group.iter().any(|row| row.key.4 != 0)) {
        let group = Group::new(group, breakdowns, definition, &weights);
        group.add(&mut added, &mut stated);
    }
    for (row, name) in added {
        let breakdown = breakdowns.index(&name);
        rows.push(Row { key: (row.key.0, row.key.1, row.key.2, row.key.3, breakdown), ..row });
    }
    sort(rows, breakdowns, definition);
    stated
}

/// Period, branch, indicator, measure.
fn of(row: &Row) -> (u32, u32, u32, u32) {
    (row.key.0, row.key.1, row.key.2, row.key.3)
}

/// Values of the indicators by which means are weighted.
type Weights = HashMap<(u32, u32, u32, u32, u32), Amount>;

fn weights(rows: &[Row], definition: &Definition) -> Weights {
    let weighing: HashSet<u32> = definition
        .reading
        .indicators
        .iter()
        .filter_map(|known| match known.total {
            Total::Mean { weight } => weight,
            _ => None,
        })
        .collect();
    let weighing = rows.iter().filter(|row| weighing.contains(&row.key.2));
    weighing.filter_map(|row| Some((row.key, row.value?))).collect()
}

/// What a branch says of one indicator and measure.
struct Group<'a> {
    rows: Vec<(Parts<'a>, &'a Row)>,
    stated: HashMap<Parts<'a>, &'a Row>,
    definition: &'a Definition,
    weights: &'a Weights,
}

impl<'a> Group<'a> {
    fn new(
        rows: &'a [Row],
        breakdowns: &'a Breakdowns,
        definition: &'a Definition,
        weights: &'a Weights,
    ) -> Self {
        let parts = |row: &'a Row| {
            breakdowns.names.get(row.key.4 as usize).map_or_else(Parts::new, |name| parts_of(name))
        };
        let rows: Vec<(Parts, &Row)> = rows.iter().map(|row| (parts(row), row)).collect();
        let stated = rows.iter().cloned().collect();
        Self { rows, stated, definition, weights }
    }

    fn method(&self) -> Option<&'a Total> {
        let (_, first) = self.rows.first()?;
        self.definition.reading.indicators.get(first.key.2 as usize).map(|known| &known.total)
    }

    fn add(&self, added: &mut Vec<(Row, String)>, stated: &mut Vec<Stated>) {
        let dimensions: BTreeSet<&str> =
            self.rows.iter().flat_map(|(parts, _)| parts.keys().copied()).collect();
        let mut by_target: BTreeMap<Parts, Vec<usize>> = BTreeMap::new();
        for (position, (parts, _)) in self.rows.iter().enumerate() {
            let lesser = if dimensions.len() > DIMENSIONS { vec![Parts::new()] } else { lesser(parts) };
            for target in lesser.into_iter().filter(|target| target.len() < parts.len()) {
                by_target.entry(target).or_default().push(position);
            }
        }
        for (target, positions) in &by_target {
            let finer: Vec<&(Parts, &Row)> = positions.iter().filter_map(|at| self.rows.get(*at)).collect();
            let Some((dimension, terms)) = self.terms(target, &finer, &dimensions) else { continue };
            match self.stated.get(target) {
                Some(whole) => stated.extend(self.beside(whole, dimension, &terms)),
                None => added.extend(self.total(&terms).map(|row| (row, name_of(target)))),
            }
        }
    }

    /// The values that make up a target, by the dimension that leaves the fewest values out: every value that names it, without those that another
    /// value between them and the target stands for.
    fn terms<'s>(
        &self,
        target: &Parts<'a>,
        finer: &[&'s (Parts<'a>, &'a Row)],
        dimensions: &BTreeSet<&'a str>,
    ) -> Option<(&'a str, Vec<&'s (Parts<'a>, &'a Row)>)> {
        let open = dimensions.iter().copied().filter(|dimension| !target.contains_key(dimension));
        let naming =
            |dimension: &str| finer.iter().filter(|(parts, _)| parts.contains_key(dimension)).count();
        // Of equal ones the first in the order of the ids.
        let dimension = open.rev().max_by_key(|dimension| naming(dimension))?;
        let is_covered = |parts: &Parts<'a>| {
            let between = lesser(parts).into_iter().filter(|less| {
                less.len() < parts.len() && less.len() > target.len() && less.contains_key(dimension)
            });
            between
                .filter(|less| target.keys().all(|key| less.contains_key(key)))
                .any(|less| self.stated.contains_key(&less))
        };
        let naming = finer.iter().copied().filter(|(parts, _)| parts.contains_key(dimension));
        let terms: Vec<_> = naming.filter(|(parts, _)| !is_covered(parts)).collect();
        (!terms.is_empty()).then_some((dimension, terms))
    }

    /// The row of a whole that only its parts state.
    fn total(&self, terms: &[&(Parts<'a>, &'a Row)]) -> Option<Row> {
        let values: Vec<(&Row, Amount)> =
            terms.iter().filter_map(|(_, row)| Some((*row, row.value?))).collect();
        let amounts = || values.iter().map(|(_, value)| *value);
        let value = match self.method()? {
            Total::Sum | Total::Count => amounts().try_fold(Amount::ZERO, Amount::checked_add),
            Total::Max => amounts().max(),
            Total::Min => amounts().min(),
            Total::Mean { weight: Some(weight) } => Some(self.weighted(&values, *weight)?),
            Total::Mean { weight: None } | Total::Ratio { .. } | Total::None => return None,
        };
        let first = values.first().map(|(row, _)| *row).or_else(|| terms.first().map(|(_, row)| *row))?;
        Some(Row {
            key: first.key,
            value: value.filter(|_| !values.is_empty()),
            bound: values.iter().fold(Bound::Exact, |bound, (row, _)| bound.plus(row.bound)),
            digit: values.iter().map(|(row, _)| row.digit).max().unwrap_or(Amount::ZERO),
            excluded: terms.iter().map(|(_, row)| row.excluded).sum(),
            is_derived: true,
            ..*first
        })
    }

    /// Σ value · weight / Σ weight, where every part has its weight.
    fn weighted(&self, values: &[(&Row, Amount)], weight: u32) -> Option<Amount> {
        let decimals = self.definition.reading.indicators.get(values.first()?.0.key.2 as usize)?.decimals;
        let (mut sum, mut weights) = (Amount::ZERO, Amount::ZERO);
        for (row, value) in values {
            let (period, branch, _, measure, breakdown) = row.key;
            let weight = *self.weights.get(&(period, branch, weight, measure, breakdown))?;
            sum = sum.checked_add(value.checked_product(weight)?)?;
            weights = weights.checked_add(weight)?;
        }
        sum.checked_div(weights).map(|mean| mean.round(decimals))
    }

    /// A stated whole beside its parts, where both are exact and add up.
    fn beside(&self, whole: &Row, dimension: &str, terms: &[&(Parts<'a>, &'a Row)]) -> Option<Stated> {
        let is_exact = |row: &Row| row.bound == Bound::Exact && row.value.is_some();
        if self.method() != Some(&Total::Sum)
            || !is_exact(whole)
            || !terms.iter().all(|(_, row)| is_exact(row))
        {
            return None;
        }
        let values = || terms.iter().filter_map(|(_, row)| row.value);
        let known = self.definition.reading.dimensions.iter().find(|known| known.id == dimension);
        let declared = known.map_or(&[][..], |known| &known.categories);
        let said: HashSet<&str> =
            terms.iter().filter_map(|(parts, _)| parts.get(dimension).copied()).collect();
        Some(Stated {
            submission: whole.submission,
            fact: whole.fact,
            indicator: whole.key.2,
            measure: whole.key.3,
            whole: whole.value?,
            sum: values().try_fold(Amount::ZERO, Amount::checked_add)?,
            terms: terms.len(),
            digit: terms.iter().map(|(_, row)| row.digit).chain([whole.digit]).max()?,
            is_complete: declared.len() != 1
                && declared.iter().all(|category| said.contains(category.id.as_str())),
        })
    }
}

/// The dimensions and categories of a breakdown's name.
fn parts_of(name: &str) -> Parts<'_> {
    name.split(';').filter_map(|part| part.split_once('=')).collect()
}

fn name_of(parts: &Parts) -> String {
    let parts: Vec<String> =
        parts.iter().map(|(dimension, category)| format!("{dimension}={category}")).collect();
    parts.join(";")
}

/// Every breakdown that says less, and the same.
fn lesser<'n>(parts: &Parts<'n>) -> Vec<Parts<'n>> {
    let number = parts.len().min(DIMENSIONS + 4);
    let with = |kept: u32| {
        let kept = |at: usize| kept & (1 << at) != 0;
        parts.iter().enumerate().filter(|(at, _)| kept(*at)).map(|(_, (key, value))| (*key, *value)).collect()
    };
    (0..1u32 << number).map(with).collect()
}

/// Puts breakdowns in their published order: the whole, each dimension, then several together; categories as they are declared.
fn sort(rows: &mut [Row], breakdowns: &mut Breakdowns, definition: &Definition) {
    let rank = |dimension: &str, category: &str| {
        let known = definition.reading.dimensions.iter().find(|known| known.id == dimension);
        let at = known.and_then(|known| known.categories.iter().position(|known| known.id == category));
        at.unwrap_or(usize::MAX)
    };
    let key = |name: &str| {
        let parts = parts_of(name);
        let dimensions: Vec<String> = parts.keys().map(|&dimension| dimension.to_owned()).collect();
        let ranks: Vec<usize> = parts.iter().map(|(dimension, category)| rank(dimension, category)).collect();
        (parts.len(), dimensions, ranks, name.to_owned())
    };
    let mut order: Vec<usize> = (0..breakdowns.names.len()).collect();
    order.sort_by_cached_key(|&at| breakdowns.names.get(at).map(|name| key(name)));
    let mut new = vec![0u32; order.len()];
    for (position, &old) in (0u32..).zip(&order) {
        new.iter_mut().skip(old).take(1).for_each(|slot| *slot = position);
    }
    for row in rows.iter_mut() {
        row.key.4 = new.get(row.key.4 as usize).copied().unwrap_or(row.key.4);
    }
    breakdowns.names = order.iter().filter_map(|&at| breakdowns.names.get(at).cloned()).collect();
    rows.sort_by_key(|row| row.key);
}

#[cfg(test)]
mod tests;
