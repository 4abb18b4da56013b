//! Text from before Unicode: TCVN3 and VNI fonts show Vietnamese letters in the places of Latin-1.
//!
//! Enters: the text of a cell exactly as stored, and the name of its font. Leaves: Unicode text and the encoding that it was in, or nothing where
//! nothing is to be decoded. This runs before invisible characters are removed: TCVN3 stores ư as a soft hyphen.
//!
//! The font decides where it has a telling name. Without one (xls and ods do not give it, or someone changed it), text is decoded only on
//! unmistakable evidence: every word with a letter in question becomes a Vietnamese syllable, and as it stands it cannot be Vietnamese.

use super::syllable::is_syllable;
use super::{tcvn3, vni};
use std::borrow::Cow;

/// A legacy encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Encoding {
    /// TCVN3, also called ABC: fonts named `.Vn*`.
    Tcvn3,
    /// VNI: fonts named `VNI-*`.
    Vni,
}

impl Encoding {
    /// The name that people know it by.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Tcvn3 => "TCVN3",
            Self::Vni => "VNI",
        }
    }

    /// The encoding that a font's name tells: `.VnTime`, `VNI-Times`.
    pub fn of_font(font: &str) -> Option<Self> {
        let begins =
            |prefix: &str| font.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
        if begins(".vn") {
            Some(Self::Tcvn3)
        } else if begins("vni-") || begins("vni ") {
            Some(Self::Vni)
        } else {
            None
        }
    }
}

/// Decodes the text of a cell in a font; `None` where nothing is to be decoded.
///
/// ```
/// use tonghop::clean::legacy::{Encoding, decode};
/// assert_eq!(decode("§oµn", ".VnTime"), Some(("Đoàn".into(), Encoding::Tcvn3)));
/// assert_eq!(decode("§oµn", ".VnTimeH"), Some(("ĐOÀN".into(), Encoding::Tcvn3)));
/// assert_eq!(decode("Ñôn vò", ""), Some(("Đơn vị".into(), Encoding::Vni)));
/// assert_eq!(decode("Thanh toán", "Arial"), None);
/// ```
pub fn decode(text: &str, font: &str) -> Option<(String, Encoding)> {
    if text.is_ascii() {
        return None;
    }
    match Encoding::of_font(font) {
        Some(encoding) => decode_by_font(text, font, encoding).map(|decoded| (decoded, encoding)),
        None => decode_by_evidence(text),
    }
}

/// Writes text in an encoding, for tests and sample workbooks; `None` for letters that the encoding does not have.
///
/// TCVN3 stores sixty capitals as small letters: they need a font of capitals.
pub fn encode(text: &str, encoding: Encoding) -> Option<String> {
    match encoding {
        Encoding::Tcvn3 => tcvn3::encode(text),
        Encoding::Vni => vni::encode(text),
    }
}

/// Decodes as the font says, unless the text is Unicode all the same.
fn decode_by_font(text: &str, font: &str, encoding: Encoding) -> Option<String> {
    let (decoded, count) = match encoding {
        Encoding::Tcvn3 => tcvn3::decode(text)?,
        Encoding::Vni => vni::decode(text).map(|(decoded, count)| (decoded, count.pairs + count.singles))?,
    };
    if count == 0 || is_unicode_after_all(text, &decoded) {
        return None;
    }
    let is_capitals = encoding == Encoding::Tcvn3 && font.trim_end().ends_with(['H', 'h']);
    Some(if is_capitals { decoded.to_uppercase() } else { decoded })
}

/// Whether the text as it stands is Vietnamese and decoding would break it: Unicode pasted into a cell in a legacy font.
fn is_unicode_after_all(text: &str, decoded: &str) -> bool {
    // One letter alone proves nothing against the font.
    let letters = text.chars().filter(|c| !c.is_ascii()).count();
    letters >= 2 && legacy_words(text).all(is_syllable) && !words_of(decoded).all(is_syllable)
}

/// The words of decoded text that hold letters beyond ASCII.
fn words_of(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_ascii())
}

