//! Where the files say which period they are about, and of what kind it is.
//!
//! Enters: the books and the answers beside labels. Leaves: places to look in, most trusted first, each with the share of books that it tells
//! about; the kind of period that most books are about, the narrower one where two fit.

use super::answers::{Asked, titles};
use super::branches::Branch;
use super::observe::Observed;
use super::records::RecordSheet;
use crate::clean::{date, period};
use crate::model::Period;
use crate::pipeline::{Locale, PeriodKind};
use regex::Regex;
use std::collections::{BTreeMap, BTreeSet};

/// A place to look in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The key of the definition: `right_of`, `title`, `sheet_name`, `file_name`, `folder`, `header`, `column`.
    pub place: &'static str,
    /// The label, pattern or column.
    pub value: String,
    /// In how many books it tells something.
    pub books: usize,
}

/// What is known of the periods.
#[derive(Clone, Debug)]
pub struct Periods {
    /// Kind.
    pub kind: PeriodKind,
    /// Places, most trusted first.
    pub sources: Vec<Source>,
    /// Each period with the number of books that are about it.
    pub met: Vec<(Period, usize)>,
    /// The periods of each book, as the place that is trusted most says.
    pub by_book: BTreeMap<usize, BTreeSet<Period>>,
}

/// Kinds, the narrowest first.
const KINDS: [PeriodKind; 6] = [
    PeriodKind::Month,
    PeriodKind::Quarter,
    PeriodKind::Half,
    PeriodKind::NineMonths,
    PeriodKind::SchoolYear,
    PeriodKind::Year,
];
/// Share of the books of the commonest kind that a narrower one must have.
const NARROWER: f64 = 0.6;
/// Share of books that a place must tell about.
const LEAST: f64 = 0.04;
/// Titles are trusted after labels, columns and a series of tabs, and before names of files.
const RANK_OF_TITLES: usize = 3;
/// Patterns for names of files and folders, the narrowest first.
const NAMES: [&str; 6] = [
    r"(?<period>20\d{2}-(?:0[1-9]|1[0-2]))",
    r"(?<period>20\d{2}-(?:Q[1-4]|H[12]))",
    r"(?i)(?<period>Q[1-4][ ./-]?20\d{2})",
    r"(?i)(?<period>(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[ -]20\d{2})",
    r"(?i)(?<period>(?:tháng|thang|t) ?\d{1,2}(?:[ ./-]| năm | nam )20\d{2})",
    r"(?<year>20\d{2})",
];

/// A year at the end of a title, and no part of a number or of a day.
const YEAR_OF_TITLE: &str = r"(?:^|[^\d/.-])(?<year>20\d{2})\W*$";

/// A place with what it says of each book.
struct Told {
    source: Source,
    rank: usize,
    periods: Vec<(usize, Period)>,
}

/// Finds places and kind. `branches` tell which books are of one branch: a place by which a branch reports a period twice is trusted less.
pub fn periods(
    observed: &Observed,
    answers: &BTreeMap<String, Asked>,
    records: &[RecordSheet],
    branches: &[Branch],
) -> Periods {
    let mut told = beside(observed, answers);
    told.extend(in_columns(observed, records));
    told.extend(in_titles(observed));
    told.extend(in_sheet_names(observed));
    told.extend(in_paths(observed));
    let kind = kind(&told);
    let least = ((observed.books.len() as f64 * LEAST).ceil() as usize).max(1);
    told.iter_mut().for_each(|told| told.periods.retain(|(_, period)| kind.has(period)));
    told.retain_mut(|told| {
        told.source.books = told.periods.iter().map(|(book, _)| *book).collect::<BTreeSet<_>>().len();
        // A workbook with a sheet for each month stands for twelve.
        let reports = told.periods.iter().collect::<BTreeSet<_>>().len();
        told.source.books >= least || (told.source.books >= 2 && reports >= 3 * least)
    });
    trust_folders(&mut told, branches);
    let is_silent = told.is_empty();
    told.extend(is_silent.then(|| years_in_titles(observed)).flatten());
    let kind = if is_silent && !told.is_empty() { PeriodKind::Year } else { kind };
    told.sort_by(|one, two| one.rank.cmp(&two.rank).then_with(|| two.source.books.cmp(&one.source.books)));
    let by_book = by_book(&told);
    Periods { kind, met: met(&by_book), by_book, sources: told.into_iter().map(|told| told.source).collect() }
}

