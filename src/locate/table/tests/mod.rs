//! Tables of records: small sheets, one for each thing that a table may do.

mod bench;
mod defined;
mod found;
mod moved;
mod read;
mod summed;
