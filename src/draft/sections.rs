//! What rows are once all reports are seen: headings and labels told apart, the headings above each row, totals proved by their sums.
//!
//! Enters: the rows of all reports. Leaves: the same with their kinds settled and their paths, and the totals that name what they sum. A row
//! without values in one file may have them in another; a label that begins with a word for a total is one only where it adds up.

use super::items::{Report, bare};
use super::rows::{Row, RowKind};
use super::words;
use crate::clean::text;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Share of the rows with a label that must have values, a unit or a code for all of them to be no headings.
const LABELS: f64 = 0.2;
/// Share of the totals that must add up for a row to be one.
const ADDS_UP: f64 = 0.8;
/// How far off a sum may be, as a share of it: figures are rounded.
const ROUNDED: f64 = 0.002;

/// A row by its key and the keys of the headings above it.
pub type RowKey = (String, Vec<String>);

/// A total that names what it sums.
#[derive(Clone, Debug)]
pub struct NamedTotal {
    /// Its label.
    pub label: String,
    /// The rows that it sums.
    pub sums: Vec<RowKey>,
    /// In how many reports it adds up, and in how many that could be asked.
    pub holds: (usize, usize),
    /// Groups that have it.
    pub groups: Vec<usize>,
}

/// Settles kinds and paths of all rows.
pub fn settle(reports: &mut [Report]) -> Vec<NamedTotal> {
    settle_kinds(reports);
    reports.iter_mut().for_each(add_paths);
    let totals = totals(reports);
    for row in reports.iter_mut().flat_map(|report| &mut report.rows) {
        let is_total = |total: &NamedTotal| text::fold(&total.label) == text::fold(&bare(&row.label.tidy));
        if row.kind == RowKind::Label && totals.iter().any(is_total) {
            row.kind = RowKind::Total;
        }
    }
    totals
}

fn settle_kinds(reports: &mut [Report]) {
    let mut counts: HashMap<String, (usize, usize)> = HashMap::new();
    for row in reports.iter().flat_map(|report| &report.rows) {
        let entry = counts.entry(row.label.key.to_string()).or_default();
        match row.kind {
            RowKind::Label => entry.0 += 1,
            RowKind::Heading => entry.1 += 1,
            _ => {}
        }
    }
    let coded = coded_headings(reports);
    for row in reports.iter_mut().flat_map(|report| &mut report.rows) {
        if row.kind == RowKind::Label && coded.contains(&*row.label.key) {
            row.kind = RowKind::Heading;
            continue;
        }
        let (labels, headings) = counts.get(&*row.label.key).copied().unwrap_or_default();
        let is_label = labels as f64 >= LABELS * (labels + headings) as f64 && labels > 0;
        if row.kind == RowKind::Heading && is_label {
            row.kind = RowKind::Label;
        } else if row.kind == RowKind::Label && row.values.is_empty() && !is_label {
            row.kind = RowKind::Heading;
        }
    }
}

/// Rows that have a code and are headings all the same: nothing is ever said of them, and the codes below them begin with theirs, `A`, `A.1`.
fn coded_headings(reports: &[Report]) -> BTreeSet<String> {
    let mut all: BTreeMap<&str, bool> = BTreeMap::new();
    for report in reports {
        for (at, row) in report.rows.iter().enumerate().filter(|(_, row)| row.kind == RowKind::Label) {
            let below = report.rows.get(at + 1).and_then(|below| below.code.as_deref()).unwrap_or("");
            let is_above = row.code.as_deref().is_some_and(|code| {
                let code = code.trim_end_matches('.');
                let rest = below.strip_prefix(code).filter(|_| !code.is_empty());
                rest.is_some_and(|rest| {
                    rest.starts_with(['.', '-']) || rest.starts_with(|c: char| c.is_ascii_digit())
                })
            });
            let is_heading = is_above && row.values.is_empty() && row.unit.is_none();
            let entry = all.entry(&row.label.key).or_insert(true);
            *entry &= is_heading;
        }
    }
    all.into_iter().filter(|(_, is_heading)| *is_heading).map(|(key, _)| key.to_owned()).collect()
}

/// The style of a numbering: headings of one style are on one level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Style {
    Letter,
    Roman,
    Digits(usize),
    Small,
    Other,
}

fn style(row: &Row) -> Style {
    let tidy = &*row.label.tidy;
    let stripped = text::strip_numbering(tidy);
    let before = tidy.get(..tidy.len() - stripped.len()).unwrap_or("");
    let number = if before.is_empty() { row.number.as_deref().unwrap_or("") } else { before };
    let number = number.trim_matches(|c: char| !c.is_alphanumeric());
    let is_all = |is: fn(char) -> bool| !number.is_empty() && number.chars().all(is);
    if is_all(|c| matches!(c, 'I' | 'V' | 'X')) {
        Style::Roman
    } else if is_all(|c| c.is_ascii_digit() || c == '.') {
        Style::Digits(number.matches('.').count())
    } else if is_all(char::is_uppercase) && number.chars().count() == 1 {
        Style::Letter
    } else if is_all(char::is_lowercase) && number.chars().count() == 1 {
        Style::Small
    } else {
        Style::Other
    }
}

