//! Statistical checks: values that are far from what is usual, and reports that are alike.
//!
//! Enters: the frames of a run and of its history. Leaves: [`Suspect`]s, of which those of the decision rule and the repetitions are warnings, and the classical measures
//! evidence, which speaks louder only where the rule is silent; and which checks had too few values to speak. The values of the run are held once, report by
//! report; each subject (an indicator in a breakdown) is gone through by itself, with its values of all periods, and in it each comparison, of one period, is
//! measured over all branches. The order of threads decides nothing: comparisons are told in the order of period, indicator and breakdown.

mod alike;
mod calendar;
mod clones;
mod compared;
mod comparison;
mod copies;
mod earlier;
mod fences;
mod measures;
mod medcouple;
mod outlier;
mod own;
mod peers;
mod ratios;
mod reports;
mod scale;
mod shown;
mod silence;
mod sizes;
mod subjects;
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
use crate::pipeline::Definition;
use calendar::Calendar;
use compared::{All, Cell, Compared, decades, previous};
use ratios::Change;
use rayon::prelude::*;
use reports::Reports;
use scale::Outlier;
use silence::{Counts, Silence};
use sizes::Doubtful;
use subjects::Past;
use values::Groups;

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
/// Where a column of a frame is not of its type: a fault of this program.
pub fn suspects(frames: &Frames, history: &History, definition: &Definition) -> Result<Found, FramesError> {
    let calendar = Calendar::new(frames, history);
    let reports = Reports::new(frames, definition, &calendar)?;
    let past = Past::new(history, &calendar)?;
    let order = subjects::order(&reports);
    let subjects = subjects::subjects(&order, &reports, &past);
    let all = All {
        reports: &reports,
        past: &past,
        calendar: &calendar,
        groups: Groups::new(definition),
        definition,
    };
    // A subject may have as many values as all others together.
    let of_subjects =
        || subjects.par_iter().with_max_len(1).flat_map_iter(|subject| all.compared(subject)).collect();
    let clones = || clones::suspects(&reports, &order, definition);
    let (mut compared, clones): (Vec<Compared>, Vec<Suspect>) = rayon::join(of_subjects, clones);
    compared.sort_by_key(|compared| compared.key);
    let mut silence = silent(&compared, definition, &calendar);
    let outliers: Vec<Outlier> = compared.iter().flat_map(|compared| &compared.outliers).copied().collect();
    let doubtful = Doubtful::new(&reports, &decades(&reports, &compared), definition);
    let mut suspects = scale::suspects(&outliers, &doubtful, definition);
    let changes = changes(&compared, &suspects, definition);
    suspects.extend(changes);
    suspects.extend(doubtful.suspects());
    let previous = previous(&reports, &compared);
    suspects.extend(compared.into_iter().flat_map(|compared| compared.others));
    suspects.extend(copies::suspects(&reports, &previous, definition, &calendar));
    suspects.extend(clones);
    note_reports(&reports, definition, &mut silence);
    Ok(Found { suspects, silent: silence.told(definition, &calendar) })
}

/// Changes that stand out, in the order of the comparisons; how loud they are is known only once the decision rule has spoken.
fn changes(compared: &[Compared], of_rule: &[Suspect], definition: &Definition) -> Vec<Suspect> {
    let changes: Vec<&Change> = compared.iter().flat_map(|compared| &compared.changes).collect();
    if changes.is_empty() {
        return Vec::new();
    }
    let limits = &definition.judging.thresholds.hidiroglou_berthelot;
    let warned = warned(of_rule, definition);
    let right: Set<Cell> = compared.iter().flat_map(|compared| &compared.right).copied().collect();
    let suspect = |change: &&Change| {
        let cell = (change.value.submission, change.value.fact);
        (!right.contains(&cell)).then(|| change.suspect(warned.contains(&cell), limits))
    };
    changes.par_iter().filter_map(suspect).collect()
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

/// Where too few values can be compared.
fn silent(compared: &[Compared], definition: &Definition, calendar: &Calendar) -> Silence {
    let limits = &definition.judging.thresholds;
    let mut silence = Silence::default();
    let has_earlier = calendar.periods.len() > 1;
    for Compared { first, counts, .. } in compared {
        let Counts { peers, history, .. } = *counts;
        if history < peers {
            silence.note(Check::PeerOutlier, first, peers, limits.peer_outlier.sample);
        }
        silence.note(Check::HistoryOutlier, first, history, limits.history_outlier.sample);
        if history.max(peers) < limits.peer_outlier.sample {
            silence.note(Check::ScaleError, first, history.max(peers), limits.peer_outlier.sample);
        }
        silence.note_odd(first, &counts.odd);
        silence.note(Check::ModifiedZ, first, peers, limits.modified_z.sample);
        silence.note(Check::Tukey, first, peers, limits.tukey.sample);
        silence.note(Check::AdjustedBoxplot, first, peers, limits.adjusted_boxplot.sample);
        silence.note(Check::HidiroglouBerthelot, first, counts.pairs, limits.hidiroglou_berthelot.sample);
        silence.note(Check::OwnHistory, first, counts.earlier, limits.own_history.sample);
        silence.note(Check::ZeroJump, first, counts.longest_row, zeros::row(first, definition));
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
fn note_reports(reports: &Reports, definition: &Definition, silence: &mut Silence) {
    let sample = definition.judging.thresholds.branch_clone.sample;
    let most = reports.reports.iter().map(|report| report.others_than_zero).max().unwrap_or(0);
    if most < sample {
        silence.add(Check::BranchClone, &format!("no report has {sample} figures other than zero"));
    }
}

/// The flags, where their values stand, and the checks that were silent.
///
/// A report of which every figure is another branch's has been told of as the same workbook, and is no clone besides.
///
/// # Errors
/// Where a column of a frame is not of its type: a fault of this program.
pub(super) fn flags(
    frames: &Frames,
    history: &History,
    submissions: &[Submission],
    definition: &Definition,
) -> Result<(Vec<Raised>, Silent), FramesError> {
    let found = suspects(frames, history, definition)?;
    let raised = found.suspects.into_par_iter().filter_map(|suspect| raised(suspect, submissions));
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
