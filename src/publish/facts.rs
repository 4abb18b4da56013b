//! `facts.csv`: a value in a cell; then the facts counted from the register.
//!
//! Every fact of every submission is here, those of reports that do not count too: `included` tells them apart.
//!
//! A fact's id is `submission!sheet!cell`, `submission!sheet!B5:B120` where it was computed from a range of records. Where one cell or range gives several
//! facts, the second has `#2` behind it, the third `#3`. A fact from the register is `branches.csv!indicator!branch`.

use super::edition::{BOUNDS, Edition};
use super::file::Written;
use super::table::{Column, TableDescription};
use super::{PublishError, describe, lines};
use crate::model::fact::FactValue;
use crate::model::outcome::{RegisterFact, Status, Submission};
use crate::model::{Amount, CellKind, Fact, Origin, Period, Transform};
use std::borrow::Cow;
use std::path::Path;

/// The words of `origin`.
const ORIGINS: &[&str] = &[Origin::Reported.as_str(), Origin::Corrected.as_str(), Origin::Register.as_str()];

/// The words of `cell_kind`.
const CELL_KINDS: &[&str] = &[
    CellKind::Number.as_str(),
    CellKind::Text.as_str(),
    CellKind::Formula.as_str(),
    CellKind::Merged.as_str(),
    CellKind::Boolean.as_str(),
    CellKind::Date.as_str(),
];

/// The table's name.
pub(super) const NAME: &str = "facts";

/// The file that a register's facts come from.
const REGISTER: &str = "branches.csv";

/// A fact and what gives its indexes names.
struct Row<'a> {
    edition: &'a Edition<'a>,
    source: Source<'a>,
}

/// Where a fact comes from.
enum Source<'a> {
    /// A cell of a submission: the nth fact of this cell, from 1.
    Cell(&'a Submission, &'a Fact, usize),
    /// A line of the register.
    Register(&'a RegisterFact),
}

impl<'a> Row<'a> {
    fn cell(&self) -> Option<(&'a Submission, &'a Fact)> {
        match self.source {
            Source::Cell(submission, fact, _) => Some((submission, fact)),
            Source::Register(_) => None,
        }
    }

    fn fact(&self) -> Option<&'a Fact> {
        self.cell().map(|(_, fact)| fact)
    }

    fn origin(&self) -> Origin {
        match self.fact() {
            Some(fact) if fact.transforms.has(Transform::Corrected) => Origin::Corrected,
            Some(_) => Origin::Reported,
            None => Origin::Register,
        }
    }

    fn append_id(&self, line: &mut String) {
        let Source::Cell(submission, fact, nth) = self.source else {
            return [REGISTER, "!", self.indicator(), "!", self.branch()]
                .iter()
                .for_each(|part| line.push_str(part));
        };
        [&submission.id, "!", self.sheet(), "!"].iter().for_each(|part| line.push_str(part));
        append_cells(fact, line);
        if nth > 1 {
            line.push('#');
            line.push_str(itoa::Buffer::new().format(nth));
        }
    }

    fn branch(&self) -> &'a str {
        self.edition.branch_code(match self.source {
            Source::Cell(submission, ..) => submission.branch,
            Source::Register(fact) => Some(fact.branch),
        })
    }

    fn period(&self) -> Option<Period> {
        match self.source {
            Source::Cell(submission, ..) => submission.period,
            Source::Register(fact) => Some(fact.period),
        }
    }

    fn indicator_index(&self) -> u32 {
        match self.source {
            Source::Cell(_, fact, _) => fact.indicator,
            Source::Register(fact) => fact.indicator,
        }
    }

    fn indicator(&self) -> &'a str {
        self.edition.indicator_id(Some(self.indicator_index()))
    }

    fn value(&self) -> Option<Amount> {
        match self.fact().map(|fact| &fact.value) {
            Some(FactValue::Amount(amount, _)) => Some(*amount),
            Some(_) => None,
            None => Some(Amount::from_units(1)),
        }
    }

    fn bound(&self) -> Option<&'static str> {
        match self.fact().map(|fact| &fact.value) {
            Some(FactValue::Amount(_, bound)) => Some(bound.as_str()),
            Some(_) => None,
            None => Some("exact"),
        }
    }

    /// A cell's own content; for text and dates what was understood, as they have no other column.
    fn raw(&self) -> Cow<'a, str> {
        match self.fact().map(|fact| (&fact.value, &fact.raw)) {
            Some((FactValue::Text(text), _)) => Cow::Borrowed(text),
            Some((FactValue::Date(date), _)) => Cow::Owned(date.to_string()),
            Some((_, raw)) => Cow::Borrowed(raw),
            None => Cow::Borrowed(""),
        }
    }

    fn sheet(&self) -> &'a str {
        let sheet =
            self.cell().and_then(|(submission, fact)| submission.batch.sheets.get(usize::from(fact.sheet)));
        sheet.map_or("", |sheet| &sheet.name)
    }

    fn append_address(&self, line: &mut String) {
        match self.source {
            Source::Cell(_, fact, _) => append_cells(fact, line),
            Source::Register(fact) => {
                if let Some(branch) = self.edition.branch(Some(fact.branch)) {
                    line.push_str("line ");
                    line.push_str(itoa::Buffer::new().format(branch.line));
                }
            }
        }
    }

    fn append_transforms(&self, line: &mut String) {
        let mut separator = "";
        for transform in self.fact().into_iter().flat_map(|fact| fact.transforms.iter()) {
            line.push_str(separator);
            line.push_str(transform.as_str());
            separator = ";";
        }
    }

    fn is_included(&self) -> bool {
        self.cell().is_none_or(|(submission, fact)| submission.status.is_accepted() && fact.is_included)
    }
}

