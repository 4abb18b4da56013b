//! Characters that are not what they look like: they move a terminal, or turn the direction in which a text is read.
//!
//! Enters: a character. Leaves: whether it is shown as its number instead. Nothing can go wrong.

/// Whether a character is not written as it is: a control character, or a mark of direction.
///
/// Line breaks and tabs are ordinary text.
pub fn is_treacherous(c: char) -> bool {
    match c {
        '\t' | '\n' => false,
        // Marks, embeddings, overrides and isolates of direction; separators that some programs break lines at.
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => true,
        _ => c.is_control(),
    }
}
