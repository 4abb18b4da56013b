//! A folder becomes sources, sorted by their relative paths.
//!
//! Enters: the input folder. Leaves: every file in it, the strays among them told apart by name. What cannot be listed is an
//! error: a folder that is not there must not look like a folder in which nobody reported.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use crate::model::Date;

/// The file in which an office notes when workbooks arrived: `path,date`.
pub const RECEIVED: &str = "received.csv";

/// A file of the input folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Where it is.
    pub path: PathBuf,
    /// Its path relative to the input folder, with `/`.
    pub relative: String,
    /// Whether its name says that it is no submission.
    pub is_stray: bool,
}

/// A folder's files.
#[derive(Debug, Default)]
pub struct Discovery {
    /// Files, sorted by relative path.
    pub sources: Vec<Source>,
    /// Days of receipt by relative path, from `received.csv`.
    pub received: HashMap<String, Date>,
}

/// Why a folder could not be read.
#[derive(Debug, thiserror::Error)]
pub enum DiscoverError {
    /// The folder is not there, is no folder, or may not be listed.
    #[error("cannot list the input folder {path}: {reason}")]
    Unlistable {
        /// The folder.
        path: PathBuf,
        /// What the system says.
        reason: String,
    },
    /// The folder was there and is not any more.
    #[error("the input folder {path} vanished while it was read; nothing was published")]
    Vanished {
        /// The folder.
        path: PathBuf,
    },
    /// `received.csv` has a line that cannot be used.
    #[error("{path}:{line}: {found}; expected a path and a date such as 2023-12-05")]
    Received {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: u64,
        /// What was found.
        found: String,
    },
}

/// Lists a folder. Folders in `skip` (the output and earlier runs, where they lie inside the input) are left out.
///
/// # Errors
/// When the folder cannot be listed or `received.csv` cannot be used.
pub fn discover(input: &Path, skip: &[&Path]) -> Result<Discovery, DiscoverError> {
    let skip: Vec<PathBuf> = skip.iter().filter_map(|path| path.canonicalize().ok()).collect();
    let mut sources = Vec::new();
    let walk = walkdir::WalkDir::new(input).follow_root_links(true).into_iter();
    let is_kept = |entry: &walkdir::DirEntry| {
        let is_inner_folder = entry.file_type().is_dir() && entry.depth() > 0;
        skip.is_empty()
            || !is_inner_folder
            || !entry.path().canonicalize().is_ok_and(|path| skip.contains(&path))
    };
    for entry in walk.filter_entry(is_kept) {
        let entry = entry.map_err(|error| unlistable(input, &error))?;
        if !entry.file_type().is_dir() {
            sources.extend(source(input, entry));
        }
    }
    sources.sort_by(|one: &Source, two: &Source| one.relative.cmp(&two.relative));
    Ok(Discovery { received: received(&input.join(RECEIVED))?, sources })
}

/// Fails where the folder is gone, after its files were read: all of them would be missing, and so would the branches that sent them.
///
/// # Errors
/// When it is no folder any more.
pub fn still_there(input: &Path) -> Result<(), DiscoverError> {
    if input.is_dir() { Ok(()) } else { Err(DiscoverError::Vanished { path: input.to_path_buf() }) }
}

fn unlistable(input: &Path, error: &walkdir::Error) -> DiscoverError {
    let path = error.path().unwrap_or(input).to_path_buf();
    let reason = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
    DiscoverError::Unlistable { path, reason }
}

fn source(input: &Path, entry: walkdir::DirEntry) -> Option<Source> {
    let relative = entry.path().strip_prefix(input).ok()?;
    let parts: Vec<_> = relative.components().map(|part| shown(part.as_os_str())).collect();
    let relative = parts.join("/");
    if relative == RECEIVED {
        return None;
    }
    let name = shown(entry.file_name());
    let is_stray = is_stray_name(&name) || parts.iter().any(|part| part.starts_with('.'));
    // A link may lead out of the folder, and a pipe never ends.
    let is_stray = is_stray || !entry.file_type().is_file();
    Some(Source { path: entry.into_path(), relative, is_stray })
}

/// A name as text. Bytes that are no UTF-8 stay apart (`\xFF`), and from a name that is spelt so (`\x5CxFF`): two files must not become one.
pub fn shown(name: &std::ffi::OsStr) -> String {
    let mut text = String::new();
    for chunk in name.as_encoded_bytes().utf8_chunks() {
        text.push_str(&chunk.valid().replace("\\x", "\\x5Cx"));
        chunk.invalid().iter().for_each(|byte| text.push_str(&format!("\\x{byte:02X}")));
    }
    text
}

/// A path that the operator gave, as text: what is UTF-8 stays as it is, so that it leads there again.
pub fn shown_path(path: &Path) -> String {
    path.to_str().map_or_else(|| shown(path.as_os_str()), str::to_owned)
}

/// Lock files of office programs, and what file managers leave behind.
fn is_stray_name(name: &str) -> bool {
    let lower = name.to_lowercase();
    name.starts_with("~$")
        || name.starts_with('.')
        || lower.ends_with(".tmp")
        || matches!(lower.as_str(), "thumbs.db" | "desktop.ini" | "icon\r")
}

/// Reads `received.csv`, where there is one.
fn received(path: &Path) -> Result<HashMap<String, Date>, DiscoverError> {
    if !path.is_file() {
        return Ok(HashMap::new());
    }
    let at = |line: u64, found: String| DiscoverError::Received { path: path.to_path_buf(), line, found };
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .trim(csv::Trim::All)
        .from_path(path)
        .map_err(|error| at(0, error.to_string()))?;
    let mut received = HashMap::new();
    for record in reader.records() {
        let record = record.map_err(|error| at(0, error.to_string()))?;
        let line = record.position().map_or(0, csv::Position::line);
        let (Some(file), Some(date)) = (record.get(0), record.get(1).and_then(Date::parse_iso)) else {
            return Err(at(line, record.iter().collect::<Vec<_>>().join(",")));
        };
        received.insert(file.trim_start_matches('\u{feff}').replace('\\', "/"), date);
    }
    Ok(received)
}
