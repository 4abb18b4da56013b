//! What printed totals claim: the sums of the values that were read, over every choice of levels.
//!
//! A value is named by a key: its indicator and a category of each dimension, 0 for all together. It counts towards every key that says less.

use crate::model::{Amount, Bound, Fact, fact::FactValue};
use crate::pipeline::{Indicator, Kind, Reading};
use std::collections::{HashMap, HashSet};

/// An indicator (1 and up) and a category of each dimension (1 and up); 0 is all together.
pub type Key = Box<[u32]>;

/// More levels than this are no table that a person fills in: their sums are not compared.
const LEVELS: usize = 8;

/// A sum of values.
#[derive(Clone, Debug, PartialEq)]
pub struct Sum {
    /// An indicator whose kind and unit all terms have.
    pub like: u32,
    /// What they add up to; none where they do not add up: a bound, a value kept out, several kinds.
    pub value: Option<Amount>,
    /// How many they are.
    pub terms: usize,
    /// The last digit reported.
    digit: Amount,
    /// The multiplier that all of them share.
    pub multiplier: Option<i64>,
}

impl Sum {
    /// How far a printed total may be off.
    pub fn tolerance(&self, kind: Kind) -> Amount {
        kind.tolerance(self.terms, self.digit)
    }

    fn add(&mut self, other: &Self, is_like: bool) {
        self.value =
            self.value.zip(other.value).filter(|_| is_like).and_then(|(one, two)| one.checked_add(two));
        self.terms += other.terms;
        self.digit = self.digit.max(other.digit);
        self.multiplier = self.multiplier.filter(|one| other.multiplier == Some(*one));
    }

    fn subtract(&mut self, other: &Self) {
        self.value = self.value.zip(other.value).and_then(|(one, two)| one.checked_sub(two));
        self.terms = self.terms.saturating_sub(other.terms);
    }
}

/// The sums of a table.
#[derive(Debug)]
pub struct Sums<'a> {
    reading: &'a Reading,
    /// For each key the sums of values that say more, by which levels these say.
    by_key: HashMap<Key, Vec<(u32, Sum)>>,
    seen: HashMap<Key, Option<Amount>>,
    /// Indicators of the table that are a part of another one in it: a total over indicators sums the wholes.
    parts: HashSet<u32>,
}

impl<'a> Sums<'a> {
    /// No sums yet; `indicators` are those of the table.
    pub fn new(reading: &'a Reading, indicators: &HashSet<u32>) -> Self {
        let whole = |index: u32| reading.indicators.get(index as usize).and_then(|known| known.part_of);
        let is_part = |index: &u32| whole(*index).is_some_and(|whole| indicators.contains(&whole));
        let parts = indicators.iter().copied().filter(is_part).collect();
        Self { reading, by_key: HashMap::new(), seen: HashMap::new(), parts }
    }

    /// Adds a value to every key that says less. The same value twice counts once; a different one leaves nothing to compare with.
    ///
    /// `section` counts the totals over indicators before it.
    pub fn add(&mut self, key: &[u32], section: u32, fact: &Fact) {
        let value = match fact.value {
            FactValue::Amount(value, Bound::Exact) if fact.is_included => Some(value),
            FactValue::None if fact.is_included => return,
            _ => None,
        };
        let term = Sum {
            like: fact.indicator,
            value,
            terms: 1,
            digit: value.map_or(Amount::ZERO, |value| value.last_digit(fact.multiplier)),
            multiplier: Some(fact.multiplier),
        };
        match self.seen.get(key) {
            Some(known) if *known == value => {}
            Some(_) => self.spread(key, section, &Sum { value: None, terms: 0, ..term }),
            None => {
                self.seen.insert(key.into(), value);
                self.spread(key, section, &term);
            }
        }
    }

