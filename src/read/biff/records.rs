//! The records of a BIFF stream, and the strings inside them.
//!
//! Enters: a stream. Leaves: records, and texts that may run on in CONTINUE records. What can go wrong: a record that ends early, which ends the
//! reading of it with `None`.

pub(super) use crate::read::bytes::{u16_at as u16_of, u32_at as u32_of};

/// The record that ends a substream.
pub(crate) const END: u16 = 0x000A;
/// The record that goes on where the one before it was full.
const CONTINUE: u16 = 0x003C;

/// A record.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Record<'a> {
    /// Its number.
    pub(crate) kind: u16,
    /// Its bytes.
    pub(crate) data: &'a [u8],
}

/// The records of a stream, one after the other.
#[derive(Clone)]
pub(crate) struct Records<'a> {
    stream: &'a [u8],
}

impl<'a> Records<'a> {
    /// From the beginning of a stream or substream.
    pub(crate) fn new(stream: &'a [u8]) -> Self {
        Self { stream }
    }

    /// The CONTINUE records that are next.
    pub(super) fn continued(&mut self) -> Vec<&'a [u8]> {
        let mut parts = Vec::new();
        while u16_of(self.stream, 0) == Some(CONTINUE) {
            // One that is cut off ends the reading of the stream.
            let Some(record) = self.next() else { break };
            parts.push(record.data);
        }
        parts
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = Record<'a>;

    fn next(&mut self) -> Option<Record<'a>> {
        let kind = u16_of(self.stream, 0)?;
        let end = 4 + usize::from(u16_of(self.stream, 2)?);
        let data = self.stream.get(4..end)?;
        self.stream = self.stream.get(end..)?;
        Some(Record { kind, data })
    }
}

/// Bytes that run through several records.
pub(super) struct Parts<'a> {
    current: &'a [u8],
    rest: std::vec::IntoIter<&'a [u8]>,
}

/// A text, and the fonts of its parts: where each begins and which it is.
pub(super) struct Rich {
    pub(super) text: String,
    pub(super) runs: Vec<(u16, u16)>,
}

impl<'a> Parts<'a> {
    /// A record and those that continue it.
    pub(super) fn new(first: &'a [u8], rest: Vec<&'a [u8]>) -> Self {
        Self { current: first, rest: rest.into_iter() }
    }

    /// A text with a 16-bit count of characters (MS-XLS 2.5.293, 2.5.294).
    pub(super) fn rich(&mut self) -> Option<Rich> {
        let count = self.u16()?;
        self.text(count.into())
    }

    /// A text with an 8-bit count of characters (MS-XLS 2.5.240).
    pub(super) fn short(&mut self) -> Option<String> {
        let count = self.u8()?;
        self.text(count.into()).map(|rich| rich.text)
    }

    pub(super) fn skip(&mut self, mut count: usize) -> Option<()> {
        while count > 0 {
            if self.current.is_empty() {
                self.current = self.rest.next()?;
            }
            let step = count.min(self.current.len());
            self.current = self.current.get(step..)?;
            count -= step;
        }
        Some(())
    }

    fn text(&mut self, count: usize) -> Option<Rich> {
        let flags = self.u8()?;
        let runs = if flags & 8 != 0 { self.u16()? } else { 0 };
        let extension =
            if flags & 4 != 0 { u64::from(self.u16()?) | u64::from(self.u16()?) << 16 } else { 0 };
        let text = self.characters(count, flags & 1 != 0)?;
        let runs = (0..runs).map(|_| Some((self.u16()?, self.u16()?))).collect::<Option<Vec<_>>>()?;
        // Phonetic text, which is left out.
        self.skip(usize::try_from(extension).ok()?)?;
        Some(Rich { text, runs })
    }

    /// Characters of one byte or two. Where a record ends between them, the next begins with a new width.
    fn characters(&mut self, count: usize, is_wide: bool) -> Option<String> {
        let mut units = Vec::with_capacity(count);
        let mut is_wide = is_wide;
        while units.len() < count {
            if self.current.is_empty() {
                self.current = self.rest.next()?;
                is_wide = self.u8()? & 1 != 0;
                continue;
            }
            let unit = if is_wide { self.u16()? } else { self.u8()?.into() };
            units.push(unit);
        }
        Some(String::from_utf16_lossy(&units))
    }

    fn u8(&mut self) -> Option<u8> {
        if self.current.is_empty() {
            self.current = self.rest.next()?;
        }
        let (first, rest) = self.current.split_first()?;
        self.current = rest;
        Some(*first)
    }

    pub(super) fn u16(&mut self) -> Option<u16> {
        Some(u16::from_le_bytes([self.u8()?, self.u8()?]))
    }
}
