//! Changes from the period before, where the change of a large value counts for more (Hidiroglou and Berthelot 1986).
//!
//! r = y₂ / y₁ with the last non-zero value y₁; s = 1 − r_M / r below the median ratio r_M, else r / r_M − 1; E = s · max(y₁, y₂)^U. Outside is what lies beyond
//! E_M − C · max(E_M − E_Q1, |A · E_M|) or E_M + C · max(E_Q3 − E_M, |A · E_M|). Where more than a quarter of the ratios are the same, P10 and P90 stand for the quartiles,
//! which would leave no room.
//!
//! Evidence beside the decision rule: a change beyond `c_warning` is a warning only where the rule does not warn of the value, so that nobody reads of one fault twice.

use super::comparison::Comparison;
use super::earlier::Earlier;
use super::measures::{median, quantile, sorted};
use super::shown::{limit, rounded, usual};
use super::suspect::Suspect;
use super::values::Value;
use crate::model::{Check, Evidence, Severity};
use crate::pipeline::RatioLimits;

/// The share of equal ratios from which quartiles leave no room.
const TOO_MANY_ALIKE: f64 = 0.25;
/// How far from the usual value, in powers of e, a limit is looked for: further than any amount is large.
const REACH: f64 = 90.0;
/// Halvings of that interval: the rest is below the spacing of doubles.
const HALVINGS: u32 = 64;

/// The effects of a comparison.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Effects {
    median_ratio: f64,
    u: f64,
    centre: f64,
    below: f64,
    above: f64,
}

impl Effects {
    /// The centre and distances of pairs (y₁, y₂), all above zero.
    pub fn of(pairs: &[(f64, f64)], limits: &RatioLimits) -> Option<Self> {
        let ratios = sorted(pairs.iter().map(|(before, now)| now / before));
        let median_ratio = median(&ratios)?;
        let start = Self { median_ratio, u: limits.u, centre: 0.0, below: 0.0, above: 0.0 };
        let effects = sorted(pairs.iter().map(|pair| start.effect(*pair)));
        let share = if are_alike(&ratios) { 0.1 } else { 0.25 };
        let centre = median(&effects)?;
        let least = (limits.a * centre).abs();
        Some(Self {
            centre,
            below: (centre - quantile(&effects, share)?).max(least),
            above: (quantile(&effects, 1.0 - share)? - centre).max(least),
            ..start
        })
    }

    /// The size of a change, its direction, and the value that changed in one number.
    pub fn effect(&self, (before, now): (f64, f64)) -> f64 {
        let ratio = now / before;
        let change = if ratio < self.median_ratio {
            1.0 - self.median_ratio / ratio
        } else {
            ratio / self.median_ratio - 1.0
        };
        change * before.max(now).powf(self.u)
    }

    /// How many distances an effect lies from the centre; none where there is no distance.
    pub fn score(&self, effect: f64) -> Option<f64> {
        let off = effect - self.centre;
        let distance = if off < 0.0 { self.below } else { self.above };
        Some(off.abs() / distance).filter(|score| score.is_finite() && distance > 0.0)
    }

    /// The limits of the effects so many distances out.
    pub fn limits(&self, c: f64) -> (f64, f64) {
        (self.centre - c * self.below, self.centre + c * self.above)
    }

    /// The value after `before` whose change has that effect: effects rise with the value, so the interval that holds it is halved.
    pub fn value_at(&self, effect: f64, before: f64) -> f64 {
        let usual = (before * self.median_ratio).ln();
        let (mut low, mut high) = (usual - REACH, usual + REACH);
        for _ in 0..HALVINGS {
            let middle = (low + high) / 2.0;
            if self.effect((before, middle.exp())) < effect { low = middle } else { high = middle }
        }
        high.exp()
    }
}

/// Whether more than a quarter of ascending ratios are the same.
fn are_alike(ascending: &[f64]) -> bool {
    let most = ascending.chunk_by(|one, two| one == two).map(<[f64]>::len).max().unwrap_or(0);
    most as f64 > TOO_MANY_ALIKE * ascending.len() as f64
}

/// A value whose change stands out.
#[derive(Clone, Copy)]
pub(super) struct Change {
    pub value: Value,
    /// y₁ and y₂.
    pair: (f64, f64),
    score: f64,
    effects: Effects,
    /// How many changes were compared.
    sample: usize,
    is_count: bool,
}

/// The values of a comparison whose change stands out.
pub(super) fn changes(comparison: &Comparison, limits: &RatioLimits) -> Vec<Change> {
    let pairs: Vec<(f64, f64)> = comparison.with_earlier().filter_map(pair).collect();
    let Some(effects) = Effects::of(&pairs, limits).filter(|_| pairs.len() >= limits.sample) else {
        return Vec::new();
    };
    let (sample, is_count) = (pairs.len(), comparison.is_count);
    let change = |(value, earlier): (&Value, &Earlier)| {
        let pair = pair((value, earlier))?;
        let score = effects.score(effects.effect(pair)).filter(|score| *score > limits.c)?;
        Some(Change { value: *value, pair, score, effects, sample, is_count })
    };
    comparison.with_earlier().filter_map(change).collect()
}

impl Change {
    /// How it is told, once it is known whether the decision rule warns of the value.
    pub fn suspect(&self, is_warned: bool, limits: &RatioLimits) -> Suspect {
        let (effects, (before, _)) = (&self.effects, self.pair);
        let expected = usual(before * effects.median_ratio, self.is_count);
        let (severity, c) = severity(self.score, is_warned, limits);
        let (lower, upper) = effects.limits(c);
        let limit = |effect| limit(effects.value_at(effect, before), self.value.amount);
        let evidence = Evidence {
            lower: limit(lower),
            upper: limit(upper),
            score: rounded(self.score),
            threshold: rounded(c),
            sample: u64::try_from(self.sample).ok(),
        };
        let suspect = Suspect::of_value(Check::HidiroglouBerthelot, &self.value);
        Suspect { severity: Some(severity), expected, evidence, ..suspect }
    }
}

/// How severe a score is, and the threshold that it passed.
fn severity(score: f64, is_warned: bool, limits: &RatioLimits) -> (Severity, f64) {
    if score > limits.c_warning && !is_warned {
        (Severity::Warning, limits.c_warning)
    } else {
        (Severity::Info, limits.c)
    }
}

fn pair((value, earlier): (&Value, &Earlier)) -> Option<(f64, f64)> {
    earlier.last.zip(value.positive())
}

/// How many values have a last one.
pub(super) fn compared(comparison: &Comparison) -> usize {
    comparison.with_earlier().filter_map(pair).count()
}
