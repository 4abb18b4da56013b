//! Doubtful sizes: most figures of a report are off by the same power of a thousand against the same size.
//!
//! A branch may send its money in thousands, but nobody counts in thousands: where counts are off together with the rest, it is the size that is wrong (a slip in the
//! register, or in the figure that the branch reports as its size), or the branch is no peer of the others. The right figures are then not told to be in the wrong unit:
//! the size is told, once for a branch. Enters: every value with how far it lies from its peers. Leaves: [`Doubtful`]. Declared `per` indicators are no sizes, nor is
//! there one where nobody knows any.

use super::measures::{median, sorted};
use super::outlier::power;
use super::suspect::{Suspect, number, usual};
use super::values::Value;
use crate::model::Check;
use crate::model::map::Map;
use crate::pipeline::{Definition, Kind, Total};
use std::collections::BTreeMap;

/// The fewest figures that make a size doubtful.
const FEWEST: usize = 3;

/// A size of a branch in a period: when, whose, and the number's bits.
type Size = (u32, u32, u64);

/// The sizes that most figures contradict.
#[derive(Default)]
pub(super) struct Doubtful(BTreeMap<Size, Contradiction>);

/// What contradicts a size.
struct Contradiction {
    /// A value that was divided by it.
    of: Value,
    /// In powers of a thousand, given as powers of ten.
    power: i32,
    /// How many figures were compared by it.
    compared: usize,
    /// How far those off by the power lie from their peers, in powers of ten.
    decades: Vec<f64>,
}

impl Doubtful {
    /// The sizes of a run that are contradicted; it is given each value with how far it lies from its peers for its size, in powers of ten.
    pub fn new<'a>(all: impl Iterator<Item = (&'a Value, f64)> + Clone, definition: &Definition) -> Self {
        let is_known = definition.judging.size.is_some()
            || definition.judging.register.branches.iter().any(|branch| branch.members.is_some());
        if !is_known {
            return Self::default();
        }
        let sized = all.filter(|(value, _)| is_sized(value, definition));
        let mut doubtful = Self(candidates(sized.clone(), definition));
        for (value, decades) in sized {
            doubtful.add(value, decades);
        }
        doubtful.0.retain(|_, contradiction| contradiction.is_of_most());
        doubtful
    }

    /// Whether a value was divided by such a size.
    pub fn has(&self, value: &Value, definition: &Definition) -> bool {
        let known = || size(value).is_some_and(|size| self.0.contains_key(&size));
        !self.0.is_empty() && is_sized(value, definition) && known()
    }

    /// One for each size of a branch, in the last period that has it.
    pub fn suspects(&self) -> Vec<Suspect> {
        let by_branch = |(size, contradiction)| {
            let (_, branch, bits): &Size = size;
            ((*branch, *bits), contradiction)
        };
        let last: BTreeMap<(u32, u64), &Contradiction> = self.0.iter().map(by_branch).collect();
        last.values().filter_map(|contradiction| contradiction.suspect()).collect()
    }

    fn add(&mut self, value: &Value, decades: f64) {
        let Some(contradiction) = size(value).and_then(|size| self.0.get_mut(&size)) else { return };
        contradiction.compared += 1;
        if power(decades) == contradiction.power {
            contradiction.decades.push(decades);
        }
    }
}

impl Contradiction {
    fn is_of_most(&self) -> bool {
        self.decades.len() * 2 > self.compared
    }

    /// The size is told, and the one that would fit.
    fn suspect(&self) -> Option<Suspect> {
        let size = self.of.size?;
        let fitting = size * 10f64.powf(median(&sorted(self.decades.iter().copied()))?);
        let suspect = Suspect::of_report(Check::SizeDoubtful, &self.of);
        Some(Suspect { found: number(size)?.to_string(), expected: usual(fitting, true), ..suspect })
    }
}

/// Sizes against which so many figures, a count among them, are off by the same power; of several powers, that of most figures.
fn candidates<'a>(
    sized: impl Iterator<Item = (&'a Value, f64)>,
    definition: &Definition,
) -> BTreeMap<Size, Contradiction> {
    let mut off: Map<(Size, i32), (&Value, usize, usize)> = Map::default();
    for (value, decades) in sized.filter(|(_, decades)| power(*decades) != 0) {
        let Some(size) = size(value) else { continue };
        let (_, figures, counts) = off.entry((size, power(decades))).or_insert((value, 0, 0));
        *figures += 1;
        *counts += usize::from(is_count(value, definition));
    }
    let enough = off.into_iter().filter(|(_, (_, figures, counts))| *figures >= FEWEST && *counts > 0);
    let mut by_figures: Vec<_> = enough.map(|(key, (of, figures, _))| (figures, key, of)).collect();
    by_figures.sort_unstable_by_key(|(figures, key, _)| (*figures, *key));
    let contradiction = |(_, (size, power), of): (usize, (Size, i32), &Value)| {
        (size, Contradiction { of: *of, power, compared: 0, decades: Vec::new() })
    };
    by_figures.into_iter().map(contradiction).collect()
}

fn size(value: &Value) -> Option<Size> {
    Some((value.at, value.branch, value.size?.to_bits()))
}

/// Whether a figure grows with the branch: then it is divided by the size, unless it has a `per` indicator of its own.
fn is_sized(value: &Value, definition: &Definition) -> bool {
    let known = definition.reading.indicators.get(value.indicator as usize);
    known.is_some_and(|known| known.per.is_none() && known.total == Total::Sum)
}

fn is_count(value: &Value, definition: &Definition) -> bool {
    let known = definition.reading.indicators.get(value.indicator as usize);
    known.is_some_and(|known| known.kind == Kind::Count)
}
