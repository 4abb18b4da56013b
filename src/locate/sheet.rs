//! One sheet: its tables are found and read, and what is left around them gets its disposition.

use super::blocks::{self, Blocks};
use super::crosstab::{self, Grid};
use super::form::{self, Around, Course, Table};
use super::header::{Header, Role};
use super::meaning::Memory;
use super::table::{self, Survey};
use super::view::{Disposition, Row, View};
use super::{Found, Lexicon, candidates, dates, hidden, named, versions};
use crate::clean::legacy::Encoding;
use crate::model::flag::Place;
use crate::model::{Address, Candidate, Check, Flag, SheetState, SheetSummary, Value, Workbook};
use crate::pipeline::{Extent, Layout};

/// Known labels that a sheet without a header must hold before the header is said to be missing.
const TELLING_LABELS: usize = 3;
/// Cells from the top of such a sheet that are looked at: further down a form has begun, and a list has not.
const TELLING_CELLS: usize = 4_096;

/// Reads one sheet of a workbook.
pub fn read(
    workbook: &Workbook,
    index: usize,
    lexicon: &Lexicon,
    memory: &mut Memory,
    found: &mut Found,
) -> SheetSummary {
    let Some(sheet) = workbook.sheets.get(index) else { return nothing() };
    let mut view = View::new(workbook, sheet, memory);
    let mut headers = lexicon.headers.find(&view, lexicon);
    let mut survey = Survey::new(&view, lexicon, &mut headers);
    let facts = found.facts.len();
    let stops: Vec<u32> = parts(&headers, &survey).iter().map(|part| part.header().first_row).collect();
    let grids = crosstab::find(&view, lexicon, &stops);
    let cells = named::targets(workbook, lexicon, index, found);
    let number = u16::try_from(index).unwrap_or(u16::MAX);
    let around = found.report;
    survey.forget(|rows| grids.iter().any(|grid| grid.first_row <= rows.1 && rows.0 <= grid.last_row));
    survey.near.iter().for_each(|near| table::missing(near, &view, found));
    let mut records = table::Progress::default();
    let forms: Vec<u16> = parts(&headers, &survey)
        .iter()
        .map(|part| part.header().form)
        .chain(grids.iter().map(|grid| grid.form))
        .chain(cells.iter().map(|cell| cell.form))
        .collect();
    if forms.is_empty() {
        leave(&mut view, number, lexicon, &survey, found);
    } else {
        if forms.iter().any(|&form| blocks::extent_of(lexicon, form) != Extent::Workbook) {
            found.open_report(number, None);
        }
        candidates::from_sheet_name(lexicon, &view, found);
        let stops = grids.iter().map(|grid| grid.first_row).collect();
        let place = Tables { workbook, index, lexicon, stops };
        named::read(workbook, lexicon, index, &cells, &mut view, found);
        place.crosstabs(&mut view, &mut headers, &mut survey, &grids, found);
        let parts = parts(&headers, &survey);
        if parts.is_empty() && grids.is_empty() {
            place.template(&mut view, found);
        }
        records = place.read(&mut view, &parts, &survey, found);
    }
    versions::note(lexicon, &view, found);
    let is_read = found.facts.len() > facts;
    flag_sheet(&view, is_read || records.count > 0, found);
    if is_read {
        hidden::flag(&view, found, facts, |row| records.is_read(row));
    }
    found.enter(around);
    SheetSummary {
        name: sheet.name.clone(),
        state: sheet.state,
        read_as: forms.first().copied(),
        cells_read: sheet.cells_read,
        dispositions: view.account(),
    }
}

/// A table of a sheet, of whatever layout.
#[derive(Clone, Copy)]
enum Part<'h> {
    /// A form.
    Form(&'h Header),
    /// A table of records.
    Records(&'h table::Standing),
}

impl<'h> Part<'h> {
    fn header(&self) -> &'h Header {
        match self {
            Self::Form(header) => header,
            Self::Records(table) => &table.header,
        }
    }
}

/// The tables of a sheet from top to bottom.
fn parts<'h>(headers: &'h [Header], survey: &'h Survey) -> Vec<Part<'h>> {
    let forms = headers.iter().map(Part::Form);
    let mut parts: Vec<Part> = forms.chain(survey.tables.iter().map(Part::Records)).collect();
    parts.sort_by_key(|part| part.header().first_row);
    parts
}

fn nothing() -> SheetSummary {
    SheetSummary {
        name: "".into(),
        state: SheetState::Visible,
        read_as: None,
        cells_read: 0,
        dispositions: Default::default(),
    }
}

