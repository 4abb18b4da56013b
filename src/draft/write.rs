//! What was found, as the two files of a definition.

use super::Draft;
use super::records::RecordSheet;
use super::sections::RowKey;
use super::answers::{Asked, titles};
use super::branches::{Branch, csv};
use super::columns::Measure;
use super::crosstabs::block as dimension_block;
use super::forms::FormSheet;
use super::groups::Groups;
use super::identity::Identity;
use super::indicators;
use super::items::Item;
use super::observe::Observed;
use super::periods::{Periods, Source};
use crate::clean::text;
use crate::model::Period;
use crate::pipeline::draft::{DraftIndicator, comment, id, indicator, list, text as quoted};
use crate::pipeline::{Extent, Locale, PeriodKind};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// Share of reports that must be about a period for it to be one that is collected.
const COLLECTED: f64 = 0.04;
/// Names that are listed in a comment.
const LISTED: usize = 30;
/// Keys of a sheet that no measure may be called.
const RESERVED: [&str; 19] = [
    "id",
    "named",
    "layout",
    "label",
    "code",
    "unit",
    "value",
    "total",
    "required",
    "report",
    "column",
    "keep",
    "measure",
    "down",
    "across",
    "indicator",
    "cells",
    "total_words",
    "actual",
];

/// Everything that a draft is written from.
pub struct Parts<'d> {
    /// Id of the pipeline.
    pub id: &'d str,
    /// What was seen.
    pub observed: &'d Observed,
    /// The groups of tables.
    pub groups: &'d Groups,
    /// The sheets of forms.
    pub forms: Vec<FormSheet>,
    /// The sheets of records.
    pub records: Vec<RecordSheet>,
    /// Answers beside labels.
    pub answers: &'d BTreeMap<String, Asked>,
    /// Whose the reports are.
    pub identity: Identity,
    /// When they are for.
    pub periods: Periods,
    /// The branches.
    pub branches: Vec<Branch>,
}

/// Writes the draft.
pub fn draft(mut parts: Parts) -> Draft {
    let locale = parts.observed.locale;
    name_sheets(&mut parts.forms, &parts.records);
    let mut taken: Vec<String> = Vec::new();
    let from_records: Vec<Vec<DraftIndicator>> =
        parts.records.iter().map(|sheet| sheet.indicators(&mut taken)).collect();
    let by_sheet: Vec<Vec<DraftIndicator>> =
        parts.forms.iter().map(|sheet| indicators::of_sheet(sheet, locale, &mut taken)).collect();
    let measures = measures(&parts.forms);
    let strangers = strangers(&parts);
    let mut toml = head(&parts, &strangers);
    toml.push_str(&submission(&parts));
    toml.push_str(&measure_blocks(&measures));
    let crosses = parts.forms.iter().filter_map(|sheet| sheet.cross.as_ref());
    crosses.flat_map(|cross| &cross.dimensions).for_each(|of| toml.push_str(&dimension_block(of)));
    let of_records = parts.records.iter().filter_map(RecordSheet::dimension_block);
    of_records.for_each(|of| toml.push_str(&dimension_block(&of)));
    for sheet in &parts.forms {
        toml.push_str(&sheet_block(sheet, &measures));
        if sheet.cross.is_none() {
            toml.push_str(&totals(sheet, &parts.forms, &by_sheet));
        }
    }
    parts.records.iter().for_each(|sheet| toml.push_str(&sheet.block()));
    let of_forms = parts.forms.iter().map(|sheet| &sheet.id).zip(&by_sheet);
    let of_records = parts.records.iter().map(|sheet| &sheet.id).zip(&from_records);
    for (sheet, indicators) in of_forms.chain(of_records) {
        let _ = write!(toml, "\n# --- {sheet} ---\n");
        for draft in indicators {
            toml.push('\n');
            toml.push_str(&indicator(draft));
        }
    }
    let totals: BTreeSet<String> =
        parts.forms.iter().flat_map(|sheet| sheet.totals.keys().cloned()).collect();
    Draft {
        pipeline: toml,
        branches_csv: csv(&parts.branches),
        indicators: by_sheet.into_iter().chain(from_records).flatten().collect(),
        branches: parts.branches,
        totals: totals.into_iter().collect(),
        sheets: parts
            .forms
            .iter()
            .map(|sheet| &sheet.id)
            .chain(parts.records.iter().map(|sheet| &sheet.id))
            .cloned()
            .collect(),
        workbooks: parts.observed.books.len(),
        refused: parts.observed.refused.clone(),
        copies: parts.observed.copies.clone(),
        strangers,
    }
}

