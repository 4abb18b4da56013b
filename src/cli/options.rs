//! What can be asked of the program.

use crate::model::{Period, Severity};
use crate::publish::{self, Language};
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Consolidates a folder of workbooks that branches sent in: totals that lead back to their cells, and flags to act on.
#[derive(Debug, Parser)]
#[command(name = "tonghop", version, about, max_term_width = 100, after_help = EXIT_CODES)]
pub struct Options {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// How to report on it.
    #[command(flatten)]
    pub log: Log,
}

const EXIT_CODES: &str = "Exit codes:
  0   published
  1   failed, nothing published
  2   command line or pipeline wrong
  3   published, flags reached --fail-on
  4   published, but branches are missing or files were rejected beyond the pipeline's threshold
  75  another run holds the lock";

const INIT_CODES: &str = "Exit codes:
  0   the draft is written, and loads
  1   no file can be read, no table was found, or the draft cannot be written
  2   command line wrong, FOLDER cannot be listed, or OUTPUT holds something and --force is not given

Example:
  tonghop init samples/ -o pipelines/ours
  tonghop ingest pipelines/ours samples/ --out out";

const REVIEW_CODES: &str = "Exit codes:
  0   listed, or the decision is written
  1   a file cannot be read or written
  2   command line wrong, no run in OUT, or the decision cannot be made

Examples:
  tonghop review out --severity error --lang en
  tonghop review out --accept 1f3a5c7e9b0d --by \"Lan\" --reason \"confirmed by phone\"
  tonghop review out --correct 1f3a5c7e9b0d --value 3250 --by \"Lan\" --reason \"typed in thousands\"";

/// How the program reports on its work.
#[derive(Clone, Debug, Args)]
pub struct Log {
    /// Log lines as JSON, one object a line, on stderr.
    #[arg(long, global = true)]
    pub log_json: bool,
    /// Say less: warnings and errors only.
    #[arg(long, short, global = true, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Say more: a line for each file.
    #[arg(long, short, global = true)]
    pub verbose: bool,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Consolidate a folder of workbooks into OUT/current.
    Ingest(Ingest),
    /// Check workbooks before sending them: flags on the terminal, nothing written.
    Check(CheckFiles),
    /// List what a run leaves open, the most important first; write down what was decided about it.
    ///
    /// Reads OUT/current. With --accept the flag's value stands, with --correct another value counts from the next run on; both are written into
    /// the folder of the pipeline (accepted.csv, corrections.csv) with who, when and why. An acceptance lapses when the value changes, a correction
    /// when the value that it corrects no longer stands.
    #[command(after_help = REVIEW_CODES)]
    Review(Review),
    /// Show what the reader sees in a file: sheets, used ranges, tables, first rows.
    Inspect(Inspect),
    /// Draft the definition of a form from a folder of filled-in workbooks.
    ///
    /// Reads the workbooks of FOLDER (at most 400, spread over it) and writes pipeline.toml and branches.csv: sheets and their layouts, indicators
    /// with units and kinds, totals, where a workbook says whose it is and for which period, the branches met. The draft runs as it stands.
    /// Comments in it say what was measured and what was not sure: read them, then correct. Where the same branches fill several forms, each
    /// in workbooks of its own, each form gets a folder: OUTPUT, OUTPUT-2, ...
    #[command(after_help = INIT_CODES)]
    Init(Init),
    /// Print the JSON Schema of pipeline.toml, for editors.
    Schema,
    /// Read files for another process of this program, over pipes.
    #[command(hide = true)]
    Worker,
    /// Print completions for a shell.
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
}

/// Options of `ingest`.
#[derive(Debug, Args)]
pub struct Ingest {
    /// Folder of the definition: pipeline.toml, branches.csv, published.csv.
    pub pipeline: PathBuf,
    /// Folder of workbooks, searched with its subfolders.
    pub input: PathBuf,
    /// Folder for the results; the newest run is OUT/current.
    #[arg(long, short)]
    pub out: PathBuf,
    /// Threads that read workbooks [default: one a core].
    #[arg(long, short, default_value_t = 0, hide_default_value = true, env = "TONGHOP_JOBS")]
    pub jobs: usize,
    /// The only period that counts: 2023, 2023-Q3, 2023-07 [default: the pipeline's].
    #[arg(long, value_parser = period)]
    pub period: Option<Period>,
    /// Exit with 3 when a flag is at least this severe.
    #[arg(long, value_enum, default_value_t = FailOn::Never)]
    pub fail_on: FailOn,
    /// Language of messages on the terminal.
    #[arg(long, value_enum, default_value_t = Lang::Vi, env = "TONGHOP_LANG")]
    pub lang: Lang,
    /// Print a machine-readable summary on stdout.
    #[arg(long)]
    pub json: bool,
    /// Folder of published runs to compare with: an OUT folder (this one's too), the folder of a run, or a folder of such. May be given several times.
    ///
    /// Of each earlier period the newest run counts. It fills `previous`, `change_pct` and `estimated`, and the checks against history use it.
    #[arg(long, value_name = "DIR")]
    pub history: Vec<PathBuf>,
    /// What the run claims to be. After a final run of a period only a revised one is published into the same OUT.
    #[arg(long, value_enum, default_value_t = Release::Provisional)]
    pub release: Release,
    /// How many runs to keep in OUT, the new one included. The newest run of each period is kept beyond that.
    #[arg(long, default_value_t = crate::publish::RUNS_KEPT)]
    pub keep: usize,
}

