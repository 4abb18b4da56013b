//! What needs two values of a branch: weighted means, ratios, and a value beside its plan.
//!
//! Outside Polars: the product of two Int128 columns would wrap in silence.

use super::aggregate::{Key, Totals};
use super::{Groups, Sizes};
use crate::merge::{Frames, bound_of};
use crate::model::{Amount, Bound};
use crate::pipeline::{Definition, Total};
use polars::prelude::*;
use std::collections::HashMap;

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
) -> Result<(), PolarsError> {
    let weights: HashMap<u32, u32> = (0u32..)
        .zip(&definition.reading.indicators)
        .filter_map(|(index, known)| match known.total {
            Total::Mean { weight: Some(weight) } => Some((index, weight)),
            _ => None,
        })
        .collect();
    if weights.is_empty() {
        return Ok(());
    }
    let rows = Rows::new(frames)?;
    let by_place: HashMap<Place, Amount> = rows.iter().map(|(place, value, _)| (place, value)).collect();
    for (place, value, _) in rows.iter() {
        let Some(&weight) = weights.get(&place.indicator) else { continue };
        let Some(&weight) = by_place.get(&Place { indicator: weight, ..place }) else { continue };
        for group in groups.of(place.branch) {
            let Place { period, indicator, measure, breakdown, .. } = place;
            let key = Key { period, group, indicator, measure, breakdown };
            if let Some(aggregate) = totals.by_key.get_mut(&key) {
                let sum = aggregate.weighted.unwrap_or(Amount::ZERO);
                aggregate.weighted =
                    value.checked_product(weight).and_then(|product| sum.checked_add(product));
                aggregate.weights = aggregate.weights.checked_add(weight).unwrap_or(aggregate.weights);
                aggregate.weighed += 1;
                let size = sizes.of(period, place.branch);
                aggregate.weighed_size = aggregate.weighed_size.checked_add(size).unwrap_or(size);
            }
        }
    }
    Ok(())
}

/// Adds up both sides of each ratio, and value and plan of each indicator, over the branches that report both.
pub(super) fn add_pairs(
    totals: &mut Totals,
    frames: &Frames,
    definition: &Definition,
    groups: &Groups,
    sizes: &Sizes,
) -> Result<(), PolarsError> {
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
    let rows = Rows::new(frames)?;
    let is_below =
        |place: &Place| Some(place.measure) == plan || ratios.iter().any(|ratio| ratio.2 == place.indicator);
    let by_place: HashMap<Place, (Amount, Bound)> = rows
        .iter()
        .filter(|(place, ..)| is_below(place))
        .map(|(place, value, bound)| (place, (value, bound)))
        .collect();
    for (place, value, bound) in rows.iter() {
        let planned = plan.filter(|_| place.measure == 0).map(|measure| Place { measure, ..place });
        if let Some(&planned) = planned.and_then(|planned| by_place.get(&planned)) {
            let Place { period, branch, indicator, measure, breakdown } = place;
            for group in groups.of(branch) {
                let key = Key { period, group, indicator, measure, breakdown };
                totals.plans.entry(key).or_default().add((value, bound), planned, sizes.of(period, branch));
            }
        }
        for &(ratio, _, denominator) in ratios.iter().filter(|ratio| ratio.1 == place.indicator) {
            let Some(&below) = by_place.get(&Place { indicator: denominator, ..place }) else { continue };
            let Place { period, branch, measure, breakdown, .. } = place;
            for group in groups.of(branch) {
                let key = Key { period, group, indicator: ratio, measure, breakdown };
                totals.pairs.entry(key).or_default().add((value, bound), below, sizes.of(period, branch));
            }
        }
    }
    Ok(())
}

/// Whose value of what.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Place {
    period: u32,
    branch: u32,
    indicator: u32,
    measure: u32,
    breakdown: u32,
}

/// The frame's rows that have a value and count.
struct Rows<'a> {
    indexes: [&'a UInt32Chunked; 5],
    bounds: &'a UInt32Chunked,
    values: &'a Int128Chunked,
    counts: &'a BooleanChunked,
}

impl<'a> Rows<'a> {
    fn new(frames: &'a Frames) -> Result<Self, PolarsError> {
        let index = |name: &str| frames.values.column(name)?.u32();
        Ok(Self {
            indexes: [
                index("period")?,
                index("branch")?,
                index("indicator")?,
                index("measure")?,
                index("breakdown")?,
            ],
            bounds: index("bound")?,
            values: frames.values.column("value")?.i128()?,
            counts: frames.values.column("counts")?.bool()?,
        })
    }

    fn iter(&self) -> impl Iterator<Item = (Place, Amount, Bound)> {
        (0..self.values.len()).filter(|&at| self.counts.get(at) == Some(true)).filter_map(|at| {
            let [period, branch, indicator, measure, breakdown] = self.indexes.map(|column| column.get(at));
            let place = Place {
                period: period?,
                branch: branch?,
                indicator: indicator?,
                measure: measure?,
                breakdown: breakdown?,
            };
            Some((place, Amount::from_scaled(self.values.get(at)?), bound_of(self.bounds.get(at)?)))
        })
    }
}
