//! The words that a key may be set to, each with what it stands for: read by the loader, listed by the schema.

use super::judging::{CheckSetting, Dialect, Hierarchy, LatestBy, PeriodKind};
use super::reading::{Blank, Extent, Hidden, Kind, Tick, Time, Total};
use super::rules::OnMissing;
use super::suggest;
use super::table::Table;
use crate::model::Severity;

/// A word, its meaning to the program and to a person.
pub(super) struct Choice<T> {
    /// The word in the file.
    pub word: &'static str,
    /// What it stands for.
    pub value: T,
    /// What it means, in a line.
    pub about: &'static str,
}

/// What a word stands for.
pub(super) fn find<T: Clone>(choices: &[Choice<T>], word: &str) -> Option<T> {
    choices.iter().find(|choice| choice.word == word).map(|choice| choice.value.clone())
}

/// Words with their meanings, without what they stand for.
pub(super) fn words<T>(choices: &'static [Choice<T>]) -> Vec<(&'static str, &'static str)> {
    choices.iter().map(|choice| (choice.word, choice.about)).collect()
}

const fn choice<T>(word: &'static str, value: T, about: &'static str) -> Choice<T> {
    Choice { word, value, about }
}

/// `locale`: whether it is English.
pub(super) static LOCALES: [Choice<bool>; 2] = [
    choice("vi", false, "Vietnamese: 1.250,5 and day first"),
    choice("en", true, "English: 1,250.5, dates as `date_order` says"),
];

/// `date_order`: whether the month stands first.
pub(super) static DATE_ORDERS: [Choice<bool>; 2] = [
    choice("day-first", false, "3/4/2024 is the third of April"),
    choice("month-first", true, "3/4/2024 is the fourth of March"),
];

/// `period`.
pub(super) static PERIODS: [Choice<PeriodKind>; 6] = [
    choice("year", PeriodKind::Year, "a year: 2023"),
    choice("half", PeriodKind::Half, "half a year: 2023-H1"),
    choice("nine-months", PeriodKind::NineMonths, "the first nine months of a year: 2023-M9"),
    choice("quarter", PeriodKind::Quarter, "a quarter: 2023-Q3"),
    choice("month", PeriodKind::Month, "a month: 2023-07"),
    choice("school-year", PeriodKind::SchoolYear, "a school year: 2023-2024"),
];

/// `hidden`.
pub(super) static HIDDEN: [Choice<Hidden>; 2] = [
    choice("include", Hidden::Include, "hidden values count, and are flagged"),
    choice("exclude", Hidden::Exclude, "hidden values do not count, and are flagged"),
];

/// `dialect`.
pub(super) static DIALECTS: [Choice<Dialect>; 3] = [
    choice("plain", Dialect::Plain, "UTF-8, commas, decimal points"),
    choice("excel", Dialect::Excel, "the same with a byte order mark, so that Excel sees UTF-8"),
    choice(
        "excel-vi",
        Dialect::ExcelVi,
        "byte order mark, semicolons, decimal commas: opens in a Vietnamese Excel",
    ),
];

/// `latest_by`.
pub(super) static LATEST_BY: [Choice<LatestBy>; 4] = [
    choice("date-in-sheet", LatestBy::DateInSheet, "the date written in the sheet"),
    choice("version-in-name", LatestBy::VersionInName, "the version in the file's name"),
    choice("modified", LatestBy::Modified, "when the program that wrote the workbook last saved it"),
    choice("received", LatestBy::Received, "the day in received.csv"),
];

/// `hierarchy`.
pub(super) static HIERARCHIES: [Choice<Hierarchy>; 3] = [
    choice("own", Hierarchy::Own, "each unit reports its own work: all of it counts"),
    choice("parent", Hierarchy::Parent, "a parent's report contains its children's: the parent counts"),
    choice("children", Hierarchy::Children, "the children count; the parent's report is compared with them"),
];

/// The setting of a check.
pub(super) static CHECK_SETTINGS: [Choice<CheckSetting>; 4] = [
    choice("off", CheckSetting::Off, "the check is not made"),
    choice("info", CheckSetting::Severity(Severity::Info), "worth knowing; nothing to do"),
    choice("warning", CheckSetting::Severity(Severity::Warning), "correct it, or accept it with a reason"),
    choice("error", CheckSetting::Severity(Severity::Error), "correct it and send again"),
];

/// `severity` of a rule.
pub(super) static RULE_SEVERITIES: [Choice<Severity>; 3] = [
    choice("info", Severity::Info, "worth knowing; nothing to do"),
    choice("warning", Severity::Warning, "correct it, or accept it with a reason"),
    choice("error", Severity::Error, "correct it and send again"),
];

