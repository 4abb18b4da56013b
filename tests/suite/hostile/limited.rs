//! The program over hostile files, under a limit of memory that the system sets: it ends in bounded time, and what it published is the truth.

use super::form::TRUTH;
use super::{Hostile, Verdict, enormous, good, plain};
use crate::office::Office;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// What a process may ask for: 4 GiB, as `ulimit -v` takes it.
const MEMORY_KIB: u64 = 4 << 20;

/// What a folder may take: many times what it does take, on whatever machine.
const MOST: Duration = Duration::from_secs(240);

/// What the program made of a folder.
struct Published {
    totals: String,
    /// Status, codes of flags, and facts of each file.
    files: BTreeMap<String, (String, BTreeSet<String>, BTreeSet<String>)>,
    manifest: serde_json::Value,
    taken: Duration,
    /// The largest memory that was held, and that was asked for, in KiB.
    peak: (u64, u64),
    /// The file that took longest, and its milliseconds.
    slowest: (String, u64),
}

/// Runs the program over an office under the limit of memory.
fn run(office: &Office) -> Published {
    let folder = office.write();
    let started = Instant::now();
    let mut command = Command::new("sh");
    command
        .arg("-c")
        .arg(format!("ulimit -v {MEMORY_KIB} && exec \"$@\""))
        .arg("sh")
        .arg(env!("CARGO_BIN_EXE_tonghop"));
    command.args(["ingest", "pipeline", "input", "--out", "out", "--verbose", "--log-json"]);
    command.current_dir(folder.path()).env_remove("RUST_LOG").env_remove("TONGHOP_JOBS");
    let log = fs::File::create(folder.path().join("log")).expect("a file");
    let mut program =
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log).spawn().expect("a shell");
    let (code, peak) = watched(&mut program);
    let log = fs::read_to_string(folder.path().join("log")).expect("a log");
    let last = || log.lines().rev().take(5).collect::<Vec<_>>();
    assert!(matches!(code, Some(0 | 3 | 4)), "{code:?}, peak {peak:?} KiB: {:#?}", last());
    let current = folder.path().join("out/current");
    Published {
        totals: fs::read_to_string(current.join("totals.csv")).expect("a table"),
        files: files(&current),
        manifest: serde_json::from_slice(&fs::read(current.join("manifest.json")).expect("a manifest"))
            .expect("JSON"),
        taken: started.elapsed(),
        peak,
        slowest: slowest(&log),
    }
}

/// Waits for a process; gives its exit code and the peaks of its memory.
fn watched(program: &mut Child) -> (Option<i32>, (u64, u64)) {
    let path = format!("/proc/{}/status", program.id());
    let mut peak = (0, 0);
    loop {
        let status = fs::read_to_string(&path).unwrap_or_default();
        let of = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name));
            line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0)
        };
        peak = (peak.0.max(of("VmHWM:")), peak.1.max(of("VmPeak:")));
        if let Some(ended) = program.try_wait().expect("a process") {
            return (ended.code(), peak);
        }
        std::thread::sleep(Duration::from_millis(2));
    }
}

fn slowest(log: &str) -> (String, u64) {
    let lines = log.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    let times = lines.filter_map(|line| {
        let fields = &line["fields"];
        Some((fields["file"].as_str()?.to_owned(), fields["ms"].as_u64()?))
    });
    times.max_by_key(|(_, ms)| *ms).unwrap_or_default()
}

fn files(current: &Path) -> BTreeMap<String, (String, BTreeSet<String>, BTreeSet<String>)> {
    let mut files: BTreeMap<_, (String, BTreeSet<String>, BTreeSet<String>)> = BTreeMap::new();
    for [file, status] in rows(current, "submissions", ["source_file", "status"]) {
        files.entry(file).or_default().0 = status;
    }
    for [file, check] in rows(current, "flags", ["source_file", "check"]) {
        let is_own = check != "missing-branch" && !file.is_empty();
        is_own.then(|| files.entry(file).or_default().1.insert(check));
    }
    for [file, cell, indicator, value] in
        rows(current, "facts", ["source_file", "cell", "indicator", "value"])
    {
        let is_read = !value.is_empty() && !file.is_empty();
        is_read.then(|| files.entry(file).or_default().2.insert(format!("{cell} {indicator} {value}")));
    }
    files
}

/// These columns of a table.
fn rows<const N: usize>(current: &Path, table: &str, columns: [&str; N]) -> Vec<[String; N]> {
    let mut reader = csv::Reader::from_path(current.join(format!("{table}.csv"))).expect("a table");
    let headers = reader.headers().expect("headers").clone();
    let places = columns.map(|column| headers.iter().position(|header| header == column).expect("a column"));
    let row =
        |record: csv::StringRecord| places.map(|place| record.get(place).unwrap_or_default().to_owned());
    reader.records().map(|record| row(record.expect("a line"))).collect()
}

/// What is not as the table has it.
fn fault(file: &Hostile, published: &Published) -> Option<String> {
    let Some((status, codes, facts)) = published.files.get(&file.name) else {
        return Some(format!("\n{:?} is lost", file.name));
    };
    let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
    let facts: Vec<&str> = facts.iter().map(String::as_str).collect();
    let is_read = facts.is_empty() || facts == [TRUTH];
    let is_right = match file.verdict {
        Verdict::Out(code) => codes == [code] && facts.is_empty(),
        Verdict::Right(expected) => codes == expected && facts == [TRUTH],
        Verdict::Partly(expected) => codes == expected && is_read,
        Verdict::Stray => status == "stray",
        Verdict::OutOrRight => is_read,
        Verdict::Survived => true,
    };
    let is_out = !status.starts_with("accepted");
    (!is_right || !is_out)
        .then(|| format!("\n{:?} is to be {:?}: {status} {codes:?} {facts:?}", file.name, file.verdict))
}

/// Puts hostile files among the good ones, and holds what comes out against what the good ones give by themselves.
fn prove(what: &str, office: Office, table: &[Hostile]) {
    let alone = run(&office);
    let office = table.iter().fold(office, |office, file| office.file(&file.name, file.bytes.clone()));
    let published = run(&office);
    let (taken, (held, asked), (file, ms)) = (published.taken, published.peak, &published.slowest);
    println!(
        "{} {what} in {taken:.1?}; peak {} MiB held, {} MiB asked for; slowest {file} with {ms} ms",
        table.len(),
        held >> 10,
        asked >> 10
    );
    let wrong: String = table.iter().filter_map(|file| fault(file, &published)).collect();
    assert!(wrong.is_empty(), "{wrong}");
    assert_eq!(published.totals, alone.totals);
    let cells = &published.manifest["cells"];
    assert_eq!((&cells["balanced"], &cells["read"]), (&true.into(), &cells["accounted"]));
    assert!(taken < MOST, "no file may hold the run up: {taken:?}");
}

#[test]
fn hostile_files_of_every_kind_stay_within_the_memory_that_a_system_allows() {
    prove("hostile files", good(), &plain());
}

#[test]
fn enormous_files_are_refused_before_they_are_opened() {
    prove("enormous files", enormous::good("worker_seconds = 300\n"), &enormous::refused());
}

#[ignore = "reads twenty gibibytes: cargo test --release --test suite -- --ignored enormous"]
#[test]
fn enormous_files_that_the_limits_let_through_are_read_to_their_end() {
    // Otherwise the ratio gives them away.
    prove(
        "enormous files let through",
        enormous::good("ratio = 2000\nworker_seconds = 300\n"),
        &enormous::opened(),
    );
}
