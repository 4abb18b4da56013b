//! Evidence from a branch's own earlier periods alone: the mean plus and minus two standard deviations, the value itself left out.
//!
//! Of four earlier periods these limits leave 17 % of clean normal values outside, so they are evidence and no verdict; and only what is besides at least three times the
//! mean, or at most a third of it, is told.

use super::comparison::Comparison;
use super::earlier::Earlier;
use super::shown::{limit, range, rounded};
use super::suspect::Suspect;
use super::values::Value;
use crate::model::{Check, Evidence};
use crate::pipeline::OwnLimits;

/// The values that are far from the mean of the branch's own earlier ones.
pub(super) fn suspects(comparison: &Comparison, limits: &OwnLimits) -> Vec<Suspect> {
    comparison.with_earlier().filter_map(|(value, earlier)| suspect(value, earlier, limits)).collect()
}

fn suspect(value: &Value, earlier: &Earlier, limits: &OwnLimits) -> Option<Suspect> {
    let found = value.positive()?;
    let (mean, deviation) = (earlier.mean?, earlier.deviation.filter(|_| earlier.count >= limits.sample)?);
    let is_far = (found - mean).abs() > limits.sd * deviation;
    let is_multiple = found >= limits.ratio * mean || found * limits.ratio <= mean;
    if !is_far || !is_multiple {
        return None;
    }
    // An amount that cannot be negative has no negative limit.
    let (lower, upper) = ((mean - limits.sd * deviation).max(0.0), mean + limits.sd * deviation);
    let evidence = Evidence {
        lower: limit(lower, value.amount),
        upper: limit(upper, value.amount),
        score: rounded((found - mean) / deviation),
        threshold: rounded(limits.sd),
        sample: u64::try_from(earlier.count).ok(),
    };
    let suspect = Suspect::of_value(Check::OwnHistory, value);
    Some(Suspect { expected: range(&evidence), evidence, ..suspect })
}
