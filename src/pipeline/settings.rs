//! What the definition says once: title, locale, periods, groups, limits, checks, the register's hierarchy.

use super::choices;
use super::columns::{GROUPS, check_column, check_value, values};
use super::error::Findings;
use super::indicators::is_numeric;
use super::judging::{CheckSetting, PeriodKind, Register};
use super::limits::Limits;
use super::names::Names;
use super::reading::{Indicator, Label, Locale, Time};
use super::suggest;
use super::table::{Table, Word};
use crate::model::{Check, Period};

/// How periods are written, for messages.
pub(super) const PERIOD_FORMS: &str = "a period: 2023, 2023-H1, 2023-M9, 2023-Q3, 2023-07 or 2023-2024";

/// A label: a text for both languages, or one for each.
pub(super) fn label(entry: &Table<'_>, key: &str, findings: &mut Findings<'_>) -> Label {
    if let Some(text) = entry.text(key) {
        return Label { vi: text.get_ref().clone(), en: text.into_inner() };
    }
    let Some(both) = entry.table(key) else { return Label::default() };
    let (vi, en) = (both.text("vi").map(Word::into_inner), both.text("en").map(Word::into_inner));
    if vi.is_none() && en.is_none() {
        findings.add(both.span.clone(), format!("`{key}` says nothing"), "{ vi = \"…\", en = \"…\" }");
    }
    let or = |one: &Option<String>, other: &Option<String>| one.clone().or(other.clone()).unwrap_or_default();
    Label { vi: or(&vi, &en), en: or(&en, &vi) }
}

/// The locale.
pub(super) fn locale(root: &Table<'_>, findings: &mut Findings<'_>) -> Locale {
    let is_english = root.choice("locale", &choices::LOCALES).unwrap_or(false);
    let is_month_first = root.choice("date_order", &choices::DATE_ORDERS).unwrap_or(false);
    if is_month_first && !is_english {
        let advice = Some("leave `date_order` out, or set `locale = \"en\"`".to_owned());
        let found = "month first in Vietnamese forms";
        findings.advise(
            root.span_of("date_order"),
            found,
            "day-first: Vietnamese dates are day first",
            advice,
        );
    }
    if is_english { Locale::En { is_month_first } } else { Locale::Vi }
}

/// The periods that are collected.
pub(super) fn periods(root: &Table<'_>, kind: PeriodKind, findings: &mut Findings<'_>) -> Vec<Period> {
    let mut all = Vec::new();
    for word in root.texts("periods") {
        match Period::parse(word.get_ref()) {
            None => findings.add(word.span(), format!("`{}` is no period", word.get_ref()), PERIOD_FORMS),
            Some(period) if !kind.has(&period) => {
                let found = format!("`{period}` is not of the kind that `period` says");
                findings.add(word.span(), found, kind_described(kind));
            }
            Some(period) if all.contains(&period) => {
                findings.add(word.span(), format!("`{period}` is there twice"), "each period once");
            }
            Some(period) => all.push(period),
        }
    }
    all
}

/// The longer kinds of periods, shortest first.
pub(super) fn rollup(root: &Table<'_>, kind: PeriodKind, findings: &mut Findings<'_>) -> Vec<PeriodKind> {
    let mut all: Vec<PeriodKind> = Vec::new();
    for word in root.texts("rollup") {
        let Some(longer) = choices::find(&choices::PERIODS, word.get_ref()) else { continue };
        if !longer.is_made_of(kind) {
            let right = choices::PERIODS.iter().filter(|choice| choice.value.is_made_of(kind));
            let expected = match right.clone().next() {
                Some(_) => suggest::listed(right.map(|choice| choice.word)),
                None => "no `rollup`: no longer period is made of these".to_owned(),
            };
            let found = format!("a `{}` is not made of the periods that are reported", word.get_ref());
            findings.add(word.span(), found, expected);
        } else if all.contains(&longer) {
            findings.add(word.span(), format!("`{}` is there twice", word.get_ref()), "each kind once");
        } else {
            all.push(longer);
        }
    }
    let order = [PeriodKind::Quarter, PeriodKind::Half, PeriodKind::NineMonths, PeriodKind::Year];
    all.sort_by_key(|kind| order.iter().position(|known| known == kind));
    all
}

/// What a kind of period looks like.
fn kind_described(kind: PeriodKind) -> &'static str {
    choices::PERIODS.iter().find(|choice| choice.value == kind).map_or("", |choice| choice.about)
}

/// The columns that totals are grouped by.
pub(super) fn groups(root: &Table<'_>, register: &Register, findings: &mut Findings<'_>) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for word in root.texts("groups") {
        let column = word.get_ref();
        if !check_column(column, word.span(), &GROUPS, findings) {
            continue;
        }
        if all.contains(column) {
            findings.add(word.span(), format!("`{column}` is there twice"), "each column once");
            continue;
        }
        if !register.branches.is_empty() && values(register, column).is_empty() {
            let found = format!("no branch of the register has a `{column}`");
            findings.add(word.span(), found, "a column of branches.csv that is filled in");
        }
        all.push(word.into_inner());
    }
    all
}

