//! `tonghop review`: what a published run leaves open, the most important first; an acceptance or a correction is written down.

use super::options::Review;
use super::{FAILED, USAGE, messages, terminal};
use crate::discover::shown_path;
use crate::model::{Amount, Severity};
use crate::publish::Language;
use crate::review::{
    self, CurrentRun, Decider, Decision, PublishedFlag, Replacement, ReviewError, Sentence, Written,
};
use serde_json::json;
use std::path::{Path, PathBuf};

/// Runs the command.
pub fn run(options: &Review) -> u8 {
    let done = CurrentRun::open(&options.out).and_then(|run| match decision(&run, options)? {
        Some(decision) => decide(&run, &decision, options),
        None => list(&run, options),
    });
    match done {
        Ok(text) => terminal::data(&text),
        Err(error) => failed(&error, options.lang.into()),
    }
}

fn failed(error: &ReviewError, language: Language) -> u8 {
    match error {
        ReviewError::Definition(error) => terminal::drawing(&error.drawn(terminal::is_colour_wanted())),
        error => terminal::message(&format!("tonghop: {}", error.text(language))),
    }
    if error.is_of_usage() { USAGE } else { FAILED }
}

/// The decision that was asked for.
fn decision(run: &CurrentRun, options: &Review) -> Result<Option<Decision>, ReviewError> {
    let today = jiff::Zoned::now().date().to_string();
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let (by, reason) = (text(&options.by), text(&options.reason));
    let who = Decider { by: &by, date: &today, reason: &reason };
    let replacement =
        Replacement { value: options.value.as_deref(), indicator: options.indicator.as_deref() };
    match (&options.accept, &options.correct) {
        (Some(flag), _) => review::accept(run, flag, who).map(Some),
        (None, Some(flag)) => review::correct(run, flag, replacement, who).map(Some),
        (None, None) => Ok(None),
    }
}

/// Writes a decision down, and tells what and where.
fn decide(run: &CurrentRun, decision: &Decision, options: &Review) -> Result<String, ReviewError> {
    let folder = pipeline(run, options).ok_or_else(|| no_pipeline(run))?;
    let written = review::write(run, &folder, decision)?;
    if options.json {
        let fields: serde_json::Map<String, serde_json::Value> =
            decision.fields.iter().map(|(name, value)| ((*name).to_owned(), json!(value))).collect();
        return Ok(terminal::json(&json!({ "file": shown_path(&written.path), "line": fields })));
    }
    let language = options.lang.into();
    let (path, line) = (written.path.display(), written.line);
    let place = match language {
        Language::Vi => format!("Đã ghi vào {path} (dòng {line}). Lần tổng hợp sau sẽ áp dụng.\n"),
        Language::En => format!("Written to {path} (line {line}). The next ingest applies it.\n"),
    };
    let advice =
        decision.advice.as_ref().map_or(String::new(), |advice| format!("{}\n", advice.text(language)));
    Ok(decided(decision, &written, language) + &place + &advice)
}

/// What was decided: branch, period and indicator, the value found and what becomes of it.
fn decided(decision: &Decision, written: &Written, language: Language) -> String {
    let subject = subject(decision, written, language);
    if decision.file == "corrections.csv" {
        let value = |column| messages::clean(&amount(decision.text(column), language));
        let (found, value) = (value("value_found"), value("value"));
        let unit = Some(&written.unit).filter(|unit| !unit.is_empty());
        let unit = unit.map_or(String::new(), |unit| format!(" {}", messages::clean(unit)));
        return match language {
            Language::Vi => format!("Đã sửa: {subject}: {found} → {value}{unit}.\n"),
            Language::En => format!("Corrected: {subject}: {found} → {value}{unit}.\n"),
        };
    }
    let flag = &decision.flag;
    let found = messages::clean(&amount(&flag.found, language));
    match language {
        Language::Vi => format!("Đã ghi nhận cờ [{}]: {subject}: giữ nguyên “{found}”.\n", flag.check),
        Language::En => format!("Accepted the flag [{}]: {subject}: “{found}” stands.\n", flag.check),
    }
}

/// Branch, period and indicator of a decision, with measure and breakdown where they are not the usual ones; the file where no branch is known.
fn subject(decision: &Decision, written: &Written, language: Language) -> String {
    let flag = &decision.flag;
    let branch = format!("{} {}", flag.branch, written.branch);
    let label = match language {
        Language::Vi => &written.indicator.vi,
        Language::En => &written.indicator.en,
    };
    let label = if label.is_empty() { String::new() } else { format!("“{label}”") };
    let measure = Some(decision.text("measure")).filter(|measure| *measure != "actual").unwrap_or_default();
    let file = if flag.branch.is_empty() { flag.source_file.as_str() } else { "" };
    let parts = [file, branch.trim(), &flag.period, &label, measure, decision.text("breakdown")];
    let parts = parts.into_iter().filter(|part| !part.is_empty()).map(messages::clean);
    parts.collect::<Vec<_>>().join(", ")
}

/// The folder that decisions belong in: the one that was given, else the one that the run has noted.
fn pipeline(run: &CurrentRun, options: &Review) -> Option<PathBuf> {
    let folder = options.pipeline.clone().or_else(|| run.pipeline.clone());
    folder.filter(|folder| folder.is_dir())
}

