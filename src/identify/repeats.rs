//! An indicator that stands twice in a report: the same value counts once, different values count not at all.

use crate::model::fact::FactValue;
use crate::model::flag::{self, Place};
use crate::model::map::Set;
use crate::model::{Batch, Check, Fact, Flag, Transform};
use crate::pipeline::Reading;

/// Settles every indicator and measure that has more than one fact. Sheets that speak of another report repeat nothing of this one.
pub fn settle(reading: &Reading, batch: &mut Batch, apart: &[u16]) {
    if !has_repeated(batch, apart) {
        return;
    }
    let mut order: Vec<(u32, u16, &str, usize)> = (0..)
        .zip(&batch.facts)
        .filter(|(_, fact)| !apart.contains(&fact.sheet))
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
        settle_group(reading, batch, &group);
    }
}

/// Whether anything stands twice: in nearly every report nothing does, and nothing has to be put in order.
fn has_repeated(batch: &Batch, apart: &[u16]) -> bool {
    let mut seen = Set::with_capacity_and_hasher(batch.facts.len(), Default::default());
    let own = batch.facts.iter().filter(|fact| !apart.contains(&fact.sheet));
    own.map(|fact| (fact.indicator, fact.measure, &*fact.breakdown)).any(|figure| !seen.insert(figure))
}

fn settle_group(reading: &Reading, batch: &mut Batch, group: &[usize]) {
    let (stated, blank): (Vec<usize>, Vec<usize>) =
        group.iter().copied().partition(|&at| is_stated(batch.facts.get(at)));
    // A blank that would be zero says nothing beside a value that was written.
    blank.iter().filter(|_| !stated.is_empty()).for_each(|&at| exclude(batch, at));
    let Some((&first, others)) = stated.split_first() else {
        group.iter().skip(1).for_each(|&at| exclude(batch, at));
        return;
    };
    let value = |at: usize| batch.facts.get(at).map(|fact| &fact.value);
    if others.iter().all(|&at| value(at) == value(first)) {
        others.iter().for_each(|&at| repeat(batch, at, first));
        return;
    }
    flag_different(reading, batch, &stated);
}

fn is_stated(fact: Option<&Fact>) -> bool {
    fact.is_some_and(|fact| !fact.transforms.has(Transform::BlankZero) && fact.value != FactValue::None)
}

fn exclude(batch: &mut Batch, at: usize) {
    if let Some(fact) = batch.facts.get_mut(at) {
        fact.is_included = false;
    }
}

fn repeat(batch: &mut Batch, at: usize, first: usize) {
    exclude(batch, at);
    let Some((fact, original)) = batch.facts.get(at).zip(batch.facts.get(first)) else { return };
    let place = place_of(batch, fact);
    let flag = Flag::new(Check::LabelRepeated, place, fact.raw.to_string())
        .expected(shown(batch, original))
        .about(fact.indicator, fact.measure);
    batch.flags.push(flag);
}

fn flag_different(reading: &Reading, batch: &mut Batch, stated: &[usize]) {
    let facts: Vec<&Fact> = stated.iter().filter_map(|&at| batch.facts.get(at)).collect();
    let all: Vec<String> = facts.iter().map(|fact| format!("{}: {}", shown(batch, fact), fact.raw)).collect();
    let all = flag::listed(&all);
    let label = |fact: &Fact| reading.indicators.get(fact.indicator as usize).map(|known| known.id.clone());
    let flags: Vec<Flag> = facts
        .iter()
        .map(|fact| {
            Flag::new(Check::LabelTwice, place_of(batch, fact), all.as_str())
                .expected(label(fact).unwrap_or_default())
                .about(fact.indicator, fact.measure)
        })
        .collect();
    batch.flags.extend(flags);
    stated.iter().for_each(|&at| exclude(batch, at));
}

fn place_of(batch: &Batch, fact: &Fact) -> Place {
    let name = batch.sheets.get(usize::from(fact.sheet)).map_or("", |sheet| &*sheet.name);
    Place::cell(name, fact.at)
}

fn shown(batch: &Batch, fact: &Fact) -> String {
    let name = batch.sheets.get(usize::from(fact.sheet)).map_or("", |sheet| &*sheet.name);
    format!("{name}!{}", fact.at)
}
