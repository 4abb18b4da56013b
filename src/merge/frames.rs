//! Values as a Polars frame: one row for what a branch says of an indicator in a period.
//!
//! Columns, all of them indexes or scaled integers so that no text is stored twice: `period`, `branch`, `indicator`, `measure`, `breakdown`
//! (u32), `value` (Int128 billionths, null where a flag keeps it out), `bound` (u32), `digit` (Int128, the last digit reported),
//! `submission`, `fact` (u32, `u32::MAX` for the register), `counts` (Boolean: enters totals), `excluded` (u32, values kept out: of a row that is
//! added from parts, theirs), `derived` (Boolean: added from parts; its fact is the first of them).

use super::Counting;
use super::parts::{self, Stated};
use crate::model::fact::FactValue;
use crate::model::outcome::{RegisterFact, Submission};
use crate::model::{Amount, Bound, Fact, Period};
use crate::pipeline::{Definition, Origins};
use polars::prelude::*;
use std::collections::HashMap;

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
    /// Facts counted from the register, by period, indicator, branch.
    pub register_facts: Vec<RegisterFact>,
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

/// Builds the frame from accepted submissions and from the register.
///
/// # Errors
/// Only where Polars refuses columns of equal length, or memory.
pub fn build(
    submissions: &[Submission],
    definition: &Definition,
    periods: Vec<Period>,
    counting: &Counting,
) -> Result<Frames, FramesError> {
    let mut breakdowns = Breakdowns::default();
    let register_facts = register_facts(definition, &periods);
    let mut rows: Vec<Row> = Vec::new();
    for (position, submission) in (0u32..).zip(submissions) {
        let period = submission.period.and_then(|period| periods.binary_search(&period).ok());
        let (Some(branch), Some(period)) = (submission.branch, period) else { continue };
        if submission.status.is_accepted() {
            let at = At { submission: position, branch, period: period as u32 };
            let counts = periods.get(period).is_some_and(|period| counting.counts(branch, *period));
            rows.extend(at.rows(submission, definition, counts, &mut breakdowns));
        }
    }
    rows.extend(register_facts.iter().filter_map(|fact| register_row(fact, &periods)));
    rows.sort_by_key(|row| row.key);
    let stated = parts::add(&mut rows, &mut breakdowns, definition);
    Ok(Frames { values: frame(&rows)?, periods, breakdowns: breakdowns.names, stated, register_facts })
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
    indexes: HashMap<Box<str>, u32>,
}

impl Default for Breakdowns {
    fn default() -> Self {
        Self { names: vec![String::new()], indexes: HashMap::from([("".into(), 0)]) }
    }
}

impl Breakdowns {
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
        breakdowns: &mut Breakdowns,
    ) -> Vec<Row> {
        let mut rows: Vec<Row> = Vec::new();
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

    fn row(&self, position: u32, fact: &Fact, counts: bool, breakdowns: &mut Breakdowns) -> Row {
        let (value, bound) = match fact.value {
            FactValue::Amount(value, bound) if fact.is_included => (Some(value), bound),
            _ => (None, Bound::Exact),
        };
        let breakdown = breakdowns.index(&fact.breakdown);
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

/// The open branches that each register indicator counts.
fn register_facts(definition: &Definition, periods: &[Period]) -> Vec<RegisterFact> {
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

fn frame(rows: &[Row]) -> Result<DataFrame, PolarsError> {
    let indexes = |name: &str, of: fn(&Row) -> u32| {
        UInt32Chunked::from_iter_values(name.into(), rows.iter().map(of)).into_series().into_column()
    };
    let amounts = |name: &str, of: fn(&Row) -> Option<i128>| {
        Int128Chunked::from_iter_options(name.into(), rows.iter().map(of)).into_series().into_column()
    };
    let flags = |name: &str, of: fn(&Row) -> bool| {
        let flags: BooleanChunked = rows.iter().map(|row| Some(of(row))).collect();
        flags.with_name(name.into()).into_series().into_column()
    };
    let columns = vec![
        indexes("period", |row| row.key.0),
        indexes("branch", |row| row.key.1),
        indexes("indicator", |row| row.key.2),
        indexes("measure", |row| row.key.3),
        indexes("breakdown", |row| row.key.4),
        amounts("value", |row| row.value.map(Amount::scaled)),
        indexes("bound", |row| row.bound as u32),
        amounts("digit", |row| Some(row.digit.scaled())),
        indexes("submission", |row| row.submission),
        indexes("fact", |row| row.fact),
        flags("counts", |row| row.counts),
        indexes("excluded", |row| row.excluded),
        flags("derived", |row| row.is_derived),
    ];
    DataFrame::new(rows.len(), columns)
}
