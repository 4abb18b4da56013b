//! The tables of an earlier run become values and totals.

use super::Value;
use super::ids::{Ids, Unknown};
use super::plan::Wanted;
use crate::model::map::Map;
use crate::model::outcome::TotalRow;
use crate::model::{Amount, Period};
use crate::publish::past::{Fault, HistoryRun, PastError, PastRun, Row, Unmapped};
use std::collections::BTreeSet;

/// Whose total of what: period, group, indicator, measure, breakdown.
type TotalKey = (Period, Box<str>, u32, u16, Box<str>);

/// Totals as they were published.
#[derive(Clone, Debug, Default)]
pub struct PublishedTotals(Map<TotalKey, Amount>);

impl PublishedTotals {
    /// The total of another period in the place of a row.
    pub fn get(&self, period: Period, row: &TotalRow) -> Option<Amount> {
        let key =
            (period, row.group.as_str().into(), row.indicator, row.measure, row.breakdown.as_str().into());
        self.0.get(&key).copied()
    }

    /// Adds those of another run.
    pub(super) fn extend(&mut self, other: Self) {
        self.0.extend(other.0);
    }
}

/// What was taken from a run.
pub(super) struct Taken {
    /// Values, with the run's own numbers of breakdowns until [`join_breakdowns`].
    pub values: Vec<Value>,
    /// The breakdowns that the values point into.
    breakdowns: Breakdowns,
    /// Totals.
    pub totals: PublishedTotals,
    /// What the manifest says of it.
    pub account: HistoryRun,
}

/// Breakdowns by numbers of a run's own; none for those with a dimension that is not known.
#[derive(Default)]
struct Breakdowns {
    names: Vec<String>,
    numbers: Map<String, Option<u32>>,
}

/// Reads what is wanted of a run.
///
/// # Errors
/// When a table is not as the run has written it.
pub(super) fn read(run: &PastRun, wanted: &Wanted, ids: &Ids<'_>) -> Result<Taken, PastError> {
    let mut reading =
        Reading { ids, values: Vec::new(), breakdowns: Breakdowns::default(), account: account(run, wanted) };
    let periods: Map<&str, u32> = wanted.periods.iter().map(|(name, at)| (name.as_str(), *at)).collect();
    let columns = ["period", "branch", "indicator", "measure", "breakdown", "value"];
    run.read("by_branch", &columns, |row| match periods.get(row.text(0)) {
        Some(period) => reading.take(*period, row),
        None => Ok(()),
    })?;
    let Reading { values, breakdowns, account, .. } = reading;
    Ok(Taken { values, breakdowns, totals: totals(run, wanted, ids)?, account })
}

fn account(run: &PastRun, wanted: &Wanted) -> HistoryRun {
    HistoryRun {
        run: run.id.clone(),
        release: run.release,
        periods: wanted.periods.iter().map(|(name, _)| name.clone()).collect(),
        ..HistoryRun::default()
    }
}

/// A run's values while they are read.
struct Reading<'a> {
    ids: &'a Ids<'a>,
    values: Vec<Value>,
    breakdowns: Breakdowns,
    account: HistoryRun,
}

impl Reading<'_> {
    /// Takes a row of a wanted period; one without a value says nothing.
    fn take(&mut self, period: u32, row: &Row<'_>) -> Result<(), Fault> {
        let Some(value) = row.amount(5)? else { return Ok(()) };
        self.account.values += 1;
        let place = self.ids.of(row.text(1), row.text(2), row.text(3));
        let mut breakdown = || self.breakdowns.number(row.text(4), self.ids).ok_or(Unknown::Breakdown);
        match place.and_then(|place| Ok((place, breakdown()?))) {
            Ok(((branch, indicator, measure), breakdown)) => {
                self.account.mapped += 1;
                self.values.push(Value { period, branch, indicator, measure, breakdown, value });
            }
            Err(unknown) => *count(&mut self.account.unmapped, unknown) += 1,
        }
        Ok(())
    }
}

fn count(unmapped: &mut Unmapped, unknown: Unknown) -> &mut u64 {
    match unknown {
        Unknown::Branch => &mut unmapped.branch,
        Unknown::Indicator => &mut unmapped.indicator,
        Unknown::Measure => &mut unmapped.measure,
        Unknown::Breakdown => &mut unmapped.breakdown,
    }
}

impl Breakdowns {
    /// The number of a breakdown.
    fn number(&mut self, name: &str, ids: &Ids<'_>) -> Option<u32> {
        if let Some(known) = self.numbers.get(name) {
            return *known;
        }
        let number = ids.has_dimensions_of(name).then_some(self.names.len() as u32);
        if number.is_some() {
            self.names.push(name.to_owned());
        }
        self.numbers.insert(name.to_owned(), number);
        number
    }
}

/// The totals of the periods whose totals are wanted.
fn totals(run: &PastRun, wanted: &Wanted, ids: &Ids<'_>) -> Result<PublishedTotals, PastError> {
    let mut totals = PublishedTotals::default();
    if wanted.totals.is_empty() {
        return Ok(totals);
    }
    let periods: Map<&str, Period> =
        wanted.totals.iter().map(|(name, period)| (name.as_str(), *period)).collect();
    let columns = ["period", "group", "indicator", "measure", "breakdown", "value"];
    run.read("totals", &columns, |row| {
        let (Some(period), Some(value)) = (periods.get(row.text(0)), row.amount(5)?) else { return Ok(()) };
        if let Ok((indicator, measure)) = ids.of_total(row.text(2), row.text(3))
            && let Ok(measure) = u16::try_from(measure)
        {
            let key = (*period, row.text(1).into(), indicator, measure, row.text(4).into());
            totals.0.insert(key, value);
        }
        Ok(())
    })?;
    Ok(totals)
}

/// Gives the breakdowns of all runs one numbering: that of the frames, to which those are added that only earlier runs have, in the order of their text.
pub(super) fn join_breakdowns(taken: &mut [Taken], known: &mut Vec<String>) {
    let of_runs: BTreeSet<&String> = taken.iter().flat_map(|run| &run.breakdowns.names).collect();
    let new: Vec<String> = of_runs.into_iter().filter(|name| !known.contains(name)).cloned().collect();
    known.extend(new);
    let numbers: Map<&str, u32> = known.iter().map(String::as_str).zip(0..).collect();
    for run in taken {
        let joined: Vec<u32> = run
            .breakdowns
            .names
            .iter()
            .map(|name| numbers.get(name.as_str()).copied().unwrap_or(0))
            .collect();
        for value in &mut run.values {
            value.breakdown = joined.get(value.breakdown as usize).copied().unwrap_or(0);
        }
    }
}
