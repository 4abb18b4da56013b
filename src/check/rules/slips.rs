//! Signs and numbers of other languages in a rule that cannot be read: what SQL writes in their place.
//!
//! Enters: the text of a rule that was refused; what SQL reads is never looked at. Leaves: the first slip with its place. What stands in quotes is left alone.

use std::ops::Range;

/// Signs that are no SQL, and what is meant. `==` is read as `=`, and stays.
const SIGNS: [(&str, &str); 13] = [
    ("=>", ">="),
    ("=<", "<="),
    ("><", "<>"),
    ("&&", "AND"),
    ("||", "OR"),
    ("≥", ">="),
    ("≤", "<="),
    ("≠", "<>"),
    ("×", "*"),
    ("−", "-"),
    ("–", "-"),
    ("“", "\""),
    ("”", "\""),
];

/// Something that SQL writes in another way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Slip {
    /// Its bytes in the text.
    pub at: Range<usize>,
    /// What was found.
    pub found: String,
    /// What was expected instead.
    pub expected: String,
}

/// The first slip of a text.
pub(super) fn first(text: &str) -> Option<Slip> {
    let bare = unquoted(text);
    let slips = [sign(&bare), number(&bare), choice(&bare)];
    slips.into_iter().flatten().min_by_key(|slip| slip.at.start)
}

/// The text with blanks for what stands in quotes, byte for byte as long.
fn unquoted(text: &str) -> String {
    let mut quote = None;
    let mut bare = String::with_capacity(text.len());
    for letter in text.chars() {
        let is_mark = matches!(letter, '"' | '\'') && quote.is_none_or(|open| open == letter);
        if is_mark {
            quote = if quote.is_none() { Some(letter) } else { None };
        }
        match is_mark || quote.is_some() {
            true => bare.extend(std::iter::repeat_n(' ', letter.len_utf8())),
            false => bare.push(letter),
        }
    }
    bare
}

fn sign(bare: &str) -> Option<Slip> {
    let slips = SIGNS.iter().filter_map(|(written, meant)| {
        let start = bare.find(written)?;
        let found = format!("`{written}` is no sign of SQL");
        Some(Slip { at: start..start + written.len(), found, expected: format!("`{meant}`") })
    });
    slips.min_by_key(|slip| slip.at.start)
}

/// A number with marks of thousands, or with a decimal comma.
fn number(bare: &str) -> Option<Slip> {
    let mut calls = Vec::new();
    let mut before = ' ';
    let mut end = 0;
    for (at, letter) in bare.char_indices() {
        match letter {
            '(' => calls.push(is_of_word(before)),
            ')' => _ = calls.pop(),
            _ => {}
        }
        if at >= end && letter.is_ascii_digit() && !is_of_word(before) && before != '.' {
            let written = written_at(bare, at);
            end = at + written.len();
            // Between the brackets of a function a comma parts its arguments.
            let is_argument = written.contains(',') && calls.last() == Some(&true);
            if let Some(meant) = meant(written).filter(|_| !is_argument) {
                let found = format!("`{written}` is no number of SQL");
                return Some(Slip { at: at..end, found, expected: meant });
            }
        }
        before = letter;
    }
    None
}

fn is_of_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

/// The digits and marks that begin at a byte.
fn written_at(bare: &str, at: usize) -> &str {
    let rest = bare.get(at..).unwrap_or_default();
    let end = rest.find(|letter: char| !letter.is_ascii_digit() && !matches!(letter, '.' | ','));
    rest.get(..end.unwrap_or(rest.len())).unwrap_or_default().trim_end_matches(['.', ','])
}

/// What a number with marks means; none where SQL reads it as it stands, or nobody can say.
fn meant(written: &str) -> Option<String> {
    let marks: Vec<char> = written.chars().filter(|letter| !letter.is_ascii_digit()).collect();
    let (last, others) = marks.split_last()?;
    let digits = |text: &str| text.replace(['.', ','], "");
    let (whole, decimals) = written.rsplit_once(*last)?;
    let is_thousands = |text: &str| text.split(['.', ',']).skip(1).all(|group| group.len() == 3);
    match others.first() {
        None if *last == '.' => None,
        None if decimals.len() == 3 => {
            Some(format!("`{whole}{decimals}`, or `{whole}.{decimals}` where decimals are meant"))
        }
        None => Some(format!("`{whole}.{decimals}`")),
        Some(_) if !is_thousands(whole) => None,
        Some(mark) if mark == last => is_thousands(written).then(|| format!("`{}`", digits(written))),
        Some(_) => Some(format!("`{}.{decimals}`", digits(whole))),
    }
}

/// `if … then`, which SQL has for values alone.
fn choice(bare: &str) -> Option<Slip> {
    let mut words = bare.split(|letter| !is_of_word(letter)).filter(|word| !word.is_empty());
    let has_case = words.clone().any(|word| word.eq_ignore_ascii_case("case"));
    let is_choice = |word: &&str| ["if", "then"].iter().any(|known| known.eq_ignore_ascii_case(word));
    let word = words.find(is_choice).filter(|_| !has_case)?;
    let start = bare.match_indices(word).map(|(at, _)| at).find(|&at| {
        let before = bare.get(..at).and_then(|text| text.chars().next_back());
        !before.is_some_and(is_of_word)
    })?;
    let found = format!("`{word}` is no word of a rule");
    let expected = "`a = 0 OR b > 0` for “if a is not zero, b is above zero”".to_owned();
    Some(Slip { at: start..start + word.len(), found, expected })
}
