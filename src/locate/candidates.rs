//! Texts outside the tables that may say whose report it is, for which period, and when it was made.
//!
//! They are only collected here: `identify` weighs them, with what the path and the register say, in the pipeline's order of trust.

use super::header::Header;
use super::view::{Row, View};
use super::{Found, Lexicon};
use crate::clean::{date, period, text};
use crate::model::{Address, Candidate, CandidateKind, Period, Value};
use crate::pipeline::{Pattern, Reading, Source};
use regex::Regex;
use std::ops::RangeInclusive;
use std::sync::LazyLock;

/// How many columns to the right, or rows below, an answer may stand from its label.
const REACH: u32 = 12;
/// Longer texts are no labels with an answer behind them, and no title.
const LONGEST_TITLE: usize = 500;

/// A day within a title, `ngày 05 tháng 12 năm 2023`: it tells when, never for which period.
static FULL_DATE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?i)ngày\s*(?:\S{1,6}\s*)?tháng\s*\S{1,6}\s*năm\s*\d{4}").ok());

/// The sources of the definition that look into sheets, ready for use.
#[derive(Debug, Default)]
pub struct Sources {
    beside: Vec<Beside>,
    titles: Vec<(CandidateKind, u16, Pattern)>,
    sheet_names: Vec<(CandidateKind, u16, Pattern)>,
    headers: Vec<(CandidateKind, u16, Pattern)>,
}

/// A label with its answer beside it.
#[derive(Debug)]
struct Beside {
    kind: CandidateKind,
    source: u16,
    /// The folded words of the label.
    key: String,
    words: usize,
    is_below: bool,
}

impl Sources {
    /// Prepares the sources of a reading half.
    pub fn new(reading: &Reading) -> Self {
        let mut prepared = Self::default();
        for (kind, sources) in &reading.sources {
            for (index, source) in (0u16..).zip(sources) {
                prepared.add(*kind, index, source);
            }
        }
        prepared
    }

    fn add(&mut self, kind: CandidateKind, source: u16, declared: &Source) {
        match declared {
            Source::RightOf(label) => self.beside.push(Beside::new(kind, source, label, false)),
            Source::Below(label) => self.beside.push(Beside::new(kind, source, label, true)),
            Source::Title(pattern) => self.titles.push((kind, source, pattern.clone())),
            Source::SheetName(pattern) => self.sheet_names.push((kind, source, pattern.clone())),
            Source::Header(pattern) => self.headers.push((kind, source, pattern.clone())),
            // Whoever reads records says what their columns say; the path is not known here.
            Source::Column(_) | Source::FileName(_) | Source::Folder(_) => {}
        }
    }
}

impl Beside {
    fn new(kind: CandidateKind, source: u16, label: &str, is_below: bool) -> Self {
        let key = text::fold(label);
        let words = key.split(' ').count();
        Self { kind, source, key, words, is_below }
    }
}

/// Collects the candidates of some rows. Titles are asked for the period only above the first table: below it stand dates.
pub fn collect(lexicon: &Lexicon, view: &View, rows: &[Row], is_title: bool, found: &mut Found) {
    for row in rows {
        for (position, cell) in view.cells(row) {
            let Some(meaning) = view.meaning(position) else { continue };
            let (tidy, key) = (&*meaning.tidy, &*meaning.key);
            if tidy.is_empty() || tidy.len() > LONGEST_TITLE {
                continue;
            }
            for beside in &lexicon.candidates.beside {
                let answer = beside_of(view, row, position, cell.at, (key, tidy), beside);
                found.candidates.extend(answer);
            }
            for (kind, source, pattern) in &lexicon.candidates.titles {
                if is_title || *kind == CandidateKind::Date {
                    let answers = captured(pattern, tidy, *kind, lexicon);
                    let made = |text: String| candidate(*kind, *source, &text, Some(view), Some(cell.at));
                    found.candidates.extend(answers.into_iter().map(made));
                }
            }
        }
    }
}

