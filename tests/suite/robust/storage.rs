//! Disks that are full, and folders that may not be written to.
//!
//! A small disk is a file system in memory, in a name space of mounts of its own: it is gone when its shell is. Where the system gives none, the largest
//! size of a file stands in for it.

use super::{Inputs, fault_of, is_published, leftovers, names, said};
use std::fs;
use std::path::Path;
use std::process::Command;

/// Runs a script for each size with the program and what it needs: `$1` and `$2` the two inputs, `$OUT` an output folder on a small disk, `$SEEN` a folder
/// that stays.
const PROLOGUE: &str = r#"
set -u
run() { "$PROGRAM" ingest "$PIPELINE" "$1" --out "$OUT" --quiet --lang en 2>"$SEEN/said"; echo $?; }
keep() { rm -rf "$SEEN/$1"; cp -a "$OUT/$(readlink "$OUT/current")" "$SEEN/$1-$(basename "$(readlink "$OUT/current")")"; }
mount -t tmpfs -o size=64m tmpfs "$OUT" || exit 99
"#;

/// A shell that may mount: the system's administrator in a name space of mounts, anybody else in one of users as well.
fn shell() -> Option<Command> {
    let may = |arguments: &[&str]| {
        let script = "mount -t tmpfs tmpfs /tmp && mount -o remount,size=1m /tmp";
        let tried = Command::new("unshare").args(arguments).args(["sh", "-c", script]).output();
        tried.is_ok_and(|tried| tried.status.success())
    };
    let arguments = [&["-m"][..], &["-r", "-m"]].into_iter().find(|arguments| may(arguments))?;
    let mut command = Command::new("unshare");
    command.args(arguments).arg("sh");
    Some(command)
}

/// What a script saw: its lines, and the folder of what it kept.
struct Seen {
    lines: Vec<String>,
    folder: tempfile::TempDir,
}

impl Seen {
    /// Runs a script on a small disk; none where there can be none.
    fn of(script: &str, inputs: &Inputs) -> Option<Self> {
        let folder = tempfile::tempdir().expect("a folder");
        let out = folder.path().join("out");
        let seen = folder.path().join("seen");
        fs::create_dir_all(&out).and_then(|()| fs::create_dir_all(&seen)).expect("folders");
        let mut command = shell()?;
        command.arg("-c").arg(format!("{PROLOGUE}\n{script}")).arg("sh").args([inputs.of(0), inputs.of(1)]);
        command.env("PROGRAM", env!("CARGO_BIN_EXE_tonghop")).env("PIPELINE", &inputs.pipeline);
        command.env("OUT", &out).env("SEEN", &seen).env_remove("TONGHOP_JOBS").env_remove("TONGHOP_LANG");
        let output = command.output().expect("a shell");
        assert!(output.status.success(), "{:?}: {}", output.status, said(&output));
        let text = String::from_utf8(output.stdout).expect("UTF-8");
        Some(Self { lines: text.lines().map(str::to_owned).collect(), folder })
    }

    /// What is wrong with a run that was kept, and its id.
    fn kept(&self, name: &str) -> (Option<String>, String) {
        let folder = self.folder.path().join("seen");
        let prefix = format!("{name}-");
        let found =
            names(&folder).into_iter().find(|known| known.starts_with(&prefix)).expect("a run was kept");
        let id = found.strip_prefix(&prefix).expect("a prefix").to_owned();
        let renamed = self.folder.path().join(&id);
        if !renamed.exists() {
            fs::rename(folder.join(&found), &renamed).expect("a name");
        }
        (fault_of(&renamed), id)
    }
}

/// One line for each size: the room left, the exit code, what was said, the current run, what stands in the folders.
const FULL: &str = r#"
run "$1" >/dev/null
keep before
case $WHAT in
    bytes) used=$(df -k --output=used "$OUT" | tail -1); steps="0 8 64 160 224 256 288 320 352 384 416 448 480 512 544 576 640 704 768 896 1024";;
    names) used=$(df --output=iused "$OUT" | tail -1); steps="0 1 2 3 4 5 6 7 8 9 10 11";;
esac
for room in $steps; do
    case $WHAT in
        bytes) mount -o "remount,size=$((used + room))k" "$OUT" || exit 98;;
        names) mount -o "remount,nr_inodes=$((used + room))" "$OUT" || exit 98;;
    esac
    code=$(run "$2")
    echo "$room|$code|$(readlink "$OUT/current")|$(ls -A "$OUT" | tr '\n' ' ')|$(ls -A "$OUT/runs" | tr '\n' ' ')|$(tr '\n' ' ' <"$SEEN/said")"
    [ "$code" = 1 ] || break
done
keep after
mount -o remount,size=64m,nr_inodes=10000 "$OUT" || exit 98
echo "again|$(run "$2")|$(readlink "$OUT/current")|$(ls -A "$OUT" | tr '\n' ' ')|"
keep again
"#;

