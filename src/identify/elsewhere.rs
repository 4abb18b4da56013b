//! Sheets that clearly speak of another branch or period than the report that they are part of: their values do not count in it.
//!
//! A sheet speaks clearly where it names a branch or a period, and none that it names is the report's. Where every sheet with values does, the
//! pipeline's order of trust alone decides, and the places that disagree are flagged as such.

use super::{Identifier, names::Known};
use crate::model::flag::Place;
use crate::model::{Batch, Candidate, CandidateKind, Check, Flag, Period};
use std::collections::{BTreeMap, BTreeSet};

/// What a sheet says that is not the report's, and what the report's is.
struct Contradiction {
    found: String,
    expected: String,
}

impl Identifier<'_> {
    /// Keeps the values of such sheets out. Returns the sheets.
    pub(super) fn settle_elsewhere(
        &self,
        batch: &mut Batch,
        branch: Option<u32>,
        period: Option<Period>,
    ) -> Vec<u16> {
        let included = batch.facts.iter().filter(|fact| fact.is_included);
        // Facts of one sheet follow each other.
        let mut with_values: Vec<u16> = Vec::new();
        included.for_each(|fact| {
            if with_values.last() != Some(&fact.sheet) {
                with_values.push(fact.sheet);
            }
        });
        let with_values: BTreeSet<u16> = with_values.into_iter().collect();
        let mut apart: BTreeMap<u16, Contradiction> = BTreeMap::new();
        for &sheet in &with_values {
            let Some(name) = batch.sheets.get(usize::from(sheet)).map(|sheet| sheet.name.clone()) else {
                continue;
            };
            let of_sheet = |candidate: &&Candidate| candidate.sheet.as_ref() == Some(&name);
            let said: Vec<&Candidate> = batch.candidates.iter().filter(of_sheet).collect();
            let branch = branch.and_then(|branch| self.other_branch(&said, branch));
            let period = || period.and_then(|period| self.other_period(&said, period));
            if let Some(contradiction) = branch.or_else(period) {
                apart.insert(sheet, contradiction);
            }
        }
        if apart.len() == with_values.len() {
            return Vec::new();
        }
        for (&sheet, contradiction) in &apart {
            keep_out(batch, sheet, contradiction);
        }
        apart.into_keys().collect()
    }

    fn other_branch(&self, said: &[&Candidate], branch: u32) -> Option<Contradiction> {
        let named: Vec<(&str, Known)> = said
            .iter()
            .filter(|candidate| candidate.kind == CandidateKind::Branch)
            .map(|candidate| (&*candidate.text, self.names.known(&candidate.text)))
            .collect();
        let fits = |known: &Known| match known {
            Known::One(one, _) => *one == branch,
            Known::Several(several) => several.contains(&branch),
            Known::Unknown => false,
        };
        if named.iter().any(|(_, known)| fits(known)) {
            return None;
        }
        let (text, _) = named.iter().find(|(_, known)| matches!(known, Known::One(..)))?;
        let expected = self.names.shown(branch).unwrap_or_default();
        Some(Contradiction { found: (*text).to_owned(), expected })
    }

    fn other_period(&self, said: &[&Candidate], period: Period) -> Option<Contradiction> {
        let declared = said.iter().filter(|candidate| {
            candidate.kind == CandidateKind::Period && candidate.source != Candidate::HEADER
        });
        let named: Vec<Period> = declared.filter_map(|candidate| self.period_of(candidate)).collect();
        let contains =
            |other: &Period| other.first_day() <= period.first_day() && other.last_day() >= period.last_day();
        if named.iter().any(contains) {
            return None;
        }
        let other = named.first()?;
        Some(Contradiction { found: other.to_string(), expected: period.to_string() })
    }
}

/// Keeps a sheet's values out, with one flag in place of those that say less.
fn keep_out(batch: &mut Batch, sheet: u16, contradiction: &Contradiction) {
    let Some(name) = batch.sheets.get(usize::from(sheet)).map(|sheet| sheet.name.clone()) else { return };
    let says_less = |flag: &Flag| {
        matches!(flag.check, Check::BranchNamedDifferently | Check::PeriodNamedDifferently)
            && flag.place.sheet.as_ref() == Some(&name)
    };
    batch.flags.retain(|flag| !says_less(flag));
    let flag = Flag::new(Check::SheetOfAnotherReport, Place::sheet(&name), contradiction.found.clone());
    batch.flags.push(flag.expected(contradiction.expected.clone()));
    for fact in batch.facts.iter_mut().filter(|fact| fact.sheet == sheet) {
        fact.is_included = false;
    }
}