/// Collects the periods that the headers over actual values name. They decide nothing, but may contradict: `Thực hiện năm 2022`.
pub fn collect_headers(lexicon: &Lexicon, view: &View, header: &Header, found: &mut Found) {
    let reading = &lexicon.reading;
    for (column, _) in header.values().filter(|(_, measure)| *measure == 0) {
        let named = period::read_period(&column.header, reading.locale, reading.year_starts);
        let year = || column.header.split(' ').find_map(Period::parse);
        let at = Address::new(header.last_row, column.first);
        let made = |period: Period| {
            candidate(CandidateKind::Period, Candidate::HEADER, &period.to_string(), Some(view), Some(at))
        };
        found.candidates.extend(named.or_else(year).map(made));
    }
}

/// Collects what the cells of a table's header say, `Grafton County`: the rows of the header, between two columns.
pub fn from_header(
    lexicon: &Lexicon,
    view: &View,
    rows: &[Row],
    columns: RangeInclusive<u32>,
    found: &mut Found,
) {
    for (kind, source, pattern) in &lexicon.candidates.headers {
        let cells = rows.iter().flat_map(|row| view.cells(row));
        for (position, cell) in cells.filter(|(_, cell)| columns.contains(&cell.at.column)) {
            let text = view.text(position);
            if text.is_empty() || text.len() > LONGEST_TITLE {
                continue;
            }
            let answers = captured(pattern, text, *kind, lexicon);
            let made = |text: String| candidate(*kind, *source, &text, Some(view), Some(cell.at));
            found.candidates.extend(answers.into_iter().map(made));
        }
    }
}

/// Collects what the sheet's name says.
pub fn from_sheet_name(lexicon: &Lexicon, view: &View, found: &mut Found) {
    for (kind, source, pattern) in &lexicon.candidates.sheet_names {
        let name = text::tidy(&view.sheet.name).0;
        let answers = captured(pattern, &name, *kind, lexicon);
        let made = |text: String| candidate(*kind, *source, &text, Some(view), None);
        found.candidates.extend(answers.into_iter().map(made));
    }
}

fn candidate(
    kind: CandidateKind,
    source: u16,
    text: &str,
    view: Option<&View>,
    at: Option<Address>,
) -> Candidate {
    let sheet = view.map(|view| view.sheet.name.clone());
    Candidate { kind, source, text: text.into(), sheet, at, report: None }
}

/// What the named group of a pattern holds in a text. A full date is no period.
///
/// A text may name several periods (`năm 2022, phương hướng năm 2023`): all of them are told, and `identify` says which is followed.
fn captured(pattern: &Pattern, tidy: &str, kind: CandidateKind, lexicon: &Lexicon) -> Vec<String> {
    if kind != CandidateKind::Period {
        return pattern.captured(tidy).into_iter().collect();
    }
    let without_date = match &*FULL_DATE {
        Some(dates) => dates.replace_all(tidy, " "),
        None => tidy.into(),
    };
    let reading = &lexicon.reading;
    let mut periods: Vec<String> = Vec::new();
    for (text, phrase) in pattern.all_captured(&without_date) {
        let narrower = period::narrower(&text, phrase, reading.locale, reading.year_starts);
        let text = narrower.map_or(text, |period| period.to_string());
        if !periods.contains(&text) {
            periods.push(text);
        }
    }
    periods
}

