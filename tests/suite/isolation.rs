//! Files that end the process which reads them: they are named, the rest is consolidated, and nobody is left behind.

use crate::hostile::form::{ods, xls, xlsb};
use crate::hostile::killers;
use crate::office::{Office, Told, isolation};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use tonghop::isolation::Isolation;
use tonghop::model::{Batch, Check};
use tonghop::pipeline;
use tonghop::run::{self, Options, RunError};

const SMALL: &str = "[limits]\nworker_bytes = 134217728\nworker_seconds = 3\n\n[submission]";

/// Two good reports, before and behind whatever else is in the folder.
fn good() -> Office {
    Office::new()
        .define("[submission]", SMALL)
        .report("a01.xlsx", "Sở Y tế", "Cây xanh trồng mới | cây | #12")
        .report("z02.xlsx", "Sở Giáo dục", "Cây xanh trồng mới | cây | #30")
        .file("b good.xls", xls(&[]))
        .file("y good.ods", ods(""))
}

fn workers(program: impl Into<PathBuf>) -> Isolation {
    Isolation::Workers { program: program.into(), is_for_all: false }
}

fn consolidate(office: &Office, jobs: usize, isolation: &Isolation) -> Result<Told, RunError> {
    let folder = office.write();
    let definition = pipeline::load(&folder.path().join("pipeline")).expect("a definition");
    run_of(definition, &folder.path().join("input"), jobs, isolation)
}

fn run_of(
    definition: pipeline::Definition,
    input: &Path,
    jobs: usize,
    isolation: &Isolation,
) -> Result<Told, RunError> {
    let options = Options { jobs, period: None, skip: None, history: &[], isolation, progress: &|_| {} };
    let run = run::consolidate(&definition, input, &options)?;
    Ok(Told { definition, outcome: run.outcome, history: run.history })
}

fn batches(told: &Told) -> Vec<(&str, &Batch)> {
    told.outcome.submissions.iter().map(|of| (of.source_file.as_str(), &of.batch)).collect()
}

#[test]
fn a_file_that_ends_its_reader_costs_that_file() {
    let killers = good()
        .file("c memory.xls", killers::of_memory())
        .file("d time.xls", killers::of_time())
        .file("e memory again.xls", killers::of_memory());
    let expected = good().run();
    // One thread: each file comes to the worker that the one before has left, or to its successor.
    for jobs in [1, 2] {
        let told = consolidate(&killers, jobs, isolation()).expect("a run");
        assert_eq!(told.totals("all"), expected.totals("all"));
        let fatal: Vec<String> = told.flags().into_iter().filter(|flag| flag.starts_with("limit-")).collect();
        assert_eq!(
            fatal,
            ["limit-memory c memory.xls", "limit-memory e memory again.xls", "limit-time d time.xls"]
        );
        let read = |told: &Told| -> Vec<Batch> {
            batches(told)
                .into_iter()
                .filter(|(name, _)| name.contains("good") || name.ends_with("xlsx"))
                .map(|(_, batch)| batch.clone())
                .collect()
        };
        assert_eq!(read(&told), read(&expected), "files before and behind are read as ever");
    }
}

/// The signal comes from outside, since no file is known that makes a reader crash.
#[cfg(unix)]
#[test]
fn a_reader_that_crashes_is_told_from_one_that_is_slow() {
    let folder = tempfile::tempdir().expect("a folder");
    let program = script(
        folder.path(),
        &format!(
            "(sleep 3; kill -ABRT $$) </dev/null >/dev/null 2>&1 & exec {} \"$@\"",
            env!("CARGO_BIN_EXE_tonghop")
        ),
    );
    let office = good().define("worker_seconds = 3", "worker_seconds = 60").file("c.xls", killers::of_time());
    let told = consolidate(&office, 1, &workers(program)).expect("a run");
    assert_eq!(
        told.flags_of(Check::ReaderCrashed),
        [
            "c.xls: The process that read the file broke down (stopped by signal 6): the file is damaged, or made to do harm. \
          Open it, save it as xlsx and send it again."
        ]
    );
    assert_eq!(told.totals("all"), good().run().totals("all"));
}

