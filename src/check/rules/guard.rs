//! What is refused before SQL is read at all: texts that overflow the stack of the reader or that it would read for hours.

use super::parse::{Fault, SAYABLE, fault};
use crate::pipeline::Definition;

/// Bytes of an expression: far more than a person reads as one condition.
const MOST_BYTES: usize = 4096;
/// Names, numbers and words of an expression, and as many signs. A chain of 30,000 overflows the stack of the reader.
const MOST_TERMS: usize = 200;

/// Brackets within brackets: with each the reader of SQL tries more readings.
const DEEPEST: usize = 16;
/// Words that are neither SQL of rules nor names: enough for a mistake that is told by its name.
const MOST_FOREIGN: usize = 8;
/// The words of SQL that rules are made of.
const WORDS: [&str; 18] = [
    "AND", "OR", "NOT", "BETWEEN", "IS", "NULL", "TRUE", "FALSE", "ABS", "COALESCE", "LEAST", "GREATEST",
    "CAST", "AS", "DOUBLE", "DECIMAL", "FLOAT", "previous",
];

/// Refuses a text that would bring the reader down, or keep it busy for ever.
///
/// # Errors
/// With what there is too much of.
pub(super) fn check(text: &str, definition: &Definition) -> Result<(), Fault> {
    measure(text)?;
    check_depth(text)?;
    check_words(text, definition)
}

/// Refuses what is too long for the reader's stack.
fn measure(text: &str) -> Result<(), Fault> {
    if text.len() > MOST_BYTES {
        let found = format!("the expression has {} bytes", text.len());
        return Err(fault("", found, &format!("at most {MOST_BYTES}; make several rules of it")));
    }
    let is_of_word = |letter: char| letter.is_alphanumeric() || letter == '_';
    let words = text.split(|letter| !is_of_word(letter)).filter(|word| !word.is_empty()).count();
    let is_sign = |letter: &char| letter.is_ascii_punctuation() && !"()_.,\"".contains(*letter);
    let signs = text.chars().filter(is_sign).count();
    if words.max(signs) > MOST_TERMS {
        let found = format!("the expression has {} names, numbers and signs", words.max(signs));
        return Err(fault("", found, &format!("at most {MOST_TERMS}; make several rules of it")));
    }
    Ok(())
}

/// Refuses brackets within brackets.
fn check_depth(text: &str) -> Result<(), Fault> {
    let (mut depth, mut deepest) = (0usize, 0usize);
    for letter in text.chars() {
        match letter {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    if deepest > DEEPEST {
        let found = format!("the expression has {deepest} brackets within brackets");
        return Err(fault("", found, &format!("at most {DEEPEST}; make several rules of it")));
    }
    Ok(())
}

/// Refuses many words that are no words of rules: of each `INTERVAL` within another the reader tries every reading.
fn check_words(text: &str, definition: &Definition) -> Result<(), Fault> {
    let (indicators, measures) = (&definition.reading.indicators, &definition.reading.measures);
    let is_name = |word: &str| {
        indicators.iter().any(|known| known.id == word) || measures.iter().any(|measure| measure == word)
    };
    let is_of_word = |letter: char| letter.is_alphanumeric() || letter == '_';
    // Every other part stands between double quotes.
    let unquoted = text.split('"').step_by(2).flat_map(|part| part.split(|letter| !is_of_word(letter)));
    let is_foreign = |word: &&str| {
        let is_number = word.starts_with(|letter: char| letter.is_ascii_digit());
        let is_known = WORDS.iter().any(|known| known.eq_ignore_ascii_case(word));
        !word.is_empty() && !is_number && !is_known && !is_name(word)
    };
    let foreign = unquoted.filter(is_foreign).count();
    if foreign > MOST_FOREIGN {
        return Err(fault("", format!("the expression has {foreign} words that no rule knows"), SAYABLE));
    }
    Ok(())
}