/// Puts folders before titles where titles would have branches report a period twice and folders would not: a title is forgotten when last month's
/// workbook is copied.
fn trust_folders(told: &mut [Told], branches: &[Branch]) {
    let of = |place: &str| -> BTreeMap<usize, Period> {
        let of_place = told.iter().filter(|told| told.source.place == place);
        of_place.flat_map(|told| told.periods.iter().copied()).collect()
    };
    let (titles, folders) = (of("title"), of("folder"));
    let is_both = |book: &&usize| titles.contains_key(book) && folders.contains_key(book);
    let twice = |periods: &BTreeMap<usize, Period>| -> usize {
        let of_branch = |branch: &Branch| {
            let books: Vec<&usize> = branch.books.iter().filter(is_both).collect();
            let distinct: BTreeSet<&Period> = books.iter().filter_map(|book| periods.get(book)).collect();
            books.len() - distinct.len()
        };
        branches.iter().map(of_branch).sum()
    };
    if twice(&folders) < twice(&titles) {
        let first = told.iter_mut().filter(|told| told.source.place == "folder");
        first.for_each(|told| told.rank = RANK_OF_TITLES - 1);
    }
}

/// The commonest kind; a narrower one that nearly as many books name.
fn kind(told: &[Told]) -> PeriodKind {
    let books = |kind: PeriodKind| {
        let named = told.iter().flat_map(|told| told.periods.iter());
        named.filter(|(_, period)| kind.has(period)).map(|(book, _)| *book).collect::<BTreeSet<_>>().len()
    };
    let most = KINDS.iter().map(|kind| books(*kind)).max().unwrap_or(0);
    let is_usual = |kind: &PeriodKind| most > 0 && books(*kind) as f64 >= NARROWER * most as f64;
    KINDS.into_iter().find(is_usual).unwrap_or(PeriodKind::Year)
}

/// The periods of each book, by what the most trusted place says of it.
fn by_book(told: &[Told]) -> BTreeMap<usize, BTreeSet<Period>> {
    let mut books: BTreeMap<usize, BTreeSet<Period>> = BTreeMap::new();
    let mut done: BTreeSet<usize> = BTreeSet::new();
    for told in told {
        told.periods.iter().filter(|(book, _)| !done.contains(book)).for_each(|(book, period)| {
            books.entry(*book).or_default().insert(*period);
        });
        done.extend(told.periods.iter().map(|(book, _)| *book));
    }
    books
}

/// The periods with how many books are about them.
fn met(by_book: &BTreeMap<usize, BTreeSet<Period>>) -> Vec<(Period, usize)> {
    let mut counts: BTreeMap<Period, usize> = BTreeMap::new();
    by_book.values().flatten().for_each(|period| *counts.entry(*period).or_default() += 1);
    counts.into_iter().collect()
}

fn beside(observed: &Observed, answers: &BTreeMap<String, Asked>) -> Vec<Told> {
    let mut all = Vec::new();
    for asked in answers.values() {
        let read = |text: &str| period::read_period(text, observed.locale, 1).or_else(|| Period::parse(text));
        let periods: Vec<(usize, Period)> = asked
            .answers
            .iter()
            .filter(|(_, _, is_date)| !is_date)
            .filter_map(|(at, answer, _)| Some((at.0, read(answer)?)))
            .collect();
        if periods.len() * 2 > asked.answers.len() {
            let source = Source { place: "right_of", value: asked.label.clone(), books: 0 };
            all.push(Told { source, rank: 0, periods });
        }
    }
    all
}

