//! `manifest.json`: the run itself: what was run, on what, how long it took, and what became of it.
//!
//! The only file that holds times, and the only one that differs between two runs over the same input.

mod decisions;

use super::edition::Edition;
use super::file::{Written, hash_of_all};
use super::past::HistoryAccount;
use super::{Release, RunInfo, Settings};
use crate::model::outcome::Status;
use crate::model::{Check, Dispositions, Period, Severity};
use crate::pipeline::CheckSetting;
use decisions::{Acceptance, Correction, Rule};
use serde::{Serialize, Serializer};
use std::collections::BTreeMap;

/// The manifest.
#[derive(Serialize)]
pub(super) struct Manifest<'a> {
    run: &'a str,
    tool: Tool,
    pipeline: Pipeline<'a>,
    started: String,
    finished: String,
    seconds: f64,
    stages: Vec<Stage>,
    input: &'a str,
    settings: &'a Settings,
    release: Release,
    /// Those for which there are reports, ascending.
    periods: Vec<String>,
    history: Option<&'a HistoryAccount>,
    /// Of each period that was published before, the run that revisions.csv compares with.
    run_before: BTreeMap<String, &'a str>,
    revisions: usize,
    exit_code: u8,
    submissions: Counts,
    branches: Counts,
    flags: Counts,
    checks: Checks<'a>,
    rules: Vec<Rule<'a>>,
    corrections: Vec<Correction<'a>>,
    acceptances: Vec<Acceptance<'a>>,
    cells: Cells<'a>,
    readers: Counts,
    files: &'a [Written],
}

/// The program.
#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

/// The definition: the hash of each of its files, and of all of them.
#[derive(Serialize)]
struct Pipeline<'a> {
    id: &'a str,
    sha256: String,
    files: BTreeMap<&'a str, &'a str>,
}

/// How long a stage took.
#[derive(Serialize)]
struct Stage {
    stage: &'static str,
    seconds: f64,
}

/// How often each word occurs, in a given order.
struct Counts(Vec<(&'static str, usize)>);

impl Serialize for Counts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().copied())
    }
}

/// Which checks were made, which were switched off, and of those made where one had too few values to speak.
#[derive(Serialize)]
struct Checks<'a> {
    run: Vec<&'static str>,
    off: Vec<&'static str>,
    silent: Vec<Silent<'a>>,
}

/// A check that had too few values to speak, and where.
#[derive(Serialize)]
struct Silent<'a> {
    check: &'static str,
    reason: &'a str,
}

/// The conservation account.
#[derive(Serialize)]
struct Cells<'a> {
    /// As the readers counted them.
    read: u64,
    /// As the dispositions add up.
    accounted: u64,
    fact: u64,
    structure: u64,
    ignored: Ignored,
    rejected: u64,
    /// Whether it holds in every single file: two faults must not cancel out.
    balanced: bool,
    unbalanced_files: Vec<&'a str>,
}

/// Cells ignored, by reason.
#[derive(Serialize)]
struct Ignored {
    another_sheet: u64,
    outside_table: u64,
    note: u64,
}

impl<'a> Manifest<'a> {
    /// Puts together what is known once every other file is written; with the files comes the run before of each period.
    pub(super) fn new(
        run: &'a str,
        edition: &Edition<'a>,
        info: &'a RunInfo,
        (files, before): (&'a [Written], &'a BTreeMap<Period, String>),
    ) -> Self {
        let outcome = edition.outcome;
        let readers = outcome.submissions.iter().map(|submission| submission.batch.reader);
        Self {
            run,
            tool: Tool { name: env!("CARGO_PKG_NAME"), version: info.version },
            pipeline: Pipeline::new(edition),
            started: info.started.to_string(),
            finished: info.finished.to_string(),
            seconds: info.finished.duration_since(info.started).as_secs_f64(),
            stages: info.stages.iter().map(|&(stage, seconds)| Stage { stage, seconds }).collect(),
            input: &info.input,
            settings: &info.settings,
            release: info.release,
            periods: outcome.periods.iter().map(ToString::to_string).collect(),
            history: info.history.as_ref(),
            run_before: before.iter().map(|(period, run)| (period.to_string(), run.as_str())).collect(),
            revisions: edition.revisions.len(),
            exit_code: info.exit_code,
            submissions: submissions(edition),
            branches: count(outcome.completeness.iter().map(|line| line.status)),
            flags: flags(edition),
            checks: Checks::new(edition),
            rules: decisions::rules(edition),
            corrections: decisions::corrections(edition),
            acceptances: decisions::acceptances(edition),
            cells: Cells::new(edition),
            readers: count(readers.filter(|reader| !reader.is_empty())),
            files,
        }
    }
}

