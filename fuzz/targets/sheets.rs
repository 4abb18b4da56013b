//! Sheets as lines of text (see `grid`): what looks for tables, labels, headers and values in them, and what divides a workbook into reports.
//!
//! Asserted as for `parts`.

#![no_main]

use libfuzzer_sys::fuzz_target;
use std::cell::RefCell;
use tonghop::locate::Memory;
use tonghop_fuzz::input::choice_and_text;
use tonghop_fuzz::{account, grid, panics, pipelines};

thread_local! {
    static MEMORIES: RefCell<[Memory; 4]> = RefCell::default();
}

fuzz_target!(init: panics::ours_only(), |data: &[u8]| {
    let Some((choice, text)) = choice_and_text(data) else { return };
    let workbook = grid::workbook(&text);
    account::is_sound(&workbook);
    let known = pipelines::known(usize::from(choice));
    MEMORIES.with_borrow_mut(|memories| {
        account::read(workbook, (&known.lexicon, &known.identifier), &mut memories[usize::from(choice) % 4]);
    });
});
