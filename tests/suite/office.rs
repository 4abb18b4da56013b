//! An office: a definition and a folder of files, run as the program runs them; what comes out as lines that can be compared.

use crate::book;
use crate::definition::{BRANCHES, PIPELINE, PUBLISHED, report};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use tempfile::TempDir;
use tonghop::isolation::Isolation;
use tonghop::model::fact::FactValue;
use tonghop::model::outcome::{FlagRow, Outcome, Submission};
use tonghop::model::{Amount, Check, Fact, Period};
use tonghop::pipeline::{self, Definition};
use tonghop::publish::past::HistoryAccount;
use tonghop::publish::{self, Language, Published, Release, RunInfo, Settings, Target, message};
use tonghop::run::{self, Options};

/// As the program does it: what no bounded reader reads goes to its worker processes.
pub fn isolation() -> &'static Isolation {
    static WORKERS: LazyLock<Isolation> = LazyLock::new(|| Isolation::Workers {
        program: env!("CARGO_BIN_EXE_tonghop").into(),
        is_for_all: false,
    });
    &WORKERS
}

/// A definition and the files that were sent in.
#[derive(Clone)]
pub struct Office {
    pipeline: String,
    branches: String,
    published: String,
    decisions: Vec<(String, String)>,
    files: Vec<(String, Vec<u8>)>,
    /// Offices whose runs were published before.
    before: Vec<Office>,
    /// The only period that the run is asked for.
    asked: Option<Period>,
}

impl Office {
    /// The small definition and an empty folder.
    pub fn new() -> Self {
        Self::of(PIPELINE, BRANCHES)
    }

    /// A definition of its own and an empty folder.
    pub fn of(pipeline: &str, branches: &str) -> Self {
        Self {
            pipeline: pipeline.to_owned(),
            branches: branches.to_owned(),
            published: PUBLISHED.to_owned(),
            decisions: Vec::new(),
            files: Vec::new(),
            before: Vec::new(),
            asked: None,
        }
    }

    /// Asks the run for one period alone.
    pub fn asked(mut self, period: &str) -> Self {
        self.asked = Period::parse(period);
        self
    }

    /// The small definition and one report of A01 with these rows of the table.
    pub fn with_table(table: &str) -> Self {
        Self::new().report("a01.xlsx", "Sở Y tế", table)
    }

    /// Changes a passage of `pipeline.toml`, which must be there.
    pub fn define(mut self, from: &str, to: &str) -> Self {
        assert!(self.pipeline.contains(from), "`{from}` is not in the pipeline");
        self.pipeline = self.pipeline.replacen(from, to, 1);
        self
    }

    /// Changes a passage of `branches.csv`, which must be there.
    pub fn register(mut self, from: &str, to: &str) -> Self {
        assert!(self.branches.contains(from), "`{from}` is not in the register");
        self.branches = self.branches.replacen(from, to, 1);
        self
    }

    /// Adds lines to `published.csv`.
    pub fn announce(mut self, lines: &str) -> Self {
        self.published.push_str(lines);
        self
    }

    /// Says that another office was run and published before: its run is the history of this one.
    pub fn after(mut self, earlier: Office) -> Self {
        self.before.push(earlier);
        self
    }

    /// Adds a rule to `pipeline.toml`.
    pub fn rule(mut self, rule: &str) -> Self {
        self.pipeline.push_str(&format!("\n[[rule]]\n{rule}\n"));
        self
    }

    /// Puts `accepted.csv` or `corrections.csv` beside the definition.
    pub fn decide(mut self, name: &str, text: &str) -> Self {
        self.decisions.retain(|(known, _)| known != name);
        self.decisions.push((name.to_owned(), text.to_owned()));
        self
    }

    /// Puts a file into the folder.
    pub fn file(mut self, path: &str, bytes: impl Into<Vec<u8>>) -> Self {
        self.files.push((path.to_owned(), bytes.into()));
        self
    }

    /// Puts a workbook of the sheet `Biểu 1` into the folder.
    pub fn sheet(self, path: &str, text: &str) -> Self {
        self.file(path, book::workbook(&[("Biểu 1", text)]))
    }

    /// Puts a branch's report into the folder.
    pub fn report(self, path: &str, branch: &str, table: &str) -> Self {
        let text = report(branch, table);
        self.sheet(path, &text)
    }

