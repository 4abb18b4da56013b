//! Frames and submissions give flags: the families of the catalogue, judged, addressed and put in the order of review.
//!
//! Enters: settled submissions and [`Frames`]. Leaves: [`FlagRow`]s, worst first, each with its effect on the total. Flags that reading raised are
//! judged here as well: the pipeline decides how severe a check is, and whether it speaks at all.

mod arithmetic;
mod before;
mod completeness;
mod cumulative;
mod earlier;
mod impact;
mod judge;
mod published;
mod rank;
mod restated;
mod review;
mod rules;
pub mod statistics;

#[cfg(test)]
mod tests;

pub use completeness::completeness_rows;
pub use impact::{Weights, flagged_values};
pub use rank::rank;
pub use review::settle;
#[cfg(fuzzing)]
pub use rules::fuzzing;
pub use rules::{Rules, compile as compile_rules};

use crate::history::{Earlier, History};
use crate::merge::{Counting, Frames, FramesError};
use crate::model::flag::{Place, Scope};
use crate::model::outcome::{CompletenessRow, FlagRow, Status, Submission, TotalRow};
use crate::model::review::RuleTally;
use crate::model::{Check, Flag, Period, Severity};
use crate::pipeline::{Definition, Indicator};

/// A flag with what it speaks of.
#[derive(Clone, Debug)]
pub struct Raised {
    /// The flag.
    pub flag: Flag,
    /// What it speaks of.
    pub scope: Scope,
    /// Index of the branch.
    pub branch: Option<u32>,
    /// Period.
    pub period: Option<Period>,
    /// Index of the submission.
    pub submission: Option<usize>,
    /// Group of the total that it speaks of.
    pub group: String,
}

impl Raised {
    /// A flag of a submission; its scope follows from its place.
    fn of_submission(flag: Flag, position: usize, submission: &Submission) -> Self {
        let scope = match (&flag.place.cell, &flag.place.sheet) {
            (Some(_), _) => Scope::Cell,
            (None, Some(_)) => Scope::Sheet,
            (None, None) => Scope::File,
        };
        Self {
            flag,
            scope,
            branch: submission.branch,
            period: submission.period,
            submission: Some(position),
            group: String::new(),
        }
    }

    /// A flag of a branch in a period.
    fn of_branch(check: Check, branch: u32, period: Period, found: String, expected: String) -> Self {
        Self {
            flag: Flag::new(check, Place::file(), found).expected(expected),
            scope: Scope::Branch,
            branch: Some(branch),
            period: Some(period),
            submission: None,
            group: String::new(),
        }
    }
}

/// What the checks come to before totals are known.
#[derive(Debug)]
pub struct Checked {
    /// The flags, in the order in which they were raised.
    pub flags: Vec<FlagRow>,
    /// Checks that had too few values to speak, with the reason.
    pub silent: Vec<(Check, String)>,
}

/// Everything that can be flagged before totals are known.
///
/// # Errors
/// Where Polars fails for want of memory.
pub fn flags(
    submissions: &[Submission],
    frames: &Frames,
    definition: &Definition,
    counting: &Counting,
    completeness: &[CompletenessRow],
    history: &History,
) -> Result<Checked, FramesError> {
    let of_reports = || {
        let mut raised = of_submissions(submissions);
        raised.extend(required_labels(submissions, definition));
        raised.extend(levels_not_counted(submissions, counting, definition));
        raised.extend(completeness::flags(completeness, submissions, definition));
        raised.extend(arithmetic::flags(frames, submissions, definition)?);
        raised.extend(cumulative::flags(frames, submissions, definition)?);
        raised.extend(restated::flags(frames, submissions, definition)?);
        Ok::<_, FramesError>(raised)
    };
    let statistical = || statistics::flags(frames, history, submissions, definition);
    let (of_reports, statistical) = rayon::join(of_reports, statistical);
    let (mut raised, (statistical, silent)) = (of_reports?, statistical?);
    raised.extend(statistical);
    Ok(Checked { flags: judge::rows(raised, submissions, definition), silent })
}

/// Flags on values of earlier periods that were published otherwise.
///
/// # Errors
/// Where Polars fails for want of memory.
pub fn flags_of_earlier(
    submissions: &[Submission],
    frames: &Frames,
    definition: &Definition,
    earlier: &Earlier,
) -> Result<Vec<FlagRow>, FramesError> {
    Ok(judge::rows(earlier::flags(frames, submissions, definition, earlier)?, submissions, definition))
}

