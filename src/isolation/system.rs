//! What only some operating systems can do: bound a process's memory and time, say which signal ended it, open a file and nothing else.
//!
//! Unix has limits of time and of core files; that of memory is set on Linux alone, where it counts what a program writes to and not what it maps. On
//! other systems a worker's time is bounded by its parent, and nothing else is.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};

/// Whether the memory of a worker is bounded on this system.
pub const IS_MEMORY_LIMITED: bool = cfg!(target_os = "linux");

/// The program that is running. On Linux by a name that leads to it even after it was replaced on disk.
pub(super) fn this_program() -> io::Result<PathBuf> {
    let own = PathBuf::from("/proc/self/exe");
    if cfg!(target_os = "linux") && own.exists() { Ok(own) } else { std::env::current_exe() }
}

/// Opens a file that a branch sent, and nothing that was put in its place since the folder was listed: a link may lead out of the folder, and the end of a
/// pipe is waited for by whoever opens it. Where a system has no such care, what was opened is looked at all the same.
#[cfg(unix)]
pub fn open_sent(path: &Path) -> io::Result<File> {
    use rustix::fs::OFlags;
    use std::os::unix::fs::OpenOptionsExt;
    let care = OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY;
    File::options().read(true).custom_flags(care.bits().cast_signed()).open(path)
}

/// Lets a worker be seen under the program's name, whatever way led to it.
#[cfg(unix)]
pub(super) fn name(command: &mut Command) {
    std::os::unix::process::CommandExt::arg0(command, env!("CARGO_PKG_NAME"));
}

/// Bounds this process: so many bytes of memory, where that is possible, and no core file.
#[cfg(unix)]
pub(super) fn limit(bytes: u64) {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let most = |most| Rlimit { current: Some(most), maximum: Some(most) };
    // A limit that is refused is one that a stricter one stands in the way of.
    let _ = setrlimit(Resource::Core, most(0));
    #[cfg(target_os = "linux")]
    let _ = setrlimit(Resource::Data, most(bytes));
    #[cfg(not(target_os = "linux"))]
    let _ = bytes;
}

/// Ends this process once it has computed for so many seconds more. The parent looks at the clock; this is for when there is no parent left.
#[cfg(unix)]
pub(super) fn limit_time(seconds: u64) {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    use rustix::time::{ClockId, clock_gettime};
    let spent = clock_gettime(ClockId::ProcessCPUTime).tv_sec.unsigned_abs();
    let maximum = getrlimit(Resource::Cpu).maximum;
    let current = Some(spent.saturating_add(seconds).saturating_add(1));
    let _ = setrlimit(Resource::Cpu, Rlimit { current, maximum });
}

/// The signal that ended a process.
#[cfg(unix)]
pub(super) fn signal(status: ExitStatus) -> Option<i32> {
    std::os::unix::process::ExitStatusExt::signal(&status)
}

/// Whether it was the signal that no fault of a program leads to. This program sends it to workers whose time is up, and knows of those.
#[cfg(unix)]
pub(super) fn is_killed(status: ExitStatus) -> bool {
    signal(status) == Some(rustix::process::Signal::KILL.as_raw())
}

/// Standard output without the buffer in front of it, which looks for the ends of lines.
#[cfg(unix)]
pub(super) fn output() -> io::Result<File> {
    use std::os::fd::AsFd;
    io::stdout().as_fd().try_clone_to_owned().map(File::from)
}

/// Opens a file that a branch sent: here nothing keeps links and pipes apart, and what was opened is looked at.
#[cfg(not(unix))]
pub fn open_sent(path: &Path) -> io::Result<File> {
    File::open(path)
}

#[cfg(not(unix))]
pub(super) fn name(_command: &mut Command) {}

#[cfg(not(unix))]
pub(super) fn limit(_bytes: u64) {}

#[cfg(not(unix))]
pub(super) fn limit_time(_seconds: u64) {}

#[cfg(not(unix))]
pub(super) fn is_killed(_status: ExitStatus) -> bool {
    false
}

#[cfg(not(unix))]
pub(super) fn signal(_status: ExitStatus) -> Option<i32> {
    None
}

#[cfg(windows)]
pub(super) fn output() -> io::Result<File> {
    use std::os::windows::io::AsHandle;
    io::stdout().as_handle().try_clone_to_owned().map(File::from)
}
