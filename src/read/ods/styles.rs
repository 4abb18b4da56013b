//! Styles of OpenDocument: of each only its font, its number format and, for a table, whether it is shown.
//!
//! Enters: `styles.xml` and the beginning of `content.xml`. Leaves: styles by name, with what they inherit. What can go wrong: XML that is
//! not understood. A parent that does not exist, or that is its own child, is no parent.

use crate::model::Style;
use crate::read::gather::Stop;
use crate::read::xml::{Event, Scanner, attribute_text};
use std::collections::HashMap;

/// Parents of parents: more are a circle.
const GENERATIONS: usize = 16;

#[derive(Clone, Debug, Default)]
struct Raw {
    parent: String,
    font: String,
    data: String,
    is_hidden: bool,
}

/// A number format, rewritten as a format code as far as scale, decimals and literal text go.
#[derive(Clone, Debug, Default)]
struct DataStyle {
    code: String,
    is_date: bool,
}

/// Styles by name.
#[derive(Debug, Default)]
pub(super) struct StyleSheet {
    fonts: HashMap<String, String>,
    styles: HashMap<String, Raw>,
    formats: HashMap<String, DataStyle>,
    current: Option<(String, Raw)>,
    format: Option<(String, DataStyle)>,
}

impl StyleSheet {
    /// Reads a part that holds nothing but styles.
    pub(super) fn read_all(&mut self, bytes: &[u8]) -> Result<(), Stop> {
        let mut scanner = Scanner::new(bytes);
        loop {
            match scanner.event()? {
                Event::Open(name) => self.open(name, &mut scanner)?,
                Event::Close(name) => self.close(name),
                Event::End => return Ok(()),
                Event::Text(_) | Event::Raw(_) => {}
            }
        }
    }

    /// Takes an element that was just opened.
    pub(super) fn open(&mut self, name: &[u8], scanner: &mut Scanner) -> Result<(), Stop> {
        match name {
            b"style:font-face" => self.font_face(scanner)?,
            b"style:style" | b"style:default-style" => self.begin(scanner)?,
            b"style:text-properties" => self.text_properties(scanner)?,
            b"style:table-properties" => self.table_properties(scanner)?,
            b"number:date-style" | b"number:time-style" => self.begin_format(scanner, true)?,
            b"number:number-style"
            | b"number:percentage-style"
            | b"number:currency-style"
            | b"number:text-style"
            | b"number:boolean-style" => self.begin_format(scanner, false)?,
            b"number:number" => self.number(scanner)?,
            b"number:scientific-number" => self.add("0.00E+00"),
            b"number:fraction" => self.add("# ?/?"),
            b"number:text" | b"number:currency-symbol" => {
                let text = scanner.leaf()?;
                self.literal(&String::from_utf8_lossy(&text));
            }
            _ => {}
        }
        Ok(())
    }

    /// Takes the end of an element.
    pub(super) fn close(&mut self, name: &[u8]) {
        if matches!(name, b"style:style" | b"style:default-style") {
            self.styles.extend(self.current.take());
        } else if name.starts_with(b"number:") && name.ends_with(b"-style") {
            self.formats.extend(self.format.take());
        }
    }

    /// Whether a table of that style is hidden.
    pub(super) fn is_hidden(&self, name: &str) -> bool {
        self.styles.get(name).is_some_and(|raw| raw.is_hidden)
    }

    /// The font of a style, its own or inherited.
    pub(super) fn font(&self, name: &str) -> &str {
        let font = self.inherited(name, |raw| &raw.font);
        self.fonts.get(font).map_or(font, String::as_str)
    }

    /// The style behind a name.
    pub(super) fn resolve(&self, name: &str) -> Style {
        let format = self.formats.get(self.inherited(name, |raw| &raw.data));
        let code = format.map_or("", |format| format.code.as_str());
        let style = crate::read::number_format::style(0, Some(code), self.font(name));
        Style { is_date: format.is_some_and(|format| format.is_date), ..style }
    }

