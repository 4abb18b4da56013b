//! The figures that rules speak of, of every branch and period of the run.

use super::formula::{Cause, Number};
use super::fraction::Fraction;
use crate::check::before::{Before, Key};
use crate::history::History;
use crate::merge::{Frames, FramesError, bound_of};
use crate::model::map::{Map, Set};
use crate::model::{Amount, Bound};
use crate::pipeline::Operand;

/// A figure of a branch.
#[derive(Clone, Copy, Debug)]
pub(super) struct Figure {
    /// None where a flag keeps it out.
    pub value: Option<Amount>,
    bound: Bound,
    /// Whether it was added from its parts, of which it is told itself.
    pub is_derived: bool,
    /// The submission and fact that it comes from; `u32::MAX` for the register.
    pub source: (u32, u32),
}

/// The figures that some operands speak of.
pub(super) struct Figures<'a> {
    frames: &'a Frames,
    values: Map<Key, Figure>,
    /// Breakdowns, without the whole, in which a branch has an indicator.
    breakdowns: Map<(u32, u32, u32, u32), Vec<u32>>,
    indexes: Map<&'a str, u32>,
    before: Before,
}

impl<'a> Figures<'a> {
    /// Collects what these operands speak of.
    ///
    /// # Errors
    /// Where a column of a frame is not of its type: a fault of this program.
    pub fn new(frames: &'a Frames, history: &History, operands: &[&Operand]) -> Result<Self, FramesError> {
        let needed = |is_previous: bool| -> Set<u32> {
            let wanted = operands.iter().filter(|operand| operand.is_previous == is_previous);
            wanted.map(|operand| operand.indicator).collect()
        };
        let (now, before) = (needed(false), needed(true));
        let before = Before::new(frames, history, |indicator| before.contains(&indicator))?;
        let values = values(frames, &now)?;
        let mut breakdowns: Map<(u32, u32, u32, u32), Vec<u32>> = Map::default();
        for &(period, branch, indicator, measure, breakdown) in values.keys().filter(|key| key.4 != 0) {
            breakdowns.entry((period, branch, indicator, measure)).or_default().push(breakdown);
        }
        breakdowns.values_mut().for_each(|of| of.sort_unstable());
        let names = frames.breakdowns.iter().map(String::as_str);
        let indexes = names.zip(0u32..).collect();
        Ok(Self { frames, values, breakdowns, indexes, before })
    }

    /// The breakdowns in which a branch has an indicator, without the whole.
    pub fn breakdowns(&self, period: u32, branch: u32, of: &Operand) -> &[u32] {
        let key = (period, branch, of.indicator, u32::from(of.measure));
        self.breakdowns.get(&key).map_or(&[], Vec::as_slice)
    }

    /// The name of a breakdown.
    pub fn name(&self, breakdown: u32) -> &str {
        self.frames.breakdowns.get(breakdown as usize).map_or("", String::as_str)
    }

    /// The figure of an operand; none where the branch has not reported it.
    pub fn get(&self, (period, branch): (u32, u32), of: &Operand, breakdown: Option<u32>) -> Option<Figure> {
        if of.is_previous {
            return None;
        }
        self.values.get(&self.key((period, branch), of, breakdown)?).copied()
    }

    /// The number that an operand stands for, or why there is none.
    pub fn number(&self, (period, branch): (u32, u32), of: &Operand, breakdown: Option<u32>) -> Number {
        let fraction = |amount| Fraction::of(amount).ok_or(Cause::Overflow);
        if of.is_previous {
            let key = self.key((period, branch), of, breakdown);
            return key.and_then(|key| self.before.get(&key)).ok_or(Cause::NoPrevious).and_then(fraction);
        }
        match self.get((period, branch), of, breakdown) {
            None => Err(Cause::Missing),
            Some(Figure { value: None, .. }) => Err(Cause::Excluded),
            Some(Figure { bound, .. }) if bound != Bound::Exact => Err(Cause::Approximate),
            Some(Figure { value: Some(value), .. }) => fraction(value),
        }
    }

    fn key(&self, (period, branch): (u32, u32), of: &Operand, breakdown: Option<u32>) -> Option<Key> {
        let own = || self.indexes.get(of.breakdown.as_str()).copied();
        let breakdown = breakdown.or_else(own)?;
        Some((period, branch, of.indicator, u32::from(of.measure), breakdown))
    }
}

/// The rows of some indicators.
fn values(frames: &Frames, needed: &Set<u32>) -> Result<Map<Key, Figure>, FramesError> {
    let index = |name: &str| frames.values.column(name)?.u32();
    let (periods, branches, indicators) = (index("period")?, index("branch")?, index("indicator")?);
    let (measures, breakdowns, bounds) = (index("measure")?, index("breakdown")?, index("bound")?);
    let (submissions, facts) = (index("submission")?, index("fact")?);
    let values = frames.values.column("value")?.i128()?;
    let derived = frames.values.column("derived")?.bool()?;
    let row = |at: usize| {
        let indicator = indicators.get(at).filter(|indicator| needed.contains(indicator))?;
        let key = (periods.get(at)?, branches.get(at)?, indicator, measures.get(at)?, breakdowns.get(at)?);
        let figure = Figure {
            value: values.get(at).map(Amount::from_scaled),
            bound: bound_of(bounds.get(at)?),
            is_derived: derived.get(at)?,
            source: (submissions.get(at)?, facts.get(at)?),
        };
        Some((key, figure))
    };
    Ok((0..frames.values.height()).filter_map(row).collect())
}
