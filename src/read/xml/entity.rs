//! Entities and line ends: the five names and the numeric ones (XML 1.0, 4.6 and 2.11); there are no others without a document type.
//!
//! Enters: character data as written. Leaves: the text it stands for, borrowed where nothing had to be resolved. What can go wrong: an entity that
//! does not exist.

use super::Trouble;
use memchr::{memchr, memchr2};
use std::borrow::Cow;

/// Resolves entities, and line ends as XML has it (a literal CR LF or CR is one LF).
#[inline]
pub(crate) fn resolve(raw: &[u8]) -> Result<Cow<'_, [u8]>, Trouble> {
    match memchr2(b'&', b'\r', raw) {
        None => Ok(Cow::Borrowed(raw)),
        Some(first) => resolve_from(raw, first).map(Cow::Owned),
    }
}

fn resolve_from(raw: &[u8], first: usize) -> Result<Vec<u8>, Trouble> {
    let mut out = Vec::with_capacity(raw.len());
    let mut rest = raw;
    let mut next = Some(first);
    while let Some(at) = next {
        out.extend_from_slice(rest.get(..at).unwrap_or(b""));
        let special = rest.get(at..).unwrap_or(b"");
        let length = match special {
            [b'\r', b'\n', ..] => 1,
            [b'\r', ..] => {
                out.push(b'\n');
                1
            }
            _ => push_entity(special, &mut out)?,
        };
        rest = special.get(length..).unwrap_or(b"");
        next = memchr2(b'&', b'\r', rest);
    }
    out.extend_from_slice(rest);
    Ok(out)
}

/// Writes the character behind an entity that `raw` begins with, and says how long the entity is.
fn push_entity(raw: &[u8], out: &mut Vec<u8>) -> Result<usize, Trouble> {
    let end = memchr(b';', raw).ok_or(Trouble::Malformed)?;
    let character = match raw.get(1..end).unwrap_or(b"") {
        b"amp" => '&',
        b"lt" => '<',
        b"gt" => '>',
        b"quot" => '"',
        b"apos" => '\'',
        name => numeric_entity(name).ok_or(Trouble::Malformed)?,
    };
    out.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
    Ok(end + 1)
}

fn numeric_entity(name: &[u8]) -> Option<char> {
    let digits = std::str::from_utf8(name.strip_prefix(b"#")?).ok()?;
    let code = match digits.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16),
        None => digits.parse(),
    };
    char::from_u32(code.ok()?)
}

/// An attribute's value as text: entities resolved, bytes that are no UTF-8 replaced.
pub(crate) fn attribute_text(raw: &[u8]) -> Result<String, Trouble> {
    Ok(String::from_utf8_lossy(&resolve(raw)?).into_owned())
}
