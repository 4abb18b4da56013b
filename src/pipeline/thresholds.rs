//! From where on the statistical checks speak: the numbers of `[checks]`, and those of the catalogue for all others.
//!
//! Enters: the table `checks`. Leaves: [`Thresholds`]. What can go wrong: a number that is not above zero, or two that contradict each other.

use super::error::Findings;
use super::shape::decimal;
use super::table::{Table, table};
use crate::model::Check;

/// Thresholds of all statistical checks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Thresholds {
    /// Against branches of the same period.
    pub peer_outlier: OutlierLimits,
    /// Against the branch's own earlier periods.
    pub history_outlier: OutlierLimits,
    /// A wrong unit.
    pub scale_error: ScaleLimits,
    /// Modified z.
    pub modified_z: FenceLimits,
    /// Tukey's fences.
    pub tukey: FenceLimits,
    /// Fences that allow for a skewed distribution.
    pub adjusted_boxplot: FenceLimits,
    /// Ratios to the period before.
    pub hidiroglou_berthelot: RatioLimits,
    /// Mean and standard deviation of the branch's own earlier periods.
    pub own_history: OwnLimits,
    /// Zero after values.
    pub zero_jump: JumpLimits,
    /// The same figures as the period before.
    pub copied_forward: AlikeLimits,
    /// The same figures as another branch.
    pub branch_clone: AlikeLimits,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self {
            peer_outlier: OutlierLimits { z: 2.75, floor: 0.4, sample: 20 },
            history_outlier: OutlierLimits { z: 2.75, floor: 0.2, sample: 20 },
            scale_error: ScaleLimits { decades: 2.0, z: 3.0 },
            modified_z: FenceLimits { k: 3.5, sample: 10 },
            tukey: FenceLimits { k: 3.0, sample: 12 },
            // 1.5, with which the article draws boxplots, tells of 3 % of clean values among 40 branches; 3 of 0.8 %.
            adjusted_boxplot: FenceLimits { k: 3.0, sample: 30 },
            hidiroglou_berthelot: RatioLimits { c: 7.0, c_warning: 20.0, u: 0.3, a: 0.05, sample: 20 },
            own_history: OwnLimits { sd: 2.0, ratio: 3.0, sample: 4 },
            zero_jump: JumpLimits { share_pct: 1.0, sample: 3 },
            copied_forward: AlikeLimits { share_pct: 90.0, sample: 5 },
            branch_clone: AlikeLimits { share_pct: 85.0, sample: 5 },
        }
    }
}

/// When a value is far from the others.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OutlierLimits {
    /// How many spreads from the centre.
    pub z: f64,
    /// The smallest spread, of natural logarithms: 0.4 is a factor of one and a half.
    pub floor: f64,
    /// The fewest values that are compared.
    pub sample: usize,
}

/// When a value is in a wrong unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ScaleLimits {
    /// How many powers of ten from what was expected.
    pub decades: f64,
    /// How many spreads from the centre.
    pub z: f64,
}

/// How far out a fence stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FenceLimits {
    /// In the measure of the check: modified z, or interquartile ranges beyond the quartiles.
    pub k: f64,
    /// The fewest values that are compared.
    pub sample: usize,
}

/// The parameters of Hidiroglou and Berthelot.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RatioLimits {
    /// From how many quartile distances on it is told.
    pub c: f64,
    /// From how many on it is a warning.
    pub c_warning: f64,
    /// How much more the ratio of a large value counts, 0 to 1.
    pub u: f64,
    /// The smallest distance, as a share of the median effect.
    pub a: f64,
    /// The fewest pairs that are compared.
    pub sample: usize,
}

/// When a value is far from the mean of the branch's own earlier ones.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OwnLimits {
    /// How many standard deviations.
    pub sd: f64,
    /// How many times the mean, or which part of it, it must be besides.
    pub ratio: f64,
    /// The fewest earlier periods.
    pub sample: usize,
}

/// When a zero is no ordinary one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct JumpLimits {
    /// The share of earlier rows of values, in percent, that may have ended in zero.
    pub share_pct: f64,
    /// How many periods in a row had a value before, where the indicator is not regular; of a regular one it is 1.
    pub sample: usize,
}

/// When two reports are alike.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AlikeLimits {
    /// The share of the compared figures, in percent, that are the same.
    pub share_pct: f64,
    /// The fewest figures that are compared.
    pub sample: usize,
}