/// Runs on disks with more and more room, until one succeeds.
fn fill(what: &str, least: usize) {
    let inputs = Inputs::new();
    let Some(seen) = Seen::of(&format!("WHAT={what}\n{FULL}"), &inputs) else {
        eprintln!("no small disk to be had here: files of a largest size stand in for it");
        return limited_files(&inputs);
    };
    let (fault, before) = seen.kept("before");
    assert_eq!(fault, None);
    let (again, tried) = seen.lines.split_last().expect("lines");
    let refused: Vec<Vec<&str>> = tried
        .iter()
        .map(|line| line.split('|').collect())
        .filter(|line: &Vec<&str>| line[1] == "1")
        .collect();
    assert!(refused.len() >= least, "{tried:#?}");
    for line in &refused {
        assert_eq!(line[2], format!("runs/{before}"), "the old run stays: {line:?}");
        assert_eq!((line[3], line[4]), (".lock current runs ", format!("{before} ").as_str()), "{line:?}");
        let said = line[5];
        assert!(said.starts_with("tonghop: cannot ") && said.contains("No space left on device"), "{said}");
    }
    let places: std::collections::BTreeSet<&str> =
        refused.iter().filter_map(|line| line[5].split(": ").nth(1)).collect();
    println!("{} disks too small by {what}; it failed at: {places:#?}", refused.len());
    assert!(places.len() >= 3, "not always the same file: {places:?}");
    let again: Vec<&str> = again.split('|').collect();
    assert!(is_published(again[1].parse().ok()), "{again:?}");
    assert_eq!(again[3], ".lock current runs ");
    let (fault, id) = seen.kept("again");
    assert_eq!((fault, id != before), (None, true));
}

#[test]
fn a_full_disk_is_an_error_and_leaves_the_old_run_whole() {
    fill("bytes", 10);
}

#[test]
fn a_disk_without_room_for_names_is_an_error_and_leaves_the_old_run_whole() {
    fill("names", 5);
}

/// The stand-in: no file may grow beyond so many blocks of 512 bytes.
fn limited_files(inputs: &Inputs) {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("out");
    assert!(is_published(inputs.ingest(0, &out).status().expect("the program runs").code()));
    let before = fs::read_link(out.join("current")).expect("a link");
    for blocks in [0, 1, 4, 16, 64] {
        let mut command = Command::new("sh");
        command.arg("-c").arg(format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$@\"")).arg("sh");
        let run = inputs.ingest(1, &out);
        let output = command.arg(run.get_program()).args(run.get_args()).output().expect("a shell");
        assert_eq!(output.status.code(), Some(1), "{blocks}: {}", said(&output));
        assert!(said(&output).starts_with("tonghop: cannot "), "{}", said(&output));
        assert_eq!(
            (fs::read_link(out.join("current")).expect("a link"), leftovers(&out)),
            (before.clone(), Vec::new())
        );
    }
    assert!(is_published(inputs.ingest(1, &out).status().expect("the program runs").code()));
    assert_ne!(fs::read_link(out.join("current")).expect("a link"), before);
}

#[cfg(unix)]
#[test]
fn files_that_may_not_grow_are_an_error_and_leave_the_old_run_whole() {
    limited_files(&Inputs::new());
}

const READ_ONLY: &str = r#"
run "$1" >/dev/null
keep before
mount -o remount,ro "$OUT" || exit 98
echo "$(run "$2")|$(tr '\n' ' ' <"$SEEN/said")"
readlink "$OUT/current"
mount -o remount,rw "$OUT" || exit 98
run "$2"
keep again
"#;

#[test]
fn a_folder_on_a_disk_that_may_not_be_written_to_is_an_error_and_leaves_the_old_run_whole() {
    let Some(seen) = Seen::of(READ_ONLY, &Inputs::new()) else {
        eprintln!("not shown: no disk can be had here that may not be written to");
        return;
    };
    let (fault, before) = seen.kept("before");
    assert_eq!((fault, seen.lines[1].clone()), (None, format!("runs/{before}")));
    assert!(
        seen.lines[0].starts_with("1|tonghop: cannot ") && seen.lines[0].contains("Read-only"),
        "{:?}",
        seen.lines
    );
    assert!(is_published(seen.lines[2].parse().ok()), "{:?}", seen.lines);
    let (fault, id) = seen.kept("again");
    assert_eq!((fault, id != before), (None, true));
}

#[test]
fn an_output_folder_below_a_file_is_an_error() {
    let inputs = Inputs::new();
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("file/out");
    fs::write(folder.path().join("file"), "mine").expect("a file");
    let output = inputs.ingest(0, &out).output().expect("the program runs");
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).starts_with("tonghop: cannot create "), "{}", said(&output));
    assert_eq!(fs::read_to_string(folder.path().join("file")).ok().as_deref(), Some("mine"));
    assert!(Path::new(&inputs.whole).is_dir());
}
