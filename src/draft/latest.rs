//! What tells which of several reports of a branch is the latest: days in labels and titles, versions in names of files.
//!
//! Enters: the books and the answers beside labels. Leaves: places to look in, `date` and `version` of `[submission]`. Nothing goes wrong: where no
//! place is found, two different reports of a branch for a period are a conflict that people settle.

use super::answers::{Asked, titles};
use super::identity::stem;
use super::observe::Observed;
use super::periods::Source;
use crate::clean::date;
use crate::model::Date;
use regex::Regex;
use std::collections::{BTreeMap, BTreeSet};

/// Share of the books that a place for days must tell about.
const DATED: f64 = 0.1;
/// Share of the answers beside a label that must be days.
const DAYS: f64 = 0.6;
/// Days in titles: in words of either language, by numbers.
const DAYS_IN_TITLES: [&str; 4] = [
    r"(?i)(?<date>ngày \d{1,2} tháng \d{1,2} năm \d{4})",
    r"(?i)(?<date>\d{1,2} (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* \d{4})",
    r"(?i)(?<date>(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* \d{1,2}, \d{4})",
    r"(?<date>\d{4}-\d{2}-\d{2}|\d{1,2}/\d{1,2}/\d{4})",
];
/// Versions in names of files: `lần 2`, `bổ sung 2`, `v2`, `rev 2`. A number in brackets is what a browser makes of a second download.
const VERSIONS: [&str; 2] = [
    r"(?i)[ _.(-](?:lần|lan|bổ sung|bo sung|sửa|sua)[ _]?(?<version>\d{1,2})(?:\D|$)",
    r"(?i)[ _.(-](?:version|ver|v|revision|rev|r)[ _.]?(?<version>\d{1,2})(?:\D|$)",
];

/// Places of days, those beside labels first.
pub fn dates(observed: &Observed, answers: &BTreeMap<String, Asked>) -> Vec<Source> {
    let least = (observed.books.len() as f64 * DATED).ceil() as usize;
    let is_day = |asked: &&Asked| {
        asked.share(|answer, is_date| is_date || Date::parse_iso(answer).is_some()) > DAYS
            && asked.books() >= least
    };
    let labels = answers.values().filter(is_day);
    let mut sources: Vec<Source> = labels
        .map(|asked| Source { place: "right_of", value: asked.label.clone(), books: asked.books() })
        .collect();
    sources.sort_by_key(|source| std::cmp::Reverse(source.books));
    for pattern in DAYS_IN_TITLES {
        let Ok(regex) = Regex::new(pattern) else { continue };
        let books = dated(observed, &regex).len();
        if books >= least.max(1) {
            sources.push(Source { place: "title", value: pattern.to_owned(), books });
        }
    }
    sources
}

/// Books with a title that names a day.
fn dated(observed: &Observed, regex: &Regex) -> BTreeSet<usize> {
    let is_dated = |title: &str| {
        let found = regex.captures(title).and_then(|captures| captures.name("date"));
        found.is_some_and(|found| date::read_date(found.as_str(), observed.locale, None).is_some())
    };
    let mut books = BTreeSet::new();
    for (at, book) in observed.books.iter().enumerate() {
        let mut of_sheets = book.grids.iter().enumerate();
        if of_sheets.any(|(sheet, grid)| titles(book, sheet, grid).into_iter().any(is_dated)) {
            books.insert(at);
        }
    }
    books
}

/// Places of versions: the name of a file without one is the first. What nearly all names have is part of what the form is called.
pub fn versions(observed: &Observed) -> Vec<Source> {
    let mut sources = Vec::new();
    for pattern in VERSIONS {
        let Ok(regex) = Regex::new(pattern) else { continue };
        let books = observed.books.iter().filter(|book| regex.is_match(stem(&book.path))).count();
        if books > 0 && (books * 2 <= observed.books.len() || observed.books.len() < 4) {
            sources.push(Source { place: "file_name", value: pattern.to_owned(), books });
        }
    }
    sources
}
