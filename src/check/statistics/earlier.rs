//! What a branch reported before: one pass over the values in the order of series and time.

use super::joined::Row;
use super::measures::{mean, standard_deviation};
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

/// Rows of non-zero periods that were followed by a report, in a period, of an indicator and breakdown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Jumps {
    /// All of them.
    pub all: u64,
    /// Those after which zero was reported.
    pub to_zero: u64,
}

/// The pass: it is given every row, those of one series together and in the order of time.
pub(super) struct Series {
    /// How many non-zero periods make a row of them.
    row: usize,
    key: Option<(u32, u32, u32, u32, u32)>,
    values: Vec<f64>,
    last: VecDeque<i128>,
    order: u32,
    previous: Option<(u32, Amount)>,
    in_a_row: usize,
    /// By indicator, breakdown and period.
    pub jumps: BTreeMap<(u32, u32, u32), Jumps>,
}

impl Series {
    /// A pass over nothing yet.
    pub fn new(row: usize) -> Self {
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
    pub fn next(&mut self, row: &Row) -> Earlier {
        if self.key != Some(row.series()) {
            self.start(row);
        }
        // Only values of this run are compared.
        let earlier = if row.cell.is_some() { self.earlier(row) } else { Earlier::default() };
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
            let jumps = self.jumps.entry((row.indicator, row.breakdown, row.at)).or_default();
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
