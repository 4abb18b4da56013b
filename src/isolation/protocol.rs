//! What a worker and its parent say to each other, in this order: the greeting, the answer that a worker is ready, then a file and its batch, again and again.
//!
//! Enters: the reading half and its limits. Leaves: the greeting as bytes; and the other way round. Both sides are of one version, which the greeting and its
//! answer make sure of.

use crate::pipeline::{Limits, Reading};
use crate::wire::FORMAT;
use serde::{Deserialize, Serialize};

/// The longest greeting: the forms of an organisation are far smaller.
pub(super) const MOST_GREETING: u64 = 1 << 30;

const PROGRAM: &str = env!("CARGO_PKG_VERSION");

/// What comes before everything else, so that the worker has its limits before it makes room for anything.
#[derive(Serialize, Deserialize)]
pub(super) struct Greeting<'g> {
    program: &'g str,
    format: u16,
    /// As in the limits of the reading half, which comes behind it.
    pub worker_bytes: u64,
    pub worker_seconds: u64,
}

impl Greeting<'static> {
    fn new(limits: &Limits) -> Self {
        let Limits { worker_bytes, worker_seconds, .. } = *limits;
        Self { program: PROGRAM, format: FORMAT, worker_bytes, worker_seconds }
    }
}

/// The greeting with the reading half behind it; none where it cannot be written.
pub(super) fn greeting(reading: &Reading) -> Option<Vec<u8>> {
    postcard::to_extend(&(Greeting::new(&reading.limits), reading), Vec::new()).ok()
}

/// The greeting and the bytes of the reading half; none where it is of another version.
pub(super) fn greeted(message: &[u8]) -> Option<(Greeting<'_>, &[u8])> {
    let (greeting, rest) = postcard::take_from_bytes::<Greeting>(message).ok()?;
    (greeting.program == PROGRAM && greeting.format == FORMAT).then_some((greeting, rest))
}

/// The reading half behind a greeting.
pub(super) fn reading(bytes: &[u8]) -> Option<Reading> {
    postcard::from_bytes(bytes).ok()
}

/// The answer of a worker that is ready.
pub(super) const READY: &[u8] = PROGRAM.as_bytes();

/// The longest batch that is taken from a worker. Its facts take several times as much memory as on the way, so that no worker within its limit has a longer
/// one to send. A sound worker held the batch itself, so its parent can; one gone wrong could send a quarter of the limit in texts of no length, which take
/// some fifty bytes each.
pub(super) fn most_batch(limits: &Limits) -> u64 {
    limits.worker_bytes / 4
}
