//! Numbers in text, plain decimals and doubles.
//!
//! A number that is read lies within 10^18, is written and read again as the same amount, and its unit multiplies; a double becomes the decimal that
//! a spreadsheet shows; sums and differences undo each other.

#![no_main]

use libfuzzer_sys::fuzz_target;
use tonghop::clean::number::{Context, Habit, Reading, habit, read};
use tonghop::model::Amount;
use tonghop_fuzz::input::{choice_and_text, locale};

/// The largest amount that a cell can give: 10^18, in billionths.
const MOST: u128 = 1_000_000_000_000_000_000 * 1_000_000_000;

fuzz_target!(|data: &[u8]| {
    let Some((choice, text)) = choice_and_text(data) else { return };
    in_words(choice, &text);
    let plain = decimal(&text);
    let double = data.first_chunk().and_then(|bytes| double(f64::from_le_bytes(*bytes)));
    if let Some((one, two)) = plain.zip(double) {
        together(one, two);
    }
});

fn in_words(choice: u8, text: &str) {
    let shown = habit(text.split('\n'));
    let habits = [Habit::Unknown, Habit::DecimalComma, Habit::GroupingComma, shown];
    let context = Context {
        locale: locale(choice),
        habit: habits[usize::from(choice >> 2) % 4],
        is_whole: choice & 0x10 != 0,
        stated: [1, 1_000, 1_000_000, 1_000_000_000][usize::from(choice >> 5) % 4],
    };
    let found = read(text, &context);
    if let Reading::Number(number) = &found.reading {
        is_sound(number.amount);
        assert!(number.behind.0 <= number.behind.1);
        assert!(number.scales.iter().all(|scale| *scale >= 1));
        assert!(number.unit.as_ref().is_none_or(|unit| unit.multiplier >= 1));
    }
    if let Reading::Ambiguous(candidates) = &found.reading {
        assert!(!candidates.is_empty());
    }
}

fn decimal(text: &str) -> Option<Amount> {
    let (amount, is_rounded) = Amount::parse(text)?;
    is_sound(amount);
    if let Some(positive) = text.strip_prefix('-') {
        let (opposite, _) = Amount::parse(positive).filter(|_| !positive.starts_with('+'))?;
        assert_eq!(Amount::ZERO.checked_sub(opposite), Some(amount));
    }
    if !is_rounded && !amount.is_zero() {
        assert_eq!(
            text.trim_start_matches('+').parse::<f64>().ok(),
            Some(amount.to_string().parse().unwrap())
        );
    }
    Some(amount)
}

fn double(value: f64) -> Option<Amount> {
    let found = Amount::from_f64(value);
    if let Some(short) = Amount::short(value).filter(|_| value.is_finite()) {
        assert_eq!(found, Some((short, false)));
        // Whole numbers of sixteen digits are exact too.
        let digits = if value.fract() == 0.0 { 15 } else { 14 };
        let shown = Amount::parse(&format!("{value:.digits$e}"));
        assert_eq!(shown.map(|(amount, _)| amount), Some(short), "{value}");
    }
    let (amount, is_rounded) = found?;
    is_sound(amount);
    if !is_rounded {
        assert_eq!(amount.to_string().parse::<f64>().ok(), Some(value));
    }
    Some(amount)
}

/// What totals and checks do with amounts.
fn together(one: Amount, two: Amount) {
    if let Some(sum) = one.checked_add(two) {
        assert_eq!(sum.checked_sub(two), Some(one));
    }
    if let Some(product) = one.checked_product(two) {
        assert_eq!(two.checked_product(one).map(|other| within_one(product, other)), Some(true));
    }
    if let Some(quotient) = one.checked_div(two) {
        assert!(
            !two.is_zero()
                && (quotient.is_zero() || quotient.is_negative() == (one.is_negative() != two.is_negative()))
        );
    }
    for decimals in [0, 2, 9] {
        let rounded = one.round(decimals);
        assert_eq!(rounded.round(decimals), rounded);
        if let Some(whole) = one.times_ratio(two, two, decimals) {
            assert_eq!(whole, rounded);
        }
    }
    let digit = one.last_digit(1_000_000);
    assert!(!digit.is_zero() && one.scaled() % digit.scaled() == 0);
    let _ = one.percent_of(two);
}

fn within_one(one: Amount, two: Amount) -> bool {
    one.scaled().abs_diff(two.scaled()) <= 2
}

fn is_sound(amount: Amount) {
    assert!(amount.scaled().unsigned_abs() <= MOST, "{amount}");
    assert_eq!(Amount::parse(&amount.to_string()), Some((amount, false)));
}
