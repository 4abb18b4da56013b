//! Consolidates a folder of branch workbooks into traceable totals and anomaly flags.
//!
//! # The map of the house
//!
//! ```text
//! discover ─▶ [ read ─▶ locate ─▶ clean ] each workbook ─▶ identify ─▶ merge ─▶ check ─▶ total ─▶ publish
//! ```
//!
//! - [`model`]: what travels between the stages
//! - [`pipeline`]: the definition, in its reading half and its judging half
//! - [`discover`]: a folder becomes sorted sources
//! - [`read`]: bytes become a workbook
//! - [`locate`]: a workbook becomes a batch of facts, flags and candidates
//! - [`isolation`]: what no bounded reader reads becomes a batch in a worker process
//! - [`wire`]: a batch as bytes, for worker processes
//! - [`clean`]: a labelled cell becomes an amount, a text or a date
//! - [`identify`]: a batch gets its branch and period
//! - `history`: values of earlier periods become a frame (feature `frames`)
//! - `merge`, `check`, `total`: batches become frames, frames become flags and totals (feature `frames`)
//! - `publish`: an outcome becomes files (feature `publishing`)
//! - `review`: what a published run leaves open, and people's decisions (feature `publishing`)
//! - `run`: the order of it all
//!
//! Imports go one way: model → pipeline → stages → run → cli → main. The library never prints and never exits.

pub mod clean;
pub mod discover;
pub mod draft;
pub mod identify;
pub mod isolation;
pub mod locate;
pub mod model;
pub mod pipeline;
pub mod read;
pub mod wire;

#[cfg(feature = "frames")]
pub mod check;
#[cfg(feature = "frames")]
pub mod cli;
#[cfg(feature = "frames")]
pub mod history;
#[cfg(feature = "frames")]
pub mod merge;
#[cfg(feature = "publishing")]
pub mod publish;
#[cfg(feature = "publishing")]
pub mod review;
#[cfg(feature = "frames")]
pub mod run;
#[cfg(feature = "frames")]
pub mod total;
