//! Which periods are read from which run.

use crate::model::Period;
use crate::pipeline::{Definition, PeriodKind};
use crate::publish::past::{PastRun, newest_of_periods};
use std::collections::{BTreeMap, BTreeSet};

/// Which periods a run asks for, and where they are.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// Earlier periods of the kind that is reported, ascending.
    pub earlier: Vec<Period>,
    /// The run's own periods that were published before, ascending.
    pub own: Vec<Period>,
    /// Longer periods right before those of the run, ascending.
    pub longer: Vec<Period>,
    /// All of these, ascending.
    pub all: Vec<Period>,
    /// The run that each is read from, by its place.
    pub runs: BTreeMap<Period, usize>,
    /// Periods of which the totals are wanted.
    totals: BTreeSet<Period>,
}

/// What is wanted of one run.
#[derive(Clone, Debug)]
pub(super) struct Wanted {
    /// Periods as they are written, with their index.
    pub periods: Vec<(String, u32)>,
    /// Periods of which the totals are wanted, as they are written.
    pub totals: Vec<(String, Period)>,
}

impl Plan {
    /// Plans for a run of these periods, ascending, and those of them for which it has reports: of the others it says nothing itself.
    pub fn new(
        runs: &[PastRun],
        (periods, own): (&[Period], &[Period]),
        definition: &Definition,
        rollup: &[PeriodKind],
    ) -> Self {
        let mut plan = Self::default();
        let Some(last) = periods.last() else { return plan };
        let is_of_kind = |period: &Period| definition.judging.period_kind.has(period);
        for (period, at) in newest_of_periods(runs) {
            if own.contains(&period) {
                plan.own.push(period);
            } else if is_of_kind(&period) && period < *last {
                plan.earlier.push(period);
            } else {
                continue;
            }
            plan.runs.insert(period, at);
        }
        plan.add_longer(runs, own, definition, rollup);
        let before = periods.iter().filter_map(Period::right_before).filter(|period| !own.contains(period));
        plan.totals = before.chain(plan.longer.iter().copied()).collect();
        plan.all = plan.runs.keys().copied().collect();
        plan
    }

    /// Of a longer period only a run counts that holds all of its periods: one that holds a month has published a quarter of one month.
    fn add_longer(
        &mut self,
        runs: &[PastRun],
        own: &[Period],
        definition: &Definition,
        rollup: &[PeriodKind],
    ) {
        let year_starts = definition.reading.year_starts;
        let around = |period: &Period| -> Vec<Period> {
            rollup.iter().filter_map(|kind| kind.around(period, year_starts)).collect()
        };
        let wholes: BTreeSet<Period> = own.iter().flat_map(around).collect();
        for before in wholes.iter().filter_map(Period::right_before).filter(|before| !wholes.contains(before))
        {
            let parts = definition.judging.period_kind.parts_of(&before, year_starts);
            let has_all = |run: &PastRun| parts.iter().all(|part| run.periods.contains(part));
            if let Some(at) = runs.iter().rposition(has_all).filter(|_| !parts.is_empty()) {
                self.runs.insert(before, at);
                self.longer.push(before);
            }
        }
    }

    /// What is wanted of each run that anything is wanted of, in the order of the runs.
    pub fn of_runs<'r>(&self, runs: &'r [PastRun]) -> Vec<(&'r PastRun, Wanted)> {
        let mut of_runs: BTreeMap<usize, Wanted> = BTreeMap::new();
        for (index, period) in (0u32..).zip(&self.all) {
            let Some(at) = self.runs.get(period) else { continue };
            let wanted =
                of_runs.entry(*at).or_insert_with(|| Wanted { periods: Vec::new(), totals: Vec::new() });
            wanted.periods.push((period.to_string(), index));
            if self.totals.contains(period) {
                wanted.totals.push((period.to_string(), *period));
            }
        }
        of_runs.into_iter().filter_map(|(at, wanted)| Some((runs.get(at)?, wanted))).collect()
    }
}
