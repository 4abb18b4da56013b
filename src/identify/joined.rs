//! Reports of one workbook that are one report: the sheets or blocks of several tables that one branch fills for one period.
//!
//! Two tables of different forms, or of different rows of one form, are read together. Two that answer the same rows of the same form are two
//! reports of one branch: `merge` settles them as it does those of two files. Groups of records are never two answers: a list that calls a branch by
//! two names, or says the month in a year's report, has records of one report in several groups.

use super::Identifier;
use crate::model::flag::Place;
use crate::model::{Batch, Candidate, Check, Flag, Period, Report};
use crate::pipeline::{Extent, Layout, SheetForm, Time};
use std::collections::{HashMap, HashSet};

/// The reports of each part, in order.
pub type Groups = Vec<Vec<u32>>;

/// Puts the reports together that are one.
pub fn groups(
    identifier: &Identifier,
    batch: &Batch,
    reports: &[u32],
    candidates: &HashMap<u32, Vec<Candidate>>,
) -> Groups {
    let mut groups: Groups = Vec::new();
    // For each branch and period its first group, with what it holds.
    let mut known: HashMap<(u32, Period), (usize, Held)> = HashMap::new();
    for &at in reports {
        let own = candidates.get(&at).map_or(&[][..], Vec::as_slice);
        let Some(report) = batch.reports.get(at as usize) else { continue };
        let key = identifier.named_branch(own).zip(identifier.named_period(own));
        let said = identifier.said_period(own);
        let first = key.and_then(|key| known.get_mut(&key));
        match first.filter(|(_, held)| held.goes_with(report, said, identifier)) {
            Some((position, held)) => {
                held.add(report, said);
                groups.get_mut(*position).into_iter().for_each(|group| group.push(at));
            }
            None => {
                if let Some(key) = key {
                    let mut held = Held::default();
                    held.add(report, said);
                    known.entry(key).or_insert((groups.len(), held));
                }
                groups.push(vec![at]);
            }
        }
    }
    groups
}

/// What the reports of a group hold.
#[derive(Default)]
struct Held {
    forms: HashSet<u16>,
    labels: HashSet<u32>,
    /// What its groups of records answer.
    of_records: HashSet<u32>,
    /// The periods that its groups of records say.
    said: HashSet<Option<Period>>,
}

impl Held {
    fn add(&mut self, report: &Report, said: Option<Period>) {
        self.forms.extend(&report.forms);
        self.labels.extend(&report.labels);
        if report.is_records {
            self.of_records.extend(&report.labels);
            self.said.insert(said);
        }
    }

    /// Whether a report says other things than the group, or goes on with its records.
    fn goes_with(&self, report: &Report, said: Option<Period>, identifier: &Identifier) -> bool {
        let mut shared = report.labels.iter().filter(|label| self.of_records.contains(label)).peekable();
        if report.is_records && shared.peek().is_some() {
            // What stands at the end of each month is no sum of a year.
            let is_of_one_time = self.said.iter().all(|known| *known == said);
            return is_of_one_time || shared.all(|label| is_flow(identifier, *label));
        }
        let is_other_form = !report.forms.iter().any(|form| self.forms.contains(form));
        is_other_form || !report.labels.iter().any(|label| self.labels.contains(label))
    }
}

fn is_flow(identifier: &Identifier, indicator: u32) -> bool {
    let known = identifier.definition.reading.indicators.get(indicator as usize);
    known.is_some_and(|known| known.time == Time::Flow)
}

/// Whether a group of reports holds several groups of records, so that their facts add up.
pub fn is_of_several_records(batch: &Batch, group: &[u32]) -> bool {
    group.iter().filter(|&&at| is_records(batch, at)).count() > 1
}

/// Whether a report is a group of records.
pub fn is_records(batch: &Batch, report: u32) -> bool {
    batch.reports.get(report as usize).is_some_and(|report| report.is_records)
}

/// Flags the required tables that other reports of the workbook have, and this one has not.
pub fn missing_forms(identifier: &Identifier, batch: &Batch, group: &[u32]) -> Vec<Flag> {
    let reports: Vec<&Report> = group.iter().filter_map(|&at| batch.reports.get(at as usize)).collect();
    let has = |form: u16| reports.iter().any(|report| report.forms.contains(&form));
    let is_of_workbook = reports.iter().any(|report| report.sheet.is_none());
    if is_of_workbook || reports.iter().all(|report| report.forms.is_empty()) {
        return Vec::new();
    }
    let elsewhere = |form: u16| batch.reports.iter().any(|report| report.forms.contains(&form));
    let forms = (0u16..).zip(&identifier.definition.reading.sheets);
    let missing = forms.filter(|(at, form)| is_asked_of_each(form) && !has(*at) && elsewhere(*at));
    let wanted: Vec<&str> =
        missing.map(|(_, form)| form.named.first().map_or(form.id.as_str(), String::as_str)).collect();
    if wanted.is_empty() {
        return Vec::new();
    }
    let names = reports.iter().filter_map(|report| batch.sheets.get(usize::from(report.sheet?)));
    let names: Vec<&str> = names.map(|sheet| &*sheet.name).collect();
    let place = names.first().map_or_else(Place::file, |name| Place::sheet(name));
    vec![Flag::new(Check::SheetMissing, place, names.join("; ")).expected(wanted.join("; "))]
}

/// Whether each report must hold a sheet form. A table of records may hold none of a branch.
fn is_asked_of_each(form: &SheetForm) -> bool {
    form.is_required && form.extent != Extent::Workbook && !matches!(form.layout, Layout::Table(_))
}
