//! The layout `form`: a row is an indicator, with one or several columns of values.
//!
//! Enters: a sheet and a header. Leaves: facts, flags, and a disposition for every cell of the table. A row is, in this order, a
//! repeated header, the end of the table, a heading, an indicator, a total, an "of which" opener, or unknown.

use super::header::{Column, Header, Role, is_column_numbering};
use super::labels::Tier;
use super::meaning::Meaning;
use super::sections::Sections;
use super::totals::{self, Line};
use super::view::{Disposition, Row, View};
use super::{Found, Lexicon};
use crate::clean::number::{self, Habit};
use crate::clean::unit::StatedUnit;
use crate::clean::value::{self, Cleaned, Expected};
use crate::model::flag::Place;
use crate::model::{Address, Check, Fact, Flag, Transform};
use crate::pipeline::{Hidden, Indicator, Reading};

/// What is known of a table before its rows are read.
pub struct Table<'a> {
    /// The definition and its indexes.
    pub lexicon: &'a Lexicon,
    /// The header.
    pub header: &'a Header,
    /// Index of the sheet in the workbook.
    pub sheet: u16,
    /// The unit that a banner above the table states.
    pub banner: Option<&'a StatedUnit>,
    /// Whether the workbook counts dates from 1904.
    pub is_1904: bool,
    /// The year of the report, for dates written without one.
    pub year: Option<u16>,
    /// What text numbers of each value column show about their commas, in the order of [`Header::values`].
    pub habits: Vec<Habit>,
}

impl Table<'_> {
    fn reading(&self) -> &Reading {
        &self.lexicon.reading
    }
}

/// A row's label as the table shows it.
struct RowLabel {
    /// Position of the label cell.
    position: Option<usize>,
    /// The tidied text.
    text: String,
    /// The code of the code column.
    code: String,
    /// The text of the unit column, or of the parentheses behind the label.
    unit: String,
}

impl RowLabel {
    fn meaning<'v>(&self, view: &'v View) -> Option<&'v Meaning> {
        view.meaning(self.position?)
    }
}

/// What a row turned out to be.
enum Kind {
    Indicator(u32),
    Heading(String),
    Total(Option<Vec<u32>>),
    OfWhich,
    Ambiguous(Vec<u32>),
    Unknown,
    Blank,
}

/// Reads the rows of a table. Returns the sheet row behind its last one.
pub fn read(table: &Table, view: &mut View, rows: &[Row], found: &mut Found) -> u32 {
    let mut sections = Sections::default();
    let mut lines: Vec<Line> = Vec::new();
    for (order, row) in rows.iter().enumerate() {
        if is_column_numbering(view, row, table.header) {
            view.settle_row(row, Disposition::Structure);
            continue;
        }
        let label = row_label(table, view, row);
        let is_end = label.meaning(view).is_some_and(|meaning| meaning.row_words(table.lexicon).is_end);
        if is_end && !has_indicators(table, view, rows.get(order + 1..).unwrap_or_default()) {
            return row.index;
        }
        read_row(table, view, row, &label, &mut sections, &mut lines, found);
    }
    rows.last().map_or(0, |row| row.index + 1)
}

/// Whether any of the rows carries an indicator with a value: then `Ghi chú` above them is a remark in the table, not its end.
fn has_indicators(table: &Table, view: &View, rows: &[Row]) -> bool {
    rows.iter().any(|row| {
        let label = row_label(table, view, row);
        let is_known = label.meaning(view).is_some_and(|meaning| meaning.label(table.lexicon).is_some());
        is_known && has_values(table, view, row)
    })
}

fn read_row(
    table: &Table,
    view: &mut View,
    row: &Row,
    label: &RowLabel,
    sections: &mut Sections,
    lines: &mut Vec<Line>,
    found: &mut Found,
) {
    let has_values = has_values(table, view, row);
    match classify(table, view, label, sections, has_values) {
        Kind::Indicator(indicator) => {
            sections.check(table.reading(), indicator, place(view, label), found);
            found.labels.push(indicator);
            take_values(table, view, row, label, indicator, lines, found);
        }
        Kind::Heading(text) => {
            let depth = label.meaning(view).and_then(|meaning| meaning.heading(table.lexicon));
            sections.enter(depth, &text);
            lines.push(Line::Heading);
        }
        Kind::Total(sums) => check_totals(table, view, row, label, sums.as_deref(), lines, found),
        Kind::OfWhich => {}
        Kind::Ambiguous(candidates) => reject(table, view, row, label, &candidates, found),
        Kind::Unknown => reject(table, view, row, label, &[], found),
        Kind::Blank => {}
    }
    settle_rest(table, view, row);
}

