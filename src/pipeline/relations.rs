//! What indicators say of each other: parts and wholes, weights, numerators and denominators.

use super::error::Findings;
use super::indicators::is_numeric;
use super::reading::{Indicator, Time, Total};
use super::table::Table;

/// Reports parts that go round in a circle, wholes without parts, and computations with what is no number.
pub(super) fn check(indicators: &[Indicator], entries: &[Table<'_>], findings: &mut Findings<'_>) {
    for (index, (indicator, entry)) in indicators.iter().zip(entries).enumerate() {
        check_whole(indicator, indicators, entry, findings);
        check_parts(index, indicator, indicators, entry, findings);
        check_operands(index, indicator, indicators, entry, findings);
        check_circle(index, indicators, entry, findings);
        check_cumulative(index, indicator, indicators, entry, findings);
        check_per(index, indicator, indicators, entry, findings);
    }
}

/// A part is of the kind of its whole, or the two could not be compared.
fn check_whole(of: &Indicator, all: &[Indicator], entry: &Table<'_>, findings: &mut Findings<'_>) {
    let Some(whole) = of.part_of.and_then(|whole| all.get(whole as usize)) else { return };
    if whole.kind != of.kind || !is_numeric(of.kind) {
        let found =
            format!("`{}` cannot be a part of `{}`: their kinds differ, or are no numbers", of.id, whole.id);
        findings.add(entry.span_of("part_of"), found, "a part of the same kind of number");
    }
    if (whole.time == Time::Cumulative) != (of.time == Time::Cumulative) {
        let found = format!(
            "`{}` cannot be a part of `{}`: one counts the period, the other the year so far",
            of.id, whole.id
        );
        findings.add(entry.span_of("part_of"), found, "a part and a whole with the same `time`");
    }
}

/// What is counted from the beginning of the year adds up a flow of its own kind and unit.
fn check_cumulative(
    index: usize,
    of: &Indicator,
    all: &[Indicator],
    entry: &Table<'_>,
    findings: &mut Findings<'_>,
) {
    let Some(flow) = of.cumulative_of.map(|flow| flow as usize) else { return };
    if of.time != Time::Cumulative {
        let found =
            format!("`cumulative_of` of `{}`, which is not counted from the beginning of the year", of.id);
        findings.add(entry.span_of("cumulative_of"), found, "`time = \"cumulative\"` beside it");
        return;
    }
    let Some(flow) = all.get(flow).filter(|_| flow != index) else {
        findings.add(
            entry.span_of("cumulative_of"),
            format!("`{}` adds up itself", of.id),
            "another indicator",
        );
        return;
    };
    if flow.time != Time::Flow || flow.kind != of.kind || flow.unit != of.unit || !is_numeric(of.kind) {
        let found = format!("`{}` cannot be the sum of `{}` over the year", of.id, flow.id);
        let expected = "an indicator with `time = \"flow\"`, of the same kind of number and unit";
        findings.add(entry.span_of("cumulative_of"), found, expected);
    }
}

/// What a value is divided by before branches are compared is another indicator, and both are numbers.
fn check_per(
    index: usize,
    of: &Indicator,
    all: &[Indicator],
    entry: &Table<'_>,
    findings: &mut Findings<'_>,
) {
    let Some(other) = of.per.and_then(|per| all.get(per as usize)) else { return };
    if of.per == u32::try_from(index).ok() || !is_numeric(of.kind) || !is_numeric(other.kind) {
        let found = format!("`{}` cannot be divided by `{}`", of.id, other.id);
        findings.add(entry.span_of("per"), found, "another indicator, both of them numbers");
    }
}

/// Complete parts are there.
fn check_parts(
    index: usize,
    of: &Indicator,
    all: &[Indicator],
    entry: &Table<'_>,
    findings: &mut Findings<'_>,
) {
    let has_parts = all.iter().any(|other| other.part_of.is_some_and(|whole| whole as usize == index));
    if of.has_complete_parts && !has_parts {
        let found = format!("the parts of `{}` are complete, but no indicator is a part of it", of.id);
        let expected = format!("indicators with `part_of = \"{}\"`", of.id);
        findings.add(entry.span_of("parts_are_complete"), found, expected);
    }
}

/// What a total is computed with is another indicator, and a number.
fn check_operands(
    index: usize,
    of: &Indicator,
    all: &[Indicator],
    entry: &Table<'_>,
    findings: &mut Findings<'_>,
) {
    let operands = match of.total {
        Total::Mean { weight } => [weight, None],
        Total::Ratio { numerator, denominator } => [Some(numerator), Some(denominator)],
        _ => return,
    };
    for operand in operands.into_iter().flatten().map(|operand| operand as usize) {
        let Some(other) = all.get(operand) else { continue };
        if !is_numeric(other.kind) || operand == index {
            let found = format!("the total of `{}` is computed with `{}`", of.id, other.id);
            findings.add(entry.span_of("total"), found, "another indicator that is a number");
        }
    }
}

/// Following `part_of` comes to an end. A circle is reported once, on its first member.
fn check_circle(index: usize, all: &[Indicator], entry: &Table<'_>, findings: &mut Findings<'_>) {
    let whole_of = |index: usize| all.get(index).and_then(|of| of.part_of).map(|whole| whole as usize);
    let mut passed = vec![index];
    while let Some(next) = passed.last().and_then(|last| whole_of(*last)) {
        if passed.contains(&next) {
            // Another circle than its own, or one that its first member reports.
            if next == index && passed.iter().all(|other| *other >= index) {
                report_circle(&passed, all, entry, findings);
            }
            return;
        }
        passed.push(next);
    }
}

fn report_circle(passed: &[usize], all: &[Indicator], entry: &Table<'_>, findings: &mut Findings<'_>) {
    let around = passed.iter().chain(passed.first()).filter_map(|at| all.get(*at));
    let names: Vec<&str> = around.map(|of| of.id.as_str()).collect();
    let found = format!("`part_of` goes round in a circle: {}", names.join(" → "));
    findings.add(entry.span_of("part_of"), found, "a whole that is no part of its own part");
}
