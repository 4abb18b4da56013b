//! A `table:table-cell` becomes a value (ODF 1.2 part 1, 9.1.4 and 19.385).
//!
//! Enters: the scanner behind the element's name. Leaves: what the cell holds, how often it is repeated, and how far it spans. What can go
//! wrong: a value that is not what its type says is told as broken.

use super::styles::StyleSheet;
use super::text::Paragraphs;
use crate::model::Value;
use crate::read::xml::{Event, Scanner, Trouble, attribute_text};

/// A cell of a row.
pub(super) struct Element {
    /// How many columns it stands for.
    pub(super) repeated: u64,
    /// How many rows and columns it is merged over.
    pub(super) spanned: (u64, u64),
    /// The name of its style; empty where the column's counts.
    pub(super) style: String,
    /// The font of its text, where that differs from its style's.
    pub(super) font: String,
    /// Whether it has a formula.
    pub(super) is_formula: bool,
    /// What it holds: nothing, a value, or something broken.
    pub(super) held: Held,
}

/// What a cell holds.
#[derive(Clone)]
pub(super) enum Held {
    Nothing,
    Value(Value),
    Broken(String),
}

#[derive(Default)]
struct Markup {
    kind: String,
    is_error: bool,
    number: Option<String>,
    date: Option<String>,
    boolean: Option<String>,
    text: Option<String>,
}

/// Reads a cell that was just opened.
pub(super) fn read(scanner: &mut Scanner, styles: &StyleSheet) -> Result<Element, Trouble> {
    let mut element = Element {
        repeated: 1,
        spanned: (1, 1),
        style: String::new(),
        font: String::new(),
        is_formula: false,
        held: Held::Nothing,
    };
    let mut markup = Markup::default();
    while let Some((name, value)) = scanner.attribute()? {
        element.take(&mut markup, name, value)?;
    }
    let paragraphs = paragraphs(scanner, styles)?;
    element.held = markup.held(&paragraphs, element.is_formula);
    element.font = paragraphs.font().to_owned();
    Ok(element)
}

impl Element {
    fn take(&mut self, markup: &mut Markup, name: &[u8], value: &[u8]) -> Result<(), Trouble> {
        let text = || attribute_text(value);
        match name {
            b"table:number-columns-repeated" => self.repeated = count(&text()?),
            b"table:number-rows-spanned" => self.spanned.0 = count(&text()?),
            b"table:number-columns-spanned" => self.spanned.1 = count(&text()?),
            b"table:style-name" => self.style = text()?,
            b"table:formula" => self.is_formula = true,
            b"office:value-type" => markup.kind = text()?,
            b"calcext:value-type" => markup.is_error = value == b"error",
            b"office:value" => markup.number = Some(text()?),
            b"office:date-value" | b"office:time-value" => markup.date = Some(text()?),
            b"office:boolean-value" => markup.boolean = Some(text()?),
            b"office:string-value" => markup.text = Some(text()?),
            _ => {}
        }
        Ok(())
    }
}

impl Markup {
    fn held(self, paragraphs: &Paragraphs, is_formula: bool) -> Held {
        let shown = paragraphs.text();
        if self.is_error || (is_formula && is_error_text(shown)) {
            // One that shows nothing is an error all the same.
            let shown = if shown.is_empty() { "#ERROR!" } else { shown };
            return Held::Value(Value::Error(shown.into()));
        }
        match self.kind.as_str() {
            "float" | "percentage" | "currency" => number(self.number.as_deref().unwrap_or("")),
            "date" | "time" => present(self.date, |text| Value::IsoDate(text.into())),
            "boolean" => match self.boolean.as_deref() {
                Some("true") => Held::Value(Value::Boolean(true)),
                Some("false") => Held::Value(Value::Boolean(false)),
                other => Held::Broken(other.unwrap_or("").to_owned()),
            },
            "" if is_formula && !paragraphs.exist() => Held::Value(Value::NotCalculated),
            "" | "string" | "void" => {
                let text = self.text.as_deref().unwrap_or(shown);
                if text.is_empty() { Held::Nothing } else { Held::Value(Value::Text(text.into())) }
            }
            kind => Held::Broken(kind.to_owned()),
        }
    }
}

fn number(text: &str) -> Held {
    match text.trim().parse::<f64>() {
        Ok(number) => Held::Value(Value::Number(number)),
        Err(_) => Held::Broken(text.to_owned()),
    }
}

fn present(text: Option<String>, value: impl Fn(String) -> Value) -> Held {
    match text.filter(|text| !text.is_empty()) {
        Some(text) => Held::Value(value(text)),
        None => Held::Broken(String::new()),
    }
}

/// Calc before 4.0 has no type for errors: it stores zero and shows the error.
fn is_error_text(shown: &str) -> bool {
    let is_named = shown.starts_with('#') && (shown.ends_with(['!', '?']) || shown == "#N/A");
    is_named || shown.strip_prefix("Err:").is_some_and(|code| code.bytes().all(|b| b.is_ascii_digit()))
}

/// A count; what is none counts as one.
pub(super) fn count(text: &str) -> u64 {
    text.trim().parse::<u64>().unwrap_or(1).max(1)
}

fn paragraphs(scanner: &mut Scanner, styles: &StyleSheet) -> Result<Paragraphs, Trouble> {
    let outside = scanner.depth().saturating_sub(1);
    let mut paragraphs = Paragraphs::default();
    loop {
        match scanner.event()? {
            Event::Open(b"text:p" | b"text:h") => paragraphs.read(scanner, styles)?,
            Event::Open(_) => scanner.skip()?,
            Event::Close(_) if scanner.depth() <= outside => return Ok(paragraphs),
            Event::End => return Err(Trouble::Cut),
            _ => {}
        }
    }
}
