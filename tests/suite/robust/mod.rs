//! The machine fails: processes are killed, disks are full, folders vanish, files change under the reader. What was published stays whole, and the next
//! run succeeds.

mod built;
mod killed;
mod locked;
mod names;
mod portable;
mod storage;
mod vanishing;

use serde_json::Value;
use sha2::{Digest, Sha256};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// The program, its options taken from nowhere but the command line.
fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tonghop"));
    command.env_remove("RUST_LOG").env_remove("TONGHOP_LANG").env_remove("TONGHOP_JOBS");
    command.stdin(Stdio::null());
    command
}

/// The command that consolidates a folder.
fn ingest(pipeline: &Path, input: &Path, out: &Path) -> Command {
    let mut command = program();
    command.arg("ingest").args([pipeline, input]).arg("--out").arg(out).args(["--quiet", "--lang", "en"]);
    command
}

/// Whether a run ended as one that was published.
fn is_published(code: Option<i32>) -> bool {
    matches!(code, Some(0 | 3 | 4))
}

/// What a program said on stderr.
fn said(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("UTF-8")
}

fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// What is wrong with the run that an output folder shows: a file that is missing, is not the one that the manifest names, or that it does not name.
fn fault_of_current(out: &Path) -> Option<String> {
    // A reader follows the link once.
    match fs::canonicalize(out.join("current")) {
        Ok(run) => fault_of(&run),
        Err(error) => Some(format!("no current run: {error}")),
    }
}

/// The same of the folder of one run.
fn fault_of(run: &Path) -> Option<String> {
    let manifest: Value = match fs::read(run.join("manifest.json")).map(|text| serde_json::from_slice(&text))
    {
        Ok(Ok(manifest)) => manifest,
        other => return Some(format!("{}: no manifest: {other:?}", run.display())),
    };
    let mut named = vec!["manifest.json".to_owned()];
    for file in manifest["files"].as_array().map(Vec::as_slice).unwrap_or_default() {
        let name = file["name"].as_str().unwrap_or_default();
        let hash = fs::read(run.join(name)).map(|bytes| hex(&Sha256::digest(bytes)));
        if hash.as_deref().ok() != file["sha256"].as_str() {
            return Some(format!("{}: {name} is {hash:?}, not {}", run.display(), file["sha256"]));
        }
        named.push(name.to_owned());
    }
    named.sort();
    let there = names(run);
    let is_named_right = run.file_name().and_then(|name| name.to_str()) == manifest["run"].as_str();
    let is_whole = there == named && named.len() > 5 && is_named_right;
    (!is_whole).then(|| format!("{}: {there:?}, the manifest names {named:?}", run.display()))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The names in a folder, sorted.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<String> =
        entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// What stands in an output folder beside runs that are whole.
fn leftovers(out: &Path) -> Vec<String> {
    let expected = [".lock", "current", "runs"];
    let mut left: Vec<String> =
        names(out).into_iter().filter(|name| !expected.contains(&name.as_str())).collect();
    left.extend(names(&out.join("runs")).iter().filter_map(|run| fault_of(&out.join("runs").join(run))));
    left
}

/// Copies a folder, but for the files of these names.
fn copy(from: &Path, to: &Path, without: &[&str]) {
    for entry in walkdir::WalkDir::new(from) {
        let entry = entry.expect("an entry");
        let target = to.join(entry.path().strip_prefix(from).expect("inside"));
        if entry.file_type().is_dir() {
            fs::create_dir_all(target).expect("a folder");
        } else if !without.iter().any(|name| entry.file_name() == *name) {
            fs::copy(entry.path(), target).expect("a copy");
        }
    }
}

/// The sample of a year, and the same without one report: two inputs whose runs differ.
struct Inputs {
    pipeline: PathBuf,
    whole: PathBuf,
    folder: tempfile::TempDir,
}

impl Inputs {
    fn new() -> Self {
        let whole = repository("sample_data/doan-khoi/2023");
        let folder = tempfile::tempdir().expect("a folder");
        copy(&whole, &folder.path().join("less"), &["SO08_TNMT.xlsx"]);
        Self { pipeline: repository("pipelines/doan-khoi"), whole, folder }
    }

    /// The input of a run by its number: no two runs behind each other have the same.
    fn of(&self, number: usize) -> PathBuf {
        if number.is_multiple_of(2) { self.whole.clone() } else { self.folder.path().join("less") }
    }

    fn ingest(&self, number: usize, out: &Path) -> Command {
        ingest(&self.pipeline, &self.of(number), out)
    }
}

/// SplitMix64 (Steele, Lea, Flood 2014): the same numbers in every run.
struct Random(u64);

impl Random {
    /// A number from 0 to below 1.
    fn share(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    }
}
