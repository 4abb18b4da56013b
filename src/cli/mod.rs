//! The command line: options, and one file a command.
//!
//! Messages go to stderr, data to stdout. A command returns its exit code; only `main` exits.

mod check;
mod compared;
mod ingest;
mod init;
mod inspect;
mod messages;
mod options;
mod review;
mod terminal;

pub use options::Command;

use crate::check::compile_rules;
use crate::isolation::{self, Isolation, IsolationError};
use crate::pipeline::{self, Definition};
use clap::{CommandFactory, Parser};
use std::path::Path;
use std::process::ExitCode;

/// Published.
const PUBLISHED: u8 = 0;
/// Failed; nothing published.
const FAILED: u8 = 1;
/// The command line or the pipeline is wrong. The same code as clap's own.
const USAGE: u8 = 2;
/// Published; flags reached `--fail-on`.
const FLAGGED: u8 = 3;
/// Published, but branches are missing or files were rejected beyond the pipeline's threshold.
const INCOMPLETE: u8 = 4;
/// Another run holds the lock: `EX_TEMPFAIL` of sysexits.h, so that schedulers try again.
const LOCKED: u8 = 75;

/// Parses the command line, runs the command and gives its exit code.
pub fn main() -> ExitCode {
    let options = options::Options::parse();
    if matches!(options.command, Command::Worker) {
        return ExitCode::from(worker());
    }
    terminal::start_log(&options.log);
    terminal::quiet_panics();
    let code = match options.command {
        Command::Ingest(ingest) => ingest::run(&ingest, &options.log),
        Command::Check(check) => check::run(&check),
        Command::Review(review) => review::run(&review),
        Command::Inspect(inspect) => inspect::run(&inspect),
        Command::Init(init) => init::run(&init),
        Command::Schema => schema(),
        // Answered above, before a log is started.
        Command::Worker => worker(),
        Command::Completions { shell } => completions(shell),
    };
    ExitCode::from(code)
}

/// The definition in a folder, with rules that can be understood; what is wrong with it goes to stderr.
fn definition(folder: &Path) -> Option<Definition> {
    let loaded = pipeline::load(folder);
    let checked = loaded.and_then(|definition| compile_rules(&definition).map(|_| definition));
    checked.map_err(|error| terminal::drawing(&error.drawn(terminal::is_colour_wanted()))).ok()
}

/// Workers of this program.
fn isolation() -> Result<Isolation, IsolationError> {
    let program = || env!("CARGO_PKG_NAME").to_owned();
    Isolation::of_this_program().map_err(|error| IsolationError::Start { program: program(), error })
}

/// Reads files for another process of this program. Its words on stderr are lines of that one's log.
fn worker() -> u8 {
    std::panic::set_hook(Box::new(|panic| terminal::message(&format!("caught: {panic}"))));
    match isolation::worker::run() {
        Ok(()) => PUBLISHED,
        Err(error) => {
            terminal::message(&format!("tonghop {}: {error}", isolation::COMMAND));
            FAILED
        }
    }
}

/// Prints the JSON Schema of `pipeline.toml`.
fn schema() -> u8 {
    let schema = serde_json::to_string_pretty(&crate::pipeline::schema()).unwrap_or_default();
    terminal::data(&format!("{schema}\n"))
}

fn completions(shell: clap_complete::Shell) -> u8 {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut options::Options::command(), env!("CARGO_PKG_NAME"), &mut script);
    terminal::data(&String::from_utf8_lossy(&script))
}
