//! The cells of a cross table become facts; printed totals are compared, or become the fact of the whole where nothing else says it.

use super::body::{BodyRow, is_filled};
use super::side::{Line, Said};
use super::sums::{Key, Sum, Sums};
use super::{Block, Grid, Origin, flag_rivals, header_of, layout_of, table_of};
use crate::clean::number::Habit;
use crate::clean::value::Cleaned;
use crate::locate::form::{self, RowLabel, Table, value};
use crate::locate::header::Column;
use crate::locate::view::{Disposition, Row, View};
use crate::locate::{Found, Lexicon, dates};
use crate::model::fact::FactValue;
use crate::model::flag::Place;
use crate::model::{Address, Bound, Check, Fact, Flag, Value};
use crate::pipeline::{Axis, Blank, CrosstabLayout, Indicator};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::rc::Rc;

/// Blank cells of a table that may each mean zero: beyond so many nobody filled in a form.
const BLANKS: usize = 1 << 20;
/// Addresses that a flag shows.
const SHOWN: usize = 8;

/// Where a level of a breakdown is said.
#[derive(Clone, Copy)]
struct Slot {
    dimension: u16,
    is_down: bool,
    level: usize,
}

/// What the cells of a table are read by.
struct Reader<'a> {
    lexicon: &'a Lexicon,
    grid: &'a Grid,
    layout: &'a CrosstabLayout,
    block: &'a Block,
    table: Table<'a>,
    habits: Vec<Habit>,
    /// The dimensions, in the order of their ids.
    slots: Vec<Slot>,
    /// Whether lines say more than each column, or row.
    refined: (Vec<bool>, Vec<bool>),
    /// Slots of whose categories the table holds only some: their parts need not add up.
    partial: HashSet<usize>,
    /// Slots of which a line says that it is one part of several.
    of_which: HashSet<usize>,
    /// Columns with a number in them.
    counted: Vec<bool>,
    categories: HashMap<(usize, Rc<str>), u32>,
    /// How many totals over indicators stand before each line of the side that says the indicators.
    sections: Vec<u32>,
    /// Cells of unknown lines that have been flagged.
    flagged: HashSet<(Check, Address)>,
}

/// What a cell speaks of.
struct Target {
    /// None for a total over indicators.
    indicator: Option<u32>,
    /// The value of each slot; none for all together.
    parts: Vec<Option<Rc<str>>>,
    /// Whether it is a printed total.
    is_total: bool,
}

/// A printed total, read once all other values are.
struct Printed {
    row: usize,
    column: usize,
    position: usize,
    target: Target,
    key: Key,
}

/// Reads the cells of a table.
pub fn read(origin: Origin, view: &mut View, grid: &Grid, block: &Block, floor: u32, found: &mut Found) {
    let Some(layout) = layout_of(origin.lexicon, grid.form) else { return };
    found.forms.push(grid.form);
    if !grid.rivals.is_empty() {
        flag_rivals(origin.lexicon, view, grid, found);
        reject_all(view, grid, block);
        return;
    }
    let header = header_of(grid, layout.measure, origin.lexicon);
    let rows: Vec<Row> = block.rows.iter().map(|row| row.row.clone()).collect();
    let habits = header.values().map(|(column, _)| form::habit_of(view, &rows, column)).collect();
    let first_fact = found.facts.len();
    let mut reader = Reader {
        lexicon: origin.lexicon,
        grid,
        layout,
        block,
        table: table_of(origin, view, &header, floor, found),
        habits,
        slots: slots(origin.lexicon, grid),
        refined: (refined(&grid.columns.iter().collect::<Vec<_>>()), refined(&lines(block))),
        partial: HashSet::new(),
        of_which: HashSet::new(),
        counted: counted(origin.lexicon, view, grid, block),
        categories: HashMap::new(),
        sections: Vec::new(),
        flagged: HashSet::new(),
    };
    reader.find_sections();
    reader.find_partial();
    let indicators = reader.indicators();
    found.labels.extend(&indicators);
    let mut sums = Sums::new(&origin.lexicon.reading, &indicators);
    let mut printed = reader.values(view, &indicators, &mut sums, found);
    // Totals of few cells before those of many: what counts of them is a part of these.
    printed.sort_by_key(|total| std::cmp::Reverse(total.key.iter().filter(|said| **said != 0).count()));
    for total in &printed {
        reader.total(view, total, &mut sums, found);
    }
    found.facts.get_mut(first_fact..).unwrap_or_default().sort_by_key(|fact| fact.at);
    flag_beyond(origin.lexicon, view, grid, block, found);
    settle_rest(view, grid, block);
    dates::flag_mixed(&origin.lexicon.reading, view, found, first_fact);
}

