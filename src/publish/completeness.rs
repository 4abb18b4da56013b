//! `completeness.csv`: a branch expected in a period.

use super::edition::{Edition, shown};
use super::file::Written;
use super::table::{Column, TableDescription};
use super::{PublishError, describe, lines};
use crate::model::outcome::CompletenessRow;
use std::path::Path;

/// The words of `status`, as [`CompletenessRow::status`] has them.
const STATUSES: &[&str] = &["reported", "late", "missing", "not_expected"];

/// A branch in a period and what gives its indexes names.
struct Row<'a> {
    edition: &'a Edition<'a>,
    line: &'a CompletenessRow,
}

/// Columns in their published order.
fn columns<'a>() -> Vec<Column<Row<'a>>> {
    vec![
        Column::<Row>::text("period", "The period, written as in totals.", |row| {
            shown(Some(row.line.period))
        })
        .key(),
        Column::<Row>::text("branch", "The branch's code in the register.", |row| {
            row.edition.branch_code(Some(row.line.branch)).into()
        })
        .key(),
        Column::<Row>::text("contact", "Whom to ask, from the register.", |row| {
            row.edition.branch(Some(row.line.branch)).map_or("", |branch| &branch.contact).into()
        }),
        Column::<Row>::boolean("expected", "Whether the branch should report for the period.", |row| {
            Some(row.line.expected)
        }),
        Column::<Row>::boolean("received", "Whether an accepted report is there.", |row| {
            Some(row.line.received)
        }),
        Column::<Row>::date(
            "received_at",
            "The day of the report: from the sheet, the file name, the document's properties or \
             received.csv.",
            |row| row.line.received_at,
        ),
        Column::<Row>::date("due_at", "The day on which the report was due.", |row| row.line.due_at),
        Column::<Row>::boolean("on_time", "Whether it was in time; empty where a day is not known.", |row| {
            row.line.on_time
        }),
        Column::<Row>::integer("indicators_expected", "Indicators asked of the branch.", |row| {
            Some(row.line.indicators_expected)
        })
        .unit("indicators"),
        Column::<Row>::integer(
            "indicators_reported",
            "Indicators for which the branch has a value.",
            |row| Some(row.line.indicators_reported),
        )
        .unit("indicators"),
        Column::<Row>::word("status", "What became of the expectation.", STATUSES, |row| {
            Some(row.line.status)
        }),
    ]
}

/// What the table is.
pub(super) fn description() -> TableDescription {
    describe(
        "completeness",
        "A branch of the register in a period, and whether it reported.",
        &columns(),
        &[],
    )
}

/// Writes the table, in the order of the outcome.
pub(super) fn write(edition: &Edition, path: &Path) -> Result<Written, PublishError> {
    let rows = edition.outcome.completeness.iter().map(|line| Row { edition, line });
    lines::write(path, edition.definition.judging.dialect, &columns(), rows)
}
