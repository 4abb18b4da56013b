//! Files and folders that go, change or cannot be read while a run is at work.

use super::{fault_of_current, ingest, said};
use crate::definition::report;
use crate::office::Office;
use std::fs;
use std::path::Path;
use std::process::Command;
use tonghop::isolation::Isolation;
use tonghop::model::outcome::{Outcome, Status};
use tonghop::pipeline;
use tonghop::publish::{self, PublishError, Release, RunInfo, Settings, Target};
use tonghop::run::{self, Options, Progress, RunError};

const TREES: &str = "Cây xanh trồng mới | cây | #5";

fn office() -> Office {
    Office::new().report("a.xlsx", "Sở Y tế", TREES).report("b.xlsx", "Sở Giáo dục", TREES)
}

/// Runs a folder, and does something to it when its files have been listed.
fn run_while(folder: &Path, happens: &(dyn Fn() + Sync)) -> Result<Outcome, RunError> {
    let definition = pipeline::load(&folder.join("pipeline")).expect("a definition");
    let progress = |progress: Progress| {
        if let Progress::Found(_) = progress {
            happens();
        }
    };
    let options = Options {
        jobs: 1,
        period: None,
        skip: None,
        history: &[],
        isolation: &Isolation::InProcess,
        progress: &progress,
    };
    run::consolidate(&definition, &folder.join("input"), &options).map(|run| run.outcome)
}

/// Files with their status and the codes that they are out for.
fn told(outcome: &Outcome) -> Vec<String> {
    let submissions = outcome.submissions.iter();
    submissions.map(|s| format!("{} {} {}", s.source_file, s.status.as_str(), s.reason)).collect()
}

#[test]
fn a_file_that_vanishes_after_it_was_listed_is_flagged_and_the_others_count() {
    let folder = office().write();
    let outcome =
        run_while(folder.path(), &|| fs::remove_file(folder.path().join("input/b.xlsx")).expect("gone"));
    let outcome = outcome.expect("a run");
    assert_eq!(told(&outcome), ["a.xlsx accepted ", "b.xlsx rejected file-unavailable"]);
    let flag = outcome.flags.iter().find(|flag| flag.check.code() == "file-unavailable").expect("a flag");
    assert!(flag.found.contains("os error 2"), "{}", flag.found);
}

#[test]
fn a_file_that_becomes_a_folder_is_flagged() {
    let folder = office().write();
    let path = folder.path().join("input/b.xlsx");
    let outcome = run_while(folder.path(), &|| {
        fs::remove_file(&path).and_then(|()| fs::create_dir(&path)).expect("a folder");
    });
    assert_eq!(told(&outcome.expect("a run")), ["a.xlsx accepted ", "b.xlsx rejected file-unavailable"]);
}

#[test]
fn a_file_that_may_not_be_read_is_flagged() {
    let folder = office().write();
    let path = folder.path().join("input/b.xlsx");
    let Some(_guard) = unreadable(&path) else {
        eprintln!("not shown: here every file can be read, whatever its permissions");
        return;
    };
    let outcome = run_while(folder.path(), &|| {}).expect("a run");
    assert_eq!(told(&outcome), ["a.xlsx accepted ", "b.xlsx rejected file-unavailable"]);
}

/// Makes a file unreadable until the guard is dropped; none where nothing can stop this process, which is so for an administrator.
#[cfg(unix)]
fn unreadable(path: &Path) -> Option<impl Drop> {
    use std::os::unix::fs::PermissionsExt;
    struct Readable(std::path::PathBuf);
    impl Drop for Readable {
        fn drop(&mut self) {
            let _ = fs::set_permissions(&self.0, fs::Permissions::from_mode(0o644));
        }
    }
    fs::set_permissions(path, fs::Permissions::from_mode(0o000)).expect("permissions");
    fs::File::open(path).is_err().then(|| Readable(path.to_path_buf()))
}

#[cfg(not(unix))]
fn unreadable(_path: &Path) -> Option<tempfile::TempDir> {
    None
}

/// A path beyond the longest that the system takes stands for any folder that cannot be listed: permissions stop no administrator.
#[cfg(target_os = "linux")]
#[test]
fn a_folder_inside_that_cannot_be_listed_is_flagged_and_the_others_count() {
    let folder = office().write();
    let deep = format!("for i in $(seq 25); do mkdir {0} && cd -P {0} || exit 1; done", "x".repeat(200));
    let made = Command::new("sh").args(["-c", &deep]).current_dir(folder.path().join("input")).status();
    assert!(made.expect("a shell").success());
    let outcome = run_while(folder.path(), &|| {}).expect("a run");
    let told = told(&outcome);
    let (deep, files) = told.split_last().expect("a folder");
    assert_eq!(files, ["a.xlsx accepted ", "b.xlsx accepted "]);
    assert!(deep.starts_with("xxx") && deep.ends_with(" rejected file-unavailable"), "{deep}");
}

