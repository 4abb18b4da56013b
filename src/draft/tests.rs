//! How much of the given pipelines a draft finds, from their samples alone.

use super::*;
use crate::discover::discover;

fn files(folder: &str) -> Vec<(String, Vec<u8>)> {
    let found = discover(Path::new(folder), None).unwrap();
    let kept = found.sources.into_iter().filter(|source| !source.is_stray);
    kept.map(|source| (source.relative, std::fs::read(source.path).unwrap())).collect()
}

#[test]
fn show() {
    let Ok(path) = std::env::var("DRAFT") else { return };
    let files = files(&path);
    let files: Vec<File> = files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())).collect();
    let draft = folder(&files, "draft").unwrap();
    println!("{}\n{}", draft.pipeline, draft.branches_csv);
    draft.write(Path::new(&std::env::var("OUT").unwrap())).unwrap();
    if let Err(error) = crate::pipeline::load(Path::new(&std::env::var("OUT").unwrap())) {
        println!("{}", error.plain());
    }
}
