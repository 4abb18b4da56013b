//! Values of two runs side by side.

use super::Revision;
use super::reasons::{Reason, Reasons};
use crate::model::map::{Map, Set};
use crate::model::{Amount, Period};
use crate::pipeline::Origins;
use crate::publish::edition::Edition;
use crate::publish::past::{Fault, PastError, PastRun};
use std::collections::BTreeSet;

/// Stands for all branches together.
const ALL: u32 = u32::MAX;

/// Where a value belongs: period, branch, indicator, measure, breakdown, by indexes.
type Place = (Period, u32, u32, u16, u32);

/// This run beside the one before.
pub(super) struct Comparison<'a> {
    edition: &'a Edition<'a>,
    run: &'a PastRun,
    periods: &'a BTreeSet<Period>,
    longer: &'a BTreeSet<Period>,
    reasons: &'a Reasons,
    branches: Map<&'a str, u32>,
    indicators: Map<&'a str, u32>,
    measures: Map<&'a str, u16>,
    breakdowns: Breakdowns<'a>,
    /// Values of this run that were not met in the other yet.
    rest: Map<Place, Amount>,
}

/// A place by ids.
#[derive(Clone)]
struct Ids {
    period: Period,
    branch: String,
    indicator: String,
    measure: String,
    breakdown: String,
}

impl<'a> Comparison<'a> {
    /// Notes the values of this run.
    pub(super) fn new(
        edition: &'a Edition<'a>,
        run: &'a PastRun,
        periods: &'a BTreeSet<Period>,
        longer: &'a BTreeSet<Period>,
        reasons: &'a Reasons,
    ) -> Self {
        let definition = edition.definition;
        let branches = (0..).zip(&definition.judging.register.branches);
        let indicators = (0..).zip(&definition.reading.indicators);
        let measures = (0..).zip(&definition.reading.measures);
        let mut own = Self {
            edition,
            run,
            periods,
            longer,
            reasons,
            branches: branches.map(|(at, branch)| (branch.code.as_str(), at)).collect(),
            indicators: indicators.map(|(at, indicator)| (indicator.id.as_str(), at)).collect(),
            measures: measures.map(|(at, measure)| (measure.as_str(), at)).collect(),
            breakdowns: Breakdowns::default(),
            rest: Map::default(),
        };
        own.note();
        own
    }

    fn note(&mut self) {
        let outcome = self.edition.outcome;
        for row in outcome.branches.iter().filter(|row| self.periods.contains(&row.period)) {
            let breakdown = self.breakdowns.number(&row.breakdown);
            let place = (row.period, row.branch, row.indicator, row.measure, breakdown);
            self.rest.extend(row.value.map(|value| (place, value)));
        }
        let is_compared = |period: &Period| self.periods.contains(period) || self.longer.contains(period);
        for row in outcome.totals.iter().filter(|row| row.group == "all" && is_compared(&row.period)) {
            let breakdown = self.breakdowns.number(&row.breakdown);
            let place = (row.period, ALL, row.indicator, row.measure, breakdown);
            self.rest.extend(row.value.map(|value| (place, value)));
        }
    }

    /// What differs, in the published order.
    pub(super) fn rows(mut self) -> Result<Vec<Revision>, PastError> {
        let run = self.run;
        let mut differing: Vec<(Ids, Option<Amount>, Option<Amount>)> = Vec::new();
        let columns = ["period", "branch", "indicator", "measure", "breakdown", "value"];
        run.read("by_branch", &columns, |row| {
            let (Some(value), period) = (row.amount(5)?, row.period(0)?) else { return Ok(()) };
            if self.periods.contains(&period) {
                let ids = [1, 2, 3, 4].map(|nth| row.text(nth));
                differing.extend(self.met(period, ids, value));
            }
            Ok::<(), Fault>(())
        })?;
        let columns = ["period", "group", "indicator", "measure", "breakdown", "value"];
        run.read("totals", &columns, |row| {
            let (Some(value), period) = (row.amount(5)?, row.period(0)?) else { return Ok(()) };
            if row.text(1) == "all" && (self.periods.contains(&period) || self.longer.contains(&period)) {
                let ids = ["", row.text(2), row.text(3), row.text(4)];
                differing.extend(self.met(period, ids, value));
            }
            Ok::<(), Fault>(())
        })?;
        let rest: Vec<(Place, Amount)> = self.rest.drain().collect();
        differing.extend(rest.into_iter().map(|(place, value)| (self.ids(place), None, Some(value))));
        differing.sort_by_cached_key(|(ids, ..)| self.order(ids));
        Ok(self.revisions(differing))
    }

