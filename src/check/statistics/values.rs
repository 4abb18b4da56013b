//! A value of the run with what it is compared by, and which branches are each other's peers.

use crate::model::Amount;
use crate::pipeline::{Branch, Definition};

/// A value, its branch's peers and size.
#[derive(Clone, Copy, Debug)]
pub(super) struct Value {
    /// Index into [`Calendar::periods`](super::calendar::Calendar::periods).
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
}

/// Which branches are compared with each other.
pub(super) struct Groups(Vec<Option<u32>>);

impl Groups {
    /// Those that the definition declares.
    pub fn new(definition: &Definition) -> Self {
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

    /// The group of a branch; none where it is nobody's peer.
    pub fn of(&self, branch: u32) -> Option<u32> {
        self.0.get(branch as usize).copied().flatten()
    }
}