/// A sheet without a table: it may still say whose workbook it is. One that should have had a table of its own report is such a report.
fn leave(view: &mut View, number: u16, lexicon: &Lexicon, survey: &Survey, found: &mut Found) {
    let is_named = lexicon.form_named(&view.sheet.name);
    let is_wanted = is_named.is_some() || has_telling_labels(view, lexicon);
    let form = is_named.or_else(|| blocks::parted_form(lexicon)).unwrap_or(0);
    if is_wanted && blocks::extent_of(lexicon, form) != Extent::Workbook {
        found.open_report(number, None);
    }
    candidates::from_sheet_name(lexicon, view, found);
    let rows = view.rows.clone();
    candidates::collect(lexicon, view, &rows, true, found);
    for row in &rows {
        view.settle_row(row, Disposition::AnotherSheet);
    }
    if !is_wanted || !survey.near.is_empty() {
        return;
    }
    let form = lexicon.reading.sheets.get(usize::from(form));
    let wanted = form.map_or_else(String::new, |form| wanted_headers(&form.layout));
    let flag = Flag::new(Check::HeaderNotFound, Place::sheet(&view.sheet.name), String::new());
    found.flags.push(flag.expected(wanted));
}

/// The headers that a table must have.
fn wanted_headers(layout: &Layout) -> String {
    let first = |words: &[String]| words.first().cloned().unwrap_or_default();
    match layout {
        Layout::Form(layout) => {
            let values = layout.values.first().map_or_else(String::new, |value| first(&value.headers));
            format!("{}; {values}", first(&layout.label))
        }
        Layout::Table(layout) => {
            let required = layout.columns.iter().filter(|column| column.is_required);
            required.map(|column| first(&column.headers)).collect::<Vec<_>>().join("; ")
        }
        Layout::Crosstab(_) | Layout::Named(_) => String::new(),
    }
}

fn has_telling_labels(view: &View, lexicon: &Lexicon) -> bool {
    let texts = (0..view.sheet.cells.len())
        .take(TELLING_CELLS)
        .filter(|&position| view.meaning(position).is_some_and(|meaning| meaning.label(lexicon).is_some()));
    texts.take(TELLING_LABELS).count() == TELLING_LABELS
}

/// What all tables of a sheet have in common.
struct Tables<'a> {
    workbook: &'a Workbook,
    index: usize,
    lexicon: &'a Lexicon,
    /// Rows at which tables of other layouts begin, ascending.
    stops: Vec<u32>,
}

