//! What a branch reported before: one pass over the values of a subject in the order of series and time.

use super::calendar::Calendar;
use super::measures::{mean, standard_deviation};
use super::reports::Reports;
use super::subjects::{Past, Subject};
use crate::model::Amount;
use std::collections::{BTreeMap, VecDeque};

/// How many of the last non-zero periods make the median.
const LAST: usize = 4;

/// How many times as large one value must be as another before what lies between them is the level of neither.
const TORN: f64 = 100.0;

/// The earlier periods of a value. Zeros and what is negative are left out, but for [`Earlier::previous`].
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Earlier {
    /// What was reported last, zero included, and when (index into the calendar).
    pub previous: Option<(u32, Amount)>,
    /// The last value.
    pub last: Option<f64>,
    /// How many periods ago that was.
    pub periods_since: f64,
    /// The median of at most the last four values; none where it would be halfway between two that are a hundred times apart, of which one must be wrong.
    pub middle: Option<f64>,
    /// How many values there are.
    pub count: usize,
    /// Their mean.
    pub mean: Option<f64>,
    /// Their standard deviation.
    pub deviation: Option<f64>,
    /// How many reported periods in a row, up to the previous one, had a value.
    pub in_a_row: usize,
}

/// Rows of non-zero periods that were followed by a report, in a period.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Jumps {
    /// All of them.
    pub all: u64,
    /// Those after which zero was reported.
    pub to_zero: u64,
}

/// What stands before the values of a subject.
#[derive(Default)]
pub(super) struct Before {
    /// For each figure of the subject; empty where there is no other period, and so nothing before any of them.
    pub of_figures: Vec<Earlier>,
    /// By index into the calendar.
    pub jumps: BTreeMap<u32, Jumps>,
}

impl Before {
    /// Goes through the subject's values of all periods; `row` non-zero periods make a row of them.
    pub fn new(
        subject: &Subject,
        (reports, past): (&Reports, &Past),
        calendar: &Calendar,
        is_cumulative: bool,
        row: usize,
    ) -> Self {
        if calendar.periods.len() <= 1 {
            return Self::default();
        }
        let mut rows = rows(subject, (reports, past), calendar, is_cumulative);
        // Branches follow each other in every period, so there is little to do.
        rows.sort_by_key(Row::place);
        let mut of_figures = vec![Earlier::default(); subject.figures.len()];
        let mut series = Series::new(row);
        for row in &rows {
            let earlier = series.next(row);
            let figure = row.figure.and_then(|at| of_figures.get_mut(at));
            figure.into_iter().for_each(|figure| *figure = earlier);
        }
        Self { of_figures, jumps: series.jumps }
    }
}

/// A value of a period.
struct Row {
    branch: u32,
    /// The row of periods that it belongs to, and its position there.
    line: (u32, u32),
    order: u32,
    at: u32,
    amount: Amount,
    /// Its position among the figures of the subject, where it is of this run.
    figure: Option<usize>,
}

impl Row {
    /// What stays the same over the periods of a series.
    fn series(&self) -> (u32, (u32, u32)) {
        (self.branch, self.line)
    }

    fn place(&self) -> (u32, (u32, u32), u32) {
        (self.branch, self.line, self.order)
    }
}

fn rows(
    subject: &Subject,
    (reports, past): (&Reports, &Past),
    calendar: &Calendar,
    is_cumulative: bool,
) -> Vec<Row> {
    let row = |at: u32, branch: u32, amount: Amount, figure: Option<usize>| {
        let (line, order) = calendar.place(at, is_cumulative)?;
        Some(Row { branch, line, order, at, amount, figure })
    };
    let own = subject.figures.iter().enumerate().filter_map(|(number, position)| {
        let figure = reports.figures.get(*position as usize)?;
        let report = reports.reports.get(figure.report as usize)?;
        row(report.at, report.branch, figure.amount, Some(number))
    });
    let earlier = subject.past.iter().filter_map(|at| {
        let value = past.value(*at)?;
        row(value.at, value.branch, value.amount, None)
    });
    let mut rows = Vec::with_capacity(subject.figures.len() + subject.past.len());
    rows.extend(own);
    rows.extend(earlier);
    rows
}

/// The pass: it is given every row, those of one series together and in the order of time.
struct Series {
    /// How many non-zero periods make a row of them.
    row: usize,
    key: Option<(u32, (u32, u32))>,
    values: Vec<f64>,
    last: VecDeque<i128>,
    order: u32,
    previous: Option<(u32, Amount)>,
    in_a_row: usize,
    /// By period.
    jumps: BTreeMap<u32, Jumps>,
}

impl Series {
    /// A pass over nothing yet.
    fn new(row: usize) -> Self {
        Self {
            row,
            key: None,
            values: Vec::new(),
            last: VecDeque::new(),
            order: 0,
            previous: None,
            in_a_row: 0,
            jumps: BTreeMap::new(),
        }
    }

    /// What stands before a row; from now on it stands before the next.
    fn next(&mut self, row: &Row) -> Earlier {
        if self.key != Some(row.series()) {
            self.start(row);
        }
        // Only values of this run are compared.
        let earlier = if row.figure.is_some() { self.earlier(row) } else { Earlier::default() };
        self.note_jump(row);
        self.add(row);
        earlier
    }

    fn start(&mut self, row: &Row) {
        self.key = Some(row.series());
        self.values.clear();
        self.last.clear();
        self.previous = None;
        self.in_a_row = 0;
    }

    fn earlier(&self, row: &Row) -> Earlier {
        Earlier {
            previous: self.previous,
            last: self.values.last().copied(),
            periods_since: f64::from(row.order.saturating_sub(self.order).max(1)),
            middle: self.middle(),
            count: self.values.len(),
            mean: mean(&self.values),
            deviation: standard_deviation(&self.values),
            in_a_row: self.in_a_row,
        }
    }

    fn middle(&self) -> Option<f64> {
        let mut last: Vec<i128> = self.last.iter().copied().collect();
        last.sort_unstable();
        let (low, high) = (last.get(last.len().checked_sub(1)? / 2)?, last.get(last.len() / 2)?);
        let (low, high) = (Amount::from_scaled(*low).to_f64(), Amount::from_scaled(*high).to_f64());
        (high < TORN * low).then_some((low + high) / 2.0)
    }

    fn note_jump(&mut self, row: &Row) {
        if self.in_a_row >= self.row {
            let jumps = self.jumps.entry(row.at).or_default();
            jumps.all += 1;
            jumps.to_zero += u64::from(row.amount.is_zero());
        }
    }

    fn add(&mut self, row: &Row) {
        self.previous = Some((row.at, row.amount));
        if row.amount.is_zero() || row.amount.is_negative() {
            self.in_a_row = 0;
            return;
        }
        self.in_a_row += 1;
        self.order = row.order;
        self.values.push(row.amount.to_f64());
        self.last.push_back(row.amount.scaled());
        if self.last.len() > LAST {
            self.last.pop_front();
        }
    }
}
