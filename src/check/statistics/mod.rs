//! Statistical checks: values that are far from what is usual, and reports that are alike.
//!
//! Enters: the frames of a run and of its history. Leaves: [`Suspect`]s, of which those of the decision rule and the repetitions are warnings, and the classical measures
//! evidence, which speaks louder only where the rule is silent; and which checks had too few values to speak. All values are joined in one frame, sorted by comparison (period, indicator, breakdown), and each comparison is
//! measured in one pass over all branches. The order of threads decides nothing: comparisons are told in their order.

mod alike;
mod calendar;
mod clones;
mod copies;
mod earlier;
mod fences;
mod joined;
mod measures;
mod outlier;
mod own;
mod peers;
mod ratios;
mod scale;
mod silence;
mod sizes;
mod suspect;
mod values;
mod zeros;

#[cfg(test)]
mod tests;

pub use suspect::Suspect;

use super::Raised;
use super::arithmetic::placed;
use super::judge::severity_of;
use crate::history::History;
use crate::merge::{Frames, FramesError};
use crate::model::flag::Place;
use crate::model::map::Set;
use crate::model::outcome::Submission;
use crate::model::{Check, Flag, Severity};
use crate::pipeline::{Definition, Kind};
use alike::Report;
use calendar::Calendar;
use outlier::Judged;
use rayon::prelude::*;
use scale::Outlier;
use silence::Silence;
use sizes::Doubtful;
use values::{Value, Values};

/// What the statistical checks come to.
#[derive(Debug, Default)]
pub struct Found {
    /// Values and reports that they speak of.
    pub suspects: Vec<Suspect>,
    /// Checks that had too few values, with the reason.
    pub silent: Silent,
}

/// Checks with the reason why they are silent.
pub type Silent = Vec<(Check, String)>;

/// Compares the values of a run with each other and with its history.
///
/// # Errors
/// Where Polars fails for want of memory.
pub fn suspects(frames: &Frames, history: &History, definition: &Definition) -> Result<Found, FramesError> {
    let calendar = Calendar::new(frames, history);
    let values = Values::new(frames, history, definition, &calendar)?;
    let comparisons = values.comparisons();
    let compared: Vec<Compared> =
        comparisons.par_iter().map(|comparison| compare(comparison, &values, definition)).collect();
    let mut silence = silent(&comparisons, definition, &calendar);
    let outliers: Vec<Outlier> = compared.iter().flat_map(|compared| &compared.outliers).copied().collect();
    let doubtful = doubtful(&values, &compared, definition);
    let mut suspects = scale::suspects(&outliers, &doubtful, definition);
    let changes = changes(&comparisons, &warned(&suspects, definition), definition);
    let right: Set<Cell> = compared.iter().flat_map(|compared| &compared.right).copied().collect();
    suspects.extend(changes.into_iter().filter(|change| !is_of(change, &right)));
    suspects.extend(doubtful.suspects());
    suspects.extend(compared.into_iter().flat_map(|compared| compared.others));
    let reports = Report::all(&values.values);
    suspects.extend(copies::suspects(&reports, definition, &calendar));
    suspects.extend(clones::suspects(&reports, definition));
    note_reports(&reports, definition, &mut silence);
    Ok(Found { suspects, silent: silence.told(definition, &calendar) })
}

/// A submission and a fact of it.
type Cell = (u32, u32);

/// Whether it speaks of one of the cells.
fn is_of(suspect: &Suspect, cells: &Set<Cell>) -> bool {
    suspect.fact.is_some_and(|fact| cells.contains(&(suspect.submission, fact)))
}

/// Sizes that most figures of their branch contradict.
fn doubtful(values: &Values, compared: &[Compared], definition: &Definition) -> Doubtful {
    let decades = compared.iter().flat_map(|compared| &compared.decades);
    let all = values.values.iter().zip(decades);
    Doubtful::new(all.filter_map(|(value, decades)| Some((value, (*decades)?))), definition)
}

/// What one comparison comes to.
struct Compared {
    outliers: Vec<Outlier>,
    /// How far each value lies from its peers for its size.
    decades: Vec<Option<f64>>,
    /// Values that are right although the branch's earlier periods contradict them.
    right: Vec<Cell>,
    others: Vec<Suspect>,
}

fn compare(values: &[Value], all: &Values, definition: &Definition) -> Compared {
    let limits = &definition.judging.thresholds;
    let judged = outlier::judged(values, is_count(values, definition), limits);
    let outlier =
        |(value, judged): (&Value, &Judged)| Outlier::new(value, judged.verdict?, &limits.scale_error);
    let right = |(value, judged): (&Value, &Judged)| {
        judged.is_reference_wrong.then_some((value.submission, value.fact))
    };
    let mut others = fences::suspects(values, limits);
    others.extend(own::suspects(values, &limits.own_history));
    others.extend(zeros::suspects(values, all, definition));
    Compared {
        outliers: values.iter().zip(&judged).filter_map(outlier).collect(),
        decades: judged.iter().map(|judged| judged.decades).collect(),
        right: values.iter().zip(&judged).filter_map(right).collect(),
        others,
    }
}

