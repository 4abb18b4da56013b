//! `tonghop check`: a branch looks at its own workbook before sending it. Nothing is written.

use super::options::CheckFiles;
use super::{FAILED, FLAGGED, PUBLISHED, USAGE, messages, terminal};
use crate::model::outcome::Outcome;
use crate::pipeline::Definition;
use crate::publish::{Language, message};
use crate::run::{self, RunError};
use serde_json::{Value, json};

/// Runs the command.
pub fn run(options: &CheckFiles) -> u8 {
    let Some(definition) = super::definition(&options.pipeline) else { return USAGE };
    if let Some(absent) = options.files.iter().find(|file| !file.is_file()) {
        terminal::message(&format!("tonghop: there is no file {}", absent.display()));
        return USAGE;
    }
    let checked = super::isolation()
        .map_err(RunError::from)
        .and_then(|isolation| run::check(&definition, &options.files, options.period, &isolation));
    let outcome = match checked {
        Ok(outcome) => outcome,
        Err(error) => {
            terminal::message(&format!("tonghop: {error}"));
            return FAILED;
        }
    };
    let text = match options.json {
        true => terminal::json(&as_json(&outcome, &definition)),
        false => as_text(&outcome, &definition, options.lang.into()),
    };
    let written = terminal::data(&text);
    let is_flagged = outcome.flags.iter().any(|flag| options.fail_on.is_reached_by(flag.severity));
    match (written, is_flagged) {
        (PUBLISHED, true) => FLAGGED,
        (code, _) => code,
    }
}

fn as_text(outcome: &Outcome, definition: &Definition, language: Language) -> String {
    let mut text = String::new();
    for submission in &outcome.submissions {
        text.push_str(&header(submission, definition, language));
    }
    for flag in &outcome.flags {
        text.push_str(&messages::flag(flag, outcome, definition, language));
    }
    if outcome.flags.is_empty() {
        text.push_str(match language {
            Language::Vi => "Không có vấn đề nào (chưa so với các đơn vị khác và các kỳ trước).\n",
            Language::En => "Nothing to correct (not compared with other branches and earlier periods).\n",
        });
    }
    text
}

/// Whose report it is taken for: the first thing that a branch must see.
fn header(
    submission: &crate::model::outcome::Submission,
    definition: &Definition,
    language: Language,
) -> String {
    let branch = submission.branch.and_then(|at| definition.judging.register.branches.get(at as usize));
    let name = branch.map_or("?".to_owned(), |branch| format!("{} {}", branch.code, branch.name));
    let period = submission.period.map_or("?".to_owned(), |period| period.to_string());
    let facts = submission.batch.facts.iter().filter(|fact| fact.is_included).count();
    let mut file = messages::clean(&submission.source_file);
    if !submission.sheet.is_empty() {
        file = format!("{file} › {}", messages::clean(&submission.sheet));
    }
    match language {
        Language::Vi => format!("{file}: {name}, kỳ {period}, {facts} giá trị\n"),
        Language::En => format!("{file}: {name}, period {period}, {facts} values\n"),
    }
}

fn as_json(outcome: &Outcome, definition: &Definition) -> Value {
    let flags: Vec<Value> = outcome
        .flags
        .iter()
        .map(|flag| {
            let submission = flag.submission.and_then(|at| outcome.submissions.get(at));
            json!({
                "check": flag.check.code(),
                "severity": flag.severity.as_str(),
                "source_file": submission.map(|submission| &submission.source_file),
                "report": submission.map(|submission| &submission.sheet),
                "sheet": flag.sheet,
                "cell": flag.cell.map(|cell| cell.to_string()),
                "found": flag.found,
                "expected": flag.expected,
                "suggested": flag.suggested.map(|value| value.to_string()),
                "message_vi": message(flag, outcome, definition, Language::Vi),
                "message_en": message(flag, outcome, definition, Language::En),
            })
        })
        .collect();
    json!({ "flags": flags })
}
