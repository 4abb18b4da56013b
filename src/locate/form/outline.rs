//! How deep a label stands: by its column, by the blanks before it, and by its numbering.
//!
//! Forms show levels in three ways, and branches keep to none of them strictly. So levels only close a section where they are evidence: a
//! heading whose first row stood deeper than itself is closed by a row that does not; a heading is closed by an unknown one of the same
//! numbering with a later number.

use crate::clean::text;
use crate::locate::view::{Row, View};
use crate::model::{Cell, Value};

/// Longer texts are no numbering.
const LONGEST_NUMBERING: usize = 12;

/// How deep a label stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shape {
    /// Its column, then the blanks before it.
    pub indent: (u32, u32),
    /// Its numbering.
    pub outline: Option<Outline>,
}

/// A numbering: `II.` is the second of capital Roman numerals, `1.2` the second under the first of digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outline {
    /// What it counts with.
    pub class: Class,
    /// Its numbers, outermost first; empty for bullets.
    pub numbers: Vec<u32>,
}

/// What a numbering counts with, from the outermost as reports have it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// `A`, or `I`: either may stand above the other.
    Capital {
        /// Whether it is `I`.
        is_roman: bool,
    },
    /// `1`, `1.1`.
    Digits,
    /// `a`, `(i)`.
    Small,
    /// `-`, `+`.
    Bullet(char),
}

impl Class {
    /// Whether it usually stands under another.
    fn is_under(self, other: Self) -> bool {
        let rank = |class: Self| match class {
            Self::Capital { .. } => 0,
            Self::Digits => 1,
            Self::Small => 2,
            Self::Bullet(_) => 3,
        };
        rank(self) > rank(other)
    }
}

impl Shape {
    /// Whether its numbering usually stands under another's.
    pub fn is_numbered_under(&self, other: &Self) -> bool {
        self.outline.as_ref().zip(other.outline.as_ref()).is_some_and(|(own, other)| {
            own.class.is_under(other.class) || own.class == other.class && other.is_above(own)
        })
    }

    /// Whether its numbering goes on where another's stood: `II` behind `I`, `1.3` behind `1.2`, not a new count from the first.
    pub fn is_numbered_after(&self, other: &Self) -> bool {
        self.outline.as_ref().zip(other.outline.as_ref()).is_some_and(|(own, other)| {
            own.class == other.class
                && own.numbers.len() <= other.numbers.len()
                && own.numbers > other.numbers
        })
    }

    /// Whether its digits belong under other digits than another's: `2.1` does not stand under `1`.
    pub fn is_numbered_elsewhere(&self, other: &Self) -> bool {
        self.outline.as_ref().zip(other.outline.as_ref()).is_some_and(|(own, other)| {
            own.class == Class::Digits
                && other.class == Class::Digits
                && own.numbers.len() > other.numbers.len()
                && !other.is_above(own)
        })
    }
}

impl Outline {
    /// The numbering before a label.
    pub fn before(label: &str) -> Option<Self> {
        let label = label.trim();
        let prefix = label.strip_suffix(text::strip_numbering(label))?;
        Self::parse(prefix.split_whitespace().next()?)
    }

    /// A text that is nothing but numbering: `II`, `1.1.`, `(a)`, `-`.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let mut letters = text.chars();
        if let (Some(first), None) = (letters.next(), letters.next())
            && (text::is_dash(first) || matches!(first, '+' | '*' | '•' | '·'))
        {
            return Some(Self {
                class: Class::Bullet(if text::is_dash(first) { '-' } else { first }),
                numbers: Vec::new(),
            });
        }
        let inner = text.trim_matches(['(', ')', '.', '/', ':', '-', ' ']);
        if inner.is_empty() || text.len() > LONGEST_NUMBERING {
            return None;
        }
        digits(inner).or_else(|| roman(inner)).or_else(|| letter(inner))
    }

    /// The numbering in a cell beside the labels: text, or a number that a spreadsheet made of it.
    fn in_cell(view: &View, position: usize, cell: &Cell) -> Option<Self> {
        match &cell.value {
            Value::Number(number) if (0.0..1000.0).contains(number) => of_number(*number),
            Value::Text(_) => view.meaning(position)?.outline().cloned(),
            _ => None,
        }
    }

    fn is_above(&self, other: &Self) -> bool {
        other.numbers.len() > self.numbers.len() && other.numbers.starts_with(&self.numbers)
    }
}

/// The numbering that a spreadsheet took for a number: nearly always a whole one, of which no text need be made.
fn of_number(number: f64) -> Option<Outline> {
    if number.fract() == 0.0 && number.is_sign_positive() {
        return Some(Outline { class: Class::Digits, numbers: vec![number as u32] });
    }
    digits(&number.to_string())
}

