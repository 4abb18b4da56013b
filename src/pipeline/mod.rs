//! The definition of a pipeline: a folder of TOML and CSV becomes validated types.
//!
//! Enters: a folder such as `pipelines/doan-khoi`. Leaves: a [`Definition`] in which every name is resolved to an index, every
//! pattern is compiled and every cross-reference holds, or an error with file, line, what was expected and the nearest right word.

pub mod judging;
pub mod reading;

pub use judging::*;
pub use reading::*;

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
