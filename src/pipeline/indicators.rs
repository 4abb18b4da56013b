//! Indicators: each `[[indicator]]` becomes an [`Indicator`], with the defaults of its kind.

use super::choices;
use super::columns::{SELECTORS, check_column, check_value};
use super::error::Findings;
use super::judging::Register;
use super::names::Names;
use super::reading::{Blank, Indicator, Kind, Origins, Tick, Time, Total};
use super::settings::label;
use super::shape::decimal;
use super::suggest;
use super::table::{Table, Word, word, words};
use super::units;
use crate::model::Amount;

/// Decimals kept in divided totals unless declared: cents of an amount.
const DECIMALS: u32 = 2;
/// The same for ratios: hundredths of a percent.
const RATIO_DECIMALS: u32 = 4;

/// What an indicator may refer to.
pub(super) struct Known<'a> {
    /// Ids of the indicators.
    pub indicators: &'a Names,
    /// Ids of the sheets.
    pub sheets: &'a Names,
    /// The branches.
    pub register: &'a Register,
}

/// An indicator. What is wrong with it is reported; the value returned then stands in for it.
pub(super) fn indicator(entry: &Table<'_>, known: &Known<'_>, findings: &mut Findings<'_>) -> Indicator {
    let kind = entry.choice("kind", &choices::KINDS).unwrap_or(Kind::Count);
    let part_of = entry.text("part_of").and_then(|whole| known.indicators.resolve(&whole, findings));
    let sheet = entry.text("sheet").and_then(|sheet| known.sheets.resolve(&sheet, findings));
    let (min, max) = domain(entry, kind, findings);
    Indicator {
        id: entry.text("id").map_or_else(String::new, Word::into_inner),
        label: label(entry, "label", findings),
        aliases: entry.strings("aliases"),
        code: entry.text("code").map(Word::into_inner),
        path: entry.strings("path"),
        sheet: sheet.and_then(|index| u16::try_from(index).ok()),
        kind,
        unit: unit(entry, kind, findings),
        unit_aliases: entry.strings("unit_aliases"),
        asked_in: asked_in(entry, kind, findings),
        decimals: decimals(entry, kind),
        min,
        max,
        blank: entry.choice("blank", &choices::BLANKS).unwrap_or(Blank::Missing),
        is_nil_zero: entry.choice("nil", &choices::NILS).unwrap_or(true),
        tick: entry.choice("tick", &choices::TICKS).unwrap_or(Tick::Reject),
        is_required: entry.is_true("required"),
        time: entry.choice("time", &choices::TIMES).unwrap_or(Time::Flow),
        cumulative_of: entry.text("cumulative_of").and_then(|flow| known.indicators.resolve(&flow, findings)),
        total: total(entry, kind, known.indicators, findings),
        per: entry.text("per").and_then(|other| known.indicators.resolve(&other, findings)),
        is_regular: entry.is_true("regular"),
        part_of,
        has_complete_parts: entry.is_true("parts_are_complete"),
        asked_of: asked_of(entry, known.register, findings),
        origin: origin(entry, kind, known.register, findings),
    }
}

/// Whether values of a kind are numbers.
pub(super) const fn is_numeric(kind: Kind) -> bool {
    !matches!(kind, Kind::Text | Kind::Date)
}

/// The base unit: without one a number in the outputs says nothing.
fn unit(entry: &Table<'_>, kind: Kind, findings: &mut Findings<'_>) -> String {
    let needs_unit = matches!(kind, Kind::Count | Kind::Money | Kind::Amount);
    if needs_unit && entry.value("kind").is_some() && entry.value("unit").is_none() {
        let found = "the key `unit` is missing";
        findings.add(
            entry.span.clone(),
            found,
            "`unit` = the base unit of a count, of money or of an amount",
        );
    }
    let Some(unit) = entry.text("unit") else { return String::new() };
    if kind == Kind::Ratio && unit.get_ref().trim() == "%" {
        // 22,5 in one cell and 25% in another would be two scales in one total.
        findings.add(
            unit.span(),
            "the unit of a ratio is `%`",
            "no unit: a ratio is a share, and 12,5% is 0.125",
        );
    }
    unit.into_inner()
}

/// The multiplier from what the form asks to the base unit.
fn asked_in(entry: &Table<'_>, kind: Kind, findings: &mut Findings<'_>) -> i64 {
    let Some(asked) = entry.text("asked_in") else { return 1 };
    if !matches!(kind, Kind::Count | Kind::Money | Kind::Amount) {
        findings.add(asked.span(), "`asked_in` of a value without a unit", "a count, money or an amount");
        return 1;
    }
    let unit = entry.text("unit").map_or_else(String::new, Word::into_inner);
    let aliases = entry.strings("unit_aliases");
    let own = std::iter::once(&unit).chain(&aliases).map(String::as_str);
    let base: Vec<&str> = own.chain(units::synonyms(&unit).iter().copied()).collect();
    units::multiplier(asked.get_ref(), &base).unwrap_or_else(|| {
        let right = units::known(&unit);
        let found = format!("unknown unit `{}`", asked.get_ref());
        let expected = format!("`{unit}`, alone or behind nghìn, triệu, tỷ, thousand, million or billion");
        let advice = suggest::advice(asked.get_ref(), right.iter().map(String::as_str));
        findings.advise(asked.span(), found, expected, advice);
        1
    })
}

fn decimals(entry: &Table<'_>, kind: Kind) -> u32 {
    let usual = if kind == Kind::Ratio { RATIO_DECIMALS } else { DECIMALS };
    entry.whole("decimals").and_then(|number| u32::try_from(number).ok()).unwrap_or(usual)
}

