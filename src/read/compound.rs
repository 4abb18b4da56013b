//! Compound files (MS-CFB): the container of xls, of Word's doc, and of encrypted xlsx.
//!
//! Enters: the bytes of a file. Leaves: the names of its streams, and their bytes. What can go wrong: chains of sectors that leave the file or run in
//! circles; such a stream is `None`, never a panic and never an endless loop.

use super::bytes::{u16_at, u32_at, u64_at};

/// Sectors from this number on are marks, not sectors.
const LAST_SECTOR: u32 = 0xFFFF_FFFA;
/// Streams below this size lie in the small sectors (MS-CFB 2.2).
const MINI_BELOW: u64 = 4096;
const MINI_SECTOR: usize = 64;
const ENTRY: usize = 128;
/// Sectors of the allocation table that the header itself names.
const HEADER_TABLE: usize = 109;

/// An opened compound file.
pub(crate) struct Compound<'a> {
    bytes: &'a [u8],
    sector: usize,
    table: Vec<u32>,
    entries: Vec<Stream>,
}

struct Stream {
    name: String,
    start: u32,
    size: u64,
    is_stream: bool,
    is_root: bool,
}

impl<'a> Compound<'a> {
    /// Reads allocation table and directory.
    pub(crate) fn open(bytes: &'a [u8]) -> Option<Self> {
        let shift = u16_at(bytes, 30)?;
        if shift != 9 && shift != 12 {
            return None;
        }
        let sector = 1usize << shift;
        let table = read_table(bytes, sector)?;
        let mut compound = Self { bytes, sector, table, entries: Vec::new() };
        let directory = compound.chain(u32_at(bytes, 48)?)?;
        let is_large = shift == 12;
        compound.entries = directory.chunks_exact(ENTRY).filter_map(|e| Stream::parse(e, is_large)).collect();
        Some(compound)
    }

    /// Whether there is a stream of that name.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.find(name).is_some()
    }

    /// The bytes of a stream.
    pub(crate) fn stream(&self, name: &str) -> Option<Vec<u8>> {
        let stream = self.find(name)?;
        let size = usize::try_from(stream.size).ok().filter(|size| *size <= self.bytes.len())?;
        let mut data = if stream.size < MINI_BELOW { self.small(stream)? } else { self.chain(stream.start)? };
        // A stream that is cut off is read as far as it goes: the records inside say themselves where they end.
        data.truncate(size);
        Some(data)
    }

    fn find(&self, name: &str) -> Option<&Stream> {
        self.entries.iter().find(|entry| entry.is_stream && entry.name.eq_ignore_ascii_case(name))
    }

    fn sector(&self, number: u32) -> Option<&'a [u8]> {
        sector(self.bytes, self.sector, number)
    }

    /// The bytes of a chain of sectors. It cannot have more of them than the file, so a circle ends.
    fn chain(&self, start: u32) -> Option<Vec<u8>> {
        let most = self.bytes.len() / self.sector + 1;
        let mut data = Vec::new();
        let mut next = start;
        for _ in 0..=most {
            if next >= LAST_SECTOR {
                return Some(data);
            }
            data.extend_from_slice(self.sector(next)?);
            next = *self.table.get(next as usize)?;
        }
        None
    }

    fn small(&self, stream: &Stream) -> Option<Vec<u8>> {
        let root = self.entries.iter().find(|entry| entry.is_root)?;
        let container = self.chain(root.start)?;
        let table = self.chain(u32_at(self.bytes, 60)?)?;
        let mut data = Vec::new();
        let mut next = stream.start;
        while next < LAST_SECTOR && (data.len() as u64) < stream.size {
            let start = (next as usize).checked_mul(MINI_SECTOR)?;
            let rest = container.get(start..)?;
            data.extend_from_slice(rest.get(..MINI_SECTOR).unwrap_or(rest));
            next = u32_at(&table, (next as usize).checked_mul(4)?)?;
        }
        Some(data)
    }
}

impl Stream {
    fn parse(entry: &[u8], is_large: bool) -> Option<Self> {
        let length = usize::from(u16_at(entry, 64)?).checked_sub(2)?;
        let units: Vec<u16> =
            entry.get(..length.min(64))?.chunks_exact(2).filter_map(|pair| u16_at(pair, 0)).collect();
        let kind = *entry.get(66)?;
        // The upper half of the size is undefined in files with sectors of 512 bytes (MS-CFB 2.6.3).
        let size = if is_large { u64_at(entry, 120)? } else { u32_at(entry, 120)?.into() };
        Some(Self {
            name: String::from_utf16_lossy(&units),
            start: u32_at(entry, 116)?,
            size,
            is_stream: kind == 2,
            is_root: kind == 5,
        })
    }
}

fn sector(bytes: &[u8], size: usize, number: u32) -> Option<&[u8]> {
    let start = (number as usize).checked_add(1)?.checked_mul(size)?;
    let rest = bytes.get(start..).filter(|rest| !rest.is_empty())?;
    // The last sector of a file is sometimes short.
    Some(rest.get(..size).unwrap_or(rest))
}

/// The allocation table: its sectors are named in the header, and in a chain of further sectors.
fn read_table(bytes: &[u8], size: usize) -> Option<Vec<u32>> {
    let mut named: Vec<u32> = (0..HEADER_TABLE).map_while(|at| u32_at(bytes, 76 + 4 * at)).collect();
    let mut next = u32_at(bytes, 68)?;
    let most = bytes.len() / size + 1;
    for _ in 0..most {
        if next >= LAST_SECTOR {
            break;
        }
        let further = sector(bytes, size, next)?;
        let mut numbers: Vec<u32> = further.chunks_exact(4).filter_map(|four| u32_at(four, 0)).collect();
        next = numbers.pop()?;
        named.extend(numbers);
    }
    let mut table = Vec::new();
    for number in named.into_iter().filter(|number| *number < LAST_SECTOR).take(most) {
        let numbers = sector(bytes, size, number)?;
        table.extend(numbers.chunks_exact(4).filter_map(|four| u32_at(four, 0)));
    }
    Some(table)
}

#[cfg(test)]
mod tests;
