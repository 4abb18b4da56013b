//! Rows of `by_branch.csv`: what each branch says, beside its share of the total and its size.

use super::{Key, Sizes, Totals};
use crate::merge::{Frames, FramesError, bound_of};
use crate::model::fact::coarser;
use crate::model::outcome::{self, BranchRow, FlagRow, Submission};
use crate::model::{Amount, Period, Severity};
use crate::pipeline::{Definition, Total};
use std::collections::HashMap;

/// Decimals of a value for each member.
const PER_MEMBER_DECIMALS: u32 = 4;

/// Flags on one indicator of a branch: the worst and how many.
type FlagsOfValue = HashMap<(Period, u32, u32, u16, String), (Severity, u64)>;

/// One row a value or kept-out value, in the order of the frame: period, branch, indicator, measure, breakdown.
///
/// # Errors
/// Where a column of the frame is not of its type: a fault of this program.
pub fn branch_rows(
    frames: &Frames,
    definition: &Definition,
    totals: &Totals,
    flags: &[FlagRow],
    submissions: &[Submission],
) -> Result<Vec<BranchRow>, FramesError> {
    let sizes = Sizes::new(frames, definition)?;
    let flagged = flags_of_values(flags, submissions);
    let column = |name: &str| frames.values.column(name)?.u32();
    let (periods, branches, indicators) = (column("period")?, column("branch")?, column("indicator")?);
    let (measures, breakdowns, bounds) = (column("measure")?, column("breakdown")?, column("bound")?);
    let values = frames.values.column("value")?.i128()?;
    let counts = frames.values.column("counts")?.bool()?;
    let rows = (0..frames.values.height()).filter_map(|at| {
        let key = Key {
            period: periods.get(at)?,
            group: ALL,
            indicator: indicators.get(at)?,
            measure: measures.get(at)?,
            breakdown: breakdowns.get(at)?,
        };
        let branch = branches.get(at)?;
        let value = values.get(at).map(Amount::from_scaled);
        let period = *frames.periods.get(key.period as usize)?;
        let measure = u16::try_from(key.measure).ok()?;
        let breakdown = frames.breakdowns.get(key.breakdown as usize)?.clone();
        let flags = flagged.get(&(period, branch, key.indicator, measure, breakdown.clone()));
        let size = sizes.of(key.period, branch);
        Some(BranchRow {
            period,
            branch,
            indicator: key.indicator,
            measure,
            breakdown,
            value,
            bound: bound_of(bounds.get(at)?),
            share_of_total: value.filter(|_| counts.get(at) == Some(true)).and_then(|value| {
                is_sum(definition, key.indicator).then(|| value.percent_of(totals.get(&key)?.sum)).flatten()
            }),
            per_member: value
                .filter(|_| is_peer(definition, branch))
                .and_then(|value| value.checked_div(size))
                .map(|value| value.round(PER_MEMBER_DECIMALS)),
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
    let mut of_values = FlagsOfValue::new();
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
