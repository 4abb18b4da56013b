//! The layout `table`: a row is a record, and indicators are counted and summed from records.
//!
//! Enters: a sheet. Leaves: sums for each report, indicator and breakdown, which become facts once all sheets are read; flags; a disposition for
//! every cell of the tables. Tables are found by the texts of their headers, over one to four rows, in any order of columns, side by side or one
//! under the other; a header that is repeated on the next page goes on with the table above it. Printed totals are never records: they are
//! compared with the records that they may claim to sum.

mod header;
mod keys;
mod plan;
mod printed;
mod records;
mod rows;
mod segments;
mod stack;
mod sums;
mod symbols;
mod told;
mod totals;
mod values;
mod whose;

#[cfg(test)]
mod tests;

use super::form::{self, Around};
use super::header::years::Slot;
use super::header::{Column, Header, Role};
use super::view::{Disposition, Row, View};
use super::{Found, Lexicon, candidates};
use crate::clean::likeness;
use crate::model::Address;
use header::Sighting;
pub use header::{Block, Near};
pub use plan::Plans;
use records::{Course, Reader};
use rows::{Line, RowKind, Sorter};
use stack::Merges;
use std::hash::{DefaultHasher, Hash, Hasher};
pub use sums::Sums;
use symbols::Symbols;
pub use told::missing;
use values::Table;

/// Less alike, no text is suggested for another.
const NEAREST_SIMILARITY: f64 = 0.6;
/// A table of fewer records says the same as another by chance.
const FEWEST_COPIED: usize = 2;
/// Tables below that are looked at for the one that ends a table.
const LOOKED_AHEAD: usize = 64;

/// The tables of records of a sheet.
pub struct Survey {
    merges: Merges,
    /// Tables, from top to bottom, then from left to right.
    pub tables: Vec<Standing>,
    /// Headers that lack columns.
    pub near: Vec<Near>,
}

/// A table and its header.
pub struct Standing {
    block: Block,
    /// The header as other layouts know it.
    pub header: Header,
    /// Tables with headers in common rows have the same.
    band: usize,
}

/// Where a table stands, for its reader.
#[derive(Clone, Copy)]
pub struct Place<'a> {
    /// The definition and its indexes.
    pub lexicon: &'a Lexicon,
    /// Index of the sheet.
    pub sheet: u16,
    /// The first row that the table above leaves.
    pub floor: u32,
    /// The first row of the next table below that is no table of records.
    pub ceiling: u32,
    /// The table.
    pub table: &'a Standing,
}

/// What the tables of a sheet say to those below.
#[derive(Default)]
pub struct Above<'a> {
    tables: Vec<Read<'a>>,
    /// A band with the row at which the tables above it ended: tables side by side have the same banner.
    floor: Option<(usize, u32)>,
}

/// A table that was read, for a header that is repeated on the next page.
struct Read<'a> {
    block: Block,
    course: Course<'a>,
    /// The row behind its last one.
    end: u32,
    around: Around,
}

/// What was read of a sheet's records.
#[derive(Clone, Debug, Default)]
pub struct Progress {
    /// The row behind the last one.
    pub end: u32,
    /// How many records there were.
    pub count: usize,
    /// Rows of the tables that were read, ascending.
    rows: Vec<std::ops::Range<u32>>,
}

impl Progress {
    /// Whether a row lies between the first header and the last row of tables that were read.
    pub fn is_read(&self, row: u32) -> bool {
        let before = self.rows.partition_point(|rows| rows.start <= row);
        before.checked_sub(1).and_then(|at| self.rows.get(at)).is_some_and(|rows| rows.contains(&row))
    }

    fn add(&mut self, first: u32, end: u32, records: usize) {
        self.end = self.end.max(end);
        self.count += records;
        match self.rows.last_mut() {
            Some(last) if last.end >= first => last.end = last.end.max(end),
            _ => self.rows.push(first..end),
        }
    }
}

impl Survey {
    /// Finds the tables of records of a sheet. Where a form's header stands in the same rows, the one that explains more columns is followed.
    pub fn new(view: &View, lexicon: &Lexicon, headers: &mut Vec<Header>) -> Self {
        if lexicon.tables.is_empty() {
            return Self { merges: Merges::new(view, false), tables: Vec::new(), near: Vec::new() };
        }
        let merges = Merges::new(view, true);
        let Sighting { mut blocks, mut near } = header::find(view, &merges, lexicon);
        let meets = |block: &Block, header: &Header| {
            block.first_row <= header.last_row && header.first_row <= block.last_row
        };
        let explains = |block: &Block| block.columns.iter().flatten().count();
        headers.retain(|header| {
            !blocks.iter().any(|block| meets(block, header) && explains(block) > header.columns.len())
        });
        blocks.retain(|block| !headers.iter().any(|header| meets(block, header)));
        near.retain(|near| {
            let is_free = |rows: (u32, u32)| near.rows.0 > rows.1 || rows.0 > near.rows.1;
            blocks.iter().all(|block| block.form != near.form && is_free((block.first_row, block.last_row)))
                && headers.iter().all(|header| is_free((header.first_row, header.last_row)))
        });
        Self { merges, tables: standing(lexicon, blocks), near }
    }

