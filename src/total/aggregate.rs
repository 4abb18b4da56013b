//! Sums, counts, extremes and medians by period, group, indicator, measure and breakdown, computed on the frame.

use super::{Groups, Sizes};
use crate::merge::{Frames, FramesError, bound_of};
use crate::model::{Amount, Bound};
use crate::pipeline::{Definition, Total};
use polars::prelude::*;
use std::collections::HashMap;

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
    fn add(&mut self, (one, one_bound): (Amount, Bound), (two, two_bound): (Amount, Bound), size: Amount) {
        let plus = |sum: Amount, value: Amount| sum.checked_add(value).unwrap_or(sum);
        self.numerator = plus(self.numerator, one);
        self.denominator = plus(self.denominator, two);
        self.numerator_bound = self.numerator_bound.plus(one_bound);
        self.denominator_bound = self.denominator_bound.plus(two_bound);
        self.reported += 1;
        self.size = plus(self.size, size);
    }
}

/// All totals of a run.
#[derive(Debug, Default)]
pub struct Totals {
    by_key: HashMap<Key, Aggregate>,
    pairs: HashMap<Key, Pairs>,
    plans: HashMap<Key, Pairs>,
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

/// Aggregates the values that count.
///
/// # Errors
/// Where Polars fails for want of memory.
pub fn totals(frames: &Frames, definition: &Definition, groups: &Groups) -> Result<Totals, FramesError> {
    let sizes = Sizes::new(frames, definition)?;
    let values = with_sizes(frames, &sizes)?;
    let grouped = values
        .lazy()
        .filter(col("counts"))
        .join(pairs(groups)?.lazy(), [col("branch")], [col("branch")], JoinArgs::new(JoinType::Inner))
        .group_by(KEY.map(col))
        .agg(aggregations())
        .collect()?;
    let mut totals = read(&grouped)?;
    add_weights(&mut totals, frames, definition, groups, &sizes)?;
    add_pairs(&mut totals, frames, definition, groups, &sizes)?;
    totals.keys = totals.by_key.keys().copied().collect();
    totals.keys.sort_unstable();
    Ok(totals)
}

const KEY: [&str; 5] = ["period", "group", "indicator", "measure", "breakdown"];

fn pairs(groups: &Groups) -> Result<DataFrame, PolarsError> {
    let (branches, group): (Vec<u32>, Vec<u32>) = groups.pairs().unzip();
    DataFrame::new(
        branches.len(),
        vec![Column::new("branch".into(), branches), Column::new("group".into(), group)],
    )
}

/// The frame with the size of each row's branch, zero where the row has no value.
fn with_sizes(frames: &Frames, sizes: &Sizes) -> Result<DataFrame, PolarsError> {
    let periods = frames.values.column("period")?.u32()?;
    let branches = frames.values.column("branch")?.u32()?;
    let values = frames.values.column("value")?.i128()?;
    let size = (0..frames.values.height()).map(|at| {
        let key = periods.get(at).zip(branches.get(at)).filter(|_| values.get(at).is_some());
        Some(key.map_or(0, |(period, branch)| sizes.of(period, branch).scaled()))
    });
    let size = Int128Chunked::from_iter_options("size".into(), size);
    let mut with_sizes = frames.values.clone();
    with_sizes.with_column(size.into_series().into_column())?;
    Ok(with_sizes)
}

/// A sum of nothing is 0 in Polars: `reported` says whether there was anything.
fn aggregations() -> Vec<Expr> {
    let has = |bound: Bound| {
        let is_bound = col("bound").eq(lit(bound as u32)).and(col("value").is_not_null());
        is_bound.any(true)
    };
    vec![
        col("value").sum().alias("sum"),
        col("value").count().cast(DataType::UInt32).alias("reported"),
        col("value").eq(lit(0i128)).sum().cast(DataType::UInt32).alias("zero"),
        col("value").null_count().cast(DataType::UInt32).alias("excluded"),
        col("value").drop_nulls().sort(SortOptions::default()).alias("sorted"),
        col("size").sum().alias("size"),
        has(Bound::AtLeast).alias("at_least"),
        has(Bound::AtMost).alias("at_most"),
        has(Bound::About).alias("about"),
    ]
}

/// Reads the aggregated frame back into amounts.
fn read(grouped: &DataFrame) -> Result<Totals, PolarsError> {
    let index = |name: &str| grouped.column(name)?.u32().cloned();
    let is = |name: &str| grouped.column(name)?.bool().cloned();
    let [period, group, indicator, measure, breakdown] = KEY.map(index);
    let (period, group, indicator, measure, breakdown) = (period?, group?, indicator?, measure?, breakdown?);
    let (reported, zero, excluded) = (index("reported")?, index("zero")?, index("excluded")?);
    let (sum, size) = (grouped.column("sum")?.i128()?, grouped.column("size")?.i128()?);
    let (at_least, at_most, about) = (is("at_least")?, is("at_most")?, is("about")?);
    let sorted = grouped.column("sorted")?.list()?;
    let mut totals = Totals::default();
    for at in 0..grouped.height() {
        let values = sorted.get_as_series(at);
        let values: Vec<i128> = match &values {
            Some(series) => series.i128()?.iter().flatten().collect(),
            None => Vec::new(),
        };
        let number = |column: &UInt32Chunked| column.get(at).unwrap_or(0);
        let amount = |column: &Int128Chunked| Amount::from_scaled(column.get(at).unwrap_or(0));
        let is_set = |column: &BooleanChunked| column.get(at).unwrap_or(false);
        let aggregate = Aggregate {
            sum: amount(sum),
            reported: u64::from(number(&reported)),
            zero: u64::from(number(&zero)),
            excluded: u64::from(number(&excluded)),
            min: values.first().copied().map(Amount::from_scaled),
            max: values.last().copied().map(Amount::from_scaled),
            median: median(&values),
            bound: sum_of_bounds(is_set(&at_least), is_set(&at_most), is_set(&about)),
            size: amount(size),
            weighted: None,
            weights: Amount::ZERO,
            weighed: 0,
            weighed_size: Amount::ZERO,
        };
        let key = Key {
            period: number(&period),
            group: number(&group),
            indicator: number(&indicator),
            measure: number(&measure),
            breakdown: number(&breakdown),
        };
        totals.by_key.insert(key, aggregate);
    }
    Ok(totals)
}

/// The bound of a sum whose terms have these bounds.
pub(super) fn sum_of_bounds(at_least: bool, at_most: bool, about: bool) -> Bound {
    let terms = [(at_least, Bound::AtLeast), (at_most, Bound::AtMost), (about, Bound::About)];
    terms.into_iter().filter(|(is_met, _)| *is_met).fold(Bound::Exact, |sum, (_, bound)| sum.plus(bound))
}

/// The median of ascending values.
pub(super) fn median(sorted: &[i128]) -> Option<Amount> {
    let upper = *sorted.get(sorted.len() / 2)?;
    let lower = *sorted.get((sorted.len() - 1) / 2)?;
    let two = Amount::from_units(2);
    Amount::from_scaled(lower).checked_add(Amount::from_scaled(upper))?.checked_div(two)
}

/// Adds Σ value · weight and Σ weight for indicators whose total is a weighted mean.
///
/// Outside Polars: the product of two Int128 columns would wrap in silence.
fn add_weights(
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
                aggregate.weighted = product(value, weight).and_then(|product| sum.checked_add(product));
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
fn add_pairs(
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

/// A product of two amounts, rounded at nine decimals; none beyond the range.
fn product(one: Amount, two: Amount) -> Option<Amount> {
    let (whole, rest) = (two.scaled() / ONE, two.scaled() % ONE);
    let whole = one.scaled().checked_mul(whole)?;
    let rest = one.scaled().checked_mul(rest)? / ONE;
    whole.checked_add(rest).map(Amount::from_scaled)
}

/// Billionths of one unit.
const ONE: i128 = 1_000_000_000;

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