/// Columns of records that name their period.
fn in_columns(observed: &Observed, records: &[RecordSheet]) -> Vec<Told> {
    let columns = records.iter().flat_map(|sheet| &sheet.columns).filter(|column| column.is_period());
    let told = columns.map(|column| Told {
        source: Source { place: "column", value: column.id.clone(), books: 0 },
        rank: 0,
        periods: column
            .told
            .iter()
            .filter_map(|(book, text)| Some((*book, period::read_period(text, observed.locale, 1)?)))
            .collect(),
    });
    told.collect()
}

fn in_titles(observed: &Observed) -> Vec<Told> {
    let mut by_pattern: BTreeMap<String, Vec<(usize, Period)>> = BTreeMap::new();
    for (at, book) in observed.books.iter().enumerate() {
        for (sheet, grid) in book.grids.iter().enumerate() {
            for title in titles(book, sheet, grid) {
                let Some((phrase, period)) = phrase(title, observed.locale) else { continue };
                by_pattern.entry(generalised(&phrase)).or_default().push((at, period));
            }
        }
    }
    let told = |(value, periods)| Told {
        source: Source { place: "title", value, books: 0 },
        rank: RANK_OF_TITLES,
        periods,
    };
    by_pattern.into_iter().map(told).collect()
}

/// A year with which a title ends, `Annual return 2023`, where nothing else names a period.
fn years_in_titles(observed: &Observed) -> Option<Told> {
    let regex = Regex::new(YEAR_OF_TITLE).ok()?;
    let mut periods: Vec<(usize, Period)> = Vec::new();
    for (at, book) in observed.books.iter().enumerate() {
        for (sheet, grid) in book.grids.iter().enumerate() {
            let years = titles(book, sheet, grid).into_iter().filter_map(|title| {
                let year = regex.captures(title)?.name("year")?.as_str();
                Period::parse(year).filter(|_| !is_dated(title) && title.chars().count() <= 120)
            });
            periods.extend(years.take(1).map(|year| (at, year)));
        }
    }
    let books = periods.iter().map(|(book, _)| *book).collect::<BTreeSet<_>>().len();
    let source = Source { place: "title", value: YEAR_OF_TITLE.to_owned(), books };
    (books > 0).then_some(Told { source, rank: RANK_OF_TITLES, periods })
}

/// The fewest words of a title that name its period, and the period.
fn phrase(title: &str, locale: Locale) -> Option<(String, Period)> {
    if title.len() > 300 || date::read_date(title, locale, None).is_some() {
        return None;
    }
    let words: Vec<&str> = title.split(' ').collect();
    let period = period::read_period(title, locale, 1)?;
    if words.len() > 60 || is_dated(title) {
        return None;
    }
    (1..=words.len().min(8)).find_map(|length| {
        words.windows(length).find_map(|window| {
            let phrase = window.join(" ");
            let phrase = phrase.trim_matches(|c: char| !c.is_alphanumeric());
            // A number alone fits the year of a date as well.
            let is_named = phrase.contains(char::is_alphabetic) || !title.contains(char::is_alphabetic);
            (is_named && period::read_period(phrase, locale, 1)? == period)
                .then(|| (phrase.to_owned(), period))
        })
    })
}

/// Whether a day is named: `ngày 05 tháng 12 năm 2023` tells when it was written.
fn is_dated(title: &str) -> bool {
    let key = crate::clean::text::fold(title);
    key.contains("ngay ") && key.contains("thang ")
}

