//! Figures that a branch is not asked for do not count: a bloc that writes its units' members into its own form would count them twice.

use crate::model::fact::FactValue;
use crate::model::flag::Place;
use crate::model::{Batch, Check, Flag, Transform};
use crate::pipeline::Definition;

/// Keeps the numbers out that `asked_of` does not ask of a branch. A blank or a dash there is no zero, and needs no flag.
pub fn settle(batch: &mut Batch, branch: u32, definition: &Definition) {
    let Some(known) = definition.judging.register.branches.get(branch as usize) else { return };
    for fact in &mut batch.facts {
        let Some(indicator) = definition.reading.indicators.get(fact.indicator as usize) else { continue };
        if !fact.is_included || !indicator.kind.is_numeric() || known.is_asked(indicator) {
            continue;
        }
        if fact.transforms.has(Transform::BlankZero) || fact.transforms.has(Transform::Nil) {
            fact.value = FactValue::None;
        } else if fact.value != FactValue::None {
            fact.is_included = false;
            let sheet = batch.sheets.get(usize::from(fact.sheet)).map_or("", |sheet| &*sheet.name);
            let flag = Flag::new(Check::NotAsked, Place::cell(sheet, fact.at), fact.raw.to_string());
            batch.flags.push(flag.expected(known.name.clone()).about(fact.indicator, fact.measure));
        }
    }
}
