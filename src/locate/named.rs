//! The layout `named`: defined names and fixed cells, for templates whose cells do not move.
//!
//! Enters: a workbook with its defined names. Leaves: a fact for every named cell with a value. A name that is missing, broken, or covers several
//! cells is flagged, never guessed; so is a cell beside the label of another indicator: the template was moved.

use super::form::{self, OwnUnits, RowLabel, Table, value};
use super::header::{Column, Header, Role};
use super::view::{Disposition, Row, View};
use super::{Found, Lexicon, candidates};
use crate::clean::number::Habit;
use crate::clean::{text, unit};
use crate::model::flag::Place;
use crate::model::{Address, Check, Flag, Format, SheetState, Workbook};
use crate::pipeline::{FixedPlace, Layout, NamedCell};
use std::collections::HashMap;
use std::sync::Arc;

/// How many columns to the left its label may stand.
const REACH: usize = 12;

/// A cell of a template.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    /// Index of the sheet form.
    pub form: u16,
    /// Index of the sheet in the workbook.
    sheet: usize,
    at: Address,
    indicator: u32,
    measure: u16,
    /// The name or address that the definition gives.
    name: String,
}

/// What a name turned out to be.
enum Resolved {
    Cell(usize, Address),
    /// Not a single cell: what the workbook says of it.
    Not(String),
}

/// The cells of a workbook that the definition names. Names that are none are flagged at the first sheet.
///
/// A template of which nothing is there is not this workbook's: it is missing as a sheet is.
pub fn targets(workbook: &Workbook, lexicon: &Lexicon, index: usize, found: &mut Found) -> Vec<Target> {
    let mut all = Vec::new();
    for (form, sheet) in (0u16..).zip(&lexicon.reading.sheets) {
        let Layout::Named(cells) = &sheet.layout else { continue };
        let names = Names::new(workbook);
        let home = home(workbook, lexicon, form);
        let resolved: Vec<(&NamedCell, String, Resolved)> = cells
            .iter()
            .map(|cell| {
                let (name, resolved) = match &cell.place {
                    FixedPlace::Name(name) => (name.clone(), names.resolve(workbook, name, home)),
                    FixedPlace::Cell(at) => (at.to_string(), in_home(workbook, home, *at)),
                };
                (cell, name, resolved)
            })
            .collect();
        let is_here = resolved.iter().any(|(_, _, resolved)| matches!(resolved, Resolved::Cell(..)));
        for (cell, name, resolved) in resolved {
            match resolved {
                Resolved::Cell(sheet, at) => all.push(Target {
                    form,
                    sheet,
                    at,
                    indicator: cell.indicator,
                    measure: cell.measure,
                    name,
                }),
                Resolved::Not(what) if index == 0 && (is_here || sheet.is_required) => {
                    let flag = Flag::new(Check::NameNotFound, Place::file(), what).expected(name);
                    found.flags.push(flag.about(cell.indicator, cell.measure));
                }
                Resolved::Not(_) => {}
            }
        }
    }
    all.retain(|target| target.sheet == index);
    all.sort_by_key(|target| target.at);
    all
}

/// The sheet on which the fixed cells of a form stand: the one that goes by its name, else the first visible one of a form without names.
fn home(workbook: &Workbook, lexicon: &Lexicon, form: u16) -> Option<usize> {
    let visible =
        |index: &usize| workbook.sheets.get(*index).is_some_and(|sheet| sheet.state == SheetState::Visible);
    let named = workbook.sheets.iter().position(|sheet| lexicon.form_named(&sheet.name) == Some(form));
    let is_nameless = lexicon.reading.sheets.get(usize::from(form)).is_some_and(|form| form.named.is_empty());
    let mut all = (0..workbook.sheets.len()).filter(visible);
    let first = all.next();
    let is_only = all.next().is_none();
    named.or_else(|| first.filter(|_| is_nameless || is_only))
}

fn in_home(workbook: &Workbook, home: Option<usize>, at: Address) -> Resolved {
    match home {
        Some(sheet) => Resolved::Cell(sheet, at),
        None => {
            let names: Vec<&str> = workbook.sheets.iter().map(|sheet| &*sheet.name).collect();
            Resolved::Not(names.join("; "))
        }
    }
}

