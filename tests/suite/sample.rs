//! The first case: the sample folder gives the announced figures, every planted flaw is found, and nothing else is said at warning or above.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use tonghop::model::outcome::{FlagRow, TotalRow};
use tonghop::model::{Amount, Bound, Period, Severity};
use tonghop::pipeline::{self, Definition};
use tonghop::publish::{self, Release, RunInfo, Settings, Target};
use tonghop::run::{self, Options, Run};

/// Lines of a ledger by their columns.
type Ledger = Vec<BTreeMap<String, String>>;

/// Values by branch, indicator and measure.
type Values = BTreeMap<(String, String, String), (Option<Amount>, Bound)>;

/// A year of the sample with its ledgers.
struct Year {
    year: &'static str,
    definition: Definition,
    run: Run,
}

static OF_2022: LazyLock<Year> = LazyLock::new(|| Year::of("2022", &[]));
static OF_2023: LazyLock<Year> = LazyLock::new(|| {
    let out = tempfile::tempdir().expect("a folder");
    OF_2022.publish_into(out.path());
    Year::of("2023", &[out.path().to_path_buf()])
});

impl Year {
    fn of(year: &'static str, history: &[PathBuf]) -> Self {
        let definition = pipeline::load(&folder("pipelines/doan-khoi")).expect("the definition is valid");
        let options = Options {
            jobs: 0,
            period: Period::parse(year),
            skip: None,
            history,
            isolation: crate::office::isolation(),
            progress: &|_| {},
        };
        let input = folder("sample_data/doan-khoi").join(year);
        let run = run::consolidate(&definition, &input, &options).expect("the run ends");
        Self { year, definition, run }
    }

    fn publish_into(&self, out: &Path) {
        let staging = publish::open(&Target::new(out)).expect("a staging folder");
        let moment = jiff::Timestamp::from_second(0).expect("a moment");
        let info = RunInfo {
            version: "0",
            started: moment,
            finished: moment,
            stages: Vec::new(),
            input: self.year.to_owned(),
            settings: Settings::default(),
            release: Release::Final,
            history: None,
            exit_code: 0,
        };
        staging.publish(&self.definition, &self.run.outcome, &info).expect("a published run");
    }

    fn ledger(&self, name: &str) -> Ledger {
        ledger(&format!("{name}-{}.csv", self.year))
    }

    /// Values by branch, indicator and measure, as the run has them.
    fn values(&self) -> Values {
        let definition = &self.definition;
        let mut seen = Values::new();
        for row in &self.run.outcome.branches {
            let known = &definition.reading.indicators[row.indicator as usize];
            if known.origin == pipeline::Origins::Cells {
                let branch = definition.judging.register.branches[row.branch as usize].code.clone();
                let measure = definition.reading.measures[usize::from(row.measure)].clone();
                seen.insert((branch, known.id.clone(), measure), (row.value, row.bound));
            }
        }
        seen
    }

    /// The same as the ledger has them.
    fn true_values(&self) -> Values {
        let indicators = &self.definition.reading.indicators;
        let mut told = Values::new();
        for line in self.ledger("truth") {
            if indicators.iter().any(|known| known.id == line["indicator"] && known.kind.is_numeric()) {
                let key = (line["branch"].clone(), line["indicator"].clone(), line["measure"].clone());
                let value = Amount::parse(&line["value"]).map(|(value, _)| value);
                told.insert(key, (value, Bound::parse(&line["bound"]).expect("a bound")));
            }
        }
        told
    }

    /// File, branch and status of every submission.
    fn statuses(&self) -> BTreeSet<String> {
        let branches = &self.definition.judging.register.branches;
        let submissions = self.run.outcome.submissions.iter();
        submissions
            .map(|submission| {
                let branch = submission.branch.map(|at| branches[at as usize].code.as_str());
                let status = submission.status.as_str().trim_end_matches("_with_warnings");
                format!("{} {} {status}", submission.source_file, branch.unwrap_or(""))
            })
            .collect()
    }

    /// File, sheet, cell and check of flags.
    fn flags(&self, is_wanted: impl Fn(&FlagRow) -> bool) -> Vec<[String; 4]> {
        let outcome = &self.run.outcome;
        let mut flags: Vec<[String; 4]> = outcome
            .flags
            .iter()
            .filter(|flag| is_wanted(flag))
            .map(|flag| {
                let file = flag.submission.map(|at| outcome.submissions[at].source_file.clone());
                let cell = flag.cell.map(|cell| cell.to_string());
                [
                    file.unwrap_or_default(),
                    flag.sheet.clone(),
                    cell.unwrap_or_default(),
                    flag.check.code().to_owned(),
                ]
            })
            .collect();
        flags.sort();
        flags
    }
}

