//! Values of earlier periods as a frame: what the run's own values are compared with.
//!
//! Enters: folders of runs that were published. Leaves: [`Earlier`]: a [`History`] keyed like [`Frames`], and the totals that were published then. Of each period the
//! newest run counts. Ids are those of the definition of today; what it does not know is counted, for the manifest, and left out. What can go wrong is
//! a [`HistoryError`]: a folder without a run, a run that was changed since it was published.
//!
//! The runs are opened before any workbook is read, so that a wrong folder fails early, and read once it is known which periods the run is about.

mod ids;
mod plan;
mod predecessors;
mod reading;
mod values;

#[cfg(test)]
mod tests;

pub use predecessors::Successions;
pub use reading::PublishedTotals;
pub use values::Value;

use crate::merge::{Frames, FramesError};
use crate::model::Period;
use crate::pipeline::{Definition, PeriodKind};
use crate::publish::past::{self, HistoryAccount, LeftOut, PastError, PastRun};
use ids::Ids;
use plan::{Plan, Wanted};
use polars::prelude::*;
use rayon::prelude::*;
use reading::Taken;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Values of earlier periods, as they were published.
#[derive(Clone, Debug, Default)]
pub struct History {
    /// Periods that `period` points into, ascending. All are of the kind that is reported, earlier than the last period of the run, and none for which the run
    /// itself has a report; where a run lacks a period in between, that one may be among them.
    pub periods: Vec<Period>,
    /// One row a value that counted: `period` (u32 into [`History::periods`]), `branch`, `indicator`, `measure` (u32, indexes of the definition of
    /// today), `breakdown` (u32 into [`Frames::breakdowns`](crate::merge::Frames::breakdowns)), `value` (Int128 billionths, never null). Sorted by these.
    /// Branches that were merged have the sum of their predecessors; see [`Successions`].
    pub values: DataFrame,
}

impl History {
    /// No history: every comparison with earlier periods is silent.
    pub fn none() -> Self {
        Self::default()
    }

    /// The history of some of the periods that were read, with what heirs have of their predecessors.
    fn of(
        periods: &[Period],
        values: &[Value],
        plan: &Plan,
        successions: Option<&Successions>,
    ) -> Result<Self, FramesError> {
        let mut own = Vec::new();
        for of_period in values.chunk_by(|one, two| one.period == two.period) {
            let period = of_period.first().and_then(|value| plan.all.get(value.period as usize));
            let Some((at, period)) =
                period.and_then(|period| Some((periods.binary_search(period).ok()?, period)))
            else {
                continue;
            };
            let renumbered = of_period.iter().map(|value| Value { period: at as u32, ..*value });
            own.extend(match successions {
                Some(successions) => successions.inherit(period, renumbered.collect()),
                None => renumbered.collect(),
            });
        }
        Ok(Self { periods: periods.to_vec(), values: values::frame(&own)? })
    }
}

