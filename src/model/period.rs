//! Reporting periods and calendar dates.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};
use std::cmp::Ordering;
use std::fmt::{self, Write as _};

/// A period that a report covers. Orders by time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Period {
    /// A calendar year, or the reporting year named by it: `2023`.
    Year(u16),
    /// Half a year, 1 or 2: `2023-H1`.
    Half(u16, u8),
    /// The first nine months: `2023-M9`.
    NineMonths(u16),
    /// A quarter, 1 to 4: `2023-Q3`.
    Quarter(u16, u8),
    /// A month, 1 to 12: `2023-07`.
    Month(u16, u8),
    /// A school year: `2023-2024`.
    SchoolYear(u16),
    /// From one day to another, both included: `2023-01-01/2023-03-15`.
    Range(Date, Date),
}

/// A day of the Gregorian calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Date {
    /// Year, 1 to 9999.
    pub year: u16,
    /// Month, 1 to 12.
    pub month: u8,
    /// Day of the month, from 1.
    pub day: u8,
}

impl Date {
    /// The date, where the calendar has it.
    pub fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let is_valid = (1..=9999).contains(&year)
            && (1..=12).contains(&month)
            && day >= 1
            && day <= days_in_month(year, month);
        is_valid.then_some(Self { year, month, day })
    }

    /// The day so many days later.
    ///
    /// ```
    /// use tonghop::model::Date;
    /// let day = Date::new(2024, 2, 25).map(|day| day.plus_days(5).to_string());
    /// assert_eq!(day.as_deref(), Some("2024-03-01"));
    /// ```
    pub fn plus_days(self, days: u16) -> Self {
        let mut date = self;
        for _ in 0..days {
            let is_last = date.day >= days_in_month(date.year, date.month);
            date = match (is_last, date.month) {
                (false, _) => Self { day: date.day + 1, ..date },
                (true, 12) => Self { year: date.year.saturating_add(1), month: 1, day: 1 },
                (true, month) => Self { month: month + 1, day: 1, ..date },
            };
        }
        date
    }

    /// Reads `2023-12-16`, alone or before a `T`.
    pub fn parse_iso(text: &str) -> Option<Self> {
        let day = text.split(['T', ' ']).next()?;
        let mut parts = day.splitn(3, '-');
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        let is_plain = |s: &str, n: usize| s.len() == n && s.bytes().all(|b| b.is_ascii_digit());
        if !is_plain(year, 4) || !is_plain(month, 2) || !is_plain(day, 2) {
            return None;
        }
        Self::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (year, month, day) = Deserialize::deserialize(deserializer)?;
        Self::new(year, month, day).ok_or_else(|| D::Error::custom("a day that the calendar does not have"))
    }
}

/// How many days a month of the Gregorian calendar has.
pub const fn days_in_month(year: u16, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        _ => 31,
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Year(year) => write!(f, "{year:04}"),
            Self::Half(year, half) => write!(f, "{year:04}-H{half}"),
            Self::NineMonths(year) => write!(f, "{year:04}-M9"),
            Self::Quarter(year, quarter) => write!(f, "{year:04}-Q{quarter}"),
            Self::Month(year, month) => write!(f, "{year:04}-{month:02}"),
            Self::SchoolYear(year) => write!(f, "{year:04}-{:04}", year + 1),
            Self::Range(from, to) => write!(f, "{from}/{to}"),
        }
    }
}

impl Period {
    /// Appends what [`fmt::Display`] writes. Most periods are years, and a year needs none of its machinery.
    ///
    /// ```
    /// use tonghop::model::Period;
    /// for period in [Period::Year(2023), Period::Year(23), Period::Quarter(2023, 3)] {
    ///     let mut text = String::from("period ");
    ///     period.append_to(&mut text);
    ///     assert_eq!(text, format!("period {period}"));
    /// }
    /// ```
    pub fn append_to(self, text: &mut String) {
        match self {
            Self::Year(year @ 1000..) => text.push_str(itoa::Buffer::new().format(year)),
            // Writing to a `String` cannot fail.
            _ => {
                let _ = write!(text, "{self}");
            }
        }
    }
}

impl Period {
    /// Reads what [`fmt::Display`] writes: `2023`, `2023-H1`, `2023-M9`, `2023-Q3`, `2023-07`, `2023-2024`, a range.
    ///
    /// ```
    /// use tonghop::model::Period;
    /// assert_eq!(Period::parse("2023-Q3"), Some(Period::Quarter(2023, 3)));
    /// assert_eq!(Period::parse("2023-13"), None);
    /// ```
    pub fn parse(text: &str) -> Option<Self> {
        if let Some((from, to)) = text.split_once('/') {
            let (from, to) = (Date::parse_iso(from)?, Date::parse_iso(to)?);
            return (from <= to).then_some(Self::Range(from, to));
        }
        let (year, rest) = text.split_once('-').unwrap_or((text, ""));
        if year.len() != 4 || !year.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let year: u16 = year.parse().ok()?;
        let is_digits = rest.bytes().all(|b| b.is_ascii_digit());
        match rest.len() {
            0 if text.len() == 4 => Some(Self::Year(year)),
            2 if rest == "M9" => Some(Self::NineMonths(year)),
            2 if rest.starts_with('H') => in_range(&rest[1..], 2).map(|half| Self::Half(year, half)),
            2 if rest.starts_with('Q') => in_range(&rest[1..], 4).map(|q| Self::Quarter(year, q)),
            2 if is_digits => in_range(rest, 12).map(|month| Self::Month(year, month)),
            4 if is_digits => (rest.parse() == Ok(year + 1)).then_some(Self::SchoolYear(year)),
            _ => None,
        }
    }

