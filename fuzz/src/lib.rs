//! What the fuzz targets share.

pub mod account;
pub mod grid;
pub mod input;
pub mod package;
pub mod panics;
pub mod pipelines;
