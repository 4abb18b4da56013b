//! The words of a locale: what [`super::vi`] and [`super::en`] hold, and the questions asked of labels.
//!
//! Enters: a label as a cell shows it. Leaves: what its row is, if not data. `Tổng số` is a total only as the whole label: `Tổng số đoàn viên` is
//! an indicator.

use super::numbering::strip_numbering;
use super::text::{fold, unmark};
use super::tones::canonical_tones;
use super::{en, vi};
use crate::pipeline::Locale;
use std::borrow::Cow;

/// The words of a locale. Unless said otherwise they are in lower case and without marks.
#[derive(Debug)]
pub struct Words {
    /// The mark between thousands.
    pub group: char,
    /// The mark before decimals.
    pub decimal: char,
    /// Words of magnitude and of currency: the power, and whether money is meant.
    pub units: &'static [(&'static str, i64, bool)],
    /// Words of magnitude that may stand before any unit (`nghìn cây`).
    pub magnitudes: &'static [&'static str],
    /// Units of money in their usual spelling, with their marks.
    pub usual_units: &'static [(&'static str, i64)],
    /// What the pipeline's unit is called in a finding: 10^3, 10^6, 10^9, with their marks.
    pub magnitude_names: [&'static str; 3],
    /// `rưỡi`: and a half.
    pub halves: &'static [&'static str],
    /// Words and signs before a value that is at least so large; longer ones first.
    pub at_least: &'static [&'static str],
    /// Words behind such a value.
    pub at_least_behind: &'static [&'static str],
    /// Words and signs before a value that is at most so large; longer ones first.
    pub at_most: &'static [&'static str],
    /// Words behind such a value.
    pub at_most_behind: &'static [&'static str],
    /// Words and signs before an approximate value; longer ones first.
    pub about: &'static [&'static str],
    /// Nothing, as a whole text.
    pub nil: &'static [&'static str],
    /// Words that name no definite value, as a whole text or before one.
    pub vague: &'static [&'static str],
    /// Words between the ends of a range.
    pub range: &'static [&'static str],
    /// Total rows in tone-canonical spelling with their marks.
    pub totals: &'static [&'static str],
    /// Total rows typed without any mark: those of them that mean nothing else then.
    pub totals_plain: &'static [&'static str],
    /// What opens the parts of the row above.
    pub of_which: &'static [&'static str],
    /// What makes a row or column cumulative, wherever it stands in the label.
    pub cumulative: &'static [&'static str],
    /// What ends the table as the whole label.
    pub ends_whole: &'static [&'static str],
    /// What ends the table as the first words of the label.
    pub ends_first: &'static [&'static str],
    /// What announces a unit, as folded keys.
    pub unit_markers: &'static [&'static str],
    /// What announces a unit only where money follows.
    pub weak_unit_markers: &'static [&'static str],
}

impl Words {
    /// The words of a locale.
    pub const fn of(locale: Locale) -> &'static Self {
        match locale {
            Locale::Vi => &vi::WORDS,
            Locale::En { .. } => &en::WORDS,
        }
    }
}

/// Whether a label marks a total row: as a whole, apart from numbering and a formula such as `(I+II)`.
///
/// ```
/// use tonghop::clean::words::is_total_row;
/// use tonghop::pipeline::Locale;
/// assert!(is_total_row("TỔNG CỘNG (I+II):", Locale::Vi));
/// assert!(!is_total_row("Tổng số đoàn viên", Locale::Vi));
/// ```
pub fn is_total_row(label: &str, locale: Locale) -> bool {
    let words = Words::of(locale);
    let label = without_formula(strip_numbering(label));
    if label.len() > 40 {
        return false;
    }
    let (tidied, _) = super::text::tidy(label.trim_end_matches([':', '.', ' ']));
    let canonical = canonical_tones(&tidied);
    let is_plain = canonical.is_ascii() && words.totals_plain.contains(&fold(&canonical).as_str());
    is_plain || words.totals.iter().any(|total| canonical_tones(total) == canonical)
}