/// The thresholds of a pipeline.
pub(super) fn thresholds(root: &Table<'_>, findings: &mut Findings<'_>) -> Thresholds {
    let usual = Thresholds::default();
    let Some(checks) = root.table("checks") else { return usual };
    let of = |check: Check| Given(checks.value(check.code()).and_then(table));
    Thresholds {
        peer_outlier: of(Check::PeerOutlier).outlier(usual.peer_outlier, findings),
        history_outlier: of(Check::HistoryOutlier).outlier(usual.history_outlier, findings),
        scale_error: of(Check::ScaleError).scale(usual.scale_error, findings),
        modified_z: of(Check::ModifiedZ).fence(usual.modified_z, findings),
        tukey: of(Check::Tukey).fence(usual.tukey, findings),
        adjusted_boxplot: of(Check::AdjustedBoxplot).fence(usual.adjusted_boxplot, findings),
        hidiroglou_berthelot: of(Check::HidiroglouBerthelot).ratio(usual.hidiroglou_berthelot, findings),
        own_history: of(Check::OwnHistory).own(usual.own_history, findings),
        zero_jump: of(Check::ZeroJump).jump(usual.zero_jump, findings),
        copied_forward: of(Check::CopiedForward).alike(usual.copied_forward, findings),
        branch_clone: of(Check::BranchClone).alike(usual.branch_clone, findings),
    }
}

/// The table of a check, where it has one.
struct Given<'a>(Option<Table<'a>>);

impl Given<'_> {
    /// A number above zero.
    fn number(&self, key: &str, usual: f64, findings: &mut Findings<'_>) -> f64 {
        let own = self.0.as_ref();
        let Some(given) = own.and_then(|own| decimal(own.value(key)?.get_ref())) else { return usual };
        let most = if key == "share_pct" { 100.0 } else { f64::INFINITY };
        let number = given.to_f64();
        if number <= 0.0 || number > most {
            let expected = if most.is_finite() { "above 0, at most 100" } else { "above 0" };
            let at = own.map_or(0..0, |own| own.span_of(key));
            findings.add(at, format!("`{key}` is {given}"), expected);
        }
        number
    }

    /// The smallest sample.
    fn sample(&self, usual: usize) -> usize {
        let given = self.0.as_ref().and_then(|own| own.whole("sample"));
        given.and_then(|given| usize::try_from(given).ok()).unwrap_or(usual)
    }

    fn outlier(&self, usual: OutlierLimits, findings: &mut Findings<'_>) -> OutlierLimits {
        OutlierLimits {
            z: self.number("z", usual.z, findings),
            floor: self.number("floor", usual.floor, findings),
            sample: self.sample(usual.sample),
        }
    }

    fn scale(&self, usual: ScaleLimits, findings: &mut Findings<'_>) -> ScaleLimits {
        ScaleLimits {
            decades: self.number("decades", usual.decades, findings),
            z: self.number("z", usual.z, findings),
        }
    }

    fn fence(&self, usual: FenceLimits, findings: &mut Findings<'_>) -> FenceLimits {
        FenceLimits { k: self.number("k", usual.k, findings), sample: self.sample(usual.sample) }
    }

    fn ratio(&self, usual: RatioLimits, findings: &mut Findings<'_>) -> RatioLimits {
        let given = RatioLimits {
            c: self.number("c", usual.c, findings),
            c_warning: self.number("c_warning", usual.c_warning, findings),
            u: self.number("u", usual.u, findings),
            a: self.number("a", usual.a, findings),
            sample: self.sample(usual.sample),
        };
        if let Some(own) = self.0.as_ref().filter(|_| given.c > given.c_warning) {
            let found = format!("`c` is {}, `c_warning` is {}", given.c, given.c_warning);
            findings.add(own.span.clone(), found, "a `c_warning` that is no smaller than `c`");
        }
        given
    }

    fn own(&self, usual: OwnLimits, findings: &mut Findings<'_>) -> OwnLimits {
        OwnLimits {
            sd: self.number("sd", usual.sd, findings),
            ratio: self.number("ratio", usual.ratio, findings),
            sample: self.sample(usual.sample),
        }
    }

    fn jump(&self, usual: JumpLimits, findings: &mut Findings<'_>) -> JumpLimits {
        JumpLimits {
            share_pct: self.number("share_pct", usual.share_pct, findings),
            sample: self.sample(usual.sample),
        }
    }

    fn alike(&self, usual: AlikeLimits, findings: &mut Findings<'_>) -> AlikeLimits {
        AlikeLimits {
            share_pct: self.number("share_pct", usual.share_pct, findings),
            sample: self.sample(usual.sample),
        }
    }
}
