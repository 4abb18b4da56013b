//! What differs between operating systems and file systems: the link to the current run, and syncing a folder.
//!
//! `current` is a relative symbolic link, replaced by renaming a new one over it. Where links cannot be made (Windows without the
//! right to, FAT on a memory stick, some network shares) the same is said by a file `current.txt`, replaced in the same way, whose
//! one line is the path of the current run relative to the output folder: `runs/20231216T021500Z-1a2b3c4d`. On Windows it is
//! always the file, since a link to a folder cannot be replaced there in one step.
//!
//! The switch has two steps. What `current` is to become is [announced](announce) under another name before the run gets its own: a run that
//! died between the two has left a word of what it was about, and what nobody was ever shown is told from an old run.

use super::PublishError;
use std::fs;
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

#[cfg(not(unix))]
use elsewhere as own;
use own::make_link;
pub(super) use own::sync_folder;
#[cfg(unix)]
use unix as own;

/// The link.
const LINK: &str = "current";
/// The file where links cannot be made.
const POINTER: &str = "current.txt";
/// Either, before it is renamed.
const NEXT: &str = ".current-next";

/// A switch that is prepared, and waits for the run to be in its place.
#[must_use]
pub(super) struct Announced {
    out: PathBuf,
    /// The link or file that will say so.
    target: PathBuf,
}

/// Writes down, for good, that the run, a path relative to the output folder, is to become the current one.
pub(super) fn announce(out: &Path, run: &Path) -> Result<Announced, PublishError> {
    announce_by(make_link, out, run)
}

/// The same, with the system's way to make a link.
fn announce_by(
    make_link: fn(&Path, &Path) -> io::Result<()>,
    out: &Path,
    run: &Path,
) -> Result<Announced, PublishError> {
    let next = out.join(NEXT);
    remove_announcement(out)?;
    let link = out.join(LINK);
    let target = match make_link(run, &next) {
        Ok(()) => link,
        // A link of an earlier run beside a newer pointer would be two truths.
        Err(error) if has_no_links(&error) && !is_there(&link) => {
            write_pointer(run, &next).map_err(|error| PublishError::io("write", &next, error))?;
            out.join(POINTER)
        }
        Err(error) => return Err(PublishError::io("link", &next, error)),
    };
    sync_folder(out)?;
    Ok(Announced { out: out.into(), target })
}

impl Announced {
    /// Makes the run that was announced the current one. Gives the link or file that says so.
    pub(super) fn switch(self) -> Result<PathBuf, PublishError> {
        let Self { out, target } = self;
        fs::rename(out.join(NEXT), &target).map_err(|error| PublishError::io("switch", &target, error))?;
        sync_folder(&out)?;
        if target.ends_with(LINK) {
            // From a time when the folder lay on a file system without links; the link decides.
            let _ = fs::remove_file(out.join(POINTER));
        }
        Ok(target)
    }
}

/// The run that was announced, relative to the output folder, by one that died before it was switched to.
pub(super) fn announced(out: &Path) -> Option<PathBuf> {
    said_by(&out.join(NEXT), &out.join(NEXT))
}

/// The current run, relative to the output folder.
pub(super) fn current(out: &Path) -> Option<PathBuf> {
    said_by(&out.join(LINK), &out.join(POINTER))
}

/// What a link says, else what a file says.
fn said_by(link: &Path, pointer: &Path) -> Option<PathBuf> {
    let line = || fs::read_to_string(pointer).ok().map(|line| PathBuf::from(line.trim_end()));
    fs::read_link(link).ok().or_else(line)
}

/// Fails where something stands in the link's place that is no link.
pub(super) fn check_place(out: &Path) -> Result<(), PublishError> {
    let link = out.join(LINK);
    match fs::symlink_metadata(&link) {
        Ok(found) if !found.is_symlink() => {
            Err(PublishError::InTheWay { path: link, expected: "a link to the current run belongs there" })
        }
        _ => Ok(()),
    }
}

/// Gives a file other content in one step, also when power fails: written beside it, synced, renamed.
///
/// # Errors
/// Where the operating system refuses; the file is then what it was.
pub fn replace(path: &Path, content: &[u8]) -> Result<(), PublishError> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let next = path.with_file_name(format!(".{name}.next"));
    let write = || {
        let mut file = fs::File::create(&next)?;
        file.write_all(content)?;
        file.sync_all()
    };
    let written = write().map_err(|error| PublishError::io("write", &next, error));
    let renamed = written
        .and_then(|()| fs::rename(&next, path).map_err(|error| PublishError::io("write", path, error)));
    if renamed.is_err() {
        // What cannot be removed is written over the next time.
        let _ = fs::remove_file(&next);
    }
    renamed?;
    match path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        Some(folder) => sync_folder(folder),
        None => sync_folder(Path::new(".")),
    }
}

