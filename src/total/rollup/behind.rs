//! Who stands behind the total of a longer period: branches that have a value for every period on which it rests.

use super::Wholes;
use super::over::Over;
use super::rows::{Place, Row, Rows};
use crate::merge::{Counting, Frames, FramesError, Reported};
use crate::model::outcome::TotalRow;
use crate::model::{Amount, Period};
use crate::pipeline::{Definition, Origins, Time, Total};
use crate::total::{Groups, Key, Sizes};
use std::collections::{HashMap, HashSet};

/// What is known of the reported periods.
pub struct Behind<'a> {
    /// Their rows.
    pub rows: &'a [Row],
    /// Their frames.
    pub frames: &'a Frames,
    /// The longer periods.
    pub wholes: &'a Wholes,
    /// The definition.
    pub definition: &'a Definition,
    /// Which branches count in the longer periods.
    pub counting: &'a Counting<'a>,
}

/// Branches and their size.
#[derive(Clone, Copy, Default)]
struct Number {
    branches: u64,
    size: Amount,
}

impl Number {
    fn add(&mut self, size: Amount) {
        self.branches += 1;
        self.size = self.size.checked_add(size).unwrap_or(self.size);
    }
}

impl Behind<'_> {
    /// Says of each total how many branches it waits for, and how many have everything that it rests on.
    pub fn apply(
        &self,
        totals: &mut [TotalRow],
        (longer, reported): (&Frames, &[Reported]),
    ) -> Result<(), FramesError> {
        let groups = Groups::new(self.definition);
        let sizes = Sizes::new(reported, self.definition);
        let expected = self.expected(&groups, &sizes);
        let complete = self.complete(longer, &groups, &sizes)?;
        for row in totals {
            let group = groups.names.iter().position(|name| *name == row.group);
            let breakdown = longer.breakdowns.iter().position(|name| *name == row.breakdown);
            let period = self.wholes.periods.binary_search(&row.period).ok();
            let (Some(group), Some(breakdown), Some(period)) = (group, breakdown, period) else { continue };
            let (period, group, indicator) = (period as u32, group as u32, row.indicator);
            let key = Key {
                period,
                group,
                indicator,
                measure: u32::from(row.measure),
                breakdown: breakdown as u32,
            };
            let waiting = expected.get(&(period, group, indicator)).copied().unwrap_or_default();
            let there = complete.get(&key).copied().unwrap_or_default();
            row.branches_expected = waiting.branches;
            row.branches_reported = there.branches;
            row.branches_missing = waiting.branches.saturating_sub(there.branches);
            row.coverage_size_pct = there.size.percent_of(waiting.size);
        }
        Ok(())
    }

    /// The branches that each indicator is asked of, by longer period and group.
    fn expected(&self, groups: &Groups, sizes: &Sizes) -> HashMap<(u32, u32, u32), Number> {
        let mut expected: HashMap<(u32, u32, u32), Number> = HashMap::new();
        for (whole, of) in (0u32..).zip(&self.wholes.periods) {
            for (branch, known) in (0u32..).zip(&self.definition.judging.register.branches) {
                let is_expected = self.counting.is_expected(branch, *of);
                for (indicator, asked) in (0u32..).zip(&self.definition.reading.indicators) {
                    let is_asked = match &asked.origin {
                        Origins::Cells | Origins::Records => is_expected && known.is_asked(asked),
                        Origins::Register(filter) => known.is_open_in(of) && known.fits(filter),
                    };
                    if is_asked && !self.needed(branch, (indicator, 0), whole).is_empty() {
                        let size = sizes.of(whole, branch);
                        groups.of(branch).for_each(|group| {
                            expected.entry((whole, group, indicator)).or_default().add(size)
                        });
                    }
                }
            }
        }
        expected
    }

    /// The periods on which a branch's value of a longer period rests: all in which it is open, of a state the last.
    fn needed(&self, branch: u32, (indicator, measure): (u32, u32), whole: u32) -> Vec<Period> {
        let Some(known) = self.definition.judging.register.branches.get(branch as usize) else {
            return Vec::new();
        };
        let parts = self.wholes.parts_of(whole);
        let mut open: Vec<Period> = parts.iter().filter(|part| known.is_open_in(part)).copied().collect();
        if !Over::of(self.definition, indicator, measure).is_last() {
            return open;
        }
        // A branch that closed has no state at the end; what it counted since the beginning of the year stands.
        let is_open_at_end = open.last() == parts.last();
        let time = self.definition.reading.indicators.get(indicator as usize).map(|known| known.time);
        match open.pop() {
            Some(last) if is_open_at_end || time != Some(Time::Stock) => vec![last],
            _ => Vec::new(),
        }
    }

    /// Branches with a value of every period that is needed, by the key of the total.
    fn complete(
        &self,
        longer: &Frames,
        groups: &Groups,
        sizes: &Sizes,
    ) -> Result<HashMap<Key, Number>, FramesError> {
        let there: HashSet<Place> = self
            .rows
            .iter()
            .filter(|row| row.value.is_some())
            .map(|row| Place { breakdown: 0, ..row.place })
            .collect();
        let mut complete: HashMap<Key, Number> = HashMap::new();
        for row in Rows::new(longer)?.all().iter().filter(|row| row.value.is_some()) {
            if !self.is_complete(&row.place, &there) {
                continue;
            }
            let Place { period, branch, indicator, measure, breakdown } = row.place;
            for group in groups.of(branch) {
                let key = Key { period, group, indicator, measure, breakdown };
                complete.entry(key).or_default().add(sizes.of(period, branch));
            }
        }
        Ok(complete)
    }

    /// Whether a branch has every period of an indicator, and of what its total is computed with. A period counts as there whatever
    /// the breakdown: a category that did not occur in a month is not missing from it.
    fn is_complete(&self, place: &Place, there: &HashSet<Place>) -> bool {
        let all = &self.definition.reading.indicators;
        let Some(known) = all.get(place.indicator as usize) else { return false };
        let operands = match known.total {
            Total::Ratio { numerator, denominator } => vec![numerator, denominator],
            Total::Mean { weight: Some(weight) } => vec![place.indicator, weight],
            _ => vec![place.indicator],
        };
        operands.into_iter().all(|indicator| {
            self.needed(place.branch, (indicator, place.measure), place.period).iter().all(|part| {
                let period = self.frames.periods.binary_search(part).ok().map(|at| at as u32);
                period.is_some_and(|period| {
                    there.contains(&Place { period, indicator, breakdown: 0, ..*place })
                })
            })
        })
    }
}
