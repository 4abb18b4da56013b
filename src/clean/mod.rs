//! A labelled cell becomes an amount, a text or a date.
//!
//! Enters: a [`Cell`](crate::model::Cell) with its style, and what is known about it ([`value::Expected`]): the indicator, the units stated
//! around it, the locale, what the rest of its column shows. Leaves: [`value::Cleaned`], the value in base units with every repair recorded, and
//! findings where something is wrong. Nothing here fails: what cannot be read is a finding without a value, and nothing is guessed in silence.
//!
//! [`vi`] and [`en`] hold the words of a locale and no logic; the other modules hold the logic and no words. [`text`] gives the forms under which
//! labels are matched, [`legacy`] undoes the font encodings from before Unicode.

pub mod collate;
pub mod date;
pub mod en;
pub mod legacy;
mod lexer;
pub mod likeness;
pub mod number;
pub mod numbering;
pub mod period;
pub mod syllable;
pub mod tcvn3;
pub mod text;
pub mod tones;
pub mod unit;
pub mod value;
pub mod vi;
pub mod vni;
pub mod words;

pub use legacy::Encoding;
pub use number::Habit;
pub use unit::StatedUnit;
pub use value::{Cleaned, Expected, Finding, clean};
