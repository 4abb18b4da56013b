//! Which of several reports of one branch and period is the latest, by the pipeline's declared order of rules.
//!
//! Never by the file's modification time, which a copy changes.

use super::duplicates;
use crate::clean::date;
use crate::model::outcome::{Status, Submission};
use crate::model::{CandidateKind, Check, Date, Flag, flag};
use crate::pipeline::{Definition, LatestBy, Locale};
use std::collections::HashMap;

/// Keeps the latest of several reports. Where they say the same, the original; where no rule decides, none.
pub fn settle(
    submissions: &mut [Submission],
    group: &[usize],
    definition: &Definition,
    received: &HashMap<String, Date>,
) {
    let keys = Keys { locale: definition.reading.locale, received };
    let (latest, rule) = latest(submissions, group, &definition.judging.latest_by, &keys);
    let Some(winner) = duplicates::original(submissions, &latest) else { return };
    let tied = || latest.iter().copied().filter(|&at| at != winner);
    if tied().any(|at| !say_the_same(submissions, winner, at)) {
        conflict(submissions, &latest);
        return supersede_others(submissions, group, &latest, winner, rule);
    }
    tied().for_each(|at| duplicates::mark(submissions, at, winner));
    supersede_others(submissions, group, &latest, winner, rule);
}

/// The reports that no rule tells apart, and the last rule that told some apart.
fn latest(
    submissions: &[Submission],
    group: &[usize],
    rules: &[LatestBy],
    keys: &Keys,
) -> (Vec<usize>, Option<LatestBy>) {
    let mut open = group.to_vec();
    let mut decided_by = None;
    for &rule in rules {
        let found: Option<Vec<String>> =
            open.iter().map(|&at| keys.key(submissions.get(at)?, rule)).collect();
        // A rule speaks only where every report has what it asks for.
        let Some(found) = found else { continue };
        let Some(best) = found.iter().max().cloned() else { continue };
        let kept: Vec<usize> =
            open.iter().zip(&found).filter(|(_, key)| **key == best).map(|(&at, _)| at).collect();
        if kept.len() < open.len() {
            decided_by = Some(rule);
        }
        open = kept;
        if open.len() == 1 {
            break;
        }
    }
    (open, decided_by)
}

/// What a rule compares, as text that sorts by time.
struct Keys<'a> {
    locale: Locale,
    received: &'a HashMap<String, Date>,
}

impl Keys<'_> {
    fn key(&self, submission: &Submission, rule: LatestBy) -> Option<String> {
        match rule {
            LatestBy::DateInSheet => self.date_in_sheet(submission).map(|date| date.to_string()),
            LatestBy::VersionInName => Some(format!("{:09}", version_in_name(submission))),
            LatestBy::Modified => submission.batch.properties.modified.as_deref().map(str::to_owned),
            LatestBy::Received => self.received.get(&submission.source_file).map(ToString::to_string),
        }
    }

    fn date_in_sheet(&self, submission: &Submission) -> Option<Date> {
        let mut dates: Vec<_> = submission
            .batch
            .candidates
            .iter()
            .filter(|candidate| candidate.kind == CandidateKind::Date && candidate.sheet.is_some())
            .collect();
        dates.sort_by_key(|candidate| candidate.source);
        dates.iter().find_map(|candidate| {
            Date::parse_iso(&candidate.text).or(date::read_date(&candidate.text, self.locale, None))
        })
    }
}

/// The version that the name tells; a name without one is the first.
fn version_in_name(submission: &Submission) -> u32 {
    let versions = submission
        .batch
        .candidates
        .iter()
        .filter(|candidate| candidate.kind == CandidateKind::Version && candidate.sheet.is_none());
    versions.filter_map(|candidate| candidate.text.parse().ok()).max().unwrap_or(1)
}

fn say_the_same(submissions: &[Submission], one: usize, two: usize) -> bool {
    match (submissions.get(one), submissions.get(two)) {
        (Some(one), Some(two)) => duplicates::figures(one) == duplicates::figures(two),
        _ => false,
    }
}

fn conflict(submissions: &mut [Submission], tied: &[usize]) {
    let mut files: Vec<String> = tied.iter().filter_map(|&at| Some(submissions.get(at)?.shown())).collect();
    files.sort();
    let files = flag::listed(&files);
    for &at in tied {
        if let Some(submission) = submissions.get_mut(at) {
            submission.status = Status::Rejected;
            submission.reason = Check::ConflictingResubmission.code().to_owned();
            let flag = Flag::new(Check::ConflictingResubmission, submission.place(), files.as_str());
            submission.batch.flags.push(flag);
        }
    }
}

fn supersede_others(
    submissions: &mut [Submission],
    group: &[usize],
    latest: &[usize],
    winner: usize,
    rule: Option<LatestBy>,
) {
    let file = submissions.get(winner).map_or(String::new(), Submission::shown);
    for &at in group.iter().filter(|at| !latest.contains(at)) {
        if let Some(submission) = submissions.get_mut(at) {
            submission.status = Status::Superseded;
            submission.superseded_by = Some(winner);
            submission.reason = Check::Resubmission.code().to_owned();
            let flag = Flag::new(Check::Resubmission, submission.place(), rule.map_or("", name_of));
            submission.batch.flags.push(flag.expected(file.clone()));
        }
    }
}

const fn name_of(rule: LatestBy) -> &'static str {
    match rule {
        LatestBy::DateInSheet => "date-in-sheet",
        LatestBy::VersionInName => "version-in-name",
        LatestBy::Modified => "modified",
        LatestBy::Received => "received",
    }
}
