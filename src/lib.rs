//! Consolidates a folder of branch workbooks into traceable totals and anomaly flags.

pub mod model;
pub mod pipeline;
#[cfg(feature = "publishing")]
pub mod publish;
