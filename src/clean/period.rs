//! Reporting periods in text: `năm 2023`, `Quý I/2024`, `6 tháng đầu năm 2024`, `từ … đến …`.
//!
//! Enters: a cell, a title, a piece of a file name. Leaves: the period that it names, or nothing. Periods are looked for anywhere in the text, the most
//! specific kind first; a bare `2023` or `2023-2024` counts only as the whole text. A day (`ngày 05 tháng 6 năm 2024`) is no period.

use super::date::{Part, month_named, parts, read_parts};
use crate::model::period::days_in_month;
use crate::model::{Date, Period};
use crate::pipeline::Locale;

/// Longer texts are read no further: titles are short.
const LONGEST: usize = 400;

/// Reads the period that a text names.
///
/// `year_starts` is the month in which the reporting year begins: a range of days that is exactly such a year, half or quarter is named as
/// one, by the calendar year in which that reporting year begins. Words (`năm 2023`, `Quý I/2024`) are names already and stay what they say.
///
/// ```
/// use tonghop::clean::period::read_period;
/// use tonghop::pipeline::Locale;
/// let read = |text| read_period(text, Locale::Vi, 1).map(|period| period.to_string());
/// assert_eq!(read("BÁO CÁO 6 tháng đầu năm 2024"), Some("2024-H1".into()));
/// assert_eq!(read("từ 01/01/2024 đến 31/3/2024"), Some("2024-Q1".into()));
/// ```
pub fn read_period(text: &str, locale: Locale, year_starts: u8) -> Option<Period> {
    if text.len() > LONGEST {
        return None;
    }
    let tidied = super::text::tidy(text).0;
    if let Some(period) = Period::parse(&tidied) {
        return Some(named(period, year_starts)).filter(is_sensible);
    }
    let parts = parts(&tidied);
    range(&parts, locale, year_starts)
        .or_else(|| whole(&parts))
        .or_else(|| first(&parts, school_year))
        .or_else(|| first(&parts, months_of_year))
        .or_else(|| first(&parts, half))
        .or_else(|| first(&parts, quarter))
        .or_else(|| first(&parts, month))
        .or_else(|| first(&parts, year))
        .filter(is_sensible)
}

/// The period that a phrase names where it is only a part of the one that a pattern cut out of its end: the year of
/// `6 tháng đầu năm 2023` is not what the report is about. A month behind a place is when it was written: `Biên Hòa, tháng 12 năm 2023`.
///
/// ```
/// use tonghop::clean::period::narrower;
/// use tonghop::pipeline::Locale;
/// let half = narrower("năm 2023", "BÁO CÁO 6 tháng đầu năm 2023", Locale::Vi, 1);
/// assert_eq!(half.map(|period| period.to_string()), Some("2023-H1".into()));
/// assert_eq!(narrower("năm 2023", "BÁO CÁO năm 2023", Locale::Vi, 1), None);
/// ```
pub fn narrower(cut_out: &str, phrase: &str, locale: Locale, year_starts: u8) -> Option<Period> {
    let Period::Year(year) = read_period(cut_out, locale, year_starts)? else { return None };
    let period = read_period(phrase, locale, year_starts)?;
    let is_within = (period.first_day().year..=period.last_day().year).contains(&year);
    let is_part = match period {
        Period::Half(..) | Period::NineMonths(_) | Period::Quarter(..) | Period::SchoolYear(_) => true,
        Period::Month(..) => !is_dateline(phrase),
        Period::Year(_) | Period::Range(..) => false,
    };
    (is_part && is_within).then_some(period)
}

/// Whether a month stands behind a comma, as in the line that says where and when a report was written.
fn is_dateline(phrase: &str) -> bool {
    let parts = parts(&super::text::tidy(phrase).0);
    let month = parts.iter().rposition(|part| part.is("thang"));
    month.and_then(|at| parts.get(at.checked_sub(1)?)).is_some_and(|part| *part == Part::Mark(','))
}

