//! What a run comes to: submissions, totals, figures by branch, judged flags, completeness.
//!
//! Rows here are what the publishers write; indexes point into the definition (indicator, measure, branch) and into
//! [`Outcome::submissions`].

pub use super::flagged::{FlaggedValue, FlaggedValues};

use super::flag::{Place, Scope};
use super::review::{AcceptanceRow, CorrectionRow, RuleTally};
use super::{Address, Amount, Batch, Bound, Check, Date, Dispositions, Evidence, Period, Severity};

/// What became of a submission.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// It counts.
    Accepted,
    /// It counts, with flags at warning or above.
    AcceptedWithWarnings,
    /// It is out.
    Rejected,
    /// A later report replaces it.
    Superseded,
    /// Another file says the same.
    Duplicate,
    /// Nobody knows whose it is.
    Unidentified,
    /// A lock file or the like; never opened.
    Stray,
}

impl Status {
    /// Every status, in the order of the documentation.
    pub const ALL: [Self; 7] = [
        Self::Accepted,
        Self::AcceptedWithWarnings,
        Self::Rejected,
        Self::Superseded,
        Self::Duplicate,
        Self::Unidentified,
        Self::Stray,
    ];

    /// The word in the outputs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::AcceptedWithWarnings => "accepted_with_warnings",
            Self::Rejected => "rejected",
            Self::Superseded => "superseded",
            Self::Duplicate => "duplicate",
            Self::Unidentified => "unidentified",
            Self::Stray => "stray",
        }
    }

    /// Whether its values count.
    pub const fn is_accepted(self) -> bool {
        matches!(self, Self::Accepted | Self::AcceptedWithWarnings)
    }
}

/// A report in a file of the input folder, and what it turned out to be. A file that holds none is one too.
#[derive(Clone, Debug)]
pub struct Submission {
    /// Twelve hex digits of SHA-256 over relative path, sheet and content.
    pub id: String,
    /// Path relative to the input folder, with `/`.
    pub source_file: String,
    /// The sheet that the report fills, `Sheet1!B4` for a block or records that begin there; several are separated by semicolons; empty where it is
    /// the whole workbook.
    pub sheet: String,
    /// SHA-256 of the bytes, hex; empty for a stray, which is never opened.
    pub sha256: String,
    /// Size in bytes.
    pub bytes: u64,
    /// Index of the branch in the register.
    pub branch: Option<u32>,
    /// How the branch was recognised: `right_of:exact`, `file_name:code`.
    pub matched_by: String,
    /// The period that it covers.
    pub period: Option<Period>,
    /// The version of the form, as the form states it.
    pub template_version: String,
    /// What became of it.
    pub status: Status,
    /// Index of the submission that replaces it or says the same.
    pub superseded_by: Option<usize>,
    /// The day on which it was made or received.
    pub received: Option<Date>,
    /// Why it does not count, in one word or two: a check's code.
    pub reason: String,
    /// Everything that it says.
    pub batch: Batch,
}

impl Submission {
    /// The file, with the part of it where it holds several reports: `a.xlsx`, `a.xlsx!Sheet1!B4`.
    pub fn shown(&self) -> String {
        match self.sheet.as_str() {
            "" => self.source_file.clone(),
            sheet => format!("{}!{sheet}", self.source_file),
        }
    }

    /// Where it stands: the file, or the part of it where it holds several reports.
    pub fn place(&self) -> Place {
        if self.sheet.is_empty() { Place::file() } else { Place::sheet(&self.sheet) }
    }
}

/// An indicator of a period and group.
#[derive(Clone, Debug, PartialEq)]
pub struct TotalRow {
    /// Period.
    pub period: Period,
    /// `all`, `level=grassroots`, `type=...`.
    pub group: String,
    /// Index of the indicator.
    pub indicator: u32,
    /// Index of the measure.
    pub measure: u16,
    /// Breakdown, empty for the whole.
    pub breakdown: String,
    /// The total in base units; none where nobody reported.
    pub value: Option<Amount>,
    /// What the total claims.
    pub bound: Bound,
    /// Branches of which it is asked.
    pub branches_expected: u64,
    /// Branches with a value, zero included.
    pub branches_reported: u64,
    /// Branches without.
    pub branches_missing: u64,
    /// Branches that reported zero.
    pub branches_zero: u64,
    /// Share of the expected branches' size that stands behind the total, in percent.
    pub coverage_size_pct: Option<Amount>,
    /// Values that a flag keeps out.
    pub values_excluded: u64,
    /// Smallest value.
    pub min: Option<Amount>,
    /// Median value.
    pub median: Option<Amount>,
    /// Largest value.
    pub max: Option<Amount>,
    /// The total of the period right before: this run's own where it holds that period, else as it was published.
    pub previous: Option<Amount>,
    /// Change against it, in percent.
    pub change_pct: Option<Amount>,
    /// The total as it would be with the missing branches, estimated from their last period and the growth of those that reported; never part of `value`.
    pub estimated: Option<Amount>,
    /// The total of the measure `plan`, where the pipeline declares one.
    pub plan: Option<Amount>,
    /// Value in percent of the plan.
    pub plan_pct: Option<Amount>,
    /// The total with every value flagged at warning or above at zero.
    pub value_if_flagged_were_zero: Option<Amount>,
    /// The total with every suggested value in place.
    pub value_as_suggested: Option<Amount>,
    /// Flags at error or above on values of this row.
    pub errors: u64,
    /// Flags at warning on values of this row.
    pub warnings: u64,
    /// The announced figure.
    pub published: Option<Amount>,
    /// What the announced figure claims.
    pub published_bound: Option<Bound>,
    /// Whether the total agrees with it.
    pub matches_published: Option<bool>,
}

