//! What travels between the stages: cells, facts, flags, submissions, batches, amounts.
//!
//! Enters: nothing. Leaves: plain data types without behaviour that belongs to a stage. Stages never
//! import each other; everything one stage hands to the next is defined here.

pub mod amount;
pub mod batch;
pub mod catalogue;
pub mod cell;
pub mod character;
pub mod fact;
pub mod flag;
pub mod flagged;
pub mod map;
pub mod outcome;
pub mod period;
pub mod review;
pub mod workbook;

pub use amount::{Amount, Bound};
pub use batch::{Batch, Candidate, CandidateKind, Dispositions, Record, Report, SheetSummary};
pub use catalogue::{Check, Family};
pub use cell::{Address, Cell, Value};
pub use fact::{CellKind, Fact, Origin, Transform};
pub use flag::{Evidence, Flag, Place, Scope, Severity};
pub use period::{Date, Period};
pub use workbook::{Format, Properties, Sheet, SheetState, Style, Workbook};
