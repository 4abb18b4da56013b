//! The files of a definition: pipeline.toml, branches.csv, published.csv, accepted.csv, corrections.csv.
//!
//! A definition that is taken can be used: workbooks can be looked for and branches identified by it. One that is refused says why, at
//! lines that the file has.

#![no_main]

use libfuzzer_sys::fuzz_target;
use std::io::{Error, ErrorKind};
use std::path::Path;
use tonghop::identify::Identifier;
use tonghop::locate::Lexicon;
use tonghop::pipeline::{Definition, LoadError, load_files};
use tonghop_fuzz::panics;
use tonghop_fuzz::pipelines::{BRANCHES, EVERY_KEY};

/// Between two files of an input; the first byte of each says which it is.
const SEPARATOR: u8 = 0x1E;
const FILES: [(u8, &str); 5] = [
    (b't', "pipeline.toml"),
    (b'b', "branches.csv"),
    (b'p', "published.csv"),
    (b'a', "accepted.csv"),
    (b'c', "corrections.csv"),
];

fuzz_target!(init: panics::ours_only(), |data: &[u8]| {
    let given: Vec<&[u8]> = data.split(|byte| *byte == SEPARATOR).collect();
    match load(&given) {
        Ok(definition) => {
            let _ = Lexicon::new(definition.reading.clone());
            let _ = Identifier::new(&definition, None);
        }
        Err(error) => {
            assert!(!error.problems.is_empty());
            assert_eq!(error.plain().is_empty(), error.drawn(false).is_empty());
            for problem in &error.problems {
                assert!(!problem.found.is_empty() && !problem.expected.is_empty(), "{problem:?}");
                assert_eq!(problem.line == 0, problem.column == 0);
                let longest = given.iter().map(|file| file.iter().filter(|byte| **byte == b'\n').count() + 1).max();
                let is_given = problem.line <= longest.unwrap_or(0);
                assert!(is_given || problem.line <= EVERY_KEY.lines().count() + 1, "{problem:?}");
            }
        }
    }
});

fn load(given: &[&[u8]]) -> Result<Definition, LoadError> {
    load_files(Path::new("fuzzed"), |name| {
        let letter = FILES.iter().find(|(_, known)| *known == name).map(|(letter, _)| *letter);
        let file = given.iter().find(|file| file.first().copied() == letter);
        match (file, name) {
            (Some(file), _) => Ok(file.get(1..).unwrap_or_default().into()),
            (None, "pipeline.toml") => Ok(EVERY_KEY.into()),
            (None, "branches.csv") => Ok(BRANCHES.into()),
            (None, _) => Err(Error::from(ErrorKind::NotFound)),
        }
    })
}
