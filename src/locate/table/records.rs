//! Reads the rows of a table: records into sums, totals against them, and a disposition for every cell.

use super::keys::{Fills, KeyCell};
use super::rows::{Line, RowKind, name_of};
use super::sums::{self, Key, Term};
use super::symbols::{Part, Symbol, Symbols};
use super::totals::Totals;
use super::values::{Slot, Table, first_of, flag, kind_of, raw_of};
use crate::locate::Found;
use crate::locate::view::{Disposition, View};
use crate::model::fact::FactValue;
use crate::model::flag::Place;
use crate::model::{Address, Amount, Bound, Check, Dispositions, Fact, Flag, Record};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// What the tables above say to the one below that goes on with them: a header repeated on the next page.
#[derive(Debug)]
pub struct Course<'a> {
    /// Sums so far.
    pub totals: Totals,
    /// Keys to repeat.
    pub fills: Fills,
    /// What the texts of key columns decide.
    pub symbols: Symbols<'a>,
}

/// A table while it is read.
pub struct Reader<'a, 't> {
    pub(super) table: &'t Table<'t>,
    pub(super) course: &'t mut Course<'a>,
    pub(super) reports: HashMap<Vec<u32>, u32>,
    /// Reports that have records, with the first.
    pub(super) entered: BTreeMap<u32, (Address, Dispositions)>,
    /// Records read.
    pub records: usize,
}

/// The fact that a record's value belongs to.
struct Goal<'k> {
    key: Key,
    indicator: u32,
    breakdown: &'k str,
    keys: &'k [KeyCell],
}

impl<'a, 't> Reader<'a, 't> {
    /// A reader that goes on where the table above ended.
    pub fn new(table: &'t Table<'t>, course: &'t mut Course<'a>) -> Self {
        Self { table, course, reports: HashMap::new(), entered: BTreeMap::new(), records: 0 }
    }

    /// Reads the lines of the table.
    pub fn read(&mut self, view: &mut View, lines: &[Line], found: &mut Found) {
        for (order, line) in lines.iter().enumerate() {
            let before = view.account();
            match line.kind {
                RowKind::Record => self.record(view, line, found),
                RowKind::Total(name) => self.total(view, line, &name_of(view, name), found),
                RowKind::Section => self.course.totals.enter_section(),
                RowKind::Loose => self.loose(view, line, order + 1 == lines.len(), found),
                RowKind::Blank | RowKind::OfHeader | RowKind::Remark => {}
            }
            self.settle_rest(view, line);
            if let Some((_, own)) =
                self.entered.get_mut(&found.report).filter(|_| line.kind == RowKind::Record)
            {
                let mut settled = view.account();
                settled.subtract(&before);
                own.add(&settled);
            }
        }
        found.enter(self.table.within);
        self.course.totals.leave_block(&self.table.lexicon.reading, self.table.plan, found);
    }

    fn record(&mut self, view: &mut View, line: &Line, found: &mut Found) {
        let table = self.table;
        let locale = table.lexicon.reading.locale;
        let Course { fills, symbols, .. } = &mut *self.course;
        let keys = fills.keys(view, table.plan, table.merges, line, symbols, locale);
        if let Some(total) = self.total_among(line, &keys) {
            return self.total(view, line, &name_of(view, total), found);
        }
        self.records += 1;
        self.enter(view, line, &keys, found);
        self.entered.entry(found.report).or_insert_with(|| (first_of(view, line), Dispositions::default()));
        let mut slots = self.slots(view, line);
        let mut counted = false;
        for (computed, sum) in table.plan.computed.iter().enumerate() {
            if self.is_meant(computed, &keys) {
                if let Some(slot) = sum.slot.and_then(|(at, _)| slots.get_mut(at)?.as_mut()) {
                    slot.is_asked = true;
                }
                counted |= self.add(view, line, computed, &keys, &mut slots, found);
            }
        }
        if slots.iter().flatten().any(|slot| !slot.is_asked) {
            self.flag_near(view, line, &keys, &mut slots, found);
        }
        if table.plan.keeps_records {
            self.keep(view, line, &keys, found);
        }
        self.settle(view, line, &slots, counted);
    }

