//! The central directory of a zip archive (APPNOTE 4.3.12 to 4.3.16), with its 64-bit forms.
//!
//! Enters: the bytes of a file. Leaves: where the directory lies, and its entries. What can go wrong: a directory that is missing or points outside the file
//! is `None`.

use crate::read::bytes::{u16_at, u32_at, u64_at};
use memchr::memmem;

const END_OF_DIRECTORY: &[u8] = b"PK\x05\x06";
const END_LENGTH: usize = 22;

/// A file inside the archive.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry<'a> {
    /// Its name as stored.
    pub(crate) name: &'a [u8],
    /// Its declared size once inflated.
    pub(crate) size: u64,
    pub(super) compressed: u64,
    pub(super) offset: u64,
    pub(super) crc: u32,
    pub(super) method: u16,
    pub(super) is_encrypted: bool,
}

/// Where the directory lies.
pub(super) struct Directory {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) count: u64,
    /// How many bytes stand before the archive, where something was put in front of it.
    pub(super) shift: u64,
}

impl Directory {
    pub(super) fn find(bytes: &[u8]) -> Option<Self> {
        // The end record is followed by a comment of at most 65,535 bytes.
        let window = bytes.len().saturating_sub(END_LENGTH + 0xFFFF);
        let tail = bytes.get(window..)?;
        memmem::rfind_iter(tail, END_OF_DIRECTORY).find_map(|at| Self::parse(bytes, window + at))
    }

    fn parse(bytes: &[u8], at: usize) -> Option<Self> {
        let record = bytes.get(at..at.checked_add(END_LENGTH)?)?;
        if let Some(directory) = Self::parse_zip64(bytes, at) {
            return Some(directory);
        }
        let count = u64::from(u16_at(record, 10)?);
        let size = u64::from(u32_at(record, 12)?);
        let offset = u64::from(u32_at(record, 16)?);
        Self::new(at, count, size, offset)
    }

    fn parse_zip64(bytes: &[u8], at: usize) -> Option<Self> {
        let locator = bytes.get(at.checked_sub(20)?..at)?;
        if !locator.starts_with(b"PK\x06\x07") {
            return None;
        }
        let end = usize::try_from(u64_at(locator, 8)?).ok()?;
        let record = bytes.get(end..end.checked_add(56)?)?;
        if !record.starts_with(b"PK\x06\x06") {
            return None;
        }
        Self::new(end, u64_at(record, 32)?, u64_at(record, 40)?, u64_at(record, 48)?)
    }

    fn new(end: usize, count: u64, size: u64, offset: u64) -> Option<Self> {
        let start = end.checked_sub(usize::try_from(size).ok()?)?;
        let shift = (start as u64).checked_sub(offset)?;
        Some(Self { start, end, count, shift })
    }
}

impl<'a> Entry<'a> {
    /// Reads the entry that `bytes` begin with, and says what is behind it.
    pub(super) fn parse(bytes: &'a [u8], shift: u64) -> Option<(Self, &'a [u8])> {
        if !bytes.starts_with(b"PK\x01\x02") {
            return None;
        }
        let name_end = 46 + usize::from(u16_at(bytes, 28)?);
        let extra_end = name_end + usize::from(u16_at(bytes, 30)?);
        let end = extra_end + usize::from(u16_at(bytes, 32)?);
        let mut entry = Self {
            name: bytes.get(46..name_end)?,
            size: u32_at(bytes, 24)?.into(),
            compressed: u32_at(bytes, 20)?.into(),
            offset: u32_at(bytes, 42)?.into(),
            crc: u32_at(bytes, 16)?,
            method: u16_at(bytes, 10)?,
            is_encrypted: u16_at(bytes, 8)? & 1 != 0,
        };
        entry.widen(bytes.get(name_end..extra_end)?)?;
        entry.offset = entry.offset.checked_add(shift)?;
        Some((entry, bytes.get(end..)?))
    }

    /// Takes 64-bit values from the zip64 extra field: those whose 32-bit fields are all ones, in this order.
    fn widen(&mut self, mut extra: &[u8]) -> Option<()> {
        const ALL_ONES: u64 = 0xFFFF_FFFF;
        while extra.len() >= 4 {
            let end = 4 + usize::from(u16_at(extra, 2)?);
            let Some(mut body) = extra.get(4..end) else { return Some(()) };
            if u16_at(extra, 0)? == 1 {
                for field in [&mut self.size, &mut self.compressed, &mut self.offset] {
                    if *field == ALL_ONES {
                        *field = u64_at(body, 0)?;
                        body = body.get(8..)?;
                    }
                }
            }
            extra = extra.get(end..)?;
        }
        Some(())
    }
}
