//! The short way from a double to an amount says what the long way says.

use super::Amount;
use proptest::prelude::*;

proptest! {
    #[test]
    fn a_short_decimal_is_what_a_person_typed(digits in 0i64..1_000_000_000_000_000, decimals in 0usize..10) {
        let typed = format!("{digits:0>width$}", width = decimals + 1);
        let (whole, rest) = typed.split_at(typed.len() - decimals);
        let typed = format!("{whole}.{rest}0");
        let value: f64 = typed.parse().unwrap_or(f64::NAN);
        prop_assert_eq!(Amount::short(value), Amount::parse(&typed).map(|(amount, _)| amount));
    }

    #[test]
    fn whatever_is_short_is_the_shortest_decimal(bits in any::<u64>(), power in -12i32..16) {
        let value = f64::from_bits(bits);
        for value in [value, (bits % 1_000_000) as f64 * 10f64.powi(power), (bits >> 40) as f64 / 3.0] {
            if let Some(amount) = Amount::short(value) {
                prop_assert_eq!(amount.to_string(), (value + 0.0).to_string());
            }
        }
    }
}

#[test]
fn the_sum_of_a_tenth_and_a_fifth_is_not_short() {
    assert_eq!(Amount::short(0.1 + 0.2), None);
    assert_eq!(
        Amount::from_f64(0.1 + 0.2).map(|(amount, is_rounded)| (amount.to_string(), is_rounded)),
        Some(("0.3".into(), true))
    );
    assert_eq!(Amount::short(f64::INFINITY), None);
    assert_eq!(Amount::short(-12.5).map(|amount| amount.to_string()), Some("-12.5".into()));
}

#[test]
fn an_optional_amount_takes_two_words() {
    assert_eq!(size_of::<Option<Amount>>(), 16);
    assert_eq!(format!("{:?}", Some(Amount::from_scaled(-1))), "Some(Amount(-1))");
}

#[test]
fn nothing_is_below_the_least_amount() {
    let least = Amount::from_scaled(i128::MIN);
    assert_eq!(least, Amount::from_scaled(i128::MIN + (1 << 64)));
    assert_eq!(least.checked_sub(Amount::from_scaled(1)), None);
    assert_eq!(least.checked_add(Amount::from_scaled(1)).map(Amount::scaled), Some(least.scaled() + 1));
}

proptest! {
    #[test]
    fn words_keep_billionths_and_their_order(one in i128::MIN + (1 << 64).., two in -3i128 << 64..3i128 << 64, near: i64) {
        for [one, two] in [[one, two], [two, i128::from(near)], [i128::from(near), 0]] {
            let [first, second] = [one, two].map(Amount::from_scaled);
            prop_assert_eq!([first, second].map(Amount::scaled), [one, two]);
            prop_assert_eq!(first.cmp(&second), one.cmp(&two));
        }
    }
}
