//! Bounds on what a file may hold, so that none of them can bring the run down: all of them stand here, each with its reason.
//!
//! Enters: nothing. Leaves: the [`Limits`] that hold where a pipeline says nothing; `[limits]` of `pipeline.toml` sets any of them. A file that goes
//! beyond one is kept out and flagged with the code that belongs to the limit; what an archive declares is looked at before anything is
//! inflated. What is cheap to check is checked first, so the limits stand in that order.

use serde::{Deserialize, Serialize};

/// Bounds on what a file may hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Bytes of a file: it is held in memory as it is. Forms have some ten thousand bytes; with photographs in them, millions.
    pub file_bytes: u64,
    /// Bytes of all parts of a workbook once decompressed: what reading costs in time, if nothing else is wrong.
    pub inflated_bytes: u64,
    /// Bytes of one part once decompressed. A sheet of a million rows of ten columns has half of it.
    pub part_bytes: u64,
    /// Bytes of one part that has to be in memory as a whole: the texts and styles of an xlsx, all of an ods. Each thread may hold one.
    pub held_bytes: u64,
    /// How many times larger a part may be than its compressed form. Markup of office programs compresses 5 to 50 times; 1,032 is the most that
    /// deflate can do, which only repetition without end reaches. Parts below [`SMALL_PART`] and pictures are not judged.
    pub ratio: u64,
    /// Sheets of a workbook: an office that keeps a sheet a branch has hundreds.
    pub sheets: u64,
    /// Shared strings of a workbook: each takes memory beside its letters. Half a million records with ten texts each have as many.
    pub strings: u64,
    /// The last row in which a cell may be filled: Excel's own limit.
    pub rows: u64,
    /// The last column in which a cell may be filled: Excel's own limit.
    pub columns: u64,
    /// Filled cells of a workbook: each that is held takes 40 bytes.
    pub cells: u64,
    /// Characters of a text cell: Excel's own limit.
    pub text_chars: u64,
    /// Bytes of memory that a worker process may take, see [`isolation`](crate::isolation): one for each core has to fit into the machine.
    pub worker_bytes: u64,
    /// Seconds after which a worker process that has not answered is ended: forms take thousandths of one.
    pub worker_seconds: u64,
}

/// Decompressed, a part this small costs nothing, whatever its ratio.
pub const SMALL_PART: u64 = 1 << 20;

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: 256 << 20,
            inflated_bytes: 2 << 30,
            part_bytes: 1 << 30,
            held_bytes: 512 << 20,
            ratio: 500,
            sheets: 1_000,
            strings: 5_000_000,
            rows: 1_048_576,
            columns: 16_384,
            cells: 20_000_000,
            text_chars: 32_767,
            worker_bytes: 1 << 30,
            worker_seconds: 20,
        }
    }
}
