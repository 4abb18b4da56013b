//! Reads every workbook of a folder, in this process or in workers: isolation PIPELINE FOLDER in-process|workers|all
//!
//! The step from bytes to batches alone, where worker processes cost the most; `all` sends xlsx there too. This program is its own worker. Prints how many
//! facts there are, and how many flags. Times are taken from outside: benches/isolation.py.

use rayon::prelude::*;
use std::error::Error;
use std::path::{Path, PathBuf};
use tonghop::isolation::{self, Isolation, Readers};
use tonghop::locate::{Lexicon, Memory};
use tonghop::pipeline;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.first().is_some_and(|word| word == isolation::COMMAND) {
        return Ok(isolation::worker::run()?);
    }
    let [pipeline, folder, way] = arguments.as_slice() else { return Err("PIPELINE FOLDER WAY".into()) };
    let workers =
        |is_for_all| std::env::current_exe().map(|program| Isolation::Workers { program, is_for_all });
    let isolation = match way.as_str() {
        "workers" => workers(false)?,
        "all" => workers(true)?,
        _ => Isolation::InProcess,
    };
    let definition = pipeline::load(Path::new(pipeline)).map_err(|error| error.plain())?;
    let lexicon = Lexicon::new(definition.reading.clone());
    let readers = Readers::new(&isolation, &definition.reading)?;
    let files = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter();
    let files: Vec<PathBuf> = files
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_file())
        .map(walkdir::DirEntry::into_path)
        .collect();
    let one = |memory: &mut Memory, path: &PathBuf| -> Result<(usize, usize), String> {
        let bytes = std::fs::read(path).map_err(|error| error.to_string())?;
        let batch = readers.batch(&bytes, &lexicon, memory).map_err(|error| error.to_string())?;
        Ok((batch.facts.len(), batch.flags.len()))
    };
    let counts: Result<Vec<_>, String> = files.par_iter().map_init(Memory::default, one).collect();
    let (facts, flags) = counts?.into_iter().fold((0, 0), |sum, of| (sum.0 + of.0, sum.1 + of.1));
    println!("{} files, {facts} facts, {flags} flags", files.len());
    Ok(())
}
