//! Age bands and other ranges of whole numbers in one spelling: `0 – 4 tuổi` and `0-4`, `65 and over` and `65+`, `under 5` and `<5`.
//!
//! Both the declared words and those of a form are brought to it. Two spellings of one range meet; nothing is guessed: `65+` is not `>65`.

/// Words beside a range that do not change it.
const IDLE: &[&str] =
    &["tuoi", "age", "aged", "ages", "years", "year", "yrs", "yr", "y", "old", "of", "do", "nhom", "group"];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Token<'a> {
    Number(&'a str),
    Word(&'a str),
    Sign(char),
}

/// The one spelling of a folded text that is a range; none for any other text.
pub fn canonical(key: &str) -> Option<String> {
    use Token::{Number, Sign, Word};
    let tokens = tokens(key)?;
    match tokens.as_slice() {
        [Number(low), Sign('-') | Word("to" | "den"), Number(high)]
        | [Word("tu" | "from"), Number(low), Sign('-') | Word("to" | "den"), Number(high)] => {
            Some(format!("{}-{}", plain(low), plain(high)))
        }
        [Number(low), Sign('+') | Word("plus")]
        | [Number(low), Word("tro"), Word("len")]
        | [Word("tu"), Number(low), Word("tro"), Word("len")]
        | [Number(low), Sign('&') | Word("and" | "or"), Word("over" | "above" | "older" | "more" | "up")]
        | [Sign('≥'), Number(low)]
        | [Sign('>'), Sign('='), Number(low)] => Some(format!("{}+", plain(low))),
        [Sign('<') | Word("under" | "below" | "duoi"), Number(high)]
        | [Word("less" | "younger"), Word("than"), Number(high)] => Some(format!("<{}", plain(high))),
        _ => None,
    }
}

/// Longer texts are no ranges.
const LONGEST: usize = 60;

/// The tokens of a text with a digit in it, without idle words.
fn tokens(key: &str) -> Option<Vec<Token<'_>>> {
    if key.len() > LONGEST || !key.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    let mut tokens = Vec::new();
    let mut rest = key.trim_start();
    while let Some(first) = rest.chars().next() {
        let end = match first {
            c if c.is_ascii_digit() => rest.find(|c: char| !c.is_ascii_digit()),
            c if c.is_alphabetic() => rest.find(|c: char| !c.is_alphabetic()),
            c => Some(c.len_utf8()),
        };
        let (token, behind) = rest.split_at_checked(end.unwrap_or(rest.len()))?;
        match first {
            c if c.is_ascii_digit() => tokens.push(Token::Number(token)),
            c if c.is_alphabetic() && IDLE.contains(&token) => {}
            c if c.is_alphabetic() => tokens.push(Token::Word(token)),
            c => tokens.push(Token::Sign(c)),
        }
        rest = behind.trim_start();
    }
    Some(tokens)
}

/// A number without zeros before it.
fn plain(digits: &str) -> &str {
    let rest = digits.trim_start_matches('0');
    if rest.is_empty() { "0" } else { rest }
}

#[cfg(test)]
mod tests {
    use super::canonical;
    use crate::clean::text::fold;

    #[test]
    fn spellings_of_one_range_meet() {
        let of = |text: &str| canonical(&fold(text));
        for text in ["0-4", "0–4", "0 - 4 tuổi", "Từ 0 đến 4 tuổi", "00-04", "aged 0 to 4 years", "Nhóm 0-4"]
        {
            assert_eq!(of(text).as_deref(), Some("0-4"), "{text}");
        }
        for text in
            ["65+", "65 and over", "65 tuổi trở lên", "≥ 65", ">=65", "65 or older", "Từ 65 tuổi trở lên"]
        {
            assert_eq!(of(text).as_deref(), Some("65+"), "{text}");
        }
        for text in ["under 5", "<5", "< 5 years", "Dưới 5 tuổi", "less than 5"] {
            assert_eq!(of(text).as_deref(), Some("<5"), "{text}");
        }
    }

    #[test]
    fn what_says_more_is_no_range() {
        let of = |text: &str| canonical(&fold(text));
        for text in ["65", ">65", "0-4 tháng", "nam 15-24", "5-14-20", "Tháng 1", "Nữ", "", "over 65"] {
            assert_eq!(of(text), None, "{text}");
        }
    }
}
