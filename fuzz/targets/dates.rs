//! Days and periods, in text and as serial numbers.
//!
//! Whatever is read is in the calendar, does not end before it begins, and is written and read again as the same; serial numbers that follow each other
//! are days that follow each other.

#![no_main]

use libfuzzer_sys::fuzz_target;
use tonghop::clean::date::{from_serial, is_date_like, read_date};
use tonghop::clean::period::{narrower, read_period};
use tonghop::model::{Date, Period};
use tonghop_fuzz::input::{choice_and_text, locale};

fuzz_target!(|data: &[u8]| {
    let Some((choice, text)) = choice_and_text(data) else { return };
    let locale = locale(choice);
    let year_hint = (choice & 4 != 0).then_some(2023);
    let year_starts = choice / 8 % 12 + 1;
    if let Some(day) = read_date(&text, locale, year_hint) {
        is_in_calendar(day);
        assert_eq!(read_date(&day.to_string(), locale, None), Some(day));
        assert!(year_hint.is_some() || is_date_like(&text, locale));
    }
    let _ = is_date_like(&text, locale);
    if let Some(period) = read_period(&text, locale, year_starts) {
        is_sound(&period);
        assert_eq!(read_period(&period.to_string(), locale, year_starts), Some(period));
    }
    if let Some(period) = Period::parse(&text) {
        is_sound(&period);
    }
    if let Some(day) = Date::parse_iso(&text) {
        is_in_calendar(day);
    }
    if let Some((cut_out, phrase)) = text.split_once('\n')
        && let Some(period) = narrower(cut_out, phrase, locale, year_starts)
    {
        assert_eq!(read_period(phrase, locale, year_starts), Some(period));
    }
    if let Some(bytes) = data.first_chunk() {
        serial(f64::from_le_bytes(*bytes), choice & 1 != 0);
        serial(f64::from(u32::from_le_bytes(data[..4].try_into().unwrap()) % 3_000_000), choice & 1 != 0);
    }
});

fn serial(number: f64, is_1904: bool) {
    let Some(day) = from_serial(number, is_1904) else { return };
    is_in_calendar(day);
    if let Some(next) = from_serial(number + 1.0, is_1904)
        && (number + 1.0).floor() == number.floor() + 1.0
    {
        assert_eq!(day.plus_days(1), next, "{number}");
    }
}

fn is_in_calendar(day: Date) {
    assert_eq!(Date::new(day.year, day.month, day.day), Some(day));
    assert_eq!(Date::parse_iso(&day.to_string()), Some(day));
}

fn is_sound(period: &Period) {
    assert!(period.first_day() <= period.last_day(), "{period}");
    assert_eq!(Period::parse(&period.to_string()), Some(*period));
    for earlier in [period.a_year_before(), period.right_before()].into_iter().flatten() {
        assert!(earlier < *period, "{earlier} {period}");
    }
}