    /// Writes the definition and the files into a folder: `pipeline/` and `input/`.
    pub fn write(&self) -> TempDir {
        let folder = tempfile::tempdir().expect("a folder");
        let put = |path: &str, bytes: &[u8]| {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
            fs::write(path, bytes).expect("a file");
        };
        fs::create_dir_all(folder.path().join("input")).expect("a folder");
        put("pipeline/pipeline.toml", self.pipeline.as_bytes());
        put("pipeline/branches.csv", self.branches.as_bytes());
        put("pipeline/published.csv", self.published.as_bytes());
        self.decisions.iter().for_each(|(name, text)| put(&format!("pipeline/{name}"), text.as_bytes()));
        self.files.iter().for_each(|(path, bytes)| put(&format!("input/{path}"), bytes));
        folder
    }

    /// Runs the folder, after those that were published before.
    pub fn run(&self) -> Told {
        let before: Vec<TempDir> = self.before.iter().map(|office| office.run().publish()).collect();
        let before: Vec<&Path> = before.iter().map(TempDir::path).collect();
        self.run_after(&before)
    }

    /// Runs the folder with these folders of published runs as its history.
    pub fn run_after(&self, history: &[&Path]) -> Told {
        let folder = self.write();
        Told::after(&folder.path().join("pipeline"), &folder.path().join("input"), 2, history, self.asked)
    }
}

/// What a run came to.
pub struct Told {
    pub definition: Definition,
    pub outcome: Outcome,
    pub history: Option<HistoryAccount>,
}

impl Told {
    /// Runs a folder with so many threads.
    pub fn of(pipeline: &Path, input: &Path, jobs: usize) -> Self {
        Self::after(pipeline, input, jobs, &[], None)
    }

    /// Runs a folder with so many threads, these folders of published runs as its history, and one period alone where it is asked for.
    pub fn after(
        pipeline: &Path,
        input: &Path,
        jobs: usize,
        history: &[&Path],
        period: Option<Period>,
    ) -> Self {
        let definition = pipeline::load(pipeline)
            .unwrap_or_else(|error| panic!("the definition is wrong: {}", error.plain()));
        let history: Vec<PathBuf> = history.iter().map(|folder| folder.to_path_buf()).collect();
        let options = Options {
            jobs,
            period,
            skip: None,
            history: &history,
            isolation: isolation(),
            progress: &|_| {},
        };
        let run = run::consolidate(&definition, input, &options).expect("a run");
        Self { definition, outcome: run.outcome, history: run.history }
    }

    /// Where a flag points: file, sheet and cell; the branch; the total.
    pub fn place(&self, flag: &FlagRow) -> String {
        let submission = flag.submission.and_then(|at| self.outcome.submissions.get(at));
        let cell = flag.cell.map(|cell| cell.to_string()).unwrap_or_default();
        let parts = match submission {
            Some(submission) => vec![submission.source_file.clone(), flag.sheet.clone(), cell],
            None => vec![self.branch(flag.branch), flag.group.clone(), self.indicator(flag.indicator)],
        };
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("!")
    }

    /// The flags of a check: `a01.xlsx!Biểu 1!C4: the message`.
    pub fn flags_of(&self, check: Check) -> Vec<String> {
        let flags = self.outcome.flags.iter().filter(|flag| flag.check == check);
        let mut lines: Vec<String> = flags
            .map(|flag| {
                let told = message(flag, &self.outcome, &self.definition, Language::En);
                format!("{}: {told}", self.place(flag))
            })
            .collect();
        lines.sort();
        lines
    }

    /// Every flag but that of missing branches: `label-unknown a01.xlsx!Biểu 1!C4`.
    pub fn flags(&self) -> Vec<String> {
        let flags = self.outcome.flags.iter().filter(|flag| flag.check != Check::BranchMissing);
        let mut lines: Vec<String> =
            flags.map(|flag| format!("{} {}", flag.check.code(), self.place(flag))).collect();
        lines.sort();
        lines
    }

    /// The submissions: `a01.xlsx accepted A01 2023`, with the reason and the file that replaces it.
    pub fn submissions(&self) -> Vec<String> {
        self.outcome.submissions.iter().map(|submission| self.submission(submission)).collect()
    }

    fn submission(&self, submission: &Submission) -> String {
        let period = submission.period.map(|period| period.to_string()).unwrap_or_default();
        let other = submission.superseded_by.and_then(|at| self.outcome.submissions.get(at));
        let parts = [
            submission.source_file.clone(),
            submission.status.as_str().to_owned(),
            self.branch(submission.branch),
            period,
            submission.reason.clone(),
            other.map(|other| format!("→ {}", other.source_file)).unwrap_or_default(),
        ];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
    }

