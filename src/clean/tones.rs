//! One spelling for the spellings of a Vietnamese syllable: where the tone stands, and i against y.
//!
//! `hòa` and `hoà` are one word, and so are `tỷ` and `tỉ`; `múa` and `hoàn` have one spelling only. The canonical form is for matching, never for
//! display: it writes the tone on the first vowel of an open `oa oe uy`, and `i` for a lone `y` behind a consonant.

use super::syllable::{Syllable, is_vowel};
use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// Lower case, normal form C, with tone placement and i/y made one.
///
/// ```
/// use tonghop::clean::text::canonical_tones;
/// assert_eq!(canonical_tones("HOÀ"), canonical_tones("hòa"));
/// assert_eq!(canonical_tones("Tỷ lệ quý"), canonical_tones("tỉ lệ qúy"));
/// assert_ne!(canonical_tones("quà"), canonical_tones("qua"));
/// ```
pub fn canonical_tones(text: &str) -> String {
    let lower: String = text.chars().flat_map(char::to_lowercase).collect();
    let lower = if is_nfc(&lower) { lower } else { lower.nfc().collect() };
    let mut out = String::with_capacity(lower.len());
    let mut rest = lower.as_str();
    while let Some(start) = rest.find(char::is_alphabetic) {
        let (between, tail) = rest.split_at(start);
        let end = tail.find(|c: char| !c.is_alphabetic()).unwrap_or(tail.len());
        let (word, after) = tail.split_at(end);
        out.push_str(between);
        // A mark that did not compose belongs to the last letter: with its tone moved, it would compose the next time.
        let is_open = |word: &&str| may_differ(word) && !after.starts_with(is_combining_mark);
        match Some(word).filter(is_open).and_then(canonical_word) {
            Some(canonical) => out.push_str(&canonical),
            None => out.push_str(word),
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Whether a lower-case word is one that [`canonical_word`] may write anew. Nearly none is, and taking a syllable apart costs fifty times as much.
///
/// Only three kinds are: with a `y`, ending in an open `oa oe`, or beginning with the `q` or `g` on whose vowel a tone may have slipped.
fn may_differ(word: &str) -> bool {
    let is_y = |letter: char| matches!(letter, 'y' | 'ý' | 'ỳ' | 'ỷ' | 'ỹ' | 'ỵ');
    let is_open_end = |letter: char| {
        matches!(letter, 'a' | 'á' | 'à' | 'ả' | 'ã' | 'ạ' | 'e' | 'é' | 'è' | 'ẻ' | 'ẽ' | 'ẹ')
    };
    word.starts_with(['q', 'g']) || word.ends_with(is_open_end) || word.contains(is_y)
}

/// The canonical form of a lower-case word where it differs by rule; `None` where the word stays.
fn canonical_word(word: &str) -> Option<String> {
    if word.chars().count() > 7 {
        return None;
    }
    let mut syllable = Syllable::split(word).filter(|syllable| syllable.letters.iter().all(is_latin))?;
    let start = onset_length(&syllable.letters);
    let rime: Vec<char> = syllable.letters.get(start..)?.to_vec();
    let place = match rime.as_slice() {
        ['o', 'a' | 'e'] | ['u', 'y'] => start,
        ['y'] if start > 0 => {
            *syllable.letters.last_mut()? = 'i';
            start
        }
        [_, ..] if start >= 2 && syllable.tone.is_some_and(|(_, at)| at == start - 1) => {
            start + stressed(&rime)
        }
        _ => return None,
    };
    syllable.tone = syllable.tone.map(|(mark, _)| (mark, place));
    Some(syllable.join())
}

/// How many letters stand before the rime; the u of `qu` and the i of `gi` before another vowel belong to the onset.
fn onset_length(letters: &[char]) -> usize {
    match letters {
        ['q', 'u', _, ..] | ['g', 'i', 'a' | 'ă' | 'â' | 'e' | 'ê' | 'o' | 'ô' | 'ơ' | 'u' | 'ư', ..] => {
            2
        }
        _ => letters.iter().take_while(|letter| !is_vowel(**letter)).count(),
    }
}

/// Which letter of a rime carries the tone that a slip put on the onset (`qúyết`): the one with a mark of its own, else the first.
fn stressed(rime: &[char]) -> usize {
    rime.iter().rposition(|letter| matches!(letter, 'ă' | 'â' | 'ê' | 'ô' | 'ơ' | 'ư')).unwrap_or(0)
}

/// Whether it is a letter that Vietnamese has: words in other scripts stay.
fn is_latin(letter: &char) -> bool {
    letter.is_ascii_lowercase() || *letter == 'đ' || is_vowel(*letter)
}

#[cfg(test)]
mod tests {
    use super::{canonical_tones, canonical_word, may_differ};
    use proptest::prelude::*;
    use unicode_normalization::UnicodeNormalization;

    #[track_caller]
    fn same(one: &str, other: &str) {
        assert_eq!(canonical_tones(one), canonical_tones(other), "{one} {other}");
    }

    #[test]
    fn open_syllables_have_two_spellings() {
        for (one, other) in
            [("hòa", "hoà"), ("khỏe", "khoẻ"), ("thúy", "thuý"), ("Ủy", "uỷ"), ("LUỸ KẾ", "lũy kế")]
        {
            same(one, other);
        }
    }

    #[test]
    fn i_and_y_are_one_behind_a_consonant() {
        for (one, other) in [
            ("tỷ", "tỉ"),
            ("kỹ", "kĩ"),
            ("quý", "quí"),
            ("qúy", "quý"),
            ("công ty", "công ti"),
            ("gía", "giá"),
        ] {
            same(one, other);
        }
    }

    #[test]
    fn a_word_with_a_mark_too_many_stays() {
        for word in ["oà\u{300}n", "bụý\u{323}", "hoà\u{300}", "hòá\u{301}"] {
            let once = canonical_tones(word);
            assert_eq!(canonical_tones(&once), once, "{word}");
        }
    }

    #[test]
    fn other_syllables_stay() {
        for word in [
            "hoàn",
            "múa",
            "quà",
            "quỹ đạo".split(' ').next_back().unwrap_or(""),
            "ý",
            "y",
            "thúi",
            "khoảng",
            "quyết",
            "của",
        ] {
            assert_eq!(canonical_tones(word), word);
        }
        assert_ne!(canonical_tones("túi"), canonical_tones("túy"));
    }

    proptest! {
        #[test]
        fn only_words_that_may_differ_do(word in "\\PC*|[a-zăâêôơưđáàảãạíìỉĩịóòỏõọúùủũụýỳỷỹỵéèẻẽẹ]{1,7}") {
            let lower: String = word.chars().flat_map(char::to_lowercase).nfc().collect();
            if !may_differ(&lower) && lower.chars().all(char::is_alphabetic) {
                prop_assert_eq!(canonical_word(&lower).unwrap_or_else(|| lower.clone()), lower);
            }
        }

        #[test]
        fn is_idempotent(text in "\\PC*") {
            let once = canonical_tones(&text);
            prop_assert_eq!(canonical_tones(&once), once);
        }
    }
}
