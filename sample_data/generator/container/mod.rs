//! A workbook becomes bytes of one of the formats that an office receives.

pub mod csv;
pub mod ods;
pub mod xlsb;
pub mod xlsx;
mod zip;

/// Text inside XML.
pub(crate) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
