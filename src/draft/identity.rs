//! Where the files say whose they are, and which branches were met.
//!
//! Enters: the books, the answers beside labels, the groups of tables. Leaves: places to look in, most trusted first, and the branches. A label tells
//! the branch where its answer is another one in nearly every book; the name of the file, of the sheet, a cell of the header or a column of
//! records may tell it too.

use super::answers::{Asked, titles};
use super::groups::{Group, sheet_name};
use super::observe::{Observed, Role};
use super::patterns::{common_pattern, is_code, is_varied, shape_of};
use super::periods::Source;
use super::records::RecordSheet;
use super::rows::Place;
use super::words;
use crate::clean::{period, text, unit};
use crate::pipeline::Extent;
use std::collections::{BTreeMap, BTreeSet};

/// Share of books that a further place must tell about.
const LEAST: f64 = 0.03;

/// A part of a book that is a report: a sheet, a table or a record; [`WHOLE`] for the whole book.
pub type Part = (usize, usize);
/// The whole book.
pub const WHOLE: Part = (usize::MAX, usize::MAX);

/// What was found about one report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Name {
    /// The book.
    pub book: usize,
    /// The sheet and the table of it, where the book has several reports.
    pub part: Part,
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

/// Finds places and names: beside labels first; in headers, names of sheets, titles and columns of records for the tables of books that have no
/// such label; in names of files last.
pub fn identity(
    observed: &Observed,
    answers: &BTreeMap<String, Asked>,
    groups: &[Group],
    records: &[RecordSheet],
) -> Identity {
    let mut found = Identity::default();
    for asked in labels(observed, answers) {
        let source = Source { place: "right_of", value: asked.label.clone(), books: asked.books() };
        found.sources.push(source);
        for (at, answer, _) in &asked.answers {
            let mut of_book = asked.answers.iter().filter(|(other, _, _)| other.0 == at.0);
            let is_one = of_book.all(|(_, other, _)| text::fold(other) == text::fold(answer));
            let part = if is_one { WHOLE } else { (at.1, usize::MAX) };
            found.add((at.0, part), answer, is_code(answer), true);
        }
    }
    for group in groups {
        found.in_group(observed, group);
    }
    found.in_columns(records);
    found.in_codes_of_files(observed);
    let told = found.told();
    if told.len() * 2 < observed.books.len() {
        found.in_files(observed);
    }
    if found.sources.is_empty() {
        let value = r"^(?<name>.+?)\.\w+$".to_owned();
        found.sources.push(Source { place: "file_name", value, books: observed.books.len() });
        for (at, book) in observed.books.iter().enumerate() {
            found.add((at, WHOLE), stem(&book.path), false, false);
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
        .filter(|(key, asked)| is_candidate(observed, key, asked, few))
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
            // The mark of the form stands beside the name of the office in every file, and is the same in most.
            let is_as_varied =
                asked.distinct() * first.answers.len() * 4 >= first.distinct() * asked.answers.len();
            asked.label == first.label
                || (asked.books() >= least
                    && is_as_varied
                    && (is_named_so(&text::fold(&asked.label)) || common * 3 >= asked.answers.len()))
        })
        .collect();
    // Codes are the surest: nobody spells them in two ways.
    kept.sort_by_key(|asked| asked.share(|answer, _| is_code(answer)) < 0.8);
    kept
}

fn is_candidate(observed: &Observed, key: &str, asked: &Asked, few: bool) -> bool {
    let (books, locale) = (asked.books(), observed.locale);
    let is_period = |answer: &str| period::read_period(answer, locale, 1).is_some();
    let is_number = |answer: &str| answer.chars().all(|c| c.is_ascii_digit() || ".,".contains(c));
    let says_unit = words::is(key, words::UNIT) && key != "don vi" && key != "unit"
        || unit::in_banner(&format!("{}: x", asked.label), locale).is_some()
        || asked.share(|answer, _| unit::parse(answer, locale).is_some()) > 0.5;
    let told: Vec<(usize, &str)> =
        asked.answers.iter().map(|(at, answer, _)| (at.0, answer.as_str())).collect();
    // Without folders a branch that reports every month says the same each time: then its label or the files' names must say what it is.
    let is_told_by_path = asked.distinct() >= 3 && (is_named_so(key) || in_path(observed, asked) >= 0.3);
    let varies = is_varied(observed, &told) || is_told_by_path;
    (books >= 2 || few)
        && varies
        && !says_unit
        && !words::has(key, words::PERSON)
        && asked.share(|answer, is_date| is_date || is_period(answer)) < 0.5
        && asked.share(|answer, _| is_number(answer)) < 0.5
        && asked.share(|answer, _| answer.chars().count() > 120) < 0.5
}

