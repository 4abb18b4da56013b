//! A line is added to a file of decisions: whole or not at all, and only where the definition can be read with it.

use super::current::CurrentRun;
use super::decide::{Decision, refused};
use super::{ReviewError, Sentence};
use crate::pipeline::{self, Correction, Definition, Label};
use crate::publish::{self, PublishError};
use std::fs::File;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// A decision that was written, with what is told of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The file.
    pub path: PathBuf,
    /// Its line, from 1.
    pub line: u32,
    /// Name of the branch; empty where none is concerned.
    pub branch: String,
    /// Label of the indicator; empty where none is concerned.
    pub indicator: Label,
    /// Base unit of the indicator.
    pub unit: String,
}

/// Adds a decision to its file in the pipeline's folder; gives the place and what it is about. What the file holds stays as it is, byte for byte.
///
/// Whoever else writes a decision of this kind meanwhile waits for this one: no line is lost.
///
/// # Errors
/// Where the folder is that of another pipeline, the decision is there already, the file lacks a column or could not be read with the line,
/// or the operating system refuses.
pub fn write(run: &CurrentRun, folder: &Path, decision: &Decision) -> Result<Written, ReviewError> {
    // Before the lock: in a folder that holds no pipeline nothing is left behind.
    check_pipeline(run, folder, &pipeline::load(folder)?)?;
    let path = folder.join(decision.file);
    let _lock = lock(folder, decision.file)?;
    let before = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => String::new(),
        Err(error) => return Err(ReviewError::Unreadable { path, reason: error.to_string() }),
    };
    check_undecided(decision, &pipeline::load(folder)?)?;
    let after = added(&before, decision)?;
    let definition = pipeline::load_with(folder, (decision.file, after.as_bytes()))?;
    publish::replace(&path, after.as_bytes())?;
    Ok(written(path, decision, &definition))
}

/// Takes the lock of a file of decisions, beside it; held for as long as it is open. Writing takes a moment, so whoever comes second waits.
fn lock(folder: &Path, file: &str) -> Result<File, ReviewError> {
    let path = folder.join(format!(".{file}.lock"));
    let opened = File::options().create(true).truncate(false).write(true).open(&path);
    let lock = opened.map_err(|error| PublishError::io("open", &path, error))?;
    lock.lock().map_err(|error| PublishError::io("lock", &path, error))?;
    Ok(lock)
}

/// A decision belongs to the pipeline that the run was made with.
fn check_pipeline(run: &CurrentRun, folder: &Path, definition: &Definition) -> Result<(), ReviewError> {
    let (own, wanted, folder) = (&definition.id, &run.pipeline_id, folder.display());
    if own == wanted {
        return Ok(());
    }
    refused(
        format!(
            "{folder} chứa định nghĩa `{own}`, còn lần tổng hợp dùng định nghĩa `{wanted}`: hãy chỉ đúng thư mục bằng --pipeline"
        ),
        format!(
            "{folder} holds the pipeline `{own}`, the run was made with `{wanted}`: give its folder with --pipeline"
        ),
    )
}

/// Refuses a second decision about a flag or a value: it would contradict the first.
fn check_undecided(decision: &Decision, definition: &Definition) -> Result<(), ReviewError> {
    let judging = &definition.judging;
    if let Some(earlier) = judging.accepted.iter().find(|earlier| earlier.flag == decision.flag.flag) {
        let done = Sentence::new("đã được ghi nhận", "already accepted");
        let who = (earlier.by.as_str(), earlier.date.to_string());
        return decided(&done, who, (earlier.line, "accepted.csv"));
    }
    let is_same = |earlier: &&Correction| is_about(decision, earlier, definition);
    let earlier = judging.corrections.iter().filter(|_| decision.file == "corrections.csv").find(is_same);
    earlier.map_or(Ok(()), |earlier| {
        let value = &earlier.value;
        let done =
            Sentence::new(format!("đã được sửa thành {value}"), format!("already corrected to {value}"));
        let who = (earlier.by.as_str(), earlier.date.to_string());
        decided(&done, who, (earlier.line, "corrections.csv"))
    })
}

fn decided(
    done: &Sentence,
    (by, date): (&str, String),
    (line, file): (u32, &str),
) -> Result<(), ReviewError> {
    refused(
        format!(
            "{}, {by} quyết định ngày {date} (dòng {line} của {file}): muốn đổi, hãy xoá hoặc sửa dòng đó",
            done.vi
        ),
        format!("{} by {by} on {date} (line {line} of {file}): delete or change that line", done.en),
    )
}

/// Whether a correction of the definition replaces the same value.
fn is_about(decision: &Decision, earlier: &Correction, definition: &Definition) -> bool {
    let branch = definition.judging.register.branches.get(earlier.branch as usize);
    let indicator = definition.reading.indicators.get(earlier.indicator as usize);
    let measure = definition.reading.measures.get(usize::from(earlier.measure));
    decision.text("period") == earlier.period.to_string()
        && branch.is_some_and(|branch| branch.code == decision.text("branch"))
        && indicator.is_some_and(|indicator| indicator.id == decision.text("indicator"))
        && measure.is_some_and(|measure| measure == decision.text("measure"))
        && earlier.breakdown == decision.text("breakdown")
        && earlier.value_found == decision.text("value_found")
}

/// What is told of a decision that was written: its line is the last one.
fn written(path: PathBuf, decision: &Decision, definition: &Definition) -> Written {
    let (judging, flag) = (&definition.judging, &decision.flag);
    let line = match decision.file {
        "corrections.csv" => judging.corrections.last().map(|own| own.line),
        _ => judging.accepted.last().map(|own| own.line),
    };
    // Of a rule another figure may be corrected than the one that the flag stands at.
    let id = [decision.text("indicator"), &flag.indicator].into_iter().find(|id| !id.is_empty());
    let indicator = definition.reading.indicators.iter().find(|known| Some(known.id.as_str()) == id);
    let branch = judging.register.branches.iter().find(|known| known.code == flag.branch);
    Written {
        path,
        line: line.unwrap_or_default(),
        branch: branch.map(|known| known.name.clone()).unwrap_or_default(),
        indicator: indicator.map(|known| known.label.clone()).unwrap_or_default(),
        unit: indicator.map(|known| known.unit.clone()).unwrap_or_default(),
    }
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
    let (file, Some((name, _))) = (decision.file, lost) else { return Ok(()) };
    refused(
        format!(
            "{file} thiếu cột `{name}`: hãy thêm cột vào dòng tiêu đề, và thêm một dấu phẩy vào mọi dòng"
        ),
        format!("{file} has no column `{name}`: add it to the header, with a comma more on every line"),
    )
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
