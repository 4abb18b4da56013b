//! What the manifest says of the pipeline's rules and of people's decisions.

use super::super::edition::Edition;
use crate::model::review::Fate;
use serde::Serialize;
use std::collections::BTreeMap;

/// How often a rule held.
#[derive(Serialize)]
pub(super) struct Rule<'a> {
    rule: &'a str,
    expr: &'a str,
    severity: &'static str,
    passed: u64,
    failed: u64,
    skipped: u64,
    not_evaluated: u64,
    /// Why it was skipped or not evaluated, and how often.
    reasons: &'a BTreeMap<&'static str, u64>,
}

/// What became of a line of `corrections.csv`.
#[derive(Serialize)]
pub(super) struct Correction<'a> {
    line: u32,
    status: &'static str,
    period: String,
    branch: &'a str,
    indicator: &'a str,
    measure: &'a str,
    breakdown: &'a str,
    value_found: &'a str,
    /// What the report says.
    value_now: &'a str,
    value: String,
    by: &'a str,
    date: String,
    reason: &'a str,
    submission: &'a str,
    sheet: &'a str,
    cell: String,
}

/// What became of a line of `accepted.csv`.
#[derive(Serialize)]
pub(super) struct Acceptance<'a> {
    line: u32,
    status: &'static str,
    flag: &'a str,
    by: &'a str,
    date: String,
    reason: &'a str,
    about: &'a str,
}

/// The rules, in the order of the definition.
pub(super) fn rules<'a>(edition: &Edition<'a>) -> Vec<Rule<'a>> {
    let tallies = edition.outcome.rules.iter();
    let rule = |tally: &'a crate::model::review::RuleTally| {
        let rule = edition.definition.judging.rules.get(tally.rule as usize)?;
        Some(Rule {
            rule: &rule.id,
            expr: &rule.expr.text,
            severity: rule.severity.as_str(),
            passed: tally.passed,
            failed: tally.failed,
            skipped: tally.skipped,
            not_evaluated: tally.not_evaluated,
            reasons: &tally.reasons,
        })
    };
    tallies.filter_map(rule).collect()
}

/// The corrections, in the order of the file.
pub(super) fn corrections<'a>(edition: &Edition<'a>) -> Vec<Correction<'a>> {
    let row = |row: &'a crate::model::review::CorrectionRow| {
        let correction = edition.definition.judging.corrections.get(row.correction)?;
        let submission = edition.submission(row.fact.map(|(at, _)| at));
        Some(Correction {
            line: correction.line,
            status: row.fate.as_str(),
            period: correction.period.to_string(),
            branch: edition.branch_code(Some(correction.branch)),
            indicator: edition.indicator_id(Some(correction.indicator)),
            measure: edition.measure(correction.measure),
            breakdown: &correction.breakdown,
            value_found: &correction.value_found,
            value_now: if row.fate == Fate::Applied { &correction.value_found } else { &row.now },
            value: correction.value.to_string(),
            by: &correction.by,
            date: correction.date.to_string(),
            reason: &correction.reason,
            submission: submission.map_or("", |submission| &submission.id),
            sheet: row.place.as_ref().map_or("", |(sheet, _)| sheet),
            cell: row.place.as_ref().map_or(String::new(), |(_, cell)| cell.to_string()),
        })
    };
    edition.outcome.corrections.iter().filter_map(row).collect()
}

/// The acceptances, in the order of the file.
pub(super) fn acceptances<'a>(edition: &Edition<'a>) -> Vec<Acceptance<'a>> {
    let row = |row: &crate::model::review::AcceptanceRow| {
        let acceptance = edition.definition.judging.accepted.get(row.acceptance)?;
        Some(Acceptance {
            line: acceptance.line,
            status: row.fate.as_str(),
            flag: &acceptance.flag,
            by: &acceptance.by,
            date: acceptance.date.to_string(),
            reason: &acceptance.reason,
            about: &acceptance.about,
        })
    };
    edition.outcome.acceptances.iter().filter_map(row).collect()
}