/// Gives each sheet its id: of its name, else by number.
fn name_sheets(sheets: &mut [FormSheet], records: &[RecordSheet]) {
    let mut taken: Vec<String> = records.iter().map(|sheet| sheet.id.clone()).collect();
    let named = records.iter().flat_map(|sheet| &sheet.named);
    let mut names: BTreeSet<String> = named.map(|name| text::canonical_tones(name)).collect();
    for sheet in sheets {
        // Two sheets may not go by one name.
        sheet.named.retain(|name| names.insert(text::canonical_tones(name)));
        let name = sheet.named.first().or(sheet.label.first()).map_or("form", String::as_str);
        sheet.id = id(name, taken.iter().map(String::as_str));
        taken.push(sheet.id.clone());
    }
}

/// Files in which no table of the form is.
fn strangers(parts: &Parts) -> Vec<String> {
    let known: BTreeSet<usize> =
        parts.groups.kept.iter().flat_map(|group| group.books.iter().copied()).collect();
    let books = parts.observed.books.iter().enumerate();
    books.filter(|(at, _)| !known.contains(at)).map(|(_, book)| book.path.clone()).collect()
}

/// The ids of the measures beside the actual one, each with the header that names it.
fn measures(sheets: &[FormSheet]) -> BTreeMap<Measure, (String, String)> {
    let mut all: BTreeMap<Measure, (String, String)> = BTreeMap::new();
    let mut taken: Vec<String> = RESERVED.iter().map(|key| (*key).to_owned()).collect();
    for (measure, headers) in sheets.iter().filter(|sheet| sheet.cross.is_none()).flat_map(|sheet| &sheet.values) {
        if matches!(measure, Measure::Actual | Measure::Derived) || all.contains_key(measure) {
            continue;
        }
        let header = headers.first().cloned().unwrap_or_default();
        let name = match measure {
            Measure::Plan => "plan".to_owned(),
            Measure::Previous => "previous".to_owned(),
            Measure::Cumulative => "cumulative".to_owned(),
            Measure::Opening => "opening".to_owned(),
            _ => id(&header, taken.iter().map(String::as_str)),
        };
        taken.push(name.clone());
        all.insert(measure.clone(), (name, header));
    }
    all
}

fn head(parts: &Parts, strangers: &[String]) -> String {
    let observed = parts.observed;
    let all = observed.books.len() + observed.refused.len() + observed.copies.len();
    let mut toml = String::from("#:schema ../pipeline.schema.json\n");
    let _ = writeln!(
        toml,
        "# A draft, measured over {} workbooks. Comments say what was found in how many; check what they doubt.",
        observed.books.len()
    );
    let refused: Vec<String> =
        observed.refused.iter().map(|file| format!("{} ({})", file.path, file.code)).collect();
    let copies: Vec<String> = observed.copies.iter().map(|(path, of)| format!("{path} (of {of})")).collect();
    toml.push_str(&names("Could not be read", &refused));
    toml.push_str(&names("Copies of another file, not counted", &copies));
    toml.push_str(&names("Nothing of the form was found in", strangers));
    let _ = writeln!(toml, "id     = {}", quoted(parts.id));
    let locale = if observed.locale == Locale::Vi { "vi" } else { "en" };
    let _ = writeln!(toml, "locale = {}", quoted(locale));
    let _ = writeln!(toml, "period = {}", quoted(kind_word(parts.periods.kind)));
    toml.push_str(&periods(&parts.periods));
    let _ = writeln!(toml, "title  = {}", quoted(&title(parts)));
    let out = observed.refused.len() + strangers.len();
    if out > 0 {
        let share = (out * 100).div_ceil(all.max(1)).min(100);
        let _ = writeln!(toml, "rejected_allowed_pct = {share} # {out} of {all} files could not be used");
    }
    toml
}

