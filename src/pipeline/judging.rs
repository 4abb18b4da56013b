//! The judging half of a definition: the register, severities, published figures.
//!
//! Editing any of it makes no workbook be read again.

use super::decisions::{Acceptance, Correction};
use super::reading::{Indicator, Label};
use super::rules::Rule;
use super::thresholds::Thresholds;
use crate::model::{Amount, Bound, Check, Date, Period, Severity};

/// Everything that is judged after the workbooks were read.
#[derive(Clone, Debug)]
pub struct Judging {
    /// The branches.
    pub register: Register,
    /// Announced figures.
    pub published: Vec<Published>,
    /// What must hold between the figures of a branch.
    pub rules: Vec<Rule>,
    /// Flags that people have looked into.
    pub accepted: Vec<Acceptance>,
    /// Values that replace reported ones.
    pub corrections: Vec<Correction>,
    /// Register columns by which totals are grouped: `level`, `type`, `sector`.
    pub groups: Vec<String>,
    /// What kind of period a report covers.
    pub period_kind: PeriodKind,
    /// Periods that are collected; empty for any.
    pub periods: Vec<Period>,
    /// Longer kinds of periods that totals are made for as well, in the order of their length.
    pub rollup: Vec<PeriodKind>,
    /// Known versions of the form; empty for any.
    pub templates: Vec<String>,
    /// Labels of [`Reading::measures`](super::Reading::measures), in the same order.
    pub measure_labels: Vec<Label>,
    /// Measures counted since the beginning of the year, each with the measure that it adds up; ascending.
    pub cumulative_measures: Vec<(u16, u16)>,
    /// Measures that somebody wrote down again, each with the measure that it must agree with; ascending.
    pub restating_measures: Vec<(u16, u16)>,
    /// By what the latest of several reports is found, first rule first.
    pub latest_by: Vec<LatestBy>,
    /// Which level counts where a unit and its sub-units both report.
    pub hierarchy: Hierarchy,
    /// Levels of the register whose branches are compared with each other and enter per-member figures; empty for all.
    pub peer_levels: Vec<String>,
    /// Register columns by which the compared branches are grouped; empty for one group of all.
    pub peer_groups: Vec<String>,
    /// The indicator that stands for a branch's size where it reports it; else the register's `members`.
    pub size: Option<u32>,
    /// The day by which reports are due, unless the register says otherwise for a branch.
    pub due: Option<Date>,
    /// How many days after the end of its period a report is due, where no day is named.
    pub due_days: Option<u16>,
    /// Changed or switched-off checks.
    pub checks: Vec<(Check, CheckSetting)>,
    /// From where on the statistical checks speak.
    pub thresholds: Thresholds,
    /// Share of branches, in percent, that may be missing before the run exits with 4.
    pub missing_allowed_pct: u8,
    /// Share of files, in percent, that may be rejected or unidentified before the run exits with 4.
    pub rejected_allowed_pct: u8,
    /// How CSV files are written.
    pub dialect: Dialect,
}

/// What kind of period a report covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum PeriodKind {
    /// A year.
    #[default]
    Year,
    /// Half a year.
    Half,
    /// The first nine months of a year.
    NineMonths,
    /// A quarter.
    Quarter,
    /// A month.
    Month,
    /// A school year.
    SchoolYear,
}

impl PeriodKind {
    /// A period of this kind, as an example of how it is written.
    pub const fn example(self) -> &'static str {
        match self {
            Self::Year => "2023",
            Self::Half => "2023-H1",
            Self::NineMonths => "2023-M9",
            Self::Quarter => "2023-Q3",
            Self::Month => "2023-07",
            Self::SchoolYear => "2023-2024",
        }
    }

    /// Whether a period is one of this kind. A range from day to day is of none.
    pub const fn has(self, period: &Period) -> bool {
        matches!(
            (self, period),
            (Self::Year, Period::Year(_))
                | (Self::Half, Period::Half(..))
                | (Self::NineMonths, Period::NineMonths(_))
                | (Self::Quarter, Period::Quarter(..))
                | (Self::Month, Period::Month(..))
                | (Self::SchoolYear, Period::SchoolYear(_))
        )
    }
}

