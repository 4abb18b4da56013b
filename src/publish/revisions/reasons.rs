//! Why a value is another one than in the run before.

use super::corrected::{Corrected, Subject};
use crate::model::Period;
use crate::model::map::Map;
use crate::model::outcome::{Outcome, Status};
use crate::pipeline::Definition;
use crate::publish::edition::Edition;
use crate::publish::past::{PastError, PastRun};

/// Why a value changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reason {
    /// The branch had no report that counts, and has one now.
    NewReport,
    /// Another report of the branch counts now.
    ReportReplaced,
    /// The branch's report is gone, or does not count any more.
    ReportWithdrawn,
    /// A value that is added from others, which changed.
    ValuesChanged,
    /// A correction of this value began to apply, ceased to, or says something else.
    Corrected,
    /// Somebody edited `pipeline.toml`.
    DefinitionChanged,
    /// Somebody edited the register.
    RegisterChanged,
    /// The program has another version.
    ProgramChanged,
    /// None of these.
    Other,
}

impl Reason {
    const ALL: [Self; 9] = [
        Self::NewReport,
        Self::ReportReplaced,
        Self::ReportWithdrawn,
        Self::ValuesChanged,
        Self::Corrected,
        Self::DefinitionChanged,
        Self::RegisterChanged,
        Self::ProgramChanged,
        Self::Other,
    ];

    /// The words of the column.
    pub(super) const WORDS: &'static [&'static str] = &{
        let mut words = [""; Self::ALL.len()];
        let mut at = 0;
        while at < words.len() {
            words[at] = Self::ALL[at].as_str();
            at += 1;
        }
        words
    };

    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::NewReport => "new_report",
            Self::ReportReplaced => "report_replaced",
            Self::ReportWithdrawn => "report_withdrawn",
            Self::ValuesChanged => "values_changed",
            Self::Corrected => "corrected",
            Self::DefinitionChanged => "definition_changed",
            Self::RegisterChanged => "register_changed",
            Self::ProgramChanged => "program_changed",
            Self::Other => "other",
        }
    }
}

/// A report that counts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Report {
    /// Hash of the file's bytes and the sheet: what says whether it is the same report, wherever the file lies.
    content: (String, String),
    id: String,
}

/// Reports that count, by period and code of the branch.
type Reports = Map<(Period, String), Vec<Report>>;

/// What is known of why values changed between two runs.
pub(super) struct Reasons {
    before: Reports,
    now: Reports,
    corrected: Corrected,
    /// What holds for values of unchanged reports that nobody corrected.
    of_definition: Reason,
}

impl Reasons {
    /// Compares the reports, the definition and the program of two runs.
    pub(super) fn new(run: &PastRun, edition: &Edition, version: &str) -> Result<Self, PastError> {
        let definition = edition.definition;
        let (mut before, mut now) = (reports_of(run)?, reports(definition, edition.outcome));
        before.values_mut().chain(now.values_mut()).for_each(|reports| reports.sort());
        let corrected = Corrected::new(run, edition);
        Ok(Self { before, now, corrected, of_definition: of_definition(run, definition, version) })
    }

    /// Why a value of a branch changed, with its report before and now.
    pub(super) fn of_branch(&self, subject: &Subject, breakdown: &str) -> (Reason, String, String) {
        let key = (subject.0, subject.1.clone());
        let of = |reports: &Reports| reports.get(&key).cloned().unwrap_or_default();
        let (before, now) = (of(&self.before), of(&self.now));
        let content = |reports: &[Report]| -> Vec<(String, String)> {
            reports.iter().map(|report| report.content.clone()).collect()
        };
        let reason = match (before.is_empty(), now.is_empty()) {
            (true, false) => Reason::NewReport,
            (false, true) => Reason::ReportWithdrawn,
            (false, false) if content(&before) != content(&now) => Reason::ReportReplaced,
            _ => self.corrected.reason(subject, breakdown).unwrap_or(self.of_definition),
        };
        let ids =
            |reports: Vec<Report>| reports.into_iter().map(|report| report.id).collect::<Vec<_>>().join(";");
        (reason, ids(before), ids(now))
    }

    /// Why a value changed behind which no report stands.
    pub(super) fn of_definition(&self) -> Reason {
        self.of_definition
    }
}

/// The reports that count in this run.
fn reports(definition: &Definition, outcome: &Outcome) -> Reports {
    let mut all = Reports::default();
    for submission in outcome.submissions.iter().filter(|submission| submission.status.is_accepted()) {
        let branch = submission.branch.and_then(|at| definition.judging.register.branches.get(at as usize));
        let Some((branch, period)) = branch.zip(submission.period) else { continue };
        let content = (submission.sha256.clone(), submission.sheet.clone());
        let report = Report { content, id: submission.id.clone() };
        all.entry((period, branch.code.clone())).or_default().push(report);
    }
    all
}

/// The reports that counted in an earlier run.
fn reports_of(run: &PastRun) -> Result<Reports, PastError> {
    let mut all = Reports::default();
    let columns = ["submission", "sheet", "sha256", "branch", "period", "status"];
    let accepted = [Status::Accepted, Status::AcceptedWithWarnings].map(Status::as_str);
    run.read("submissions", &columns, |row| {
        if accepted.contains(&row.text(5)) && !row.text(3).is_empty() && !row.text(4).is_empty() {
            let content = (row.text(2).to_owned(), row.text(1).to_owned());
            let report = Report { content, id: row.text(0).to_owned() };
            all.entry((row.period(4)?, row.text(3).to_owned())).or_default().push(report);
        }
        Ok(())
    })?;
    Ok(all)
}

/// What was edited between two runs.
fn of_definition(run: &PastRun, definition: &Definition, version: &str) -> Reason {
    let hash = |name: &str| definition.hashes.iter().find(|(file, _)| file == name).map(|(_, hash)| hash);
    let is_edited = |name: &str| run.definition.get(name) != hash(name);
    let edited = [("pipeline.toml", Reason::DefinitionChanged), ("branches.csv", Reason::RegisterChanged)];
    let reason = edited.into_iter().find(|(name, _)| is_edited(name)).map(|(_, reason)| reason);
    let of_program = if run.version == version { Reason::Other } else { Reason::ProgramChanged };
    reason.unwrap_or(of_program)
}
