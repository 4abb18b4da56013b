//! What stands beside a value from the period right before: of each branch, and of each total.
//!
//! Enters: the run's own frames and rows, and the history. Leaves: `previous` and `change_pct`. A period for which the run has reports goes before what was published of
//! it, so that two lines of one file never disagree; [`crate::check`] says where the two differ. A previous total is the one that was given out then, not
//! one that is added up anew: whoever looks it up finds the same number, and a mean or a ratio has one too.

use crate::history::{Earlier, History, Successions, Value};
use crate::merge::{Frames, FramesError};
use crate::model::map::Map;
use crate::model::outcome::TotalRow;
use crate::model::{Amount, Period};
use crate::pipeline::Definition;
use std::collections::BTreeSet;

/// Period, branch, indicator, measure, breakdown, by indexes of the run's frames.
type Place = (u32, u32, u32, u32, u32);

/// What each branch had in the period right before.
#[derive(Debug, Default)]
pub struct Previous(Map<Place, Amount>);

impl Previous {
    /// Looks for the period right before each of the frames: in the frames themselves, else in the history. Of a period in `incomplete` nothing is
    /// taken.
    ///
    /// # Errors
    /// Where a column of a frame is not of its type: a fault of this program.
    pub fn new(
        frames: &Frames,
        history: &History,
        definition: &Definition,
        incomplete: &[Period],
    ) -> Result<Self, FramesError> {
        let before: Vec<Option<Period>> = frames.periods.iter().map(Period::right_before).collect();
        // The run's period behind each earlier one, by index of the frames or of the history.
        let behind = |periods: &[Period]| -> Map<u32, u32> {
            let of = |period: &Period| before.iter().position(|before| before.as_ref() == Some(period));
            (0u32..).zip(periods).filter_map(|(at, period)| Some((at, of(period)? as u32))).collect()
        };
        let is_complete = |period: &Period| !incomplete.contains(period);
        let (mut own, earlier) = (behind(&frames.periods), behind(&history.periods));
        // Of a period without a report the frames hold no more than what the register counts.
        own.retain(|at, _| {
            !frames.periods.get(*at as usize).is_some_and(|own| history.periods.contains(own))
        });
        let mut previous = Self::default();
        previous.add(&earlier, history.rows()?);
        if own.is_empty() {
            return Ok(previous);
        }
        let rows = frames.rows()?.filter_map(|row| {
            let reported = row.value.filter(|_| own.contains_key(&row.period))?;
            Some(Value {
                period: row.period,
                branch: row.branch,
                indicator: row.indicator,
                measure: row.measure,
                breakdown: row.breakdown,
                value: reported,
            })
        });
        let successions = Successions::new(definition);
        let rows: Vec<Value> = rows.collect();
        for of_period in rows.chunk_by(|one, two| one.period == two.period) {
            let period = of_period.first().and_then(|value| frames.periods.get(value.period as usize));
            let Some(period) = period.filter(|period| is_complete(period)) else { continue };
            previous.add(&own, successions.inherit(period, of_period.to_vec()).into_iter());
        }
        Ok(previous)
    }

    fn add(&mut self, behind: &Map<u32, u32>, values: impl Iterator<Item = Value>) {
        self.0.extend(values.filter_map(|value| {
            let period = *behind.get(&value.period)?;
            let (_, branch, indicator, measure, breakdown) = value.place();
            Some(((period, branch, indicator, measure, breakdown), value.value))
        }));
    }

    /// What a branch had in the period right before one of the run's.
    pub fn of(&self, place: Place) -> Option<Amount> {
        self.0.get(&place).copied()
    }

    /// Whether nothing is known of earlier periods.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Everything, by the run's period; in no order.
    pub fn all(&self) -> impl Iterator<Item = (Place, Amount)> {
        self.0.iter().map(|(place, value)| (*place, *value))
    }
}

/// Change of a value against an earlier one, in percent of the earlier one's magnitude: a growing loss is a fall. None against zero, or where one is missing.
pub fn change_pct(value: Option<Amount>, previous: Option<Amount>) -> Option<Amount> {
    let previous = previous?;
    value?.checked_sub(previous)?.percent_of(previous.abs())
}

/// Puts the total of the period right before beside each, and the change. Of a longer period that lacks a part nothing is taken, and it has no change itself.
pub fn fill_totals(totals: &mut [TotalRow], earlier: &Earlier, incomplete: &[Period]) {
    let own: Map<(Period, &str, u32, u16, &str), Option<Amount>> =
        totals.iter().map(|row| (place_of(row, row.period), row.value)).collect();
    let periods: BTreeSet<Period> = totals.iter().map(|row| row.period).collect();
    let is_earlier =
        |period: &Period| earlier.history.periods.contains(period) || earlier.longer.periods.contains(period);
    let previous = |row: &TotalRow| {
        let before = row.period.right_before()?;
        if is_earlier(&before) || !periods.contains(&before) {
            return earlier.totals.get(before, row);
        }
        own.get(&place_of(row, before)).copied().flatten().filter(|_| !incomplete.contains(&before))
    };
    let previous: Vec<Option<Amount>> = totals.iter().map(previous).collect();
    for (row, previous) in totals.iter_mut().zip(previous) {
        row.previous = previous;
        let is_whole = !incomplete.contains(&row.period);
        row.change_pct = change_pct(row.value, previous).filter(|_| is_whole);
    }
}

fn place_of(row: &TotalRow, period: Period) -> (Period, &str, u32, u16, &str) {
    (period, &row.group, row.indicator, row.measure, &row.breakdown)
}
