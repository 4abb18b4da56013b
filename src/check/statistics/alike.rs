//! Reports that repeat figures: those of the period before, or those of another branch.
//!
//! Round targets repeat in real offices, so zeros prove nothing, and of the figures that are the same at least two must have three significant digits.

use crate::model::{Amount, Evidence};
use crate::pipeline::AlikeLimits;

/// Figures with three significant digits that must be the same.
const TELLING: usize = 2;

/// How many figures of two reports were compared, are the same, and are the same with three significant digits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Likeness {
    pub compared: usize,
    pub same: usize,
    pub telling: usize,
}

impl Likeness {
    /// Adds a figure that stands in both reports; two zeros are not compared.
    pub fn add(&mut self, one: Amount, two: Amount) {
        if one.is_zero() && two.is_zero() {
            return;
        }
        self.compared += 1;
        self.same += usize::from(one == two);
        self.telling += usize::from(one == two && is_telling(one));
    }

    /// Whether so much is alike that it is no chance.
    pub fn is_repetition(&self, limits: &AlikeLimits) -> bool {
        self.compared >= limits.sample && self.telling >= TELLING && self.share_pct() >= limits.share_pct
    }

    fn share_pct(&self) -> f64 {
        100.0 * self.same as f64 / self.compared.max(1) as f64
    }

    /// How it is told: `12/13`.
    pub fn told(&self) -> String {
        format!("{}/{}", self.same, self.compared)
    }

    /// What stands behind it.
    pub fn evidence(&self, limits: &AlikeLimits) -> Evidence {
        Evidence {
            score: super::shown::rounded(self.share_pct()),
            threshold: super::shown::rounded(limits.share_pct),
            sample: u64::try_from(self.compared).ok(),
            ..Evidence::default()
        }
    }
}

/// Whether an amount has at least three significant digits: 1,250 has, 1,200 has not.
pub(super) fn is_telling(amount: Amount) -> bool {
    let mut digits = amount.abs().scaled();
    while digits != 0 && digits % 10 == 0 {
        digits /= 10;
    }
    digits >= 100
}
