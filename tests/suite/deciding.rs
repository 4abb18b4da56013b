//! `tonghop review`: what it lists, and the decisions that it writes.

use crate::office::Office;
use crate::review::trees;
use assert_cmd::Command;
use std::fs;
use std::path::Path;
use std::process::Output;
use tempfile::TempDir;

fn tonghop(folder: &TempDir, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tonghop"));
    command.current_dir(folder.path()).args(arguments).env_remove("RUST_LOG").env_remove("TONGHOP_LANG");
    command.output().expect("the program runs")
}

/// Exit code with stdout and stderr.
fn said(output: &Output) -> (Option<i32>, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8");
    (output.status.code(), text(&output.stdout) + &text(&output.stderr))
}

/// Consolidates the folder; that a branch is missing is no matter here.
fn ingest(folder: &TempDir) {
    let code = tonghop(folder, &["ingest", "pipeline", "input", "--out", "out"]).status.code();
    assert!(matches!(code, Some(0 | 4)), "{code:?}");
}

fn read(folder: &TempDir, path: &str) -> String {
    fs::read_to_string(folder.path().join(Path::new(path))).unwrap_or_default()
}

#[test]
fn an_hour_of_review() {
    let folder = trees("#3.25", "#5").rule("id = \"few\"\nexpr = \"trees >= 10\"").write();
    ingest(&folder);
    let (code, list) = said(&tonghop(&folder, &["review", "out", "--lang", "en"]));
    assert_eq!(code, Some(0));
    assert!(list.contains("WARNING  99.85 % of the total  [fraction-in-count]"), "{list}");
    assert!(list.contains("A01 › 2023 › trees › a01.xlsx › Biểu 1 › C4"), "{list}");
    assert!(list.contains("Suggested: 3,250"), "{list}");
    assert!(list.contains("\n2 of 2 flags, the most important first; 0 settled."), "{list}");
    let json = tonghop(&folder, &["review", "out", "--json", "--all"]);
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).expect("JSON");
    let id = |check: &str| {
        let flags = json["flags"].as_array().expect("a list");
        let flag = flags.iter().find(|flag| flag["check"] == check).expect("the flag");
        flag["flag"].as_str().expect("an id").to_owned()
    };
    let (fraction, rule) = (id("fraction-in-count"), id("rule"));

    let (code, text) = said(&tonghop(
        &folder,
        &[
            "review",
            "out",
            "--correct",
            &fraction,
            "--by",
            "Lan",
            "--reason",
            "typed in thousands, by phone",
            "--lang",
            "en",
        ],
    ));
    assert_eq!(code, Some(0), "{text}");
    assert!(
        text.starts_with("Corrected: A01 Sở Y tế, 2023, “Trees planted”: 3.25 → 3,250 cây.\nWritten to "),
        "{text}"
    );
    assert!(text.ends_with("corrections.csv (line 2). The next ingest applies it.\n"), "{text}");
    let (code, text) = said(&tonghop(
        &folder,
        &["review", "out", "--accept", &rule, "--by", "Lan", "--reason", "a small unit"],
    ));
    assert_eq!(code, Some(0), "{text}");
    let told = "Đã ghi nhận cờ [rule]: A02 Sở Giáo dục, 2023, “Cây xanh trồng mới”: giữ nguyên “trees = 5”.\nĐã ghi vào ";
    assert!(text.starts_with(told), "{text}");
    let corrections = read(&folder, "pipeline/corrections.csv");
    let line = corrections.lines().nth(1).unwrap_or_default();
    assert!(line.starts_with("2023,A01,trees,actual,,3.25,3250,Lan,20"), "{corrections}");
    assert!(line.ends_with(",\"typed in thousands, by phone\""), "{corrections}");
    let accepted = read(&folder, "pipeline/accepted.csv");
    assert!(
        accepted.contains(&format!("\n{rule},Lan,20"))
            && accepted.contains(",a small unit,2023,rule A02 trees trees = 5\n"),
        "{accepted}"
    );

    ingest(&folder);
    let (code, list) = said(&tonghop(&folder, &["review", "out", "--lang", "en"]));
    assert_eq!((code, list.as_str()), (Some(0), "Nothing is open (2 settled).\n"));
    assert!(read(&folder, "out/current/totals.csv").contains(",cây,3255,exact,2,2,"));
    let settled = tonghop(&folder, &["review", "out", "--all", "--lang", "en"]);
    assert!(
        said(&settled).1.contains("Settled by Lan: corrections.csv: 3250 (typed in thousands, by phone)"),
        "{settled:?}"
    );
}

