//! `manifest.json`: the run itself: what was run, on what, how long it took, and what became of it.
//!
//! The only file that holds times, and the only one that differs between two runs over the same input.

use super::RunInfo;
use super::edition::Edition;
use super::file::{Written, hash_of_all};
use crate::model::outcome::Status;
use crate::model::{Check, Severity};
use crate::pipeline::CheckSetting;
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// The manifest.
#[derive(Serialize)]
pub(super) struct Manifest<'a> {
    run: &'a str,
    tool: Value,
    pipeline: Value,
    started: String,
    finished: String,
    seconds: f64,
    stages: Vec<Value>,
    input: &'a str,
    settings: Value,
    exit_code: u8,
    submissions: Map<String, Value>,
    branches: BTreeMap<&'static str, u64>,
    flags: Map<String, Value>,
    checks: Value,
    cells: Value,
    readers: BTreeMap<&'static str, u64>,
    files: Vec<Value>,
}

impl<'a> Manifest<'a> {
    /// Puts together what is known once every other file is written.
    pub(super) fn new(run: &'a str, edition: &Edition, info: &'a RunInfo, files: &[Written]) -> Self {
        let settings = &info.settings;
        Self {
            run,
            tool: json!({ "name": env!("CARGO_PKG_NAME"), "version": info.version }),
            pipeline: pipeline(edition),
            started: info.started.to_string(),
            finished: info.finished.to_string(),
            seconds: info.finished.duration_since(info.started).as_secs_f64(),
            stages: info
                .stages
                .iter()
                .map(|(stage, seconds)| json!({ "stage": stage, "seconds": seconds }))
                .collect(),
            input: &info.input,
            settings: json!({ "jobs": settings.jobs, "period": settings.period, "fail_on": settings.fail_on }),
            exit_code: info.exit_code,
            submissions: submissions(edition),
            branches: count(edition.outcome.completeness.iter().map(|line| line.status)),
            flags: flags(edition),
            checks: checks(edition),
            cells: cells(edition),
            readers: readers(edition),
            files: files
                .iter()
                .map(|file| json!({ "name": file.name, "bytes": file.bytes, "sha256": file.sha256 }))
                .collect(),
        }
    }
}

/// The definition's id and the hash of each of its files, and of all of them.
fn pipeline(edition: &Edition) -> Value {
    let hashes = &edition.definition.hashes;
    let files: BTreeMap<_, _> = hashes.iter().map(|(name, hash)| (name.as_str(), hash.as_str())).collect();
    let all = hash_of_all(hashes.iter().map(|(name, hash)| (name.as_str(), hash.as_str())));
    json!({ "id": edition.definition.id, "sha256": all, "files": files })
}

/// Submissions by status, every status named.
fn submissions(edition: &Edition) -> Map<String, Value> {
    let submissions = &edition.outcome.submissions;
    let of = |status: Status| submissions.iter().filter(|submission| submission.status == status).count();
    let counts = Status::ALL.iter().map(|&status| (status.as_str().to_owned(), json!(of(status))));
    std::iter::once(("all".to_owned(), json!(submissions.len()))).chain(counts).collect()
}

/// Flags by severity, worst first.
fn flags(edition: &Edition) -> Map<String, Value> {
    let flags = &edition.outcome.flags;
    let of = |severity: Severity| flags.iter().filter(|flag| flag.severity == severity).count();
    [Severity::Fatal, Severity::Error, Severity::Warning, Severity::Info]
        .into_iter()
        .map(|severity| (severity.as_str().to_owned(), json!(of(severity))))
        .collect()
}

/// Which checks spoke, were switched off, or had too few values to speak.
fn checks(edition: &Edition) -> Value {
    let settings = &edition.definition.judging.checks;
    let is_off = |check: Check| {
        settings.iter().any(|(other, setting)| *other == check && *setting == CheckSetting::Off)
    };
    let silent = &edition.outcome.silent_checks;
    let is_silent = |check: Check| silent.iter().any(|(other, _)| *other == check);
    let codes = |wanted: &dyn Fn(Check) -> bool| -> Vec<_> {
        Check::ALL.iter().filter(|&&check| wanted(check)).map(|check| check.code()).collect()
    };
    json!({
        "run": codes(&|check| !is_off(check) && !is_silent(check)),
        "off": codes(&is_off),
        "silent": silent.iter().map(|(check, reason)| json!({ "check": check.code(), "reason": reason })).collect::<Vec<_>>(),
    })
}

/// The conservation account. Balanced where it is in every single file: two faults must not cancel out.
fn cells(edition: &Edition) -> Value {
    let submissions = &edition.outcome.submissions;
    let read: u64 = submissions.iter().map(|submission| submission.batch.cells_read()).sum();
    let unbalanced: Vec<_> = submissions
        .iter()
        .filter(|submission| submission.batch.cells_read() != submission.batch.dispositions().total())
        .map(|submission| submission.source_file.as_str())
        .collect();
    let sum = edition.outcome.dispositions();
    json!({
        "read": read,
        "accounted": sum.total(),
        "fact": sum.fact,
        "structure": sum.structure,
        "ignored": { "another_sheet": sum.another_sheet, "outside_table": sum.outside_table, "note": sum.note },
        "rejected": sum.rejected,
        "balanced": unbalanced.is_empty(),
        "unbalanced_files": unbalanced,
    })
}

/// Workbooks by the reader that delivered them; a reader that stood in for another says why in its name.
fn readers(edition: &Edition) -> BTreeMap<&'static str, u64> {
    count(
        edition
            .outcome
            .submissions
            .iter()
            .map(|submission| submission.batch.reader)
            .filter(|name| !name.is_empty()),
    )
}

/// How often each word occurs.
fn count(words: impl Iterator<Item = &'static str>) -> BTreeMap<&'static str, u64> {
    words.fold(BTreeMap::new(), |mut counts, word| {
        *counts.entry(word).or_default() += 1;
        counts
    })
}
