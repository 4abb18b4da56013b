//! The values that flags speak of.
//!
//! Enters: judged flags, and the submissions that they point into. Leaves: the breakdown of each flagged value; by the hand of the checks, what of it counts.

use super::map::Map;
use super::outcome::{FlagRow, Submission};
use super::{Address, Amount, Batch, Fact};
use rayon::prelude::*;

/// For each flag on a value that enters totals, by its position: the value that counts now, and whether this flag is the
/// first at warning or above on it.
#[derive(Clone, Debug, Default)]
pub struct FlaggedValues(Vec<Option<FlaggedValue>>);

/// A flagged value of an accepted report.
#[derive(Clone, Debug)]
pub struct FlaggedValue {
    /// The breakdown of the value in the flagged cell; empty where it is a whole or no value.
    pub breakdown: Box<str>,
    /// What counts now; zero where the flag keeps it out.
    pub counted: Amount,
    /// Whether the effect on the total belongs to this flag: another one on the same cell must not count it again.
    pub is_first: bool,
    /// Whether its suggestion is the one that counts: the first on the same cell that has any.
    pub is_suggesting: bool,
}

impl FlaggedValues {
    /// No flag speaks of any value.
    pub fn new() -> Self {
        Self::default()
    }

    /// Of so many flags none speaks of any value yet.
    pub fn of(flags: usize) -> Self {
        Self(vec![None; flags])
    }

    /// The value that the flag at a position speaks of.
    pub fn get(&self, position: &usize) -> Option<&FlaggedValue> {
        self.0.get(*position)?.as_ref()
    }

    /// Says which value the flag at a position speaks of.
    pub fn insert(&mut self, position: usize, value: FlaggedValue) {
        if self.0.len() <= position {
            self.0.resize(position + 1, None);
        }
        if let Some(place) = self.0.get_mut(position) {
            *place = Some(value);
        }
    }
}

/// Ranges of one indicator and measure that are searched for a cell: more categories are no breakdown that a flag is told by.
const RANGES_SEARCHED: usize = 64;

/// The values of a submission by where they stand, for flags that know a cell.
#[derive(Default)]
struct InCells<'a> {
    /// Breakdowns by sheet, cell, indicator and measure.
    cells: Map<(&'a str, Address, u32, u16), &'a str>,
    /// Facts that were computed from records, by sheet, indicator and measure.
    ranges: Map<(&'a str, u32, u16), Vec<&'a Fact>>,
}

impl<'a> InCells<'a> {
    fn new(batch: &'a Batch) -> Self {
        let mut all = Self::default();
        for fact in batch.facts.iter().filter(|fact| !fact.breakdown.is_empty()) {
            let Some(sheet) = batch.sheets.get(usize::from(fact.sheet)) else { continue };
            if fact.until.is_some() {
                all.ranges.entry((&sheet.name, fact.indicator, fact.measure)).or_default().push(fact);
            } else {
                all.cells.insert((&sheet.name, fact.at, fact.indicator, fact.measure), &fact.breakdown);
            }
        }
        all
    }

    fn is_empty(&self) -> bool {
        self.cells.is_empty() && self.ranges.is_empty()
    }

    /// The breakdown of the value in a cell, or of the only sum whose range holds it.
    fn breakdown(&self, sheet: &'a str, cell: Address, (indicator, measure): (u32, u16)) -> Option<&'a str> {
        let own = self.cells.get(&(sheet, cell, indicator, measure)).copied();
        own.or_else(|| {
            let ranges = self.ranges.get(&(sheet, indicator, measure))?;
            let searched = Some(ranges).filter(|ranges| ranges.len() <= RANGES_SEARCHED)?;
            let mut around = searched.iter().filter(|fact| fact.covers(cell));
            let only = around.next()?;
            around.next().is_none().then_some(&*only.breakdown)
        })
    }
}

/// The breakdown of the value in the cell that each flag speaks of; empty where it is a whole, no value, or a cell in the ranges of several sums.
pub fn breakdowns_of<'a>(flags: &[FlagRow], submissions: &'a [Submission]) -> Vec<&'a str> {
    let subject = |flag: &FlagRow| Some((flag.submission?, flag.cell?, flag.indicator?));
    let mut are_asked = vec![false; submissions.len()];
    for (at, ..) in flags.iter().filter_map(subject) {
        are_asked.get_mut(at).into_iter().for_each(|is_asked| *is_asked = true);
    }
    let in_cells = |(submission, is_asked): (&'a Submission, bool)| {
        Some(InCells::new(&submission.batch)).filter(|cells| is_asked && !cells.is_empty())
    };
    let by_submission: Vec<Option<InCells>> = submissions.par_iter().zip(are_asked).map(in_cells).collect();
    let of = |flag: &FlagRow| {
        let (at, cell, indicator) = subject(flag)?;
        let cells = by_submission.get(at)?.as_ref()?;
        let sheets = &submissions.get(at)?.batch.sheets;
        let sheet = sheets.iter().find(|sheet| *sheet.name == *flag.sheet)?;
        cells.breakdown(&sheet.name, cell, (indicator, flag.measure))
    };
    flags.iter().map(|flag| of(flag).unwrap_or_default()).collect()
}
