//! Text that is safe to open in a spreadsheet and to read in a terminal.
//!
//! Enters: text as a branch wrote it. Leaves: the same text for a text column of a CSV file. Nothing can go wrong. Three rules:
//!
//! - A text that a spreadsheet would take for a formula gets a leading apostrophe. It does not when it is wholly a number
//!   (`-1.200`): that is harmless, and an apostrophe would only hide it from whoever reads the file by program.
//! - Line breaks of all kinds become LF; the CSV writer quotes them.
//! - Other control characters (tabs inside a text excepted) and marks that change the direction of writing are shown as
//!   `\u{202e}`: they can make a text look like another.
//!
//! The first is undone by removing the apostrophe: a leading apostrophe was added exactly where, behind any further ones, a
//! character follows that begins a formula.

use crate::model::character::is_treacherous;
use std::borrow::Cow;

/// The text as a text column holds it.
pub(super) fn neutralise(text: &str) -> Cow<'_, str> {
    match visible(text) {
        safe if !is_formula_like(text) => safe,
        safe => Cow::Owned(format!("'{safe}")),
    }
}

/// A text as it was before [`neutralise`] put an apostrophe in front: the documented way back.
pub(super) fn restore(safe: &str) -> &str {
    let bare = safe.trim_start_matches('\'');
    let begins_formula = bare.starts_with(['=', '+', '-', '@', '\t', '\n', '＝', '＋', '－', '＠']);
    safe.strip_prefix('\'').filter(|_| begins_formula).unwrap_or(safe)
}

/// Whether the text may begin with a character that [`neutralise`] takes care of.
pub(super) fn begins_harmful(text: &str) -> bool {
    matches!(text.as_bytes().first(), Some(b'=' | b'+' | b'-' | b'@' | b'\''))
}

/// Whether a text with this byte may hold a character that [`neutralise`] takes care of. Nearly no text does.
///
/// Treacherous characters beyond ASCII begin with the bytes C2, D8 or E2, full-width signs with EF; Vietnamese letters do not.
pub(super) const fn is_harmful(byte: u8) -> bool {
    byte < b' ' || matches!(byte, 0x7f | 0xc2 | 0xd8 | 0xe2 | 0xef)
}

/// The text with line breaks as LF and treacherous characters shown.
pub(super) fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(is_treacherous) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len() + 8);
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '\r' if characters.peek() == Some(&'\n') => {}
            '\r' => safe.push('\n'),
            c if is_treacherous(c) => safe.extend(c.escape_unicode()),
            c => safe.push(c),
        }
    }
    Cow::Owned(safe)
}

/// Whether a spreadsheet might calculate it.
///
/// The full-width forms begin a formula in East Asian versions of Excel. A text that has an apostrophe before such a character
/// already gets one more, so that removing one always gives the text back.
fn is_formula_like(text: &str) -> bool {
    let bare = text.trim_start_matches('\'');
    let is_risky = bare
        .starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}']);
    is_risky && !(bare.len() == text.len() && is_number(text))
}

/// Whether the text is wholly a number: a sign, then digits with marks between them.
fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.ends_with(|c: char| c.is_ascii_digit())
        && digits.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b',')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn text_columns_are_safe_and_numbers_stay() {
        let table = [
            ("", ""),
            ("Sở Nội vụ", "Sở Nội vụ"),
            ("=HYPERLINK(\"http://x\")", "'=HYPERLINK(\"http://x\")"),
            ("+84 912", "'+84 912"),
            ("-1.200", "-1.200"),
            ("-1,5", "-1,5"),
            ("+3", "+3"),
            ("-", "'-"),
            ("--1", "'--1"),
            ("-1+cmd|' /C calc'!A0", "'-1+cmd|' /C calc'!A0"),
            ("-1.", "'-1."),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t=1"),
            ("\r=1", "'\n=1"),
            ("\n=1", "'\n=1"),
            ("＝1+1", "'＝1+1"),
            ("a=1", "a=1"),
            (" =1", " =1"),
            ("'quoted'", "'quoted'"),
            ("'=1", "''=1"),
            ("'-5", "''-5"),
            ("one\r\ntwo\rthree\nfour", "one\ntwo\nthree\nfour"),
            ("tab\tinside", "tab\tinside"),
            ("nul\0bell\u{7}", "nul\\u{0}bell\\u{7}"),
            ("abc\u{202e}gpj.exe", "abc\\u{202e}gpj.exe"),
            ("\u{2066}x\u{2069}", "\\u{2066}x\\u{2069}"),
            ("\u{85}next", "\\u{85}next"),
            ("Đoàn viên nữ", "Đoàn viên nữ"),
        ];
        for (given, expected) in table {
            assert_eq!(neutralise(given), expected, "{given:?}");
        }
    }

    proptest! {
        #[test]
        fn what_looks_plain_is_plain(text in "[a-zàạĐ \u{80}-\u{9f}\u{61c}\u{200e}-\u{202e}\u{2066}-\u{2069}＝=\r\n\t\0]{0,6}") {
            if !begins_harmful(&text) && !text.bytes().any(is_harmful) {
                prop_assert_eq!(visible(&text), text.as_str());
                prop_assert!(!is_formula_like(&text));
            }
        }

        #[test]
        fn removing_the_apostrophe_gives_the_text_back(text in "['=+@\\-＝0-9a.,\t\n]{0,8}") {
            let safe = neutralise(&text);
            prop_assert_eq!(restore(&safe), text.as_str());
        }
    }
}
