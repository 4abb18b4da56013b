//! Text becomes a number, or says why it is none.
//!
//! Enters: the tidied text of a cell, the locale, what the other text cells of its column show. Leaves: a [`Reading`]: an amount with its bound and
//! the unit stated behind it, a sign of nil, or the reason for having no value. A numeric cell never comes here: it is not reinterpreted.

mod amount;
mod bound;
pub(crate) mod digits;

use super::date;
use super::lexer::{Piece, Token, pieces};
use super::text::{is_dash, unmark};
use super::unit::StatedUnit;
use super::words::Words;
use crate::model::fact::Transforms;
use crate::model::{Amount, Bound, Transform};
use crate::pipeline::Locale;
use digits::Digits;

/// What the other text cells of a column show about the comma.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Habit {
    /// Nothing, or both.
    #[default]
    Unknown,
    /// It stands before decimals: `12,5`, `1.250`.
    DecimalComma,
    /// It stands between thousands: `1,250,000`, `12.5`.
    GroupingComma,
}

/// What a number is read against.
#[derive(Clone, Copy, Debug)]
pub struct Context {
    /// Language and number conventions.
    pub locale: Locale,
    /// What the rest of the column shows.
    pub habit: Habit,
    /// Whether only whole numbers make sense: a count, or money in its base unit.
    pub is_whole: bool,
    /// The multiplier of the unit that the column states; 1 for none.
    pub stated: i64,
}

/// What a text says as a number.
#[derive(Clone, Debug, PartialEq)]
pub enum Reading {
    /// A number.
    Number(Number),
    /// A sign of nil: `-`, `không`.
    Nil,
    /// The value exists but is not available: `…`.
    NotAvailable,
    /// A tick, or not applicable: `x`.
    Tick,
    /// Several readings, or no definite one: the candidates, `1250 | 1.25`; `?` where there are none.
    Ambiguous(String),
    /// A date.
    Date,
    /// Beyond 10^18.
    TooLarge,
    /// No number.
    Nothing,
}

/// A number read from text.
#[derive(Clone, Debug, PartialEq)]
pub struct Number {
    /// The value, words of magnitude applied, the percent sign not.
    pub amount: Amount,
    /// What the words around it claim.
    pub bound: Bound,
    /// The unit stated in the text, as far as it is magnitude or currency; its multiplier is that of the first word.
    pub unit: Option<StatedUnit>,
    /// The multipliers of the words of magnitude, in the order of the text.
    pub scales: Vec<i64>,
    /// Where the other words behind the number stand in [`unmark`]ed text: the indicator's unit, perhaps. Empty for none.
    pub behind: (usize, usize),
    /// Whether a percent sign follows.
    pub is_percent: bool,
    /// Whether marks were read by the other convention.
    pub is_foreign: bool,
    /// Whether digits beyond what is kept were rounded away.
    pub is_rounded: bool,
    /// What was done.
    pub transforms: Transforms,
}

/// A reading, and the words behind the number in lower case without marks.
#[derive(Clone, Debug, PartialEq)]
pub struct Read {
    /// What the text says.
    pub reading: Reading,
    /// Words behind the number that are neither magnitude nor currency.
    pub behind: String,
}

/// Reads a tidied text as a number.
///
/// ```
/// use tonghop::clean::number::{Context, Habit, Reading, read};
/// use tonghop::pipeline::Locale;
/// let context = Context { locale: Locale::Vi, habit: Habit::Unknown, is_whole: false, stated: 1 };
/// let Reading::Number(number) = read("1 tỷ 200 triệu", &context).reading else { panic!() };
/// assert_eq!(number.amount.to_string(), "1200000000");
/// assert_eq!(read("không", &context).reading, Reading::Nil);
/// ```
pub fn read(text: &str, context: &Context) -> Read {
    let plain = unmark(text);
    let plain = plain.trim();
    // Nearly every number: no word, sign or unit has to be looked for.
    if is_bare(plain)
        && let Reading::Number(number) = amount::read(plain, &pieces(plain), context)
    {
        return Read { reading: Reading::Number(number), behind: String::new() };
    }
    if let Some(reading) = whole(plain, context.locale) {
        return Read { reading, behind: String::new() };
    }
    let (bound, rest) = bound::strip(plain, Words::of(context.locale));
    let (is_negative, is_parenthesised, rest) = strip_sign(rest);
    let tokens = pieces(rest);
    let mut reading = amount::read(rest, &tokens, context);
    let mut behind = String::new();
    match &mut reading {
        Reading::Number(number) => {
            behind = rest.get(number.behind.0..number.behind.1).unwrap_or("").to_owned();
            sign(number, is_negative, is_parenthesised, bound);
            if let Some(unit) = &mut number.unit {
                unit.text = as_written(text, plain, &unit.text);
            }
        }
        Reading::Nothing | Reading::Ambiguous(_) => {
            reading = otherwise(text, plain, &tokens, reading, context.locale)
        }
        _ => {}
    }
    Read { reading, behind }
}