/// Options of `check`.
#[derive(Debug, Args)]
pub struct CheckFiles {
    /// Folder of the definition.
    pub pipeline: PathBuf,
    /// Workbooks to check.
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
    /// The only period that counts [default: the pipeline's].
    #[arg(long, value_parser = period)]
    pub period: Option<Period>,
    /// Exit with 3 when a flag is at least this severe.
    #[arg(long, value_enum, default_value_t = FailOn::Error)]
    pub fail_on: FailOn,
    /// Language of messages.
    #[arg(long, value_enum, default_value_t = Lang::Vi, env = "TONGHOP_LANG")]
    pub lang: Lang,
    /// Print the flags as JSON on stdout.
    #[arg(long)]
    pub json: bool,
}

/// Options of `review`.
#[derive(Debug, Args)]
pub struct Review {
    /// Folder of the results: what `ingest --out` wrote to.
    pub out: PathBuf,
    /// Also flags that are settled, those of replaced reports, and those of any severity.
    #[arg(long)]
    pub all: bool,
    /// Only flags at least this severe [default: warning].
    #[arg(long, value_enum)]
    pub severity: Option<Least>,
    /// Only flags of this branch, by its code or name.
    #[arg(long)]
    pub branch: Option<String>,
    /// How many flags to list.
    #[arg(long, default_value_t = 20)]
    pub limit: usize,
    /// Let the value of this flag stand.
    #[arg(long, value_name = "FLAG", requires = "by", requires = "reason", conflicts_with_all = ["correct", "value"])]
    pub accept: Option<String>,
    /// Let another value count in the place of the one that this flag speaks of.
    #[arg(long, value_name = "FLAG", requires = "by", requires = "reason")]
    pub correct: Option<String>,
    /// The value that counts, in the indicator's unit: 3250 [default: the one that the flag suggests].
    #[arg(long, requires = "correct", allow_hyphen_values = true)]
    pub value: Option<String>,
    /// Which figure to correct, where the flag is of a rule over several.
    #[arg(long, value_name = "ID", requires = "correct")]
    pub indicator: Option<String>,
    /// Who decides.
    #[arg(long)]
    pub by: Option<String>,
    /// Why.
    #[arg(long)]
    pub reason: Option<String>,
    /// Folder of the definition, which the decision is written to [default: the one that the run was made with].
    #[arg(long, short)]
    pub pipeline: Option<PathBuf>,
    /// Language of messages.
    #[arg(long, value_enum, default_value_t = Lang::Vi, env = "TONGHOP_LANG")]
    pub lang: Lang,
    /// Print JSON on stdout.
    #[arg(long)]
    pub json: bool,
}

/// The least severity that is listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Least {
    /// A file is out.
    Fatal,
    /// Something must be corrected.
    Error,
    /// Something should be looked at.
    Warning,
    /// Everything.
    Info,
}

impl Least {
    /// The severity.
    pub const fn severity(self) -> Severity {
        match self {
            Self::Fatal => Severity::Fatal,
            Self::Error => Severity::Error,
            Self::Warning => Severity::Warning,
            Self::Info => Severity::Info,
        }
    }
}

/// Options of `inspect`.
#[derive(Debug, Args)]
pub struct Inspect {
    /// The file.
    pub file: PathBuf,
    /// A definition, to show which tables it finds.
    #[arg(long, short)]
    pub pipeline: Option<PathBuf>,
    /// Rows of each sheet to show.
    #[arg(long, default_value_t = 12)]
    pub rows: usize,
}

/// Options of `init`.
#[derive(Debug, Args)]
pub struct Init {
    /// Folder with sample workbooks.
    pub folder: PathBuf,
    /// Folder to write the definition to [default: pipelines/ID].
    #[arg(long, short)]
    pub output: Option<PathBuf>,
    /// Id of the pipeline [default: the name of the folder].
    #[arg(long)]
    pub id: Option<String>,
    /// Write over a definition that is there.
    #[arg(long)]
    pub force: bool,
}

/// From which severity on a run counts as flagged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// A file is out.
    Fatal,
    /// Something must be corrected.
    Error,
    /// Something should be looked at.
    Warning,
    /// Flags never decide the exit code.
    Never,
}

impl FailOn {
    /// Whether a severity reaches it.
    pub fn is_reached_by(self, severity: Severity) -> bool {
        match self {
            Self::Fatal => severity >= Severity::Fatal,
            Self::Error => severity >= Severity::Error,
            Self::Warning => severity >= Severity::Warning,
            Self::Never => false,
        }
    }

    /// The word of the command line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Fatal => "fatal",
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Never => "never",
        }
    }
}

/// What a run claims to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Release {
    /// Figures that may still change.
    Provisional,
    /// Figures that are given out.
    Final,
    /// Figures that replace final ones.
    Revised,
}

impl From<Release> for publish::Release {
    fn from(release: Release) -> Self {
        match release {
            Release::Provisional => Self::Provisional,
            Release::Final => Self::Final,
            Release::Revised => Self::Revised,
        }
    }
}

/// A language of the terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Lang {
    /// Tiếng Việt.
    Vi,
    /// English.
    En,
}

impl From<Lang> for Language {
    fn from(lang: Lang) -> Self {
        match lang {
            Lang::Vi => Self::Vi,
            Lang::En => Self::En,
        }
    }
}

fn period(text: &str) -> Result<Period, String> {
    let expected = "expected 2023, 2023-H1, 2023-M9, 2023-Q3, 2023-07 or 2023-2024";
    Period::parse(text).ok_or_else(|| expected.to_owned())
}
