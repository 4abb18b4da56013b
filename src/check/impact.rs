//! What a flag does to the total: impact_pct = 100·|found − expected| / |T − found + expected|.

use crate::merge::Counting;
use crate::model::fact::FactValue;
use crate::model::outcome::{self, FlagRow, FlaggedValue, FlaggedValues, Submission, TotalRow};
use crate::model::{Amount, Check, Fact, Period, Severity};
use crate::pipeline::Definition;
use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};

/// For each flag on a cell of an accepted report that enters totals: what counts now.
pub fn flagged_values(flags: &[FlagRow], submissions: &[Submission], counting: &Counting) -> FlaggedValues {
    let mut values = FlaggedValues::new();
    let mut effective: HashSet<(usize, u32, u16, Box<str>)> = HashSet::new();
    let breakdowns = outcome::breakdowns_of(flags, submissions);
    for ((position, flag), breakdown) in flags.iter().enumerate().zip(breakdowns) {
        let Some((at, submission)) = standing(flag, submissions, counting) else { continue };
        let Some(indicator) = flag.indicator else { continue };
        let is_effective = flag.severity >= Severity::Warning && flag.severity != Severity::Fatal;
        let is_first = is_effective && effective.insert((at, indicator, flag.measure, breakdown.clone()));
        let counted = counted(submission, indicator, flag.measure, &breakdown).unwrap_or(Amount::ZERO);
        values.insert(position, FlaggedValue { breakdown, counted, is_first });
    }
    values
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

/// What a submission says of an indicator in a breakdown, where that counts.
fn counted(submission: &Submission, indicator: u32, measure: u16, breakdown: &str) -> Option<Amount> {
    let is_same = |fact: &&Fact| {
        fact.indicator == indicator
            && fact.measure == measure
            && &*fact.breakdown == breakdown
            && fact.is_included
    };
    match submission.batch.facts.iter().find(is_same)?.value {
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
    let all: HashMap<(Period, u32, u16), Amount> = totals
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
fn of_value(
    flag: &FlagRow,
    value: &FlaggedValue,
    all: &HashMap<(Period, u32, u16), Amount>,
) -> Option<Amount> {
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