/// A comment that lists names, the first of many.
fn names(what: &str, names: &[String]) -> String {
    if names.is_empty() {
        return String::new();
    }
    let mut text = comment(&format!("{what}:"));
    names.iter().take(LISTED).for_each(|name| text.push_str(&comment(&format!("- {name}"))));
    if names.len() > LISTED {
        text.push_str(&comment(&format!("- and {} more", names.len() - LISTED)));
    }
    text
}

const fn kind_word(kind: PeriodKind) -> &'static str {
    match kind {
        PeriodKind::Year => "year",
        PeriodKind::Half => "half",
        PeriodKind::NineMonths => "nine-months",
        PeriodKind::Quarter => "quarter",
        PeriodKind::Month => "month",
        PeriodKind::SchoolYear => "school-year",
    }
}

/// The periods that are collected: those of more than stray files.
fn periods(periods: &Periods) -> String {
    let all: usize = periods.met.iter().map(|(_, count)| count).sum();
    let shown: Vec<String> =
        periods.met.iter().map(|(period, count)| format!("{period} in {count}")).collect();
    let is_collected = |count: usize| count as f64 >= COLLECTED * all as f64 && (count >= 2 || all < 6);
    let kept: Vec<String> = periods
        .met
        .iter()
        .filter(|(_, count)| is_collected(*count))
        .map(|(period, _)| Period::to_string(period))
        .collect();
    if kept.is_empty() {
        return comment("no period was found: any is taken");
    }
    format!("periods = {} # {}\n", list(&kept), shown.join(", "))
}

/// The text that most workbooks have above their tables and that is no label and no period.
fn title(parts: &Parts) -> String {
    let mut counts: BTreeMap<String, (String, BTreeSet<usize>)> = BTreeMap::new();
    for (at, book) in parts.observed.books.iter().enumerate() {
        for (sheet, grid) in book.grids.iter().enumerate().take(1) {
            for title in titles(book, sheet, grid) {
                if !title.contains(':') && title.chars().count() >= 8 && title.contains(' ') {
                    let entry = counts
                        .entry(text::fold(title))
                        .or_insert_with(|| (title.to_owned(), BTreeSet::new()));
                    entry.1.insert(at);
                }
            }
        }
    }
    let best = counts.into_values().max_by_key(|(title, books)| (books.len(), title.chars().count()));
    best.map_or_else(|| parts.id.to_owned(), |(title, _)| title)
}

fn submission(parts: &Parts) -> String {
    let mut toml = String::from("\n[submission] # most trusted first\n");
    toml.push_str(&sources("branch", &parts.identity.sources, parts));
    if parts.periods.sources.is_empty() {
        toml.push_str(&comment("period: nothing tells it; give it with --period"));
    } else {
        toml.push_str(&sources("period", &parts.periods.sources, parts));
    }
    let dates: Vec<Source> = parts
        .answers
        .values()
        .filter(|asked| {
            asked.share(|_, is_date| is_date) > 0.6 && asked.books() * 10 >= parts.observed.books.len()
        })
        .map(|asked| Source { place: "right_of", value: asked.label.clone(), books: asked.books() })
        .collect();
    if !dates.is_empty() {
        toml.push_str(&sources("date", &dates, parts));
    }
    toml
}

fn sources(key: &str, sources: &[Source], parts: &Parts) -> String {
    let mut toml = format!("{key} = [\n");
    for source in sources {
        let value = match source.place {
            "right_of" | "below" | "column" => quoted(&source.value),
            _ => pattern(&source.value),
        };
        let all = parts.observed.books.len();
        let _ =
            writeln!(toml, "  {{ {} = {value} }}, # in {} of {all} workbooks", source.place, source.books);
    }
    toml.push_str("]\n");
    toml
}

/// A regular expression between single quotes.
fn pattern(value: &str) -> String {
    if value.contains('\'') { quoted(value) } else { format!("'{value}'") }
}

