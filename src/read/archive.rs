//! The zip archive around xlsx, xlsb and ods: its directory is checked before anything is inflated.
//!
//! Enters: the bytes of a file. Leaves: parts by name, each inflated whole, checked against its declared size and its CRC. What can go
//! wrong: the directory is cut off or points outside the file, a part is encrypted, a part lies about its size.
//!
//! Whole parts are inflated by libdeflate, which is 1.45 times faster than zlib-rs on the parts of small workbooks and 1.7 times on tall ones (2.3 times
//! fewer instructions). It cannot stream: zlib-rs inflates parts too large to hold.

mod directory;

use super::bytes::u16_at;
use crate::pipeline::limits::SMALL_PART;
use directory::Directory;
pub(crate) use directory::Entry;
use flate2::bufread::DeflateDecoder;
use libdeflater::{Decompressor, crc32};
use std::io::Read;

/// Deflate cannot compress better than this: a part that declares more is lying, and its memory is never asked for.
const BEST_RATIO: u64 = 1_032;

/// Why a part cannot be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Damage {
    /// The archive's directory is missing or broken: the file was probably cut off.
    Directory,
    /// A part's bytes are not what the directory says.
    Part,
    /// A part is compressed in a way that workbooks never are.
    Method,
    /// A part is encrypted.
    Encrypted,
    /// There is no memory for a part.
    Memory,
}

/// The directory of an archive.
#[derive(Debug)]
pub(crate) struct Archive<'a> {
    bytes: &'a [u8],
    entries: Vec<Entry<'a>>,
}

/// A part as it lies in the archive.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Packed<'a> {
    /// The bytes, compressed.
    pub(crate) data: &'a [u8],
    /// Bytes once inflated.
    pub(crate) size: u64,
    /// Their CRC.
    pub(crate) crc: u32,
}

impl<'a> Archive<'a> {
    /// Reads the directory.
    pub(crate) fn open(bytes: &'a [u8]) -> Result<Self, Damage> {
        let directory = Directory::find(bytes).ok_or(Damage::Directory)?;
        let mut rest = bytes.get(directory.start..directory.end).ok_or(Damage::Directory)?;
        let mut entries = Vec::new();
        while let Some((entry, behind)) = Entry::parse(rest, directory.shift) {
            entries.push(entry);
            rest = behind;
        }
        // The 16-bit count wraps round at 65,536 in archives without the zip64 record: only its low half must agree.
        let is_complete = rest.is_empty() && entries.len() as u64 & 0xFFFF == directory.count & 0xFFFF;
        if is_complete { Ok(Self { bytes, entries }) } else { Err(Damage::Directory) }
    }

    /// What all parts declare to be together once inflated.
    pub(crate) fn inflated_bytes(&self) -> u64 {
        self.entries.iter().fold(0, |sum, entry| sum.saturating_add(entry.size))
    }

    /// The largest of what parts declare to be once inflated.
    pub(crate) fn largest_part(&self) -> u64 {
        self.entries.iter().map(|entry| entry.size).max().unwrap_or(0)
    }

    /// The most times that a part declares to be larger than its compressed form, of those that a reader would open.
    pub(crate) fn highest_ratio(&self) -> u64 {
        let is_judged = |entry: &&Entry| entry.size >= SMALL_PART && is_read(entry.name);
        let ratios = self.entries.iter().filter(is_judged).map(|entry| entry.size / entry.compressed.max(1));
        ratios.max().unwrap_or(0)
    }