/// Removes a link or pointer that a dead run has not renamed.
pub(super) fn remove_announcement(out: &Path) -> Result<(), PublishError> {
    let next = out.join(NEXT);
    match fs::remove_file(&next) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(PublishError::io("remove", &next, error)),
        _ => Ok(()),
    }
}

/// Systems with links that are replaced in one step.
#[cfg(unix)]
mod unix {
    use super::{Path, PublishError, fs, io};

    /// Writes the names in a folder to disk, so that a rename survives a power failure.
    pub(in crate::publish) fn sync_folder(path: &Path) -> Result<(), PublishError> {
        fs::File::open(path)
            .and_then(|folder| folder.sync_all())
            .map_err(|error| PublishError::io("sync", path, error))
    }

    pub(super) fn make_link(run: &Path, at: &Path) -> io::Result<()> {
        std::os::unix::fs::symlink(run, at)
    }
}

/// All others. Tests compile it everywhere, so that it cannot rot.
#[cfg(any(not(unix), test))]
mod elsewhere {
    use super::{ErrorKind, Path, PublishError, io};

    /// Folders cannot be synced here; the file system's journal keeps renames.
    pub(in crate::publish) fn sync_folder(_path: &Path) -> Result<(), PublishError> {
        Ok(())
    }

    pub(super) fn make_link(_run: &Path, _at: &Path) -> io::Result<()> {
        Err(ErrorKind::Unsupported.into())
    }
}

/// Whether the file system has no links, or does not allow them: FAT answers with the second.
fn has_no_links(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::Unsupported | ErrorKind::PermissionDenied)
}

fn is_there(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

/// Writes the path with `/`, whatever the system's own separator is.
fn write_pointer(run: &Path, at: &Path) -> io::Result<()> {
    let parts: Vec<_> = run.iter().map(|part| part.to_string_lossy()).collect();
    let mut file = fs::File::create(at)?;
    file.write_all(format!("{}\n", parts.join("/")).as_bytes())?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pointer_says_what_the_link_says() -> io::Result<()> {
        let out = tempfile::tempdir()?;
        write_pointer(&Path::new("runs").join("one"), &out.path().join(POINTER))?;
        assert_eq!(current(out.path()), Some(PathBuf::from("runs/one")));
        Ok(())
    }

    #[test]
    fn where_there_are_no_links_a_file_says_the_same() -> Result<(), Box<dyn std::error::Error>> {
        let out = tempfile::tempdir()?;
        for run in ["runs/one", "runs/two"] {
            let waiting = announce_by(elsewhere::make_link, out.path(), Path::new(run))?;
            assert_eq!(announced(out.path()), Some(PathBuf::from(run)));
            elsewhere::sync_folder(out.path())?;
            assert_eq!(waiting.switch()?, out.path().join(POINTER));
            assert_eq!(current(out.path()), Some(PathBuf::from(run)));
            assert_eq!(fs::read_to_string(out.path().join(POINTER))?, format!("{run}\n"));
        }
        Ok(())
    }

    #[cfg(unix)]
    #[test]
    fn the_link_replaces_link_and_pointer() -> Result<(), Box<dyn std::error::Error>> {
        let out = tempfile::tempdir()?;
        write_pointer(Path::new("runs/one"), &out.path().join(POINTER))?;
        announce(out.path(), Path::new("runs/two"))?.switch()?;
        assert_eq!(current(out.path()), Some(PathBuf::from("runs/two")));
        let waiting = announce(out.path(), Path::new("runs/three"))?;
        assert_eq!(current(out.path()), Some(PathBuf::from("runs/two")));
        assert_eq!(announced(out.path()), Some(PathBuf::from("runs/three")));
        waiting.switch()?;
        assert_eq!(current(out.path()), Some(PathBuf::from("runs/three")));
        assert_eq!(announced(out.path()), None);
        assert!(!is_there(&out.path().join(POINTER)));
        assert!(!is_there(&out.path().join(NEXT)));
        Ok(())
    }
}
