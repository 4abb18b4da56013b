//! Runs that are killed at any instant.

use super::{Inputs, Random, fault_of_current, is_published, leftovers, said};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// Instants at which a run is killed.
const KILLS: usize = 300;
/// Of so many killed runs one is followed by a run that is let live.
const EACH_LIVES: usize = 20;
const SEED: u64 = 20_260_101;

/// How far a run had come when it died.
#[derive(Debug, Default)]
struct Deaths {
    before_staging: usize,
    staging: usize,
    /// Between announcing the run and switching to it.
    announced: usize,
    after: usize,
}

impl Deaths {
    fn note(&mut self, out: &Path, is_over: bool) {
        let is_there = |name: &str| std::fs::symlink_metadata(out.join(name)).is_ok();
        let count = match (is_over, is_there(".current-next"), is_there("runs/.staging")) {
            (true, ..) => &mut self.after,
            (_, true, _) => &mut self.announced,
            (.., true) => &mut self.staging,
            _ => &mut self.before_staging,
        };
        *count += 1;
    }
}

/// Ends a run by itself, with what it left checked.
fn live(inputs: &Inputs, number: usize, out: &Path) -> Duration {
    let started = Instant::now();
    let output = inputs.ingest(number, out).output().expect("the program runs");
    let taken = started.elapsed();
    assert!(is_published(output.status.code()), "run {number}: {:?} {}", output.status, said(&output));
    assert_eq!((fault_of_current(out), leftovers(out)), (None, Vec::new()), "run {number}");
    taken
}

#[test]
fn whoever_reads_sees_a_whole_run_though_runs_are_killed_at_any_instant() {
    let inputs = Inputs::new();
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("out");
    let mut taken: Vec<Duration> = (0..5).map(|number| live(&inputs, number, &out)).collect();
    taken.sort();
    let usual = taken[taken.len() / 2];
    let (is_over, polls) = (AtomicBool::new(false), AtomicUsize::new(0));
    let (deaths, seen) = thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let mut faults = Vec::new();
            while !is_over.load(Ordering::Relaxed) {
                faults.extend(fault_of_current(&out));
                polls.fetch_add(1, Ordering::Relaxed);
            }
            faults
        });
        let killed = thread::scope(|scope| scope.spawn(|| kill_all(&inputs, &out, usual)).join());
        is_over.store(true, Ordering::Relaxed);
        (killed, reader.join().expect("a reader"))
    });
    let deaths = deaths.unwrap_or_else(|panic| std::panic::resume_unwind(panic));
    assert_eq!(seen, [""; 0], "seed {SEED}");
    println!("{KILLS} runs of {usual:?} killed: {deaths:?}; read {} times meanwhile", polls.into_inner());
    // Otherwise the instants were not those of a run, and nothing was shown.
    assert!(deaths.staging >= KILLS / 4, "{deaths:?}");
    live(&inputs, KILLS, &out);
}

fn kill_all(inputs: &Inputs, out: &Path, usual: Duration) -> Deaths {
    let (mut random, mut deaths) = (Random(SEED), Deaths::default());
    for number in 0..KILLS {
        let mut run =
            inputs.ingest(number, out).stderr(std::process::Stdio::null()).spawn().expect("the program runs");
        thread::sleep(usual.mul_f64((number as f64 + random.share()) / KILLS as f64));
        let ended = run.try_wait().expect("a process");
        assert!(ended.is_none_or(|ended| is_published(ended.code())), "run {number}, seed {SEED}: {ended:?}");
        run.kill().expect("a process");
        let ended = run.wait().expect("a process");
        deaths.note(out, ended.code().is_some());
        assert_eq!(fault_of_current(out), None, "run {number}, seed {SEED}");
        if number % EACH_LIVES == EACH_LIVES - 1 {
            live(inputs, number, out);
        }
    }
    deaths
}
