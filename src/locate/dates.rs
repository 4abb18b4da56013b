//! Half converted dates: serials with small days beside text dates with large ones.

use super::Found;
use super::view::View;
use crate::model::fact::FactValue;
use crate::model::flag::Place;
use crate::model::{CellKind, Check, Fact, Flag};
use crate::pipeline::{Kind, Reading};

/// The last day of a month that is also a month's number.
const SWAPPABLE: u8 = 12;

/// Flags a column in which every serial date has a day up to 12 and some text date a day above.
///
/// A month-first machine converts only what it can read as month and day: 05/12 becomes the twelfth of May, 25/12 stays text.
pub fn flag_mixed(reading: &Reading, view: &View, found: &mut Found, first_fact: usize) {
    let facts = found.facts.get(first_fact..).unwrap_or_default();
    let mut columns: Vec<u32> = facts.iter().map(|fact| fact.at.column).collect();
    columns.sort_unstable();
    columns.dedup();
    let mut flags = Vec::new();
    for column in columns {
        let dates: Vec<&Fact> =
            facts.iter().filter(|fact| fact.at.column == column && is_date(reading, fact)).collect();
        flags.extend(mixed(view, &dates));
    }
    found.flags.append(&mut flags);
}

fn is_date(reading: &Reading, fact: &Fact) -> bool {
    reading.indicators.get(fact.indicator as usize).is_some_and(|known| known.kind == Kind::Date)
}

fn mixed(view: &View, dates: &[&Fact]) -> Option<Flag> {
    let day = |fact: &Fact| match fact.value {
        FactValue::Date(date) => Some(date.day),
        _ => None,
    };
    let (texts, serials): (Vec<&Fact>, Vec<&Fact>) =
        dates.iter().copied().partition(|fact| fact.kind == CellKind::Text);
    let late = texts.iter().find(|fact| day(fact).is_some_and(|day| day > SWAPPABLE))?;
    let early = serials.first()?;
    let is_early = |fact: &&Fact| day(fact).is_some_and(|day| day <= SWAPPABLE);
    serials.iter().all(is_early).then(|| {
        let shown = format!("{}: {}; {}: {}", early.at, early.raw, late.at, late.raw);
        Flag::new(Check::MixedDates, Place::cell(&view.sheet.name, early.at), shown)
            .about(early.indicator, early.measure)
    })
}
