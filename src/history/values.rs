//! Values of earlier periods, one by one and as a frame.

use super::History;
use crate::merge::FramesError;
use crate::model::Amount;
use polars::prelude::*;

/// A value of an earlier period. The indexes are those of [`History::values`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Value {
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
    /// The value.
    pub value: Amount,
}

impl Value {
    /// What nothing else has the same of: period, branch, indicator, measure, breakdown.
    pub const fn place(&self) -> (u32, u32, u32, u32, u32) {
        (self.period, self.branch, self.indicator, self.measure, self.breakdown)
    }
}

impl History {
    /// The values in their order.
    ///
    /// # Errors
    /// Where a column of the frame is not of its type: a fault of this program.
    pub fn rows(&self) -> Result<impl Iterator<Item = Value>, FramesError> {
        // A history of nothing need not have columns.
        let frame = Some(&self.values).filter(|values| values.height() > 0);
        Ok(frame.map(rows).transpose()?.into_iter().flatten())
    }
}

fn rows(frame: &DataFrame) -> Result<impl Iterator<Item = Value>, FramesError> {
    let index = |name: &str| Ok::<_, FramesError>(frame.column(name)?.u32()?.into_no_null_iter());
    let places = index("period")?.zip(index("branch")?).zip(index("indicator")?);
    let places = places.zip(index("measure")?).zip(index("breakdown")?);
    let values = frame.column("value")?.i128()?.into_no_null_iter();
    Ok(places.zip(values).map(|(((((period, branch), indicator), measure), breakdown), value)| Value {
        period,
        branch,
        indicator,
        measure,
        breakdown,
        value: Amount::from_scaled(value),
    }))
}

/// The frame of values that are sorted already.
pub(super) fn frame(values: &[Value]) -> Result<DataFrame, FramesError> {
    let indexes = |name: &str, of: fn(&Value) -> u32| {
        UInt32Chunked::from_iter_values(name.into(), values.iter().map(of)).into_series().into_column()
    };
    let amounts = values.iter().map(|value| value.value.scaled());
    let amounts = Int128Chunked::from_iter_values("value".into(), amounts);
    let columns = vec![
        indexes("period", |value| value.period),
        indexes("branch", |value| value.branch),
        indexes("indicator", |value| value.indicator),
        indexes("measure", |value| value.measure),
        indexes("breakdown", |value| value.breakdown),
        amounts.into_series().into_column(),
    ];
    DataFrame::new(values.len(), columns)
}
