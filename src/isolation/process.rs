//! One worker as its parent sees it: a process with three pipes.
//!
//! Enters: the bytes of a file. Leaves: the batch that the worker answers with, or how it came to its end: out of memory, no answer in time, a signal, an
//! answer that is none. What it says on standard error goes to the log, and tells why it ended.

use super::watch::{GRACE, Watch, Watched, lock};
use super::{IsolationError, frames, protocol, system};
use crate::pipeline::Limits;
use std::io::{BufReader, ErrorKind, Read};
use std::path::Path;
use std::process::{ChildStderr, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::mpsc::Receiver;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// What a worker gets to begin, however little a file gets: a machine may be busy.
const START: Duration = Duration::from_secs(60);
/// What is kept of the room for answers from one to the next.
const ROOM: usize = 1 << 20;
/// What is kept of the last words of a worker.
const KEPT: usize = 4 << 10;
/// Lines of a worker that reach the log: a hostile file must not fill it.
const LOGGED: usize = 100;
/// What is read from a pipe at once.
const CHUNK: usize = 64 << 10;

/// How a worker came to its end.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum End {
    /// It asked for more memory than it may have.
    OutOfMemory,
    /// It did not answer in time.
    NoAnswer,
    /// Somebody outside killed it: an operator, or a system that needed the memory for others. That says nothing of the file.
    Killed,
    /// Something else, in words.
    Broken(String),
}

/// A worker process.
pub(super) struct Worker {
    watched: Arc<Watched>,
    /// Closed to make it end.
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    words: Words,
    answer: Vec<u8>,
    is_used: bool,
}

/// What a worker says on standard error.
struct Words {
    /// The last of it.
    kept: Arc<Mutex<Vec<u8>>>,
    /// Closed when it has said everything.
    end: Receiver<()>,
}

impl Worker {
    /// Starts a worker and waits until it is ready.
    pub(super) fn start(
        program: &Path,
        greeting: &[u8],
        limits: &Limits,
        watch: &Watch,
    ) -> Result<Self, IsolationError> {
        let failed = |error| IsolationError::Start { program: program.to_string_lossy().into_owned(), error };
        let pipe = Stdio::piped;
        let mut command = Command::new(program);
        system::name(&mut command);
        let mut child = command
            .arg(super::COMMAND)
            // A backtrace costs more than the file is worth.
            .env("RUST_BACKTRACE", "0")
            .stdin(pipe())
            .stdout(pipe())
            .stderr(pipe())
            .spawn()
            .map_err(failed)?;
        let pipes = (child.stdin.take(), child.stdout.take(), child.stderr.take());
        let watched = watch.over(child);
        let (Some(input), Some(output), Some(errors)) = pipes else {
            return Err(IsolationError::Begin("it has no pipes".to_owned()));
        };
        let mut worker = Self {
            watched,
            input: Some(input),
            output: BufReader::with_capacity(CHUNK, output),
            words: Words::listen(errors).map_err(failed)?,
            answer: Vec::new(),
            is_used: false,
        };
        match worker.ask(greeting, limits, watch.due_after(START)) {
            Ok(protocol::READY) => Ok(worker),
            Ok(_) => Err(IsolationError::Begin("it is of another version of the program".to_owned())),
            Err(End::OutOfMemory) => {
                let size = size(limits.worker_bytes);
                Err(IsolationError::Begin(format!("{size} (`worker_bytes`) are not enough for it")))
            }
            Err(End::NoAnswer) => Err(IsolationError::Begin(format!(
                "it was not ready in {} s",
                watch.patience(START).as_secs()
            ))),
            Err(End::Killed) => Err(failed(ErrorKind::Interrupted.into())),
            Err(End::Broken(how)) => Err(IsolationError::Begin(how)),
        }
    }

    /// Sends a message and waits for the answer until it is due. After an end the worker is of no more use.
    pub(super) fn ask(&mut self, message: &[u8], limits: &Limits, due: Instant) -> Result<&[u8], End> {
        self.watched.wait_until(due);
        let sent = self.input.as_mut().map(|input| frames::send(input, message));
        // A worker that dies before it has taken everything has words to say too: only its answer decides.
        drop(sent);
        let most = protocol::most_batch(limits);
        let answered = frames::take(&mut self.output, most, &mut self.answer);
        let is_over = self.watched.is_over();
        match answered {
            Ok(true) if !is_over => Ok(&self.answer),
            _ if is_over => {
                self.end();
                Err(End::NoAnswer)
            }
            Err(error) if error.kind() == ErrorKind::InvalidData => {
                Err(End::Broken("an answer that is too long".to_owned()))
            }
            _ => Err(self.how_it_ended()),
        }
    }