/// Whether a label asks for a branch: it begins with a word for one, and is short.
fn is_named_so(key: &str) -> bool {
    let begins =
        |word: &&str| key == *word || key.strip_prefix(word).is_some_and(|rest| rest.starts_with(' '));
    words::BRANCH.iter().any(begins) && key.split(' ').count() <= 4
}

/// How well a label tells the branch: in many books, another answer in each, words of branches, words of the file's name.
fn score(observed: &Observed, key: &str, asked: &Asked) -> f64 {
    let says_branch = if words::has(key, words::BRANCH) { 2.0 } else { 1.0 };
    let books = asked.books().min(asked.answers.len()) as f64;
    books.min(asked.distinct() as f64 * 4.0) * says_branch * (1.0 + in_path(observed, asked))
}

/// Share of the answers of which a word stands in the file's name.
fn in_path(observed: &Observed, asked: &Asked) -> f64 {
    let is_in = |(at, answer, _): &&((usize, usize), String, bool)| {
        let path = observed.books.get(at.0).map_or_else(String::new, |book| text::fold(stem(&book.path)));
        let answer = text::fold(answer);
        let mut longer = answer.split(' ').filter(|word| word.len() >= 3);
        longer.any(|word| path.split([' ', '_', '-', '.']).any(|part| part == word))
    };
    asked.answers.iter().filter(is_in).count() as f64 / asked.answers.len().max(1) as f64
}

impl Name {
    /// Whether it stands in the book and not in the name of its file.
    pub const fn is_inside(&self) -> bool {
        self.is_code_inside || self.name.is_some()
    }
}

impl Identity {
    fn add(&mut self, (book, part): (usize, Part), answer: &str, is_code: bool, is_inside: bool) {
        let answer = answer.trim().to_owned();
        if answer.is_empty() {
            return;
        }
        let name = Name {
            book,
            part,
            code: is_code.then(|| answer.clone()),
            is_code_inside: is_code && is_inside,
            name: (!is_code).then_some(answer),
        };
        self.names.push(name);
    }

    /// Books of which something is told.
    fn told(&self) -> BTreeSet<usize> {
        self.names.iter().map(|name| name.book).collect()
    }

    fn push(&mut self, place: &'static str, value: String, books: usize) {
        match self.sources.iter_mut().find(|source| source.place == place && source.value == value) {
            Some(source) => source.books += books,
            None => self.sources.push(Source { place, value, books }),
        }
    }

    /// What the tables of a group say where no label does.
    fn in_group(&mut self, observed: &Observed, group: &Group) {
        let told = self.told();
        let places: Vec<Place> =
            group.tables.iter().copied().filter(|place| !told.contains(&place.0)).collect();
        if places.is_empty() {
            return;
        }
        let by_header = self.in_headers(observed, group, &places);
        if !by_header && group.extent == Extent::Sheet {
            self.in_sheet_names(observed, &places);
            self.in_titles(observed, &places);
        }
    }

