//! Figures since the beginning of the year against the sum of the periods so far.
//!
//! Only where every period so far is there and exact: a missing month proves nothing.

use super::Raised;
use super::arithmetic::placed;
use crate::merge::{Frames, FramesError, bound_of};
use crate::model::flag::Place;
use crate::model::outcome::Submission;
use crate::model::{Amount, Bound, Check, Flag, Period};
use crate::pipeline::{Definition, PeriodKind, Time, Total};
use std::collections::{HashMap, HashSet};

/// Branch, indicator, measure, breakdown.
type Subject = (u32, u32, u32, u32);

/// A reported value.
#[derive(Clone, Copy)]
struct Reported {
    value: Amount,
    digit: Amount,
    is_exact: bool,
    /// Whether it was added from parts, which are compared themselves.
    is_derived: bool,
    submission: u32,
    fact: u32,
}

/// Flags of cumulative figures that their flows do not add up to.
///
/// # Errors
/// Where a column of the frame is not of its type: a fault of this program.
pub fn flags(
    frames: &Frames,
    submissions: &[Submission],
    definition: &Definition,
) -> Result<Vec<Raised>, FramesError> {
    let flows = Flows::new(definition);
    if flows.by_indicator.is_empty() && flows.by_measure.is_empty() {
        return Ok(Vec::new());
    }
    let values = reported(frames, |indicator| flows.needs(indicator))?;
    let mut found: Vec<(&(u32, Subject), &Reported)> = values
        .iter()
        .filter(|((_, subject), value)| flows.of(*subject).is_some() && !value.is_derived)
        .collect();
    found.sort_unstable_by_key(|(key, _)| **key);
    let mut raised = Vec::new();
    for ((period, subject), value) in found {
        let Some((until, flow)) = frames.periods.get(*period as usize).zip(flows.of(*subject)) else {
            continue;
        };
        let so_far = So { frames, definition, values: &values, until };
        let flag = so_far.mismatch(*subject, flow, value);
        raised.extend(flag.and_then(|flag| placed(flag, submissions, value.submission, value.fact)));
    }
    Ok(raised)
}

/// What adds up to what.
struct Flows {
    /// The flow of each cumulative indicator that names one.
    by_indicator: HashMap<u32, u32>,
    /// The measure that each cumulative measure adds up.
    by_measure: HashMap<u32, u32>,
    /// Indicators whose periods add up.
    adding: HashSet<u32>,
}

impl Flows {
    fn new(definition: &Definition) -> Self {
        let indicators = || (0u32..).zip(&definition.reading.indicators);
        let measures = definition.judging.cumulative_measures.iter();
        Self {
            by_indicator: indicators()
                .filter(|(_, known)| known.time == Time::Cumulative)
                .filter_map(|(index, known)| Some((index, known.cumulative_of?)))
                .collect(),
            by_measure: measures.map(|(own, of)| (u32::from(*own), u32::from(*of))).collect(),
            // Extremes, means and ratios of months are no terms of a sum.
            adding: indicators()
                .filter(|(_, known)| {
                    known.time == Time::Flow && matches!(known.total, Total::Sum | Total::Count)
                })
                .map(|(index, _)| index)
                .collect(),
        }
    }

    /// Whether an indicator's values are looked at.
    fn needs(&self, indicator: u32) -> bool {
        !self.by_measure.is_empty()
            || self.by_indicator.contains_key(&indicator)
            || self.by_indicator.values().any(|flow| *flow == indicator)
    }

    /// What a cumulative value adds up.
    fn of(&self, (branch, indicator, measure, breakdown): Subject) -> Option<Subject> {
        let by_measure = self.by_measure.get(&measure).filter(|_| self.adding.contains(&indicator));
        match (self.by_indicator.get(&indicator), by_measure) {
            (Some(&flow), _) => Some((branch, flow, measure, breakdown)),
            (None, Some(&of)) => Some((branch, indicator, of, breakdown)),
            (None, None) => None,
        }
    }
}

/// Values of the needed indicators by period and subject.
fn reported(
    frames: &Frames,
    is_needed: impl Fn(u32) -> bool,
) -> Result<HashMap<(u32, Subject), Reported>, FramesError> {
    let index = |name: &str| frames.values.column(name)?.u32();
    let (periods, branches, indicators) = (index("period")?, index("branch")?, index("indicator")?);
    let (measures, breakdowns, bounds) = (index("measure")?, index("breakdown")?, index("bound")?);
    let (of_submissions, facts) = (index("submission")?, index("fact")?);
    let (values, digits) = (frames.values.column("value")?.i128()?, frames.values.column("digit")?.i128()?);
    let derived = frames.values.column("derived")?.bool()?;
    let row = |at: usize| {
        let indicator = indicators.get(at).filter(|indicator| is_needed(*indicator))?;
        let subject = (branches.get(at)?, indicator, measures.get(at)?, breakdowns.get(at)?);
        let reported = Reported {
            value: Amount::from_scaled(values.get(at)?),
            digit: Amount::from_scaled(digits.get(at)?),
            is_derived: derived.get(at)?,
            is_exact: bound_of(bounds.get(at)?) == Bound::Exact,
            submission: of_submissions.get(at)?,
            fact: facts.get(at)?,
        };
        Some(((periods.get(at)?, subject), reported))
    };
    Ok((0..frames.values.height()).filter_map(row).collect())
}

/// The year so far.
struct So<'a> {
    frames: &'a Frames,
    definition: &'a Definition,
    values: &'a HashMap<(u32, Subject), Reported>,
    until: &'a Period,
}

impl So<'_> {
    /// The flag of a cumulative value that differs from the sum of its flow.
    fn mismatch(&self, subject: Subject, flow: Subject, found: &Reported) -> Option<Flag> {
        let (_, indicator, measure, _) = subject;
        let terms = self.terms(flow)?;
        if !found.is_exact || terms.iter().any(|term| !term.is_exact) {
            return None;
        }
        let sum = terms.iter().try_fold(Amount::ZERO, |sum, term| sum.checked_add(term.value))?;
        let digit = terms.iter().map(|term| term.digit).max()?.max(found.digit);
        let known = self.definition.reading.indicators.get(indicator as usize)?;
        if found.value.checked_sub(sum)?.abs() <= known.kind.tolerance(terms.len(), digit) {
            return None;
        }
        let flag = Flag::new(Check::CumulativeMismatch, Place::file(), found.value.to_string());
        Some(flag.expected(sum.to_string()).about(indicator, u16::try_from(measure).ok()?))
    }

    /// The flow of every period of the year so far in which the branch is open; none where one of them is missing.
    fn terms(&self, subject: Subject) -> Option<Vec<&Reported>> {
        let branch = self.definition.judging.register.branches.get(subject.0 as usize)?;
        let year_starts = self.definition.reading.year_starts;
        let year = PeriodKind::Year.around(self.until, year_starts)?;
        let parts = self.definition.judging.period_kind.parts_of(&year, year_starts);
        let position = parts.iter().position(|part| part == self.until)?;
        let so_far = parts.iter().take(position + 1).filter(|part| branch.is_open_in(part));
        let value = |part: &Period| {
            let period = u32::try_from(self.frames.periods.binary_search(part).ok()?).ok()?;
            self.values.get(&(period, subject))
        };
        so_far.map(value).collect()
    }
}
