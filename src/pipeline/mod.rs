//! The definition of a pipeline: a folder of TOML and CSV becomes validated types.
//!
//! Enters: a folder such as `pipelines/doan-khoi`. Leaves: a [`Definition`] in which every name is resolved to an index, every
//! pattern is compiled and every cross-reference holds, or a [`LoadError`] with everything that is wrong: file, line, what was
//! expected and the nearest right word.
//!
//! The way through: `folder` reads the files; `register` reads branches.csv; `shape` compares pipeline.toml with the keys that the
//! format has (`keys`, in the language of `format` and `choices`); `settings`, `submission`, `dimensions`, `sheets`, `indicators` and
//! `versions` give it a meaning; `relations`, `labels` and `places` look at indicators together; `rules` reads what must hold between them, `operands` the names in it;
//! `published` reads the announced figures, `decisions` what people have accepted and corrected.
//! `draft` goes the other way: it writes pieces of pipeline.toml.

pub mod draft;
pub mod judging;
pub mod limits;
pub mod reading;

mod choices;
mod columns;
mod compose;
mod decisions;
mod dimensions;
mod error;
mod folder;
mod format;
mod indicators;
mod keys;
mod labels;
mod lines;
mod names;
mod operands;
mod places;
mod published;
mod register;
mod relations;
mod rollup;
mod rules;
mod schema;
mod settings;
mod shape;
mod sheets;
mod submission;
mod suggest;
mod table;
mod thresholds;
mod units;
mod versions;

#[cfg(test)]
mod tests;

use crate::model::Fact;
use crate::model::outcome::Submission;

pub use decisions::{Acceptance, Correction};
pub use error::{LoadError, Problem};
#[cfg(fuzzing)]
pub use folder::load_files;
pub use folder::{load, load_with};
pub use judging::*;
pub use limits::Limits;
pub use operands::{Misnomer, Operand};
pub use reading::*;
pub use rules::{OnMissing, Passage, Rule, Tolerance};
pub use schema::schema;
#[cfg(feature = "publishing")]
pub(crate) use suggest::{folded, nearest};
pub use thresholds::*;

/// A validated definition.
#[derive(Clone, Debug)]
pub struct Definition {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: Label,
    /// What decides how workbooks are read.
    pub reading: Reading,
    /// What decides how facts are judged.
    pub judging: Judging,
    /// SHA-256 of each file of the definition, by file name, for the manifest.
    pub hashes: Vec<(String, String)>,
}

impl Definition {
    /// Whether a submission says nothing but what somebody wrote down again of a branch, in a summary of all: it is no report of the branch.
    pub fn is_restatement(&self, submission: &Submission) -> bool {
        let restating = &self.judging.restating_measures;
        let is_restated = |fact: &Fact| restating.iter().any(|(measure, _)| *measure == fact.measure);
        let facts = &submission.batch.facts;
        !restating.is_empty() && !facts.is_empty() && facts.iter().all(is_restated)
    }
}