/// Flags of the pipeline's rules, and how often each rule held.
///
/// # Errors
/// Where a column of a frame is not of its type: a fault of this program.
pub fn flags_of_rules(
    rules: &Rules,
    (frames, history): (&Frames, &History),
    submissions: &[Submission],
    definition: &Definition,
) -> Result<(Vec<FlagRow>, Vec<RuleTally>), FramesError> {
    let (raised, tallies) = rules::flags(rules, (frames, history), submissions, definition)?;
    Ok((judge::rows(raised, submissions, definition), tallies))
}

/// Flags on consolidated totals.
pub fn flags_of_totals(
    totals: &[TotalRow],
    submissions: &[Submission],
    definition: &Definition,
    periods: &[Period],
) -> Vec<FlagRow> {
    judge::rows(published::flags(totals, definition, periods), submissions, definition)
}

/// Flags on longer periods for some of whose periods nobody reported.
pub fn flags_of_longer(
    incomplete: &[(Period, Vec<Period>)],
    submissions: &[Submission],
    definition: &Definition,
) -> Vec<FlagRow> {
    let raised = incomplete.iter().map(|(period, missing)| {
        let names: Vec<String> = missing.iter().map(ToString::to_string).collect();
        Raised {
            flag: Flag::new(Check::PeriodIncomplete, Place::file(), names.join("; ")),
            scope: Scope::Total,
            branch: None,
            period: Some(*period),
            submission: None,
            group: "all".to_owned(),
        }
    });
    judge::rows(raised.collect(), submissions, definition)
}

/// What reading and identifying raised.
fn of_submissions(submissions: &[Submission]) -> Vec<Raised> {
    let of = |(position, submission): (usize, &Submission)| {
        let flags = submission.batch.flags.clone();
        flags
            .into_iter()
            .map(|flag| Raised::of_submission(flag, position, submission))
            .collect::<Vec<Raised>>()
    };
    submissions.iter().enumerate().flat_map(of).collect()
}

/// Rows that every form must have, in accepted reports of the branches that they are asked of.
fn required_labels(submissions: &[Submission], definition: &Definition) -> Vec<Raised> {
    let mut raised = Vec::new();
    let is_report = |s: &Submission| s.status.is_accepted() && !definition.is_restatement(s);
    let indicators = (0u32..).zip(&definition.reading.indicators);
    let required: Vec<(u32, &Indicator)> = indicators.filter(|(_, known)| known.is_required).collect();
    if required.is_empty() {
        return raised;
    }
    for (position, submission) in submissions.iter().enumerate().filter(|(_, s)| is_report(s)) {
        let branch = submission.branch.and_then(|at| definition.judging.register.branches.get(at as usize));
        for &(index, indicator) in &required {
            let is_in_form = definition.reading.is_asked_by(submission.batch.version, index);
            let is_asked = is_in_form && branch.is_some_and(|branch| branch.is_asked(indicator));
            if is_asked && submission.batch.labels.binary_search(&index).is_err() {
                let flag = Flag::new(Check::RequiredLabelMissing, submission.place(), String::new());
                let flag = flag.expected(indicator.label.vi.clone()).about(index, 0);
                raised.push(Raised::of_submission(flag, position, submission));
            }
        }
    }
    raised
}

/// Accepted reports that are not added because the pipeline counts the other level.
fn levels_not_counted(
    submissions: &[Submission],
    counting: &Counting,
    definition: &Definition,
) -> Vec<Raised> {
    let level = match definition.judging.hierarchy {
        crate::pipeline::Hierarchy::Own => return Vec::new(),
        crate::pipeline::Hierarchy::Parent => "parent",
        crate::pipeline::Hierarchy::Children => "children",
    };
    let is_left_out = |submission: &Submission| {
        let key = submission.branch.zip(submission.period);
        submission.status.is_accepted()
            && key.is_some_and(|(branch, period)| !counting.counts(branch, period))
    };
    submissions
        .iter()
        .enumerate()
        .filter(|(_, submission)| is_left_out(submission))
        .map(|(position, submission)| {
            let flag = Flag::new(Check::LevelNotCounted, submission.place(), String::new()).expected(level);
            Raised::of_submission(flag, position, submission)
        })
        .collect()
}

/// Marks accepted submissions that have an open flag at warning or above.
pub fn warn_submissions(submissions: &mut [Submission], flags: &[FlagRow]) {
    for flag in flags.iter().filter(|flag| flag.severity >= Severity::Warning && flag.is_open()) {
        let submission = flag.submission.and_then(|at| submissions.get_mut(at));
        if let Some(submission) = submission.filter(|submission| submission.status == Status::Accepted) {
            submission.status = Status::AcceptedWithWarnings;
        }
    }
}