    /// A value of the run before: what it differs in, if it does.
    fn met(
        &mut self,
        period: Period,
        ids: [&str; 4],
        before: Amount,
    ) -> Option<(Ids, Option<Amount>, Option<Amount>)> {
        let value = self.place(period, ids).and_then(|place| self.rest.remove(&place));
        if value == Some(before) {
            return None;
        }
        let [branch, indicator, measure, breakdown] = ids.map(str::to_owned);
        Some((Ids { period, branch, indicator, measure, breakdown }, Some(before), value))
    }

    /// Where ids belong today; none where the definition of today does not know one.
    fn place(&self, period: Period, [branch, indicator, measure, breakdown]: [&str; 4]) -> Option<Place> {
        let branch = if branch.is_empty() { Some(ALL) } else { self.branches.get(branch).copied() };
        let (indicator, measure) = (self.indicators.get(indicator)?, self.measures.get(measure)?);
        Some((period, branch?, *indicator, *measure, *self.breakdowns.numbers.get(breakdown)?))
    }

    fn ids(&self, (period, branch, indicator, measure, breakdown): Place) -> Ids {
        let branch = Some(branch).filter(|branch| *branch != ALL);
        let breakdown = self.breakdowns.names.get(breakdown as usize).copied();
        Ids {
            period,
            branch: self.edition.branch_code(branch).to_owned(),
            indicator: self.edition.indicator_id(Some(indicator)).to_owned(),
            measure: self.edition.measure(measure).to_owned(),
            breakdown: breakdown.unwrap_or_default().to_owned(),
        }
    }

    /// Totals first, then the register's branches, those that it does not have last; indicators and measures as the definition has them.
    fn order(&self, ids: &Ids) -> impl Ord + use<> {
        let branch =
            if ids.branch.is_empty() { Some(0) } else { self.branches.get(&*ids.branch).map(|at| at + 1) };
        let indicator = self.indicators.get(&*ids.indicator).copied();
        let measure = self.measures.get(&*ids.measure).copied();
        let last = u32::MAX;
        (
            ids.period,
            (branch.unwrap_or(last), ids.branch.clone()),
            (indicator.unwrap_or(last), ids.indicator.clone()),
            (measure.unwrap_or(u16::MAX), ids.measure.clone()),
            ids.breakdown.clone(),
        )
    }

    /// The differences with their reasons.
    fn revisions(&self, differing: Vec<(Ids, Option<Amount>, Option<Amount>)>) -> Vec<Revision> {
        let of_branches = differing.iter().filter(|(ids, ..)| !ids.branch.is_empty());
        let changed: Set<Period> = of_branches.map(|(ids, ..)| ids.period).collect();
        let row = |(ids, before, value): (Ids, Option<Amount>, Option<Amount>)| {
            let (reason, submission_before, submission) = self.reason(&ids, &changed);
            let unit = self.indicators.get(&*ids.indicator).map_or("", |at| self.edition.unit(*at));
            let Ids { period, branch, indicator, measure, breakdown } = ids;
            let unit = unit.to_owned();
            let run_before = self.run.id.clone();
            Revision {
                period,
                branch,
                indicator,
                measure,
                breakdown,
                unit,
                before,
                value,
                reason,
                submission_before,
                submission,
                run_before,
            }
        };
        differing.into_iter().map(row).collect()
    }

    fn reason(&self, ids: &Ids, changed: &Set<Period>) -> (Reason, String, String) {
        if ids.branch.is_empty() {
            // Of a longer period the values are those of its parts.
            let is_changed = match self.longer.contains(&ids.period) {
                true => !changed.is_empty(),
                false => changed.contains(&ids.period),
            };
            let of_definition = self.reasons.of_definition();
            let reason = if is_changed { Reason::ValuesChanged } else { of_definition };
            return (reason, String::new(), String::new());
        }
        let known = self.indicators.get(&*ids.indicator).and_then(|at| self.edition.indicator(Some(*at)));
        if known.is_some_and(|known| matches!(known.origin, Origins::Register(_))) {
            return (self.reasons.of_definition(), String::new(), String::new());
        }
        let subject = (ids.period, ids.branch.clone(), ids.indicator.clone(), ids.measure.clone());
        self.reasons.of_branch(&subject, &ids.breakdown)
    }
}

/// Breakdowns by numbers of their own.
#[derive(Default)]
struct Breakdowns<'a> {
    numbers: Map<&'a str, u32>,
    names: Vec<&'a str>,
}

impl<'a> Breakdowns<'a> {
    /// The number of a breakdown, which it has from now on.
    fn number(&mut self, name: &'a str) -> u32 {
        let next = self.names.len() as u32;
        let number = *self.numbers.entry(name).or_insert(next);
        if number == next {
            self.names.push(name);
        }
        number
    }
}
