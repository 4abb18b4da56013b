//! What a flag does to the total, and the order of review: impact_pct = 100·|found − expected| / |T − found + expected|.
//!
//! Found is what counts now: nothing where the flag keeps the value out, and nothing for a missing branch. Expected is the suggested value, else what the
//! check expected where that is a number, else nothing: how much hangs on the value at all. So a value divided by a thousand, which itself is next to
//! nothing, weighs as much as what it stands for.

use super::before::Before;
use crate::history::History;
use crate::merge::{Counting, Frames, FramesError};
use crate::model::fact::FactValue;
use crate::model::map::{Map, Set};
use crate::model::outcome::{self, FlagRow, FlaggedValue, FlaggedValues, Submission, TotalRow};
use crate::model::{Address, Amount, Check, Fact, Family, Period, Severity};
use crate::pipeline::{Definition, Total};
use std::cmp::Ordering;

/// For each flag on a cell of an accepted report that enters totals: what counts now.
pub fn flagged_values(flags: &[FlagRow], submissions: &[Submission], counting: &Counting) -> FlaggedValues {
    let mut values = FlaggedValues::new();
    let (mut effective, mut suggesting): (Set<Value>, Set<Value>) = Default::default();
    let breakdowns = outcome::breakdowns_of(flags, submissions);
    for ((position, flag), breakdown) in flags.iter().enumerate().zip(breakdowns) {
        let Some((at, submission)) = standing(flag, submissions, counting) else { continue };
        let Some(indicator) = flag.indicator else { continue };
        let facts = facts_of(submission, indicator, flag.measure);
        let own: Vec<&Fact> = facts.iter().filter(|fact| *fact.breakdown == *breakdown).copied().collect();
        let is_of_term = own.iter().all(|fact| fact.until.is_some()) && is_of_cell(flag);
        let term = flag.cell.filter(|_| is_of_term).map(|cell| (flag.sheet.clone(), cell));
        let counted = match own.iter().find(|fact| fact.is_included) {
            _ if term.is_some() => facts.first().and_then(|fact| term_of(flag, fact)),
            Some(fact) => amount(fact),
            None => None,
        };
        // What somebody has looked into is settled.
        let is_effective = (Severity::Warning..Severity::Fatal).contains(&flag.severity) && flag.is_open();
        let value = (at, indicator, flag.measure, breakdown.clone(), term);
        let is_suggesting = is_effective && flag.suggested.is_some() && suggesting.insert(value.clone());
        let is_first = is_effective && effective.insert(value);
        let counted = counted.unwrap_or(Amount::ZERO);
        values.insert(position, FlaggedValue { breakdown, counted, is_first, is_suggesting });
    }
    values
}

/// What a flag's effect is counted for once: a value of a submission, or the cell that is a term of it.
type Value = (usize, u32, u16, Box<str>, Option<(String, Address)>);

/// Whether a flag speaks of a cell, not of what records come to.
fn is_of_cell(flag: &FlagRow) -> bool {
    flag.check.is_excluding() || flag.check.entry().family == Family::Cells
}

/// What the flagged cell adds to the sum: nothing where the flag keeps it out.
fn term_of(flag: &FlagRow, fact: &Fact) -> Option<Amount> {
    if flag.check.is_excluding() {
        return None;
    }
    Amount::parse(&flag.found)?.0.checked_times(fact.multiplier)
}

/// The accepted, counting submission that a flag speaks of.
fn standing<'a>(
    flag: &FlagRow,
    submissions: &'a [Submission],
    counting: &Counting,
) -> Option<(usize, &'a Submission)> {
    let at = flag.submission?;
    let submission = submissions.get(at).filter(|submission| submission.status.is_accepted())?;
    let (branch, period) = submission.branch.zip(submission.period)?;
    counting.counts(branch, period).then_some((at, submission))
}

/// What a submission says of an indicator, in all breakdowns.
fn facts_of(submission: &Submission, indicator: u32, measure: u16) -> Vec<&Fact> {
    let facts = submission.batch.facts.iter();
    facts.filter(|fact| (fact.indicator, fact.measure) == (indicator, measure)).collect()
}

fn amount(fact: &Fact) -> Option<Amount> {
    match fact.value {
        FactValue::Amount(value, _) => Some(value),
        _ => None,
    }
}

/// What the impacts are measured by.
pub struct Weights {
    /// Totals of all, by period, indicator and measure.
    totals: Map<(Period, u32, u16), Amount>,
    /// For each branch and period the largest share of a total that its values of the period before would be, in percent.
    missing: Map<(Period, u32), Amount>,
}

