//! What a statistical check raises, before it is known where in the workbook it stands.

use super::values::Value;
use crate::model::{Amount, Check, Evidence, Severity};

/// Significant digits of a number that was computed: more would claim what nobody knows.
const DIGITS: usize = 3;
/// Decimals of a score.
const DECIMALS: u32 = 2;

/// A value, or a report, that a check speaks of.
#[derive(Clone, Debug, PartialEq)]
pub struct Suspect {
    /// Which check.
    pub check: Check,
    /// How severe this very one is, where the check knows several severities.
    pub severity: Option<Severity>,
    /// Index of the branch.
    pub branch: u32,
    /// Index of the indicator; none where it is about the whole report.
    pub indicator: Option<u32>,
    /// Index of the breakdown.
    pub breakdown: u32,
    /// Index of the submission.
    pub submission: u32,
    /// Index of the fact in it; none where it is about the whole report.
    pub fact: Option<u32>,
    /// What was found.
    pub found: String,
    /// What was expected.
    pub expected: String,
    /// The value that is probably meant.
    pub suggested: Option<Amount>,
    /// What stands behind it.
    pub evidence: Evidence,
}

impl Suspect {
    /// About a value.
    pub(super) fn of_value(check: Check, value: &Value) -> Self {
        Self {
            indicator: Some(value.indicator),
            breakdown: value.breakdown,
            fact: Some(value.fact),
            found: value.amount.to_string(),
            ..Self::of_report(check, value)
        }
    }

    /// About the report that a value stands in.
    pub(super) fn of_report(check: Check, value: &Value) -> Self {
        Self {
            check,
            severity: None,
            branch: value.branch,
            indicator: None,
            breakdown: 0,
            submission: value.submission,
            fact: None,
            found: String::new(),
            expected: String::new(),
            suggested: None,
            evidence: Evidence::default(),
        }
    }
}

/// A computed number with three significant digits; none where it is not finite or beyond what an amount holds.
pub(super) fn number(value: f64) -> Option<Amount> {
    Amount::parse(&format!("{:.*e}", DIGITS - 1, value)).map(|(amount, _)| amount)
}

/// What was expected, as a person says it: three digits, and whole ones of what is counted.
pub(super) fn usual(expected: f64, is_count: bool) -> String {
    let Some(amount) = number(expected) else { return String::new() };
    let whole = amount.round(0);
    let shown = if is_count && !whole.is_zero() { whole } else { amount };
    shown.to_string()
}

/// A score with two decimals.
pub(super) fn rounded(score: f64) -> Option<Amount> {
    Amount::from_f64(score).map(|(amount, _)| amount.round(DECIMALS))
}

/// A range as data: `95 … 15400`.
pub(super) fn range(lower: f64, upper: f64) -> String {
    let shown = |end: f64| number(end).map_or(String::new(), |amount| amount.to_string());
    format!("{} … {}", shown(lower), shown(upper)).trim().to_owned()
}
