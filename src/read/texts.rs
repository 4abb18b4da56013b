//! Texts that workbooks have in common, each held once a thread.
//!
//! Branches fill in one form: nearly every text of a workbook stood in the one before. Enters: a text. Leaves: the one that is held already where there
//! is one, so that whoever works out what a text means knows it again by its place in memory. Nothing can go wrong.

use crate::model::map::Set;
use std::sync::Arc;

/// Texts held before all are let go: forms have hundreds, names and remarks have no end. Few enough that looking one up stays in a core's cache.
const KEPT: usize = 2_048;
/// Longer texts, in bytes, are remarks that do not come twice.
const LONGEST: usize = 200;

/// The texts that a thread holds.
#[derive(Default)]
pub(crate) struct Texts(Set<Arc<str>>);

impl Texts {
    /// The text, held for the workbooks to come.
    pub(crate) fn hold(&mut self, text: &str) -> Arc<str> {
        if let Some(known) = self.0.get(text) {
            return known.clone();
        }
        let made: Arc<str> = text.into();
        if text.len() <= LONGEST && !is_marked_number(text) {
            if self.0.len() >= KEPT {
                self.0.clear();
            }
            self.0.insert(made.clone());
        }
        made
    }
}

/// Whether a text is digits with marks between them, `1.250,5`: such a one comes once, and thousands of them would push out the others. A few digits with
/// marks are numbering, `1.2.3`, which every workbook has.
fn is_marked_number(text: &str) -> bool {
    const DIGITS_OF_NUMBERING: usize = 3;
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let marks = text.bytes().filter(|byte| matches!(byte, b'.' | b',')).count();
    marks > 0 && digits > DIGITS_OF_NUMBERING && digits + marks == text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_held_once() {
        let mut texts = Texts::default();
        let one = texts.hold("Số đoàn viên");
        assert!(Arc::ptr_eq(&one, &texts.hold("Số đoàn viên")));
        assert_eq!(&*texts.hold("Số chi đoàn"), "Số chi đoàn");
        assert!(Arc::ptr_eq(&texts.hold("1.2.3"), &texts.hold("1.2.3")));
        assert!(!Arc::ptr_eq(&texts.hold("1.250"), &texts.hold("1.250")));
    }

    #[test]
    fn memory_stays_bounded() {
        let mut texts = Texts::default();
        (0..=KEPT).for_each(|number| _ = texts.hold(&number.to_string()));
        assert_eq!(texts.0.len(), 1);
        let long = "x".repeat(LONGEST + 1);
        assert!(!Arc::ptr_eq(&texts.hold(&long), &texts.hold(&long)));
    }
}
