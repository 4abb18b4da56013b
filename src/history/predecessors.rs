//! Branches that replace others, and what they have of their history.
//!
//! Enters: the register's `predecessors`, `opened` and `closed`; the values of a period. Leaves: the same with the history of heirs. The rules:
//!
//! - A branch that was not open yet in a period has there what its predecessors had that were: their sum, where the indicator's total is a sum; the largest or
//!   smallest, where it is one of these; nothing of means and ratios.
//! - Where one of them lacks the value, the heir has none: a sum without a branch would show growth that never was.
//! - In the period in which it opened, its own flow and those of its predecessors add up; of a state or a figure since the beginning of the year its own
//!   stands. Where no predecessor has reported for that period at all, its own report speaks for all of it.
//! - A predecessor that is still open, or that two branches name, was split: neither has its history.
//! - A predecessor that the register does not have any more is taken to have been open before.

use super::Value;
use crate::model::map::{Map, Set};
use crate::model::{Amount, Period};
use crate::pipeline::{Branch, Definition, Origins, Time, Total};
use std::collections::{BTreeMap, HashMap};

/// Which branch has whose history.
#[derive(Debug)]
pub struct Successions<'a> {
    definition: &'a Definition,
    /// Heirs with what they replace, predecessors first.
    heirs: Vec<(u32, Vec<u32>)>,
    /// Codes of predecessors that the register does not have; their indexes follow those of the register.
    gone: Vec<String>,
    /// Heirs and what they replace.
    involved: Set<u32>,
    /// The place of each heir among them.
    places: Map<u32, usize>,
}

/// Indicator, measure, breakdown.
type Subject = (u32, u32, u32);
/// Values of a branch in a period.
type Values = BTreeMap<Subject, Amount>;

impl<'a> Successions<'a> {
    /// Reads the register, which has no circles: loading refuses them.
    pub fn new(definition: &'a Definition) -> Self {
        let branches = &definition.judging.register.branches;
        let mut indexes: HashMap<&str, u32> =
            branches.iter().map(|branch| branch.code.as_str()).zip(0..).collect();
        let (mut gone, mut named) = (Vec::new(), HashMap::<&str, u32>::new());
        for code in branches.iter().flat_map(|branch| &branch.predecessors) {
            *named.entry(code).or_insert(0) += 1;
            let next = (branches.len() + gone.len()) as u32;
            indexes.entry(code).or_insert_with(|| {
                gone.push(code.clone());
                next
            });
        }
        let is_replaced = |code: &String| {
            let known = indexes.get(code.as_str()).and_then(|at| branches.get(*at as usize));
            named.get(code.as_str()) == Some(&1) && known.is_none_or(|branch| branch.closed.is_some())
        };
        let heir = |(at, branch): (u32, &Branch)| {
            let codes = Some(&branch.predecessors).filter(|codes| !codes.is_empty())?;
            let predecessors = codes.iter().filter_map(|code| indexes.get(code.as_str()).copied());
            codes.iter().all(is_replaced).then(|| (at, predecessors.collect()))
        };
        let heirs: Vec<(u32, Vec<u32>)> = (0..).zip(branches).filter_map(heir).collect();
        let involved = heirs.iter().flat_map(|(heir, of)| of.iter().chain([heir])).copied().collect();
        let heirs = predecessors_first(heirs);
        let places = heirs.iter().map(|(heir, _)| *heir).zip(0..).collect();
        Self { definition, heirs, gone, involved, places }
    }

    /// Codes of predecessors that the register does not have; their indexes follow those of the register.
    pub fn gone(&self) -> &[String] {
        &self.gone
    }

    /// The values of a period with those that heirs have of their predecessors; without those of branches that the register does not have. Sorted as
    /// they came: by branch, indicator, measure, breakdown.
    pub fn inherit(&self, period: &Period, values: Vec<Value>) -> Vec<Value> {
        let is_nobody_replaced = self.heirs.is_empty() && self.gone.is_empty();
        let Some(number) = values.first().map(|value| value.period).filter(|_| !is_nobody_replaced) else {
            return values;
        };
        let known = self.definition.judging.register.branches.len();
        let is_involved =
            |value: &Value| self.involved.contains(&value.branch) || value.branch as usize >= known;
        let (involved, mut rest): (Vec<Value>, Vec<Value>) = values.into_iter().partition(is_involved);
        let mut of_branches: BTreeMap<u32, Values> = BTreeMap::new();
        for value in involved {
            let subject = (value.indicator, value.measure, value.breakdown);
            of_branches.entry(value.branch).or_default().insert(subject, value.value);
        }
        for (heir, predecessors) in &self.heirs {
            if let Some(values) = self.history_of(*heir, predecessors, period, &of_branches) {
                of_branches.insert(*heir, values);
            }
        }
        for (branch, values) in of_branches.into_iter().filter(|(branch, _)| (*branch as usize) < known) {
            rest.extend(values.into_iter().map(|((indicator, measure, breakdown), value)| Value {
                period: number,
                branch,
                indicator,
                measure,
                breakdown,
                value,
            }));
        }
        rest.sort_unstable_by_key(Value::place);
        rest
    }

