//! The step from bytes to a batch: a pure function of them and of the reading half, in whichever process it is taken.
//!
//! Enters: the bytes of a file and the lexicon. Leaves: a batch, always: what goes wrong is a flag in it.

use crate::locate::{self, Lexicon, Memory};
use crate::model::flag::Place;
use crate::model::{Batch, Check, Flag, Workbook};
use crate::read::{self, Wanted};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Everything that a workbook's bytes say, by whichever reader knows its format, in this process.
pub fn batch(bytes: &[u8], lexicon: &Lexicon, memory: &mut Memory) -> Batch {
    let (is_named, is_telling) = wanted(lexicon);
    let wanted = Wanted { is_named: &is_named, is_telling: &is_telling };
    located(read::workbook_for(bytes, &lexicon.reading.limits, Some(wanted)), lexicon, memory)
}

/// The same where a bounded reader reads it; `None` where a process of its own is to.
pub(super) fn bounded_batch(bytes: &[u8], lexicon: &Lexicon, memory: &mut Memory) -> Option<Batch> {
    let (is_named, is_telling) = wanted(lexicon);
    let wanted = Wanted { is_named: &is_named, is_telling: &is_telling };
    let read = read::bounded_workbook(bytes, &lexicon.reading.limits, Some(wanted))?;
    Some(located(read, lexicon, memory))
}

/// Whether a sheet's name is asked for, and whether a text may be.
fn wanted(lexicon: &Lexicon) -> (impl Fn(&str) -> bool, impl Fn(&str) -> bool) {
    (|name: &str| lexicon.is_named(name), |text: &str| lexicon.is_telling(text))
}

fn located(read: Result<Workbook, Box<Flag>>, lexicon: &Lexicon, memory: &mut Memory) -> Batch {
    match read {
        Ok(workbook) => guarded(memory, |memory| locate::batch(workbook, lexicon, memory)),
        Err(flag) => locate::refused(*flag),
    }
}

/// A fault of this program in the face of one workbook costs that workbook, not the run.
pub(super) fn guarded(memory: &mut Memory, batch: impl FnOnce(&mut Memory) -> Batch) -> Batch {
    catch_unwind(AssertUnwindSafe(|| batch(memory))).unwrap_or_else(|_| {
        // What was remembered may be half written.
        *memory = Memory::default();
        locate::refused(Flag::new(Check::UnreadableFile, Place::file(), "panic"))
    })
}
