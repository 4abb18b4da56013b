//! What the fuzzers in `fuzz/` reach of the readers without a file around it.

pub use super::xlsx::fuzzing::{address, index, number, rectangle};

use super::compound::Compound;
use super::{biff, csv};
use crate::model::{Properties, Workbook};
use crate::pipeline::Limits;

/// Delimited text, whatever the bytes look like.
pub fn delimited(bytes: &[u8], limits: &Limits) -> Option<Workbook> {
    csv::read(bytes, limits).ok()
}

/// The records of an xls without the compound file around them.
pub fn records(stream: &[u8], limits: &Limits) -> Option<Workbook> {
    biff::read(stream, Properties::default(), limits).ok()
}

/// The stream of records inside an xls.
pub fn stream(xls: &[u8]) -> Option<Vec<u8>> {
    Compound::open(xls)?.stream("Workbook")
}
