//! The pipeline's word on each flag: how severe it is, and whether it is published. A flag's id outlives the run.

use super::Raised;
use crate::model::flag::Scope;
use crate::model::map::Map;
use crate::model::outcome::{FlagRow, Submission};
use crate::model::{Check, Flag, Severity};
use crate::pipeline::{CheckSetting, Definition};
use sha2::{Digest, Sha256};

/// Hex digits of a flag's id: enough for millions of flags.
const ID_DIGITS: usize = 12;

/// Judged rows in the order in which they were raised.
pub fn rows(raised: Vec<Raised>, submissions: &[Submission], definition: &Definition) -> Vec<FlagRow> {
    let mut seen: Map<String, u32> = Map::default();
    raised
        .into_iter()
        .filter_map(|raised| {
            let severity = severity(&raised.flag, definition)?;
            let id = id(&raised, submissions, definition);
            let number = seen.entry(id.clone()).or_insert(0);
            *number += 1;
            let id = if *number == 1 { id } else { format!("{id}-{number}") };
            Some(row(raised, severity, id))
        })
        .collect()
}

/// The severity of a flag in this pipeline; none where its check is switched off.
fn severity(flag: &Flag, definition: &Definition) -> Option<Severity> {
    severity_of(flag.check, flag.severity, definition)
}

/// The severity of a check in this pipeline, where the check itself gave this one flag a severity of its own; none where it is switched off.
pub(super) fn severity_of(check: Check, own: Option<Severity>, definition: &Definition) -> Option<Severity> {
    match definition.judging.checks.iter().find(|(known, _)| *known == check).map(|(_, setting)| setting) {
        Some(CheckSetting::Off) => None,
        Some(CheckSetting::Severity(severity)) => Some(*severity),
        None => Some(own.unwrap_or(check.entry().severity)),
    }
}

/// A hash of check, key and value. The file's name belongs to the key only where nothing else names the place: a file
/// that is renamed keeps its accepted flags.
fn id(raised: &Raised, submissions: &[Submission], definition: &Definition) -> String {
    let submission = raised.submission.and_then(|at| submissions.get(at));
    let is_named_by_file = raised.scope == Scope::File
        || raised.branch.is_none()
        || submission.is_some_and(|submission| !submission.status.is_accepted());
    let file = submission.filter(|_| is_named_by_file).map_or("", |s| s.source_file.as_str());
    let branch = raised.branch.and_then(|at| definition.judging.register.branches.get(at as usize));
    let indicator = raised.flag.indicator.and_then(|at| definition.reading.indicators.get(at as usize));
    let cell = raised.flag.place.cell.map(|cell| cell.to_string()).unwrap_or_default();
    let period = raised.period.map(|period| period.to_string()).unwrap_or_default();
    let measure = raised.flag.measure.to_string();
    let mut hasher = Sha256::new();
    for part in [
        raised.flag.check.code(),
        branch.map_or("", |branch| &branch.code),
        &period,
        indicator.map_or("", |indicator| &indicator.id),
        &measure,
        &raised.group,
        file,
        raised.flag.place.sheet.as_deref().unwrap_or(""),
        &cell,
        &raised.flag.found,
    ] {
        hasher.update(part.as_bytes());
        hasher.update([0]);
    }
    // Two rules may fail at one cell with the same figures.
    if let Some(rule) = raised.flag.rule.and_then(|at| definition.judging.rules.get(at as usize)) {
        hasher.update(rule.id.as_bytes());
    }
    let hex: String = hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    hex.chars().take(ID_DIGITS).collect()
}

fn row(raised: Raised, severity: Severity, id: String) -> FlagRow {
    let flag = raised.flag;
    FlagRow {
        id,
        check: flag.check,
        severity,
        scope: raised.scope,
        branch: raised.branch,
        period: raised.period,
        indicator: flag.indicator,
        measure: flag.measure,
        group: raised.group,
        submission: raised.submission,
        sheet: flag.place.sheet.map(String::from).unwrap_or_default(),
        cell: flag.place.cell,
        found: flag.found,
        expected: flag.expected,
        suggested: flag.suggested,
        evidence: flag.evidence,
        rule: flag.rule,
        accepted: None,
        impact_pct: None,
        toml: flag.toml.map(String::from).unwrap_or_default(),
        line: flag.line,
    }
}