/// The label without `(1+2)`, `(I+II)` or `= 1 + 2` at its end.
fn without_formula(label: &str) -> &str {
    let is_formula = |text: &str| {
        text.chars().any(|c| c.is_ascii_digit() || matches!(c, 'I' | 'V' | 'X' | 'A' | 'B'))
            && text.chars().all(|c| {
                c.is_ascii_digit()
                    || matches!(
                        c,
                        'I' | 'V' | 'X' | 'A'..='D' | '+' | '=' | '.' | ',' | ' ' | '-' | '(' | ')'
                    )
            })
    };
    let label = label.trim_end_matches([':', ' ']);
    match label.find(['(', '=']) {
        Some(at) if at > 0 => match label.split_at_checked(at) {
            Some((head, tail)) if is_formula(tail) => head.trim_end(),
            _ => label,
        },
        _ => label,
    }
}

/// Whether a label opens parts of the row above: `Trong đó`, alone or before the part's own label.
pub fn is_of_which(label: &str, locale: Locale) -> bool {
    after_of_which(label, locale).is_some()
}

/// What stands behind `Trong đó`: the part's own label, or nothing; `None` where the label does not begin so.
///
/// ```
/// use tonghop::clean::words::after_of_which;
/// use tonghop::pipeline::Locale;
/// assert_eq!(after_of_which("- Trong đó: Nữ", Locale::Vi), Some("Nữ"));
/// assert_eq!(after_of_which("Trong đó", Locale::Vi), Some(""));
/// ```
pub fn after_of_which(label: &str, locale: Locale) -> Option<&str> {
    let label = strip_numbering(label);
    Words::of(locale).of_which.iter().find_map(|opening| {
        let behind = strip_words(label, opening)?;
        Some(strip_numbering(behind.trim_start_matches([':', ',', ' '])))
    })
}

/// Whether a label or header is of a cumulative value: `Lũy kế từ đầu năm`.
pub fn is_cumulative(label: &str, locale: Locale) -> bool {
    let key = fold(label);
    Words::of(locale).cumulative.iter().any(|word| contains_words(&key, word))
}

/// Whether a text in the label column ends the table: signatures, recipients, notes.
pub fn is_end_of_table(label: &str, locale: Locale) -> bool {
    is_key_of_end(&fold(label), locale)
}

/// The same, by the match key of the text.
pub fn is_key_of_end(key: &str, locale: Locale) -> bool {
    let words = Words::of(locale);
    let whole = key.split('(').next().unwrap_or("").trim_end();
    words.ends_whole.contains(&whole) || words.ends_first.iter().any(|first| begins_with_words(key, first))
}

/// Whether a key begins with words, ending at the end of a word.
fn begins_with_words(key: &str, words: &str) -> bool {
    let is_ended = !words.ends_with(char::is_alphanumeric);
    key.strip_prefix(words).is_some_and(|rest| is_ended || !rest.starts_with(char::is_alphanumeric))
}

/// Whether a key contains words as whole words.
pub(super) fn contains_words(key: &str, words: &str) -> bool {
    key.match_indices(words).any(|(at, found)| {
        let before = key.get(..at).and_then(|text| text.chars().next_back());
        let after = key.get(at + found.len()..).and_then(|text| text.chars().next());
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}

/// The text behind words at its beginning, compared without marks; `None` where it does not begin with them as whole words.
pub(super) fn strip_words<'a>(text: &'a str, words: &str) -> Option<&'a str> {
    let length = words.chars().count();
    let (end, last) = text.char_indices().filter(|(_, c)| !is_mark(*c)).nth(length.checked_sub(1)?)?;
    let marks: usize =
        text.get(end + last.len_utf8()..)?.chars().take_while(|c| is_mark(*c)).map(char::len_utf8).sum();
    let (head, rest) = text.split_at_checked(end + last.len_utf8() + marks)?;
    let head =
        if head.contains('\u{a0}') { Cow::Owned(head.replace('\u{a0}', " ")) } else { Cow::Borrowed(head) };
    (unmark(&head) == words && !rest.starts_with(char::is_alphanumeric)).then_some(rest)
}

