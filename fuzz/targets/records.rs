//! The records of an xls, without the compound file around them.
//!
//! A workbook is sound and its accounts balance.

#![no_main]

use libfuzzer_sys::fuzz_target;
use std::cell::RefCell;
use tonghop::locate::Memory;
use tonghop::read::fuzzing::records;
use tonghop_fuzz::{account, panics, pipelines};

thread_local! {
    static MEMORIES: RefCell<[Memory; 4]> = RefCell::default();
}

fuzz_target!(init: panics::ours_only(), |data: &[u8]| {
    let Some(workbook) = records(data, &pipelines::limits()) else { return };
    account::is_sound(&workbook);
    let known = pipelines::known(data.len());
    MEMORIES.with_borrow_mut(|memories| {
        account::read(workbook, (&known.lexicon, &known.identifier), &mut memories[data.len() % 4]);
    });
});
