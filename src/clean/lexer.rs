//! Numbers, words and signs of a text in lower case without marks: what the readers of numbers and units work on.
//!
//! Enters: text from [`unmark`](super::text::unmark). Leaves: tokens that borrow from it, with the blanks gone. A number keeps its marks of thousands
//! and decimals; a blank belongs to it where exactly three digits follow.

use super::text::is_dash;

/// A piece of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// Digits with the marks between them: `1.250,5`, `3 250`.
    Number(&'a str),
    /// Letters; a stroke between letters belongs to them (`đ/c`).
    Word(&'a str),
    /// Any other character; every dash is `-`.
    Sign(char),
}

/// A token and where it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Piece<'a> {
    /// What it is.
    pub token: Token<'a>,
    /// Byte offset of its first character.
    pub start: usize,
    /// Byte offset behind its last character.
    pub end: usize,
}

/// Takes a text apart.
pub(super) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let Some(first) = rest.chars().next() else { break };
        let length = match first {
            '₫' => first.len_utf8(),
            digit if digit.is_ascii_digit() => number_length(rest.as_bytes()),
            letter if letter.is_alphabetic() => word_length(rest),
            other => other.len_utf8(),
        };
        let Some(part) = rest.get(..length) else { break };
        let token = match first {
            digit if digit.is_ascii_digit() => Some(Token::Number(part)),
            letter if letter.is_alphabetic() || letter == '₫' => Some(Token::Word(part)),
            blank if blank.is_whitespace() => None,
            dash if is_dash(dash) => Some(Token::Sign('-')),
            other => Some(Token::Sign(other)),
        };
        pieces.extend(token.map(|token| Piece { token, start: at, end: at + length }));
        at += length;
    }
    pieces
}

/// How long the word is that the text begins with.
fn word_length(text: &str) -> usize {
    let mut length = 0;
    for (at, character) in text.char_indices() {
        let is_inner_stroke =
            character == '/' && text.get(at + 1..).is_some_and(|rest| rest.starts_with(char::is_alphabetic));
        if !character.is_alphabetic() && !is_inner_stroke {
            break;
        }
        length = at + character.len_utf8();
    }
    length
}

/// How long the number is that the text begins with.
fn number_length(bytes: &[u8]) -> usize {
    let digits_at =
        |at: usize| bytes.get(at..).map_or(0, |rest| rest.iter().take_while(|b| b.is_ascii_digit()).count());
    let mut length = digits_at(0);
    let mut may_have_blanks = length <= 3;
    loop {
        let next = digits_at(length + 1);
        match bytes.get(length) {
            Some(b'.' | b',') if next > 0 => may_have_blanks = false,
            Some(b' ') if next == 3 && may_have_blanks => {}
            _ => return length,
        }
        length += 1 + next;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(text: &str) -> Vec<Token<'_>> {
        pieces(text).into_iter().map(|piece| piece.token).collect()
    }

    #[test]
    fn numbers_keep_their_marks() {
        use Token::{Number, Sign, Word};
        assert_eq!(tokens("1.250,5"), [Number("1.250,5")]);
        assert_eq!(tokens("3 250 suat"), [Number("3 250"), Word("suat")]);
        assert_eq!(tokens("2023 250"), [Number("2023"), Number("250")]);
        assert_eq!(tokens("1 ty 200 trieu"), [Number("1"), Word("ty"), Number("200"), Word("trieu")]);
        assert_eq!(tokens("10tr5"), [Number("10"), Word("tr"), Number("5")]);
        assert_eq!(tokens("3 250,5"), [Number("3 250,5")]);
        assert_eq!(tokens("12."), [Number("12"), Sign('.')]);
        assert_eq!(tokens("5 d/c – 20%"), [Number("5"), Word("d/c"), Sign('-'), Number("20"), Sign('%')]);
    }
}