/// Whether it is a combining mark of decomposed text.
fn is_mark(character: char) -> bool {
    unicode_normalization::char::is_combining_mark(character)
}

#[cfg(test)]
mod tests {
    use super::*;

    const VI: Locale = Locale::Vi;
    const EN: Locale = Locale::En { is_month_first: false };

    #[test]
    fn totals_are_whole_labels() {
        for label in [
            "Tổng cộng",
            "TỔNG SỐ",
            "Cộng",
            "Cộng:",
            "I. Tổng cộng",
            "Tổng cộng (1+2+3)",
            "Tổng số (I+II):",
            "Tong cong",
            "Tổng",
            "Cộng (A+B)",
        ] {
            assert!(is_total_row(label, VI), "{label}");
        }
        for label in [
            "Tổng số đoàn viên",
            "Công",
            "Cống",
            "Cong",
            "Cộng tác viên",
            "Tổng cộng đoàn viên",
            "",
            "Tổng số (người)",
            "1",
        ] {
            assert!(!is_total_row(label, VI), "{label}");
        }
        for label in ["Total", "Grand total", "SUBTOTAL", "Sub-total:", "Total (1+2)"] {
            assert!(is_total_row(label, EN), "{label}");
        }
        assert!(!is_total_row("Total members", EN));
    }

    #[test]
    fn decomposed_labels_are_the_same() {
        assert!(is_total_row("Tổng cộng", VI));
        assert_eq!(after_of_which("Trong đo\u{301}: Nam", VI), Some("Nam"));
    }

    #[test]
    fn of_which_opens_parts() {
        for (label, rest) in [
            ("Trong đó", ""),
            ("Trong đó:", ""),
            ("- Trong đó: Nam", "Nam"),
            ("Trong đó nữ", "nữ"),
            ("TRONG ĐÓ", ""),
        ] {
            assert_eq!(after_of_which(label, VI), Some(rest), "{label}");
        }
        assert!(!is_of_which("Trong đóng góp", VI) && !is_of_which("Nam", VI) && !is_of_which("", VI));
        assert_eq!(after_of_which("of which: female", EN), Some("female"));
    }

    #[test]
    fn cumulative_values_say_so() {
        for label in ["Lũy kế", "Luỹ kế từ đầu năm", "Số liệu (lũy kế)", "LŨY KẾ"] {
            assert!(is_cumulative(label, VI), "{label}");
        }
        assert!(!is_cumulative("Kế hoạch", VI));
        assert!(is_cumulative("Year to date", EN) && is_cumulative("Cumulative value", EN));
    }

    #[test]
    fn signatures_and_notes_end_the_table() {
        for label in [
            "Người lập biểu",
            "NGƯỜI LẬP BIỂU",
            "T/M BAN CHẤP HÀNH",
            "TM. BAN THƯỜNG VỤ",
            "KT.GIÁM ĐỐC",
            "Thủ trưởng",
            "Thủ trưởng đơn vị (ký)",
            "Nơi nhận:",
            "Ghi chú: số liệu đến 30/11",
        ] {
            assert!(is_end_of_table(label, VI), "{label}");
        }
        for label in [
            "Người lập nghiệp",
            "Ghi chúng",
            "Số đoàn viên",
            "Thủ trưởng đơn vị tham gia",
            "KT-XH",
            "Bí thư",
            "Tm2",
            "",
        ] {
            assert!(!is_end_of_table(label, VI), "{label}");
        }
        assert!(is_end_of_table("Prepared by: An", EN) && is_end_of_table("Notes", EN));
    }
}
