//! Evidence from peers: modified z, Tukey's fences, and fences that allow for skewness, all on ln(x / size).
//!
//! The spread of modified z has the floor that the peers of the decision rule have: where branches hardly differ, a difference that nobody would look into is many
//! spreads wide.

use super::comparison::Comparison;
use super::measures::{mean_deviation, median, median_deviation, quantile};
use super::medcouple::medcouple;
use super::shown::{limit, range, rounded};
use super::suspect::Suspect;
use super::values::Value;
use crate::model::{Check, Evidence};
use crate::pipeline::{FenceLimits, Thresholds};

/// The median absolute deviation of a standard normal distribution.
const NORMAL_QUARTILE: f64 = 0.6745;
/// √(π/2): times this, the mean absolute deviation of a normal distribution is its standard deviation.
const NORMAL_MEAN: f64 = 1.253_314;
/// Exponents of the adjusted boxplot towards the short and towards the long tail.
const SHORT_TAIL: f64 = 4.0;
const LONG_TAIL: f64 = 3.0;

/// Where fences start on either side, and in which unit their distance is measured.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Fences {
    low: f64,
    low_unit: f64,
    high: f64,
    high_unit: f64,
}

impl Fences {
    /// The two fences so many units out.
    pub fn at(&self, k: f64) -> (f64, f64) {
        (self.low - k * self.low_unit, self.high + k * self.high_unit)
    }

    /// How many units out a number lies; negative between the starts.
    pub fn score(&self, y: f64) -> f64 {
        ((self.low - y) / self.low_unit).max((y - self.high) / self.high_unit)
    }

    /// With units of at least so much.
    fn at_least(self, floor: f64) -> Self {
        Self { low_unit: self.low_unit.max(floor), high_unit: self.high_unit.max(floor), ..self }
    }

    /// None where there is no spread at all, and anything else would be outside.
    fn with_units(self) -> Option<Self> {
        (self.low_unit > 0.0 && self.high_unit > 0.0).then_some(self)
    }
}

/// 0.6745 · (y − median) / MAD; where MAD is 0, (y − median) / (1.253314 · mean absolute deviation) (Iglewicz and Hoaglin 1993).
pub(super) fn modified_z(ascending: &[f64]) -> Option<Fences> {
    let centre = median(ascending)?;
    let unit = match median_deviation(ascending, centre)? {
        0.0 => NORMAL_MEAN * mean_deviation(ascending, centre)?,
        deviation => deviation / NORMAL_QUARTILE,
    };
    Fences { low: centre, low_unit: unit, high: centre, high_unit: unit }.with_units()
}

/// Interquartile ranges beyond the quartiles (Tukey 1977).
pub(super) fn tukey(ascending: &[f64]) -> Option<Fences> {
    let (low, high) = (quantile(ascending, 0.25)?, quantile(ascending, 0.75)?);
    Fences { low, low_unit: high - low, high, high_unit: high - low }.with_units()
}

/// The same with interquartile ranges that are stretched towards the long tail and shrunk towards the short one by the medcouple MC: e^(−4·MC) below and e^(3·MC) above,
/// for a negative MC e^(−3·MC) and e^(4·MC) (Hubert and Vandervieren 2008).
pub(super) fn adjusted_boxplot(ascending: &[f64]) -> Option<Fences> {
    let skewness = medcouple(ascending)?;
    let (below, above) = if skewness >= 0.0 { (SHORT_TAIL, LONG_TAIL) } else { (LONG_TAIL, SHORT_TAIL) };
    let plain = tukey(ascending)?;
    Some(Fences {
        low_unit: plain.low_unit * (-below * skewness).exp(),
        high_unit: plain.high_unit * (above * skewness).exp(),
        ..plain
    })
}

/// The values of a comparison outside any of the fences.
pub(super) fn suspects(comparison: &Comparison, limits: &Thresholds) -> Vec<Suspect> {
    let floor = limits.peer_outlier.floor;
    let floored = |ascending: &[f64]| Some(modified_z(ascending)?.at_least(floor));
    let mut all = outside(comparison, Check::ModifiedZ, &limits.modified_z, floored);
    all.extend(outside(comparison, Check::Tukey, &limits.tukey, tukey));
    all.extend(outside(comparison, Check::AdjustedBoxplot, &limits.adjusted_boxplot, adjusted_boxplot));
    all
}

fn outside(
    comparison: &Comparison,
    check: Check,
    limits: &FenceLimits,
    fences: impl Fn(&[f64]) -> Option<Fences>,
) -> Vec<Suspect> {
    let of_peers = comparison.peers.measured(limits.sample, fences);
    let suspect = |value: &Value, y: Option<f64>, (fences, sample): (Fences, usize)| {
        let score = fences.score(y?);
        (score > limits.k).then(|| told(check, value, &fences, limits.k, score, sample))?
    };
    let values = comparison.values.iter().zip(&comparison.per_size).zip(of_peers);
    values.filter_map(|((value, y), peers)| suspect(value, *y, peers?)).collect()
}

/// The flag, with the fences in the unit of the value.
fn told(check: Check, value: &Value, fences: &Fences, k: f64, score: f64, sample: usize) -> Option<Suspect> {
    let (low, high) = fences.at(k);
    let size = value.size?;
    let (lower, upper) = (low.exp() * size, high.exp() * size);
    let evidence = Evidence {
        lower: limit(lower, value.amount),
        upper: limit(upper, value.amount),
        score: rounded(score),
        threshold: rounded(k),
        sample: u64::try_from(sample).ok(),
    };
    Some(Suspect { expected: range(&evidence), evidence, ..Suspect::of_value(check, value) })
}
