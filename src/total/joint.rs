//! What needs two values of a branch: weighted means, ratios, and a value beside its plan.
//!
//! Enters: the rows of a frame in their order; those that count are taken. Leaves: the same totals with them. Outside Polars: the product of two Int128
//! columns would wrap in silence.

use super::aggregate::{Key, Totals};
use super::{Groups, Sizes};
use crate::merge::Reported;
use crate::model::map::Map;
use crate::model::{Amount, Bound};
use crate::pipeline::{Definition, Total};
use rayon::prelude::*;

/// What a ratio is made of: only branches that report both sides, or the two sums would be of different branches.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Pairs {
    /// Sum of the numerators.
    pub numerator: Amount,
    /// Sum of the denominators.
    pub denominator: Amount,
    /// Bound of the first sum.
    pub numerator_bound: Bound,
    /// Bound of the second sum.
    pub denominator_bound: Bound,
    /// Branches with both.
    pub reported: u64,
    /// Their size.
    pub size: Amount,
}

impl Pairs {
    pub(super) fn add(
        &mut self,
        (one, one_bound): (Amount, Bound),
        (two, two_bound): (Amount, Bound),
        size: Amount,
    ) {
        let plus = |sum: Amount, value: Amount| sum.checked_add(value).unwrap_or(sum);
        self.numerator = plus(self.numerator, one);
        self.denominator = plus(self.denominator, two);
        self.numerator_bound = self.numerator_bound.plus(one_bound);
        self.denominator_bound = self.denominator_bound.plus(two_bound);
        self.reported += 1;
        self.size = plus(self.size, size);
    }

    /// The pairs of further branches with these.
    fn join(&mut self, other: &Self) {
        let (one, two) = (other.numerator, other.denominator);
        self.add((one, other.numerator_bound), (two, other.denominator_bound), other.size);
        self.reported += other.reported.saturating_sub(1);
    }
}

/// Adds Σ value · weight and Σ weight for indicators whose total is a weighted mean.
pub(super) fn add_weights(
    totals: &mut Totals,
    rows: &[Reported],
    definition: &Definition,
    groups: &Groups,
    sizes: &Sizes,
) {
    let weights: Map<u32, u32> = (0u32..)
        .zip(&definition.reading.indicators)
        .filter_map(|(index, known)| match known.total {
            Total::Mean { weight: Some(weight) } => Some((index, weight)),
            _ => None,
        })
        .collect();
    if weights.is_empty() {
        return;
    }
    for rows in of_branches(rows) {
        for row in rows.iter().filter(|row| row.counts) {
            let Some(&weight) = weights.get(&row.indicator) else { continue };
            let weight = find(rows, row, weight, row.measure).and_then(|weight| weight.value);
            let Some((value, weight)) = row.value.zip(weight) else { continue };
            for group in groups.of(row.branch) {
                if let Some(aggregate) = totals.by_key.get_mut(&key(row, group, row.indicator)) {
                    let sum = aggregate.weighted.unwrap_or(Amount::ZERO);
                    aggregate.weighted =
                        value.checked_product(weight).and_then(|product| sum.checked_add(product));
                    aggregate.weights = aggregate.weights.checked_add(weight).unwrap_or(aggregate.weights);
                    aggregate.weighed += 1;
                    let size = sizes.of(row.period, row.branch);
                    aggregate.weighed_size = aggregate.weighed_size.checked_add(size).unwrap_or(size);
                }
            }
        }
    }
}

/// Adds up both sides of each ratio, and value and plan of each indicator, over the branches that report both.
pub(super) fn add_pairs(
    totals: &mut Totals,
    rows: &[Reported],
    definition: &Definition,
    groups: &Groups,
    sizes: &Sizes,
) {
    let wanted = Wanted::new(definition);
    if wanted.ratios.is_empty() && wanted.plan.is_none() {
        return;
    }
    let branches: Vec<&[Reported]> = of_branches(rows).collect();
    let found = branches.par_iter().fold(Found::default, |mut found, rows| {
        rows.iter().filter(|row| row.counts).for_each(|row| found.add(rows, row, &wanted, groups, sizes));
        found
    });
    let found = found.reduce(Found::default, Found::and);
    (totals.pairs, totals.plans) = (found.pairs, found.plans);
}

/// Which pairs a definition asks for.
struct Wanted {
    /// The measure of plans.
    plan: Option<u32>,
    /// Ratio, numerator, denominator.
    ratios: Vec<(u32, u32, u32)>,
}

impl Wanted {
    fn new(definition: &Definition) -> Self {
        let plan = definition.reading.measures.iter().position(|measure| measure == "plan");
        let ratios = (0u32..).zip(&definition.reading.indicators).filter_map(|(index, known)| {
            let Total::Ratio { numerator, denominator } = known.total else { return None };
            Some((index, numerator, denominator))
        });
        Self { plan: plan.and_then(|plan| u32::try_from(plan).ok()), ratios: ratios.collect() }
    }
}

/// The pairs of some branches.
#[derive(Default)]
struct Found {
    pairs: Map<Key, Pairs>,
    plans: Map<Key, Pairs>,
}

impl Found {
    /// Adds the pairs that a row of a branch is the first value of.
    fn add(&mut self, rows: &[Reported], row: &Reported, wanted: &Wanted, groups: &Groups, sizes: &Sizes) {
        let plan = wanted.plan.filter(|_| row.measure == 0);
        let planned = plan.and_then(|plan| find(rows, row, row.indicator, plan));
        let beside = planned.map(|planned| (true, row.indicator, planned));
        let is_above = |ratio: &&(u32, u32, u32)| ratio.1 == row.indicator;
        let below = wanted.ratios.iter().filter(is_above).filter_map(|&(ratio, _, denominator)| {
            Some((false, ratio, find(rows, row, denominator, row.measure)?))
        });
        for (is_plan, indicator, other) in beside.into_iter().chain(below) {
            let Some((value, second)) = row.value.zip(other.value) else { continue };
            let size = sizes.of(row.period, row.branch);
            let pairs = if is_plan { &mut self.plans } else { &mut self.pairs };
            for group in groups.of(row.branch) {
                let entry = pairs.entry(key(row, group, indicator)).or_default();
                entry.add((value, row.bound), (second, other.bound), size);
            }
        }
    }

    /// These and the pairs of further branches.
    fn and(mut self, other: Self) -> Self {
        for (key, pairs) in other.pairs {
            self.pairs.entry(key).or_default().join(&pairs);
        }
        for (key, pairs) in other.plans {
            self.plans.entry(key).or_default().join(&pairs);
        }
        self
    }
}

fn key(row: &Reported, group: u32, indicator: u32) -> Key {
    let Reported { period, measure, breakdown, .. } = *row;
    Key { period, group, indicator, measure, breakdown }
}

/// The rows of a branch and period at a time, in the order of indicator, measure and breakdown.
fn of_branches(rows: &[Reported]) -> impl Iterator<Item = &[Reported]> {
    rows.chunk_by(|one, two| (one.period, one.branch) == (two.period, two.branch))
}

/// What the same branch says of another indicator or measure, in the same breakdown.
fn find<'a>(rows: &'a [Reported], row: &Reported, indicator: u32, measure: u32) -> Option<&'a Reported> {
    let wanted = (indicator, measure, row.breakdown);
    let at = rows.binary_search_by_key(&wanted, |other| (other.indicator, other.measure, other.breakdown));
    rows.get(at.ok()?).filter(|row| row.counts)
}
