//! One number with its marks: which of them stand between thousands and which before decimals.
//!
//! Enters: a number as the lexer cut it out. Leaves: plain digits with a point, and which marks meant what; or both readings where the marks alone
//! do not decide; or nothing definite.

use crate::clean::words::Words;

/// What a number's marks say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Digits {
    /// One reading.
    Certain(Plain),
    /// `1,250`: thousands by the other convention, or decimals by the locale's.
    Either {
        /// The mark stands between thousands.
        grouped: Plain,
        /// The mark stands before decimals.
        decimal: Plain,
    },
    /// `1.25.000`: no convention writes this. The digits without their marks.
    Broken(String),
}

/// A number without marks of thousands and with a point before its decimals.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub(crate) struct Plain {
    /// Digits, perhaps a point and digits.
    pub digits: String,
    /// The mark between thousands; a blank is one.
    pub group: Option<char>,
    /// The mark before decimals.
    pub decimal: Option<char>,
    /// Whether one mark between thousands carries the reading (`1.250`): before a word of magnitude that is no longer certain.
    pub is_single_group: bool,
}

impl Digits {
    /// Reads a number's marks by the locale's convention.
    pub fn read(number: &str, words: &Words) -> Self {
        let marks: Vec<char> = number.chars().filter(|c| !c.is_ascii_digit()).collect();
        let parts: Vec<&str> = number.split(|c: char| !c.is_ascii_digit()).collect();
        let (Some(&last), Some((tail, heads))) = (marks.last(), parts.split_last()) else {
            return Self::Certain(Plain { digits: number.to_owned(), ..Plain::default() });
        };
        let first = marks.first().copied().unwrap_or(last);
        if marks.iter().all(|&mark| mark == first) {
            return match (heads, marks.len()) {
                ([head], 1) if first != ' ' => one_mark(head, tail, first, words),
                _ if is_grouped(&parts) => Self::Certain(grouped(&parts, first)),
                _ => Self::Broken(parts.concat()),
            };
        }
        let is_last_alone = marks.iter().filter(|&&mark| mark == last).count() == 1
            && marks.iter().rev().skip(1).all(|&mark| mark == first);
        // `3 250.500`: the dot before three digits is a mark of thousands in Vietnam, but the blank is one already.
        let is_doubtful = first == ' ' && last == words.group && tail.len() == 3;
        if !is_last_alone || !is_grouped(heads) || is_doubtful {
            return Self::Broken(parts.concat());
        }
        Self::Certain(Plain { group: Some(first), ..decimal(&heads.concat(), tail, last) })
    }
}

/// A number with one dot or one comma.
fn one_mark(head: &str, tail: &str, mark: char, words: &Words) -> Digits {
    let is_decimal_by_shape = tail.len() != 3 || head.bytes().all(|b| b == b'0');
    let as_decimal = decimal(head, tail, mark);
    if is_decimal_by_shape {
        return Digits::Certain(as_decimal);
    }
    let may_be_grouped = is_grouped(&[head, tail]);
    let as_grouped = Plain { is_single_group: true, ..grouped(&[head, tail], mark) };
    match (mark == words.group, may_be_grouped) {
        (true, true) => Digits::Certain(as_grouped),
        (true, false) => Digits::Broken([head, tail].concat()),
        (false, false) => Digits::Certain(as_decimal),
        // In English a point before three digits is still a decimal point.
        (false, true) if mark == '.' => Digits::Certain(as_decimal),
        (false, true) => Digits::Either { grouped: as_grouped, decimal: as_decimal },
    }
}

/// Whether the parts are one to three digits, not beginning with a zero, and then threes.
fn is_grouped(parts: &[&str]) -> bool {
    parts.split_first().is_some_and(|(head, tails)| {
        matches!(head.len(), 1..=3) && !head.starts_with('0') && tails.iter().all(|tail| tail.len() == 3)
    })
}

/// Parts joined, the mark between them being of thousands.
fn grouped(parts: &[&str], mark: char) -> Plain {
    Plain { digits: parts.concat(), group: Some(mark), ..Plain::default() }
}

/// A whole part and its decimals.
fn decimal(head: &str, tail: &str, mark: char) -> Plain {
    Plain { digits: format!("{head}.{tail}"), decimal: Some(mark), ..Plain::default() }
}
