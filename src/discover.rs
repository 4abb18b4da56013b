//! A folder becomes sources, sorted by their relative paths.
//!
//! Enters: the input folder. Leaves: every file in it, the strays among them told apart by name. That it cannot be listed is an
//! error: a folder that is not there must not look like a folder in which nobody reported. A folder inside it that cannot be listed is a source of its own, which
//! nobody can read either.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use crate::isolation;
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
        match entry {
            Ok(entry) if entry.file_type().is_dir() => {}
            Ok(entry) => {
                let is_file = entry.file_type().is_file();
                sources.extend(source(input, entry.into_path(), is_file));
            }
            Err(error) => match error.path().filter(|_| error.depth() > 0) {
                // It stands for what is in it: whoever opens it learns why it cannot be read, and the rest of the folder counts.
                Some(path) => sources.extend(source(input, path.to_path_buf(), true)),
                None => return Err(unlistable(input, &error)),
            },
        }
    }
    sources.sort_by(|one: &Source, two: &Source| one.relative.cmp(&two.relative));
    let received = received(&input.join(RECEIVED))?;
    let is_there = |path: &String| sources.binary_search_by(|source| source.relative.cmp(path)).is_ok();
    received
        .keys()
        .filter(|path| !is_there(path))
        .for_each(|path| tracing::warn!(?path, "{RECEIVED} names a file that is not in the folder"));
    Ok(Discovery { received, sources })
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

fn source(input: &Path, path: PathBuf, is_file: bool) -> Option<Source> {
    let relative = path.strip_prefix(input).ok()?;
    let parts: Vec<_> = relative.components().map(|part| shown(part.as_os_str())).collect();
    let relative = parts.join("/");
    if relative == RECEIVED {
        return None;
    }
    let name = parts.last()?;
    let is_apart =
        |part: &String| part.starts_with('.') || OF_THE_SYSTEM.contains(&part.to_lowercase().as_str());
    // A link may lead out of the folder, and a pipe never ends.
    let is_stray = !is_file || is_stray_name(name) || parts.iter().any(is_apart);
    Some(Source { path, relative, is_stray })
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

/// Folders that file systems and file managers keep at the root of a disk, in small letters: what was thrown away there was not sent in.
const OF_THE_SYSTEM: [&str; 4] = ["lost+found", "$recycle.bin", "recycler", "system volume information"];

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
    // Whoever may put files into the folder may put a link there, which leads anywhere.
    if !path.symlink_metadata().is_ok_and(|metadata| metadata.is_file()) {
        return Ok(HashMap::new());
    }
    let at = |line: u64, found: String| DiscoverError::Received { path: path.to_path_buf(), line, found };
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .has_headers(false)
        .trim(csv::Trim::All)
        .from_reader(isolation::open_sent(path).map_err(|error| at(0, error.to_string()))?);
    let mut received = HashMap::new();
    for (order, record) in (0..).zip(reader.records()) {
        let record = record.map_err(|error| at(0, error.to_string()))?;
        let line = record.position().map_or(0, csv::Position::line);
        let (Some(file), Some(date)) = (record.get(0), record.get(1).and_then(Date::parse_iso)) else {
            // The line above the columns, where there is one. A date in another notation is none.
            let has_digit = record.get(1).is_some_and(|date| date.bytes().any(|byte| byte.is_ascii_digit()));
            if order == 0 && !has_digit {
                continue;
            }
            return Err(at(line, record.iter().collect::<Vec<_>>().join(",")));
        };
        let file = file.trim_start_matches('\u{feff}').replace('\\', "/");
        if received.insert(file, date).is_some_and(|earlier| earlier != date) {
            return Err(at(
                line,
                format!("{} again, with another date", record.iter().collect::<Vec<_>>().join(",")),
            ));
        }
    }
    Ok(received)
}