    /// Header cells that are another one in every report but for some words: `Grafton County`, over labels or merged over the values.
    fn in_headers(&mut self, observed: &Observed, group: &Group, places: &[Place]) -> bool {
        let (mut over_labels, mut over_values) = (Vec::new(), Vec::new());
        for place in places {
            let Some(book) = observed.books.get(place.0) else { continue };
            let grid = book.grids.get(place.1);
            let seat = book.tables.get(place.1).and_then(|of| of.get(place.2));
            let (Some(grid), Some(seat)) = (grid, seat) else { continue };
            let part = match group.extent {
                Extent::Workbook => WHOLE,
                Extent::Sheet => (place.1, usize::MAX),
                Extent::Block => (place.1, place.2),
            };
            let column = seat.label(&grid.lines).and_then(|at| seat.table.columns.get(at));
            if let Some(text) = column.and_then(|column| column.path.last()) {
                over_labels.push((place.0, part, text.tidy.to_string()));
            }
            let uppers: BTreeSet<&str> = seat
                .of(Role::Value)
                .filter_map(|at| seat.table.columns.get(at))
                .filter(|column| column.path.len() > 1)
                .filter_map(|column| column.path.first().map(|text| &*text.tidy))
                .collect();
            if let [one] = uppers.iter().collect::<Vec<_>>().as_slice() {
                over_values.push((place.0, part, (**one).to_owned()));
            }
        }
        let is_found = |found: &mut Self, texts: &[(usize, Part, String)]| {
            let plain: Vec<(usize, &str)> =
                texts.iter().map(|(book, _, text)| (*book, text.as_str())).collect();
            let Some((pattern, regex)) = common_pattern(observed, &plain, "") else { return false };
            let mut books = BTreeSet::new();
            for (book, part, text) in texts {
                if let Some(name) = regex.captures(text).and_then(|captures| captures.name("name")) {
                    books.insert(*book);
                    found.add((*book, *part), name.as_str(), false, true);
                }
            }
            found.push("header", pattern, books.len());
            true
        };
        is_found(self, &over_labels) || is_found(self, &over_values)
    }

    /// Names of sheets, where each sheet is a report and its name is no period.
    fn in_sheet_names(&mut self, observed: &Observed, places: &[Place]) {
        let names: Vec<(usize, usize, &str)> = places
            .iter()
            .map(|place| (place.0, place.1, sheet_name(&observed.books, *place)))
            .filter(|(_, _, name)| period::read_period(name, observed.locale, 1).is_none() && !is_month(name))
            .collect();
        let plain: Vec<(usize, &str)> = names.iter().map(|(book, _, name)| (*book, *name)).collect();
        if names.len() < 2 || !is_varied(observed, &plain) {
            return;
        }
        let is_coded = names.iter().filter(|(_, _, name)| is_code(name)).count() * 2 > names.len();
        let shape = names.iter().find(|(_, _, name)| is_code(name)).map(|(_, _, name)| shape_of(name));
        let pattern = match shape.filter(|_| is_coded) {
            Some(shape) => format!("^(?<code>{shape})$"),
            None => r"^(?<name>.+)$".to_owned(),
        };
        let books: BTreeSet<usize> = names.iter().map(|(book, _, _)| *book).collect();
        self.push("sheet_name", pattern, books.len());
        for (book, sheet, name) in names {
            self.add((book, (sheet, usize::MAX)), name, is_coded && is_code(name), true);
        }
    }

    /// Titles that begin with a word for a branch, `CHI NHÁNH HÀ KHÊ`.
    fn in_titles(&mut self, observed: &Observed, places: &[Place]) {
        let mut by_word: BTreeMap<&str, Vec<(usize, usize, &str)>> = BTreeMap::new();
        for place in places {
            let Some(book) = observed.books.get(place.0) else { continue };
            let Some(grid) = book.grids.get(place.1) else { continue };
            for title in titles(book, place.1, grid) {
                let key = text::fold(title);
                let begins =
                    |word: &&&str| key.strip_prefix(**word).is_some_and(|rest| rest.starts_with(' '));
                let word = words::BRANCH.iter().filter(begins).max_by_key(|word| word.len());
                if let Some(word) = word.filter(|_| title.chars().count() <= 80 && !title.contains(':')) {
                    by_word.entry(word).or_default().push((place.0, place.1, title));
                }
            }
        }
        let Some((word, told)) = by_word.into_iter().max_by_key(|(_, told)| told.len()) else { return };
        let plain: Vec<(usize, &str)> = told.iter().map(|(book, _, title)| (*book, *title)).collect();
        if told.len() * 2 < places.len() || !is_varied(observed, &plain) {
            return;
        }
        let shown = told.first().map_or("", |(_, _, title)| *title);
        let prefix: Vec<&str> = shown.split(' ').take(word.split(' ').count()).collect();
        let pattern = format!("(?i)^(?<name>{} .+)$", regex::escape(&prefix.join(" ").to_lowercase()));
        let books: BTreeSet<usize> = told.iter().map(|(book, _, _)| *book).collect();
        self.push("title", pattern, books.len());
        told.iter()
            .for_each(|(book, sheet, title)| self.add((*book, (*sheet, usize::MAX)), title, false, true));
    }

