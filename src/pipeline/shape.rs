//! Whether what a person wrote has the shape of the format: unknown and missing keys, wrong types, unknown words.
//!
//! Everything is compared with the description in [`super::keys`], whole, before any of it is given a meaning.

use super::choices;
use super::error::Findings;
use super::format::{ByLayouts, Key, Shape, names};
use super::suggest;
use super::table::{Table, Word, table, whole};
use crate::model::{Amount, Check, Date};
use toml::Spanned;
use toml::de::DeValue;

/// The most keys that a message lists beside a suggestion.
const LISTED: usize = 12;

/// Compares a table with the keys that it may have.
pub(super) fn check_keys(found: &Table<'_>, keys: &'static [Key], findings: &mut Findings<'_>) {
    for (name, value) in found.pairs() {
        match keys.iter().find(|key| key.name == name.get_ref()) {
            Some(key) => check(key.name, value, &key.shape, findings),
            None => unknown_key(&name, names(keys), findings),
        }
    }
    check_missing(found, keys, findings);
}

/// Reports a key that the format does not have.
pub(super) fn unknown_key<'a>(
    name: &Word,
    right: impl IntoIterator<Item = &'a str>,
    findings: &mut Findings<'_>,
) {
    let right: Vec<&str> = right.into_iter().collect();
    let found = format!("unknown key `{}`", name.get_ref());
    let advice = suggest::advice(name.get_ref(), right.iter().copied());
    // A long list under a caret hides the one word that is meant.
    let expected = match &advice {
        Some(_) if right.len() > LISTED => "a key of the format".to_owned(),
        _ => format!("one of the keys {}", suggest::listed(right)),
    };
    findings.advise(name.span(), found, expected, advice);
}

/// Reports keys that must be there and are not.
fn check_missing(
    found: &Table<'_>,
    keys: impl IntoIterator<Item = &'static Key>,
    findings: &mut Findings<'_>,
) {
    for key in keys.into_iter().filter(|key| key.is_required && found.value(key.name).is_none()) {
        let message = format!("the key `{}` is missing", key.name);
        let expected = format!("`{}` = {}", key.name, key.shape.described());
        findings.advise(found.span.clone(), message, expected, Some(key.about.to_owned()));
    }
}

/// Compares a value with the shape of its key.
fn check(key: &str, value: &Spanned<DeValue<'_>>, shape: &'static Shape, findings: &mut Findings<'_>) {
    if !has_type(value.get_ref(), shape) {
        let found = format!("`{key}` is {}", described(value.get_ref()));
        return findings.add(value.span(), found, shape.described());
    }
    match shape {
        Shape::Either(shapes) => {
            let fitting = shapes.iter().find(|shape| has_type(value.get_ref(), shape));
            fitting.into_iter().for_each(|shape| check(key, value, shape, findings));
        }
        Shape::List(of) => {
            let items = value.get_ref().as_array().into_iter().flat_map(|list| list.iter());
            items.for_each(|item| check(key, item, of, findings));
        }
        Shape::Table(_) | Shape::ByLayout(_) | Shape::ByColumn(_) | Shape::ByName(..) | Shape::ByCheck(_) => {
            // `has_type` has seen that it is a table.
            table(value).iter().for_each(|table| check_table(table, shape, findings));
        }
        _ => check_scalar(key, value, shape, findings),
    }
}

/// Compares a table with the shape of its key.
fn check_table(found: &Table<'_>, shape: &'static Shape, findings: &mut Findings<'_>) {
    match shape {
        Shape::Table(keys) => check_keys(found, keys, findings),
        Shape::ByLayout(keys) => check_sheet(found, keys, findings),
        Shape::ByCheck(of) => {
            for (name, value) in found.pairs() {
                match Check::parse(name.get_ref()) {
                    Some(known) => check(name.get_ref(), value, of(known), findings),
                    None => unknown_check(&name, findings),
                }
            }
        }
        // The columns and names themselves are compared with what there is of them.
        Shape::ByColumn(of) | Shape::ByName(of, _) => {
            found.pairs().iter().for_each(|(name, value)| check(name.get_ref(), value, of, findings));
        }
        _ => {}
    }
}

