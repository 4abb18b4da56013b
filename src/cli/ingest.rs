//! `tonghop ingest`: a folder becomes `OUT/current`.

use super::compared;
use super::options::{Ingest, Log};
use super::{FAILED, FLAGGED, INCOMPLETE, LOCKED, PUBLISHED, USAGE, messages, terminal};
use crate::discover::shown_path;
use crate::isolation::IS_MEMORY_LIMITED;
use crate::model::outcome::{FlagRow, Outcome, Status, Submission};
use crate::model::{Check, Severity};
use crate::pipeline::{Definition, Limits};
use crate::publish::{
    self, Language, PublishError, Published, RunInfo, Settings, Staging, Target, WorkerLimits,
};
use crate::run::{self, Options, Run};
use jiff::Timestamp;
use serde_json::json;

/// Runs the command.
pub fn run(options: &Ingest, log: &Log) -> u8 {
    let Some(definition) = super::definition(&options.pipeline) else { return USAGE };
    if is_same_folder(&options.input, &options.out) {
        terminal::message(
            "tonghop: --out is the input folder: runs would be taken for reports. Name another folder.",
        );
        return USAGE;
    }
    let target = Target { out: options.out.clone(), keep: options.keep };
    let staging = match publish::open(&target) {
        Ok(staging) => staging,
        Err(error) => return failed(&error),
    };
    let started = Timestamp::now();
    let run = match consolidate(&definition, options, log, &staging) {
        Ok(run) => run,
        Err(error) => {
            terminal::message(&format!("tonghop: {error}"));
            return FAILED;
        }
    };
    let code = exit_code(&run.outcome, &definition, options);
    let info = info((options, &definition.reading.limits), started, &run, code);
    let code = match staging.publish(&definition, &run.outcome, &info) {
        Ok(published) => {
            run.history.iter().for_each(compared::warn);
            report(&run, &definition, &published, (options, log), code)
        }
        Err(error) => failed(&error),
    };
    // The process ends here: the system frees a million facts at once, one by one they would take a tenth of the run.
    std::mem::forget(run);
    code
}

/// Consolidates the folder; the facts, most of what is written, go to disk while they are judged.
fn consolidate(
    definition: &Definition,
    options: &Ingest,
    log: &Log,
    staging: &Staging,
) -> Result<Run, run::RunError> {
    let isolation = super::isolation()?;
    let bar = terminal::progress_bar(log);
    let run = run::consolidate_beside(
        definition,
        &options.input,
        &Options {
            jobs: options.jobs,
            period: options.period,
            skip: Some(&options.out),
            history: &options.history,
            isolation: &isolation,
            progress: &|progress| terminal::advance(&bar, progress),
        },
        &|settled| staging.write_facts(definition, settled),
    );
    bar.finish_and_clear();
    run
}

fn failed(error: &PublishError) -> u8 {
    terminal::message(&format!("tonghop: {error}"));
    if matches!(error, PublishError::LockHeld { .. }) { LOCKED } else { FAILED }
}

fn info((options, limits): (&Ingest, &Limits), started: Timestamp, run: &Run, exit_code: u8) -> RunInfo {
    RunInfo {
        version: env!("CARGO_PKG_VERSION"),
        started,
        finished: Timestamp::now(),
        stages: run.stages.clone(),
        input: shown_path(&options.input),
        settings: Settings {
            jobs: options.jobs,
            period: options.period.map(|period| period.to_string()),
            fail_on: options.fail_on.as_str().to_owned(),
            // Absolute, so that a review finds it from any folder.
            pipeline: std::path::absolute(&options.pipeline).ok().map(|path| shown_path(&path)),
            workers: Some(WorkerLimits {
                bytes: IS_MEMORY_LIMITED.then_some(limits.worker_bytes),
                seconds: limits.worker_seconds,
            }),
        },
        release: options.release.into(),
        history: run.history.clone(),
        exit_code,
    }
}

/// Whether two paths lead to one folder. An output that is not there yet is no input.
fn is_same_folder(input: &std::path::Path, out: &std::path::Path) -> bool {
    input.canonicalize().ok().zip(out.canonicalize().ok()).is_some_and(|(input, out)| input == out)
}

/// 4 before 3: a total that lacks branches matters more than a flag on it.
fn exit_code(outcome: &Outcome, definition: &Definition, options: &Ingest) -> u8 {
    let judging = &definition.judging;
    let short = Shortfall::of(outcome);
    // Without a single report there may be no period for which anybody could be missing.
    if short.is_nothing_accepted
        || is_beyond(short.missing, short.expected, judging.missing_allowed_pct)
        || is_beyond(short.rejected, short.sent, judging.rejected_allowed_pct)
    {
        return INCOMPLETE;
    }
    let open = outcome.flags.iter().filter(|flag| flag.is_open() && !is_of_replaced(flag, outcome));
    let worst = open.map(|flag| flag.severity).max();
    match worst.filter(|worst| options.fail_on.is_reached_by(*worst)) {
        Some(_) => FLAGGED,
        None => PUBLISHED,
    }
}

