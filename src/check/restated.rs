//! What somebody wrote down again, against what it restates: a summary of all branches beside their own reports.
//!
//! Enters: the frame and the submissions. Leaves: a flag for each restated figure that differs, or that was left out where the branch has one. Both
//! figures are shown; the branch's own counts.

use super::Raised;
use crate::merge::{Frames, FramesError};
use crate::model::fact::FactValue;
use crate::model::flag::Place;
use crate::model::map::Map;
use crate::model::outcome::Submission;
use crate::model::{Address, Amount, Bound, Check, Fact, Flag};
use crate::pipeline::Definition;

/// Period, branch, indicator, measure, breakdown.
type Key = (u32, u32, u32, u32, u32);
/// File, sheet, indicator, measure, breakdown.
type Column<'a> = (&'a str, &'a str, u32, u16, &'a str);

/// Flags of restated figures.
///
/// # Errors
/// Where a column of the frame is not of its type: a fault of this program.
pub fn flags(
    frames: &Frames,
    submissions: &[Submission],
    definition: &Definition,
) -> Result<Vec<Raised>, FramesError> {
    let mut raised = Vec::new();
    for &(measure, of) in &definition.judging.restating_measures {
        let restated = Restated::new(frames, submissions, measure, of)?;
        for (position, submission) in submissions.iter().enumerate().filter(|(_, s)| s.status.is_accepted()) {
            raised.extend(restated.differing(position, submission));
            raised.extend(restated.left_out(position, submission));
        }
    }
    Ok(raised)
}

/// One measure and what it restates.
struct Restated<'a> {
    frames: &'a Frames,
    measure: u16,
    own: Map<Key, (Amount, Bound)>,
    of: u16,
    /// Where each figure stands for some branch: the column of those that were left out.
    columns: Vec<(Column<'a>, u32)>,
}

impl<'a> Restated<'a> {
    fn new(
        frames: &'a Frames,
        submissions: &'a [Submission],
        measure: u16,
        of: u16,
    ) -> Result<Self, FramesError> {
        let own = frames.rows()?.filter(|row| row.measure == u32::from(of)).filter_map(|row| {
            let key = (row.period, row.branch, row.indicator, row.measure, row.breakdown);
            Some((key, (row.value?, row.bound)))
        });
        let mut columns: Vec<(Column, u32)> = submissions
            .iter()
            .filter(|submission| submission.status.is_accepted())
            .flat_map(|submission| of_measure(submission, measure))
            .map(|(submission, sheet, fact)| (column(submission, sheet, fact), fact.at.column))
            .collect();
        columns.sort_unstable();
        columns.dedup_by_key(|(column, _)| *column);
        Ok(Self { frames, measure, own: own.collect(), of, columns })
    }

    /// What the branch itself says of a figure.
    fn own(&self, submission: &Submission, indicator: u32, breakdown: &str) -> Option<(Amount, Bound)> {
        let period = self.frames.periods.binary_search(&submission.period?).ok()?;
        let breakdown = self.frames.breakdowns.iter().position(|known| known == breakdown)?;
        let key = (period as u32, submission.branch?, indicator, u32::from(self.of), breakdown as u32);
        self.own.get(&key).copied()
    }

    /// Figures that differ from the branch's own by more than the last digit that was written down.
    fn differing(&self, position: usize, submission: &Submission) -> Vec<Raised> {
        let differing = |(_, sheet, fact): (&Submission, &str, &Fact)| {
            let FactValue::Amount(value, Bound::Exact) = fact.value else { return None };
            let (own, bound) = self.own(submission, fact.indicator, &fact.breakdown)?;
            let off = value.checked_sub(own)?.abs();
            let half = value.last_digit(fact.multiplier).scaled() / 2;
            if bound != Bound::Exact || off <= Amount::from_scaled(half) {
                return None;
            }
            let place = Place::cell(sheet, fact.at);
            let flag = Flag::new(Check::RestatedDifferently, place, value.to_string());
            let flag = flag.expected(own.to_string()).about(fact.indicator, self.measure);
            Some(Raised::of_submission(flag, position, submission))
        };
        of_measure(submission, self.measure).filter_map(differing).collect()
    }

    /// Figures that others have in the same sheet, that the branch itself reports, and that were left out here.
    fn left_out(&self, position: usize, submission: &Submission) -> Vec<Raised> {
        let Some((_, sheet, beside)) = of_measure(submission, self.measure).next() else { return Vec::new() };
        let is_same_sheet =
            |column: &Column| (column.0, column.1) == (submission.source_file.as_str(), sheet);
        let asked = self.columns.iter().filter(|(column, _)| is_same_sheet(column));
        let left_out = asked.filter_map(|((_, _, indicator, _, breakdown), at)| {
            let is_there = of_measure(submission, self.measure)
                .any(|(_, _, fact)| (fact.indicator, &*fact.breakdown) == (*indicator, *breakdown));
            let (own, _) = self.own(submission, *indicator, breakdown).filter(|(own, _)| !own.is_zero())?;
            if is_there {
                return None;
            }
            let place = Place::cell(sheet, Address::new(beside.at.row, *at));
            let flag = Flag::new(Check::RestatedDifferently, place, String::new());
            let flag = flag.expected(own.to_string()).about(*indicator, self.measure);
            Some(Raised::of_submission(flag, position, submission))
        });
        left_out.collect()
    }
}

/// The facts of a measure, with their sheets.
fn of_measure(submission: &Submission, measure: u16) -> impl Iterator<Item = (&Submission, &str, &Fact)> {
    let facts = submission.batch.facts.iter().filter(move |fact| fact.measure == measure);
    facts.filter_map(move |fact| {
        Some((submission, &*submission.batch.sheets.get(usize::from(fact.sheet))?.name, fact))
    })
}

fn column<'a>(submission: &'a Submission, sheet: &'a str, fact: &'a Fact) -> Column<'a> {
    (&submission.source_file, sheet, fact.indicator, fact.measure, &fact.breakdown)
}
