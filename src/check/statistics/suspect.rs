//! What a statistical check raises, before it is known where in the workbook it stands.

use super::shown::text;
use super::values::Value;
use crate::model::{Amount, Check, Evidence, Severity};

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
            found: text(value.amount),
            ..Self::of_report(check, value.branch, value.submission)
        }
    }

    /// About a report.
    pub(super) fn of_report(check: Check, branch: u32, submission: u32) -> Self {
        Self {
            check,
            severity: None,
            branch,
            indicator: None,
            breakdown: 0,
            submission,
            fact: None,
            found: String::new(),
            expected: String::new(),
            suggested: None,
            evidence: Evidence::default(),
        }
    }
}
