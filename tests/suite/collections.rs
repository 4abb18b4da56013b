//! The samples `clinic-monthly` and `bank-monthly`: their runs give the announced figures, the true values of every branch, every planted flaw.
//!
//! Both ledgers and figures are written by the generator, which knows nothing of the library. A difference is shown line by line, what the
//! ledger tells before what the run saw.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use tonghop::model::outcome::{FlagRow, Outcome, Submission};
use tonghop::model::{Period, Severity};
use tonghop::pipeline::{self, Definition};
use tonghop::run::{self, Options};

static CLINICS: LazyLock<Sample> = LazyLock::new(|| Sample::run("clinic-monthly"));
static BANK: LazyLock<Sample> = LazyLock::new(|| Sample::run("bank-monthly"));

/// A sample folder and what a run came to.
struct Sample {
    name: &'static str,
    definition: Definition,
    outcome: Outcome,
}

fn folder(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Lines of a table by their columns.
fn table(path: &Path) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(path).expect("a table");
    let header = reader.headers().expect("a header").clone();
    let line = |record: csv::StringRecord| {
        header.iter().map(str::to_owned).zip(record.iter().map(str::to_owned)).collect()
    };
    reader.records().map(|record| line(record.expect("a line"))).collect()
}

/// Fails with every line that only one side has.
fn assert_same(what: &str, told: &BTreeSet<String>, seen: &BTreeSet<String>) {
    let missing = told.difference(seen).map(|line| format!("- {line}\n"));
    let beyond = seen.difference(told).map(|line| format!("+ {line}\n"));
    let lines: Vec<String> = missing.chain(beyond).collect();
    let shown: String = lines.iter().take(40).cloned().collect();
    assert!(
        lines.is_empty(),
        "{what}: {} lines differ (- told by the ledger, + seen in the run)\n{shown}",
        lines.len()
    );
}

impl Sample {
    fn run(name: &'static str) -> Self {
        let definition = pipeline::load(&folder("pipelines").join(name))
            .unwrap_or_else(|error| panic!("the definition is wrong: {}", error.plain()));
        let options = Options {
            jobs: 0,
            period: None,
            skip: None,
            history: &[],
            isolation: crate::office::isolation(),
            progress: &|_| {},
        };
        let input = folder("sample_data").join(name).join("2024");
        let run = run::consolidate(&definition, &input, &options).expect("the run ends");
        Self { name, definition, outcome: run.outcome }
    }

    fn ledger(&self, name: &str) -> Vec<BTreeMap<String, String>> {
        table(&folder("sample_data").join(self.name).join(format!("{name}-2024.csv")))
    }

    fn branch(&self, index: Option<u32>) -> &str {
        let known = |at: u32| self.definition.judging.register.branches[at as usize].code.as_str();
        index.map_or("", known)
    }

    /// `outpatient_visits`, `outpatient_visits@to_date`, `malaria age=0-4;sex=female`.
    fn figure(&self, indicator: u32, measure: u16, breakdown: &str) -> String {
        let id = &self.definition.reading.indicators[indicator as usize].id;
        let of_measure = match measure {
            0 => String::new(),
            _ => format!("@{}", self.definition.reading.measures[usize::from(measure)]),
        };
        let of_breakdown = if breakdown.is_empty() { String::new() } else { format!(" {breakdown}") };
        format!("{id}{of_measure}{of_breakdown}")
    }

    /// Every announced figure stands in one row, and the total is the figure itself.
    fn meets_its_published_figures(&self) {
        let announced = table(&folder("pipelines").join(self.name).join("published.csv"));
        let told = announced
            .iter()
            .map(|line| {
                format!("{} {} {} {}", line["period"], line["group"], line["indicator"], line["value"])
            })
            .collect();
        let rows = self.outcome.totals.iter().filter(|row| row.published.is_some());
        let seen = rows
            .map(|row| {
                let value = row.value.map_or_else(|| "nothing".to_owned(), |value| value.to_string());
                let figure = self.figure(row.indicator, row.measure, &row.breakdown);
                let verdict = if row.matches_published == Some(true) { "" } else { ", does not match" };
                format!("{} {} {figure} {value}{verdict}", row.period, row.group)
            })
            .collect();
        assert_same("published figures", &told, &seen);
    }

    /// Every branch has in every month exactly the values that it reported and that count.
    fn has_the_true_values(&self, at_least: usize) {
        let mut told = BTreeSet::new();
        for line in self.ledger("truth") {
            let (period, branch) = (&line["period"], &line["branch"]);
            let figures = line.iter().filter(|(key, value)| !is_key(key) && !value.is_empty());
            let figures: BTreeMap<&str, &str> = figures.map(|(key, value)| (&**key, &**value)).collect();
            told.extend(figures.iter().map(|(key, value)| format!("{period} {branch} {key} {value}")));
            let sums = sums_of_parts(&figures);
            told.extend(sums.iter().map(|(key, sum)| format!("{period} {branch} {key} {sum}")));
        }
        assert!(told.len() >= at_least, "{} values", told.len());
        let months = self.outcome.branches.iter().filter(|row| matches!(row.period, Period::Month(..)));
        let seen = months
            .filter_map(|row| {
                let figure = self.figure(row.indicator, row.measure, &row.breakdown);
                Some(format!("{} {} {figure} {}", row.period, self.branch(Some(row.branch)), row.value?))
            })
            .collect();
        assert_same("values", &told, &seen);
    }

