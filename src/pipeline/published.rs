//! The announced figures `published.csv`, which the totals are compared with.

use super::choices;
use super::columns::{check_column, check_value};
use super::error::{Document, Findings};
use super::indicators::is_numeric;
use super::judging::{PeriodKind, Published, Register};
use super::lines::{self, Column, Line};
use super::names::Names;
use super::reading::{Indicator, Kind};
use super::settings::PERIOD_FORMS;
use super::suggest;
use crate::model::{Amount, Bound, Period};
use std::collections::HashMap;

/// The columns, in the order of the documentation.
pub(super) const COLUMNS: [Column; 7] = [
    Column { name: "period", is_required: true },
    Column { name: "group", is_required: true },
    Column { name: "indicator", is_required: true },
    Column { name: "value", is_required: true },
    Column { name: "bound", is_required: false },
    Column { name: "announced_in", is_required: false },
    Column { name: "source", is_required: false },
];

/// What an announced figure may refer to.
pub(super) struct Known<'a> {
    /// Ids of the indicators.
    pub names: &'a Names,
    /// The indicators themselves.
    pub indicators: &'a [Indicator],
    /// The columns that totals are grouped by.
    pub groups: &'a [String],
    /// The branches.
    pub register: &'a Register,
    /// Kinds of periods that totals are made for.
    pub kinds: &'a [PeriodKind],
}

/// Reads the announced figures. Lines with a fault are left out.
pub(super) fn read(document: &Document, known: &Known<'_>, findings: &mut Findings<'_>) -> Vec<Published> {
    let lines = lines::read(document, &COLUMNS, findings);
    check_distinct(&lines, findings);
    lines.iter().filter_map(|line| figure(line, known, findings)).collect()
}

/// A line as an announced figure. All of its fields are looked at, whatever is wrong with the first.
fn figure(line: &Line<'_>, known: &Known<'_>, findings: &mut Findings<'_>) -> Option<Published> {
    let period = period_of(line, known.kinds, findings);
    let is_group = check_group(line, known, findings);
    let indicator = indicator(line, known, findings);
    let kind =
        indicator.and_then(|index| known.indicators.get(index as usize)).map_or(Kind::Amount, |of| of.kind);
    let value = number(line, "value", kind, findings);
    let bound = bound(line, findings);
    let tolerance = tolerance(line, kind, findings);
    is_group.then_some(())?;
    Some(Published {
        period: period?,
        group: line.text("group").to_owned(),
        indicator: indicator?,
        value: value?,
        bound: bound?,
        tolerance: tolerance?,
        source: line.text("source").to_owned(),
        line: line.number,
    })
}

/// The period, of one of these kinds; of any, where there are none.
pub(super) fn period_of(
    line: &Line<'_>,
    kinds: &[PeriodKind],
    findings: &mut Findings<'_>,
) -> Option<Period> {
    let text = line.text("period");
    let period = Period::parse(text);
    match &period {
        Some(_) if kinds.is_empty() => {}
        None => findings.add(line.span_of("period"), format!("`{text}` is no period"), PERIOD_FORMS),
        Some(period) if !kinds.iter().any(|kind| kind.has(period)) => {
            let found = format!("no totals are made for `{period}`");
            let words = choices::PERIODS.iter().filter(|choice| kinds.contains(&choice.value));
            let expected = suggest::listed(words.map(|choice| choice.about));
            let longer = |kind: &PeriodKind| kinds.first().is_some_and(|own| kind.is_made_of(*own));
            let kind = choices::PERIODS.iter().find(|choice| choice.value.has(period));
            let advice = kind.filter(|choice| longer(&choice.value)).map(|choice| {
                format!("`rollup = [\"{}\"]` in pipeline.toml makes totals for it", choice.word)
            });
            findings.advise(line.span_of("period"), found, expected, advice);
        }
        Some(_) => {}
    }
    period
}

