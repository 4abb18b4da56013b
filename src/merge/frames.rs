//! Values as a Polars frame: one row for what a branch says of an indicator in a period.
//!
//! Columns, all of them indexes or scaled integers so that no text is stored twice: `period`, `branch`, `indicator`, `measure`, `breakdown`
//! (u32), `value` (Int128 billionths, null where a flag keeps it out), `bound` (u32), `digit` (Int128, the last digit reported),
//! `submission`, `fact` (u32, `u32::MAX` for the register), `counts` (Boolean: enters totals), `excluded` (u32, values kept out: of a row that is
//! added from parts, theirs), `derived` (Boolean: added from parts; its fact is the first of them).

use super::Counting;
use super::parts::{self, Stated};
use crate::model::fact::FactValue;
use crate::model::map::Map;
use crate::model::outcome::{RegisterFact, Submission};
use crate::model::{Amount, Bound, Fact, Period};
use crate::pipeline::{Definition, Origins};
use polars::prelude::*;
use rayon::prelude::*;
use std::collections::BTreeSet;

/// A frame could not be made: a fault of this program, or memory ran out.
pub type FramesError = PolarsError;

/// The values of a run.
#[derive(Debug)]
pub struct Frames {
    /// One row a value; see the module's header. Sorted by period, branch, indicator, measure, breakdown.
    pub values: DataFrame,
    /// Periods that `period` points into, ascending.
    pub periods: Vec<Period>,
    /// Breakdowns that `breakdown` points into; 0 is the whole.
    pub breakdowns: Vec<String>,
    /// Wholes that stand beside their parts.
    pub stated: Vec<Stated>,
}

/// One row of [`Frames::values`], for what needs several values of a branch at once.
#[derive(Clone, Copy, Debug)]
pub struct Reported {
    /// Index of the period.
    pub period: u32,
    /// Index of the branch.
    pub branch: u32,
    /// Index of the indicator.
    pub indicator: u32,
    /// Index of the measure.
    pub measure: u32,
    /// Index of the breakdown.
    pub breakdown: u32,
    /// The value; none where a flag keeps it out.
    pub value: Option<Amount>,
    /// What the value claims.
    pub bound: Bound,
    /// Whether it enters totals.
    pub counts: bool,
    /// How many values behind it are kept out.
    pub excluded: u32,
}

impl Frames {
    /// All rows in their order, for what reads them more than once.
    ///
    /// # Errors
    /// As [`rows`](Self::rows).
    pub fn reported(&self) -> Result<Vec<Reported>, FramesError> {
        let mut all = Vec::with_capacity(self.values.height());
        all.extend(self.rows()?);
        Ok(all)
    }

    /// The rows in their order.
    ///
    /// # Errors
    /// Where a column of the frame is not of its type: a fault of this program.
    pub fn rows(&self) -> Result<impl Iterator<Item = Reported>, FramesError> {
        let index = |name: &str| Ok::<_, FramesError>(self.values.column(name)?.u32()?.into_no_null_iter());
        let keys = index("period")?.zip(index("branch")?).zip(index("indicator")?);
        let keys = keys.zip(index("measure")?).zip(index("breakdown")?);
        let values = self.values.column("value")?.i128()?.iter();
        let counts = self.values.column("counts")?.bool()?.iter();
        let rows = keys.zip(values).zip(index("bound")?).zip(counts).zip(index("excluded")?);
        Ok(rows.map(|((((key, value), bound), counts), excluded)| {
            let ((((period, branch), indicator), measure), breakdown) = key;
            let value = value.map(Amount::from_scaled);
            let (bound, counts) = (bound_of(bound), counts == Some(true));
            Reported { period, branch, indicator, measure, breakdown, value, bound, counts, excluded }
        }))
    }
}

/// What stands in one row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Row {
    /// Period, branch, indicator, measure, breakdown.
    pub key: (u32, u32, u32, u32, u32),
    pub value: Option<Amount>,
    pub bound: Bound,
    pub digit: Amount,
    pub submission: u32,
    pub fact: u32,
    pub counts: bool,
    /// How many values behind it are kept out.
    pub excluded: u32,
    /// Whether it was added from its parts.
    pub is_derived: bool,
}