/// The label, code and unit cells of a row.
fn row_label(table: &Table, view: &View, row: &Row) -> RowLabel {
    let in_column = |column: Option<&Column>| {
        let column = column?;
        view.cells(row)
            .find(|(position, cell)| {
                (column.first..=column.last).contains(&cell.at.column) && !view.text(*position).is_empty()
            })
            .map(|(position, _)| position)
    };
    let text_of = |position: Option<usize>| position.map_or("", |position| view.text(position)).to_owned();
    let position = in_column(table.header.column(Role::Label));
    let text = text_of(position);
    let column_unit = text_of(in_column(table.header.column(Role::Unit)));
    let unit = if column_unit.is_empty() { parenthesised(&text).to_owned() } else { column_unit };
    let code = code_text(view, row, table.header.column(Role::Code));
    RowLabel { position, text, code, unit }
}

/// A code as text or number: `01` and `1` are told apart by the definition, not here.
fn code_text(view: &View, row: &Row, column: Option<&Column>) -> String {
    let Some(position) = column.and_then(|column| view.position(row, column.first)) else {
        return String::new();
    };
    match view.cell(position).map(|cell| &cell.value) {
        Some(crate::model::Value::Number(number)) => number.to_string(),
        _ => view.text(position).to_owned(),
    }
}

/// What stands in parentheses at the end of a label, where it is a unit.
fn parenthesised(label: &str) -> &str {
    let Some((_, rest)) = label.rsplit_once('(') else { return "" };
    rest.strip_suffix(')').unwrap_or("")
}

fn has_values(table: &Table, view: &View, row: &Row) -> bool {
    table.header.values().any(|(column, _)| view.position(row, column.first).is_some())
}

/// Decides what a row is.
fn classify(table: &Table, view: &View, label: &RowLabel, sections: &Sections, has_values: bool) -> Kind {
    if label.text.is_empty() && label.code.is_empty() {
        return if has_values { Kind::Unknown } else { Kind::Blank };
    }
    let meaning = label.meaning(view);
    if !has_values && meaning.is_some_and(|meaning| meaning.heading(table.lexicon).is_some()) {
        return Kind::Heading(label.text.clone());
    }
    match indicator_of(table, label, meaning, sections) {
        Some(Ok(indicator)) => return Kind::Indicator(indicator),
        Some(Err(candidates)) if has_values => return Kind::Ambiguous(candidates),
        _ => {}
    }
    if let Some(sums) = table.lexicon.total_row(table.header.form, &label.text) {
        return Kind::Total(Some(sums.to_vec()));
    }
    let words = meaning.map(|meaning| meaning.row_words(table.lexicon));
    if words.is_some_and(|words| words.is_total) {
        return Kind::Total(None);
    }
    if !has_values {
        return if words.is_some_and(|words| words.is_of_which) {
            Kind::OfWhich
        } else {
            Kind::Heading(label.text.clone())
        };
    }
    Kind::Unknown
}

/// The indicator of a row: one, or the candidates that nothing decides between.
fn indicator_of(
    table: &Table,
    label: &RowLabel,
    meaning: Option<&Meaning>,
    sections: &Sections,
) -> Option<Result<u32, Vec<u32>>> {
    let labels = &table.lexicon.labels;
    let by_code = (!label.code.is_empty()).then(|| labels.by_code(&label.code)).flatten();
    let by_label = meaning.and_then(|meaning| meaning.label(table.lexicon));
    match (by_code, by_label) {
        // A code whose label is another indicator's: one of the two was moved, and nobody knows which.
        (Some(code), Some((Tier::Exact | Tier::Tones, named)))
            if !code.iter().any(|index| named.contains(index)) =>
        {
            Some(Err(code.iter().chain(named).copied().collect()))
        }
        (Some(code), _) => Some(sections.choose(table.reading(), table.header.form, code)),
        (None, Some((_, named))) => Some(sections.choose(table.reading(), table.header.form, named)),
        (None, None) => None,
    }
}

