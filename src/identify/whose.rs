//! A batch's branch: the most trusted place that names one of the register; other places are compared with it.

use super::names::Known;
use super::{Identifier, ordered, place_of};
use crate::model::flag::Place;
use crate::model::{Batch, Candidate, CandidateKind, Check, Flag};

impl Identifier<'_> {
    /// The branch, by the most trusted source that names one, and how it was matched.
    pub(super) fn branch(&self, batch: &mut Batch, place: &Place, is_out: bool) -> (Option<u32>, String) {
        let named = self.known(&batch.candidates);
        let decided = decided(&named);
        let matched = |(index, tier, source): (u32, &'static str, u16)| {
            (Some(index), format!("{}:{tier}", self.source_name(CandidateKind::Branch, source)))
        };
        // A file that could not be read is put down to the branch that its name tells, so that the branch hears of it.
        if is_out {
            return decided.map_or((None, String::new()), matched);
        }
        match decided.filter(|&(index, _, source)| !is_contradicted(index, source, &named)) {
            Some(found) => {
                self.flag_other_names(batch, found.0, &named);
                matched(found)
            }
            None => {
                self.flag_undecided(batch, place, &named);
                (None, String::new())
            }
        }
    }

    /// The branch that candidates name, where no flag speaks against it.
    pub(super) fn named_branch(&self, candidates: &[Candidate]) -> Option<u32> {
        let named = self.known(candidates);
        let (index, _, source) = decided(&named)?;
        (!is_contradicted(index, source, &named)).then_some(index)
    }

    /// What the register makes of the candidates for the branch, most trusted first.
    fn known(&self, candidates: &[Candidate]) -> Vec<(Candidate, Known)> {
        let candidates = ordered(candidates, CandidateKind::Branch).into_iter();
        candidates.map(|candidate| (candidate.clone(), self.names.known(&candidate.text))).collect()
    }

    fn flag_undecided(&self, batch: &mut Batch, place: &Place, named: &[(Candidate, Known)]) {
        let mut fitting: Vec<u32> = Vec::new();
        for (_, known) in named {
            match known {
                Known::One(index, _) => fitting.push(*index),
                Known::Several(several) => fitting.extend(several),
                Known::Unknown => {}
            }
        }
        fitting.sort_unstable();
        fitting.dedup();
        let stated =
            named.iter().map(|(candidate, _)| candidate).find(|candidate| !candidate.text.is_empty());
        let Some(stated) = stated else {
            let place = named.first().map_or_else(|| place.clone(), |(candidate, _)| place_of(candidate));
            let flag = Flag::new(Check::MissingBranch, place, String::new());
            return batch.flags.push(flag.expected(self.places_of(CandidateKind::Branch)));
        };
        let (check, expected) = if fitting.is_empty() {
            (Check::UnknownBranch, self.names.nearest(&stated.text))
        } else {
            (Check::AmbiguousBranch, fitting.iter().filter_map(|&index| self.names.shown(index)).collect())
        };
        let flag = Flag::new(check, place_of(stated), stated.text.to_string());
        batch.flags.push(flag.expected(expected.join("; ")));
    }

    fn flag_other_names(&self, batch: &mut Batch, index: u32, named: &[(Candidate, Known)]) {
        for (candidate, known) in named {
            let is_same = match known {
                Known::One(other, _) => *other == index,
                Known::Several(several) => several.contains(&index),
                Known::Unknown => false,
            };
            if !is_same {
                let flag =
                    Flag::new(Check::BranchNamedDifferently, place_of(candidate), candidate.text.to_string());
                batch.flags.push(flag.expected(self.names.shown(index).unwrap_or_default()));
            }
        }
    }
}

/// The branch of the most trusted candidate that fits one only: its index, tier and source.
fn decided(named: &[(Candidate, Known)]) -> Option<(u32, &'static str, u16)> {
    named.iter().find_map(|(candidate, known)| match known {
        Known::One(index, tier) => Some((*index, *tier, candidate.source)),
        _ => None,
    })
}

/// Whether a source at least as trusted names another branch, or fits several without this one.
fn is_contradicted(index: u32, source: u16, named: &[(Candidate, Known)]) -> bool {
    named.iter().filter(|(candidate, _)| candidate.source <= source).any(|(_, known)| match known {
        Known::One(other, _) => *other != index,
        Known::Several(several) => !several.contains(&index),
        Known::Unknown => false,
    })
}
