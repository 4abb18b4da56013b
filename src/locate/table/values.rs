//! The cells of a table: cleaned as in a form, with the units stated around them, once for each way in which indicators read them.

use super::header::Block;
use super::plan::Plan;
use super::rows::Line;
use super::stack::Merges;
use super::sums;
use crate::clean::number::Habit;
use crate::clean::unit::StatedUnit;
use crate::clean::value::{self, Cleaned, Expected};
use crate::locate::form::OwnUnits;
use crate::locate::view::View;
use crate::locate::{Found, Lexicon};
use crate::model::fact::{FactValue, Transforms};
use crate::model::flag::Place;
use crate::model::{Address, Cell, CellKind, Check, Fact, Flag, SheetState, Style};
use crate::pipeline::{Hidden, Indicator};
use std::sync::Arc;

/// A table of records under a header.
pub struct Table<'a> {
    /// The definition and its indexes.
    pub lexicon: &'a Lexicon,
    /// What the definition says of it.
    pub plan: &'a Plan,
    /// Where it stands.
    pub block: &'a Block,
    /// Merged rectangles of the sheet.
    pub merges: &'a Merges,
    /// Index of the sheet in the workbook.
    pub sheet: u16,
    /// The unit that a banner above states.
    pub banner: Option<StatedUnit>,
    /// What may be a unit of the definition's own around the table.
    pub own_units: OwnUnits,
    /// What text numbers of each summed column show about their commas.
    pub habits: Vec<Habit>,
    /// Which summed columns are hidden.
    pub hidden: Vec<bool>,
    /// The year of the report.
    pub year: Option<u16>,
    /// Whether the workbook counts dates from 1904.
    pub is_1904: bool,
    /// The report that the table stands in.
    pub within: u32,
}

/// A value of a record, read in the ways that indicators ask.
pub struct Slot {
    /// The cell's position.
    pub position: usize,
    /// Where it stands.
    pub at: Address,
    /// Whether any indicator asks for it.
    pub is_asked: bool,
    /// Whether its value entered a fact.
    pub is_taken: bool,
    /// Whether it could not enter one that it belongs to.
    pub is_rejected: bool,
    /// What it says, for each way of reading it that its column has.
    cleaned: Vec<Option<Cleaned>>,
    told: Vec<Check>,
}

impl Slot {
    /// A cell of a record, read as a printed total of its column would be: without the domain of any indicator.
    pub fn new(table: &Table, view: &View, position: usize, slot_at: usize) -> (Self, Cleaned) {
        let unsigned = table.clean(view, position, slot_at, None);
        let at = super::rows::at(view, position);
        let mut slot = Self {
            position,
            at,
            is_asked: false,
            is_taken: false,
            is_rejected: false,
            cleaned: Vec::new(),
            told: Vec::new(),
        };
        // Within the domain of the first indicator it says the same to it.
        let is_within = |like: &Indicator| match unsigned.value {
            FactValue::Amount(amount, _) => {
                like.min.is_none_or(|min| amount >= min) && like.max.is_none_or(|max| amount <= max)
            }
            _ => true,
        };
        let first = table.like_of(slot_at, 0);
        slot.cleaned.push(first.filter(|(_, like)| is_within(like)).map(|_| unsigned.clone()));
        (slot, unsigned)
    }

    /// The cell, read as one of the indicators asks.
    pub fn cleaned(&mut self, table: &Table, view: &View, slot: usize, like: usize) -> Cleaned {
        if self.cleaned.len() <= like {
            self.cleaned.resize_with(like + 1, || None);
        }
        let position = self.position;
        let read = || match table.like_of(slot, like) {
            Some(known) => table.clean_of(view, position, slot, known),
            None => sums::blank(),
        };
        match self.cleaned.get_mut(like) {
            Some(place) => place.get_or_insert_with(read).clone(),
            None => read(),
        }
    }

    /// Tells what is wrong with the cell.
    pub fn tell_findings(&mut self, cleaned: &Cleaned, view: &View, about: (u32, u16), found: &mut Found) {
        for finding in &cleaned.findings {
            if self.told.contains(&finding.check) {
                continue;
            }
            self.told.push(finding.check);
            let place = Place::cell(&view.sheet.name, self.at);
            let flag = flag(finding.check, place, &finding.found, &finding.expected, about);
            found.flags.push(flag.suggest(finding.suggested));
        }
    }

    /// Tells a fault once, at the cell that shows it.
    pub fn tell(
        &mut self,
        check: Check,
        view: &View,
        at: Option<Address>,
        (shown, expected): (&str, &str),
        about: (u32, u16),
        found: &mut Found,
    ) {
        if !self.told.contains(&check) {
            self.told.push(check);
            let place = Place::cell(&view.sheet.name, at.unwrap_or(self.at));
            found.flags.push(flag(check, place, shown, expected, about));
        }
    }

    /// Flags a value in a cell that is merged over several.
    pub fn flag_merged(
        &mut self,
        table: &Table,
        view: &View,
        cleaned: &Cleaned,
        about: (u32, u16),
        found: &mut Found,
    ) {
        let last = table.merges.last(self.at);
        if last != self.at && !cleaned.raw.is_empty() {
            let expected = format!("{}:{last}", self.at);
            self.tell(Check::MergedDataCell, view, None, (&cleaned.raw, &expected), about, found);
        }
    }
}

