//! A fact: one reported value and the cell that it came from.

use super::{Address, Amount, Bound, Date};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Where a value was taken from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Origin {
    /// From a cell of a submission.
    #[default]
    Reported,
    /// From `corrections.csv`.
    Corrected,
    /// Counted from the register.
    Register,
}

impl Origin {
    /// The word in the outputs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Reported => "reported",
            Self::Corrected => "corrected",
            Self::Register => "register",
        }
    }
}

/// What kind of cell a fact was read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum CellKind {
    /// A numeric cell.
    #[default]
    Number,
    /// A text cell.
    Text,
    /// A cell with a formula and its calculated value.
    Formula,
    /// The upper left cell of a merged rectangle.
    Merged,
    /// A Boolean cell.
    Boolean,
    /// A numeric cell with a date format, or an ISO date.
    Date,
}

impl CellKind {
    /// The word in the outputs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Text => "text",
            Self::Formula => "formula",
            Self::Merged => "merged",
            Self::Boolean => "boolean",
            Self::Date => "date",
        }
    }
}

/// A repair or convention that was applied on the way from the cell to the value. Each has its bit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Transform {
    /// Unicode was not in normal form C.
    Nfc,
    /// Blanks, zero-width characters or a BOM were folded.
    Whitespace,
    /// Decoded from TCVN3 (ABC).
    Tcvn3,
    /// Decoded from VNI.
    Vni,
    /// A number was read from text.
    TextNumber,
    /// Thousands marks were removed by the locale's rule.
    Grouping,
    /// The other convention's thousands marks were removed.
    ForeignGrouping,
    /// A decimal comma was read.
    DecimalComma,
    /// A decimal point was read where the locale writes a comma.
    ForeignDecimal,
    /// Parentheses were read as a minus sign.
    Parentheses,
    /// A percent sign was read as a hundredth.
    Percent,
    /// A word of magnitude in the cell was applied.
    UnitInCell,
    /// The unit of the unit column was applied.
    UnitInRow,
    /// The unit of the column header was applied.
    UnitInHeader,
    /// The unit of the sheet's banner was applied.
    UnitInBanner,
    /// The form's unit as the pipeline declares it was applied.
    UnitInPipeline,
    /// A word of bound or approximation was read.
    Approximate,
    /// A sign of nil was read as zero.
    Nil,
    /// A blank was read as zero, as the indicator declares.
    BlankZero,
    /// A tick was read as one, as the indicator declares.
    Tick,
    /// A serial number was read as a date.
    DateSerial,
    /// A date was read from text.
    DateText,
    /// Digits beyond what is kept were rounded away.
    Rounded,
    /// A value of `corrections.csv` was put in the place of the reported one.
    Corrected,
}

impl Transform {
    /// All, in the order of their bits.
    pub const ALL: [Self; 24] = [
        Self::Nfc,
        Self::Whitespace,
        Self::Tcvn3,
        Self::Vni,
        Self::TextNumber,
        Self::Grouping,
        Self::ForeignGrouping,
        Self::DecimalComma,
        Self::ForeignDecimal,
        Self::Parentheses,
        Self::Percent,
        Self::UnitInCell,
        Self::UnitInRow,
        Self::UnitInHeader,
        Self::UnitInBanner,
        Self::UnitInPipeline,
        Self::Approximate,
        Self::Nil,
        Self::BlankZero,
        Self::Tick,
        Self::DateSerial,
        Self::DateText,
        Self::Rounded,
        Self::Corrected,
    ];

    /// The word in the outputs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Nfc => "nfc",
            Self::Whitespace => "whitespace",
            Self::Tcvn3 => "tcvn3",
            Self::Vni => "vni",
            Self::TextNumber => "text-number",
            Self::Grouping => "grouping",
            Self::ForeignGrouping => "foreign-grouping",
            Self::DecimalComma => "decimal-comma",
            Self::ForeignDecimal => "foreign-decimal",
            Self::Parentheses => "parentheses",
            Self::Percent => "percent",
            Self::UnitInCell => "unit-in-cell",
            Self::UnitInRow => "unit-in-row",
            Self::UnitInHeader => "unit-in-header",
            Self::UnitInBanner => "unit-in-banner",
            Self::UnitInPipeline => "unit-in-pipeline",
            Self::Approximate => "approximate",
            Self::Nil => "nil",
            Self::BlankZero => "blank-zero",
            Self::Tick => "tick",
            Self::DateSerial => "date-serial",
            Self::DateText => "date-text",
            Self::Rounded => "rounded",
            Self::Corrected => "corrected",
        }
    }
}

