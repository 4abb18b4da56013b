//! Review: what a published run leaves open, and people's decisions about it.
//!
//! Enters: the folder of published runs and the pipeline's folder. Leaves: the flags of the current run, in their order ([`CurrentRun`]), and lines of
//! `accepted.csv` and `corrections.csv` ([`Decision`]), written in one step and only where the definition can still be read with them. What can go
//! wrong is a [`ReviewError`], which says what to do instead. Nothing here needs frames: a run is read as anybody reads it.

mod accept;
mod branches;
mod correct;
mod current;
mod decide;
mod figure;
mod sentence;
mod table;
mod write;

#[cfg(test)]
mod tests;

pub use accept::accept;
pub use branches::branch;
pub use correct::{Replacement, correct};
pub use current::{CurrentRun, PublishedFlag};
pub use decide::{Decider, Decision};
pub use sentence::Sentence;
pub use write::{Written, write};

use crate::pipeline::LoadError;
use crate::publish::Language;
use std::path::PathBuf;

/// Why there is nothing to review, or a decision is not written.
#[derive(Debug, thiserror::Error)]
pub enum ReviewError {
    /// Nothing was published there.
    #[error("there is no published run in {}: give the folder that `tonghop ingest --out` wrote to", .0.display())]
    NoRun(PathBuf),
    /// A file of the run cannot be read.
    #[error("cannot read {}: {reason}", .path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// The decision cannot be made: what was found, and what to do instead.
    #[error("{}", .0.en)]
    Refused(Sentence),
    /// The definition is wrong, or would be with the decision in it.
    #[error("{}", .0.plain())]
    Definition(#[from] LoadError),
    /// The operating system refuses to write.
    #[error(transparent)]
    Write(#[from] crate::publish::PublishError),
}

impl ReviewError {
    /// What is wrong, in a language; what the operating system or the reader of definitions says is English.
    pub fn text(&self, language: Language) -> String {
        match (self, language) {
            (Self::Refused(sentence), language) => sentence.text(language).to_owned(),
            (Self::NoRun(folder), Language::Vi) => {
                let folder = folder.display();
                format!(
                    "chưa có lần tổng hợp nào trong {folder}: hãy chỉ đúng thư mục mà `tonghop ingest --out` đã ghi"
                )
            }
            (error, _) => error.to_string(),
        }
    }

    /// Whether another command line would do: the others are for whoever keeps the machine.
    pub fn is_of_usage(&self) -> bool {
        matches!(self, Self::NoRun(_) | Self::Refused(_) | Self::Definition(_))
    }
}
