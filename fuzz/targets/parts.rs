//! Parts of an xlsx or ods, which the target zips: the whole step from a source to a batch, without deflate and checksums in the way.
//!
//! Asserted as for `files`, and that the same bytes give the same batch whatever was read before.

#![no_main]

use libfuzzer_sys::fuzz_target;
use std::cell::RefCell;
use tonghop::isolation::batch;
use tonghop::locate::Memory;
use tonghop::read;
use tonghop_fuzz::{account, package, panics, pipelines};

thread_local! {
    static MEMORIES: RefCell<[Memory; 4]> = RefCell::default();
}

fuzz_target!(init: panics::ours_only(), |data: &[u8]| {
    let file = package::packed(data);
    let known = pipelines::known(data.len());
    if let Ok(workbook) = read::workbook(&file, &pipelines::limits()) {
        account::is_sound(&workbook);
    }
    let read = |memory: &mut Memory| batch(&file, &known.lexicon, memory);
    let found = MEMORIES.with_borrow_mut(|memories| read(&mut memories[data.len() % 4]));
    account::is_balanced(&found, &known.lexicon);
    assert!(found == read(&mut Memory::default()), "what was read before matters");
    account::is_divided(found, &known.identifier);
});
