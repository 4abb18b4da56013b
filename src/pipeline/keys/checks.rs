//! What stands behind a check in `[checks]`: a severity, and the thresholds of the statistical ones.

use super::super::choices::{self as choice, words};
use super::super::format::Shape::{Decimal, Either, Table, Whole, Words};
use super::super::format::{Key, Shape, may, must};
use super::MOST;
use crate::model::Check;

/// The word alone.
const SETTING: Shape = Words(|| words(&choice::CHECK_SETTINGS));
/// The severity beside thresholds.
const SEVERITY: Key = may("severity", SETTING, "Severity of the check, or off.");

/// A check without thresholds.
static PLAIN: [Key; 1] = [must("severity", SETTING, "Severity of the check, or off.")];
static OF_PLAIN: Shape = Either(&[SETTING, Table(&PLAIN)]);

/// The shape of a check's entry.
pub(in super::super) fn of_check(check: Check) -> &'static Shape {
    match check {
        Check::PeerOutlier => &OF_PEERS,
        Check::HistoryOutlier => &OF_HISTORY,
        Check::ScaleError => &OF_SCALE,
        Check::ModifiedZ => &OF_MODIFIED_Z,
        Check::Tukey => &OF_TUKEY,
        Check::AdjustedBoxplot => &OF_ADJUSTED,
        Check::HidiroglouBerthelot => &OF_RATIOS,
        Check::OwnHistory => &OF_OWN,
        Check::ZeroJump => &OF_JUMP,
        Check::CopiedForward => &OF_COPIED,
        Check::BranchClone => &OF_CLONE,
        _ => &OF_PLAIN,
    }
}

static PEERS: [Key; 4] = [
    SEVERITY,
    may("z", Decimal, "Spreads from the centre from which it speaks. Default: 2.75."),
    may("floor", Decimal, "Smallest spread, of natural logarithms. Default: 0.4."),
    may("sample", Whole(3, MOST), "Fewest branches that are compared. Default: 20."),
];
static OF_PEERS: Shape = Either(&[SETTING, Table(&PEERS)]);

static HISTORY: [Key; 4] = [
    SEVERITY,
    may("z", Decimal, "Spreads from the centre from which it speaks. Default: 2.75."),
    may("floor", Decimal, "Smallest spread, of natural logarithms. Default: 0.2."),
    may("sample", Whole(3, MOST), "Fewest branches with earlier periods that are compared. Default: 20."),
];
static OF_HISTORY: Shape = Either(&[SETTING, Table(&HISTORY)]);

static SCALE: [Key; 3] = [
    SEVERITY,
    may("decades", Decimal, "Powers of ten from what was expected from which it speaks. Default: 2."),
    may("z", Decimal, "Spreads from the centre that it must be away besides. Default: 3."),
];
static OF_SCALE: Shape = Either(&[SETTING, Table(&SCALE)]);

static MODIFIED_Z: [Key; 3] = [
    SEVERITY,
    may("k", Decimal, "Modified z from which it speaks. Default: 3.5."),
    may("sample", Whole(3, MOST), "Fewest branches that are compared. Default: 10."),
];
static OF_MODIFIED_Z: Shape = Either(&[SETTING, Table(&MODIFIED_Z)]);

static TUKEY: [Key; 3] = [
    SEVERITY,
    may("k", Decimal, "Interquartile ranges beyond the quartiles from which it speaks. Default: 3."),
    may("sample", Whole(4, MOST), "Fewest branches that are compared. Default: 12."),
];
static OF_TUKEY: Shape = Either(&[SETTING, Table(&TUKEY)]);

static ADJUSTED: [Key; 3] = [
    SEVERITY,
    may("k", Decimal, "Adjusted interquartile ranges beyond the quartiles from which it speaks. Default: 3."),
    may("sample", Whole(4, MOST), "Fewest branches that are compared. Default: 30."),
];
static OF_ADJUSTED: Shape = Either(&[SETTING, Table(&ADJUSTED)]);

static RATIOS: [Key; 6] = [
    SEVERITY,
    may("c", Decimal, "Quartile distances from the median from which it is told. Default: 7."),
    may("c_warning", Decimal, "Quartile distances from which it is a warning. Default: 20."),
    may("u", Decimal, "How much more the ratio of a large value counts, 0 to 1. Default: 0.3."),
    may("a", Decimal, "Smallest quartile distance, as a share of the median. Default: 0.05."),
    may("sample", Whole(4, MOST), "Fewest pairs of periods that are compared. Default: 20."),
];
static OF_RATIOS: Shape = Either(&[SETTING, Table(&RATIOS)]);

static OWN: [Key; 4] = [
    SEVERITY,
    may("sd", Decimal, "Standard deviations from the mean from which it speaks. Default: 2."),
    may("ratio", Decimal, "How many times the mean, or which part of it, it must be besides. Default: 3."),
    may("sample", Whole(2, MOST), "Fewest earlier periods. Default: 4."),
];
static OF_OWN: Shape = Either(&[SETTING, Table(&OWN)]);

static JUMP: [Key; 3] = [
    SEVERITY,
    may(
        "share_pct",
        Decimal,
        "Share of earlier rows of values, in percent, that may have ended in zero for a warning. Default: 1.",
    ),
    may(
        "sample",
        Whole(1, MOST),
        "How many periods in a row had a value before, where the indicator is not regular; of a regular one it is 1. Default: 3.",
    ),
];
static OF_JUMP: Shape = Either(&[SETTING, Table(&JUMP)]);

static COPIED: [Key; 3] = [
    SEVERITY,
    may("share_pct", Decimal, "Share of the compared figures, in percent, that are the same. Default: 90."),
    may("sample", Whole(2, MOST), "Fewest figures that are compared. Default: 5."),
];
static OF_COPIED: Shape = Either(&[SETTING, Table(&COPIED)]);

static CLONE: [Key; 3] = [
    SEVERITY,
    may("share_pct", Decimal, "Share of the compared figures, in percent, that are the same. Default: 85."),
    may("sample", Whole(2, MOST), "Fewest figures that are compared. Default: 5."),
];
static OF_CLONE: Shape = Either(&[SETTING, Table(&CLONE)]);
