//! Which unit a value is in: the cell's own, the unit column's, the header's, the banner's, the pipeline's; the most specific is followed.
//!
//! A unit of money holds for money only: a banner `ĐVT: triệu đồng` says nothing about the trees in the same table. A bare word of magnitude in the unit
//! column or the header scales counts too; in a banner it is taken for money's. Two statements that disagree are a finding; but a bare word of
//! magnitude in a cell (`1,5 triệu`) completes a column in đồng and disagrees only with a column in another magnitude.
//!
//! A number format is the cell's own statement of what the eye reads. `#,##0 "triệu"` states 10^6. `#,##0,` shows the stored number divided by
//! a thousand, so what is stored counts a thousandth of the stated unit: in a column in nghìn đồng it is in đồng already.

use super::{Cleaned, Expected};
use crate::clean::text::{fold, tidy};
use crate::clean::unit::{FormatUnit, StatedUnit, magnitude_before, parse};
use crate::clean::words::Words;
use crate::model::{Amount, Check, Transform};
use crate::pipeline::{Indicator, Kind, Locale};
use std::borrow::Cow;

/// A unit that one place states.
#[derive(Clone, Debug)]
pub(super) struct Statement<'a> {
    /// From there to the base unit.
    pub multiplier: i64,
    /// The words.
    text: Cow<'a, str>,
    /// What following it is recorded as.
    source: Transform,
    /// Other multipliers in the same words, `1 tỷ 200 triệu`.
    scales: &'a [i64],
    /// Whether it is complete: a currency, or a unit column's word; a bare magnitude in a cell is not.
    is_complete: bool,
    /// Whether values are hundredths.
    is_percent: bool,
}

impl<'a> Statement<'a> {
    /// The unit in a text cell.
    pub fn of_cell(unit: &'a StatedUnit, scales: &'a [i64]) -> Self {
        let text = Cow::Borrowed(&*unit.text);
        Self {
            multiplier: unit.multiplier,
            text,
            source: Transform::UnitInCell,
            scales,
            is_complete: unit.is_money,
            is_percent: false,
        }
    }

    /// What a number format states about the stored number; `None` where it does not concern this kind of indicator.
    pub fn of_format(format: &'a FormatUnit, expected: &Expected<'a>) -> Option<Self> {
        let unit =
            format.unit.as_ref().filter(|unit| !unit.is_money || expected.indicator.kind == Kind::Money);
        if unit.is_none() && format.shown_in == 1 {
            return None;
        }
        let around =
            || stated_around(expected).map_or(expected.indicator.asked_in, |statement| statement.multiplier);
        let shown = unit.map_or_else(around, |unit| unit.multiplier);
        let text = match unit {
            Some(unit) => Cow::Borrowed(&*unit.text),
            None => Cow::Owned(format!("÷{}", format.shown_in)),
        };
        Some(Self {
            multiplier: (shown / format.shown_in).max(1),
            text,
            source: Transform::UnitInCell,
            scales: &[],
            is_complete: true,
            is_percent: false,
        })
    }

    /// A unit that a header or a banner states.
    fn of_place(unit: &'a StatedUnit, source: Transform) -> Self {
        Self {
            multiplier: unit.multiplier,
            text: Cow::Borrowed(&*unit.text),
            source,
            scales: &[],
            is_complete: true,
            is_percent: unit.is_percent(),
        }
    }

    /// The base unit, or a multiple of it.
    fn of_multiple(text: &'a str, multiplier: i64, source: Transform) -> Self {
        Self {
            multiplier,
            text: Cow::Borrowed(text),
            source,
            scales: &[],
            is_complete: true,
            is_percent: false,
        }
    }

    /// What the pipeline asks for.
    fn of_pipeline(expected: &Expected<'a>) -> Self {
        let indicator = expected.indicator;
        Self {
            multiplier: indicator.asked_in,
            text: Cow::Borrowed(&indicator.unit),
            source: Transform::UnitInPipeline,
            scales: &[],
            is_complete: true,
            is_percent: false,
        }
    }

    /// The words of the statement; the pipeline's are made up of its multiplier and the base unit.
    fn words(&self, locale: Locale) -> Cow<'_, str> {
        let [thousand, million, billion] = Words::of(locale).magnitude_names;
        match (self.source, self.multiplier) {
            (Transform::UnitInPipeline, 1_000) => format!("{thousand} {}", self.text).into(),
            (Transform::UnitInPipeline, 1_000_000) => format!("{million} {}", self.text).into(),
            (Transform::UnitInPipeline, 1_000_000_000) => format!("{billion} {}", self.text).into(),
            (Transform::UnitInPipeline, multiplier) if multiplier != 1 => {
                format!("{multiplier} {}", self.text).into()
            }
            _ => Cow::Borrowed(&self.text),
        }
    }

    /// Whether two statements, this one being the more specific, mean different units.
    fn disagrees(&self, other: &Self) -> bool {
        let is_completing = !self.is_complete && other.multiplier == 1;
        self.multiplier != other.multiplier && !self.scales.contains(&other.multiplier) && !is_completing
    }
}