/// The answer beside a label: behind it in the same cell, else in the next cell to the right or below.
fn beside_of(
    view: &View,
    row: &Row,
    position: usize,
    at: Address,
    (key, tidy): (&str, &str),
    beside: &Beside,
) -> Option<Candidate> {
    let rest = key.strip_prefix(beside.key.as_str())?;
    if !rest.is_empty() && !rest.starts_with([' ', ':', '-', '.', '…', '(']) || is_longer_label(tidy, beside)
    {
        return None;
    }
    let behind = without_placeholder(after_words(tidy, beside.words));
    if !behind.is_empty() && !is_separated(tidy, behind) {
        // `Clinic report 2024` is a title that begins with the label's word.
        return None;
    }
    let made = |text: &str, at: Address| candidate(beside.kind, beside.source, text, Some(view), Some(at));
    if !behind.is_empty() {
        return Some(made(behind, at));
    }
    if beside.is_below {
        return below(view, at).map(|(text, at)| made(&text, at));
    }
    let next = view.cells(row).find(|(next, cell)| {
        *next > position && cell.at.column - at.column <= REACH && !is_blank(view, *next)
    })?;
    let text = shown(view, next.0)?;
    Some(made(without_placeholder(&text), next.1.at))
}

fn below(view: &View, at: Address) -> Option<(String, Address)> {
    (1..=REACH).find_map(|step| {
        let row = view.row(at.row + step)?;
        let position = view.position(row, at.column).filter(|&position| !is_blank(view, position))?;
        Some((shown(view, position)?, view.cell(position)?.at))
    })
}

fn is_blank(view: &View, position: usize) -> bool {
    view.cell(position).is_some_and(|cell| cell.text().is_some()) && view.text(position).is_empty()
}

/// Whether a mark stands between a label and the answer behind it.
fn is_separated(tidy: &str, behind: &str) -> bool {
    let label = tidy.find(behind).and_then(|at| tidy.get(..at)).unwrap_or("");
    label.trim_end().ends_with([':', '-', '–', '.', '…', '_', ')'])
}

/// Whether a colon shows that the label has more words than ours, `Đơn vị báo cáo cấp trên: …`.
fn is_longer_label(tidy: &str, beside: &Beside) -> bool {
    tidy.split_once(':').is_some_and(|(label, _)| {
        let label = label.split('(').next().unwrap_or(label);
        text::fold(label.trim_end()) != beside.key
    })
}

/// What follows the first words of a text, without the marks between.
fn after_words(tidy: &str, words: usize) -> &str {
    let mut rest = tidy.trim_start();
    for _ in 0..words {
        let end = rest.find([' ', ':']).unwrap_or(rest.len());
        rest = rest.get(end..).unwrap_or("").trim_start_matches(' ');
    }
    rest.trim_start_matches([' ', ':', '-', '–', '.', '…'])
}

/// A text without the dotted line that stands where nothing was written.
fn without_placeholder(text: &str) -> &str {
    text.trim_matches(|c: char| c == '.' || c == '…' || c == '_' || c == ' ')
}

/// What a cell shows: its text, a date as ISO, a number in digits.
fn shown(view: &View, position: usize) -> Option<String> {
    let cell = view.cell(position)?;
    match &cell.value {
        Value::Text(_) => Some(view.text(position).to_owned()),
        Value::IsoDate(text) => Some(text.to_string()),
        Value::Number(number) if view.style(cell).is_date => {
            date::from_serial(*number, view.is_1904).map(|date| date.to_string())
        }
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The year of the most trusted period named so far for the report that is read, for dates written without one.
pub fn year_of(found: &Found, lexicon: &Lexicon) -> Option<u16> {
    let reading = &lexicon.reading;
    let is_declared = |candidate: &&Candidate| {
        candidate.kind == CandidateKind::Period && candidate.source != Candidate::HEADER
    };
    let named = found.candidates.iter().filter(is_declared);
    let heard = named.filter(|candidate| found.is_heard(candidate.report));
    // What was found since the report began has not been put down to it yet.
    let is_own = |candidate: &Candidate| candidate.report.is_none_or(|report| report == found.report);
    let trusted = heard.min_by_key(|candidate| (candidate.source, !is_own(candidate)))?;
    let period = period::read_period(&trusted.text, reading.locale, reading.year_starts)?;
    Some(period.first_day().year)
}
