//! `tonghop init`: a definition is drafted from sample workbooks.

use super::options::Init;
use super::{FAILED, PUBLISHED, USAGE, messages, terminal};
use crate::discover::{Source, discover};
use crate::draft::{self, Draft, File};
use rayon::prelude::*;
use std::path::{Path, PathBuf};

/// Files that are named on the terminal.
const NAMED: usize = 10;

/// Runs the command.
pub fn run(options: &Init) -> u8 {
    let id = id_of(options);
    let folder = options.output.clone().unwrap_or_else(|| Path::new("pipelines").join(&id));
    if is_in_use(&folder) && !options.force {
        let message = format!("tonghop: {} is there already; --force writes over it", folder.display());
        return stopped(USAGE, &message);
    }
    let found = match discover(&options.folder, Some(&folder)) {
        Ok(found) => found,
        Err(error) => return stopped(USAGE, &format!("tonghop: {error}")),
    };
    let files = match read(found.sources.into_iter().filter(|source| !source.is_stray).collect()) {
        Ok(files) => files,
        Err(message) => return stopped(FAILED, &message),
    };
    let files: Vec<File> = files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())).collect();
    let draft = match draft::folder(&files, &id) {
        Ok(draft) => draft,
        Err(error) => return stopped(FAILED, &format!("tonghop: {}: {error}", options.folder.display())),
    };
    if let Err(error) = draft.write(&folder) {
        return stopped(FAILED, &format!("tonghop: {}: {error}", folder.display()));
    }
    if let Err(error) = crate::pipeline::load(&folder) {
        // A draft that does not load is a fault of this program; what is wrong with it is still of use.
        return stopped(FAILED, &error.drawn(terminal::is_colour_wanted()));
    }
    terminal::message(&summary(&draft, &folder, &options.folder));
    PUBLISHED
}

fn stopped(code: u8, message: &str) -> u8 {
    terminal::message(message);
    code
}

/// The id: as given, else the name of the folder to write, else that of the folder read.
fn id_of(options: &Init) -> String {
    let name = |path: &PathBuf| path.file_name().map(|name| name.to_string_lossy().into_owned());
    let given = options
        .id
        .clone()
        .or_else(|| options.output.as_ref().and_then(name))
        .or_else(|| name(&options.folder));
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || letter == '-' || letter == '_';
    let given = given.unwrap_or_else(|| "pipeline".to_owned());
    if !given.is_empty() && given.chars().all(is_plain) {
        given
    } else {
        crate::pipeline::draft::id(&given, [])
    }
}

/// Whether a folder holds anything.
fn is_in_use(folder: &Path) -> bool {
    folder.read_dir().is_ok_and(|mut entries| entries.next().is_some()) || folder.is_file()
}

/// The bytes of all files, in the order of their paths.
fn read(sources: Vec<Source>) -> Result<Vec<(String, Vec<u8>)>, String> {
    let read = |source: Source| match std::fs::read(&source.path) {
        Ok(bytes) => Ok((source.relative, bytes)),
        Err(error) => Err(format!("tonghop: {}: {error}", source.path.display())),
    };
    sources.into_par_iter().map(read).collect()
}

fn summary(draft: &Draft, folder: &Path, input: &Path) -> String {
    let mut lines = vec![format!(
        "{}: {} indicators on {} sheets, {} branches, from {} workbooks",
        folder.display(),
        draft.indicators.len(),
        draft.sheets.len(),
        draft.branches.len(),
        draft.workbooks
    )];
    let refused: Vec<String> =
        draft.refused.iter().map(|file| format!("{} ({})", file.path, file.code)).collect();
    lines.extend(listed("cannot be read", &refused));
    lines.extend(listed("nothing of the form in", &draft.strangers));
    lines.push(format!(
        "Check the comments of {}, then: tonghop ingest {} {} --out OUT",
        folder.join("pipeline.toml").display(),
        folder.display(),
        input.display()
    ));
    lines.join("\n")
}

fn listed(what: &str, names: &[String]) -> Vec<String> {
    let mut lines: Vec<String> =
        names.iter().take(NAMED).map(|name| format!("  {what}: {}", messages::clean(name))).collect();
    if names.len() > NAMED {
        lines.push(format!("  {what}: {} more", names.len() - NAMED));
    }
    lines
}
