//! Units of money and words of magnitude, in cells, headers, banners and number formats.
//!
//! A multiplier is at least one and at most a thousand billions, and the words that state a unit state the same when they are read again.

#![no_main]

use libfuzzer_sys::fuzz_target;
use tonghop::clean::unit::{StatedUnit, in_banner, in_header, in_number_format, magnitude_before, parse};
use tonghop_fuzz::input::{choice_and_text, locale};

const LARGEST: i64 = 1_000_000_000_000;

fuzz_target!(|data: &[u8]| {
    let Some((choice, text)) = choice_and_text(data) else { return };
    let locale = locale(choice);
    let is_sound = |unit: &StatedUnit| {
        assert!((1..=LARGEST).contains(&unit.multiplier), "{unit:?}");
        assert!(!unit.text.is_empty());
    };
    if let Some(unit) = parse(&text, locale) {
        is_sound(&unit);
        let again = parse(&unit.text, locale);
        let meaning = |unit: &StatedUnit| (unit.multiplier, unit.is_money);
        assert_eq!(again.as_ref().map(meaning), Some(meaning(&unit)), "{unit:?}");
    }
    in_header(&text, locale).iter().for_each(is_sound);
    if let Some(unit) = in_banner(&text, locale) {
        is_sound(&unit);
        // A column's header states at least what a line above the table states.
        assert!(in_header(&text, locale).is_some());
    }
    if let Some((multiplier, rest)) = magnitude_before(&text, locale) {
        assert!((1..=LARGEST).contains(&multiplier) && !rest.is_empty());
    }
    if let Some(format) = in_number_format(&text, locale) {
        format.unit.iter().for_each(is_sound);
        assert!(!format.unit.is_some_and(|unit| unit.is_percent()));
        assert!([1, 1_000, 1_000_000, 1_000_000_000, LARGEST].contains(&format.shown_in));
    }
});
