//! Printed totals: never added, always compared with what they claim to sum.
//!
//! A total may stand below its rows or above them, and sum rows or whole sections. Its place says which is meant: rows right above it, else
//! everything above it where another total stands there, else the rows below it. Forms are not that orderly, so other readings of the same
//! place are tried before it is flagged: from any heading or total further up, down to any further below. One that fits is enough.

mod claim;

use super::Found;
use crate::clean::value::Cleaned;
use crate::model::fact::FactValue;
use crate::model::flag::Place;
use crate::model::{Bound, Check, Fact, Flag};
use crate::pipeline::Reading;
pub use claim::Claim;
use claim::{Ranges, claim_of};
use std::cell::Cell;
use std::collections::HashSet;
use std::ops::Range;

/// What has been met in a table, for the totals in it.
#[derive(Debug)]
pub struct Line {
    /// What it is.
    pub what: Met,
    /// Where its label begins: column, then blanks.
    pub indent: (u32, u32),
}

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Met {
    /// A heading: a total below it sums what follows it.
    Heading,
    /// A total: the next one sums what follows it.
    Total,
    /// A value.
    Fact {
        /// Index of the indicator.
        indicator: u32,
        /// Index of the measure.
        measure: u16,
        /// Index into the facts found so far.
        fact: usize,
    },
}

/// What totals of a table are compared with.
pub struct Rows<'a> {
    reading: &'a Reading,
    lines: &'a [Line],
    found: &'a Found,
    /// Lines that readings beside the meant ones may still look at: a hostile sheet of totals must not cost quadratic time.
    budget: Cell<usize>,
    /// Lines that totals of many sections may still look at, for the same reason.
    far: Cell<usize>,
}

/// Longer ranges are those of totals of many sections: a table has few of them.
const FAR: usize = 512;
/// Lines that such totals may look at in one table.
const FAR_BUDGET: usize = 4_000_000;

/// Lines that readings beside the meant ones may look at in one table.
const BUDGET: usize = 2_000_000;

impl<'a> Rows<'a> {
    /// The rows of a table, all of them known.
    pub fn new(reading: &'a Reading, lines: &'a [Line], found: &'a Found) -> Self {
        Self { reading, lines, found, budget: Cell::new(BUDGET), far: Cell::new(FAR_BUDGET) }
    }

    /// What the total on a line is meant to sum: the indicators that it names, else what its place says.
    ///
    /// None where there is nothing to compare: no value, a value kept out, a bound, or rows of several kinds or units.
    pub fn meant(&self, at: usize, sums: Option<&[u32]>, measure: u16) -> Option<Claim> {
        let Some(named) = sums else {
            let range = Ranges::new(self.lines, at, measure).meant?;
            if range.len() > FAR {
                self.far.set(self.far.get().checked_sub(range.len())?);
            }
            return self.claim(range, measure);
        };
        let is_named = |fact: &&Fact| {
            named.contains(&fact.indicator) && fact.measure == measure && fact.report == self.found.report
        };
        let facts: Vec<&Fact> = self.found.facts.iter().filter(is_named).collect();
        claim_of(self.reading, &facts)
    }

    /// What else the total on a line could sum, the likeliest first.
    pub fn others(&self, at: usize, measure: u16) -> impl Iterator<Item = Claim> {
        let others = Ranges::new(self.lines, at, measure).others;
        others.into_iter().filter_map(move |range| {
            self.budget.set(self.budget.get().checked_sub(range.len())?);
            self.claim(range, measure)
        })
    }

    /// What the rows on some lines add up to, without those that are parts of another one among them.
    fn claim(&self, range: Range<usize>, measure: u16) -> Option<Claim> {
        let section = self.lines.get(range)?;
        let indicators: HashSet<u32> = section.iter().filter_map(indicator_of).collect();
        let is_part = |indicator: u32| {
            let known = self.reading.indicators.get(indicator as usize);
            known.and_then(|known| known.part_of).is_some_and(|whole| indicators.contains(&whole))
        };
        let facts: Vec<&Fact> = section
            .iter()
            .filter_map(|line| match line.what {
                Met::Fact { indicator, measure: of, fact } if of == measure && !is_part(indicator) => {
                    self.found.facts.get(fact)
                }
                _ => None,
            })
            .collect();
        claim_of(self.reading, &facts)
    }
}

fn indicator_of(line: &Line) -> Option<u32> {
    match line.what {
        Met::Fact { indicator, .. } => Some(indicator),
        _ => None,
    }
}

/// Whether a total row does not say what its rows add up to; none where the two cannot be compared.
pub fn differs(claim: &Claim, printed: &Cleaned) -> Option<bool> {
    let FactValue::Amount(value, Bound::Exact) = printed.value else { return None };
    Some(value.checked_sub(claim.sum)?.abs() > claim.tolerance)
}

/// The flag of a total row that does not say what its rows add up to.
pub fn flag(claim: &Claim, printed: &Cleaned, place: Place, measure: u16) -> Option<Flag> {
    let FactValue::Amount(value, Bound::Exact) = printed.value else { return None };
    let flag = Flag::new(Check::PrintedTotal, place, value.to_string()).expected(claim.sum.to_string());
    Some(Flag { measure, ..flag })
}
