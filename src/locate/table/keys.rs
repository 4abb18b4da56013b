//! What the key columns of a record say: their own texts, or those above where merged cells or lists leave blanks.

use super::plan::Plan;
use super::rows::Line;
use super::stack::Merges;
use super::symbols::{BLANK, Symbols};
use crate::clean::{date, period, text};
use crate::locate::candidates;
use crate::locate::view::View;
use crate::model::{Address, CandidateKind, Date, Period, Value};
use crate::pipeline::Locale;
use std::borrow::Cow;

/// A key of a record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct KeyCell {
    /// Its symbol.
    pub symbol: u32,
    /// The cell that says it; none for a blank.
    pub at: Option<Address>,
}

/// The keys of the last records, for those below that leave them out.
#[derive(Debug, Default)]
pub struct Fills {
    last: Vec<KeyCell>,
    until: Vec<u32>,
}

impl Fills {
    /// Nothing to repeat yet.
    pub fn new(plan: &Plan) -> Self {
        Self { last: vec![KeyCell::default(); plan.columns.len()], until: vec![0; plan.columns.len()] }
    }

    /// The keys of a record, by declared column.
    pub fn keys(
        &mut self,
        view: &View,
        plan: &Plan,
        merges: &Merges,
        line: &Line,
        symbols: &mut Symbols,
        locale: Locale,
    ) -> Vec<KeyCell> {
        let mut keys = vec![KeyCell::default(); plan.columns.len()];
        for (column, planned) in plan.columns.iter().enumerate() {
            if !planned.is_key && !plan.keeps_records && planned.slot.is_some() {
                continue;
            }
            let Some(key) = keys.get_mut(column) else { continue };
            match line.cells.get(column).copied().flatten() {
                Some(position) => {
                    let is_period = planned.sources.iter().any(|(kind, _)| *kind == CandidateKind::Period);
                    let shown = key_text(view, position, is_period, locale);
                    let at = super::rows::at(view, position);
                    *key = KeyCell { symbol: of(symbols, column, view, position, &shown), at: Some(at) };
                    self.remember(column, *key, merges.last(at).row);
                }
                None => *key = self.above(column, line.row, planned.fills_down),
            }
        }
        keys
    }

    fn remember(&mut self, column: usize, key: KeyCell, until: u32) {
        if let Some((last, end)) = self.last.get_mut(column).zip(self.until.get_mut(column)) {
            (*last, *end) = (key, until);
        }
    }

    fn above(&self, column: usize, row: u32, fills_down: bool) -> KeyCell {
        let is_covered = self.until.get(column).is_some_and(|&until| until >= row);
        let last = self.last.get(column).copied().unwrap_or_default();
        if fills_down || is_covered { last } else { KeyCell { symbol: BLANK, at: None } }
    }
}

/// The symbol of a cell's text.
fn of(symbols: &mut Symbols, column: usize, view: &View, position: usize, shown: &str) -> u32 {
    let known = view.meaning(position).filter(|meaning| &*meaning.tidy == shown);
    let key: Cow<str> = known.map_or_else(|| text::fold(shown).into(), |meaning| (&*meaning.key).into());
    symbols.of(column, shown, key.trim_end_matches(['*', ' ']))
}

/// What a key cell says. A day in a column of periods is its month: a list of days is no list of reports.
pub fn key_text<'v>(view: &'v View, position: usize, is_period: bool, locale: Locale) -> Cow<'v, str> {
    let Some(cell) = view.cell(position) else { return "".into() };
    let shown: Cow<str> = match &cell.value {
        Value::Text(_) => view.text(position).into(),
        Value::Boolean(is_true) => if *is_true { "TRUE" } else { "FALSE" }.into(),
        Value::Error(error) => (**error).into(),
        _ => candidates::shown(view, position).unwrap_or_default().into(),
    };
    if !is_period {
        return shown;
    }
    let is_named = || period::read_period(&shown, locale, 1).is_some();
    let day = Date::parse_iso(&shown)
        .or_else(|| if is_named() { None } else { date::read_date(&shown, locale, None) });
    day.map_or(shown, |day| Period::Month(day.year, day.month).to_string().into())
}
