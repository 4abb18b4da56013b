//! Longer periods out of the ones that were reported: quarters and years out of months.
//!
//! Enters: the [`Frames`] of the reported periods. Leaves: frames of the longer ones, a row for what a branch comes to in each, so that the
//! same code makes totals of them; and who stands behind each. A flow is added up, a state and what is counted since the beginning of
//! the year are those of the last period, extremes are taken over the periods, ratios made of the sums. Where periods are missing, the
//! rest is used, and the branch counts as missing.

mod behind;
mod over;
mod rows;

use super::{Previous, Totals, apply_flags, branch_rows, total_rows};
use crate::history::History;
use crate::merge::{Counting, Frames, FramesError};
use crate::model::Period;
use crate::model::outcome::{BranchRow, FlagRow, FlaggedValues, Submission, TotalRow};
use crate::pipeline::{Definition, PeriodKind};
use behind::Behind;
use over::Over;
use rows::Rows;

/// The longer periods of a run.
#[derive(Debug)]
pub struct Longer {
    /// The periods, ascending.
    pub periods: Vec<Period>,
    /// Rows of `totals.csv`.
    pub totals: Vec<TotalRow>,
    /// Longer periods with the parts for which nobody reported.
    pub incomplete: Vec<(Period, Vec<Period>)>,
    aggregates: Totals,
    branches: Frames,
    last_parts: Vec<(Period, Period)>,
}

/// Makes the longer periods of these kinds.
///
/// # Errors
/// Only where Polars fails for want of memory.
pub fn longer(
    frames: &Frames,
    submissions: &[Submission],
    definition: &Definition,
    kinds: &[PeriodKind],
) -> Result<Longer, FramesError> {
    let wholes = Wholes::new(&frames.periods, definition, kinds);
    if wholes.periods.is_empty() {
        return Ok(Longer::none(frames));
    }
    let rows = Rows::new(frames)?;
    let all = rows::roll(rows.all(), frames, &wholes, definition, false);
    let counted = rows::roll(rows.all(), frames, &wholes, definition, true);
    let branches = rows::frames(&all, frames, &wholes)?;
    let counted = rows::frames(&counted, frames, &wholes)?;
    let around = |period: Period| wholes.around(period);
    let counting = Counting::over(submissions, definition, around);
    let reported = counted.reported()?;
    let frame = (&counted, reported.as_slice());
    let (mut totals, aggregates) = total_rows(frame, definition, &counting, &Previous::default());
    let behind = Behind { rows: rows.all(), frames, wholes: &wholes, definition, counting: &counting };
    behind.apply(&mut totals, frame)?;
    Ok(Longer {
        incomplete: incomplete(submissions, &wholes),
        last_parts: wholes.last_parts(&frames.periods),
        periods: wholes.periods,
        totals,
        aggregates,
        branches,
    })
}

impl Longer {
    /// Of a pipeline that asks for none.
    fn none(frames: &Frames) -> Self {
        Self {
            periods: Vec::new(),
            totals: Vec::new(),
            incomplete: Vec::new(),
            aggregates: Totals::default(),
            branches: Frames {
                values: frames.values.clear(),
                periods: Vec::new(),
                breakdowns: Vec::new(),
                stated: Vec::new(),
            },
            last_parts: Vec::new(),
        }
    }

    /// Says of the totals what the flags on their periods do to them.
    pub fn apply_flags(&mut self, flags: &[FlagRow], values: &FlaggedValues, definition: &Definition) {
        let (of_longer, of_values) = self.flags(flags, values, definition);
        apply_flags(&mut self.totals, &of_longer, &of_values, definition);
    }

    /// Puts the totals among those of the reported periods, in the order of time.
    pub fn add_totals(&mut self, totals: &mut Vec<TotalRow>) {
        if !self.totals.is_empty() {
            totals.append(&mut self.totals);
            totals.sort_by_cached_key(|row| row.period);
        }
    }

    /// Puts what each branch comes to among the rows of the reported periods, in the order of time.
    ///
    /// # Errors
    /// Where a column of the frame is not of its type: a fault of this program.
    pub fn add_branch_rows(
        &self,
        rows: &mut Vec<BranchRow>,
        flags: &[FlagRow],
        submissions: &[Submission],
        (definition, history): (&Definition, &History),
    ) -> Result<(), FramesError> {
        if self.periods.is_empty() {
            return Ok(());
        }
        let (flags, _) = self.flags(flags, &FlaggedValues::new(), definition);
        let incomplete = self.without_all_parts();
        let previous = Previous::new(&self.branches, history, definition, &incomplete)?;
        let totals = (&self.aggregates, &previous);
        let reported = self.branches.reported()?;
        let frame = (&self.branches, reported.as_slice());
        let mut longer = branch_rows(frame, definition, totals, &flags, submissions);
        for row in longer.iter_mut().filter(|row| incomplete.contains(&row.period)) {
            // A year so far against a whole one is no change.
            row.change_pct = None;
        }
        rows.extend(longer);
        rows.sort_by_cached_key(|row| row.period);
        Ok(())
    }