/// Whether a period lies in years that reports are written about.
fn is_sensible(period: &Period) -> bool {
    (1900..=2199).contains(&period.first_day().year)
}

/// The first place in the text at which a period of one kind stands.
fn first(parts: &[Part], read: impl Fn(&[Part], &[Part]) -> Option<Period>) -> Option<Period> {
    (0..parts.len()).find_map(|at| {
        let (before, rest) = parts.split_at_checked(at)?;
        read(before, rest)
    })
}

/// Texts that are a period only as a whole: `2023`, `2023 - 2024`, `03/2024`.
fn whole(parts: &[Part]) -> Option<Period> {
    match parts {
        [year] => year.year(false).map(Period::Year),
        [from, mark, to] if mark.is_mark() && from.year(false).is_some() => consecutive(from, to),
        [month, mark, year] if mark.is_mark() => month_of(month, year.year(false)?),
        _ => None,
    }
}

/// Two years of which the second follows the first.
fn consecutive(from: &Part, to: &Part) -> Option<Period> {
    let from = from.year(false)?;
    (to.year(false)? == from + 1).then_some(Period::SchoolYear(from))
}

/// A month of a year, where the number is one.
fn month_of(month: &Part, year: u16) -> Option<Period> {
    let month = u8::try_from(month.number()?).ok()?;
    (1..=12).contains(&month).then_some(Period::Month(year, month))
}

/// The year behind `năm`, `/`, `of` and the like.
fn year_behind(parts: &[Part]) -> Option<u16> {
    let is_filler = |part: &Part| {
        part.is_mark() || ["nam", "cua", "trong", "of", "in", "year", "the"].iter().any(|word| part.is(word))
    };
    let fillers = parts.iter().take_while(|part| is_filler(part)).count();
    if fillers > 3 { None } else { parts.get(fillers)?.year(false) }
}

/// `năm học 2023-2024`, `niên khóa 2023 - 2024`, `school year 2023/2024`.
fn school_year(_: &[Part], rest: &[Part]) -> Option<Period> {
    match rest {
        [one, two, from, mark, to, ..] if mark.is_mark() && is_school(one, two) => consecutive(from, to),
        _ => None,
    }
}

/// The words for a school year.
fn is_school(one: &Part, two: &Part) -> bool {
    let pairs = [("nam", "hoc"), ("nien", "hoc"), ("nien", "khoa"), ("school", "year"), ("academic", "year")];
    pairs.iter().any(|(first, second)| one.is(first) && two.is(second))
}

/// `6 tháng đầu năm 2024`, `9 tháng năm 2024`, `6 tháng cuối năm`, `3 tháng đầu năm`, `12 tháng`, `first 6 months of 2024`.
fn months_of_year(before: &[Part], rest: &[Part]) -> Option<Period> {
    let [count, word, rest @ ..] = rest else { return None };
    let is_after_day = before.last().is_some_and(|part| part.is("ngay"));
    if is_after_day || !(word.is("thang") || word.is("t") || word.is("months")) {
        return None;
    }
    let count = months_counted(count)?;
    let (is_last, rest) = match rest {
        [part, rest @ ..] if part.is("dau") => (false, rest),
        [part, rest @ ..] if part.is("cuoi") => (true, rest),
        _ => (false, rest),
    };
    // `5 tháng 6 năm 2024` is a day: what follows must be the year.
    let year = year_behind(rest)?;
    match (count, is_last) {
        (3, _) => Some(Period::Quarter(year, if is_last { 4 } else { 1 })),
        (6, _) => Some(Period::Half(year, if is_last { 2 } else { 1 })),
        (9, false) => Some(Period::NineMonths(year)),
        (12, false) => Some(Period::Year(year)),
        _ => None,
    }
}

/// A number of months, in digits or as a word.
fn months_counted(part: &Part) -> Option<u16> {
    let named = [("ba", 3), ("sau", 6), ("chin", 9), ("three", 3), ("six", 6), ("nine", 9), ("twelve", 12)];
    part.number().or_else(|| named.iter().find(|(word, _)| part.is(word)).map(|(_, count)| *count))
}

