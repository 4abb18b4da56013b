//! JSON in which every character is what it looks like.
//!
//! Enters: a document with names and texts as branches wrote them. Leaves: indented JSON in which control characters and marks of direction stand
//! as `\u202e`, which every reader of JSON turns back: nothing is lost, and a terminal that shows the file is not moved.

use crate::model::character::is_treacherous;
use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::{Formatter, PrettyFormatter};
use std::io::{Result, Write};

/// A document as indented JSON, without a line break at its end.
///
/// # Errors
/// Where the document is none that JSON can hold, a map without texts as keys.
///
/// ```
/// let shown = tonghop::publish::json::pretty("abc\u{202e}gpj.exe");
/// assert_eq!(shown.ok().as_deref(), Some(r#""abc\u202egpj.exe""#));
/// ```
pub fn pretty<T: Serialize + ?Sized>(document: &T) -> serde_json::Result<String> {
    let mut bytes = Vec::new();
    document.serialize(&mut Serializer::with_formatter(&mut bytes, Visible(PrettyFormatter::new())))?;
    String::from_utf8(bytes).map_err(serde::ser::Error::custom)
}

/// Indents, and escapes what JSON itself would leave as it is.
struct Visible(PrettyFormatter<'static>);

impl Formatter for Visible {
    fn begin_array<W: Write + ?Sized>(&mut self, writer: &mut W) -> Result<()> {
        self.0.begin_array(writer)
    }

    fn end_array<W: Write + ?Sized>(&mut self, writer: &mut W) -> Result<()> {
        self.0.end_array(writer)
    }

    fn begin_array_value<W: Write + ?Sized>(&mut self, writer: &mut W, is_first: bool) -> Result<()> {
        self.0.begin_array_value(writer, is_first)
    }

    fn end_array_value<W: Write + ?Sized>(&mut self, writer: &mut W) -> Result<()> {
        self.0.end_array_value(writer)
    }

    fn begin_object<W: Write + ?Sized>(&mut self, writer: &mut W) -> Result<()> {
        self.0.begin_object(writer)
    }

    fn end_object<W: Write + ?Sized>(&mut self, writer: &mut W) -> Result<()> {
        self.0.end_object(writer)
    }

    fn begin_object_key<W: Write + ?Sized>(&mut self, writer: &mut W, is_first: bool) -> Result<()> {
        self.0.begin_object_key(writer, is_first)
    }

    fn begin_object_value<W: Write + ?Sized>(&mut self, writer: &mut W) -> Result<()> {
        self.0.begin_object_value(writer)
    }

    fn end_object_value<W: Write + ?Sized>(&mut self, writer: &mut W) -> Result<()> {
        self.0.end_object_value(writer)
    }

    fn write_string_fragment<W: Write + ?Sized>(&mut self, writer: &mut W, fragment: &str) -> Result<()> {
        let mut rest = fragment;
        while let Some((at, c)) = rest.char_indices().find(|(_, c)| is_treacherous(*c)) {
            let (plain, behind) = rest.split_at(at);
            // All of them lie below U+10000, where four digits do.
            write!(writer, "{plain}\\u{:04x}", u32::from(c))?;
            rest = behind.get(c.len_utf8()..).unwrap_or_default();
        }
        writer.write_all(rest.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_layout_is_the_usual_one() {
        let document =
            serde_json::json!({ "a": [1, "x\u{7f}\n\u{9b}"], "b": {}, "c": [], "Đoàn viên": null });
        let expected = "{\n  \"a\": [\n    1,\n    \"x\\u007f\\n\\u009b\"\n  ],\n  \"b\": {},\n  \"c\": [],\n  \"Đoàn viên\": null\n}";
        assert_eq!(pretty(&document).ok().as_deref(), Some(expected));
    }

    proptest! {
        #[test]
        fn nothing_is_lost(text in "[\u{0}-\u{ff}\u{61c}\u{200e}-\u{202e}\u{2066}-\u{2069}ạ😀]{0,12}") {
            let shown = pretty(&text).unwrap_or_default();
            prop_assert!(!shown.contains(is_treacherous));
            prop_assert_eq!(serde_json::from_str::<String>(&shown).ok(), Some(text));
        }
    }
}
