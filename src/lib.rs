//! Consolidates a folder of branch workbooks into traceable totals and anomaly flags.

pub mod clean;
pub mod model;
pub mod pipeline;