/// A system that needs memory for others kills processes, and an operator may: that is no fault of the file.
#[cfg(unix)]
#[test]
fn a_worker_that_is_killed_from_outside_is_replaced_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mark, worker) = (folder.path().join("mark"), env!("CARGO_BIN_EXE_tonghop"));
    let ready = format!("printf '\\005\\000\\000\\000\\000\\000\\000\\000%s' {}", env!("CARGO_PKG_VERSION"));
    let (start, reading) = ("kill -KILL $$".to_owned(), format!("{ready}; kill -KILL $$"));
    for dies in [&start, &reading] {
        let once = format!("[ -e {0} ] || {{ touch {0}; {dies}; }}; exec {worker} \"$@\"", mark.display());
        let told = consolidate(&good(), 1, &workers(script(folder.path(), &once))).expect("a run");
        assert_eq!(told.flags(), good().run().flags());
        assert_eq!(told.totals("all"), good().run().totals("all"));
        fs::remove_file(&mark).expect("it was killed");
    }
    let told = consolidate(&good(), 1, &workers(script(folder.path(), &reading))).expect("a run");
    let flags = told.flags_of(Check::ReaderCrashed);
    assert!(flags.len() == 2 && flags.iter().all(|flag| flag.contains("(killed twice)")), "{flags:?}");
    let error = consolidate(&good(), 1, &workers(script(folder.path(), &start))).err().expect("no run");
    assert!(error.to_string().starts_with("cannot start a process to read files with"), "{error}");
}

#[cfg(unix)]
fn script(folder: &Path, text: &str) -> PathBuf {
    use std::os::unix::fs::PermissionsExt;
    let path = folder.join("program");
    fs::write(&path, format!("#!/bin/sh\n{text}\n")).expect("a script");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("rights");
    path
}

/// An answer that is no batch, an endless one, and none.
#[cfg(unix)]
#[test]
fn a_worker_that_was_taken_over_cannot_harm_its_parent() {
    let folder = tempfile::tempdir().expect("a folder");
    // The first answer is that of a worker which is ready: eight bytes of length, then the version.
    let ready = format!("printf '\\005\\000\\000\\000\\000\\000\\000\\000%s' {}", env!("CARGO_PKG_VERSION"));
    let answers = [
        ("printf '\\004\\000\\000\\000\\000\\000\\000\\000junk'; exec cat >/dev/null", "no batch"),
        (
            "printf '\\377\\377\\377\\377\\377\\377\\377\\177'; exec cat >/dev/null",
            "an answer that is too long",
        ),
        ("exit 7", "ended with code 7"),
        ("echo \"thread 'reader' has overflowed its stack\" >&2; kill -ABRT $$", "(stack overflow)"),
        // Somebody else holds its pipes.
        ("sleep 2 >/dev/null & kill -TERM $$", "stopped by signal 15"),
    ];
    let office = good();
    for (answer, found) in answers {
        let program = script(folder.path(), &format!("{ready}; {answer}"));
        let told = consolidate(&office, 1, &workers(program)).expect("a run");
        let flags = told.flags_of(Check::ReaderCrashed);
        assert_eq!(flags.len(), 2, "{flags:?}");
        assert!(flags.iter().all(|flag| flag.contains(found)), "{flags:?}");
        assert_eq!(told.total("trees"), good().run().total("trees"));
    }
}

#[test]
fn a_worker_that_cannot_be_started_ends_the_run_and_blames_no_file() {
    let nowhere = workers("/nowhere/tonghop");
    let error = consolidate(&good(), 2, &nowhere).err().expect("no run").to_string();
    assert!(error.starts_with("cannot start a process to read files with (/nowhere/tonghop)"), "{error}");
    // Where no file needs one, none is started.
    let plain = Office::with_table("Cây xanh trồng mới | cây | #12").file("a.csv", "x,1\n");
    assert_eq!(consolidate(&plain, 2, &nowhere).expect("a run").total("trees"), "12 exact 1/2");
}

#[cfg(unix)]
#[test]
fn a_program_that_is_no_worker_ends_the_run() {
    let begun = |program: &str| {
        let isolation = workers(program);
        consolidate(&good(), 1, &isolation).err().expect("no run").to_string()
    };
    let did_not = "the process that is to read files did not begin";
    assert_eq!(begun("/bin/false"), format!("{did_not}: ended with code 1"));
    let folder = tempfile::tempdir().expect("a folder");
    let echo = script(folder.path(), "exec cat");
    let other = begun(echo.to_str().expect("a path"));
    assert_eq!(other, format!("{did_not}: it is of another version of the program"));
}

