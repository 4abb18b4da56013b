//! The worker: a process that takes file after file from its standard input and answers with batches on its standard output.
//!
//! Enters: the greeting with limits and reading half, then files. Leaves: the answer that it is ready, then a batch for each. It ends when its input ends or
//! nobody takes its answers; for when it computes and has no parent left, the operating system ends it once its time is up. What it says on
//! standard error is for the log of its parent.

use super::{frames, protocol, step, system};
use crate::locate::{self, Lexicon, Memory};
use crate::model::flag::Place;
use crate::model::{Batch, Check, Flag};
use crate::pipeline::Limits;
use crate::wire;
use std::io::{self, BufReader, Error, ErrorKind};

/// What every reading is done on, however much the shell allows: a stack without end would be memory that no limit counts.
const STACK: usize = 8 << 20;
/// What is kept of the room for files and answers from one to the next.
const KEPT: usize = 1 << 20;
/// What is read from a pipe at once.
const CHUNK: usize = 64 << 10;

/// Reads files until there are no more.
///
/// # Errors
/// Where the pipes break, or what comes first is no greeting of this version.
pub fn run() -> io::Result<()> {
    let mut input = BufReader::with_capacity(CHUNK, io::stdin().lock());
    let mut message = Vec::new();
    if !frames::take(&mut input, protocol::MOST_GREETING, &mut message)? {
        return Ok(());
    }
    let (greeting, rest) = protocol::greeted(&message).ok_or_else(unknown)?;
    system::limit(greeting.worker_bytes);
    system::limit_time(greeting.worker_seconds);
    let reading = protocol::reading(rest).ok_or_else(unknown)?;
    drop(message);
    drop(input);
    let thread = std::thread::Builder::new()
        .name("reader".to_owned())
        .stack_size(STACK)
        .spawn(move || serve(&Lexicon::new(reading)))?;
    thread.join().unwrap_or_else(|_| Err(Error::other("panic")))
}

fn unknown() -> Error {
    Error::new(ErrorKind::InvalidData, "the greeting is of another version of the program")
}

fn serve(lexicon: &Lexicon) -> io::Result<()> {
    let limits = &lexicon.reading.limits;
    let mut input = BufReader::with_capacity(CHUNK, io::stdin().lock());
    let mut output = system::output()?;
    let mut memory = Memory::default();
    let (mut file, mut answered) = (Vec::new(), Vec::new());
    frames::send(&mut output, protocol::READY)?;
    while frames::take(&mut input, limits.file_bytes, &mut file)? {
        system::limit_time(limits.worker_seconds);
        let batch = step::batch(&file, lexicon, &mut memory);
        answered = answer(&batch, limits, answered)?;
        frames::send(&mut output, &answered)?;
        file.shrink_to(KEPT);
        answered.shrink_to(KEPT);
    }
    Ok(())
}

/// A batch as bytes, in the room of the one before. One that is too long for the parent takes more memory than a worker may have.
fn answer(batch: &Batch, limits: &Limits, room: Vec<u8>) -> io::Result<Vec<u8>> {
    let bytes = wire::encode_into(batch, room).map_err(Error::other)?;
    if bytes.len() as u64 <= protocol::most_batch(limits) {
        return Ok(bytes);
    }
    wire::encode(&locate::refused(out_of_memory(limits))).map_err(Error::other)
}

/// The flag of a file whose reading takes more memory than there may be.
pub(super) fn out_of_memory(limits: &Limits) -> Flag {
    let flag = Flag::new(Check::LimitMemory, Place::file(), "out of memory");
    flag.expected(super::process::size(limits.worker_bytes))
}
