//! Where published runs lie.

use super::PastError;
use super::manifest::{NAME, PastRun};
use crate::model::Period;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The folder of all runs, in an output folder.
const RUNS: &str = "runs";

/// The runs of an output folder, the run of its own folder, or those of a folder of such; in the order of time, of one moment in that of their ids.
///
/// # Errors
/// When a folder cannot be listed, holds no run and is no output folder, or a run's manifest is none. An output folder in which nothing was published yet
/// has no runs, which is no error: a monthly job names its own output from the first month on.
pub fn runs_in(folder: &Path) -> Result<Vec<PastRun>, PastError> {
    let folders = match own_runs(folder)? {
        Some(runs) => runs,
        None => {
            let below = folders_in(folder)?;
            let of_each = below.iter().map(|folder| own_runs(folder)).collect::<Result<Vec<_>, _>>()?;
            if of_each.iter().all(Option::is_none) {
                return Err(PastError::NoRuns { folder: folder.into() });
            }
            of_each.into_iter().flatten().flatten().collect()
        }
    };
    let mut runs = folders.iter().map(|folder| PastRun::open(folder)).collect::<Result<Vec<_>, _>>()?;
    sort(&mut runs);
    Ok(runs)
}

/// Puts runs into the order of time.
fn sort(runs: &mut [PastRun]) {
    runs.sort_by(|one, two| (one.finished, &one.id, &one.folder).cmp(&(two.finished, &two.id, &two.folder)));
}

/// Adds runs to others in the order of time; those that are there already, by their ids, are not added again.
pub(crate) fn join<'r>(runs: &mut Vec<PastRun>, others: impl Iterator<Item = &'r PastRun>) {
    for other in others {
        if !runs.iter().any(|run| run.id == other.id) {
            runs.push(other.clone());
        }
    }
    sort(runs);
}

/// The newest run of each period, by its place among runs in the order of time.
pub fn newest_of_periods(runs: &[PastRun]) -> BTreeMap<Period, usize> {
    let runs = runs.iter().enumerate();
    runs.flat_map(|(at, run)| run.periods.iter().map(move |period| (*period, at))).collect()
}

/// The folders of the runs, where this is one of a run or an output folder.
fn own_runs(folder: &Path) -> Result<Option<Vec<PathBuf>>, PastError> {
    if is_run(folder) {
        return Ok(Some(vec![folder.into()]));
    }
    let runs = folder.join(RUNS);
    if !runs.is_dir() {
        return Ok(None);
    }
    Ok(Some(folders_in(&runs)?.into_iter().filter(|folder| is_run(folder)).collect()))
}

fn is_run(folder: &Path) -> bool {
    folder.join(NAME).is_file()
}

/// The folders in a folder in the order of their names, without hidden ones: a run that is being written is one.
fn folders_in(folder: &Path) -> Result<Vec<PathBuf>, PastError> {
    let error = |error| PastError::io(folder, error);
    let entries = std::fs::read_dir(folder).map_err(error)?.collect::<Result<Vec<_>, _>>().map_err(error)?;
    let is_hidden = |name: &std::ffi::OsStr| name.as_encoded_bytes().starts_with(b".");
    let names = entries.iter().filter(|entry| !is_hidden(&entry.file_name())).map(|entry| entry.path());
    let mut folders: Vec<PathBuf> = names.filter(|path| path.is_dir()).collect();
    folders.sort();
    Ok(folders)
}

/// The runs of an output folder that can be opened, in the order of time, and why the others cannot.
pub(crate) fn own_runs_readable(out: &Path) -> (Vec<PastRun>, Vec<PastError>) {
    let folders = match own_runs(out) {
        Ok(folders) => folders.unwrap_or_default(),
        Err(error) => return (Vec::new(), vec![error]),
    };
    let (mut runs, mut unreadable) = (Vec::new(), Vec::new());
    for folder in folders {
        match PastRun::open(&folder) {
            Ok(run) => runs.push(run),
            Err(error) => unreadable.push(error),
        }
    }
    sort(&mut runs);
    (runs, unreadable)
}