/// How CSV files are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Dialect {
    /// UTF-8, commas, decimal points.
    #[default]
    Plain,
    /// The same with a byte order mark.
    Excel,
    /// Byte order mark, semicolons, decimal commas.
    ExcelVi,
}

/// What a pipeline declares about a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CheckSetting {
    /// Switched off.
    Off,
    /// Another severity.
    Severity(Severity),
}

/// A rule that finds the latest of several reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LatestBy {
    /// The date written in the sheet.
    DateInSheet,
    /// The version in the file's name.
    VersionInName,
    /// The document property `modified`.
    Modified,
    /// The day of receipt in `received.csv`.
    Received,
}

/// Which level counts where a unit and its sub-units both report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Hierarchy {
    /// Each reports its own work: all count.
    #[default]
    Own,
    /// The parent's report contains its children's: the parent counts where it reported.
    Parent,
    /// The children count; the parent's report is a control.
    Children,
}

/// The register of branches, in the order of the file.
#[derive(Clone, Debug, Default)]
pub struct Register {
    /// Branches.
    pub branches: Vec<Branch>,
}

/// A line of the register.
#[derive(Clone, Debug, Default)]
pub struct Branch {
    /// Unique code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Other names.
    pub aliases: Vec<String>,
    /// Type, may be empty.
    pub kind: String,
    /// Sector, may be empty.
    pub sector: String,
    /// Level, may be empty.
    pub level: String,
    /// Index of the parent.
    pub parent: Option<u32>,
    /// Size.
    pub members: Option<Amount>,
    /// Whom to ask.
    pub contact: String,
    /// First day on which it reports.
    pub opened: Option<Date>,
    /// Last day on which it reports.
    pub closed: Option<Date>,
    /// Day its report is due.
    pub due: Option<Date>,
    /// Codes of the branches that it replaces.
    pub predecessors: Vec<String>,
    /// Line of the file, from 1: the source of facts that are counted from the register.
    pub line: u32,
}

impl Branch {
    /// What it has in a column of the register that totals may be grouped by.
    pub fn column(&self, name: &str) -> Option<&str> {
        match name {
            "type" => Some(&self.kind),
            "sector" => Some(&self.sector),
            "level" => Some(&self.level),
            "code" => Some(&self.code),
            _ => None,
        }
    }

    /// Whether it holds these values in these columns of the register.
    pub fn fits(&self, filter: &[(String, String)]) -> bool {
        filter.iter().all(|(column, value)| self.column(column) == Some(value))
    }

    /// Whether an indicator is asked of it.
    pub fn is_asked(&self, indicator: &Indicator) -> bool {
        self.is_one_of(&indicator.asked_of)
    }

    /// Whether it is one of the branches that something is asked of: in each column it holds one of the values.
    pub fn is_one_of(&self, asked_of: &[(String, Vec<String>)]) -> bool {
        asked_of.iter().all(|(column, values)| {
            self.column(column).is_some_and(|own| values.iter().any(|value| value == own))
        })
    }

    /// Whether it reports for a period: open on some day of it.
    pub fn is_open_in(&self, period: &Period) -> bool {
        self.opened.is_none_or(|day| day <= period.last_day())
            && self.closed.is_none_or(|day| day >= period.first_day())
    }
}

/// An announced figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Published {
    /// Period.
    pub period: Period,
    /// Group: `all`, `level=bloc`.
    pub group: String,
    /// Index of the indicator.
    pub indicator: u32,
    /// Value in base units.
    pub value: Amount,
    /// Exact, or a bound.
    pub bound: Bound,
    /// Half of the last announced digit, in base units; zero for exact counts.
    pub tolerance: Amount,
    /// Where it was announced.
    pub source: String,
    /// Line of the file, from 1.
    pub line: u32,
}

impl Published {
    /// Whether a total agrees with it: within half of the last announced digit, or on the right side of a bound.
    pub fn is_met_by(&self, value: Amount) -> bool {
        match self.bound {
            Bound::AtLeast => value >= self.value,
            Bound::AtMost => value <= self.value,
            Bound::Exact | Bound::About => {
                value.checked_sub(self.value).is_some_and(|difference| difference.abs() <= self.tolerance)
            }
        }
    }
}
