//! What a branch reported for the period before: from the same run where that has it, else from history.

use crate::history::History;
use crate::merge::{Frames, FramesError};
use crate::model::map::Map;
use crate::model::{Amount, Period};

/// Period of the run, branch, indicator, measure, breakdown.
pub(super) type Key = (u32, u32, u32, u32, u32);

/// Exact values of the period before each period of the run.
pub(super) struct Before {
    values: Map<Key, Amount>,
}

impl Before {
    /// Collects the values of those indicators for which `is_needed` holds.
    ///
    /// # Errors
    /// Where a column of a frame is not of its type: a fault of this program.
    pub fn new(
        frames: &Frames,
        history: &History,
        is_needed: impl Fn(u32) -> bool,
    ) -> Result<Self, FramesError> {
        let mut values = Map::default();
        let of_history = Following::new(&history.periods, &frames.periods);
        if history.values.height() > 0 {
            of_history.collect(&history.values, &is_needed, &mut values)?;
        }
        // What the run itself says of a period goes before what was published of it.
        let of_run = Following::new(&frames.periods, &frames.periods);
        of_run.collect(&frames.values, &is_needed, &mut values)?;
        Ok(Self { values })
    }

    /// The value of the period before.
    pub fn get(&self, key: &Key) -> Option<Amount> {
        self.values.get(key).copied()
    }

    /// All values with their keys, in no order.
    pub fn all(&self) -> impl Iterator<Item = (&Key, &Amount)> {
        self.values.iter()
    }
}

/// For each of some periods the index of the period of the run that follows it.
struct Following(Vec<Option<u32>>);

impl Following {
    fn new(periods: &[Period], of_run: &[Period]) -> Self {
        let before: Vec<Option<Period>> = of_run.iter().map(Period::right_before).collect();
        let following = |period: &Period| {
            let at = before.iter().position(|before| before.as_ref() == Some(period))?;
            u32::try_from(at).ok()
        };
        Self(periods.iter().map(following).collect())
    }

    /// Adds the values of a frame under the period that follows theirs.
    fn collect(
        &self,
        frame: &polars::prelude::DataFrame,
        is_needed: &impl Fn(u32) -> bool,
        values: &mut Map<Key, Amount>,
    ) -> Result<(), FramesError> {
        if self.0.iter().all(Option::is_none) {
            return Ok(());
        }
        let index = |name: &str| frame.column(name)?.u32();
        let (periods, branches, indicators) = (index("period")?, index("branch")?, index("indicator")?);
        let (measures, breakdowns) = (index("measure")?, index("breakdown")?);
        let amounts = frame.column("value")?.i128()?;
        let row = |at: usize| {
            let following = (*self.0.get(periods.get(at)? as usize)?)?;
            let indicator = indicators.get(at).filter(|indicator| is_needed(*indicator))?;
            let key = (following, branches.get(at)?, indicator, measures.get(at)?, breakdowns.get(at)?);
            Some((key, Amount::from_scaled(amounts.get(at)?)))
        };
        values.extend((0..frame.height()).filter_map(row));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Before;
    use crate::history::History;
    use crate::merge::Frames;
    use crate::model::{Amount, Period};
    use polars::prelude::*;

    /// Rows of a frame: period, branch, value in units; the indicator 0 as a whole.
    fn values(rows: &[(u32, u32, i64)]) -> DataFrame {
        let index = |name: &str, of: fn(&(u32, u32, i64)) -> u32| {
            Column::new(name.into(), rows.iter().map(of).collect::<Vec<u32>>())
        };
        let amounts: Vec<i128> = rows.iter().map(|row| Amount::from_units(row.2).scaled()).collect();
        let columns = vec![
            index("period", |row| row.0),
            index("branch", |row| row.1),
            index("indicator", |_| 0),
            index("measure", |_| 0),
            index("breakdown", |_| 0),
            Column::new("value".into(), amounts),
        ];
        DataFrame::new(rows.len(), columns).expect("a frame")
    }

    #[test]
    fn the_run_goes_before_history_and_only_the_period_before_counts() {
        let frames = Frames {
            values: values(&[(0, 0, 5), (1, 0, 6)]),
            periods: vec![Period::Month(2024, 1), Period::Month(2024, 2)],
            breakdowns: vec![String::new()],
            stated: Vec::new(),
        };
        let history = History {
            periods: vec![Period::Month(2023, 11), Period::Month(2023, 12), Period::Month(2024, 1)],
            values: values(&[(0, 0, 1), (1, 0, 2), (1, 1, 3), (2, 0, 4)]),
        };
        let earlier = Before::new(&frames, &history, |_| true).expect("columns");
        let get = |period, branch| earlier.get(&(period, branch, 0, 0, 0)).map(|value| value.to_string());
        assert_eq!(get(0, 0).as_deref(), Some("2"));
        assert_eq!(get(0, 1).as_deref(), Some("3"));
        assert_eq!(get(1, 0).as_deref(), Some("5"));
        assert_eq!(get(1, 1), None);
    }
}
