//! Hostile files among good ones: the run ends, the totals are those of the good files, and each hostile file is named with what is wrong
//! with it.
//!
//! Every row of READING.md and what else a stranger may send: see the tables beside this file. A file says in its table which flags it must get; what was
//! read of it must be the truth, or nothing.

mod binary;
mod broken;
mod cells;
pub mod container;
mod corrupted;
mod enormous;
pub mod form;
pub mod killers;
mod limited;
mod names;
mod ods;
mod sheets;
mod swollen;
mod texts;

use crate::definition::{BRANCHES, PIPELINE};
use crate::office::{Office, Told};
use form::TRUTH;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};
use tonghop::model::Check;
use tonghop::model::fact::FactValue;
use tonghop::model::outcome::{Status, Submission};

/// What must become of a hostile file.
#[derive(Clone, Copy, Debug)]
enum Verdict {
    /// It is out, and this fatal flag says why.
    Out(&'static str),
    /// The whole report was read, with exactly these flags on what stands beside it.
    Right(&'static [&'static str]),
    /// Only the truth was read, or nothing, with exactly these flags.
    Partly(&'static [&'static str]),
    /// By its name it is no submission, and is not opened.
    Stray,
    /// It is out or was read right: its bytes are guarded by a checksum.
    OutOrRight,
    /// Nothing can tell a wrong figure from a right one in it: the run must go on, no more.
    Survived,
}

/// A file of the table.
struct Hostile {
    name: String,
    bytes: Vec<u8>,
    verdict: Verdict,
}

fn hostile(name: &str, bytes: impl Into<Vec<u8>>, verdict: Verdict) -> Hostile {
    Hostile { name: name.to_owned(), bytes: bytes.into(), verdict }
}

/// Small limits, so that what goes beyond them is quickly made.
const LIMITS: &str = "[limits]\nfile_bytes = 2000000\ninflated_bytes = 16000000\nratio = 2000\ncells = 100000\nsheets = 200\n\n[submission]";

fn good() -> Office {
    let branches = format!("{BRANCHES}A03,Sở Nội vụ,,small,,unit,,70,chi@example.vn,,,,\n");
    Office::of(PIPELINE, &branches)
        .define("[submission]", LIMITS)
        .report("A01.xlsx", "Sở Y tế", "Cây xanh trồng mới | cây | #120\nSố đoàn viên | người | #30")
        .report("A02.xlsx", "Sở Giáo dục", "Cây xanh trồng mới | cây | #7.5\nSố cây dương | | #4")
        .file(
            "A03.csv",
            "Đơn vị báo cáo,Sở Nội vụ\nBáo cáo năm 2023\nNội dung,Kết quả\nCây xanh trồng mới,1000\n",
        )
}

fn table() -> Vec<Hostile> {
    [plain(), names::table()].into_iter().flatten().collect()
}

/// Those whose names are harmless.
fn plain() -> Vec<Hostile> {
    let of_formats = [cells::table(), sheets::table(), ods::table(), binary::table(), texts::table()];
    let others = [broken::table(), swollen::table(), corrupted::table()];
    of_formats.into_iter().chain(others).flatten().collect()
}

#[test]
fn hostile_files_change_no_total_and_each_is_named() {
    let started = Instant::now();
    let table = table();
    let names: BTreeSet<&str> = table.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names.len(), table.len(), "each has a name of its own");
    assert!(table.len() >= 1_400, "{} files", table.len());
    let office = table.iter().fold(good(), |office, file| office.file(&file.name, file.bytes.clone()));
    let told = office.run();
    assert_eq!(totals(&told), totals(&good().run()));
    let wrong: String = table.iter().filter_map(|file| verdict(file, &told)).collect();
    assert!(wrong.is_empty(), "{wrong}");
    for submission in &told.outcome.submissions {
        let batch = &submission.batch;
        assert_eq!(batch.cells_read(), batch.dispositions().total(), "{:?}", submission.source_file);
    }
    assert_published_is_harmless(&told);
    let taken = started.elapsed();
    println!("{} hostile files in {taken:?}", table.len());
    assert!(taken < Duration::from_secs(60), "no file may hold the run up: {taken:?}");
}

