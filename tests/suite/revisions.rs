//! The program run again and again over one output folder: what it says of the run before, what it refuses, what it keeps.

use crate::book;
use crate::crowd::Crowd;
use crate::definition::report;
use crate::office::Office;
use assert_cmd::Command;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Output;
use tempfile::TempDir;

fn trees(cell: &str) -> String {
    format!("Cây xanh trồng mới | cây | {cell}")
}

/// A01 and A02 reported so many trees.
fn office(one: &str, two: &str) -> TempDir {
    let office = Office::new().report("a.xlsx", "Sở Y tế", &trees(one));
    office.report("b.xlsx", "Sở Giáo dục", &trees(two)).write()
}

fn ingest(folder: &TempDir, more: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tonghop"));
    command.current_dir(folder.path()).args(["ingest", "pipeline", "input", "--out", "out"]).args(more);
    ["RUST_LOG", "TONGHOP_LANG", "TONGHOP_JOBS"].iter().for_each(|name| _ = command.env_remove(name));
    command.output().expect("the program runs")
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("UTF-8")
}

fn summary(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).expect("JSON")
}

/// Every file of the current run but the manifest.
fn files(folder: &TempDir) -> BTreeMap<String, Vec<u8>> {
    let current = folder.path().join("out/current");
    let entries = fs::read_dir(current).expect("a run").map(|entry| entry.expect("an entry"));
    let files = entries.filter(|entry| entry.file_name() != "manifest.json");
    let bytes = |path: &Path| fs::read(path).expect("a file");
    files.map(|entry| (entry.file_name().to_string_lossy().into_owned(), bytes(&entry.path()))).collect()
}

fn manifest(folder: &TempDir) -> Value {
    let bytes = fs::read(folder.path().join("out/current/manifest.json")).expect("a manifest");
    serde_json::from_slice(&bytes).expect("JSON")
}

/// `revisions.csv` by chosen columns: `,trees,5,6,1,20,values_changed`; ids of runs and submissions are left out.
fn revisions(folder: &TempDir) -> Vec<String> {
    let path = folder.path().join("out/current/revisions.csv");
    let mut reader = csv::Reader::from_path(path).expect("a table");
    let lines = reader.records().map(|record| {
        let record = record.expect("a line");
        [1, 2, 6, 7, 8, 9, 10].map(|at| record[at].to_owned()).join(",")
    });
    lines.collect()
}

#[test]
fn the_same_input_again_gives_the_same_bytes_and_no_revision() {
    let folder = office("#5", "#7");
    let first = summary(&ingest(&folder, &["--json", "--history", "out"]));
    assert_eq!((&first["revisions"], &first["release"]), (&Value::Null, &"provisional".into()));
    assert_eq!(first["periods"], serde_json::json!(["2023"]));
    let before = files(&folder);
    let second = summary(&ingest(&folder, &["--json", "--history", "out"]));
    assert_eq!((&second["exit_code"], &second["revisions"]), (&0.into(), &0.into()));
    assert_eq!(files(&folder), before);
    assert_eq!(manifest(&folder)["run_before"]["2023"], first["run"]);
    assert_eq!(manifest(&folder)["history"]["runs"][0]["run"], first["run"]);
    assert_eq!(manifest(&folder)["periods"], serde_json::json!(["2023"]));
}

#[test]
fn a_second_run_says_what_changed_and_why() {
    let folder = office("#5", "#7");
    ingest(&folder, &[]);
    let put = |path: &str, branch: &str, cell: &str| {
        let bytes = book::workbook(&[("Biểu 1", &report(branch, &trees(cell)))]);
        fs::write(folder.path().join("input").join(path), bytes).expect("a file");
    };
    put("a.xlsx", "Sở Y tế", "#6");
    fs::remove_file(folder.path().join("input/b.xlsx")).expect("removed");
    let output = ingest(&folder, &["--json"]);
    assert_eq!(summary(&output)["revisions"], 3);
    assert_eq!(
        revisions(&folder),
        [
            ",trees,12,6,-6,-50,values_changed",
            "A01,trees,5,6,1,20,report_replaced",
            "A02,trees,7,,,,report_withdrawn",
        ]
    );
}

#[test]
fn a_new_output_folder_is_revised_against_the_history() {
    let folder = office("#5", "#7");
    ingest(&folder, &[]);
    let run = manifest(&folder)["run"].clone();
    fs::rename(folder.path().join("out"), folder.path().join("archive")).expect("moved");
    let output = ingest(&folder, &["--json", "--history", "archive", "--release", "final"]);
    assert_eq!(summary(&output)["revisions"], 0);
    assert_eq!(manifest(&folder)["run_before"]["2023"], run);
}

#[test]
fn an_edited_definition_is_a_reason_of_its_own() {
    let folder = office("#5", "#7");
    ingest(&folder, &[]);
    let pipeline = folder.path().join("pipeline/pipeline.toml");
    let text = fs::read_to_string(&pipeline).expect("a definition");
    let edited = text.replace("id      = \"trees\"", "id      = \"trees\"\nmax     = 6");
    assert_ne!(text, edited);
    fs::write(&pipeline, edited).expect("a definition");
    ingest(&folder, &[]);
    assert_eq!(
        revisions(&folder),
        [",trees,12,5,-7,-58.33,values_changed", "A02,trees,7,,,,definition_changed"]
    );
}

