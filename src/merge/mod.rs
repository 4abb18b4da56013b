//! Batches become frames: duplicates and resubmissions are settled, corrections applied, the register is joined, one level of it counts.
//!
//! Enters: identified submissions. Leaves: the same with their final status, and [`Frames`] of the values that stand. A conflict that no
//! declared rule settles keeps both reports out and says so; nothing is dropped without a flag.

pub mod columns;
mod corrections;
mod duplicates;
mod frames;
mod hierarchy;
mod parts;
mod resubmissions;

pub use corrections::correct;
pub use frames::{Frames, FramesError, Reported, bound_of, build, register_facts};
pub use hierarchy::Counting;
pub use parts::Stated;

use crate::model::outcome::Submission;
use crate::model::{Date, Period};
use crate::pipeline::Definition;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Settles duplicates and resubmissions: afterwards a branch has at most one accepted submission a period.
pub fn settle(submissions: &mut [Submission], definition: &Definition, received: &HashMap<String, Date>) {
    duplicates::settle_same_bytes(submissions);
    for group in reports_of_same_branch(submissions, definition) {
        resubmissions::settle(submissions, &group, definition, received);
    }
    duplicates::flag_same_figures(submissions, definition);
}

/// Accepted submissions by branch and period, where there are several; positions in path order.
///
/// What somebody wrote down again in a summary competes with nobody's report.
fn reports_of_same_branch(submissions: &[Submission], definition: &Definition) -> Vec<Vec<usize>> {
    let mut groups: BTreeMap<(u32, Period), Vec<usize>> = BTreeMap::new();
    let is_report = |s: &Submission| s.status.is_accepted() && !definition.is_restatement(s);
    for (position, submission) in submissions.iter().enumerate().filter(|(_, s)| is_report(s)) {
        if let Some(key) = submission.branch.zip(submission.period) {
            groups.entry(key).or_default().push(position);
        }
    }
    groups.into_values().filter(|group| group.len() > 1).collect()
}

/// The periods that the run is about, ascending: those asked for, else those of the accepted submissions.
pub fn periods(submissions: &[Submission], definition: &Definition, asked: Option<Period>) -> Vec<Period> {
    if let Some(period) = asked {
        return vec![period];
    }
    let reported = submissions.iter().filter(|s| s.status.is_accepted()).filter_map(|s| s.period);
    let mut periods: Vec<Period> = definition.judging.periods.iter().copied().chain(reported).collect();
    periods.sort_unstable();
    periods.dedup();
    periods
}

/// The periods among these for which a report was accepted. A summary of others is none.
pub fn reported_periods(
    submissions: &[Submission],
    definition: &Definition,
    periods: &[Period],
) -> Vec<Period> {
    let reports = submissions.iter().filter(|s| s.status.is_accepted() && !definition.is_restatement(s));
    let reported: BTreeSet<Period> = reports.filter_map(|submission| submission.period).collect();
    periods.iter().filter(|period| reported.contains(period)).copied().collect()
}