#[test]
fn a_terminal_is_not_moved_by_names_and_cells() {
    let name = "\u{1b}[31m\u{202e}=1.xlsx";
    let path = format!("input/{name}");
    let folder = good().file(name, texts::obeyed()).write();
    for arguments in [
        &["ingest", "pipeline", "input", "--out", "out", "--lang", "en"][..],
        &["check", "pipeline", &path],
        &["inspect", &path],
        &["inspect", &path, "--pipeline", "pipeline"],
    ] {
        let mut command = assert_cmd::Command::new(env!("CARGO_BIN_EXE_tonghop"));
        let output = command.current_dir(folder.path()).args(arguments).env("RUST_LOG", "debug").output();
        let output = output.expect("the program runs");
        let said = [output.stdout, output.stderr].concat();
        let said = String::from_utf8(said).expect("UTF-8");
        assert!(said.contains("31m"), "{arguments:?}: {said:?}");
        assert_no_control(&format!("{arguments:?}"), &said);
    }
}

/// Every line of the totals.
/// Sheets of some thousand rows whose flags, or the work behind them, could grow with the square of these. Nothing is timed: what grew so did not end.
#[test]
fn a_sheet_costs_no_more_than_its_rows() {
    let long = format!("{} cây", "Ầ".repeat(10_000));
    let rows = |row: &dyn Fn(usize) -> String| {
        let rows: Vec<String> = (0..4_000).map(row).collect();
        rows.join("\n")
    };
    let tables = [
        ("label-twice", rows(&|at| format!("Cây xanh trồng mới | cây | #{at}"))),
        ("label-unknown", rows(&|_| format!("{long} | cây | #1"))),
        (
            "not-a-number",
            rows(&|at| format!("Cây xanh trồng mới {at} | cây | #1\nCây xanh trồng mới | cây | {long}")),
        ),
        ("header-not-found", rows(&|_| "Nội dung | ĐVT | Kết quả".to_owned())),
    ];
    for (code, table) in tables {
        let told = Office::new().report("c.xlsx", "Sở Y tế", &table).run();
        let flags = &told.outcome.flags;
        let longest = flags.iter().map(|flag| flag.found.len().max(flag.expected.len())).max();
        assert!(longest.is_some_and(|longest| longest < 2_100), "{code}: {longest:?}");
        let is_told = flags.iter().any(|flag| flag.check.code() == code);
        assert!(is_told || code == "header-not-found", "{code}");
    }
    let all: Vec<String> = (0..2_000).map(|at| format!("{at}.xlsx")).collect();
    let table = |at: usize| format!("Cây xanh trồng mới | cây | #{at}");
    let office =
        (0..).zip(&all).fold(Office::new(), |office, (at, name)| office.report(name, "Sở Y tế", &table(at)));
    let told = office.run();
    let conflicts = told.flags_of(Check::ConflictingResubmission);
    assert!(
        conflicts.len() == all.len() && conflicts.iter().all(|flag| flag.contains("+1988")),
        "{}",
        conflicts.len()
    );
}

fn totals(told: &Told) -> Vec<String> {
    told.outcome.totals.iter().map(|row| format!("{row:?}")).collect()
}

