//! Values of earlier periods as a frame: what the run's own values are compared with.
//!
//! Enters: the folders of runs that were published. Leaves: a [`History`], keyed like [`Frames`](crate::merge::Frames).

use crate::model::Period;
use polars::prelude::*;

/// Values of earlier periods, as they were published.
#[derive(Clone, Debug, Default)]
pub struct History {
    /// Periods that `period` points into, ascending.
    pub periods: Vec<Period>,
    /// One row a value that counted: `period` (u32 into [`History::periods`]), `branch`, `indicator`, `measure` (u32, indexes of the definition of
    /// today), `breakdown` (u32 into [`Frames::breakdowns`](crate::merge::Frames::breakdowns)), `value` (Int128 billionths, never null). Sorted by these.
    /// Branches that were merged have the sum of their predecessors; see the register's `predecessors`.
    pub values: DataFrame,
}

impl History {
    /// No history: every comparison with earlier periods is silent.
    pub fn none() -> Self {
        Self::default()
    }
}
