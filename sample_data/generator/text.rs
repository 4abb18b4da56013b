//! How a workbook's letters are stored: as they should be, decomposed, without marks, with invisible characters, in old fonts.

use crate::legacy;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A way of storing text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Script {
    /// Unicode, composed.
    Nfc,
    /// Unicode, decomposed, as macOS and some converters leave it.
    Nfd,
    /// Labels typed without diacritics.
    Bare,
    /// No-break spaces, zero-width spaces and doubled blanks, as pasted from a web page.
    Spaced,
    /// `.VnTime`.
    Tcvn3,
    /// `VNI-Times`.
    Vni,
}

impl Script {
    /// Running text with the font that it needs.
    pub fn store(self, text: &str) -> (String, Option<&'static str>) {
        match self {
            Self::Nfc | Self::Bare => (text.nfc().collect(), None),
            Self::Nfd => (text.nfd().collect(), None),
            Self::Spaced => (spaced(text), None),
            Self::Tcvn3 => (legacy::tcvn3(text), Some(".VnTime")),
            Self::Vni => (legacy::vni(text), Some("VNI-Times")),
        }
    }

    /// A heading in capitals: the old font for capitals shows them from small letters.
    pub fn store_heading(self, text: &str) -> (String, Option<&'static str>) {
        match self {
            Self::Tcvn3 => (legacy::tcvn3(&text.to_lowercase()), Some(".VnTimeH")),
            _ => self.store(text),
        }
    }

    /// A label of the form.
    pub fn store_label(self, text: &str) -> (String, Option<&'static str>) {
        if self == Self::Bare { (bare(text), None) } else { self.store(text) }
    }
}

/// Text without diacritics: `Số đoàn viên` is `So doan vien`.
pub fn bare(text: &str) -> String {
    let unmarked = text.nfd().filter(|&letter| !is_combining_mark(letter));
    unmarked
        .map(|letter| {
            if letter == 'đ' {
                'd'
            } else if letter == 'Đ' {
                'D'
            } else {
                letter
            }
        })
        .collect()
}

fn spaced(text: &str) -> String {
    let mut blanks = 0;
    let body: String = text
        .chars()
        .map(|letter| match letter {
            ' ' => {
                blanks += 1;
                if blanks % 2 == 1 { "\u{a0}" } else { "  " }.to_string()
            }
            other => other.to_string(),
        })
        .collect();
    format!("\u{200b}{body} ")
}
