//! What a total claims, and when it agrees with an announced figure.

use super::aggregate::median;
use super::{Effects, add, matches, ratio_bound};
use crate::model::outcome::{Accepted, FlagRow, FlaggedValue};
use crate::model::{Amount, Bound, Check, Evidence, Period, Scope, Severity};
use crate::pipeline::Published;

fn figure(value: i64, bound: Bound, tolerance: i64) -> Published {
    Published {
        period: Period::Year(2023),
        group: "all".into(),
        indicator: 0,
        value: Amount::from_units(value),
        bound,
        tolerance: Amount::from_units(tolerance),
        source: String::new(),
        line: 2,
    }
}

#[test]
fn an_exact_figure_is_met_within_half_of_its_last_announced_digit() {
    let announced = figure(720_000_000, Bound::Exact, 500_000);
    let cases = [(720_000_000, true), (720_500_000, true), (719_500_000, true), (720_500_001, false)];
    for (value, is_met) in cases {
        assert_eq!(matches(&announced, Amount::from_units(value)), is_met, "{value}");
    }
}

#[test]
fn a_bound_is_met_on_its_side() {
    let over = figure(700, Bound::AtLeast, 0);
    assert!(matches(&over, Amount::from_units(700)) && matches(&over, Amount::from_units(900)));
    assert!(!matches(&over, Amount::from_units(699)));
    let under = figure(50, Bound::AtMost, 0);
    assert!(matches(&under, Amount::from_units(50)) && !matches(&under, Amount::from_units(51)));
}

#[test]
fn the_median_of_an_even_number_is_between_the_middle_two() {
    let scaled = |units: &[i64]| units.iter().map(|&u| Amount::from_units(u).scaled()).collect::<Vec<_>>();
    let of = |units: &[i64]| median(&mut scaled(units)).map(|value| value.to_string());
    assert_eq!(of(&[]), None);
    assert_eq!(of(&[7]), Some("7".into()));
    assert_eq!(of(&[10, 2, 1, 3]), Some("2.5".into()));
}

#[test]
fn bounds_add_as_declared() {
    let sum = |terms: &[Bound]| terms.iter().fold(Bound::Exact, |sum, term| sum.plus(*term));
    assert_eq!(sum(&[Bound::Exact, Bound::Exact]), Bound::Exact);
    assert_eq!(sum(&[Bound::Exact, Bound::AtLeast, Bound::AtLeast]), Bound::AtLeast);
    assert_eq!(sum(&[Bound::AtLeast, Bound::AtMost]), Bound::About);
    assert_eq!(sum(&[Bound::AtMost, Bound::About, Bound::AtMost]), Bound::About);
}

#[test]
fn a_ratio_over_a_bounded_denominator_is_approximate() {
    assert_eq!(ratio_bound(Bound::AtLeast, Bound::Exact), Bound::AtLeast);
    assert_eq!(ratio_bound(Bound::Exact, Bound::AtLeast), Bound::About);
}

#[test]
fn of_several_flags_on_a_cell_one_takes_it_out_and_one_suggests() {
    let flag = |suggested: Option<i64>, is_open: bool| FlagRow {
        suggested: suggested.map(Amount::from_units),
        accepted: (!is_open).then(|| Accepted { by: "Lan".into(), reason: "confirmed".into() }),
        ..flag_row()
    };
    let value = |is_first: bool, is_suggesting: bool| FlaggedValue {
        breakdown: "".into(),
        counted: Amount::from_units(3),
        is_first,
        is_suggesting,
    };
    let mut effects = Effects::default();
    add(&mut effects, &flag(None, true), &value(true, false));
    add(&mut effects, &flag(Some(3000), true), &value(false, true));
    add(&mut effects, &flag(Some(4000), true), &value(false, false));
    add(&mut effects, &flag(Some(5000), false), &value(false, false));
    assert_eq!((effects.flagged, effects.suggested), (Amount::from_units(3), Amount::from_units(2997)));
    assert_eq!((effects.errors, effects.warnings), (0, 3));
}

fn flag_row() -> FlagRow {
    FlagRow {
        id: String::new(),
        check: Check::ApproximateValue,
        severity: Severity::Warning,
        scope: Scope::Cell,
        branch: Some(0),
        period: Some(Period::Year(2023)),
        indicator: Some(0),
        measure: 0,
        group: String::new(),
        submission: Some(0),
        sheet: String::new(),
        cell: None,
        found: String::new(),
        expected: String::new(),
        suggested: None,
        evidence: Evidence::default(),
        rule: None,
        accepted: None,
        impact_pct: None,
        toml: String::new(),
        line: None,
    }
}
