//! Facts on the wire: the texts of headers and labels, which many facts share, stand in a list of their own.
//!
//! Enters: a [`Fact`]. Leaves: a [`WireFact`] that borrows from it, with the places of its header and label in the list; and the other way round. A
//! place that the list does not have makes no fact.

use crate::model::fact::{CellKind, FactValue, Transforms};
use crate::model::map::Map;
use crate::model::{Address, Fact};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::sync::Arc;

/// Shared texts, each once.
#[derive(Default)]
pub(super) struct Texts<'b> {
    /// In the order in which they were met.
    pub list: Vec<&'b str>,
    /// By where they are held: a text that is held twice stands in the list twice, which does no harm.
    places: Map<usize, u32>,
}

impl<'b> Texts<'b> {
    /// The places of a fact's header and label.
    pub(super) fn places(&mut self, fact: &'b Fact) -> (u32, u32) {
        (self.place(&fact.header), self.place(&fact.label))
    }

    fn place(&mut self, text: &'b Arc<str>) -> u32 {
        *self.places.entry(text.as_ptr() as usize).or_insert_with(|| {
            self.list.push(text);
            self.list.len() as u32 - 1
        })
    }
}

/// Bytes that every fact has at least: one for each of its parts.
pub(super) const SHORTEST: usize = 16;

/// A fact that borrows its texts.
#[derive(Serialize, Deserialize)]
pub(super) struct WireFact<'b> {
    sheet: u16,
    report: u32,
    at: Address,
    until: Option<Address>,
    indicator: u32,
    measure: u16,
    breakdown: &'b str,
    value: Cow<'b, FactValue>,
    raw: &'b str,
    kind: CellKind,
    unit_reported: &'b str,
    multiplier: i64,
    header: u32,
    label: u32,
    transforms: Transforms,
    is_included: bool,
}

impl<'b> WireFact<'b> {
    pub(super) fn of(fact: &'b Fact, (header, label): (u32, u32)) -> Self {
        Self {
            sheet: fact.sheet,
            report: fact.report,
            at: fact.at,
            until: fact.until,
            indicator: fact.indicator,
            measure: fact.measure,
            breakdown: &fact.breakdown,
            value: Cow::Borrowed(&fact.value),
            raw: &fact.raw,
            kind: fact.kind,
            unit_reported: &fact.unit_reported,
            multiplier: fact.multiplier,
            header,
            label,
            transforms: fact.transforms,
            is_included: fact.is_included,
        }
    }

    pub(super) fn taken(self, texts: &[Arc<str>]) -> Option<Fact> {
        let text = |place: u32| texts.get(place as usize).cloned();
        Some(Fact {
            sheet: self.sheet,
            report: self.report,
            at: self.at,
            until: self.until,
            indicator: self.indicator,
            measure: self.measure,
            breakdown: self.breakdown.into(),
            value: self.value.into_owned(),
            raw: self.raw.into(),
            kind: self.kind,
            unit_reported: self.unit_reported.into(),
            multiplier: self.multiplier,
            header: text(self.header)?,
            label: text(self.label)?,
            transforms: self.transforms,
            is_included: self.is_included,
        })
    }
}