    /// Whether it is alive: between two files it may have been killed from outside, which is no fault of the next one.
    pub(super) fn is_alive(&self) -> bool {
        matches!(self.watched.child().try_wait(), Ok(None))
    }

    /// Lets go of what only a huge answer needed.
    pub(super) fn rest(&mut self) {
        self.answer.shrink_to(ROOM);
        self.is_used = true;
    }

    /// Whether it has read other files, and remembers something of them.
    pub(super) const fn is_used(&self) -> bool {
        self.is_used
    }

    /// How a worker ended whose pipe has ended. One that has closed it and lives on is killed.
    fn how_it_ended(&mut self) -> End {
        let Some((status, words)) = self.end() else { return End::Broken("?".to_owned()) };
        let has_said = |text: &str| memchr::memmem::find(&words, text.as_bytes()).is_some();
        // What Rust says before it aborts.
        if has_said("memory allocation of ") {
            return End::OutOfMemory;
        }
        if system::is_killed(status) {
            return End::Killed;
        }
        End::Broken(match (system::signal(status), status.code()) {
            _ if has_said("has overflowed its stack") => "stack overflow".to_owned(),
            (Some(signal), _) => format!("stopped by signal {signal}"),
            (None, Some(code)) => format!("ended with code {code}"),
            (None, None) => "ended".to_owned(),
        })
    }

    /// Makes sure that it is dead, and takes its last words.
    fn end(&mut self) -> Option<(ExitStatus, Vec<u8>)> {
        drop(self.input.take());
        let status = self.watched.ended()?;
        Some((status, self.words.last()))
    }
}

impl Drop for Worker {
    /// An idle worker holds nothing that is worth waiting for.
    fn drop(&mut self) {
        let mut child = self.watched.child();
        let _ = child.kill();
        let _ = child.wait();
    }
}

impl Words {
    /// Listens on a thread of its own: a worker whose words nobody takes would wait for ever.
    fn listen(errors: ChildStderr) -> std::io::Result<Self> {
        let kept = Arc::new(Mutex::new(Vec::new()));
        let (said_all, end) = std::sync::mpsc::channel::<()>();
        let keeping = kept.clone();
        let listen = move || {
            listen(errors, &keeping);
            drop(said_all);
        };
        std::thread::Builder::new().name("words".to_owned()).spawn(listen)?;
        Ok(Self { kept, end })
    }

    /// The last words of a dead worker.
    fn last(&self) -> Vec<u8> {
        // Whoever it has started may hold the pipe open.
        let _ = self.end.recv_timeout(GRACE);
        std::mem::take(&mut *lock(&self.kept))
    }
}

/// Reads what a worker says until it is dead; lines go to the log as they come, marks that would move a terminal made visible.
fn listen(mut errors: ChildStderr, kept: &Mutex<Vec<u8>>) {
    let (mut line, mut logged) = (Vec::new(), 0);
    let mut chunk = [0; 1 << 10];
    loop {
        let read = match errors.read(&mut chunk) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(_) => break,
        };
        let said = chunk.get(..read).unwrap_or_default();
        keep(&mut lock(kept), said);
        for &byte in said {
            if byte != b'\n' && line.len() < KEPT {
                line.push(byte);
            } else if logged < LOGGED {
                log(&line);
                logged += usize::from(!line.is_empty());
                line.clear();
            }
        }
    }
    if logged < LOGGED {
        log(&line);
    }
}

fn keep(kept: &mut Vec<u8>, said: &[u8]) {
    kept.extend_from_slice(said);
    let excess = kept.len().saturating_sub(KEPT);
    kept.drain(..excess);
}

fn log(line: &[u8]) {
    let line = String::from_utf8_lossy(line);
    if !line.trim().is_empty() {
        tracing::warn!(said = ?line.trim(), "a process that reads files");
    }
}

/// A number of bytes as people write it: `1 GiB`.
pub(super) fn size(bytes: u64) -> String {
    let units = [(30, "GiB"), (20, "MiB"), (10, "KiB")];
    let whole = units.into_iter().find(|(power, _)| bytes > 0 && bytes.is_multiple_of(1 << power));
    whole.map_or_else(|| format!("{bytes} B"), |(power, unit)| format!("{} {unit}", bytes >> power))
}
