//! What a part said in a workbook read before, for a part of the very same bytes.
//!
//! Branches fill in one form: their workbooks share styles and relationships to the byte, as the same program wrote them from the same template. These
//! parts are neither inflated nor read again. Equal compressed bytes of equal declared size and CRC inflate to equal parts; the first was checked.
//!
//! Enters: a part as it lies in the archive. Leaves: what was made of it. Nothing can go wrong: what is not remembered is read.

use super::archive::Packed;

/// Parts kept at a time: the generations of a form.
const KEPT: usize = 8;
/// Larger parts are not kept.
const LARGEST: usize = 64 << 10;

/// The parts of one kind.
pub(crate) struct Remembered<T> {
    parts: Vec<(Box<[u8]>, u64, u32, T)>,
    /// Which is replaced next.
    oldest: usize,
}

impl<T> Default for Remembered<T> {
    fn default() -> Self {
        Self { parts: Vec::new(), oldest: 0 }
    }
}

impl<T: Clone> Remembered<T> {
    /// What was made of the same part.
    pub(crate) fn find(&self, part: &Packed) -> Option<T> {
        let is_same = |(data, size, crc, _): &&(Box<[u8]>, u64, u32, T)| {
            (*size, *crc) == (part.size, part.crc) && **data == *part.data
        };
        self.parts.iter().find(is_same).map(|(.., made)| made.clone())
    }

    /// Keeps what was made of a part.
    pub(crate) fn keep(&mut self, part: &Packed, made: &T) {
        if part.data.len() > LARGEST {
            return;
        }
        let entry = (part.data.into(), part.size, part.crc, made.clone());
        match self.parts.get_mut(self.oldest) {
            Some(oldest) => *oldest = entry,
            None => self.parts.push(entry),
        }
        self.oldest = (self.oldest + 1) % KEPT;
    }
}
