//! What is compared: the values of all branches in one period, of one indicator and breakdown.
//!
//! Enters: a subject, and what stands before each of its values. Leaves: [`Comparison`]s in the order of periods, the values of each by peer group and branch, with
//! what several checks need of them: computed once, in columns beside the values.

use super::earlier::{Before, Earlier};
use super::peers::Peers;
use super::reports::{Figure, Reports};
use super::subjects::Subject;
use super::values::{Groups, Value};
use crate::pipeline::{Definition, Kind};

/// The values of one period, indicator and breakdown.
pub(super) struct Comparison {
    pub values: Vec<Value>,
    /// What stands before each value; empty where nothing stands before any.
    pub earlier: Vec<Earlier>,
    /// ln(x / size) of each value.
    pub per_size: Vec<Option<f64>>,
    /// The same, ascending, of the values' peers.
    pub peers: Peers,
    /// Whether it is of what is counted.
    pub is_count: bool,
    /// The position of each value in [`Reports::figures`].
    pub figures: Vec<u32>,
}

impl Comparison {
    /// The comparisons of a subject.
    pub fn of_subject(
        subject: &Subject,
        (reports, before): (&Reports, &Before),
        groups: &Groups,
        definition: &Definition,
    ) -> Vec<Self> {
        let is_count = is_count(subject.indicator, definition);
        let place = |position: &u32| {
            let figure = reports.figures.get(*position as usize)?;
            Some((figure, reports.reports.get(figure.report as usize)?))
        };
        let mut known: Vec<(Value, u32, Option<&Earlier>)> = Vec::with_capacity(subject.figures.len());
        for (number, position) in subject.figures.iter().enumerate() {
            let Some((figure, report)) = place(position) else { continue };
            let Figure { indicator, breakdown, submission, fact, amount, .. } = *figure;
            let (at, branch) = (report.at, report.branch);
            let (group, size) = (groups.of(branch), reports.size(figure));
            let value = Value { at, indicator, breakdown, group, branch, submission, fact, amount, size };
            known.push((value, *position, before.of_figures.get(number)));
        }
        // They come by period and branch.
        known.sort_by_key(|(value, ..)| (value.at, value.group));
        let of_periods = known.chunk_by(|(one, ..), (two, ..)| one.at == two.at);
        let comparison = |known: &[(Value, u32, Option<&Earlier>)]| Self {
            figures: known.iter().map(|(_, position, _)| *position).collect(),
            ..Self::new(
                known.iter().map(|(value, ..)| *value).collect(),
                known.iter().filter_map(|(.., earlier)| earlier.copied()).collect(),
                is_count,
            )
        };
        of_periods.map(comparison).collect()
    }

    /// Values in the order of their groups, with what stands before each, or with nothing.
    pub fn new(values: Vec<Value>, earlier: Vec<Earlier>, is_count: bool) -> Self {
        let per_size: Vec<Option<f64>> = values.iter().map(Value::per_size).collect();
        let peers = Peers::new(&values, &per_size);
        Self { values, earlier, per_size, peers, is_count, figures: Vec::new() }
    }

    /// The values before which something may stand, with it.
    pub fn with_earlier(&self) -> impl Iterator<Item = (&Value, &Earlier)> {
        self.values.iter().zip(&self.earlier)
    }

    /// Period, indicator and breakdown.
    pub fn key(&self) -> Option<(u32, u32, u32)> {
        self.values.first().map(|value| (value.at, value.indicator, value.breakdown))
    }
}

/// Whether an indicator is of what is counted.
pub(super) fn is_count(indicator: u32, definition: &Definition) -> bool {
    let known = definition.reading.indicators.get(indicator as usize);
    known.is_some_and(|known| known.kind == Kind::Count)
}
