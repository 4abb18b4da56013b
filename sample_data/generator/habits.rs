//! Who sends what: one line a unit, with the form it still uses, the file it sends and everything it does to both.

mod offices;
mod others;

use crate::container::csv::Dialect;
use crate::forms::columns::{Inserted, Stated};
use crate::forms::labels::Generation;
use crate::forms::{Named, Quirk};
use crate::text::Script;
use crate::written::{Manner, Money};

/// The format of the file, whatever its name says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Container {
    Xlsx,
    Xlsb,
    Ods,
    Csv(Dialect),
    /// Made once by another program from the generator's own xlsx: see `made-once/README.md`.
    MadeOnce,
}

/// How days are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Days {
    Serial,
    Slashed,
    Dotted,
    Words,
}

/// What a unit does every year.
#[derive(Clone)]
pub struct Habit {
    pub code: &'static str,
    /// Path below the folder of the year.
    pub path: &'static str,
    pub generation: Generation,
    pub container: Container,
    pub script: Script,
    pub manner: Manner,
    pub money: Money,
    pub stated: Stated,
    pub days: Days,
    pub named: Named,
    /// Which alias it signs with; its full name otherwise.
    pub alias: Option<usize>,
    pub has_date: bool,
    pub inserted: Option<Inserted>,
    pub mark: Option<&'static str>,
    pub quirks: &'static [Quirk],
    /// Single values written in another manner.
    pub says: &'static [(&'static str, Manner)],
    /// Plans that the unit added to rows for which the form asks none, with the flags that they raise.
    pub plans: &'static [(&'static str, i64, &'static [&'static str])],
    /// Flags of the whole file.
    pub flags: &'static [&'static str],
}

const fn of(code: &'static str, generation: Generation, path: &'static str) -> Habit {
    Habit {
        code,
        path,
        generation,
        container: Container::Xlsx,
        script: Script::Nfc,
        manner: Manner::Number,
        money: Money::Million,
        stated: Stated::Column,
        days: Days::Serial,
        named: Named::SameCell,
        alias: None,
        has_date: true,
        inserted: None,
        mark: None,
        quirks: &[],
        says: &[],
        plans: &[],
        flags: &[],
    }
}

/// Every unit's habit, in the order of the register's sectors.
pub fn all() -> impl Iterator<Item = &'static Habit> {
    offices::ALL.iter().chain(&others::BODIES).chain(&others::BANKS).chain(&others::ENTERPRISES)
}