/// The unit that was settled on.
pub(super) struct Settled {
    multiplier: i64,
    is_percent: bool,
}

impl Settled {
    /// An amount in the base unit; `None` beyond 10^18.
    pub fn apply(&self, amount: Amount) -> Option<Amount> {
        if self.is_percent {
            amount.checked_div(Amount::from_units(100))
        } else {
            amount.checked_times(self.multiplier)
        }
    }
}

/// Settles the unit of a cell, `own` being what the cell itself states, and records unit, multiplier, transforms and findings.
///
/// `is_fraction` says that the cell's number carries its own percent sign: then a percent sign around it is agreement.
pub(super) fn settle(
    cleaned: &mut Cleaned,
    own: Option<Statement<'_>>,
    is_fraction: bool,
    expected: &Expected<'_>,
) -> Settled {
    let row = in_row(cleaned, expected);
    let header = expected.header_unit.and_then(|unit| in_place(unit, Transform::UnitInHeader, expected));
    let banner = expected.banner_unit.and_then(|unit| in_place(unit, Transform::UnitInBanner, expected));
    let pipeline = Some(Statement::of_pipeline(expected));
    let statements = [own, row, header, banner, pipeline];
    let mut stated = statements.iter().flatten();
    let Some(followed) = stated.next() else { return Settled { multiplier: 1, is_percent: false } };
    if stated.any(|other| followed.disagrees(other)) {
        let all = list(&statements, followed, expected.locale);
        cleaned.find(Check::UnitConflict, all, followed.words(expected.locale));
    }
    let is_percent = followed.is_percent && expected.indicator.kind == Kind::Ratio && !is_fraction;
    record(cleaned, followed, is_percent);
    Settled { multiplier: followed.multiplier, is_percent }
}

/// The followed statement and those that disagree with it, each wording once.
fn list(statements: &[Option<Statement<'_>>], followed: &Statement<'_>, locale: Locale) -> String {
    let mut words: Vec<Cow<'_, str>> = Vec::with_capacity(statements.len());
    let is_listed =
        |other: &&Statement<'_>| other.multiplier == followed.multiplier || followed.disagrees(other);
    for statement in statements.iter().flatten().filter(is_listed) {
        let word = statement.words(locale);
        if !words.contains(&word) {
            words.push(word);
        }
    }
    words.join(" / ")
}

/// Records the statement that was followed.
fn record(cleaned: &mut Cleaned, followed: &Statement<'_>, is_percent: bool) {
    cleaned.multiplier = followed.multiplier;
    let is_pipeline = followed.source == Transform::UnitInPipeline;
    if !is_pipeline {
        cleaned.unit_reported = followed.text.as_ref().into();
    }
    if followed.multiplier != 1 || (!is_pipeline && followed.source == Transform::UnitInCell) {
        cleaned.transforms.add(followed.source);
    }
    if is_percent {
        cleaned.transforms.add(Transform::Percent);
        cleaned.transforms.add(followed.source);
    }
}

/// The most specific unit stated around a cell: unit column, header, banner, pipeline.
pub(super) fn stated_around<'a>(expected: &Expected<'a>) -> Option<Statement<'a>> {
    expected
        .row_unit
        .and_then(|text| read_row(text, expected).ok().flatten())
        .or_else(|| expected.header_unit.and_then(|unit| in_place(unit, Transform::UnitInHeader, expected)))
        .or_else(|| expected.banner_unit.and_then(|unit| in_place(unit, Transform::UnitInBanner, expected)))
        .or_else(|| Some(Statement::of_pipeline(expected)))
}

/// What the unit column states; a word that the indicator may not have is a finding.
fn in_row<'a>(cleaned: &mut Cleaned, expected: &Expected<'a>) -> Option<Statement<'a>> {
    let text = expected.row_unit?;
    read_row(text, expected).unwrap_or_else(|()| {
        cleaned.find(Check::UnitUnknown, tidy(text).0, expected.indicator.unit.as_str());
        cleaned.unit_reported = tidy(text).0.into();
        None
    })
}

