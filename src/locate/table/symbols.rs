//! What the text of a key column decides, worked out once for each distinct text of a table.

use super::plan::{Plan, Plans};
use crate::clean::{text, words};
use crate::pipeline::Locale;
use std::collections::HashMap;
use std::sync::Arc;

/// What a text says as a category.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// It stands in breakdowns as this.
    Known(Box<str>),
    /// Nothing, or no category of a dimension that lists its own; with the nearest that it lists.
    Unknown(String),
}

/// A text of a key column.
#[derive(Clone, Debug)]
pub struct Symbol {
    /// The text as shown.
    pub shown: Arc<str>,
    /// What it says as a category.
    pub part: Part,
    /// For each computed indicator whether the column's filter lets it pass.
    pub passes: Box<[bool]>,
    /// A text that a filter of the column asks for and that this one nearly is.
    pub near: Option<String>,
    /// Whether it stands for all categories together.
    pub is_total: bool,
}

/// The texts of the key columns of a table.
#[derive(Debug)]
pub struct Symbols<'a> {
    plans: &'a Plans,
    plan: &'a Plan,
    locale: Locale,
    known: Vec<HashMap<Box<str>, u32>>,
    all: Vec<Vec<Symbol>>,
}

/// The symbol of a blank, in every column.
pub const BLANK: u32 = 0;

impl<'a> Symbols<'a> {
    /// No text met yet.
    pub fn new(plans: &'a Plans, plan: &'a Plan, locale: Locale) -> Self {
        let columns = plan.columns.len();
        let mut symbols = Self {
            plans,
            plan,
            locale,
            known: vec![HashMap::new(); columns],
            all: vec![Vec::new(); columns],
        };
        for column in 0..columns {
            symbols.of(column, "", "");
        }
        symbols
    }

    /// The symbol of a text, by its match key.
    pub fn of(&mut self, column: usize, shown: &str, key: &str) -> u32 {
        if let Some(&known) = self.known.get(column).and_then(|known| known.get(key)) {
            return known;
        }
        let symbol = self.symbol(column, shown, key);
        let (Some(all), Some(known)) = (self.all.get_mut(column), self.known.get_mut(column)) else {
            return BLANK;
        };
        let index = u32::try_from(all.len()).unwrap_or(u32::MAX);
        all.push(symbol);
        known.insert(key.into(), index);
        index
    }

    /// What a symbol of a column decides.
    pub fn get(&self, column: usize, symbol: u32) -> Option<&Symbol> {
        self.all.get(column)?.get(symbol as usize)
    }

    fn symbol(&self, column: usize, shown: &str, key: &str) -> Symbol {
        let part = self.part(column, key);
        let id = match &part {
            Part::Known(id) => Some(&**id),
            Part::Unknown(_) => None,
        };
        let passes: Box<[bool]> = self
            .plan
            .computed
            .iter()
            .map(|sum| {
                let mut filters = sum.filter.iter().filter(|(of, _)| *of == column);
                filters.all(|(_, wanted)| wanted.contains(key) || self.is_wanted(column, id, wanted))
            })
            .collect();
        let planned = self.plan.columns.get(column);
        let is_filtered = |sum: &super::plan::PlannedSum| sum.filter.iter().any(|(of, _)| *of == column);
        let mut filtered = passes.iter().zip(&self.plan.computed).filter(|(_, sum)| is_filtered(sum));
        let is_passing = filtered.any(|(passes, _)| *passes);
        let wanted = planned.map_or(&[][..], |column| &column.wanted);
        let near = (!is_passing && !key.is_empty())
            .then(|| super::nearest(shown, wanted.iter().map(String::as_str)))
            .flatten();
        let totals = planned.and_then(|column| self.plans.categories.get(usize::from(column.dimension?)));
        let is_total = totals.is_some_and(|categories| categories.totals.contains(key))
            || words::is_total_row(crate::locate::labels::bare(shown), self.locale);
        Symbol { shown: shown.into(), part, passes, near, is_total }
    }

    /// Whether a filter asks for the same category in other words.
    fn is_wanted(&self, column: usize, id: Option<&str>, wanted: &std::collections::HashSet<String>) -> bool {
        let dimension = self.plan.columns.get(column).and_then(|column| column.dimension);
        let categories = dimension.and_then(|at| self.plans.categories.get(usize::from(at)));
        categories.zip(id).is_some_and(|(categories, id)| {
            wanted.iter().any(|word| categories.ids.get(word).is_some_and(|of| of == id))
        })
    }

    fn part(&self, column: usize, key: &str) -> Part {
        if key.is_empty() {
            return Part::Unknown(String::new());
        }
        let dimension = self.plan.columns.get(column).and_then(|column| column.dimension);
        let listed = dimension.and_then(|at| self.plans.categories.get(usize::from(at)));
        let Some(categories) = listed.filter(|categories| !categories.ids.is_empty()) else {
            let open = text::slug(key);
            return if open.is_empty() { Part::Unknown(open) } else { Part::Known(open.into()) };
        };
        match categories
            .ids
            .get(key)
            .or_else(|| categories.ids.get(&text::fold(crate::locate::labels::bare(key))))
        {
            Some(id) => Part::Known(id.as_str().into()),
            None => {
                let shown = categories.shown.iter().map(|(_, shown)| shown.as_str());
                Part::Unknown(super::nearest(key, shown).unwrap_or_default())
            }
        }
    }
}
