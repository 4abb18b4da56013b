//! Which panics are faults of ours.
//!
//! A panic inside a parser that we did not write costs its file alone: the library catches it and tells so. The same in our own code is
//! a fault, caught or not.

use std::panic::{set_hook, take_hook};

/// Ends the process on every panic that does not come from another crate. To be called once, behind libFuzzer's own hook, which ends it on all.
pub fn ours_only() {
    let end = take_hook();
    set_hook(Box::new(move |panic| {
        let is_foreign = panic.location().is_some_and(|at| at.file().contains("/registry/"));
        if !is_foreign {
            end(panic);
        }
    }));
}
