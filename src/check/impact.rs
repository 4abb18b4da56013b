//! What a flag does to the total: impact_pct = 100·|found − expected| / |T − found + expected|.

use crate::merge::Counting;
use crate::model::fact::FactValue;
use crate::model::map::{Map, Set};
use crate::model::outcome::{self, FlagRow, FlaggedValue, FlaggedValues, Submission, TotalRow};
use crate::model::{Address, Amount, Check, Fact, Family, Period, Severity};
use crate::pipeline::Definition;
use std::cmp::Ordering;

/// For each flag on a cell of an accepted report that enters totals: what counts now.
pub fn flagged_values(flags: &[FlagRow], submissions: &[Submission], counting: &Counting) -> FlaggedValues {
    let mut values = FlaggedValues::new();
    let mut effective: Set<Value> = Set::default();
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
        let is_effective = flag.severity >= Severity::Warning && flag.severity != Severity::Fatal;
        let value = (at, indicator, flag.measure, breakdown.clone(), term);
        let is_first = is_effective && effective.insert(value);
        let counted = counted.unwrap_or(Amount::ZERO);
        values.insert(position, FlaggedValue { breakdown, counted, is_first });
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

/// Fills in impacts and sorts: severity, then impact, then place.
pub fn rank(
    flags: &mut [FlagRow],
    values: &FlaggedValues,
    totals: &[TotalRow],
    submissions: &[Submission],
    definition: &Definition,
) {
    let all: Map<(Period, u32, u16), Amount> = totals
        .iter()
        .filter(|row| row.group == "all" && row.breakdown.is_empty())
        .filter_map(|row| Some(((row.period, row.indicator, row.measure), row.value?)))
        .collect();
    for (position, flag) in flags.iter_mut().enumerate() {
        flag.impact_pct = match values.get(&position) {
            Some(value) => of_value(flag, value, &all),
            None => of_total(flag),
        };
    }
    flags.sort_by(|one, two| order(one, two, submissions, definition));
}

/// Impact of a flagged cell. Expected is the suggestion; without one, for a value that counts, nothing.
fn of_value(flag: &FlagRow, value: &FlaggedValue, all: &Map<(Period, u32, u16), Amount>) -> Option<Amount> {
    let total = *all.get(&(flag.period?, flag.indicator?, flag.measure))?;
    let expected = match flag.check {
        Check::Balance => Amount::parse(&flag.expected)?.0,
        _ => flag.suggested.unwrap_or(Amount::ZERO),
    };
    let harmless = flag.severity == Severity::Info && flag.suggested.is_none();
    if harmless || (flag.suggested.is_none() && value.counted.is_zero() && expected.is_zero()) {
        return None;
    }
    impact(value.counted, expected, total)
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
    two.severity
        .cmp(&one.severity)
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
