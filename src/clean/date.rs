//! Days: Excel's serial numbers in both date systems, and dates in text, day first.
//!
//! Enters: a serial number, or tidied text. Leaves: a day of the calendar, or nothing: no order of day and month is ever guessed, and a
//! day without its year is one only where the caller knows the year.

use super::text::{is_dash, unmark};
use crate::model::Date;
use crate::model::period::days_in_month;
use crate::pipeline::Locale;

/// Serial number of 9999-12-31 in the 1900 system.
const LAST_SERIAL: i64 = 2_958_465;
/// Two-digit years below it are of this century, as Excel reads them up to 29; reports of the 1930s are not expected.
const CENTURY: u16 = 70;

/// The day behind a serial number; its fraction, the time of day, is dropped.
///
/// The 1900 system counts a 29 February 1900 that never was (Lotus did): serials up to 59 count from 31 December 1899, those from 61 on from the
/// day before, and 60 is no day. The 1904 system counts from 1 January 1904, which is 0.
///
/// ```
/// use tonghop::clean::date::from_serial;
/// assert_eq!(from_serial(45276.5, false).map(|day| day.to_string()), Some("2023-12-16".into()));
/// assert_eq!(from_serial(60.0, false), None);
/// ```
pub fn from_serial(serial: f64, is_1904: bool) -> Option<Date> {
    if !serial.is_finite() || serial < 0.0 || serial > LAST_SERIAL as f64 + 1.0 {
        return None;
    }
    let serial = serial.floor() as i64;
    // Days since 1900-01-01.
    let days = match (is_1904, serial) {
        (true, _) => serial + 1_460,
        (false, 0 | 60) => return None,
        (false, 1..60) => serial - 1,
        (false, _) => serial - 2,
    };
    from_days(days)
}

/// The day so many days after 1 January 1900.
fn from_days(mut days: i64) -> Option<Date> {
    let days_in_year = |year: u16| 337 + i64::from(days_in_month(year, 2));
    let mut year = 1900;
    while days >= days_in_year(year) {
        days -= days_in_year(year);
        year += 1;
        if year > 9999 {
            return None;
        }
    }
    let mut month = 1;
    while days >= i64::from(days_in_month(year, month)) {
        days -= i64::from(days_in_month(year, month));
        month += 1;
    }
    Date::new(year, month, u8::try_from(days + 1).ok()?)
}

/// A piece of a date or of a period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// Digits.
    Number(String),
    /// A word in lower case without marks.
    Word(String),
    /// A mark; every dash is `-`.
    Mark(char),
}

impl Part {
    /// The value of a number of at most four digits.
    pub fn number(&self) -> Option<u16> {
        match self {
            Self::Number(digits) if digits.len() <= 4 => digits.parse().ok(),
            _ => None,
        }
    }

    /// A year of four digits, or of two where that is allowed.
    pub fn year(&self, may_be_short: bool) -> Option<u16> {
        match self {
            Self::Number(digits) if digits.len() == 4 => {
                digits.parse().ok().filter(|year| (1900..=2199).contains(year))
            }
            Self::Number(digits) if digits.len() == 2 && may_be_short => {
                digits.parse().ok().map(|year: u16| if year < CENTURY { 2000 + year } else { 1900 + year })
            }
            _ => None,
        }
    }

    /// Whether it is this word.
    pub fn is(&self, word: &str) -> bool {
        matches!(self, Self::Word(found) if found == word)
    }

    /// Whether it is a mark between the numbers of a date.
    pub fn is_mark(&self) -> bool {
        matches!(self, Self::Mark('/' | '-' | '.' | ','))
    }
}

/// Takes a text apart into digits, words and marks.
pub(super) fn parts(text: &str) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut is_new = true;
    for character in unmark(text).chars() {
        match (parts.last_mut(), character) {
            (_, blank) if blank.is_whitespace() => is_new = true,
            (Some(Part::Number(digits)), digit) if digit.is_ascii_digit() && !is_new => digits.push(digit),
            (Some(Part::Word(word)), letter) if letter.is_alphabetic() && !is_new => word.push(letter),
            (_, digit) if digit.is_ascii_digit() => {
                parts.push(Part::Number(digit.into()));
                is_new = false;
            }
            (_, letter) if letter.is_alphabetic() => {
                parts.push(Part::Word(letter.into()));
                is_new = false;
            }
            (_, mark) => parts.push(Part::Mark(if is_dash(mark) { '-' } else { mark })),
        }
    }
    parts
}

/// Reads a text as a day: `16/12/2023`, `16.12.2023`, `16-12`, `ngày 05 tháng 6 năm 2024`, `2023-12-16`, `5 June 2024`.
///
/// Day first, unless the locale is declared month first. A two-part date needs the year from elsewhere. A place and a weekday before `ngày` and a
/// time of day behind are passed over.
///
/// ```
/// use tonghop::clean::date::read_date;
/// use tonghop::pipeline::Locale;
/// let day = read_date("Hà Nội, ngày 05 tháng 6 năm 2024", Locale::Vi, None);
/// assert_eq!(day.map(|day| day.to_string()), Some("2024-06-05".into()));
/// assert_eq!(read_date("16-12", Locale::Vi, None), None);
/// ```
pub fn read_date(text: &str, locale: Locale, year_hint: Option<u16>) -> Option<Date> {
    if text.len() > 200 {
        return None;
    }
    let parts = parts(text);
    read_parts(without_place(without_time(&parts), locale), locale, year_hint)
}

