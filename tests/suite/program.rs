//! The program as a shell sees it: exit codes, and what goes to which stream.

use crate::book;
use crate::definition::report;
use crate::office::Office;
use assert_cmd::Command;
use serde_json::Value;
use std::path::Path;
use std::process::Output;
use tempfile::TempDir;
use tonghop::publish::{self, Target};

fn trees(cell: &str) -> String {
    format!("Cây xanh trồng mới | cây | {cell}")
}

/// Both branches reported, A02 with this cell.
fn office(cell: &str) -> Office {
    Office::new().report("a.xlsx", "Sở Y tế", &trees("#5")).report("b.xlsx", "Sở Giáo dục", &trees(cell))
}

/// Runs the program in a folder.
fn tonghop(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tonghop"));
    command.current_dir(folder).args(arguments).env_remove("RUST_LOG").env_remove("TONGHOP_LANG");
    command.env_remove("TONGHOP_JOBS").output().expect("the program runs")
}

fn ingest(folder: &TempDir, more: &[&str]) -> Output {
    tonghop(folder.path(), &[&["ingest", "pipeline", "input", "--out", "out"], more].concat())
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

/// Exit code and stdout.
fn told(output: &Output) -> (Option<i32>, String) {
    (output.status.code(), text(&output.stdout))
}

fn is_published(folder: &TempDir) -> bool {
    folder.path().join("out/current/totals.csv").is_file()
}

#[test]
fn a_run_without_faults_publishes_and_says_so_on_stderr_alone() {
    let folder = office("#7").write();
    let output = ingest(&folder, &["--fail-on", "warning"]);
    assert_eq!(told(&output), (Some(0), String::new()));
    assert!(is_published(&folder));
    let said = text(&output.stderr);
    assert!(
        said.contains("2 tệp: 2 được tính, 0 đã thay hoặc trùng, 0 bị loại hoặc chưa rõ đơn vị."),
        "{said}"
    );
    assert!(said.contains("out/current"), "{said}");
    let english = text(&ingest(&folder, &["--lang", "en"]).stderr);
    assert!(english.contains("2 branches should report, 0 missing."), "{english}");
}

#[test]
fn a_wrong_pipeline_is_2_and_names_file_and_line() {
    let folder = office("#7").define("unit  = \"người\"", "unti  = \"người\"").write();
    let output = ingest(&folder, &[]);
    assert_eq!(told(&output), (Some(2), String::new()));
    let said = text(&output.stderr);
    assert!(said.contains("pipeline.toml:34:1") && said.contains("unti"), "{said}");
    assert!(said.contains("unit"), "{said}");
    assert!(!folder.path().join("out").exists(), "nothing was begun");
    assert_eq!(tonghop(folder.path(), &["ingest", "pipeline"]).status.code(), Some(2));
    assert_eq!(
        tonghop(folder.path(), &["ingest", "nowhere", "input", "--out", "out"]).status.code(),
        Some(2)
    );
    assert_eq!(tonghop(folder.path(), &["check", "pipeline", "nowhere.xlsx"]).status.code(), Some(2));
}

#[test]
fn flags_that_reach_fail_on_are_3_and_still_published() {
    let folder = office("nhiều").write();
    assert_eq!(ingest(&folder, &[]).status.code(), Some(0));
    assert_eq!(ingest(&folder, &["--fail-on", "error"]).status.code(), Some(0));
    assert_eq!(ingest(&folder, &["--fail-on", "warning"]).status.code(), Some(3));
    assert!(is_published(&folder));
}

/// Nothing hangs on a report that a later one replaces.
#[test]
fn flags_of_replaced_reports_reach_no_fail_on() {
    let folder = Office::new()
        .report("b.xlsx", "Sở Giáo dục", &trees("#7"))
        .report("a_lần 1.xlsx", "Sở Y tế", &trees("nhiều"))
        .report("a_lần 2.xlsx", "Sở Y tế", &trees("#8"))
        .write();
    let output = ingest(&folder, &["--fail-on", "warning"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
}

#[test]
fn missing_branches_and_rejected_files_are_4_before_3() {
    let missing = Office::with_table(&trees("nhiều")).write();
    assert_eq!(ingest(&missing, &["--fail-on", "warning"]).status.code(), Some(4));
    assert!(is_published(&missing));
    let allowed =
        Office::with_table(&trees("#5")).define("[submission]", "missing_allowed_pct = 50\n\n[submission]");
    assert_eq!(ingest(&allowed.write(), &[]).status.code(), Some(0));
    let rejected = office("#7").file("c.xlsx", "");
    assert_eq!(ingest(&rejected.write(), &[]).status.code(), Some(4));
    let tolerated = rejected.define("[submission]", "rejected_allowed_pct = 34\n\n[submission]");
    assert_eq!(ingest(&tolerated.write(), &[]).status.code(), Some(0));
}

#[test]
fn an_input_that_cannot_be_listed_is_1_and_leaves_the_last_run_alone() {
    let folder = office("#7").write();
    assert_eq!(ingest(&folder, &[]).status.code(), Some(0));
    let before = std::fs::read(folder.path().join("out/current/manifest.json")).expect("a manifest");
    let output = tonghop(folder.path(), &["ingest", "pipeline", "nowhere", "--out", "out"]);
    assert_eq!(told(&output), (Some(1), String::new()));
    assert!(text(&output.stderr).contains("cannot list the input folder nowhere"));
    let after = std::fs::read(folder.path().join("out/current/manifest.json")).expect("a manifest");
    assert_eq!(before, after);
}

#[test]
fn a_lock_that_is_held_is_75() {
    let folder = office("#7").write();
    let held = publish::open(&Target::new(folder.path().join("out"))).expect("a lock");
    let output = ingest(&folder, &[]);
    assert_eq!(told(&output), (Some(75), String::new()));
    drop(held);
    // A program that another test starts at this instant holds a copy of the lock until it runs.
    let codes = (0..50).map(|_| ingest(&folder, &[]).status.code());
    assert_eq!(codes.into_iter().find(|code| *code != Some(75)), Some(Some(0)));
}

#[test]
fn json_on_stdout_is_the_whole_of_it() {
    let folder = Office::with_table(&trees("nhiều")).write();
    let output = ingest(&folder, &["--json"]);
    let summary: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(output.status.code(), Some(4));
    assert_eq!(summary["exit_code"], 4);
    assert_eq!(summary["submissions"]["accepted_with_warnings"], 1);
    assert_eq!(summary["branches"]["missing"], 1);
    assert_eq!(summary["flags"]["warning"], 2);
    let manifest = std::fs::read(folder.path().join("out/current/manifest.json")).expect("a manifest");
    let manifest: Value = serde_json::from_slice(&manifest).expect("JSON");
    assert_eq!(manifest["exit_code"], 4);
    assert_eq!(manifest["cells"]["balanced"], true);
    assert_eq!(manifest["cells"]["read"], manifest["cells"]["accounted"]);
}

#[test]
fn a_period_that_is_asked_for_is_the_only_one_that_counts() {
    let folder = office("#7").write();
    let output = ingest(&folder, &["--period", "2022", "--json"]);
    let summary: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(output.status.code(), Some(4));
    assert_eq!(
        (&summary["submissions"]["rejected"], &summary["branches"]["missing"]),
        (&2.into(), &2.into())
    );
    assert_eq!(ingest(&folder, &["--period", "2022-13"]).status.code(), Some(2));
}

#[test]
fn the_output_may_lie_inside_the_input() {
    let folder = office("#7").write();
    let again = || tonghop(folder.path(), &["ingest", "pipeline", "input", "--out", "input/out", "--json"]);
    for _ in 0..2 {
        let summary: Value = serde_json::from_slice(&again().stdout).expect("JSON");
        assert_eq!(summary["submissions"]["accepted"], 2);
        assert_eq!(summary["submissions"]["rejected"], 0);
    }
}

#[test]
fn a_branch_checks_its_own_workbook_and_nothing_is_written() {
    let folder = office("nhiều").write();
    let clean = tonghop(folder.path(), &["check", "pipeline", "input/a.xlsx"]);
    let expected = "a.xlsx: A01 Sở Y tế, kỳ 2023, 1 giá trị\nKhông có vấn đề nào (chưa so với các đơn vị khác và các kỳ trước).\n";
    assert_eq!(told(&clean), (Some(0), expected.to_owned()));
    let flagged = tonghop(
        folder.path(),
        &["check", "pipeline", "input/b.xlsx", "--lang", "en", "--fail-on", "warning"],
    );
    let expected = "b.xlsx: A02 Sở Giáo dục, period 2023, 0 values\n\
        WARNING  b.xlsx › Biểu 1 › C4  [ambiguous-number]\n    \
        “nhiều” cannot be read with certainty (?); it does not count. Write it as a plain number.\n";
    assert_eq!(told(&flagged), (Some(3), expected.to_owned()));
    assert_eq!(tonghop(folder.path(), &["check", "pipeline", "input/b.xlsx"]).status.code(), Some(0));
    let json = tonghop(folder.path(), &["check", "pipeline", "input/b.xlsx", "--json"]);
    let json: Value = serde_json::from_slice(&json.stdout).expect("JSON");
    assert_eq!(json["flags"][0]["check"], "ambiguous-number");
    assert_eq!(json["flags"][0]["cell"], "C4");
    assert_eq!(json["flags"].as_array().map(Vec::len), Some(1));
    assert!(!folder.path().join("out").exists());
}

#[test]
fn inspect_shows_what_the_reader_sees() {
    let rows = report("Sở Y tế", &trees("#5"));
    let bytes = book::crafted(&[("Biểu 1", &rows), ("Ẩn", "bí mật")], |name, sheet| {
        if name == "Ẩn" {
            sheet.set_hidden(true);
        }
    });
    let folder = Office::new().file("a.xlsx", bytes).file("b.xlsx", "").write();
    let output = tonghop(folder.path(), &["inspect", "input/a.xlsx", "--pipeline", "pipeline"]);
    let (code, shown) = told(&output);
    assert_eq!((code, text(&output.stderr)), (Some(0), String::new()));
    for part in ["xlsx, read by: own", "Biểu 1: 10 cells, A1:D4", "Ẩn (hidden): 1 cells, A1:A1"] {
        assert!(shown.contains(part), "`{part}` is not in:\n{shown}");
    }
    let refused = tonghop(folder.path(), &["inspect", "input/b.xlsx"]);
    assert_eq!(told(&refused), (Some(3), String::new()));
    assert!(text(&refused.stderr).starts_with("empty-file"));
}

#[test]
fn the_schema_on_stdout_is_json_and_is_the_one_that_pipelines_name() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (code, printed) = told(&tonghop(here, &["schema"]));
    assert_eq!(code, Some(0));
    let schema: Value = serde_json::from_str(&printed).expect("JSON");
    assert!(schema["properties"]["indicator"].is_object(), "{printed}");
    let kept = std::fs::read_to_string(here.join("pipelines/pipeline.schema.json")).expect("the kept schema");
    assert_eq!(printed, kept);
}

#[test]
fn init_writes_a_draft_that_runs_and_never_over_another_one() {
    let report = |name: &str, trees: u32| {
        let text = format!(
            "BÁO CÁO NĂM 2023\nĐơn vị báo cáo: | {name}\nNội dung | ĐVT | Kết quả\nCây xanh | cây | #{trees}\nSách | cuốn | #{}",
            trees + 1
        );
        book::workbook(&[("Biểu 1", &text)])
    };
    let folder = Office::new()
        .file("a.xlsx", report("Sở Y tế", 5))
        .file("b.xlsx", report("Sở Giáo dục", 7))
        .file("c.xlsx", report("Sở Nội vụ", 9))
        .file("broken.xlsx", "")
        .write();
    let init = |more: &[&str]| tonghop(folder.path(), &[&["init", "input", "-o", "ours"], more].concat());
    let output = init(&[]);
    assert_eq!(told(&output), (Some(0), String::new()));
    let said = text(&output.stderr);
    assert!(said.contains("2 indicators on 1 sheets, 3 branches, from 3 workbooks"), "{said}");
    assert!(said.contains("cannot be read: broken.xlsx (empty-file)"), "{said}");
    let run = tonghop(folder.path(), &["ingest", "ours", "input", "--out", "out", "--json"]);
    let summary: Value = serde_json::from_slice(&run.stdout).expect("JSON");
    assert_eq!((run.status.code(), &summary["submissions"]["accepted"]), (Some(0), &3.into()));
    let edited = folder.path().join("ours/pipeline.toml");
    std::fs::write(&edited, "# edited").expect("a file");
    let again = init(&[]);
    assert_eq!(told(&again), (Some(2), String::new()));
    assert!(text(&again.stderr).contains("--force"), "{}", text(&again.stderr));
    assert_eq!(std::fs::read_to_string(&edited).expect("a file"), "# edited");
    assert_eq!(init(&["--force"]).status.code(), Some(0));
    assert!(std::fs::read_to_string(&edited).expect("a file").contains("Cây xanh"));
    assert_eq!(tonghop(folder.path(), &["init", "nowhere", "-o", "theirs"]).status.code(), Some(2));
    std::fs::create_dir(folder.path().join("empty")).expect("a folder");
    assert_eq!(tonghop(folder.path(), &["init", "empty", "-o", "theirs"]).status.code(), Some(1));
    assert!(!folder.path().join("theirs").exists(), "nothing was begun");
    let help = text(&tonghop(folder.path(), &["init", "--help"]).stdout);
    assert!(help.contains("Exit codes") && help.contains("branches.csv"), "{help}");
}
