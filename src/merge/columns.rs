//! Columns of a frame as slices: for what reads many rows, in an order of its own.
//!
//! Enters: a frame and the name of a column that has no gaps. Leaves: its numbers, borrowed where they lie in one piece.

use super::FramesError;
use polars::prelude::*;
use std::borrow::Cow;

/// A column of indexes.
///
/// # Errors
/// Where the frame has no such column: a fault of this program.
pub fn indexes<'f>(frame: &'f DataFrame, name: &str) -> Result<Cow<'f, [u32]>, FramesError> {
    let column = frame.column(name)?.u32()?;
    Ok(column.cont_slice().map_or_else(|_| column.into_no_null_iter().collect(), Cow::Borrowed))
}

/// A column of billionths.
///
/// # Errors
/// Where the frame has no such column: a fault of this program.
pub fn billionths<'f>(frame: &'f DataFrame, name: &str) -> Result<Cow<'f, [i128]>, FramesError> {
    let column = frame.column(name)?.i128()?;
    Ok(column.cont_slice().map_or_else(|_| column.into_no_null_iter().collect(), Cow::Borrowed))
}
