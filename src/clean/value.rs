//! A cell becomes the value of an indicator.
//!
//! Enters: a cell (or none, for a blank), its style, and what is [`Expected`] of it. Leaves: a [`Cleaned`] value in base units with its raw text,
//! every repair, and findings. A numeric cell is never reinterpreted: only its unit is settled.

mod domain;
mod numeric;
mod textual;
mod units;

use super::legacy;
use super::number::Habit;
use super::text::tidy;
use super::unit::StatedUnit;
use crate::model::cell::Value;
use crate::model::fact::{FactValue, Transforms};
use crate::model::{Amount, Bound, Cell, CellKind, Check, Style, Transform};
use crate::pipeline::{Blank, Indicator, Kind, Locale};

/// What is known about a cell before it is read.
#[derive(Clone, Copy, Debug)]
pub struct Expected<'a> {
    /// Whose value it is.
    pub indicator: &'a Indicator,
    /// Language and number conventions.
    pub locale: Locale,
    /// What the other text cells of the column show about the comma.
    pub habit: Habit,
    /// The text in the unit column of its row.
    pub row_unit: Option<&'a str>,
    /// The unit that the column's header states.
    pub header_unit: Option<&'a StatedUnit>,
    /// The unit that a line above the table states.
    pub banner_unit: Option<&'a StatedUnit>,
    /// Whether the workbook's serial dates count from 1904.
    pub is_1904: bool,
    /// The year of the report, for days written without one.
    pub year_hint: Option<u16>,
}

/// Something wrong with a cell. Data, no sentence.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// Which check.
    pub check: Check,
    /// What was found.
    pub found: String,
    /// What was expected, or how it was read; may be empty.
    pub expected: String,
    /// A value that is probably meant, in base units.
    pub suggested: Option<Amount>,
}

/// What a cell turned out to say.
#[derive(Clone, Debug, PartialEq)]
pub struct Cleaned {
    /// The value in base units; none where it is missing or a finding says why it cannot be had.
    pub value: FactValue,
    /// Text as stored, a number as its shortest decimal without exponent, TRUE or FALSE, an error as written.
    pub raw: Box<str>,
    /// What kind of cell it was.
    pub kind: CellKind,
    /// The unit as the workbook states it; empty where it states none.
    pub unit_reported: Box<str>,
    /// What the cell's number was multiplied with.
    pub multiplier: i64,
    /// Repairs and conventions applied.
    pub transforms: Transforms,
    /// What is wrong.
    pub findings: Vec<Finding>,
    /// Whether the value counts: no finding excludes it.
    pub is_included: bool,
}

impl Cleaned {
    /// A cell without a value so far.
    fn new(raw: Box<str>, kind: CellKind) -> Self {
        Self {
            value: FactValue::None,
            raw,
            kind,
            unit_reported: Box::default(),
            multiplier: 1,
            transforms: Transforms::default(),
            findings: Vec::new(),
            is_included: true,
        }
    }

    /// Adds a finding, and what it does to the value.
    fn find(&mut self, check: Check, found: impl Into<String>, expected: impl Into<String>) {
        self.suggest(check, found, expected, None);
    }

    /// Adds a finding with the value that is probably meant.
    fn suggest(
        &mut self,
        check: Check,
        found: impl Into<String>,
        expected: impl Into<String>,
        suggested: Option<Amount>,
    ) {
        self.is_included &= !check.is_excluding();
        self.findings.push(Finding { check, found: found.into(), expected: expected.into(), suggested });
    }

    /// Adds a finding that says no more than the raw text.
    fn reject(&mut self, check: Check) {
        let found = self.raw.to_string();
        self.find(check, found, "");
    }

    /// Sets an exact amount.
    fn set(&mut self, amount: Amount, transform: Transform) {
        self.value = FactValue::Amount(amount, Bound::Exact);
        self.transforms.add(transform);
    }
}

/// Reads a cell as the value of an indicator; `None` is a blank cell.
///
/// A blank is missing, without a finding, unless the indicator declares it zero; so are texts of blanks. Errors and formulas without a value are
/// findings for every kind of indicator.
pub fn clean(cell: Option<&Cell>, style: &Style, expected: &Expected<'_>) -> Cleaned {
    let Some(cell) = cell else { return blank(expected) };
    let mut cleaned = match &cell.value {
        Value::Number(number) => numeric::number(*number, style, expected),
        Value::Text(text) => from_text(text, style, expected),
        Value::Boolean(is_true) => textual::boolean(*is_true, expected),
        Value::IsoDate(text) => numeric::iso_date(text, expected),
        Value::Error(error) => {
            let mut cleaned = Cleaned::new(error.clone(), CellKind::Text);
            cleaned.reject(Check::ErrorCell);
            cleaned
        }
        Value::NotCalculated => {
            let mut cleaned = Cleaned::new(Box::default(), CellKind::Formula);
            cleaned.reject(Check::FormulaNotCalculated);
            cleaned
        }
    };
    if cell.is_formula {
        cleaned.kind = CellKind::Formula;
    }
    cleaned
}

/// A blank cell: missing, or zero where the indicator declares it.
fn blank(expected: &Expected<'_>) -> Cleaned {
    let mut cleaned = Cleaned::new(Box::default(), CellKind::default());
    set_blank(&mut cleaned, expected);
    cleaned
}

/// What a blank means to an indicator.
fn set_blank(cleaned: &mut Cleaned, expected: &Expected<'_>) {
    let is_numeric = !matches!(expected.indicator.kind, Kind::Text | Kind::Date);
    if is_numeric && expected.indicator.blank == Blank::Zero {
        cleaned.set(Amount::ZERO, Transform::BlankZero);
    }
}

/// A text cell: decoded first, then tidied, then read as the indicator's kind asks.
fn from_text(stored: &str, style: &Style, expected: &Expected<'_>) -> Cleaned {
    let mut cleaned = Cleaned::new(stored.into(), CellKind::Text);
    let decoded = legacy::decode(stored, &style.font);
    let (tidied, transforms) = tidy(decoded.as_ref().map_or(stored, |(text, _)| text));
    cleaned.transforms.extend(transforms);
    if let Some((_, encoding)) = decoded {
        cleaned.transforms.add(match encoding {
            legacy::Encoding::Tcvn3 => Transform::Tcvn3,
            legacy::Encoding::Vni => Transform::Vni,
        });
        cleaned.find(Check::LegacyFont, encoding.as_str(), tidied.as_ref());
    }
    if tidied.is_empty() {
        set_blank(&mut cleaned, expected);
        return cleaned;
    }
    match expected.indicator.kind {
        Kind::Text => cleaned.value = FactValue::Text(tidied.into()),
        Kind::Date => textual::date(&mut cleaned, &tidied, expected),
        Kind::Count | Kind::Money | Kind::Amount | Kind::Ratio => {
            textual::number(&mut cleaned, &tidied, expected)
        }
    }
    cleaned
}

#[cfg(test)]
mod tests;
