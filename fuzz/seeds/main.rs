//! Writes the corpora that the fuzzers begin with: the sample data and the fixtures of the tests, in the form of each target's inputs.
//!
//! `RUSTFLAGS="--cfg fuzzing" cargo run --example seeds` in `fuzz/`; `make fuzz` does it where there is no corpus yet.

use std::collections::BTreeSet;
use std::error::Error;
use std::ffi::OsStr;
use std::fs;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};
use tonghop::locate::{self, Memory};
use tonghop::model::Workbook;
use tonghop::{read, wire};
use tonghop_fuzz::{grid, message, package, pipelines};

/// Larger files make every run of a target slow and teach it nothing more.
const LARGEST: usize = 64 << 10;
/// So many texts of cells are enough for the targets that read texts.
const TEXTS: usize = 600;

fn main() -> Result<(), Box<dyn Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut texts = BTreeSet::new();
    let folders = ["sample_data", "tests/fixtures"].map(|folder| root.join(folder));
    for path in folders.iter().flat_map(|folder| files(folder)) {
        let bytes = fs::read(&path)?;
        if let Ok(workbook) = read::workbook(&bytes, &Default::default()) {
            of_workbook(&workbook, &mut texts)?;
        }
        of_file(&path, &bytes)?;
    }
    let step = texts.len().div_ceil(TEXTS).max(1);
    for (index, text) in texts.iter().step_by(step).enumerate() {
        let input = [&[index as u8], text.as_bytes()].concat();
        ["numbers", "units", "dates", "labels"].iter().try_for_each(|target| seed(target, &input))?;
    }
    for address in
        ["A1", "XFD1048576", "A1:C7", "XFE1", "A4294967297", "1.5", "-12", "1E-300", "123456789012345", "inf"]
    {
        seed("addresses", address.as_bytes())?;
    }
    definitions(&root)
}

/// Every file under a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

fn of_workbook(workbook: &Workbook, texts: &mut BTreeSet<String>) -> Result<(), Box<dyn Error>> {
    let cells = || workbook.sheets.iter().flat_map(|sheet| &sheet.cells);
    texts.extend(cells().filter_map(|cell| cell.text()).filter(|text| text.len() < 100).map(str::to_owned));
    texts.extend(workbook.styles.iter().map(|style| style.number_format.to_string()));
    let lines = grid::lines(workbook);
    (0..4u8).filter(|_| lines.len() < LARGEST / 8).try_for_each(|of| {
        seed("sheets", &[&[of], lines.as_bytes()].concat())?;
        let lexicon = &pipelines::known(usize::from(of)).lexicon;
        let batch = locate::batch(grid::workbook(&lines), lexicon, &mut Memory::default());
        let sent = wire::encode(&batch)?;
        seed("wire", &[&[of << 1], message::content(&sent)].concat())?;
        seed("wire", &[&[of << 1 | 1, 0], lines.as_bytes()].concat())
    })
}

fn of_file(path: &Path, bytes: &[u8]) -> Result<(), Box<dyn Error>> {
    if bytes.len() > LARGEST {
        return Ok(());
    }
    seed("files", bytes)?;
    if path.extension() == Some(OsStr::new("csv")) {
        seed("delimited", bytes)?;
    }
    if let Some(stream) = read::fuzzing::stream(bytes).filter(|stream| stream.len() <= LARGEST) {
        seed("records", &stream)?;
    }
    let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(bytes)) else { return Ok(()) };
    let mut parts = Vec::new();
    for index in 0..archive.len() {
        let Ok(mut part) = archive.by_index(index) else { continue };
        let letter = part.name().ok().and_then(|name| package::letter(&name));
        let Some(letter) = letter else { continue };
        let mut inflated = Vec::new();
        if part.read_to_end(&mut inflated).is_ok() {
            parts.push((letter, inflated));
        }
    }
    let input = package::input(&parts);
    if parts.is_empty() || input.len() > LARGEST { Ok(()) } else { seed("parts", &input) }
}

fn definitions(root: &Path) -> Result<(), Box<dyn Error>> {
    let letters = [
        ("pipeline.toml", 't'),
        ("branches.csv", 'b'),
        ("published.csv", 'p'),
        ("accepted.csv", 'a'),
        ("corrections.csv", 'c'),
    ];
    for pipeline in ["doan-khoi", "clinic-monthly", "bank-monthly"] {
        let folder = root.join("pipelines").join(pipeline);
        let part = |(name, letter): (&str, char)| {
            fs::read_to_string(folder.join(name)).ok().map(|text| format!("{letter}{text}"))
        };
        let parts: Vec<String> = letters.into_iter().filter_map(part).collect();
        seed("definition", parts.join("\u{1e}").as_bytes())?;
    }
    seed("definition", format!("t{}", include_str!("small.toml")).as_bytes())?;
    seed("definition", format!("t{}", pipelines::EVERY_KEY).as_bytes())?;
    seed("definition", format!("b{}", pipelines::BRANCHES).as_bytes())
}

/// An input of a target, called by its content.
fn seed(target: &str, input: &[u8]) -> Result<(), Box<dyn Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(target);
    fs::create_dir_all(&folder)?;
    let name = format!("seed-{:08x}-{}", crc32fast::hash(input), input.len());
    Ok(fs::write(folder.join(name), input)?)
}