impl Tables<'_> {
    /// Reads the cross tables of a sheet and takes their rows, and headers that are part of them, out of it.
    fn crosstabs(
        &self,
        view: &mut View,
        headers: &mut Vec<Header>,
        survey: &mut Survey,
        grids: &[Grid],
        found: &mut Found,
    ) {
        let Some(first) = grids.first() else { return };
        let is_first = parts(headers, survey).iter().all(|part| part.header().first_row > first.first_row);
        // Titles of a block are its own: they are read with it.
        let is_titled = is_first && !first.is_block(self.lexicon);
        if is_titled {
            let titles = rows_between(view, 0, first.first_row);
            around(self.lexicon, view, &titles, true, found);
        }
        let origin = crosstab::Origin { workbook: self.workbook, index: self.index, lexicon: self.lexicon };
        let taken = crosstab::read(origin, view, grids, found);
        let is_taken = |row: u32| {
            let last = taken.partition_point(|(start, _)| *start <= row).checked_sub(1);
            is_titled && row < first.first_row
                || last.and_then(|last| taken.get(last)).is_some_and(|(_, end)| row < *end)
        };
        view.rows.retain(|row| !is_taken(row.index));
        headers.retain(|header| !is_taken(header.first_row));
        survey.tables.retain(|table| !is_taken(table.header.first_row));
    }

    /// A template of named cells without any table: its texts may say whose it is, and nothing in it is out of place.
    fn template(&self, view: &mut View, found: &mut Found) {
        let rows = view.rows.clone();
        candidates::collect(self.lexicon, view, &rows, true, found);
        named::settle_rest(view);
        view.rows.clear();
    }

    /// Reads the tables of a sheet from top to bottom. Returns what was read of records.
    fn read(&self, view: &mut View, parts: &[Part], survey: &Survey, found: &mut Found) -> table::Progress {
        let mut floor = 0;
        let mut above = Above::default();
        let mut above_records = table::Above::default();
        let mut records = table::Progress::default();
        let settled = if self.stops.is_empty() { Default::default() } else { view.account() };
        let mut blocks = Blocks::new(self.lexicon, self.number(), settled, found);
        for (order, part) in parts.iter().enumerate() {
            let header = part.header();
            let last = order.checked_sub(1).and_then(|before| parts.get(before)).map(Part::header);
            let next = parts.get(order + 1).map(Part::header);
            let ceiling = next.map_or(u32::MAX, |next| blocks.ceiling(view, header, next));
            let other = self.stops.iter().copied().find(|row| *row > header.last_row);
            let ceiling = other.map_or(ceiling, |other| ceiling.min(other));
            let before = rows_between(view, floor, header.first_row);
            let is_new = blocks.begin(view, (last, header), &before, ceiling, found);
            let first = found.candidates.len();
            around(self.lexicon, view, &before, order == 0 || is_new, found);
            blocks.note_titles(first..found.candidates.len());
            match part {
                Part::Form(header) => {
                    settle_header(view, header);
                    if is_new || !before.is_empty() || !last.is_some_and(|last| last.is_like(header)) {
                        above.course = Course::default();
                    }
                    let behind = parts.get(order + 2).map_or(u32::MAX, |part| part.header().first_row);
                    let again = next
                        .filter(|next| next.is_like(header) && !blocks.begins(view, (header, next), behind));
                    let again = again.map(|next| next.first_row);
                    floor = self.table(view, (header, again), (floor, ceiling), &mut above, found);
                }
                Part::Records(table) => {
                    let forms = parts.get(order + 1..).unwrap_or_default();
                    let ceiling = forms.iter().find(|part| matches!(part, Part::Form(_))).map(Part::header);
                    let place = table::Place {
                        lexicon: self.lexicon,
                        sheet: self.number(),
                        floor,
                        ceiling: ceiling
                            .map_or(u32::MAX, |header| header.first_row)
                            .min(other.unwrap_or(u32::MAX)),
                        table,
                    };
                    survey.read(view, place, &mut above_records, found, &mut records);
                    floor = floor.max(records.end);
                }
            }
        }
        let after = rows_between(view, floor, u32::MAX);
        around(self.lexicon, view, &after, false, found);
        blocks.close(view, found);
        if !survey.tables.is_empty() {
            beside(self.lexicon, view, found);
        }
        records
    }

    fn number(&self) -> u16 {
        u16::try_from(self.index).unwrap_or(u16::MAX)
    }

    /// Reads one table, which goes on under the row where its header stands `again` if nothing is in between. Returns the row behind its end.
    fn table(
        &self,
        view: &mut View,
        (header, again): (&Header, Option<u32>),
        (floor, ceiling): (u32, u32),
        above: &mut Above,
        found: &mut Found,
    ) -> u32 {
        let rows = rows_between(view, header.last_row + 1, ceiling);
        let header = &header.of_year(candidates::year_of(found, self.lexicon));
        let header = &form::with_label_columns(view, header, &rows);
        let around = Around::above(self.lexicon, view, header, floor).after(&above.around, self.lexicon);
        let band = rows_between(view, header.first_row, header.last_row + 1);
        candidates::from_header(self.lexicon, view, &band, 0..=u32::MAX, found);
        candidates::collect_headers(self.lexicon, view, header, found);
        flag_without_values(self.lexicon, view, header, found);
        let mut table = Table {
            lexicon: self.lexicon,
            header,
            sheet: self.number(),
            banner: around.banner,
            own_units: around.own_units,
            is_1904: self.workbook.is_1904,
            year: candidates::year_of(found, self.lexicon),
            habits: header.values().map(|(column, _)| form::habit_of(view, &rows, column)).collect(),
        };
        flag_ambiguous(view, header, found);
        let first_fact = found.facts.len();
        found.forms.push(header.form);
        found.measures.extend(header.values().map(|(_, measure)| measure));
        let end = form::read(&mut table, view, &rows, &mut above.course, found);
        let end = end.max(header.last_row + 1);
        // Not up to the ceiling only: behind a cross table that ended it, titles may stand, which begin the course anew.
        let is_continued = again.is_some_and(|again| rows_between(view, end, again).is_empty());
        form::flag_columns(&table, view, &rows, &mut above.course, found);
        if !is_continued {
            form::finish(&table, view, &mut above.course, found);
        }
        above.around =
            Around { banner: table.banner.take(), own_units: std::mem::take(&mut table.own_units) };
        dates::flag_mixed(&self.lexicon.reading, view, found, first_fact);
        end
    }
}

/// What a table says for those below it in the sheet.
#[derive(Default)]
struct Above {
    /// The units stated nearest above: a header that is repeated on every page stands under the banner of the first.
    around: Around,
    /// Where the table above ended, for a header that is repeated in the middle of it.
    course: Course,
}

fn rows_between(view: &View, first: u32, end: u32) -> Vec<Row> {
    view.rows_between(first, end).to_vec()
}

fn settle_header(view: &mut View, header: &Header) {
    for row in rows_between(view, header.first_row, header.last_row + 1) {
        view.settle_row(&row, Disposition::Structure);
    }
}