/// What may make a run incomplete.
struct Shortfall {
    /// Branches that should have reported, and those of them that did not.
    expected: usize,
    missing: usize,
    /// Reports that were sent for what the run is about, and those of them that are out.
    sent: usize,
    rejected: usize,
    is_nothing_accepted: bool,
}

impl Shortfall {
    fn of(outcome: &Outcome) -> Self {
        let is_sent = |s: &&Submission| s.status != Status::Stray && !is_of_another_period(s);
        let sent = || outcome.submissions.iter().filter(is_sent);
        Self {
            expected: outcome.completeness.iter().filter(|row| row.expected).count(),
            missing: outcome.completeness.iter().filter(|row| row.status == "missing").count(),
            sent: sent().count(),
            rejected: sent().filter(|s| is_out(s)).count(),
            is_nothing_accepted: !sent().any(|s| s.status.is_accepted()),
        }
    }

    /// Why the run ends with 4, as a sentence; the first reason of several.
    fn told(&self, definition: &Definition, language: Language) -> String {
        let judging = &definition.judging;
        let (missing, expected, allowed) = (self.missing, self.expected, judging.missing_allowed_pct);
        let (rejected, sent, bearable) = (self.rejected, self.sent, judging.rejected_allowed_pct);
        match language {
            Language::Vi if self.is_nothing_accepted => {
                "Mã thoát 4: không có báo cáo nào được tính.".to_owned()
            }
            Language::En if self.is_nothing_accepted => "Exit code 4: no report counts.".to_owned(),
            Language::Vi if is_beyond(missing, expected, allowed) => format!(
                "Mã thoát 4: {missing} trên {expected} đơn vị chưa có báo cáo, cho phép {allowed} % (missing_allowed_pct)."
            ),
            Language::En if is_beyond(missing, expected, allowed) => format!(
                "Exit code 4: {missing} of {expected} branches missing, {allowed} % are allowed (missing_allowed_pct)."
            ),
            Language::Vi => format!(
                "Mã thoát 4: {rejected} trên {sent} báo cáo bị loại hoặc chưa rõ đơn vị, cho phép {bearable} % (rejected_allowed_pct)."
            ),
            Language::En => format!(
                "Exit code 4: {rejected} of {sent} reports rejected or unidentified, {bearable} % are allowed (rejected_allowed_pct)."
            ),
        }
    }
}

/// Whether a report is out, or nobody knows whose it is.
fn is_out(submission: &Submission) -> bool {
    matches!(submission.status, Status::Rejected | Status::Unidentified)
}

/// Whether another report has taken the place of the one that a flag speaks of: nothing hangs on it any more.
fn is_of_replaced(flag: &FlagRow, outcome: &Outcome) -> bool {
    let submission = flag.submission.and_then(|at| outcome.submissions.get(at));
    submission.is_some_and(|of| matches!(of.status, Status::Superseded | Status::Duplicate))
}

/// Whether a report was set aside because the run was asked for one period alone.
fn is_of_another_period(submission: &Submission) -> bool {
    submission.reason == Check::PeriodNotAsked.code()
}

fn is_beyond(part: usize, whole: usize, allowed_pct: u8) -> bool {
    part * 100 > whole * usize::from(allowed_pct)
}

/// Tells what was published: a summary on stderr, or JSON on stdout.
fn report(
    run: &Run,
    definition: &Definition,
    published: &Published,
    (options, log): (&Ingest, &Log),
    code: u8,
) -> u8 {
    let outcome = &run.outcome;
    for run in &published.not_pruned {
        tracing::warn!(run = %run.display(), "an old run could not be removed");
    }
    if options.json {
        let summary = summary(outcome, published, options, code);
        let written = terminal::data(&terminal::json(&summary));
        return if written == PUBLISHED { code } else { written };
    }
    if log.log_json {
        tracing::info!(summary = %summary(outcome, published, options, code), "published");
        return code;
    }
    if log.quiet {
        return code;
    }
    let language = options.lang.into();
    terminal::message(&sentences(outcome, definition, language));
    let told =
        [release(options.release.into(), language), compared::sentence(run.history.as_ref(), language)];
    told.iter().flatten().for_each(|sentence| terminal::message(sentence));
    if code == INCOMPLETE {
        terminal::message(&Shortfall::of(outcome).told(definition, language));
    }
    if let Some(changed) = published.revisions.filter(|changed| *changed > 0) {
        terminal::message(&revised(changed, language));
    }
    terminal::message(&published.current.display().to_string());
    code
}

