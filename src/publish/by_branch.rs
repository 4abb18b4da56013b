//! `by_branch.csv`: an indicator of a branch.

use super::edition::{BOUNDS, Edition, SEVERITIES};
use super::file::Written;
use super::table::{Column, TableDescription};
use super::{PublishError, describe, lines};
use crate::model::outcome::BranchRow;
use crate::pipeline::Branch;
use std::path::Path;

/// A branch's figure and what gives its indexes names.
struct Row<'a> {
    edition: &'a Edition<'a>,
    figure: &'a BranchRow,
}

impl<'a> Row<'a> {
    fn branch(&self) -> Option<&'a Branch> {
        self.edition.branch(Some(self.figure.branch))
    }
}

/// Columns in their published order.
fn columns<'a>() -> Vec<Column<Row<'a>>> {
    vec![
        Column::<Row>::written("period", "The period, written as in totals.", |row, line| {
            row.figure.period.append_to(line);
        })
        .key(),
        Column::<Row>::text("branch", "The branch's code in the register.", |row| {
            row.branch().map_or("", |found| &found.code).into()
        })
        .key(),
        Column::<Row>::text("indicator", "The indicator's id in the pipeline.", |row| {
            row.edition.indicator_id(Some(row.figure.indicator)).into()
        })
        .key(),
        Column::<Row>::text(
            "measure",
            "actual, or another measure that the pipeline declares, such as plan.",
            |row| row.edition.measure(row.figure.measure).into(),
        )
        .key(),
        Column::<Row>::text(
            "breakdown",
            "The part of the indicator, such as age=15-24;sex=female; empty for the whole.",
            |row| row.figure.breakdown.as_str().into(),
        )
        .key(),
        Column::<Row>::text("branch_name", "The branch's name in the register.", |row| {
            row.branch().map_or("", |found| &found.name).into()
        }),
        Column::<Row>::text("branch_type", "The branch's type in the register.", |row| {
            row.branch().map_or("", |found| &found.kind).into()
        }),
        Column::<Row>::text("sector", "The branch's sector in the register.", |row| {
            row.branch().map_or("", |found| &found.sector).into()
        }),
        Column::<Row>::decimal(
            "value",
            "The value in the row's unit; empty where it is missing or does not count.",
            |row| row.figure.value,
        ),
        Column::<Row>::word(
            "bound",
            "What the value claims: exact, or a bound as reported.",
            BOUNDS,
            |row| row.figure.value.map(|_| row.figure.bound.as_str()),
        ),
        Column::<Row>::text("unit", "The unit of the row's values.", |row| {
            row.edition.unit(row.figure.indicator).into()
        }),
        Column::<Row>::decimal("share_of_total", "Share of the total of all branches.", |row| {
            row.figure.share_of_total
        })
        .unit("percent"),
        Column::<Row>::decimal("per_member", "The value for each member, in the row's unit.", |row| {
            row.figure.per_member
        }),
        Column::<Row>::decimal(
            "previous",
            "The value of the period right before (December for January), in the row's unit: as it was published then, or as this run has it; of a \
             branch that replaces others, theirs together; empty where it is not known.",
            |row| row.figure.previous,
        ),
        Column::<Row>::decimal(
            "change_pct",
            "Change of the value against previous; empty where previous is missing or zero, and in a longer period that is not over.",
            |row| row.figure.change_pct,
        )
        .unit("percent"),
        Column::<Row>::word(
            "worst_severity",
            "The worst severity among the flags of the value; empty without flags.",
            SEVERITIES,
            |row| row.figure.worst_severity.map(|found| found.as_str()),
        ),
        Column::<Row>::integer("flags", "Flags of the value.", |row| Some(row.figure.flags)).unit("flags"),
    ]
}

/// What the table is.
pub(super) fn description() -> TableDescription {
    describe("by_branch", "An indicator of a branch in a period.", &columns(), &[])
}

/// Writes the table, in the order of the outcome.
pub(super) fn write(edition: &Edition, path: &Path) -> Result<Written, PublishError> {
    let rows = edition.outcome.branches.iter().map(|figure| Row { edition, figure });
    lines::write(path, edition.definition.judging.dialect, &columns(), rows)
}
