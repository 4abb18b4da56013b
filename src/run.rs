//! The whole flow on one screen: the only file that knows the order of the stages.
//!
//! discover → [ read → locate → clean ] each workbook, in parallel → identify → merge → check → total. Publishing is the caller's
//! last step, so that a branch can check its workbook without anything being written.

mod file;

use crate::check::Rules;
use crate::discover::{self, DiscoverError, Discovery, Source};
use crate::history::{self, Earlier, HistoryError};
use crate::identify::{self, Identifier, Provenance};
use crate::isolation::{Isolation, IsolationError, Readers};
use crate::locate::{self, Lexicon, Memory};
use crate::merge::{self, Counting, Frames, FramesError};
use crate::model::outcome::{Outcome, Status, Submission};
use crate::model::review::CorrectionRow;
use crate::model::{Batch, Period};
use crate::pipeline::{Definition, LoadError, PeriodKind};
use crate::publish::past::HistoryAccount;
use crate::total::{Previous, estimated, previous};
use crate::{check, total};
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use std::time::Instant;

pub(crate) use file::bytes_of;

/// What a run is asked to do.
pub struct Options<'a> {
    /// Threads; 0 for one a core.
    pub jobs: usize,
    /// The only period that counts; without it the definition decides.
    pub period: Option<Period>,
    /// A folder inside the input that is left out: the output.
    pub skip: Option<&'a Path>,
    /// Folders of published runs whose earlier periods are the history; none for no history.
    pub history: &'a [PathBuf],
    /// Where files are read that no bounded reader reads.
    pub isolation: &'a Isolation,
    /// Called once with the number of files, then once a file that is done.
    pub progress: &'a (dyn Fn(Progress) + Sync),
}

/// How far reading has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// So many files were found.
    Found(usize),
    /// One more is done.
    Done,
}