fn measure_blocks(measures: &BTreeMap<Measure, (String, String)>) -> String {
    let mut toml = String::new();
    for (measure, (id, header)) in measures {
        let _ = write!(toml, "\n[[measure]]\nid    = {}\nlabel = {}\n", quoted(id), quoted(header));
        if *measure == Measure::Cumulative {
            toml.push_str("# by the words of its header counted since the beginning of the year\n");
        }
    }
    toml
}

/// Totals that name what they sum.
fn totals(sheet: &FormSheet, forms: &[FormSheet], by_sheet: &[Vec<DraftIndicator>]) -> String {
    let mut lines = String::new();
    for total in &sheet.named_totals {
        let ids: Vec<&str> = total.sums.iter().filter_map(|key| id_of(key, forms, by_sheet)).collect();
        if ids.len() == total.sums.len() {
            let (holds, tested) = total.holds;
            let _ = writeln!(
                lines,
                "  {{ label = {}, sums = {} }}, # adds up in {holds} of {tested} reports",
                list(&[&total.label]),
                list(&ids)
            );
        }
    }
    if lines.is_empty() { lines } else { format!("total  = [\n{lines}]\n") }
}

/// The id of the indicator that a row became.
fn id_of<'i>((label, path): &RowKey, forms: &[FormSheet], by_sheet: &'i [Vec<DraftIndicator>]) -> Option<&'i str> {
    let is_it = |item: &Item| {
        let own: Vec<String> = item.path.iter().map(|heading| text::fold(heading)).collect();
        item.labels.values().any(|(wording, _)| text::fold(wording) == *label) && (own.is_empty() || own == *path)
    };
    forms.iter().zip(by_sheet).find_map(|(sheet, indicators)| {
        let at = sheet.items.iter().position(is_it)?;
        indicators.get(at).map(|indicator| indicator.id.as_str())
    })
}

fn sheet_block(sheet: &FormSheet, measures: &BTreeMap<Measure, (String, String)>) -> String {
    let mut toml = String::from("\n");
    toml.push_str(&comment(&format!("met in {} reports", sheet.reports)));
    for (label, count) in &sheet.totals {
        toml.push_str(&comment(&format!(
            "{label}: a total, in {count} reports; compared with its rows, never added"
        )));
    }
    let strange: Vec<String> =
        sheet.strange.iter().map(|(label, count)| format!("{label} (in {count})")).collect();
    toml.push_str(&names("Rows of too few reports to be the form's; their values are flagged", &strange));
    let _ = writeln!(toml, "[[sheet]]\nid     = {}", quoted(&sheet.id));
    if !sheet.named.is_empty() {
        let _ = writeln!(toml, "named  = {}", list(&sheet.named));
    }
    let layout = if sheet.cross.is_some() { "crosstab" } else { "form" };
    let _ = writeln!(toml, "layout = {}", quoted(layout));
    match sheet.extent {
        Extent::Workbook => {}
        Extent::Sheet => toml.push_str("report = \"sheet\"\n"),
        Extent::Block => toml.push_str("report = \"block\"\n"),
    }
    for (key, headers) in [("label", &sheet.label), ("code", &sheet.code), ("unit", &sheet.unit)] {
        if !headers.is_empty() && (key != "code" || sheet.cross.is_none()) {
            let _ = writeln!(toml, "{key:<6} = {}", list(headers));
        }
    }
    if let Some(cross) = &sheet.cross {
        let _ = write!(toml, "down   = {}\nacross = {}\n", list(&cross.down), list(&cross.across));
        return toml;
    }
    for (measure, headers) in &sheet.values {
        match (measure, measures.get(measure)) {
            (Measure::Actual, _) => _ = writeln!(toml, "value  = {}", list(headers)),
            (_, Some((id, _))) => _ = writeln!(toml, "{id:<6} = {}", list(headers)),
            _ => toml.push_str(&comment(&format!(
                "not read, as it follows from the others: {}",
                headers.join(", ")
            ))),
        }
    }
    toml
}
