//! A pull scanner over the bytes of an XML part: as much of XML as workbooks use, and nothing per event but slices.
//!
//! Enters: UTF-8 bytes, whole or the beginning of a longer stream. Leaves: events that borrow from them. An element that is empty
//! gives an `Open` and a `Close`. What can go wrong: the bytes end inside something ([`Trouble::Cut`]: the streaming reader then
//! starts again with more bytes), they are no XML ([`Trouble::Malformed`]), or they have a document type, which no workbook
//! needs and which can blow up ([`Trouble::Doctype`]).

mod entity;

pub(crate) use entity::{attribute_text, resolve};
use memchr::{memchr, memmem};
use std::borrow::Cow;

/// Why scanning cannot go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// The bytes end inside an element.
    Cut,
    /// The bytes are not well-formed XML.
    Malformed,
    /// The part has a document type declaration.
    Doctype,
}

/// One step through the part.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Event<'a> {
    /// A start tag with its name as written; its attributes are next.
    Open(&'a [u8]),
    /// An end tag.
    Close(&'a [u8]),
    /// Character data with its entities unresolved.
    Text(&'a [u8]),
    /// A CDATA section.
    Raw(&'a [u8]),
    /// The end of the part.
    End,
}

/// Name and value of an attribute, as written.
pub(crate) type Attribute<'a> = (&'a [u8], &'a [u8]);

/// The scanner. Copying it is a bookmark.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scanner<'a> {
    bytes: &'a [u8],
    at: usize,
    depth: usize,
    name: &'a [u8],
    is_in_tag: bool,
    is_closing: bool,
}

impl<'a> Scanner<'a> {
    /// Scans a part from its beginning.
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self::resume(bytes, 0)
    }

    /// Goes on with a stream inside `depth` open elements.
    pub(crate) fn resume(bytes: &'a [u8], depth: usize) -> Self {
        Self { bytes, at: 0, depth, name: b"", is_in_tag: false, is_closing: false }
    }

    /// How many bytes are behind.
    pub(crate) fn position(&self) -> usize {
        self.at
    }

    /// How many elements are open.
    pub(crate) fn depth(&self) -> usize {
        self.depth
    }

    /// Whether the tag just finished had no content: its end tag is owed, and is the next event.
    pub(crate) fn is_empty_element(&self) -> bool {
        self.is_closing
    }

    /// The next event; attributes that were not asked for are passed over.
    #[inline]
    pub(crate) fn event(&mut self) -> Result<Event<'a>, Trouble> {
        if self.is_in_tag {
            self.finish_tag()?;
        }
        if self.is_closing {
            self.is_closing = false;
            return self.close(self.name);
        }
        // A loop, no recursion: a part may hold a million comments.
        loop {
            let rest = self.rest();
            match rest.first() {
                None if self.depth == 0 => return Ok(Event::End),
                None => return Err(Trouble::Cut),
                Some(b'<') => {
                    if let Some(event) = self.markup(rest)? {
                        return Ok(event);
                    }
                }
                Some(_) => return self.text(rest),
            }
        }
    }

    /// The next attribute of the tag just opened, name and value as written.
    #[inline]
    pub(crate) fn attribute(&mut self) -> Result<Option<Attribute<'a>>, Trouble> {
        if !self.is_in_tag {
            return Ok(None);
        }
        let rest = self.rest();
        let blanks = rest.iter().take_while(|b| is_blank(**b)).count();
        let rest = rest.get(blanks..).unwrap_or(b"");
        match rest {
            [b'>', ..] => {
                self.at += blanks + 1;
                self.is_in_tag = false;
                Ok(None)
            }
            [b'/', b'>', ..] => {
                self.at += blanks + 2;
                self.is_in_tag = false;
                self.is_closing = true;
                Ok(None)
            }
            [] | [b'/'] => Err(Trouble::Cut),
            [b'/', ..] => Err(Trouble::Malformed),
            _ => self.name_and_value(rest, blanks),
        }
    }

    /// Passes over the remaining attributes.
    #[inline]
    pub(crate) fn finish_tag(&mut self) -> Result<(), Trouble> {
        while self.attribute()?.is_some() {}
        Ok(())
    }

    /// Passes over the rest of the element just opened, its end tag included.
    pub(crate) fn skip(&mut self) -> Result<(), Trouble> {
        let outside = self.depth.saturating_sub(1);
        while self.depth > outside {
            self.event()?;
        }
        Ok(())
    }

    /// The character data of the element just opened, entities resolved, elements inside passed over; its end tag is behind then.
    #[inline]
    pub(crate) fn leaf(&mut self) -> Result<Cow<'a, [u8]>, Trouble> {
        let outside = self.depth.saturating_sub(1);
        let mut all: Cow<'a, [u8]> = Cow::Borrowed(b"");
        loop {
            match self.event()? {
                Event::Text(text) => append(&mut all, resolve(text)?),
                Event::Raw(text) => append(&mut all, Cow::Borrowed(text)),
                Event::Open(_) => self.skip()?,
                Event::Close(_) if self.depth == outside => return Ok(all),
                Event::Close(_) => {}
                Event::End => return Err(Trouble::Cut),
            }
        }
    }

    fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.at..).unwrap_or(b"")
    }

    fn text(&mut self, rest: &'a [u8]) -> Result<Event<'a>, Trouble> {
        let end = memchr(b'<', rest);
        if self.depth == 0 && end.is_none() {
            self.at = self.bytes.len();
            return Ok(Event::End);
        }
        let text = rest.get(..end.ok_or(Trouble::Cut)?).unwrap_or(b"");
        self.at += text.len();
        Ok(Event::Text(text))
    }

    #[inline]
    fn markup(&mut self, rest: &'a [u8]) -> Result<Option<Event<'a>>, Trouble> {
        match rest.get(1) {
            Some(b'/') => {
                let end = memchr(b'>', rest).ok_or(Trouble::Cut)?;
                let name = rest.get(2..end).unwrap_or(b"").trim_ascii_end();
                self.at += end + 1;
                self.close(name).map(Some)
            }
            Some(b'!') => self.declaration(rest),
            Some(b'?') => {
                self.at += after(rest, b"?>")?;
                Ok(None)
            }
            Some(_) => self.open(rest).map(Some),
            None => Err(Trouble::Cut),
        }
    }

    #[inline]
    fn open(&mut self, rest: &'a [u8]) -> Result<Event<'a>, Trouble> {
        let body = rest.get(1..).unwrap_or(b"");
        let length =
            body.iter().position(|b| is_blank(*b) || matches!(b, b'>' | b'/')).ok_or(Trouble::Cut)?;
        let name = body.get(..length).unwrap_or(b"");
        if name.is_empty() || name.contains(&b'<') {
            return Err(Trouble::Malformed);
        }
        self.at += 1 + length;
        self.depth += 1;
        self.name = name;
        self.is_in_tag = true;
        Ok(Event::Open(name))
    }

    fn close(&mut self, name: &'a [u8]) -> Result<Event<'a>, Trouble> {
        self.depth = self.depth.checked_sub(1).ok_or(Trouble::Malformed)?;
        Ok(Event::Close(name))
    }

    /// A CDATA section is an event, a comment is none.
    fn declaration(&mut self, rest: &'a [u8]) -> Result<Option<Event<'a>>, Trouble> {
        const CDATA: &[u8] = b"<![CDATA[";
        if rest.starts_with(b"<!--") {
            self.at += 4 + after(rest.get(4..).unwrap_or(b""), b"-->")?;
            return Ok(None);
        }
        if let Some(inner) = rest.strip_prefix(CDATA) {
            let end = after(inner, b"]]>")?;
            self.at += CDATA.len() + end;
            return Ok(Some(Event::Raw(inner.get(..end - 3).unwrap_or(b""))));
        }
        if rest.starts_with(b"<!DOCTYPE") {
            return Err(Trouble::Doctype);
        }
        Err(if rest.len() < CDATA.len() { Trouble::Cut } else { Trouble::Malformed })
    }

    #[inline]
    fn name_and_value(&mut self, rest: &'a [u8], skipped: usize) -> Result<Option<Attribute<'a>>, Trouble> {
        let equals =
            rest.iter().position(|b| matches!(b, b'=' | b'>' | b'<' | b'"' | b'\'')).ok_or(Trouble::Cut)?;
        let name = rest.get(..equals).unwrap_or(b"").trim_ascii_end();
        if rest.get(equals) != Some(&b'=') || name.is_empty() {
            return Err(Trouble::Malformed);
        }
        let behind = rest.get(equals + 1..).unwrap_or(b"");
        let blanks = behind.iter().take_while(|b| is_blank(**b)).count();
        let quote = *behind.get(blanks).ok_or(Trouble::Cut)?;
        if quote != b'"' && quote != b'\'' {
            return Err(Trouble::Malformed);
        }
        let value = behind.get(blanks + 1..).unwrap_or(b"");
        let value = value.get(..end_of_value(value, quote)?).unwrap_or(b"");
        self.at += skipped + equals + 1 + blanks + 1 + value.len() + 1;
        Ok(Some((name, value)))
    }
}

/// Attribute values are short: a plain loop beats memchr on them, and memchr takes over where one is long.
#[inline]
fn end_of_value(value: &[u8], quote: u8) -> Result<usize, Trouble> {
    const SHORT: usize = 24;
    let short = value.get(..SHORT).unwrap_or(value);
    if let Some(end) = short.iter().position(|b| *b == quote) {
        return Ok(end);
    }
    memchr(quote, value).ok_or(Trouble::Cut)
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}

/// Where the bytes behind the first `end` begin.
fn after(bytes: &[u8], end: &[u8]) -> Result<usize, Trouble> {
    memmem::find(bytes, end).map(|at| at + end.len()).ok_or(Trouble::Cut)
}

fn append<'a>(all: &mut Cow<'a, [u8]>, more: Cow<'a, [u8]>) {
    if all.is_empty() {
        *all = more;
    } else {
        all.to_mut().extend_from_slice(&more);
    }
}

/// The local part of a name.
pub(crate) fn local(name: &[u8]) -> &[u8] {
    memchr(b':', name).and_then(|colon| name.get(colon + 1..)).unwrap_or(name)
}

#[cfg(test)]
mod tests;