fn no_pipeline(run: &CurrentRun) -> ReviewError {
    let id = &run.pipeline_id;
    ReviewError::Refused(Sentence::new(
        format!("thư mục định nghĩa của `{id}` không còn ở chỗ cũ: hãy chỉ thư mục bằng --pipeline"),
        format!("the folder of the pipeline `{id}` is not where the run was made: give it with --pipeline"),
    ))
}

/// The flags that were asked for, in the order of review.
fn list(run: &CurrentRun, options: &Review) -> Result<String, ReviewError> {
    let folder = pipeline(run, options);
    let code = |text: &String| review::branch(run, folder.as_deref(), text);
    let branch = options.branch.as_ref().map(code).transpose()?;
    let least = options.severity.map_or(Severity::Warning, |least| least.severity());
    let is_wanted = |flag: &&PublishedFlag| {
        let is_of_branch = branch.as_ref().is_none_or(|branch| *branch == flag.branch);
        let is_severe = flag.severity() >= least || (options.all && options.severity.is_none());
        is_of_branch && is_severe && (options.all || (flag.is_open() && !flag.is_replaced()))
    };
    let wanted: Vec<&PublishedFlag> = run.flags.iter().filter(is_wanted).collect();
    let shown = wanted.get(..options.limit.min(wanted.len())).unwrap_or_default();
    if options.json {
        return Ok(terminal::json(&json!({ "flags": shown, "of": wanted.len() })));
    }
    let language = options.lang.into();
    let mut text: String = shown.iter().map(|flag| entry(flag, language)).collect();
    text.push_str(&footer((shown.len(), wanted.len()), run, &options.out, language));
    Ok(text)
}

/// One flag: its id, severity, impact and place, and below it what to do.
fn entry(flag: &PublishedFlag, language: Language) -> String {
    let severity = messages::severity(flag.severity(), language);
    let impact = impact(&flag.impact_pct, language);
    let place = [&flag.branch, &flag.period, &flag.indicator, &flag.source_file, &flag.sheet, &flag.cell];
    let place: Vec<String> =
        place.into_iter().filter(|part| !part.is_empty()).map(|part| messages::clean(part)).collect();
    let message = match language {
        Language::Vi => &flag.message_vi,
        Language::En => &flag.message_en,
    };
    let mut text = format!(
        "{}  {severity}{impact}  [{}]\n    {}\n    {}\n",
        flag.flag,
        flag.check,
        place.join(" › "),
        messages::clean(message)
    );
    if !flag.suggested.is_empty() {
        let suggested = amount(&flag.suggested, language);
        text.push_str(&match language {
            Language::Vi => format!("    Giá trị đề xuất: {suggested} (--correct {} để dùng)\n", flag.flag),
            Language::En => format!("    Suggested: {suggested} (--correct {} takes it)\n", flag.flag),
        });
    }
    if !flag.is_open() {
        let (by, reason) = (messages::clean(&flag.accepted_by), messages::clean(&flag.accepted_reason));
        text.push_str(&match language {
            Language::Vi => format!("    Đã xem xét: {by}, {reason}\n"),
            Language::En => format!("    Settled by {by}: {reason}\n"),
        });
    }
    text
}

/// How much of the total hangs on the value. Beyond the whole of it a figure says no more: `flags.csv` keeps it.
fn impact(percent: &str, language: Language) -> String {
    let Some((of, _)) = Amount::parse(percent) else { return String::new() };
    let percent = if of > Amount::from_units(100) { "> 100".to_owned() } else { amount(percent, language) };
    match language {
        Language::Vi => format!("  {percent} % tổng số"),
        Language::En => format!("  {percent} % of the total"),
    }
}

fn amount(plain: &str, language: Language) -> String {
    let amount = Amount::parse(plain).map(|(amount, _)| amount);
    amount.map_or_else(|| plain.to_owned(), |amount| crate::publish::message::number(amount, language))
}

/// How many there are, and how to settle one.
fn footer((shown, wanted): (usize, usize), run: &CurrentRun, out: &Path, language: Language) -> String {
    let settled = run.flags.iter().filter(|flag| !flag.is_open()).count();
    let out = out.display();
    match (language, wanted) {
        (Language::Vi, 0) => format!("Không còn cờ nào phải xem ({settled} đã xem xét).\n"),
        (Language::En, 0) => format!("Nothing is open ({settled} settled).\n"),
        (Language::Vi, _) => format!(
            "\n{shown} trên {wanted} cờ, quan trọng nhất trước; {settled} đã xem xét.\n\
             Ghi nhận: tonghop review {out} --accept CỜ --by \"Ai\" --reason \"Vì sao\"\n\
             Sửa số:   tonghop review {out} --correct CỜ --value SỐ --by \"Ai\" --reason \"Vì sao\"\n"
        ),
        (Language::En, _) => format!(
            "\n{shown} of {wanted} flags, the most important first; {settled} settled.\n\
             Let it stand: tonghop review {out} --accept FLAG --by \"who\" --reason \"why\"\n\
             Correct it:   tonghop review {out} --correct FLAG --value NUMBER --by \"who\" --reason \"why\"\n"
        ),
    }
}
