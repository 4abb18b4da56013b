//! Words of bound and approximation around a number: `trên 700`, `700+`, `không quá 50`, `khoảng 20`.

use crate::clean::words::Words;
use crate::model::Bound;

/// How many such words may stand one behind the other (`ước khoảng trên`).
const DEPTH: usize = 3;

/// Takes the words of bound off both ends of a text in lower case without marks.
///
/// `không dưới` and `không quá` are tested before anything takes `không` for nil.
pub(super) fn strip<'a>(text: &'a str, words: &Words) -> (Bound, &'a str) {
    let (mut bound, mut rest) = strip_behind(text.trim(), words);
    for _ in 0..DEPTH {
        let Some((found, behind)) = strip_before(rest, words) else { break };
        bound = combine(bound, found);
        rest = behind;
    }
    (bound, rest)
}

/// Two words about one number: equal ones agree, different ones leave an approximation.
fn combine(one: Bound, other: Bound) -> Bound {
    one.plus(other)
}

/// Takes one word or sign off the beginning.
fn strip_before<'a>(text: &'a str, words: &Words) -> Option<(Bound, &'a str)> {
    let lists =
        [(Bound::AtLeast, words.at_least), (Bound::AtMost, words.at_most), (Bound::About, words.about)];
    let mut found: Option<(usize, Bound, &'a str)> = None;
    for (bound, list) in lists {
        for word in list {
            let Some(rest) = text.strip_prefix(word) else { continue };
            let is_ended = !word.ends_with(char::is_alphabetic) || !rest.starts_with(char::is_alphabetic);
            if is_ended && found.is_none_or(|(length, ..)| word.len() > length) {
                found = Some((word.len(), bound, rest.trim_start()));
            }
        }
    }
    found.map(|(_, bound, rest)| (bound, rest)).filter(|(_, rest)| !rest.is_empty())
}

/// Takes a word or a plus sign off the end.
fn strip_behind<'a>(text: &'a str, words: &Words) -> (Bound, &'a str) {
    let strip = |list: &[&str]| list.iter().find_map(|word| text.strip_suffix(word)?.strip_suffix(' '));
    if let Some(rest) = strip(words.at_least_behind).or_else(|| text.strip_suffix('+')) {
        (Bound::AtLeast, rest.trim_end())
    } else if let Some(rest) = strip(words.at_most_behind) {
        (Bound::AtMost, rest.trim_end())
    } else {
        (Bound::Exact, text)
    }
}
