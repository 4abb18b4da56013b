//! Groups of branches, their sizes, and which branches a total waits for.

use super::Previous;
use crate::clean::text;
use crate::merge::{Counting, Frames, Reported};
use crate::model::Amount;
use crate::model::map::Map;
use crate::pipeline::{Branch, Definition, Indicator, Origins};
use std::collections::BTreeSet;

/// Groups as the register declares them: `all`, then each column with its values in Vietnamese order.
#[derive(Debug)]
pub struct Groups {
    /// Names, in their published order.
    pub names: Vec<String>,
    members: Vec<Vec<u32>>,
}

impl Groups {
    /// The groups of a definition. Branches without a value in a column form the group `column=`, so that groups add up to all.
    pub fn new(definition: &Definition) -> Self {
        let branches = &definition.judging.register.branches;
        let mut names = vec!["all".to_owned()];
        let mut members: Vec<Vec<u32>> = vec![vec![0]; branches.len()];
        for column in &definition.judging.groups {
            // Few values, many branches: each value is put in its place once.
            let known: BTreeSet<&str> = branches.iter().map(|branch| value(branch, column)).collect();
            let mut values: Vec<&str> = known.into_iter().collect();
            values.sort_by(|one, two| text::compare(one, two).then_with(|| one.cmp(two)));
            let first = names.len();
            for (branch, groups) in branches.iter().zip(&mut members) {
                let own = value(branch, column);
                let order = values.iter().position(|value| *value == own).unwrap_or(0);
                groups.push((first + order) as u32);
            }
            names.extend(values.iter().map(|value| format!("{column}={value}")));
        }
        Self { names, members }
    }

    /// Groups without a definition: those of each branch.
    #[cfg(test)]
    pub(super) fn given(members: Vec<Vec<u32>>) -> Self {
        Self { names: Vec::new(), members }
    }

    /// The groups of a branch.
    pub fn of(&self, branch: u32) -> impl Iterator<Item = u32> {
        self.members.get(branch as usize).into_iter().flatten().copied()
    }

    /// Pairs of branch and group.
    pub fn pairs(&self) -> impl Iterator<Item = (u32, u32)> {
        (0u32..)
            .zip(&self.members)
            .flat_map(|(branch, groups)| groups.iter().map(move |&group| (branch, group)))
    }
}

/// What a branch has in a column of the register; empty for nothing.
fn value<'b>(branch: &'b Branch, column: &str) -> &'b str {
    branch.column(column).unwrap_or("")
}

/// The size of each branch in each period: what it reports where the pipeline names an indicator, else the register's.
#[derive(Debug, Default)]
pub struct Sizes {
    reported: Map<(u32, u32), Amount>,
    registered: Vec<Option<Amount>>,
}

impl Sizes {
    /// The sizes of a run, from the rows of its frame.
    pub fn new(rows: &[Reported], definition: &Definition) -> Self {
        let branches = &definition.judging.register.branches;
        let registered = branches.iter().map(|branch| branch.members).collect();
        let mut sizes = Self { reported: Map::default(), registered };
        let Some(size) = definition.judging.size else { return sizes };
        let is_size = |row: &&Reported| row.indicator == size && row.measure == 0 && row.breakdown == 0;
        for row in rows.iter().filter(is_size) {
            if let Some(value) = row.value {
                sizes.reported.insert((row.period, row.branch), value);
            }
        }
        sizes
    }

    /// The same, where neither a report nor the register says how large a branch is, with what it reported for the period before: a missing branch
    /// of unknown size would otherwise make the coverage look whole.
    pub fn or_before(mut self, previous: &Previous, definition: &Definition) -> Self {
        let is_size = |indicator: u32| definition.judging.size == Some(indicator);
        for ((period, branch, indicator, measure, breakdown), size) in previous.all() {
            let is_registered = self.registered.get(branch as usize).is_some_and(Option::is_some);
            if is_size(indicator) && measure == 0 && breakdown == 0 && !is_registered {
                self.reported.entry((period, branch)).or_insert(size);
            }
        }
        self
    }

    /// Sizes without a definition: that of each branch.
    #[cfg(test)]
    pub(super) fn given(registered: Vec<Option<Amount>>) -> Self {
        Self { reported: Map::default(), registered }
    }

    /// The size of a branch in a period; zero where nobody knows.
    pub fn of(&self, period: u32, branch: u32) -> Amount {
        let registered = || self.registered.get(branch as usize).copied().flatten();
        self.reported.get(&(period, branch)).copied().or_else(registered).unwrap_or(Amount::ZERO)
    }
}

/// How many branches a total waits for, and how large they are together.
#[derive(Clone, Copy, Debug, Default)]
pub struct Waiting {
    /// Branches.
    pub branches: u64,
    /// Their size.
    pub size: Amount,
}

/// What the totals of one period wait for.
#[derive(Debug)]
pub struct Expected {
    /// By group, then by indicator.
    waiting: Vec<Vec<Waiting>>,
}

impl Expected {
    /// Counts the branches that each indicator is asked of, by group.
    pub fn new(
        frames: &Frames,
        definition: &Definition,
        counting: &Counting,
        groups: &Groups,
        sizes: &Sizes,
        period: u32,
    ) -> Self {
        let indicators = &definition.reading.indicators;
        let mut waiting = vec![vec![Waiting::default(); indicators.len()]; groups.names.len()];
        let Some(&of) = frames.periods.get(period as usize) else { return Self { waiting } };
        for (branch, known) in (0u32..).zip(&definition.judging.register.branches) {
            let is_expected = counting.is_expected(branch, of);
            let is_asked = |asked: &Indicator| match &asked.origin {
                Origins::Cells | Origins::Records => is_expected && known.is_asked(asked),
                Origins::Register(filter) => known.is_open_in(&of) && known.fits(filter),
            };
            let asked: Vec<bool> = indicators.iter().map(is_asked).collect();
            let size = sizes.of(period, branch);
            for group in groups.of(branch) {
                let of_group = waiting.get_mut(group as usize).into_iter().flatten();
                of_group
                    .zip(&asked)
                    .filter(|(_, is_asked)| **is_asked)
                    .for_each(|(entry, _)| entry.add(size));
            }
        }
        Self { waiting }
    }

    /// What a total of a group waits for.
    pub fn of(&self, group: u32, indicator: u32) -> Waiting {
        let of_group = self.waiting.get(group as usize);
        of_group.and_then(|of_group| of_group.get(indicator as usize)).copied().unwrap_or_default()
    }
}

impl Waiting {
    fn add(&mut self, size: Amount) {
        self.branches += 1;
        self.size = self.size.checked_add(size).unwrap_or(self.size);
    }
}
