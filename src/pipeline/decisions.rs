//! People's decisions: `accepted.csv`, flags that somebody has looked into, and `corrections.csv`, values that replace reported ones.
//!
//! Enters: the files. Leaves: [`Acceptance`]s and [`Correction`]s with every name resolved. Whether they still hold is for the run to say: an acceptance
//! holds for a flag that is raised again, a correction while the value that it corrects still stands.

use super::error::{Document, Findings};
use super::indicators::is_numeric;
use super::judging::{PeriodKind, Register};
use super::lines::{self, Column, Line};
use super::names::Names;
use super::published::{number, period_of};
use super::reading::{Kind, Origins, Reading};
use super::suggest;
use crate::model::{Amount, Date, Period};
use std::collections::HashMap;

/// That somebody has looked into a flag and lets the value stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acceptance {
    /// The flag's id.
    pub flag: String,
    /// Who.
    pub by: String,
    /// When.
    pub date: Date,
    /// Why.
    pub reason: String,
    /// The period of the flag, where it is told: in a run without it nothing can be said of the acceptance.
    pub period: Option<Period>,
    /// What the flag was about, for people.
    pub about: String,
    /// Line of the file, from 1.
    pub line: u32,
}

/// A value that replaces a reported one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// Period.
    pub period: Period,
    /// Index of the branch.
    pub branch: u32,
    /// Index of the indicator.
    pub indicator: u32,
    /// Index of the measure.
    pub measure: u16,
    /// Breakdown, keys sorted; empty for the whole.
    pub breakdown: String,
    /// What the report says, in base units or as it stands in the cell: the correction applies while this stands.
    pub value_found: String,
    /// What counts instead, in base units.
    pub value: Amount,
    /// Who.
    pub by: String,
    /// When.
    pub date: Date,
    /// Why.
    pub reason: String,
    /// Line of the file, from 1.
    pub line: u32,
}

/// The columns of `accepted.csv`, in the order of the documentation.
pub(super) const ACCEPTED: [Column; 6] = [
    Column { name: "flag", is_required: true },
    Column { name: "by", is_required: true },
    Column { name: "date", is_required: true },
    Column { name: "reason", is_required: true },
    Column { name: "period", is_required: false },
    Column { name: "about", is_required: false },
];

/// The columns of `corrections.csv`, in the order of the documentation.
pub(super) const CORRECTIONS: [Column; 10] = [
    Column { name: "period", is_required: true },
    Column { name: "branch", is_required: true },
    Column { name: "indicator", is_required: true },
    Column { name: "measure", is_required: false },
    Column { name: "breakdown", is_required: false },
    Column { name: "value_found", is_required: true },
    Column { name: "value", is_required: true },
    Column { name: "by", is_required: true },
    Column { name: "date", is_required: true },
    Column { name: "reason", is_required: true },
];

/// What decisions may refer to.
pub(super) struct Known<'a> {
    /// Ids of the indicators.
    pub names: &'a Names,
    /// The indicators themselves, measures and dimensions.
    pub reading: &'a Reading,
    /// The branches.
    pub register: &'a Register,
    /// The kind of period that is reported.
    pub kind: PeriodKind,
}

/// Reads accepted flags. Lines with a fault are left out.
pub(super) fn accepted(document: &Document, findings: &mut Findings<'_>) -> Vec<Acceptance> {
    let lines = lines::read(document, &ACCEPTED, findings);
    check_distinct(&lines, &["flag"], "accepted", findings);
    lines.iter().filter_map(|line| acceptance(line, findings)).collect()
}

fn acceptance(line: &Line<'_>, findings: &mut Findings<'_>) -> Option<Acceptance> {
    let flag = flag(line, findings);
    let (by, date, reason) = who(line, findings);
    let period = match line.text("period") {
        "" => Some(None),
        _ => period_of(line, &[], findings).map(Some),
    };
    Some(Acceptance {
        flag: flag?,
        by: by?,
        date: date?,
        reason: reason?,
        period: period?,
        about: line.text("about").to_owned(),
        line: line.number,
    })
}

/// The id of a flag: twelve hex digits, a number behind them where several were alike.
fn flag(line: &Line<'_>, findings: &mut Findings<'_>) -> Option<String> {
    let text = line.text("flag");
    let (digits, number) = text.split_once('-').unwrap_or((text, "1"));
    let is_hex = digits.len() == 12 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_hex && number.parse::<u32>().is_ok() {
        return Some(text.to_owned());
    }
    let found = if text.is_empty() { "no flag".to_owned() } else { format!("`{text}` is no id of a flag") };
    findings.add(line.span_of("flag"), found, "the column `flag` of flags.csv: 1f3a5c7e9b0d");
    None
}

/// Who decided, when and why: none of them may be blank.
fn who(line: &Line<'_>, findings: &mut Findings<'_>) -> (Option<String>, Option<Date>, Option<String>) {
    let mut filled = |column: &str, expected: &str| {
        let text = line.text(column);
        if text.is_empty() {
            findings.add(line.span_of(column), format!("`{column}` is blank"), expected);
        }
        (!text.is_empty()).then(|| text.to_owned())
    };
    let (by, reason) = (filled("by", "who decided"), filled("reason", "why, in a few words"));
    let text = line.text("date");
    let date = Date::parse_iso(text).filter(|date| date.to_string() == text);
    if date.is_none() {
        findings.add(
            line.span_of("date"),
            format!("`{text}` is no day"),
            "the day of the decision: 2023-12-20",
        );
    }
    (by, date, reason)
}

