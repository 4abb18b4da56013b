//! What a total would be with the branches that are missing.
//!
//! estimated = value + Σ previous of the missing · (Σ value / Σ previous of those that have both), the ratio estimator of survey sampling (Cochran,
//! *Sampling Techniques*, 3rd ed. 1977, ch. 6) with the period before as the auxiliary. All three sums are exact, and the product is divided and rounded once,
//! half away from zero, to the decimals of the indicator, of counts to whole ones. Only sums are estimated; never is an estimate part of a value.
//!
//! Missing is a branch that a total waits for, of which the indicator is asked, and that has no value of it, in no breakdown. One without a previous value adds nothing: the
//! estimate is then still too low. A group is estimated by its own branches, so that groups need not add up to all.

use super::previous::Previous;
use super::{Groups, Key};
use crate::merge::{Counting, Frames, FramesError, Reported};
use crate::model::Amount;
use crate::model::map::{Map, Set};
use crate::model::outcome::TotalRow;
use crate::pipeline::{Branch, Definition, Indicator, Kind, Origins, Total};

/// What an estimate is made of.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Growth {
    /// Σ value of the branches that have both.
    value: Amount,
    /// Σ previous of the same.
    previous: Amount,
    /// Σ previous of the missing.
    missing: Amount,
}

/// Fills in the estimates of totals of the reported periods.
///
/// # Errors
/// Where a column of the frame is not of its type: a fault of this program.
pub fn fill(
    totals: &mut [TotalRow],
    frames: &Frames,
    (definition, counting): (&Definition, &Counting),
    previous: &Previous,
) -> Result<(), FramesError> {
    if previous.is_empty() {
        return Ok(());
    }
    let growths = growths(frames, (definition, counting), previous)?;
    let groups = Groups::new(definition);
    let numbers: Map<&str, u32> = groups.names.iter().map(String::as_str).zip(0..).collect();
    let breakdowns: Map<&str, u32> = frames.breakdowns.iter().map(String::as_str).zip(0..).collect();
    for row in totals.iter_mut().filter(|row| row.measure == 0 && row.branches_missing > 0) {
        let key = key_of(row, frames, &numbers, &breakdowns);
        let known = definition.reading.indicators.get(row.indicator as usize);
        let growth = key.and_then(|key| growths.get(&key)).zip(known);
        row.estimated = growth.and_then(|(growth, known)| estimate(row.value?, growth, decimals(known)));
    }
    Ok(())
}

/// The key of a row.
fn key_of(
    row: &TotalRow,
    frames: &Frames,
    groups: &Map<&str, u32>,
    breakdowns: &Map<&str, u32>,
) -> Option<Key> {
    let period = u32::try_from(frames.periods.binary_search(&row.period).ok()?).ok()?;
    let (group, breakdown) = (*groups.get(&*row.group)?, *breakdowns.get(&*row.breakdown)?);
    Some(Key { period, group, indicator: row.indicator, measure: 0, breakdown })
}

/// There is no half of a tree.
fn decimals(of: &Indicator) -> u32 {
    if of.kind == Kind::Count { 0 } else { of.decimals }
}

/// The estimate; none where nobody is missing of whom anything is known, or the growth is of nothing or below zero.
fn estimate(value: Amount, growth: &Growth, decimals: u32) -> Option<Amount> {
    let is_growth = growth.previous > Amount::ZERO && !growth.value.is_negative();
    if growth.missing.is_zero() || !is_growth {
        return None;
    }
    let missing = growth.missing.times_ratio(growth.value, growth.previous, decimals)?;
    value.checked_add(missing)
}

/// What the estimate of each total is made of.
fn growths(
    frames: &Frames,
    (definition, counting): (&Definition, &Counting),
    previous: &Previous,
) -> Result<Map<Key, Growth>, FramesError> {
    let is_counted = |row: &Reported| row.measure == 0 && row.counts;
    let mut values: Map<(u32, u32, u32, u32), Amount> = Map::default();
    let mut reported: Set<(u32, u32, u32)> = Set::default();
    for row in frames.rows()?.filter(is_counted) {
        if let Some(value) = row.value {
            values.insert((row.period, row.branch, row.indicator, row.breakdown), value);
            reported.insert((row.period, row.branch, row.indicator));
        }
    }
    let handover = Handover::new(definition);
    let groups = Groups::new(definition);
    let mut growths: Map<Key, Growth> = Map::default();
    for ((period, branch, indicator, measure, breakdown), before) in previous.all() {
        if measure != 0 || !is_sum(definition, indicator) {
            continue;
        }
        let value = values.get(&(period, branch, indicator, breakdown));
        let has_reported = |branch: u32| reported.contains(&(period, branch, indicator));
        let is_missing = value.is_none()
            && !has_reported(branch)
            && !handover.is_told(frames, period, branch, has_reported);
        if value.is_none()
            && !(is_missing && is_awaited(frames, (definition, counting), (period, branch, indicator)))
        {
            continue;
        }
        for group in groups.of(branch) {
            let growth = growths.entry(Key { period, group, indicator, measure, breakdown }).or_default();
            growth.add(value.copied(), before);
        }
    }
    Ok(growths)
}