    /// The first day that the period covers, the reporting year beginning in January.
    pub fn first_day(&self) -> Date {
        let on = |year, month| Date { year, month, day: 1 };
        match *self {
            Self::Year(year) | Self::NineMonths(year) => on(year, 1),
            Self::Half(year, half) => on(year, (half - 1) * 6 + 1),
            Self::Quarter(year, quarter) => on(year, (quarter - 1) * 3 + 1),
            Self::Month(year, month) => on(year, month),
            Self::SchoolYear(year) => on(year, 9),
            Self::Range(from, _) => from,
        }
    }

    /// The same period a year earlier, which `previous` columns of forms show.
    pub fn a_year_before(&self) -> Option<Self> {
        let before = |day: &Date| {
            let year = day.year.checked_sub(1)?;
            Date::new(year, day.month, day.day.min(days_in_month(year, day.month)))
        };
        Some(match self {
            Self::Year(year) => Self::Year(year.checked_sub(1)?),
            Self::Half(year, half) => Self::Half(year.checked_sub(1)?, *half),
            Self::NineMonths(year) => Self::NineMonths(year.checked_sub(1)?),
            Self::Quarter(year, quarter) => Self::Quarter(year.checked_sub(1)?, *quarter),
            Self::Month(year, month) => Self::Month(year.checked_sub(1)?, *month),
            Self::SchoolYear(year) => Self::SchoolYear(year.checked_sub(1)?),
            Self::Range(from, to) => Self::Range(before(from)?, before(to)?),
        })
    }

    /// The period of the same kind right before it: the month before January is December. Quarters and halves are those of the reporting
    /// year, whenever that begins. A range from day to day has none.
    ///
    /// ```
    /// use tonghop::model::Period;
    /// assert_eq!(Period::Month(2024, 1).right_before(), Some(Period::Month(2023, 12)));
    /// assert_eq!(Period::Quarter(2024, 3).right_before(), Some(Period::Quarter(2024, 2)));
    /// ```
    pub fn right_before(&self) -> Option<Self> {
        let year_before = |year: u16| year.checked_sub(1);
        let part_before = |year: u16, part: u8, parts: u8| match part {
            0 | 1 => Some((year_before(year)?, parts)),
            _ => Some((year, part - 1)),
        };
        Some(match *self {
            Self::Half(year, half) => {
                part_before(year, half, 2).map(|(year, half)| Self::Half(year, half))?
            }
            Self::Quarter(year, quarter) => {
                part_before(year, quarter, 4).map(|(year, quarter)| Self::Quarter(year, quarter))?
            }
            Self::Month(year, month) => {
                part_before(year, month, 12).map(|(year, month)| Self::Month(year, month))?
            }
            // Of those that a year has one of, the one of the year before.
            Self::Year(_) | Self::NineMonths(_) | Self::SchoolYear(_) => self.a_year_before()?,
            Self::Range(..) => return None,
        })
    }

    /// The last day that the period covers, the reporting year beginning in January.
    pub fn last_day(&self) -> Date {
        let end = |year, month| Date { year, month, day: days_in_month(year, month) };
        match *self {
            Self::Year(year) => end(year, 12),
            Self::Half(year, half) => end(year, half * 6),
            Self::NineMonths(year) => end(year, 9),
            Self::Quarter(year, quarter) => end(year, quarter * 3),
            Self::Month(year, month) => end(year, month),
            Self::SchoolYear(year) => end(year + 1, 8),
            Self::Range(_, to) => to,
        }
    }
}

/// A number from 1 to `last`, written in digits.
fn in_range(text: &str, last: u8) -> Option<u8> {
    text.parse().ok().filter(|number| (1..=last).contains(number))
}

impl Ord for Period {
    fn cmp(&self, other: &Self) -> Ordering {
        if self == other {
            return Ordering::Equal;
        }
        let days = |period: &Self| (period.first_day(), period.last_day());
        // Only names tell periods of the same days apart.
        days(self).cmp(&days(other)).then_with(|| self.to_string().cmp(&other.to_string()))
    }
}

impl PartialOrd for Period {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::Period;

    #[test]
    fn the_period_right_before_is_of_the_same_kind() {
        let table = [
            ("2023", Some("2022")),
            ("2023-H2", Some("2023-H1")),
            ("2023-H1", Some("2022-H2")),
            ("2023-M9", Some("2022-M9")),
            ("2023-Q1", Some("2022-Q4")),
            ("2023-Q3", Some("2023-Q2")),
            ("2023-01", Some("2022-12")),
            ("2023-12", Some("2023-11")),
            ("2023-2024", Some("2022-2023")),
            ("0000", None),
            ("2024-02-01/2024-02-29", None),
        ];
        for (period, before) in table {
            let shown = Period::parse(period).and_then(|period| period.right_before());
            assert_eq!(shown.map(|period| period.to_string()).as_deref(), before, "{period}");
        }
    }

    #[test]
    fn a_year_before_is_the_same_period() {
        let table = [
            ("2023", "2022"),
            ("2023-H2", "2022-H2"),
            ("2023-M9", "2022-M9"),
            ("2023-Q3", "2022-Q3"),
            ("2023-01", "2022-01"),
            ("2023-2024", "2022-2023"),
            ("2024-02-01/2024-02-29", "2023-02-01/2023-02-28"),
        ];
        for (period, before) in table {
            let shown = Period::parse(period).and_then(|period| period.a_year_before());
            assert_eq!(shown.map(|period| period.to_string()).as_deref(), Some(before));
        }
    }
}