/// Reads corrections. Lines with a fault are left out.
pub(super) fn corrections(
    document: &Document,
    known: &Known<'_>,
    findings: &mut Findings<'_>,
) -> Vec<Correction> {
    let lines = lines::read(document, &CORRECTIONS, findings);
    let key = ["period", "branch", "indicator", "measure", "breakdown", "value_found"];
    check_distinct(&lines, &key, "corrected", findings);
    lines.iter().filter_map(|line| correction(line, known, findings)).collect()
}

/// A line as a correction. All of its fields are looked at, whatever is wrong with the first.
fn correction(line: &Line<'_>, known: &Known<'_>, findings: &mut Findings<'_>) -> Option<Correction> {
    let period = period_of(line, &[known.kind], findings);
    let branch = branch(line, known.register, findings);
    let indicator = indicator(line, known, findings);
    let measure = measure(line, &known.reading.measures, findings);
    let breakdown = breakdown(line, known.reading, findings);
    let value_found = value_found(line, findings);
    let value = value(line, indicator, known.reading, findings);
    let (by, date, reason) = who(line, findings);
    Some(Correction {
        period: period?,
        branch: branch?,
        indicator: indicator?,
        measure: measure?,
        breakdown: breakdown?,
        value_found: value_found?,
        value: value?,
        by: by?,
        date: date?,
        reason: reason?,
        line: line.number,
    })
}

fn branch(line: &Line<'_>, register: &Register, findings: &mut Findings<'_>) -> Option<u32> {
    let code = line.text("branch");
    let position = register.branches.iter().position(|branch| branch.code == code);
    if position.is_none() && !register.branches.is_empty() {
        let codes = register.branches.iter().map(|branch| branch.code.as_str());
        let found = format!("no branch of the register has the code `{code}`");
        findings.advise(
            line.span_of("branch"),
            found,
            "a code of branches.csv",
            suggest::advice(code, codes),
        );
    }
    position.and_then(|position| u32::try_from(position).ok())
}

/// The indicator, which is a number that branches report.
fn indicator(line: &Line<'_>, known: &Known<'_>, findings: &mut Findings<'_>) -> Option<u32> {
    if known.names.is_empty() {
        return None;
    }
    let at = line.span_of("indicator");
    let index = known.names.resolve_text(line.text("indicator"), at.clone(), findings)?;
    let of = known.reading.indicators.get(index as usize)?;
    if !is_numeric(of.kind) {
        findings.add(at, format!("`{}` is no number", of.id), "an indicator that is a number");
    } else if matches!(of.origin, Origins::Register(_)) {
        let found = format!("`{}` is counted from the register", of.id);
        findings.add(at, found, "an indicator that branches report; correct branches.csv instead");
    }
    Some(index)
}

fn measure(line: &Line<'_>, measures: &[String], findings: &mut Findings<'_>) -> Option<u16> {
    let text = line.text("measure");
    if text.is_empty() {
        return Some(0);
    }
    let position = measures.iter().position(|measure| measure == text);
    if position.is_none() {
        let known = || measures.iter().map(String::as_str);
        let found = format!("unknown measure `{text}`");
        findings.advise(
            line.span_of("measure"),
            found,
            suggest::listed(known()),
            suggest::advice(text, known()),
        );
    }
    position.and_then(|position| u16::try_from(position).ok())
}

fn breakdown(line: &Line<'_>, reading: &Reading, findings: &mut Findings<'_>) -> Option<String> {
    match reading.breakdown(line.text("breakdown")) {
        Ok(breakdown) => Some(breakdown),
        Err(fault) => {
            findings.advise(line.span_of("breakdown"), fault.found, fault.expected, fault.advice);
            None
        }
    }
}

/// What the report says. Where it says nothing, nothing can be corrected.
fn value_found(line: &Line<'_>, findings: &mut Findings<'_>) -> Option<String> {
    let text = line.text("value_found");
    if text.is_empty() {
        let advice = Some(
            "a value that the branch has not sent cannot be corrected; ask the branch for it".to_owned(),
        );
        findings.advise(
            line.span_of("value_found"),
            "no value_found",
            "the value in the branch's report",
            advice,
        );
    }
    (!text.is_empty()).then(|| text.to_owned())
}

/// What counts instead, within the bounds of the indicator.
fn value(
    line: &Line<'_>,
    indicator: Option<u32>,
    reading: &Reading,
    findings: &mut Findings<'_>,
) -> Option<Amount> {
    let of = indicator.and_then(|index| reading.indicators.get(index as usize));
    let value = number(line, "value", of.map_or(Kind::Amount, |of| of.kind), findings)?;
    let (least, most) = (of.and_then(|of| of.min), of.and_then(|of| of.max));
    if least.is_some_and(|least| value < least) || most.is_some_and(|most| value > most) {
        let shown = |limit: Option<Amount>| limit.map_or("any".to_owned(), |limit| limit.to_string());
        let expected = format!("from {} to {}", shown(least), shown(most));
        findings.add(
            line.span_of("value"),
            format!("{value} is outside the bounds of the indicator"),
            expected,
        );
        return None;
    }
    Some(value)
}

/// Reports a decision that is there twice.
fn check_distinct(lines: &[Line<'_>], key: &[&str], done: &str, findings: &mut Findings<'_>) {
    let mut seen: HashMap<Vec<&str>, u32> = HashMap::new();
    for line in lines {
        let own = key.iter().map(|column| line.text(column)).collect();
        let earlier = *seen.entry(own).or_insert(line.number);
        if earlier != line.number {
            let found = format!("{done} twice: also on line {earlier}");
            findings.add(line.span.clone(), found, "one line for each decision");
        }
    }
}