fn lines(block: &Block) -> Vec<&Line> {
    block.rows.iter().map(|row| &row.line).collect()
}

fn slots(lexicon: &Lexicon, grid: &Grid) -> Vec<Slot> {
    let of = |axes: &[Axis], is_down: bool| -> Vec<Slot> {
        let levels = axes.iter().enumerate();
        let dimensions = levels.filter_map(|(level, axis)| match axis {
            Axis::Dimension(dimension) => Some(Slot { dimension: *dimension, is_down, level }),
            Axis::Indicators => None,
        });
        dimensions.collect()
    };
    let mut slots = of(&grid.down, true);
    slots.extend(of(&grid.across, false));
    let id = |slot: &Slot| lexicon.reading.dimensions.get(usize::from(slot.dimension)).map(|known| &known.id);
    slots.sort_by(|one, two| id(one).cmp(&id(two)));
    slots
}

/// Whether another line says more than each of these: it is a printed total then.
fn refined(lines: &[&Line]) -> Vec<bool> {
    let mut ids: HashMap<&Said, u32> = HashMap::new();
    let mut keys: Vec<Option<Key>> = Vec::new();
    for line in lines {
        let mut id = |said| {
            let next = u32::try_from(ids.len()).unwrap_or(u32::MAX).saturating_add(1);
            *ids.entry(said).or_insert(next)
        };
        let key = line.said.iter().map(|said| if said.is_whole() { 0 } else { id(said) }).collect();
        keys.push(line.unknown().is_none().then_some(key));
    }
    let lesser: HashSet<Key> = keys.iter().flatten().flat_map(|key| super::sums::lesser(key)).collect();
    keys.iter().map(|key| key.as_ref().is_some_and(|key| lesser.contains(key))).collect()
}

/// Which columns hold a number in any row: remarks do not.
fn counted(lexicon: &Lexicon, view: &View, grid: &Grid, block: &Block) -> Vec<bool> {
    let mut counted = vec![false; grid.columns.len()];
    for row in &block.rows {
        for (position, cell) in view.cells(&row.row) {
            let Ok(at) = grid.columns.binary_search_by_key(&cell.at.column, |line| line.index) else {
                continue;
            };
            if let Some(slot) = counted.get_mut(at).filter(|slot| !**slot) {
                *slot = view.is_number(position, lexicon.reading.locale);
            }
        }
    }
    counted
}

/// The cells of a table whose owner nobody knows.
fn reject_all(view: &mut View, grid: &Grid, block: &Block) {
    for row in &block.rows {
        for (position, cell) in view.cells(&row.row).collect::<Vec<_>>() {
            if grid.is_value(cell.at.column) && is_filled(view, position) {
                view.settle(position, Disposition::Rejected);
            }
        }
    }
    settle_rest(view, grid, block);
}

/// What is left: labels, units and headers are structure, other columns are notes.
fn settle_rest(view: &mut View, grid: &Grid, block: &Block) {
    let rows = block.rows.iter().map(|row| &row.row).chain(&block.structure);
    for row in rows {
        for position in row.cells.clone() {
            let column = view.cell(position).map_or(0, |cell| cell.at.column);
            let is_named = grid.is_value(column) || grid.is_label(column);
            view.settle(position, if is_named { Disposition::Structure } else { Disposition::Note });
        }
    }
}

/// Flags numbers in columns that no header names, right of the labels.
fn flag_beyond(lexicon: &Lexicon, view: &View, grid: &Grid, block: &Block, found: &mut Found) {
    let first = grid.columns.first().map_or(u32::MAX, |line| line.index);
    let mut columns: BTreeSet<u32> = BTreeSet::new();
    let mut at = Vec::new();
    for row in &block.rows {
        for (position, cell) in view.cells(&row.row) {
            let column = cell.at.column;
            let is_beyond = column > first && !grid.is_value(column) && !grid.is_label(column);
            if is_beyond && view.is_number(position, lexicon.reading.locale) && columns.insert(column) {
                at.push(cell.at);
            }
        }
    }
    if let Some(&first) = at.first() {
        let shown: Vec<String> = at.iter().take(SHOWN).map(ToString::to_string).collect();
        let flag = Flag::new(Check::DataOutsideTable, Place::cell(&view.sheet.name, first), shown.join(", "));
        found.flags.push(flag);
    }
}

