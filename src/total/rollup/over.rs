//! How the values of several periods become the value of a longer one.

use crate::model::{Amount, Bound};
use crate::pipeline::{Definition, Indicator, Origins, Time, Total};

/// How values of periods are brought together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Over {
    /// Added up.
    Sum,
    /// The last one.
    Last,
    /// The largest.
    Max,
    /// The smallest.
    Min,
    /// Their mean, weighted by another indicator where one is declared.
    Mean {
        /// Index of the weighting indicator.
        weight: Option<u32>,
    },
    /// The ratio of two indicators of the longer period.
    Ratio {
        /// Index of the numerator.
        numerator: u32,
        /// Index of the denominator.
        denominator: u32,
    },
    /// Not at all.
    Nothing,
}

impl Over {
    /// How the periods of an indicator come together in one of its measures.
    pub fn of(definition: &Definition, indicator: u32, measure: u32) -> Self {
        let Some(known) = definition.reading.indicators.get(indicator as usize) else { return Self::Nothing };
        let cumulative = &definition.judging.cumulative_measures;
        match Self::of_indicator(known) {
            Self::Nothing => Self::Nothing,
            over @ Self::Ratio { .. } => over,
            _ if cumulative.iter().any(|(own, _)| u32::from(*own) == measure) => Self::Last,
            over => over,
        }
    }

    fn of_indicator(of: &Indicator) -> Self {
        // The branches that the register counts in a month are there in the next one as well.
        if matches!(of.origin, Origins::Register(_)) {
            return Self::Last;
        }
        match (&of.total, of.time) {
            (Total::Ratio { numerator, denominator }, _) => {
                Self::Ratio { numerator: *numerator, denominator: *denominator }
            }
            (_, Time::Stock | Time::Cumulative) => Self::Last,
            (Total::Sum | Total::Count, Time::Flow) => Self::Sum,
            (Total::Max, Time::Flow) => Self::Max,
            (Total::Min, Time::Flow) => Self::Min,
            (Total::Mean { weight }, Time::Flow) => Self::Mean { weight: *weight },
            // What cannot be added over branches need not add up over months.
            (Total::None, Time::Flow) => Self::Nothing,
        }
    }

    /// Whether only the last period matters.
    pub const fn is_last(self) -> bool {
        matches!(self, Self::Last)
    }
}

/// A value of a period with its weight.
#[derive(Clone, Copy, Debug)]
pub struct Value {
    /// The value.
    pub value: Amount,
    /// What it claims.
    pub bound: Bound,
    /// Its weight, where one is declared and reported.
    pub weight: Option<Amount>,
}

/// What values of periods, in their order, come to; none where there is none, or the sum is beyond the range.
pub fn together(values: &[Value], over: Over) -> Option<(Amount, Bound)> {
    let last = values.last()?;
    let bound = values.iter().map(|value| value.bound).fold(Bound::Exact, Bound::plus);
    let amounts = || values.iter().map(|value| value.value);
    match over {
        Over::Sum => amounts().try_fold(Amount::ZERO, Amount::checked_add).map(|sum| (sum, bound)),
        Over::Last => Some((last.value, last.bound)),
        Over::Max => amounts().max().map(|most| (most, bound)),
        Over::Min => amounts().min().map(|least| (least, bound)),
        Over::Mean { weight: None } => {
            let sum = amounts().try_fold(Amount::ZERO, Amount::checked_add)?;
            let number = i64::try_from(values.len()).ok()?;
            Some((sum.checked_div(Amount::from_units(number))?, bound))
        }
        Over::Mean { weight: Some(_) } => weighted(values).map(|mean| (mean, bound)),
        Over::Ratio { .. } | Over::Nothing => None,
    }
}

/// Σ value · weight / Σ weight over the periods that have a weight.
fn weighted(values: &[Value]) -> Option<Amount> {
    let pairs: Vec<(Amount, Amount)> =
        values.iter().filter_map(|value| Some((value.value, value.weight?))).collect();
    let products = pairs.iter().map(|(value, weight)| value.checked_product(*weight));
    let sum = products.into_iter().try_fold(Amount::ZERO, |sum, product| sum.checked_add(product?))?;
    let weights = pairs.iter().try_fold(Amount::ZERO, |sum, (_, weight)| sum.checked_add(*weight))?;
    sum.checked_div(weights)
}
