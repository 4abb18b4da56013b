//! Fixed cells: indicators with the defined name or the address that holds each.

use super::super::error::Findings;
use super::super::reading::{FixedPlace, NamedCell};
use super::super::table::{Table, Word, word};
use super::{Known, measure};
use crate::model::Address;
use std::collections::HashMap;
use toml::Spanned;

/// The most characters of a defined name, as Excel has it.
const LONGEST_NAME: usize = 255;

/// The cells of a sheet, in the order of the file.
pub(super) fn cells(entry: &Table<'_>, known: &Known<'_>, findings: &mut Findings<'_>) -> Vec<NamedCell> {
    let Some(table) = entry.table("cells") else { return Vec::new() };
    let pairs = table.pairs();
    if pairs.is_empty() {
        findings.add(table.span.clone(), "`cells` names no indicator", "{ budget = \"B12\" }");
    }
    let mut cells = Vec::new();
    let mut taken: HashMap<String, Word> = HashMap::new();
    for (name, value) in &pairs {
        let subject = subject(name, known, findings);
        let Some(text) = word(value) else { continue };
        let place = place(&text, findings);
        check_taken(&text, place.as_ref(), &mut taken, findings);
        if let (Some((indicator, measure)), Some(place)) = (subject, place) {
            cells.push(NamedCell { indicator, measure, place });
        }
    }
    check_subjects(&pairs.iter().map(|(name, _)| name).collect::<Vec<_>>(), findings);
    cells
}

/// The indicator and the measure that a key names: `budget`, `budget.plan`.
fn subject(name: &Word, known: &Known<'_>, findings: &mut Findings<'_>) -> Option<(u32, u16)> {
    let (indicator, of) = match name.get_ref().split_once('.') {
        Some((indicator, measure)) => (indicator, Some(measure)),
        None => (name.get_ref().as_str(), None),
    };
    let indicator = known.indicators.resolve_text(indicator.trim(), name.span(), findings);
    let measure = match of {
        Some(of) => measure(&Spanned::new(name.span(), of.trim().to_owned()), known.measures, findings),
        None => Some(0),
    };
    Some((indicator?, measure?))
}

/// Reports a value that two keys name: `budget` and `budget.actual`.
fn check_subjects(names: &[&Word], findings: &mut Findings<'_>) {
    let plain = |name: &Word| name.get_ref().trim_end_matches(".actual").to_owned();
    for (position, name) in names.iter().enumerate() {
        if names.iter().take(position).any(|earlier| plain(earlier) == plain(name)) {
            findings.add(name.span(), format!("`{}` has two cells", plain(name)), "one cell for a value");
        }
    }
}

/// Where a value stands: `B12`, `$B$12`, or a defined name.
fn place(text: &Word, findings: &mut Findings<'_>) -> Option<FixedPlace> {
    let plain = text.get_ref().replace('$', "");
    if let Some(address) = Address::parse(&plain) {
        return Some(FixedPlace::Cell(address));
    }
    if is_name(text.get_ref()) && !looks_like_address(text.get_ref()) {
        return Some(FixedPlace::Name(text.get_ref().clone()));
    }
    let found = format!("`{}` is no cell and no defined name", text.get_ref());
    let expected = "a cell from A1 to XFD1048576, or a defined name such as HeadCount";
    let behind = text.get_ref().rsplit_once('!').map(|(_, cell)| cell.replace('$', ""));
    let advice = behind.filter(|cell| Address::parse(cell).is_some()).map(|cell| {
        format!("write `{cell}`: the sheet is the one with these `cells`; `named` says what it is called")
    });
    findings.advise(text.span(), found, expected, advice);
    None
}

/// Whether Excel allows a text as a defined name.
fn is_name(text: &str) -> bool {
    let mut letters = text.chars();
    let is_first = |letter: char| letter.is_alphabetic() || letter == '_' || letter == '\\';
    let is_further =
        |letter: char| is_first(letter) || letter.is_alphanumeric() || letter == '.' || letter == '?';
    letters.next().is_some_and(is_first) && letters.all(is_further) && text.chars().count() <= LONGEST_NAME
}

/// Up to three letters and digits: a slip in an address rather than a name, even where Excel would allow it.
fn looks_like_address(text: &str) -> bool {
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let digits = text.bytes().skip(letters).filter(u8::is_ascii_digit).count();
    (1..=3).contains(&letters) && digits > 0 && letters + digits == text.len()
}

/// Reports a place that holds two values. Names are compared as Excel does, without regard to case.
fn check_taken(
    text: &Word,
    place: Option<&FixedPlace>,
    taken: &mut HashMap<String, Word>,
    findings: &mut Findings<'_>,
) {
    let key = match place {
        Some(FixedPlace::Cell(address)) => address.to_string(),
        Some(FixedPlace::Name(name)) => name.to_lowercase(),
        None => return,
    };
    match taken.get(&key) {
        Some(earlier) => {
            let line = findings.line_of(earlier.span().start);
            let found = format!("`{}` is taken already, on line {line}", text.get_ref());
            findings.add(text.span(), found, "a place of its own for each value");
        }
        None => _ = taken.insert(key, text.clone()),
    }
}