/// Why a run could not come to an end. Nothing a branch sends leads here.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The input folder.
    #[error(transparent)]
    Discover(#[from] DiscoverError),
    /// Earlier runs.
    #[error(transparent)]
    History(#[from] HistoryError),
    /// Threads could not be started.
    #[error("cannot start threads: {0}")]
    Threads(#[from] rayon::ThreadPoolBuildError),
    /// The processes that read files.
    #[error(transparent)]
    Isolation(#[from] IsolationError),
    /// The frames.
    #[error("cannot compute totals: {0}")]
    Frames(#[from] FramesError),
    /// A rule of the definition, which only the parser of SQL could tell.
    #[error("{}", .0.plain())]
    Rules(#[from] LoadError),
}

/// An outcome with the seconds that each stage took.
#[derive(Debug)]
pub struct Run {
    /// What it came to.
    pub outcome: Outcome,
    /// Seconds by stage, in the order of the stages.
    pub stages: Vec<(&'static str, f64)>,
    /// The earlier runs that were read; none where no folder was named.
    pub history: Option<HistoryAccount>,
}

/// Consolidates a folder.
///
/// # Errors
/// When a rule of the definition is wrong (before any workbook is opened), the folder cannot be listed, a folder of history holds no run or one that was changed, threads or the processes that
/// read files cannot be started, or memory runs out while
/// totals are computed.
pub fn consolidate(definition: &Definition, input: &Path, options: &Options) -> Result<Run, RunError> {
    consolidate_beside(definition, input, options, &|_| {})
}

/// Consolidates a folder, and calls `settled` as soon as it is known which reports count, on a thread beside checks and totals.
///
/// The outcome that it is given has submissions and facts of the register, and nothing else yet. Nothing that comes after changes a fact, or
/// whether it counts; an accepted submission may still get its warnings.
///
/// # Errors
/// As [`consolidate`].
pub fn consolidate_beside(
    definition: &Definition,
    input: &Path,
    options: &Options,
    settled: &(dyn Fn(&Outcome) + Sync),
) -> Result<Run, RunError> {
    let rules = check::compile_rules(definition)?;
    let mut clock = Clock::new();
    let archive = history::open(options.history, definition)?;
    let skip: Vec<&Path> =
        options.skip.into_iter().chain(options.history.iter().map(PathBuf::as_path)).collect();
    // A register of thousands takes as long to index as a folder of thousands to list.
    let index = || (Lexicon::new(definition.reading.clone()), Identifier::new(definition, options.period));
    let (found, indexes) = rayon::join(|| discover::discover(input, &skip), index);
    let found = found?;
    clock.stage("discover");
    let (lexicon, identifier) = indexes;
    let readers = Readers::new(options.isolation, &definition.reading)?;
    let mut submissions = read_all(&Reader { lexicon, identifier, readers }, &found, options)?;
    discover::still_there(input)?;
    clock.stage("read");
    merge::settle(&mut submissions, definition, &found.received);
    let periods = merge::periods(&submissions, definition, options.period);
    let corrections = merge::correct(&mut submissions, definition, &periods);
    let counting = Counting::new(&submissions, definition);
    let register_facts = merge::register_facts(definition, &periods);
    let outcome = Outcome { submissions, register_facts, ..Outcome::default() };
    // Of one period alone, no longer one is made.
    let rollup: &[PeriodKind] = if options.period.is_some() { &[] } else { &definition.judging.rollup };
    let (judged, account) = std::thread::scope(|scope| {
        scope.spawn(|| settled(&outcome));
        let Outcome { submissions, register_facts, .. } = &outcome;
        let mut frames = merge::build(submissions, register_facts, definition, periods, &counting)?;
        clock.stage("merge");
        let reported = merge::reported_periods(submissions, definition, &frames.periods);
        let earlier = archive.read(definition, &mut frames, &reported, rollup)?;
        clock.stage("history");
        let plan = Plan { definition, rollup, rules: &rules, corrections, is_whole_folder: true };
        let judged = judge(submissions, plan, (frames, &earlier), &counting, &mut clock)?;
        Ok::<_, RunError>((judged, earlier.account))
    })?;
    Ok(Run { outcome: together(outcome, judged), stages: clock.stages, history: account })
}

/// What was settled and what it was judged to be, as one outcome.
fn together(settled: Outcome, judged: Outcome) -> Outcome {
    let Outcome { mut submissions, register_facts, .. } = settled;
    check::warn_submissions(&mut submissions, &judged.flags);
    Outcome { submissions, register_facts, ..judged }
}

/// Checks single files as if they were the whole folder: what reading, identifying and arithmetic say of them.
///
/// What belongs to a whole folder (who is missing, published figures, decisions of the office) is left out.
///
/// # Errors
/// When a rule of the definition is wrong, a process that reads files cannot be started, or memory runs out.
pub fn check(
    definition: &Definition,
    files: &[PathBuf],
    period: Option<Period>,
    isolation: &Isolation,
) -> Result<Outcome, RunError> {
    let rules = check::compile_rules(definition)?;
    let reader = Reader {
        lexicon: Lexicon::new(definition.reading.clone()),
        identifier: Identifier::new(definition, period),
        readers: Readers::new(isolation, &definition.reading)?,
    };
    let sources = files.iter().map(|path| Source {
        // What the operator names may be a link.
        path: path.canonicalize().unwrap_or_else(|_| path.clone()),
        relative: discover::shown(path.file_name().unwrap_or_default()),
        is_stray: false,
    });
    let found = Discovery::default();
    let mut memory = Memory::default();
    let mut submissions: Vec<Submission> = Vec::new();
    for source in sources {
        submissions.extend(reader.submissions_of(&source, &found, &mut memory)?);
    }
    // A workbook may hold two reports of one branch.
    merge::settle(&mut submissions, definition, &found.received);
    let counting = Counting::new(&submissions, definition);
    let periods = merge::periods(&submissions, definition, period);
    let register_facts = merge::register_facts(definition, &periods);
    let frames = merge::build(&submissions, &register_facts, definition, periods, &counting)?;
    let earlier = Earlier::default();
    let plan =
        Plan { definition, rollup: &[], rules: &rules, corrections: Vec::new(), is_whole_folder: false };
    let judged = judge(&submissions, plan, (frames, &earlier), &counting, &mut Clock::new())?;
    let settled = Outcome { submissions, register_facts, ..Outcome::default() };
    let mut outcome = together(settled, judged);
    outcome.flags.retain(|flag| flag.submission.is_some());
    Ok(outcome)
}

/// What decides how a run is judged.
struct Plan<'a> {
    definition: &'a Definition,
    /// Longer periods that are made.
    rollup: &'a [PeriodKind],
    /// The definition's rules, understood.
    rules: &'a Rules,
    /// What became of the corrections.
    corrections: Vec<CorrectionRow>,
    /// Whether what people have decided about a whole folder is looked at.
    is_whole_folder: bool,
}

/// Checks and totals: from settled submissions and frames to everything else that is published.
fn judge(
    submissions: &[Submission],
    plan: Plan,
    (frames, earlier): (Frames, &Earlier),
    counting: &Counting,
    clock: &mut Clock,
) -> Result<Outcome, FramesError> {
    let Plan { definition, rollup, rules, corrections, is_whole_folder } = plan;
    let completeness = check::completeness_rows(submissions, &frames, definition, counting);
    let checked = check::flags(submissions, &frames, definition, counting, &completeness, &earlier.history)?;
    let mut flags = checked.flags;
    flags.extend(check::flags_of_earlier(submissions, &frames, definition, earlier)?);
    let (of_rules, rules) =
        check::flags_of_rules(rules, (&frames, &earlier.history), submissions, definition)?;
    flags.extend(of_rules);
    clock.stage("check");
    let before = Previous::new(&frames, &earlier.history, definition, &[])?;
    let reported = frames.reported()?;
    let frame = (&frames, reported.as_slice());
    let (mut totals, aggregates) = total::total_rows(frame, definition, counting, &before);
    estimated::fill(&mut totals, &frames, (definition, counting), &before)?;
    let mut longer = total::longer(&frames, submissions, definition, rollup)?;
    flags.extend(check::flags_of_totals(&totals, submissions, definition, &frames.periods));
    flags.extend(check::flags_of_totals(&longer.totals, submissions, definition, &longer.periods));
    flags.extend(check::flags_of_longer(&longer.incomplete, submissions, definition));
    let mut acceptances = Vec::new();
    if is_whole_folder {
        let periods = [frames.periods.as_slice(), &longer.periods].concat();
        acceptances = check::settle(&mut flags, &corrections, submissions, definition, &periods);
    }
    let values = check::flagged_values(&flags, submissions, counting);
    total::apply_flags(&mut totals, &flags, &values, definition);
    longer.apply_flags(&flags, &values, definition);
    longer.add_totals(&mut totals);
    previous::fill_totals(&mut totals, earlier, &longer.without_all_parts());
    let weights = check::Weights::new(&totals, &flags, (&frames, &earlier.history), definition)?;
    check::rank(&mut flags, &values, &weights, submissions, definition);
    let mut branches = total::branch_rows(frame, definition, (&aggregates, &before), &flags, submissions);
    longer.add_branch_rows(&mut branches, &flags, submissions, (definition, &earlier.longer))?;
    clock.stage("total");
    let periods = merge::reported_periods(submissions, definition, &frames.periods);
    Ok(Outcome {
        periods,
        totals,
        branches,
        flags,
        completeness,
        silent_checks: checked.silent,
        rules,
        corrections,
        acceptances,
        ..Outcome::default()
    })
}

/// Reads every file in parallel; submissions come back in the order of paths, and of reports within a file, whatever the threads did.
fn read_all(reader: &Reader, found: &Discovery, options: &Options) -> Result<Vec<Submission>, RunError> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(options.jobs).build()?;
    (options.progress)(Progress::Found(found.sources.len()));
    tracing::info!(files = found.sources.len(), threads = pool.current_num_threads(), "reading");
    let one = |memory: &mut Memory, source: &Source| {
        let submissions = reader.submissions_of(source, found, memory);
        (options.progress)(Progress::Done);
        submissions
    };
    let of_files: Result<Vec<Vec<Submission>>, IsolationError> =
        pool.install(|| found.sources.par_iter().map_init(Memory::default, one).collect());
    Ok(of_files?.into_iter().flatten().collect())
}

/// What every file is read and identified with.
struct Reader<'d> {
    lexicon: Lexicon,
    identifier: Identifier<'d>,
    readers: Readers,
}

impl Reader<'_> {
    /// One file from its bytes to an identified submission for each report that it holds.
    fn submissions_of(
        &self,
        source: &Source,
        found: &Discovery,
        memory: &mut Memory,
    ) -> Result<Vec<Submission>, IsolationError> {
        let received = found.received.get(&source.relative).copied();
        if source.is_stray {
            return Ok(vec![stray(&source.relative)]);
        }
        let bytes = match file::bytes_of(&source.path, &self.lexicon.reading.limits) {
            Ok(bytes) => bytes,
            Err(refused) => {
                let (flag, size) = *refused;
                let from = provenance(&source.relative, &[], size, received);
                return Ok(self.identifier.submissions(locate::refused(flag), &from));
            }
        };
        let from = provenance(&source.relative, &bytes, bytes.len() as u64, received);
        let started = Instant::now();
        let batch = self.readers.batch(&bytes, &self.lexicon, memory)?;
        tracing::debug!(file = ?source.relative, bytes = bytes.len(), ms = started.elapsed().as_millis() as u64, "read");
        Ok(self.identifier.submissions(batch, &from))
    }
}

fn provenance(relative: &str, bytes: &[u8], size: u64, received: Option<crate::model::Date>) -> Provenance {
    let sha256 = hex(&Sha256::digest(bytes));
    Provenance { relative: relative.to_owned(), sha256, bytes: size, received }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A file that is no submission by its name: never opened, but listed.
fn stray(relative: &str) -> Submission {
    Submission {
        id: identify::id_of(relative, "", ""),
        source_file: relative.to_owned(),
        sheet: String::new(),
        sha256: String::new(),
        bytes: 0,
        branch: None,
        matched_by: String::new(),
        period: None,
        template_version: String::new(),
        status: Status::Stray,
        superseded_by: None,
        received: None,
        reason: "stray".to_owned(),
        batch: Batch::default(),
    }
}

/// Measures stages.
struct Clock {
    last: Instant,
    stages: Vec<(&'static str, f64)>,
}

impl Clock {
    fn new() -> Self {
        Self { last: Instant::now(), stages: Vec::new() }
    }

    fn stage(&mut self, name: &'static str) {
        let now = Instant::now();
        self.stages.push((name, now.duration_since(self.last).as_secs_f64()));
        self.last = now;
    }
}

#[cfg(test)]
mod tests;
