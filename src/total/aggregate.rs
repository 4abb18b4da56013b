//! Sums, counts, extremes and medians by period, group, indicator, measure and breakdown.
//!
//! Enters: the rows of a frame, the groups of branches, their sizes. Leaves: [`Totals`]. Nothing can go wrong. Polars would sort the values of every key for its median and copy each row for each of its groups; one pass in which every
//! value is added where it belongs takes an eighth of that, and both come to the same (see the tests).

use super::joint::{Pairs, add_pairs, add_weights};
use super::{Groups, Sizes};
use crate::merge::Reported;
use crate::model::map::Map;
use crate::model::{Amount, Bound};
use crate::pipeline::Definition;
use rayon::prelude::*;

/// Rows that a thread adds up before it hands its sums on: to put two sums together costs a pass over all their values.
const ROWS_AT_A_TIME: usize = 1 << 16;

/// Which total: all of them indexes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// Period.
    pub period: u32,
    /// Group.
    pub group: u32,
    /// Indicator.
    pub indicator: u32,
    /// Measure.
    pub measure: u32,
    /// Breakdown.
    pub breakdown: u32,
}

/// What the values of a key come to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Aggregate {
    /// Exact sum.
    pub sum: Amount,
    /// Values, zero included.
    pub reported: u64,
    /// Zeros.
    pub zero: u64,
    /// Values that a flag keeps out.
    pub excluded: u64,
    /// Smallest.
    pub min: Option<Amount>,
    /// Largest.
    pub max: Option<Amount>,
    /// Median: the mean of the middle two where their number is even.
    pub median: Option<Amount>,
    /// The bound of the sum.
    pub bound: Bound,
    /// Size of the branches with a value.
    pub size: Amount,
    /// Σ value · weight, for weighted means.
    pub weighted: Option<Amount>,
    /// Σ weight.
    pub weights: Amount,
    /// Values that have a weight.
    pub weighed: u64,
    /// Size of their branches.
    pub weighed_size: Amount,
}

/// All totals of a run.
#[derive(Debug, Default)]
pub struct Totals {
    pub(super) by_key: Map<Key, Aggregate>,
    pub(super) pairs: Map<Key, Pairs>,
    pub(super) plans: Map<Key, Pairs>,
    keys: Vec<Key>,
}

impl Totals {
    /// The aggregate of a key, where anything was reported or kept out.
    pub fn get(&self, key: &Key) -> Option<&Aggregate> {
        self.by_key.get(key)
    }

    /// What the ratio of a key is made of, where a branch reports both sides.
    pub fn pairs(&self, key: &Key) -> Option<&Pairs> {
        self.pairs.get(key)
    }

    /// Value and plan of a key, over the branches that have both.
    pub fn plan(&self, key: &Key) -> Option<&Pairs> {
        self.plans.get(key)
    }

    /// The keys of an indicator in a group, ascending.
    pub fn keys_of(&self, period: u32, group: u32, indicator: u32) -> Vec<Key> {
        let from = Key { period, group, indicator, measure: 0, breakdown: 0 };
        let start = self.keys.partition_point(|key| *key < from);
        let of_indicator = self
            .keys
            .iter()
            .skip(start)
            .take_while(|key| (key.period, key.group, key.indicator) == (period, group, indicator));
        of_indicator.copied().collect()
    }
}

/// Aggregates the values that count, out of the rows of a frame.
pub fn totals(rows: &[Reported], definition: &Definition, groups: &Groups, sizes: &Sizes) -> Totals {
    let mut totals = Totals { by_key: by_key(rows, groups, sizes), ..Totals::default() };
    add_weights(&mut totals, rows, definition, groups, sizes);
    add_pairs(&mut totals, rows, definition, groups, sizes);
    totals.keys = totals.by_key.keys().copied().collect();
    totals.keys.sort_unstable();
    totals
}

/// What the values of each key come to. Neither sums nor medians depend on the order in which threads come to an end.
pub(super) fn by_key(rows: &[Reported], groups: &Groups, sizes: &Sizes) -> Map<Key, Aggregate> {
    let met = rows.par_chunks(ROWS_AT_A_TIME).map(|rows| met(rows, groups, sizes));
    let met = met.reduce(Map::default, together);
    met.into_par_iter().map(|(key, met)| (key, met.finish())).collect()
}

/// What was met of each key in some rows.
fn met(rows: &[Reported], groups: &Groups, sizes: &Sizes) -> Map<Key, Met> {
    let mut of_key: Map<Key, Met> = Map::default();
    for row in rows.iter().filter(|row| row.counts) {
        let Reported { period, indicator, measure, breakdown, .. } = *row;
        let size = sizes.of(period, row.branch);
        for group in groups.of(row.branch) {
            of_key.entry(Key { period, group, indicator, measure, breakdown }).or_default().add(row, size);
        }
    }
    of_key
}

/// What was met in rows of two threads.
fn together(one: Map<Key, Met>, other: Map<Key, Met>) -> Map<Key, Met> {
    let (mut whole, part) = if one.len() < other.len() { (other, one) } else { (one, other) };
    for (key, met) in part {
        whole.entry(key).or_default().join(met);
    }
    whole
}

/// The values of a key, as far as they were met.
#[derive(Default)]
struct Met {
    /// All but the median.
    aggregate: Aggregate,
    /// Billionths, in no order.
    values: Vec<i128>,
}

impl Met {
    fn add(&mut self, row: &Reported, size: Amount) {
        let of = &mut self.aggregate;
        of.excluded += u64::from(row.excluded);
        let Some(value) = row.value else { return };
        of.sum = plus(of.sum, value);
        of.size = plus(of.size, size);
        of.reported += 1;
        of.zero += u64::from(value.is_zero());
        of.min = Some(of.min.map_or(value, |min| min.min(value)));
        of.max = of.max.max(Some(value));
        of.bound = of.bound.plus(row.bound);
        self.values.push(value.scaled());
    }

    fn join(&mut self, mut other: Self) {
        let (of, more) = (&mut self.aggregate, &other.aggregate);
        of.excluded += more.excluded;
        of.sum = plus(of.sum, more.sum);
        of.size = plus(of.size, more.size);
        of.reported += more.reported;
        of.zero += more.zero;
        of.min = [of.min, more.min].into_iter().flatten().min();
        of.max = of.max.max(more.max);
        of.bound = of.bound.plus(more.bound);
        self.values.append(&mut other.values);
    }

    fn finish(mut self) -> Aggregate {
        Aggregate { median: median(&mut self.values), ..self.aggregate }
    }
}

/// The sum of two amounts. Of amounts from cells, at most 10^18 units each, no run has enough to leave the range.
fn plus(one: Amount, two: Amount) -> Amount {
    one.checked_add(two).unwrap_or(one)
}

/// The median of some billionths, whose order it changes: the mean of the middle two where their number is even.
pub(super) fn median(values: &mut [i128]) -> Option<Amount> {
    if values.is_empty() {
        return None;
    }
    let (middle, is_odd) = (values.len() / 2, values.len() % 2 == 1);
    let (below, &mut upper, _) = values.select_nth_unstable(middle);
    let lower = if is_odd { upper } else { *below.iter().max()? };
    let two = Amount::from_units(2);
    Amount::from_scaled(lower).checked_add(Amount::from_scaled(upper))?.checked_div(two)
}

#[cfg(test)]
mod tests;
