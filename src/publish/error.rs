//! Why nothing could be published: always something that the operator has to change.

use crate::model::Period;
use std::io;
use std::path::{Path, PathBuf};

/// Why a run could not be published. The output folder still shows the run before it.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// Another run is writing to the same folder; the program exits with 75.
    #[error("another run holds the lock {}: wait until it has finished, or choose another output folder", .path.display())]
    LockHeld {
        /// The lock file.
        path: PathBuf,
    },
    /// Something stands in the way that no run has put there, and that is not removed unasked.
    #[error("{} is in the way: {expected}. Move it away, or choose another output folder", .path.display())]
    InTheWay {
        /// What stands there.
        path: PathBuf,
        /// What belongs there.
        expected: &'static str,
    },
    /// The figures of a period were given out, and the run does not say that it revises them.
    #[error(
        "the figures of {period} were published as {before} (run {run}): a {release} run must not take their place. Publish with --release revised, or \
         into another output folder"
    )]
    AlreadyFinal {
        /// The period.
        period: Period,
        /// The run that gave them out.
        run: String,
        /// As what: `final`, `revised`.
        before: &'static str,
        /// What this run claims to be.
        release: &'static str,
    },
    /// The run says that it revises figures, and none were given out.
    #[error(
        "--release revised, but no figures of {periods} were published as final, in the output folder or in --history. Publish with --release final"
    )]
    NothingToRevise {
        /// The periods of the run.
        periods: String,
    },
    /// The operating system refuses.
    #[error("cannot {action} {}: {source}", .path.display())]
    Io {
        /// What was tried: a verb.
        action: &'static str,
        /// On what.
        path: PathBuf,
        /// Why it failed.
        source: io::Error,
    },
}

impl PublishError {
    /// An error of the operating system, with what was tried on what.
    pub(crate) fn io(action: &'static str, path: &Path, source: io::Error) -> Self {
        Self::Io { action, path: path.into(), source }
    }
}