fn folder(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn ledger(name: &str) -> Ledger {
    let path = folder("sample_data/doan-khoi").join(name);
    let mut reader = csv::Reader::from_path(path).expect("a ledger");
    let header = reader.headers().expect("a header").clone();
    let line = |record: csv::StringRecord| {
        header.iter().map(str::to_owned).zip(record.iter().map(str::to_owned)).collect()
    };
    reader.records().map(|record| line(record.expect("a line"))).collect()
}

/// The total of an announced figure: its group follows from its level.
fn total_of(indicator: &str, group: &str) -> Option<&'static TotalRow> {
    let Year { definition, run, .. } = &*OF_2023;
    run.outcome.totals.iter().find(|row| {
        let id = &definition.reading.indicators[row.indicator as usize].id;
        id == indicator && row.group == group && row.measure == 0
    })
}

#[test]
fn all_announced_figures_are_met_in_the_row_that_carries_them() {
    let outcome = &OF_2023.run.outcome;
    let met: Vec<&TotalRow> = outcome.totals.iter().filter(|row| row.published.is_some()).collect();
    assert_eq!(met.len(), 15);
    for row in met {
        let (value, published) = (row.value.expect("a value"), row.published.expect("a figure"));
        assert_eq!(row.matches_published, Some(true), "{row:?}");
        match row.published_bound {
            Some(Bound::Exact) => assert_eq!(value, published, "{row:?}"),
            // Above the announced figure, and less than five per cent above.
            _ => assert!(value > published && value.to_f64() < published.to_f64() * 1.05, "{row:?}"),
        }
    }
}

#[test]
fn one_indicator_stands_in_two_announced_groups() {
    let value = |group: &str| total_of("youth_works", group).and_then(|row| row.value);
    assert_eq!(value("level=bloc"), Some(Amount::from_units(5)));
    assert_eq!(value("level=grassroots"), Some(Amount::from_units(42)));
    assert_eq!(value("all"), Some(Amount::from_units(47)));
}

#[test]
fn every_branch_has_exactly_the_values_that_it_reported() {
    for year in [&*OF_2022, &*OF_2023] {
        let (seen, told) = (year.values(), year.true_values());
        assert!(told.len() > 700, "{} values of {}", told.len(), year.year);
        assert_eq!(seen, told, "{}", year.year);
    }
}

#[test]
fn every_file_has_the_status_that_the_ledger_says() {
    for year in [&*OF_2022, &*OF_2023] {
        let told: BTreeSet<String> = year
            .ledger("submissions")
            .iter()
            .map(|line| format!("{} {} {}", line["source_file"], line["branch"], line["status"]))
            .collect();
        assert_eq!(year.statuses(), told, "{}", year.year);
    }
}

#[test]
fn every_planted_flaw_is_found_in_its_cell_and_nothing_else_is_flagged() {
    for (year, least) in [(&*OF_2022, 20), (&*OF_2023, 90)] {
        let planted: Vec<[String; 4]> = year
            .ledger("planted")
            .iter()
            .map(|line| ["source_file", "sheet", "cell", "check"].map(|column| line[column].clone()))
            .collect();
        let found = year.flags(|_| true);
        let missed: Vec<_> = planted.iter().filter(|flaw| !found.contains(flaw)).collect();
        assert!(missed.is_empty(), "planted in {} and not found: {missed:#?}", year.year);
        let unplanted: Vec<_> = year
            .flags(|flag| flag.severity >= Severity::Warning && flag.accepted.is_none())
            .into_iter()
            .filter(|flag| !planted.contains(flag))
            .collect();
        assert!(unplanted.is_empty(), "found in {} and not planted: {unplanted:#?}", year.year);
        assert!(planted.len() > least, "{} flaws in {}", planted.len(), year.year);
    }
}

#[test]
fn the_account_of_every_file_balances() {
    let mut cells = 0;
    for submission in [&*OF_2022, &*OF_2023].into_iter().flat_map(|year| &year.run.outcome.submissions) {
        let batch = &submission.batch;
        assert_eq!(batch.cells_read(), batch.dispositions().total(), "{}", submission.source_file);
        cells += batch.cells_read();
    }
    assert!(cells > 5_000, "{cells} cells");
}
