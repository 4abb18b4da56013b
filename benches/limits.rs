//! How fast it could be at most: the same workbooks without looking at a single cell.
//!
//! `limits read FOLDER` reads the bytes of every file; `limits inflate FOLDER` also inflates the parts that a reader of cells needs. Enters: a
//! folder of xlsx files. Leaves: one line of counts on stdout. Anything that is no such file ends the program: it is a bench, not a reader.

use libdeflater::Decompressor;
use rayon::prelude::*;
use std::error::Error;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};
use zip::{CompressionMethod, ZipArchive};

type Counted = Result<u64, Box<dyn Error + Send + Sync>>;

fn main() -> Result<(), Box<dyn Error + Send + Sync>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [mode, folder] = arguments.as_slice() else { return Err("usage: limits read|inflate FOLDER".into()) };
    let files = workbooks(Path::new(folder))?;
    let bytes: u64 = match mode.as_str() {
        "read" => files.par_iter().map(|path| Ok(std::fs::read(path)?.len() as u64)).sum::<Counted>()?,
        "inflate" => {
            let start = || (Decompressor::new(), Vec::new());
            files
                .par_iter()
                .map_init(start, |(inflater, part), path| inflate(path, inflater, part))
                .sum::<Counted>()?
        }
        _ => return Err("usage: limits read|inflate FOLDER".into()),
    };
    println!("{} files, {bytes} bytes", files.len());
    Ok(())
}

fn workbooks(folder: &Path) -> Result<Vec<PathBuf>, walkdir::Error> {
    let entries = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter();
    let paths = entries.map(|entry| entry.map(walkdir::DirEntry::into_path));
    paths
        .filter(|path| path.as_ref().map_or(true, |path| path.extension().is_some_and(|e| e == "xlsx")))
        .collect()
}

/// Inflates the needed parts of one workbook, one after the other into the same buffer.
fn inflate(path: &Path, inflater: &mut Decompressor, part: &mut Vec<u8>) -> Counted {
    let bytes = std::fs::read(path)?;
    let mut archive = ZipArchive::new(Cursor::new(bytes.as_slice()))?;
    let mut total = 0;
    for index in 0..archive.len() {
        let mut entry = archive.by_index_raw(index)?;
        if !is_needed(&entry.name()?) {
            continue;
        }
        let size = usize::try_from(entry.size())?;
        if part.len() < size {
            part.resize(size, 0);
        }
        let Some(room) = part.get_mut(..size) else { return Err("no room".into()) };
        if entry.compression() == CompressionMethod::Stored {
            entry.read_exact(room)?;
        } else {
            let start = usize::try_from(entry.data_start().ok_or("no data")?)?;
            let end = start + usize::try_from(entry.compressed_size())?;
            inflater.deflate_decompress(bytes.get(start..end).ok_or("cut off")?, room)?;
        }
        total += size as u64;
    }
    Ok(total)
}

/// Parts that say nothing about cells are left where they are.
fn is_needed(name: &str) -> bool {
    let is_xml = name.ends_with(".xml") || name.ends_with(".rels");
    is_xml && !name.contains("theme") && name != "docProps/app.xml" && name != "docProps/custom.xml"
}
