//! Cells and strings in the form in which nearly every program writes them, read at a glance. A submission is made of little else, so this
//! is where the reader's time goes.
//!
//! Enters: bytes behind which an element may begin. Leaves: what it says, and the bytes behind it. Nothing can go wrong: whatever
//! is not in exactly that form, be it legal, broken or cut off, is `None`, and the scanner reads it instead. Both ways must come to the same, which
//! the tests of random markup see to.

use super::address::index;
use super::cell::{Inline, Markup};
use super::text::{trimmed, unescape};
use crate::model::cell::LAST_ROW;
use memchr::{memchr, memchr3};
use std::borrow::Cow;

/// A `c` with no other attributes than `r`, `s` and `t`, in double quotes, and with an `f` without attributes, a `v`, or an `is` of one text.
#[inline]
pub(super) fn cell(bytes: &[u8]) -> Option<(Markup<'_>, &[u8])> {
    let mut rest = bytes.strip_prefix(b"<c")?;
    let mut markup = Markup::default();
    loop {
        match rest {
            [b' ', name, b'=', b'"', value @ ..] => {
                let end = value.iter().position(|byte| *byte == b'"')?;
                let (value, behind) = value.split_at_checked(end)?;
                match name {
                    b'r' => markup.reference = Some(value),
                    b's' => markup.style = Some(value),
                    b't' => markup.kind = value,
                    _ => return None,
                }
                rest = behind.get(1..)?;
            }
            [b'>', behind @ ..] => {
                let behind = content(behind, &mut markup)?;
                return Some((markup, behind));
            }
            [b'/', b'>', behind @ ..] | [b' ', b'/', b'>', behind @ ..] => return Some((markup, behind)),
            _ => return None,
        }
    }
}

/// The end of a row and the start of the next, with its zero-based number, which says nothing else that matters to cells: not hidden, no namespace.
#[inline]
pub(super) fn next_row(bytes: &[u8]) -> Option<(u32, &[u8])> {
    let rest = bytes.strip_prefix(b"</row><row r=\"")?;
    let (tag, behind) = rest.split_at_checked(memchr(b'>', rest)?)?;
    let (number, others) = tag.split_at_checked(memchr(b'"', tag)?)?;
    let row = index(number)?.checked_sub(1).filter(|row| *row <= LAST_ROW && is_unremarkable(others))?;
    Some((row, behind.get(1..)?))
}

/// Whether the rest of a tag, from the quote behind its first value, is attributes without meaning to cells, and the tag has cells behind it.
fn is_unremarkable(others: &[u8]) -> bool {
    let mut is_quoted = true;
    for (at, byte) in others.iter().enumerate() {
        match byte {
            b'"' => is_quoted = !is_quoted,
            b'\'' | b'<' | b'&' | b'\t' | b'\n' | b'\r' => return false,
            b' ' if !is_quoted && is_remarkable(others.get(at + 1..).unwrap_or(b"")) => return false,
            _ => {}
        }
    }
    // Where the quotes are in pairs, the bracket behind stands in none of them.
    !is_quoted && others.ends_with(b"\"")
}

/// `hidden` unless it says no, `xmlns`, and a second `r`.
fn is_remarkable(attribute: &[u8]) -> bool {
    let is_shown = || opened(attribute, [b"hidden=\"false\"", b"hidden=\"0\""]).is_some();
    matches!(attribute, [b'x', b'm', ..] | [b'r', ..]) || (attribute.starts_with(b"hi") && !is_shown())
}

fn content<'a>(bytes: &'a [u8], markup: &mut Markup<'a>) -> Option<&'a [u8]> {
    let rest = match opened(bytes, [b"<f>", b"<f aca=\"false\">"]) {
        Some(formula) => {
            markup.is_formula = true;
            let end = memchr(b'<', formula)?;
            formula.get(end..)?.strip_prefix(b"</f>")?
        }
        None => bytes,
    };
    if let Some(value) = rest.strip_prefix(b"<v>") {
        let end = value.iter().position(|byte| matches!(byte, b'<' | b'&' | b'\r'))?;
        let (value, behind) = value.split_at_checked(end)?;
        markup.value = Some(Cow::Borrowed(value));
        return behind.strip_prefix(b"</v></c>");
    }
    if let Some(inline) = rest.strip_prefix(b"<is>") {
        let (text, behind) = text(inline)?;
        markup.text = Some(Inline { text, font: None });
        return behind.strip_prefix(b"</is></c>");
    }
    opened(rest, [b"</c>", b"<v></v></c>"])
}

