//! How a value is written into a cell, and what it then means: truth and ledger are both made of this.

use crate::book::{Content, Look, Shown};
use crate::day::Day;

/// What a cell means to a reader who knows the rules.
#[derive(Clone, Debug, PartialEq)]
pub enum Meaning {
    /// Not reported, or not readable.
    Nothing,
    /// A number in base units, with its bound.
    Amount(i64, &'static str),
    Day(Day),
    Words(String),
}

/// A cell's content with its meaning and the flags that it must raise.
#[derive(Clone, Debug)]
pub struct Written {
    pub content: Option<Content>,
    pub look: Look,
    pub meaning: Meaning,
    pub flags: Vec<&'static str>,
}

/// How numbers are typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// A number.
    Number,
    /// Text: `1.250`, `12,5`.
    Dotted,
    /// Text with a no-break space between thousands: `3 250`.
    Blanks,
    /// Text with its unit: `12,5 triệu`.
    Words,
    /// Text in đồng with its unit, in a column of another unit: `45.000.000 đồng`.
    OwnUnit,
    /// Text with commas between thousands: `45,000,000`.
    Commas,
    /// Text: `trên 100`; of money `trên 25 triệu`.
    Over,
    /// Text without marks, with a decimal comma, as a CSV holds it.
    Plain,
}

/// A unit of money: its words on the form and its multiplier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Money {
    Dong,
    Thousand,
    Million,
}

impl Money {
    /// The words in the form.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Dong => "đồng",
            Self::Thousand => "nghìn đồng",
            Self::Million => "triệu đồng",
        }
    }

    /// Đồng in one unit.
    pub const fn multiplier(self) -> i64 {
        match self {
            Self::Dong => 1,
            Self::Thousand => 1_000,
            Self::Million => 1_000_000,
        }
    }
}

impl Written {
    /// An empty cell.
    pub fn blank() -> Self {
        Self { content: None, look: Look::Count, meaning: Meaning::Nothing, flags: vec![] }
    }

    /// An empty cell that counts as zero, as the indicator declares.
    pub fn blank_zero() -> Self {
        Self { meaning: Meaning::Amount(0, "exact"), ..Self::blank() }
    }

    /// Text that means a number.
    pub fn text(text: &str, value: i64) -> Self {
        Self {
            content: Some(Content::Text(text.into())),
            meaning: Meaning::Amount(value, "exact"),
            ..Self::blank()
        }
    }

    /// Text.
    pub fn words(text: &str) -> Self {
        let meaning = Meaning::Words(text.into());
        Self { content: Some(Content::Text(text.into())), look: Look::Label, meaning, flags: vec![] }
    }

    /// A day as Excel stores it, or as people type it.
    pub fn day(day: Day, typed: Option<String>) -> Self {
        let content = typed.map_or(Content::Date(day), Content::Text);
        Self { content: Some(content), look: Look::Date, meaning: Meaning::Day(day), flags: vec![] }
    }

    /// Something that has no value, and the flag that says so.
    pub fn flawed(content: Content, flag: &'static str) -> Self {
        Self { content: Some(content), look: Look::Count, meaning: Meaning::Nothing, flags: vec![flag] }
    }

    /// The same cell with a formula and its calculated value.
    pub fn calculated(mut self, formula: &str) -> Self {
        if let Some(Content::Number(value)) = self.content {
            self.content = Some(Content::Formula(formula.into(), Shown::Number(value)));
        }
        self
    }
}

/// A count.
pub fn count(value: i64, manner: Manner) -> Written {
    match manner {
        Manner::Number | Manner::Words | Manner::OwnUnit | Manner::Commas => {
            Written { content: Some(Content::Number(value as f64)), ..Written::text("", value) }
        }
        Manner::Dotted => Written::text(&grouped(value, "."), value),
        Manner::Blanks => Written::text(&grouped(value, "\u{a0}"), value),
        Manner::Plain => Written::text(&value.to_string(), value),
        Manner::Over => over(format!("trên {value}"), value),
    }
}

/// Money of so many đồng in a column of a unit.
pub fn money(value: i64, unit: Money, manner: Manner) -> Written {
    let typed = match manner {
        Manner::Number => return money_number(value, unit),
        Manner::Dotted => decimal(value, unit, "."),
        Manner::Blanks => decimal(value, unit, "\u{a0}"),
        Manner::Plain => decimal(value, unit, ""),
        Manner::Commas => {
            assert!(value >= 1_000_000, "one comma alone is ambiguous");
            return Written { flags: vec!["foreign-grouping"], ..Written::text(&grouped(value, ","), value) };
        }
        Manner::Words => format!("{} triệu", decimal(value, Money::Million, ".")),
        Manner::OwnUnit => {
            let text = format!("{} đồng", grouped(value, "."));
            return Written { flags: vec!["unit-conflict"], ..Written::text(&text, value) };
        }
        Manner::Over => return over(format!("trên {} triệu", value / 1_000_000), value),
    };
    Written::text(&typed, value)
}

fn money_number(value: i64, unit: Money) -> Written {
    let look = if unit == Money::Million { Look::Decimal } else { Look::Count };
    let number = value as f64 / unit.multiplier() as f64;
    Written { content: Some(Content::Number(number)), look, ..Written::text("", value) }
}

fn over(text: String, value: i64) -> Written {
    let meaning = Meaning::Amount(value, "at_least");
    Written { meaning, flags: vec!["approximate-value"], ..Written::text(&text, value) }
}

/// `1.250` with the mark given.
pub fn grouped(value: i64, mark: &str) -> String {
    let digits = value.to_string();
    let first = digits.len() % 3;
    let mut groups: Vec<&str> = if first > 0 { vec![&digits[..first]] } else { vec![] };
    groups.extend((first..digits.len()).step_by(3).map(|at| &digits[at..at + 3]));
    groups.join(mark)
}

/// `1.250,5`: money in its unit. Steps of 100,000 đồng leave one decimal at most.
fn decimal(value: i64, unit: Money, mark: &str) -> String {
    let (whole, rest) = (value / unit.multiplier(), value % unit.multiplier());
    let whole = grouped(whole, mark);
    if rest == 0 { whole } else { format!("{whole},{}", rest * 10 / unit.multiplier()) }
}
