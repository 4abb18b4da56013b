//! Computed numbers as people read them: few digits, and never more than are known.
//!
//! Enters: what a check computed. Leaves: amounts and texts for its flag. Nearly every number lies clearly on one side of where its last digit turns, so that plain
//! arithmetic rounds it right; the others are written out digit by digit, which is exact and takes ten times as long.

use crate::model::{Amount, Evidence};

/// Significant digits of a number that was computed: more would claim what nobody knows.
const DIGITS: usize = 3;
/// As many as a double holds.
const MOST_DIGITS: usize = 15;
/// Decimals of a score.
const DECIMALS: u32 = 2;

/// Powers of ten from the smallest number that is rounded by plain arithmetic to the first that is too large for it.
const POWERS: [f64; 19] =
    [1e-3, 1e-2, 1e-1, 1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];
/// The power of ten that they begin with.
const FIRST_POWER: i32 = -3;
/// The most digits that are rounded by plain arithmetic.
const PLAIN_DIGITS: usize = 6;
/// How far from one half the rest must be for its side to be certain: a million times the error of a quotient of so few digits.
const CLEAR: f64 = 1e-4;
/// Scores from which on doubles are too coarse for that.
const LARGE_SCORE: f64 = 1e6;

/// A computed number with three significant digits; none where it is not finite or beyond what an amount holds.
pub(super) fn number(value: f64) -> Option<Amount> {
    with_digits(value, DIGITS)
}

fn with_digits(value: f64, digits: usize) -> Option<Amount> {
    plainly(value, digits).or_else(|| by_digits(value, digits))
}

/// By the decimal digits of the number, all of which are looked at.
fn by_digits(value: f64, digits: usize) -> Option<Amount> {
    Amount::parse(&format!("{:.*e}", digits - 1, value)).map(|(amount, _)| amount)
}

/// By a division; none where that may go wrong.
fn plainly(value: f64, digits: usize) -> Option<Amount> {
    let magnitude = value.abs();
    let above = POWERS.partition_point(|power| *power <= magnitude);
    if digits > PLAIN_DIGITS || above == 0 || above == POWERS.len() {
        return None;
    }
    // The place of the last digit that is kept.
    let place = above as i32 - 1 + FIRST_POWER - (digits as i32 - 1);
    let power = 10f64.powi(place.abs());
    let quotient = if place < 0 { magnitude * power } else { magnitude / power };
    let (whole, rest) = (quotient.floor(), quotient.fract());
    if (rest - 0.5).abs() < CLEAR {
        return None;
    }
    let kept = whole as i64 + i64::from(rest > 0.5);
    let billionths =
        i128::from(kept) * 10i128.checked_pow(u32::try_from(place + Amount::SCALE as i32).ok()?)?;
    Some(Amount::from_scaled(if value < 0.0 { -billionths } else { billionths }))
}

/// A limit beside the value that it was found to be above or below: three significant digits, or as many more as it takes to stay on its side. 181 is
/// outside 181.2 … 182, not outside 181 … 182.
pub(super) fn limit(value: f64, found: Amount) -> Option<Amount> {
    let side = value.partial_cmp(&found.to_f64());
    let mut all = (DIGITS..=MOST_DIGITS).filter_map(|digits| with_digits(value, digits));
    all.find(|amount| amount.partial_cmp(&found) == side).or_else(|| number(value))
}

/// What was expected, as a person says it: three digits, and whole ones of what is counted.
pub(super) fn usual(expected: f64, is_count: bool) -> String {
    let Some(amount) = number(expected) else { return String::new() };
    let whole = amount.round(0);
    let shown = if is_count && !whole.is_zero() { whole } else { amount };
    text(shown)
}

/// A score with two decimals.
pub(super) fn rounded(score: f64) -> Option<Amount> {
    let hundredfold = score * 100.0;
    let hundredths = hundredfold.round();
    let is_clear = score.abs() < LARGE_SCORE && (hundredfold - hundredths).abs() < 0.5 - CLEAR;
    if is_clear {
        return Some(Amount::from_scaled(
            i128::from(hundredths as i64) * 10i128.pow(Amount::SCALE - DECIMALS),
        ));
    }
    exactly_rounded(score)
}

/// By the decimal digits of the score.
fn exactly_rounded(score: f64) -> Option<Amount> {
    Amount::from_f64(score).map(|(amount, _)| amount.round(DECIMALS))
}

/// The limits of the evidence as data: `95 … 15400`.
pub(super) fn range(evidence: &Evidence) -> String {
    let mut shown = String::new();
    evidence.lower.into_iter().for_each(|end| end.append_to(&mut shown));
    shown.push_str(" … ");
    evidence.upper.into_iter().for_each(|end| end.append_to(&mut shown));
    // Where one of them is missing.
    if shown.starts_with(' ') || shown.ends_with(' ') { shown.trim().to_owned() } else { shown }
}

/// An amount as text.
pub(super) fn text(amount: Amount) -> String {
    let mut text = String::new();
    amount.append_to(&mut text);
    text
}

#[cfg(test)]
mod tests {
    use super::{by_digits, exactly_rounded, limit, plainly, rounded};
    use crate::model::Amount;
    use proptest::prelude::*;

    #[test]
    fn a_limit_stays_on_its_side_of_what_was_found() {
        for (value, found, expected) in [
            (181.234, 181, "181.2"),
            (181.6, 182, "181.6"),
            (1479.9, 1480, "1479.9"),
            (1479.9, 5890, "1480"),
            (0.0, 3, "0"),
            (0.2654, 1, "0.265"),
        ] {
            let shown = limit(value, Amount::from_units(found)).map(|amount| amount.to_string());
            assert_eq!(shown.as_deref(), Some(expected), "{value} beside {found}");
        }
    }

    /// Numbers of all sizes, many of them halfway between two that have three digits.
    fn numbers() -> impl Strategy<Value = f64> {
        let any = (-9.0..9.0f64, -8..18i32).prop_map(|(digits, power)| digits * 10f64.powi(power));
        let halves = (-20_000..20_000i64, -6..14i32)
            .prop_map(|(digits, power)| digits as f64 * 5.0 * 10f64.powi(power));
        let beside = (-20_000..20_000i64, -6..14i32)
            .prop_map(|(digits, power)| (digits as f64 * 5.0 * 10f64.powi(power)).next_down());
        prop_oneof![any, halves, beside]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20_000))]

        #[test]
        fn plain_rounding_is_that_of_the_digits(value in numbers(), digits in 1usize..8) {
            let plain = plainly(value, digits);
            prop_assert!(plain.is_none() || plain == by_digits(value, digits), "{value:e}: {plain:?}");
        }

        #[test]
        fn a_score_is_rounded_as_its_digits_are(score in numbers()) {
            prop_assert_eq!(rounded(score), exactly_rounded(score), "{}", score);
        }
    }
}