impl<'a> Pipeline<'a> {
    fn new(edition: &Edition<'a>) -> Self {
        let hashes = || edition.definition.hashes.iter().map(|(name, hash)| (name.as_str(), hash.as_str()));
        Self { id: &edition.definition.id, sha256: hash_of_all(hashes()), files: hashes().collect() }
    }
}

impl<'a> Checks<'a> {
    fn new(edition: &Edition<'a>) -> Self {
        let settings = &edition.definition.judging.checks;
        let silent = &edition.outcome.silent_checks;
        let is_off = |check: Check| settings.contains(&(check, CheckSetting::Off));
        let codes = |is_wanted: &dyn Fn(Check) -> bool| {
            Check::ALL.iter().filter(|&&check| is_wanted(check)).map(|check| check.code()).collect()
        };
        Self {
            run: codes(&|check| !is_off(check)),
            off: codes(&is_off),
            silent: silent
                .iter()
                .filter(|(check, _)| !is_off(*check))
                .map(|(check, reason)| Silent { check: check.code(), reason })
                .collect(),
        }
    }
}

impl<'a> Cells<'a> {
    fn new(edition: &Edition<'a>) -> Self {
        let submissions = &edition.outcome.submissions;
        let unbalanced_files: Vec<_> = submissions
            .iter()
            .filter(|submission| submission.batch.cells_read() != submission.batch.dispositions().total())
            .map(|submission| submission.source_file.as_str())
            .collect();
        let Dispositions { fact, structure, another_sheet, outside_table, note, rejected } =
            edition.outcome.dispositions();
        Self {
            read: submissions.iter().map(|submission| submission.batch.cells_read()).sum(),
            accounted: edition.outcome.dispositions().total(),
            fact,
            structure,
            ignored: Ignored { another_sheet, outside_table, note },
            rejected,
            balanced: unbalanced_files.is_empty(),
            unbalanced_files,
        }
    }
}

/// Submissions by status, every status named.
fn submissions(edition: &Edition) -> Counts {
    let submissions = &edition.outcome.submissions;
    let of = |status: Status| submissions.iter().filter(|submission| submission.status == status).count();
    let all = std::iter::once(("all", submissions.len()));
    Counts(all.chain(Status::ALL.map(|status| (status.as_str(), of(status)))).collect())
}

/// Open flags by severity, worst first, and how many people have accepted.
fn flags(edition: &Edition) -> Counts {
    let open = || edition.outcome.flags.iter().filter(|flag| flag.is_open());
    let of = |severity| open().filter(|flag| flag.severity == severity).count();
    let worst_first = [Severity::Fatal, Severity::Error, Severity::Warning, Severity::Info];
    let open_ones = worst_first.map(|severity| (severity.as_str(), of(severity)));
    let accepted = ("accepted", edition.outcome.flags.len() - open().count());
    Counts(open_ones.into_iter().chain([accepted]).collect())
}

/// How often each word occurs, in the order of the words.
fn count(words: impl Iterator<Item = &'static str>) -> Counts {
    let counts = words.fold(BTreeMap::new(), |mut counts, word| {
        *counts.entry(word).or_insert(0) += 1;
        counts
    });
    Counts(counts.into_iter().collect())
}