/// Compares a sheet with the keys of its layout. Which measures are declared is not known here: `sheets` reports keys that are none.
fn check_sheet(found: &Table<'_>, keys: &'static ByLayouts, findings: &mut Findings<'_>) {
    let layout = choices::layout_of(found);
    let of_measures =
        keys.layouts.iter().find(|own| Some(own.layout) == layout).and_then(|own| own.of_measures);
    for (name, value) in found.pairs() {
        let is_named = |key: &&Key| key.name == name.get_ref();
        let own = match layout {
            Some(layout) => keys.of(layout).find(is_named),
            None => keys.common.iter().find(is_named),
        };
        let is_of_another = keys.all().any(|key| key.name == name.get_ref());
        match (own, of_measures) {
            (Some(key), _) => check(key.name, value, &key.shape, findings),
            (None, Some(shape)) if !is_of_another => check(name.get_ref(), value, shape, findings),
            (None, _) => {}
        }
    }
    // Of an unknown layout, which is reported as a word, nothing but the id is known to be needed.
    match layout {
        Some(layout) => check_missing(found, keys.of(layout), findings),
        None => check_missing(found, keys.common, findings),
    }
}

/// Reports a code that the catalogue does not have.
fn unknown_check(name: &Word, findings: &mut Findings<'_>) {
    let codes = || Check::ALL.iter().map(|check| check.code());
    let found = format!("unknown check `{}`", name.get_ref());
    findings.advise(
        name.span(),
        found,
        "a code of the catalogue of checks",
        suggest::advice(name.get_ref(), codes()),
    );
}

/// Looks at the value itself where the type alone does not tell.
fn check_scalar(key: &str, value: &Spanned<DeValue<'_>>, shape: &'static Shape, findings: &mut Findings<'_>) {
    let text = value.get_ref().as_str();
    match shape {
        Shape::Text if text.is_some_and(|text| text.trim().is_empty()) => {
            findings.add(value.span(), format!("`{key}` is blank"), "a text");
        }
        Shape::Words(words) => check_word(key, value, &words(), findings),
        Shape::Whole(least, most) => {
            let is_within = whole(value.get_ref()).is_some_and(|number| (*least..=*most).contains(&number));
            if !is_within {
                findings.add(value.span(), format!("`{key}` is out of range"), shape.described());
            }
        }
        Shape::Decimal if decimal(value.get_ref()).is_none() => {
            let expected = "a plain decimal with at most nine decimals: 1250.5";
            findings.add(value.span(), format!("`{key}` is no number"), expected);
        }
        Shape::Day if day(value.get_ref()).is_none() => {
            findings.add(value.span(), format!("`{key}` is no day of the calendar"), shape.described());
        }
        _ => {}
    }
}

/// Reports a word that the key does not have.
fn check_word(
    key: &str,
    value: &Spanned<DeValue<'_>>,
    words: &[(&'static str, &'static str)],
    findings: &mut Findings<'_>,
) {
    let right = || words.iter().map(|(word, _)| *word);
    let Some(text) = value.get_ref().as_str().filter(|text| !right().any(|word| word == *text)) else {
        return;
    };
    let found = format!("unknown word `{text}` for `{key}`");
    findings.advise(value.span(), found, suggest::listed(right()), suggest::advice(text, right()));
}

/// Whether a value has the type of TOML that a shape asks for.
fn has_type(value: &DeValue<'_>, shape: &Shape) -> bool {
    match shape {
        Shape::Text | Shape::Words(_) => value.is_str(),
        Shape::Whole(..) => value.is_integer(),
        Shape::Decimal => value.is_integer() || value.is_float() || value.is_str(),
        Shape::YesNo => value.is_bool(),
        Shape::Day => value.is_str() || value.is_datetime(),
        Shape::List(_) => value.is_array(),
        Shape::Table(_) | Shape::ByLayout(_) | Shape::ByColumn(_) | Shape::ByName(..) | Shape::ByCheck(_) => {
            value.is_table()
        }
        Shape::Either(shapes) => shapes.iter().any(|shape| has_type(value, shape)),
    }
}

/// What a value is, for a message.
fn described(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a decimal",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// A number, or a text that is one; exactly, never through a double.
pub(super) fn decimal(value: &DeValue<'_>) -> Option<Amount> {
    let (amount, is_rounded) = match value {
        DeValue::Integer(_) => (Amount::from_units(whole(value)?), false),
        DeValue::Float(number) => Amount::parse(&number.as_str().replace('_', ""))?,
        DeValue::String(text) => Amount::parse(text.trim())?,
        _ => return None,
    };
    (!is_rounded).then_some(amount)
}

/// A day, as a text or as a date of TOML.
pub(super) fn day(value: &DeValue<'_>) -> Option<Date> {
    match value {
        DeValue::String(text) if text.trim().len() == 10 => Date::parse_iso(text.trim()),
        DeValue::Datetime(moment) if moment.time.is_none() => Date::parse_iso(&moment.to_string()),
        _ => None,
    }
}