/// A phrase as a pattern: any number where it has one, any month where it names one.
fn generalised(phrase: &str) -> String {
    let mut pattern = String::from("(?i)(?<period>");
    let mut rest = phrase;
    while let Some(first) = rest.chars().next() {
        let is_digit = first.is_ascii_digit();
        let is_word = first.is_alphabetic();
        let end = rest
            .find(|c: char| c.is_ascii_digit() != is_digit || c.is_alphabetic() != is_word)
            .unwrap_or(rest.len());
        let end = if is_digit || is_word { end } else { first.len_utf8() };
        let (piece, behind) = rest.split_at(end);
        pattern.push_str(&piece_of(piece, is_digit));
        rest = behind;
    }
    pattern.push(')');
    pattern
}

fn piece_of(piece: &str, is_digit: bool) -> String {
    let key = crate::clean::text::fold(piece);
    let is_roman = !key.is_empty() && key.chars().all(|c| matches!(c, 'i' | 'v')) && key.len() <= 3;
    let is_month = super::words::DIMENSIONS
        .iter()
        .filter(|known| known.id == "month")
        .any(|known| known.categories.iter().any(|(_, words)| words.contains(&key.as_str())));
    if is_digit {
        return if piece.len() == 4 { r"\d{4}".to_owned() } else { r"\d{1,2}".to_owned() };
    }
    if piece == " " {
        return r"\s+".to_owned();
    }
    if is_roman {
        return "(?:[IVX]+|\\d)".to_owned();
    }
    if is_month && key.is_ascii() && !key.starts_with('t') {
        return r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*".to_owned();
    }
    regex::escape(&piece.to_lowercase())
}

fn in_sheet_names(observed: &Observed) -> Vec<Told> {
    let mut by_pattern: BTreeMap<String, Vec<(usize, Period)>> = BTreeMap::new();
    for (at, book) in observed.books.iter().enumerate() {
        for grid in book.grids.iter().filter(|grid| grid.is_visible) {
            if let Some((pattern, period)) = named(&grid.name, observed.locale) {
                by_pattern.entry(pattern).or_default().push((at, period));
            } else if let Some((phrase, period)) = phrase(&grid.name, observed.locale) {
                by_pattern.entry(generalised(&phrase)).or_default().push((at, period));
            }
        }
    }
    let told = |(value, periods): (String, Vec<(usize, Period)>)| {
        let books: BTreeSet<usize> = periods.iter().map(|(book, _)| *book).collect();
        // Tabs that name a month each are set right when a sheet is copied, the title on it is not.
        let is_series = periods.iter().collect::<BTreeSet<_>>().len() >= 3 * books.len();
        let rank = if is_series { 1 } else { RANK_OF_TITLES + 1 };
        Told { source: Source { place: "sheet_name", value, books: 0 }, rank, periods }
    };
    by_pattern.into_iter().map(told).collect()
}

fn in_paths(observed: &Observed) -> Vec<Told> {
    let mut by_pattern: BTreeMap<(&str, String), Vec<(usize, Period)>> = BTreeMap::new();
    for (at, book) in observed.books.iter().enumerate() {
        let (folder, file) = book.path.rsplit_once('/').unwrap_or(("", &book.path));
        for (place, text) in [("file_name", file), ("folder", folder)] {
            if let Some((pattern, period)) = named(text, observed.locale) {
                by_pattern.entry((place, pattern)).or_default().push((at, period));
            }
        }
    }
    let rank = |place: &str| RANK_OF_TITLES + if place == "file_name" { 2 } else { 3 };
    let told = by_pattern.into_iter().map(|((place, value), periods)| Told {
        rank: rank(place),
        source: Source { place: if place == "file_name" { "file_name" } else { "folder" }, value, books: 0 },
        periods,
    });
    told.collect()
}

/// The first pattern that fits a name, and the period that it cuts out.
fn named(name: &str, locale: Locale) -> Option<(String, Period)> {
    NAMES.iter().find_map(|pattern| {
        let regex = Regex::new(pattern).ok()?;
        let captures = regex.captures(name)?;
        let text = captures.name("period").or_else(|| captures.name("year"))?.as_str();
        let period = Period::parse(text).or_else(|| period::read_period(text, locale, 1))?;
        Some(((*pattern).to_owned(), period))
    })
}
