//! What a person sees: a progress bar on a terminal, plain log lines elsewhere; data on stdout, the rest on stderr.

use super::options::Log;
use super::{FAILED, PUBLISHED, messages};
use crate::publish;
use crate::run::Progress;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::{IsTerminal, Write};
use tracing_subscriber::EnvFilter;

/// Starts logging to stderr. `RUST_LOG` overrides the options; colour only on a terminal and without `NO_COLOR`.
pub fn start_log(options: &Log) {
    let level = match (options.quiet, options.verbose) {
        (true, _) => "warn",
        (_, true) => "tonghop=debug,info",
        _ => "info",
    };
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(level));
    let builder =
        tracing_subscriber::fmt().with_env_filter(filter).with_writer(|| Unfailing(std::io::stderr()));
    let is_coloured = is_colour_wanted();
    // A second start keeps the first log: nothing to do about it.
    let _ = match options.log_json {
        true => builder.json().with_ansi(false).try_init(),
        false => builder.with_ansi(is_coloured).with_target(false).compact().try_init(),
    };
}

/// Takes everything, also where nobody is left to read it: a log on a full disk, or a pager that was left, must not cost the run.
struct Unfailing(std::io::Stderr);

impl Write for Unfailing {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let _ = self.0.write_all(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        let _ = self.0.flush();
        Ok(())
    }
}

/// A panic in a parser is a flag on its file: a line for the log, no backtrace on the terminal.
pub fn quiet_panics() {
    std::panic::set_hook(Box::new(|panic| tracing::warn!("caught: {panic}")));
}

/// Whether stderr shows colour.
pub fn is_colour_wanted() -> bool {
    anstream::AutoStream::choice(&std::io::stderr()) != anstream::ColorChoice::Never
}

/// A bar over files, drawn on a terminal only.
pub fn progress_bar(options: &Log) -> ProgressBar {
    let is_drawn = std::io::stderr().is_terminal() && !options.quiet && !options.log_json;
    let target = if is_drawn { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
    let style = ProgressStyle::with_template("{bar:30} {pos}/{len}  {per_sec}  {elapsed}")
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::with_draw_target(None, target).with_style(style)
}

/// Moves a bar.
pub fn advance(bar: &ProgressBar, progress: Progress) {
    match progress {
        Progress::Found(files) => bar.set_length(files as u64),
        Progress::Done => bar.inc(1),
    }
}

/// Writes data to stdout. A reader that has gone away (`| head`) is no failure.
pub fn data(text: &str) -> u8 {
    match std::io::stdout().write_all(text.as_bytes()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => FAILED,
        _ => PUBLISHED,
    }
}

/// A document as JSON for stdout. None of ours has a key that is no text.
pub fn json(document: &serde_json::Value) -> String {
    publish::json::pretty(document).unwrap_or_default() + "\n"
}

/// Writes a message to stderr. Whatever names of files stand in it, it does not move the terminal.
pub fn message(text: &str) {
    drawing(&messages::clean_lines(text));
}

/// Writes what is drawn in colour to stderr: an error in the operator's own definition.
pub fn drawing(text: &str) {
    // Nobody is left to tell when stderr is gone.
    let _ = writeln!(anstream::stderr(), "{text}");
}