/// Builds the frame from accepted submissions and from the facts of the register.
///
/// # Errors
/// Only where Polars refuses columns of equal length, or memory.
pub fn build(
    submissions: &[Submission],
    register_facts: &[RegisterFact],
    definition: &Definition,
    periods: Vec<Period>,
    counting: &Counting,
) -> Result<Frames, FramesError> {
    let mut breakdowns = Breakdowns::of(submissions);
    let of_submission = |(position, submission): (usize, &Submission)| {
        let period = submission.period.and_then(|period| periods.binary_search(&period).ok());
        let (Some(branch), Some(period)) = (submission.branch, period) else { return Vec::new() };
        if !submission.status.is_accepted() {
            return Vec::new();
        }
        let at = At { submission: position as u32, branch, period: period as u32 };
        let counts = periods.get(period).is_some_and(|period| counting.counts(branch, *period));
        at.rows(submission, definition, counts, &breakdowns)
    };
    let mut runs: Vec<Vec<Row>> = submissions.par_iter().enumerate().map(of_submission).collect();
    runs.push(register_facts.iter().filter_map(|fact| register_row(fact, &periods)).collect());
    runs.retain(|run| !run.is_empty());
    runs.sort_by_key(|run| run.first().map(|row| row.key));
    if breakdowns.names.len() <= 1 && follow_each_other(&runs) {
        let values = frame(&runs)?;
        return Ok(Frames { values, periods, breakdowns: breakdowns.names, stated: Vec::new() });
    }
    let mut rows = in_order(runs);
    let stated = parts::add(&mut rows, &mut breakdowns, definition);
    Ok(Frames { values: frame(&[rows])?, periods, breakdowns: breakdowns.names, stated })
}

/// Whether each run begins behind the end of the one before it: then they are in order as they stand, and need not be copied together.
fn follow_each_other(runs: &[Vec<Row>]) -> bool {
    runs.windows(2).all(|pair| match pair {
        [one, next] => one.last().map(|row| row.key) < next.first().map(|row| row.key),
        _ => true,
    })
}

/// The rows of all reports in the order of their keys; of one key the first report's first, the register's last.
///
/// The rows of a report are in order, and belong to one branch and period: with the reports in the order of their first rows, nearly all
/// follow each other, and the sort finds little to do.
fn in_order(mut runs: Vec<Vec<Row>>) -> Vec<Row> {
    let mut rows = Vec::with_capacity(runs.iter().map(Vec::len).sum());
    runs.iter_mut().for_each(|run| rows.append(run));
    rows.sort_by_key(|row: &Row| (row.key, row.submission));
    rows
}

/// A bound from its column.
pub fn bound_of(code: u32) -> Bound {
    [Bound::Exact, Bound::AtLeast, Bound::AtMost, Bound::About]
        .into_iter()
        .find(|&bound| bound as u32 == code)
        .unwrap_or(Bound::About)
}

/// Breakdowns by their index.
pub(super) struct Breakdowns {
    pub names: Vec<String>,
    indexes: Map<Box<str>, u32>,
}

impl Breakdowns {
    /// Those of all facts in the order of their text, so that no file's name or place decides; the whole is the first.
    fn of(submissions: &[Submission]) -> Self {
        let facts = submissions.iter().flat_map(|submission| &submission.batch.facts);
        let parts: BTreeSet<&str> =
            facts.map(|fact| &*fact.breakdown).filter(|name| !name.is_empty()).collect();
        let names: Vec<String> = std::iter::once("").chain(parts).map(str::to_owned).collect();
        let indexes = (0u32..).zip(&names).map(|(index, name)| (name.as_str().into(), index)).collect();
        Self { names, indexes }
    }

    /// The index of a breakdown that a fact has.
    fn known(&self, name: &str) -> u32 {
        if name.is_empty() { 0 } else { self.indexes.get(name).copied().unwrap_or(0) }
    }

    /// The index of a breakdown, which it has from now on.
    pub fn index(&mut self, name: &str) -> u32 {
        if let Some(&known) = self.indexes.get(name) {
            return known;
        }
        let index = self.names.len() as u32;
        self.names.push(name.to_owned());
        self.indexes.insert(name.into(), index);
        index
    }
}

/// Where the facts of a submission belong.
struct At {
    submission: u32,
    branch: u32,
    period: u32,
}

impl At {
    /// One row for each key: the value that counts, else a null that says that one was kept out.
    fn rows(
        &self,
        submission: &Submission,
        definition: &Definition,
        counts: bool,
        breakdowns: &Breakdowns,
    ) -> Vec<Row> {
        let mut rows: Vec<Row> = Vec::with_capacity(submission.batch.facts.len());
        for (position, fact) in (0u32..).zip(&submission.batch.facts) {
            if !is_numeric(definition, fact) || !says_something(fact) {
                continue;
            }
            rows.push(self.row(position, fact, counts, breakdowns));
        }
        // A stable sort: of several facts of one key the included one stands first, then the first in the workbook.
        rows.sort_by_key(|row| (row.key, row.value.is_none()));
        rows.dedup_by_key(|row| row.key);
        rows
    }