    /// Forgets tables whose header stands where another layout has found its own.
    pub fn forget(&mut self, is_other: impl Fn((u32, u32)) -> bool) {
        self.tables.retain(|table| !is_other((table.header.first_row, table.header.last_row)));
        self.near.retain(|near| !is_other(near.rows));
    }

    /// Reads a table.
    pub fn read<'a>(
        &self,
        view: &mut View,
        mut place: Place<'a>,
        above: &mut Above<'a>,
        found: &mut Found,
        progress: &mut Progress,
    ) {
        let band = place.table.band;
        let floor = above.floor.filter(|(known, _)| *known == band).map_or(place.floor, |(_, floor)| floor);
        above.floor = Some((band, floor));
        place.floor = floor;
        let (end, records) = self.block(view, place, above, found);
        progress.add(place.table.block.first_row, end, records);
    }

    /// Returns the row behind the last one, and how many records there were.
    fn block<'a>(
        &self,
        view: &mut View,
        place: Place<'a>,
        above: &mut Above<'a>,
        found: &mut Found,
    ) -> (u32, usize) {
        let (lexicon, Standing { block, header, .. }) = (place.lexicon, place.table);
        let Some(plan) = lexicon.tables.of(block.form) else { return (block.last_row + 1, 0) };
        let first = view.rows.partition_point(|row| row.index <= block.last_row);
        let end = view.rows.partition_point(|row| row.index < self.end_of(place));
        let rows: Vec<Row> = view.rows.get(first..end).unwrap_or_default().to_vec();
        let lines = Sorter::new(view, lexicon, plan, block).lines(&self.merges, &rows);
        let head = view.rows_between(block.first_row, block.last_row + 1).to_vec();
        candidates::from_header(lexicon, view, &head, block.own.0..=block.own.1, found);
        candidates::collect_headers(lexicon, view, header, found);
        told::ambiguous(plan, block, view, found);
        settle_header(view, block);
        let records = lines.iter().filter(|line| line.kind == RowKind::Record).count();
        let end = lines.last().map_or(block.last_row, |line| line.row) + 1;
        found.forms.push(block.form);
        if is_copy(view, place, plan, block, &lines, found) {
            for line in &lines {
                line.own.clone().for_each(|position| view.settle(position, Disposition::Note));
            }
            return (end, records);
        }
        let hidden = |summed: &plan::Summed| {
            let seen = block.columns.get(summed.column).and_then(Option::as_ref);
            seen.is_some_and(|seen| view.sheet.is_column_hidden(seen.first))
        };
        let column = |summed: &plan::Summed| {
            header.columns.iter().find(|c| Some(c.first) == first_column(block, summed.column))
        };
        let habit = |summed| {
            column(summed).map_or_else(Default::default, |column| form::habit_of(view, &rows, column))
        };
        let (mut course, last) = above.course(lexicon, plan, block);
        let around = Around::above(lexicon, view, header, place.floor).after(&last, lexicon);
        let table = Table {
            lexicon,
            plan,
            block,
            merges: &self.merges,
            sheet: place.sheet,
            banner: around.banner.clone(),
            own_units: around.own_units.clone(),
            habits: plan.summed.iter().map(habit).collect(),
            hidden: plan.summed.iter().map(hidden).collect(),
            year: candidates::year_of(found, lexicon),
            is_1904: view.is_1904,
            within: found.report,
        };
        told::hidden(&table, view, &lines, found);
        let mut reader = Reader::new(&table, &mut course);
        reader.read(view, &lines, found);
        reader.close(found);
        let records = reader.records;
        above.tables.push(Read { block: block.clone(), course, end, around });
        (end, records)
    }

    /// The row at which a table must end: the next header over its columns, or what is no table of records.
    fn end_of(&self, place: Place) -> u32 {
        let block = &place.table.block;
        let below = self.tables.partition_point(|table| table.band <= place.table.band);
        let below = self.tables.get(below..).unwrap_or_default();
        let is_over = |table: &&Standing| table.block.overlaps(block);
        let next = below.iter().take(LOOKED_AHEAD).find(is_over).or_else(|| below.get(LOOKED_AHEAD));
        next.map_or(place.ceiling, |next| next.block.first_row.min(place.ceiling))
    }
}

