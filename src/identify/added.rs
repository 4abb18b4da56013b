//! Facts of records that a list puts down to one branch in several groups: `Hà Nội` and `HN`, the months of a year. They add up to one.
//!
//! Enters: the facts of a report, those computed from records apart. Leaves: one fact for each indicator, measure and breakdown, with every range
//! that it was computed from. What can go wrong: a sum beyond the range of amounts does not count, and its flag says so.

use crate::model::fact::{FactValue, raw_in};
use crate::model::flag::Place;
use crate::model::{Address, Amount, Bound, CellKind, Check, Fact, Flag, SheetSummary, Transform};
use std::collections::HashMap;
use std::sync::Arc;

/// Adds up the facts of groups of records, in the order of their cells among the others.
pub fn add_up(facts: Vec<(Fact, bool)>, sheets: &[SheetSummary], flags: &mut Vec<Flag>) -> Vec<Fact> {
    let mut first: HashMap<(u32, u16, Box<str>), usize> = HashMap::new();
    let mut added: Vec<Fact> = Vec::with_capacity(facts.len());
    for (fact, is_of_records) in facts {
        let key = (fact.indicator, fact.measure, fact.breakdown.clone());
        match first.get(&key).and_then(|&at| added.get_mut(at)).filter(|_| is_of_records) {
            Some(sum) => flags.extend(add(sum, fact, sheets)),
            None => {
                if is_of_records {
                    first.insert(key, added.len());
                }
                added.push(fact);
            }
        }
    }
    added.sort_by_key(|fact| (fact.sheet, fact.at, fact.until));
    added
}

/// Adds a fact to another; a flag where the sum is beyond the range of amounts.
fn add(sum: &mut Fact, fact: Fact, sheets: &[SheetSummary]) -> Option<Flag> {
    // No record of a kind: that says nothing beside records of the other group.
    if fact.transforms.has(Transform::BlankZero) {
        return None;
    }
    if sum.transforms.has(Transform::BlankZero) {
        *sum = fact;
        return None;
    }
    let (Some((one, bound)), Some((two, other))) = (amount(sum), amount(&fact)) else {
        sum.is_included &= fact.is_included;
        return None;
    };
    let Some(total) = one.checked_add(two) else {
        sum.is_included = false;
        let name = sheets.get(usize::from(fact.sheet)).map_or("", |sheet| &*sheet.name);
        let flag = Flag::new(Check::NotFinite, Place::cell(name, fact.at), fact.raw.to_string());
        return Some(flag.about(fact.indicator, fact.measure));
    };
    sum.is_included &= fact.is_included;
    sum.value = FactValue::Amount(total, bound.plus(other));
    sum.transforms.extend(fact.transforms);
    if sum.kind != fact.kind {
        sum.kind = CellKind::Number;
    }
    if sum.unit_reported != fact.unit_reported {
        sum.unit_reported = "".into();
    }
    if sum.multiplier != fact.multiplier {
        sum.multiplier = 1;
    }
    sum.raw = raw_in(total, sum.multiplier).unwrap_or_else(|| {
        sum.multiplier = 1;
        total.to_string().into()
    });
    reach(sum, &fact, sheets);
    None
}

fn amount(fact: &Fact) -> Option<(Amount, Bound)> {
    match fact.value {
        FactValue::Amount(amount, bound) => Some((amount, bound)),
        _ => None,
    }
}

/// Stretches the range over that of another fact; a range in another sheet stands behind the label.
fn reach(sum: &mut Fact, fact: &Fact, sheets: &[SheetSummary]) {
    let (first, last) = (fact.at, fact.until.unwrap_or(fact.at));
    let mut further: Vec<String> = fact.label.split("; ").skip(1).map(str::to_owned).collect();
    if sum.sheet == fact.sheet {
        let end = sum.until.unwrap_or(sum.at);
        sum.at = Address::new(sum.at.row.min(first.row), sum.at.column.min(first.column));
        sum.until = Some(Address::new(end.row.max(last.row), end.column.max(last.column)));
    } else {
        let name = sheets.get(usize::from(fact.sheet)).map_or("", |sheet| &*sheet.name);
        let range = if first == last { first.to_string() } else { format!("{first}:{last}") };
        further.insert(0, format!("{name}!{range}"));
    }
    if !further.is_empty() {
        sum.label = Arc::from(format!("{}; {}", sum.label, further.join("; ")));
    }
}
