//! Whether a value is one that the indicator can have.

use super::Cleaned;
use crate::model::fact::FactValue;
use crate::model::{Amount, Bound, Check};
use crate::pipeline::{Indicator, Kind};

/// Decimals that a mark of thousands read as a decimal point leaves at most.
const LOST_DECIMALS: u32 = 3;

/// Sets the value, with a finding where it is outside the domain: the value stays visible and does not count.
pub(super) fn set(cleaned: &mut Cleaned, amount: Amount, bound: Bound, indicator: &Indicator) {
    cleaned.value = FactValue::Amount(amount, bound);
    if indicator.kind == Kind::Count && !amount.is_whole() {
        let suggested = amount.checked_times(1_000).filter(|_| amount.round(LOST_DECIMALS) == amount);
        cleaned.suggest(
            Check::FractionInCount,
            amount.to_string(),
            suggested.map_or(String::new(), |v| v.to_string()),
            suggested,
        );
    } else if let Some(check) = outside(amount, indicator) {
        cleaned.find(check, amount.to_string(), range(indicator));
    }
}

/// Which end of the domain a value lies beyond.
fn outside(amount: Amount, indicator: &Indicator) -> Option<Check> {
    let is_below = indicator.min.is_some_and(|min| amount < min);
    let is_above = indicator.max.is_some_and(|max| amount > max);
    if is_below && amount.is_negative() && indicator.min.is_some_and(|min| !min.is_negative()) {
        return Some(Check::NegativeValue);
    }
    (is_below || is_above).then_some(Check::OutsideDomain)
}

/// The domain as data: `0 … 1000`, an open end left empty.
fn range(indicator: &Indicator) -> String {
    let end = |limit: Option<Amount>| limit.map_or(String::new(), |limit| limit.to_string());
    format!("{} … {}", end(indicator.min), end(indicator.max)).trim().to_owned()
}
