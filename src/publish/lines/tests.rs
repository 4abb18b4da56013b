//! Chunks against a plain loop.

use super::*;
use crate::model::Amount;
use sha2::{Digest, Sha256};
use std::error::Error;
use std::fs;

type Tested = Result<(), Box<dyn Error>>;

/// Rows of one block where a chunk has three.
const BLOCK: usize = 3 * CHUNKS_OF_BLOCK;

/// Numbers as rows: a text that is now plain, now quoted, now neutralised; amounts; words; gaps.
fn columns() -> Vec<Column<u64>> {
    vec![
        Column::text("text", "A text.", |row| match row % 5 {
            0 => "a, \"b\"".into(),
            1 => format!("={row}").into(),
            2 => "Kết quả".into(),
            3 => "x".repeat((row % 100) as usize).into(),
            _ => "".into(),
        }),
        Column::written("written", "Put together.", |row, line| {
            line.push_str(if row % 7 == 0 { "a;b,c" } else { "no. " });
            line.push_str(itoa::Buffer::new().format(*row));
        }),
        Column::decimal("amount", "An amount.", |row| {
            (row % 3 > 0).then(|| Amount::from_scaled(i128::from(*row) * 123_450_000))
        }),
        Column::word("word", "A word.", &["odd"], |row| (row % 2 == 1).then_some("odd")),
        Column::integer("number", "A number.", |row| Some(*row)),
        Column::boolean("is_even", "Whether it is even.", |row| Some(row % 2 == 0)),
    ]
}

/// The file as a plain loop writes it.
fn unchunked(rows: usize, dialect: Dialect) -> String {
    let (columns, notation) = (columns(), Notation::new(dialect));
    let mut text = head(dialect, &columns, &notation);
    for row in 0..rows as u64 {
        append_line(&columns, &notation, &mut text, |column, line| {
            column.append(&row, &notation, line, &mut Above::default());
        });
    }
    text
}

/// The file as it is written, with what is known of it.
fn chunked(rows: usize, dialect: Dialect, rows_of_chunk: usize) -> Result<(Written, String), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("table.csv");
    let written = write_chunked(&path, dialect, &columns(), 0..rows as u64, rows_of_chunk)?;
    Ok((written, fs::read_to_string(path)?))
}

fn assert_same(rows: usize, dialect: Dialect, rows_of_chunk: usize) -> Tested {
    let expected = unchunked(rows, dialect);
    let (written, text) = chunked(rows, dialect, rows_of_chunk)?;
    assert!(text == expected, "{rows} rows, {rows_of_chunk} in a chunk");
    assert_eq!((written.name.as_str(), written.bytes), ("table.csv", expected.len() as u64));
    let hash: String = Sha256::digest(&expected).iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(written.sha256, hash);
    Ok(())
}

#[test]
fn the_lines_are_those_of_a_plain_loop_at_every_boundary() -> Tested {
    let around = |rows: usize| [rows.saturating_sub(1), rows, rows + 1];
    let counts = [[0, 1, 2], around(3), around(6), around(BLOCK), around(2 * BLOCK), around(5 * BLOCK)];
    for rows in counts.into_iter().flatten() {
        assert_same(rows, Dialect::Plain, 3)?;
        assert_same(rows, Dialect::ExcelVi, 3)?;
        assert_same(rows, Dialect::Excel, 1)?;
    }
    assert_same(2 * ROWS_OF_CHUNK * CHUNKS_OF_BLOCK + 1, Dialect::Plain, ROWS_OF_CHUNK)
}

#[test]
fn the_lines_do_not_depend_on_the_threads() -> Tested {
    for threads in [1, 2, 3, 16] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build()?;
        pool.install(|| {
            // Several tables at once, as a run writes them.
            let tables = [7, 2 * BLOCK + 1, 20 * BLOCK, 0];
            tables
                .par_iter()
                .try_for_each(|&rows| assert_same(rows, Dialect::Plain, 3).map_err(|error| error.to_string()))
        })?;
    }
    Ok(())
}

#[test]
fn a_file_that_is_there_is_not_written_over() -> Tested {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("table.csv");
    fs::write(&path, "mine")?;
    let error = write(&path, Dialect::Plain, &columns(), 0..5).err().ok_or("written")?;
    assert!(matches!(error, PublishError::Io { action: "create", .. }), "{error}");
    assert_eq!(fs::read_to_string(&path)?, "mine");
    Ok(())
}
