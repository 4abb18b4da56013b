//! The run before, of each period, and what came of comparing with it.

use super::Revision;
use super::compare::Comparison;
use super::reasons::Reasons;
use crate::model::Period;
use crate::publish::edition::Edition;
use crate::publish::file::Written;
use crate::publish::past::{PastError, PastRun, newest_of_periods, own_runs_readable};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// What changed, and against which runs.
#[derive(Debug, Default)]
pub(in crate::publish) struct Revisions {
    /// What changed.
    pub(in crate::publish) rows: Vec<Revision>,
    /// The run before of each period that has one.
    pub(in crate::publish) runs: BTreeMap<Period, String>,
}

/// The runs of an output folder by this pipeline, in the order of time. One that cannot be read is told in the log: it must not keep a new one from being published.
pub(in crate::publish) fn runs_of(out: &Path, pipeline: &str) -> Vec<PastRun> {
    let (mut runs, unreadable) = own_runs_readable(out);
    unreadable.iter().for_each(|error| tracing::warn!(%error, "an earlier run is passed over"));
    runs.retain(|run| run.pipeline == pipeline);
    runs
}

impl Revisions {
    /// Compares with the newest run of each period; one whose tables are not as it has written them is passed over for the one before it.
    pub(in crate::publish) fn new(
        edition: &Edition,
        mut runs: Vec<PastRun>,
        files: &[Written],
        version: &str,
    ) -> Self {
        loop {
            match compared(edition, &runs, files, version) {
                Ok(revisions) => return revisions,
                Err((at, error)) => {
                    tracing::warn!(%error, "an earlier run is passed over");
                    runs.remove(at);
                }
            }
        }
    }
}

/// All that changed, or the run that cannot be read, by its place.
fn compared(
    edition: &Edition,
    runs: &[PastRun],
    files: &[Written],
    version: &str,
) -> Result<Revisions, (usize, PastError)> {
    let newest = newest_of_periods(runs);
    let mut of_runs: BTreeMap<usize, BTreeSet<Period>> = BTreeMap::new();
    for period in &edition.outcome.periods {
        if let Some(at) = newest.get(period) {
            of_runs.entry(*at).or_default().insert(*period);
        }
    }
    let mut revisions = Revisions::default();
    for (at, periods) in of_runs {
        let Some(run) = runs.get(at) else { continue };
        let rows = revisions_of(edition, run, &periods, files, version).map_err(|error| (at, error))?;
        revisions.rows.extend(rows);
        revisions.runs.extend(periods.into_iter().map(|period| (period, run.id.clone())));
    }
    revisions.rows.sort_by_cached_key(|row| row.period);
    Ok(revisions)
}

/// What changed against one run.
fn revisions_of(
    edition: &Edition,
    run: &PastRun,
    periods: &BTreeSet<Period>,
    files: &[Written],
    version: &str,
) -> Result<Vec<Revision>, PastError> {
    let hash = |table: &str| {
        let file = files.iter().find(|file| file.name.strip_suffix(".csv") == Some(table));
        file.map(|file| file.sha256.as_str())
    };
    // The usual second run of a day: the same bytes, so nothing to look for.
    if ["by_branch", "totals"].iter().all(|table| run.hash_of(table) == hash(table)) {
        return Ok(Vec::new());
    }
    let reasons = Reasons::new(run, edition, version)?;
    let longer = longer(edition, run, periods);
    Comparison::new(edition, run, periods, &longer, &reasons).rows()
}

/// Longer periods of this run of which the run before holds the same parts: with another month, the total of a year is no revised one.
fn longer(edition: &Edition, run: &PastRun, compared: &BTreeSet<Period>) -> BTreeSet<Period> {
    let definition = edition.definition;
    let own = &edition.outcome.periods;
    let parts = |periods: &[Period], whole: Period| -> BTreeSet<Period> {
        let kinds = &definition.judging.rollup;
        let is_part = |part: &&Period| {
            kinds.iter().any(|kind| kind.around(part, definition.reading.year_starts) == Some(whole))
        };
        periods.iter().filter(is_part).copied().collect()
    };
    let wholes = edition.outcome.totals.iter().map(|row| row.period).filter(|period| !own.contains(period));
    let wholes: BTreeSet<Period> = wholes.collect();
    let is_same = |whole: &Period| {
        let (now, before) = (parts(own, *whole), parts(&run.periods, *whole));
        now == before && now.is_subset(compared)
    };
    wholes.into_iter().filter(is_same).collect()
}