/// A set of transforms, in one word of memory.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transforms(u32);

impl Transforms {
    /// Adds one.
    pub fn add(&mut self, transform: Transform) {
        self.0 |= 1 << transform as u8;
    }

    /// Adds all of another set.
    pub fn extend(&mut self, other: Self) {
        self.0 |= other.0;
    }

    /// Whether it is in the set.
    pub const fn has(self, transform: Transform) -> bool {
        self.0 & (1 << transform as u8) != 0
    }

    /// Those in the set, in a stable order.
    pub fn iter(self) -> impl Iterator<Item = Transform> {
        Transform::ALL.into_iter().filter(move |&transform| self.has(transform))
    }
}

/// What a cell turned out to say.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum FactValue {
    /// A number with its bound, in the indicator's base unit.
    Amount(Amount, Bound),
    /// Normalised text, for text indicators.
    Text(Box<str>),
    /// A day, for date indicators.
    Date(Date),
    /// No value can be had: a flag says why.
    None,
}

/// An amount as a cell of a unit would hold it, where that is exact.
pub fn raw_in(amount: Amount, multiplier: i64) -> Option<Box<str>> {
    let divided = amount.checked_div(Amount::from_units(multiplier))?;
    (divided.checked_times(multiplier) == Some(amount)).then(|| divided.to_string().into())
}

/// A breakdown and every one that says less of the same value, down to the whole: `sex=female` of `age=15-24;sex=female`.
///
/// More than eight dimensions are no breakdown that anybody reads: of those only itself and the whole.
pub fn coarser(breakdown: &str) -> Vec<String> {
    let parts: Vec<&str> = breakdown.split(';').filter(|part| !part.is_empty()).collect();
    if parts.len() > 8 {
        return vec![String::new(), breakdown.to_owned()];
    }
    let with = |kept: u32| {
        let kept = parts.iter().enumerate().filter(|(at, _)| kept & (1 << at) != 0);
        kept.map(|(_, part)| *part).collect::<Vec<_>>().join(";")
    };
    (0..1u32 << parts.len()).map(with).collect()
}

/// A value reported in a cell, before it is known whose it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    /// Index of the sheet in [`Batch::sheets`](super::Batch).
    pub sheet: u16,
    /// Index of the report in [`Batch::reports`](super::Batch).
    pub report: u32,
    /// The cell; the upper left one of the range where it was computed from records.
    pub at: Address,
    /// The lower right cell of the range that it was computed from; none for a single cell.
    pub until: Option<Address>,
    /// Index of the indicator in the definition.
    pub indicator: u32,
    /// Index of the measure in the definition; 0 is `actual`.
    pub measure: u16,
    /// `age=15-24;sex=female`, keys sorted; empty for the whole.
    pub breakdown: Box<str>,
    /// What it says, in base units.
    pub value: FactValue,
    /// The cell's content as another program would show it unformatted: text as stored, numbers as their shortest decimal.
    pub raw: Box<str>,
    /// What kind of cell it was.
    pub kind: CellKind,
    /// The unit as the workbook states it, `triệu đồng`; empty where it states none.
    pub unit_reported: Box<str>,
    /// What the cell's number was multiplied with to give base units.
    pub multiplier: i64,
    /// The text of the column header above it, cleaned.
    pub header: Arc<str>,
    /// The text of the label beside it, cleaned.
    pub label: Arc<str>,
    /// Repairs and conventions applied.
    pub transforms: Transforms,
    /// Whether the value counts. A flag says why not.
    pub is_included: bool,
}

impl Fact {
    /// Whether it was read from a cell, or a cell lies in the range that it was computed from.
    pub fn covers(&self, cell: Address) -> bool {
        let last = self.until.unwrap_or(self.at);
        (self.at.row..=last.row).contains(&cell.row) && (self.at.column..=last.column).contains(&cell.column)
    }
}
