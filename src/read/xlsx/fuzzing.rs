//! The small parsers under the cells, for the fuzzers in `fuzz/` alone.

use super::address;
use crate::model::{Address, workbook::Merge};

/// A cell's reference.
pub fn address(reference: &[u8]) -> Option<Address> {
    address::address(reference).ok()
}

/// A merged range.
pub fn rectangle(reference: &[u8]) -> Option<Merge> {
    address::rectangle(reference)
}

/// A cell's number.
pub fn number(text: &[u8]) -> Option<f64> {
    address::number(text)
}

/// An index such as that of a shared string.
pub fn index(text: &[u8]) -> Option<u32> {
    address::index(text)
}