/// What is not as the table has it.
fn verdict(file: &Hostile, told: &Told) -> Option<String> {
    let is_it = |submission: &&Submission| submission.source_file == file.name;
    let Some(found) = told.outcome.submissions.iter().find(is_it) else {
        return Some(format!("\n{:?} is lost", file.name));
    };
    let (codes, facts) = (codes(told, &file.name), facts(told, found));
    let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
    let is_read = facts.is_empty() || facts == [TRUTH];
    let is_out = found.status != Status::Accepted;
    let is_right = match file.verdict {
        Verdict::Out(code) => codes == [code] && facts.is_empty(),
        Verdict::Right(expected) => codes == expected && facts == [TRUTH],
        Verdict::Partly(expected) => codes == expected && is_read,
        Verdict::Stray => found.status == Status::Stray && codes.is_empty() && facts.is_empty(),
        Verdict::OutOrRight => is_read,
        Verdict::Survived => true,
    };
    let told = || {
        format!(
            "\n{:?} is to be {:?}: {} {codes:?} {facts:?} {:?}",
            file.name,
            file.verdict,
            found.status.as_str(),
            found.batch.reader
        )
    };
    (!is_right || !is_out).then(told)
}

/// The codes of a file's flags, but for the one that it gets because it names no branch.
fn codes(told: &Told, name: &str) -> BTreeSet<String> {
    let of_file = told.outcome.flags.iter().filter(|flag| {
        let submission = flag.submission.and_then(|at| told.outcome.submissions.get(at));
        submission.is_some_and(|submission| submission.source_file == name)
    });
    of_file.map(|flag| flag.check.code().to_owned()).filter(|code| code != "missing-branch").collect()
}

fn facts(told: &Told, submission: &Submission) -> Vec<String> {
    let facts = submission.batch.facts.iter().filter(|fact| !matches!(fact.value, FactValue::None));
    // Two sheets may show the same part: what both say is told once.
    let facts: BTreeSet<String> = facts
        .map(|fact| {
            let value = match &fact.value {
                FactValue::Amount(amount, _) => amount.to_string(),
                other => format!("{other:?}"),
            };
            format!("{} {} {value}", fact.at, told.indicator(Some(fact.indicator)))
        })
        .collect();
    facts.into_iter().collect()
}

/// Nothing is written outside of the output folder, and no text there is a formula, moves a terminal or turns the direction of writing.
fn assert_published_is_harmless(told: &Told) {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("out");
    told.publish_into(&out, 0);
    let beside: Vec<_> = fs::read_dir(folder.path())
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name())
        .collect();
    assert_eq!(beside, ["out"]);
    let mut read = BTreeMap::new();
    for entry in walkdir::WalkDir::new(out.join("current")).follow_links(true) {
        let entry = entry.expect("an entry");
        let path = entry.path().canonicalize().expect("a path");
        assert!(path.starts_with(folder.path().canonicalize().expect("a path")), "{path:?}");
        let name = entry.file_name().to_str().expect("a plain name").to_owned();
        assert!(name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte)), "{name:?}");
        if entry.file_type().is_file() {
            let text = fs::read_to_string(entry.path()).expect("a text");
            assert_no_control(&name, &text);
            let fields = if name.ends_with(".csv") { assert_no_formula(entry.path()) } else { 0 };
            read.insert(name, fields);
        }
    }
    assert!(read.get("flags.csv").is_some_and(|fields| *fields > 1_000), "{read:?}");
}

fn assert_no_control(name: &str, text: &str) {
    let is_harmful = |c: &char| {
        (c.is_control() && !matches!(c, '\n' | '\t'))
            || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let found = text.lines().find(|line| line.chars().any(|c| is_harmful(&c)));
    assert_eq!(found.map(|line| format!("{line:?}")), None, "{name}");
}

/// How many fields there are, none of which begins a formula.
fn assert_no_formula(path: &Path) -> usize {
    let mut reader = csv::Reader::from_path(path).expect("a table");
    let fields: Vec<String> = reader
        .records()
        .flat_map(|record| record.expect("a line").iter().map(str::to_owned).collect::<Vec<_>>())
        .collect();
    let is_number = |text: &str| text.parse::<f64>().is_ok();
    let is_formula = |text: &&String| {
        text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']) && !is_number(text)
    };
    assert_eq!(fields.iter().find(is_formula), None, "{path:?}");
    fields.len()
}
