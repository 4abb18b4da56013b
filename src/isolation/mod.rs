//! Reading where its death costs one file: what no bounded reader of ours reads is read by worker processes of the same program.
//!
//! Enters: the bytes of a file. Leaves: its [`Batch`], the same as if it had been read in process. An abort (no memory left, no stack left) cannot be caught
//! inside a process, and an endless loop cannot be stopped there. So csv, and xlsx that our own reader understands, are read on the threads of the
//! run; xls, xlsb, ods, and xlsx that calamine is to read, go to a worker. One that dies, takes too much memory or too much time is replaced, and the
//! file in its hands is out: `limit-memory`, `limit-time` or `reader-crashed`. It is not tried again, since the same bytes would do the same; but for
//! one that took all memory of a worker which had read other files, and remembered them: what becomes of a file must not depend on those before it.
//!
//! - `step`: from bytes to a batch, in whichever process
//! - `pool`: the workers of a run, as many as threads ask at once; none is started before one is needed
//! - `process`: one worker as its parent sees it
//! - `watch`: ends workers whose time is up
//! - [`worker`]: the worker itself
//! - `frames`, `protocol`: what goes through the pipes
//! - `system`: what only some operating systems can do
//!
//! The definition's reading half goes through the pipe before the first file, so that a definition which is edited meanwhile leads to no other reading.
//! A worker that cannot be *started* is no fault of a file: it ends the run with an error, and nothing is published.
//!
//! On Linux the operating system bounds the memory of a worker; elsewhere only its time is bounded, and a file that takes all memory is stopped by
//! whatever the system does then: [`IS_MEMORY_LIMITED`] says which.

pub mod worker;

mod frames;
mod pool;
mod process;
mod protocol;
mod step;
mod system;
mod watch;

#[cfg(test)]
mod tests;

use crate::locate::{Lexicon, Memory};
use crate::model::{Batch, Check, Flag, Workbook};
use crate::pipeline::{Limits, Reading};
use crate::read;
use pool::Pool;
use std::io;
use std::path::PathBuf;
use thiserror::Error;

pub use step::batch;
pub use system::{IS_MEMORY_LIMITED, open_sent};

/// The word on the command line that makes the program a worker.
pub const COMMAND: &str = "worker";

/// Where files are read that no bounded reader reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Isolation {
    /// On the threads of this process, which such a file may end.
    InProcess,
    /// In processes of a program that becomes a worker when it is called with [`COMMAND`].
    Workers {
        /// The program: this one, at its own version.
        program: PathBuf,
        /// Whether they read csv and xlsx too, which need no such care.
        is_for_all: bool,
    },
}

impl Isolation {
    /// Workers of the program that is running, for what no bounded reader reads.
    ///
    /// # Errors
    /// Where the operating system does not tell which program that is.
    pub fn of_this_program() -> io::Result<Self> {
        system::this_program().map(|program| Self::Workers { program, is_for_all: false })
    }
}

/// Why files cannot be read by workers. Nothing a branch sends leads here.
#[derive(Debug, Error)]
pub enum IsolationError {
    /// The operating system starts no process.
    #[error("cannot start a process to read files with ({program}): {error}")]
    Start {
        /// The program.
        program: String,
        /// Why.
        error: io::Error,
    },
    /// It was started, and is no worker of this version, or has no room to begin.
    #[error("the process that is to read files did not begin: {0}")]
    Begin(String),
    /// The definition cannot be handed on.
    #[error("cannot hand the definition to another process")]
    Definition,
}

/// Reads the files of a run, each in its place.
pub struct Readers {
    pool: Option<Pool>,
    is_for_all: bool,
}

impl Readers {
    /// Readers for a definition. No process is started yet.
    ///
    /// # Errors
    /// Where the definition cannot be handed on.
    pub fn new(isolation: &Isolation, reading: &Reading) -> Result<Self, IsolationError> {
        Ok(match isolation {
            Isolation::InProcess => Self { pool: None, is_for_all: false },
            Isolation::Workers { program, is_for_all } => {
                Self { pool: Some(Pool::new(program, reading)?), is_for_all: *is_for_all }
            }
        })
    }

    /// Everything that a workbook's bytes say. The lexicon is of the same reading half.
    ///
    /// # Errors
    /// Where a worker is needed and none can be started.
    pub fn batch(
        &self,
        bytes: &[u8],
        lexicon: &Lexicon,
        memory: &mut Memory,
    ) -> Result<Batch, IsolationError> {
        match &self.pool {
            None => Ok(step::batch(bytes, lexicon, memory)),
            Some(pool) if self.is_for_all => pool.batch(bytes),
            Some(pool) => match step::bounded_batch(bytes, lexicon, memory) {
                Some(batch) => Ok(batch),
                None => pool.batch(bytes),
            },
        }
    }

    /// A workbook with every cell, for a person to look at; or the fatal flag that says why there is none.
    ///
    /// Workbooks do not travel between processes. What no bounded reader reads is read by a worker first, who throws it away: bytes that do no harm there do none
    /// here.
    ///
    /// # Errors
    /// Where a worker is needed and none can be started.
    pub fn workbook(
        &self,
        bytes: &[u8],
        limits: &Limits,
    ) -> Result<Result<Workbook, Box<Flag>>, IsolationError> {
        let Some(pool) = &self.pool else { return Ok(read::workbook(bytes, limits)) };
        if let Some(read) = read::bounded_workbook(bytes, limits, None) {
            return Ok(read);
        }
        let tried = pool.batch(bytes)?;
        match tried.flags.into_iter().find(|flag| is_of_worker(flag.check)) {
            Some(flag) => Ok(Err(Box::new(flag))),
            None => Ok(read::workbook(bytes, limits)),
        }
    }
}

/// Whether a check says how a worker came to its end.
const fn is_of_worker(check: Check) -> bool {
    matches!(check, Check::LimitMemory | Check::LimitTime | Check::ReaderCrashed)
}
