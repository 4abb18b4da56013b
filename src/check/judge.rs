//! The pipeline's word on each flag: how severe it is, and whether it is published. A flag's id outlives the run.

use super::Raised;
use crate::model::flag::Scope;
use crate::model::map::Map;
use crate::model::outcome::{FlagRow, Submission};
use crate::model::{Check, Flag, Severity};
use crate::pipeline::{CheckSetting, Definition};
use rayon::prelude::*;
use sha2::{Digest, Sha256};

/// Hex digits of a flag's id: enough for millions of flags.
const ID_DIGITS: usize = 12;
/// About how many bytes an id is made from.
const ID_PARTS: usize = 128;

/// Judged rows in the order in which they were raised.
pub fn rows(mut raised: Vec<Raised>, submissions: &[Submission], definition: &Definition) -> Vec<FlagRow> {
    let mut severities = Vec::with_capacity(raised.len());
    raised.retain(|raised| {
        let severity = severity(&raised.flag, definition);
        severities.extend(severity);
        severity.is_some()
    });
    let row = |(raised, severity): (Raised, Severity)| {
        let id = id(&raised, submissions, definition);
        row(raised, severity, id)
    };
    let mut rows: Vec<FlagRow> = raised.into_par_iter().zip(severities).map(row).collect();
    number(&mut rows);
    rows
}

/// Tells flags with the same id apart: the second gets a `-2`.
fn number(rows: &mut [FlagRow]) {
    let mut seen: Map<&str, u32> = Map::default();
    seen.reserve(rows.len());
    let mut numbered = Vec::new();
    for (position, row) in rows.iter().enumerate() {
        let number = seen.entry(&row.id).or_insert(0);
        *number += 1;
        if *number > 1 {
            numbered.push((position, format!("{}-{number}", row.id)));
        }
    }
    for (position, id) in numbered {
        rows.get_mut(position).into_iter().for_each(|row| row.id.clone_from(&id));
    }
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
    let mut key = String::with_capacity(ID_PARTS);
    let mut text = |part: &str| {
        key.push_str(part);
        key.push('\0');
    };
    text(raised.flag.check.code());
    text(branch.map_or("", |branch| &branch.code));
    text(&written(raised.period, |period, text| period.append_to(text)));
    text(indicator.map_or("", |indicator| &indicator.id));
    text(itoa::Buffer::new().format(raised.flag.measure));
    text(&raised.group);
    text(file);
    text(raised.flag.place.sheet.as_deref().unwrap_or(""));
    text(&written(raised.flag.place.cell, |cell, text| cell.append_to(text)));
    text(&raised.flag.found);
    // Two rules may fail at one cell with the same figures.
    if let Some(rule) = raised.flag.rule.and_then(|at| definition.judging.rules.get(at as usize)) {
        key.push_str(&rule.id);
    }
    let digits = |byte: u8| [byte >> 4, byte & 15].map(|digit| char::from_digit(digit.into(), 16));
    Sha256::digest(&key).into_iter().take(ID_DIGITS / 2).flat_map(digits).flatten().collect()
}

/// What there is, as text.
fn written<T>(what: Option<T>, append: impl Fn(T, &mut String)) -> String {
    let mut text = String::new();
    what.into_iter().for_each(|what| append(what, &mut text));
    text
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
