//! The text of parts: their encoding, the namespace their elements are in, and Excel's own escapes.
//!
//! Enters: a part's bytes, or text from it. Leaves: UTF-8; the prefix of the main namespace; text without `_x000D_`. What can go wrong: an
//! encoding or a namespace that is not ECMA-376's, which is refused.

use crate::read::gather::Stop;
use crate::read::xml::{Event, Scanner, Trouble};
use memchr::memmem;
use std::borrow::Cow;

/// The namespaces of SpreadsheetML: transitional and strict.
const MAIN: [&[u8]; 2] = [
    b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    b"http://purl.oclc.org/ooxml/spreadsheetml/main",
];

impl From<Trouble> for Stop {
    fn from(trouble: Trouble) -> Self {
        Self::Refused(match trouble {
            Trouble::Cut => "calamine: XML cut off",
            Trouble::Malformed => "calamine: malformed XML",
            Trouble::Doctype => "calamine: document type",
        })
    }
}

/// Whether a part is UTF-16, by its byte order mark or by its first character, which is `<`.
pub(super) fn is_utf16(part: &[u8]) -> bool {
    matches!(part, [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] | [b'<', 0, ..] | [0, b'<', ..])
}

/// A part in UTF-8. ECMA-376 allows UTF-8 and UTF-16 only (part 2, 9.1.4); anything else is refused.
pub(super) fn as_utf8(part: &[u8]) -> Result<Cow<'_, [u8]>, Stop> {
    if is_utf16(part) {
        let encoding =
            if matches!(part, [0xFE, ..] | [0, ..]) { encoding_rs::UTF_16BE } else { encoding_rs::UTF_16LE };
        let (text, _) = encoding.decode_with_bom_removal(part);
        return Ok(Cow::Owned(text.into_owned().into_bytes()));
    }
    if declares_other_encoding(part) {
        return Err(Stop::Refused("calamine: encoding"));
    }
    Ok(Cow::Borrowed(part))
}

fn declares_other_encoding(part: &[u8]) -> bool {
    let part = part.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(part);
    if !part.starts_with(b"<?xml") {
        return false;
    }
    let declaration = memchr::memchr(b'>', part).and_then(|end| part.get(..end)).unwrap_or(part);
    let Some(at) = memmem::find(declaration, b"encoding") else { return false };
    let value: Vec<u8> = declaration
        .iter()
        .skip(at + "encoding".len())
        .skip_while(|b| !matches!(b, b'"' | b'\''))
        .skip(1)
        .take_while(|b| !matches!(b, b'"' | b'\''))
        .map(u8::to_ascii_lowercase)
        .collect();
    !matches!(value.as_slice(), b"utf-8" | b"utf8" | b"us-ascii" | b"ascii")
}

/// The prefix of the main namespace's elements, with its colon; empty where it is the default namespace.
#[derive(Clone, Debug, Default)]
pub(super) struct Prefix {
    own: Vec<u8>,
    /// Further prefixes of the same namespace: some programs declare it twice, and may then use either.
    others: Vec<Vec<u8>>,
}

impl Prefix {
    /// Opens the root element: its own prefix must be bound to the main namespace there.
    pub(super) fn open_root(scanner: &mut Scanner) -> Result<Self, Stop> {
        let name = loop {
            match scanner.event()? {
                Event::Open(name) => break name,
                Event::End => return Err(Trouble::Cut.into()),
                _ => {}
            }
        };
        let colon = name.iter().position(|b| *b == b':');
        let own = colon.and_then(|at| name.get(..=at)).unwrap_or(b"").to_vec();
        let mut bound = Vec::new();
        while let Some((name, value)) = scanner.attribute()? {
            bound.extend(declared(name).filter(|_| MAIN.contains(&value)));
        }
        let count = bound.len();
        bound.retain(|prefix| *prefix != own);
        if bound.len() < count {
            Ok(Self { own, others: bound })
        } else {
            Err(Stop::Refused("calamine: namespace"))
        }
    }

    /// Whether elements of the main namespace have no prefix, and never one.
    pub(super) fn is_none(&self) -> bool {
        self.own.is_empty() && self.others.is_empty()
    }