/// Reads every value column of an indicator's row.
fn take_values(
    table: &Table,
    view: &mut View,
    row: &Row,
    label: &RowLabel,
    indicator: u32,
    lines: &mut Vec<Line>,
    found: &mut Found,
) {
    let ambiguous = table.header.ambiguous();
    for (order, (column, measure)) in table.header.values().enumerate() {
        if ambiguous.iter().any(|(known, _)| *known == measure) {
            if let Some(position) = view.position(row, column.first) {
                view.settle(position, Disposition::Rejected);
            }
            continue;
        }
        let habit = table.habits.get(order).copied().unwrap_or(Habit::Unknown);
        if let Some(fact) = take_value(table, view, row, label, (indicator, measure), column, habit, found) {
            lines.push(Line::Fact { indicator, measure, fact: found.facts.len() });
            found.facts.push(fact);
        }
    }
}

/// Reads one value. `None` where the cell is blank and blank is missing.
#[expect(clippy::too_many_arguments, reason = "a value depends on its row, its column and its table")]
fn take_value(
    table: &Table,
    view: &mut View,
    row: &Row,
    label: &RowLabel,
    (indicator, measure): (u32, u16),
    column: &Column,
    habit: Habit,
    found: &mut Found,
) -> Option<Fact> {
    let at = Address::new(row.index, column.first);
    let definition = table.reading().indicators.get(indicator as usize)?;
    let position = view.position(row, column.first).filter(|&position| !is_blank_text(view, position));
    if position.is_none() && is_covered(view, at) {
        return None;
    }
    let cleaned = clean(table, view, position, definition, label, column, habit);
    let is_blank = position.is_none();
    if is_blank && !cleaned.transforms.has(Transform::BlankZero) {
        return None;
    }
    let place = || Place::cell(&view.sheet.name, at);
    for finding in &cleaned.findings {
        let flag = Flag::new(finding.check, place(), finding.found.clone());
        found.flags.push(
            flag.expected(finding.expected.clone()).suggest(finding.suggested).about(indicator, measure),
        );
    }
    flag_merged(view, at, &cleaned, indicator, measure, found);
    if let Some(position) = position {
        let is_taken = cleaned.is_included;
        view.settle(position, if is_taken { Disposition::Fact } else { Disposition::Rejected });
    }
    let is_visible = table.reading().hidden == Hidden::Include || !is_hidden(view, at);
    Some(Fact {
        sheet: table.sheet,
        at,
        indicator,
        measure,
        breakdown: "".into(),
        value: cleaned.value,
        raw: cleaned.raw,
        kind: cleaned.kind,
        unit_reported: cleaned.unit_reported,
        multiplier: cleaned.multiplier,
        header: column.header.clone(),
        label: label.text.as_str().into(),
        transforms: cleaned.transforms,
        is_included: cleaned.is_included && is_visible,
    })
}

fn clean(
    table: &Table,
    view: &View,
    position: Option<usize>,
    indicator: &Indicator,
    label: &RowLabel,
    column: &Column,
    habit: Habit,
) -> Cleaned {
    let cell = position.and_then(|position| view.cell(position));
    let default = crate::model::Style::default();
    let style = cell.map_or(&default, |cell| view.style(cell));
    let expected = Expected {
        indicator,
        locale: table.reading().locale,
        habit,
        row_unit: (!label.unit.is_empty()).then_some(label.unit.as_str()),
        header_unit: column.unit.as_ref(),
        banner_unit: table.banner,
        is_1904: table.is_1904,
        year_hint: table.year,
    };
    value::clean(cell, style, &expected)
}

/// Text that holds nothing visible is a blank cell, and its disposition is structure.
fn is_blank_text(view: &View, position: usize) -> bool {
    view.cell(position).is_some_and(|cell| cell.text().is_some()) && view.text(position).is_empty()
}

/// Whether a blank cell lies under a merged one: its value, if any, is the other row's.
fn is_covered(view: &View, at: Address) -> bool {
    view.sheet.merge_at(at).is_some_and(|merge| merge.first != at)
}

fn flag_merged(view: &View, at: Address, cleaned: &Cleaned, indicator: u32, measure: u16, found: &mut Found) {
    let Some(merge) = view.sheet.merge_at(at).filter(|merge| merge.first == at) else { return };
    if cleaned.raw.is_empty() {
        return;
    }
    let place = Place::cell(&view.sheet.name, at);
    let flag = Flag::new(Check::MergedDataCell, place, cleaned.raw.to_string());
    found.flags.push(flag.expected(format!("{}:{}", merge.first, merge.last)).about(indicator, measure));
}