    /// The cell of a key that stands for all categories together: then the row is their total.
    fn total_among(&self, line: &Line, keys: &[KeyCell]) -> Option<usize> {
        let is_total = |(column, key): &(usize, &KeyCell)| {
            let is_decisive = self.table.plan.columns.get(*column).is_some_and(|planned| planned.is_key);
            is_decisive && self.course.symbols.get(*column, key.symbol).is_some_and(|symbol| symbol.is_total)
        };
        let own = keys.iter().enumerate().filter(is_total).map(|(column, _)| column);
        own.filter_map(|column| line.cells.get(column).copied().flatten()).next()
    }

    /// Reads the summed cells of a record as printed totals would be, which all records enter.
    fn slots(&mut self, view: &View, line: &Line) -> Vec<Option<Slot>> {
        let plan = self.table.plan;
        let mut slots = Vec::with_capacity(plan.summed.len());
        for (slot, summed) in plan.summed.iter().enumerate() {
            let position = line.cells.get(summed.column).copied().flatten();
            let read = position.map(|position| {
                let (read, unsigned) = Slot::new(self.table, view, position, slot);
                match unsigned.value {
                    FactValue::Amount(amount, Bound::Exact) if unsigned.is_included => {
                        self.course.totals.add(slot, amount, unsigned.multiplier);
                    }
                    FactValue::None if unsigned.is_included => {}
                    _ => self.course.totals.leave_open(slot),
                }
                read
            });
            slots.push(read);
        }
        slots
    }

    /// Whether a record passes the filters of a computed indicator.
    fn is_meant(&self, computed: usize, keys: &[KeyCell]) -> bool {
        let Some(sum) = self.table.plan.computed.get(computed) else { return false };
        sum.filter.iter().all(|(column, _)| {
            let symbol = keys.get(*column).and_then(|key| self.course.symbols.get(*column, key.symbol));
            symbol.is_some_and(|symbol| symbol.passes.get(computed).is_some_and(|passes| *passes))
        })
    }

    /// Adds a record to a computed indicator. Returns whether it was counted.
    fn add(
        &self,
        view: &View,
        line: &Line,
        computed: usize,
        keys: &[KeyCell],
        slots: &mut [Option<Slot>],
        found: &mut Found,
    ) -> bool {
        let Some(sum) = self.table.plan.computed.get(computed) else { return false };
        let slot = match sum.slot {
            Some((at, like)) => match slots.get_mut(at).and_then(Option::as_mut) {
                Some(slot) => Some((at, like, slot)),
                // A record without a value adds nothing.
                None => return false,
            },
            None => None,
        };
        let breakdown = match self.breakdown(computed, keys) {
            Ok(breakdown) => breakdown,
            Err((column, nearest)) => {
                let slot = slot.map(|(_, _, slot)| slot);
                self.reject(view, line, (column, &nearest), keys, (sum.indicator, slot), found);
                return false;
            }
        };
        let key = Key {
            report: found.report,
            form: self.table.plan.form,
            computed,
            breakdown: found.sums.breakdown(&breakdown),
        };
        let goal = Goal { key, indicator: sum.indicator, breakdown: &breakdown, keys };
        match slot {
            None => self.count(view, line, &goal, sum.by.first().map(|(column, _)| *column), found),
            Some((at, like, slot)) => {
                self.sum(view, line, &goal, (at, like, slot), found);
                false
            }
        }
    }

    /// Keeps a record out of an indicator whose breakdown has no place for it.
    fn reject(
        &self,
        view: &View,
        line: &Line,
        (column, nearest): (usize, &str),
        keys: &[KeyCell],
        (indicator, slot): (u32, Option<&mut Slot>),
        found: &mut Found,
    ) {
        let about = (indicator, self.table.plan.measure);
        let at = keys.get(column).and_then(|key| key.at);
        let shown = self.shown(column, keys);
        match slot {
            Some(slot) => {
                slot.is_rejected = true;
                slot.tell(Check::CategoryUnknown, view, at, (shown, nearest), about, found);
            }
            None => {
                let place = Place::cell(&view.sheet.name, at.unwrap_or_else(|| first_of(view, line)));
                found.flags.push(flag(Check::CategoryUnknown, place, shown, nearest, about));
            }
        }
    }