/// Defined names by their match key: a name may be defined for the workbook and again for a sheet.
struct Names<'a> {
    by_key: HashMap<String, Vec<&'a str>>,
}

impl<'a> Names<'a> {
    fn new(workbook: &'a Workbook) -> Self {
        let mut by_key: HashMap<String, Vec<&str>> = HashMap::new();
        for (name, reference) in &workbook.names {
            // A local name may carry its sheet, `Sheet1!HeadCount`.
            let name = name.rsplit('!').next().unwrap_or(name);
            let list = by_key.entry(name.to_lowercase()).or_default();
            if !list.contains(&&**reference) {
                list.push(reference);
            }
        }
        Self { by_key }
    }

    fn resolve(&self, workbook: &Workbook, name: &str, home: Option<usize>) -> Resolved {
        let Some(references) = self.by_key.get(&name.to_lowercase()) else {
            return Resolved::Not(match workbook.format {
                Format::Csv => "csv".to_owned(),
                _ => String::new(),
            });
        };
        let cells: Vec<Option<(usize, Address)>> =
            references.iter().map(|reference| cell_of(workbook, reference)).collect();
        let at_home = cells.iter().flatten().find(|(sheet, _)| Some(*sheet) == home);
        match (cells.as_slice(), at_home) {
            ([Some((sheet, at))], _) | (_, Some((sheet, at))) => Resolved::Cell(*sheet, *at),
            _ => Resolved::Not(references.join("; ")),
        }
    }
}

/// The single cell behind a reference: `Sheet1!$B$4`, `'My sheet'!$B$4:$B$4`, `$Sheet1.$B$4` of ods, or a range that one merged cell covers.
fn cell_of(workbook: &Workbook, reference: &str) -> Option<(usize, Address)> {
    let reference = reference.trim().trim_start_matches(['=', '[']).trim_end_matches(']');
    let split = reference.rfind('!').or_else(|| {
        let dot = reference.find("'.").map(|at| at + 1);
        dot.or_else(|| reference.split(':').next()?.find('.'))
    })?;
    let (sheet, range) = (reference.get(..split)?, reference.get(split + 1..)?);
    let sheet = sheet.trim_start_matches('$');
    let quoted = sheet.strip_prefix('\'').and_then(|inner| inner.strip_suffix('\''));
    let name = quoted.map_or_else(|| sheet.to_owned(), |inner| inner.replace("''", "'"));
    let key = name.to_lowercase();
    let index = workbook.sheets.iter().position(|sheet| sheet.name.to_lowercase() == key)?;
    let corner = |corner: &str| {
        // The second corner of ods names the sheet again.
        let corner = corner.rsplit('.').next().unwrap_or(corner);
        Address::parse(&corner.replace('$', ""))
    };
    let (first, last) = match range.split_once(':') {
        Some((first, last)) => (corner(first)?, corner(last)?),
        None => (corner(range)?, corner(range)?),
    };
    let is_merged = || {
        let merges = &workbook.sheets.get(index)?.merges;
        merges.iter().find(|merge| merge.first == first && merge.last == last)
    };
    (first == last || is_merged().is_some()).then_some((index, first))
}

/// Reads the named cells of a sheet.
pub fn read(
    workbook: &Workbook,
    lexicon: &Lexicon,
    index: usize,
    targets: &[Target],
    view: &mut View,
    found: &mut Found,
) {
    for target in targets {
        found.forms.push(target.form);
        found.labels.push(target.indicator);
        let label = beside(view, lexicon, target);
        if let Some(others) = label.as_ref().filter(|label| label.is_of_another(target.indicator)) {
            flag_moved(view, lexicon, target, others, found);
            continue;
        }
        read_cell(workbook, lexicon, index, target, label, view, found);
    }
}

/// The label beside a cell.
struct Beside {
    text: Arc<str>,
    at: Address,
    indicators: Vec<u32>,
}

impl Beside {
    fn is_of_another(&self, indicator: u32) -> bool {
        !self.indicators.is_empty() && !self.indicators.contains(&indicator)
    }
}