fn add_paths(report: &mut Report) {
    let mut open: Vec<(Style, String)> = Vec::new();
    for row in &mut report.rows {
        if row.kind == RowKind::Heading {
            let style = style(row);
            if let Some(at) = open.iter().position(|(of, _)| *of == style) {
                open.truncate(at);
            }
            open.push((style, bare(&row.label.tidy)));
        }
        row.path = open.iter().map(|(_, heading)| heading.clone()).collect();
    }
}

/// The key of a row.
pub fn row_key(row: &Row) -> RowKey {
    (row.label.key.to_string(), row.path.iter().map(|heading| text::fold(heading)).collect())
}

/// Whether a label begins with a word for a total and goes on: `Tổng tài sản`, `Total spending`.
fn begins_as_total(key: &str) -> bool {
    words::TOTAL_FIRST.iter().any(|word| key.strip_prefix(word).is_some_and(|rest| rest.starts_with(' ')))
}

/// What a total was asked: over its section, and over all since the last such total.
#[derive(Default)]
struct Asked {
    label: String,
    holds: [usize; 2],
    tested: [usize; 2],
    terms: [BTreeMap<Vec<RowKey>, usize>; 2],
    groups: Vec<usize>,
}

fn totals(reports: &[Report]) -> Vec<NamedTotal> {
    let mut asked: BTreeMap<String, Asked> = BTreeMap::new();
    for report in reports {
        ask(report, &mut asked);
    }
    asked.into_values().filter_map(proved).collect()
}

fn ask(report: &Report, asked: &mut BTreeMap<String, Asked>) {
    // Terms since the last heading, and since the last total that names something.
    let mut terms: [Vec<(RowKey, f64)>; 2] = [Vec::new(), Vec::new()];
    for row in &report.rows {
        let value = row
            .values
            .iter()
            .find(|(column, _)| report.actual.iter().any(|(actual, _)| actual == column))
            .and_then(|(_, seen)| seen.number());
        match row.kind {
            RowKind::Heading => terms[0].clear(),
            RowKind::Total => terms[0].clear(),
            RowKind::Label if begins_as_total(&row.label.key) && terms[1].len() >= 2 => {
                let entry = asked.entry(row.label.key.to_string()).or_default();
                entry.label = bare(&row.label.tidy);
                if !entry.groups.contains(&report.group) {
                    entry.groups.push(report.group);
                }
                for (mode, terms) in terms.iter().enumerate() {
                    entry.test(mode, terms, value);
                }
                terms = [Vec::new(), Vec::new()];
            }
            RowKind::Label => {
                let term = (row_key(row), value.unwrap_or(0.0));
                terms.iter_mut().for_each(|terms| terms.push(term.clone()));
            }
            RowKind::OfWhich | RowKind::End => {}
        }
    }
}

impl Asked {
    fn test(&mut self, mode: usize, terms: &[(RowKey, f64)], value: Option<f64>) {
        let (Some(total), true) = (value.filter(|value| *value != 0.0), terms.len() >= 2) else { return };
        let sum: f64 = terms.iter().map(|(_, value)| value).sum();
        let holds = (sum - total).abs() <= ROUNDED * total.abs() + 1e-6;
        if let (Some(tested), Some(held), Some(of)) =
            (self.tested.get_mut(mode), self.holds.get_mut(mode), self.terms.get_mut(mode))
        {
            *tested += 1;
            *held += usize::from(holds);
            if holds {
                *of.entry(terms.iter().map(|(key, _)| key.clone()).collect()).or_default() += 1;
            }
        }
    }
}

fn proved(asked: Asked) -> Option<NamedTotal> {
    let mut modes: Vec<(usize, usize, BTreeMap<Vec<RowKey>, usize>)> = asked
        .holds
        .into_iter()
        .zip(asked.tested)
        .zip(asked.terms)
        .map(|((holds, tested), terms)| (holds, tested, terms))
        .collect();
    modes.sort_by_key(|(holds, _, _)| std::cmp::Reverse(*holds));
    let (holds, tested, terms) = modes.into_iter().next()?;
    let sums = terms.into_iter().max_by_key(|(_, count)| *count)?.0;
    (holds > 0 && holds as f64 >= ADDS_UP * tested as f64).then_some(NamedTotal {
        label: asked.label,
        sums,
        holds: (holds, tested),
        groups: asked.groups,
    })
}
