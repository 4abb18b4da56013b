//! The layout `crosstab`: indicators by one or several breakdowns, whichever way round.
//!
//! Enters: a sheet. Leaves: facts with their breakdown, flags, and a disposition for every cell of its cross tables. Printed totals, beside and
//! below, are no facts: they are compared with the sum of their parts. One whose parts are all blank, or not all in the table, is the only cell that
//! says what the whole is: it becomes the fact of the whole, and says so. What a line says that nobody knows is kept out with a flag.

mod bands;
mod body;
mod cells;
mod find;
mod head;
mod labels;
mod side;
mod sums;
mod words;

#[cfg(test)]
mod tests;

use super::form::{self, OwnUnits, Table};
use super::header::years::Slot;
use super::header::{Column, Header, Role};
use super::view::{Disposition, Row, View};
use super::{Found, Lexicon, candidates};
use crate::clean::{text, unit};
use crate::model::flag::Place;
use crate::model::{Address, Check, Dispositions, Flag, Workbook};
use crate::pipeline::{Axis, CrosstabLayout, Extent, Layout};
use body::{BodyRow, Course};
use labels::LabelColumn;
use side::{Line, Said};
use std::collections::HashSet;
use std::ops::Range;

pub use find::find;
pub use words::{Member, Words};

/// A cross table that was found.
#[derive(Clone, Debug)]
pub struct Grid {
    /// Index of the sheet form that it belongs to.
    pub form: u16,
    /// Other sheet forms that it may belong to as well.
    rivals: Vec<u16>,
    /// First sheet row of its header.
    pub first_row: u32,
    /// Last sheet row of its header.
    pub last_row: u32,
    /// The sheet row at which another table begins.
    end: u32,
    down: Vec<Axis>,
    across: Vec<Axis>,
    columns: Vec<Line>,
    labels: Vec<LabelColumn>,
    unit: Option<u32>,
}

impl Grid {
    /// Whether another table goes on with this one: its header repeated on the next page.
    fn is_continued_by(&self, next: &Self) -> bool {
        let said = |grid: &Self| -> Vec<(u32, Vec<Said>)> {
            grid.columns.iter().map(|line| (line.index, line.said.clone())).collect()
        };
        self.form == next.form
            && self.down == next.down
            && self.labels == next.labels
            && said(self) == said(next)
    }

    /// Whether it is a branch's report by itself.
    pub fn is_block(&self, lexicon: &Lexicon) -> bool {
        let form = lexicon.reading.sheets.get(usize::from(self.form));
        form.is_some_and(|form| form.extent == Extent::Block)
    }

    fn is_value(&self, column: u32) -> bool {
        self.columns.binary_search_by_key(&column, |line| line.index).is_ok()
    }

    fn is_label(&self, column: u32) -> bool {
        self.unit == Some(column) || self.labels.iter().any(|label| label.column == column)
    }
}

/// The sheet that is read, and what it is read by.
#[derive(Clone, Copy)]
pub struct Origin<'a> {
    /// The workbook.
    pub workbook: &'a Workbook,
    /// Index of the sheet.
    pub index: usize,
    /// The definition and its indexes.
    pub lexicon: &'a Lexicon,
}

/// Reads the cross tables of a sheet. Returns the rows that they take: the first, and the one behind the last.
pub fn read(origin: Origin, view: &mut View, grids: &[Grid], found: &mut Found) -> Vec<(u32, u32)> {
    let mut blocks = Blocks::new(origin, found);
    let mut taken = Vec::new();
    let mut floor = 0;
    let mut rest = grids;
    while let Some(first) = rest.first() {
        let is_block = first.is_block(origin.lexicon);
        blocks.begin(view, first, floor, found);
        let (mut course, mut block) = (Course::default(), Block::default());
        let start = if is_block { floor } else { first.first_row };
        let mut pages = 0;
        for (order, grid) in rest.iter().enumerate() {
            let last = order.checked_sub(1).and_then(|last| rest.get(last));
            let is_next = last.is_none_or(|last| {
                !is_block && last.is_continued_by(grid) && block.is_open_at(view, grid.first_row)
            });
            if !is_next {
                break;
            }
            block.page(origin.lexicon, view, grid, &mut course, found);
            pages += 1;
        }
        cells::read(origin, view, first, &block, floor, found);
        floor = block.behind;
        taken.push((start, floor));
        rest = rest.get(pages.max(1)..).unwrap_or_default();
    }
    blocks.close(view, found);
    taken
}

/// The reports of blocks: each is opened with the titles above it.
struct Blocks<'a> {
    origin: Origin<'a>,
    outer: u32,
    settled: Dispositions,
    is_open: bool,
    /// Candidates of the titles above the first block: they may speak for all.
    titles: Option<Range<usize>>,
}

impl<'a> Blocks<'a> {
    fn new(origin: Origin<'a>, found: &Found) -> Self {
        Self { origin, outer: found.report, settled: Dispositions::default(), is_open: false, titles: None }
    }

    fn sheet(&self) -> u16 {
        u16::try_from(self.origin.index).unwrap_or(u16::MAX)
    }

