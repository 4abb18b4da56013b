//! The letters of VNI, the encoding behind fonts named `VNI-*`: a base letter, then a character for what stands above or below it.
//!
//! Source: VNI Software's table for Windows (VNI Win). The mark has the case of its letter, both cases are read. `ñ ô ö æ ó ò î` stand for
//! đ ơ ư ỉ ĩ ị ỵ by themselves.

use unicode_normalization::UnicodeNormalization;

/// Letters that one stored character stands for.
const SINGLES: [(char, char); 9] = [
    ('ñ', 'đ'),
    ('ô', 'ơ'),
    ('ö', 'ư'),
    ('æ', 'ỉ'),
    ('ó', 'ĩ'),
    ('ò', 'ị'),
    ('î', 'ỵ'),
    ('í', 'í'),
    ('ì', 'ì'),
];

/// The five tones behind any vowel, and behind a, e, o with a circumflex and a with a breve: stored mark, combining marks.
const TONES: [(char, &str); 5] =
    [('ù', "\u{301}"), ('ø', "\u{300}"), ('û', "\u{309}"), ('õ', "\u{303}"), ('ï', "\u{323}")];
/// Marks with a circumflex.
const CIRCUMFLEX: [(char, &str); 6] = [
    ('â', "\u{302}"),
    ('á', "\u{302}\u{301}"),
    ('à', "\u{302}\u{300}"),
    ('å', "\u{302}\u{309}"),
    ('ã', "\u{302}\u{303}"),
    ('ä', "\u{302}\u{323}"),
];
/// Marks with a breve.
const BREVE: [(char, &str); 6] = [
    ('ê', "\u{306}"),
    ('é', "\u{306}\u{301}"),
    ('è', "\u{306}\u{300}"),
    ('ú', "\u{306}\u{309}"),
    ('ü', "\u{306}\u{303}"),
    ('ë', "\u{306}\u{323}"),
];

/// What was found while decoding.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Base letters with a mark behind them.
    pub pairs: usize,
    /// Characters that stand for another letter by themselves.
    pub singles: usize,
    /// Latin-1 letters that the encoding does not have where they stand.
    pub strays: usize,
    /// Pairs whose mark is `ï`, which French and Dutch write behind a vowel as well.
    pub diaereses: usize,
}

/// The letter that a pair stands for, in the case of its base.
fn pair(base: char, mark: char) -> Option<char> {
    let mark = lower(mark);
    let small = lower(base);
    let tables: &[&[(char, &str)]] = match small {
        'a' => &[&TONES, &CIRCUMFLEX, &BREVE],
        'e' | 'o' => &[&TONES, &CIRCUMFLEX],
        'u' | 'y' | 'ô' | 'ö' => &[&TONES],
        _ => return None,
    };
    let marks = tables.iter().flat_map(|table| table.iter()).find(|(stored, _)| *stored == mark)?.1;
    let plain = single(base).unwrap_or(base);
    std::iter::once(plain).chain(marks.chars()).nfc().next()
}

/// The letter that a character stands for by itself, in its case.
fn single(stored: char) -> Option<char> {
    let letter = SINGLES.iter().find(|(known, _)| *known == lower(stored))?.1;
    Some(if stored.is_uppercase() { upper(letter) } else { letter })
}

/// Undoes the encoding; `None` for text with letters beyond Latin-1, which is Unicode already.
pub fn decode(text: &str) -> Option<(String, Count)> {
    let mut decoded = String::with_capacity(text.len());
    let mut count = Count::default();
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        if character > '\u{ff}' && character.is_alphabetic() {
            return None;
        }
        let with_mark = characters.peek().and_then(|&mark| Some((pair(character, mark)?, lower(mark))));
        if let Some((letter, mark)) = with_mark {
            characters.next();
            decoded.push(letter);
            count.pairs += 1;
            count.diaereses += usize::from(mark == 'ï');
        } else if let Some(letter) = single(character) {
            decoded.push(letter);
            count.singles += usize::from(letter != character);
        } else {
            decoded.push(character);
            count.strays += usize::from(!character.is_ascii() && character.is_alphabetic());
        }
    }
    Some((decoded, count))
}

/// Writes Unicode text in the encoding; `None` for letters that it does not have.
pub fn encode(text: &str) -> Option<String> {
    let mut encoded = String::with_capacity(text.len());
    for letter in text.nfc() {
        if letter.is_ascii() || !letter.is_alphabetic() {
            encoded.push(letter);
        } else if let Some((stored, _)) = SINGLES.iter().find(|(_, known)| *known == lower(letter)) {
            encoded.push(if letter.is_uppercase() { upper(*stored) } else { *stored });
        } else {
            encoded.extend(encode_pair(letter)?);
        }
    }
    Some(encoded)
}

/// The base and the mark that a letter is stored as.
fn encode_pair(letter: char) -> Option<[char; 2]> {
    let marks = TONES.iter().chain(&CIRCUMFLEX).chain(&BREVE).map(|(mark, _)| *mark);
    let bases = ['a', 'e', 'o', 'u', 'y', 'ô', 'ö'];
    let mut pairs = bases.into_iter().flat_map(|base| marks.clone().map(move |mark| [base, mark]));
    let [base, mark] = pairs.find(|&[base, mark]| pair(base, mark) == Some(lower(letter)))?;
    Some(if letter.is_uppercase() { [upper(base), upper(mark)] } else { [base, mark] })
}

/// The small letter of a letter.
fn lower(letter: char) -> char {
    letter.to_lowercase().next().unwrap_or(letter)
}

/// The capital of a letter.
fn upper(letter: char) -> char {
    letter.to_uppercase().next().unwrap_or(letter)
}
