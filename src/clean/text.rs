//! Text as it is stored and as it is matched.
//!
//! Enters: text as a cell holds it, already decoded from a legacy font. Leaves: [`tidy`] text for storage, and the [`fold`]ed key under which
//! labels are compared once their exact and tone-canonical forms did not meet. Two different words may have one folded key (*Dương*, *Đường*): the
//! key proposes, the caller decides.

use crate::model::Transform;
use crate::model::fact::Transforms;
use std::borrow::Cow;
use std::sync::LazyLock;
use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{UnicodeNormalization, is_nfc};

pub use super::collate::compare;
pub use super::numbering::strip_numbering;
pub use super::tones::canonical_tones;

/// Text for storage: normal form C, invisible characters removed, runs of blanks folded to one space, ends trimmed.
///
/// The set says what had to be repaired. Soft hyphens are removed too: text in a legacy font must be decoded before, as TCVN3 writes ư so.
///
/// ```
/// assert_eq!(tonghop::clean::text::tidy("  Số\u{a0} đoàn viên ").0, "Số đoàn viên");
/// ```
pub fn tidy(text: &str) -> (Cow<'_, str>, Transforms) {
    let mut transforms = Transforms::default();
    let mut tidied = Cow::Borrowed(text);
    if !has_tidy_blanks(text) {
        transforms.add(Transform::Whitespace);
        tidied = Cow::Owned(fold_blanks(text));
    }
    if !tidied.is_ascii() && !is_nfc(&tidied) {
        transforms.add(Transform::Nfc);
        tidied = Cow::Owned(tidied.nfc().collect());
    }
    (tidied, transforms)
}

/// Whether every blank is a single space between two visible characters, and nothing is invisible.
fn has_tidy_blanks(text: &str) -> bool {
    let mut is_after_blank = true;
    for character in text.chars() {
        if character != ' ' && (character.is_whitespace() || is_invisible(character)) {
            return false;
        }
        let is_blank = character == ' ';
        if is_blank && is_after_blank {
            return false;
        }
        is_after_blank = is_blank;
    }
    !is_after_blank || text.is_empty()
}

/// Folds runs of blanks to one space, drops invisible characters, trims.
fn fold_blanks(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        if character.is_whitespace() {
            if !out.is_empty() && !out.ends_with(' ') {
                out.push(' ');
            }
        } else if !is_invisible(character) {
            out.push(character);
        }
    }
    if out.ends_with(' ') {
        out.pop();
    }
    out
}

/// Zero-width characters, marks of direction, the BOM, soft hyphens, control characters.
fn is_invisible(character: char) -> bool {
    matches!(character,
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
        && !character.is_whitespace()
}

/// Lower case without marks, `đ` as `d`; blanks and punctuation stay.
///
/// `đ` (U+0111) has no decomposition and its look-alike `ð` (U+00F0) is another letter: both are replaced by hand.
pub fn unmark(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut plain = String::with_capacity(text.len());
    text.chars().for_each(|character| for_each_plain(character, |letter| plain.push(letter)));
    plain
}

/// Below this code point stand all letters of Latin scripts, Vietnamese included, and nearly all punctuation.
const REMEMBERED: usize = 0x2100;

/// What each character below [`REMEMBERED`] becomes, where that is one character; NUL where it becomes nothing or several.
static PLAIN: LazyLock<Box<[char]>> = LazyLock::new(|| {
    let one = |code: u32| {
        let mut letters = char::from_u32(code).into_iter().flat_map(decomposed);
        letters.next().filter(|_| letters.next().is_none()).unwrap_or('\0')
    };
    (0..REMEMBERED as u32).map(one).collect()
});

/// Hands on what a character becomes in lower case without marks. Marks are dropped, so that no character depends on its neighbours.
fn for_each_plain(character: char, mut take: impl FnMut(char)) {
    match PLAIN.get(character as usize) {
        Some(&letter) if letter != '\0' => take(letter),
        _ => decomposed(character).for_each(take),
    }
}

/// The letters of a character in lower case, decomposed, without marks.
fn decomposed(character: char) -> impl Iterator<Item = char> {
    std::iter::once(character)
        .nfd()
        .filter(|&character| !is_combining_mark(character))
        .flat_map(char::to_lowercase)
        .nfd()
        .filter(|&character| !is_combining_mark(character))
        .map(|character| if matches!(character, 'đ' | 'ð') { 'd' } else { character })
}

/// The match key: [`unmark`]ed, blanks folded, punctuation unified.
///
/// Quotation marks are dropped, every dash is `-`, an ellipsis is three dots, blanks beside `- / ( ) , ; : + &` go, and so do marks
/// `: ; . ,` at the end. Folding twice changes nothing.
///
/// ```
/// assert_eq!(tonghop::clean::text::fold(" Chương trình “Vì ĐÀN EM thân yêu”: "), "chuong trinh vi dan em than yeu");
/// ```
pub fn fold(text: &str) -> String {
    let mut folding = Folding { key: String::with_capacity(text.len()), last: None };
    text.chars().for_each(|character| for_each_plain(character, |letter| folding.push(letter)));
    let mut key = folding.key;
    let end = key.trim_end_matches([':', ';', '.', ',', ' ']).len();
    key.truncate(end);
    key
}

/// A match key in the making.
struct Folding {
    key: String,
    /// Its last character.
    last: Option<char>,
}

impl Folding {
    /// Appends a character under the rules of [`fold`].
    fn push(&mut self, character: char) {
        match character {
            'a'..='z' | '0'..='9' => self.append(character),
            blank if blank.is_whitespace() => {
                if self.last.is_some_and(|last| last != ' ' && !is_tight(last)) {
                    self.append(' ');
                }
            }
            '…' => {
                self.key.push_str("..");
                self.append('.');
            }
            other if is_quote(other) || is_invisible(other) => {}
            other => {
                let other = if is_dash(other) { '-' } else { other };
                if is_tight(other) && self.last == Some(' ') {
                    self.key.pop();
                }
                self.append(other);
            }
        }
    }

    fn append(&mut self, character: char) {
        self.key.push(character);
        self.last = Some(character);
    }
}

/// Punctuation that keeps no blanks beside it in a match key.
fn is_tight(character: char) -> bool {
    matches!(character, '-' | '/' | '(' | ')' | ',' | ';' | ':' | '+' | '&')
}

/// Whether it is one of the characters used as quotation marks.
fn is_quote(character: char) -> bool {
    matches!(
        character,
        '"' | '\''
            | '`'
            | '´'
            | '‘'
            | '’'
            | '‚'
            | '‛'
            | '“'
            | '”'
            | '„'
            | '‟'
            | '«'
            | '»'
            | '‹'
            | '›'
            | '′'
            | '″'
    )
}

/// The value in a breakdown of a text that no category is declared for: lower case without marks, blanks and separators as `-`. It is the same
/// whatever the layout, and can stand in `key=value;key=value`.
///
/// ```
/// use tonghop::clean::text::slug;
/// assert_eq!(slug("Cây ăn quả; cây = gỗ"), "cay-an-qua-cay-go");
/// ```
pub fn slug(tidy: &str) -> String {
    let mut slug = String::new();
    for character in fold(tidy).chars() {
        let is_kept = character.is_alphanumeric() || matches!(character, '+' | '<' | '>' | '.' | '%');
        if is_kept {
            slug.push(character);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

/// Whether it is a hyphen, a dash or the minus sign.
pub fn is_dash(character: char) -> bool {
    matches!(character, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}')
}

#[cfg(test)]
mod tests;