    /// The local name of an element of the main namespace; nothing for elements of extensions.
    #[inline]
    pub(super) fn local<'n>(&self, name: &'n [u8]) -> Option<&'n [u8]> {
        if self.others.is_empty() {
            return name.strip_prefix(self.own.as_slice());
        }
        let end = name.iter().position(|b| *b == b':').map_or(0, |colon| colon + 1);
        let (prefix, local) = name.split_at_checked(end)?;
        self.is_known(prefix).then_some(local)
    }

    /// Whether an attribute changes which prefixes mean the main namespace. That may be, but nobody does it, and it is not followed.
    #[inline]
    pub(super) fn is_rebound(&self, name: &[u8], value: &[u8]) -> bool {
        name.starts_with(b"xmlns")
            && declared(name).is_some_and(|prefix| self.is_known(&prefix) != MAIN.contains(&value))
    }

    fn is_known(&self, prefix: &[u8]) -> bool {
        self.own == prefix || self.others.iter().any(|other| other == prefix)
    }
}

/// The prefix that an attribute declares, with its colon.
fn declared(attribute: &[u8]) -> Option<Vec<u8>> {
    match attribute.strip_prefix(b"xmlns")? {
        b"" => Some(Vec::new()),
        name => name.strip_prefix(b":").map(|prefix| [prefix, b":"].concat()),
    }
}

/// Whether an XML Schema boolean is true.
pub(super) fn is_true(value: &[u8]) -> bool {
    matches!(value.trim_ascii(), b"1" | b"true" | b"on")
}

/// A text without the blanks around it, which count only where `xml:space` says so. Other spaces of Unicode stay.
#[inline]
pub(super) fn trimmed(text: &str) -> &str {
    let is_blank = |byte: Option<&u8>| matches!(byte, Some(b' ' | b'\t' | b'\r' | b'\n'));
    if is_blank(text.as_bytes().first()) || is_blank(text.as_bytes().last()) {
        return text.trim_matches([' ', '\t', '\r', '\n']);
    }
    text
}

/// Undoes Excel's `_xHHHH_` for characters that XML cannot hold (ECMA-376 part 1, 22.9.2.19, ST_Xstring).
pub(super) fn unescape(text: &str) -> Cow<'_, str> {
    // Few texts have an underscore, and looking for one byte is much cheaper than looking for two.
    if memchr::memchr(b'_', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        let (before, escaped) = rest.split_at(at);
        out.push_str(before);
        match character(escaped) {
            Some((character, length)) => {
                out.push(character);
                rest = escaped.get(length..).unwrap_or("");
            }
            None => {
                out.push_str("_x");
                rest = escaped.get(2..).unwrap_or("");
            }
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The character that an escape stands for; two of them may be one character beyond the first plane.
fn character(escaped: &str) -> Option<(char, usize)> {
    const LENGTH: usize = 7;
    let first = code_unit(escaped)?;
    if let Some(character) = char::from_u32(first.into()) {
        return Some((character, LENGTH));
    }
    let second = code_unit(escaped.get(LENGTH..)?)?;
    let character = char::decode_utf16([first, second]).next()?.ok()?;
    Some((character, 2 * LENGTH))
}

fn code_unit(escaped: &str) -> Option<u16> {
    let digits = escaped.strip_prefix("_x")?.get(..4)?;
    let is_closed = escaped.as_bytes().get(6) == Some(&b'_');
    let is_hex = digits.bytes().all(|b| b.is_ascii_hexdigit());
    if is_closed && is_hex { u16::from_str_radix(digits, 16).ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn undoes_escapes_and_leaves_what_only_looks_like_one() {
        assert_eq!(unescape("a_x000D_\nb"), "a\r\nb");
        assert_eq!(unescape("_x005F_x000D_"), "_x000D_");
        assert_eq!(unescape("_xD83D__xDE00_"), "\u{1F600}");
        assert_eq!(unescape("_xD83D_ _x00_ _xZZZZ_ _x1ea1"), "_xD83D_ _x00_ _xZZZZ_ _x1ea1");
        assert_eq!(unescape("_x1EA1_"), "ạ");
        assert_eq!(unescape("_x12ạ4_"), "_x12ạ4_");
    }

    #[test]
    fn refuses_encodings_that_the_standard_does_not_have() {
        assert!(as_utf8(b"<?xml version='1.0' encoding='UTF-8'?><a/>").is_ok());
        assert!(as_utf8(b"<a encoding='latin1'/>").is_ok());
        assert!(as_utf8(b"<?xml version='1.0' encoding='windows-1252'?><a/>").is_err());
    }
}
