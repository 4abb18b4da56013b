//! An indicator that stands twice in a workbook: the same value counts once, different values count not at all.

use super::Found;
use crate::model::fact::FactValue;
use crate::model::flag::Place;
use crate::model::{Check, Fact, Flag, Transform, Workbook};
use crate::pipeline::Reading;

/// Settles every indicator and measure that has more than one fact.
pub fn settle(reading: &Reading, workbook: &Workbook, found: &mut Found) {
    let mut order: Vec<(u32, u16, &str, usize)> = (0..)
        .zip(&found.facts)
        .map(|(position, fact)| (fact.indicator, fact.measure, &*fact.breakdown, position))
        .collect();
    order.sort_unstable();
    let groups = order.chunk_by(|one, two| (one.0, one.1, one.2) == (two.0, two.1, two.2));
    let mut repeated: Vec<Vec<usize>> = groups
        .filter(|group| group.len() > 1)
        .map(|group| group.iter().map(|(.., position)| *position).collect())
        .collect();
    repeated.sort_unstable();
    for group in repeated {
        settle_group(reading, workbook, found, &group);
    }
}

fn settle_group(reading: &Reading, workbook: &Workbook, found: &mut Found, group: &[usize]) {
    let stated: Vec<usize> = group.iter().copied().filter(|&at| is_stated(found.facts.get(at))).collect();
    // A blank that would be zero says nothing beside a value that was written.
    group.iter().filter(|at| !stated.contains(at) && !stated.is_empty()).for_each(|&at| exclude(found, at));
    let Some((&first, others)) = stated.split_first() else {
        group.iter().skip(1).for_each(|&at| exclude(found, at));
        return;
    };
    let value = |at: usize| found.facts.get(at).map(|fact| &fact.value);
    if others.iter().all(|&at| value(at) == value(first)) {
        others.iter().for_each(|&at| repeat(workbook, found, at, first));
        return;
    }
    flag_different(reading, workbook, found, &stated);
}

fn is_stated(fact: Option<&Fact>) -> bool {
    fact.is_some_and(|fact| !fact.transforms.has(Transform::BlankZero) && fact.value != FactValue::None)
}

fn exclude(found: &mut Found, at: usize) {
    if let Some(fact) = found.facts.get_mut(at) {
        fact.is_included = false;
    }
}

fn repeat(workbook: &Workbook, found: &mut Found, at: usize, first: usize) {
    exclude(found, at);
    let Some((fact, original)) = found.facts.get(at).zip(found.facts.get(first)) else { return };
    let place = place_of(workbook, fact);
    let flag = Flag::new(Check::LabelRepeated, place, fact.raw.to_string())
        .expected(shown(workbook, original))
        .about(fact.indicator, fact.measure);
    found.flags.push(flag);
}

fn flag_different(reading: &Reading, workbook: &Workbook, found: &mut Found, stated: &[usize]) {
    let facts: Vec<&Fact> = stated.iter().filter_map(|&at| found.facts.get(at)).collect();
    let all: Vec<String> =
        facts.iter().map(|fact| format!("{}: {}", shown(workbook, fact), fact.raw)).collect();
    let label = |fact: &Fact| reading.indicators.get(fact.indicator as usize).map(|known| known.id.clone());
    let flags: Vec<Flag> = facts
        .iter()
        .map(|fact| {
            Flag::new(Check::LabelTwice, place_of(workbook, fact), all.join("; "))
                .expected(label(fact).unwrap_or_default())
                .about(fact.indicator, fact.measure)
        })
        .collect();
    found.flags.extend(flags);
    stated.iter().for_each(|&at| exclude(found, at));
}

fn place_of(workbook: &Workbook, fact: &Fact) -> Place {
    let name = workbook.sheets.get(usize::from(fact.sheet)).map_or("", |sheet| &*sheet.name);
    Place::cell(name, fact.at)
}

fn shown(workbook: &Workbook, fact: &Fact) -> String {
    let name = workbook.sheets.get(usize::from(fact.sheet)).map_or("", |sheet| &*sheet.name);
    format!("{name}!{}", fact.at)
}
