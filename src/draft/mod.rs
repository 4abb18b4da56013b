//! Drafts a definition from sample workbooks that nobody has described.
//!
//! Enters: files as paths and bytes. Leaves: a [`Draft`], the texts of `pipeline.toml` and `branches.csv` that the loader takes as they stand, with what
//! was measured over all files in comments. What goes wrong: a folder without any table is an [`DraftError`]; a file that cannot be read is told
//! in the draft.
//!
//! The way through: `sample` chooses files; `observe` reads the files into `grid`s, finds tables (`geometry`, `header`) and the roles of their columns; `groups` says which tables
//! are the same; `rows`, `sections`, `items`, `likeness`, `drift` and `columns` make sheets of them (`forms`, `crosstabs`, `records`); `values` tells kinds and units; `answers`, `identity`, `periods` and
//! `branches` tell whose the reports are and when;
//! `survey` is this order, and `collections` finds other forms among the files; `write`, `blocks` and `indicators` put it into words. `words` holds what has to be known of language.

mod answers;
mod blocks;
mod branches;
mod collections;
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
mod sample;
mod sections;
mod survey;
mod values;
mod words;
mod write;

#[cfg(test)]
mod tests;

pub use branches::Branch;
pub use observe::{File, Input, Refused};
pub use sample::{MOST, spread};

use crate::model::Workbook;
use crate::pipeline::Limits;
use crate::pipeline::draft::DraftIndicator;
use crate::read;
use std::path::Path;
use thiserror::Error;

/// A drafted definition.
#[derive(Debug)]
pub struct Draft {
    /// The id of the pipeline.
    pub id: String,
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
    /// Files of other forms that the same branches fill for the same periods.
    pub elsewhere: Vec<String>,
}

/// Forms of a folder that are told apart: with more, something else sets the files apart.
const FORMS: usize = 8;

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
    let paths: Vec<&str> = files.iter().map(|(path, _)| *path).collect();
    let load = |at: usize| files.get(at).map(|(_, bytes)| bytes.to_vec());
    let drafts = folders(&Input { paths: &paths, load: &load, read: &in_process, left_out: 0 }, id)?;
    drafts.into_iter().next().ok_or(DraftError::NoTable(files.len()))
}

/// Makes a workbook of bytes in this process, which hostile ones may end.
pub fn in_process(bytes: &[u8]) -> Result<Workbook, &'static str> {
    read::workbook(bytes, &Limits::default()).map_err(|flag| flag.check.code())
}

/// Drafts a definition for each form that the branches of a folder fill, that of most files first: a branch that sends two workbooks for a period
/// fills two forms, and each is a pipeline of its own. The others get the id with a number.
///
/// # Errors
/// When there is nothing to draft from.
pub fn folders(input: &Input, id: &str) -> Result<Vec<Draft>, DraftError> {
    if input.paths.is_empty() {
        return Err(DraftError::Empty);
    }
    let mut observed = observe::observe(input);
    if observed.books.is_empty() {
        return Err(DraftError::Unreadable(observed.refused));
    }
    let mut drafts: Vec<Draft> = Vec::new();
    let mut elsewhere: Vec<String> = Vec::new();
    let all = observed.books.len();
    while drafts.len() < FORMS {
        let Some(mut survey) = survey::survey(&observed) else { break };
        let others = collections::others(&survey);
        let mut rest = Vec::new();
        if !others.is_empty() {
            rest = observed.take(&others);
            let Some(again) = survey::survey(&observed) else { break };
            survey = again;
        }
        let not_of_it: Vec<String> =
            elsewhere.iter().cloned().chain(rest.iter().map(|book| book.path.clone())).collect();
        let id = if drafts.is_empty() { id.to_owned() } else { format!("{id}-{}", drafts.len() + 1) };
        drafts.push(write::draft(&observed, survey, &id, &not_of_it));
        if rest.is_empty() {
            break;
        }
        let strangers = drafts.last().map_or(&[][..], |draft| draft.strangers.as_slice());
        observed.passed += strangers.len();
        let books = std::mem::replace(&mut observed.books, rest).into_iter().map(|book| book.path);
        elsewhere.extend(books.filter(|path| !strangers.contains(path)));
    }
    if drafts.is_empty() { Err(DraftError::NoTable(all)) } else { Ok(drafts) }
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
