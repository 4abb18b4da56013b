//! What a flag does to the total: impact_pct = 100·|found − expected| / |T − found + expected|.
//!
//! Found is what counts now: nothing where the flag keeps the value out, and nothing for a missing branch. Expected is the suggested value, else what the
//! check expected where that is a number, else nothing: how much hangs on the value at all. So a value divided by a thousand, which itself is next to
//! nothing, weighs as much as what it stands for.

use super::before::Before;
use crate::history::History;
use crate::merge::{Counting, Frames, FramesError};
use crate::model::fact::FactValue;
use crate::model::flagged::{FlaggedValue, FlaggedValues, breakdowns_of};
use crate::model::map::{Map, Set};
use crate::model::outcome::{FlagRow, Submission, TotalRow};
use crate::model::{Address, Amount, Check, Fact, Family, Period, Severity};
use crate::pipeline::{Definition, Total};
use rayon::prelude::*;

/// For each flag on a cell of an accepted report that enters totals: what counts now.
pub fn flagged_values(flags: &[FlagRow], submissions: &[Submission], counting: &Counting) -> FlaggedValues {
    let breakdowns = breakdowns_of(flags, submissions);
    let subject = |(position, flag): (usize, &FlagRow)| {
        let at = standing(flag, submissions, counting)?;
        Some((at, flag.indicator?, position))
    };
    let mut standing: Vec<(usize, u32, usize)> = flags.iter().enumerate().filter_map(subject).collect();
    // A report is looked at once, for all of its flags.
    standing.sort_unstable_by_key(|(at, _, position)| (*at, *position));
    let of_reports: Vec<&[(usize, u32, usize)]> = standing.chunk_by(|one, two| one.0 == two.0).collect();
    let of_report = |subjects: &&[(usize, u32, usize)]| {
        let submission = subjects.first().and_then(|(at, ..)| submissions.get(*at));
        submission.map_or_else(Vec::new, |submission| {
            let (report, mut told) = (Report::new(submission), Told::default());
            let mut value = |(_, indicator, position): &(usize, u32, usize)| {
                let (flag, breakdown) = (flags.get(*position)?, breakdowns.get(*position)?);
                Some((*position, report.value(flag, *indicator, breakdown, &mut told)))
            };
            subjects.iter().filter_map(&mut value).collect()
        })
    };
    let values: Vec<Vec<(usize, FlaggedValue)>> = of_reports.par_iter().map(of_report).collect();
    let mut all = FlaggedValues::of(flags.len());
    values.into_iter().flatten().for_each(|(position, value)| all.insert(position, value));
    all
}

/// What a flag's effect is counted for once: a value of a report, or the cell that is a term of it.
type Value<'a> = (u32, u16, &'a str, Option<(&'a str, Address)>);

/// A report whose values flags speak of.
struct Report<'a> {
    facts: &'a [Fact],
    /// Indicator, measure and position of the facts, ascending.
    positions: Vec<(u32, u16, usize)>,
}

/// What has been told of the values of a report by the flags before.
#[derive(Default)]
struct Told<'a> {
    effective: Set<Value<'a>>,
    suggesting: Set<Value<'a>>,
    /// Looked at once, however many flags speak of it: a figure may stand in every row of a sheet, with a flag on each.
    figures: Map<(u32, u16, &'a str), Figure>,
}

/// What a report says of an indicator in a breakdown.
#[derive(Clone, Copy)]
struct Figure {
    /// Whether it was computed from records wherever it stands.
    is_of_records: bool,
    /// What counts of it.
    counted: Option<Amount>,
}

impl<'a> Report<'a> {
    fn new(submission: &'a Submission) -> Self {
        let facts = &submission.batch.facts;
        let mut positions: Vec<(u32, u16, usize)> =
            facts.iter().enumerate().map(|(at, fact)| (fact.indicator, fact.measure, at)).collect();
        positions.sort_unstable();
        Self { facts, positions }
    }

    /// What it says of an indicator, in all breakdowns.
    fn facts_of(&self, indicator: u32, measure: u16) -> impl Iterator<Item = &'a Fact> + Clone {
        let subject = (indicator, measure);
        let first = self.positions.partition_point(|(one, two, _)| (*one, *two) < subject);
        let own = self.positions.iter().skip(first).take_while(move |(one, two, _)| (*one, *two) == subject);
        own.filter_map(|(.., at)| self.facts.get(*at))
    }

    fn figure(&self, (indicator, measure, breakdown): (u32, u16, &str)) -> Figure {
        let mut own = self.facts_of(indicator, measure).filter(|fact| *fact.breakdown == *breakdown);
        let is_of_records = own.clone().all(|fact| fact.until.is_some());
        Figure { is_of_records, counted: own.find(|fact| fact.is_included).and_then(amount) }
    }

    /// The value that a flag speaks of. The flags come in their order.
    fn value<'f>(
        &self,
        flag: &'f FlagRow,
        indicator: u32,
        breakdown: &'f str,
        told: &mut Told<'f>,
    ) -> FlaggedValue {
        let subject = (indicator, flag.measure, breakdown);
        let figure = *told.figures.entry(subject).or_insert_with(|| self.figure(subject));
        let is_of_term = figure.is_of_records && is_of_cell(flag);
        let term = flag.cell.filter(|_| is_of_term).map(|cell| (flag.sheet.as_str(), cell));
        let counted = match term {
            Some(_) => self.facts_of(indicator, flag.measure).next().and_then(|fact| term_of(flag, fact)),
            None => figure.counted,
        };
        // What somebody has looked into is settled.
        let is_effective = (Severity::Warning..Severity::Fatal).contains(&flag.severity) && flag.is_open();
        let value = (indicator, flag.measure, breakdown, term);
        FlaggedValue {
            breakdown: breakdown.into(),
            counted: counted.unwrap_or(Amount::ZERO),
            is_suggesting: is_effective && flag.suggested.is_some() && told.suggesting.insert(value),
            is_first: is_effective && told.effective.insert(value),
        }
    }
}

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
fn standing(flag: &FlagRow, submissions: &[Submission], counting: &Counting) -> Option<usize> {
    let at = flag.submission?;
    let submission = submissions.get(at).filter(|submission| submission.status.is_accepted())?;
    let (branch, period) = submission.branch.zip(submission.period)?;
    counting.counts(branch, period).then_some(at)
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
    pub(super) fn of(&self, flag: &FlagRow, value: Option<&FlaggedValue>) -> Option<Amount> {
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
        if flag.severity == Severity::Info && flag.suggested.is_none() {
            return None;
        }
        let expected = flag.suggested.or_else(|| expected_by(flag)).unwrap_or(Amount::ZERO);
        if value.counted.is_zero() && expected.is_zero() {
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
    is_value.then(|| Amount::parse(&flag.expected))?.map(|(amount, _)| amount)
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
