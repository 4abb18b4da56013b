//! The numbering before a label: `1.`, `1.1`, `I.`, `a)`, `-`, `+`, `•`.
//!
//! Only numbering with its delimiter goes: in `6 tháng` and `3 đồng hành` the number is part of the label.

/// How many numberings may stand one before the other (`- a) Nam`).
const DEPTH: usize = 3;

/// The label behind its numbering; the whole text where there is none, or nothing but numbering.
///
/// ```
/// use tonghop::clean::text::strip_numbering;
/// assert_eq!(strip_numbering("1.1 Số đoàn viên"), "Số đoàn viên");
/// assert_eq!(strip_numbering("6 tháng"), "6 tháng");
/// ```
pub fn strip_numbering(text: &str) -> &str {
    let mut label = text.trim();
    for _ in 0..DEPTH {
        match strip_once(label) {
            Some(rest) if rest.contains(char::is_alphanumeric) => label = rest,
            _ => break,
        }
    }
    label
}

/// The text behind one numbering.
fn strip_once(text: &str) -> Option<&str> {
    strip_bullet(text)
        .or_else(|| strip_bracketed(text))
        .or_else(|| strip_serial_word(text))
        .or_else(|| strip_levels(text))
        .or_else(|| strip_letters(text))
}

/// Behind `-`, `+`, `•` and the like, which delimit by themselves; a sign before a digit is a sign.
fn strip_bullet(text: &str) -> Option<&str> {
    let is_bullet = |c: char| {
        super::text::is_dash(c)
            || matches!(
                c,
                '+' | '*'
                    | '•'
                    | '·'
                    | '▪'
                    | '●'
                    | '○'
                    | '◦'
                    | '■'
                    | '□'
                    | '►'
                    | '➢'
                    | '➤'
                    | '✓'
                    | '✔'
                    | '‣'
                    | '→'
            )
    };
    let rest = text.strip_prefix(is_bullet)?.trim_start();
    (!rest.starts_with(|c: char| c.is_ascii_digit())).then_some(rest)
}

/// Behind `(1)`, `(a)`, `(II)`.
fn strip_bracketed(text: &str) -> Option<&str> {
    let (inner, rest) = text.strip_prefix('(')?.split_once(')')?;
    (is_levels(inner) || is_letter_or_roman(inner) || is_small_roman(inner)).then(|| rest.trim_start())
}

/// Behind the word `STT` (serial number).
fn strip_serial_word(text: &str) -> Option<&str> {
    let rest =
        text.strip_prefix("STT").or_else(|| text.strip_prefix("stt")).or_else(|| text.strip_prefix("Stt"))?;
    let behind = rest.trim_start_matches(['.', ':', ')', ' ']);
    if behind.len() == rest.len() {
        return None;
    }
    let after_number = behind.trim_start_matches(|c: char| c.is_ascii_digit());
    if after_number.len() < behind.len()
        && after_number.starts_with([' ', '.', ':', ')'])
        && rest.starts_with(' ')
    {
        return Some(after_number.trim_start_matches([' ', '.', ':', ')', '-']));
    }
    Some(behind)
}

/// Behind `1.`, `1)`, `1/`, `1 -`, `1.1`, `1.1.`: levels of at most two digits, so that `1.250` stays a number.
fn strip_levels(text: &str) -> Option<&str> {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (levels, rest) = text.split_at(end);
    let (inner, is_closed) = match levels.strip_suffix('.') {
        Some(inner) => (inner, true),
        None => (levels, false),
    };
    if !is_levels(inner) {
        return None;
    }
    if is_closed {
        return Some(rest.trim_start());
    }
    let behind = delimited(rest).filter(|rest| !rest.starts_with(|c: char| c.is_ascii_digit()));
    let is_spaced = inner.contains('.') && rest.starts_with(' ');
    behind
        .or_else(|| is_spaced.then(|| rest.trim_start()).filter(|rest| rest.starts_with(char::is_alphabetic)))
}

