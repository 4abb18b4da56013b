//! What each comparison comes to, and what that says of every figure of the run.
//!
//! Enters: a subject, and everything that it is compared with. Leaves: [`Compared`], one for each period of the subject; then, of all of them, a column of
//! something beside the figures of the run.

use super::calendar::Calendar;
use super::comparison::Comparison;
use super::copies::Previous;
use super::earlier::Before;
use super::outlier::{self, Judged};
use super::ratios::{self, Change};
use super::reports::Reports;
use super::scale::Outlier;
use super::silence::Counts;
use super::subjects::{Past, Subject};
use super::suspect::Suspect;
use super::values::{Groups, Value};
use super::{fences, own, zeros};
use crate::pipeline::{Definition, Time};

/// A submission and a fact of it.
pub(super) type Cell = (u32, u32);

/// Everything that subjects are compared with.
pub(super) struct All<'a> {
    pub reports: &'a Reports,
    pub past: &'a Past<'a>,
    pub calendar: &'a Calendar,
    pub groups: Groups,
    pub definition: &'a Definition,
}

/// What one comparison comes to.
pub(super) struct Compared {
    /// Period, indicator and breakdown.
    pub key: (u32, u32, u32),
    pub first: Value,
    /// The position of each value in [`Reports::figures`].
    pub figures: Vec<u32>,
    pub outliers: Vec<Outlier>,
    /// How far each value lies from its peers for its size.
    pub decades: Vec<Option<f64>>,
    /// What stands before each value; empty where nothing stands before any.
    pub previous: Vec<Previous>,
    /// Values that are right although the branch's earlier periods contradict them.
    pub right: Vec<Cell>,
    /// Changes that stand out.
    pub changes: Vec<Change>,
    pub others: Vec<Suspect>,
    pub counts: Counts,
}

impl All<'_> {
    /// What the comparisons of a subject come to.
    pub fn compared(&self, subject: &Subject) -> Vec<Compared> {
        let definition = self.definition;
        let known = definition.reading.indicators.get(subject.indicator as usize);
        let is_cumulative = known.is_some_and(|known| known.time == Time::Cumulative);
        let row = definition.judging.thresholds.zero_jump.sample;
        let before = Before::new(subject, (self.reports, self.past), self.calendar, is_cumulative, row);
        let comparisons = Comparison::of_subject(subject, (self.reports, &before), &self.groups, definition);
        comparisons.into_iter().filter_map(|comparison| compare(comparison, &before, definition)).collect()
    }
}

fn compare(comparison: Comparison, before: &Before, definition: &Definition) -> Option<Compared> {
    let limits = &definition.judging.thresholds;
    let judged = outlier::judged(&comparison, limits);
    let values = &comparison.values;
    let outlier =
        |(value, judged): (&Value, &Judged)| Outlier::new(value, judged.verdict?, &limits.scale_error);
    let right = |(value, judged): (&Value, &Judged)| {
        judged.is_reference_wrong.then_some((value.submission, value.fact))
    };
    let mut others = fences::suspects(&comparison, limits);
    others.extend(own::suspects(&comparison, &limits.own_history));
    others.extend(zeros::suspects(&comparison, before, definition));
    Some(Compared {
        key: comparison.key()?,
        first: *values.first()?,
        outliers: values.iter().zip(&judged).filter_map(outlier).collect(),
        decades: judged.iter().map(|judged| judged.decades).collect(),
        previous: comparison.earlier.iter().map(|earlier| earlier.previous).collect(),
        right: values.iter().zip(&judged).filter_map(right).collect(),
        changes: ratios::changes(&comparison, &limits.hidiroglou_berthelot),
        others,
        counts: Counts::of(&comparison),
        figures: comparison.figures,
    })
}

/// How far each figure of the run lies from its peers for its size.
pub(super) fn decades(reports: &Reports, compared: &[Compared]) -> Vec<Option<f64>> {
    let mut all = vec![None; reports.figures.len()];
    for compared in compared {
        put(&mut all, &compared.figures, &compared.decades);
    }
    all
}

/// What stands before each figure of the run; empty where nothing stands before any.
pub(super) fn previous(reports: &Reports, compared: &[Compared]) -> Vec<Previous> {
    if compared.iter().all(|compared| compared.previous.is_empty()) {
        return Vec::new();
    }
    let mut all = vec![None; reports.figures.len()];
    for compared in compared {
        put(&mut all, &compared.figures, &compared.previous);
    }
    all
}

/// Puts values at positions.
fn put<T: Copy>(all: &mut [T], positions: &[u32], values: &[T]) {
    for (position, value) in positions.iter().zip(values) {
        all.get_mut(*position as usize).into_iter().for_each(|place| *place = *value);
    }
}
