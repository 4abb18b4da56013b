//! The table of a form: header, sections, rows, the total row and what stands below.

use super::columns::{self, Column, Role};
use super::labels::{Entry, Generation, SECTIONS};
use super::{Filled, Measure, Plant, Quirk, Report, titles};
use crate::book::{Cell, Content, Look, Sheet, a1};
use crate::written::{Meaning, Written};
use std::collections::BTreeSet;

const ROMAN: [&str; 5] = ["I", "II", "III", "IV", "V"];

/// A table being drawn on a sheet.
pub struct Table<'a> {
    pub(super) report: &'a Report,
    pub(super) sheet: Sheet,
    pub(super) columns: Vec<Column>,
    sections: Vec<(&'static str, Vec<&'static Entry>)>,
    is_money: bool,
    pub(super) row: u32,
    number: u32,
    plants: Vec<Plant>,
    /// Value cells of the rows drawn, for formulas.
    pub(super) drawn: Vec<(&'static str, String, u32)>,
    /// Cells that give a fact, by row and column.
    pub(super) telling: BTreeSet<(u32, u16)>,
}

impl<'a> Table<'a> {
    /// A sheet with the form's sections, as far as their indicators are wanted.
    pub fn of_figures(report: &'a Report, name: &str, is_wanted: impl Fn(&str) -> bool) -> Self {
        Self::new(report, name, columns::of_figures(report), false, is_wanted)
    }

    /// The sheet with the money.
    pub fn of_money(report: &'a Report, name: &str, is_wanted: impl Fn(&str) -> bool) -> Self {
        Self::new(report, name, columns::of_money(report), true, is_wanted)
    }

    fn new(
        report: &'a Report,
        name: &str,
        columns: Vec<Column>,
        is_money: bool,
        is_wanted: impl Fn(&str) -> bool,
    ) -> Self {
        let mut sections: Vec<(&str, Vec<&Entry>)> = SECTIONS
            .iter()
            .map(|(title, entries)| (*title, wanted(report, entries, &is_wanted)))
            .filter(|(_, entries)| !entries.is_empty())
            .collect();
        if report.has(Quirk::Moved) {
            move_rows(&mut sections);
        }
        let sheet = Sheet::new(name);
        Self {
            report,
            sheet,
            columns,
            sections,
            is_money,
            row: 0,
            number: 0,
            plants: vec![],
            drawn: vec![],
            telling: BTreeSet::new(),
        }
    }

    /// Draws it all and adds the sheet to the workbook.
    pub fn draw(mut self, filled: &mut Filled) {
        self.titles(filled);
        self.header();
        for at in 0..self.sections.len() {
            self.section(at, filled);
        }
        self.repeated();
        self.sum_members();
        if self.is_money {
            self.total(filled);
        }
        self.signatures();
        self.look_after_columns();
        self.plant_hidden();
        filled.plants.append(&mut self.plants);
        filled.book.sheets.push(self.sheet);
    }

    fn titles(&mut self, filled: &mut Filled) {
        let (row, said) = titles::draw(self.report, &mut self.sheet, &self.columns, self.is_money);
        self.row = row;
        for (says, (row, column)) in said {
            filled.said.entry(says).or_insert_with(|| (self.sheet.name.clone(), a1(row, column)));
        }
    }

    pub(super) fn at(&self, role: Role) -> Option<u16> {
        self.columns.iter().position(|(known, ..)| *known == role).map(|at| at as u16)
    }

    pub(super) fn label_column(&self) -> u16 {
        self.at(Role::Label).unwrap_or(0)
    }

    pub(super) fn actual_column(&self) -> u16 {
        self.at(Role::Actual).unwrap_or(1)
    }

    fn section(&mut self, at: usize, filled: &mut Filled) {
        let (title, entries) = self.sections[at].clone();
        let has_sections = !matches!(self.report.generation, Generation::Y2019 | Generation::Y2022);
        if has_sections {
            self.section_row(ROMAN[at], title);
        } else if self.report.has(Quirk::BlankRows) && at > 0 {
            self.row += 1;
        }
        for entry in entries {
            self.entry(entry, filled);
        }
        if has_sections && self.report.has(Quirk::BlankRows) {
            self.row += 1;
        }
    }

    fn section_row(&mut self, roman: &str, title: &str) {
        let label = self.label_column();
        match self.report.generation {
            Generation::Y2023 => {
                self.sheet.write(self.row, 0, (roman.into(), None), Look::Section);
                self.sheet.write(self.row, label, self.report.script.store_heading(title), Look::Section);
            }
            _ => {
                let text = format!("{roman}. {title}");
                self.sheet.write(self.row, label, self.report.script.store_heading(&text), Look::Section);
            }
        }
        self.row += 1;
    }

    fn entry(&mut self, entry: &'static Entry, filled: &mut Filled) {
        if entry.indicator == "members_male"
            && !self.report.has(Quirk::Moved)
            && self.report.generation != Generation::Y2022
        {
            self.sheet.write(
                self.row,
                self.label_column(),
                self.report.script.store_label("Trong đó:"),
                Look::Label,
            );
            self.row += 1;
        }
        let label = entry.label(self.report.generation).unwrap_or_default();
        self.describe(entry, label);
        for measure in [Measure::Plan, Measure::Actual] {
            self.value(entry.indicator, measure, filled);
        }
        if self.report.has(Quirk::Hidden(entry.indicator)) {
            self.sheet.hidden_rows.push(self.row);
        }
        self.row += 1;
        for stray in self.report.strays.iter().filter(|stray| stray.after == entry.indicator) {
            self.stray(&stray.label, stray.unit, &stray.value);
        }
    }