/// Whether a text in a column of numbers is a date: complete, or with the name of a month as a program writes it (`1-May`).
pub fn is_date_like(text: &str, locale: Locale) -> bool {
    if text.len() > 200 {
        return false;
    }
    let parts = parts(text);
    let has_month_name =
        parts.iter().any(|part| matches!(part, Part::Word(word) if month_named(word).is_some()));
    let hint = has_month_name.then_some(2000);
    read_date(text, locale, hint).is_some() || (has_month_name && is_month_and_year(&parts))
}

/// `May-24`: what a spreadsheet makes of 5.24.
fn is_month_and_year(parts: &[Part]) -> bool {
    let meaningful: Vec<&Part> = parts.iter().filter(|part| !part.is_mark()).collect();
    matches!(meaningful.as_slice(), [Part::Word(_), Part::Number(digits)] if matches!(digits.len(), 2 | 4))
}

/// The parts before a time of day (`08:30`, `T08:30:00Z`), without marks at the end.
fn without_time(parts: &[Part]) -> &[Part] {
    let is_time = |window: &[Part]| matches!(window, [Part::Number(_), Part::Mark(':'), Part::Number(_)]);
    let end = parts.windows(3).position(is_time).unwrap_or(parts.len());
    let mut rest = parts.get(..end).unwrap_or(parts);
    while let Some((last, before)) = rest.split_last() {
        let is_rest = last.is_mark() || (end < parts.len() && (last.is("t") || last.is("luc")));
        if !is_rest {
            break;
        }
        rest = before;
    }
    rest
}

/// The parts behind `ngày`, or behind a weekday and its comma.
fn without_place(parts: &[Part], locale: Locale) -> &[Part] {
    if let Some(at) = parts.iter().rposition(|part| part.is("ngay")) {
        let rest = parts.get(at + 1..).unwrap_or(&[]);
        return rest.strip_prefix(&[Part::Mark(':')]).unwrap_or(rest);
    }
    let is_weekday = match locale {
        Locale::Vi => parts.first().is_some_and(|part| part.is("thu") || part.is("chu")),
        Locale::En { .. } => {
            matches!(parts.first(), Some(Part::Word(word)) if word.ends_with("day") || WEEKDAYS.contains(&word.as_str()))
        }
    };
    match parts.iter().position(|part| *part == Part::Mark(',')) {
        Some(at) if is_weekday => parts.get(at + 1..).unwrap_or(&[]),
        _ => parts,
    }
}

/// Weekdays as programs shorten them.
const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// Reads parts that are a date and nothing else.
pub(super) fn read_parts(parts: &[Part], locale: Locale, year_hint: Option<u16>) -> Option<Date> {
    numeric(parts, locale, year_hint)
        .or_else(|| vietnamese(parts, year_hint))
        .or_else(|| with_month_name(parts, year_hint))
}

/// `16/12/2023`, `2023-12-16`, `16-12`.
fn numeric(parts: &[Part], locale: Locale, year_hint: Option<u16>) -> Option<Date> {
    let is_month_first = matches!(locale, Locale::En { is_month_first: true });
    let ordered = |one: &Part, two: &Part| {
        let (one, two) = (short(one)?, short(two)?);
        Some(if is_month_first { (two, one) } else { (one, two) })
    };
    match parts {
        [year, mark, month, other, day] if mark.is_mark() && mark == other && year.number()? > 999 => {
            Date::new(year.year(false)?, short(month)?, short(day)?)
        }
        [one, mark, two, other, year] if mark.is_mark() && mark == other => {
            let (day, month) = ordered(one, two)?;
            Date::new(year.year(true)?, month, day)
        }
        [one, mark, two] if mark.is_mark() => {
            let (day, month) = ordered(one, two)?;
            Date::new(year_hint?, month, day)
        }
        _ => None,
    }
}

/// `05 tháng 6 năm 2024`, `5 tháng 6/2024`, `5 tháng 6`.
fn vietnamese(parts: &[Part], year_hint: Option<u16>) -> Option<Date> {
    let [day, word, month, rest @ ..] = parts else { return None };
    if !word.is("thang") {
        return None;
    }
    let year = match rest {
        [] => year_hint?,
        [nam, year] if nam.is("nam") || nam.is_mark() => year.year(false)?,
        [mark, nam, year] if mark.is_mark() && nam.is("nam") => year.year(false)?,
        _ => return None,
    };
    Date::new(year, short(month)?, short(day)?)
}

/// `5 June 2024`, `June 5th, 2024`, `5-Jun-24`, `1-May`.
fn with_month_name(parts: &[Part], year_hint: Option<u16>) -> Option<Date> {
    let is_filler =
        |part: &Part| part.is_mark() || ["st", "nd", "rd", "th", "of"].iter().any(|word| part.is(word));
    let meaningful: Vec<&Part> = parts.iter().filter(|part| !is_filler(part)).collect();
    let (day, name, year) = match meaningful.as_slice() {
        [day @ Part::Number(_), Part::Word(name), year] | [Part::Word(name), day @ Part::Number(_), year] => {
            (day, name, year.year(true)?)
        }
        [day @ Part::Number(_), Part::Word(name)] | [Part::Word(name), day @ Part::Number(_)] => {
            (day, name, year_hint?)
        }
        _ => return None,
    };
    Date::new(year, month_named(name)?, short(day)?)
}

/// A number of one or two digits.
fn short(part: &Part) -> Option<u8> {
    match part {
        Part::Number(digits) if digits.len() <= 2 => digits.parse().ok(),
        _ => None,
    }
}

/// The month behind an English name or its first letters.
pub(super) fn month_named(word: &str) -> Option<u8> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let is_it = |month: &&str| {
        *month == word
            || (word.len() == 3 && month.starts_with(word))
            || (word == "sept" && month.starts_with(word))
    };
    u8::try_from(MONTHS.iter().position(is_it)? + 1).ok()
}

#[cfg(test)]
mod tests;