#[test]
fn corrected_is_what_somebody_corrected_and_nothing_else() {
    let folder = office("#5", "#7");
    ingest(&folder, &[]);
    let corrections = folder.path().join("pipeline/corrections.csv");
    let head = "period,branch,indicator,measure,breakdown,value_found,value,by,date,reason\n";
    let line = |value: &str| format!("{head}2023,A01,trees,,,5,{value},Lan,2023-12-20,typo\n");
    let pipeline = folder.path().join("pipeline/pipeline.toml");
    let text = fs::read_to_string(&pipeline).expect("a definition");
    let edited = text.replace("id      = \"trees\"", "id      = \"trees\"\nmax     = 6");
    fs::write(&pipeline, edited).expect("a definition");
    fs::write(&corrections, line("4")).expect("corrections");
    ingest(&folder, &[]);
    assert_eq!(
        revisions(&folder),
        [
            ",trees,12,4,-8,-66.67,values_changed",
            "A01,trees,5,4,-1,-20,corrected",
            "A02,trees,7,,,,definition_changed"
        ]
    );
    fs::write(&corrections, line("3")).expect("corrections");
    ingest(&folder, &[]);
    assert_eq!(revisions(&folder), [",trees,4,3,-1,-25,values_changed", "A01,trees,4,3,-1,-25,corrected"]);
    // Taken back.
    fs::write(&corrections, head).expect("corrections");
    ingest(&folder, &[]);
    assert_eq!(revisions(&folder)[1..], ["A01,trees,3,5,2,66.67,corrected"]);
}

#[test]
fn a_run_says_what_it_was_compared_with_or_why_with_nothing() {
    let folder = office("#5", "#7");
    assert!(!said(&ingest(&folder, &["--lang", "en"])).contains("ompare"));
    let alone = said(&ingest(&folder, &["--lang", "en", "--history", "out"]));
    let expected = "--history: nothing to compare with: its runs hold no earlier period than the reports do";
    assert!(alone.contains(expected) && !alone.contains("Compared with"), "{alone}");
    let pipeline = folder.path().join("pipeline/pipeline.toml");
    let text = fs::read_to_string(&pipeline).expect("a definition");
    let (head, rest) = text.split_once('\n').expect("lines");
    assert!(head.starts_with("id"), "{head}");
    fs::write(&pipeline, format!("id = \"other\"\n{rest}")).expect("a definition");
    let other = said(&ingest(&folder, &["--history", "out", "--quiet"]));
    assert!(
        other.contains("nothing to compare with: run ") && other.contains(" is of the pipeline `"),
        "{other}"
    );
}

#[test]
fn the_summary_names_the_periods_compared_with_and_the_release() {
    let folder = Crowd::new(2, 2020..=2023).office().write();
    for year in ["2020", "2021", "2022"] {
        ingest(&folder, &["--period", year]);
    }
    let more = ["--period", "2022", "--history", "out", "--release", "final"];
    let english = said(&ingest(&folder, &[&more[..], &["--lang", "en"]].concat()));
    assert!(
        english.contains("\nFinal figures (--release final).\nCompared with: 2020, 2021.\n"),
        "{english}"
    );
    assert!(!english.contains("nothing to compare"), "{english}");
    assert_eq!(manifest(&folder)["history"]["compared"], serde_json::json!(["2020", "2021"]));
    let vietnamese = said(&ingest(&folder, &["--period", "2021", "--history", "out", "--lang", "vi"]));
    assert!(vietnamese.contains("\nSo với: 2020.\n") && !vietnamese.contains("--release"), "{vietnamese}");
}

#[test]
fn a_history_that_is_none_is_1_and_nothing_is_published() {
    let folder = office("#5", "#7");
    fs::create_dir(folder.path().join("elsewhere")).expect("a folder");
    for (history, expected) in [
        ("elsewhere", "--history: elsewhere holds no published run: expected an output folder"),
        ("nowhere", "--history: cannot read nowhere"),
    ] {
        let output = ingest(&folder, &["--history", history]);
        assert_eq!(output.status.code(), Some(1));
        assert!(said(&output).contains(expected), "{}", said(&output));
        assert!(!folder.path().join("out/current").exists());
    }
    fs::write(folder.path().join("elsewhere/manifest.json"), "{\"run\": 5}").expect("a file");
    let output = ingest(&folder, &["--history", "elsewhere"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).contains("elsewhere/manifest.json is no manifest of a run"), "{}", said(&output));
}

#[test]
fn final_figures_are_replaced_by_revised_ones_alone() {
    let folder = office("#5", "#7");
    let too_early = ingest(&folder, &["--release", "revised"]);
    assert_eq!(too_early.status.code(), Some(1));
    assert!(said(&too_early).contains("no figures of 2023 were published as final"), "{}", said(&too_early));
    assert_eq!(ingest(&folder, &["--release", "final"]).status.code(), Some(0));
    let run = manifest(&folder)["run"].clone();
    assert_eq!(manifest(&folder)["release"], "final");
    let nightly = ingest(&folder, &[]);
    assert_eq!(nightly.status.code(), Some(1));
    assert!(said(&nightly).contains("--release revised"), "{}", said(&nightly));
    assert_eq!(manifest(&folder)["run"], run, "the final run is still the current one");
    assert_eq!(ingest(&folder, &["--release", "revised"]).status.code(), Some(0));
    assert_eq!(manifest(&folder)["release"], "revised");
    assert_eq!(ingest(&folder, &["--release", "draft"]).status.code(), Some(2));
    // Nor does a run take their place for which nobody has reported any more.
    ["a.xlsx", "b.xlsx"].iter().for_each(|file| {
        fs::remove_file(folder.path().join("input").join(file)).expect("a report");
    });
    let empty = ingest(&folder, &["--period", "2023"]);
    assert_eq!(empty.status.code(), Some(1), "{}", said(&empty));
}
