//! How the files of a definition become one: the order in which they are read and compared with each other.

use super::choices;
use super::error::{Document, Findings, Problem};
use super::indicators::{self, indicator};
use super::judging::{Dialect, Hierarchy, Judging, PeriodKind, Published, Register};
use super::names::{Names, check_id};
use super::reading::{Hidden, Indicator, Locale, Reading};
use super::settings;
use super::shape::{check_keys, day};
use super::table::{Table, Word};
use super::{
    Correction, Definition, decisions, dimensions, keys, labels, places, published, register, relations,
    rules, sheets, submission, thresholds, versions,
};
use std::sync::Arc;
use toml::de::DeTable;

/// The texts of a definition, as far as they could be read.
pub(super) struct Texts {
    /// `pipeline.toml`.
    pub pipeline: Option<Document>,
    /// `branches.csv`.
    pub branches: Option<Document>,
    /// `published.csv`.
    pub published: Option<Document>,
    /// `accepted.csv`.
    pub accepted: Option<Document>,
    /// `corrections.csv`.
    pub corrections: Option<Document>,
}

/// Validates the texts; everything that is wrong with them, in the order of files and lines.
pub(super) fn compose(texts: &Texts) -> Result<Definition, Vec<Problem>> {
    let branches = texts.branches.clone().unwrap_or_else(nothing);
    let mut of_branches = Findings::of(&branches);
    let register = match &texts.branches {
        Some(document) => register::read(document, &mut of_branches),
        None => Register::default(),
    };
    let pipeline = texts.pipeline.clone().unwrap_or_else(nothing);
    let mut of_pipeline = Findings::of(&pipeline);
    let mut of_figures = Vec::new();
    let definition = texts.pipeline.as_ref().and_then(|document| {
        parse(document, &mut of_pipeline, |root, findings| {
            let mut definition = definition(root, register, findings);
            of_figures = add_figures(&mut definition, texts);
            definition.0
        })
    });
    let mut problems = of_pipeline.into_problems();
    problems.extend(of_branches.into_problems());
    problems.extend(of_figures);
    match definition {
        Some(definition) if problems.is_empty() => Ok(definition),
        _ => Err(problems),
    }
}

/// Adds what other files say of figures: what was announced, accepted and corrected.
fn add_figures(of: &mut (Definition, Names), texts: &Texts) -> Vec<Problem> {
    let mut problems = Vec::new();
    if let Some(document) = &texts.published {
        let mut findings = Findings::of(document);
        of.0.judging.published = figures(document, of, &mut findings);
        problems.extend(findings.into_problems());
    }
    if let Some(document) = &texts.accepted {
        let mut findings = Findings::of(document);
        of.0.judging.accepted = decisions::accepted(document, &mut findings);
        problems.extend(findings.into_problems());
    }
    if let Some(document) = &texts.corrections {
        let mut findings = Findings::of(document);
        of.0.judging.corrections = corrections(document, of, &mut findings);
        problems.extend(findings.into_problems());
    }
    problems
}

/// A file that could not be read, which has been reported.
fn nothing() -> Document {
    Document { path: String::new(), text: Arc::from("") }
}

/// Reads TOML and hands its root on. A file that is no TOML is reported, and nothing of it is used.
fn parse<T>(
    document: &Document,
    findings: &mut Findings<'_>,
    meaning: impl FnOnce(&Table<'_>, &mut Findings<'_>) -> T,
) -> Option<T> {
    let (root, errors) = DeTable::parse_recoverable(&document.text);
    for error in &errors {
        let at = error.span().unwrap_or(0..0);
        let (found, expected) =
            error.message().split_once(", expected ").unwrap_or((error.message(), "TOML"));
        findings.add(at, found, expected);
    }
    let root = Table { span: 0..0, entries: root.get_ref() };
    errors.is_empty().then(|| meaning(&root, findings))
}

/// Gives the file a meaning; the ids of its indicators are handed on to the announced figures.
fn definition(root: &Table<'_>, register: Register, findings: &mut Findings<'_>) -> (Definition, Names) {
    check_keys(root, &keys::ROOT, findings);
    let id = root.text("id");
    id.iter().for_each(|id| check_id(id, findings));
    let entries = root.tables("indicator");
    let names = Names::collect("indicator", &entries, findings);
    let (reading, labels) = reading(root, &entries, &names, &register, findings);
    let judging = judging(root, register, &reading, (&names, labels), findings);
    let id = id.map_or_else(String::new, Word::into_inner);
    let title = settings::label(root, "title", findings);
    (Definition { id, title, reading, judging, hashes: Vec::new() }, names)
}

