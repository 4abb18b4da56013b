//! Runs that were published, read back: where they lie, which periods they hold, and the rows of their tables.
//!
//! Enters: a folder that somebody names. Leaves: [`PastRun`]s in the order of time, and the rows of their tables, in whatever dialect they were
//! written. What can go wrong is a [`PastError`]: a folder without a run, a manifest that is none, a table that is not what its run has written. Nothing
//! in such a folder is trusted: a table is compared with the hash of its manifest, a manifest is read up to a size, links are followed two folders deep.

mod account;
mod error;
mod find;
mod manifest;
mod table;

pub use account::{HistoryAccount, HistoryRun, LeftOut, Unmapped};
pub use error::PastError;
pub(crate) use find::{join, own_runs_readable};
pub use find::{newest_of_periods, runs_in};
pub use manifest::{PastCorrection, PastRun};
pub use table::{Fault, Row};

#[cfg(test)]
mod tests;