    fn row(&self, position: u32, fact: &Fact, counts: bool, breakdowns: &Breakdowns) -> Row {
        let (value, bound) = match fact.value {
            FactValue::Amount(value, bound) if fact.is_included => (Some(value), bound),
            _ => (None, Bound::Exact),
        };
        let breakdown = breakdowns.known(&fact.breakdown);
        Row {
            key: (self.period, self.branch, fact.indicator, u32::from(fact.measure), breakdown),
            value,
            bound,
            digit: value.map_or(Amount::ZERO, |value| value.last_digit(fact.multiplier)),
            submission: self.submission,
            fact: position,
            counts,
            excluded: u32::from(value.is_none()),
            is_derived: false,
        }
    }
}

fn is_numeric(definition: &Definition, fact: &Fact) -> bool {
    let known = definition.reading.indicators.get(fact.indicator as usize);
    known.is_some_and(|known| known.kind.is_numeric())
}

/// A missing value (`…`, a nil that is missing) gives no row; a value kept out does.
fn says_something(fact: &Fact) -> bool {
    fact.value != FactValue::None || !fact.is_included
}

/// The open branches that each register indicator counts, by period, indicator, branch.
pub fn register_facts(definition: &Definition, periods: &[Period]) -> Vec<RegisterFact> {
    let mut facts = Vec::new();
    for &period in periods {
        for (indicator, known) in (0u32..).zip(&definition.reading.indicators) {
            let Origins::Register(filter) = &known.origin else { continue };
            let branches = (0u32..).zip(&definition.judging.register.branches);
            let counted = branches.filter(|(_, branch)| branch.is_open_in(&period) && branch.fits(filter));
            facts.extend(counted.map(|(branch, _)| RegisterFact { period, branch, indicator }));
        }
    }
    facts
}

fn register_row(fact: &RegisterFact, periods: &[Period]) -> Option<Row> {
    let period = periods.binary_search(&fact.period).ok()? as u32;
    Some(Row {
        key: (period, fact.branch, fact.indicator, 0, 0),
        value: Some(Amount::from_units(1)),
        bound: Bound::Exact,
        digit: Amount::from_units(1),
        submission: u32::MAX,
        fact: u32::MAX,
        counts: true,
        excluded: 0,
        is_derived: false,
    })
}

/// Rows that are put into columns together: so many stay in a core's cache, where each of the columns reads them again.
const ROWS_AT_A_TIME: usize = 1024;

/// The frame of rows that are in order, one run behind the other.
fn frame(runs: &[Vec<Row>]) -> Result<DataFrame, PolarsError> {
    /// A column with what it takes of a row.
    type Index = (&'static str, fn(&Row) -> u32);
    let indexes: [Index; 9] = [
        ("period", |row| row.key.0),
        ("branch", |row| row.key.1),
        ("indicator", |row| row.key.2),
        ("measure", |row| row.key.3),
        ("breakdown", |row| row.key.4),
        ("bound", |row| row.bound as u32),
        ("submission", |row| row.submission),
        ("fact", |row| row.fact),
        ("excluded", |row| row.excluded),
    ];
    let height = runs.iter().map(Vec::len).sum();
    let all = || runs.iter().flatten();
    let of_indexes = || {
        let mut of_index = indexes.map(|_| Vec::with_capacity(height));
        for rows in runs.iter().flat_map(|run| run.chunks(ROWS_AT_A_TIME)) {
            for (column, (_, of)) in of_index.iter_mut().zip(&indexes) {
                column.extend(rows.iter().map(of));
            }
        }
        of_index
    };
    let of_others = || {
        let values = all().map(|row| row.value.map(Amount::scaled));
        let digits = all().map(|row| row.digit.scaled());
        let flags = |name: &str, of: fn(&Row) -> bool| {
            let flags: BooleanChunked = all().map(|row| Some(of(row))).collect();
            flags.with_name(name.into()).into_series().into_column()
        };
        [
            Int128Chunked::from_iter_options("value".into(), values).into_series().into_column(),
            Int128Chunked::from_vec("digit".into(), digits.collect()).into_series().into_column(),
            flags("counts", |row| row.counts),
            flags("derived", |row| row.is_derived),
        ]
    };
    let (of_indexes, of_others) = rayon::join(of_indexes, of_others);
    let named = indexes.iter().zip(of_indexes);
    let mut columns: Vec<Column> = named
        .map(|((name, _), of)| UInt32Chunked::from_vec((*name).into(), of).into_series().into_column())
        .collect();
    columns.extend(of_others);
    DataFrame::new(height, columns)
}
