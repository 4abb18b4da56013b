//! Rows that another version of the form calls otherwise: they stand in the same place.
//!
//! Enters: items that words could not join. Leaves: pairs of items to join. Rows that nearly all reports have are the anchors; where two versions
//! have as many rows between the same anchors, with the same units in the same order, and no report has rows of both, they are the same rows.

use super::items::Item;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Share of the reports that must have a row for it to be an anchor.
const ANCHOR: f64 = 0.85;
/// More rows between two anchors are another part of the form.
const LONGEST: usize = 12;

/// What stands between two anchors, as items from top to bottom.
type Gap = Vec<usize>;

/// Pairs of items that are one by their place: into which, which. `sequences` are the items of each table with its group, from top to bottom.
pub fn by_place(items: &[Option<Item>], sequences: &[Vec<usize>]) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    for gaps in gaps(items, sequences).into_values() {
        let mut gaps: Vec<(Gap, usize)> = gaps.into_iter().collect();
        gaps.sort_by(|one, two| two.1.cmp(&one.1).then_with(|| one.0.cmp(&two.0)));
        let Some(((main, _), others)) = gaps.split_first() else { continue };
        for (other, count) in others {
            let is_one = *count >= 2 && main.len() == other.len() && !main.is_empty();
            let two_by_two =
                || main.iter().zip(other).all(|(one, two)| one == two || is_same_place(items, *one, *two));
            if is_one && two_by_two() {
                let moved = main.iter().zip(other).filter(|(one, two)| one != two);
                pairs.extend(moved.map(|(one, two)| (*one, *two)));
            }
        }
    }
    pairs
}

/// The rows between anchors with how often they stand there.
fn gaps(items: &[Option<Item>], sequences: &[Vec<usize>]) -> BTreeMap<(usize, usize), HashMap<Gap, usize>> {
    let mut met: HashMap<usize, usize> = HashMap::new();
    for sequence in sequences {
        let distinct: BTreeSet<usize> = sequence.iter().copied().collect();
        distinct.into_iter().for_each(|item| *met.entry(item).or_default() += 1);
    }
    let all: BTreeSet<usize> = items.iter().flatten().flat_map(|item| item.reports.iter().copied()).collect();
    let is_anchor = |item: usize| {
        let reports = items.get(item).and_then(Option::as_ref).map_or(0, |item| item.reports.len());
        reports as f64 >= ANCHOR * all.len() as f64
    };
    let mut gaps: BTreeMap<(usize, usize), HashMap<Gap, usize>> = BTreeMap::new();
    for sequence in sequences {
        let (mut anchor, mut gap) = (usize::MAX, Gap::new());
        for item in sequence.iter().copied().chain([usize::MAX]) {
            if item == usize::MAX || is_anchor(item) {
                if gap.len() <= LONGEST {
                    *gaps.entry((anchor, item)).or_default().entry(std::mem::take(&mut gap)).or_default() +=
                        1;
                }
                (anchor, gap) = (item, Gap::new());
            } else {
                gap.push(item);
            }
        }
    }
    gaps
}

/// Whether two items may be one: no report has both, and their units are the same.
fn is_same_place(items: &[Option<Item>], one: usize, two: usize) -> bool {
    let (Some(Some(one)), Some(Some(two))) = (items.get(one), items.get(two)) else { return false };
    let has_same_unit = one.unit().is_some() && one.unit() == two.unit();
    one.reports.is_disjoint(&two.reports) && has_same_unit
}
