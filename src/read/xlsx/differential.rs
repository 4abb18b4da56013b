//! Our reader against calamine's streaming one, cell for cell: address, value, whether there is a formula, whether a number is a date; besides
//! sheet names and states, merged cells, defined names and the date system.
//!
//! Over every xlsx and xlsm of the sample data, over workbooks as rust_xlsxwriter writes them, and over workbooks of random markup, which has
//! what the standard allows and no program writes. Where the two differ, the difference stands in the table of [`known`], or the test fails;
//! a line of that table that is no difference any more fails as well. Seeds are fixed. The counts are printed (`-- --nocapture`).

mod known;
mod markup;
mod packages;
mod random;
mod reading;
mod written;

use known::Difference;
use proptest::test_runner::{RngSeed, TestRunner};
use reading::{At, Reading, ours, theirs};
use std::path::{Path, PathBuf};

/// What a comparison counted.
#[derive(Clone, Copy, Debug, Default)]
struct Count {
    /// Addresses at which at least one of the two has something.
    cells: usize,
    /// Those of them with a documented difference.
    differences: usize,
}

/// A formula's zero in a workbook that asks to be calculated when it is opened (`fullCalcOnLoad`, 18.2.2): a writer that cannot calculate
/// puts it there, and it is no value to us; calamine tells it as one.
const WAITING: (&str, &str) = ("f?", "f0");

/// Compares the two readings of a workbook. Cells that are named must differ as the table says, all others must not.
fn compare(bytes: &[u8], known: &[(At, &Difference)]) -> Count {
    let (ours, theirs) = (ours(bytes).expect("we read it"), theirs(bytes).expect("calamine reads it"));
    assert_eq!(ours.frame, theirs.frame, "sheets, merged cells, names, date system");
    let errors = known.iter().filter(|(_, difference)| difference.calamine == "error").count();
    assert_eq!((ours.loose.len(), theirs.loose.len()), (0, errors), "{:?} {:?}", ours.loose, theirs.loose);
    for (at, difference) in known {
        let calamine = if difference.calamine == "error" { "" } else { difference.calamine };
        assert_eq!((ours.at(at), theirs.at(at)), (difference.ours.to_owned(), calamine.to_owned()));
    }
    let addresses = addresses(&ours, &theirs);
    let is_waiting = |at: &At| (ours.at(at).as_str(), theirs.at(at).as_str()) == WAITING;
    for at in addresses.iter().filter(|at| !known.iter().any(|(known, _)| known == *at) && !is_waiting(at)) {
        assert_eq!(ours.at(at), theirs.at(at), "ours against calamine's, sheet {} cell {}", at.0 + 1, at.1);
    }
    let waiting = addresses.iter().filter(|at| is_waiting(at)).count();
    Count { cells: addresses.len(), differences: known.len() + waiting }
}

fn addresses(ours: &Reading, theirs: &Reading) -> Vec<At> {
    let mut all: Vec<At> = ours.cells.keys().chain(theirs.cells.keys()).copied().collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// A runner whose cases are the same every time.
fn runner(cases: u32) -> TestRunner {
    let config = proptest::test_runner::Config {
        cases,
        rng_seed: RngSeed::Fixed(20_231_216),
        failure_persistence: None,
        ..Default::default()
    };
    TestRunner::new(config)
}

fn report(what: &str, count: Count, cells_least: usize, differences_least: usize) {
    println!("{what}: {} cells compared, {} documented differences", count.cells, count.differences);
    let is_enough = count.cells >= cells_least && count.differences >= differences_least;
    assert!(
        is_enough,
        "{what}: {count:?} is less than {cells_least} cells and {differences_least} differences"
    );
}

/// Every xlsx and xlsm under a folder, in the order of their names.
fn workbooks(folder: &Path) -> Vec<PathBuf> {
    let files = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter();
    let paths = files.map(|entry| entry.expect("the sample data can be listed").into_path());
    let is_workbook = |path: &PathBuf| {
        let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or("");
        matches!(extension.to_ascii_lowercase().as_str(), "xlsx" | "xlsm")
    };
    paths.filter(is_workbook).collect()
}

#[test]
fn agrees_with_calamine_on_the_sample_data() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample_data/doan-khoi/2023");
    let (mut count, mut compared, mut out_of_both) = (Count::default(), 0, Vec::new());
    for path in workbooks(&folder) {
        let bytes = std::fs::read(&path).expect("the sample can be read");
        let name = path.strip_prefix(&folder).unwrap_or(&path).display().to_string();
        match (ours(&bytes), theirs(&bytes)) {
            (Ok(_), Ok(_)) => {
                count.cells += compare(&bytes, &[]).cells;
                compared += 1;
            }
            (Err(why), Err(_)) => out_of_both.push(format!("{name}: {why}")),
            // To calamine a workbook without a filled cell is one.
            (Err(why), Ok(theirs)) if why == "empty-file" && theirs.cells.is_empty() => {
                out_of_both.push(format!("{name}: {why}"));
            }
            (ours, theirs) => panic!("{name}: ours {:?}, calamine {:?}", ours.err(), theirs.err()),
        }
    }
    println!("sample data: {compared} workbooks; {out_of_both:?} have nothing to compare");
    assert!(compared >= 50, "only {compared} workbooks were compared");
    report("sample data", count, 5_000, 0);
}
