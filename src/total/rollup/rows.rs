//! Rows of the frame of reported periods, and the rows of longer ones that they come to.

use super::Wholes;
use super::over::{Over, Value, together};
use crate::merge::{Frames, FramesError, bound_of};
use crate::model::{Amount, Bound};
use crate::pipeline::{Definition, Hierarchy, Time};
use polars::prelude::*;
use std::collections::{BTreeMap, HashMap, HashSet};

/// What a branch says of an indicator in a period, by indexes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Period.
    pub period: u32,
    /// Branch.
    pub branch: u32,
    /// Indicator.
    pub indicator: u32,
    /// Measure.
    pub measure: u32,
    /// Breakdown.
    pub breakdown: u32,
}

/// A row of a frame.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// Whose value of what.
    pub place: Place,
    /// The value; none where a flag keeps it out.
    pub value: Option<Amount>,
    /// What it claims.
    pub bound: Bound,
    /// The last digit reported.
    pub digit: Amount,
    /// Whether it enters totals.
    pub counts: bool,
    /// How many values behind it are kept out.
    pub excluded: u32,
}

/// All rows of a frame, in its order: period, branch, indicator, measure, breakdown.
pub struct Rows(Vec<Row>);

impl Rows {
    /// Reads a frame.
    pub fn new(frames: &Frames) -> Result<Self, FramesError> {
        let index = |name: &str| frames.values.column(name)?.u32();
        let indexes = [
            index("period")?,
            index("branch")?,
            index("indicator")?,
            index("measure")?,
            index("breakdown")?,
            index("bound")?,
        ];
        let (values, digits) =
            (frames.values.column("value")?.i128()?, frames.values.column("digit")?.i128()?);
        let counts = frames.values.column("counts")?.bool()?;
        let excluded = index("excluded")?;
        let row = |at: usize| {
            let [period, branch, indicator, measure, breakdown, bound] = indexes.map(|column| column.get(at));
            Some(Row {
                place: Place {
                    period: period?,
                    branch: branch?,
                    indicator: indicator?,
                    measure: measure?,
                    breakdown: breakdown?,
                },
                value: values.get(at).map(Amount::from_scaled),
                bound: bound_of(bound?),
                digit: Amount::from_scaled(digits.get(at)?),
                counts: counts.get(at)?,
                excluded: excluded.get(at)?,
            })
        };
        Ok(Self((0..frames.values.height()).filter_map(row).collect()))
    }

    /// The rows.
    pub fn all(&self) -> &[Row] {
        &self.0
    }
}

/// Rows of the longer periods, in the order of a frame.
///
/// With `is_counting` they are for totals: only rows that count, and of a family in which now the parent and now the children count,
/// only the latest states.
pub fn roll(
    rows: &[Row],
    frames: &Frames,
    wholes: &Wholes,
    definition: &Definition,
    is_counting: bool,
) -> Vec<Row> {
    let weights = weights(rows, definition);
    let mut by_place: BTreeMap<Place, Vec<&Row>> = BTreeMap::new();
    let indexes: Vec<Vec<u32>> = frames.periods.iter().map(|period| wholes.indexes_of(period)).collect();
    for row in rows.iter().filter(|row| row.counts || !is_counting) {
        for &whole in indexes.get(row.place.period as usize).into_iter().flatten() {
            by_place.entry(Place { period: whole, ..row.place }).or_default().push(row);
        }
    }
    let is_mixed = is_counting && definition.judging.hierarchy != Hierarchy::Own;
    let overtaken = if is_mixed { overtaken(&by_place, definition) } else { HashSet::new() };
    let mut rolled: BTreeMap<Place, Row> = BTreeMap::new();
    for (place, parts) in by_place {
        let over = Over::of(definition, place.indicator, place.measure);
        if is_gone(over, place, wholes, definition) || overtaken.contains(&place) {
            continue;
        }
        let values: Vec<Value> = parts
            .iter()
            .filter_map(|part| {
                let weight = weights.get(&part.place).copied();
                Some(Value { value: part.value?, bound: part.bound, weight })
            })
            .collect();
        let together = together(&values, over);
        // A row of which every value was kept out says so; a ratio is made below.
        let is_kept_out = values.is_empty() && !matches!(over, Over::Ratio { .. } | Over::Nothing);
        if together.is_some() || is_kept_out {
            let counts = parts.iter().any(|part| part.counts);
            let excluded = parts.iter().map(|part| part.excluded).sum();
            let digit = parts.iter().map(|part| part.digit).max().unwrap_or(Amount::ZERO);
            let (value, bound) = together.unzip();
            rolled.insert(
                place,
                Row { place, value, bound: bound.unwrap_or(Bound::Exact), digit, counts, excluded },
            );
        }
    }
    let ratios = ratios(&rolled, definition);
    rolled.extend(ratios.into_iter().map(|row| (row.place, row)));
    rolled.into_values().collect()
}

