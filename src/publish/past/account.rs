//! What the manifest says of the earlier runs that a run was compared with.

use super::PastRun;
use crate::publish::Release;
use serde::Serialize;

/// Earlier runs that a run was compared with.
#[derive(Clone, Debug, Default, Serialize)]
pub struct HistoryAccount {
    /// The folders as they were given.
    pub folders: Vec<String>,
    /// The runs that were read, in the order of time.
    pub runs: Vec<HistoryRun>,
    /// Runs that were found and are of no use, with the reason.
    pub left_out: Vec<LeftOut>,
    /// The earlier periods that the run was compared with, ascending.
    pub compared: Vec<String>,
    /// The runs that hold the run's own periods: what revisions are told against, where the output folder has no newer one.
    #[serde(skip)]
    pub own: Vec<PastRun>,
}

/// A run that was read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct HistoryRun {
    /// Its id.
    pub run: String,
    /// What it claims to be.
    pub release: Release,
    /// The periods that were taken from it: of each period the newest run counts.
    pub periods: Vec<String>,
    /// Values of these periods.
    pub values: u64,
    /// Those that the definition of today has a place for.
    pub mapped: u64,
    /// The others, by what the definition of today does not know.
    pub unmapped: Unmapped,
}

/// Values without a place in the definition of today, each counted once.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Unmapped {
    /// By their branch.
    pub branch: u64,
    /// By their indicator.
    pub indicator: u64,
    /// By their measure.
    pub measure: u64,
    /// By a dimension of their breakdown.
    pub breakdown: u64,
}

/// A run that was found and is of no use.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// Its id.
    pub run: String,
    /// Why.
    pub reason: String,
}