/// An `si` of one text.
#[inline]
pub(super) fn string(bytes: &[u8]) -> Option<(Cow<'_, str>, &[u8])> {
    let (text, behind) = text(bytes.strip_prefix(b"<si>")?)?;
    Some((text, behind.strip_prefix(b"</si>")?))
}

/// A `t` without entities.
fn text(bytes: &[u8]) -> Option<(Cow<'_, str>, &[u8])> {
    let preserved = bytes.strip_prefix(b"<t xml:space=\"preserve\">");
    let text = preserved.or_else(|| bytes.strip_prefix(b"<t>"))?;
    let (text, behind) = text.split_at_checked(memchr3(b'<', b'&', b'\r', text)?)?;
    let behind = behind.strip_prefix(b"</t>")?;
    let text = std::str::from_utf8(text).ok()?;
    Some((unescape(if preserved.is_some() { text } else { trimmed(text) }), behind))
}

/// The bytes behind one of two beginnings.
fn opened<'a>(bytes: &'a [u8], beginnings: [&[u8]; 2]) -> Option<&'a [u8]> {
    beginnings.iter().find_map(|beginning| bytes.strip_prefix(*beginning))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_what_programs_write_and_leaves_the_rest() {
        for xml in [
            r#"<c r="A1"/>"#,
            r#"<c r="A1" s="3" t="n" />"#,
            r#"<c r="A1" t="s"><v>12</v></c>"#,
            r#"<c><f>A1&amp;B1</f><v>1</v></c>"#,
            r#"<c><f aca="false">A1</f><v></v></c>"#,
            r#"<c r="A1" t="inlineStr"><is><t>x</t></is></c>"#,
            r#"<c><f>A1</f></c>"#,
        ] {
            let behind = cell(xml.as_bytes()).map(|(_, behind)| behind.len());
            assert_eq!(behind, Some(0), "{xml}");
            for end in 0..xml.len() {
                assert!(cell(&xml.as_bytes()[..end]).is_none(), "{xml} cut off at {end}");
            }
        }
        for xml in [
            r#"<c r='A1'/>"#,
            r#"<c cm="1"/>"#,
            r#"<c xmlns="x"/>"#,
            r#"<col/>"#,
            r#"<c><v>1&#49;</v></c>"#,
            "<c><v>1\r\n</v></c>",
            r#"<c><v>1<!-- --></v></c>"#,
            r#"<c><v xml:space="preserve">1</v></c>"#,
            r#"<c><is><r><t>x</t></r></is></c>"#,
            r#"<c><f t="shared" si="0"/><v>1</v></c>"#,
            r#"<c><v>1</v><v>2</v></c>"#,
        ] {
            assert!(cell(xml.as_bytes()).is_none(), "{xml}");
        }
    }

    #[test]
    fn rows_follow_rows_where_nothing_else_is_said() {
        for (xml, row) in [
            (r#"</row><row r="2">"#, Some(1)),
            (
                r#"</row><row r="1048576" spans="1:3" ht="15.75" customHeight="1" x14ac:dyDescent="0.25">"#,
                Some(1_048_575),
            ),
            (r#"</row><row r="2" customFormat="false" s="1">"#, Some(1)),
            (r#"</row><row r="2" ht="12.8" hidden="false" outlineLevel="0">"#, Some(1)),
            (r#"</row><row r="2" hidden="1">"#, None),
            (r#"</row><row r="2" hidden="true" hidden="0">"#, None),
            (r#"</row><row r="2" ht="1" hidden="1">"#, None),
            (r#"</row><row r="2" xmlns:a="b">"#, None),
            (r#"</row><row r="2" r="3">"#, None),
            (r#"</row><row r="2"/>"#, None),
            (r#"</row><row r="2" s="1" />"#, None),
            (r#"</row><row r="2" s="a>b">"#, None),
            (r#"</row><row r="0">"#, None),
            (r#"</row><row r="1048577">"#, None),
            (r#"</row> <row r="2">"#, None),
        ] {
            assert_eq!(next_row(xml.as_bytes()), row.map(|row| (row, &b""[..])), "{xml}");
            for end in 0..xml.len() {
                assert_eq!(next_row(&xml.as_bytes()[..end]), None, "{xml} cut off at {end}");
            }
        }
    }

    #[test]
    fn strings_are_trimmed_and_unescaped_as_everywhere() {
        let read = |xml: &str| string(xml.as_bytes()).map(|(text, _)| text.into_owned());
        assert_eq!(read("<si><t> a_x0041_ </t></si>").as_deref(), Some("aA"));
        assert_eq!(read("<si><t xml:space=\"preserve\"> a </t></si>").as_deref(), Some(" a "));
        assert_eq!(read("<si><t>a</t><phoneticPr/></si>"), None);
    }
}
