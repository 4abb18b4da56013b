//! Ends workers whose time is up.
//!
//! Enters: processes, and until when each must have answered. Leaves: nothing; a process that has not answered by then is killed, so that whoever waits for
//! its pipes finds them closed. One thread watches all workers of a run. It sleeps until the earliest moment at which anything can be due; nobody
//! wakes it for a file.

use std::process::{Child, ExitStatus};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, Weak};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// What a process gets to end whose pipes are closed.
pub(super) const GRACE: Duration = Duration::from_millis(500);
const PAUSE: Duration = Duration::from_millis(1);

/// A process and how long it may be waited for.
pub(super) struct Watched {
    child: Mutex<Child>,
    due: Mutex<Due>,
}

#[derive(Clone, Copy)]
enum Due {
    /// Nobody waits for it.
    Idle,
    At(Instant),
    /// It was killed because its time was up.
    Over,
}

impl Watched {
    /// The process.
    pub(super) fn child(&self) -> MutexGuard<'_, Child> {
        lock(&self.child)
    }

    /// From now on it is waited for.
    pub(super) fn wait_until(&self, moment: Instant) {
        let mut due = lock(&self.due);
        if !matches!(*due, Due::Over) {
            *due = Due::At(moment);
        }
    }

    /// It has answered, or is dead. Says whether that was because its time was up.
    pub(super) fn is_over(&self) -> bool {
        let mut due = lock(&self.due);
        if matches!(*due, Due::Over) {
            return true;
        }
        *due = Due::Idle;
        false
    }

    /// How it ended. Its pipes are closed: nearly always it is dead already, else it gets a moment to end by itself.
    pub(super) fn ended(&self) -> Option<ExitStatus> {
        let until = Instant::now() + GRACE;
        let mut child = self.child();
        while Instant::now() < until {
            if let Some(status) = child.try_wait().ok()? {
                return Some(status);
            }
            std::thread::sleep(PAUSE);
        }
        child.kill().ok()?;
        child.wait().ok()
    }

    /// Kills it where its time is up; else the moment when it will be.
    fn end_if_due(&self, now: Instant) -> Option<Instant> {
        let mut due = lock(&self.due);
        match *due {
            Due::At(moment) if moment <= now => {
                *due = Due::Over;
                // One that is dead already needs no end.
                let _ = self.child().kill();
                None
            }
            Due::At(moment) => Some(moment),
            Due::Idle | Due::Over => None,
        }
    }
}

/// The thread that watches.
pub(super) struct Watch {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
    patience: Duration,
}

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    end: Condvar,
}

#[derive(Default)]
struct State {
    watched: Vec<Weak<Watched>>,
    is_ended: bool,
}

impl Watch {
    /// Starts to watch; a process is given so much time for a file.
    pub(super) fn start(patience: Duration) -> std::io::Result<Self> {
        let shared = Arc::new(Shared::default());
        let watching = shared.clone();
        let name = "watch".to_owned();
        let thread = std::thread::Builder::new().name(name).spawn(move || watching.watch(patience))?;
        Ok(Self { shared, thread: Some(thread), patience })
    }

    /// Takes a process into its care.
    pub(super) fn over(&self, child: Child) -> Arc<Watched> {
        let watched = Arc::new(Watched { child: Mutex::new(child), due: Mutex::new(Due::Idle) });
        lock(&self.shared.state).watched.push(Arc::downgrade(&watched));
        watched
    }

    /// When the time of a file that is asked for now is up.
    pub(super) fn due(&self) -> Instant {
        self.due_after(self.patience)
    }

    /// When the time of something that takes longer is up.
    pub(super) fn due_after(&self, time: Duration) -> Instant {
        Instant::now() + self.patience(time)
    }

    /// How long something may take: nothing is due earlier than a file, since the thread that watches may sleep as long.
    pub(super) fn patience(&self, time: Duration) -> Duration {
        time.max(self.patience)
    }
}

impl Shared {
    fn watch(&self, patience: Duration) {
        let mut state = lock(&self.state);
        while !state.is_ended {
            let now = Instant::now();
            // What begins while this thread sleeps is due after it wakes up.
            let mut next = now + patience;
            state.watched.retain(|watched| {
                let Some(watched) = watched.upgrade() else { return false };
                next = watched.end_if_due(now).map_or(next, |due| due.min(next));
                true
            });
            let sleep = next.saturating_duration_since(now);
            state = self.end.wait_timeout(state, sleep).unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        lock(&self.shared.state).is_ended = true;
        self.shared.end.notify_all();
        // A thread that panicked has nothing left to end.
        let _ = self.thread.take().map(JoinHandle::join);
    }
}

/// Nothing that is held here is left half written by a panic.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
