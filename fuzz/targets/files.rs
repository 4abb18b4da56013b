//! Any bytes, as a branch may send them: sniffed, read, searched for tables, identified.
//!
//! A workbook is sound, every cell has one disposition, no cell is lost where a workbook is several reports, and what was read before changes nothing.

#![no_main]

use libfuzzer_sys::fuzz_target;
use std::cell::RefCell;
use tonghop::isolation::batch;
use tonghop::locate::Memory;
use tonghop::read;
use tonghop_fuzz::{account, panics, pipelines};

thread_local! {
    static MEMORIES: RefCell<[Memory; 4]> = RefCell::default();
}

fuzz_target!(init: panics::ours_only(), |data: &[u8]| {
    let known = pipelines::known(data.len());
    if let Ok(workbook) = read::workbook(data, &pipelines::limits()) {
        account::is_sound(&workbook);
    }
    let batch = MEMORIES.with_borrow_mut(|memories| batch(data, &known.lexicon, &mut memories[data.len() % 4]));
    account::is_balanced(&batch, &known.lexicon);
    account::is_divided(batch, &known.identifier);
});