    /// Longer periods for some of whose parts nobody reported.
    pub fn without_all_parts(&self) -> Vec<Period> {
        self.incomplete.iter().map(|(period, _)| *period).collect()
    }

    /// The flags of the periods as flags of the longer ones that rest on them.
    fn flags(
        &self,
        flags: &[FlagRow],
        values: &FlaggedValues,
        definition: &Definition,
    ) -> (Vec<FlagRow>, FlaggedValues) {
        let year_starts = definition.reading.year_starts;
        let (mut of_longer, mut of_values) = (Vec::new(), FlaggedValues::new());
        for (position, flag) in flags.iter().enumerate() {
            let (Some(period), Some(indicator)) = (flag.period, flag.indicator) else { continue };
            for kind in &definition.judging.rollup {
                let Some(whole) = kind.around(&period, year_starts) else { continue };
                let is_last = self.last_parts.contains(&(whole, period));
                if !is_last && Over::of(definition, indicator, u32::from(flag.measure)).is_last() {
                    continue;
                }
                if let Some(value) = values.get(&position) {
                    of_values.insert(of_longer.len(), value.clone());
                }
                of_longer.push(FlagRow { period: Some(whole), ..flag.clone() });
            }
        }
        (of_longer, of_values)
    }
}

/// The longer periods that the reported ones are parts of.
#[derive(Debug)]
struct Wholes {
    /// Ascending.
    periods: Vec<Period>,
    /// The parts of each, reported or not.
    parts: Vec<Vec<Period>>,
}

impl Wholes {
    fn new(reported: &[Period], definition: &Definition, kinds: &[PeriodKind]) -> Self {
        let year_starts = definition.reading.year_starts;
        let around =
            |period: &Period| kinds.iter().filter_map(|kind| kind.around(period, year_starts)).collect();
        let mut periods: Vec<Period> =
            reported.iter().flat_map(|period| -> Vec<Period> { around(period) }).collect();
        periods.sort_unstable();
        periods.dedup();
        let kind = definition.judging.period_kind;
        let parts = periods.iter().map(|whole| kind.parts_of(whole, year_starts)).collect();
        Self { periods, parts }
    }

    /// The indexes of the longer periods that a reported one is a part of.
    fn indexes_of(&self, part: &Period) -> Vec<u32> {
        let wholes = (0u32..).zip(&self.parts);
        wholes.filter(|(_, parts)| parts.contains(part)).map(|(index, _)| index).collect()
    }

    fn around(&self, part: Period) -> Vec<Period> {
        let wholes = self.periods.iter().zip(&self.parts);
        wholes.filter(|(_, parts)| parts.contains(&part)).map(|(whole, _)| *whole).collect()
    }

    fn parts_of(&self, whole: u32) -> &[Period] {
        self.parts.get(whole as usize).map_or(&[], Vec::as_slice)
    }

    /// The last part of each for which the run has anything.
    fn last_parts(&self, reported: &[Period]) -> Vec<(Period, Period)> {
        let wholes = self.periods.iter().zip(&self.parts);
        let last = |parts: &[Period]| parts.iter().rev().find(|part| reported.contains(part)).copied();
        wholes.filter_map(|(whole, parts)| Some((*whole, last(parts)?))).collect()
    }
}

/// Longer periods with the parts for which no report was accepted.
fn incomplete(submissions: &[Submission], wholes: &Wholes) -> Vec<(Period, Vec<Period>)> {
    let accepted = submissions.iter().filter(|submission| submission.status.is_accepted());
    let mut reported: Vec<Period> = accepted.filter_map(|submission| submission.period).collect();
    reported.sort_unstable();
    reported.dedup();
    let missing = |parts: &[Period]| -> Vec<Period> {
        parts.iter().filter(|part| !reported.contains(part)).copied().collect()
    };
    let wholes = wholes.periods.iter().zip(&wholes.parts).map(|(whole, parts)| (*whole, missing(parts)));
    wholes.filter(|(_, missing)| !missing.is_empty()).collect()
}