/// Cells before, between and after tables: texts are titles before the first table, everything else is outside.
pub(super) fn around(lexicon: &Lexicon, view: &mut View, rows: &[Row], is_title: bool, found: &mut Found) {
    let first = found.candidates.len();
    candidates::collect(lexicon, view, rows, is_title, found);
    settle_answers(view, found.candidates.get(first..).unwrap_or_default());
    settle_outside(lexicon, view, rows, is_title, found);
}

/// What is left beside tables of records, which do not fill their rows.
fn beside(lexicon: &Lexicon, view: &mut View, found: &mut Found) {
    let rows = view.rows.clone();
    settle_outside(lexicon, view, &rows, false, found);
}

fn settle_outside(lexicon: &Lexicon, view: &mut View, rows: &[Row], is_title: bool, found: &mut Found) {
    let mut numbers = Vec::new();
    for row in rows {
        for (position, cell) in view.cells(row) {
            if !view.is_open(position) {
                continue;
            }
            let is_number = match cell.value {
                // A day in a title is no value.
                Value::Number(_) => !(is_title && view.style(cell).is_date),
                // Titles hold numbers of documents; behind a table such a text is a value that nobody reads.
                _ => !is_title && view.is_number(position, lexicon.reading.locale),
            };
            if is_number {
                numbers.push(cell.at);
            }
            let is_text = is_title && cell.text().is_some();
            view.settle(position, if is_text { Disposition::Structure } else { Disposition::OutsideTable });
        }
    }
    if let Some(&first) = numbers.first() {
        let shown: Vec<String> = numbers.iter().take(8).map(ToString::to_string).collect();
        let more = if numbers.len() > shown.len() { " …" } else { "" };
        let found_at = format!("{}{more}", shown.join(", "));
        found.flags.push(Flag::new(Check::DataOutsideTable, Place::cell(&view.sheet.name, first), found_at));
    }
}

/// Cells that told whose report it is, or when it was made, are titles wherever they stand.
fn settle_answers(view: &mut View, candidates: &[Candidate]) {
    for at in candidates.iter().filter_map(|candidate| candidate.at) {
        let position = view.row(at.row).and_then(|row| view.position(row, at.column));
        if let Some(position) = position {
            view.settle(position, Disposition::Structure);
        }
    }
}

/// Flags a header without the column of actual values: a plan alone is no report, and the values stand under a header that nobody knows.
fn flag_without_values(lexicon: &Lexicon, view: &View, header: &Header, found: &mut Found) {
    if header.values().any(|(_, measure)| measure == 0) {
        return;
    }
    let form = lexicon.reading.sheets.get(usize::from(header.form));
    let wanted = form.map_or_else(String::new, |form| {
        let Layout::Form(layout) = &form.layout else { return String::new() };
        let actual = layout.values.iter().filter(|value| value.measure == 0);
        actual.flat_map(|value| value.headers.clone()).collect::<Vec<_>>().join("; ")
    });
    let first = header.column(Role::Label).map_or(0, |column| column.first);
    let place = Place::cell(&view.sheet.name, Address::new(header.first_row, first));
    found.flags.push(Flag::new(Check::HeaderNotFound, place, String::new()).expected(wanted));
}

/// Flags two columns that claim the same measure; neither is read.
fn flag_ambiguous(view: &View, header: &Header, found: &mut Found) {
    for (measure, columns) in header.ambiguous() {
        let addresses: Vec<String> =
            columns.iter().map(|column| Address::new(header.last_row, column.first).to_string()).collect();
        let text = columns.first().map_or("", |column| &*column.header);
        let first = columns.first().map_or(0, |column| column.first);
        let place = Place::cell(&view.sheet.name, Address::new(header.last_row, first));
        let mut flag = Flag::new(Check::HeaderAmbiguous, place, text).expected(addresses.join("; "));
        flag.measure = measure;
        found.flags.push(flag);
    }
    debug_assert!(header.column(Role::Label).is_some(), "a header has a label column");
}

/// Flags a hidden sheet with values, and a legacy encoding.
fn flag_sheet(view: &View, is_read: bool, found: &mut Found) {
    let name = &view.sheet.name;
    if is_read && view.sheet.state != SheetState::Visible {
        found.flags.push(Flag::new(Check::HiddenSheet, Place::sheet(name), name.to_string()));
    }
    if let Some((encoding, at)) = view.legacy {
        let place = Place::cell(name, at);
        // Where the first such text is a value, reading it has said so already.
        if found.flags.iter().any(|flag| flag.check == Check::LegacyFont && flag.place == place) {
            return;
        }
        let encoding = match encoding {
            Encoding::Tcvn3 => "TCVN3",
            Encoding::Vni => "VNI",
        };
        found.flags.push(Flag::new(Check::LegacyFont, place, encoding));
    }
}
