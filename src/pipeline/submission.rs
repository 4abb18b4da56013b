//! Where a workbook says whose it is: the sources of `[submission]`, their patterns compiled.

use super::choices;
use super::error::Findings;
use super::judging::LatestBy;
use super::reading::{Pattern, Source};
use super::suggest;
use super::table::{Table, Word};
use crate::model::CandidateKind;
use regex::Regex;

/// Kinds of answers: the key, and the named groups of a pattern that may hold the answer.
const KINDS: [(&str, CandidateKind, &[&str]); 5] = [
    ("branch", CandidateKind::Branch, &["code", "name"]),
    ("period", CandidateKind::Period, &["period", "year"]),
    ("date", CandidateKind::Date, &["date"]),
    ("version", CandidateKind::Version, &["version"]),
    ("template", CandidateKind::Template, &["template"]),
];
/// Keys of a source.
const PLACES: [&str; 8] =
    ["right_of", "below", "title", "sheet_name", "file_name", "folder", "header", "column"];

/// The sources of every kind that has some, in the order of trust.
///
/// `columns` are the ids of all columns of records.
pub(super) fn sources(
    table: &Table<'_>,
    columns: &[String],
    findings: &mut Findings<'_>,
) -> Vec<(CandidateKind, Vec<Source>)> {
    let mut all = Vec::new();
    for (key, kind, groups) in KINDS {
        let tables = table.tables(key);
        if table.value(key).is_some_and(|value| value.get_ref().is_array()) && tables.is_empty() {
            findings.add(table.span_of(key), format!("`{key}` names no place"), "[{ right_of = \"…\" }]");
        }
        let sources: Vec<Source> =
            tables.iter().filter_map(|source| read_source(source, groups, columns, findings)).collect();
        if !sources.is_empty() {
            all.push((kind, sources));
        }
    }
    all
}

/// The rules by which the latest report is found; all of them where none is declared.
pub(super) fn latest_by(table: &Table<'_>, findings: &mut Findings<'_>) -> Vec<LatestBy> {
    if table.value("latest_by").is_none() {
        return choices::LATEST_BY.iter().map(|choice| choice.value).collect();
    }
    let mut rules = Vec::new();
    for word in table.texts("latest_by") {
        let Some(rule) = choices::find(&choices::LATEST_BY, word.get_ref()) else { continue };
        if rules.contains(&rule) {
            findings.add(word.span(), format!("`{}` is there twice", word.get_ref()), "each rule once");
        }
        rules.push(rule);
    }
    rules
}

/// Reads a source: exactly one place.
fn read_source(
    table: &Table<'_>,
    groups: &[&str],
    columns: &[String],
    findings: &mut Findings<'_>,
) -> Option<Source> {
    let places: Vec<&str> = PLACES.into_iter().filter(|place| table.value(place).is_some()).collect();
    let [place] = places.as_slice() else {
        // A single misspelt key has been reported as unknown.
        if places.len() > 1 || table.entries.is_empty() {
            let found = format!("a source names {} places", places.len());
            findings.add(table.span.clone(), found, format!("one of {}", suggest::listed(PLACES)));
        }
        return None;
    };
    // Blanks at the ends of a pattern mean themselves.
    let text = table.verbatim(place)?;
    Some(match *place {
        "right_of" => Source::RightOf(text.get_ref().trim().to_owned()),
        "below" => Source::Below(text.get_ref().trim().to_owned()),
        "title" => Source::Title(pattern(&text, groups, findings)?),
        "sheet_name" => Source::SheetName(pattern(&text, groups, findings)?),
        "file_name" => Source::FileName(pattern(&text, groups, findings)?),
        "header" => Source::Header(pattern(&text, groups, findings)?),
        "column" => Source::Column(column(&text, columns, findings)?),
        _ => Source::Folder(pattern(&text, groups, findings)?),
    })
}

/// The id of a column that some table of records has.
fn column(text: &Word, columns: &[String], findings: &mut Findings<'_>) -> Option<String> {
    let id = text.get_ref().trim();
    if columns.iter().any(|column| column == id) {
        return Some(id.to_owned());
    }
    let known = || columns.iter().map(String::as_str);
    let expected = match columns.len() {
        0 => "a column of a sheet with `layout = \"table\"`, of which there is none".to_owned(),
        _ => format!("a column of a table: {}", suggest::listed(known())),
    };
    findings.advise(text.span(), format!("unknown column `{id}`"), expected, suggest::advice(id, known()));
    None
}

/// Compiles a pattern and finds the group that holds the answer.
fn pattern(text: &Word, groups: &[&str], findings: &mut Findings<'_>) -> Option<Pattern> {
    let regex = match Regex::new(text.get_ref()) {
        Ok(regex) => regex,
        Err(error) => {
            let found = "the regular expression is not valid";
            findings.advise(text.span(), found, "a regular expression", Some(error.to_string()));
            return None;
        }
    };
    let named: Vec<&str> = regex.capture_names().flatten().collect();
    let wrong: Vec<&str> = named.iter().copied().filter(|name| !groups.contains(name)).collect();
    let expected = || format!("one named group: {}", suggest::listed(groups.iter().copied()));
    match (named.as_slice(), wrong.first()) {
        ([group], None) => Some(Pattern { group: (*group).to_owned(), regex: regex.clone() }),
        (_, Some(name)) => {
            let advice = suggest::advice(name, groups.iter().copied());
            findings.advise(text.span(), format!("the pattern has a group `{name}`"), expected(), advice);
            None
        }
        ([], None) => {
            let example = groups.first().copied().unwrap_or_default();
            let advice = Some(format!("put the answer in `(?<{example}>…)`"));
            findings.advise(text.span(), "the pattern has no named group", expected(), advice);
            None
        }
        (several, None) => {
            let found = format!("the pattern has {} named groups", several.len());
            let advice = Some("write a source for each".to_owned());
            findings.advise(text.span(), found, expected(), advice);
            None
        }
    }
}
