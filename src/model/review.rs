//! What a run says of the pipeline's own rules and of people's decisions: how often each rule held, which decisions still stand.
//!
//! Indexes point into the definition and into [`Outcome::submissions`](super::outcome::Outcome).

use super::Address;
use std::collections::BTreeMap;

/// How often a rule held.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RuleTally {
    /// Index of the rule.
    pub rule: u32,
    /// It holds.
    pub passed: u64,
    /// It does not, and is flagged.
    pub failed: u64,
    /// A figure that it needs is not there.
    pub skipped: u64,
    /// Nothing can be said for another reason, and that is flagged.
    pub not_evaluated: u64,
    /// How often each reason was met, of those skipped and not evaluated.
    pub reasons: BTreeMap<&'static str, u64>,
}

/// What became of a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fate {
    /// It holds.
    Applied,
    /// What it decides about has changed.
    Lapsed,
    /// What it decides about is not there.
    Unknown,
    /// It decides about a period that the run is not about.
    OtherPeriod,
}

impl Fate {
    /// Every fate, in the order of the documentation.
    pub const ALL: [Self; 4] = [Self::Applied, Self::Lapsed, Self::Unknown, Self::OtherPeriod];

    /// The word in the outputs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Applied => "applied",
            Self::Lapsed => "lapsed",
            Self::Unknown => "unknown",
            Self::OtherPeriod => "other_period",
        }
    }
}

/// What became of a correction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CorrectionRow {
    /// Index of the correction.
    pub correction: usize,
    /// What became of it.
    pub fate: Fate,
    /// What the report says now; empty where it says nothing.
    pub now: String,
    /// The submission and the fact that it speaks of, where there is one.
    pub fact: Option<(usize, usize)>,
    /// Sheet and cell of that fact.
    pub place: Option<(String, Address)>,
}

/// What became of an acceptance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AcceptanceRow {
    /// Index of the acceptance.
    pub acceptance: usize,
    /// What became of it.
    pub fate: Fate,
}