    /// The part of a name: case does not matter, as in every office program, and the last of two counts, as for calamine.
    pub(crate) fn find(&self, name: &str) -> Option<&Entry<'a>> {
        self.entries.iter().rev().find(|entry| is_same_name(entry.name, name.as_bytes()))
    }

    /// Inflates a part whole, into `buffer` unless it is stored as it is.
    pub(crate) fn part<'b>(
        &self,
        entry: &Entry<'a>,
        inflater: &mut Inflater,
        buffer: &'b mut Vec<u8>,
    ) -> Result<&'b [u8], Damage>
    where
        'a: 'b,
    {
        let data = self.data(entry)?;
        let part = match entry.method {
            0 if data.len() as u64 == entry.size => data,
            8 => inflater.inflate(data, entry.size, buffer)?,
            0 => return Err(Damage::Part),
            _ => return Err(Damage::Method),
        };
        if crc32(part) == entry.crc { Ok(part) } else { Err(Damage::Part) }
    }

    /// A deflated part as it lies there; none for any other, which cannot be told by its bytes alone.
    pub(crate) fn packed(&self, entry: &Entry<'a>) -> Option<Packed<'a>> {
        let data = self.data(entry).ok().filter(|_| entry.method == 8)?;
        Some(Packed { data, size: entry.size, crc: entry.crc })
    }

    /// A part as a stream, for one that is too large to hold. It ends with an error where size or CRC are not as declared.
    pub(crate) fn stream(&self, entry: &Entry<'a>) -> Result<PartStream<'a>, Damage> {
        let data = self.data(entry)?;
        let source = match entry.method {
            0 => Source::Stored(data),
            8 => Source::Deflated(DeflateDecoder::new(data)),
            _ => return Err(Damage::Method),
        };
        Ok(PartStream { source, left: entry.size, crc: libdeflater::Crc::new(), expected: entry.crc })
    }

    /// Whether every part is what the directory says: asked before a reader that trusts the directory is let in. Shows the bytes of each part with its
    /// number, piece by piece.
    pub(crate) fn verify_each(
        &self,
        chunk: &mut Vec<u8>,
        mut look: impl FnMut(usize, &[u8]),
    ) -> Result<(), Damage> {
        const CHUNK: usize = 1 << 16;
        if chunk.len() < CHUNK {
            chunk.resize(CHUNK, 0);
        }
        for (at, entry) in self.entries.iter().enumerate() {
            let mut stream = self.stream(entry)?;
            loop {
                match stream.fill(chunk)? {
                    0 => break,
                    count => look(at, chunk.get(..count).unwrap_or(&[])),
                }
            }
        }
        Ok(())
    }

    fn data(&self, entry: &Entry<'a>) -> Result<&'a [u8], Damage> {
        if entry.is_encrypted {
            return Err(Damage::Encrypted);
        }
        let start = usize::try_from(entry.offset).map_err(|_| Damage::Part)?;
        let header = self.bytes.get(start..).ok_or(Damage::Part)?;
        if !header.starts_with(b"PK\x03\x04") {
            return Err(Damage::Part);
        }
        let name = u16_at(header, 26).ok_or(Damage::Part)?;
        let extra = u16_at(header, 28).ok_or(Damage::Part)?;
        let body = header.get(30 + usize::from(name) + usize::from(extra)..).ok_or(Damage::Part)?;
        let length = usize::try_from(entry.compressed).map_err(|_| Damage::Part)?;
        body.get(..length).ok_or(Damage::Part)
    }
}

/// The inflater, made once for many parts.
pub(crate) struct Inflater(Decompressor);

impl Inflater {
    /// A fresh one.
    pub(crate) fn new() -> Self {
        Self(Decompressor::new())
    }

    fn inflate<'b>(&mut self, data: &[u8], size: u64, buffer: &'b mut Vec<u8>) -> Result<&'b [u8], Damage> {
        if size > (data.len() as u64).saturating_mul(BEST_RATIO).saturating_add(BEST_RATIO) {
            return Err(Damage::Part);
        }
        let size = usize::try_from(size).map_err(|_| Damage::Part)?;
        if buffer.len() < size {
            // A process that asks for memory that is not there dies.
            buffer.try_reserve_exact(size - buffer.len()).map_err(|_| Damage::Memory)?;
            buffer.resize(size, 0);
        }
        let target = buffer.get_mut(..size).ok_or(Damage::Part)?;
        let written = self.0.deflate_decompress(data, target).map_err(|_| Damage::Part)?;
        if written == size { buffer.get(..size).ok_or(Damage::Part) } else { Err(Damage::Part) }
    }
}

/// A part that is read piece by piece.
pub(crate) struct PartStream<'a> {
    source: Source<'a>,
    left: u64,
    crc: libdeflater::Crc,
    expected: u32,
}

enum Source<'a> {
    Stored(&'a [u8]),
    Deflated(DeflateDecoder<&'a [u8]>),
}

impl PartStream<'_> {
    /// Fills as much of `target` as the part still has; 0 is its end.
    pub(crate) fn fill(&mut self, target: &mut [u8]) -> Result<usize, Damage> {
        let mut filled = 0;
        while let Some(room) = target.get_mut(filled..).filter(|room| !room.is_empty()) {
            let read = match &mut self.source {
                Source::Stored(data) => data.read(room),
                Source::Deflated(decoder) => decoder.read(room),
            };
            match read.map_err(|_| Damage::Part)? {
                0 => break,
                count => filled += count,
            }
        }
        self.account(target.get(..filled).unwrap_or(&[]))?;
        Ok(filled)
    }

    fn account(&mut self, bytes: &[u8]) -> Result<(), Damage> {
        self.left = self.left.checked_sub(bytes.len() as u64).ok_or(Damage::Part)?;
        self.crc.update(bytes);
        let is_right = !bytes.is_empty() || (self.left == 0 && self.crc.sum() == self.expected);
        if is_right { Ok(()) } else { Err(Damage::Part) }
    }
}

/// Whether a reader may open a part of this name. A blank picture, which none opens, compresses without end.
fn is_read(name: &[u8]) -> bool {
    let is_of = |ending: &[u8]| {
        name.len()
            .checked_sub(ending.len())
            .and_then(|at| name.get(at..))
            .is_some_and(|end| end.eq_ignore_ascii_case(ending))
    };
    [b".xml".as_slice(), b".rels", b".bin"].into_iter().any(is_of)
}

fn is_same_name(stored: &[u8], wanted: &[u8]) -> bool {
    let stored = stored.strip_prefix(b"/").unwrap_or(stored);
    stored.len() == wanted.len()
        && stored.iter().zip(wanted).all(|(a, b)| a.eq_ignore_ascii_case(b) || (*a == b'\\' && *b == b'/'))
}

#[cfg(test)]
mod tests;
