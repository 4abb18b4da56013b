//! Which values people's corrections changed between two runs.
//!
//! Enters: the manifest of the run before, and the outcome of this one. Leaves: for a value, whether a correction of it began to apply, ceased to, or puts another value in
//! its place. An edited `corrections.csv` alone says nothing: most values of a run are on none of its lines.

use super::reasons::Reason;
use crate::model::map::Map;
use crate::model::review::Fate;
use crate::model::{Amount, Period};
use crate::publish::edition::Edition;
use crate::publish::past::{PastCorrection, PastRun};
use std::collections::BTreeMap;

/// Period, branch, indicator and measure, by ids.
pub(super) type Subject = (Period, String, String, String);

/// The values that corrections put in place, by breakdown.
type Parts = BTreeMap<String, Amount>;

/// The corrections that applied in two runs.
pub(super) struct Corrected {
    before: Map<Subject, Parts>,
    now: Map<Subject, Parts>,
}

impl Corrected {
    /// Those of the run before as its manifest lists them, and those of this run.
    pub(super) fn new(run: &PastRun, edition: &Edition) -> Self {
        Self { before: before(&run.corrections), now: now(edition) }
    }

    /// What corrections did to a value of a branch: changed it, or one of the parts that it is added from; none where they did nothing.
    pub(super) fn reason(&self, subject: &Subject, breakdown: &str) -> Option<Reason> {
        let none = Parts::new();
        let before = self.before.get(subject).unwrap_or(&none);
        let now = self.now.get(subject).unwrap_or(&none);
        let is_changed = |part: &str| before.get(part) != now.get(part);
        if is_changed(breakdown) {
            return Some(Reason::Corrected);
        }
        let mut parts = before.keys().chain(now.keys()).filter(|part| is_part(part, breakdown));
        parts.any(|part| is_changed(part)).then_some(Reason::ValuesChanged)
    }
}

/// Whether a breakdown is a finer one: `age=15-24;sex=female` is a part of `sex=female` and of the whole.
fn is_part(part: &str, of: &str) -> bool {
    of.split(';').filter(|word| !word.is_empty()).all(|word| part.split(';').any(|own| own == word))
}

fn before(corrections: &[PastCorrection]) -> Map<Subject, Parts> {
    let mut all: Map<Subject, Parts> = Map::default();
    for PastCorrection { period, branch, indicator, measure, breakdown, value } in corrections {
        let subject = (*period, branch.clone(), indicator.clone(), measure.clone());
        all.entry(subject).or_default().insert(breakdown.clone(), *value);
    }
    all
}

fn now(edition: &Edition) -> Map<Subject, Parts> {
    let mut all: Map<Subject, Parts> = Map::default();
    let applied = edition.outcome.corrections.iter().filter(|row| row.fate == Fate::Applied);
    for row in applied {
        let Some(one) = edition.definition.judging.corrections.get(row.correction) else { continue };
        let branch = edition.branch_code(Some(one.branch)).to_owned();
        let indicator = edition.indicator_id(Some(one.indicator)).to_owned();
        let subject = (one.period, branch, indicator, edition.measure(one.measure).to_owned());
        all.entry(subject).or_default().insert(one.breakdown.clone(), one.value);
    }
    all
}
