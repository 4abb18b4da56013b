//! What was found, as the two files of a definition.

use super::Draft;
use super::answers::titles;
use super::blocks::{checks, measure_blocks, names, sheet_block, submission, totals};
use super::branches::csv;
use super::columns::Measure;
use super::crosstabs::block as dimension_block;
use super::forms::FormSheet;
use super::indicators;
use super::observe::Observed;
use super::periods::Periods;
use super::records::RecordSheet;
use super::survey::Survey;
use crate::clean::text;
use crate::model::Period;
use crate::pipeline::draft::{DraftIndicator, comment, id, indicator, list, text as quoted};
use crate::pipeline::{Locale, PeriodKind};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// Share of reports that must be about a period for it to be one that is collected.
const COLLECTED: f64 = 0.04;
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
    /// What was concluded.
    pub survey: Survey,
    /// Files of other forms.
    pub elsewhere: &'d [String],
}

impl std::ops::Deref for Parts<'_> {
    type Target = Survey;

    fn deref(&self) -> &Survey {
        &self.survey
    }
}

/// Writes the draft. `elsewhere` are files of other forms in the same folder.
pub fn draft(observed: &Observed, survey: Survey, id: &str, elsewhere: &[String]) -> Draft {
    let mut parts = Parts { id, observed, survey, elsewhere };
    let locale = parts.observed.locale;
    name_sheets(&mut parts.survey.forms, &parts.survey.records);
    let mut taken: Vec<String> = Vec::new();
    let from_records: Vec<Vec<DraftIndicator>> =
        parts.records.iter().map(|sheet| sheet.indicators(&mut taken)).collect();
    let by_sheet: Vec<Vec<DraftIndicator>> =
        parts.forms.iter().map(|sheet| indicators::of_sheet(sheet, locale, &mut taken)).collect();
    let measures = measures(&parts.forms, locale);
    let strangers = strangers(&parts);
    let mut toml = head(&parts, &strangers);
    toml.push_str(&submission(&parts));
    toml.push_str(&checks(&parts));
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
    let total_labels: BTreeSet<String> =
        parts.forms.iter().flat_map(|sheet| sheet.totals.keys().cloned()).collect();
    let sheets = parts.forms.iter().map(|sheet| &sheet.id).chain(parts.records.iter().map(|sheet| &sheet.id));
    let sheets: Vec<String> = sheets.cloned().collect();
    Draft {
        pipeline: toml,
        branches_csv: csv(&parts.branches),
        indicators: by_sheet.into_iter().chain(from_records).flatten().collect(),
        id: id.to_owned(),
        branches: parts.survey.branches,
        totals: total_labels.into_iter().collect(),
        sheets,
        workbooks: parts.observed.books.len(),
        refused: parts.observed.refused.clone(),
        copies: parts.observed.copies.clone(),
        strangers,
        elsewhere: elsewhere.to_vec(),
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
fn measures(sheets: &[FormSheet], locale: Locale) -> BTreeMap<Measure, (String, String)> {
    let mut all: BTreeMap<Measure, (String, String)> = BTreeMap::new();
    let mut taken: Vec<String> = RESERVED.iter().map(|key| (*key).to_owned()).collect();
    for (measure, headers) in
        sheets.iter().filter(|sheet| sheet.cross.is_none()).flat_map(|sheet| &sheet.values)
    {
        if matches!(measure, Measure::Actual | Measure::Derived) || all.contains_key(measure) {
            continue;
        }
        let header = headers.first().cloned().unwrap_or_default();
        let header = match locale {
            _ if !header.contains("{previous}") => header,
            Locale::Vi => "Năm trước".to_owned(),
            Locale::En { .. } => "Previous year".to_owned(),
        };
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
    let elsewhere = parts.elsewhere.len();
    let all =
        observed.books.len() + observed.refused.len() + observed.copies.len() + observed.passed + elsewhere;
    let mut toml = String::from("#:schema ../pipeline.schema.json\n");
    let _ = writeln!(
        toml,
        "# A draft, measured over {} workbooks. Comments say what was found in how many; check what they doubt.",
        observed.books.len()
    );
    if observed.left_out > 0 {
        toml.push_str(&comment(&format!(
            "{} more files were not looked at: branches that only they name are not in branches.csv.",
            observed.left_out
        )));
    }
    let refused: Vec<String> =
        observed.refused.iter().map(|file| format!("{} ({})", file.path, file.code)).collect();
    let copies: Vec<String> = observed.copies.iter().map(|(path, of)| format!("{path} (of {of})")).collect();
    toml.push_str(&names("Could not be read", &refused));
    toml.push_str(&names("Copies of another file, not counted", &copies));
    toml.push_str(&names("Nothing of the form was found in", strangers));
    toml.push_str(&names(
        "Of another form, which the same branches fill for the same periods: a pipeline of its own",
        parts.elsewhere,
    ));
    let _ = writeln!(toml, "id     = {}", quoted(parts.id));
    let locale = if observed.locale == Locale::Vi { "vi" } else { "en" };
    let _ = writeln!(toml, "locale = {}", quoted(locale));
    let _ = writeln!(toml, "period = {}", quoted(kind_word(parts.periods.kind)));
    toml.push_str(&periods(&parts.periods));
    toml.push_str(&rollup(&parts.periods));
    let _ = writeln!(toml, "title  = {}", quoted(&title(parts)));
    let out = observed.refused.len() + strangers.len() + observed.passed + elsewhere;
    if out > 0 {
        let share = (out * 100).div_ceil(all.max(1)).min(100);
        let _ = writeln!(toml, "rejected_allowed_pct = {share} # {out} of {all} files could not be used");
    }
    toml
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

/// Longer periods of which all parts were met.
fn rollup(periods: &Periods) -> String {
    let kept = collected(periods);
    let is_whole = |kind: &PeriodKind| {
        let wholes: BTreeSet<Period> = kept.iter().filter_map(|part| kind.around(part, 1)).collect();
        kind.is_made_of(periods.kind)
            && wholes.iter().any(|whole| {
                let parts = periods.kind.parts_of(whole, 1);
                !parts.is_empty() && parts.iter().all(|part| kept.contains(part))
            })
    };
    let longer: Vec<&str> = [PeriodKind::Quarter, PeriodKind::Year]
        .iter()
        .filter(|kind| is_whole(kind))
        .map(|kind| kind_word(*kind))
        .collect();
    if longer.is_empty() {
        return String::new();
    }
    format!("rollup  = {} # flows are added up, stocks are those of the last period\n", list(&longer))
}

/// The periods that are collected, in order.
fn collected(periods: &Periods) -> Vec<Period> {
    let all: usize = periods.met.iter().map(|(_, count)| count).sum();
    let is_collected = |count: usize| count as f64 >= COLLECTED * all as f64 && (count >= 2 || all < 6);
    periods.met.iter().filter(|(_, count)| is_collected(*count)).map(|(period, _)| *period).collect()
}

/// The periods that are collected: those of more than stray files.
fn periods(periods: &Periods) -> String {
    let shown: Vec<String> =
        periods.met.iter().map(|(period, count)| format!("{period} in {count}")).collect();
    let kept: Vec<String> = collected(periods).iter().map(Period::to_string).collect();
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