/// An indicator of a branch.
#[derive(Clone, Debug, PartialEq)]
pub struct BranchRow {
    /// Period.
    pub period: Period,
    /// Index of the branch.
    pub branch: u32,
    /// Index of the indicator.
    pub indicator: u32,
    /// Index of the measure.
    pub measure: u16,
    /// Breakdown, empty for the whole.
    pub breakdown: String,
    /// The value in base units; none where it is missing or kept out.
    pub value: Option<Amount>,
    /// What the value claims.
    pub bound: Bound,
    /// Share of the total of all, in percent.
    pub share_of_total: Option<Amount>,
    /// Value for each member.
    pub per_member: Option<Amount>,
    /// The value of the period right before: this run's own where it holds that period, else as it was published.
    pub previous: Option<Amount>,
    /// Change against it, in percent.
    pub change_pct: Option<Amount>,
    /// The worst severity of its flags.
    pub worst_severity: Option<Severity>,
    /// How many flags it has.
    pub flags: u64,
}

/// That somebody looked into a flag and let the value stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// Who.
    pub by: String,
    /// Why.
    pub reason: String,
}

/// A flag as published: judged, addressed, with its effect on the total.
#[derive(Clone, Debug, PartialEq)]
pub struct FlagRow {
    /// Hash of check, key and value: the same flag has the same id in the next run.
    pub id: String,
    /// Which check.
    pub check: Check,
    /// Severity as the pipeline declares it.
    pub severity: Severity,
    /// What it speaks of.
    pub scope: Scope,
    /// Index of the branch.
    pub branch: Option<u32>,
    /// Period.
    pub period: Option<Period>,
    /// Index of the indicator.
    pub indicator: Option<u32>,
    /// Index of the measure.
    pub measure: u16,
    /// Group of the total that it speaks of; empty otherwise.
    pub group: String,
    /// Index of the submission.
    pub submission: Option<usize>,
    /// Sheet.
    pub sheet: String,
    /// Cell.
    pub cell: Option<Address>,
    /// What was found.
    pub found: String,
    /// What was expected.
    pub expected: String,
    /// The value that is probably meant.
    pub suggested: Option<Amount>,
    /// What stands behind it, where the check is statistical.
    pub evidence: Evidence,
    /// Index of the pipeline's rule that it comes from.
    pub rule: Option<u32>,
    /// Who accepted it, and why.
    pub accepted: Option<Accepted>,
    /// How much of the total hangs on the value, in percent.
    pub impact_pct: Option<Amount>,
    /// Lines of `pipeline.toml` that would make the pipeline know what was found; empty otherwise.
    pub toml: String,
    /// Line of the file of decisions that it speaks of, from 1.
    pub line: Option<u32>,
}

impl FlagRow {
    /// Whether nobody has looked into it yet.
    pub fn is_open(&self) -> bool {
        self.accepted.is_none()
    }
}

/// A branch expected in a period.
#[derive(Clone, Debug, PartialEq)]
pub struct CompletenessRow {
    /// Period.
    pub period: Period,
    /// Index of the branch.
    pub branch: u32,
    /// Whether it should report.
    pub expected: bool,
    /// Whether an accepted report is there.
    pub received: bool,
    /// When it was made or received.
    pub received_at: Option<Date>,
    /// When it was due.
    pub due_at: Option<Date>,
    /// Whether it was in time, where both days are known.
    pub on_time: Option<bool>,
    /// Indicators asked of it.
    pub indicators_expected: u64,
    /// Indicators for which it has a value.
    pub indicators_reported: u64,
    /// `reported`, `late`, `missing`, `not_expected`.
    pub status: &'static str,
}

/// A fact counted from the register.
#[derive(Clone, Debug, PartialEq)]
pub struct RegisterFact {
    /// Period.
    pub period: Period,
    /// Index of the branch that counts as one.
    pub branch: u32,
    /// Index of the indicator.
    pub indicator: u32,
}

/// Everything that a run comes to.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// The periods for which a report was accepted, ascending; longer ones are made of them.
    pub periods: Vec<Period>,
    /// Files, in the order of their paths.
    pub submissions: Vec<Submission>,
    /// Facts counted from the register, by period, indicator, branch.
    pub register_facts: Vec<RegisterFact>,
    /// Totals, in their published order.
    pub totals: Vec<TotalRow>,
    /// Figures by branch, in their published order.
    pub branches: Vec<BranchRow>,
    /// Flags, in their published order.
    pub flags: Vec<FlagRow>,
    /// Completeness, in its published order.
    pub completeness: Vec<CompletenessRow>,
    /// Checks that had too few values to speak, with the reason.
    pub silent_checks: Vec<(Check, String)>,
    /// How often each rule of the pipeline held, in the order of the definition.
    pub rules: Vec<RuleTally>,
    /// What became of each correction, in the order of the file.
    pub corrections: Vec<CorrectionRow>,
    /// What became of each acceptance, in the order of the file.
    pub acceptances: Vec<AcceptanceRow>,
}

impl Outcome {
    /// The conservation account of all files.
    pub fn dispositions(&self) -> Dispositions {
        let mut sum = Dispositions::default();
        self.submissions.iter().for_each(|submission| sum.add(&submission.batch.dispositions()));
        sum
    }
}
