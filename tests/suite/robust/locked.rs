//! Two runs into one folder.

use super::{Inputs, fault_of_current, is_published, leftovers, said};
use std::path::Path;
use std::process::{Child, Command};
use std::time::{Duration, Instant};

/// A run that stands still while it holds the lock.
fn stopped(inputs: &Inputs, out: &Path) -> Child {
    for _ in 0..50 {
        let mut run = inputs.ingest(1, out).spawn().expect("the program runs");
        let started = Instant::now();
        while !out.join("runs/.staging").is_dir() && started.elapsed() < Duration::from_secs(10) {
            std::thread::sleep(Duration::from_micros(200));
        }
        let stop = Command::new("kill").args(["-STOP", &run.id().to_string()]).status().expect("kill");
        if stop.success()
            && run.try_wait().expect("a process").is_none()
            && out.join("runs/.staging").is_dir()
        {
            return run;
        }
        run.wait().expect("a process");
    }
    panic!("no run could be stopped");
}

#[cfg(unix)]
#[test]
fn a_second_run_is_75_and_the_lock_dies_with_its_process() {
    let inputs = Inputs::new();
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("out");
    assert!(is_published(inputs.ingest(0, &out).output().expect("the program runs").status.code()));
    let current = std::fs::read_link(out.join("current")).expect("a link");
    let mut first = stopped(&inputs, &out);
    let second = inputs.ingest(0, &out).output().expect("the program runs");
    assert_eq!(second.status.code(), Some(75));
    let told = said(&second);
    assert!(told.contains("another run holds the lock") && told.contains(".lock"), "{told}");
    assert!(out.join("runs/.staging").is_dir(), "the first run's files are left alone");
    assert_eq!(std::fs::read_link(out.join("current")).expect("a link"), current);
    // Dead without a chance to say so.
    first.kill().expect("a process");
    first.wait().expect("a process");
    assert!(out.join("runs/.staging").is_dir() && out.join(".lock").is_file(), "it has left what it had");
    let third = inputs.ingest(1, &out).output().expect("the program runs");
    assert!(is_published(third.status.code()), "{}", said(&third));
    assert_eq!((fault_of_current(&out), leftovers(&out)), (None, Vec::new()));
    assert_ne!(std::fs::read_link(out.join("current")).expect("a link"), current);
}
