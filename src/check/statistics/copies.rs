//! Reports that repeat the figures of the period before.
//!
//! Compared are the flows that the branch reported in both periods: a stock may stay as it is, and a figure since the beginning of the year is no peer of itself a
//! month earlier.

use super::alike::Likeness;
use super::calendar::Calendar;
use super::reports::{Figure, Report, Reports};
use super::suspect::Suspect;
use crate::model::{Amount, Check};
use crate::pipeline::{AlikeLimits, Definition, Time};

/// What was reported last before a figure, and when.
pub(super) type Previous = Option<(u32, Amount)>;

/// The reports that are copies of the one before; `previous` is what stands before each figure, and empty where nothing stands before any.
pub(super) fn suspects(
    reports: &Reports,
    previous: &[Previous],
    definition: &Definition,
    calendar: &Calendar,
) -> Vec<Suspect> {
    let limits = &definition.judging.thresholds.copied_forward;
    let suspect = |report: &Report| {
        let previous = previous.get(report.figures.clone())?;
        suspect(report, (reports.figures_of(report), previous), limits, definition, calendar)
    };
    reports.reports.iter().filter_map(suspect).collect()
}

fn suspect(
    report: &Report,
    (figures, previous): (&[Figure], &[Previous]),
    limits: &AlikeLimits,
    definition: &Definition,
    calendar: &Calendar,
) -> Option<Suspect> {
    let flows = || {
        let flows = figures.iter().zip(previous).filter(|(figure, _)| is_flow(figure, definition));
        flows.filter_map(|(figure, previous)| Some((figure, (*previous)?)))
    };
    let before = flows().map(|(_, (at, _))| at).max()?;
    let mut likeness = Likeness::default();
    for (figure, (_, previous)) in flows().filter(|(_, (at, _))| *at == before) {
        likeness.add(figure.amount, previous);
    }
    if !likeness.is_repetition(limits) {
        return None;
    }
    let expected = calendar.periods.get(before as usize)?.to_string();
    let suspect = Suspect::of_report(Check::CopiedForward, report.branch, figures.first()?.submission);
    Some(Suspect { found: likeness.told(), expected, evidence: likeness.evidence(limits), ..suspect })
}

fn is_flow(figure: &Figure, definition: &Definition) -> bool {
    let known = definition.reading.indicators.get(figure.indicator as usize);
    known.is_some_and(|known| known.time == Time::Flow)
}
