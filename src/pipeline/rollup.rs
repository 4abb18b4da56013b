//! Which shorter periods make up a longer one: months a quarter, quarters a year.
//!
//! A longer period is one of the reporting year, which need not begin in January.

use super::judging::PeriodKind;
use crate::model::Period;

/// Months of a year.
const YEAR: i32 = 12;

impl PeriodKind {
    /// How many months a period of this kind has; none where it is no part of the reporting year.
    const fn months(self) -> Option<i32> {
        match self {
            Self::Month => Some(1),
            Self::Quarter => Some(3),
            Self::Half => Some(6),
            Self::NineMonths => Some(9),
            Self::Year => Some(YEAR),
            Self::SchoolYear => None,
        }
    }

    /// Whether periods of this kind are made of several of another.
    ///
    /// ```
    /// use tonghop::pipeline::PeriodKind;
    /// assert!(PeriodKind::Year.is_made_of(PeriodKind::Month));
    /// assert!(!PeriodKind::Year.is_made_of(PeriodKind::NineMonths));
    /// ```
    pub fn is_made_of(self, part: Self) -> bool {
        let both = self.months().zip(part.months());
        both.is_some_and(|(whole, part)| whole > part && whole % part == 0)
    }

    /// The period of this kind that a shorter one is a part of.
    ///
    /// ```
    /// use tonghop::{model::Period, pipeline::PeriodKind};
    /// assert_eq!(PeriodKind::Quarter.around(&Period::Month(2024, 2), 1), Some(Period::Quarter(2024, 1)));
    /// // With a reporting year that begins in April, February is in the last quarter of the year before.
    /// assert_eq!(PeriodKind::Quarter.around(&Period::Month(2024, 2), 4), Some(Period::Quarter(2023, 4)));
    /// ```
    pub fn around(self, part: &Period, year_starts: u8) -> Option<Period> {
        let (first, months) = span(part, year_starts)?;
        let length = self.months()?;
        let in_year = first.rem_euclid(YEAR);
        // The first nine months are the only nine of a year that have a name.
        let begins = if self == Self::NineMonths { 0 } else { in_year - in_year % length };
        let is_within = months < length && in_year + months <= begins + length;
        is_within.then(|| named(first - in_year + begins, length, year_starts)).flatten()
    }

    /// The periods of this kind that a longer one is made of, in their order; none where it is not made of them.
    ///
    /// ```
    /// use tonghop::{model::Period, pipeline::PeriodKind};
    /// let months = PeriodKind::Month.parts_of(&Period::Quarter(2023, 4), 4);
    /// assert_eq!(months, [Period::Month(2024, 1), Period::Month(2024, 2), Period::Month(2024, 3)]);
    /// ```
    pub fn parts_of(self, whole: &Period, year_starts: u8) -> Vec<Period> {
        let Some(((first, months), length)) = span(whole, year_starts).zip(self.months()) else {
            return Vec::new();
        };
        if months <= length || months % length != 0 {
            return Vec::new();
        }
        (0..months / length).filter_map(|at| named(first + at * length, length, year_starts)).collect()
    }
}

/// Where a period begins, in months of reporting years since year 0, and how many it has.
fn span(period: &Period, year_starts: u8) -> Option<(i32, i32)> {
    let year = |year: u16| i32::from(year) * YEAR;
    match *period {
        Period::Month(of, month) => Some((year(of) + i32::from(month) - i32::from(year_starts), 1)),
        Period::Quarter(of, quarter) => Some((year(of) + (i32::from(quarter) - 1) * 3, 3)),
        Period::Half(of, half) => Some((year(of) + (i32::from(half) - 1) * 6, 6)),
        Period::NineMonths(of) => Some((year(of), 9)),
        Period::Year(of) => Some((year(of), YEAR)),
        Period::SchoolYear(_) | Period::Range(..) => None,
    }
}

/// The period that begins in a month of reporting years and has so many.
fn named(first: i32, months: i32, year_starts: u8) -> Option<Period> {
    // A month is one of the calendar, all others are named by their reporting year.
    let first = if months == 1 { first + i32::from(year_starts) - 1 } else { first };
    let year = u16::try_from(first.div_euclid(YEAR)).ok()?;
    let within = u8::try_from(first.rem_euclid(YEAR)).ok()?;
    match months {
        1 => Some(Period::Month(year, within + 1)),
        3 => Some(Period::Quarter(year, within / 3 + 1)),
        6 => Some(Period::Half(year, within / 6 + 1)),
        9 => Some(Period::NineMonths(year)),
        YEAR => Some(Period::Year(year)),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
