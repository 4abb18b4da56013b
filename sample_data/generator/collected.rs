//! The folder of a sample being filled, and its ledgers: what becomes of every report, what is planted, what is true.

use crate::book::Book;
use crate::container::{csv, ods, xlsx};
use crate::drawn::{Drawn, Plant, Truth};
use crate::folder::file_name;
use crate::random::fingerprint;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// A line of the ledger of submissions: a report in a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Line {
    pub file: String,
    /// The sheet, where a workbook holds several reports.
    pub sheet: String,
    pub branch: String,
    pub period: String,
    pub status: &'static str,
}

/// A flaw with its file, or with its branch and period where no file is to blame.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Planted {
    pub file: String,
    pub plant: Plant,
    pub branch: String,
    pub period: String,
}

/// Files with their ledgers.
pub struct Collected {
    made_once: PathBuf,
    pub files: BTreeMap<String, Vec<u8>>,
    pub lines: Vec<Line>,
    pub plants: Vec<Planted>,
    /// What is true, by period and branch.
    pub truth: BTreeMap<(String, String), Truth>,
    /// The generator's own workbooks behind files made once, by path.
    pub sources: BTreeMap<String, Vec<u8>>,
}

/// The format of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Xlsx,
    Ods,
    Csv(csv::Dialect),
    /// Made once from the generator's xlsx by another program.
    MadeOnce,
}

impl Collected {
    /// An empty folder.
    pub fn new(made_once: &Path) -> Self {
        Self {
            made_once: made_once.into(),
            files: BTreeMap::new(),
            lines: vec![],
            plants: vec![],
            truth: BTreeMap::new(),
            sources: BTreeMap::new(),
        }
    }

    /// Bytes under a path that nothing else has.
    pub fn put(&mut self, path: &str, bytes: Vec<u8>) {
        let before = self.files.insert(path.into(), bytes);
        assert!(before.is_none(), "two files are called {path}");
    }

    /// A workbook in its format.
    pub fn put_book(&mut self, path: &str, book: &Book, format: Format) {
        let bytes = match format {
            Format::Xlsx => xlsx::write(book),
            Format::Ods => ods::write(book),
            Format::Csv(dialect) => csv::write(book, dialect),
            Format::MadeOnce => {
                self.sources.insert(path.into(), xlsx::write(book));
                std::fs::read(self.made_once.join(file_name(path))).unwrap_or_default()
            }
        };
        self.put(path, bytes);
    }

    /// What becomes of a report.
    pub fn line(&mut self, file: &str, sheet: &str, (branch, period): (&str, &str), status: &'static str) {
        let [file, sheet, branch, period] = [file, sheet, branch, period].map(str::to_owned);
        self.lines.push(Line { file, sheet, branch, period, status });
    }

    /// The flaws of a sheet. The one sheet of a csv is called so.
    pub fn plant_all(&mut self, file: &str, drawn: &Drawn, format: Format) {
        for plant in &drawn.plants {
            let sheet = if matches!(format, Format::Csv(_)) { "csv".into() } else { plant.sheet.clone() };
            self.plant(file, Plant { sheet, ..plant.clone() });
        }
    }

    /// A flaw in a file.
    pub fn plant(&mut self, file: &str, plant: Plant) {
        self.plants.push(Planted { file: file.into(), plant, branch: String::new(), period: String::new() });
    }

    /// A flaw of a whole file.
    pub fn plant_file(&mut self, file: &str, check: &'static str) {
        self.plant(file, Plant { cell: String::new(), sheet: String::new(), check });
    }

    /// A flaw that no file is to blame for.
    pub fn plant_branch(&mut self, (branch, period): (&str, &str), check: &'static str) {
        let plant = Plant { cell: String::new(), sheet: String::new(), check };
        self.plants.push(Planted {
            file: String::new(),
            plant,
            branch: branch.into(),
            period: period.into(),
        });
    }

    /// What is true of a branch in a period; a report in two parts adds to it.
    pub fn tell(&mut self, (branch, period): (&str, &str), truth: &Truth) {
        let known = self.truth.entry((period.into(), branch.into())).or_default();
        truth.iter().for_each(|(key, value)| _ = known.insert(key.clone(), *value));
    }

    /// Fingerprints of the sources, one a line.
    pub fn source_list(&self) -> String {
        let line =
            |(path, bytes): (&String, &Vec<u8>)| format!("{},{:016x}\n", file_name(path), fingerprint(bytes));
        self.sources.iter().map(line).collect()
    }

    /// Writes the three ledgers of a year.
    pub fn write(&self, to: &Path, year: &str) {
        let lines: BTreeSet<&Line> = self.lines.iter().collect();
        let lines =
            lines.iter().map(|line| [&*line.file, &line.sheet, &line.branch, &line.period, line.status]);
        let header = ["source_file", "sheet", "branch", "period", "status"];
        save(&to.join(format!("submissions-{year}.csv")), &header, lines);

        let mut plants = self.plants.clone();
        plants.sort();
        let plants = plants.iter().map(|Planted { file, plant, branch, period }| {
            [&**file, &plant.sheet, &plant.cell, plant.check, severity(plant.check), branch, period]
        });
        let header = ["source_file", "sheet", "cell", "check", "severity", "branch", "period"];
        save(&to.join(format!("planted-{year}.csv")), &header, plants);
        self.write_truth(&to.join(format!("truth-{year}.csv")));
    }

    /// A line a branch and period, a column a figure.
    fn write_truth(&self, path: &Path) {
        let keys: BTreeSet<&str> =
            self.truth.values().flat_map(|truth| truth.keys().map(String::as_str)).collect();
        let header: Vec<&str> = ["period", "branch"].into_iter().chain(keys.iter().copied()).collect();
        let rows = self.truth.iter().map(|((period, branch), truth)| {
            let values =
                keys.iter().map(|&key| truth.get(key).map_or_else(String::new, |value| value.text()));
            [period.clone(), branch.clone()].into_iter().chain(values).collect::<Vec<String>>()
        });
        save(path, &header, rows);
    }
}

/// Writes a table of texts.
pub fn save<R, T>(path: &Path, header: &[&str], rows: impl IntoIterator<Item = R>)
where
    R: IntoIterator<Item = T>,
    T: AsRef<[u8]>,
{
    let mut writer = ::csv::Writer::from_path(path).expect("a ledger");
    writer.write_record(header).expect("a header");
    rows.into_iter().for_each(|row| writer.write_record(row).expect("a line"));
    writer.flush().expect("the ledger is written");
}

/// How bad a flaw is: written down here apart from the program, so that a severity does not change unseen.
fn severity(check: &str) -> &'static str {
    match check {
        "unreadable-file" | "encrypted" | "wrong-type" | "empty-file" => "fatal",
        "unknown-branch"
        | "wrong-period"
        | "not-a-number"
        | "negative-value"
        | "outside-domain"
        | "date-in-number"
        | "error-cell"
        | "formula-not-calculated"
        | "balance"
        | "printed-total"
        | "part-exceeds-whole"
        | "label-twice" => "error",
        "branch-missing"
        | "branch-named-differently"
        | "period-named-differently"
        | "label-unknown"
        | "category-unknown"
        | "unit-conflict"
        | "cumulative-mismatch"
        | "fraction-in-count"
        | "not-asked" => "warning",
        "duplicate-file" | "resubmission" | "misnamed-file" | "hidden-row" | "hidden-column"
        | "foreign-grouping" => "info",
        other => panic!("the severity of {other} is not written down"),
    }
}
