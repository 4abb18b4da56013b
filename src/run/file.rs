//! The bytes of a file as they were at one instant.
//!
//! Enters: a path and the limits. Leaves: the bytes, or the flag that keeps the file out. What can go wrong: the file is gone, may not be read, is a pipe by now, is larger than
//! the limit, or was changed while it was read. Half of an old report and half of a new one would be figures that nobody has sent.

use crate::isolation;
use crate::model::flag::Place;
use crate::model::{Check, Flag};
use crate::pipeline::Limits;
use std::fs::{File, Metadata};
use std::io::{self, Read};
use std::path::Path;
use std::time::SystemTime;

/// The flag that keeps a file out, and the file's size where it is known.
pub type Refused = Box<(Flag, u64)>;

/// Reads a file.
pub fn bytes_of(path: &Path, limits: &Limits) -> Result<Vec<u8>, Refused> {
    let unavailable = |error: io::Error| refused(Check::FileUnavailable, error.to_string(), 0);
    let mut file = isolation::open_sent(path).map_err(unavailable)?;
    let metadata = file.metadata().map_err(unavailable)?;
    if !metadata.is_file() {
        return Err(unavailable(io::Error::other("not a regular file")));
    }
    let before = Stamp::of(&metadata);
    if before.size > limits.file_bytes {
        let (flag, size) = *refused(Check::LimitFileSize, before.size.to_string(), before.size);
        return Err(Box::new((flag.expected(limits.file_bytes.to_string()), size)));
    }
    let bytes = read(&mut file, before.size).map_err(unavailable)?;
    let after = Stamp::of(&file.metadata().map_err(unavailable)?);
    let read = bytes.len() as u64;
    if before == after && read == before.size {
        Ok(bytes)
    } else {
        Err(changed(before.size, after.size.max(read)))
    }
}

/// Reads no more than the file was said to hold, and one byte that tells of more.
fn read(file: &mut File, size: u64) -> io::Result<Vec<u8>> {
    let room = usize::try_from(size).unwrap_or(usize::MAX).saturating_add(1);
    let mut bytes = Vec::new();
    bytes.try_reserve_exact(room).map_err(|_| io::ErrorKind::OutOfMemory)?;
    file.take(room as u64).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn refused(check: Check, found: String, size: u64) -> Refused {
    Box::new((Flag::new(check, Place::file(), found), size))
}

fn changed(before: u64, after: u64) -> Refused {
    let found = if before == after { before.to_string() } else { format!("{before} → {after}") };
    refused(Check::FileChanged, found, after)
}

/// What tells that a file was written to. Whoever writes and sets the time back as well is not told from one who does not write.
#[derive(PartialEq)]
struct Stamp {
    size: u64,
    /// None where the system does not keep it.
    modified: Option<SystemTime>,
}

impl Stamp {
    fn of(metadata: &Metadata) -> Self {
        Self { size: metadata.len(), modified: metadata.modified().ok() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::time::Duration;

    type Tested = Result<(), Box<dyn std::error::Error>>;

    fn flag(path: &Path, limits: &Limits) -> Option<(&'static str, String, u64)> {
        let (flag, size) = *bytes_of(path, limits).err()?;
        Some((flag.check.code(), flag.found, size))
    }

    #[test]
    fn a_file_is_read_whole_up_to_the_limit() -> Tested {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("a.xlsx");
        fs::write(&path, [7; 1_000])?;
        let limits = Limits { file_bytes: 1_000, ..Limits::default() };
        assert_eq!(bytes_of(&path, &limits).ok(), Some(vec![7; 1_000]));
        let limits = Limits { file_bytes: 999, ..Limits::default() };
        assert_eq!(flag(&path, &limits), Some(("limit-file-size", "1000".into(), 1_000)));
        fs::write(&path, "")?;
        assert_eq!(bytes_of(&path, &limits).ok(), Some(Vec::new()));
        Ok(())
    }

    #[test]
    fn what_the_system_does_not_give_is_said() -> Tested {
        let folder = tempfile::tempdir()?;
        for (path, why) in
            [(folder.path(), "not a regular file"), (&folder.path().join("gone.xlsx"), "os error")]
        {
            let (code, found, size) = flag(path, &Limits::default()).ok_or("read")?;
            assert_eq!((code, size), ("file-unavailable", 0));
            assert!(found.contains(why), "{found}");
        }
        Ok(())
    }

    #[cfg(unix)]
    #[test]
    fn a_pipe_is_not_waited_for_and_a_link_not_followed() -> Tested {
        let folder = tempfile::tempdir()?;
        let (pipe, link) = (folder.path().join("pipe.xlsx"), folder.path().join("link.xlsx"));
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status()?.success());
        let (code, found, _) = flag(&pipe, &Limits::default()).ok_or("read")?;
        assert_eq!((code, found.as_str()), ("file-unavailable", "not a regular file"));
        fs::write(folder.path().join("a.xlsx"), "a")?;
        std::os::unix::fs::symlink("a.xlsx", &link)?;
        let (code, found, _) = flag(&link, &Limits::default()).ok_or("read")?;
        assert!(code == "file-unavailable" && found.contains("os error"), "{found}");
        Ok(())
    }

    #[test]
    fn a_file_that_is_written_to_while_it_is_read_is_out() -> Tested {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("a.xlsx");
        fs::write(&path, vec![7; 32 << 20])?;
        let is_over = AtomicBool::new(false);
        let found = std::thread::scope(|scope| {
            let writer = scope.spawn(|| -> io::Result<()> {
                let file = File::options().append(true).open(&path)?;
                for second in (0..).take_while(|_| !is_over.load(Ordering::Relaxed)) {
                    file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(second))?;
                }
                Ok(())
            });
            // Reading takes as long as thousands of changes, but the writer may be kept waiting.
            let found = (0..100).find_map(|_| flag(&path, &Limits::default()));
            is_over.store(true, Ordering::Relaxed);
            let _ = writer.join();
            found
        });
        assert_eq!(found, Some(("file-changed", (32 << 20).to_string(), 32 << 20)));
        let (flag, size) = *changed(5, 9);
        assert_eq!((flag.found.as_str(), size), ("5 → 9", 9));
        Ok(())
    }
}
