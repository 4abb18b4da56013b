//! The workers of a run: each thread that needs one takes an idle one, or starts one more.
//!
//! Enters: the bytes of a file. Leaves: its batch, or the batch with the flag that says how its worker ended. There are never more workers than threads
//! that ask at once, and none before one is needed.

use super::process::{End, Worker};
use super::watch::{Watch, lock};
use super::{IsolationError, protocol, worker};
use crate::locate;
use crate::model::flag::Place;
use crate::model::{Batch, Check, Flag};
use crate::pipeline::{Limits, Reading};
use crate::wire::{self, WireError};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock};
use std::time::Duration;

/// How often a start is tried: a system that has no process to spare may have one in a moment, and one that was killed may live the next time.
const STARTS: u32 = 4;
const PAUSE: Duration = Duration::from_millis(50);

/// The workers of a run.
pub(super) struct Pool {
    program: PathBuf,
    greeting: Vec<u8>,
    /// What a batch must fit.
    reading: Reading,
    idle: Mutex<Vec<Worker>>,
    watch: OnceLock<Watch>,
}

impl Pool {
    /// A pool without workers.
    pub(super) fn new(program: &Path, reading: &Reading) -> Result<Self, IsolationError> {
        Ok(Self {
            program: program.to_path_buf(),
            greeting: protocol::greeting(reading).ok_or(IsolationError::Definition)?,
            reading: reading.clone(),
            idle: Mutex::new(Vec::new()),
            watch: OnceLock::new(),
        })
    }

    /// What a worker says of a file.
    pub(super) fn batch(&self, bytes: &[u8]) -> Result<Batch, IsolationError> {
        let watch = self.watch()?;
        let worker = self.worker(watch)?;
        let is_used = worker.is_used();
        match self.asked(worker, bytes, watch) {
            // What it remembers of other files must not decide over this one, nor who killed it.
            Err(End::OutOfMemory) if is_used => self.once_more(bytes, watch),
            Err(End::Killed) => self.once_more(bytes, watch),
            asked => Ok(asked.unwrap_or_else(|end| self.refused(&end))),
        }
    }

    /// What a new worker says of a file whose first one ended through no fault of it.
    fn once_more(&self, bytes: &[u8], watch: &Watch) -> Result<Batch, IsolationError> {
        let again = self.asked(self.start(watch)?, bytes, watch);
        Ok(again.unwrap_or_else(|end| self.refused(&end)))
    }

    /// What a worker says of a file. It goes back to the idle ones, or ends here.
    fn asked(&self, mut worker: Worker, bytes: &[u8], watch: &Watch) -> Result<Batch, End> {
        let answer = worker.ask(bytes, self.limits(), watch.due())?;
        let batch = self.understood(answer).map_err(|error| End::Broken(error.to_string()))?;
        worker.rest();
        lock(&self.idle).push(worker);
        Ok(batch)
    }

    fn understood(&self, answer: &[u8]) -> Result<Batch, WireError> {
        let batch = wire::decode(answer)?;
        wire::fits(&batch, &self.reading)?;
        Ok(batch)
    }

    fn limits(&self) -> &Limits {
        &self.reading.limits
    }

    fn refused(&self, end: &End) -> Batch {
        let flag = |check, found: &str| Flag::new(check, Place::file(), found);
        locate::refused(match end {
            End::OutOfMemory => worker::out_of_memory(self.limits()),
            End::NoAnswer => {
                let seconds = format!("{} s", self.limits().worker_seconds);
                flag(Check::LimitTime, "no answer").expected(seconds)
            }
            End::Killed => flag(Check::ReaderCrashed, "killed twice"),
            End::Broken(how) => flag(Check::ReaderCrashed, how),
        })
    }

    /// The last worker that came back, which has most in its memory still, or a new one.
    fn worker(&self, watch: &Watch) -> Result<Worker, IsolationError> {
        loop {
            let idle = lock(&self.idle).pop();
            match idle {
                Some(worker) if worker.is_alive() => return Ok(worker),
                Some(_) => {
                    tracing::warn!("a process that reads files was ended from outside between two files")
                }
                None => return self.start(watch),
            }
        }
    }

    fn start(&self, watch: &Watch) -> Result<Worker, IsolationError> {
        for _ in 1..STARTS {
            match Worker::start(&self.program, &self.greeting, self.limits(), watch) {
                Err(IsolationError::Start { error, .. }) if is_passing(&error) => std::thread::sleep(PAUSE),
                result => return result,
            }
        }
        Worker::start(&self.program, &self.greeting, self.limits(), watch)
    }

    fn watch(&self) -> Result<&Watch, IsolationError> {
        if let Some(watch) = self.watch.get() {
            return Ok(watch);
        }
        let patience = Duration::from_secs(self.limits().worker_seconds);
        let watch = Watch::start(patience)
            .map_err(|error| IsolationError::Start { program: "watch".to_owned(), error })?;
        // Of two threads that come here at once, one finds that the other's watch is there already.
        Ok(self.watch.get_or_init(|| watch))
    }
}

/// Whether a start may succeed a moment later.
fn is_passing(error: &std::io::Error) -> bool {
    use std::io::ErrorKind::{Interrupted, OutOfMemory, WouldBlock};
    matches!(error.kind(), WouldBlock | OutOfMemory | Interrupted)
}
