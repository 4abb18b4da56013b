//! Every statistic against an independent implementation: `tests/fixtures/statistics/make.py` says which.

use super::comparison::Comparison;
use super::earlier::Earlier;
use super::fences::{Fences, adjusted_boxplot, modified_z, tukey};
use super::measures::{centre_and_spread, mean, median, quantile, sorted, standard_deviation};
use super::medcouple::medcouple;
use super::outlier::{Verdict, judged};
use super::ratios::Effects;
use super::values::Value;
use crate::model::Amount;
use crate::pipeline::Thresholds;
use serde_json::Value as Json;
use std::sync::LazyLock;

static EXPECTED: LazyLock<Json> = LazyLock::new(|| {
    let text = include_str!("../../../tests/fixtures/statistics/expected.json");
    serde_json::from_str(text).expect("JSON")
});

fn numbers(json: &Json) -> Vec<f64> {
    json.as_array().expect("numbers").iter().map(|number| number.as_f64().expect("a number")).collect()
}

/// The name of each sample, its numbers and what is expected of them.
fn samples() -> impl Iterator<Item = (&'static String, Vec<f64>, &'static Json)> {
    let samples = EXPECTED["samples"].as_object().expect("samples");
    samples.iter().map(|(name, sample)| (name, numbers(&sample["numbers"]), sample))
}

fn close(found: f64, expected: f64, what: &str) {
    let room = 1e-9 * expected.abs().max(1.0);
    assert!((found - expected).abs() <= room, "{what}: {found}, expected {expected}");
}

fn close_to(found: Option<f64>, expected: &Json, what: &str) {
    close(found.expect(what), expected.as_f64().expect("a number"), what);
}

#[test]
fn medians_spreads_and_moments_agree() {
    for (name, numbers, expected) in samples() {
        let ascending = sorted(numbers.iter().copied());
        close_to(median(&ascending), &expected["median"], name);
        close_to(
            centre_and_spread(numbers.iter().copied()).map(|(_, spread)| spread),
            &expected["spread"],
            name,
        );
        close_to(mean(&numbers), &expected["mean"], name);
        close_to(standard_deviation(&numbers), &expected["deviation"], name);
        close_to(medcouple(&ascending), &expected["medcouple"], name);
    }
}

#[test]
fn modified_z_agrees_also_where_half_of_the_numbers_are_the_same() {
    for (name, given, expected) in samples() {
        let fences = modified_z(&sorted(given.iter().copied())).expect(name);
        for (number, z) in given.iter().zip(numbers(&expected["modified_z"])) {
            close(fences.score(*number), z.abs(), name);
        }
    }
}