/// Whether the group is `all`, or a value of a column that totals are grouped by.
fn check_group(line: &Line<'_>, known: &Known<'_>, findings: &mut Findings<'_>) -> bool {
    let (text, at) = (line.text("group"), line.span_of("group"));
    if text == "all" {
        return true;
    }
    let Some((column, value)) = text.split_once('=') else {
        let advice = suggest::advice(text, ["all"]);
        findings.advise(
            at,
            format!("`{text}` is no group"),
            "all, or column=value: level=grassroots",
            advice,
        );
        return false;
    };
    if !check_column(column, at.clone(), &super::columns::GROUPS, findings) {
        return false;
    }
    if !known.groups.iter().any(|group| group == column) {
        let found = format!("totals are not grouped by `{column}`");
        findings.add(
            at,
            found,
            format!(
                "a column of `groups` of pipeline.toml: {}",
                suggest::listed(known.groups.iter().map(String::as_str))
            ),
        );
        return false;
    }
    check_value(known.register, column, value, at, findings);
    true
}

/// The indicator, which is a number.
fn indicator(line: &Line<'_>, known: &Known<'_>, findings: &mut Findings<'_>) -> Option<u32> {
    if known.names.is_empty() {
        return None;
    }
    let at = line.span_of("indicator");
    let index = known.names.resolve_text(line.text("indicator"), at.clone(), findings)?;
    if known.indicators.get(index as usize).is_some_and(|of| !is_numeric(of.kind)) {
        findings.add(
            at,
            format!("`{}` is no number", line.text("indicator")),
            "an indicator that is a number",
        );
    }
    Some(index)
}

/// A number as a program writes it. `1.250` would be one and a quarter, and is refused.
pub(super) fn number(
    line: &Line<'_>,
    column: &str,
    kind: Kind,
    findings: &mut Findings<'_>,
) -> Option<Amount> {
    let text = line.text(column);
    let is_grouped = |text: &str| {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        fraction.len() == 3 && whole.trim_start_matches('-') != "0"
    };
    let amount = Amount::parse(text).filter(|(_, is_rounded)| !is_rounded).map(|(amount, _)| amount);
    let amount =
        amount.filter(|_| !is_grouped(text)).filter(|amount| kind != Kind::Count || amount.is_whole());
    if amount.is_none() {
        let expected = match kind {
            Kind::Count => "a whole number without marks of thousands: 1250",
            _ => "a number without marks of thousands, decimals behind a point: 1250.5",
        };
        let found = match text {
            "" => format!("no {column}"),
            _ => format!("`{text}` is no plain number"),
        };
        findings.advise(line.span_of(column), found, expected, suggest::ungrouped(text));
    }
    amount
}

/// The bound; exact where nothing is said.
fn bound(line: &Line<'_>, findings: &mut Findings<'_>) -> Option<Bound> {
    let text = line.text("bound");
    if text.is_empty() {
        return Some(Bound::Exact);
    }
    let bound = Bound::parse(text);
    if bound.is_none() {
        let right = [Bound::Exact, Bound::AtLeast, Bound::AtMost, Bound::About].map(Bound::as_str);
        let found = format!("unknown bound `{text}`");
        findings.advise(line.span_of("bound"), found, suggest::listed(right), suggest::advice(text, right));
    }
    bound
}

/// Half of the unit that the figure was announced in; nothing for figures announced one by one.
fn tolerance(line: &Line<'_>, kind: Kind, findings: &mut Findings<'_>) -> Option<Amount> {
    if line.text("announced_in").is_empty() {
        return Some(Amount::ZERO);
    }
    let unit = number(line, "announced_in", kind, findings)?;
    if unit <= Amount::ZERO {
        let found = format!("announced in steps of {unit}");
        findings.add(line.span_of("announced_in"), found, "1 for exact figures, 1000000 for millions");
        return None;
    }
    let is_rounded = unit > Amount::from_units(1);
    Some(if is_rounded { unit.checked_div(Amount::from_units(2)).unwrap_or(unit) } else { Amount::ZERO })
}

/// Reports a figure that is announced twice.
fn check_distinct(lines: &[Line<'_>], findings: &mut Findings<'_>) {
    let mut seen: HashMap<[&str; 3], u32> = HashMap::new();
    for line in lines {
        let key = ["period", "group", "indicator"].map(|column| line.text(column));
        let earlier = *seen.entry(key).or_insert(line.number);
        if earlier != line.number {
            let found = format!("the figure is there twice: also on line {earlier}");
            findings.add(line.span.clone(), found, "one line for a period, group and indicator");
        }
    }
}