/// The reading half, and the labels of the measures.
fn reading(
    root: &Table<'_>,
    entries: &[Table<'_>],
    names: &Names,
    register: &Register,
    findings: &mut Findings<'_>,
) -> (Reading, Vec<super::Label>) {
    let measure_entries = root.tables("measure");
    Names::collect("measure", &measure_entries, findings);
    let (measures, labels) = sheets::measures(&measure_entries, findings);
    let sheet_entries = root.tables("sheet");
    let sheet_names = Names::collect("sheet", &sheet_entries, findings);
    let dimension_entries = root.tables("dimension");
    let dimension_names = Names::collect("dimension", &dimension_entries, findings);
    let dimensions = dimensions::dimensions(&dimension_entries, findings);
    let known = sheets::Known { measures: &measures, indicators: names, dimensions: &dimension_names };
    let mut sheets = sheets::sheets(&sheet_entries, &known, findings);
    let known = indicators::Known { indicators: names, sheets: &sheet_names, register };
    let indicators: Vec<Indicator> = entries.iter().map(|entry| indicator(entry, &known, findings)).collect();
    sheets::computed((&indicators, entries), (&mut sheets, &sheet_names), &dimensions, findings);
    let locale = settings::locale(root, findings);
    relations::check(&indicators, entries, findings);
    labels::check((&indicators, entries), (&sheets, &sheet_entries), locale != Locale::Vi, findings);
    settings::check_sheets(root, &indicators, findings);
    places::check((&indicators, entries), &sheets, findings);
    let submission = root.table("submission");
    let columns = sheets::column_ids(&sheets);
    let sources = submission.map_or_else(Vec::new, |table| submission::sources(&table, &columns, findings));
    let version_entries = root.tables("version");
    Names::collect("version", &version_entries, findings);
    let versions = versions::versions(&version_entries, &measures, names, findings);
    let reading = Reading {
        locale,
        sources,
        sheets,
        indicators,
        measures,
        dimensions,
        versions,
        hidden: root.choice("hidden", &choices::HIDDEN).unwrap_or(Hidden::Include),
        year_starts: root.whole("year_starts").and_then(|month| u8::try_from(month).ok()).unwrap_or(1),
        limits: settings::limits(root),
    };
    (reading, labels)
}

/// The judging half, without the announced figures.
fn judging(
    root: &Table<'_>,
    register: Register,
    reading: &Reading,
    (names, measure_labels): (&Names, Vec<super::Label>),
    findings: &mut Findings<'_>,
) -> Judging {
    let (indicators, measures) = (&reading.indicators, &reading.measures);
    let submission = root.table("submission");
    let relations = root.table("register");
    let period_kind = root.choice("period", &choices::PERIODS).unwrap_or(PeriodKind::Year);
    let share = |key| root.whole(key).and_then(|share| u8::try_from(share).ok()).unwrap_or(0);
    let hierarchy = relations.as_ref().and_then(|table| table.choice("hierarchy", &choices::HIERARCHIES));
    Judging {
        published: Vec::new(),
        rules: rules::rules(root, &register, findings),
        accepted: Vec::new(),
        corrections: Vec::new(),
        groups: settings::groups(root, &register, findings),
        period_kind,
        periods: settings::periods(root, period_kind, findings),
        rollup: settings::rollup(root, period_kind, findings),
        templates: submission.as_ref().map_or_else(Vec::new, |table| table.strings("templates")),
        cumulative_measures: sheets::cumulative_measures(&root.tables("measure"), measures, findings),
        restating_measures: sheets::restating_measures(&root.tables("measure"), measures, findings),
        measure_labels,
        latest_by: submission.as_ref().map_or_else(Vec::new, |table| submission::latest_by(table, findings)),
        hierarchy: hierarchy.unwrap_or(Hierarchy::Own),
        peer_levels: settings::peers(relations.as_ref(), &register, findings),
        peer_groups: settings::peer_groups(relations.as_ref(), findings),
        size: settings::size((root, relations.as_ref()), names, indicators, findings),
        due: submission.as_ref().and_then(|table| table.value("due")).and_then(|value| day(value.get_ref())),
        due_days: submission.and_then(|table| table.whole("due")).and_then(|days| u16::try_from(days).ok()),
        checks: settings::checks(root, findings),
        thresholds: thresholds::thresholds(root, findings),
        missing_allowed_pct: share("missing_allowed_pct"),
        rejected_allowed_pct: share("rejected_allowed_pct"),
        dialect: root.choice("dialect", &choices::DIALECTS).unwrap_or(Dialect::Plain),
        register,
    }
}

/// The announced figures.
fn figures(document: &Document, of: &(Definition, Names), findings: &mut Findings<'_>) -> Vec<Published> {
    let (definition, names) = of;
    let kinds: Vec<PeriodKind> =
        std::iter::once(definition.judging.period_kind).chain(definition.judging.rollup.clone()).collect();
    let known = published::Known {
        names,
        indicators: &definition.reading.indicators,
        groups: &definition.judging.groups,
        register: &definition.judging.register,
        kinds: &kinds,
    };
    published::read(document, &known, findings)
}

/// The corrections.
fn corrections(
    document: &Document,
    of: &(Definition, Names),
    findings: &mut Findings<'_>,
) -> Vec<Correction> {
    let (definition, names) = of;
    let known = decisions::Known {
        names,
        reading: &definition.reading,
        register: &definition.judging.register,
        kind: definition.judging.period_kind,
    };
    decisions::corrections(document, &known, findings)
}
