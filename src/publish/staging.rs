//! Staging and the switch: a reader of the output folder sees the old run whole or the new run whole.
//!
//! Enters: a target folder; later an outcome. Leaves: `OUT/runs/<run-id>/` with every file synced, and `OUT/current` pointing to
//! it. Files are written into `OUT/runs/.staging`, on the same file system as their destination, and renamed as a whole. What is to become
//! current is announced before: a run that died after the rename and before the switch is nobody's old run, and is taken back. The lock
//! `OUT/.lock` is the operating system's: it is gone when its process is, however that died, and the file itself means nothing.
//! Since only the holder of the lock stages, one fixed name is enough, and whatever stands there at the beginning is a dead run's.

use super::edition::Edition;
use super::file::{Written, hash_of_all, write_json};
use super::past::{PastRun, own_runs_readable};
use super::revisions::{self, Revisions};
use super::system::Announced;
use super::{
    PublishError, Published, RunInfo, TableFile, Target, datapackage, facts, manifest, past, release, system,
    tables,
};
use crate::model::Period;
use crate::model::outcome::Outcome;
use crate::pipeline::Definition;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::fs::{self, File, TryLockError};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// The lock, in the output folder.
const LOCK: &str = ".lock";
/// The folder of all runs, in the output folder.
const RUNS: &str = "runs";
/// A run that is being written, in the folder of runs.
const STAGING: &str = ".staging";
/// A run that is being removed, in the folder of runs.
const PRUNED: &str = ".pruned";
/// Hex digits of the content's hash in a run's id: enough that two runs of one second are told apart.
const ID_DIGITS: usize = 8;

/// A place for a run's files, held against other runs until it is published or dropped.
#[derive(Debug)]
pub struct Staging {
    target: Target,
    /// Removed when dropped; after the rename there is nothing left to remove.
    folder: Folder,
    /// What became of the facts, where they were written ahead.
    facts: OnceLock<Result<Written, PublishError>>,
    /// Held for as long as the file is open.
    _lock: File,
}

/// A folder that is removed with its guard.
#[derive(Debug)]
struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        // What cannot be removed now is a leftover, which the next run removes.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Opens the output folder for a run: creates it, takes the lock, removes what dead runs have left, and makes the staging folder.
///
/// Call it before the work begins: a folder that cannot be written to fails here.
pub fn open(target: &Target) -> Result<Staging, PublishError> {
    let runs = target.out.join(RUNS);
    fs::create_dir_all(&runs).map_err(|error| PublishError::io("create", &runs, error))?;
    let lock = lock(&target.out.join(LOCK))?;
    system::check_place(&target.out)?;
    remove_folder(&runs.join(STAGING))?;
    remove_folder(&runs.join(PRUNED))?;
    take_back(&target.out, &runs)?;
    let staging = runs.join(STAGING);
    fs::create_dir(&staging).map_err(|error| PublishError::io("create", &staging, error))?;
    Ok(Staging { target: target.clone(), folder: Folder(staging), facts: OnceLock::new(), _lock: lock })
}

/// Removes a run that has its name but was never switched to, and what announced it. Left alone, the runs after it would tell their revisions against
/// figures that nobody has seen, and a final run that nobody has seen would keep others from its period.
fn take_back(out: &Path, runs: &Path) -> Result<(), PublishError> {
    let announced = system::announced(out).filter(|run| system::current(out).as_ref() != Some(run));
    let name = announced.as_deref().and_then(Path::file_name).and_then(|name| name.to_str());
    if let Some(run) =
        name.filter(|name| is_run_id(name)).map(|name| runs.join(name)).filter(|run| run.exists())
    {
        remove_run(&run, runs)?;
    }
    system::remove_announcement(out)
}

/// The periods that a run speaks of: those that it has reports for, and the one that it was asked for, even if nobody has reported.
fn claimed(outcome: &Outcome, info: &RunInfo) -> Vec<Period> {
    let asked = info.settings.period.as_deref().and_then(Period::parse);
    let mut periods: Vec<Period> = outcome.periods.iter().copied().chain(asked).collect();
    periods.sort_unstable();
    periods.dedup();
    periods
}

/// Takes the lock, without waiting.
fn lock(path: &Path) -> Result<File, PublishError> {
    let opened = File::options().create(true).truncate(false).write(true).open(path);
    let file = opened.map_err(|error| PublishError::io("open", path, error))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(PublishError::LockHeld { path: path.into() }),
        Err(TryLockError::Error(error)) => Err(PublishError::io("lock", path, error)),
    }
}