    /// Numbering, code, label and unit of a row.
    pub(super) fn describe(&mut self, entry: &Entry, label: &str) {
        let is_part = matches!(entry.indicator, "members_male" | "members_female");
        if !is_part {
            self.number += 1;
        }
        if let (Some(column), false) = (self.at(Role::Number), is_part) {
            self.sheet.put(self.row, column, Content::Number(f64::from(self.number)), Look::Centre);
        }
        if let Some(column) = self.at(Role::Code) {
            let code = self.report.instead_of_code(entry.indicator).unwrap_or(entry.code);
            self.sheet.put(self.row, column, Content::Text(code.into()), Look::Centre);
        }
        let numbered = match self.report.generation {
            Generation::Y2019 if is_part => format!("- {label}"),
            Generation::Y2019 => format!("{}. {label}", self.number),
            Generation::Y2023 if is_part => format!("+ {label}"),
            Generation::Y2020 if is_part => format!("   - {label}"),
            _ => label.to_string(),
        };
        let (text, font) = self.report.script.store_label(&numbered);
        if self.report.has(Quirk::Rich) && self.number == 1 && !is_part {
            self.sheet.put(self.row, self.label_column(), Content::Rich(text), Look::Label);
        } else {
            self.sheet.write(self.row, self.label_column(), (text, font), Look::Label);
        }
        let unit = columns::unit_words(entry.unit, entry.is_money(), self.report.money);
        let unit = self.report.instead_of_unit(entry.indicator).unwrap_or(unit);
        self.unit_cell(unit);
    }

    fn unit_cell(&mut self, unit: &str) {
        if let (Some(column), false) = (self.at(Role::Unit), unit.is_empty()) {
            self.sheet.write(self.row, column, self.report.script.store_label(unit), Look::Centre);
        }
    }

    fn value(&mut self, indicator: &'static str, measure: Measure, filled: &mut Filled) {
        let role = if measure == Measure::Plan { Role::Plan } else { Role::Actual };
        let (Some(column), Some(written)) = (self.at(role), self.report.cells.get(&(indicator, measure)))
        else {
            return;
        };
        let written = written.clone();
        self.cell(column, &written);
        if let (Measure::Actual, Meaning::Amount(value, _), Some(previous)) =
            (measure, &written.meaning, self.at(Role::Previous))
        {
            // Some 7 % less than this year, by rule: nobody reads this column.
            let last_year = Content::Number((value * 93 / 100) as f64);
            self.sheet.put(self.row, previous, last_year, Look::Count);
        }
        if measure == Measure::Actual {
            self.drawn.push((indicator, a1(self.row, column), self.row));
            self.merge(indicator, column);
        }
        if written.meaning != Meaning::Nothing {
            if written.content.is_some() {
                self.telling.insert((self.row, column));
            }
            filled.facts.insert((indicator, measure), written.meaning);
        }
    }

    fn merge(&mut self, indicator: &'static str, column: u16) {
        if self.report.has(Quirk::Merged(indicator)) {
            self.sheet.merges.push((self.row, column, self.row, column + 1));
            self.plant(&a1(self.row, column), "merged-data-cell");
        }
    }

    pub(super) fn cell(&mut self, column: u16, written: &Written) {
        match &written.content {
            Some(Content::Text(text)) => {
                let stored = self.report.script.store(text);
                self.sheet.write(self.row, column, stored, written.look);
            }
            Some(content) => self.sheet.put(self.row, column, content.clone(), written.look),
            None => {}
        }
        let cell = a1(self.row, column);
        written.flags.iter().for_each(|flag| self.plant(&cell, flag));
        if self.sheet.cells.get(&(self.row, column)).is_some_and(Cell::is_encoded) {
            self.plant(&cell, "legacy-font");
        }
    }

    fn stray(&mut self, label: &str, unit: &str, value: &Written) {
        self.sheet.write(self.row, self.label_column(), self.report.script.store_label(label), Look::Label);
        self.unit_cell(unit);
        self.cell(self.actual_column(), value);
        self.row += 1;
    }

    pub(super) fn plant(&mut self, cell: &str, check: &'static str) {
        self.plants.push(Plant { sheet: self.sheet.name.clone(), cell: cell.into(), check });
    }
}

fn wanted(
    report: &Report,
    entries: &'static [Entry],
    is_wanted: impl Fn(&str) -> bool,
) -> Vec<&'static Entry> {
    entries
        .iter()
        .filter(|entry| entry.label(report.generation).is_some() && is_wanted(entry.indicator))
        .collect()
}

/// Another order of sections, and of rows within them; parts stay behind their whole.
fn move_rows(sections: &mut Vec<(&'static str, Vec<&'static Entry>)>) {
    let first = sections.remove(0);
    sections.push(first);
    for (_, entries) in sections.iter_mut() {
        if !entries.iter().any(|entry| entry.indicator == "members") {
            entries.reverse();
        }
    }
}
