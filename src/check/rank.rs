//! The order of review: open flags first, then by severity, impact and place.
//!
//! Enters: judged flags with the values that they speak of. Leaves: the same with their impact, in order. Flags are compared by numbers; their texts only where
//! these are the same.

use super::impact::Weights;
use crate::model::flagged::FlaggedValues;
use crate::model::outcome::{FlagRow, Submission};
use crate::model::{Amount, Period, Severity};
use crate::pipeline::Definition;
use rayon::prelude::*;
use std::cmp::{Ordering, Reverse};

/// Fills in impacts and sorts for review.
pub fn rank(
    flags: &mut Vec<FlagRow>,
    values: &FlaggedValues,
    weights: &Weights,
    submissions: &[Submission],
    definition: &Definition,
) {
    let places = Places::new(submissions, definition);
    let key = |(position, flag): (usize, &mut FlagRow)| {
        flag.impact_pct = weights.of(flag, values.get(&position));
        (places.key(flag), position)
    };
    let mut keys: Vec<(Key, usize)> = flags.par_iter_mut().enumerate().map(key).collect();
    let texts = |one: &usize, two: &usize| match (flags.get(*one), flags.get(*two)) {
        (Some(one), Some(two)) => by_texts(one, two),
        (one, two) => one.is_some().cmp(&two.is_some()),
    };
    keys.par_sort_unstable_by(|(one, at), (two, other)| {
        one.cmp(two).then_with(|| texts(at, other)).then_with(|| at.cmp(other))
    });
    let mut taken: Vec<Option<FlagRow>> = std::mem::take(flags).into_iter().map(Some).collect();
    flags.extend(keys.iter().filter_map(|(_, position)| taken.get_mut(*position)?.take()));
}

/// What decides first: open, severity, impact, period, code of the branch, file.
type Key = (Reverse<bool>, Reverse<Severity>, Reverse<Option<Amount>>, Option<Period>, u32, u32);

/// What decides where the keys are the same.
fn by_texts(one: &FlagRow, two: &FlagRow) -> Ordering {
    one.sheet
        .cmp(&two.sheet)
        .then_with(|| one.cell.cmp(&two.cell))
        .then_with(|| one.check.cmp(&two.check))
        .then_with(|| one.indicator.cmp(&two.indicator))
        .then_with(|| one.id.cmp(&two.id))
}

/// Places of branches in the order of their codes, and of submissions in that of their files, from 1.
struct Places {
    of_branches: Vec<u32>,
    of_submissions: Vec<u32>,
}

impl Places {
    fn new(submissions: &[Submission], definition: &Definition) -> Self {
        let branches = &definition.judging.register.branches;
        Self {
            of_branches: places(branches.iter().map(|branch| branch.code.as_str()).collect()),
            of_submissions: places(submissions.iter().map(|known| known.source_file.as_str()).collect()),
        }
    }

    fn key(&self, flag: &FlagRow) -> Key {
        // What is about no branch, or no file, stands first.
        let place =
            |places: &[u32], at: Option<usize>| at.and_then(|at| places.get(at)).copied().unwrap_or(0);
        (
            Reverse(flag.is_open()),
            Reverse(flag.severity),
            Reverse(flag.impact_pct),
            flag.period,
            place(&self.of_branches, flag.branch.map(|branch| branch as usize)),
            place(&self.of_submissions, flag.submission),
        )
    }
}

/// The place of each text among all, from 1; of the same texts the same.
fn places(texts: Vec<&str>) -> Vec<u32> {
    let mut order: Vec<(&str, usize)> = texts.into_iter().zip(0..).collect();
    order.sort_unstable();
    let mut places = vec![0; order.len()];
    for (place, same) in (1u32..).zip(order.chunk_by(|one, two| one.0 == two.0)) {
        same.iter().for_each(|(_, at)| places[*at] = place);
    }
    places
}

#[cfg(test)]
mod tests {
    use super::places;

    #[test]
    fn the_same_texts_have_the_same_place() {
        assert_eq!(places(vec!["b", "a", "c", "a"]), [2, 1, 3, 1]);
        assert_eq!(places(Vec::new()), [] as [u32; 0]);
    }
}