/// The words of stored text that hold characters beyond ASCII; signs such as `«` and `­` are letters here.
fn legacy_words(text: &str) -> impl Iterator<Item = &str> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '\u{a1}'..='\u{ff}' | 'μ');
    text.split(move |c: char| !is_part(c)).filter(|word| !word.is_ascii())
}

/// Decodes text whose font tells nothing, where exactly one encoding explains it.
fn decode_by_evidence(text: &str) -> Option<(String, Encoding)> {
    if text.chars().any(|c| c > '\u{ff}' && c.is_alphabetic() && c != 'μ') {
        return None;
    }
    match (is_evidently_tcvn3(text), is_evidently_vni(text)) {
        (true, false) => Some((decode_words(text), Encoding::Tcvn3)),
        (false, true) => vni::decode(text).map(|(decoded, _)| (decoded, Encoding::Vni)),
        _ => None,
    }
}

/// Decodes TCVN3 without a font: a word whose plain letters are capitals was in a font of capitals.
fn decode_words(text: &str) -> String {
    let mut decoded = String::with_capacity(text.len() * 2);
    for word in text.split_inclusive(' ') {
        let plain = || word.chars().filter(char::is_ascii_alphabetic);
        let is_capitals = plain().next().is_some() && plain().all(|c| c.is_ascii_uppercase());
        let letters = tcvn3::decode(word).map_or(Cow::Borrowed(word), |(letters, _)| Cow::Owned(letters));
        let starts_only = plain().count() == 1 && word.starts_with(|c: char| c.is_ascii_uppercase());
        decoded.push_str(&if is_capitals && !starts_only {
            letters.to_uppercase()
        } else {
            letters.into_owned()
        });
    }
    decoded
}

/// Whether the text is TCVN3 beyond doubt: at least two decoded letters, or one that no other language writes there.
fn is_evidently_tcvn3(text: &str) -> bool {
    let (mut letters, mut is_foreign, mut is_strong) = (0, false, false);
    for word in legacy_words(text) {
        let Some((decoded, count)) = tcvn3::decode(word) else { return false };
        if !is_syllable(&decoded) {
            return false;
        }
        letters += count;
        is_foreign |= !is_syllable(word);
        is_strong |= has_strong_sign(word);
    }
    is_foreign && (letters >= 2 || is_strong)
}

/// Whether a sign or a capital stands where only TCVN3 puts it: a sign between letters (`C«ng`), a capital behind a small letter (`triÖu`).
///
/// `×`, `·`, `µ` and the soft hyphen stand between letters in other texts too.
fn has_strong_sign(word: &str) -> bool {
    let characters: Vec<char> = word.chars().collect();
    let is_letter =
        |at: Option<usize>| at.and_then(|at| characters.get(at)).is_some_and(char::is_ascii_alphabetic);
    characters.iter().enumerate().any(|(at, &c)| {
        let (before, after) = (is_letter(at.checked_sub(1)), is_letter(at.checked_add(1)));
        let is_sign =
            !c.is_ascii() && (!c.is_alphabetic() || c == 'ª') && !matches!(c, '×' | '·' | 'µ' | '\u{ad}');
        let is_late_capital = !c.is_ascii() && c.is_uppercase();
        let is_behind_small =
            at.checked_sub(1).and_then(|at| characters.get(at)).is_some_and(char::is_ascii_lowercase);
        (is_sign && before && after)
            || (is_late_capital && is_behind_small)
            || (matches!(c, '÷' | '¨' | '¸' | '¶') && (before || after))
    })
}

/// Whether the text is VNI beyond doubt: every word decodes to a syllable, and one cannot be Vietnamese as it stands.
fn is_evidently_vni(text: &str) -> bool {
    let (mut changed, mut pairs, mut is_foreign) = (0, 0, false);
    for word in legacy_words(text) {
        let Some((decoded, count)) = vni::decode(word) else { return false };
        if count.strays > 0 || !is_syllable(&decoded) {
            return false;
        }
        changed += count.pairs + count.singles;
        pairs += count.pairs - count.diaereses;
        is_foreign |= !is_syllable(word);
    }
    is_foreign && (changed >= 2 || pairs >= 1)
}

#[cfg(test)]
mod tests;