#[test]
fn fences_agree_and_there_are_none_without_spread() {
    /// A check, its constant and its fences.
    type Fenced = (&'static str, f64, fn(&[f64]) -> Option<Fences>);
    let both: [Fenced; 2] = [("tukey", 3.0, tukey), ("adjusted_boxplot", 1.5, adjusted_boxplot)];
    for (check, k, fences) in both {
        for (name, given, expected) in samples() {
            let found = fences(&sorted(given.iter().copied())).map(|fences| fences.at(k));
            let Some((low, high)) = found else {
                assert!(expected[check].is_null(), "{check} {name}");
                continue;
            };
            close(low, expected[check][0].as_f64().expect("a fence"), name);
            close(high, expected[check][1].as_f64().expect("a fence"), name);
        }
    }
}

#[test]
fn hidiroglou_berthelot_agrees_also_where_many_ratios_are_the_same() {
    let limits = Thresholds::default().hidiroglou_berthelot;
    for expected in EXPECTED["hidiroglou_berthelot"].as_array().expect("cases") {
        let pairs: Vec<(f64, f64)> =
            numbers(&expected["before"]).into_iter().zip(numbers(&expected["now"])).collect();
        let effects = Effects::of(&pairs, &limits).expect("effects");
        for (pair, effect) in pairs.iter().zip(numbers(&expected["effects"])) {
            close(effects.effect(*pair), effect, "effect");
        }
        let (low, high) = effects.limits(limits.c);
        close(low, expected["limits"][0].as_f64().expect("a limit"), "lower");
        close(high, expected["limits"][1].as_f64().expect("a limit"), "upper");
        for (before, _) in pairs {
            for limit in [low, high] {
                close(effects.effect((before, effects.value_at(limit, before))), limit, "value at a limit");
            }
        }
    }
}

/// A value of a branch of that size, with nothing before it.
fn value(branch: u32, amount: f64, size: f64) -> Value {
    Value {
        at: 0,
        indicator: 0,
        breakdown: 0,
        group: Some(0),
        branch,
        submission: 0,
        fact: branch,
        amount: Amount::from_f64(amount).expect("an amount").0,
        size: Some(size),
    }
}

fn verdicts(values: &[Value], is_count: bool, limits: &Thresholds) -> Vec<Option<Verdict>> {
    verdicts_since(values, Vec::new(), is_count, limits)
}

fn verdicts_since(
    values: &[Value],
    earlier: Vec<Earlier>,
    is_count: bool,
    limits: &Thresholds,
) -> Vec<Option<Verdict>> {
    let comparison = Comparison::new(values.to_vec(), earlier, is_count);
    judged(&comparison, limits).into_iter().map(|judged| judged.verdict).collect()
}

/// A history that kept its level.
fn level(earlier: f64) -> Earlier {
    Earlier { last: Some(earlier), middle: Some(earlier), periods_since: 1.0, count: 4, ..Earlier::default() }
}

#[test]
fn the_rule_agrees_for_counts_and_for_money() {
    for expected in EXPECTED["rule"].as_array().expect("cases") {
        let given = numbers(&expected["values"]).into_iter().zip(numbers(&expected["size"]));
        let values: Vec<Value> =
            (0u32..).zip(given).map(|(branch, (amount, size))| value(branch, amount, size)).collect();
        let is_count = expected["is_count"].as_bool().expect("a kind");
        let found = verdicts(&values, is_count, &Thresholds::default());
        for (at, verdict) in found.iter().enumerate() {
            let verdict = verdict.expect("a verdict");
            close_to(Some(verdict.z), &expected["z"][at], "z");
            close_to(Some(verdict.decades), &expected["decades"][at], "decades");
            close_to(
                Some(verdict.expected / 1e3),
                &Json::from(expected["expected"][at].as_f64().expect("e") / 1e3),
                "expected",
            );
        }
    }
}

#[test]
fn nineteen_values_are_too_few_and_nothing_is_no_number() {
    let values: Vec<Value> = (0..19).map(|branch| value(branch, 10.0, 100.0)).collect();
    assert!(verdicts(&values, true, &Thresholds::default()).iter().all(Option::is_none));
    let nothing: Vec<f64> = Vec::new();
    assert_eq!(median(&nothing), None);
    assert_eq!(quantile(&nothing, 0.25), None);
    assert_eq!(medcouple(&nothing), None);
    assert_eq!(standard_deviation(&[1.0]), None);
    assert_eq!(centre_and_spread(nothing.iter().copied()), None);
}

#[test]
fn history_decides_where_it_exists() {
    // Far from its peers, and just as it has always been.
    let mut values: Vec<Value> =
        (0..30).map(|branch| value(branch, 100.0 + f64::from(branch), 100.0)).collect();
    values.push(value(30, 5_000.0, 100.0));
    let mut earlier = vec![level(100.0); 30];
    earlier.push(level(4_800.0));
    let found = verdicts_since(&values, earlier, false, &Thresholds::default());
    assert!(found.iter().all(|verdict| verdict.is_some_and(|verdict| !verdict.is_out())), "{found:?}");
    let found = verdicts(&values, false, &Thresholds::default());
    assert!(found.last().is_some_and(|verdict| verdict.is_some_and(|verdict| verdict.is_out())));
}

#[test]
fn small_peer_groups_fall_back_to_all() {
    let mut limits = Thresholds::default();
    let grouped =
        |group: u32, branch: u32, amount: f64| Value { group: Some(group), ..value(branch, amount, 1.0) };
    let mut values: Vec<Value> = (0..25).map(|branch| grouped(0, branch, 10.0)).collect();
    values.extend((25..30).map(|branch| grouped(1, branch, 1_000.0)));
    // Five of the second group are measured by all thirty, and stand out.
    let is_out = |limits: &Thresholds, values: &[Value]| -> Vec<bool> {
        let found = verdicts(values, false, limits);
        found.iter().map(|verdict| verdict.is_some_and(|verdict| verdict.is_out())).collect()
    };
    assert_eq!(is_out(&limits, &values).iter().filter(|is_out| **is_out).count(), 5);
    limits.peer_outlier.sample = 5;
    assert!(!is_out(&limits, &values).contains(&true));
}
