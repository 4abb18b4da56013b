//! Who should have reported, and who did.

use super::Raised;
use crate::merge::{Counting, Frames};
use crate::model::fact::FactValue;
use crate::model::map::Map;
use crate::model::outcome::{CompletenessRow, Submission};
use crate::model::{Check, Date, Period};
use crate::pipeline::{Branch, Definition, Indicator, Origins, PeriodKind};
use rayon::prelude::*;

/// One row for each branch of the register and period, in the order of period and code.
pub fn completeness_rows(
    submissions: &[Submission],
    frames: &Frames,
    definition: &Definition,
    counting: &Counting,
) -> Vec<CompletenessRow> {
    let accepted: Map<(u32, Period), &Submission> = submissions
        .iter()
        .filter(|submission| submission.status.is_accepted() && !definition.is_restatement(submission))
        .filter_map(|submission| Some((submission.branch.zip(submission.period)?, submission)))
        .collect();
    let mut order: Vec<(u32, &Branch)> = (0u32..).zip(&definition.judging.register.branches).collect();
    order.sort_by(|one, two| one.1.code.cmp(&two.1.code));
    let mut rows = Vec::with_capacity(frames.periods.len() * order.len());
    for &period in &frames.periods {
        let of_branch = |&(index, branch): &(u32, &Branch)| {
            let submission = accepted.get(&(index, period)).copied();
            let is_expected = counting.is_expected(index, period);
            row(period, index, branch, submission, is_expected, definition)
        };
        rows.par_extend(order.par_iter().map(of_branch));
    }
    rows
}

fn row(
    period: Period,
    index: u32,
    branch: &Branch,
    submission: Option<&Submission>,
    is_expected: bool,
    definition: &Definition,
) -> CompletenessRow {
    let due_at = branch.due.or(definition.judging.due).or_else(|| due_after(period, definition));
    let received_at = submission.and_then(|submission| submission.received);
    let on_time = received_at.zip(due_at).map(|(received, due): (Date, Date)| received <= due);
    let version = submission.and_then(|submission| submission.batch.version);
    let asked = asked_of(definition, branch, version);
    let status = match (submission.is_some(), is_expected) {
        (true, _) if on_time == Some(false) => "late",
        (true, _) => "reported",
        (false, true) => "missing",
        (false, false) => "not_expected",
    };
    CompletenessRow {
        period,
        branch: index,
        expected: is_expected,
        received: submission.is_some(),
        received_at,
        due_at,
        on_time,
        indicators_expected: asked.iter().filter(|&&is_asked| is_asked).count() as u64,
        indicators_reported: submission.map_or(0, |submission| reported(submission, asked)),
        status,
    }
}

/// The day that lies so many days after the end of a period as the pipeline allows.
fn due_after(period: Period, definition: &Definition) -> Option<Date> {
    // The months of the reporting year say when a quarter ends; its name alone does not.
    let months = PeriodKind::Month.parts_of(&period, definition.reading.year_starts);
    let last_day = months.last().unwrap_or(&period).last_day();
    definition.judging.due_days.map(|days| last_day.plus_days(days))
}

/// For each indicator whether it is asked of a branch in its form, and by the version of the form that it used.
fn asked_of(definition: &Definition, branch: &Branch, version: Option<u16>) -> Vec<bool> {
    let indicators = (0u32..).zip(&definition.reading.indicators);
    let is_asked = |(index, indicator): (u32, &Indicator)| {
        !matches!(indicator.origin, Origins::Register(_))
            && branch.is_asked(indicator)
            && definition.reading.is_asked_by(version, index)
    };
    indicators.map(is_asked).collect()
}

/// Asked indicators for which a submission has a value that counts.
fn reported(submission: &Submission, mut asked: Vec<bool>) -> u64 {
    let facts = submission.batch.facts.iter();
    let stated = facts.filter(|fact| fact.is_included && fact.measure == 0 && fact.value != FactValue::None);
    // Each indicator is struck off when it is met, so that it counts once.
    let met = stated.filter(|fact| asked.get_mut(fact.indicator as usize).is_some_and(std::mem::take));
    met.count() as u64
}

/// Flags of branches that are missing or late.
pub fn flags(rows: &[CompletenessRow], submissions: &[Submission], definition: &Definition) -> Vec<Raised> {
    let accepted: Map<(u32, Period), usize> = submissions
        .iter()
        .enumerate()
        .filter(|(_, submission)| submission.status.is_accepted() && !definition.is_restatement(submission))
        .filter_map(|(at, submission)| Some((submission.branch.zip(submission.period)?, at)))
        .collect();
    rows.iter()
        .filter_map(|row| match row.status {
            "missing" => Some(missing(row, definition)),
            "late" => {
                let shown = |date: Option<Date>| date.map(|date| date.to_string()).unwrap_or_default();
                let (found, expected) = (shown(row.received_at), shown(row.due_at));
                let mut raised =
                    Raised::of_branch(Check::BranchLate, row.branch, row.period, found, expected);
                raised.submission = accepted.get(&(row.branch, row.period)).copied();
                Some(raised)
            }
            _ => None,
        })
        .collect()
}

fn missing(row: &CompletenessRow, definition: &Definition) -> Raised {
    let branch = definition.judging.register.branches.get(row.branch as usize);
    let contact = branch.map_or(String::new(), |branch| branch.contact.clone());
    Raised::of_branch(Check::BranchMissing, row.branch, row.period, contact, row.period.to_string())
}