/// Removes a folder with all that is in it, if it is there.
fn remove_folder(path: &Path) -> Result<(), PublishError> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(PublishError::io("remove", path, error)),
        _ => Ok(()),
    }
}

impl Staging {
    /// Writes `facts.csv` ahead of the other files: checks and totals, which take their time, change nothing in it.
    ///
    /// Of the outcome only the submissions and the facts of the register are needed. Call it once; what goes wrong is told by
    /// [`publish`](Self::publish), which must be given the same facts.
    pub fn write_facts(&self, definition: &Definition, outcome: &Outcome) {
        self.facts.get_or_init(|| facts::write(&Edition::new(definition, outcome), &self.path(facts::NAME)));
    }

    /// Writes every file, switches `current`, and removes the oldest runs beyond the number to keep.
    ///
    /// On an error nothing is published, and the staging folder is removed.
    pub fn publish(
        mut self,
        definition: &Definition,
        outcome: &Outcome,
        info: &RunInfo,
    ) -> Result<Published, PublishError> {
        let mut runs = revisions::runs_of(&self.target.out, &definition.id);
        release::check(info.release, &claimed(outcome, info), &runs, info.history.as_ref())?;
        past::join(&mut runs, info.history.iter().flat_map(|history| &history.own));
        let mut edition = Edition::new(definition, outcome);
        let (files, before) = self.write_data(&mut edition, runs, info)?;
        let run_id = self.choose_id(info, &files)?;
        let manifest = manifest::Manifest::new(&run_id, &edition, info, (&files, &before));
        write_json(&self.folder.0.join("manifest.json"), &manifest)?;
        system::sync_folder(&self.folder.0)?;
        let announced = system::announce(&self.target.out, &Path::new(RUNS).join(&run_id))?;
        let run = self.rename(&run_id).inspect_err(|_| {
            // What cannot be removed now, the next run removes.
            let _ = system::remove_announcement(&self.target.out);
        })?;
        let current = self.switch(announced)?;
        let not_pruned = self.prune();
        let revisions = (!before.is_empty()).then_some(edition.revisions.len());
        Ok(Published { run_id, run, current, revisions, not_pruned })
    }

    /// Writes all but the manifest. What changed against the runs before is told by the other tables, and written after them. Gives the files in the
    /// order of the tables, and the run before of each period.
    fn write_data(
        &mut self,
        edition: &mut Edition,
        runs: Vec<PastRun>,
        info: &RunInfo,
    ) -> Result<(Vec<Written>, BTreeMap<Period, String>), PublishError> {
        let mut tables = tables();
        tables.retain(|table| (table.is_wanted)(edition.definition));
        let written = self.facts.take().transpose()?;
        let (last, first): (Vec<_>, Vec<_>) =
            tables.iter().partition(|table| table.description.name == revisions::NAME);
        let mut files = self.write_tables(edition, &first, written.as_ref())?;
        let Revisions { rows, runs: before } = Revisions::new(edition, runs, &files, info.version);
        edition.revisions = rows;
        files.extend(self.write_tables(edition, &last, None)?);
        let place = |file: &Written| {
            tables.iter().position(|table| file.name.strip_suffix(".csv") == Some(table.description.name))
        };
        files.sort_by_key(place);
        let descriptions: Vec<_> = tables.into_iter().map(|table| table.description).collect();
        let package = datapackage::Package::new(edition.definition, &descriptions, &files);
        files.push(write_json(&self.folder.0.join("datapackage.json"), &package)?);
        Ok((files, before))
    }

    /// Writes tables side by side; of facts that were written already, their file is told.
    fn write_tables(
        &self,
        edition: &Edition,
        tables: &[&TableFile],
        facts: Option<&Written>,
    ) -> Result<Vec<Written>, PublishError> {
        let write = |table: &&TableFile| match facts {
            Some(written) if table.description.name == facts::NAME => Ok(written.clone()),
            _ => (table.write)(edition, &self.path(table.description.name)),
        };
        tables.par_iter().map(write).collect()
    }

    /// The file of a table.
    fn path(&self, table: &str) -> PathBuf {
        self.folder.0.join(format!("{table}.csv"))
    }

