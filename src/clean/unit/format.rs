//! What a number format says about the unit: a literal (`#,##0 "triệu"`) and commas that hide thousands (`#,##0,`).
//!
//! The format changes what the eye reads, not what is stored. A literal states the unit of the number shown. Each comma behind the last digit shows
//! the number divided by a thousand: the number stored counts a thousandth of the unit in which it is shown. The currency that a toolbar button puts in brackets
//! (`[$₫-42A]`) is decoration and states nothing.

use super::{StatedUnit, parse};
use crate::pipeline::Locale;

/// What a number format says about the unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormatUnit {
    /// The unit that its literal states.
    pub unit: Option<StatedUnit>,
    /// By what the number is divided when it is shown: 1, 10^3, 10^6, ...
    pub shown_in: i64,
    /// Whether it is shown as a percentage: then the number stored is a fraction already.
    pub is_percent: bool,
    /// Whether it shows digits of its own beside those of the number, `0",000"`: the eye reads another number than is stored.
    pub has_digits: bool,
}

/// Reads a number format code; `None` where it says nothing about the unit.
///
/// ```
/// use tonghop::clean::unit::in_number_format;
/// use tonghop::pipeline::Locale;
/// assert_eq!(in_number_format("#,##0,", Locale::Vi).map(|format| format.shown_in), Some(1_000));
/// assert_eq!(in_number_format("#,##0.00", Locale::Vi), None);
/// ```
pub fn in_number_format(code: &str, locale: Locale) -> Option<FormatUnit> {
    if !may_state_unit(code) {
        return None;
    }
    let (literal, pattern, has_digits) = split_literals(code);
    let is_percent = pattern.contains('%');
    let unit = parse(literal.trim(), locale).filter(|unit| !unit.is_percent());
    let shown_in = hidden_thousands(&pattern);
    (unit.is_some() || shown_in > 1 || is_percent || has_digits).then_some(FormatUnit {
        unit,
        shown_in,
        is_percent,
        has_digits,
    })
}

/// Whether a closer look can find anything: plain formats of digits, dots and inner commas are passed over without allocating.
fn may_state_unit(code: &str) -> bool {
    let mut is_behind_comma = false;
    for byte in code.bytes() {
        let is_end_of_digits = is_behind_comma && !matches!(byte, b'#' | b'0' | b'?');
        if is_end_of_digits || matches!(byte, b'"' | b'\\' | b'%') {
            return true;
        }
        is_behind_comma = byte == b',';
    }
    is_behind_comma || (!code.is_ascii() && code.contains(|c: char| c.is_alphabetic() && !c.is_ascii()))
}

/// Literal text and digit pattern of a format's first section, and whether what it quotes reads as digits of the number.
fn split_literals(code: &str) -> (String, String, bool) {
    let (mut literal, mut pattern) = (String::new(), String::new());
    // What is quoted in one place; a bare digit is part of a fraction, `# ?/16`.
    let (mut quoted, mut has_digits) = (String::new(), false);
    let mut characters = code.chars();
    while let Some(character) = characters.next() {
        match character {
            ';' => break,
            '"' => quoted.extend(characters.by_ref().take_while(|&c| c != '"')),
            '\\' => quoted.extend(characters.next()),
            '[' => characters.by_ref().take_while(|&c| c != ']').for_each(drop),
            // The width of the next character as a blank, the next character repeated.
            '_' | '*' => drop(characters.next()),
            '#' | '0' | '?' | '.' | ',' | '%' | 'E' | 'e' | '+' | '/' | '@' => {
                pattern.push(character);
                has_digits |= is_of_digits(&quoted);
                literal.push_str(&std::mem::take(&mut quoted));
            }
            other => {
                has_digits |= is_of_digits(&quoted);
                literal.push_str(&std::mem::take(&mut quoted));
                literal.push(other);
            }
        }
    }
    has_digits |= is_of_digits(&quoted);
    (literal + &quoted, pattern, has_digits)
}

/// Whether a text reads as part of a number; `m2` and `(1)` do not.
fn is_of_digits(text: &str) -> bool {
    let is_mark = |c: char| matches!(c, '.' | ',') || c.is_whitespace();
    text.contains(|c: char| c.is_ascii_digit()) && text.chars().all(|c| c.is_ascii_digit() || is_mark(c))
}

/// 10^3 for each comma that directly follows the last digit of the whole part.
fn hidden_thousands(pattern: &str) -> i64 {
    let whole = pattern.split(['.', 'E', 'e', '%']).next().unwrap_or("");
    let behind_decimals = pattern.trim_end_matches('%');
    let commas = |part: &str| part.bytes().rev().take_while(|&b| b == b',').count();
    let has_digits = pattern.contains(['#', '0', '?']);
    let count = if has_digits { commas(whole).max(commas(behind_decimals)).min(4) } else { 0 };
    (0..count).fold(1, |scale, _| scale * 1_000)
}
