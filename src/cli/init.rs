//! `tonghop init`: a definition is drafted from sample workbooks.

use super::options::Init;
use super::{FAILED, PUBLISHED, USAGE, messages, terminal};
use crate::discover::{Source, discover};
use crate::draft::{self, Draft, Input};
use crate::isolation::{self, Readers};
use crate::model::Check;
use crate::pipeline::{Limits, Reading};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// Files that are named on the terminal.
const NAMED: usize = 10;

/// Runs the command.
pub fn run(options: &Init) -> u8 {
    let id = id_of(options);
    let folder = options.output.clone().unwrap_or_else(|| Path::new("pipelines").join(&id));
    if is_in_use(&folder) && !options.force {
        return stopped(USAGE, &in_use(&folder));
    }
    let found = match discover(&options.folder, &[folder.as_path()]) {
        Ok(found) => found,
        Err(error) => return stopped(USAGE, &format!("tonghop: {error}")),
    };
    let sources: Vec<Source> = found.sources.into_iter().filter(|source| !source.is_stray).collect();
    let chosen: Vec<&Source> =
        draft::spread(sources.len(), draft::MOST).into_iter().filter_map(|at| sources.get(at)).collect();
    let paths: Vec<&str> = chosen.iter().map(|source| source.relative.as_str()).collect();
    let load = |at: usize| chosen.get(at).and_then(|source| bytes_of(&source.path));
    let limits = Limits::default();
    let readers = super::isolation().and_then(|of| Readers::new(&of, &Reading::of_nothing(limits.clone())));
    let readers = match readers {
        Ok(readers) => readers,
        Err(error) => return stopped(FAILED, &format!("tonghop: {error}")),
    };
    let trouble = OnceLock::new();
    let read = |bytes: &[u8]| match readers.workbook(bytes, &limits) {
        Ok(read) => read.map_err(|flag| flag.check.code()),
        Err(error) => {
            let _ = trouble.set(error);
            Err(Check::UnreadableFile.code())
        }
    };
    let input = Input { paths: &paths, load: &load, read: &read, left_out: sources.len() - chosen.len() };
    let drafts = draft::folders(&input, &id);
    if let Some(error) = trouble.get() {
        return stopped(FAILED, &format!("tonghop: {error}"));
    }
    let drafts = match drafts {
        Ok(drafts) => drafts,
        Err(error) => return stopped(FAILED, &format!("tonghop: {}: {error}", options.folder.display())),
    };
    if input.left_out > 0 {
        let message = format!(
            "{} of {} files were looked at, spread over the folder; branches that only the others name are not in branches.csv",
            chosen.len(),
            sources.len()
        );
        terminal::message(&message);
    }
    write(&drafts, &folder, options)
}

/// Writes each draft to a folder: the first to the one asked for, those of other forms beside it.
fn write(drafts: &[Draft], folder: &Path, options: &Init) -> u8 {
    let folders: Vec<PathBuf> = (1..).zip(drafts).map(|(number, _)| numbered(folder, number)).collect();
    if let Some(taken) = folders.iter().find(|folder| is_in_use(folder)).filter(|_| !options.force) {
        return stopped(USAGE, &in_use(taken));
    }
    for (draft, folder) in drafts.iter().zip(&folders) {
        if let Err(error) = draft.write(folder) {
            return stopped(FAILED, &format!("tonghop: {}: {error}", folder.display()));
        }
        if let Err(error) = crate::pipeline::load(folder) {
            // A draft that does not load is a fault of this program; what is wrong with it is still of use.
            terminal::drawing(&error.drawn(terminal::is_colour_wanted()));
            return FAILED;
        }
        terminal::message(&summary(draft, folder, &options.folder));
    }
    if drafts.len() > 1 {
        let message = format!(
            "The same branches fill {} forms for the same periods, each in workbooks of its own: each form has its draft.",
            drafts.len()
        );
        terminal::message(&message);
    }
    PUBLISHED
}

/// The folder of a further form: `pipelines/ours-2`.
fn numbered(folder: &Path, number: usize) -> PathBuf {
    if number == 1 {
        return folder.to_path_buf();
    }
    let mut name = folder.file_name().unwrap_or_default().to_os_string();
    name.push(format!("-{number}"));
    folder.with_file_name(name)
}

fn in_use(folder: &Path) -> String {
    format!("tonghop: {} is there already; --force writes over it", folder.display())
}

/// The bytes of a file that is not too large to be read; nothing where it cannot be read.
fn bytes_of(path: &Path) -> Option<Vec<u8>> {
    let most = Limits::default().file_bytes;
    let size = std::fs::metadata(path).ok()?.len();
    // One byte more than is allowed makes the reader say what is wrong.
    let mut bytes = Vec::new();
    isolation::open_sent(path).ok()?.take(size.min(most) + 1).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

fn stopped(code: u8, message: &str) -> u8 {
    terminal::message(message);
    code
}

/// The id: as given, else the name of the folder to write, else that of the folder read.
fn id_of(options: &Init) -> String {
    let name = |path: &PathBuf| path.file_name().map(|name| name.to_string_lossy().into_owned());
    let given = options
        .id
        .clone()
        .or_else(|| options.output.as_ref().and_then(name))
        .or_else(|| name(&options.folder));
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || letter == '-' || letter == '_';
    let given = given.unwrap_or_else(|| "pipeline".to_owned());
    if !given.is_empty() && given.chars().all(is_plain) {
        given
    } else {
        crate::pipeline::draft::id(&given, [])
    }
}

/// Whether a folder holds anything.
fn is_in_use(folder: &Path) -> bool {
    folder.read_dir().is_ok_and(|mut entries| entries.next().is_some()) || folder.is_file()
}

fn summary(draft: &Draft, folder: &Path, input: &Path) -> String {
    let mut lines = vec![format!(
        "{}: {} indicators on {} sheets, {} branches, from {} workbooks",
        folder.display(),
        draft.indicators.len(),
        draft.sheets.len(),
        draft.branches.len(),
        draft.workbooks
    )];
    let refused: Vec<String> =
        draft.refused.iter().map(|file| format!("{} ({})", file.path, file.code)).collect();
    lines.extend(listed("cannot be read", &refused));
    lines.extend(listed("nothing of the form in", &draft.strangers));
    lines.extend(listed("of another form", &draft.elsewhere));
    lines.push(format!(
        "Check the comments of {}, then: tonghop ingest {} {} --out OUT",
        folder.join("pipeline.toml").display(),
        folder.display(),
        input.display()
    ));
    lines.join("\n")
}

fn listed(what: &str, names: &[String]) -> Vec<String> {
    let mut lines: Vec<String> =
        names.iter().take(NAMED).map(|name| format!("  {what}: {}", messages::clean(name))).collect();
    if names.len() > NAMED {
        lines.push(format!("  {what}: {} more", names.len() - NAMED));
    }
    lines
}