    /// Every report has the branch, the period and the status of the ledger.
    fn has_the_statuses(&self) {
        let told = self
            .ledger("submissions")
            .iter()
            .map(|line| {
                format!("{} | {} {} {}", line["source_file"], line["branch"], line["period"], line["status"])
            })
            .collect();
        let report = |submission: &Submission| {
            let period = submission.period.map_or_else(String::new, |period| period.to_string());
            let status = submission.status.as_str().trim_end_matches("_with_warnings");
            format!("{} | {} {period} {status}", submission.source_file, self.branch(submission.branch))
        };
        let seen = self.outcome.submissions.iter().map(report).collect();
        assert_same("statuses", &told, &seen);
    }

    /// A flag by its place; one that no file is to blame for by branch and period.
    fn placed(&self, flag: &FlagRow) -> String {
        let file = flag.submission.map_or("", |at| self.outcome.submissions[at].source_file.as_str());
        let cell = flag.cell.map_or_else(String::new, |cell| cell.to_string());
        // Where the flag is of a whole report, the ledger does not say in which sheet of the file it stands.
        let sheet = if cell.is_empty() { "" } else { flag.sheet.as_str() };
        let whose = match (file.is_empty(), flag.period) {
            (true, Some(period)) => format!("{} {period}", self.branch(flag.branch)),
            _ => String::new(),
        };
        format!("{file} | {sheet} | {cell} | {whose} | {} {}", flag.check.code(), flag.severity.as_str())
    }

    /// Every planted flaw is found in its cell, and nothing else is said at warning or above.
    fn finds_the_planted_flaws(&self, at_least: usize) {
        let told: BTreeSet<String> = self
            .ledger("planted")
            .iter()
            .map(|line| {
                let whose = format!("{} {}", line["branch"], line["period"]);
                let place = format!("{} | {} | {}", line["source_file"], line["sheet"], line["cell"]);
                format!("{place} | {} | {} {}", whose.trim(), line["check"], line["severity"])
            })
            .collect();
        assert!(told.len() >= at_least, "{} flaws", told.len());
        let placed = |flag: &FlagRow| self.placed(flag);
        let all: BTreeSet<String> = self.outcome.flags.iter().map(placed).collect();
        let grave = self.outcome.flags.iter().filter(|flag| flag.severity >= Severity::Warning);
        // What is only information need not be planted, what is planted must be found.
        let seen = grave.map(placed).chain(told.intersection(&all).cloned()).collect();
        assert_same("flaws", &told, &seen);
    }

    /// Every cell that was read has its disposition, in every report of every file.
    fn balances(&self, at_least: u64) {
        let mut cells = 0;
        for submission in &self.outcome.submissions {
            let batch = &submission.batch;
            assert_eq!(batch.cells_read(), batch.dispositions().total(), "{}", submission.source_file);
            cells += batch.cells_read();
        }
        assert!(cells >= at_least, "{cells} cells");
    }
}

/// The columns of the truth that say whose figures follow.
fn is_key(column: &str) -> bool {
    matches!(column, "period" | "branch")
}

/// The whole and the margins of figures of which the ledger tells the parts alone: of `malaria age=0-4;sex=female` and its like the sums `malaria`,
/// `malaria age=0-4`, `malaria sex=female`.
fn sums_of_parts(figures: &BTreeMap<&str, &str>) -> BTreeMap<String, i64> {
    let mut finest: BTreeMap<&str, usize> = BTreeMap::new();
    let parts = figures.iter().filter_map(|(key, value)| {
        let (figure, breakdown) = key.split_once(' ')?;
        Some((figure, breakdown.split(';').collect::<Vec<_>>(), *value))
    });
    let parts: Vec<(&str, Vec<&str>, &str)> = parts.collect();
    for (figure, categories, _) in &parts {
        let known = finest.entry(figure).or_default();
        *known = categories.len().max(*known);
    }
    let mut sums = BTreeMap::new();
    for (figure, categories, value) in parts.iter().filter(|(figure, of, _)| finest[figure] == of.len()) {
        let value: i64 = value.parse().expect("parts are counts");
        for kept in 0..(1 << categories.len()) - 1 {
            let kept: Vec<&str> = categories
                .iter()
                .enumerate()
                .filter(|(at, _)| kept & (1 << at) != 0)
                .map(|(_, it)| *it)
                .collect();
            let key = format!("{figure} {}", kept.join(";")).trim_end().to_owned();
            if !figures.contains_key(&*key) {
                *sums.entry(key).or_default() += value;
            }
        }
    }
    sums
}

#[test]
fn clinics_months_quarters_and_the_year_are_those_announced() {
    CLINICS.meets_its_published_figures();
}

#[test]
fn clinics_have_the_values_that_they_reported_by_sex_and_age_too() {
    CLINICS.has_the_true_values(8_000);
}

#[test]
fn clinics_reports_have_their_status_alone_or_twelve_to_a_workbook() {
    CLINICS.has_the_statuses();
}

#[test]
fn clinics_flaws_are_found_and_nothing_else() {
    CLINICS.finds_the_planted_flaws(30);
}

#[test]
fn every_cell_of_the_clinics_is_accounted_for() {
    CLINICS.balances(10_000);
}

#[test]
fn the_banks_balances_and_transactions_are_those_announced() {
    BANK.meets_its_published_figures();
}

#[test]
fn branches_have_the_values_of_their_sheet_block_and_records() {
    BANK.has_the_true_values(1_000);
}

#[test]
fn branches_reports_have_their_status_alone_or_many_to_a_workbook() {
    BANK.has_the_statuses();
}

#[test]
fn the_banks_flaws_are_found_and_nothing_else() {
    BANK.finds_the_planted_flaws(25);
}

#[test]
fn every_cell_of_the_bank_is_accounted_for() {
    BANK.balances(3_000);
}