    /// What an heir has in a period; none where its own values stand as they are.
    fn history_of(
        &self,
        heir: u32,
        predecessors: &[u32],
        period: &Period,
        values: &BTreeMap<u32, Values>,
    ) -> Option<Values> {
        let empty = Values::new();
        let of = |branch: &u32| (*branch, values.get(branch).unwrap_or(&empty));
        let terms: Vec<(u32, &Values)> =
            predecessors.iter().filter(|branch| self.is_there(**branch, period)).map(of).collect();
        let own = of(&heir);
        let opened_in_it =
            self.branch(heir).is_some_and(|heir| heir.opened.is_some() && heir.is_open_in(period));
        if terms.is_empty() {
            return None;
        }
        if !opened_in_it && own.1.is_empty() {
            return Some(self.together(&terms, |_| true));
        }
        if terms.iter().all(|(_, values)| values.is_empty()) {
            return None;
        }
        let is_flow = |indicator: u32| {
            let known = self.definition.reading.indicators.get(indicator as usize);
            known.is_some_and(|known| known.time == Time::Flow && known.total == Total::Sum)
        };
        let all: Vec<(u32, &Values)> = terms.into_iter().chain([own]).collect();
        let states = own.1.iter().filter(|((indicator, ..), _)| !is_flow(*indicator));
        let mut together: Values = states.map(|(subject, value)| (*subject, *value)).collect();
        together.extend(self.together(&all, is_flow));
        Some(together)
    }

    /// The values of several branches as those of one, for these indicators.
    fn together(&self, terms: &[(u32, &Values)], is_wanted: impl Fn(u32) -> bool) -> Values {
        let subjects =
            terms.iter().flat_map(|(_, values)| values.keys()).filter(|subject| is_wanted(subject.0));
        let value = |subject: &Subject| {
            let known = self.definition.reading.indicators.get(subject.0 as usize)?;
            let is_asked = |branch: u32| self.branch(branch).is_none_or(|branch| branch.is_asked(known));
            let asked =
                terms.iter().filter(|(branch, values)| is_asked(*branch) || values.contains_key(subject));
            let values: Option<Vec<Amount>> = asked.map(|(_, values)| values.get(subject).copied()).collect();
            let mut values = values?.into_iter();
            match (&known.total, &known.origin) {
                (_, Origins::Register(_)) => None,
                (Total::Sum, _) => values.try_fold(Amount::ZERO, Amount::checked_add),
                (Total::Max, _) => values.max(),
                (Total::Min, _) => values.min(),
                (Total::Mean { .. } | Total::Ratio { .. } | Total::Count | Total::None, _) => None,
            }
        };
        subjects.filter_map(|subject| Some((*subject, value(subject)?))).collect()
    }

    /// Whether a branch, or one that it has the history of, was open in a period.
    fn is_there(&self, branch: u32, period: &Period) -> bool {
        let Some(known) = self.branch(branch) else { return true };
        let before = self.places.get(&branch).and_then(|place| self.heirs.get(*place));
        known.is_open_in(period)
            || before.is_some_and(|(_, of)| of.iter().any(|branch| self.is_there(*branch, period)))
    }

    fn branch(&self, index: u32) -> Option<&Branch> {
        self.definition.judging.register.branches.get(index as usize)
    }
}

/// Heirs in an order in which each stands behind those that it replaces.
fn predecessors_first(mut heirs: Vec<(u32, Vec<u32>)>) -> Vec<(u32, Vec<u32>)> {
    let mut waiting: Set<u32> = heirs.iter().map(|(heir, _)| *heir).collect();
    let mut ordered = Vec::with_capacity(heirs.len());
    loop {
        let is_ready = |of: &Vec<u32>| of.iter().all(|branch| !waiting.contains(branch));
        let (ready, rest): (Vec<_>, Vec<_>) = heirs.into_iter().partition(|(_, of)| is_ready(of));
        if ready.is_empty() {
            // A circle, which loading refuses: it has no history.
            return ordered;
        }
        ready.iter().for_each(|(heir, _)| _ = waiting.remove(heir));
        ordered.extend(ready);
        heirs = rest;
    }
}
