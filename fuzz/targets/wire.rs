//! Batches as bytes, as a worker process sends them.
//!
//! Content behind a header and a checksum that are right, however hostile: it is refused, or the batch in it is sound, is written and read again as the
//! same, and the stages that follow bear it. A batch that was read from a workbook comes out as it went in.

#![no_main]

use libfuzzer_sys::fuzz_target;
use tonghop::locate::{self, Memory};
use tonghop::wire::{decode, encode, fits};
use tonghop_fuzz::input::choice_and_text;
use tonghop_fuzz::{account, grid, message, panics, pipelines};

fuzz_target!(init: panics::ours_only(), |data: &[u8]| {
    let Some((choice, content)) = data.split_first() else { return };
    let known = pipelines::known(usize::from(choice >> 1));
    if choice & 1 == 0 {
        let Ok(batch) = decode(&message::around(content)) else { return };
        let again = encode(&batch).and_then(|bytes| decode(&bytes));
        assert_eq!(again.as_ref(), Ok(&batch));
        if fits(&batch, &known.lexicon.reading).is_ok() {
            let _ = known.identifier.submissions(batch, &account::provenance());
        }
    } else if let Some((_, text)) = choice_and_text(content) {
        let batch = locate::batch(grid::workbook(&text), &known.lexicon, &mut Memory::default());
        assert_eq!(fits(&batch, &known.lexicon.reading), Ok(()));
        let again = encode(&batch).and_then(|bytes| decode(&bytes));
        assert_eq!(again, Ok(batch));
    }
});
