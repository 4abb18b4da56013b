//! Where the files say whose they are, and which branches were met.
//!
//! Enters: the books, the answers beside labels, the groups of tables. Leaves: places to look in, most trusted first, and the branches. A label tells
//! the branch where its answer is another one in nearly every book; the name of the file, of the sheet, a cell of the header or a column of
//! records may tell it too.

use super::answers::Asked;
use super::groups::{Group, sheet_name};
use super::observe::Observed;
use super::periods::Source;
use super::words;
use crate::clean::{period, text, unit};
use crate::pipeline::{Extent, Locale};
use regex::Regex;
use std::collections::{BTreeMap, BTreeSet};

/// Share of the answers that must differ from each other: branches send a report twice.
const DISTINCT: f64 = 0.6;
/// Share of books that a further place must tell about.
const LEAST: f64 = 0.03;
/// Share of names of files that must have the common words of a pattern.
const COMMON: f64 = 0.8;

/// What was found about one report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Name {
    /// The book.
    pub book: usize,
    /// Its code, if one was given.
    pub code: Option<String>,
    /// Whether the code stands in the book and not only in the file's name.
    pub is_code_inside: bool,
    /// Its name, if one was given.
    pub name: Option<String>,
}

/// Whose the reports are.
#[derive(Clone, Debug, Default)]
pub struct Identity {
    /// Places, most trusted first.
    pub sources: Vec<Source>,
    /// What each report says.
    pub names: Vec<Name>,
}

/// Finds places and names.
pub fn identity(observed: &Observed, answers: &BTreeMap<String, Asked>, groups: &[Group]) -> Identity {
    let mut found = Identity::default();
    let labels = labels(observed, answers);
    for asked in &labels {
        let source = Source { place: "right_of", value: asked.label.clone(), books: asked.books() };
        found.sources.push(source);
        for (at, answer, _) in &asked.answers {
            found.add(at.0, answer, is_code(answer), true);
        }
    }
    if labels.is_empty() {
        found.from_headers(observed, groups);
        found.from_sheets(observed, groups);
    }
    found.from_codes_of_files(observed);
    let told: BTreeSet<usize> = found.names.iter().map(|name| name.book).collect();
    if told.len() * 2 < observed.books.len() {
        found.from_files(observed);
    }
    if found.sources.is_empty() {
        let source = Source {
            place: "file_name",
            value: r"^(?<name>.+?)\.\w+$".to_owned(),
            books: observed.books.len(),
        };
        found.sources.push(source);
        for (at, book) in observed.books.iter().enumerate() {
            found.add(at, stem(&book.path), false, false);
        }
    }
    found
}

/// The name of a file without folder and extension.
pub fn stem(path: &str) -> &str {
    let file = path.rsplit('/').next().unwrap_or(path);
    file.rsplit_once('.').map_or(file, |(stem, _)| stem)
}

/// Labels whose answers tell the branch: the best one, and those that say it where the best one is not there.
fn labels<'a>(observed: &Observed, answers: &'a BTreeMap<String, Asked>) -> Vec<&'a Asked> {
    let few = observed.books.len() < 3;
    let mut fit: Vec<(f64, &Asked)> = answers
        .iter()
        .filter(|(key, asked)| is_candidate(key, asked, observed.locale, few))
        .map(|(key, asked)| (score(observed, key, asked), asked))
        .collect();
    fit.sort_by(|one, two| two.0.total_cmp(&one.0).then_with(|| one.1.label.cmp(&two.1.label)));
    let Some((best, first)) = fit.first().copied() else { return Vec::new() };
    if best < observed.books.len() as f64 * 0.2 && !words::has(&text::fold(&first.label), words::BRANCH) {
        return Vec::new();
    }
    let known: BTreeSet<String> = first.answers.iter().map(|(_, answer, _)| text::fold(answer)).collect();
    let least = ((observed.books.len() as f64 * LEAST).ceil() as usize).max(if few { 1 } else { 2 });
    let mut kept: Vec<&Asked> = fit
        .iter()
        .map(|(_, asked)| *asked)
        .filter(|asked| {
            let common =
                asked.answers.iter().filter(|(_, answer, _)| known.contains(&text::fold(answer))).count();
            let says_branch = words::has(&text::fold(&asked.label), words::BRANCH);
            asked.label == first.label
                || (asked.books() >= least && (says_branch || common * 3 >= asked.answers.len()))
        })
        .collect();
    // Codes are the surest: nobody spells them in two ways.
    kept.sort_by_key(|asked| asked.share(|answer, _| is_code(answer)) < 0.8);
    kept
}