/// Reads the text of the unit column: `Ok(None)` for blanks and dashes, `Err` for a word that is no unit of the indicator.
fn read_row<'a>(text: &'a str, expected: &Expected<'a>) -> Result<Option<Statement<'a>>, ()> {
    let indicator = expected.indicator;
    // The usual case first: the form's own word, without folding anything.
    if text == indicator.unit || indicator.unit_aliases.iter().any(|alias| alias == text) {
        return Ok(Some(Statement::of_multiple(text, 1, Transform::UnitInRow)));
    }
    if indicator.kind == Kind::Money {
        if let Some(unit) = usual(text, expected.locale) {
            return Ok(Some(Statement::of_multiple(text, unit, Transform::UnitInRow)));
        }
        // A unit of money is what it says, even where the definition lists it among the words for the base unit.
        if let Some(unit) = parse(text, expected.locale).filter(|unit| unit.is_money) {
            return accepted(&unit, text, expected).map(Some);
        }
    }
    let key = fold(text);
    let is_blank = |c: char| c.is_whitespace() || "-–—_.…/*()[]".contains(c);
    if key.chars().all(is_blank) {
        return Ok(None);
    }
    if is_unit(&key, indicator) {
        return Ok(Some(Statement::of_multiple(text.trim(), 1, Transform::UnitInRow)));
    }
    if let Some(unit) = parse(text, expected.locale) {
        return accepted(&unit, text, expected).map(Some);
    }
    match magnitude_before(text, expected.locale) {
        Some((multiplier, rest)) if is_unit(&rest, indicator) => {
            Ok(Some(Statement::of_multiple(text.trim(), multiplier, Transform::UnitInRow)))
        }
        _ => Err(()),
    }
}

/// The multiplier of a unit of money in its usual spelling: most unit columns need no parsing.
fn usual(text: &str, locale: Locale) -> Option<i64> {
    Words::of(locale).usual_units.iter().find(|(known, _)| *known == text).map(|(_, multiplier)| *multiplier)
}

/// A unit of money for money, a percent sign for a ratio, a whole word of magnitude for anything.
fn accepted<'a>(unit: &StatedUnit, text: &'a str, expected: &Expected<'a>) -> Result<Statement<'a>, ()> {
    let indicator = expected.indicator;
    let statement = Statement {
        is_percent: unit.is_percent(),
        ..Statement::of_multiple(text.trim(), unit.multiplier, Transform::UnitInRow)
    };
    let is_fitting = match indicator.kind {
        Kind::Money => !unit.is_percent(),
        Kind::Ratio => unit.is_percent(),
        _ => !unit.is_money && Words::of(expected.locale).magnitudes.contains(&fold(text).as_str()),
    };
    if is_fitting { Ok(statement) } else { Err(()) }
}

/// What a header or a banner states about this kind of indicator.
fn in_place<'a>(unit: &'a StatedUnit, source: Transform, expected: &Expected<'a>) -> Option<Statement<'a>> {
    let indicator = expected.indicator;
    let is_own = || {
        let multiple = magnitude_before(&unit.text, expected.locale);
        multiple.is_some_and(|(_, rest)| is_unit(&rest, indicator)) || is_unit(&fold(&unit.text), indicator)
    };
    if indicator.kind == Kind::Money {
        // `nghìn tấn` over a column says nothing of the money in it.
        let is_money = unit.is_money || parse(&unit.text, expected.locale).is_some() || is_own();
        return (is_money && !unit.is_percent()).then(|| Statement::of_place(unit, source));
    }
    let is_ratio = indicator.kind == Kind::Ratio;
    if unit.is_money || unit.is_percent() != is_ratio {
        return None;
    }
    let is_bare = || parse(&unit.text, expected.locale).is_some() && source == Transform::UnitInHeader;
    (is_ratio || is_bare() || is_own()).then(|| Statement::of_place(unit, source))
}

/// Whether a folded word is the indicator's unit or another word for it.
fn is_unit(key: &str, indicator: &Indicator) -> bool {
    fold(&indicator.unit) == key || indicator.unit_aliases.iter().any(|alias| fold(alias) == key)
}

/// Looks at the words behind a number in a cell, and at a currency there: whether the indicator may have them.
pub(super) fn check_words(
    cleaned: &mut Cleaned,
    behind: &str,
    unit: Option<&StatedUnit>,
    expected: &Expected<'_>,
) {
    let indicator = expected.indicator;
    let is_foreign_word = !behind.is_empty() && !is_unit(&fold(behind), indicator);
    let currency = unit.filter(|unit| unit.is_money && indicator.kind != Kind::Money);
    if is_foreign_word {
        let found = tidy(&cleaned.raw).0.into_owned();
        cleaned.find(Check::UnitUnknown, found, indicator.unit.as_str());
    } else if let Some(unit) = currency.filter(|unit| !is_unit(&fold(&unit.text), indicator)) {
        cleaned.find(Check::UnitUnknown, unit.text.as_ref(), indicator.unit.as_str());
    }
}