impl<'a> Reader<'a> {
    fn lines_of(&self, is_down: bool) -> Vec<&'a Line> {
        if is_down { lines(self.block) } else { self.grid.columns.iter().collect() }
    }

    /// Finds the dimensions of which the table lacks declared categories, or shows one part only.
    fn find_partial(&mut self) {
        for (index, slot) in self.slots.clone().into_iter().enumerate() {
            let lines = self.lines_of(slot.is_down);
            let said = lines.iter().filter_map(|line| match line.said.get(slot.level) {
                Some(Said::Category(category)) => Some((&**category, line.is_of_which)),
                _ => None,
            });
            let said: Vec<(&str, bool)> = said.collect();
            let known = self.lexicon.reading.dimensions.get(usize::from(slot.dimension));
            let declared = known.map_or(&[][..], |known| &known.categories);
            let present: HashSet<&str> = said.iter().map(|(category, _)| *category).collect();
            if said.iter().any(|(_, is_of_which)| *is_of_which) || declared.len() == 1 {
                self.of_which.insert(index);
            }
            if declared.iter().any(|category| !present.contains(category.id.as_str())) {
                self.partial.insert(index);
            }
        }
    }

    /// Counts the totals over indicators before each line.
    fn find_sections(&mut self) {
        let Some((is_down, level)) = self.indicator_level() else { return };
        let mut totals = 0;
        let counted = self.lines_of(is_down).into_iter().map(|line| {
            let before = totals;
            totals += u32::from(line.said.get(level) == Some(&Said::All));
            before
        });
        self.sections = counted.collect();
    }

    /// The side and level that says the indicators.
    fn indicator_level(&self) -> Option<(bool, usize)> {
        let level = |axes: &[Axis]| axes.iter().position(|axis| *axis == Axis::Indicators);
        let down = level(&self.grid.down).map(|level| (true, level));
        down.or_else(|| level(&self.grid.across).map(|level| (false, level)))
    }

    /// The section of a cell: how many totals over indicators stand before it.
    fn section(&self, row: usize, column: usize) -> u32 {
        let line = match self.indicator_level() {
            Some((true, _)) => row,
            _ => column,
        };
        self.sections.get(line).copied().unwrap_or(0)
    }

    /// The indicators that the table speaks of.
    fn indicators(&self) -> HashSet<u32> {
        let lines = self.lines_of(true).into_iter().chain(self.lines_of(false));
        let said =
            lines.flat_map(|line| &line.said).filter_map(|said| self.chosen(said).and_then(Result::ok));
        self.layout.indicator.into_iter().chain(said).collect()
    }

    /// The indicator that a text means in this sheet form.
    fn chosen(&self, said: &Said) -> Option<Result<u32, Vec<u32>>> {
        let Said::Indicators(named) = said else { return None };
        let is_here = |index: &u32| {
            let known = self.lexicon.reading.indicators.get(*index as usize);
            known.is_some_and(|known| known.sheet.is_none_or(|sheet| sheet == self.grid.form))
        };
        let here: Vec<u32> = named.iter().copied().filter(is_here).collect();
        Some(match here.as_slice() {
            [one] => Ok(*one),
            [] => Err(named.to_vec()),
            _ => Err(here),
        })
    }

    /// Reads every cell that is no printed total. Returns the printed totals.
    fn values(
        &mut self,
        view: &mut View,
        indicators: &HashSet<u32>,
        sums: &mut Sums,
        found: &mut Found,
    ) -> Vec<Printed> {
        let blanks = self.blanks_are_zero(indicators);
        let mut printed = Vec::new();
        let block = self.block;
        for (order, row) in block.rows.iter().enumerate() {
            let mut filled: Vec<(usize, Option<usize>)> = Vec::new();
            for (position, cell) in view.cells(&row.row) {
                let column = self.grid.columns.binary_search_by_key(&cell.at.column, |line| line.index);
                filled.extend(column.ok().map(|column| (column, Some(position))));
            }
            if blanks {
                let known: HashSet<usize> = filled.iter().map(|(column, _)| *column).collect();
                let empty = (0..self.grid.columns.len()).filter(|column| !known.contains(column));
                filled.extend(empty.map(|column| (column, None)));
            }
            for (column, position) in filled {
                let cell = (order, row, column, position);
                printed.extend(self.value(view, cell, sums, found));
            }
        }
        printed
    }

    /// Whether blank cells have to be looked at: one of the indicators declares them zero.
    fn blanks_are_zero(&self, indicators: &HashSet<u32>) -> bool {
        let known = |index: &u32| self.lexicon.reading.indicators.get(*index as usize);
        let is_zero = indicators.iter().filter_map(known).any(|known| known.blank == Blank::Zero);
        is_zero && self.block.rows.len().saturating_mul(self.grid.columns.len()) <= BLANKS
    }

    /// Reads one cell. Returns it where it is a printed total.
    fn value(
        &mut self,
        view: &mut View,
        (order, row, column, position): (usize, &BodyRow, usize, Option<usize>),
        sums: &mut Sums,
        found: &mut Found,
    ) -> Option<Printed> {
        let line = self.grid.columns.get(column)?;
        let filled = position.filter(|&position| is_filled(view, position));
        let Some(target) = self.target((order, row), (column, line), filled, view, found) else {
            let is_note = line.unknown().is_some() && self.counted.get(column) == Some(&false);
            if let Some(position) = filled {
                view.settle(position, if is_note { Disposition::Note } else { Disposition::Rejected });
            }
            return None;
        };
        let key = self.key(&target);
        if target.is_total {
            let position = filled?;
            return Some(Printed { row: order, column, position, target, key });
        }
        let fact = self.take(view, row, column, &target, found)?;
        sums.add(&key, self.section(order, column), &fact);
        found.facts.push(fact);
        None
    }

    /// What a cell speaks of; none, with a flag where the cell holds something, where a side says nothing that is known.
    fn target(
        &mut self,
        (order, row): (usize, &BodyRow),
        (column, line): (usize, &Line),
        filled: Option<usize>,
        view: &View,
        found: &mut Found,
    ) -> Option<Target> {
        for (side, axes) in [(&row.line, &self.grid.down), (line, &self.grid.across)] {
            let Some((level, text)) = side.unknown() else { continue };
            let is_remark = std::ptr::eq(side, line) && self.counted.get(column) == Some(&false);
            if filled.is_some() && !is_remark {
                self.flag_unknown(view, side, axes.get(level).copied(), text, found);
            }
            return None;
        }
        let said = |axes: &[Axis], line: &Line| {
            let level = axes.iter().position(|axis| *axis == Axis::Indicators)?;
            line.said.get(level).cloned()
        };
        let by_side = said(&self.grid.down, &row.line).map(|said| (said, &row.line));
        let by_side = by_side.or_else(|| said(&self.grid.across, line).map(|said| (said, line)));
        let indicator = match (&by_side, self.layout.indicator) {
            (None, indicator) => indicator,
            (Some((Said::All, _)), _) => None,
            (Some((said, side)), _) => match self.chosen(said) {
                Some(Ok(index)) => Some(index),
                Some(Err(candidates)) => {
                    if filled.is_some() {
                        self.flag_ambiguous(view, side, &candidates, found);
                    }
                    return None;
                }
                None => {
                    if filled.is_some() {
                        self.flag_unknown(view, side, Some(Axis::Indicators), &side.text, found);
                    }
                    return None;
                }
            },
        };
        let part = |slot: &Slot| {
            let side = if slot.is_down { &row.line } else { line };
            match side.said.get(slot.level) {
                Some(Said::Category(category)) => Some(category.clone()),
                _ => None,
            }
        };
        let is_refined = |flags: &[bool], at: usize| flags.get(at).copied().unwrap_or(false);
        let is_total =
            indicator.is_none() || is_refined(&self.refined.0, column) || is_refined(&self.refined.1, order);
        Some(Target { indicator, parts: self.slots.iter().map(part).collect(), is_total })
    }

    fn key(&mut self, target: &Target) -> Key {
        let mut key = vec![target.indicator.map_or(0, |index| index.saturating_add(1))];
        for (slot, part) in target.parts.iter().enumerate() {
            let next = u32::try_from(self.categories.len()).unwrap_or(u32::MAX).saturating_add(1);
            key.push(match part {
                Some(category) => *self.categories.entry((slot, category.clone())).or_insert(next),
                None => 0,
            });
        }
        key.into()
    }

    /// Flags a line that says nothing known, once: at its own text.
    fn flag_unknown(&mut self, view: &View, line: &Line, axis: Option<Axis>, text: &str, found: &mut Found) {
        let (check, nearest) = match axis {
            Some(Axis::Dimension(index)) => {
                (Check::CategoryUnknown, self.lexicon.crosstabs.nearest(index, text))
            }
            _ => (Check::LabelUnknown, self.lexicon.labels.nearest(text)),
        };
        if self.flagged.insert((check, line.at)) {
            let place = Place::cell(&view.sheet.name, line.at);
            let mut flag = Flag::new(check, place, text).expected(nearest.unwrap_or_default());
            flag.measure = self.layout.measure;
            flag.indicator = self.layout.indicator;
            found.flags.push(flag);
        }
    }

    fn flag_ambiguous(&mut self, view: &View, line: &Line, candidates: &[u32], found: &mut Found) {
        if !self.flagged.insert((Check::LabelAmbiguous, line.at)) {
            return;
        }
        let known =
            candidates.iter().filter_map(|&index| self.lexicon.reading.indicators.get(index as usize));
        let ids: Vec<&str> = known.map(|indicator| indicator.id.as_str()).collect();
        let place = Place::cell(&view.sheet.name, line.at);
        let mut flag = Flag::new(Check::LabelAmbiguous, place, &*line.text).expected(ids.join("; "));
        flag.measure = self.layout.measure;
        found.flags.push(flag);
    }

    /// Reads the value of a cell as a form would, with its breakdown.
    fn take(
        &self,
        view: &mut View,
        row: &BodyRow,
        column: usize,
        target: &Target,
        found: &mut Found,
    ) -> Option<Fact> {
        let indicator = target.indicator?;
        let header = self.table.header.columns.get(column)?;
        let habit = self.habits.get(column).copied().unwrap_or(Habit::Unknown);
        let label = label_of(row);
        let measured = (indicator, self.layout.measure);
        let fact = value::take_value(&self.table, view, &row.row, &label, measured, header, habit, found)?;
        Some(Fact { breakdown: self.breakdown(target), ..fact })
    }

    /// `age=15-24;sex=female`, keys sorted.
    fn breakdown(&self, target: &Target) -> Box<str> {
        let parts = self.slots.iter().zip(&target.parts).filter_map(|(slot, part)| {
            let dimension = self.lexicon.reading.dimensions.get(usize::from(slot.dimension))?;
            Some(format!("{}={}", dimension.id, part.as_deref()?))
        });
        parts.collect::<Vec<_>>().join(";").into()
    }

    /// Compares a printed total with its parts, or takes it as the value of the whole where they do not say it.
    fn total(&self, view: &mut View, total: &Printed, sums: &mut Sums, found: &mut Found) {
        let Some(row) = self.block.rows.get(total.row) else { return };
        let mut parts = sums.of(&total.key);
        // A total over indicators sums those since the last one, or all of them.
        let in_section = sums.of_section(&total.key, self.section(total.row, total.column));
        parts.splice(0..0, in_section);
        let Some(first) = parts.first().cloned() else {
            self.take_total(view, row, total, None, sums, found);
            view.settle(total.position, Disposition::Structure);
            return;
        };
        let open: Vec<usize> =
            (0..self.slots.len()).filter(|at| total.target.parts.get(*at) == Some(&None)).collect();
        let is_of_which = open.iter().any(|at| self.of_which.contains(at));
        let is_partial = is_of_which || open.iter().any(|at| self.partial.contains(at));
        let is_met =
            parts.iter().any(|sum| self.difference(view, row, total, sum).is_some_and(|off| off.is_met));
        let off = self.difference(view, row, total, &first);
        match off {
            Some(_) if is_partial && (is_of_which || !is_met) && total.target.indicator.is_some() => {
                let missing = (!is_of_which).then(|| first.value.unwrap_or_default().to_string());
                self.take_total(view, row, total, Some(missing.unwrap_or_default()), sums, found);
            }
            Some(off) if !is_met => found.flags.push(self.mismatch(view, total, &off)),
            _ => {}
        }
        view.settle(total.position, Disposition::Structure);
    }

    fn mismatch(&self, view: &View, total: &Printed, off: &Off) -> Flag {
        let at = view.cell(total.position).map_or(Address::default(), |cell| cell.at);
        let flag = Flag::new(Check::PrintedTotal, Place::cell(&view.sheet.name, at), off.found.clone());
        let flag = flag.expected(off.expected.clone());
        match total.target.indicator {
            Some(indicator) => flag.about(indicator, self.layout.measure),
            None => Flag { measure: self.layout.measure, ..flag },
        }
    }

    /// Takes a printed total as a value. `filled` is what its parts add up to: none where they are blank, empty where nothing need be said.
    fn take_total(
        &self,
        view: &mut View,
        row: &BodyRow,
        total: &Printed,
        filled: Option<String>,
        sums: &mut Sums,
        found: &mut Found,
    ) {
        let at = view.cell(total.position).map_or(Address::default(), |cell| cell.at);
        let raw = shown(view, total.position);
        let Some(indicator) = total.target.indicator else {
            let place = Place::cell(&view.sheet.name, at);
            let flag = Flag::new(Check::PrintedTotal, place, raw).expected("0");
            found.flags.push(Flag { measure: self.layout.measure, ..flag });
            return;
        };
        let Some(fact) = self.take(view, row, total.column, &total.target, found) else { return };
        if filled.as_deref() != Some("") && fact.is_included && fact.value != FactValue::None {
            let place = Place::cell(&view.sheet.name, at);
            let flag = Flag::new(Check::TotalWithoutParts, place, fact.raw.to_string());
            let flag = flag.expected(filled.unwrap_or_default());
            found.flags.push(flag.about(indicator, self.layout.measure));
        }
        sums.replace(&total.key, self.section(total.row, total.column), &fact);
        found.facts.push(fact);
    }

    /// How a printed total differs from a sum. None where the two cannot be compared.
    fn difference(&self, view: &View, row: &BodyRow, total: &Printed, sum: &Sum) -> Option<Off> {
        let expected = sum.value?;
        let definition = self.lexicon.reading.indicators.get(sum.like as usize)?;
        let header = self.table.header.columns.get(total.column)?;
        let cleaned = self.clean_total(view, row, total, (sum.like, definition), header, sum.multiplier)?;
        let FactValue::Amount(found, Bound::Exact) = cleaned.value else { return None };
        let off = found.checked_sub(expected)?;
        Some(Off {
            is_met: off.abs() <= sum.tolerance(definition.kind),
            found: found.to_string(),
            expected: expected.to_string(),
        })
    }

    fn clean_total(
        &self,
        view: &View,
        row: &BodyRow,
        total: &Printed,
        (like, definition): (u32, &Indicator),
        column: &Column,
        multiplier: Option<i64>,
    ) -> Option<Cleaned> {
        let label = label_of(row);
        let is_stated = !label.unit.is_empty() || column.unit.is_some() || self.table.banner.is_some();
        let asked_in = multiplier.or(is_stated.then_some(definition.asked_in))?;
        let unsigned = Indicator { min: None, max: None, asked_in, ..definition.clone() };
        let position = Some(total.position);
        Some(value::clean(&self.table, view, position, (like, &unsigned), &label, column, Habit::Unknown))
    }
}

/// How a printed total differs from the sum of its parts.
struct Off {
    is_met: bool,
    found: String,
    expected: String,
}

/// What a cell holds, for a flag.
fn shown(view: &View, position: usize) -> String {
    match view.cell(position).map(|cell| &cell.value) {
        Some(Value::Number(number)) => number.to_string(),
        _ => view.text(position).to_owned(),
    }
}

fn label_of(row: &BodyRow) -> RowLabel {
    let is_indicator = row.line.said.iter().any(|said| matches!(said, Said::Indicators(_)));
    let unit = if is_indicator { RowLabel::unit_of(&row.line.text, &row.unit) } else { row.unit.clone() };
    RowLabel::of(row.line.text.clone(), unit)
}
