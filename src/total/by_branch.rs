//! Rows of `by_branch.csv`: what each branch says, beside its share of the total and its size.

use super::previous::{Previous, change_pct};
use super::{Key, Sizes, Totals};
use crate::merge::{Frames, FramesError, Reported};
use crate::model::fact::coarser;
use crate::model::map::Map;
use crate::model::outcome::{self, BranchRow, FlagRow, Submission};
use crate::model::{Period, Severity};
use crate::pipeline::{Definition, Total};
use rayon::prelude::*;

/// Decimals of a value for each member.
const PER_MEMBER_DECIMALS: u32 = 4;

/// Flags on one indicator of a branch: the worst and how many.
type FlagsOfValue = Map<(Period, u32, u32, u16, String), (Severity, u64)>;

/// One row a value or kept-out value, in the order of the frame: period, branch, indicator, measure, breakdown.
///
/// # Errors
/// Where a column of the frame is not of its type: a fault of this program.
pub fn branch_rows(
    frames: &Frames,
    definition: &Definition,
    (totals, previous): (&Totals, &Previous),
    flags: &[FlagRow],
    submissions: &[Submission],
) -> Result<Vec<BranchRow>, FramesError> {
    let sizes = Sizes::new(frames, definition)?;
    let flagged = flags_of_values(flags, submissions);
    let rows: Vec<Reported> = frames.rows()?.collect();
    let rows = rows.par_iter().filter_map(|row| {
        let Reported { period: at, branch, indicator, measure, breakdown, value, .. } = *row;
        let key = Key { period: at, group: ALL, indicator, measure, breakdown };
        let period = *frames.periods.get(at as usize)?;
        let previous = previous.of((at, branch, indicator, measure, breakdown));
        let measure = u16::try_from(measure).ok()?;
        let breakdown = frames.breakdowns.get(breakdown as usize)?.clone();
        let flags = flagged.get(&(period, branch, indicator, measure, breakdown.clone()));
        Some(BranchRow {
            period,
            branch,
            indicator,
            measure,
            breakdown,
            value,
            bound: row.bound,
            share_of_total: value.filter(|_| row.counts).and_then(|value| {
                is_sum(definition, indicator).then(|| value.percent_of(totals.get(&key)?.sum)).flatten()
            }),
            per_member: value
                .filter(|_| is_peer(definition, branch))
                .and_then(|value| value.checked_div(sizes.of(at, branch)))
                .map(|value| value.round(PER_MEMBER_DECIMALS)),
            previous,
            change_pct: change_pct(value, previous),
            worst_severity: flags.map(|(worst, _)| *worst),
            flags: flags.map_or(0, |(_, number)| *number),
        })
    });
    Ok(rows.collect())
}

/// The group of all branches.
const ALL: u32 = 0;

/// Flags by value: those of a part belong to the wholes that it is in, too. A replaced or rejected report's flags say nothing of the value that stands.
fn flags_of_values(flags: &[FlagRow], submissions: &[Submission]) -> FlagsOfValue {
    let mut of_values = FlagsOfValue::default();
    let is_accepted =
        |at: usize| submissions.get(at).is_some_and(|submission| submission.status.is_accepted());
    let breakdowns = outcome::breakdowns_of(flags, submissions);
    let standing = flags.iter().zip(breakdowns).filter(|(flag, _)| flag.submission.is_none_or(is_accepted));
    for (flag, breakdown) in standing {
        if let (Some(period), Some(branch), Some(indicator)) = (flag.period, flag.branch, flag.indicator) {
            for breakdown in coarser(&breakdown) {
                let key = (period, branch, indicator, flag.measure, breakdown);
                let entry = of_values.entry(key).or_insert((flag.severity, 0));
                entry.0 = entry.0.max(flag.severity);
                entry.1 += 1;
            }
        }
    }
    of_values
}

fn is_sum(definition: &Definition, indicator: u32) -> bool {
    definition.reading.indicators.get(indicator as usize).is_some_and(|known| known.total == Total::Sum)
}

/// Whether a branch is one of those whose figures are compared by size.
fn is_peer(definition: &Definition, branch: u32) -> bool {
    let levels = &definition.judging.peer_levels;
    let known = definition.judging.register.branches.get(branch as usize);
    known.is_some_and(|known| levels.is_empty() || levels.contains(&known.level))
}
