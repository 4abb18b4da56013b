//! The current run of an output folder: its flags, the facts in their cells, and the pipeline that it was made with.

use super::ReviewError;
use super::table::{Row, Table};
use crate::model::Severity;
use crate::model::outcome::Status;
use crate::publish;
use serde::Serialize;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// A published run.
#[derive(Clone, Debug)]
pub struct CurrentRun {
    /// Its folder.
    pub(super) run: PathBuf,
    /// What became of each submission.
    statuses: HashMap<String, String>,
    /// The id of its pipeline.
    pub pipeline_id: String,
    /// The folder of its pipeline, as the run has noted it.
    pub pipeline: Option<PathBuf>,
    /// Its flags, in the order of review.
    pub flags: Vec<PublishedFlag>,
}

/// A flag as it was published, open or not. Fields are those of `flags.csv`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PublishedFlag {
    /// Its id.
    pub flag: String,
    /// The check's code.
    pub check: String,
    /// How bad it is, as a word.
    pub severity: String,
    /// The branch's code; empty where none is concerned.
    pub branch: String,
    /// The period.
    pub period: String,
    /// The indicator's id; empty where it is about none.
    pub indicator: String,
    /// The submission's id.
    pub submission: String,
    /// The file.
    pub source_file: String,
    /// The sheet.
    pub sheet: String,
    /// The cell.
    pub cell: String,
    /// What was found.
    pub found: String,
    /// What was expected.
    pub expected: String,
    /// The value that is probably meant, with a decimal point; may be empty.
    pub suggested: String,
    /// How much of the total hangs on it, in percent, with a decimal point; may be empty.
    pub impact_pct: String,
    /// What to do, in Vietnamese.
    pub message_vi: String,
    /// What to do, in English.
    pub message_en: String,
    /// `open` or `accepted`.
    pub status: String,
    /// Who has settled it.
    pub accepted_by: String,
    /// Why.
    pub accepted_reason: String,
    /// What became of the submission: `accepted`, `superseded`, ...; empty where it is about none.
    pub submission_status: String,
}

impl PublishedFlag {
    fn of(row: Row, statuses: &HashMap<String, String>) -> Self {
        let text = |column| row.text(column).to_owned();
        Self {
            flag: text("flag"),
            check: text("check"),
            severity: text("severity"),
            branch: text("branch"),
            period: text("period"),
            indicator: text("indicator"),
            submission: text("submission"),
            source_file: text("source_file"),
            sheet: text("sheet"),
            cell: text("cell"),
            found: text("found"),
            expected: text("expected"),
            suggested: row.number("suggested"),
            impact_pct: row.number("impact_pct"),
            message_vi: text("message_vi"),
            message_en: text("message_en"),
            status: text("status"),
            accepted_by: text("accepted_by"),
            accepted_reason: text("accepted_reason"),
            submission_status: statuses.get(row.text("submission")).cloned().unwrap_or_default(),
        }
    }

    /// Whether nobody has decided about it.
    pub fn is_open(&self) -> bool {
        self.status != "accepted"
    }

    /// Whether another report has taken the place of the one that it speaks of: nothing hangs on it any more.
    pub fn is_replaced(&self) -> bool {
        [Status::Superseded, Status::Duplicate].iter().any(|status| status.as_str() == self.submission_status)
    }

    /// How bad it is; nothing to do where the word is not known.
    pub fn severity(&self) -> Severity {
        Severity::parse(&self.severity).unwrap_or(Severity::Info)
    }
}

/// A value in a cell, as far as a correction needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fact {
    pub branch: String,
    pub period: String,
    pub indicator: String,
    pub measure: String,
    pub breakdown: String,
    /// In base units; empty where none can be had.
    pub value: String,
    /// What stands in the cell.
    pub raw: String,
    pub origin: String,
    pub submission: String,
    pub sheet: String,
    pub cell: String,
}

impl Fact {
    /// The value that a correction names: in base units, or as it stands in the cell where it is no number.
    pub fn value_found(&self) -> &str {
        if self.value.is_empty() { &self.raw } else { &self.value }
    }
}

impl CurrentRun {
    /// Reads the current run of an output folder, or the folder of a run itself.
    ///
    /// # Errors
    /// Where nothing was published there, or a file of it cannot be read.
    pub fn open(out: &Path) -> Result<Self, ReviewError> {
        let run = publish::current(out).unwrap_or_else(|| out.to_owned());
        if !run.join("flags.csv").is_file() {
            return Err(ReviewError::NoRun(out.to_owned()));
        }
        let manifest = manifest(&run.join("manifest.json"))?;
        let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
        let pipeline = manifest.pointer("/settings/pipeline").map(text).filter(|path| !path.is_empty());
        let submissions = Table::read(&run.join("submissions.csv"), "submission", |_| true)?;
        let status = |row: Row| (row.text("submission").to_owned(), row.text("status").to_owned());
        let statuses: HashMap<String, String> = submissions.rows().map(status).collect();
        let flags = Table::read(&run.join("flags.csv"), "flag", |_| true)?;
        Ok(Self {
            pipeline_id: manifest.pointer("/pipeline/id").map(text).unwrap_or_default(),
            pipeline: pipeline.map(PathBuf::from),
            flags: flags.rows().map(|row| PublishedFlag::of(row, &statuses)).collect(),
            run,
            statuses,
        })
    }

    /// Whether a submission counts.
    pub(super) fn is_accepted(&self, submission: &str) -> bool {
        self.statuses.get(submission).is_some_and(|status| status.starts_with("accepted"))
    }

    /// The facts that say this in a column of `facts.csv`.
    pub(super) fn facts(&self, column: &str, said: &str) -> Result<Vec<Fact>, ReviewError> {
        let table = Table::read(&self.run.join("facts.csv"), column, |of| of == said)?;
        let text = |row: &Row, column: &str| row.text(column).to_owned();
        let fact = |row: Row| Fact {
            branch: text(&row, "branch"),
            period: text(&row, "period"),
            indicator: text(&row, "indicator"),
            measure: text(&row, "measure"),
            breakdown: text(&row, "breakdown"),
            value: row.number("value"),
            raw: text(&row, "raw"),
            origin: text(&row, "origin"),
            submission: text(&row, "submission"),
            sheet: text(&row, "sheet"),
            cell: text(&row, "cell"),
        };
        Ok(table.rows().map(fact).collect())
    }
}

fn manifest(path: &Path) -> Result<serde_json::Value, ReviewError> {
    let unreadable = |reason: String| ReviewError::Unreadable { path: path.into(), reason };
    let text = std::fs::read_to_string(path).map_err(|error| unreadable(error.to_string()))?;
    serde_json::from_str(&text).map_err(|error| unreadable(error.to_string()))
}
