//! `records.csv`: a column of a record that the pipeline keeps (`keep = true`); written only where a sheet of the pipeline keeps its records.
//!
//! Long, so that sheets of different columns share one file: whoever wants a table back groups by `record` and spreads `column`. Every kept record of
//! every submission is here, those of reports that do not count too: `included` tells them apart. In the order of submissions; within one in that
//! of sheet, row, column.
//!
//! A record's id is `submission!sheet!cell` with the first cell of the record: tables side by side have records in common rows.

use super::edition::Edition;
use super::file::Written;
use super::table::{Column, TableDescription};
use super::{PublishError, describe, lines};
use crate::model::Record;
use crate::model::outcome::Submission;
use crate::pipeline::{Definition, Layout, SheetForm, TableLayout};
use std::path::Path;

/// A column of a record and what gives its indexes names.
struct Row<'a> {
    edition: &'a Edition<'a>,
    submission: &'a Submission,
    record: &'a Record,
    /// Index of the column.
    column: usize,
}

impl<'a> Row<'a> {
    fn sheet(&self) -> &'a str {
        let sheet = self.submission.batch.sheets.get(usize::from(self.record.sheet));
        sheet.map_or("", |sheet| &sheet.name)
    }

    fn form(&self) -> Option<&'a SheetForm> {
        self.edition.definition.reading.sheets.get(usize::from(self.record.form))
    }

    fn column(&self) -> &'a str {
        let column = self.form().and_then(layout).and_then(|layout| layout.columns.get(self.column));
        column.map_or("", |column| &column.id)
    }

    fn value(&self) -> &'a str {
        self.record.values.get(self.column).map_or("", |value| value)
    }

    fn append_id(&self, line: &mut String) {
        [&self.submission.id, "!", self.sheet(), "!"].iter().for_each(|part| line.push_str(part));
        self.record.at.append_to(line);
    }
}

fn layout(form: &SheetForm) -> Option<&TableLayout> {
    match &form.layout {
        Layout::Table(layout) => Some(layout),
        _ => None,
    }
}

/// Columns in their published order.
fn columns<'a>() -> Vec<Column<Row<'a>>> {
    vec![
        Column::<Row>::written(
            "record",
            "submission!sheet!cell, with the first cell of the record.",
            |row, line| row.append_id(line),
        )
        .key(),
        Column::<Row>::text("column", "The column's id in the pipeline.", |row| row.column().into()).key(),
        Column::<Row>::text("submission", "The submission.", |row| row.submission.id.as_str().into()),
        Column::<Row>::text(
            "branch",
            "The branch's code in the register; empty where it is not known.",
            |row| row.edition.branch_code(row.submission.branch).into(),
        ),
        Column::<Row>::written("period", "The period; empty where it is not known.", |row, line| {
            if let Some(period) = row.submission.period {
                period.append_to(line);
            }
        }),
        Column::<Row>::text("source_file", "The file's path, relative to the input folder.", |row| {
            row.submission.source_file.as_str().into()
        }),
        Column::<Row>::text("sheet", "The sheet's name.", |row| row.sheet().into()),
        Column::<Row>::integer("row", "The number of the record's row in its sheet, from 1.", |row| {
            Some(u64::from(row.record.at.row) + 1)
        }),
        Column::<Row>::text("form", "The id of the pipeline's sheet that declares the column.", |row| {
            row.form().map_or("", |form| &form.id).into()
        }),
        Column::<Row>::text(
            "value",
            "The cell's own content: text as stored, a number as its shortest decimal, a day as the sheet stores it. \
             What a list leaves out because it stands above is filled in.",
            |row| row.value().into(),
        ),
        Column::<Row>::boolean("included", "Whether the submission counts.", |row| {
            Some(row.submission.status.is_accepted())
        }),
    ]
}

/// What the table is.
pub(super) fn description() -> TableDescription {
    let row = "A column of a record, of the sheets whose records the pipeline keeps.";
    describe("records", row, &columns(), &[("submission", "submissions", "submission")])
}

/// Whether any sheet of the pipeline keeps its records.
pub(super) fn is_wanted(definition: &Definition) -> bool {
    definition.reading.sheets.iter().filter_map(layout).any(|layout| layout.keeps_records)
}

/// Writes the table.
pub(super) fn write(edition: &Edition, path: &Path) -> Result<Written, PublishError> {
    let submissions = edition.outcome.submissions.iter();
    let records = submissions
        .flat_map(|submission| submission.batch.records.iter().map(move |record| (submission, record)));
    let rows = records.flat_map(|(submission, record)| {
        (0..record.values.len()).map(move |column| Row { edition, submission, record, column })
    });
    lines::write(path, edition.definition.judging.dialect, &columns(), rows)
}
