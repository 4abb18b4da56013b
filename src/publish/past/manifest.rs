//! What a run says of itself.

use super::PastError;
use super::table::Fault;
use crate::model::review::Fate;
use crate::model::{Amount, Period};
use crate::publish::Release;
use jiff::Timestamp;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// The file.
pub(super) const NAME: &str = "manifest.json";
/// Larger ones are not read: of 100,000 unbalanced files each named, it would be a third of this.
const LONGEST: u64 = 64 << 20;

/// A run that was published.
#[derive(Clone, Debug)]
pub struct PastRun {
    /// Its folder.
    pub folder: PathBuf,
    /// Its id.
    pub id: String,
    /// Id of its pipeline.
    pub pipeline: String,
    /// SHA-256 of each file of its definition, by name.
    pub definition: BTreeMap<String, String>,
    /// Version of the program.
    pub version: String,
    /// When its outcome was there.
    pub finished: Timestamp,
    /// What it claims to be.
    pub release: Release,
    /// The periods for which it has reports, ascending.
    pub periods: Vec<Period>,
    /// The corrections that applied.
    pub corrections: Vec<PastCorrection>,
    files: Vec<FileEntry>,
}

/// A correction that applied in a run, by ids.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastCorrection {
    /// Period.
    pub period: Period,
    /// The branch's code.
    pub branch: String,
    /// Id of the indicator.
    pub indicator: String,
    /// The measure.
    pub measure: String,
    /// The breakdown; empty for the whole.
    pub breakdown: String,
    /// What counted instead of what was found, in base units.
    pub value: Amount,
}

/// The parts of a manifest that are read back.
#[derive(Deserialize)]
struct Manifest {
    run: String,
    tool: Tool,
    pipeline: Pipeline,
    finished: String,
    #[serde(default)]
    release: Release,
    /// Not there in runs of version 0.1.
    periods: Option<Vec<String>>,
    /// Not there in runs of version 0.1.
    #[serde(default)]
    corrections: Vec<Correction>,
    files: Vec<FileEntry>,
}

/// What became of a line of `corrections.csv`.
#[derive(Deserialize)]
struct Correction {
    status: String,
    period: String,
    branch: String,
    indicator: String,
    measure: String,
    breakdown: String,
    value: String,
}

impl Correction {
    /// The correction, if it applied.
    fn applied(self) -> Option<Result<PastCorrection, String>> {
        (self.status == Fate::Applied.as_str()).then(|| {
            let period = Period::parse(&self.period);
            let value = Amount::parse(&self.value);
            Ok(PastCorrection {
                period: period.ok_or_else(|| format!("`{}` is no period", self.period))?,
                branch: self.branch,
                indicator: self.indicator,
                measure: self.measure,
                breakdown: self.breakdown,
                value: value.ok_or_else(|| format!("`{}` is no number", self.value))?.0,
            })
        })
    }
}

#[derive(Deserialize)]
struct Tool {
    version: String,
}

#[derive(Deserialize)]
struct Pipeline {
    id: String,
    files: BTreeMap<String, String>,
}

/// A file with what it was when it was written.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct FileEntry {
    name: String,
    pub(super) bytes: u64,
    pub(super) sha256: String,
}

impl PastRun {
    /// Opens a run: reads its manifest, none of its tables.
    ///
    /// # Errors
    /// When the manifest cannot be read, or is none.
    pub fn open(folder: &Path) -> Result<Self, PastError> {
        let path = folder.join(NAME);
        let wrong = |found: String| PastError::Manifest { path: path.clone(), found };
        let manifest: Manifest =
            serde_json::from_slice(&bytes(&path)?).map_err(|error| wrong(error.to_string()))?;
        let finished = manifest.finished.parse();
        let mut run = Self {
            folder: folder.into(),
            id: manifest.run,
            pipeline: manifest.pipeline.id,
            definition: manifest.pipeline.files,
            version: manifest.tool.version,
            finished: finished.map_err(|_| wrong(format!("`{}` is no moment", manifest.finished)))?,
            release: manifest.release,
            periods: Vec::new(),
            corrections: manifest
                .corrections
                .into_iter()
                .filter_map(Correction::applied)
                .collect::<Result<_, _>>()
                .map_err(&wrong)?,
            files: manifest.files,
        };
        let periods = match manifest.periods {
            Some(words) => words
                .iter()
                .map(|word| Period::parse(word).ok_or_else(|| wrong(format!("`{word}` is no period"))))
                .collect::<Result<_, _>>()?,
            None => run.periods_of_branches()?,
        };
        run.periods = periods.into_iter().collect();
        Ok(run)
    }

    /// The periods of a run whose manifest does not name them: those for which a branch has reported.
    fn periods_of_branches(&self) -> Result<BTreeSet<Period>, PastError> {
        let mut periods = BTreeSet::new();
        self.read("completeness", &["period", "received"], |row| {
            if row.text(1) == "true" {
                periods.insert(row.period(0)?);
            }
            Ok::<(), Fault>(())
        })?;
        Ok(periods)
    }

    /// What the manifest says of a table's file.
    pub(super) fn entry(&self, table: &str) -> Option<&FileEntry> {
        self.files.iter().find(|file| file.name.strip_suffix(".csv") == Some(table))
    }

    /// The hash of a table's file, as the manifest has it.
    pub fn hash_of(&self, table: &str) -> Option<&str> {
        self.entry(table).map(|entry| entry.sha256.as_str())
    }
}

/// A manifest's bytes, unless it is too large to be one.
fn bytes(path: &Path) -> Result<Vec<u8>, PastError> {
    let file = File::open(path).map_err(|error| PastError::io(path, error))?;
    let mut bytes = Vec::new();
    file.take(LONGEST + 1).read_to_end(&mut bytes).map_err(|error| PastError::io(path, error))?;
    if bytes.len() as u64 > LONGEST {
        return Err(PastError::Manifest { path: path.into(), found: format!("more than {LONGEST} bytes") });
    }
    Ok(bytes)
}