/// Behind `I.`, `IV)`, `II -`, `a)`, `b.`, `đ/`: a point or a stroke only with a blank, as `T/M` and `TP.HCM` are words.
fn strip_letters(text: &str) -> Option<&str> {
    let end = text.find(|c: char| !c.is_alphabetic())?;
    let (letters, rest) = text.split_at(end);
    if !is_letter_or_roman(letters) {
        let is_numbering = is_small_roman(letters) && rest.starts_with(')');
        return if is_numbering { delimited(rest) } else { None };
    }
    let is_open =
        rest.starts_with(['.', '/', ':']) && !rest.get(1..).is_some_and(|rest| rest.starts_with(' '));
    let is_roman_point = rest.starts_with('.') && letters.len() > 1;
    if is_open && !is_roman_point { None } else { delimited(rest) }
}

/// The text behind `.`, `)`, `/`, `:` or a dash that a blank follows.
fn delimited(rest: &str) -> Option<&str> {
    if let Some(behind) = rest.strip_prefix([')', '.', '/', ':']) {
        return Some(behind.trim_start());
    }
    let behind = rest.trim_start().strip_prefix(super::text::is_dash)?;
    behind.starts_with(' ').then(|| behind.trim_start())
}

/// Whether it is one or several levels of one or two digits: `1`, `1.1`, `2.10.3`.
fn is_levels(text: &str) -> bool {
    text.split('.').all(|level| matches!(level.len(), 1 | 2) && level.bytes().all(|b| b.is_ascii_digit()))
}

/// Whether it is a single letter or a Roman numeral up to XXXIX in capitals.
fn is_letter_or_roman(text: &str) -> bool {
    let mut letters = text.chars();
    let is_single = letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none();
    is_single
        || (text.len() <= 6 && !text.is_empty() && text.bytes().all(|b| matches!(b, b'I' | b'V' | b'X')))
}

/// Whether it is a Roman numeral up to xxxix in small letters, which stands before or between parentheses.
fn is_small_roman(text: &str) -> bool {
    (2..=6).contains(&text.len()) && text.bytes().all(|letter| matches!(letter, b'i' | b'v' | b'x'))
}

#[cfg(test)]
mod tests {
    use super::strip_numbering;
    use proptest::prelude::*;

    #[test]
    fn numbering_goes_with_its_delimiter() {
        for text in [
            "1. Nam",
            "1.Nam",
            "1) Nam",
            "1/ Nam",
            "1 - Nam",
            "1- Nam",
            "1.1 Nam",
            "1.1. Nam",
            "1.10.2 Nam",
            "I. Nam",
            "IV. Nam",
            "II/ Nam",
            "I - Nam",
            "a) Nam",
            "a)Nam",
            "đ) Nam",
            "b. Nam",
            "A/ Nam",
            "- Nam",
            "-Nam",
            "+ Nam",
            "• Nam",
            "* Nam",
            "– Nam",
            "(1) Nam",
            "(a) Nam",
            "(i) Nam",
            "(iv) Nam",
            "ii) Nam",
            "STT Nam",
            "STT 1. Nam",
            "STT: Nam",
            "- a) Nam",
            "I. 1. Nam",
            "  1.  Nam ",
        ] {
            assert_eq!(strip_numbering(text), "Nam", "{text}");
        }
    }

    #[test]
    fn numbers_and_words_of_the_label_stay() {
        for text in [
            "6 tháng",
            "3 đồng hành",
            "1.250 người",
            "T/M Ban Chấp hành",
            "TP.HCM",
            "T.Ư Đoàn",
            "-5",
            "20 - 30 tuổi",
            "1.",
            "I.",
            "a)",
            "2023",
            "16.12.2023 tổng kết",
            "Nam",
            "",
            "-",
            "STT",
            "Sttb",
            "VI phạm",
            "vi. Nam",
            "100. Nam",
        ] {
            assert_eq!(strip_numbering(text), text, "{text}");
        }
        assert_eq!(strip_numbering("1. 6 tháng"), "6 tháng");
    }

    proptest! {
        #[test]
        fn any_text_gives_a_part_of_itself(text in "\\PC*") {
            prop_assert!(text.contains(strip_numbering(&text)));
        }
    }
}
