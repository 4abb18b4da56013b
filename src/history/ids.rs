//! Ids of an earlier run and what they are in the definition of today.

use crate::model::map::{Map, Set};
use crate::pipeline::Definition;

/// Ids with their indexes.
pub(super) struct Ids<'a> {
    branches: Map<&'a str, u32>,
    indicators: Map<&'a str, u32>,
    measures: Map<&'a str, u32>,
    dimensions: Set<&'a str>,
}

/// What the definition of today does not know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unknown {
    Branch,
    Indicator,
    Measure,
    Breakdown,
}

impl<'a> Ids<'a> {
    /// The ids of today; branches that are gone from the register follow those that are in it, in their order.
    pub fn new(definition: &'a Definition, gone: &'a [String]) -> Self {
        let branches = definition.judging.register.branches.iter().map(|branch| branch.code.as_str());
        let indicators = definition.reading.indicators.iter().map(|indicator| indicator.id.as_str());
        let measures = definition.reading.measures.iter().map(String::as_str);
        let dimensions = definition.reading.dimensions.iter().map(|dimension| dimension.id.as_str());
        Self {
            branches: branches.chain(gone.iter().map(String::as_str)).zip(0..).collect(),
            indicators: indicators.zip(0..).collect(),
            measures: measures.zip(0..).collect(),
            dimensions: dimensions.collect(),
        }
    }

    /// Indexes of branch, indicator and measure, or the first that is not known.
    pub fn of(&self, branch: &str, indicator: &str, measure: &str) -> Result<(u32, u32, u32), Unknown> {
        let branch = self.branches.get(branch).ok_or(Unknown::Branch)?;
        let (indicator, measure) = self.of_total(indicator, measure)?;
        Ok((*branch, indicator, measure))
    }

    /// Indexes of indicator and measure, or the first that is not known.
    pub fn of_total(&self, indicator: &str, measure: &str) -> Result<(u32, u32), Unknown> {
        let indicator = self.indicators.get(indicator).ok_or(Unknown::Indicator)?;
        Ok((*indicator, *self.measures.get(measure).ok_or(Unknown::Measure)?))
    }

    /// Whether every dimension of a breakdown is one of today. Categories are not asked for: a dimension need not list them.
    pub fn has_dimensions_of(&self, breakdown: &str) -> bool {
        let mut parts = breakdown.split(';').filter(|part| !part.is_empty());
        parts.all(|part| part.split_once('=').is_some_and(|(key, _)| self.dimensions.contains(key)))
    }
}