    fn inherited<'s>(&'s self, name: &str, of: impl Fn(&'s Raw) -> &'s String) -> &'s str {
        let mut next: &str = name;
        for _ in 0..GENERATIONS {
            let Some(raw) = self.styles.get(next) else { break };
            if !of(raw).is_empty() {
                return of(raw);
            }
            next = &raw.parent;
        }
        self.styles.get("").map_or("", |default| of(default))
    }

    fn font_face(&mut self, scanner: &mut Scanner) -> Result<(), Stop> {
        let (mut face, mut family) = (String::new(), String::new());
        while let Some((name, value)) = scanner.attribute()? {
            match name {
                b"style:name" => face = attribute_text(value)?,
                b"svg:font-family" => family = unquoted(&attribute_text(value)?),
                _ => {}
            }
        }
        self.fonts.insert(face, family);
        Ok(())
    }

    /// The default style of cells has no name, and is what the others inherit from last.
    fn begin(&mut self, scanner: &mut Scanner) -> Result<(), Stop> {
        let (mut style, mut raw, mut family) = (String::new(), Raw::default(), String::new());
        while let Some((name, value)) = scanner.attribute()? {
            match name {
                b"style:name" => style = attribute_text(value)?,
                b"style:family" => family = attribute_text(value)?,
                b"style:parent-style-name" => raw.parent = attribute_text(value)?,
                b"style:data-style-name" => raw.data = attribute_text(value)?,
                _ => {}
            }
        }
        let is_wanted = matches!(family.as_str(), "table-cell" | "table" | "text");
        self.current = (is_wanted && (!style.is_empty() || family == "table-cell")).then_some((style, raw));
        Ok(())
    }

    fn text_properties(&mut self, scanner: &mut Scanner) -> Result<(), Stop> {
        while let Some((name, value)) = scanner.attribute()? {
            let Some((_, raw)) = &mut self.current else { continue };
            match name {
                b"style:font-name" => raw.font = attribute_text(value)?,
                b"fo:font-family" if raw.font.is_empty() => raw.font = unquoted(&attribute_text(value)?),
                _ => {}
            }
        }
        Ok(())
    }

    fn table_properties(&mut self, scanner: &mut Scanner) -> Result<(), Stop> {
        while let Some((name, value)) = scanner.attribute()? {
            let Some((_, raw)) = &mut self.current else { continue };
            raw.is_hidden |= name == b"table:display" && value == b"false";
        }
        Ok(())
    }

    fn begin_format(&mut self, scanner: &mut Scanner, is_date: bool) -> Result<(), Stop> {
        let mut style = String::new();
        while let Some((name, value)) = scanner.attribute()? {
            if name == b"style:name" {
                style = attribute_text(value)?;
            }
        }
        let code = if is_date { "yyyy-mm-dd".to_owned() } else { String::new() };
        self.format = Some((style, DataStyle { code, is_date }));
        Ok(())
    }

    /// A number's code: digits, decimals, and one comma for each thousand that it is divided by.
    fn number(&mut self, scanner: &mut Scanner) -> Result<(), Stop> {
        let (mut decimals, mut is_grouped, mut factor) = (None, false, 1.0);
        while let Some((name, value)) = scanner.attribute()? {
            let text = attribute_text(value)?;
            match name {
                b"number:decimal-places" => decimals = text.parse::<usize>().ok(),
                b"number:grouping" => is_grouped = text == "true",
                b"number:display-factor" => factor = text.parse::<f64>().unwrap_or(1.0),
                _ => {}
            }
        }
        // Without a number of decimals the number is shown as it is: General.
        let Some(decimals) = decimals else { return Ok(()) };
        let mut code = String::from(if is_grouped { "#,##0" } else { "0" });
        if decimals > 0 {
            code.push('.');
            code.extend(std::iter::repeat_n('0', decimals.min(30)));
        }
        let thousands = (factor.log10() / 3.0).round();
        code.extend(std::iter::repeat_n(',', thousands.clamp(0.0, 4.0) as usize));
        self.add(&code);
        Ok(())
    }

    fn literal(&mut self, text: &str) {
        match text {
            "%" | "-" | " " => self.add(text),
            "" => {}
            text => self.add(&format!("\"{}\"", text.replace('"', ""))),
        }
    }

    fn add(&mut self, code: &str) {
        if let Some((_, format)) = self.format.as_mut().filter(|(_, format)| !format.is_date) {
            format.code.push_str(code);
        }
    }
}

/// `'Times New Roman', serif` is Times New Roman.
fn unquoted(family: &str) -> String {
    let first = family.split(',').next().unwrap_or(family);
    first.trim().trim_matches(['\'', '"']).to_owned()
}

/// The styles that cells point into: made when first used.
#[derive(Debug)]
pub(super) struct Palette {
    list: Vec<Style>,
    known: HashMap<(String, String), u32>,
}

impl Default for Palette {
    fn default() -> Self {
        Self { list: vec![Style::default()], known: HashMap::new() }
    }
}

impl Palette {
    /// The index of a style, in another font where the text itself names one.
    pub(super) fn index(&mut self, sheet: &StyleSheet, name: &str, font: &str) -> u32 {
        if let Some(known) = self.known.get(&(name.to_owned(), font.to_owned())) {
            return *known;
        }
        let mut style = sheet.resolve(name);
        if !font.is_empty() {
            style.font = font.into();
        }
        let found = self.list.iter().position(|known| *known == style);
        let index = found.unwrap_or_else(|| {
            self.list.push(style);
            self.list.len() - 1
        }) as u32;
        self.known.insert((name.to_owned(), font.to_owned()), index);
        index
    }

    /// The finished list, never empty.
    pub(super) fn into_list(self) -> Vec<Style> {
        self.list
    }
}
