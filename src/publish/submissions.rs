//! `submissions.csv`: a branch's report in a file; a file that gives none has one row too.

use super::edition::{Edition, shown};
use super::file::Written;
use super::table::{self, Column, TableDescription};
use super::{PublishError, describe};
use crate::model::outcome::{Status, Submission};
use std::path::Path;

/// The words of `status`.
const STATUSES: &[&str] = &{
    let mut words = [""; Status::ALL.len()];
    let mut at = 0;
    while at < words.len() {
        words[at] = Status::ALL[at].as_str();
        at += 1;
    }
    words
};

/// A submission and what gives its indexes names.
struct Row<'a> {
    edition: &'a Edition<'a>,
    submission: &'a Submission,
    index: usize,
}

/// Columns in their published order.
fn columns<'a>() -> Vec<Column<Row<'a>>> {
    vec![
        Column::<Row>::text(
            "submission",
            "Twelve hex digits of SHA-256 over relative path, sheet and content.",
            |row| row.submission.id.as_str().into(),
        )
        .key(),
        Column::text("source_file", "The file's path, relative to the input folder.", |row| {
            row.submission.source_file.as_str().into()
        }),
        Column::text(
            "sheet",
            "The sheet that the report fills; Sheet1!B4 for a block or records that begin there; several are separated by semicolons; empty where it is the whole workbook.",
            |row| row.submission.sheet.as_str().into(),
        ),
        Column::text(
            "sha256",
            "SHA-256 of the file's bytes, hex; empty for a stray, which is never opened.",
            |row| row.submission.sha256.as_str().into(),
        ),
        Column::<Row>::integer("bytes", "The file's size.", |row| Some(row.submission.bytes)).unit("bytes"),
        Column::text("branch", "The branch's code in the register; empty where it is not known.", |row| {
            row.edition.branch_code(row.submission.branch).into()
        }),
        Column::text(
            "matched_by",
            "Where the branch was found and how it was matched, such as right_of:exact.",
            |row| row.submission.matched_by.as_str().into(),
        ),
        Column::text("period", "The period that it covers; empty where it is not known.", |row| {
            shown(row.submission.period)
        }),
        Column::text("template_version", "The version of the form, as the form states it.", |row| {
            row.submission.template_version.as_str().into()
        }),
        Column::word("status", "What became of it; only the accepted ones count.", STATUSES, |row| {
            Some(row.submission.status.as_str())
        }),
        Column::text("superseded_by", "The submission that replaces it or says the same.", |row| {
            row.edition.submission(row.submission.superseded_by).map_or("", |other| &other.id).into()
        }),
        Column::<Row>::integer("facts", "Its rows in facts.", |row| {
            Some(row.submission.batch.facts.len() as u64)
        })
        .unit("facts"),
        Column::<Row>::integer(
            "cells_read",
            "Its cells that are not empty; cells of the workbook that are in no report stand with the first.",
            |row| Some(row.submission.batch.cells_read()),
        )
        .unit("cells"),
        Column::<Row>::integer(
            "cells_ignored",
            "Cells of other sheets, outside the tables, or notes.",
            |row| Some(row.submission.batch.dispositions().ignored()),
        )
        .unit("cells"),
        Column::<Row>::integer("errors", "Flags at error or above.", |row| {
            Some(row.edition.flags_of(row.index).errors)
        })
        .unit("flags"),
        Column::<Row>::integer("warnings", "Flags at warning.", |row| {
            Some(row.edition.flags_of(row.index).warnings)
        })
        .unit("flags"),
        Column::text("reason", "Why it does not count: the code of a check, or a word or two.", |row| {
            row.submission.reason.as_str().into()
        }),
    ]
}

/// What the table is.
pub(super) fn description() -> TableDescription {
    let row = "A branch's report in a file; a file that gives none has one row too.";
    describe("submissions", row, &columns(), &[("superseded_by", "submissions", "submission")])
}

/// Writes the table, in the order of the outcome: that of the paths.
pub(super) fn write(edition: &Edition, path: &Path) -> Result<Written, PublishError> {
    let submissions = edition.outcome.submissions.iter().enumerate();
    let rows = submissions.map(|(index, submission)| Row { edition, submission, index });
    table::write(path, edition.definition.judging.dialect, &columns(), rows)
}
