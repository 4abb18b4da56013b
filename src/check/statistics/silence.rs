//! Which checks had too few values to speak, and which values they could not compare, for the manifest.

use super::calendar::Calendar;
use super::comparison::Comparison;
use super::earlier::Earlier;
use super::values::Value;
use super::{outlier, ratios};
use crate::model::Check;
use crate::pipeline::Definition;
use std::collections::BTreeMap;

/// How many indicators a reason names.
const NAMED: usize = 10;

/// Why a value is not compared like the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Odd {
    /// Nobody knows the size of the branch, or what the value is per: its peers are asked by the plain value.
    WithoutSize,
    /// It has no logarithm.
    BelowZero,
}

impl Odd {
    /// How many values of a comparison are odd, by why.
    pub fn numbers(values: &[Value]) -> [(Self, usize); 2] {
        [Self::WithoutSize, Self::BelowZero].map(|why| {
            let odd = values.iter().filter(|value| Self::of(value) == Some(why));
            (why, odd.count())
        })
    }

    fn of(value: &Value) -> Option<Self> {
        let is_without_size = value.size.is_none() && value.plain().is_some();
        match value.amount.is_negative() {
            true => Some(Self::BelowZero),
            false => is_without_size.then_some(Self::WithoutSize),
        }
    }

    /// Checks that this is about.
    fn checks(self) -> &'static [Check] {
        match self {
            Self::WithoutSize => &[Check::PeerOutlier],
            Self::BelowZero => &[Check::PeerOutlier, Check::HistoryOutlier, Check::ScaleError],
        }
    }

    fn reason(self) -> &'static str {
        match self {
            Self::WithoutSize => "compared without a size, which is unknown or 0",
            Self::BelowZero => "below zero and not compared",
        }
    }
}

/// How many values of a comparison each check can compare.
pub(super) struct Counts {
    /// With peers and a size.
    pub peers: usize,
    /// With earlier periods that agree.
    pub history: usize,
    /// With a last value.
    pub pairs: usize,
    /// The most earlier values of a branch.
    pub earlier: usize,
    /// The most periods in a row that any branch had a value in before.
    pub longest_row: usize,
    /// Values that are not compared like the others.
    pub odd: [(Odd, usize); 2],
}

impl Counts {
    /// Counts them.
    pub fn of(comparison: &Comparison) -> Self {
        let of_earlier = |of: fn(&Earlier) -> usize| comparison.earlier.iter().map(of).max().unwrap_or(0);
        Self {
            peers: comparison.peers.number(),
            history: outlier::with_history(comparison),
            pairs: ratios::compared(comparison),
            earlier: of_earlier(|earlier| earlier.count),
            longest_row: of_earlier(|earlier| earlier.in_a_row),
            odd: Odd::numbers(&comparison.values),
        }
    }
}

/// Comparisons in which a check was silent: by check and period, the most values of each indicator.
#[derive(Default)]
pub(super) struct Silence {
    of_indicators: BTreeMap<(Check, u32), BTreeMap<u32, usize>>,
    needed: BTreeMap<Check, usize>,
    /// Values by why and period, of each indicator.
    odd: BTreeMap<(Odd, u32), BTreeMap<u32, usize>>,
    others: Vec<(Check, String)>,
}

impl Silence {
    /// Notes that a comparison has fewer values than a check needs. Of no values there is nothing to be silent about.
    pub fn note(&mut self, check: Check, of: &Value, values: usize, needed: usize) {
        if values == 0 || values >= needed {
            return;
        }
        let most = self.of_indicators.entry((check, of.at)).or_default().entry(of.indicator).or_insert(0);
        *most = values.max(*most);
        self.needed.insert(check, needed);
    }

    /// Notes how many values of a comparison are not compared like the others.
    pub fn note_odd(&mut self, of: &Value, numbers: &[(Odd, usize)]) {
        for (odd, number) in numbers.iter().filter(|(_, number)| *number > 0) {
            *self.odd.entry((*odd, of.at)).or_default().entry(of.indicator).or_insert(0) += number;
        }
    }

    /// Notes another reason.
    pub fn add(&mut self, check: Check, reason: &str) {
        self.others.push((check, reason.to_owned()));
    }

    /// The reasons, by check and period: `2023: fewer than 20 values of members (12), trees (7)`, or
    /// `2023: below zero and not compared: profit (3)`.
    pub fn told(self, definition: &Definition, calendar: &Calendar) -> Vec<(Check, String)> {
        let mut told = self.others;
        for ((check, at), of_indicators) in &self.of_indicators {
            let period = period(*at, calendar);
            let needed = self.needed.get(check).copied().unwrap_or(0);
            let indicators = named(of_indicators, definition);
            told.push((*check, format!("{period}: fewer than {needed} values of {indicators}")));
        }
        for ((odd, at), of_indicators) in &self.odd {
            let values = named(of_indicators, definition);
            let reason = format!("{}: {}: {values}", period(*at, calendar), odd.reason());
            told.extend(odd.checks().iter().map(|check| (*check, reason.clone())));
        }
        told.sort();
        told
    }
}

fn period(at: u32, calendar: &Calendar) -> String {
    calendar.periods.get(at as usize).map(ToString::to_string).unwrap_or_default()
}

fn named(of_indicators: &BTreeMap<u32, usize>, definition: &Definition) -> String {
    let one = |(indicator, values): (&u32, &usize)| {
        let known = definition.reading.indicators.get(*indicator as usize)?;
        Some(format!("{} ({values})", known.id))
    };
    let mut names: Vec<String> = of_indicators.iter().take(NAMED).filter_map(one).collect();
    let more = of_indicators.len().saturating_sub(NAMED);
    if more > 0 {
        names.push(format!("{more} more"));
    }
    names.join(", ")
}
