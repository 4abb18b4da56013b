//! The files of a definition's folder: read, hashed, and handed on as text.

use super::Definition;
use super::compose::{Texts, compose};
use super::error::{Document, Findings, LoadError, Problem};
use sha2::{Digest, Sha256};
use std::path::Path;
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// Reads and validates a definition, whole, before anything else happens.
///
/// The folder holds `pipeline.toml`, the register `branches.csv` and, where figures were announced, `published.csv`, and where people
/// have decided, `accepted.csv` and `corrections.csv`; all are UTF-8, with or without a byte order mark.
///
/// # Errors
/// Everything that is wrong with any of the files, together: see [`LoadError::plain`] and [`LoadError::drawn`].
pub fn load(folder: &Path) -> Result<Definition, LoadError> {
    load_files(folder, |name| std::fs::read(folder.join(name)))
}

/// The same as if one of the files had other bytes: what a change would do, before it is made.
///
/// # Errors
/// As [`load`].
pub fn load_with(folder: &Path, (changed, bytes): (&str, &[u8])) -> Result<Definition, LoadError> {
    load_files(folder, |name| match name == changed {
        true => Ok(bytes.to_owned()),
        false => std::fs::read(folder.join(name)),
    })
}

/// The same from wherever the bytes of the files come.
///
/// # Errors
/// As [`load`].
pub fn load_files(
    folder: &Path,
    read: impl Fn(&str) -> std::io::Result<Vec<u8>>,
) -> Result<Definition, LoadError> {
    let mut hashes = Vec::new();
    let mut problems = Vec::new();
    let mut file = |name: &str, is_required| {
        read_file(folder, (name, read(name)), is_required, &mut hashes).unwrap_or_else(|problem| {
            problems.extend(problem);
            None
        })
    };
    let pipeline = file("pipeline.toml", true);
    let branches = file("branches.csv", true);
    let published = file("published.csv", false);
    let accepted = file("accepted.csv", false);
    let corrections = file("corrections.csv", false);
    let outcome = compose(&Texts { pipeline, branches, published, accepted, corrections });
    let found = match outcome {
        Ok(definition) if problems.is_empty() => return Ok(Definition { hashes, ..definition }),
        Ok(_) => Vec::new(),
        Err(found) => found,
    };
    problems.extend(found);
    Err(LoadError { folder: folder.display().to_string(), problems })
}

/// A file as a document, its hash noted. `None` for a file that may be absent and is.
fn read_file(
    folder: &Path,
    (name, bytes): (&str, std::io::Result<Vec<u8>>),
    is_required: bool,
    hashes: &mut Vec<(String, String)>,
) -> Result<Option<Document>, Vec<Problem>> {
    let path = folder.join(name);
    let shown = path.display().to_string();
    let bytes = match bytes {
        Ok(bytes) => bytes,
        Err(error) if !is_required && error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => {
            let found = format!("the file cannot be read: {error}");
            return Err(problem_of_file(shown, "", &found, "a readable file"));
        }
    };
    hashes.push((name.to_owned(), hex(&Sha256::digest(&bytes))));
    document(shown, &bytes).map(Some)
}

/// Bytes as text in NFC, without a byte order mark.
///
/// Names are compared in NFC, so they are stored so; normalising the whole text keeps every place in it true.
pub(super) fn document(path: String, bytes: &[u8]) -> Result<Document, Vec<Problem>> {
    match std::str::from_utf8(bytes) {
        Ok(text) => {
            let text = text.trim_start_matches('\u{feff}');
            let text = if is_nfc(text) { text.to_owned() } else { text.nfc().collect() };
            Ok(Document { path, text: text.into() })
        }
        Err(error) => {
            let read = String::from_utf8_lossy(bytes.get(..error.valid_up_to()).unwrap_or_default());
            let found = format!("the file is not UTF-8 on line {}", read.matches('\n').count() + 1);
            Err(problem_of_file(
                path,
                &read,
                &found,
                "UTF-8: save it as “CSV UTF-8”, or with the encoding UTF-8",
            ))
        }
    }
}

/// A problem of a file that could not become a document.
fn problem_of_file(path: String, text: &str, found: &str, expected: &str) -> Vec<Problem> {
    let document = Document { path, text: text.into() };
    let mut findings = Findings::of(&document);
    findings.add_to_file(found, expected);
    findings.into_problems()
}

/// Bytes in lower-case hexadecimal digits.
fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