    /// Adds a printed total that counts as a value: it stands for all that says more.
    pub fn replace(&mut self, key: &[u32], section: u32, fact: &Fact) {
        let refined = self.by_key.get(key).cloned().unwrap_or_default();
        let lesser = lesser(key).into_iter().flat_map(|less| [in_section(&less, section), Some(less)]);
        for less in lesser.flatten() {
            for (mask, sum) in &refined {
                let of_less = self.by_key.get_mut(&less);
                let known = of_less.and_then(|sums| sums.iter_mut().find(|(of, _)| of == mask));
                known.into_iter().for_each(|(_, known)| known.subtract(sum));
            }
        }
        self.add(key, section, fact);
    }

    fn spread(&mut self, key: &[u32], section: u32, term: &Sum) {
        let mask = mask(key);
        for less in lesser(key) {
            if less.first() == Some(&0) {
                if self.parts.contains(&term.like) {
                    continue;
                }
                if let Some(less) = in_section(&less, section) {
                    self.put(less, mask, term);
                }
            }
            self.put(less, mask, term);
        }
    }

    fn put(&mut self, less: Key, mask: u32, term: &Sum) {
        let like = |index: u32| self.reading.indicators.get(index as usize);
        let sums = self.by_key.entry(less).or_default();
        match sums.iter_mut().find(|(of, _)| *of == mask) {
            Some((_, sum)) => {
                let is_like = sum.like == term.like
                    || like(sum.like).zip(like(term.like)).is_some_and(|(one, two)| are_like(one, two));
                sum.add(term, is_like);
            }
            None => sums.push((mask, term.clone())),
        }
    }

    /// What the indicators between two totals over indicators add up to, for a key without an indicator.
    pub fn of_section(&self, key: &[u32], section: u32) -> Option<Sum> {
        let sums = self.by_key.get(&in_section(key, section)?)?;
        let mut terms = sums.iter().filter(|(mask, sum)| mask & 1 != 0 && sum.terms > 0).map(|(_, sum)| sum);
        let mut whole = terms.next()?.clone();
        terms.for_each(|sum| whole.add(sum, true));
        Some(whole)
    }

    /// What the parts of a key add up to, by each level that it does not say; the one with most terms first. None without any term.
    pub fn of(&self, key: &[u32]) -> Vec<Sum> {
        let Some(sums) = self.by_key.get(key) else { return Vec::new() };
        let open = (0..key.len()).filter(|&level| key.get(level) == Some(&0));
        let mut all: Vec<Sum> = open
            .filter_map(|level| {
                let mut by_level =
                    sums.iter().filter(|(mask, sum)| mask & (1 << level) != 0 && sum.terms > 0);
                let mut whole = by_level.next()?.1.clone();
                by_level.for_each(|(_, sum)| whole.add(sum, true));
                Some(whole)
            })
            .collect();
        all.sort_by_key(|sum| std::cmp::Reverse(sum.terms));
        all.dedup();
        all
    }
}

fn are_like(one: &Indicator, two: &Indicator) -> bool {
    one.kind == two.kind
        && one.unit == two.unit
        && matches!(one.kind, Kind::Count | Kind::Money | Kind::Amount)
}

/// A key without an indicator, for the indicators of one section only.
fn in_section(key: &[u32], section: u32) -> Option<Key> {
    let (first, rest) = key.split_first()?;
    (*first == 0).then(|| std::iter::once(u32::MAX - section).chain(rest.iter().copied()).collect())
}

/// Which levels a key says.
fn mask(key: &[u32]) -> u32 {
    key.iter()
        .take(LEVELS)
        .enumerate()
        .filter(|(_, said)| **said != 0)
        .fold(0, |mask, (level, _)| mask | 1 << level)
}

/// Every key that says less.
pub fn lesser(key: &[u32]) -> Vec<Key> {
    if key.len() > LEVELS {
        return Vec::new();
    }
    let said: Vec<usize> =
        (0..key.len()).filter(|&level| key.get(level).is_some_and(|said| *said != 0)).collect();
    let without = |dropped: u32| {
        let is_dropped =
            |level: usize| said.iter().position(|of| *of == level).is_some_and(|at| dropped & (1 << at) != 0);
        key.iter().enumerate().map(|(level, said)| if is_dropped(level) { 0 } else { *said }).collect()
    };
    (1..1u32 << said.len()).map(without).collect()
}
