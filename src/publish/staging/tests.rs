//! What stands in the output folder, before, during and after.

use super::super::sample::{definition, info, outcome};
use super::*;
use crate::pipeline::Dialect;
use std::error::Error;
use std::sync::atomic::{AtomicBool, Ordering};

type Tested = Result<(), Box<dyn Error>>;

/// Publishes the sample as if the run had ended so many seconds after the epoch.
fn publish_at(target: &Target, second: i64) -> Result<Published, PublishError> {
    let mut info = info();
    info.finished = jiff::Timestamp::from_second(second).unwrap_or_default();
    open(target)?.publish(&definition(Dialect::Plain), &outcome(), &info)
}

fn names(folder: &Path) -> std::io::Result<Vec<String>> {
    let mut names = fs::read_dir(folder)?
        .map(|entry| entry.map(|entry| entry.file_name().to_string_lossy().into_owned()))
        .collect::<std::io::Result<Vec<_>>>()?;
    names.sort();
    Ok(names)
}

#[test]
fn a_run_gets_its_own_folder_and_the_link() -> Tested {
    let out = tempfile::tempdir()?;
    let run = publish_at(&Target::new(out.path().join("new").join("out")), 1_702_692_900)?;
    let (time, hash) = run.run_id.split_once('-').ok_or("no hash")?;
    assert_eq!((time, hash.len()), ("20231216T021500Z", 8));
    assert_eq!(system::current(&out.path().join("new/out")), Some(Path::new("runs").join(&run.run_id)));
    assert_eq!(names(&run.run)?, names(&run.current)?);
    assert_eq!(names(&out.path().join("new/out/runs"))?, [run.run_id]);
    assert_eq!(names(&out.path().join("new/out"))?, [".lock", "current", "runs"]);
    Ok(())
}

#[test]
fn two_runs_of_one_second_have_two_ids() -> Tested {
    let out = tempfile::tempdir()?;
    let target = Target::new(out.path());
    let (first, second) = (publish_at(&target, 1_000_000_000)?, publish_at(&target, 1_000_000_000)?);
    assert_eq!(second.run_id, format!("{}-2", first.run_id));
    assert!(first.run.is_dir() && second.run.is_dir());
    Ok(())
}

#[test]
fn a_second_run_finds_the_lock_held() -> Tested {
    let out = tempfile::tempdir()?;
    let target = Target::new(out.path());
    let staging = open(&target)?;
    assert!(matches!(open(&target), Err(PublishError::LockHeld { .. })));
    assert!(out.path().join("runs/.staging").is_dir(), "the other run's files are left alone");
    drop(staging);
    open(&target)?;
    Ok(())
}

#[test]
fn a_run_given_up_leaves_nothing_and_changes_nothing() -> Tested {
    let out = tempfile::tempdir()?;
    let target = Target::new(out.path());
    let first = publish_at(&target, 1_000_000_000)?;
    drop(open(&target)?);
    assert_eq!(system::current(out.path()), Some(Path::new("runs").join(&first.run_id)));
    assert_eq!(names(&out.path().join("runs"))?, [first.run_id]);
    Ok(())
}

#[test]
fn what_a_dead_run_has_left_is_removed_and_nothing_else() -> Tested {
    let out = tempfile::tempdir()?;
    let runs = out.path().join("runs");
    for folder in [".staging/deep", ".pruned", "mine", "20231216T021500Z-notes"] {
        fs::create_dir_all(runs.join(folder))?;
    }
    fs::write(runs.join(".staging/totals.csv"), "half a li")?;
    fs::write(out.path().join(".current-next"), "")?;
    let target = Target { keep: 1, ..Target::new(out.path()) };
    let run = publish_at(&target, 1_000_000_000)?;
    assert_eq!(names(&runs)?, [run.run_id, "20231216T021500Z-notes".into(), "mine".into()]);
    assert_eq!(names(out.path())?, [".lock", "current", "runs"]);
    Ok(())
}

#[test]
fn the_oldest_runs_beyond_the_number_to_keep_are_removed() -> Tested {
    let out = tempfile::tempdir()?;
    let target = Target { keep: 3, ..Target::new(out.path()) };
    let ids = (0..5)
        .map(|day| Ok(publish_at(&target, 1_000_000_000 + day * 86_400)?.run_id))
        .collect::<Result<Vec<_>, PublishError>>()?;
    assert_eq!(names(&out.path().join("runs"))?, ids.iter().skip(2).cloned().collect::<Vec<_>>());
    Ok(())
}

/// Publishes the sample as a run of another period.
fn publish_of(target: &Target, period: Period, second: i64) -> Result<String, PublishError> {
    let mut info = info();
    info.finished = jiff::Timestamp::from_second(second).unwrap_or_default();
    let mut outcome = outcome();
    outcome.periods = vec![period];
    Ok(open(target)?.publish(&definition(Dialect::Plain), &outcome, &info)?.run_id)
}

#[test]
fn the_newest_run_of_each_period_is_kept_beyond_the_number() -> Tested {
    let out = tempfile::tempdir()?;
    let target = Target { keep: 2, ..Target::new(out.path()) };
    // Each month twice: a draft, then the whole.
    let mut ids = Vec::new();
    for month in 1..=6 {
        for day in 0..2 {
            let second = 1_000_000_000 + i64::from(month) * 2_592_000 + day * 86_400;
            ids.push(publish_of(&target, Period::Month(2023, month), second)?);
        }
    }
    let mut expected: Vec<String> = ids.iter().skip(1).step_by(2).chain(ids.get(10)).cloned().collect();
    expected.sort();
    assert_eq!(names(&out.path().join("runs"))?, expected, "the last two, and the last one of each month");
    Ok(())
}