    /// The totals of a group: `trees 30 exact 2/2`, with the measure where it is not the actual one.
    pub fn totals(&self, group: &str) -> Vec<String> {
        let rows = self.outcome.totals.iter().filter(|row| row.group == group);
        rows.map(|row| {
            let measure = match self.definition.reading.measures.get(usize::from(row.measure)) {
                Some(measure) if row.measure > 0 => format!("/{measure}"),
                _ => String::new(),
            };
            format!(
                "{}{measure} {} {} {}/{}",
                self.indicator(Some(row.indicator)),
                shown(row.value),
                row.bound.as_str(),
                row.branches_reported,
                row.branches_expected
            )
        })
        .collect()
    }

    /// One line of [`Told::totals`] of all, without its name; empty where there is no such row.
    pub fn total(&self, indicator: &str) -> String {
        let name = format!("{indicator} ");
        let rows = self.totals("all");
        rows.iter().find_map(|row| row.strip_prefix(&name)).unwrap_or_default().to_owned()
    }

    /// The row of `totals.csv` of an indicator over all branches.
    pub fn total_row(&self, indicator: &str) -> &tonghop::model::outcome::TotalRow {
        let is_it = |row: &&tonghop::model::outcome::TotalRow| {
            row.group == "all" && row.measure == 0 && self.indicator(Some(row.indicator)) == indicator
        };
        self.outcome.totals.iter().find(is_it).unwrap_or_else(|| panic!("there is no total of {indicator}"))
    }

    /// The facts of accepted and other submissions: `C4 trees 12 exact`, those that do not count in parentheses.
    pub fn facts(&self) -> Vec<String> {
        let facts = self.outcome.submissions.iter().flat_map(|submission| &submission.batch.facts);
        facts.map(|fact| self.fact(fact)).collect()
    }

    fn fact(&self, fact: &Fact) -> String {
        let value = match &fact.value {
            FactValue::Amount(amount, bound) => format!("{amount} {}", bound.as_str()),
            FactValue::Text(text) => text.to_string(),
            FactValue::Date(date) => date.to_string(),
            FactValue::None => "none".to_owned(),
        };
        let measure = match self.definition.reading.measures.get(usize::from(fact.measure)) {
            Some(measure) if fact.measure > 0 => format!("/{measure}"),
            _ => String::new(),
        };
        let line = format!("{} {}{measure} {value}", fact.at, self.indicator(Some(fact.indicator)));
        if fact.is_included { line } else { format!("({line})") }
    }

    /// The transforms of the fact in a cell: `text-number grouping`.
    pub fn transforms(&self, cell: &str) -> String {
        let mut facts = self.outcome.submissions.iter().flat_map(|submission| &submission.batch.facts);
        let fact = facts.find(|fact| fact.at.to_string() == cell);
        let fact = fact.unwrap_or_else(|| panic!("there is no fact in {cell}"));
        fact.transforms.iter().map(|transform| transform.as_str()).collect::<Vec<_>>().join(" ")
    }

    fn branch(&self, index: Option<u32>) -> String {
        let branches = &self.definition.judging.register.branches;
        index.and_then(|at| branches.get(at as usize)).map(|branch| branch.code.clone()).unwrap_or_default()
    }

    /// The id of an indicator.
    pub fn indicator(&self, index: Option<u32>) -> String {
        let known = index.and_then(|at| self.definition.reading.indicators.get(at as usize));
        known.map(|indicator| indicator.id.clone()).unwrap_or_default()
    }

    /// Publishes the run into a folder, which is kept as long as it is held.
    pub fn publish(&self) -> TempDir {
        let folder = tempfile::tempdir().expect("a folder");
        self.publish_into(folder.path(), 0);
        folder
    }

    /// Publishes the run into an output folder, as if it had ended so many seconds after the epoch.
    pub fn publish_into(&self, out: &Path, second: i64) -> Published {
        let staging = publish::open(&Target::new(out)).expect("a staging folder");
        let moment = jiff::Timestamp::from_second(second).expect("a moment");
        let info = RunInfo {
            version: "0",
            started: moment,
            finished: moment,
            stages: Vec::new(),
            input: "input".to_owned(),
            settings: Settings::default(),
            release: Release::Provisional,
            history: self.history.clone(),
            exit_code: 0,
        };
        staging.publish(&self.definition, &self.outcome, &info).expect("a published run")
    }
}

/// An amount, or a dash.
pub fn shown(amount: Option<Amount>) -> String {
    amount.map_or("—".to_owned(), |amount| amount.to_string())
}
