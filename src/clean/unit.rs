//! Units of money and words of magnitude: `triệu đồng`, `1.000đ`, `trđ`, in a unit column, a header, a banner or a number format.
//!
//! Enters: text that may state a unit. Leaves: the multiplier from there to the base unit, with the words that state it; nothing where the text
//! states no magnitude and no currency. `Đơn vị` alone means branch, unit of measure, or a part of `đơn vị máu`: it announces a unit only
//! where money follows it.

mod format;

use super::lexer::{Token, pieces};
use super::number::digits::Digits;
use super::text::{fold, tidy, unmark};
use super::words::{Words, contains_words, strip_words};
use crate::pipeline::Locale;

pub use format::{FormatUnit, in_number_format};

/// Beyond this no multiplier is meant: a thousand billions.
const LARGEST: i64 = 1_000_000_000_000;
/// Longer texts are sentences, not headers.
const LONGEST_HEADER: usize = 400;

/// A unit as a workbook states it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatedUnit {
    /// The words that state it, `triệu đồng`.
    pub text: Box<str>,
    /// From it to the base unit: 10^6 for triệu đồng.
    pub multiplier: i64,
    /// Whether a currency is named: then it holds for money only.
    pub is_money: bool,
}

impl StatedUnit {
    /// Whether it is the percent sign: values are hundredths.
    pub fn is_percent(&self) -> bool {
        &*self.text == "%"
    }
}

/// Reads a whole text as a unit of money, a word of magnitude, or a percent sign.
///
/// ```
/// use tonghop::clean::unit::parse;
/// use tonghop::pipeline::Locale;
/// assert_eq!(parse("1.000 đồng", Locale::Vi).map(|unit| unit.multiplier), Some(1_000));
/// assert_eq!(parse("cây", Locale::Vi), None);
/// ```
pub fn parse(text: &str, locale: Locale) -> Option<StatedUnit> {
    let (tidied, _) = tidy(text);
    let shown = strip_brackets(&tidied);
    if shown.len() > 60 || shown.is_empty() {
        return None;
    }
    let plain = unmark(shown);
    if matches!(plain.as_str(), "%" | "phan tram" | "percent" | "per cent") {
        return Some(StatedUnit { text: "%".into(), multiplier: 1, is_money: false });
    }
    let plain = plain.replace("viet nam", " ");
    let (multiplier, is_money) = multiply(plain.strip_prefix("in ").unwrap_or(&plain), Words::of(locale))?;
    Some(StatedUnit { text: shown.into(), multiplier, is_money })
}

/// The product of all words and powers of ten of a text; `None` where anything else stands in it, or no word.
fn multiply(plain: &str, words: &Words) -> Option<(i64, bool)> {
    let (mut multiplier, mut is_money, mut has_word, mut has_number) = (1i64, false, false, false);
    for piece in pieces(plain) {
        match piece.token {
            Token::Word(word) => {
                let (_, power, money) = words.units.iter().find(|(known, ..)| *known == word)?;
                if *money && is_money {
                    return None;
                }
                multiplier = multiplier.checked_mul(*power)?;
                is_money |= money;
                has_word = true;
            }
            Token::Number(number) if !has_number => {
                multiplier = multiplier.checked_mul(power_of_ten(number, words)?)?;
                has_number = true;
            }
            Token::Sign('.' | '\'' | '’' | '‘') => {}
            _ => return None,
        }
    }
    (has_word && multiplier <= LARGEST).then_some((multiplier, is_money))
}

/// `1.000`, `1000`, `1,000`, `000`: a power of ten above one.
fn power_of_ten(number: &str, words: &Words) -> Option<i64> {
    let digits = match Digits::read(number, words) {
        Digits::Certain(plain) if plain.decimal.is_none() => plain.digits,
        Digits::Either { grouped, .. } => grouped.digits,
        _ => return None,
    };
    let is_power = digits.len() > 1 && digits.get(1..)?.bytes().all(|b| b == b'0');
    if !is_power || digits.len() > 10 {
        return None;
    }
    if digits == "000" { Some(1_000) } else { digits.starts_with('1').then(|| digits.parse().ok())? }
}

/// A word of magnitude before another unit, `nghìn cây`, `1.000 cây`: its multiplier and the folded rest.
pub fn magnitude_before(text: &str, locale: Locale) -> Option<(i64, String)> {
    let words = Words::of(locale);
    let key = fold(strip_brackets(text));
    let first = *pieces(&key).first()?;
    let multiplier = match first.token {
        Token::Word(word) if words.magnitudes.contains(&word) => {
            words.units.iter().find(|(known, ..)| *known == word)?.1
        }
        Token::Number(number) => power_of_ten(number, words)?,
        _ => return None,
    };
    let rest = key.get(first.end..)?.trim_start();
    (!rest.is_empty()).then(|| (multiplier, rest.to_owned()))
}

