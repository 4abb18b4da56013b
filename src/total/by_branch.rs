//! Rows of `by_branch.csv`: what each branch says, beside its share of the total and its size.

use super::previous::{Previous, change_pct};
use super::{Key, Sizes, Totals};
use crate::merge::{Frames, Reported};
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
pub fn branch_rows(
    (frames, reported): (&Frames, &[Reported]),
    definition: &Definition,
    (totals, previous): (&Totals, &Previous),
    flags: &[FlagRow],
    submissions: &[Submission],
) -> Vec<BranchRow> {
    let sizes = Sizes::new(reported, definition);
    let flagged = flags_of_values(flags, submissions);
    let row = |row: &Reported| {
        let Reported { branch, indicator, value, .. } = *row;
        let (period, measure, breakdown) = named(row, frames);
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
    };
    // Their number is known: threads put each row, which is large, where it belongs.
    reported.par_iter().map(row).collect()
}

/// What the indexes of a row point to. Those that a frame is made with always point somewhere.
fn named<'f>(row: &Reported, frames: &'f Frames) -> (Period, u16, &'f str) {
    let period = frames.periods.get(row.period as usize).copied().unwrap_or(Period::Year(0));
    let breakdown = frames.breakdowns.get(row.breakdown as usize).map_or("", String::as_str);
    (period, u16::try_from(row.measure).unwrap_or(u16::MAX), breakdown)
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
