//! Total rows of a table, named or not.

use super::records::Reader;
use super::rows::Line;
use super::totals::Printed;
use crate::locate::Found;
use crate::locate::view::{Disposition, View};
use crate::model::fact::FactValue;
use crate::model::flag::Place;
use crate::model::{Bound, Check, Flag};

impl Reader<'_, '_> {
    /// Compares a printed total with the records above it.
    pub(super) fn total(&mut self, view: &mut View, line: &Line, name: &str, found: &mut Found) {
        let printed = self.printed(view, line);
        found.enter(self.table.within);
        self.course.totals.check(&self.table.lexicon.reading, self.table.plan, name, printed, found);
        line.own.clone().for_each(|position| view.settle(position, Disposition::Structure));
    }

    fn printed(&self, view: &View, line: &Line) -> Vec<Printed> {
        let read = |(slot, summed): (usize, &super::plan::Summed)| {
            let position = line.cells.get(summed.column).copied().flatten()?;
            let cleaned = self.table.clean(view, position, slot, self.course.totals.multiplier(slot));
            let FactValue::Amount(value, Bound::Exact) = cleaned.value else { return None };
            let place = Place::cell(&view.sheet.name, super::rows::at(view, position));
            cleaned.is_included.then_some(Printed { slot, value, place })
        };
        self.table.plan.summed.iter().enumerate().filter_map(read).collect()
    }

    /// Numbers without a name: a total where they are what some records add up to, or where they are computed; else nobody knows.
    pub(super) fn loose(&mut self, view: &mut View, line: &Line, is_last: bool, found: &mut Found) {
        let printed = self.printed(view, line);
        let table = self.table;
        let values: Vec<usize> = table
            .plan
            .summed
            .iter()
            .filter_map(|summed| line.cells.get(summed.column).copied().flatten())
            .collect();
        let is_computed =
            !values.is_empty() && values.iter().all(|&at| view.cell(at).is_some_and(|cell| cell.is_formula));
        let is_total = self.course.totals.is_total(&table.lexicon.reading, table.plan, &printed);
        if is_total || is_computed || (is_last && !printed.is_empty() && self.records > 0) {
            return self.total(view, line, "", found);
        }
        found.enter(table.within);
        for position in values {
            view.settle(position, Disposition::Rejected);
            let place = Place::cell(&view.sheet.name, super::rows::at(view, position));
            found
                .flags
                .push(Flag { measure: table.plan.measure, ..Flag::new(Check::LabelUnknown, place, "") });
        }
    }
}