/// Tables with their bands.
fn standing(lexicon: &Lexicon, blocks: Vec<Block>) -> Vec<Standing> {
    let mut tables: Vec<Standing> = Vec::new();
    let mut last_row = 0;
    for block in blocks {
        let Some(plan) = lexicon.tables.of(block.form) else { continue };
        let band = match tables.last() {
            Some(last) if block.first_row <= last_row => last.band,
            last => last.map_or(0, |last| last.band + 1),
        };
        last_row = last_row.max(block.last_row);
        tables.push(Standing { header: as_header(plan, &block), block, band });
    }
    tables
}

impl<'a> Above<'a> {
    /// What the table above says to one with the same header: its sums and its units, and its keys where nothing stands between the two.
    fn course(&mut self, lexicon: &'a Lexicon, plan: &'a plan::Plan, block: &Block) -> (Course<'a>, Around) {
        let like = self.tables.iter().position(|known| known.block.is_like(block));
        let Some(Read { mut course, end, around, .. }) = like.map(|at| self.tables.swap_remove(at)) else {
            let course = Course {
                totals: totals::Totals::new(plan),
                fills: keys::Fills::new(plan),
                symbols: Symbols::new(&lexicon.tables, plan, lexicon.reading.locale),
            };
            return (course, Around::default());
        };
        course.totals.enter_block();
        if end < block.first_row {
            course.fills = keys::Fills::new(plan);
        }
        (course, around)
    }
}

/// Whether a table says what a table of another sheet says, record for record: a copied sheet must not count twice.
fn is_copy(
    view: &View,
    place: Place,
    plan: &plan::Plan,
    block: &Block,
    lines: &[Line],
    found: &mut Found,
) -> bool {
    let records: Vec<&Line> = lines.iter().filter(|line| line.kind == RowKind::Record).collect();
    let Some(first) = records.first().filter(|_| records.len() >= FEWEST_COPIED) else { return false };
    let mut hasher = DefaultHasher::new();
    for line in &records {
        for cell in &line.cells {
            cell.and_then(|position| view.cell(position)).map(values::raw_of).hash(&mut hasher);
        }
    }
    let at = Address::new(first.row, block.own.0);
    let key = (block.form, found.report, hasher.finish());
    match found.sums.contents.get(&key).copied() {
        Some((sheet, original)) if sheet != place.sheet => {
            told::copied(plan, view, (sheet, original), values::first_of(view, first), found);
            true
        }
        Some(_) => false,
        None => {
            found.sums.contents.insert(key, (place.sheet, at));
            false
        }
    }
}

fn first_column(block: &Block, declared: usize) -> Option<u32> {
    Some(block.columns.get(declared)?.as_ref()?.first)
}

/// The header as other layouts know it: summed columns are its values, the others its labels.
fn as_header(plan: &plan::Plan, block: &Block) -> Header {
    let columns = plan.columns.iter().zip(&block.columns).filter_map(|(planned, seen)| {
        let seen = seen.as_ref()?;
        let role = if planned.slot.is_some() { Role::Value(plan.measure) } else { Role::Label };
        let header = seen.header.clone();
        let unit = seen.unit.clone();
        Some(Column { role, first: seen.first, last: seen.last, header, unit, year: None, slot: Slot::Any })
    });
    let mut columns: Vec<Column> = columns.collect();
    columns.sort_by_key(|column| column.first);
    Header { form: block.form, first_row: block.first_row, last_row: block.last_row, columns }
}

fn settle_header(view: &mut View, block: &Block) {
    let first = view.rows.partition_point(|row| row.index < block.first_row);
    let end = view.rows.partition_point(|row| row.index <= block.last_row);
    let rows: Vec<Row> = view.rows.get(first..end).unwrap_or_default().to_vec();
    for position in rows.into_iter().flat_map(|row| row.cells) {
        let is_own =
            view.cell(position).is_some_and(|cell| (block.own.0..=block.own.1).contains(&cell.at.column));
        if is_own {
            view.settle(position, Disposition::Structure);
        }
    }
}

/// The text that is nearest to another, for a suggestion; never a match.
fn nearest<'t>(text: &str, others: impl Iterator<Item = &'t str>) -> Option<String> {
    let key = crate::clean::text::fold(text);
    let score = |other: &str| likeness::at_least(NEAREST_SIMILARITY, &key, &crate::clean::text::fold(other));
    let near = others.filter_map(|other| Some((score(other)?, other)));
    near.max_by(|(one, _), (two, _)| one.total_cmp(two)).map(|(_, other)| other.to_owned())
}
