//! What the fuzz targets share.

pub mod account;
pub mod grid;
pub mod input;
pub mod message;
pub mod package;
pub mod panics;
pub mod pipelines;
