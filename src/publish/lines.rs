//! Rows become the lines of a file: rendered by all threads, written in their order.
//!
//! Enters: a table's columns and its rows. Leaves: a CSV file, synced to disk, with its hash. What can go wrong is the operating
//! system's. Rows are taken in blocks of some megabytes of text; while one block is rendered, the one before it is hashed and
//! written. Two blocks are in memory, however many rows there are, and the bytes do not depend on how the work falls out.

use super::PublishError;
use super::file::{File, Written};
use super::notation::{Above, Notation};
use super::table::Column;
use crate::pipeline::Dialect;
use rayon::prelude::*;
use std::path::Path;

/// Rows that one thread renders at a time: about 256 KB of facts, which stay in its cache until they are written.
const ROWS_OF_CHUNK: usize = 1024;
/// Chunks of a block: enough to share out among threads, more than hashing and writing can keep up with.
const CHUNKS_OF_BLOCK: usize = 16;

/// Some rows and their lines; the memory of both is used again.
struct Chunk<R> {
    rows: Vec<R>,
    lines: String,
}

/// Chunks that are rendered together.
type Block<R> = Vec<Chunk<R>>;

/// Writes header and rows as RFC 4180 has it, lines ended by CR LF.
pub(super) fn write<R: Send>(
    path: &Path,
    dialect: Dialect,
    columns: &[Column<R>],
    rows: impl Iterator<Item = R> + Send,
) -> Result<Written, PublishError> {
    write_chunked(path, dialect, columns, rows, ROWS_OF_CHUNK)
}

fn write_chunked<R: Send>(
    path: &Path,
    dialect: Dialect,
    columns: &[Column<R>],
    mut rows: impl Iterator<Item = R> + Send,
    rows_of_chunk: usize,
) -> Result<Written, PublishError> {
    let mut file = File::create(path)?;
    let notation = Notation::new(dialect);
    file.write(&[head(dialect, columns, &notation).as_bytes()])?;
    let (mut next, mut done) = (block(), block());
    loop {
        let pieces = texts(&done);
        let render = || render(&mut next, &mut rows, rows_of_chunk, columns, &notation);
        let (has_rows, written) = rayon::join(render, || file.write(&pieces));
        written?;
        if !has_rows {
            return file.finish();
        }
        std::mem::swap(&mut next, &mut done);
    }
}

/// A block without rows.
fn block<R>() -> Block<R> {
    (0..CHUNKS_OF_BLOCK).map(|_| Chunk { rows: Vec::new(), lines: String::new() }).collect()
}

/// The texts of a block, in the order of its rows.
fn texts<R>(block: &Block<R>) -> Vec<&[u8]> {
    block.iter().map(|chunk| chunk.lines.as_bytes()).collect()
}

/// What stands before the first row.
fn head<R>(dialect: Dialect, columns: &[Column<R>], notation: &Notation) -> String {
    // Without a byte order mark Excel takes UTF-8 for the machine's own code page.
    let mut head = String::from(if dialect == Dialect::Plain { "" } else { "\u{feff}" });
    append_line(columns, notation, &mut head, |column, line| line.push_str(column.describe().name));
    head
}

/// Fills a block with the next rows and renders them; gives whether there were any.
fn render<R: Send>(
    block: &mut Block<R>,
    rows: &mut (impl Iterator<Item = R> + Send),
    rows_of_chunk: usize,
    columns: &[Column<R>],
    notation: &Notation,
) -> bool {
    for chunk in block.iter_mut() {
        chunk.rows.extend(rows.take(rows_of_chunk));
    }
    let has_rows = block.iter().any(|chunk| !chunk.rows.is_empty());
    block.par_iter_mut().for_each(|chunk| chunk.render(columns, notation));
    has_rows
}

impl<R> Chunk<R> {
    /// Turns its rows into lines.
    fn render(&mut self, columns: &[Column<R>], notation: &Notation) {
        self.lines.clear();
        let mut above = vec![Above::default(); columns.len()];
        for row in self.rows.drain(..) {
            let mut above = above.iter_mut();
            append_line(columns, notation, &mut self.lines, |column, line| {
                if let Some(above) = above.next() {
                    column.append(&row, notation, line, above);
                }
            });
        }
    }
}

/// Appends a line in which every column says what `append` has it say.
fn append_line<R>(
    columns: &[Column<R>],
    notation: &Notation,
    line: &mut String,
    mut append: impl FnMut(&Column<R>, &mut String),
) {
    for (nth, column) in columns.iter().enumerate() {
        if nth > 0 {
            notation.append_delimiter(line);
        }
        append(column, line);
    }
    notation.append_end(line);
}

#[cfg(test)]
mod tests;
