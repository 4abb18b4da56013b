//! The values of an indicator's row: cleaned, flagged where they are hidden from the eye or shared by a merged cell.

use super::Table;
use super::row::RowLabel;
use crate::clean::number::Habit;
use crate::clean::value::{self, Cleaned, Expected};
use crate::locate::Found;
use crate::locate::header::Column;
use crate::locate::totals::Line;
use crate::locate::view::{Disposition, Row, View};
use crate::model::flag::Place;
use crate::model::{Address, Check, Fact, Flag, SheetState, Transform};
use crate::pipeline::{Hidden, Indicator};

/// Reads every value column of an indicator's row.
pub fn take_values(
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
pub fn take_value(
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
    let cleaned = clean(table, view, position, (indicator, definition), label, column, habit);
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
        report: found.report,
        at,
        until: None,
        indicator,
        measure,
        breakdown: "".into(),
        value: cleaned.value,
        raw: cleaned.raw,
        kind: cleaned.kind,
        unit_reported: cleaned.unit_reported,
        multiplier: cleaned.multiplier,
        header: column.header.clone(),
        label: label.text.clone(),
        transforms: cleaned.transforms,
        is_included: cleaned.is_included && is_visible,
    })
}

/// Cleans the cell of a row and column for an indicator.
pub fn clean(
    table: &Table,
    view: &View,
    position: Option<usize>,
    (index, indicator): (u32, &Indicator),
    label: &RowLabel,
    column: &Column,
    habit: Habit,
) -> Cleaned {
    let cell = position.and_then(|position| view.cell(position));
    let default = crate::model::Style::default();
    let style = cell.map_or(&default, |cell| view.style(cell));
    let words = table.lexicon.own_units(index);
    let own_header = table.own_units.in_header(column.first, indicator, words);
    let own_above = table.own_units.above(indicator, words);
    let expected = Expected {
        indicator,
        locale: table.reading().locale,
        habit,
        row_unit: (!label.unit.is_empty()).then_some(label.unit.as_str()),
        header_unit: column.unit.as_ref().or(own_header.as_ref()),
        banner_unit: table.banner.as_ref().or(own_above.as_ref()),
        is_1904: table.is_1904,
        year_hint: table.year,
    };
    value::clean(cell, style, &expected)
}

/// Text that holds nothing visible is a blank cell, and its disposition is structure.
pub fn is_blank_text(view: &View, position: usize) -> bool {
    view.cell(position).is_some_and(|cell| cell.text().is_some()) && view.text(position).is_empty()
}

/// Whether a blank cell lies under a merged one: its value, if any, is the other row's.
fn is_covered(view: &View, at: Address) -> bool {
    view.merge_at(at).is_some_and(|merge| merge.first != at)
}

fn flag_merged(view: &View, at: Address, cleaned: &Cleaned, indicator: u32, measure: u16, found: &mut Found) {
    let Some(merge) = view.merge_at(at).filter(|merge| merge.first == at) else { return };
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
        || view.sheet.state != SheetState::Visible
}