    /// When it ended and a hash of what it says: `20231216T021500Z-1a2b3c4d`, a number behind it where that is taken.
    fn choose_id(&self, info: &RunInfo, files: &[Written]) -> Result<String, PublishError> {
        let hash = hash_of_all(files.iter().map(|file| (file.name.as_str(), file.sha256.as_str())));
        let digits = hash.get(..ID_DIGITS).unwrap_or_default();
        let id = format!("{}-{digits}", info.finished.strftime("%Y%m%dT%H%M%SZ"));
        let further = (2..).map(|number: u32| format!("{id}-{number}"));
        let runs = self.target.out.join(RUNS);
        let is_free = |id: &String| !runs.join(id).exists();
        std::iter::once(id.clone())
            .chain(further)
            .find(is_free)
            .ok_or_else(|| PublishError::io("create", &runs, ErrorKind::AlreadyExists.into()))
    }

    /// Gives the staged files their name, all at once.
    fn rename(&self, run_id: &str) -> Result<PathBuf, PublishError> {
        let runs = self.target.out.join(RUNS);
        let run = runs.join(run_id);
        fs::rename(&self.folder.0, &run).map_err(|error| PublishError::io("create", &run, error))?;
        system::sync_folder(&runs)?;
        Ok(run)
    }

    /// Makes the run the current one; one that could not be is taken back.
    fn switch(&self, announced: Announced) -> Result<PathBuf, PublishError> {
        announced.switch().inspect_err(|_| {
            // What cannot be removed now, the next run removes.
            let _ = take_back(&self.target.out, &self.target.out.join(RUNS));
        })
    }

    /// Removes the oldest runs, but of no period the newest; gives those that could not be removed, since the new run is published all the same.
    fn prune(&self) -> Vec<PathBuf> {
        let runs = self.target.out.join(RUNS);
        let current = system::current(&self.target.out).and_then(|run| run.file_name().map(PathBuf::from));
        let newest = newest_names(&self.target.out, current.as_deref());
        let mut names: Vec<String> = fs::read_dir(&runs)
            .into_iter()
            .flatten()
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
            .filter(|name| is_run_id(name) && current.as_deref() != Some(Path::new(name)))
            .collect();
        names.sort();
        // The current run is one of those kept.
        let surplus = names.len().saturating_sub(self.target.keep.saturating_sub(1));
        names.truncate(surplus);
        names.retain(|name| !newest.contains(name));
        names.into_iter().map(|name| runs.join(name)).filter(|run| remove_run(run, &runs).is_err()).collect()
    }
}

/// The folders of the newest run of each period, of each pipeline that publishes here. The current run counts as newer than any: a clock may have gone
/// back. A run that cannot be opened serves nobody, and protects nothing.
fn newest_names(out: &Path, current: Option<&Path>) -> Vec<String> {
    let (mut runs, _) = own_runs_readable(out);
    // A stable sort: the others stay in the order of time.
    runs.sort_by_key(|run| run.folder.file_name() == current.map(Path::as_os_str));
    let mut newest: BTreeMap<(&str, Period), &Path> = BTreeMap::new();
    for run in &runs {
        newest.extend(run.periods.iter().map(|period| ((&*run.pipeline, *period), &*run.folder)));
    }
    let names = newest.into_values().filter_map(Path::file_name);
    names.map(|name| name.to_string_lossy().into_owned()).collect()
}

/// Whether a run has made the folder: nothing else is ever removed.
fn is_run_id(name: &str) -> bool {
    let is_digits =
        |text: &str, count: usize| text.len() == count && text.bytes().all(|b| b.is_ascii_digit());
    let mut parts = name.split('-');
    let time = parts.next().and_then(|time| time.strip_suffix('Z')).and_then(|time| time.split_once('T'));
    let is_hex = |text: &str| text.len() == ID_DIGITS && text.bytes().all(|b| b.is_ascii_hexdigit());
    time.is_some_and(|(day, hour)| is_digits(day, 8) && is_digits(hour, 6))
        && parts.next().is_some_and(is_hex)
}

/// Removes a run under another name, so that nobody reads half of one.
fn remove_run(run: &Path, runs: &Path) -> Result<(), PublishError> {
    let pruned = runs.join(PRUNED);
    fs::rename(run, &pruned).map_err(|error| PublishError::io("remove", run, error))?;
    remove_folder(&pruned)
}

#[cfg(test)]
mod tests;
