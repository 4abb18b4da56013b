//! Years in headers: `Thực hiện năm 2022 | Thực hiện năm 2023`. Which column is the report's, and which the year's before.
//!
//! The report's year is what the titles say; where they say none (a folder may), the latest year over actual values is taken to be it, as a report
//! cannot know a later one. `identify` contradicts where the period turns out to be another.

use super::{Column, Header, Role};
use crate::locate::view::{Row, View};
use crate::model::Value;

/// Years that a header may name.
const YEARS: std::ops::RangeInclusive<u16> = 1950..=2100;

/// Which year the definition says that a header names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Slot {
    /// It says nothing of years.
    #[default]
    Any,
    /// `{year}`: the report's.
    Current,
    /// `{previous}`: the one before.
    Previous,
}

impl Slot {
    /// Whether a header that names a year may be meant, in a report of a year.
    fn fits(self, named: Option<u16>, year: u16) -> bool {
        match self {
            Self::Any => true,
            Self::Current => named == Some(year),
            Self::Previous => named.is_some_and(|named| named + 1 == year),
        }
    }
}

impl Header {
    /// The header as a report of a year reads it: each column has one meaning, and a column of another year is nobody's.
    pub fn of_year(&self, known: Option<u16>) -> Self {
        let mut header = self.clone();
        let Some(year) = known.or_else(|| self.latest()) else {
            header.columns.retain(|column| column.slot == Slot::Any);
            return header;
        };
        header.columns.retain(|column| column.slot.fits(column.year, year));
        let dated: Vec<u32> =
            header.columns.iter().filter(|c| c.slot != Slot::Any).map(|c| c.first).collect();
        // What the definition says of the year is more than what it says of the word.
        header.columns.retain(|column| column.slot != Slot::Any || !dated.contains(&column.first));
        let of = |column: &Column| (column.role, column.year.is_none_or(|named| named == year));
        let own: Vec<Role> =
            header.columns.iter().map(of).filter(|(_, is)| *is).map(|(role, _)| role).collect();
        let is_another = |column: &Column| {
            matches!(column.role, Role::Value(_))
                && column.slot == Slot::Any
                && !of(column).1
                && own.contains(&column.role)
        };
        header.columns.retain(|column| !is_another(column));
        header
    }

    /// The latest year over actual values.
    fn latest(&self) -> Option<u16> {
        self.columns
            .iter()
            .filter(|column| column.role == Role::Value(0))
            .filter_map(|column| column.year)
            .max()
    }
}

/// The year that a header's text names; none where it names several.
pub fn in_text(text: &str) -> Option<u16> {
    let mut years = text.split(|letter: char| !letter.is_ascii_digit()).filter_map(parse);
    years.next().filter(|first| years.all(|other| other == *first))
}

/// The year that is all that the cell of a row and column holds.
pub fn in_cell(view: &View, row: &Row, column: u32) -> Option<u16> {
    let position = view.position(row, column)?;
    match &view.cell(position)?.value {
        Value::Number(number) if number.fract() == 0.0 => {
            Some(*number as u16).filter(|year| f64::from(*year) == *number && YEARS.contains(year))
        }
        Value::Text(_) => {
            let text = view.text(position);
            let is_word =
                |word: &str| matches!(crate::clean::text::fold(word).as_str(), "nam" | "year" | "fy");
            let rest = text.split(' ').filter(|word| !is_word(word)).collect::<Vec<_>>();
            rest.as_slice().first().filter(|_| rest.len() == 1).and_then(|word| parse(word))
        }
        _ => None,
    }
}

/// A text with `{}` for its years.
pub fn without_years(key: &str) -> Option<String> {
    let mut open = String::with_capacity(key.len());
    let mut rest = key;
    let mut has_year = false;
    while let Some(start) = rest.find(|letter: char| letter.is_ascii_digit()) {
        let (before, digits) = rest.split_at(start);
        let end = digits.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(digits.len());
        let (number, after) = digits.split_at(end);
        open.push_str(before);
        let is_year = parse(number).is_some();
        open.push_str(if is_year { "{}" } else { number });
        has_year |= is_year;
        rest = after;
    }
    open.push_str(rest);
    has_year.then_some(open)
}

fn parse(digits: &str) -> Option<u16> {
    let year = digits.parse().ok().filter(|_| digits.len() == 4)?;
    YEARS.contains(&year).then_some(year)
}