/// The smallest and the largest possible value.
fn domain(entry: &Table<'_>, kind: Kind, findings: &mut Findings<'_>) -> (Option<Amount>, Option<Amount>) {
    for key in ["min", "max"].into_iter().filter(|key| entry.value(key).is_some() && !is_numeric(kind)) {
        findings.add(
            entry.span_of(key),
            format!("`{key}` of a value that is no number"),
            "a kind that is a number",
        );
    }
    let bound = |key| entry.value(key).and_then(|value| decimal(value.get_ref()));
    let usual = matches!(kind, Kind::Count | Kind::Money).then_some(Amount::ZERO);
    let (min, max) = (bound("min").or(usual), bound("max"));
    if let (Some(least), Some(most)) = (min, max)
        && least > most
    {
        let found = format!("`min` is {least}, `max` is {most}");
        findings.add(entry.span_of("max"), found, format!("at least {least}"));
    }
    (min, max)
}

/// How values become a total.
fn total(entry: &Table<'_>, kind: Kind, indicators: &Names, findings: &mut Findings<'_>) -> Total {
    let declared = match entry.table("total") {
        Some(table) => divided(&table, indicators, findings),
        None => entry.choice("total", &choices::TOTALS),
    };
    let is_numeric = is_numeric(kind);
    let is_fitting = |total: &Total| match kind {
        Kind::Text | Kind::Date => matches!(total, Total::Count | Total::None),
        Kind::Ratio => matches!(total, Total::Ratio { .. } | Total::Mean { .. } | Total::None),
        _ => true,
    };
    match declared {
        Some(total) if is_fitting(&total) => total,
        Some(_) => {
            let expected =
                if is_numeric { "{ ratio = [\"…\", \"…\"] }, mean or none" } else { "count or none" };
            findings.add(entry.span_of("total"), "a total that this kind cannot have", expected);
            Total::None
        }
        None if kind == Kind::Ratio && entry.value("total").is_none() => {
            let found = "a ratio does not say how its total is made: shares cannot be added";
            findings.add(entry.span_of("kind"), found, "`total` = { ratio = [\"…\", \"…\"] }, mean or none");
            Total::None
        }
        None if is_numeric => Total::Sum,
        None => Total::None,
    }
}

/// A weighted mean or a ratio of sums.
fn divided(table: &Table<'_>, indicators: &Names, findings: &mut Findings<'_>) -> Option<Total> {
    let (mean, ratio) = (table.text("mean"), table.texts("ratio"));
    match (mean, ratio.as_slice()) {
        (Some(weight), []) => {
            indicators.resolve(&weight, findings).map(|weight| Total::Mean { weight: Some(weight) })
        }
        (None, [numerator, denominator]) => {
            let numerator = indicators.resolve(numerator, findings);
            let denominator = indicators.resolve(denominator, findings);
            Some(Total::Ratio { numerator: numerator?, denominator: denominator? })
        }
        _ => {
            let expected = "{ mean = \"weight\" } or { ratio = [\"numerator\", \"denominator\"] }";
            findings.add(table.span.clone(), "a total that cannot be computed", expected);
            None
        }
    }
}

/// Which branches it is asked of.
pub(super) fn asked_of(
    entry: &Table<'_>,
    register: &Register,
    findings: &mut Findings<'_>,
) -> Vec<(String, Vec<String>)> {
    let mut all = Vec::new();
    for (column, value) in entry.table("asked_of").iter().flat_map(Table::pairs) {
        if !check_column(column.get_ref(), column.span(), &SELECTORS, findings) {
            continue;
        }
        let values = words(value);
        for value in &values {
            check_value(register, column.get_ref(), value.get_ref(), value.span(), findings);
        }
        if values.is_empty() {
            findings.add(value.span(), "asked of no branch", "at least one value");
        }
        all.push((column.into_inner(), values.into_iter().map(Word::into_inner).collect()));
    }
    all
}

/// Where its values come from.
fn origin(entry: &Table<'_>, kind: Kind, register: &Register, findings: &mut Findings<'_>) -> Origins {
    if entry.value("from").is_some() {
        check_computed(entry, findings);
        return Origins::Records;
    }
    if !entry.choice("source", &choices::ORIGINS).unwrap_or(false) {
        if entry.value("where").is_some() {
            let expected = "`source = \"register\"` beside it; `asked_of` says which branches are asked";
            findings.add(entry.span_of("where"), "`where` of an indicator from cells", expected);
        }
        return Origins::Cells;
    }
    if kind != Kind::Count {
        findings.add(entry.span_of("kind"), "branches of the register are counted", "`kind = \"count\"`");
    }
    let mut selected = Vec::new();
    for (column, value) in entry.table("where").iter().flat_map(Table::pairs) {
        if check_column(column.get_ref(), column.span(), &SELECTORS, findings)
            && let Some(value) = word(value)
        {
            check_value(register, column.get_ref(), value.get_ref(), value.span(), findings);
            selected.push((column.into_inner(), value.into_inner()));
        }
    }
    Origins::Register(selected)
}

/// Reports keys that look for a row, of an indicator that is computed from records.
fn check_computed(entry: &Table<'_>, findings: &mut Findings<'_>) {
    const OF_ROWS: [&str; 7] = ["aliases", "code", "path", "sheet", "required", "source", "where"];
    for key in OF_ROWS.into_iter().filter(|key| entry.value(key).is_some()) {
        let expected = match key {
            "where" => "`where` within `from`",
            _ => "either `from` or keys that find a row",
        };
        findings.add(entry.span_of(key), format!("`{key}` of an indicator with `from`"), expected);
    }
}
