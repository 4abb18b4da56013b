//! What a total may claim to sum: ranges of lines around it, and what they add up to.

use super::{Line, Met};
use crate::model::fact::FactValue;
use crate::model::{Amount, Bound, Fact};
use crate::pipeline::{Indicator, Kind, Reading};
use std::ops::Range;

/// Headings and totals in each direction that a total may reach over.
const FARTHEST: usize = 24;
/// Ranges among which the meant one is.
const NEAREST: usize = 3;
/// Lines from a total in which its rows are looked for by their level.
const FARTHEST_LINE: usize = 512;
/// Rows below a total of which a beginning may be its parts: `Tổng số`, `Nam`, `Nữ`, and more that are no parts.
const LONGEST_BEGINNING: usize = 12;

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
    /// How many rows.
    pub terms: usize,
}

/// What facts add up to; none where they are of several kinds or units, or one of them does not count.
pub(super) fn claim_of(reading: &Reading, facts: &[&Fact]) -> Option<Claim> {
    let like = facts.first()?.indicator;
    let first = reading.indicators.get(like as usize)?;
    let mut sum = Amount::ZERO;
    let mut digit = Amount::ZERO;
    let multiplier = facts.first()?.multiplier;
    for fact in facts {
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
        terms: facts.len(),
    })
}

fn is_like(one: &Indicator, two: &Indicator) -> bool {
    one.kind == two.kind
        && one.unit == two.unit
        && matches!(one.kind, Kind::Count | Kind::Money | Kind::Amount)
}

/// The lines that a total may sum.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Ranges {
    /// What its place says.
    pub meant: Option<Range<usize>>,
    /// What else it could be.
    pub others: Vec<Range<usize>>,
}

impl Ranges {
    /// The ranges around the total on a line, for a measure.
    pub fn new(lines: &[Line], at: usize, measure: u16) -> Self {
        let is_of = |line: &Line| matches!(line.what, Met::Fact { measure: of, .. } if of == measure);
        // Near rows tell; a far one costs more than it says.
        let has_facts = |range: &Range<usize>| {
            lines.get(range.clone()).unwrap_or_default().iter().take(FARTHEST_LINE).any(is_of)
        };
        let first = |ranges: &[Range<usize>]| ranges.iter().take(NEAREST).position(has_facts);
        let mut above = above(lines, at);
        let mut below = below(lines, at);
        let is_over_rows = is_over_rows(lines, at);
        let follows = at.checked_sub(1).and_then(|before| lines.get(before)).map(|line| line.what);
        let is_below_rows = matches!(follows, Some(Met::Fact { .. }));
        let is_below_total = follows == Some(Met::Total);
        if is_below_rows && !is_over_rows {
            let meant = first(&above).map(|at| above.remove(at));
            above.extend(below);
            return Self { meant, others: above };
        }
        if is_below_total && !is_over_rows {
            let meant = above.pop();
            above.extend(below);
            return Self { meant, others: above };
        }
        let meant = first(&below).map(|at| below.remove(at));
        let mut others = beginnings(lines, at, measure);
        others.extend(below);
        others.extend(above);
        Self { meant, others }
    }
}

/// Ranges that end above a line, the shortest first: from each heading and total, and from the beginning.
fn above(lines: &[Line], at: usize) -> Vec<Range<usize>> {
    let before = lines.get(..at).unwrap_or_default();
    let boundaries = before.iter().enumerate().rev().filter(|(_, line)| is_boundary(line));
    let mut ranges: Vec<Range<usize>> = boundaries.take(FARTHEST).map(|(start, _)| start + 1..at).collect();
    ranges.push(0..at);
    ranges.dedup();
    ranges
}

/// Ranges that begin below a line, the likeliest first: as far as rows stand deeper than it, to each heading and total, and to the end.
fn below(lines: &[Line], at: usize) -> Vec<Range<usize>> {
    let after = || lines.iter().enumerate().skip(at + 1);
    let mut ranges = Vec::new();
    if is_over_rows(lines, at) {
        let indent = lines.get(at).map(|line| line.indent).unwrap_or_default();
        let end = after().take(FARTHEST_LINE).find(|(_, line)| line.indent <= indent);
        let end = end.map_or(lines.len(), |(end, _)| end);
        ranges.push(at + 1..end);
    }
    let boundaries = after().filter(|(_, line)| is_boundary(line));
    ranges.extend(boundaries.take(FARTHEST).map(|(end, _)| at + 1..end));
    ranges.push(at + 1..lines.len());
    ranges.dedup();
    ranges
}

/// Ranges of two rows and more right below a line that are only a beginning of what stands there.
fn beginnings(lines: &[Line], at: usize, measure: u16) -> Vec<Range<usize>> {
    let after = lines.iter().enumerate().skip(at + 1).take_while(|(_, line)| !is_boundary(line));
    let rows = after.filter(|(_, line)| matches!(line.what, Met::Fact { measure: of, .. } if of == measure));
    rows.take(LONGEST_BEGINNING).skip(1).map(|(last, _)| at + 1..last + 1).collect()
}

fn is_boundary(line: &Line) -> bool {
    matches!(line.what, Met::Heading | Met::Total)
}

/// Whether a total is the title of the rows below it: they stand deeper, and the rows above it do not, or are another title's.
fn is_over_rows(lines: &[Line], at: usize) -> bool {
    let is_deeper = |at: usize, than: (u32, u32)| lines.get(at).is_some_and(|line| line.indent > than);
    let Some(indent) = lines.get(at).map(|line| line.indent).filter(|indent| is_deeper(at + 1, *indent))
    else {
        return false;
    };
    let Some(before) = at.checked_sub(1).filter(|before| is_deeper(*before, indent)) else { return true };
    let above = lines.get(..=before).unwrap_or_default();
    let title = above.iter().rposition(|line| line.indent <= indent);
    title.is_some_and(|title| {
        lines.get(title).is_some_and(|line| line.what == Met::Total && line.indent == indent)
    })
}