/// `H1/2024`, `nửa đầu năm 2024`, `first half of 2024`.
fn half(_: &[Part], rest: &[Part]) -> Option<Period> {
    let (half, rest) = match rest {
        [word, number, rest @ ..] if word.is("h") => (number.number()?, rest),
        [one, two, rest @ ..] if (one.is("nua") && two.is("dau")) || (one.is("first") && two.is("half")) => {
            (1, rest)
        }
        [one, two, rest @ ..]
            if (one.is("nua") && two.is("cuoi")) || (one.is("second") && two.is("half")) =>
        {
            (2, rest)
        }
        _ => return None,
    };
    let half = u8::try_from(half).ok().filter(|half| (1..=2).contains(half))?;
    Some(Period::Half(year_behind(rest)?, half))
}

/// `Quý I/2024`, `quý 1 năm 2024`, `Q1/2024`, `QIV 2024`, `first quarter of 2024`.
fn quarter(_: &[Part], rest: &[Part]) -> Option<Period> {
    let (quarter, rest) = match rest {
        [word, number, rest @ ..]
            if word.is("quy") || word.is("qui") || word.is("q") || word.is("quarter") =>
        {
            (ordinal(number)?, rest)
        }
        [Part::Word(joined), rest @ ..] if joined.starts_with('q') => (roman(joined.get(1..)?)?, rest),
        [number, suffix, word, rest @ ..] if word.is("quarter") && matches!(suffix, Part::Word(_)) => {
            (ordinal(number)?, rest)
        }
        [number, word, rest @ ..] if word.is("quarter") => (ordinal(number)?, rest),
        _ => return None,
    };
    (1..=4).contains(&quarter).then_some(Period::Quarter(year_behind(rest)?, quarter))
}

/// 1 to 4 in digits, Roman numerals or words.
fn ordinal(part: &Part) -> Option<u8> {
    match part {
        Part::Word(word) => roman(word).or_else(|| {
            let names = ["first", "second", "third", "fourth"];
            let place = names.iter().position(|name| name == word)?;
            u8::try_from(place + 1).ok()
        }),
        _ => u8::try_from(part.number()?).ok(),
    }
}

/// Roman numerals up to IV, in lower case.
fn roman(word: &str) -> Option<u8> {
    match word {
        "i" => Some(1),
        "ii" => Some(2),
        "iii" => Some(3),
        "iv" => Some(4),
        _ => None,
    }
}

/// `tháng 3/2024`, `tháng 3 năm 2024`, `T3/2024`, `March 2024`; not behind a day.
fn month(before: &[Part], rest: &[Part]) -> Option<Period> {
    let is_behind_day = matches!(before.last(), Some(Part::Number(_) | Part::Mark('/' | '-')));
    if is_behind_day {
        return None;
    }
    match rest {
        [word, month, rest @ ..] if word.is("thang") || word.is("t") => month_of(month, year_behind(rest)?),
        [Part::Word(name), rest @ ..] => Some(Period::Month(year_behind(rest)?, month_named(name)?)),
        _ => None,
    }
}

/// `năm 2023`, `year 2023`, `FY2023`; not the year of a day, nor one that begins a span of years.
fn year(before: &[Part], rest: &[Part]) -> Option<Period> {
    let (word, number, behind) = match rest {
        [word, colon, number, behind @ ..] if *colon == Part::Mark(':') => (word, number, behind),
        [word, number, behind @ ..] => (word, number, behind),
        _ => return None,
    };
    let is_of_day = matches!(before, [.., Part::Number(_), month, Part::Number(_)] if month.is("thang") || month.is_mark());
    let is_span = matches!(behind, [mark, other, ..] if mark.is_mark() && other.year(false).is_some());
    if is_of_day || is_span || !(word.is("nam") || word.is("year") || word.is("fy")) {
        return None;
    }
    number.year(false).map(Period::Year)
}