    /// Counts a record. Returns whether it counts.
    fn count(&self, view: &View, line: &Line, goal: &Goal, by: Option<usize>, found: &mut Found) -> bool {
        let table = self.table;
        if table.is_left_out(view, line.row, None) {
            return false;
        }
        let (cell, header) = self.counted_cell(view, line, by);
        let raw = cell.and_then(|position| view.cell(position)).map(raw_of).unwrap_or_default();
        let at = cell.map_or_else(|| first_of(view, line), |position| super::rows::at(view, position));
        let cleaned = sums::counted(&raw, kind_of(view, cell));
        let amount = Amount::from_units(1);
        let term = Term { sheet: table.sheet, at, amount, bound: Bound::Exact, cleaned: &cleaned };
        found.sums.add(goal.key, &term, || self.fact(goal, &header))
    }

    /// Adds a record's value.
    fn sum(
        &self,
        view: &View,
        line: &Line,
        goal: &Goal,
        (at, like, slot): (usize, usize, &mut Slot),
        found: &mut Found,
    ) {
        let table = self.table;
        let about = (goal.indicator, table.plan.measure);
        let cleaned = slot.cleaned(table, view, at, like);
        slot.tell_findings(&cleaned, view, about, found);
        slot.flag_merged(table, view, &cleaned, about, found);
        if !cleaned.is_included {
            slot.is_rejected = true;
            return;
        }
        let FactValue::Amount(amount, bound) = cleaned.value else { return };
        if table.is_left_out(view, line.row, Some(at)) {
            return;
        }
        let term = Term { sheet: table.sheet, at: slot.at, amount, bound, cleaned: &cleaned };
        let header = table.header_of(table.plan.summed.get(at).map(|summed| summed.column));
        if found.sums.add(goal.key, &term, || self.fact(goal, &header)) {
            slot.is_taken = true;
        } else {
            slot.is_rejected = true;
            slot.tell(Check::NotFinite, view, None, (&cleaned.raw, ""), about, found);
        }
    }

    /// A fact without its value.
    fn fact(&self, goal: &Goal, header: &Arc<str>) -> Fact {
        let about = (goal.indicator, self.table.plan.measure);
        let label = self.label(goal.key.computed, goal.keys);
        self.table.fact(goal.key.report, about, goal.breakdown, header, label)
    }

    /// `age=15-24;sex=female`, or the column whose text is no category, with the nearest.
    fn breakdown(&self, computed: usize, keys: &[KeyCell]) -> Result<String, (usize, String)> {
        let mut text = String::new();
        let Some(sum) = self.table.plan.computed.get(computed) else { return Ok(text) };
        for (column, name) in &sum.by {
            // A column that this table does not have breaks nothing down.
            if self.table.block.columns.get(*column).is_none_or(Option::is_none) {
                continue;
            }
            let symbol = keys.get(*column).and_then(|key| self.course.symbols.get(*column, key.symbol));
            match symbol.map(|symbol| &symbol.part) {
                Some(Part::Known(part)) => {
                    let mark = if text.is_empty() { "" } else { ";" };
                    text.extend([mark, name, "=", part]);
                }
                Some(Part::Unknown(nearest)) => return Err((*column, nearest.clone())),
                None => return Err((*column, String::new())),
            }
        }
        Ok(text)
    }

    fn symbol(&self, column: usize, keys: &[KeyCell]) -> Option<&Symbol> {
        self.course.symbols.get(column, keys.get(column)?.symbol)
    }

    fn shown(&self, column: usize, keys: &[KeyCell]) -> &str {
        self.symbol(column, keys).map_or("", |symbol| &symbol.shown)
    }

    /// What a fact is: the texts that break it down, else those that its filter asks for, else the column's id.
    pub(super) fn label(&self, computed: usize, keys: &[KeyCell]) -> Arc<str> {
        let Some(sum) = self.table.plan.computed.get(computed) else { return "".into() };
        let columns: Vec<usize> = if sum.by.is_empty() {
            sum.filter.iter().map(|(column, _)| *column).collect()
        } else {
            sum.by.iter().map(|(column, _)| *column).collect()
        };
        let texts: Vec<&str> =
            columns.iter().map(|&column| self.shown(column, keys)).filter(|text| !text.is_empty()).collect();
        if !texts.is_empty() {
            return texts.join(" › ").into();
        }
        let column =
            sum.slot.and_then(|(at, _)| self.table.plan.summed.get(at)).map_or(0, |summed| summed.column);
        self.table.plan.columns.get(column).map_or_else(|| "".into(), |planned| planned.id.as_str().into())
    }