#[test]
fn the_current_run_is_kept_though_a_clock_went_back() -> Tested {
    let out = tempfile::tempdir()?;
    let target = Target { keep: 0, ..Target::new(out.path()) };
    publish_at(&target, 1_000_000_000)?;
    let earlier = publish_at(&target, 500_000_000)?;
    assert_eq!(names(&out.path().join("runs"))?, [earlier.run_id]);
    assert!(earlier.current.join("totals.csv").is_file());
    Ok(())
}

#[test]
fn a_folder_in_the_links_place_is_not_touched() -> Tested {
    let out = tempfile::tempdir()?;
    fs::create_dir(out.path().join("current"))?;
    fs::write(out.path().join("current/mine.txt"), "mine")?;
    let error = open(&Target::new(out.path())).err().ok_or("opened")?;
    assert!(matches!(error, PublishError::InTheWay { .. }), "{error}");
    assert!(out.path().join("current/mine.txt").is_file());
    Ok(())
}

/// What a process leaves that dies between naming its run and switching to it.
#[test]
fn a_run_that_nobody_was_shown_is_taken_back() -> Tested {
    let out = tempfile::tempdir()?;
    let target = Target::new(out.path());
    let first = publish_at(&target, 1_000_000_000)?;
    let unseen = out.path().join("runs/20231216T021500Z-1a2b3c4d");
    fs::create_dir(&unseen)?;
    fs::write(unseen.join("manifest.json"), "{}")?;
    let _ = system::announce(out.path(), Path::new("runs/20231216T021500Z-1a2b3c4d"))?;
    drop(open(&target)?);
    assert_eq!(names(&out.path().join("runs"))?, std::slice::from_ref(&first.run_id));
    // Of what was switched to, or is no run, nothing is taken.
    fs::create_dir(out.path().join("runs/mine"))?;
    for kept in [format!("runs/{}", first.run_id), "runs/mine".into(), "../..".into()] {
        let _ = system::announce(out.path(), Path::new(&kept))?;
        drop(open(&target)?);
        assert_eq!(names(&out.path().join("runs"))?, [first.run_id.clone(), "mine".into()]);
        assert_eq!(names(out.path())?, [".lock", "current", "runs"]);
    }
    Ok(())
}

#[test]
fn a_run_that_cannot_be_made_current_is_taken_back() -> Tested {
    let out = tempfile::tempdir()?;
    let staging = open(&Target::new(out.path()))?;
    fs::create_dir(out.path().join("current"))?;
    let error = staging.publish(&definition(Dialect::Plain), &outcome(), &info()).err().ok_or("published")?;
    assert!(matches!(error, PublishError::Io { action: "switch", .. }), "{error}");
    assert!(names(&out.path().join("runs"))?.is_empty());
    Ok(())
}

#[test]
fn a_file_where_the_folder_should_be_fails_early() -> Tested {
    let place = tempfile::tempdir()?;
    let out = place.path().join("out");
    fs::write(&out, "a file")?;
    let error = open(&Target::new(&out)).err().ok_or("opened")?;
    assert!(matches!(error, PublishError::Io { action: "create", .. }), "{error}");
    Ok(())
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_to_fails_early() -> Tested {
    use std::os::unix::fs::PermissionsExt;
    let place = tempfile::tempdir()?;
    fs::set_permissions(place.path(), fs::Permissions::from_mode(0o555))?;
    // The administrator may write everywhere: then there is nothing to see here.
    let is_administrator = fs::write(place.path().join("probe"), "").is_ok();
    let opened = open(&Target::new(place.path().join("out")));
    assert_eq!(opened.is_ok(), is_administrator);
    drop(opened);
    fs::set_permissions(place.path(), fs::Permissions::from_mode(0o755))?;
    Ok(())
}

/// What a reader sees who follows the link once and then reads through the folder that it led to.
fn seen(out: &Path) -> std::io::Result<(String, Vec<String>)> {
    let run = fs::canonicalize(out.join("current"))?;
    let manifest = fs::read_to_string(run.join("manifest.json"))?;
    let name = run.file_name().unwrap_or_default().to_string_lossy().into_owned();
    assert!(manifest.contains(&name), "{name}");
    assert!(manifest.ends_with("}\n"));
    Ok((name, names(&run)?))
}

#[test]
fn a_reader_sees_the_old_run_whole_or_the_new_one_whole() -> Tested {
    let out = tempfile::tempdir()?;
    let target = Target { keep: 100, ..Target::new(out.path()) };
    publish_at(&target, 1_000_000_000)?;
    let is_over = AtomicBool::new(false);
    let seen_names = std::thread::scope(|scope| {
        let reader = scope.spawn(|| -> std::io::Result<Vec<String>> {
            let mut seen_names = Vec::new();
            while !is_over.load(Ordering::Relaxed) {
                let (name, files) = seen(out.path())?;
                assert_eq!(files.len(), 9, "{name}: {files:?}");
                seen_names.push(name);
            }
            Ok(seen_names)
        });
        let published =
            (1..20).try_for_each(|second| publish_at(&target, 1_000_000_000 + second).map(|_| ()));
        is_over.store(true, Ordering::Relaxed);
        published.map(|()| reader.join())
    })?;
    let seen_names = seen_names.map_err(|_| "the reader has seen half a run")??;
    assert!(seen_names.is_sorted(), "never back to an older run");
    Ok(())
}
