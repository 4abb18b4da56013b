//! Sums, counts, extremes and medians by period, group, indicator, measure and breakdown, computed on the frame.

use super::joint::{Pairs, add_pairs, add_weights};
use super::{Groups, Sizes};
use crate::merge::{Frames, FramesError};
use crate::model::{Amount, Bound};
use crate::pipeline::Definition;
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

/// All totals of a run.
#[derive(Debug, Default)]
pub struct Totals {
    pub(super) by_key: HashMap<Key, Aggregate>,
    pub(super) pairs: HashMap<Key, Pairs>,
    pub(super) plans: HashMap<Key, Pairs>,
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
        col("excluded").sum().cast(DataType::UInt32).alias("excluded"),
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
