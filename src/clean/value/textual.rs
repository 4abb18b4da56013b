//! Text and Boolean cells.

use super::numeric::{serial_in_text, set_date};
use super::units::{self, Statement};
use super::{Cleaned, Expected, domain};
use crate::clean::date::read_date;
use crate::clean::number::{self, Context, Number, Reading};
use crate::model::fact::FactValue;
use crate::model::{Amount, Bound, CellKind, Check, Transform};
use crate::pipeline::{Kind, Tick};

/// A Boolean cell: a tick where the indicator takes ticks, nil where it is false; else no number.
pub(super) fn boolean(is_true: bool, expected: &Expected<'_>) -> Cleaned {
    let raw = if is_true { "TRUE" } else { "FALSE" };
    let mut cleaned = Cleaned::new(raw.into(), CellKind::Boolean);
    match expected.indicator.kind {
        Kind::Text => cleaned.value = FactValue::Text(raw.into()),
        Kind::Date => cleaned.reject(Check::NotADate),
        _ if is_true || expected.indicator.tick == Tick::Reject => tick(&mut cleaned, expected),
        _ => nil(&mut cleaned, expected),
    }
    cleaned
}

/// A text in a column of dates. Signs of nil and of absence are missing days.
pub(super) fn date(cleaned: &mut Cleaned, text: &str, expected: &Expected<'_>) {
    if let Some(day) = read_date(text, expected.locale, expected.year_hint) {
        cleaned.value = FactValue::Date(day);
        cleaned.transforms.add(Transform::DateText);
        return;
    }
    if let Some(day) = serial_in_text(text, expected) {
        return set_date(cleaned, Some(day));
    }
    let is_absent =
        matches!(number::read(text, &context(expected, 1)).reading, Reading::Nil | Reading::NotAvailable);
    if !is_absent {
        cleaned.reject(Check::NotADate);
    }
}

/// A text in a column of numbers.
pub(super) fn number(cleaned: &mut Cleaned, text: &str, expected: &Expected<'_>) {
    let stated = units::stated_around(expected).map_or(1, |statement| statement.multiplier);
    let read = number::read(text, &context(expected, stated));
    match read.reading {
        Reading::Number(number) => amount(cleaned, &number, &read.behind, expected),
        Reading::Nil => nil(cleaned, expected),
        Reading::NotAvailable => {}
        Reading::Tick => tick(cleaned, expected),
        Reading::Ambiguous(candidates) => {
            let found = cleaned.raw.to_string();
            cleaned.find(Check::AmbiguousNumber, found, candidates);
        }
        Reading::Date => cleaned.reject(Check::DateInNumber),
        Reading::TooLarge => cleaned.reject(Check::NotFinite),
        Reading::Nothing => cleaned.reject(Check::NotANumber),
    }
}

/// What the number reader is told. Counts are whole, and so is money where the column is in the base unit.
fn context(expected: &Expected<'_>, stated: i64) -> Context {
    let is_whole = match expected.indicator.kind {
        Kind::Count => true,
        Kind::Money => stated == 1,
        _ => false,
    };
    Context { locale: expected.locale, habit: expected.habit, is_whole, stated }
}

/// Nothing: zero by the convention of statistics, or missing as the indicator declares.
fn nil(cleaned: &mut Cleaned, expected: &Expected<'_>) {
    if expected.indicator.is_nil_zero {
        cleaned.set(Amount::ZERO, Transform::Nil);
    }
}

/// A tick, as the indicator declares it.
fn tick(cleaned: &mut Cleaned, expected: &Expected<'_>) {
    match expected.indicator.tick {
        Tick::One => cleaned.set(Amount::from_units(1), Transform::Tick),
        Tick::Missing => {}
        Tick::Reject => cleaned.reject(Check::NotANumber),
    }
}

/// A number read from text: settle its unit, say how it was read, look at its domain.
fn amount(cleaned: &mut Cleaned, number: &Number, behind: &str, expected: &Expected<'_>) {
    let is_of_percent = expected.indicator.kind == Kind::Ratio || expected.indicator.unit == "%";
    if number.is_percent && !is_of_percent {
        return cleaned.reject(Check::NotANumber);
    }
    cleaned.transforms.extend(number.transforms);
    let statement = number.unit.as_ref().map(|unit| Statement::of_cell(unit, &number.scales));
    units::check_words(cleaned, behind, number.unit.as_ref(), expected);
    let is_scaled = statement.is_some();
    let settled = units::settle(cleaned, statement, number.is_percent, expected);
    let scaled = if is_scaled { Some(number.amount) } else { settled.apply(number.amount) };
    let scaled = scaled.and_then(|amount| fraction(cleaned, amount, number.is_percent, expected));
    let Some(scaled) = scaled else { return cleaned.reject(Check::NotFinite) };
    describe(cleaned, number, scaled);
    domain::set(cleaned, scaled, number.bound, expected.indicator);
}

/// `12,5%` of a ratio is 0.125; an indicator whose unit is the percent keeps 12.5.
fn fraction(
    cleaned: &mut Cleaned,
    amount: Amount,
    is_percent: bool,
    expected: &Expected<'_>,
) -> Option<Amount> {
    if !is_percent || expected.indicator.kind != Kind::Ratio {
        return Some(amount);
    }
    cleaned.transforms.add(Transform::Percent);
    amount.checked_div(Amount::from_units(100))
}

/// The findings that tell how a number was read.
fn describe(cleaned: &mut Cleaned, number: &Number, value: Amount) {
    let raw = cleaned.raw.to_string();
    if number.is_foreign {
        cleaned.find(Check::ForeignGrouping, raw.clone(), value.to_string());
    }
    if number.is_rounded {
        cleaned.find(Check::RoundedValue, raw.clone(), value.to_string());
    }
    if number.bound != Bound::Exact {
        cleaned.find(Check::ApproximateValue, raw, value.to_string());
    }
}
