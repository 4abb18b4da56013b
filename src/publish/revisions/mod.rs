//! `revisions.csv`: what changed against the run before, and why.
//!
//! The run before is, of each period, the newest one in the output folder and in the history. Of a period that is published for the first time there is nothing to
//! say. Rows with a branch are of reported periods; those without are the totals of all branches, of longer periods too.

mod before;
mod compare;
mod corrected;
mod reasons;

pub(super) use before::{Revisions, runs_of};

use super::edition::Edition;
use super::file::Written;
use super::table::{Column, TableDescription};
use super::{PublishError, describe, lines};
use crate::model::{Amount, Period};
use reasons::Reason;
use std::path::Path;

/// Name of the table.
pub(super) const NAME: &str = "revisions";

/// A value that changed, by ids: what the definition of today does not know any more is here too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Revision {
    /// Period.
    period: Period,
    /// The branch's code; empty for the total of all.
    branch: String,
    /// Id of the indicator.
    indicator: String,
    /// The measure.
    measure: String,
    /// The breakdown.
    breakdown: String,
    /// The indicator's base unit; empty where the definition has no such indicator.
    unit: String,
    /// What the run before has; none where it has no value.
    before: Option<Amount>,
    /// What this run has; none where it has no value.
    value: Option<Amount>,
    /// Why.
    reason: Reason,
    /// The branch's report in the run before; several with semicolons between.
    submission_before: String,
    /// The branch's report in this run.
    submission: String,
    /// Id of the run before.
    run_before: String,
}

impl Revision {
    /// The difference; none where one of the two is missing, which is not zero.
    fn change(&self) -> Option<Amount> {
        self.value?.checked_sub(self.before?)
    }

    fn change_pct(&self) -> Option<Amount> {
        self.change()?.percent_of(self.before?.abs())
    }
}

/// Columns in their published order.
fn columns<'a>() -> Vec<Column<&'a Revision>> {
    vec![
        Column::<&Revision>::written("period", "The period, written as in totals.", |row, line| {
            row.period.append_to(line);
        })
        .key(),
        Column::<&Revision>::text(
            "branch",
            "The branch's code in the register; empty for the total of all branches.",
            |row| row.branch.as_str().into(),
        )
        .key(),
        Column::<&Revision>::text("indicator", "The indicator's id in the pipeline.", |row| {
            row.indicator.as_str().into()
        })
        .key(),
        Column::<&Revision>::text(
            "measure",
            "actual, or another measure that the pipeline declares, such as plan.",
            |row| row.measure.as_str().into(),
        )
        .key(),
        Column::<&Revision>::text(
            "breakdown",
            "The part of the indicator, such as age=15-24;sex=female; empty for the whole.",
            |row| row.breakdown.as_str().into(),
        )
        .key(),
        Column::<&Revision>::text("unit", "The unit of the row's values.", |row| row.unit.as_str().into()),
        Column::<&Revision>::decimal(
            "value_before",
            "The value in the run before; empty where it has none, or none that counts.",
            |row| row.before,
        ),
        Column::<&Revision>::decimal(
            "value",
            "The value in this run; empty where it has none, or none that counts.",
            |row| row.value,
        ),
        Column::<&Revision>::decimal(
            "change",
            "The difference in the row's unit; empty where one of the two values is missing.",
            |row| row.change(),
        ),
        Column::<&Revision>::decimal(
            "change_pct",
            "The difference as a share of the value before; empty where one of the two is missing, or the one before is zero.",
            |row| row.change_pct(),
        )
        .unit("percent"),
        Column::<&Revision>::word(
            "reason",
            "Why, the first of these that holds: the branch's report is new, was withdrawn or replaced by another; a correction of this very value applies \
             now and did not before, or the other way round; a total changed with the values behind it; pipeline.toml or branches.csv was edited; the \
             program has another version; none of these.",
            Reason::WORDS,
            |row| Some(row.reason.as_str()),
        ),
        Column::<&Revision>::text(
            "submission_before",
            "The branch's report in the run before, as its submissions.csv has it; several with semicolons between.",
            |row| row.submission_before.as_str().into(),
        ),
        Column::<&Revision>::text(
            "submission",
            "The branch's report in this run; several with semicolons between.",
            |row| row.submission.as_str().into(),
        ),
        Column::<&Revision>::text("run_before", "The run before, that has the value before.", |row| {
            row.run_before.as_str().into()
        }),
    ]
}

/// What the table is.
pub(super) fn description() -> TableDescription {
    let row = "A value of a branch, or a total of all branches, that is another one than in the run before.";
    describe(NAME, row, &columns(), &[])
}

/// Writes the table: periods in their order, in each the totals first, then branches in the order of the register.
pub(super) fn write(edition: &Edition, path: &Path) -> Result<Written, PublishError> {
    lines::write(path, edition.definition.judging.dialect, &columns(), edition.revisions.iter())
}

#[cfg(test)]
mod tests;
