//! A line is added to a file of decisions: whole or not at all, and only where the definition can be read with it.

use super::ReviewError;
use super::current::CurrentRun;
use super::decide::Decision;
use crate::pipeline;
use crate::publish;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// Adds a decision to its file in the pipeline's folder; gives the file. What the file holds stays as it is, byte for byte.
///
/// # Errors
/// Where the folder is that of another pipeline, the file lacks a column or could not be read with the line, or the operating system refuses.
pub fn write(run: &CurrentRun, folder: &Path, decision: &Decision) -> Result<PathBuf, ReviewError> {
    let path = folder.join(decision.file);
    let before = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => String::new(),
        Err(error) => return Err(ReviewError::Unreadable { path, reason: error.to_string() }),
    };
    let after = added(&before, decision)?;
    check(run, folder, decision.file, &after)?;
    publish::replace(&path, after.as_bytes())?;
    Ok(path)
}

/// Reads the definition with the file as it will be, before anything is written.
fn check(run: &CurrentRun, folder: &Path, file: &str, text: &str) -> Result<(), ReviewError> {
    let definition = pipeline::load_with(folder, (file, text.as_bytes()))?;
    if definition.id == run.pipeline_id {
        return Ok(());
    }
    Err(ReviewError::Refused(format!(
        "{} holds the pipeline `{}`, the run was made with `{}`: give its folder with --pipeline",
        folder.display(),
        definition.id,
        run.pipeline_id
    )))
}

/// The text of a file with a line more.
pub(super) fn added(before: &str, decision: &Decision) -> Result<String, ReviewError> {
    let line_end = if before.contains("\r\n") { "\r\n" } else { "\n" };
    let body = before.strip_prefix('\u{feff}').unwrap_or(before);
    let header = match body.trim().is_empty() {
        true => decision.fields.iter().map(|(name, _)| (*name).to_owned()).collect(),
        false => header(body),
    };
    check_columns(&header, decision)?;
    let value = |name: &String| {
        decision.fields.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    };
    let line: Vec<&str> = header.iter().map(value).collect();
    let mut after = before.to_owned();
    if body.trim().is_empty() {
        after.push_str(&(record(&header) + line_end));
    } else if !after.ends_with('\n') {
        after.push_str(line_end);
    }
    after.push_str(&(record(&line) + line_end));
    Ok(after)
}

/// The columns of a file.
fn header(text: &str) -> Vec<String> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    let first = reader.records().next().and_then(Result::ok).unwrap_or_default();
    first.iter().map(|name| name.trim().to_owned()).collect()
}

/// Refuses a file in which a part of the decision would be lost. What is said for people only may be.
fn check_columns(header: &[String], decision: &Decision) -> Result<(), ReviewError> {
    let is_usual = |name: &str, value: &str| match name {
        "about" | "period" => decision.file == "accepted.csv",
        "measure" => value == "actual",
        _ => value.is_empty(),
    };
    let lost = decision
        .fields
        .iter()
        .find(|(name, value)| !header.iter().any(|known| known == name) && !is_usual(name, value));
    match lost {
        None => Ok(()),
        Some((name, _)) => Err(ReviewError::Refused(format!(
            "{} has no column `{name}`: add it to the header, with a comma more on every line",
            decision.file
        ))),
    }
}

/// Fields as a line of CSV.
fn record<T: AsRef<str>>(fields: &[T]) -> String {
    let field = |field: &T| {
        let text = field.as_ref();
        match text.contains([',', '"', '\n', '\r']) {
            true => format!("\"{}\"", text.replace('"', "\"\"")),
            false => text.to_owned(),
        }
    };
    fields.iter().map(field).collect::<Vec<_>>().join(",")
}
