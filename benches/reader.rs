//! The reader alone against the streaming reader of calamine, on one thread, for counting instructions.
//!
//! `reader bytes|own|calamine FOLDER` reads every workbook of a folder. `bytes` only reads the files: what it costs is taken off both. Leaves:
//! one line with the non-empty cells that were seen, so that a difference in work shows.

use calamine::{DataRef, Reader, Xlsx};
use std::error::Error;
use std::io::Cursor;
use std::path::Path;
use tonghop::pipeline::Limits;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [mode, folder] = arguments.as_slice() else {
        return Err("usage: reader bytes|own|calamine FOLDER".into());
    };
    let count = match mode.as_str() {
        "bytes" => |_: Vec<u8>| Ok(0),
        "own" => own,
        "calamine" => calamine,
        _ => return Err("usage: reader bytes|own|calamine FOLDER".into()),
    };
    let (mut files, mut cells) = (0u64, 0u64);
    for entry in walkdir::WalkDir::new(Path::new(folder)).sort_by_file_name() {
        let entry = entry?;
        if entry.path().extension().is_some_and(|extension| extension == "xlsx") {
            cells += count(std::fs::read(entry.path())?)?;
            files += 1;
        }
    }
    println!("{files} files, {cells} cells");
    Ok(())
}

/// Values, formulas, styles, merges, hidden rows and columns, names and properties.
fn own(bytes: Vec<u8>) -> Result<u64, Box<dyn Error>> {
    let workbook = tonghop::read::workbook(&bytes, &Limits::default()).map_err(|flag| format!("{flag:?}"))?;
    Ok(workbook.sheets.iter().map(|sheet| sheet.cells.len() as u64).sum())
}

/// Values only.
fn calamine(bytes: Vec<u8>) -> Result<u64, Box<dyn Error>> {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes))?;
    let mut cells = 0;
    for name in workbook.sheet_names() {
        let mut reader = workbook.worksheet_cells_reader(&name)?;
        while let Some(cell) = reader.next_cell()? {
            cells += u64::from(!matches!(cell.get_value(), DataRef::Empty));
        }
    }
    Ok(cells)
}