#[test]
fn what_was_thrown_away_is_no_report() {
    let b = office().write();
    let thrown = ["lost+found", "$RECYCLE.BIN/S-1-5-21", "System Volume Information", ".Trash-1000/files"];
    for place in thrown {
        let place = b.path().join("input").join(place);
        fs::create_dir_all(&place).expect("a folder");
        fs::copy(b.path().join("input/b.xlsx"), place.join("c.xlsx")).expect("a copy");
    }
    let outcome = run_while(b.path(), &|| {}).expect("a run");
    let told = told(&outcome);
    let strays = told.iter().filter(|line| line.contains("c.xlsx stray")).count();
    assert_eq!((strays, told.len()), (thrown.len(), thrown.len() + 2), "{told:?}");
}

/// A log on a full disk, and a pager that was left.
#[cfg(target_os = "linux")]
#[test]
fn a_run_whose_messages_nobody_takes_is_published() {
    let folder = office().file("c.xlsx", "PK").write();
    let (input, out) = (folder.path().join("input"), folder.path().join("out"));
    let full = || fs::File::options().write(true).open("/dev/full").expect("a full device");
    let left = || std::io::pipe().expect("a pipe").1;
    for log in [&["--verbose"][..], &["--log-json"], &[]] {
        for stderr in [std::process::Stdio::from(full()), left().into()] {
            let mut run = super::program();
            run.arg("ingest")
                .arg(folder.path().join("pipeline"))
                .arg(&input)
                .arg("--out")
                .arg(&out)
                .args(log);
            let code = run.stderr(stderr).status().expect("a run").code();
            assert!(super::is_published(code), "{log:?}: {code:?}");
            assert_eq!(fault_of_current(&out), None);
        }
    }
}

#[test]
fn a_file_that_is_written_to_while_it_is_read_is_flagged() {
    // Large enough that it is written to many times while it is read.
    let large =
        format!("{}\n{}", report("Sở Giáo dục", TREES).replace(" | ", ","), "x,1\n".repeat(10_000_000));
    let folder = Office::new().report("a.xlsx", "Sở Y tế", TREES).file("b.csv", large).write();
    let path = folder.path().join("input/b.csv");
    let is_over = std::sync::atomic::AtomicBool::new(false);
    let outcome = std::thread::scope(|scope| {
        scope.spawn(|| {
            let file = fs::File::options().append(true).open(&path).expect("a file");
            for second in (0..).take_while(|_| !is_over.load(std::sync::atomic::Ordering::Relaxed)) {
                let time = std::time::UNIX_EPOCH + std::time::Duration::from_secs(second);
                file.set_modified(time).expect("a time");
            }
        });
        // The writer may be kept waiting once; not ten times.
        let changed = (0..10).find_map(|_| {
            let outcome = run_while(folder.path(), &|| {}).expect("a run");
            let changed = outcome.flags.iter().any(|flag| flag.check.code() == "file-changed");
            changed.then_some(outcome)
        });
        is_over.store(true, std::sync::atomic::Ordering::Relaxed);
        changed
    });
    assert_eq!(
        told(&outcome.expect("a change was seen")),
        ["a.xlsx accepted ", "b.csv rejected file-changed"]
    );
}

#[test]
fn an_input_folder_that_vanishes_is_an_error_and_no_folder_of_missing_branches() {
    let folder = office().write();
    let error = run_while(folder.path(), &|| fs::remove_dir_all(folder.path().join("input")).expect("gone"));
    let error = error.expect_err("an error").to_string();
    assert!(error.starts_with("the input folder ") && error.contains("vanished"), "{error}");
}

#[test]
fn an_output_folder_that_vanishes_is_an_error_and_the_next_run_makes_it_again() {
    let folder = office().write();
    let (input, out) = (folder.path().join("input"), folder.path().join("out"));
    let definition = pipeline::load(&folder.path().join("pipeline")).expect("a definition");
    let outcome = run_while(folder.path(), &|| {}).expect("a run");
    assert!(outcome.submissions.iter().all(|submission| submission.status == Status::Accepted));
    let info = RunInfo {
        version: "0",
        started: jiff::Timestamp::UNIX_EPOCH,
        finished: jiff::Timestamp::UNIX_EPOCH,
        stages: Vec::new(),
        input: "input".to_owned(),
        settings: Settings::default(),
        release: Release::Provisional,
        history: None,
        exit_code: 0,
    };
    for is_written_ahead in [false, true] {
        let staging = publish::open(&Target::new(&out)).expect("a staging folder");
        if is_written_ahead {
            staging.write_facts(&definition, &outcome);
        }
        fs::remove_dir_all(&out).expect("gone");
        let error = staging.publish(&definition, &outcome, &info).expect_err("an error");
        assert!(matches!(error, PublishError::Io { .. }), "{error}");
        assert!(error.to_string().starts_with("cannot ") && error.to_string().contains("out"), "{error}");
        assert!(!out.exists(), "nothing was begun again");
    }
    let output = ingest(&folder.path().join("pipeline"), &input, &out).output().expect("the program runs");
    assert_eq!((output.status.code(), fault_of_current(&out)), (Some(0), None), "{}", said(&output));
}
