//! What a run leaves behind: the same bytes whatever the threads, the order of reading and the names of files; every cell accounted for.

use crate::definition::report;
use crate::office::{Office, Told};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn pipeline() -> PathBuf {
    repository().join("pipelines/doan-khoi")
}

fn sample() -> PathBuf {
    repository().join("sample_data/doan-khoi/2023")
}

/// Every published file but the manifest, which holds the times.
fn files(run: &Told) -> BTreeMap<String, Vec<u8>> {
    let published = run.publish();
    let listed = fs::read_dir(published.path().join("current")).expect("a published run");
    let mut files = BTreeMap::new();
    for entry in listed {
        let entry = entry.expect("a file");
        let name = entry.file_name().to_string_lossy().into_owned();
        if name != "manifest.json" {
            files.insert(name, fs::read(entry.path()).expect("a file"));
        }
    }
    files
}

/// The names of files that differ.
fn differing(one: &BTreeMap<String, Vec<u8>>, two: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    assert_eq!(one.keys().collect::<Vec<_>>(), two.keys().collect::<Vec<_>>());
    one.iter().filter(|(name, bytes)| two.get(*name) != Some(bytes)).map(|(name, _)| name.clone()).collect()
}

/// Copies every file of a folder to where `renamed` says, by its relative path.
fn moved(folder: &Path, renamed: impl Fn(&str) -> String) -> TempDir {
    let copy = tempfile::tempdir().expect("a folder");
    for entry in walkdir::WalkDir::new(folder) {
        let entry = entry.expect("an entry");
        if !entry.file_type().is_file() {
            continue;
        }
        let relative =
            entry.path().strip_prefix(folder).expect("a path inside").to_string_lossy().into_owned();
        let target = copy.path().join(renamed(&relative));
        fs::create_dir_all(target.parent().expect("a parent")).expect("a folder");
        fs::copy(entry.path(), target).expect("a copy");
    }
    copy
}

/// Another folder and another name that says the same of branch, period and version. Strays are known by their names.
fn elsewhere(relative: &str) -> String {
    let (folder, name) = relative.rsplit_once('/').unwrap_or(("", relative));
    let is_stray = name.starts_with(['.', '~']) || name.eq_ignore_ascii_case("thumbs.db");
    match name.rsplit_once('.') {
        Some((stem, ending)) if !is_stray => {
            // The order of paths is turned over: what came first comes last.
            let order: u64 = relative.bytes().fold(7, |sum, byte| (sum * 31 + u64::from(byte)) % 97);
            format!("hộp thư {order:02}/{stem} (chuyển tiếp).{ending}")
        }
        _ => format!("khác/{}-{name}", folder.len())
            .replace("khác/", if is_stray { "khác/." } else { "khác/" }),
    }
}

#[test]
fn the_sample_gives_the_same_bytes_with_one_thread_with_eight_and_again() {
    let run = |jobs| files(&Told::of(&pipeline(), &sample(), jobs));
    let first = run(1);
    let names: Vec<&str> = first.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "by_branch.csv",
            "completeness.csv",
            "datapackage.json",
            "facts.csv",
            "flags.csv",
            "revisions.csv",
            "submissions.csv",
            "totals.csv"
        ]
    );
    assert_eq!(differing(&first, &run(8)), [""; 0]);
    assert_eq!(differing(&first, &run(8)), [""; 0]);
}

#[test]
fn totals_and_figures_by_branch_do_not_depend_on_names_and_folders() {
    let original = files(&Told::of(&pipeline(), &sample(), 2));
    let copy = moved(&sample(), elsewhere);
    let renamed = files(&Told::of(&pipeline(), copy.path(), 2));
    assert_eq!(renamed["totals.csv"], original["totals.csv"]);
    assert_eq!(renamed["by_branch.csv"], original["by_branch.csv"]);
    assert_ne!(renamed["facts.csv"], original["facts.csv"], "facts name the file that they came from");
}

#[test]
fn every_cell_of_every_sheet_of_the_sample_is_accounted_for() {
    let run = Told::of(&pipeline(), &sample(), 2);
    for submission in &run.outcome.submissions {
        for sheet in &submission.batch.sheets {
            assert_eq!(
                sheet.cells_read,
                sheet.dispositions.total(),
                "{} {}",
                submission.source_file,
                sheet.name
            );
        }
    }
}

#[test]
fn each_disposition_counts_its_cells() {
    let run = Office::new()
        .file(
            "a.xlsx",
            crate::book::workbook(&[
                (
                    "Biểu 1",
                    &report(
                        "Sở Y tế",
                        "Cây xanh trồng mới | cây | #5 | | tốt\nViệc khác | | #6\nSố cây đường | cây | nhiều\nNgười lập biểu\n | | #77",
                    ),
                ),
                ("Phụ lục", "một | hai\nba | #4"),
            ]),
        )
        .run();
    let account = run.outcome.dispositions();
    // Two and one of the titles, four of the header, label and unit of three rows but one unit.
    assert_eq!(account.structure, 3 + 4 + 5);
    assert_eq!((account.fact, account.rejected, account.note), (1, 2, 1));
    assert_eq!((account.another_sheet, account.outside_table), (4, 2));
    assert_eq!(account.total(), run.outcome.submissions[0].batch.cells_read());
}

#[test]
fn texts_that_a_spreadsheet_would_calculate_are_made_harmless() {
    let run = Office::with_table("Mô hình | | +CMD|' /C calc'!A0").run();
    let text = String::from_utf8(files(&run)["facts.csv"].clone()).expect("UTF-8");
    assert!(text.contains("'+CMD"), "{text}");
}

#[test]
fn a_flag_keeps_its_id_when_the_file_is_renamed_and_loses_it_when_the_value_changes() {
    let id = |path: &str, cell: &str| {
        let run = Office::new().report(path, "Sở Y tế", &format!("Cây xanh trồng mới | | {cell}")).run();
        let flag = run.outcome.flags.iter().find(|flag| flag.check.code() == "fraction-in-count").cloned();
        flag.expect("a flag").id
    };
    assert_eq!(id("a.xlsx", "#3.25"), id("sub/b.xlsx", "#3.25"));
    assert_ne!(id("a.xlsx", "#3.25"), id("a.xlsx", "#3.5"));
}