/// The cell, or the range that the fact was computed from.
fn append_cells(fact: &Fact, line: &mut String) {
    fact.at.append_to(line);
    if let Some(last) = fact.until.filter(|&last| last != fact.at) {
        line.push(':');
        last.append_to(line);
    }
}

/// Columns in their published order.
fn columns<'a>() -> Vec<Column<Row<'a>>> {
    vec![
        Column::<Row>::written(
            "fact",
            "submission!sheet!cell, with #2, #3 behind it for further facts of one cell or range; \
             branches.csv!indicator!branch for a fact from the register.",
            |row, line| row.append_id(line),
        )
        .key(),
        Column::<Row>::text("submission", "The submission; empty for a fact from the register.", |row| {
            row.cell().map_or("", |(submission, _)| &submission.id).into()
        }),
        Column::<Row>::text(
            "branch",
            "The branch's code in the register; empty where it is not known.",
            |row| row.branch().into(),
        ),
        Column::<Row>::written("period", "The period; empty where it is not known.", |row, line| {
            if let Some(period) = row.period() {
                period.append_to(line);
            }
        }),
        Column::<Row>::text("indicator", "The indicator's id in the pipeline.", |row| row.indicator().into()),
        Column::<Row>::text(
            "measure",
            "actual, or another measure that the pipeline declares, such as plan.",
            |row| row.edition.measure(row.fact().map_or(0, |fact| fact.measure)).into(),
        ),
        Column::<Row>::text(
            "breakdown",
            "The part of the indicator, such as age=15-24;sex=female; empty for the whole.",
            |row| row.fact().map_or("", |fact| &fact.breakdown).into(),
        ),
        Column::<Row>::decimal(
            "value",
            "The value in the row's unit; empty for text, for dates, and where none can be had.",
            |row| row.value(),
        ),
        Column::<Row>::word(
            "bound",
            "What the value claims: exact, or a bound as reported.",
            BOUNDS,
            |row| row.bound(),
        ),
        Column::<Row>::text("unit", "The indicator's base unit.", |row| {
            row.edition.unit(row.indicator_index()).into()
        }),
        Column::<Row>::text(
            "raw",
            "The cell's own content: text as stored, a number as its shortest decimal. For text and date \
             indicators the normalised value; of several records their sum, in the unit that they share.",
            |row| row.raw(),
        ),
        Column::<Row>::word("origin", "Where the value was taken from.", ORIGINS, |row| {
            Some(row.origin().as_str())
        }),
        Column::<Row>::word(
            "cell_kind",
            "The kind of cell; empty for a fact from the register.",
            CELL_KINDS,
            |row| row.fact().map(|fact| fact.kind.as_str()),
        ),
        Column::<Row>::text(
            "unit_reported",
            "The unit as the workbook states it; empty where it states none.",
            |row| row.fact().map_or("", |fact| &fact.unit_reported).into(),
        ),
        Column::<Row>::integer(
            "multiplier",
            "What the cell's number was multiplied with to give the row's unit; empty for a fact from \
             the register.",
            |row| row.fact().and_then(|fact| u64::try_from(fact.multiplier).ok()),
        ),
        Column::<Row>::text(
            "source_file",
            "The file's path, relative to the input folder; branches.csv for a fact from the register.",
            |row| row.cell().map_or(REGISTER, |(submission, _)| &submission.source_file).into(),
        ),
        Column::<Row>::text("sheet", "The sheet's name.", |row| row.sheet().into()),
        Column::<Row>::written(
            "cell",
            "The cell's address, C7; the range around the records that a fact was computed from, B5:B120, which holds those of \
             others too; the line of the register.",
            |row, line| row.append_address(line),
        ),
        Column::<Row>::text("header", "The text of the column header above the cell.", |row| {
            row.fact().map_or("", |fact| &fact.header).into()
        }),
        Column::<Row>::text(
            "label",
            "The text of the label beside the cell; of records what they have in common, with further ranges in other sheets behind it.",
            |row| row.fact().map_or("", |fact| &fact.label).into(),
        ),
        Column::<Row>::written(
            "transforms",
            "Repairs and conventions applied, with semicolons between.",
            |row, line| {
                row.append_transforms(line);
            },
        ),
        Column::<Row>::boolean("included", "Whether the value counts.", |row| Some(row.is_included())),
    ]
}

/// What the table is.
pub(super) fn description() -> TableDescription {
    let row = "A value in a cell, computed from a range of records, or counted from a line of the register.";
    describe(NAME, row, &columns(), &[("submission", "submissions", "submission")])
}

/// Writes the table: submissions in their order, their facts in theirs, then the register's.
pub(super) fn write(edition: &Edition, path: &Path) -> Result<Written, PublishError> {
    let submissions =
        edition.outcome.submissions.iter().filter(|submission| submission.status != Status::Stray);
    let cells = submissions.flat_map(numbered);
    let register = edition.outcome.register_facts.iter().map(Source::Register);
    let rows = cells.chain(register).map(|source| Row { edition, source });
    lines::write(path, edition.definition.judging.dialect, &columns(), rows)
}

/// Facts with their number within their cell or range; facts of one place follow each other.
fn numbered(submission: &Submission) -> impl Iterator<Item = Source<'_>> {
    let mut nth = 0;
    let mut last = None;
    submission.batch.facts.iter().map(move |fact| {
        let place = Some((fact.sheet, fact.at, fact.until));
        nth = if place == last { nth + 1 } else { 1 };
        last = place;
        Source::Cell(submission, fact, nth)
    })
}