/// Whether a text is digits with marks between them and nothing else.
fn is_bare(plain: &str) -> bool {
    plain.starts_with(|first: char| first.is_ascii_digit())
        && plain.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b','))
}

/// Words of the unmarked text as the cell writes them; the unmarked ones where the two texts do not run in parallel.
fn as_written(text: &str, plain: &str, words: &str) -> Box<str> {
    let is_parallel = text.chars().count() == plain.chars().count();
    let start = plain.rfind(words).filter(|_| is_parallel).and_then(|at| plain.get(..at));
    let written = start.map(|start| {
        text.chars().skip(start.chars().count()).take(words.chars().count()).collect::<String>()
    });
    written.map_or_else(|| words.into(), Into::into)
}

/// Texts that are signs as a whole.
fn whole(plain: &str, locale: Locale) -> Option<Reading> {
    if !plain.is_empty() && plain.chars().all(|c| is_dash(c) || c == '_') {
        return Some(Reading::Nil);
    }
    if matches!(plain, "…" | "……") || (plain.len() >= 2 && plain.bytes().all(|b| b == b'.')) {
        return Some(Reading::NotAvailable);
    }
    if matches!(plain, "x" | "(x)" | "✓" | "✔" | "☑" | "√") {
        return Some(Reading::Tick);
    }
    let word = plain.trim_end_matches(['.', ' ']);
    Words::of(locale).nil.contains(&word).then_some(Reading::Nil)
}

/// Takes a sign or parentheses off: whether it is negative, whether by parentheses, the rest.
fn strip_sign(text: &str) -> (bool, bool, &str) {
    let begins_number = |rest: &str| rest.starts_with(|c: char| c.is_ascii_digit());
    if let Some(inner) = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')).map(str::trim)
        && begins_number(inner)
    {
        return (true, true, inner);
    }
    match text.strip_prefix(is_dash) {
        Some(rest) if begins_number(rest) => (true, false, rest),
        _ => (false, false, text.strip_prefix('+').filter(|rest| begins_number(rest)).unwrap_or(text)),
    }
}

/// Applies sign and bound.
fn sign(number: &mut Number, is_negative: bool, is_parenthesised: bool, bound: Bound) {
    if is_negative {
        number.amount = Amount::ZERO.checked_sub(number.amount).unwrap_or(number.amount);
    }
    if is_parenthesised {
        number.transforms.add(Transform::Parentheses);
    }
    if bound != Bound::Exact {
        number.transforms.add(Transform::Approximate);
    }
    number.bound = bound;
}

/// What a text is that is no number: a date, a range, a vague word.
fn otherwise(text: &str, plain: &str, tokens: &[Piece<'_>], reading: Reading, locale: Locale) -> Reading {
    let words = Words::of(locale);
    if date::is_date_like(text, locale) {
        return Reading::Date;
    }
    if let Some(range) = range(tokens, words) {
        return Reading::Ambiguous(range);
    }
    let is_vague = words
        .vague
        .iter()
        .any(|word| plain.strip_prefix(word).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric)));
    if is_vague { Reading::Ambiguous("?".into()) } else { reading }
}

/// The ends of `20-30`, `20 đến 30`, `1/5`: two numbers with one sign or word between them.
fn range(tokens: &[Piece<'_>], words: &Words) -> Option<String> {
    let mut numbers = Vec::new();
    let mut between = 0;
    for piece in tokens {
        match piece.token {
            Token::Number(number) => numbers.push(number),
            Token::Sign('-' | '~' | '/' | '÷') if numbers.len() == 1 => between += 1,
            Token::Word(word) if numbers.len() == 1 && words.range.contains(&word) => between += 1,
            Token::Word(_) => {}
            Token::Sign(_) => return None,
        }
    }
    (numbers.len() == 2 && between == 1).then(|| numbers.join(" | "))
}

/// What the text cells of a column show about the comma; cells that show both ways leave it unknown.
pub fn habit<'a>(texts: impl Iterator<Item = &'a str>) -> Habit {
    let (mut is_decimal, mut is_grouping) = (false, false);
    for text in texts {
        for piece in pieces(text) {
            let Token::Number(number) = piece.token else { continue };
            // Read as English does, a point before three digits would pass for decimals: Vietnamese words decide here.
            if let Digits::Certain(plain) = Digits::read(number, Words::of(Locale::Vi)) {
                is_decimal |= plain.decimal == Some(',') || plain.group == Some('.');
                is_grouping |= plain.decimal == Some('.') || plain.group == Some(',');
            }
        }
    }
    match (is_decimal, is_grouping) {
        (true, false) => Habit::DecimalComma,
        (false, true) => Habit::GroupingComma,
        _ => Habit::Unknown,
    }
}

#[cfg(test)]
mod tests;