    /// Columns of records that name their branch.
    fn in_columns(&mut self, records: &[RecordSheet]) {
        for column in records.iter().flat_map(|sheet| &sheet.columns).filter(|column| column.is_branch()) {
            self.push("column", column.id.clone(), column.books.len());
            for (at, (book, name)) in column.told.iter().enumerate() {
                self.add((*book, (usize::MAX, at)), name, is_code(name), true);
            }
        }
    }

    /// Codes in names of files, `SO16_bao cao.xlsx`: one shape of letters and digits.
    fn in_codes_of_files(&mut self, observed: &Observed) {
        let known: BTreeSet<String> = self.names.iter().filter_map(|name| name.code.clone()).collect();
        let mut shapes: BTreeMap<(usize, usize), Vec<(usize, &str)>> = BTreeMap::new();
        for (at, book) in observed.books.iter().enumerate() {
            let parts = stem(&book.path).split([' ', '_', '-', '.', '(', ')']);
            for (order, part) in parts.enumerate().filter(|(_, part)| is_code(part)) {
                let letters = part.chars().take_while(char::is_ascii_alphabetic).count();
                let is_upper = part.chars().take(letters).all(|c| c.is_ascii_uppercase());
                // One letter alone is a code at the beginning only, and no month, quarter or version.
                let is_sure = letters >= 2
                    || (letters == 1
                        && order == 0
                        && part.len() >= 3
                        && !part.starts_with(['T', 'Q', 'V', 'H', 'M']));
                if is_sure && is_upper && period::read_period(part, observed.locale, 1).is_none() {
                    shapes.entry((letters, part.len() - letters)).or_default().push((at, part));
                }
            }
        }
        let is_known = |codes: &[(usize, &str)]| codes.iter().any(|(_, code)| known.contains(*code));
        let Some(((letters, digits), codes)) =
            shapes.into_iter().max_by_key(|(_, codes)| (is_known(codes), codes.len()))
        else {
            return;
        };
        let least = ((observed.books.len() as f64 * LEAST).ceil() as usize).max(2);
        if codes.len() < least || !is_varied(observed, &codes) {
            return;
        }
        let pattern = format!(r"(?:^|[ _.(-])(?<code>[A-Z]{{{letters}}}\d{{{digits}}})(?:[ _.)-]|$)");
        self.push("file_name", pattern, codes.len());
        codes.iter().for_each(|(book, code)| self.add((*book, WHOLE), code, true, false));
    }

    /// Names of files that are alike but for one part.
    fn in_files(&mut self, observed: &Observed) {
        let books = observed.books.iter().enumerate();
        let names: Vec<(usize, &str)> = books.map(|(at, book)| (at, stem(&book.path))).collect();
        let Some((pattern, regex)) = common_pattern(observed, &names, r"\.\w+$") else { return };
        let told = self.told();
        let mut count = 0;
        for (at, book) in observed.books.iter().enumerate() {
            let file = book.path.rsplit('/').next().unwrap_or("");
            let Some(name) = regex.captures(file).and_then(|captures| captures.name("name")) else {
                continue;
            };
            count += 1;
            if !told.contains(&at) {
                self.add((at, WHOLE), name.as_str(), false, false);
            }
        }
        self.push("file_name", pattern, count);
    }
}

/// Whether a name is that of a month, without a year.
fn is_month(name: &str) -> bool {
    let key = text::fold(name);
    let months = words::DIMENSIONS.iter().filter(|known| known.id == "month");
    months.flat_map(|known| known.categories).any(|(_, words)| words.contains(&key.as_str()))
}
