//! Rewrites the sample data: the workbooks of an invented bloc, of invented clinics and of an invented bank, the same bytes every time.
//!
//! `cargo run --example sample` writes the folder and its ledgers. `cargo run --example sample -- --sources DIR` writes the
//! workbooks that other programs turn into xls and encrypted files: see `sample_data/made-once/README.md`.

mod bank;
mod book;
mod clinic;
mod collected;
mod compared;
mod container;
mod day;
mod drawn;
mod earlier;
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

use collected::Collected;
use flawed::Reports;
use folder::Folder;
use register::Unit;
use std::collections::BTreeMap;
use std::path::Path;
use truth::Year;

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let made_once = root.join("sample_data/made-once");
    let units = register::read(&root.join("pipelines/doan-khoi/branches.csv"));
    let years = compared::plant(truth::draw(&open_in(&units, 2023)));
    let bloc = gather(&units, &years, &made_once);
    let clinics = clinic::collect(&made_once);
    let bank = bank::collect(&made_once);
    let list = format!("{}{}{}", bloc.source_list(), clinics.source_list(), bank.source_list());
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, option, to] = arguments.as_slice()
        && option == "--sources"
    {
        let sources = [&bloc.sources, &clinics.sources, &bank.sources];
        sources.iter().for_each(|sources| write_sources(sources, Path::new(to)));
        std::fs::write(made_once.join("sources.csv"), list).expect("the list of sources");
        return;
    }
    let listed = std::fs::read_to_string(made_once.join("sources.csv")).unwrap_or_default();
    assert_eq!(listed, list, "what other programs made is stale: run sample_data/made-once/make.sh");
    ledger::prove(&bloc);
    let here = root.join("sample_data/doan-khoi");
    let before = earlier::gather(&units, &years);
    for (year, folder) in [(2022, &before), (2023, &bloc)] {
        let to = here.join(year.to_string());
        folder::write_all(&folder.files, &to);
        ledger::write(folder, year, &here);
        println!("{} files in {}", folder.files.len(), to.display());
    }
    clinic::describe(&clinics, &root.join("pipelines/clinic-monthly"));
    write_collected(&clinics, &root.join("sample_data/clinic-monthly"));
    bank::describe(&bank, &root.join("pipelines/bank-monthly"));
    write_collected(&bank, &root.join("sample_data/bank-monthly"));
}

/// The files below `2024`, the ledgers beside it.
fn write_collected(folder: &Collected, to: &Path) {
    folder::write_all(&folder.files, &to.join("2024"));
    folder.write(to, "2024");
    println!("{} files in {}", folder.files.len(), to.join("2024").display());
}

/// The units that report for a year, in the order of the register.
fn open_in(units: &[Unit], year: i64) -> Vec<Unit> {
    units.iter().filter(|unit| unit.is_open_in(year)).cloned().collect()
}

fn gather(units: &[Unit], years: &BTreeMap<String, Year>, made_once: &Path) -> Folder {
    let mut folder = Folder::new(made_once.into());
    let mut reports = Reports::new();
    for habit in habits::all() {
        let unit = units.iter().find(|unit| unit.code == habit.code).expect("a unit of the register");
        let report = submission::report(unit, habit, 2023, &years[habit.code]);
        let flags = [habit.flags, &years[habit.code].of_report].concat();
        folder.add_valid(habit.path, habit.code, &forms::fill(&report), habit.container, &flags);
        reports.insert(habit.code.into(), report);
    }
    folder.add_source("Ngân hàng/Vietcombank.xlsx", &flawed::before_encryption(&reports).book);
    flawed::add(&mut folder, &reports);
    folder
}

fn write_sources(sources: &BTreeMap<String, Vec<u8>>, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for (path, bytes) in sources {
        let stem = folder::file_name(path).rsplit_once('.').map_or(path.as_str(), |(stem, _)| stem);
        std::fs::write(to.join(format!("{stem}.xlsx")), bytes).expect("a source");
    }
}