/// Whether the eye does not see a cell.
fn is_hidden(view: &View, at: Address) -> bool {
    view.sheet.is_row_hidden(at.row)
        || view.sheet.is_column_hidden(at.column)
        || view.sheet.state != crate::model::SheetState::Visible
}

/// Compares a printed total with the rows that it claims to sum.
fn check_totals(
    table: &Table,
    view: &mut View,
    row: &Row,
    label: &RowLabel,
    sums: Option<&[u32]>,
    lines: &mut Vec<Line>,
    found: &mut Found,
) {
    for (column, measure) in table.header.values() {
        let Some(position) = view.position(row, column.first) else { continue };
        view.settle(position, Disposition::Structure);
        let Some(claim) = totals::claim(table.reading(), lines, found, sums, measure) else { continue };
        let Some(definition) = table.reading().indicators.get(claim.like as usize) else { continue };
        let is_stated = !label.unit.is_empty() || column.unit.is_some() || table.banner.is_some();
        let Some(asked_in) = claim.multiplier.or(is_stated.then_some(definition.asked_in)) else { continue };
        let unsigned = Indicator { min: None, max: None, asked_in, ..definition.clone() };
        let cleaned = clean(table, view, Some(position), &unsigned, label, column, Habit::Unknown);
        let at = Address::new(row.index, column.first);
        found.flags.extend(totals::compare(&claim, &cleaned, Place::cell(&view.sheet.name, at), measure));
    }
    lines.push(Line::Total);
}

/// Keeps the values of a row out whose indicator is not known.
fn reject(
    table: &Table,
    view: &mut View,
    row: &Row,
    label: &RowLabel,
    candidates: &[u32],
    found: &mut Found,
) {
    let ids = candidates.iter().filter_map(|&index| table.reading().indicators.get(index as usize));
    let names: Vec<&str> = ids.map(|indicator| indicator.id.as_str()).collect();
    let check = if candidates.is_empty() { Check::LabelUnknown } else { Check::LabelAmbiguous };
    let nearest = table.lexicon.labels.nearest(&label.text).unwrap_or_default();
    let expected = if candidates.is_empty() { nearest.to_owned() } else { names.join("; ") };
    for (column, measure) in table.header.values() {
        let Some(position) = view.position(row, column.first) else { continue };
        if is_blank_text(view, position) {
            continue;
        }
        view.settle(position, Disposition::Rejected);
        let place = Place::cell(&view.sheet.name, Address::new(row.index, column.first));
        let mut flag = Flag::new(check, place, label.text.clone()).expected(expected.clone());
        flag.measure = measure;
        found.flags.push(flag);
    }
}

/// What is left of a row: its label, code and unit are structure, other columns are notes.
fn settle_rest(table: &Table, view: &mut View, row: &Row) {
    for position in row.cells.clone() {
        let Some(cell) = view.cell(position) else { continue };
        let is_named =
            table.header.columns.iter().any(|column| (column.first..=column.last).contains(&cell.at.column));
        view.settle(position, if is_named { Disposition::Structure } else { Disposition::Note });
    }
}

fn place(view: &View, label: &RowLabel) -> Place {
    let at = label.position.and_then(|position| view.cell(position)).map(|cell| cell.at);
    Place { sheet: Some(view.sheet.name.clone()), cell: at }
}

/// What text numbers of a column show about their commas.
pub fn habit_of(view: &View, rows: &[Row], column: &Column) -> Habit {
    let texts = rows.iter().filter_map(|row| Some(view.text(view.position(row, column.first)?)));
    number::habit(texts.filter(|text| text.contains(',')))
}

/// The banner nearest above a header that states a unit, `ĐVT: triệu đồng`.
pub fn banner_above(table: &Lexicon, view: &View, header: &Header, floor: u32) -> Option<StatedUnit> {
    let rows = view.rows.iter().filter(|row| (floor..header.first_row).contains(&row.index));
    rows.rev()
        .flat_map(|row| row.cells.clone())
        .find_map(|position| view.meaning(position)?.banner(table).cloned())
}