    fn begin(&mut self, view: &mut View, grid: &Grid, floor: u32, found: &mut Found) {
        self.end(view, found);
        if !grid.is_block(self.origin.lexicon) {
            return;
        }
        let first = grid.labels.iter().map(|label| label.column).min().unwrap_or(0);
        found.open_report(self.sheet(), Some(Address::new(grid.first_row, first)));
        self.is_open = true;
        let start = found.candidates.len();
        let rows = view.rows_between(floor, grid.first_row).to_vec();
        super::sheet::around(self.origin.lexicon, view, &rows, true, found);
        self.titles = self.titles.take().or(Some(start..found.candidates.len()));
    }

    /// Closes the open block: the cells settled since it began are its own.
    fn end(&mut self, view: &View, found: &mut Found) {
        let mut own = view.account();
        let settled = std::mem::replace(&mut self.settled, own);
        own.subtract(&settled);
        if self.is_open || found.report != 0 {
            found.account(self.sheet(), &own);
        }
        found.enter(self.outer);
        self.is_open = false;
    }

    fn close(mut self, view: &View, found: &mut Found) {
        self.end(view, found);
        if let Some(titles) = self.titles {
            found.share_titles(titles);
        }
    }
}

fn layout_of(lexicon: &Lexicon, form: u16) -> Option<&CrosstabLayout> {
    match &lexicon.reading.sheets.get(usize::from(form))?.layout {
        Layout::Crosstab(layout) => Some(layout),
        _ => None,
    }
}

/// The rows of a table over all its pages.
#[derive(Default)]
struct Block {
    rows: Vec<BodyRow>,
    /// Rows that only structure it.
    structure: Vec<Row>,
    /// The sheet row behind its last one.
    behind: u32,
}

impl Block {
    fn page(
        &mut self,
        lexicon: &Lexicon,
        view: &mut View,
        grid: &Grid,
        course: &mut Course,
        found: &mut Found,
    ) {
        let start = view.rows.partition_point(|row| row.index < grid.first_row);
        let end = view.rows.partition_point(|row| row.index < grid.end);
        let rows: Vec<Row> = view.rows.get(start..end).unwrap_or_default().to_vec();
        let head = rows.iter().take_while(|row| row.index <= grid.last_row).count();
        let (head, below) = rows.split_at_checked(head).unwrap_or((&rows, &[]));
        candidates::from_header(lexicon, view, head, 0..=u32::MAX, found);
        head.iter().for_each(|row| view.settle_row(row, Disposition::Structure));
        let (mut body, mut structure, behind) = body::rows(grid, view, lexicon, below, course);
        self.rows.append(&mut body);
        self.structure.append(&mut structure);
        self.behind = behind;
    }

    /// Whether nothing stands between the last row and a header below it, and the last row is no grand total.
    fn is_open_at(&self, view: &View, next: u32) -> bool {
        let is_between = |row: &Row| (self.behind..next).contains(&row.index);
        let is_total =
            |row: &BodyRow| row.line.said.iter().all(Said::is_whole) && row.line.said.contains(&Said::All);
        !view.rows.iter().any(is_between) && !self.rows.last().is_some_and(is_total)
    }
}

/// A form's table over the same columns: values are read and cleaned as there.
fn header_of(grid: &Grid, measure: u16, lexicon: &Lexicon) -> Header {
    let columns = grid.columns.iter().map(|line| Column {
        role: Role::Value(measure),
        first: line.index,
        last: line.index,
        header: line.text.clone(),
        unit: unit::in_header(&line.text, lexicon.reading.locale).filter(|unit| !is_category(line, unit)),
        year: None,
        slot: Slot::Any,
    });
    Header { form: grid.form, first_row: grid.first_row, last_row: grid.last_row, columns: columns.collect() }
}

/// Whether a unit is nothing but the word for a category: the `M` over the men is no million.
fn is_category(line: &Line, unit: &unit::StatedUnit) -> bool {
    line.said.iter().any(|said| matches!(said, Said::Category(_)))
        && text::fold(&unit.text) == text::fold(&line.text)
}

/// What is known of a table before its cells are read.
fn table_of<'a>(origin: Origin<'a>, view: &View, header: &'a Header, floor: u32, found: &Found) -> Table<'a> {
    Table {
        lexicon: origin.lexicon,
        header,
        sheet: u16::try_from(origin.index).unwrap_or(u16::MAX),
        banner: form::banner_above(origin.lexicon, view, header, floor),
        own_units: OwnUnits::new(view, header, floor),
        is_1904: origin.workbook.is_1904,
        year: candidates::year_of(found, origin.lexicon),
        habits: Vec::new(),
    }
}

/// Flags a table that may belong to several sheet forms; nothing of it is read.
fn flag_rivals(lexicon: &Lexicon, view: &View, grid: &Grid, found: &mut Found) {
    let forms: HashSet<u16> = grid.rivals.iter().copied().chain([grid.form]).collect();
    let known = (0u16..).zip(&lexicon.reading.sheets).filter(|(index, _)| forms.contains(index));
    let ids: Vec<&str> = known.map(|(_, form)| form.id.as_str()).collect();
    let at = grid.columns.first().map_or(Address::new(grid.first_row, 0), |line| line.at);
    let shown = grid.columns.first().map_or("", |line| &*line.text);
    let flag = Flag::new(Check::HeaderAmbiguous, Place::cell(&view.sheet.name, at), shown);
    found.flags.push(flag.expected(ids.join("; ")));
}
