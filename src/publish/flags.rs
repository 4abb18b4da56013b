//! `flags.csv`: an anomaly, with where it is, what it does to the total, and what to do, in both languages.

use super::edition::{Edition, SEVERITIES, shown};
use super::file::Written;
use super::message::{Language, message};
use super::table::{Column, TableDescription};
use super::{PublishError, describe, lines};
use crate::model::Scope;
use crate::model::outcome::FlagRow;
use std::path::Path;

/// The words of `scope`.
const SCOPES: &[&str] = &[
    Scope::File.as_str(),
    Scope::Sheet.as_str(),
    Scope::Cell.as_str(),
    Scope::Branch.as_str(),
    Scope::Total.as_str(),
];

/// The words of `status`: nobody has looked, or somebody has accepted the flag with a reason.
const STATUSES: &[&str] = &["open", "accepted"];

/// A flag and what gives its indexes names.
struct Row<'a> {
    edition: &'a Edition<'a>,
    flag: &'a FlagRow,
}

impl Row<'_> {
    fn message(&self, language: Language) -> String {
        message(self.flag, self.edition.outcome, self.edition.definition, language)
    }
}

/// Columns in their published order.
fn columns<'a>() -> Vec<Column<Row<'a>>> {
    vec![
        Column::<Row>::text(
            "flag",
            "Hash of check, key and value: the same flag has the same id in the next run.",
            |row| row.flag.id.as_str().into(),
        )
        .key(),
        Column::<Row>::text("check", "The check's code in the catalogue.", |row| {
            row.flag.check.code().into()
        }),
        Column::<Row>::word(
            "severity",
            "info: nothing to do; warning: correct or accept it; error: correct and send again; fatal: \
             the file is out.",
            SEVERITIES,
            |row| Some(row.flag.severity.as_str()),
        ),
        Column::<Row>::word("scope", "What the flag speaks of.", SCOPES, |row| Some(row.flag.scope.as_str())),
        Column::<Row>::text(
            "branch",
            "The branch's code in the register; empty where none is concerned or known.",
            |row| row.edition.branch_code(row.flag.branch).into(),
        ),
        Column::<Row>::text("period", "The period, written as in totals.", |row| shown(row.flag.period)),
        Column::<Row>::text(
            "indicator",
            "The indicator's id in the pipeline; empty where the flag is about none.",
            |row| row.edition.indicator_id(row.flag.indicator).into(),
        ),
        Column::<Row>::text("submission", "The submission; empty where the flag is about none.", |row| {
            row.edition.submission(row.flag.submission).map_or("", |found| &found.id).into()
        }),
        Column::<Row>::text("source_file", "The file's path, relative to the input folder.", |row| {
            row.edition.submission(row.flag.submission).map_or("", |found| &found.source_file).into()
        }),
        Column::<Row>::text("sheet", "The sheet's name.", |row| row.flag.sheet.as_str().into()),
        Column::<Row>::text("cell", "The cell's address, C7.", |row| shown(row.flag.cell)),
        Column::<Row>::text("found", "What was found: a value, a name, a list of names.", |row| {
            row.flag.found.as_str().into()
        }),
        Column::<Row>::text("expected", "What was expected, in the same way.", |row| {
            row.flag.expected.as_str().into()
        }),
        Column::<Row>::decimal(
            "lower",
            "The lower limit of a statistical check, in the unit of the flagged value.",
            |row| row.flag.evidence.lower,
        ),
        Column::<Row>::decimal(
            "upper",
            "The upper limit of a statistical check, in the unit of the flagged value.",
            |row| row.flag.evidence.upper,
        ),
        Column::<Row>::decimal("score", "How far out the value lies, by the measure of the check.", |row| {
            row.flag.evidence.score
        }),
        Column::<Row>::decimal("threshold", "The score from which the check speaks.", |row| {
            row.flag.evidence.threshold
        }),
        Column::<Row>::integer("sample", "How many values the check compared.", |row| {
            row.flag.evidence.sample
        })
        .unit("values"),
        Column::<Row>::decimal(
            "suggested",
            "The value that is probably meant, in the indicator's unit.",
            |row| row.flag.suggested,
        ),
        Column::<Row>::decimal(
            "impact_pct",
            "How much of the indicator's total hangs on the value.",
            |row| row.flag.impact_pct,
        )
        .unit("percent"),
        Column::<Row>::text(
            "message_vi",
            "What was found, what was expected and what to do, in Vietnamese.",
            |row| row.message(Language::Vi).into(),
        ),
        Column::<Row>::text(
            "message_en",
            "What was found, what was expected and what to do, in English.",
            |row| row.message(Language::En).into(),
        ),
        Column::<Row>::word("status", "Whether somebody has accepted the flag.", STATUSES, |row| {
            Some(if row.flag.accepted.is_some() { "accepted" } else { "open" })
        }),
        Column::<Row>::text("accepted_by", "Who accepted it.", |row| {
            row.flag.accepted.as_ref().map_or("", |accepted| &accepted.by).into()
        }),
        Column::<Row>::text("accepted_reason", "Why it was accepted.", |row| {
            row.flag.accepted.as_ref().map_or("", |accepted| &accepted.reason).into()
        }),
        Column::<Row>::text(
            "toml",
            "Lines of pipeline.toml that would make the pipeline know a label or a column; empty for other checks.",
            |row| row.flag.toml.as_str().into(),
        ),
    ]
}

/// What the table is.
pub(super) fn description() -> TableDescription {
    let row = "An anomaly: where it is, what was found, what was expected, and what to do.";
    describe("flags", row, &columns(), &[("submission", "submissions", "submission")])
}

/// Writes the table, in the order of the outcome.
pub(super) fn write(edition: &Edition, path: &Path) -> Result<Written, PublishError> {
    let rows = edition.outcome.flags.iter().map(|flag| Row { edition, flag });
    lines::write(path, edition.definition.judging.dialect, &columns(), rows)
}
