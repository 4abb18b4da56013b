//! A reported zero after a row of periods with values. A blank is missing, and no zero.
//!
//! Of an indicator that is declared `regular` one earlier value is a row: that values are the rule need not be seen first. Of the others it takes `sample` of them.
//! A warning where values are the rule: the indicator is declared `regular`, or at most one in a hundred such rows ended in zero before. Where more than one in ten did, a
//! zero is nothing that anybody should look into, and nothing is told.

use super::comparison::Comparison;
use super::earlier::{Before, Earlier, Jumps};
use super::shown::{rounded, text};
use super::suspect::Suspect;
use super::values::Value;
use crate::model::{Check, Evidence, Severity};
use crate::pipeline::{Definition, JumpLimits};

/// How many values make a row where they are declared to be the rule.
const REGULAR_ROW: usize = 1;
/// Earlier rows of values that there must be before their share that ended in zero says anything: of fewer, one alone would be over one percent.
const TELLING: u64 = 100;
/// The same before it says that zeros are common.
const TELLING_OF_COMMON: u64 = 20;
/// The share, in percent, from which they are.
const COMMON_PCT: f64 = 10.0;

/// The zeros of a comparison that follow values.
pub(super) fn suspects(comparison: &Comparison, before: &Before, definition: &Definition) -> Vec<Suspect> {
    let limits = &definition.judging.thresholds.zero_jump;
    // A pipeline may call a row of nothing a row.
    let nothing = Earlier::default();
    let all = comparison.values.iter().zip(comparison.earlier.iter().chain(std::iter::repeat(&nothing)));
    let is_jump = |(value, earlier): &(&Value, &Earlier)| {
        value.amount.is_zero() && earlier.in_a_row >= row(value, definition)
    };
    let suspect = |(value, earlier): (&Value, &Earlier)| {
        let before = earlier_jumps(value, before);
        let is_regular = is_declared(value, definition) || is_rare(&before, limits);
        if !is_regular && is_common(&before) {
            return None;
        }
        let severity = if is_regular { Severity::Warning } else { Severity::Info };
        let expected = earlier.previous.map_or(String::new(), |(_, previous)| text(previous));
        let suspect = Suspect::of_value(Check::ZeroJump, value);
        Some(Suspect { severity: Some(severity), expected, evidence: evidence(&before, limits), ..suspect })
    };
    all.filter(is_jump).filter_map(suspect).collect()
}

/// How many periods with a value make a row of them.
pub(super) fn row(value: &Value, definition: &Definition) -> usize {
    let sample = definition.judging.thresholds.zero_jump.sample;
    if is_declared(value, definition) { REGULAR_ROW.min(sample) } else { sample }
}

fn is_declared(value: &Value, definition: &Definition) -> bool {
    let known = definition.reading.indicators.get(value.indicator as usize);
    known.is_some_and(|known| known.is_regular)
}

/// What became of such rows of values in earlier periods, over all branches.
fn earlier_jumps(value: &Value, before: &Before) -> Jumps {
    let before = before.jumps.range(..value.at).map(|(_, jumps)| jumps);
    before.fold(Jumps::default(), |sum, jumps| Jumps {
        all: sum.all + jumps.all,
        to_zero: sum.to_zero + jumps.to_zero,
    })
}

fn is_rare(jumps: &Jumps, limits: &JumpLimits) -> bool {
    jumps.all >= TELLING && share_pct(jumps) <= limits.share_pct
}

fn is_common(jumps: &Jumps) -> bool {
    jumps.all >= TELLING_OF_COMMON && share_pct(jumps) > COMMON_PCT
}

fn share_pct(jumps: &Jumps) -> f64 {
    100.0 * jumps.to_zero as f64 / jumps.all as f64
}

fn evidence(jumps: &Jumps, limits: &JumpLimits) -> Evidence {
    if jumps.all == 0 {
        return Evidence::default();
    }
    Evidence {
        score: rounded(share_pct(jumps)),
        threshold: rounded(limits.share_pct),
        sample: Some(jumps.all),
        ..Evidence::default()
    }
}