/// Every published byte, over the samples and over a folder of the formats that workers read.
#[test]
fn workers_publish_what_the_process_itself_publishes() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (name, year) in [("doan-khoi", "2023"), ("clinic-monthly", "2024"), ("bank-monthly", "2024")] {
        let definition = pipeline::load(&root.join("pipelines").join(name)).expect("a definition");
        let input = root.join("sample_data").join(name).join(year);
        let published = |jobs, isolation: &Isolation| {
            published(&run_of(definition.clone(), &input, jobs, isolation).expect("a run"))
        };
        let own = published(2, &Isolation::InProcess);
        for jobs in [1, 3] {
            assert_same(&own, &published(jobs, isolation()));
        }
        let all = Isolation::Workers { program: env!("CARGO_BIN_EXE_tonghop").into(), is_for_all: true };
        assert_same(&own, &published(2, &all));
    }
    let folder = (0..10u16).fold(good(), |office, at| {
        let more = crate::hostile::form::number(5, 0, f64::from(at));
        office
            .file(&format!("{at}.xls"), xls(&more))
            .file(&format!("{at}.xlsb"), xlsb(&["Biểu 1"], &[]))
            .file(&format!("{at}.ods"), ods(&" ".repeat(at.into())))
    });
    let of = |jobs, isolation| published(&consolidate(&folder, jobs, isolation).expect("a run"));
    assert_same(&of(1, &Isolation::InProcess), &of(3, isolation()));
}

/// The files of a run by name, but for the one that holds times.
fn published(told: &Told) -> Vec<(String, Vec<u8>)> {
    let folder = told.publish();
    let mut files: Vec<(String, Vec<u8>)> = fs::read_dir(folder.path().join("current"))
        .expect("a run")
        .map(|entry| entry.expect("an entry"))
        .map(|entry| {
            (entry.file_name().to_string_lossy().into_owned(), fs::read(entry.path()).expect("a file"))
        })
        .filter(|(name, _)| name != "manifest.json")
        .collect();
    files.sort();
    assert!(files.len() > 5);
    files
}

fn assert_same(one: &[(String, Vec<u8>)], other: &[(String, Vec<u8>)]) {
    assert_eq!(one.len(), other.len());
    for (one, other) in one.iter().zip(other) {
        assert!(one == other, "{} differs", one.0);
    }
}

#[test]
fn single_files_are_looked_at_without_harm() {
    let folder = good().file("c.xls", killers::of_memory()).write();
    let killer = "input/c.xls";
    for (arguments, code, said) in [
        (&["inspect", killer, "--pipeline", "pipeline"][..], 3, "limit-memory"),
        (&["check", "pipeline", killer, "--lang", "en"], 3, "ran out of memory at 128 MiB"),
        (&["init", "input", "--output", "drafted"], 0, "c.xls (limit-memory)"),
    ] {
        let mut command = assert_cmd::Command::new(env!("CARGO_BIN_EXE_tonghop"));
        let output = command.current_dir(folder.path()).args(arguments).output().expect("the program runs");
        let text = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {text}");
        assert!(text.contains(said), "{arguments:?}: {text}");
    }
}

/// A parent that is killed in the middle of a file leaves nobody: its idle worker sees the end of its input, the one that reads runs out of time.
#[cfg(target_os = "linux")]
#[test]
fn no_worker_outlives_a_parent_that_is_killed() {
    let folder = good().file("c.xls", killers::of_time()).file("d.xls", killers::of_time()).write();
    let mut run = std::process::Command::new(env!("CARGO_BIN_EXE_tonghop"))
        .current_dir(folder.path())
        .args(["ingest", "pipeline", "input", "--out", "out", "--jobs", "2"])
        .stderr(std::process::Stdio::null())
        .spawn()
        .expect("the program runs");
    let until = |limit: Duration, holds: &dyn Fn() -> bool| {
        let started = Instant::now();
        while !holds() && started.elapsed() < limit {
            std::thread::sleep(Duration::from_millis(20));
        }
        holds()
    };
    assert!(until(Duration::from_secs(20), &|| !children(run.id()).is_empty()), "a worker is started");
    let workers = children(run.id());
    run.kill().expect("killed");
    run.wait().expect("dead");
    let is_gone = || workers.iter().all(|id| !Path::new(&format!("/proc/{id}")).exists());
    assert!(until(Duration::from_secs(30), &is_gone), "{workers:?} live on");
}

/// The processes that a process has started.
#[cfg(target_os = "linux")]
fn children(of: u32) -> Vec<u32> {
    let entries = fs::read_dir("/proc").expect("processes").filter_map(Result::ok);
    let ids = entries.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    let parent = |id: u32| {
        let status = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
        // Behind the name, which may hold anything: state, then the parent.
        status.rsplit_once(')')?.1.split_whitespace().nth(1)?.parse::<u32>().ok()
    };
    ids.filter(|&id| parent(id) == Some(of)).collect()
}
