//! Numeric cells and ISO dates.
//!
//! A number that carries a date format is a date. In a column of dates a whole number without one is read as a serial if its day lies in
//! 1990 to 2099: formats get lost in csv files and by pasting values; a year (`2023`) or `20231216` is never taken for a serial.

use super::units::{self, Statement};
use super::{Cleaned, Expected, domain};
use crate::clean::date::from_serial;
use crate::clean::unit::in_number_format;
use crate::model::fact::FactValue;
use crate::model::{Amount, Bound, CellKind, Check, Date, Style, Transform};
use crate::pipeline::Kind;

/// Years in which a serial number without a date format is believed to be a day.
const SERIAL_YEARS: std::ops::RangeInclusive<u16> = 1990..=2099;

/// A numeric cell.
pub(super) fn number(number: f64, style: &Style, expected: &Expected<'_>) -> Cleaned {
    let kind = if style.is_date { CellKind::Date } else { CellKind::Number };
    let short = Amount::short(number);
    let mut cleaned = Cleaned::new(raw(number, short), kind);
    match expected.indicator.kind {
        Kind::Text => cleaned.value = FactValue::Text(shown(number, style, expected, &cleaned.raw)),
        Kind::Date => set_date(&mut cleaned, serial_day(number, style.is_date, expected)),
        _ if style.is_date => {
            let day = from_serial(number, expected.is_1904).map(|day| day.to_string());
            cleaned.find(Check::DateInNumber, day.unwrap_or_else(|| cleaned.raw.to_string()), "");
        }
        _ => amount(&mut cleaned, (number, short), style, expected),
    }
    cleaned
}

/// A cell that holds an ISO date.
pub(super) fn iso_date(text: &str, expected: &Expected<'_>) -> Cleaned {
    let mut cleaned = Cleaned::new(text.into(), CellKind::Date);
    match expected.indicator.kind {
        Kind::Text => cleaned.value = FactValue::Text(text.into()),
        Kind::Date => match Date::parse_iso(text) {
            Some(day) => cleaned.value = FactValue::Date(day),
            None => cleaned.reject(Check::NotADate),
        },
        _ => cleaned.reject(Check::DateInNumber),
    }
    cleaned
}

/// A number as its shortest decimal without an exponent; `short` is the amount of one that has few digits.
fn raw(number: f64, short: Option<Amount>) -> Box<str> {
    match short.map(Amount::whole_units) {
        // Nearly every number: its digits are made in place, and copied once.
        Some(Some(units)) => itoa::Buffer::new().format(units).into(),
        Some(None) => short.map_or_else(Box::default, |amount| amount.to_string().into()),
        None => number.to_string().into(),
    }
}

/// The text that a text indicator gets from a number.
fn shown(number: f64, style: &Style, expected: &Expected<'_>, raw: &str) -> Box<str> {
    let day = style.is_date.then(|| from_serial(number, expected.is_1904)).flatten();
    day.map_or_else(|| raw.into(), |day| day.to_string().into())
}

/// The day behind a number in a column of dates.
fn serial_day(number: f64, is_date: bool, expected: &Expected<'_>) -> Option<Date> {
    let day = from_serial(number, expected.is_1904)?;
    (is_date || (number.fract() == 0.0 && SERIAL_YEARS.contains(&day.year))).then_some(day)
}

/// Sets a day read from a serial number, or says that there is none.
pub(super) fn set_date(cleaned: &mut Cleaned, day: Option<Date>) {
    match day {
        Some(day) => {
            cleaned.value = FactValue::Date(day);
            cleaned.transforms.add(Transform::DateSerial);
        }
        None => cleaned.reject(Check::NotADate),
    }
}

/// The day behind five digits in a text cell, as a csv file holds them.
pub(super) fn serial_in_text(text: &str, expected: &Expected<'_>) -> Option<Date> {
    let is_serial = text.len() == 5 && text.bytes().all(|b| b.is_ascii_digit());
    let number = is_serial.then(|| text.parse::<f64>().ok())??;
    serial_day(number, false, expected)
}

/// A number in a column of numbers: settle its unit, then look at its domain.
fn amount(
    cleaned: &mut Cleaned,
    (number, short): (f64, Option<Amount>),
    style: &Style,
    expected: &Expected<'_>,
) {
    let read = short.map(|amount| (amount, false)).or_else(|| Amount::from_f64(number));
    let Some((amount, is_rounded)) = read else {
        return cleaned.reject(Check::NotFinite);
    };
    let format = in_number_format(&style.number_format, expected.locale);
    if format.as_ref().is_some_and(|format| format.has_digits) {
        let found = cleaned.raw.to_string();
        return cleaned.find(Check::AmbiguousNumber, found, &*style.number_format);
    }
    let is_fraction = format.as_ref().is_some_and(|format| format.is_percent);
    let statement = format.as_ref().and_then(|format| Statement::of_format(format, expected));
    let settled = units::settle(cleaned, statement, is_fraction, expected);
    let is_of_percent = expected.indicator.unit == "%";
    if is_fraction && expected.indicator.kind != Kind::Ratio && !is_of_percent {
        cleaned.find(Check::UnitUnknown, "%", expected.indicator.unit.as_str());
    }
    // Where the percent is the unit, what a percent format shows is the value: 0.125 is 12.5 of them.
    let of_percent = |amount: Amount| {
        if is_fraction && is_of_percent { amount.checked_times(100) } else { Some(amount) }
    };
    let Some(scaled) = settled.apply(amount).and_then(of_percent) else {
        return cleaned.reject(Check::NotFinite);
    };
    if is_rounded {
        cleaned.transforms.add(Transform::Rounded);
        let found = cleaned.raw.to_string();
        cleaned.find(Check::RoundedValue, found, amount.to_string());
    }
    domain::set(cleaned, scaled, Bound::Exact, expected.indicator);
}