/// Who takes over from whom.
///
/// In the period of a merger heir and predecessors are all open, and have the same history: what one of them did is not missing of another.
struct Handover<'a> {
    branches: &'a [Branch],
    /// Heirs with what they replace.
    heirs: Vec<(u32, Vec<u32>)>,
}

impl<'a> Handover<'a> {
    fn new(definition: &'a Definition) -> Self {
        let branches = definition.judging.register.branches.as_slice();
        let codes: Map<&str, u32> = branches.iter().map(|branch| branch.code.as_str()).zip(0..).collect();
        let of = |branch: &Branch| -> Vec<u32> {
            branch.predecessors.iter().filter_map(|code| codes.get(code.as_str()).copied()).collect()
        };
        let heirs = (0u32..).zip(branches).filter(|(_, branch)| !branch.predecessors.is_empty());
        Self { branches, heirs: heirs.map(|(heir, branch)| (heir, of(branch))).collect() }
    }

    /// Whether what is missing of a branch is waited for, or was told, under the name of another one: that of its heir, or of a predecessor.
    fn is_told(&self, frames: &Frames, period: u32, branch: u32, has_reported: impl Fn(u32) -> bool) -> bool {
        let Some(of) = frames.periods.get(period as usize) else { return false };
        let is_open =
            |branch: u32| self.branches.get(branch as usize).is_some_and(|known| known.is_open_in(of));
        self.heirs.iter().any(|(heir, predecessors)| {
            (predecessors.contains(&branch) && is_open(*heir))
                || (*heir == branch
                    && predecessors.iter().any(|before| is_open(*before) && has_reported(*before)))
        })
    }
}

impl Growth {
    fn add(&mut self, value: Option<Amount>, before: Amount) {
        let plus = |sum: &mut Amount, value: Amount| *sum = sum.checked_add(value).unwrap_or(*sum);
        match value {
            Some(value) => {
                plus(&mut self.value, value);
                plus(&mut self.previous, before);
            }
            None => plus(&mut self.missing, before),
        }
    }
}

fn is_sum(definition: &Definition, indicator: u32) -> bool {
    let known = definition.reading.indicators.get(indicator as usize);
    known.is_some_and(|known| known.total == Total::Sum && !matches!(known.origin, Origins::Register(_)))
}

/// Whether a total waits for a branch's value.
fn is_awaited(
    frames: &Frames,
    (definition, counting): (&Definition, &Counting),
    (period, branch, indicator): (u32, u32, u32),
) -> bool {
    let Some(period) = frames.periods.get(period as usize) else { return false };
    let known = definition.judging.register.branches.get(branch as usize);
    let asked = definition.reading.indicators.get(indicator as usize);
    counting.is_expected(branch, *period)
        && known.zip(asked).is_some_and(|(branch, asked)| branch.is_asked(asked))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn growth(value: i64, previous: i64, missing: i64) -> Growth {
        let [value, previous, missing] = [value, previous, missing].map(Amount::from_units);
        Growth { value, previous, missing }
    }

    #[test]
    fn the_missing_grow_as_the_others_did() {
        let of = |growth| estimate(Amount::from_units(30), &growth, 0).map(|sum| sum.to_string());
        assert_eq!(of(growth(30, 20, 10)).as_deref(), Some("45"));
        // 10 · 1/3 and 20 · 1/3, rounded to whole ones.
        assert_eq!(of(growth(1, 3, 10)).as_deref(), Some("33"));
        assert_eq!(of(growth(1, 3, 20)).as_deref(), Some("37"));
        assert_eq!(of(growth(0, 3, 20)).as_deref(), Some("30"), "nobody did anything: nor did they");
        assert_eq!(of(growth(30, 0, 10)), None, "nothing to grow from");
        assert_eq!(of(growth(-3, 20, 10)), None);
        assert_eq!(of(growth(30, 20, 0)), None, "nobody is missing of whom anything is known");
    }
}
