//! Rewrites `sample_data/doan-khoi`: the workbooks of an invented bloc, the same bytes every time.
//!
//! `cargo run --example sample` writes the folder and its ledgers. `cargo run --example sample -- --sources DIR` writes the
//! workbooks that other programs turn into xls and encrypted files: see `sample_data/made-once/README.md`.

mod book;
mod container;
mod day;
mod flawed;
mod folder;
mod forms;
mod habits;
mod ledger;
mod legacy;
mod random;
mod register;
mod submission;
mod text;
mod truth;
mod written;

use flawed::Reports;
use folder::Folder;
use std::path::Path;

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let here = root.join("sample_data/doan-khoi");
    let made_once = root.join("sample_data/made-once");
    let folder = gather(root, &made_once);
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, option, to] = arguments.as_slice()
        && option == "--sources"
    {
        write_sources(&folder, Path::new(to), &made_once);
        return;
    }
    let listed = std::fs::read_to_string(made_once.join("sources.csv")).unwrap_or_default();
    assert_eq!(
        listed,
        folder.source_list(),
        "what other programs made is stale: run sample_data/made-once/make.sh"
    );
    ledger::prove(&folder);
    folder::write_all(&folder.files, &here.join("2023"));
    ledger::write(&folder, &here);
    println!("{} files in {}", folder.files.len(), here.join("2023").display());
}

fn gather(root: &Path, made_once: &Path) -> Folder {
    let units = register::read(&root.join("pipelines/doan-khoi/branches.csv"));
    let years = truth::draw(&units);
    let mut folder = Folder::new(made_once.into());
    let mut reports = Reports::new();
    for habit in habits::all() {
        let unit = units.iter().find(|unit| unit.code == habit.code).expect("a unit of the register");
        let report = submission::report(unit, habit, &years[habit.code]);
        folder.add_valid(habit.path, habit.code, &forms::fill(&report), habit.container, habit.flags);
        reports.insert(habit.code.into(), report);
    }
    folder.add_source("Ngân hàng/Vietcombank.xlsx", &flawed::before_encryption(&reports).book);
    flawed::add(&mut folder, &reports);
    folder
}

fn write_sources(folder: &Folder, to: &Path, made_once: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for (path, bytes) in &folder.sources {
        let stem = folder::file_name(path).rsplit_once('.').map_or(path.as_str(), |(stem, _)| stem);
        std::fs::write(to.join(format!("{stem}.xlsx")), bytes).expect("a source");
    }
    std::fs::write(made_once.join("sources.csv"), folder.source_list()).expect("the list of sources");
}
