//! Names that no text can hold, and names that would move a terminal or turn a text round, in what programs read.

use super::{ingest, program, said};
use crate::book::workbook;
use crate::definition::report;
use crate::office::Office;
use serde_json::Value;
use std::fs;

const TREES: &str = "Cây xanh trồng mới | cây | #5";
/// A label that turns the direction of writing and clears the screen.
const HARM: &str = "gpj\u{202e}exe \u{9b}2J\u{7f}";

fn assert_plain(what: &str, text: &str) {
    let is_harmful = |c: char| {
        (c.is_control() && !matches!(c, '\n' | '\t'))
            || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let line = text.lines().find(|line| line.contains(is_harmful));
    assert_eq!(line.map(|line| format!("{line:?}")), None, "{what}");
}

#[cfg(unix)]
#[test]
fn files_whose_names_are_no_text_are_read_and_stay_apart() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let folder = Office::new().write();
    let input = folder.path().join(OsStr::from_bytes(b"in\xFFput"));
    fs::create_dir(&input).expect("a folder");
    let put = |name: &[u8], branch: &str| {
        let bytes = workbook(&[("Biểu 1", &report(branch, TREES))]);
        fs::write(input.join(OsStr::from_bytes(name)), bytes).expect("a file");
    };
    put(b"\xFF.xlsx", "Sở Y tế");
    put(b"\\xFF.xlsx", "Sở Giáo dục");
    let out = folder.path().join(OsStr::from_bytes(b"o\xFEut"));
    let mut command = ingest(&folder.path().join("pipeline"), &input, &out);
    let output = command.arg("--json").output().expect("the program runs");
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let summary: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(summary["submissions"]["accepted"], 2);
    assert!(summary["current"].as_str().is_some_and(|path| path.ends_with("o\\xFEut/current")), "{summary}");
    let table = fs::read_to_string(out.join("current/submissions.csv")).expect("a table");
    assert!(table.contains("\\xFF.xlsx,") && table.contains("\\x5CxFF.xlsx,"), "{table}");
    let path = input.join(OsStr::from_bytes(b"\xFF.xlsx"));
    let mut command = program();
    command.arg("check").arg(folder.path().join("pipeline")).arg(&path).args([
        "--json",
        "--fail-on",
        "never",
    ]);
    assert!(command.output().expect("the program runs").status.success());
    assert!(program().arg("inspect").arg(&path).output().expect("the program runs").status.success());
}

#[test]
fn json_holds_no_mark_of_direction_as_it_is_and_loses_none() {
    let name = format!("a{}.xlsx", HARM.replace(' ', "\n"));
    let rows = report("Sở Y tế", &format!("{TREES}\n{HARM} | | #7"));
    let folder = Office::new().file(&name, workbook(&[("Biểu 1", &rows)])).write();
    let path = folder.path().join("input").join(&name);
    let (pipeline, out) = (folder.path().join("pipeline"), folder.path().join(format!("out{HARM}")));
    let checked =
        program().arg("check").args([&pipeline, &path]).arg("--json").output().expect("the program runs");
    let checked = String::from_utf8(checked.stdout).expect("UTF-8");
    assert_plain("check", &checked);
    let flags: Value = serde_json::from_str(&checked).expect("JSON");
    assert_eq!(flags["flags"][0]["source_file"], name.as_str());
    let run = ingest(&pipeline, &folder.path().join("input"), &out)
        .arg("--json")
        .output()
        .expect("the program runs");
    let summary = String::from_utf8(run.stdout.clone()).expect("UTF-8");
    assert_plain("ingest", &(summary.clone() + &said(&run)));
    let summary: Value = serde_json::from_str(&summary).expect("JSON");
    assert_eq!(summary["current"].as_str(), out.join("current").to_str());
    for file in ["manifest.json", "datapackage.json"] {
        assert_plain(file, &fs::read_to_string(out.join("current").join(file)).expect("a file"));
    }
    let review =
        program().arg("review").arg(&out).args(["--json", "--all"]).output().expect("the program runs");
    assert_plain("review", &String::from_utf8(review.stdout).expect("UTF-8"));
}

#[test]
fn toml_to_paste_holds_no_mark_of_direction() {
    let rows = report("Sở Y tế", &format!("{TREES}\n{HARM} | | #7"));
    let folder = Office::new().file("a.xlsx", workbook(&[("Biểu 1", &rows)])).write();
    let path = folder.path().join("input/a.xlsx");
    let output =
        program().arg("inspect").arg(&path).arg("--pipeline").arg(folder.path().join("pipeline")).output();
    let shown = String::from_utf8(output.expect("the program runs").stdout).expect("UTF-8");
    assert_plain("inspect", &shown);
    assert!(shown.contains("to add to pipeline.toml:") && shown.contains("gpj"), "{shown}");
}

#[test]
fn errors_about_files_move_no_terminal() {
    let folder = Office::new().write();
    let path = folder.path().join(format!("input/{HARM}.xlsx"));
    for command in ["check", "inspect"] {
        let mut command = program()
            .arg(command)
            .args((command == "check").then(|| folder.path().join("pipeline")))
            .arg(&path)
            .output()
            .expect("the program runs");
        assert_eq!(command.status.code(), Some(2));
        command.stderr.extend(command.stdout);
        let said = String::from_utf8(command.stderr).expect("UTF-8");
        assert!(said.contains("gpj"), "{said}");
        assert_plain("an error", &said);
    }
}
