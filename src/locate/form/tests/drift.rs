//! Versions of a form, and what none of them knows.
