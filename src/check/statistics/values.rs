//! The values of a run beside what they are compared with: the size of the branch, its peers, and its own earlier periods.
//!
//! Enters: the frames of the run and of its history. Leaves: [`Values`], one for each value that was reported in a cell and counts (measure `actual`, every
//! breakdown), sorted by comparison: period, indicator, breakdown, then peer group and branch. Values that are added from parts are left out: their parts are
//! compared. The history has no period for which the run has a report.

use super::calendar::Calendar;
use super::earlier::{Earlier, Jumps, Series};
use super::joined::{joined, rows};
use crate::history::History;
use crate::merge::{Frames, FramesError};
use crate::model::Amount;
use crate::pipeline::{Branch, Definition};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// A value with what it is compared with.
#[derive(Clone, Copy, Debug)]
pub(super) struct Value {
    /// Index into [`Calendar::periods`].
    pub at: u32,
    pub indicator: u32,
    pub breakdown: u32,
    /// The peer group; none for a branch that is nobody's peer.
    pub group: Option<u32>,
    pub branch: u32,
    pub submission: u32,
    pub fact: u32,
    pub amount: Amount,
    /// What it is divided by before branches are compared; none where that is unknown or zero.
    pub size: Option<f64>,
    pub earlier: Earlier,
}

impl Value {
    /// The value as a number above zero; zeros and what is negative are no matter of logarithms.
    pub fn positive(&self) -> Option<f64> {
        Some(self.amount.to_f64()).filter(|value| *value > 0.0)
    }

    /// ln(x / size), of a branch that has peers.
    pub fn per_size(&self) -> Option<f64> {
        self.group?;
        Some((self.positive()? / self.size?).ln()).filter(|ratio| ratio.is_finite())
    }

    /// ln(x), of a branch that has peers.
    pub fn plain(&self) -> Option<f64> {
        self.group?;
        Some(self.positive()?.ln()).filter(|plain| plain.is_finite())
    }

    fn comparison(&self) -> (u32, u32, u32) {
        (self.at, self.indicator, self.breakdown)
    }
}

/// All values, and how often values in a row ended in zero.
pub(super) struct Values {
    pub values: Vec<Value>,
    pub jumps: BTreeMap<(u32, u32, u32), Jumps>,
}

impl Values {
    /// Joins everything.
    ///
    /// # Errors
    /// Where Polars fails for want of memory.
    pub fn new(
        frames: &Frames,
        history: &History,
        definition: &Definition,
        calendar: &Calendar,
    ) -> Result<Self, FramesError> {
        let joined = joined(frames, history, definition, calendar)?;
        let groups = Groups::new(definition);
        let mut series = Series::new(definition.judging.thresholds.zero_jump.sample);
        let mut values = Vec::new();
        for row in rows(&joined)? {
            let earlier = series.next(&row);
            if let Some((submission, fact)) = row.cell {
                values.push(Value {
                    at: row.at,
                    indicator: row.indicator,
                    breakdown: row.breakdown,
                    group: groups.of(row.branch),
                    branch: row.branch,
                    submission,
                    fact,
                    amount: row.amount,
                    size: row.size,
                    earlier,
                });
            }
        }
        values.par_sort_unstable_by_key(|value| (value.comparison(), value.group, value.branch));
        Ok(Self { values, jumps: series.jumps })
    }

    /// Values of the same period, indicator and breakdown, in the order of all.
    pub fn comparisons(&self) -> Vec<&[Value]> {
        self.values.chunk_by(|one, two| one.comparison() == two.comparison()).collect()
    }
}

/// Which branches are compared with each other.
struct Groups(Vec<Option<u32>>);

impl Groups {
    fn new(definition: &Definition) -> Self {
        let (levels, columns) = (&definition.judging.peer_levels, &definition.judging.peer_groups);
        let branches = &definition.judging.register.branches;
        let named = |branch: &Branch| -> Vec<String> {
            columns.iter().map(|column| branch.column(column).unwrap_or("").to_owned()).collect()
        };
        let mut names: Vec<Vec<String>> = branches.iter().map(named).collect();
        names.sort_unstable();
        names.dedup();
        let group = |branch: &Branch| {
            let is_peer = levels.is_empty() || levels.contains(&branch.level);
            let name = named(branch);
            let at = names.binary_search(&name).ok().filter(|_| is_peer)?;
            u32::try_from(at).ok()
        };
        Self(branches.iter().map(group).collect())
    }

    fn of(&self, branch: u32) -> Option<u32> {
        self.0.get(branch as usize).copied().flatten()
    }
}