/// The unit that a column header states: `Trị giá (triệu đồng)`, `Số tiền (ĐVT: trđ)`, `Kinh phí, triệu đồng`.
pub fn in_header(text: &str, locale: Locale) -> Option<StatedUnit> {
    if text.len() > LONGEST_HEADER {
        return None;
    }
    let in_brackets = text.match_indices('(').filter_map(|(at, _)| {
        let inner = text.get(at + 1..)?;
        inner.get(..inner.find(')').unwrap_or(inner.len()))
    });
    let behind_marks =
        text.match_indices([',', ':', '-', '–', '\n']).filter_map(|(at, mark)| text.get(at + mark.len()..));
    in_brackets
        .clone()
        .find_map(|inner| parse(inner, locale).or_else(|| in_banner(inner, locale)))
        .or_else(|| in_brackets.filter_map(|inner| with_magnitude(inner, locale)).next())
        .or_else(|| in_banner(text, locale))
        .or_else(|| parse(text, locale))
        .or_else(|| behind_marks.filter_map(|tail| parse(tail, locale)).next())
}

/// `nghìn cây` in brackets: a word of magnitude, then at most three words.
fn with_magnitude(text: &str, locale: Locale) -> Option<StatedUnit> {
    let (multiplier, rest) = magnitude_before(text, locale)?;
    let is_unit = rest.split(' ').count() <= 3 && !rest.contains(|c: char| c.is_ascii_digit() || c == ',');
    let is_word = !text.trim_start().starts_with(|c: char| c.is_ascii_digit());
    (is_unit && is_word).then(|| StatedUnit { text: tidy(text).0.into(), multiplier, is_money: false })
}

/// The unit that a line above a table states: `ĐVT: triệu đồng`, `(Đơn vị tính: 1.000 đồng)`.
///
/// ```
/// use tonghop::clean::unit::in_banner;
/// use tonghop::pipeline::Locale;
/// assert_eq!(in_banner("Biểu 3 (ĐVT: triệu đồng)", Locale::Vi).map(|unit| unit.multiplier), Some(1_000_000));
/// assert_eq!(in_banner("Đơn vị: Đoàn khối", Locale::Vi), None);
/// ```
pub fn in_banner(text: &str, locale: Locale) -> Option<StatedUnit> {
    let words = Words::of(locale);
    let key = (text.len() <= LONGEST_HEADER).then(|| fold(text))?;
    let markers = || words.unit_markers.iter().chain(words.weak_unit_markers);
    if !markers().any(|marker| contains_words(&key, marker)) {
        return None;
    }
    word_starts(text).find_map(|start| {
        let rest = text.get(start..)?;
        let strong = words.unit_markers.iter().find_map(|marker| strip_words(rest, marker));
        let weak = || words.weak_unit_markers.iter().find_map(|marker| strip_words(rest, marker));
        match strong {
            Some(behind) => announced(behind, locale),
            None => announced(weak()?.trim_start().strip_prefix(':')?, locale).filter(|unit| unit.is_money),
        }
    })
}

/// Byte offsets at which words begin.
fn word_starts(text: &str) -> impl Iterator<Item = usize> {
    let mut is_inside = false;
    text.char_indices().filter_map(move |(at, character)| {
        let is_start = character.is_alphabetic() && !is_inside;
        is_inside = character.is_alphanumeric() || unicode_normalization::char::is_combining_mark(character);
        is_start.then_some(at)
    })
}

/// The unit behind its announcement: all of it, or the one unit of money in a list (`người, triệu đồng`).
fn announced(behind: &str, locale: Locale) -> Option<StatedUnit> {
    let content = behind.trim_start_matches([':', ' ', '\u{a0}', '-', '–']);
    let content = content.get(..content.find([')', ';', '\n']).unwrap_or(content.len()))?;
    if let Some(unit) = parse(content, locale).or_else(|| with_magnitude(content, locale)) {
        return Some(unit);
    }
    let mut listed = content.split(',').filter_map(|part| parse(part, locale)).filter(|unit| unit.is_money);
    listed.next().filter(|_| listed.next().is_none())
}

/// The text without one pair of brackets around it, and without blanks and a full stop.
fn strip_brackets(text: &str) -> &str {
    let text = text.trim().trim_end_matches([',', ';', ':']);
    let inner = text.strip_prefix(['(', '[']).and_then(|rest| rest.strip_suffix([')', ']']));
    inner.unwrap_or(text).trim()
}

#[cfg(test)]
mod tests;