#[test]
fn a_decision_that_cannot_be_made_is_2_and_nothing_is_written() {
    let folder = trees("#3.25", "#5").write();
    ingest(&folder);
    let json = tonghop(&folder, &["review", "out", "--json"]);
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).expect("JSON");
    let id = json["flags"][0]["flag"].as_str().expect("an id").to_owned();
    let mistyped = format!("{}0", &id[..11]);
    let who = ["--by", "Lan", "--reason", "x"];
    let table: [(Vec<&str>, &str); 6] = [
        (vec!["--accept", &mistyped], &format!("did you mean {id}")),
        (vec!["--accept", "ffffffffffff"], "`tonghop review OUT --all` lists them"),
        (vec!["--correct", &id, "--value", "3.250"], "is no plain number"),
        (vec!["--correct", &id, "--value", "3.25"], "is what the report says already"),
        (vec!["--correct", &id, "--value", "-3"], "outside the bounds"),
        (vec!["--accept", &id, "--pipeline", "input"], "pipeline.toml"),
    ];
    for (arguments, expected) in table {
        let (code, text) = said(&tonghop(
            &folder,
            &[&["review", "out", "--lang", "en"], arguments.as_slice(), &who].concat(),
        ));
        assert_eq!(code, Some(2), "{arguments:?}\n{text}");
        assert!(text.contains(expected), "{arguments:?}\n{text}");
    }
    assert_eq!(read(&folder, "pipeline/corrections.csv") + &read(&folder, "pipeline/accepted.csv"), "");
    let (code, text) = said(&tonghop(&folder, &["review", "input", "--lang", "en"]));
    assert_eq!((code, text.contains("there is no published run in input")), (Some(2), true), "{text}");
}

#[test]
fn a_decision_goes_to_the_pipeline_of_the_run_alone_and_keeps_what_is_there() {
    let there = "by,flag,date,reason\r\nHoa,0123456789ab,2023-12-01,\"first, of all\"";
    let folder = trees("#3.25", "#5").decide("accepted.csv", there).write();
    ingest(&folder);
    let json = tonghop(&folder, &["review", "out", "--json"]);
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).expect("JSON");
    let id = json["flags"][0]["flag"].as_str().expect("an id").to_owned();
    let accept = ["review", "out", "--accept", &id, "--by", "Lan", "--reason", "x"];
    let (code, text) = said(&tonghop(&folder, &accept));
    // A count with a fraction: to let it stand brings no value in.
    assert!(
        text.contains("Giá trị này vẫn không được tính vào tổng. Muốn tính, hãy dùng --correct với số đúng."),
        "{text}"
    );
    assert_eq!(code, Some(0));
    let accepted = read(&folder, "pipeline/accepted.csv");
    assert!(
        accepted.starts_with(&format!("{there}\r\nLan,{id},20")) && accepted.ends_with(",x\r\n"),
        "{accepted}"
    );
    // The same again would be there twice.
    let (code, text) = said(&tonghop(&folder, &[accept.as_slice(), &["--lang", "en"]].concat()));
    assert_eq!(code, Some(2), "{text}");
    assert!(text.starts_with("tonghop: already accepted by Lan on 20"), "{text}");
    assert!(text.ends_with(" (line 3 of accepted.csv): delete or change that line\n"), "{text}");
    // A folder that was copied elsewhere still takes decisions, another pipeline does not.
    let other = folder.path().join("other");
    fs::create_dir_all(&other).expect("a folder");
    for name in ["pipeline.toml", "branches.csv"] {
        fs::copy(folder.path().join("pipeline").join(name), other.join(name)).expect("a copy");
    }
    let elsewhere = [accept.as_slice(), &["--pipeline", "other"]].concat();
    assert_eq!(tonghop(&folder, &elsewhere).status.code(), Some(0));
    let text = read(&folder, "other/pipeline.toml").replace("\"office\"", "\"another\"");
    fs::write(other.join("pipeline.toml"), text).expect("a file");
    fs::remove_file(other.join("accepted.csv")).expect("the file");
    let (code, text) = said(&tonghop(&folder, &[elsewhere.as_slice(), &["--lang", "en"]].concat()));
    assert_eq!((code, text.contains("holds the pipeline `another`")), (Some(2), true), "{text}");
}