/// Whether a comparison is of what is counted.
fn is_count(values: &[Value], definition: &Definition) -> bool {
    let indicator = values.first().map(|value| value.indicator as usize);
    let known = indicator.and_then(|at| definition.reading.indicators.get(at));
    known.is_some_and(|known| known.kind == Kind::Count)
}

/// The values, by submission and fact, of which the decision rule warns in this pipeline.
fn warned(of_rule: &[Suspect], definition: &Definition) -> Set<Cell> {
    let is_warning = |suspect: &&Suspect| {
        let severity = severity_of(suspect.check, suspect.severity, definition);
        severity.is_some_and(|severity| severity >= Severity::Warning)
    };
    let warnings = of_rule.iter().filter(is_warning);
    warnings.filter_map(|suspect| Some((suspect.submission, suspect.fact?))).collect()
}

/// Changes that stand out, in the order of the comparisons: a second look at all values, since which of them the rule warns of is known only once those of
/// a branch have been seen together.
fn changes(comparisons: &[&[Value]], warned: &Set<Cell>, definition: &Definition) -> Vec<Suspect> {
    let limits = &definition.judging.thresholds.hidiroglou_berthelot;
    let of = |values: &&[Value]| ratios::suspects(values, is_count(values, definition), limits, warned);
    comparisons.par_iter().flat_map_iter(of).collect()
}

/// Where too few values can be compared.
fn silent(comparisons: &[&[Value]], definition: &Definition, calendar: &Calendar) -> Silence {
    let limits = &definition.judging.thresholds;
    let mut silence = Silence::default();
    let has_earlier = calendar.periods.len() > 1;
    for values in comparisons {
        let Some(first) = values.first() else { continue };
        let (peers, history) = (peers::compared(values), outlier::with_history(values));
        if history < peers {
            silence.note(Check::PeerOutlier, first, peers, limits.peer_outlier.sample);
        }
        silence.note(Check::HistoryOutlier, first, history, limits.history_outlier.sample);
        if history.max(peers) < limits.peer_outlier.sample {
            silence.note(Check::ScaleError, first, history.max(peers), limits.peer_outlier.sample);
        }
        silence.note_odd(values);
        silence.note(Check::ModifiedZ, first, peers, limits.modified_z.sample);
        silence.note(Check::Tukey, first, peers, limits.tukey.sample);
        silence.note(Check::AdjustedBoxplot, first, peers, limits.adjusted_boxplot.sample);
        let pairs = ratios::compared(values);
        silence.note(Check::HidiroglouBerthelot, first, pairs, limits.hidiroglou_berthelot.sample);
        let earlier = values.iter().map(|value| value.earlier.count).max().unwrap_or(0);
        silence.note(Check::OwnHistory, first, earlier, limits.own_history.sample);
        silence.note(Check::ZeroJump, first, zeros::longest_row(values), zeros::row(first, definition));
    }
    if !has_earlier {
        for check in OF_HISTORY {
            silence.add(*check, "there is no earlier period");
        }
    }
    silence
}

/// Checks that compare periods.
const OF_HISTORY: &[Check] = &[
    Check::HistoryOutlier,
    Check::HidiroglouBerthelot,
    Check::OwnHistory,
    Check::ZeroJump,
    Check::CopiedForward,
];

/// Where no report has enough figures to be told from another.
fn note_reports(reports: &[Report], definition: &Definition, silence: &mut Silence) {
    let sample = definition.judging.thresholds.branch_clone.sample;
    let figures = |report: &Report| report.values.iter().filter(|value| !value.amount.is_zero()).count();
    let most = reports.iter().map(figures).max().unwrap_or(0);
    if most < sample {
        silence.add(Check::BranchClone, &format!("no report has {sample} figures other than zero"));
    }
}

/// The flags, where their values stand, and the checks that were silent.
///
/// A report of which every figure is another branch's has been told of as the same workbook, and is no clone besides.
///
/// # Errors
/// Where Polars fails for want of memory.
pub(super) fn flags(
    frames: &Frames,
    history: &History,
    submissions: &[Submission],
    definition: &Definition,
) -> Result<(Vec<Raised>, Silent), FramesError> {
    let found = suspects(frames, history, definition)?;
    let raised = found.suspects.into_iter().filter_map(|suspect| raised(suspect, submissions));
    Ok((raised.collect(), found.silent))
}

fn raised(suspect: Suspect, submissions: &[Submission]) -> Option<Raised> {
    let position = suspect.submission as usize;
    let submission = submissions.get(position)?;
    let is_told = |flag: &Flag| flag.check == Check::SameWorkbookTwoBranches;
    if suspect.check == Check::BranchClone && submission.batch.flags.iter().any(is_told) {
        return None;
    }
    let flag = Flag {
        indicator: suspect.indicator,
        severity: suspect.severity,
        suggested: suspect.suggested,
        evidence: suspect.evidence,
        ..Flag::new(suspect.check, Place::file(), suspect.found).expected(suspect.expected)
    };
    match suspect.fact {
        Some(fact) => placed(flag, submissions, suspect.submission, fact),
        None => Some(Raised::of_submission(Flag { place: submission.place(), ..flag }, position, submission)),
    }
}
