//! Why a published run cannot be read back.

use std::io;
use std::path::{Path, PathBuf};

/// Why a published run cannot be read back. Each names the folder or file, and says what to do.
#[derive(Debug, thiserror::Error)]
pub enum PastError {
    /// The folder holds no run at all.
    #[error(
        "{} holds no published run: expected an output folder (with runs/ in it), the folder of one run (with manifest.json), or a folder of such",
        .folder.display()
    )]
    NoRuns {
        /// The folder.
        folder: PathBuf,
    },
    /// The operating system refuses.
    #[error("cannot read {}: {source}", .path.display())]
    Io {
        /// On what.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The manifest is not one of this program's.
    #[error("{} is no manifest of a run: {found}. Restore it from a copy, or move the run's folder away", .path.display())]
    Manifest {
        /// The manifest.
        path: PathBuf,
        /// What was found.
        found: String,
    },
    /// A table is not what the run has written.
    #[error(
        "{} is not as its run has written it (its {found} is not that in manifest.json): somebody changed or replaced it. Restore it from a copy, or move \
         the run's folder away",
        .path.display()
    )]
    Changed {
        /// The table.
        path: PathBuf,
        /// In what it differs: `size`, `hash`.
        found: &'static str,
    },
    /// A table cannot be understood.
    #[error("{}:{line}: {found}; expected {expected}", .path.display())]
    Table {
        /// The table.
        path: PathBuf,
        /// Line of the file, from 1.
        line: u64,
        /// What was found.
        found: String,
        /// What was expected.
        expected: String,
    },
}

impl PastError {
    /// An error of the operating system.
    pub(super) fn io(path: &Path, source: io::Error) -> Self {
        Self::Io { path: path.into(), source }
    }
}