fn summary(outcome: &Outcome, published: &Published, options: &Ingest, code: u8) -> serde_json::Value {
    let statuses: serde_json::Map<String, serde_json::Value> = Status::ALL
        .iter()
        .map(|status| (status.as_str().to_owned(), count(outcome, *status).into()))
        .collect();
    let open = || outcome.flags.iter().filter(|flag| flag.is_open());
    let flags = |severity| open().filter(|flag| flag.severity == severity).count();
    let of = |status: &str| outcome.completeness.iter().filter(|row| row.status == status).count();
    json!({
        "run": published.run_id,
        "current": shown_path(&published.current),
        "exit_code": code,
        "release": publish::Release::from(options.release),
        "periods": outcome.periods.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "revisions": published.revisions,
        "submissions": statuses,
        "branches": { "reported": of("reported"), "late": of("late"), "missing": of("missing") },
        "flags": {
            "fatal": flags(Severity::Fatal),
            "error": flags(Severity::Error),
            "warning": flags(Severity::Warning),
            "info": flags(Severity::Info),
            "accepted": outcome.flags.len() - open().count(),
        },
        "published_matched": outcome.totals.iter().filter(|row| row.matches_published == Some(true)).count(),
        "published_differing": outcome.totals.iter().filter(|row| row.matches_published == Some(false)).count(),
    })
}

fn count(outcome: &Outcome, status: Status) -> usize {
    outcome.submissions.iter().filter(|submission| submission.status == status).count()
}

/// How many files were sent, and how many reports they hold where those are more.
fn sent(outcome: &Outcome, language: Language) -> String {
    let reports = outcome.submissions.len();
    // Reports of one file stand beside each other.
    let is_same = |two: &&[Submission]| matches!(two, [one, other] if one.source_file == other.source_file);
    let files = reports - outcome.submissions.windows(2).filter(is_same).count();
    match language {
        Language::Vi if reports > files => format!("{reports} báo cáo trong {files} tệp"),
        Language::Vi => format!("{files} tệp"),
        Language::En if reports > files => format!("{reports} reports in {files} files"),
        Language::En => format!("{files} files"),
    }
}

/// What the figures claim to be, where they are given out.
fn release(release: publish::Release, language: Language) -> Option<String> {
    let (vi, en) = match release {
        publish::Release::Provisional => return None,
        publish::Release::Final => ("Số liệu chính thức", "Final figures"),
        publish::Release::Revised => ("Số liệu đã chỉnh sửa", "Revised figures"),
    };
    let sentence = match language {
        Language::Vi => vi,
        Language::En => en,
    };
    Some(format!("{sentence} (--release {}).", release.as_str()))
}

/// That the run before had other figures.
fn revised(changed: usize, language: Language) -> String {
    match language {
        Language::Vi => format!("{changed} số liệu khác với lần tổng hợp trước: xem revisions.csv."),
        Language::En => format!("{changed} figures differ from the run before: see revisions.csv."),
    }
}

/// The summary that a person reads.
fn sentences(outcome: &Outcome, definition: &Definition, language: Language) -> String {
    let accepted = count(outcome, Status::Accepted) + count(outcome, Status::AcceptedWithWarnings);
    let of_another_period = outcome.submissions.iter().filter(|s| is_of_another_period(s)).count();
    let out = outcome.submissions.iter().filter(|s| is_out(s)).count() - of_another_period;
    let replaced = count(outcome, Status::Superseded) + count(outcome, Status::Duplicate);
    let missing = outcome.completeness.iter().filter(|row| row.status == "missing").count();
    let expected = outcome.completeness.iter().filter(|row| row.expected).count();
    let matched = outcome.totals.iter().filter(|row| row.matches_published == Some(true)).count();
    let announced = outcome.totals.iter().filter(|row| row.matches_published.is_some()).count();
    let sent = sent(outcome, language);
    let mut text = match language {
        Language::Vi => format!(
            "{}\n{sent}: {accepted} được tính, {replaced} đã thay hoặc trùng, {out} bị loại hoặc chưa rõ đơn vị.\n\
             {expected} đơn vị phải báo cáo, {missing} chưa có báo cáo.",
            definition.title.vi
        ),
        Language::En => format!(
            "{}\n{sent}: {accepted} count, {replaced} replaced or duplicate, {out} rejected or unidentified.\n\
             {expected} branches should report, {missing} missing.",
            definition.title.en
        ),
    };
    if of_another_period > 0 {
        text.push_str(&match language {
            Language::Vi => format!("\n{of_another_period} báo cáo của các kỳ khác, chưa xét đến."),
            Language::En => format!("\n{of_another_period} of other periods, set aside."),
        });
    }
    if announced > 0 {
        text.push_str(&match language {
            Language::Vi => format!("\nKhớp {matched} trên {announced} số đã công bố."),
            Language::En => format!("\n{matched} of {announced} published figures agree."),
        });
    }
    for severity in [Severity::Fatal, Severity::Error, Severity::Warning] {
        let checks = messages::by_check(&outcome.flags, severity);
        let shown: Vec<String> =
            checks.iter().map(|(check, count)| format!("{} ×{count}", check.code())).collect();
        if !shown.is_empty() {
            text.push_str(&format!("\n{}: {}", messages::severity(severity, language), shown.join(", ")));
        }
    }
    text
}
