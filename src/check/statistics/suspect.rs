//! What a statistical check raises, before it is known where in the workbook it stands.

use super::values::Value;
use crate::model::{Amount, Check, Evidence, Severity};

/// Significant digits of a number that was computed: more would claim what nobody knows.
const DIGITS: usize = 3;
/// As many as a double holds.
const MOST_DIGITS: usize = 15;
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
    with_digits(value, DIGITS)
}

fn with_digits(value: f64, digits: usize) -> Option<Amount> {
    Amount::parse(&format!("{:.*e}", digits - 1, value)).map(|(amount, _)| amount)
}

/// A limit beside the value that it was found to be above or below: three significant digits, or as many more as it takes to stay on its side. 181 is
/// outside 181.2 … 182, not outside 181 … 182.
pub(super) fn limit(value: f64, found: Amount) -> Option<Amount> {
    let side = value.partial_cmp(&found.to_f64());
    let mut all = (DIGITS..=MOST_DIGITS).filter_map(|digits| with_digits(value, digits));
    all.find(|amount| amount.partial_cmp(&found) == side).or_else(|| number(value))
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

/// The limits of the evidence as data: `95 … 15400`.
pub(super) fn range(evidence: &Evidence) -> String {
    let shown = |end: Option<Amount>| end.map_or(String::new(), |amount| amount.to_string());
    format!("{} … {}", shown(evidence.lower), shown(evidence.upper)).trim().to_owned()
}