impl Table<'_> {
    /// Reads a cell as printed totals of its column are read.
    pub fn clean(&self, view: &View, position: usize, slot: usize, multiplier: Option<i64>) -> Cleaned {
        let Some(summed) = self.plan.summed.get(slot) else { return sums::blank() };
        let like = summed.likes.first().copied().unwrap_or(0);
        match multiplier.filter(|&multiplier| multiplier != summed.unsigned.asked_in) {
            Some(asked_in) => {
                let indicator = Indicator { asked_in, ..summed.unsigned.clone() };
                self.clean_of(view, position, slot, (like, &indicator))
            }
            None => self.clean_of(view, position, slot, (like, &summed.unsigned)),
        }
    }

    /// The indicator behind a way of reading a column.
    fn like_of(&self, slot: usize, like: usize) -> Option<(u32, &Indicator)> {
        let index = *self.plan.summed.get(slot)?.likes.get(like)?;
        Some((index, self.lexicon.reading.indicators.get(index as usize)?))
    }

    fn clean_of(
        &self,
        view: &View,
        position: usize,
        slot: usize,
        (index, indicator): (u32, &Indicator),
    ) -> Cleaned {
        let cell = view.cell(position);
        let default = Style::default();
        let style = cell.map_or(&default, |cell| view.style(cell));
        let seen =
            self.plan.summed.get(slot).and_then(|summed| self.block.columns.get(summed.column)?.as_ref());
        let words = self.lexicon.own_units(index);
        let own_header = seen.and_then(|seen| self.own_units.in_header(seen.first, indicator, words));
        let own_above = self.own_units.above(indicator, words);
        let expected = Expected {
            indicator,
            locale: self.lexicon.reading.locale,
            habit: self.habits.get(slot).copied().unwrap_or(Habit::Unknown),
            row_unit: None,
            header_unit: seen.and_then(|seen| seen.unit.as_ref()).or(own_header.as_ref()),
            banner_unit: self.banner.as_ref().or(own_above.as_ref()),
            is_1904: self.is_1904,
            year_hint: self.year,
        };
        value::clean(cell, style, &expected)
    }

    /// Whether the definition leaves out what the eye does not see, and it does not see this.
    pub fn is_left_out(&self, view: &View, row: u32, slot: Option<usize>) -> bool {
        let is_hidden = || {
            view.sheet.is_row_hidden(row)
                || view.sheet.state != SheetState::Visible
                || slot.and_then(|slot| self.hidden.get(slot)).is_some_and(|hidden| *hidden)
        };
        self.lexicon.reading.hidden == Hidden::Exclude && is_hidden()
    }

    /// The header of a column.
    pub fn header_of(&self, column: Option<usize>) -> Arc<str> {
        let seen = column.and_then(|column| self.block.columns.get(column)?.as_ref());
        seen.map_or_else(|| "".into(), |seen| seen.header.clone())
    }

    /// A fact without its value.
    pub fn fact(
        &self,
        report: u32,
        about: (u32, u16),
        breakdown: &str,
        header: &Arc<str>,
        label: Arc<str>,
    ) -> Fact {
        Fact {
            sheet: self.sheet,
            report,
            at: Address::default(),
            until: None,
            indicator: about.0,
            measure: about.1,
            breakdown: breakdown.into(),
            value: FactValue::None,
            raw: "".into(),
            kind: CellKind::Number,
            unit_reported: "".into(),
            multiplier: 1,
            header: header.clone(),
            label,
            transforms: Transforms::default(),
            is_included: true,
        }
    }
}

/// A flag about an indicator and a measure.
pub fn flag(check: Check, place: Place, shown: &str, expected: &str, about: (u32, u16)) -> Flag {
    Flag::new(check, place, shown).expected(expected).about(about.0, about.1)
}

/// The first cell of a record.
pub fn first_of(view: &View, line: &Line) -> Address {
    let first = line.cells.iter().flatten().next().copied().unwrap_or(line.own.start);
    Address { row: line.row, ..super::rows::at(view, first) }
}

/// A cell's content as another program would show it unformatted.
pub fn raw_of(cell: &Cell) -> Box<str> {
    use crate::model::Value;
    match &cell.value {
        Value::Number(number) => number.to_string().into(),
        Value::Text(text) => (**text).into(),
        Value::IsoDate(text) | Value::Error(text) => text.clone(),
        Value::Boolean(is_true) => if *is_true { "TRUE" } else { "FALSE" }.into(),
        Value::NotCalculated => "".into(),
    }
}

/// What kind of cell it is.
pub fn kind_of(view: &View, position: Option<usize>) -> CellKind {
    use crate::model::Value;
    match position.and_then(|position| view.cell(position)) {
        Some(cell) if cell.is_formula => CellKind::Formula,
        Some(cell) => match cell.value {
            Value::Text(_) | Value::Error(_) => CellKind::Text,
            Value::Boolean(_) => CellKind::Boolean,
            Value::IsoDate(_) => CellKind::Date,
            Value::Number(_) if view.style(cell).is_date => CellKind::Date,
            _ => CellKind::Number,
        },
        None => CellKind::Number,
    }
}