fn is_candidate(key: &str, asked: &Asked, locale: Locale, few: bool) -> bool {
    let books = asked.books();
    let is_period = |answer: &str| period::read_period(answer, locale, 1).is_some();
    let is_number = |answer: &str| answer.chars().all(|c| c.is_ascii_digit() || ".,".contains(c));
    let says_unit = words::is(key, words::UNIT) && key != "don vi" && key != "unit"
        || unit::in_banner(&format!("{}: x", asked.label), locale).is_some()
        || asked.share(|answer, _| unit::parse(answer, locale).is_some()) > 0.5;
    let varies = asked.distinct() as f64 >= DISTINCT * books as f64;
    (books >= 2 || few)
        && varies
        && !says_unit
        && !words::has(key, words::PERSON)
        && asked.share(|answer, is_date| is_date || is_period(answer)) < 0.5
        && asked.share(|answer, _| is_number(answer)) < 0.5
        && asked.share(|answer, _| answer.chars().count() > 120) < 0.5
}

/// How well a label tells the branch: in many books, another answer in each, words of branches, words of the file's name.
fn score(observed: &Observed, key: &str, asked: &Asked) -> f64 {
    let says_branch = if words::has(key, words::BRANCH) { 2.0 } else { 1.0 };
    let in_path = asked
        .answers
        .iter()
        .filter(|(at, answer, _)| {
            let path = observed.books.get(at.0).map_or_else(String::new, |book| text::fold(stem(&book.path)));
            let answer = text::fold(answer);
            let mut longer = answer.split(' ').filter(|word| word.len() >= 3);
            longer.any(|word| path.split([' ', '_', '-', '.']).any(|part| part == word))
        })
        .count() as f64
        / asked.answers.len().max(1) as f64;
    asked.distinct() as f64 * says_branch * (1.0 + in_path)
}

/// `SO16`, `NH-04`, `0123`: letters, then digits.
pub fn is_code(answer: &str) -> bool {
    let trimmed = answer.trim();
    let letters = trimmed.chars().take_while(|c| c.is_ascii_alphabetic()).count();
    let rest = trimmed.get(letters..).unwrap_or("").trim_start_matches(['-', '_', '.']);
    letters <= 5 && (1..=8).contains(&rest.len()) && rest.bytes().all(|b| b.is_ascii_digit())
}

impl Identity {
    fn add(&mut self, book: usize, answer: &str, is_code: bool, is_inside: bool) {
        let answer = answer.trim().to_owned();
        if answer.is_empty() {
            return;
        }
        let name = Name {
            book,
            code: is_code.then(|| answer.clone()),
            is_code_inside: is_code && is_inside,
            name: (!is_code).then_some(answer),
        };
        if !self.names.contains(&name) {
            self.names.push(name);
        }
    }

    /// Header cells that are another one in every book but for some words: `Grafton County`.
    fn from_headers(&mut self, observed: &Observed, groups: &[Group]) {
        for group in groups {
            let mut texts: Vec<(usize, String)> = Vec::new();
            for place in &group.tables {
                let Some(book) = observed.books.get(place.0) else { continue };
                let grid = book.grids.get(place.1);
                let seat = book.tables.get(place.1).and_then(|of| of.get(place.2));
                let (Some(grid), Some(seat)) = (grid, seat) else { continue };
                let column = seat.label(&grid.lines).and_then(|at| seat.table.columns.get(at));
                if let Some(text) = column.and_then(|column| column.path.last()) {
                    texts.push((place.0, text.tidy.to_string()));
                }
            }
            let names: Vec<&str> = texts.iter().map(|(_, text)| text.as_str()).collect();
            let Some((pattern, regex)) = common_pattern(&names, "") else { continue };
            let told: Vec<(usize, String)> = texts
                .iter()
                .filter_map(|(book, text)| {
                    Some((*book, regex.captures(text)?.name("name")?.as_str().to_owned()))
                })
                .collect();
            self.sources.push(Source { place: "header", value: pattern, books: told.len() });
            told.iter().for_each(|(book, name)| self.add(*book, name, false, true));
        }
    }

    /// Names of sheets, where each sheet is a report and its name is no period.
    fn from_sheets(&mut self, observed: &Observed, groups: &[Group]) {
        let is_sheet = |group: &&Group| group.extent == Extent::Sheet;
        let mut books = BTreeSet::new();
        let mut names = Vec::new();
        for place in groups.iter().filter(is_sheet).flat_map(|group| &group.tables) {
            let name = sheet_name(&observed.books, *place);
            if period::read_period(name, observed.locale, 1).is_none() && !is_month(name) {
                books.insert(place.0);
                names.push((place.0, name.to_owned()));
            }
        }
        let distinct: BTreeSet<String> = names.iter().map(|(_, name)| text::fold(name)).collect();
        if names.len() < 2 || (distinct.len() as f64) < DISTINCT * names.len() as f64 {
            return;
        }
        let is_coded = names.iter().filter(|(_, name)| is_code(name)).count() * 2 > names.len();
        let group = if is_coded { "code" } else { "name" };
        self.sources.push(Source {
            place: "sheet_name",
            value: format!(r"^(?<{group}>.+)$"),
            books: books.len(),
        });
        names.iter().for_each(|(book, name)| self.add(*book, name, is_coded, true));
    }