fn digits(text: &str) -> Option<Outline> {
    let numbers: Option<Vec<u32>> = text
        .split('.')
        .map(|level| {
            level.parse().ok().filter(|_| level.len() <= 3 && level.bytes().all(|b| b.is_ascii_digit()))
        })
        .collect();
    Some(Outline { class: Class::Digits, numbers: numbers? })
}

fn roman(text: &str) -> Option<Outline> {
    let is_capital = text.bytes().all(|letter| matches!(letter, b'I' | b'V' | b'X'));
    let is_small = text.len() > 1 && text.bytes().all(|letter| matches!(letter, b'i' | b'v' | b'x'));
    if !is_capital && !is_small {
        return None;
    }
    let values: Vec<u32> = text
        .bytes()
        .map(|letter| match letter.to_ascii_uppercase() {
            b'I' => 1,
            b'V' => 5,
            _ => 10,
        })
        .collect();
    let next = values.iter().skip(1).chain(std::iter::once(&0));
    let (less, more) = values.iter().zip(next).fold((0, 0), |(less, more), (value, next)| {
        if value < next { (less + value, more) } else { (less, more + value) }
    });
    let class = if is_capital { Class::Capital { is_roman: true } } else { Class::Small };
    Some(Outline { class, numbers: vec![more.checked_sub(less)?] })
}

fn letter(text: &str) -> Option<Outline> {
    let mut letters = text.chars();
    let only = letters.next().filter(|letter| letter.is_alphabetic() && letters.clone().next().is_none())?;
    let class = if only.is_uppercase() { Class::Capital { is_roman: false } } else { Class::Small };
    // `đ` stands behind `d` as in the alphabet, not behind `z`.
    let place = |letter: char| if letter == 'đ' { 2 * u32::from('d') + 1 } else { 2 * u32::from(letter) };
    Some(Outline { class, numbers: vec![place(only.to_lowercase().next().unwrap_or(only))] })
}

/// How deep the label at a position stands: its numbering may have a column of its own on its left.
pub fn shape(view: &View, row: &Row, position: usize) -> Shape {
    let Some(cell) = view.cell(position) else { return Shape::default() };
    let raw = cell.text().unwrap_or("");
    let blanks = raw.chars().take_while(|letter| letter.is_whitespace() && *letter != '\n');
    let blanks = blanks.map(|letter| if letter == '\t' { 4 } else { 1 }).sum();
    let beside = || {
        let left = position.checked_sub(1).filter(|left| row.cells.contains(left))?;
        Outline::in_cell(view, left, view.cell(left)?)
    };
    let before = view.meaning(position).and_then(|meaning| meaning.numbering().cloned());
    let outline = before.or_else(beside);
    Shape { indent: (cell.at.column, blanks), outline }
}

#[cfg(test)]
mod tests {
    use super::{Class, Outline, Shape};

    fn of(label: &str) -> Shape {
        Shape { indent: (0, 0), outline: Outline::before(label) }
    }

    #[test]
    fn numbering_is_read_with_its_class_and_place() {
        let read = |text: &str| Outline::parse(text).map(|outline| (outline.class, outline.numbers));
        assert_eq!(read("IV."), Some((Class::Capital { is_roman: true }, vec![4])));
        assert_eq!(read("XIX"), Some((Class::Capital { is_roman: true }, vec![19])));
        assert_eq!(read("1.10."), Some((Class::Digits, vec![1, 10])));
        assert_eq!(read("(iii)"), Some((Class::Small, vec![3])));
        assert_eq!(read("–"), Some((Class::Bullet('-'), vec![])));
        assert_eq!(read("A").map(|(class, _)| class), Some(Class::Capital { is_roman: false }));
        assert!(read("Nam").is_none() && read("").is_none() && read("2023.5.1.x").is_none());
        assert!(Outline::before("Số đoàn viên").is_none());
    }

    #[test]
    fn one_numbering_goes_on_where_another_stood() {
        assert!(of("II. Chi").is_numbered_after(&of("I. Thu")));
        assert!(of("1.3 Khác").is_numbered_after(&of("1.2 Lương")));
        assert!(
            of("đ) Khác").is_numbered_after(&of("d) Lương"))
                && of("e) Khác").is_numbered_after(&of("đ) Lương"))
        );
        assert!(!of("1. Khác").is_numbered_after(&of("2. Lương")), "a new count");
        assert!(!of("1. Khác").is_numbered_after(&of("I. Thu")));
    }

    #[test]
    fn one_numbering_stands_under_another() {
        assert!(of("1. Lương").is_numbered_under(&of("I. Thu")));
        assert!(of("1.1 Lương").is_numbered_under(&of("1. Thu")));
        assert!(!of("2.1 Lương").is_numbered_under(&of("1. Thu")));
        assert!(of("2.1 Lương").is_numbered_elsewhere(&of("1. Thu")));
        assert!(!of("1. Lương").is_numbered_elsewhere(&of("1. Thu")));
    }
}
