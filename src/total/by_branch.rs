//! Rows of `by_branch.csv`: what each branch says, beside its share of the total and its size.

use super::previous::{Previous, change_pct};
use super::{Key, Sizes, Totals};
use crate::merge::{Frames, FramesError, Reported};
use crate::model::fact::coarser;
use crate::model::flagged::breakdowns_of;
use crate::model::map::Map;
use crate::model::outcome::{BranchRow, FlagRow, Submission};
use crate::model::{Period, Severity};
use crate::pipeline::{Definition, Total};
use rayon::prelude::*;

/// Decimals of a value for each member.
const PER_MEMBER_DECIMALS: u32 = 4;

/// Flags by period, branch, indicator and measure: for each breakdown the worst and how many.
type FlagsOfValue = Map<(Period, u32, u32, u16), Vec<(String, Severity, u64)>>;

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
    let mut rows: Vec<Named> = Vec::with_capacity(frames.values.height());
    rows.extend(frames.rows()?.filter_map(|row| Named::new(row, frames)));
    let sizes = Sizes::new(frames, definition)?;
    let flagged = flags_of_values(flags, submissions);
    let rows = rows.par_iter().map(|named| {
        let Named { row, period, measure, breakdown } = *named;
        let Reported { branch, indicator, value, .. } = row;
        let flags = flagged.get(&(period, branch, indicator, measure)).map_or(&[][..], Vec::as_slice);
        let flags = flags.iter().find(|(of, ..)| of == breakdown);
        let previous = previous.of((row.period, branch, indicator, row.measure, row.breakdown));
        BranchRow {
            period,
            branch,
            indicator,
            measure,
            breakdown: breakdown.to_owned(),
            value,
            bound: row.bound,
            share_of_total: value.filter(|_| row.counts && is_sum(definition, indicator)).and_then(|value| {
                let key = Key {
                    period: row.period,
                    group: ALL,
                    indicator,
                    measure: row.measure,
                    breakdown: row.breakdown,
                };
                value.percent_of(totals.get(&key)?.sum)
            }),
            per_member: value
                .filter(|_| is_peer(definition, branch))
                .and_then(|value| value.checked_div(sizes.of(row.period, branch)))
                .map(|value| value.round(PER_MEMBER_DECIMALS)),
            previous,
            change_pct: change_pct(value, previous),
            worst_severity: flags.map(|(_, worst, _)| *worst),
            flags: flags.map_or(0, |(.., number)| *number),
        }
    });
    Ok(rows.collect())
}

/// A row of the frame with what its indexes point to. Made before the rows of the table, whose number is known then: they are large, and
/// threads put each where it belongs.
struct Named<'a> {
    row: Reported,
    period: Period,
    measure: u16,
    breakdown: &'a str,
}

impl<'a> Named<'a> {
    /// None where an index points nowhere.
    fn new(row: Reported, frames: &'a Frames) -> Option<Self> {
        let period = *frames.periods.get(row.period as usize)?;
        let breakdown = frames.breakdowns.get(row.breakdown as usize)?;
        Some(Self { row, period, measure: u16::try_from(row.measure).ok()?, breakdown })
    }
}

/// The group of all branches.
const ALL: u32 = 0;

/// Open flags by value: those of a part belong to the wholes that it is in, too. A replaced or rejected report's flags say nothing of the value that stands.
fn flags_of_values(flags: &[FlagRow], submissions: &[Submission]) -> FlagsOfValue {
    let mut of_values = FlagsOfValue::default();
    let is_accepted =
        |at: usize| submissions.get(at).is_some_and(|submission| submission.status.is_accepted());
    let breakdowns = breakdowns_of(flags, submissions);
    let is_standing = |flag: &FlagRow| flag.is_open() && flag.submission.is_none_or(is_accepted);
    let standing = flags.iter().zip(breakdowns).filter(|(flag, _)| is_standing(flag));
    for (flag, breakdown) in standing {
        if let (Some(period), Some(branch), Some(indicator)) = (flag.period, flag.branch, flag.indicator) {
            for breakdown in coarser(breakdown) {
                let of_value = of_values.entry((period, branch, indicator, flag.measure)).or_default();
                match of_value.iter_mut().find(|(of, ..)| *of == breakdown) {
                    Some((_, worst, number)) => {
                        *worst = (*worst).max(flag.severity);
                        *number += 1;
                    }
                    None => of_value.push((breakdown, flag.severity, 1)),
                }
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