/// `từ … đến …`, `from … to …`, or two days with a dash between them.
fn range(parts: &[Part], locale: Locale, year_starts: u8) -> Option<Period> {
    let is_between = |part: &Part| {
        ["den", "toi", "to", "until"].iter().any(|word| part.is(word)) || *part == Part::Mark('-')
    };
    (0..parts.len()).filter(|&at| parts.get(at).is_some_and(is_between)).find_map(|at| {
        let (head, tail) = parts.split_at_checked(at)?;
        let is_dash = *tail.first()? == Part::Mark('-');
        let (last, year) = ends(tail.get(1..)?, locale)?;
        let first = starts(head, locale, if is_dash { None } else { Some(year) })?;
        (first <= last).then(|| named(Period::Range(first, last), year_starts))
    })
}

/// The last day named at the beginning of the parts behind `đến`, and its year: the longest run that is a day or a month.
fn ends(parts: &[Part], locale: Locale) -> Option<(Date, u16)> {
    let parts = skip_words(parts);
    (1..=parts.len().min(6)).rev().find_map(|length| {
        let run = parts.get(..length)?;
        let day = read_parts(run, locale, None)
            .or_else(|| month_alone(run, None).map(|period| period.last_day()))?;
        Some((day, day.year))
    })
}

/// The first day named at the end of the parts before `đến`; a missing year is that of the last day.
fn starts(parts: &[Part], locale: Locale, year: Option<u16>) -> Option<Date> {
    let opening = parts.iter().rposition(|part| part.is("tu") || part.is("from"));
    let parts = match opening {
        Some(at) => skip_words(parts.get(at + 1..)?),
        None => parts.get(parts.len().saturating_sub(5)..)?,
    };
    read_parts(parts, locale, year).or_else(|| month_alone(parts, year).map(|period| period.first_day()))
}

/// The parts behind `ngày`, `hết` and a colon.
fn skip_words(parts: &[Part]) -> &[Part] {
    let is_skipped =
        |part: &Part| part.is("ngay") || part.is("het") || part.is("cuoi") || *part == Part::Mark(':');
    let count = parts.iter().take_while(|part| is_skipped(part)).count();
    parts.get(count..).unwrap_or(&[])
}

/// `tháng 3/2024`, `03/2024`, `tháng 3` with the year from elsewhere.
fn month_alone(parts: &[Part], year: Option<u16>) -> Option<Period> {
    match parts {
        [word, number] if word.is("thang") => month_of(number, year?),
        [word, number, rest @ ..] if word.is("thang") => month_of(number, year_behind(rest)?),
        [number, mark, behind] if mark.is_mark() => month_of(number, behind.year(false)?),
        _ => None,
    }
}

/// A range that is exactly a month, or a quarter, half, nine months or year of the reporting year, under that name.
fn named(period: Period, year_starts: u8) -> Period {
    let Period::Range(from, to) = period else { return period };
    let is_whole_months = from.day == 1 && to.day == days_in_month(to.year, to.month);
    let index = |day: Date| i32::from(day.year) * 12 + i32::from(day.month) - 1;
    let months = index(to) - index(from) + 1;
    let begins = index(from) - (i32::from(year_starts.clamp(1, 12)) - 1);
    let (Ok(year), Ok(offset)) = (u16::try_from(begins.div_euclid(12)), u8::try_from(begins.rem_euclid(12)))
    else {
        return period;
    };
    match (is_whole_months, months, offset) {
        (true, 1, _) => Period::Month(from.year, from.month),
        (true, 3, 0 | 3 | 6 | 9) => Period::Quarter(year, offset / 3 + 1),
        (true, 6, 0 | 6) => Period::Half(year, offset / 6 + 1),
        (true, 9, 0) => Period::NineMonths(year),
        (true, 12, 0) => Period::Year(year),
        _ => period,
    }
}

#[cfg(test)]
mod tests;
