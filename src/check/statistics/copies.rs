//! Reports that repeat the figures of the period before.
//!
//! Compared are the flows that the branch reported in both periods: a stock may stay as it is, and a figure since the beginning of the year is no peer of itself a
//! month earlier.

use super::alike::{Likeness, Report};
use super::calendar::Calendar;
use super::suspect::Suspect;
use super::values::Value;
use crate::model::Check;
use crate::pipeline::{AlikeLimits, Definition, Time};

/// The reports that are copies of the one before.
pub(super) fn suspects(reports: &[Report], definition: &Definition, calendar: &Calendar) -> Vec<Suspect> {
    let limits = &definition.judging.thresholds.copied_forward;
    reports.iter().filter_map(|report| suspect(report, limits, definition, calendar)).collect()
}

fn suspect(
    report: &Report,
    limits: &AlikeLimits,
    definition: &Definition,
    calendar: &Calendar,
) -> Option<Suspect> {
    let flows = || report.values.iter().filter(|value| is_flow(value, definition));
    let before = flows().filter_map(|value| value.earlier.previous).map(|(at, _)| at).max()?;
    let mut likeness = Likeness::default();
    for value in flows() {
        if let Some((_, previous)) = value.earlier.previous.filter(|(at, _)| *at == before) {
            likeness.add(value.amount, previous);
        }
    }
    if !likeness.is_repetition(limits) {
        return None;
    }
    let expected = calendar.periods.get(before as usize)?.to_string();
    let suspect = Suspect::of_report(Check::CopiedForward, report.values.first()?);
    Some(Suspect { found: likeness.told(), expected, evidence: likeness.evidence(limits), ..suspect })
}

fn is_flow(value: &Value, definition: &Definition) -> bool {
    let known = definition.reading.indicators.get(value.indicator as usize);
    known.is_some_and(|known| known.time == Time::Flow)
}
