//! Whole runs on small folders: what an office puts in, and every line that comes out.
//!
//! One binary, since each would link Polars again. Each test makes its folder in code, so that the smallest workbook that shows a
//! behaviour stands beside its assertion.

mod book;
mod catalogue;
mod collections;
mod crosstab;
mod crowd;
mod deciding;
mod definition;
mod documentation;
mod drafts;
mod history;
mod hostile;
mod isolation;
mod longer;
mod merging;
mod office;
mod outputs;
mod program;
mod records;
mod reports;
mod returns;
mod review;
mod revisions;
mod robust;
mod rules;
mod sample;
mod statistics;
mod totals;
mod vietnamese;
mod vietnamese_forms;
