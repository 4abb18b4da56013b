//! What a run claims to be, and what may follow what.
//!
//! Enters: the release that is asked for, the run's periods, earlier runs. Leaves: nothing, or why the run must not be published under this name. A figure
//! that was given out as final does not change unnoticed: after a final run of a period comes a `revised` one, which needs a final one before it.

use super::PublishError;
use super::past::{HistoryAccount, PastRun, newest_of_periods};
use crate::model::Period;
use serde::{Deserialize, Serialize};

/// What a run claims to be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Release {
    /// Figures that may still change.
    #[default]
    Provisional,
    /// Figures that are given out.
    Final,
    /// Figures that replace final ones.
    Revised,
}

impl Release {
    /// The word of the command line and of the manifest.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Provisional => "provisional",
            Self::Final => "final",
            Self::Revised => "revised",
        }
    }

    /// Whether its figures were given out.
    pub const fn is_given_out(self) -> bool {
        matches!(self, Self::Final | Self::Revised)
    }
}

/// Fails where a run must not be published under its release, beside the runs that its output folder holds (in the order of time).
pub(super) fn check(
    release: Release,
    periods: &[Period],
    runs: &[PastRun],
    history: Option<&HistoryAccount>,
) -> Result<(), PublishError> {
    let newest = newest_of_periods(runs);
    let given_out = |period: &Period| {
        let run = newest.get(period).and_then(|at| runs.get(*at));
        run.filter(|run| run.release.is_given_out())
    };
    if release != Release::Revised {
        // Another folder is another purpose: only what this one shows is protected.
        return match periods.iter().find_map(|period| Some((period, given_out(period)?))) {
            Some((period, run)) => Err(PublishError::AlreadyFinal {
                period: *period,
                run: run.id.clone(),
                before: run.release.as_str(),
                release: release.as_str(),
            }),
            None => Ok(()),
        };
    }
    let in_history = |period: &Period| {
        let mut of_history = history.iter().flat_map(|history| &history.runs);
        of_history.any(|run| run.release.is_given_out() && run.periods.contains(&period.to_string()))
    };
    if periods.iter().any(|period| given_out(period).is_some() || in_history(period)) {
        return Ok(());
    }
    let periods: Vec<String> = periods.iter().map(ToString::to_string).collect();
    Err(PublishError::NothingToRevise { periods: periods.join(", ") })
}