/// The levels whose branches are compared with each other.
pub(super) fn peers(
    table: Option<&Table<'_>>,
    register: &Register,
    findings: &mut Findings<'_>,
) -> Vec<String> {
    let words = table.map_or_else(Vec::new, |table| table.texts("peers"));
    for word in &words {
        check_value(register, "level", word.get_ref(), word.span(), findings);
    }
    words.into_iter().map(Word::into_inner).collect()
}

/// The columns by which the compared branches are grouped.
pub(super) fn peer_groups(table: Option<&Table<'_>>, findings: &mut Findings<'_>) -> Vec<String> {
    let words = table.map_or_else(Vec::new, |table| table.texts("peer_groups"));
    let known = words.into_iter().filter(|word| check_column(word.get_ref(), word.span(), &GROUPS, findings));
    known.map(Word::into_inner).collect()
}

/// The indicator that stands for a branch's size.
pub(super) fn size(
    (root, table): (&Table<'_>, Option<&Table<'_>>),
    names: &Names,
    indicators: &[Indicator],
    findings: &mut Findings<'_>,
) -> Option<u32> {
    let word = table?.text("size")?;
    let index = names.resolve(&word, findings)?;
    if indicators.get(index as usize).is_some_and(|indicator| !is_numeric(indicator.kind)) {
        findings.add(
            word.span(),
            format!("`{}` is no number", word.get_ref()),
            "an indicator that is a number",
        );
    }
    let time = indicators.get(index as usize).map(|indicator| indicator.time);
    if root.value("rollup").is_some() && time.is_some_and(|time| time != Time::Stock) {
        // Twelve months of members added up are no size.
        let found =
            format!("`{}` is the size of a branch, and would be added up over periods", word.get_ref());
        findings.add(word.span(), found, "an indicator with `time = \"stock\"`");
    }
    Some(index)
}

/// Changed and switched-off checks, in the order of the catalogue.
pub(super) fn checks(root: &Table<'_>, findings: &mut Findings<'_>) -> Vec<(Check, CheckSetting)> {
    let Some(table) = root.table("checks") else { return Vec::new() };
    let mut all = Vec::new();
    for (code, value) in table.pairs() {
        let Some(check) = Check::parse(code.get_ref()) else { continue };
        if check.is_fatal() {
            let found = format!("`{}` keeps a file out, which no pipeline can change", code.get_ref());
            findings.add(code.span(), found, "a check that is not fatal");
        }
        let own = super::table::table(value).and_then(|own| own.choice("severity", &choices::CHECK_SETTINGS));
        let set = own.or_else(|| table.choice(code.get_ref(), &choices::CHECK_SETTINGS));
        if set == Some(CheckSetting::Off) && check.is_excluding() && !check.is_fatal() {
            let found = format!("`{}` keeps values out, and would do so in silence", code.get_ref());
            findings.add(code.span(), found, "\"info\", \"warning\" or \"error\"");
        }
        all.extend(set.map(|set| (check, set)));
    }
    all.sort_by_key(|(check, _)| *check);
    all
}

/// Bounds on what a workbook may hold.
pub(super) fn limits(root: &Table<'_>) -> Limits {
    let usual = Limits::default();
    let Some(table) = root.table("limits") else { return usual };
    let or = |key, usual| table.whole(key).and_then(|number| u64::try_from(number).ok()).unwrap_or(usual);
    Limits {
        file_bytes: or("file_bytes", usual.file_bytes),
        inflated_bytes: or("inflated_bytes", usual.inflated_bytes),
        part_bytes: or("part_bytes", usual.part_bytes),
        held_bytes: or("held_bytes", usual.held_bytes),
        ratio: or("ratio", usual.ratio),
        sheets: or("sheets", usual.sheets),
        strings: or("strings", usual.strings),
        rows: or("rows", usual.rows),
        columns: or("columns", usual.columns),
        cells: or("cells", usual.cells),
        text_chars: or("text_chars", usual.text_chars),
        worker_bytes: or("worker_bytes", usual.worker_bytes),
        worker_seconds: or("worker_seconds", usual.worker_seconds),
    }
}

/// Reports a pipeline that reads nothing: indicators from cells without a sheet to find them in.
pub(super) fn check_sheets(root: &Table<'_>, indicators: &[Indicator], findings: &mut Findings<'_>) {
    use super::reading::Origins;
    let reads_cells = indicators.iter().any(|indicator| indicator.origin == Origins::Cells);
    if reads_cells && root.tables("sheet").is_empty() {
        let advice = suggest::advice("sheet", root.entries.keys().map(|key| key.get_ref().as_ref()));
        findings.advise(root.span.start..root.span.start, "no sheet is declared", "[[sheet]]", advice);
    }
}