/// A state of a branch that closed before the end is no state at the end: its successor reports it.
fn is_gone(over: Over, place: Place, wholes: &Wholes, definition: &Definition) -> bool {
    let is_state = definition
        .reading
        .indicators
        .get(place.indicator as usize)
        .is_some_and(|known| known.time == Time::Stock);
    let branch = definition.judging.register.branches.get(place.branch as usize);
    let last = wholes.parts_of(place.period).last();
    over.is_last() && is_state && branch.zip(last).is_some_and(|(branch, last)| !branch.is_open_in(last))
}

/// The weight of each value that has one.
fn weights(rows: &[Row], definition: &Definition) -> HashMap<Place, Amount> {
    let weight = |row: &Row| match Over::of(definition, row.place.indicator, row.place.measure) {
        Over::Mean { weight } => weight,
        _ => None,
    };
    if !rows.iter().any(|row| weight(row).is_some()) {
        return HashMap::new();
    }
    let by_place: HashMap<Place, Amount> =
        rows.iter().filter_map(|row| Some((row.place, row.value?))).collect();
    let of = |row: &Row| {
        let weight = by_place.get(&Place { indicator: weight(row)?, ..row.place })?;
        Some((row.place, *weight))
    };
    rows.iter().filter_map(of).collect()
}

/// Ratios of the longer periods, out of their numerators and denominators.
fn ratios(rolled: &BTreeMap<Place, Row>, definition: &Definition) -> Vec<Row> {
    let mut rows = Vec::new();
    for (indicator, known) in (0u32..).zip(&definition.reading.indicators) {
        let Over::Ratio { numerator, denominator } = Over::of(definition, indicator, 0) else { continue };
        for (place, above) in rolled.iter().filter(|(place, _)| place.indicator == numerator) {
            let below = rolled.get(&Place { indicator: denominator, ..*place });
            let Some((one, two)) = above.value.zip(below.and_then(|row| row.value)) else { continue };
            let Some(value) = one.checked_div(two).map(|value| value.round(known.decimals)) else { continue };
            let below_bound = below.map_or(Bound::Exact, |row| row.bound);
            let bound = super::super::ratio_bound(above.bound, below_bound);
            let place = Place { indicator, ..*place };
            rows.push(Row {
                place,
                value: Some(value),
                bound,
                digit: Amount::ZERO,
                counts: true,
                excluded: 0,
            });
        }
    }
    rows
}

/// States of branches after whose last one a parent or a child counted: added, the two would be counted twice.
fn overtaken(by_place: &BTreeMap<Place, Vec<&Row>>, definition: &Definition) -> HashSet<Place> {
    let branches = &definition.judging.register.branches;
    let above = |branch: &u32| branches.get(*branch as usize).and_then(|known| known.parent);
    let last = |place: &Place| {
        let parts = by_place.get(place)?.iter().filter(|row| row.value.is_some());
        parts.map(|row| row.place.period).max()
    };
    let mut overtaken = HashSet::new();
    for place in
        by_place.keys().filter(|place| Over::of(definition, place.indicator, place.measure).is_last())
    {
        for ancestor in std::iter::successors(above(&place.branch), above) {
            let parent = Place { branch: ancestor, ..*place };
            match last(place).zip(last(&parent)) {
                Some((own, other)) if own < other => _ = overtaken.insert(*place),
                Some((own, other)) if own > other => _ = overtaken.insert(parent),
                _ => {}
            }
        }
    }
    overtaken
}

/// A frame of longer periods.
pub fn frames(rows: &[Row], of: &Frames, wholes: &Wholes) -> Result<Frames, FramesError> {
    let indexes = |name: &str, of: fn(&Row) -> u32| {
        UInt32Chunked::from_iter_values(name.into(), rows.iter().map(of)).into_series().into_column()
    };
    let amounts = |name: &str, of: fn(&Row) -> Option<i128>| {
        Int128Chunked::from_iter_options(name.into(), rows.iter().map(of)).into_series().into_column()
    };
    let counts: BooleanChunked = rows.iter().map(|row| Some(row.counts)).collect();
    let derived: BooleanChunked = rows.iter().map(|_| Some(false)).collect();
    let columns = vec![
        indexes("period", |row| row.place.period),
        indexes("branch", |row| row.place.branch),
        indexes("indicator", |row| row.place.indicator),
        indexes("measure", |row| row.place.measure),
        indexes("breakdown", |row| row.place.breakdown),
        amounts("value", |row| row.value.map(Amount::scaled)),
        indexes("bound", |row| row.bound as u32),
        amounts("digit", |row| Some(row.digit.scaled())),
        indexes("submission", |_| u32::MAX),
        indexes("fact", |_| u32::MAX),
        counts.with_name("counts".into()).into_series().into_column(),
        indexes("excluded", |row| row.excluded),
        derived.with_name("derived".into()).into_series().into_column(),
    ];
    Ok(Frames {
        values: DataFrame::new(rows.len(), columns)?,
        periods: wholes.periods.clone(),
        breakdowns: of.breakdowns.clone(),
        stated: Vec::new(),
    })
}
