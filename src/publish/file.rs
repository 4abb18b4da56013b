//! A file that is hashed beside the writing and synced when it is done.

use super::sync::EarlySync;
use super::{PublishError, json};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// A file being written. Does not buffer: whoever writes small pieces does.
pub(super) struct File {
    path: PathBuf,
    file: std::fs::File,
    hash: Sha256,
    bytes: u64,
    sync: EarlySync,
}

/// A file that is whole and on disk.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub(super) struct Written {
    /// Its name, without folder.
    pub(super) name: String,
    /// Its size.
    pub(super) bytes: u64,
    /// SHA-256 of its bytes, hex.
    pub(super) sha256: String,
}

impl File {
    /// Creates a file that must not be there yet.
    pub(super) fn create(path: &Path) -> Result<Self, PublishError> {
        let file =
            std::fs::File::create_new(path).map_err(|error| PublishError::io("create", path, error))?;
        Ok(Self { path: path.into(), file, hash: Sha256::new(), bytes: 0, sync: EarlySync::default() })
    }

    /// Writes pieces in their order; each goes to the operating system by itself.
    pub(super) fn write(&mut self, pieces: &[&[u8]]) -> Result<(), PublishError> {
        let (file, hash) = (&mut self.file, &mut self.hash);
        let (written, ()) = rayon::join(
            || pieces.iter().try_for_each(|piece| file.write_all(piece)),
            || pieces.iter().for_each(|piece| hash.update(piece)),
        );
        written.map_err(|error| PublishError::io("write", &self.path, error))?;
        let bytes = pieces.iter().map(|piece| piece.len() as u64).sum();
        self.bytes += bytes;
        self.sync.note(&self.file, bytes).map_err(|error| PublishError::io("sync", &self.path, error))
    }

    /// Syncs it, so that a power failure after the switch finds it whole.
    pub(super) fn finish(mut self) -> Result<Written, PublishError> {
        let synced = self.sync.wait().and_then(|()| self.file.sync_all());
        synced.map_err(|error| PublishError::io("sync", &self.path, error))?;
        let name = self.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Ok(Written { name, bytes: self.bytes, sha256: hex(&self.hash.finalize()) })
    }
}

/// Writes a JSON document with a line break at its end.
pub(super) fn write_json(path: &Path, document: &impl serde::Serialize) -> Result<Written, PublishError> {
    let text = json::pretty(document).map_err(|error| PublishError::io("write", path, error.into()))?;
    let mut file = File::create(path)?;
    file.write(&[text.as_bytes(), b"\n"])?;
    file.finish()
}

/// SHA-256 over names and hashes of files: what tells two contents apart, in whatever order they were written.
pub(super) fn hash_of_all<'a>(files: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let mut lines: Vec<String> = files.map(|(name, hash)| format!("{name} {hash}\n")).collect();
    lines.sort();
    hex(&Sha256::digest(lines.concat()))
}

/// Bytes as hex digits.
fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
