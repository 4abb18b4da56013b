//! The nearest right word for a wrong one: advice in a message, never accepted in its place.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// How alike two words must be, from 0 to 1: below half, a suggestion is noise.
const LIKENESS: f64 = 0.5;

/// `did you mean …?`, where a right word is near.
pub(super) fn advice<'a>(word: &str, right: impl IntoIterator<Item = &'a str>) -> Option<String> {
    nearest(word, right).map(|near| format!("did you mean `{near}`?"))
}

/// The right word nearest to a wrong one; the first of several equally near.
pub(crate) fn nearest<'a>(word: &str, right: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = folded(word);
    let mut best: Option<(f64, &str)> = None;
    for candidate in right {
        let likeness = strsim::normalized_damerau_levenshtein(&wanted, &folded(candidate));
        if likeness >= LIKENESS && best.is_none_or(|(known, _)| likeness > known) {
            best = Some((likeness, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// Right words as a list for a message: `a, b or c`.
pub(super) fn listed<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let words: Vec<&str> = words.into_iter().collect();
    match words.split_last() {
        None => "nothing".to_owned(),
        Some((last, [])) => (*last).to_owned(),
        Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
    }
}

/// The advice to leave marks of thousands out, where a number has nothing else that is wrong.
pub(super) fn ungrouped(text: &str) -> Option<String> {
    let is_mark = |letter: char| matches!(letter, '.' | ',' | ' ' | '\u{a0}' | '\u{202f}');
    let parts: Vec<&str> = text.split(is_mark).collect();
    let is_plain = |part: &&str| part.bytes().all(|byte| byte.is_ascii_digit());
    let (first, rest) = parts.split_first()?;
    let is_grouped =
        (1..=3).contains(&first.len()) && !rest.is_empty() && rest.iter().all(|part| part.len() == 3);
    (is_grouped && parts.iter().all(is_plain)).then(|| format!("did you mean `{}`?", parts.concat()))
}

/// Lower case without marks, `-` and `_` alike: what a person mistypes most.
pub(crate) fn folded(word: &str) -> String {
    let lower = word.to_lowercase().replace('đ', "d").replace('-', "_");
    lower.nfd().filter(|&letter| !is_combining_mark(letter)).collect()
}