/// The nearest text to the left of a cell, else the one right above it.
fn beside(view: &View, lexicon: &Lexicon, target: &Target) -> Option<Beside> {
    let told = |position: usize| {
        let meaning = view.meaning(position).filter(|meaning| !meaning.tidy.is_empty())?;
        let indicators = meaning.label(lexicon).map_or_else(Vec::new, |(_, found)| found.to_vec());
        Some(Beside { text: meaning.tidy.clone(), at: view.cell(position)?.at, indicators })
    };
    let row = view.row(target.at.row);
    let before = row.map_or(0..0, |row| row.cells.clone());
    let is_left =
        |position: &usize| view.cell(*position).is_some_and(|cell| cell.at.column < target.at.column);
    let left = before.rev().filter(is_left).take(REACH).find_map(told);
    let above = || {
        let row = view.row(target.at.row.checked_sub(1)?)?;
        told(view.position(row, target.at.column)?)
    };
    left.or_else(above)
}

fn flag_moved(view: &mut View, lexicon: &Lexicon, target: &Target, label: &Beside, found: &mut Found) {
    let id = |index: &u32| lexicon.reading.indicators.get(*index as usize).map(|known| known.id.as_str());
    let ids: Vec<&str> = label.indicators.iter().chain([&target.indicator]).filter_map(id).collect();
    let place = Place::cell(&view.sheet.name, target.at);
    let flag = Flag::new(Check::LabelAmbiguous, place, &*label.text).expected(ids.join("; "));
    found.flags.push(flag.about(target.indicator, target.measure));
    let position = view.row(target.at.row).and_then(|row| view.position(row, target.at.column));
    if let Some(position) = position {
        view.settle(position, Disposition::Rejected);
    }
}

fn read_cell(
    workbook: &Workbook,
    lexicon: &Lexicon,
    index: usize,
    target: &Target,
    label: Option<Beside>,
    view: &mut View,
    found: &mut Found,
) {
    let at = target.at;
    let label_at = label.as_ref().map(|label| label.at);
    let text: Arc<str> = label.map_or_else(|| target.name.as_str().into(), |label| label.text);
    let column = Column {
        role: Role::Value(target.measure),
        first: at.column,
        last: at.column,
        header: target.name.as_str().into(),
        unit: None,
    };
    let header =
        Header { form: target.form, first_row: at.row, last_row: at.row, columns: vec![column.clone()] };
    let table = Table {
        lexicon,
        header: &header,
        sheet: u16::try_from(index).unwrap_or(u16::MAX),
        banner: form::banner_above(lexicon, view, &header, 0),
        own_units: OwnUnits::new(view, &header, 0),
        is_1904: workbook.is_1904,
        year: candidates::year_of(found, lexicon),
        habits: Vec::new(),
    };
    let row = view.row(at.row).cloned().unwrap_or(Row { index: at.row, cells: 0..0 });
    let unit = RowLabel::unit_of(&text, &unit_behind(view, lexicon, &row, target));
    let label = RowLabel::of(text, unit);
    let measured = (target.indicator, target.measure);
    let fact = value::take_value(&table, view, &row, &label, measured, &column, Habit::Unknown, found);
    found.facts.extend(fact);
    let position = label_at.and_then(|at| view.position(view.row(at.row)?, at.column));
    if let Some(position) = position {
        view.settle(position, Disposition::Structure);
    }
}

/// The text right behind a cell, where it is a unit that the indicator may have.
fn unit_behind(view: &View, lexicon: &Lexicon, row: &Row, target: &Target) -> String {
    let behind = view.position(row, target.at.column + 1).map_or("", |position| view.text(position));
    let known = lexicon.reading.indicators.get(target.indicator as usize);
    let key = text::fold(behind);
    let is_own = known.is_some_and(|known| {
        std::iter::once(&known.unit).chain(&known.unit_aliases).any(|unit| text::fold(unit) == key)
    });
    let is_unit = is_own || unit::parse(behind, lexicon.reading.locale).is_some();
    if is_unit { behind.to_owned() } else { String::new() }
}

/// What is left of a template: its texts are structure, other values are not asked for.
pub fn settle_rest(view: &mut View) {
    for position in 0..view.sheet.cells.len() {
        let is_text = view.cell(position).is_some_and(|cell| cell.text().is_some());
        view.settle(position, if is_text { Disposition::Structure } else { Disposition::Note });
    }
}

#[cfg(test)]
mod tests;
