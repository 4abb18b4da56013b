//! An outcome becomes the files of a run: its tables, a data package, a manifest.
//!
//! Enters: an [`Outcome`](crate::model::outcome::Outcome) with its [`Definition`], rows in their
//! published order. Leaves: `OUT/current/`, switched in one step. The same input gives the same bytes in every file but
//! `manifest.json`. What can go wrong is a [`PublishError`]: another run holds the lock, or the operating system refuses;
//! `OUT/current` is then what it was.
//!
//! One file a format; each table declares its columns once; what was published is read back in `past`, by the same knowledge. Knows nothing of frames.

mod by_branch;
mod completeness;
mod datapackage;
mod edition;
mod error;
mod facts;
mod file;
mod flags;
pub mod json;
mod lines;
mod manifest;
pub mod message;
mod notation;
pub mod past;
mod records;
mod release;
mod revisions;
mod staging;
mod submissions;
mod sync;
mod system;
mod table;
mod text;
mod totals;

pub use error::PublishError;
pub use message::{Language, message};
pub use release::Release;
pub use staging::{Staging, open};
pub use system::replace;
pub use table::{ColumnDescription, ColumnType, TableDescription};

use crate::pipeline::Definition;
use edition::Edition;
use file::Written;
use jiff::Timestamp;
use std::path::{Path, PathBuf};
use table::Column;

/// Runs kept unless the operator says otherwise: enough to look back, few enough that nobody has to clean up.
pub const RUNS_KEPT: usize = 10;

/// Where a run is published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The output folder, `OUT`; created where it is not there.
    pub out: PathBuf,
    /// How many runs are kept, the new one included; the current one always is, and so is the newest run of each period.
    pub keep: usize,
}

impl Target {
    /// A folder in which [`RUNS_KEPT`] runs are kept.
    pub fn new(out: impl Into<PathBuf>) -> Self {
        Self { out: out.into(), keep: RUNS_KEPT }
    }
}

/// What the manifest says beside the outcome.
#[derive(Clone, Debug)]
pub struct RunInfo {
    /// The program's version.
    pub version: &'static str,
    /// When the run began.
    pub started: Timestamp,
    /// When its outcome was there; gives the run its id.
    pub finished: Timestamp,
    /// Seconds by stage, in the order of the stages.
    pub stages: Vec<(&'static str, f64)>,
    /// The input folder as it was given.
    pub input: String,
    /// Options of the command line that decide something.
    pub settings: Settings,
    /// What the run claims to be.
    pub release: Release,
    /// The earlier runs that it was compared with; none without `--history`.
    pub history: Option<past::HistoryAccount>,
    /// The code with which the program will exit.
    pub exit_code: u8,
}

/// Options of the command line that decide something.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Settings {
    /// Threads.
    pub jobs: usize,
    /// The period that was asked for; none where the pipeline decides.
    pub period: Option<String>,
    /// From which severity on the run exits with 3: `fatal`, `error`, `warning`, `never`.
    pub fail_on: String,
    /// Folder of the definition, where decisions about the run's flags belong.
    pub pipeline: Option<String>,
    /// What bounds the processes that read files; none where files were read in this one.
    pub workers: Option<WorkerLimits>,
}

/// What bounds the processes that read files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub struct WorkerLimits {
    /// Bytes of memory; none where the operating system does not bound it.
    pub bytes: Option<u64>,
    /// Seconds for a file.
    pub seconds: u64,
}

/// A run that is published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// Its id.
    pub run_id: String,
    /// Its folder.
    pub run: PathBuf,
    /// The link to it; a file with its path where the file system has no links.
    pub current: PathBuf,
    /// How many values changed against the run before; none where no run of these periods was published before.
    pub revisions: Option<usize>,
    /// Older runs that should have been removed and could not be.
    pub not_pruned: Vec<PathBuf>,
}

/// A table with the way to its file.
struct TableFile {
    description: TableDescription,
    write: fn(&Edition, &Path) -> Result<Written, PublishError>,
    /// Whether a pipeline has it at all.
    is_wanted: fn(&Definition) -> bool,
}

/// The tables, in the order of the documentation.
fn tables() -> Vec<TableFile> {
    let always = |_: &Definition| true;
    vec![
        TableFile { description: totals::description(), write: totals::write, is_wanted: always },
        TableFile { description: by_branch::description(), write: by_branch::write, is_wanted: always },
        TableFile { description: facts::description(), write: facts::write, is_wanted: always },
        TableFile { description: flags::description(), write: flags::write, is_wanted: always },
        TableFile { description: submissions::description(), write: submissions::write, is_wanted: always },
        TableFile { description: completeness::description(), write: completeness::write, is_wanted: always },
        TableFile { description: revisions::description(), write: revisions::write, is_wanted: always },
        TableFile {
            description: records::description(),
            write: records::write,
            is_wanted: records::is_wanted,
        },
    ]
}

/// The folder of the current run of an output folder; none where nothing was published.
pub fn current(out: &Path) -> Option<PathBuf> {
    system::current(out).map(|run| out.join(run))
}

/// Every table with its columns, for the documentation and whoever checks it.
///
/// ```
/// let totals = &tonghop::publish::descriptions()[0];
/// assert_eq!((totals.name, totals.columns[0].name), ("totals", "period"));
/// ```
pub fn descriptions() -> Vec<TableDescription> {
    tables().into_iter().map(|table| table.description).collect()
}

/// A table's description from its columns.
fn describe<R>(
    name: &'static str,
    row: &'static str,
    columns: &[Column<R>],
    references: &'static [(&'static str, &'static str, &'static str)],
) -> TableDescription {
    TableDescription { name, row, columns: columns.iter().map(Column::describe).collect(), references }
}

#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;