    /// Codes in names of files, `SO16_bao cao.xlsx`: one shape of letters and digits.
    fn from_codes_of_files(&mut self, observed: &Observed) {
        let known: BTreeSet<String> = self.names.iter().filter_map(|name| name.code.clone()).collect();
        let mut shapes: BTreeMap<(usize, usize), Vec<(usize, String)>> = BTreeMap::new();
        for (at, book) in observed.books.iter().enumerate() {
            let parts = stem(&book.path).split([' ', '_', '-', '.', '(', ')']);
            for part in parts.filter(|part| is_code(part)) {
                let letters = part.chars().take_while(char::is_ascii_alphabetic).count();
                let is_upper = part.chars().take(letters).all(|c| c.is_ascii_uppercase());
                if letters >= 2 && is_upper && period::read_period(part, observed.locale, 1).is_none() {
                    shapes.entry((letters, part.len() - letters)).or_default().push((at, part.to_owned()));
                }
            }
        }
        let is_known = |codes: &[(usize, String)]| codes.iter().any(|(_, code)| known.contains(code));
        let Some(((letters, digits), codes)) =
            shapes.into_iter().max_by_key(|(_, codes)| (is_known(codes), codes.len()))
        else {
            return;
        };
        let distinct: BTreeSet<&String> = codes.iter().map(|(_, code)| code).collect();
        let least = ((observed.books.len() as f64 * LEAST).ceil() as usize).max(2);
        if codes.len() < least || (distinct.len() as f64) < DISTINCT * codes.len() as f64 {
            return;
        }
        let pattern = format!(r"(?:^|[ _.(-])(?<code>[A-Z]{{{letters}}}\d{{{digits}}})(?:[ _.)-]|$)");
        self.sources.push(Source { place: "file_name", value: pattern, books: codes.len() });
        codes.iter().for_each(|(book, code)| self.add(*book, code, true, false));
    }

    /// Names of files that are alike but for one part.
    fn from_files(&mut self, observed: &Observed) {
        let names: Vec<&str> = observed.books.iter().map(|book| stem(&book.path)).collect();
        let Some((pattern, regex)) = common_pattern(&names, r"\.\w+$") else { return };
        let told: Vec<(usize, String)> = observed
            .books
            .iter()
            .enumerate()
            .filter_map(|(at, book)| {
                let file = book.path.rsplit('/').next()?;
                Some((at, regex.captures(file)?.name("name")?.as_str().to_owned()))
            })
            .collect();
        self.sources.push(Source { place: "file_name", value: pattern, books: told.len() });
        told.iter().for_each(|(book, name)| self.add(*book, name, false, false));
    }
}

/// Whether a name is that of a month, without a year.
fn is_month(name: &str) -> bool {
    let key = text::fold(name);
    let months = words::DIMENSIONS.iter().filter(|known| known.id == "month");
    months.flat_map(|known| known.categories).any(|(_, words)| words.contains(&key.as_str()))
}

/// A pattern for texts that begin and end with the same words, and what stands between them is another one in nearly all.
fn common_pattern(texts: &[&str], behind: &str) -> Option<(String, Regex)> {
    if texts.len() < 2 {
        return None;
    }
    let split: Vec<Vec<&str>> = texts.iter().map(|text| text.split(' ').collect()).collect();
    let usual = |at: &dyn Fn(&Vec<&str>) -> Option<String>| -> Option<String> {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        split.iter().filter_map(at).for_each(|word| *counts.entry(word).or_default() += 1);
        let (word, count) = counts.into_iter().max_by_key(|(_, count)| *count)?;
        (count as f64 >= COMMON * split.len() as f64).then_some(word)
    };
    let any_digits = |word: &str| -> String {
        let digits = Regex::new(r"\d+").ok();
        let escaped = regex::escape(word);
        digits.map_or(escaped.clone(), |digits| digits.replace_all(&escaped, r"\d+").into_owned())
    };
    let head = |at: usize| usual(&move |words: &Vec<&str>| words.get(at).map(|word| any_digits(word)));
    let tail = |at: usize| {
        usual(&move |words: &Vec<&str>| {
            words.len().checked_sub(at + 1).and_then(|at| words.get(at)).map(|word| any_digits(word))
        })
    };
    let first: Vec<String> = (0..6).map_while(head).collect();
    let last: Vec<String> = (0..6).map_while(tail).collect();
    if first.is_empty() && last.is_empty() && behind.is_empty() {
        return None;
    }
    let lead: String = first.iter().map(|word| format!("{word} ")).collect();
    let trail: String = last.iter().rev().map(|word| format!(" {word}")).collect();
    let end = if behind.is_empty() { "$" } else { behind };
    let pattern = format!("^{lead}(?<name>.+?){trail}{end}");
    let regex = Regex::new(&pattern).ok()?;
    let named: Vec<&str> = if behind.is_empty() {
        texts.iter().filter_map(|text| Some(regex.captures(text)?.name("name")?.as_str())).collect()
    } else {
        texts.to_vec()
    };
    let distinct: BTreeSet<String> = named.iter().map(|name| text::fold(name)).collect();
    let is_good = named.len() as f64 >= COMMON * texts.len() as f64
        && distinct.len() as f64 >= DISTINCT * named.len() as f64;
    is_good.then_some((pattern, regex))
}