/// Why history could not be read.
#[derive(Debug, thiserror::Error)]
pub enum HistoryError {
    /// A run cannot be read back.
    #[error("--history: {0}")]
    Past(#[from] PastError),
    /// A table holds a value twice, which no run writes.
    #[error("--history: {} holds a value twice: {period}, {branch}, {indicator}", .path.display())]
    Twice {
        /// The table.
        path: PathBuf,
        /// The period.
        period: String,
        /// The branch.
        branch: String,
        /// The indicator.
        indicator: String,
    },
    /// The frame.
    #[error("--history: {0}")]
    Frames(#[from] FramesError),
}

/// Published runs, opened and not read yet.
#[derive(Debug, Default)]
pub struct Archive {
    folders: Vec<String>,
    /// In the order of time.
    runs: Vec<PastRun>,
    left_out: Vec<LeftOut>,
}

/// What earlier runs say, as far as a run asks.
#[derive(Debug, Default)]
pub struct Earlier {
    /// Earlier periods.
    pub history: History,
    /// What was published before of the run's own periods; without the sums of predecessors.
    pub own: History,
    /// Longer periods right before those of the run.
    pub longer: History,
    /// Totals of the periods right before those of the run.
    pub totals: PublishedTotals,
    /// What the manifest says of it; none where no folder was named.
    pub account: Option<HistoryAccount>,
}

/// Opens the runs in these folders.
///
/// # Errors
/// When a folder holds no run, or a run's manifest cannot be read.
pub fn open(folders: &[PathBuf], definition: &Definition) -> Result<Archive, HistoryError> {
    let mut archive = Archive::default();
    for folder in folders {
        archive.folders.push(folder.display().to_string());
        for run in past::runs_in(folder)? {
            archive.add(run, definition);
        }
    }
    archive.runs.sort_by(|one, two| (one.finished, &one.id).cmp(&(two.finished, &two.id)));
    Ok(archive)
}

impl Archive {
    /// Adds a run, unless it is of another pipeline or was found already, by way of another folder.
    fn add(&mut self, run: PastRun, definition: &Definition) {
        let place = |folder: &Path| folder.canonicalize().unwrap_or_else(|_| folder.into());
        if run.pipeline != definition.id {
            let reason = format!("of the pipeline `{}`", run.pipeline);
            self.left_out.push(LeftOut { run: run.id, reason });
        } else if !self.runs.iter().any(|known| place(&known.folder) == place(&run.folder)) {
            self.runs.push(run);
        }
    }

    /// Reads what a run of these frames asks for, in which there are reports for the periods `reported`; breakdowns that only earlier periods have are added to those of the frames.
    ///
    /// # Errors
    /// When a table of a run is not as it was published, or memory runs out.
    pub fn read(
        &self,
        definition: &Definition,
        frames: &mut Frames,
        reported: &[Period],
        rollup: &[PeriodKind],
    ) -> Result<Earlier, HistoryError> {
        if self.folders.is_empty() {
            return Ok(Earlier::default());
        }
        let successions = Successions::new(definition);
        let plan = Plan::new(&self.runs, (&frames.periods, reported), definition, rollup);
        let ids = Ids::new(definition, successions.gone());
        let read = |(run, wanted): (&PastRun, Wanted)| reading::read(run, &wanted, &ids);
        let of_runs = plan.of_runs(&self.runs).into_par_iter();
        let mut taken: Vec<Taken> = of_runs.map(read).collect::<Result<_, PastError>>()?;
        reading::join_breakdowns(&mut taken, &mut frames.breakdowns);
        let account = self.account(&taken, &plan);
        let mut values: Vec<Value> = Vec::with_capacity(taken.iter().map(|run| run.values.len()).sum());
        let mut totals = PublishedTotals::default();
        for run in taken {
            values.extend(run.values);
            totals.extend(run.totals);
        }
        values.par_sort_unstable_by_key(Value::place);
        self.check_once(&values, &plan, definition)?;
        Ok(Earlier {
            history: History::of(&plan.earlier, &values, &plan, Some(&successions))?,
            own: History::of(&plan.own, &values, &plan, None)?,
            longer: History::of(&plan.longer, &values, &plan, Some(&successions))?,
            totals,
            account: Some(account),
        })
    }

    /// Fails where two sorted values have one place.
    fn check_once(&self, values: &[Value], plan: &Plan, definition: &Definition) -> Result<(), HistoryError> {
        let Some([value, _]) = values.array_windows().find(|[one, two]| one.place() == two.place()) else {
            return Ok(());
        };
        let period = plan.all.get(value.period as usize).copied();
        let run = period.and_then(|period| self.runs.get(*plan.runs.get(&period)?));
        let branch = definition.judging.register.branches.get(value.branch as usize);
        let indicator = definition.reading.indicators.get(value.indicator as usize);
        Err(HistoryError::Twice {
            path: run.map_or_else(PathBuf::new, |run| run.folder.join("by_branch.csv")),
            period: period.map_or_else(String::new, |period| period.to_string()),
            branch: branch.map_or_else(String::new, |branch| branch.code.clone()),
            indicator: indicator.map_or_else(String::new, |indicator| indicator.id.clone()),
        })
    }

    fn account(&self, taken: &[Taken], plan: &Plan) -> HistoryAccount {
        let own: BTreeSet<usize> =
            plan.own.iter().filter_map(|period| plan.runs.get(period).copied()).collect();
        HistoryAccount {
            own: own.into_iter().filter_map(|at| self.runs.get(at).cloned()).collect(),
            folders: self.folders.clone(),
            runs: taken.iter().map(|run| run.account.clone()).collect(),
            left_out: self.left_out.clone(),
            compared: plan.earlier.iter().map(ToString::to_string).collect(),
        }
    }
}
