//! The values of the run and of its history by subject: what is compared is one indicator in one breakdown.
//!
//! Enters: the reports of the run, the frame of its history. Leaves: [`Subject`]s in the order of indicator and breakdown, the values of each by period and branch.

use super::calendar::Calendar;
use super::reports::Reports;
use crate::history::History;
use crate::merge::{FramesError, columns};
use crate::model::Amount;
use std::borrow::Cow;

/// The values of an indicator in a breakdown.
#[derive(Clone, Copy)]
pub(super) struct Subject<'a> {
    pub indicator: u32,
    /// Positions of the run's figures in [`Reports::figures`], by period and branch; never empty.
    pub figures: &'a [u32],
    /// Rows of [`Past`], by period and branch.
    pub past: &'a [u32],
}

/// The values of earlier periods.
#[derive(Default)]
pub(super) struct Past<'a> {
    /// The position of each period in the calendar.
    positions: Vec<Option<u32>>,
    periods: Cow<'a, [u32]>,
    branches: Cow<'a, [u32]>,
    indicators: Cow<'a, [u32]>,
    breakdowns: Cow<'a, [u32]>,
    values: Cow<'a, [i128]>,
    /// Rows of actual values, by indicator, breakdown, period and branch.
    rows: Vec<u32>,
}

/// A value of an earlier period.
#[derive(Clone, Copy)]
pub(super) struct PastValue {
    pub at: u32,
    pub branch: u32,
    pub amount: Amount,
}

impl<'a> Past<'a> {
    /// Reads the frame, which is sorted by period and branch.
    ///
    /// # Errors
    /// Where a column is not of its type: a fault of this program.
    pub fn new(history: &'a History, calendar: &Calendar) -> Result<Self, FramesError> {
        // A history of nothing need not have columns.
        if history.values.height() == 0 {
            return Ok(Self::default());
        }
        let index = |name: &str| columns::indexes(&history.values, name);
        let measures = index("measure")?;
        let actual = (0u32..).zip(&*measures).filter(|(_, measure)| **measure == 0).map(|(row, _)| row);
        let (indicators, breakdowns) = (index("indicator")?, index("breakdown")?);
        let rows = by_subject(actual.collect(), &indicators, &breakdowns);
        Ok(Self {
            positions: calendar.positions(&history.periods),
            periods: index("period")?,
            branches: index("branch")?,
            indicators,
            breakdowns,
            values: columns::billionths(&history.values, "value")?,
            rows,
        })
    }

    /// The value in a row.
    pub fn value(&self, row: u32) -> Option<PastValue> {
        let row = row as usize;
        let at = (*self.positions.get(*self.periods.get(row)? as usize)?)?;
        let amount = Amount::from_scaled(*self.values.get(row)?);
        Some(PastValue { at, branch: *self.branches.get(row)?, amount })
    }

    /// The rows of an indicator in a breakdown.
    fn rows_of(&self, subject: (u32, u32)) -> &[u32] {
        let of = |row: &u32| {
            let row = *row as usize;
            self.indicators.get(row).copied().zip(self.breakdowns.get(row).copied())
        };
        let first = self.rows.partition_point(|row| of(row) < Some(subject));
        let rows = self.rows.get(first..).unwrap_or(&[]);
        let number = rows.partition_point(|row| of(row) <= Some(subject));
        rows.get(..number).unwrap_or(&[])
    }
}

/// The order of the run's figures that [`subjects`] cuts into pieces: by indicator, breakdown, period and branch.
pub(super) fn order(reports: &Reports) -> Vec<u32> {
    let indicators: Vec<u32> = reports.figures.iter().map(|figure| figure.indicator).collect();
    let breakdowns: Vec<u32> = reports.figures.iter().map(|figure| figure.breakdown).collect();
    by_subject((0u32..).take(reports.figures.len()).collect(), &indicators, &breakdowns)
}

/// What the run has values of.
pub(super) fn subjects<'a>(order: &'a [u32], reports: &Reports, past: &'a Past) -> Vec<Subject<'a>> {
    let of = |position: &u32| {
        let figure = reports.figures.get(*position as usize)?;
        Some((figure.indicator, figure.breakdown))
    };
    let subject = |figures: &'a [u32]| {
        let subject = of(figures.first()?)?;
        Some(Subject { indicator: subject.0, figures, past: past.rows_of(subject) })
    };
    order.chunk_by(|one, two| of(one) == of(two)).filter_map(subject).collect()
}

/// Rows by indicator and breakdown; those of the same in the order in which they come.
fn by_subject(rows: Vec<u32>, indicators: &[u32], breakdowns: &[u32]) -> Vec<u32> {
    counted(&counted(&rows, breakdowns), indicators)
}

/// Rows in the order of their keys, those of the same key as they come. The keys are small numbers, so they are counted and not compared.
pub(super) fn counted(rows: &[u32], keys: &[u32]) -> Vec<u32> {
    let key = |row: &u32| keys.get(*row as usize).copied().unwrap_or(0) as usize;
    let Some(most) = rows.iter().map(key).max() else { return Vec::new() };
    if most == 0 {
        return rows.to_vec();
    }
    // Where the next row of each key goes.
    let mut next = vec![0usize; most + 2];
    rows.iter().for_each(|row| next[key(row) + 1] += 1);
    for at in 1..next.len() {
        next[at] += next[at - 1];
    }
    let mut sorted = vec![0u32; rows.len()];
    for row in rows {
        let place = &mut next[key(row)];
        sorted[*place] = *row;
        *place += 1;
    }
    sorted
}

#[cfg(test)]
mod tests {
    use super::counted;

    #[test]
    fn rows_of_the_same_key_keep_their_order() {
        assert_eq!(counted(&[0, 1, 2, 3, 4], &[2, 0, 2, 1, 0]), [1, 4, 3, 0, 2]);
        assert_eq!(counted(&[4, 2, 0], &[2, 0, 2, 1, 0]), [4, 2, 0]);
        assert_eq!(counted(&[], &[]), [] as [u32; 0]);
    }
}
