//! Whether the cells of a huge sheet have to be held.
//!
//! Enters: each cell's text, until one is wanted. Leaves: which cells may be passed over. The beginning of the sheet is always held: titles stand
//! there. A text that is wanted, further down than that, means that the sheet has to be read again with every cell.

use super::strings::Strings;
use crate::read::Wanted;

/// Cells from the beginning of a sheet that are held whatever they hold.
pub(super) const BEGINNING: usize = 4_096;

/// What is known of the sheet so far.
pub(super) struct Scout<'w> {
    wanted: Wanted<'w>,
    /// Shared strings that are known not to be wanted.
    unwanted: Vec<bool>,
    /// Whether a text that is wanted was met after cells had been passed over.
    pub(super) is_too_late: bool,
}

impl<'w> Scout<'w> {
    pub(super) fn new(wanted: Wanted<'w>) -> Self {
        Self { wanted, unwanted: Vec::new(), is_too_late: false }
    }

    /// Whether a text is wanted.
    pub(super) fn is_telling(&self, text: &str) -> bool {
        (self.wanted.is_telling)(text)
    }

    /// Whether a shared string is wanted: asked once of each.
    #[inline]
    pub(super) fn is_shared_telling(&mut self, strings: &Strings, index: u32) -> bool {
        if self.unwanted.get(index as usize) == Some(&true) {
            return false;
        }
        let is_telling = strings.get(index).is_some_and(|text| self.is_telling(text));
        if self.unwanted.len() < strings.len() {
            self.unwanted.resize(strings.len(), false);
        }
        if let Some(unwanted) = self.unwanted.get_mut(index as usize) {
            *unwanted = !is_telling;
        }
        is_telling
    }
}
