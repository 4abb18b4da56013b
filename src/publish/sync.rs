//! A large file goes to disk while it is still being written, so that little is left to wait for at its end.
//!
//! Enters: a file and how much was written to it. Leaves: an error where the disk refused, which the system tells only once:
//! whoever syncs early must not lose it. A small file is left alone.

use std::fs::File;
use std::io::{self, ErrorKind};
use std::thread::{Builder, JoinHandle};

/// Bytes after which a sync begins: enough that its cost beside them does not count.
const STEP: u64 = 16 << 20;

/// The syncing of one file, on a thread of its own: the disk's work is not to take one from those that render.
#[derive(Default)]
pub(super) struct EarlySync {
    /// Bytes written since the last sync began.
    bytes: u64,
    running: Option<JoinHandle<io::Result<()>>>,
}

impl EarlySync {
    /// Takes note of bytes that were written; begins a sync where there are enough and none is running.
    pub(super) fn note(&mut self, file: &File, bytes: u64) -> io::Result<()> {
        self.bytes += bytes;
        if self.bytes < STEP || self.running.as_ref().is_some_and(|thread| !thread.is_finished()) {
            return Ok(());
        }
        self.wait()?;
        self.bytes = 0;
        let file = file.try_clone()?;
        // Without a thread the sync at the end does it all.
        self.running = Builder::new().spawn(move || file.sync_data()).ok();
        Ok(())
    }

    /// Waits for the sync that is running and gives its error.
    pub(super) fn wait(&mut self) -> io::Result<()> {
        let ended = self.running.take().map(JoinHandle::join);
        ended.unwrap_or(Ok(Ok(()))).unwrap_or_else(|_| Err(ErrorKind::Other.into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn small_files_are_left_alone_and_large_ones_synced() -> io::Result<()> {
        let file = tempfile::tempfile()?;
        let mut sync = EarlySync::default();
        sync.note(&file, STEP - 1)?;
        assert!(sync.running.is_none());
        sync.note(&file, 1)?;
        assert!(sync.running.is_some());
        sync.wait()
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn the_error_of_a_sync_is_not_lost() -> io::Result<()> {
        // What cannot be synced: the disk refuses.
        let file = fs::File::open("/dev/null")?;
        let mut sync = EarlySync::default();
        sync.note(&file, STEP)?;
        assert!(sync.wait().is_err());
        sync.wait()
    }
}