/// `on_missing`.
pub(super) static ON_MISSING: [Choice<OnMissing>; 3] = [
    choice("skip", OnMissing::Skip, "nothing can be said: the rule is skipped for the branch"),
    choice("fail", OnMissing::Fail, "the branch owes the figure: the rule fails"),
    choice("zero", OnMissing::Zero, "there is nothing of it: zero"),
];

/// How a table is laid out, as a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LayoutWord {
    /// A row is an indicator.
    Form,
    /// A row is a record.
    Table,
    /// Indicators by breakdowns.
    Crosstab,
    /// Fixed cells.
    Named,
}

impl LayoutWord {
    /// The word in the file.
    pub fn word(self) -> &'static str {
        LAYOUTS.iter().find(|choice| choice.value == self).map_or("", |choice| choice.word)
    }
}

/// The layout that a sheet names; a form where it names none, and of a misspelt word the one that is nearest, if any is.
pub(super) fn layout_of(sheet: &Table<'_>) -> Option<LayoutWord> {
    let Some(value) = sheet.value("layout") else { return Some(LayoutWord::Form) };
    let word = value.get_ref().as_str()?;
    let words = LAYOUTS.iter().map(|choice| choice.word);
    find(&LAYOUTS, word).or_else(|| find(&LAYOUTS, suggest::nearest(word, words)?))
}

/// `layout`.
pub(super) static LAYOUTS: [Choice<LayoutWord>; 4] = [
    choice("form", LayoutWord::Form, "a row is an indicator, with one or several columns of values"),
    choice("table", LayoutWord::Table, "a row is a record; indicators are counted and summed from records"),
    choice("crosstab", LayoutWord::Crosstab, "indicators by sex, age band, month or other dimensions"),
    choice("named", LayoutWord::Named, "defined names and cells that do not move"),
];

/// `report`.
pub(super) static EXTENTS: [Choice<Extent>; 3] = [
    choice("workbook", Extent::Workbook, "the workbook is the report of one branch for one period"),
    choice("sheet", Extent::Sheet, "each sheet is a report"),
    choice("block", Extent::Block, "each table is a report, with the titles above it"),
];

/// `kind`.
pub(super) static KINDS: [Choice<Kind>; 6] = [
    choice("count", Kind::Count, "a whole number, not negative unless `min` says so"),
    choice("money", Kind::Money, "money, in the currency's base unit"),
    choice("amount", Kind::Amount, "a decimal in a declared unit"),
    choice("ratio", Kind::Ratio, "a share: 12,5% is 0.125"),
    choice("text", Kind::Text, "text"),
    choice("date", Kind::Date, "a day"),
];

/// `blank`.
pub(super) static BLANKS: [Choice<Blank>; 2] =
    [choice("missing", Blank::Missing, "not reported"), choice("zero", Blank::Zero, "zero")];

/// `nil`: whether it is zero.
pub(super) static NILS: [Choice<bool>; 2] = [
    choice("zero", true, "`-` and `không` are zero"),
    choice("missing", false, "`-` and `không` are not reported"),
];

/// `tick`.
pub(super) static TICKS: [Choice<Tick>; 3] = [
    choice("one", Tick::One, "`x` counts one"),
    choice("missing", Tick::Missing, "`x` means not applicable"),
    choice("reject", Tick::Reject, "`x` is flagged"),
];

/// `time`.
pub(super) static TIMES: [Choice<Time>; 3] = [
    choice("flow", Time::Flow, "adds up over periods"),
    choice("stock", Time::Stock, "a state at the end of the period; never summed over periods"),
    choice(
        "cumulative",
        Time::Cumulative,
        "counted from the beginning of the year (luỹ kế); never added to a flow",
    ),
];

/// `total`, as a word.
pub(super) static TOTALS: [Choice<Total>; 6] = [
    choice("sum", Total::Sum, "the sum over branches"),
    choice("max", Total::Max, "the largest value of a branch"),
    choice("min", Total::Min, "the smallest value of a branch"),
    choice("mean", Total::Mean { weight: None }, "the mean over branches, each counting the same"),
    choice("count", Total::Count, "how many branches reported a value"),
    choice("none", Total::None, "no total"),
];

/// `source`: whether it is the register.
pub(super) static ORIGINS: [Choice<bool>; 2] = [
    choice("cells", false, "from the cells of the workbooks"),
    choice("register", true, "counted from branches.csv: the branches that `where` selects"),
];