#[test]
fn a_run_in_the_dialect_of_a_vietnamese_excel_is_reviewed_all_the_same() {
    let office =
        trees("#3.25", "#5").define("period  = \"year\"", "dialect = \"excel-vi\"\nperiod  = \"year\"");
    let folder = office.write();
    ingest(&folder);
    let (_, list) = said(&tonghop(&folder, &["review", "out"]));
    assert!(list.contains("CẢNH BÁO  99,85 % tổng số  [fraction-in-count]"), "{list}");
    let json = tonghop(&folder, &["review", "out", "--json"]);
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).expect("JSON");
    let id = json["flags"][0]["flag"].as_str().expect("an id").to_owned();
    let (code, text) =
        said(&tonghop(&folder, &["review", "out", "--correct", &id, "--by", "Lan", "--reason", "x"]));
    assert_eq!(code, Some(0), "{text}");
    assert!(read(&folder, "pipeline/corrections.csv").contains("\n2023,A01,trees,actual,,3.25,3250,Lan,"));
}

#[test]
fn flags_of_a_report_that_was_replaced_are_nobodys_work() {
    let table = |cell: &str| format!("Cây xanh trồng mới | | {cell}");
    let folder = Office::new()
        .report("a01 lần 1.xlsx", "Sở Y tế", &table("#3.25"))
        .report("a01 lần 2.xlsx", "Sở Y tế", &table("#3250"))
        .report("a02.xlsx", "Sở Giáo dục", &table("#5"))
        .write();
    ingest(&folder);
    let (_, list) = said(&tonghop(&folder, &["review", "out", "--lang", "en"]));
    assert_eq!(list, "Nothing is open (0 settled).\n");
    let (_, all) = said(&tonghop(&folder, &["review", "out", "--lang", "en", "--all"]));
    assert!(all.contains("fraction-in-count") && all.contains("resubmission"), "{all}");
}

/// The ids of the open flags of a check, as the program lists them.
fn listed(folder: &TempDir, check: &str) -> Vec<String> {
    let json = tonghop(folder, &["review", "out", "--json", "--all"]);
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).expect("JSON");
    let flags = json["flags"].as_array().expect("a list").iter().filter(|flag| flag["check"] == check);
    flags.map(|flag| flag["flag"].as_str().expect("an id").to_owned()).collect()
}

/// What the program says in English of a decision by Lan.
fn decide(folder: &TempDir, decision: &[&str]) -> (Option<i32>, String) {
    let who = ["review", "out", "--lang", "en", "--by", "Lan", "--reason", "x"];
    said(&tonghop(folder, &[who.as_slice(), decision].concat()))
}

#[test]
fn a_value_is_corrected_once() {
    let folder = trees("#3.25", "#5").write();
    ingest(&folder);
    let id = listed(&folder, "fraction-in-count").remove(0);
    assert_eq!(decide(&folder, &["--correct", &id]).0, Some(0));
    let before = read(&folder, "pipeline/corrections.csv");
    let (code, text) = decide(&folder, &["--correct", &id, "--value", "4000"]);
    assert_eq!(code, Some(2), "{text}");
    assert!(text.starts_with("tonghop: already corrected to 3250 by Lan on 20"), "{text}");
    assert!(text.ends_with(" (line 2 of corrections.csv): delete or change that line\n"), "{text}");
    let (_, text) =
        said(&tonghop(&folder, &["review", "out", "--correct", &id, "--by", "Lan", "--reason", "x"]));
    assert!(text.starts_with("tonghop: đã được sửa thành 3250, Lan quyết định ngày 20"), "{text}");
    assert_eq!(read(&folder, "pipeline/corrections.csv"), before);
}

