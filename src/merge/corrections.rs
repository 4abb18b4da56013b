//! Corrections: a value of `corrections.csv` takes the place of a reported one while that one still stands.
//!
//! Enters: settled submissions. Leaves: the same, the corrected facts with their new value, what stands in the cell kept; and what became of each
//! correction. Checks and totals come after it and see the corrected value.

use crate::model::fact::FactValue;
use crate::model::outcome::Submission;
use crate::model::review::{CorrectionRow, Fate};
use crate::model::{Bound, Fact, Period, Transform};
use crate::pipeline::{Correction, Definition};

/// Applies the corrections of these periods.
pub fn correct(
    submissions: &mut [Submission],
    definition: &Definition,
    periods: &[Period],
) -> Vec<CorrectionRow> {
    let corrections = definition.judging.corrections.iter().enumerate();
    corrections.map(|(index, correction)| apply(index, correction, submissions, periods)).collect()
}

fn apply(
    index: usize,
    correction: &Correction,
    submissions: &mut [Submission],
    periods: &[Period],
) -> CorrectionRow {
    let row = |fate| CorrectionRow { correction: index, fate, now: String::new(), fact: None, place: None };
    if !periods.contains(&correction.period) {
        return row(Fate::OtherPeriod);
    }
    let Some((at, position)) = standing(correction, submissions) else { return row(Fate::Unknown) };
    let Some(submission) = submissions.get_mut(at) else { return row(Fate::Unknown) };
    let sheets = &submission.batch.sheets;
    let Some(fact) = submission.batch.facts.get_mut(position) else { return row(Fate::Unknown) };
    let place = sheets.get(usize::from(fact.sheet)).map(|sheet| (sheet.name.to_string(), fact.at));
    let now = now(fact);
    let fate = if stands(fact, &correction.value_found) { Fate::Applied } else { Fate::Lapsed };
    if fate == Fate::Applied {
        fact.value = FactValue::Amount(correction.value, Bound::Exact);
        fact.is_included = true;
        fact.transforms.add(Transform::Corrected);
    }
    CorrectionRow { correction: index, fate, now, fact: Some((at, position)), place }
}

/// The fact that a correction speaks of: of several the one that counts, as in the frame; where none of them does, the one that says what was found.
/// One that is corrected already is not corrected again.
fn standing(correction: &Correction, submissions: &[Submission]) -> Option<(usize, usize)> {
    let key = (Some(correction.branch), Some(correction.period));
    let is_own = |submission: &Submission| {
        submission.status.is_accepted() && (submission.branch, submission.period) == key
    };
    let is_meant = |fact: &Fact| {
        (fact.indicator, fact.measure, &*fact.breakdown)
            == (correction.indicator, correction.measure, correction.breakdown.as_str())
            && !(fact.value == FactValue::None && fact.is_included)
    };
    let facts = submissions.iter().enumerate().filter(|(_, submission)| is_own(submission)).flat_map(
        |(at, submission)| {
            let facts = submission.batch.facts.iter().enumerate();
            facts.filter(|(_, fact)| is_meant(fact)).map(move |(position, fact)| (fact, (at, position)))
        },
    );
    let rank = |(fact, place): &(&Fact, (usize, usize))| {
        (!fact.is_included, !stands(fact, &correction.value_found), *place)
    };
    facts.min_by_key(rank).map(|(_, place)| place)
}

/// What a fact says: its value, or what stands in the cell where it has none.
fn now(fact: &Fact) -> String {
    match &fact.value {
        FactValue::Amount(value, _) => value.to_string(),
        _ => fact.raw.to_string(),
    }
}

/// Whether a fact still says what was found. Numbers are compared as the program writes them: `1.250` in a cell is no one and a quarter.
fn stands(fact: &Fact, found: &str) -> bool {
    let is_corrected = fact.transforms.has(Transform::Corrected);
    !is_corrected && (now(fact) == found || fact.raw.trim() == found)
}
