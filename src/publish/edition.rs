//! What the tables are made from: a run's outcome beside the definition that gives its indexes their names.
//!
//! An index that points nowhere gives an empty text, never a panic: a table with a hole can be looked into, a crash cannot.

use super::revisions::Revision;
use crate::model::outcome::{Outcome, Submission};
use crate::model::{Bound, Severity};
use crate::pipeline::{Branch, Definition, Indicator};
use std::borrow::Cow;

/// The words of `bound`.
pub(super) const BOUNDS: &[&str] =
    &[Bound::Exact.as_str(), Bound::AtLeast.as_str(), Bound::AtMost.as_str(), Bound::About.as_str()];

/// The words of `severity`.
pub(super) const SEVERITIES: &[&str] = &[
    Severity::Info.as_str(),
    Severity::Warning.as_str(),
    Severity::Error.as_str(),
    Severity::Fatal.as_str(),
];

/// Open flags of a submission.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct FlagCount {
    /// At error or above.
    pub(super) errors: u64,
    /// At warning.
    pub(super) warnings: u64,
}

/// An outcome with its definition.
pub(super) struct Edition<'a> {
    pub(super) definition: &'a Definition,
    pub(super) outcome: &'a Outcome,
    /// What changed against the run before; empty until the tables that tell it are written.
    pub(super) revisions: Vec<Revision>,
    /// By submission.
    flag_counts: Vec<FlagCount>,
}

impl<'a> Edition<'a> {
    /// Counts what several rows need.
    pub(super) fn new(definition: &'a Definition, outcome: &'a Outcome) -> Self {
        let mut flag_counts = vec![FlagCount::default(); outcome.submissions.len()];
        for flag in outcome.flags.iter().filter(|flag| flag.is_open()) {
            let Some(count) = flag.submission.and_then(|index| flag_counts.get_mut(index)) else { continue };
            match flag.severity {
                Severity::Fatal | Severity::Error => count.errors += 1,
                Severity::Warning => count.warnings += 1,
                Severity::Info => {}
            }
        }
        Self { definition, outcome, revisions: Vec::new(), flag_counts }
    }

    /// Flags of a submission.
    pub(super) fn flags_of(&self, submission: usize) -> FlagCount {
        self.flag_counts.get(submission).copied().unwrap_or_default()
    }

    /// A branch of the register.
    pub(super) fn branch(&self, index: Option<u32>) -> Option<&'a Branch> {
        self.definition.judging.register.branches.get(index? as usize)
    }

    /// A branch's code.
    pub(super) fn branch_code(&self, index: Option<u32>) -> &'a str {
        self.branch(index).map_or("", |branch| &branch.code)
    }

    /// An indicator of the definition.
    pub(super) fn indicator(&self, index: Option<u32>) -> Option<&'a Indicator> {
        self.definition.reading.indicators.get(index? as usize)
    }

    /// An indicator's id.
    pub(super) fn indicator_id(&self, index: Option<u32>) -> &'a str {
        self.indicator(index).map_or("", |indicator| &indicator.id)
    }

    /// An indicator's base unit.
    pub(super) fn unit(&self, index: u32) -> &'a str {
        self.indicator(Some(index)).map_or("", |indicator| &indicator.unit)
    }

    /// A measure's id.
    pub(super) fn measure(&self, index: u16) -> &'a str {
        self.definition.reading.measures.get(usize::from(index)).map_or("", |measure| measure)
    }

    /// A submission.
    pub(super) fn submission(&self, index: Option<usize>) -> Option<&'a Submission> {
        self.outcome.submissions.get(index?)
    }
}

/// Something shown, or nothing.
pub(super) fn shown<'r>(value: Option<impl std::fmt::Display>) -> Cow<'r, str> {
    value.map_or(Cow::Borrowed(""), |value| Cow::Owned(value.to_string()))
}
