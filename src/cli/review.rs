//! `tonghop review`: what a published run leaves open, the most important first; an acceptance or a correction is written down.

use super::options::Review;
use super::{FAILED, USAGE, messages, terminal};
use crate::model::Severity;
use crate::publish::Language;
use crate::review::{self, CurrentRun, Decider, Decision, PublishedFlag, ReviewError};
use serde_json::json;
use std::path::{Path, PathBuf};

/// Runs the command.
pub fn run(options: &Review) -> u8 {
    let done = CurrentRun::open(&options.out).and_then(|run| match decision(&run, options)? {
        Some(decision) => decide(&run, &decision, options),
        None => Ok(list(&run, options)),
    });
    match done {
        Ok(text) => terminal::data(&text),
        Err(error) => failed(&error),
    }
}

fn failed(error: &ReviewError) -> u8 {
    match error {
        ReviewError::Definition(error) => terminal::message(&error.drawn(terminal::is_colour_wanted())),
        error => terminal::message(&format!("tonghop: {error}")),
    }
    if error.is_of_usage() { USAGE } else { FAILED }
}

/// The decision that was asked for.
fn decision(run: &CurrentRun, options: &Review) -> Result<Option<Decision>, ReviewError> {
    let today = jiff::Zoned::now().date().to_string();
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let (by, reason) = (text(&options.by), text(&options.reason));
    let who = Decider { by: &by, date: &today, reason: &reason };
    match (&options.accept, &options.correct) {
        (Some(flag), _) => review::accept(run, flag, who).map(Some),
        (None, Some(flag)) => review::correct(run, flag, options.value.as_deref(), who).map(Some),
        (None, None) => Ok(None),
    }
}

/// Writes a decision down, and tells where.
fn decide(run: &CurrentRun, decision: &Decision, options: &Review) -> Result<String, ReviewError> {
    let folder = pipeline(run, options)?;
    let path = review::write(run, &folder, decision)?;
    if options.json {
        let fields: serde_json::Map<String, serde_json::Value> =
            decision.fields.iter().map(|(name, value)| ((*name).to_owned(), json!(value))).collect();
        return Ok(format!("{:#}\n", json!({ "file": path, "line": fields })));
    }
    let path = path.display();
    let mut text = match options.lang.into() {
        Language::Vi => format!("Đã ghi vào {path}. Lần tổng hợp sau sẽ áp dụng.\n"),
        Language::En => format!("Written to {path}. The next ingest applies it.\n"),
    };
    if decision.stays_out {
        text.push_str(match options.lang.into() {
            Language::Vi => {
                "Giá trị này vẫn không được tính vào tổng; muốn tính, hãy dùng --correct với số đúng.\n"
            }
            Language::En => {
                "The value still does not count; to let one count, use --correct with the right number.\n"
            }
        });
    }
    Ok(text)
}

/// The folder that decisions belong in: the one that was given, else the one that the run has noted.
fn pipeline(run: &CurrentRun, options: &Review) -> Result<PathBuf, ReviewError> {
    let folder = options.pipeline.clone().or_else(|| run.pipeline.clone());
    let folder = folder.filter(|folder| folder.is_dir());
    folder.ok_or_else(|| {
        let id = &run.pipeline_id;
        ReviewError::Refused(format!(
            "the folder of the pipeline `{id}` is not where the run was made: give it with --pipeline"
        ))
    })
}

/// The flags that were asked for, in the order of review.
fn list(run: &CurrentRun, options: &Review) -> String {
    let least = options.severity.map_or(Severity::Warning, |least| least.severity());
    let is_wanted = |flag: &&PublishedFlag| {
        let is_of_branch = options.branch.as_ref().is_none_or(|branch| *branch == flag.branch);
        let is_severe = flag.severity() >= least || (options.all && options.severity.is_none());
        is_of_branch && is_severe && (options.all || (flag.is_open() && !flag.is_replaced()))
    };
    let wanted: Vec<&PublishedFlag> = run.flags.iter().filter(is_wanted).collect();
    let shown = wanted.get(..options.limit.min(wanted.len())).unwrap_or_default();
    if options.json {
        return format!("{:#}\n", json!({ "flags": shown, "of": wanted.len() }));
    }
    let language = options.lang.into();
    let mut text: String = shown.iter().map(|flag| entry(flag, language)).collect();
    text.push_str(&footer((shown.len(), wanted.len()), run, &options.out, language));
    text
}

/// One flag: its id, severity, impact and place, and below it what to do.
fn entry(flag: &PublishedFlag, language: Language) -> String {
    let severity = messages::severity(flag.severity(), language);
    let impact = match flag.impact_pct.as_str() {
        "" => String::new(),
        impact => format!("  {}", amount(impact, language) + " %"),
    };
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

fn amount(plain: &str, language: Language) -> String {
    let amount = crate::model::Amount::parse(plain).map(|(amount, _)| amount);
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
