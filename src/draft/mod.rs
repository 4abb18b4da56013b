//! Drafts a definition from sample workbooks that nobody has described.
//!
//! Enters: files as paths and bytes. Leaves: a [`Draft`], the texts of `pipeline.toml` and `branches.csv` that the loader takes as they stand, with what
//! was measured over all files in comments. What goes wrong: a folder without any table is an [`DraftError`]; a file that cannot be read is told
//! in the draft.
//!
//! The way through: `observe` reads the files into `grid`s, finds tables (`geometry`, `header`) and the roles of their columns; `groups` says which tables
//! are the same; `rows`, `sections`, `items`, `likeness`, `drift` and `columns` make sheets of them (`forms`, `crosstabs`, `records`); `values` tells kinds and units; `answers`, `identity`, `periods` and
//! `branches` tell whose the reports are and when; `write`, `blocks` and `indicators` put it into words. `words` holds what has to be known of language.

mod answers;
mod blocks;
mod branches;
mod columns;
mod crosstabs;
mod drift;
mod forms;
mod geometry;
mod grid;
mod groups;
mod header;
mod identity;
mod indicators;
mod items;
mod latest;
mod likeness;
mod observe;
mod patterns;
mod periods;
mod records;
mod rows;
mod sections;
mod values;
mod words;
mod write;

#[cfg(test)]
mod tests;

pub use branches::Branch;
pub use observe::{File, Refused};

use crate::pipeline::draft::DraftIndicator;
use std::collections::BTreeSet;
use std::path::Path;
use thiserror::Error;

/// A drafted definition.
#[derive(Debug)]
pub struct Draft {
    /// `pipeline.toml`.
    pub pipeline: String,
    /// `branches.csv`.
    pub branches_csv: String,
    /// The indicators in it.
    pub indicators: Vec<DraftIndicator>,
    /// The branches in it.
    pub branches: Vec<Branch>,
    /// Labels that were recognised as totals.
    pub totals: Vec<String>,
    /// Ids of the sheets in it.
    pub sheets: Vec<String>,
    /// How many workbooks it was made from.
    pub workbooks: usize,
    /// Files that could not be read.
    pub refused: Vec<Refused>,
    /// Copies of other files, each with the file that it is a copy of.
    pub copies: Vec<(String, String)>,
    /// Files in which nothing of the form was found.
    pub strangers: Vec<String>,
}

/// Why there is no draft.
#[derive(Debug, Error)]
pub enum DraftError {
    /// The folder holds no file.
    #[error("there is no file to draft from; put some filled-in workbooks into the folder")]
    Empty,
    /// No file could be read.
    #[error("none of the {} files can be read: {}", .0.len(), listed(.0))]
    Unreadable(Vec<Refused>),
    /// No file has a table.
    #[error(
        "no table was found in {0} workbooks: a table has a row of headers, texts under one of them and numbers under another"
    )]
    NoTable(usize),
}

fn listed(refused: &[Refused]) -> String {
    let shown: Vec<String> =
        refused.iter().take(5).map(|file| format!("{} ({})", file.path, file.code)).collect();
    shown.join(", ")
}

/// Drafts a definition from files, given as paths within their folder and bytes. The id is that of the pipeline.
///
/// # Errors
/// When there is nothing to draft from.
pub fn folder(files: &[File], id: &str) -> Result<Draft, DraftError> {
    if files.is_empty() {
        return Err(DraftError::Empty);
    }
    let observed = observe::observe(files);
    if observed.books.is_empty() {
        return Err(DraftError::Unreadable(observed.refused));
    }
    let groups = groups::groups(&observed);
    let fixed: Vec<&groups::Group> = groups.kept.iter().filter(|group| group.is_fixed).collect();
    let mut dimensions = Vec::new();
    let forms = forms::sheets(&observed, &fixed, &mut dimensions);
    let mut ids = Vec::new();
    let mut records: Vec<records::RecordSheet> = groups
        .kept
        .iter()
        .filter(|group| !group.is_fixed)
        .filter_map(|group| records::sheet(&observed, group, &mut ids))
        .collect();
    only_once(&mut records);
    if forms.is_empty() && records.is_empty() {
        return Err(DraftError::NoTable(observed.books.len()));
    }
    // What stands in a file without any table of the form says nothing about the form.
    let known: BTreeSet<usize> = groups.kept.iter().flat_map(|group| group.books.iter().copied()).collect();
    let answers = answers::answers(&observed.books, &known);
    let identity = identity::identity(&observed, &answers, &groups.kept, &records);
    let branches = branches::branches(&identity.names);
    let periods = periods::periods(&observed, &answers, &records, &branches);
    let parts = write::Parts {
        id,
        observed: &observed,
        groups: &groups,
        forms,
        records,
        answers: &answers,
        identity,
        periods,
        branches,
    };
    Ok(write::draft(parts))
}

/// Two sheets may not go by one name: the first one keeps it.
fn only_once(records: &mut [records::RecordSheet]) {
    let mut names: BTreeSet<String> = BTreeSet::new();
    records
        .iter_mut()
        .for_each(|sheet| sheet.named.retain(|name| names.insert(crate::clean::text::fold(name))));
}

impl Draft {
    /// Writes the files of the definition into a folder, which is made where it is not there.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub fn write(&self, folder: &Path) -> std::io::Result<()> {
        std::fs::create_dir_all(folder)?;
        std::fs::write(folder.join("pipeline.toml"), &self.pipeline)?;
        std::fs::write(folder.join("branches.csv"), &self.branches_csv)
    }
}
