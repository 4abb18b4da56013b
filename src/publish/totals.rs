//! `totals.csv`: an indicator of a period and group.

use super::edition::{BOUNDS, Edition, shown};
use super::file::Written;
use super::table::{Column, TableDescription};
use super::{PublishError, describe, lines};
use crate::model::outcome::TotalRow;
use crate::pipeline::{Indicator, Total};
use std::path::Path;

/// A total and what gives its indexes names.
struct Row<'a> {
    edition: &'a Edition<'a>,
    total: &'a TotalRow,
}

impl<'a> Row<'a> {
    fn indicator(&self) -> Option<&'a Indicator> {
        self.edition.indicator(Some(self.total.indicator))
    }

    /// A total that counts branches has no unit of its indicator.
    fn unit(&self) -> &'a str {
        self.indicator().filter(|indicator| indicator.total != Total::Count).map_or("", |found| &found.unit)
    }
}

/// Columns in their published order.
fn columns<'a>() -> Vec<Column<Row<'a>>> {
    vec![
        Column::<Row>::text(
            "period",
            "The period: 2023, 2023-H1, 2023-Q3, 2023-07, 2023-2024 or two dates with a slash between.",
            |row| shown(Some(row.total.period)),
        )
        .key(),
        Column::<Row>::text(
            "group",
            "Whose total: all, or a column of the register and what stands in it, such as \
             level=grassroots.",
            |row| row.total.group.as_str().into(),
        )
        .key(),
        Column::<Row>::text("indicator", "The indicator's id in the pipeline.", |row| {
            row.edition.indicator_id(Some(row.total.indicator)).into()
        })
        .key(),
        Column::<Row>::text(
            "measure",
            "actual, or another measure that the pipeline declares, such as plan.",
            |row| row.edition.measure(row.total.measure).into(),
        )
        .key(),
        Column::<Row>::text(
            "breakdown",
            "The part of the indicator, such as age=15-24;sex=female; empty for the whole.",
            |row| row.total.breakdown.as_str().into(),
        )
        .key(),
        Column::<Row>::text("label_vi", "The indicator's label in Vietnamese.", |row| {
            row.indicator().map_or("", |found| &found.label.vi).into()
        }),
        Column::<Row>::text("label_en", "The indicator's label in English.", |row| {
            row.indicator().map_or("", |found| &found.label.en).into()
        }),
        Column::<Row>::text(
            "unit",
            "The unit of the row's values; empty where the total counts branches.",
            |row| row.unit().into(),
        ),
        Column::<Row>::decimal(
            "value",
            "The total in the row's unit; empty where no branch has a value.",
            |row| row.total.value,
        ),
        Column::<Row>::word(
            "bound",
            "What the total claims: a value reported as at least so much makes the total a lower bound.",
            BOUNDS,
            |row| row.total.value.map(|_| row.total.bound.as_str()),
        ),
        Column::<Row>::integer("branches_expected", "Branches of which the indicator is asked.", |row| {
            Some(row.total.branches_expected)
        })
        .unit("branches"),
        Column::<Row>::integer("branches_reported", "Branches with a value, zero included; in a longer period, with one for each of its periods that matters.", |row| {
            Some(row.total.branches_reported)
        })
        .unit("branches"),
        Column::<Row>::integer("branches_missing", "Branches that were expected and are not among the reported.", |row| {
            Some(row.total.branches_missing)
        })
        .unit("branches"),
        Column::<Row>::integer("branches_zero", "Branches that reported zero.", |row| {
            Some(row.total.branches_zero)
        })
        .unit("branches"),
        Column::<Row>::decimal(
            "coverage_size_pct",
            "Share of the expected branches' size (members) that stands behind the total.",
            |row| row.total.coverage_size_pct,
        )
        .unit("percent"),
        Column::<Row>::integer("values_excluded", "Values that do not count because of a flag.", |row| {
            Some(row.total.values_excluded)
        })
        .unit("values"),
        Column::<Row>::decimal("min", "The smallest value of a branch, in the row's unit.", |row| {
            row.total.min
        }),
        Column::<Row>::decimal("median", "The median of the branches' values, in the row's unit.", |row| {
            row.total.median
        }),
        Column::<Row>::decimal("max", "The largest value of a branch, in the row's unit.", |row| {
            row.total.max
        }),
        Column::<Row>::decimal(
            "previous",
            "The total of the period right before (December for January), in the row's unit: as it was published then, or as this run has it; empty \
             where neither is there.",
            |row| row.total.previous,
        ),
        Column::<Row>::decimal(
            "change_pct",
            "Change of the total against previous; empty where previous is missing or zero, and in a longer period that is not over.",
            |row| row.total.change_pct,
        )
        .unit("percent"),
        Column::<Row>::decimal(
            "estimated",
            "The total with the missing branches estimated: value + their values of the period before, times the growth of the branches that \
             reported in both; empty where nobody is missing of whom anything is known. Never part of value.",
            |row| row.total.estimated,
        ),
        Column::<Row>::decimal("plan", "The total of the measure plan, in the row's unit.", |row| {
            row.total.plan
        }),
        Column::<Row>::decimal("plan_pct", "The total as a share of the plan.", |row| row.total.plan_pct)
            .unit("percent"),
        Column::<Row>::decimal(
            "value_if_flagged_were_zero",
            "The total if every value flagged at warning or above were zero, in the row's unit.",
            |row| row.total.value_if_flagged_were_zero,
        ),
        Column::<Row>::decimal(
            "value_as_suggested",
            "The total if every suggested value were in place, in the row's unit.",
            |row| row.total.value_as_suggested,
        ),
        Column::<Row>::integer("errors", "Flags at error or above on values of the row.", |row| {
            Some(row.total.errors)
        })
        .unit("flags"),
        Column::<Row>::integer("warnings", "Flags at warning on values of the row.", |row| {
            Some(row.total.warnings)
        })
        .unit("flags"),
        Column::<Row>::decimal(
            "published",
            "The announced figure, in the row's unit; empty where none was announced.",
            |row| row.total.published,
        ),
        Column::<Row>::word("published_bound", "What the announced figure claims.", BOUNDS, |row| {
            row.total.published_bound.map(|bound| bound.as_str())
        }),
        Column::<Row>::boolean(
            "matches_published",
            "Whether the total agrees with the announced figure: within half of its last digit, or at \
             least as much.",
            |row| row.total.matches_published,
        ),
    ]
}

/// What the table is.
pub(super) fn description() -> TableDescription {
    describe("totals", "An indicator of a period and group, consolidated.", &columns(), &[])
}

/// Writes the table, in the order of the outcome.
pub(super) fn write(edition: &Edition, path: &Path) -> Result<Written, PublishError> {
    let rows = edition.outcome.totals.iter().map(|total| Row { edition, total });
    lines::write(path, edition.definition.judging.dialect, &columns(), rows)
}