    /// The cell by which a record is counted, with its header: of the column that breaks the count down, else the first that has a text.
    fn counted_cell(&self, view: &View, line: &Line, by: Option<usize>) -> (Option<usize>, Arc<str>) {
        let cell = |column: usize| line.cells.get(column).copied().flatten();
        let columns = by.into_iter().chain(0..line.cells.len());
        let column = columns.into_iter().find(|&column| cell(column).is_some());
        let position = column.and_then(cell);
        let column = column.filter(|_| position.and_then(|position| view.cell(position)).is_some());
        (position, self.table.header_of(column))
    }

    /// A record whose value no indicator asks for, though its text is nearly one that a filter asks for.
    fn flag_near(
        &self,
        view: &View,
        line: &Line,
        keys: &[KeyCell],
        slots: &mut [Option<Slot>],
        found: &mut Found,
    ) {
        let near =
            (0..keys.len()).find_map(|column| Some((column, self.symbol(column, keys)?.near.clone()?)));
        let Some((column, near)) = near else { return };
        let at = keys.get(column).and_then(|key| key.at).unwrap_or_else(|| first_of(view, line));
        let place = Place::cell(&view.sheet.name, at);
        let flag = Flag::new(Check::CategoryUnknown, place, self.shown(column, keys)).expected(near);
        found.flags.push(Flag { measure: self.table.plan.measure, ..flag });
        slots.iter_mut().flatten().filter(|slot| !slot.is_asked).for_each(|slot| slot.is_rejected = true);
    }

    /// Keeps a record for `records.csv`.
    fn keep(&self, view: &View, line: &Line, keys: &[KeyCell], found: &mut Found) {
        let text = |column: usize| -> Box<str> {
            match line.cells.get(column).copied().flatten() {
                Some(position) => view.cell(position).map(raw_of).unwrap_or_default(),
                None => self.shown(column, keys).into(),
            }
        };
        found.records.push(Record {
            sheet: self.table.sheet,
            report: found.report,
            at: first_of(view, line),
            form: self.table.plan.form,
            values: (0..self.table.plan.columns.len()).map(text).collect(),
        });
    }

    /// Decides for the values of a record, and for the cell by which it was counted.
    fn settle(&self, view: &mut View, line: &Line, slots: &[Option<Slot>], is_counted: bool) {
        for slot in slots.iter().flatten() {
            let disposition = match (slot.is_taken, slot.is_rejected) {
                (true, _) => Disposition::Fact,
                (false, true) => Disposition::Rejected,
                (false, false) => Disposition::Note,
            };
            view.settle(slot.position, disposition);
        }
        if is_counted {
            for sum in self.table.plan.computed.iter().filter(|sum| sum.slot.is_none()) {
                let (cell, _) = self.counted_cell(view, line, sum.by.first().map(|(column, _)| *column));
                cell.into_iter().for_each(|position| view.settle(position, Disposition::Fact));
            }
        }
    }

    /// What is left of a line: what decides is structure, everything else a note.
    fn settle_rest(&self, view: &mut View, line: &Line) {
        let is_structure = matches!(line.kind, RowKind::OfHeader | RowKind::Section | RowKind::Blank);
        for (column, position) in line.cells.iter().enumerate() {
            let is_key = self.table.plan.columns.get(column).is_some_and(|planned| planned.is_key);
            if let Some(position) = position.filter(|_| is_key || is_structure) {
                view.settle(position, Disposition::Structure);
            }
        }
        for position in line.own.clone().filter(|_| line.kind == RowKind::Record) {
            let column = view.cell(position).map_or(0, |cell| cell.at.column);
            if self.table.block.is_rival(column) {
                view.settle(position, Disposition::Rejected);
            }
        }
        let rest = if is_structure { Disposition::Structure } else { Disposition::Note };
        line.own.clone().for_each(|position| view.settle(position, rest));
    }
}
