//! Impact, by the formula of its module's header.

use super::impact::impact;
use crate::model::Amount;

fn units(number: i64) -> Amount {
    Amount::from_units(number)
}

#[test]
fn a_value_a_thousand_times_too_large_hangs_over_the_whole_total() {
    // 3,250,000 of 3,253,000 should have been 3,250: the total would be 6,250.
    let impact = impact(units(3_250_000), units(3_250), units(3_253_000));
    assert_eq!(impact.map(|pct| pct.to_string()), Some("51948".into()));
}

#[test]
fn a_value_a_thousand_times_too_small_does_not_come_last() {
    // 3 of 3,003 should have been 3,000: half of the corrected total is missing.
    let impact = impact(units(3), units(3_000), units(3_003));
    assert_eq!(impact.map(|pct| pct.to_string()), Some("49.95".into()));
}

#[test]
fn a_corrected_total_of_zero_has_no_impact() {
    assert_eq!(impact(units(5), units(0), units(5)), None);
}