#[test]
fn of_a_rule_over_several_figures_one_is_named() {
    let table = "Số đoàn viên | | #120\nCây xanh trồng mới | | #130";
    let folder = Office::with_table(table).rule("id = \"own\"\nexpr = \"members >= trees\"").write();
    ingest(&folder);
    let id = listed(&folder, "rule").remove(0);
    let (code, text) = decide(&folder, &["--correct", &id, "--value", "13"]);
    let told = format!(
        "tonghop: the flag {id} is of a rule over these figures (members = 120; trees = 130): say with --indicator which of them to correct\n"
    );
    assert_eq!((code, text), (Some(2), told));
    let (code, text) = decide(&folder, &["--correct", &id, "--value", "13", "--indicator", "roads"]);
    assert_eq!((code, text.contains("(members = 120; trees = 130)")), (Some(2), true), "{text}");
    let (code, text) = decide(&folder, &["--correct", &id, "--value", "13", "--indicator", "trees"]);
    assert_eq!(code, Some(0), "{text}");
    assert!(text.starts_with("Corrected: A01 Sở Y tế, 2023, “Trees planted”: 130 → 13 cây.\n"), "{text}");
    assert!(read(&folder, "pipeline/corrections.csv").contains("\n2023,A01,trees,actual,,130,13,Lan,"));
    ingest(&folder);
    assert_eq!(listed(&folder, "rule"), [""; 0]);
}

#[test]
fn a_branch_goes_by_its_code_and_its_names() {
    let folder = trees("#3.25", "#4.25").write();
    ingest(&folder);
    let of = |branch: &str| said(&tonghop(&folder, &["review", "out", "--lang", "en", "--branch", branch]));
    for branch in ["A01", "a01", "Sở Y tế", "sở y tế", "So Y Te"] {
        let (code, text) = of(branch);
        assert_eq!((code, text.contains("\n1 of 1 flags")), (Some(0), true), "{branch}\n{text}");
    }
    let table = [
        ("A1", "tonghop: no branch has the code or name `A1`; did you mean A01 Sở Y tế?\n"),
        ("Sở Y tê1", "tonghop: no branch has the code or name `Sở Y tê1`; did you mean A01 Sở Y tế?\n"),
        (
            "XXXXXXXXXXXX",
            "tonghop: no branch has the code or name `XXXXXXXXXXXX`; branches.csv lists the branches\n",
        ),
    ];
    for (branch, expected) in table {
        assert_eq!(of(branch), (Some(2), expected.to_owned()));
    }
}

#[test]
fn what_lets_a_report_of_an_unknown_branch_in_is_no_correction() {
    let table = "Cây xanh trồng mới | | #12";
    let folder = trees("#3", "#5").report("a03.xlsx", "Sở Ngoại lệ xa lạ", table).write();
    ingest(&folder);
    let id = listed(&folder, "unknown-branch").remove(0);
    let (code, text) = decide(&folder, &["--accept", &id]);
    assert_eq!(code, Some(0), "{text}");
    assert!(
        text.contains("The report still does not count. To let it count, add the name in the report to `aliases` in branches.csv, or have"),
        "{text}"
    );
    assert!(!text.contains("--correct"), "{text}");
}

#[test]
fn an_impact_beyond_the_total_is_told_as_such() {
    let folder = trees("#3", "#9").rule("id = \"own\"\nexpr = \"trees > 10\"").write();
    ingest(&folder);
    let (_, text) = said(&tonghop(&folder, &["review", "out", "--lang", "en"]));
    // 100·9 / (12 − 9) and 100·3 / (12 − 3).
    assert!(text.contains("ERROR  > 100 % of the total  [rule]"), "{text}");
    assert!(text.contains("ERROR  33.33 % of the total  [rule]"), "{text}");
    assert!(read(&folder, "out/current/flags.csv").contains(",300,"));
}

#[test]
fn of_decisions_made_at_once_none_is_lost() {
    let rows: Vec<String> = (1..=6).map(|at| format!("Nhãn lạ số {at} | | #{at}")).collect();
    let folder = Office::with_table(&rows.join("\n")).write();
    ingest(&folder);
    let ids = listed(&folder, "label-unknown");
    assert_eq!(ids.len(), 6);
    std::thread::scope(|scope| {
        for id in &ids {
            scope.spawn(|| assert_eq!(decide(&folder, &["--accept", id]).0, Some(0)));
        }
    });
    let accepted = read(&folder, "pipeline/accepted.csv");
    assert_eq!(accepted.lines().count(), 7, "{accepted}");
}
