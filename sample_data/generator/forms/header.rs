//! The header of a table, and what is done to whole columns and rows: widths, hiding.

use super::Quirk;
use super::columns::Role;
use super::labels::Generation;
use super::table::Table;
use crate::book::{Look, a1};

impl Table<'_> {
    pub(super) fn header(&mut self) {
        if self.is_header_lost() {
            return;
        }
        let is_double = self.report.generation == Generation::Y2023;
        for (at, (role, header, _)) in self.columns.clone().into_iter().enumerate() {
            let column = at as u16;
            let is_second = role == Role::Gap && self.report.has(Quirk::TwoResults);
            let header =
                if is_second { self.columns[usize::from(self.actual_column())].1.clone() } else { header };
            if header.is_empty() {
                continue;
            }
            let is_below = is_double && matches!(role, Role::Plan | Role::Actual);
            let row = self.row + u32::from(is_below);
            self.sheet.write(row, column, self.report.script.store_label(&header), Look::Header);
            if is_second {
                // A gap stands left of the results, so this is the first of the two.
                self.plant(&a1(row, column), "header-ambiguous");
            }
            if is_double && !is_below {
                self.sheet.merges.push((row, column, row + 1, column));
            }
        }
        if let (true, Some(plan)) = (is_double, self.at(Role::Plan)) {
            let year = format!("Năm {}", self.report.year);
            self.sheet.write(self.row, plan, self.report.script.store(&year), Look::Header);
            self.sheet.merges.push((self.row, plan, self.row, self.actual_column()));
            self.row += 1;
        }
        self.row += 1;
    }

    /// A header that somebody deleted: nothing says any more what the columns hold.
    fn is_header_lost(&mut self) -> bool {
        let is_lost = self
            .report
            .quirks
            .iter()
            .any(|quirk| matches!(quirk, Quirk::HeaderLost(name) if *name == self.sheet.name));
        if is_lost {
            self.plant("", "header-not-found");
        }
        is_lost
    }

    /// Widths, and the plan hidden.
    pub(super) fn look_after_columns(&mut self) {
        for (at, (role, _, width)) in self.columns.iter().enumerate() {
            self.sheet.widths.push((at as u16, *width));
            if *role == Role::Plan && self.report.has(Quirk::HiddenPlan) {
                self.sheet.hidden_columns.push(at as u16);
            }
        }
    }

    /// One flag for every hidden row and column, at the first cell in it that gives a fact.
    pub(super) fn plant_hidden(&mut self) {
        let first = |is_in: &dyn Fn(u32, u16) -> bool| {
            self.telling
                .iter()
                .find(|&&(row, column)| is_in(row, column))
                .map(|&(row, column)| a1(row, column))
        };
        let (rows, columns) = (&self.sheet.hidden_rows, &self.sheet.hidden_columns);
        let in_rows = rows.iter().map(|&hidden| (first(&|row, _| row == hidden), "hidden-row"));
        let in_columns =
            columns.iter().map(|&hidden| (first(&|_, column| column == hidden), "hidden-column"));
        let plants: Vec<_> = in_rows.chain(in_columns).collect();
        for (cell, check) in plants {
            self.plant(&cell.expect("only what holds values is hidden"), check);
        }
    }
}
