//! Outliers and wrong units: a value that is thousands of times off is suggested in the right unit.
//!
//! With l = log10 of value to expectation, |l| > 2 and |z| > 3 make a scale error, and the nearest 10^(3k) is what it is off by. Where two other values of the same
//! branch are off by the same, the branch filled its form in the wrong unit, and what is merely nearer to that power than to one belongs to it. Where the size of the branch
//! is doubtful, nothing is told of what its peers let expect.

use super::comparison::is_count;
use super::outlier::{Against, Verdict};
use super::shown::{limit, rounded, usual};
use super::sizes::Doubtful;
use super::suspect::Suspect;
use super::values::Value;
use crate::model::map::Map;
use crate::model::{Amount, Check, Evidence};
use crate::pipeline::{Definition, ScaleLimits};
use rayon::prelude::*;

/// Other values of the branch that agree before a doubtful one is believed.
const AGREEING: u32 = 2;
/// The largest power of ten that an amount can be multiplied with.
const LARGEST_POWER: i32 = 18;

/// A value that the rule speaks of.
#[derive(Clone, Copy)]
pub(super) struct Outlier {
    pub value: Value,
    pub verdict: Verdict,
}

/// One warning a value: in the wrong unit, or far from what was expected.
pub(super) fn suspects(outliers: &[Outlier], doubtful: &Doubtful, definition: &Definition) -> Vec<Suspect> {
    let is_trusted = |outlier: &&Outlier| {
        outlier.verdict.against == Against::History || !doubtful.has(&outlier.value, definition)
    };
    let outliers: Vec<&Outlier> = outliers.iter().filter(is_trusted).collect();
    let limits = &definition.judging.thresholds.scale_error;
    let mut agreeing: Map<(u32, u32, i32), u32> = Map::default();
    for outlier in outliers.iter().filter(|outlier| outlier.verdict.is_clear(limits)) {
        *agreeing.entry(outlier.report_and_power()).or_insert(0) += 1;
    }
    let suspect = |outlier: &&Outlier| {
        let with_it = agreeing.get(&outlier.report_and_power()).copied().unwrap_or(0);
        let is_believed =
            outlier.verdict.is_clear(limits) || (outlier.verdict.is_out() && with_it >= AGREEING);
        let suggested = if is_believed { outlier.suggested(definition) } else { None };
        match suggested {
            Some(suggested) => Some(outlier.scale_error(suggested, limits, definition)),
            None => outlier.verdict.is_out().then(|| outlier.suspect(definition)),
        }
    };
    outliers.par_iter().filter_map(suspect).collect()
}

impl Outlier {
    /// Whether the rule has anything to say of it.
    pub fn new(value: &Value, verdict: Verdict, limits: &ScaleLimits) -> Option<Self> {
        let outlier = Self { value: *value, verdict };
        (verdict.is_out() || verdict.is_clear(limits)).then_some(outlier)
    }

    fn report_and_power(&self) -> (u32, u32, i32) {
        (self.value.at, self.value.branch, self.verdict.power())
    }

    /// The value in the right unit. A count has no fraction there: one that would was not sent in a wrong unit.
    fn suggested(&self, definition: &Definition) -> Option<Amount> {
        let power = self.verdict.power();
        let multiplier = 10i64.checked_pow(power.unsigned_abs()).filter(|_| power.abs() <= LARGEST_POWER)?;
        let suggested = match power {
            0 => return None,
            1.. => self.value.amount.checked_div(Amount::from_units(multiplier))?,
            _ => self.value.amount.checked_times(multiplier)?,
        };
        Some(suggested).filter(|suggested| !self.is_count(definition) || suggested.is_whole())
    }

    fn is_count(&self, definition: &Definition) -> bool {
        is_count(self.value.indicator, definition)
    }

    fn suspect(&self, definition: &Definition) -> Suspect {
        let check = match self.verdict.against {
            Against::Peers => Check::PeerOutlier,
            Against::History => Check::HistoryOutlier,
        };
        self.told(check, self.verdict.threshold, definition)
    }

    fn scale_error(&self, suggested: Amount, limits: &ScaleLimits, definition: &Definition) -> Suspect {
        let suspect = self.told(Check::ScaleError, limits.z, definition);
        Suspect { suggested: Some(suggested), ..suspect }
    }

    fn told(&self, check: Check, threshold: f64, definition: &Definition) -> Suspect {
        let verdict = &self.verdict;
        let (lower, upper) = verdict.limits();
        let evidence = Evidence {
            lower: limit(lower, self.value.amount),
            upper: limit(upper, self.value.amount),
            score: rounded(verdict.z),
            threshold: rounded(threshold),
            sample: u64::try_from(verdict.sample).ok(),
        };
        let expected = usual(verdict.expected, self.is_count(definition));
        Suspect { expected, evidence, ..Suspect::of_value(check, &self.value) }
    }
}
