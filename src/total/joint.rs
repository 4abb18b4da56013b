//! What needs two values of a branch: weighted means, ratios, and a value beside its plan.
//!
//! Outside Polars: the product of two Int128 columns would wrap in silence.

use super::aggregate::{Key, Totals};
use super::{Groups, Sizes};
use crate::merge::{Frames, FramesError, Reported};
use crate::model::map::Map;
use crate::model::{Amount, Bound};
use crate::pipeline::{Definition, Total};

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
}

/// Adds Σ value · weight and Σ weight for indicators whose total is a weighted mean.
///
/// Outside Polars: the product of two Int128 columns would wrap in silence.
pub(super) fn add_weights(
    totals: &mut Totals,
    frames: &Frames,
    definition: &Definition,
    groups: &Groups,
    sizes: &Sizes,
) -> Result<(), FramesError> {
    let weights: Map<u32, u32> = (0u32..)
        .zip(&definition.reading.indicators)
        .filter_map(|(index, known)| match known.total {
            Total::Mean { weight: Some(weight) } => Some((index, weight)),
            _ => None,
        })
        .collect();
    if weights.is_empty() {
        return Ok(());
    }
    for_each_branch(frames, |rows| {
        for row in rows {
            let Some(&weight) = weights.get(&row.indicator) else { continue };
            let weight = find(rows, row, weight, row.measure).and_then(|weight| weight.value);
            let Some((value, weight)) = row.value.zip(weight) else { continue };
            for group in groups.of(row.branch) {
                if let Some(aggregate) = totals.by_key.get_mut(&key(row, group, row.indicator)) {
                    let sum = aggregate.weighted.unwrap_or(Amount::ZERO);
                    aggregate.weighted = product(value, weight).and_then(|product| sum.checked_add(product));
                    aggregate.weights = aggregate.weights.checked_add(weight).unwrap_or(aggregate.weights);
                    aggregate.weighed += 1;
                    let size = sizes.of(row.period, row.branch);
                    aggregate.weighed_size = aggregate.weighed_size.checked_add(size).unwrap_or(size);
                }
            }
        }
    })
}

/// Adds up both sides of each ratio, and value and plan of each indicator, over the branches that report both.
pub(super) fn add_pairs(
    totals: &mut Totals,
    frames: &Frames,
    definition: &Definition,
    groups: &Groups,
    sizes: &Sizes,
) -> Result<(), FramesError> {
    let plan = definition.reading.measures.iter().position(|measure| measure == "plan");
    let plan = plan.and_then(|plan| u32::try_from(plan).ok());
    let ratios: Vec<(u32, u32, u32)> = (0u32..)
        .zip(&definition.reading.indicators)
        .filter_map(|(index, known)| match known.total {
            Total::Ratio { numerator, denominator } => Some((index, numerator, denominator)),
            _ => None,
        })
        .collect();
    if ratios.is_empty() && plan.is_none() {
        return Ok(());
    }
    for_each_branch(frames, |rows| {
        for row in rows {
            let planned =
                plan.filter(|_| row.measure == 0).and_then(|plan| find(rows, row, row.indicator, plan));
            let beside = planned.map(|planned| (true, row.indicator, planned));
            let is_above = |ratio: &&(u32, u32, u32)| ratio.1 == row.indicator;
            let below = ratios.iter().filter(is_above).filter_map(|&(ratio, _, denominator)| {
                Some((false, ratio, find(rows, row, denominator, row.measure)?))
            });
            for (is_plan, indicator, other) in beside.into_iter().chain(below) {
                let Some((value, second)) = row.value.zip(other.value) else { continue };
                let size = sizes.of(row.period, row.branch);
                let pairs = if is_plan { &mut totals.plans } else { &mut totals.pairs };
                for group in groups.of(row.branch) {
                    let entry = pairs.entry(key(row, group, indicator)).or_default();
                    entry.add((value, row.bound), (second, other.bound), size);
                }
            }
        }
    })
}

fn key(row: &Reported, group: u32, indicator: u32) -> Key {
    let Reported { period, measure, breakdown, .. } = *row;
    Key { period, group, indicator, measure, breakdown }
}

/// Hands on the rows that count, a branch and period at a time, in the order of indicator, measure and breakdown.
fn for_each_branch(frames: &Frames, mut take: impl FnMut(&[Reported])) -> Result<(), FramesError> {
    let mut of_branch: Vec<Reported> = Vec::new();
    for row in frames.rows()?.filter(|row| row.counts) {
        if of_branch.last().is_some_and(|last| (last.period, last.branch) != (row.period, row.branch)) {
            take(&of_branch);
            of_branch.clear();
        }
        of_branch.push(row);
    }
    take(&of_branch);
    Ok(())
}

/// What the same branch says of another indicator or measure, in the same breakdown.
fn find<'a>(rows: &'a [Reported], row: &Reported, indicator: u32, measure: u32) -> Option<&'a Reported> {
    let wanted = (indicator, measure, row.breakdown);
    let at = rows.binary_search_by_key(&wanted, |other| (other.indicator, other.measure, other.breakdown));
    rows.get(at.ok()?)
}

/// A product of two amounts, rounded at nine decimals; none beyond the range.
pub(super) fn product(one: Amount, two: Amount) -> Option<Amount> {
    let (whole, rest) = (two.scaled() / ONE, two.scaled() % ONE);
    let whole = one.scaled().checked_mul(whole)?;
    let rest = one.scaled().checked_mul(rest)? / ONE;
    whole.checked_add(rest).map(Amount::from_scaled)
}

/// Billionths of one unit.
const ONE: i128 = 1_000_000_000;