impl Weights {
    /// Collects the totals of all, and, where branches are missing, what they reported for the period before.
    ///
    /// # Errors
    /// Where a column of a frame is not of its type: a fault of this program.
    pub fn new(
        totals: &[TotalRow],
        flags: &[FlagRow],
        (frames, history): (&Frames, &History),
        definition: &Definition,
    ) -> Result<Self, FramesError> {
        let is_missing = flags.iter().any(|flag| flag.check == Check::BranchMissing);
        let all = totals.iter().filter(|row| row.group == "all" && row.breakdown.is_empty());
        let totals: Map<(Period, u32, u16), Amount> =
            all.filter_map(|row| Some(((row.period, row.indicator, row.measure), row.value?))).collect();
        let adds_up = |indicator: u32| {
            let known = definition.reading.indicators.get(indicator as usize);
            is_missing && known.is_some_and(|known| known.total == Total::Sum)
        };
        let before = Before::new(frames, history, adds_up)?;
        let mut missing: Map<(Period, u32), Amount> = Map::default();
        for (&(at, branch, indicator, measure, breakdown), &value) in before.all() {
            let period = frames.periods.get(at as usize).filter(|_| measure == 0 && breakdown == 0);
            let Some((period, total)) =
                period.and_then(|&period| Some((period, totals.get(&(period, indicator, 0))?)))
            else {
                continue;
            };
            if let Some(share) = impact(Amount::ZERO, value, *total) {
                let known = missing.entry((period, branch)).or_default();
                *known = share.max(*known);
            }
        }
        Ok(Self { totals, missing })
    }

    /// The impact of a flag, with the value that it speaks of where that enters totals.
    fn of(&self, flag: &FlagRow, value: Option<&FlaggedValue>) -> Option<Amount> {
        match value {
            Some(value) => self.of_value(flag, value),
            None if flag.check == Check::BranchMissing => {
                self.missing.get(&(flag.period?, flag.branch?)).copied()
            }
            None => of_total(flag),
        }
    }

    /// Impact of a flagged value.
    fn of_value(&self, flag: &FlagRow, value: &FlaggedValue) -> Option<Amount> {
        let total = *self.totals.get(&(flag.period?, flag.indicator?, flag.measure))?;
        let expected = flag.suggested.or_else(|| expected_by(flag));
        let is_harmless = flag.severity == Severity::Info && flag.suggested.is_none();
        let expected = expected.unwrap_or(Amount::ZERO);
        if is_harmless || (value.counted.is_zero() && expected.is_zero()) {
            return None;
        }
        impact(value.counted, expected, total)
    }
}

/// What a check expected of the value that it speaks of. A check of cells expects a form and no value, one that keeps the value out names bounds,
/// and what a printed total should be is the value of no cell.
fn expected_by(flag: &FlagRow) -> Option<Amount> {
    let is_of_value = !matches!(
        flag.check.entry().family,
        Family::Intake | Family::Layout | Family::Cells | Family::Review
    );
    let is_of_total = matches!(flag.check, Check::PrintedTotal | Check::TotalWithoutParts);
    let is_value = is_of_value && !is_of_total && !flag.check.is_excluding();
    Amount::parse(&flag.expected).filter(|_| is_value).map(|(amount, _)| amount)
}

/// Fills in impacts and sorts for review: open flags first, then by severity, impact and place.
pub fn rank(
    flags: &mut [FlagRow],
    values: &FlaggedValues,
    weights: &Weights,
    submissions: &[Submission],
    definition: &Definition,
) {
    for (position, flag) in flags.iter_mut().enumerate() {
        flag.impact_pct = weights.of(flag, values.get(&position));
    }
    flags.sort_by(|one, two| order(one, two, submissions, definition));
}

/// Impact of a flag on a total: found is the total itself.
fn of_total(flag: &FlagRow) -> Option<Amount> {
    if flag.check != Check::PublishedDiffers {
        return None;
    }
    let (found, expected) = (Amount::parse(&flag.found)?.0, Amount::parse(&flag.expected)?.0);
    impact(found, expected, found)
}

/// 100·|found − expected| / |T − found + expected|; none where the corrected total is zero.
pub fn impact(found: Amount, expected: Amount, total: Amount) -> Option<Amount> {
    let difference = found.checked_sub(expected)?.abs();
    let corrected = total.checked_sub(found)?.checked_add(expected)?.abs();
    difference.percent_of(corrected)
}

fn order(one: &FlagRow, two: &FlagRow, submissions: &[Submission], definition: &Definition) -> Ordering {
    let file = |flag: &FlagRow| flag.submission.and_then(|at| submissions.get(at)).map(|s| &s.source_file);
    let code = |flag: &FlagRow| {
        let branches = &definition.judging.register.branches;
        flag.branch.and_then(|at| branches.get(at as usize)).map(|branch| &branch.code)
    };
    two.is_open()
        .cmp(&one.is_open())
        .then_with(|| two.severity.cmp(&one.severity))
        .then_with(|| two.impact_pct.cmp(&one.impact_pct))
        .then_with(|| one.period.cmp(&two.period))
        .then_with(|| code(one).cmp(&code(two)))
        .then_with(|| file(one).cmp(&file(two)))
        .then_with(|| one.sheet.cmp(&two.sheet))
        .then_with(|| one.cell.cmp(&two.cell))
        .then_with(|| one.check.cmp(&two.check))
        .then_with(|| one.indicator.cmp(&two.indicator))
        .then_with(|| one.id.cmp(&two.id))
}
