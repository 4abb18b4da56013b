//! Printed totals: never added, always compared with what they claim to sum.

use super::Found;
use crate::clean::value::Cleaned;
use crate::model::fact::FactValue;
use crate::model::flag::Place;
use crate::model::{Amount, Bound, Check, Fact, Flag};
use crate::pipeline::{Indicator, Kind, Reading};

/// What has been met in a table, for the totals below it.
#[derive(Debug)]
pub enum Line {
    /// A heading: a total below it sums what follows it.
    Heading,
    /// A total: the next one sums what follows it.
    Total,
    /// A value.
    Fact {
        /// Index of the indicator.
        indicator: u32,
        /// Index of the measure.
        measure: u16,
        /// Index into the facts found so far.
        fact: usize,
    },
}

/// What a total row claims.
#[derive(Debug, PartialEq)]
pub struct Claim {
    /// The indicator whose kind and unit the total has.
    pub like: u32,
    /// What the rows add up to.
    pub sum: Amount,
    /// The multiplier that all rows share: that of a total which states no unit of its own. None where they differ.
    pub multiplier: Option<i64>,
    /// How far the total may be off: (k + 1) · ½ · last reported digit; zero for counts.
    pub tolerance: Amount,
}

/// What a total row claims to sum: the indicators that it names, else the rows above it in its section.
///
/// `None` where there is nothing to compare: no value, a value kept out, a bound, or rows of several kinds or units.
pub fn claim(
    reading: &Reading,
    lines: &[Line],
    found: &Found,
    sums: Option<&[u32]>,
    measure: u16,
) -> Option<Claim> {
    let facts = match sums {
        Some(named) => {
            let is_named = |fact: &&Fact| {
                let is_here = fact.report == found.report && fact.measure == measure;
                is_here && named.contains(&fact.indicator)
            };
            found.facts.iter().filter(is_named).collect()
        }
        None => in_section(reading, lines, found, measure),
    };
    let like = facts.first()?.indicator;
    let first = reading.indicators.get(like as usize)?;
    let mut sum = Amount::ZERO;
    let mut digit = Amount::ZERO;
    let multiplier = facts.first()?.multiplier;
    for fact in &facts {
        let FactValue::Amount(value, Bound::Exact) = fact.value else { return None };
        let indicator = reading.indicators.get(fact.indicator as usize)?;
        if !fact.is_included || !is_like(first, indicator) {
            return None;
        }
        sum = sum.checked_add(value)?;
        digit = digit.max(value.last_digit(fact.multiplier));
    }
    let is_shared = facts.iter().all(|fact| fact.multiplier == multiplier);
    Some(Claim {
        like,
        sum,
        multiplier: is_shared.then_some(multiplier),
        tolerance: first.kind.tolerance(facts.len(), digit),
    })
}

/// The facts since the last heading or total, without those that are parts of another one among them.
fn in_section<'a>(reading: &Reading, lines: &[Line], found: &'a Found, measure: u16) -> Vec<&'a Fact> {
    let start = lines.iter().rposition(|line| !matches!(line, Line::Fact { .. })).map_or(0, |at| at + 1);
    let section = lines.get(start..).unwrap_or_default();
    let indicators: Vec<u32> = section.iter().filter_map(indicator_of).collect();
    let is_part = |indicator: u32| {
        let known = reading.indicators.get(indicator as usize);
        known.and_then(|known| known.part_of).is_some_and(|whole| indicators.contains(&whole))
    };
    section
        .iter()
        .filter_map(|line| match line {
            Line::Fact { indicator, measure: of, fact } if *of == measure && !is_part(*indicator) => {
                found.facts.get(*fact)
            }
            _ => None,
        })
        .collect()
}

fn indicator_of(line: &Line) -> Option<u32> {
    match line {
        Line::Fact { indicator, .. } => Some(*indicator),
        _ => None,
    }
}

fn is_like(one: &Indicator, two: &Indicator) -> bool {
    one.kind == two.kind
        && one.unit == two.unit
        && matches!(one.kind, Kind::Count | Kind::Money | Kind::Amount)
}

/// The flag of a total row that does not say what its rows add up to.
pub fn compare(claim: &Claim, printed: &Cleaned, place: Place, measure: u16) -> Option<Flag> {
    let FactValue::Amount(value, Bound::Exact) = printed.value else { return None };
    let difference = value.checked_sub(claim.sum)?.abs();
    (difference > claim.tolerance).then(|| {
        let flag = Flag::new(Check::PrintedTotal, place, value.to_string()).expected(claim.sum.to_string());
        Flag { measure, ..flag }
    })
}
