//! Styles: of each cell format only what changes the meaning of a value, its number format and its font.
//!
//! Enters: `styles.xml`. Leaves: a list that the `s` of a cell points into. What can go wrong: XML that is not understood is refused.

use super::address::index;
use super::text::Prefix;
use crate::model::Style;
use crate::read::gather::Stop;
use crate::read::number_format;
use crate::read::xml::{Event, Scanner, attribute_text};
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

/// Excel has at most 65,490 cell formats; a cell that points beyond is flagged. It has fewer fonts and number formats; those beyond are as good as none.
const MOST: usize = 1 << 16;
/// Styles made for fonts of rich text: a form has a handful, and beyond this the cell's own font stands.
const MADE_MOST: usize = 256;

/// The styles of a workbook.
#[derive(Clone)]
pub(crate) struct Styles {
    /// Those of the file, never empty: many workbooks share them.
    own: Arc<[Style]>,
    /// How many the file itself declares.
    declared: usize,
    /// Those made for fonts of rich text; they stand behind the file's own.
    made: Vec<(u32, Style)>,
}

#[derive(Default)]
struct Raw {
    formats: HashMap<u32, String>,
    fonts: Vec<String>,
    cells: Vec<(u32, usize)>,
}

/// Where in the part the scanner is: `font` and `xf` stand in other lists too.
#[derive(Clone, Copy, PartialEq)]
enum Inside {
    Elsewhere,
    Fonts,
    CellFormats,
}

impl Styles {
    /// A workbook without styles.
    pub(super) fn none() -> Self {
        Self { own: Arc::new([Style::default()]), declared: 0, made: Vec::new() }
    }

    /// Reads the part.
    pub(super) fn read(bytes: Cow<'_, [u8]>) -> Result<Self, Stop> {
        let raw = Raw::read(&bytes)?;
        let list: Vec<Style> = raw.cells.iter().map(|(format, font)| raw.style(*format, *font)).collect();
        if list.is_empty() {
            return Ok(Self::none());
        }
        Ok(Self { declared: list.len(), own: list.into(), made: Vec::new() })
    }

    /// Whether a cell may point at the style. Without any styles every pointer means the default.
    pub(super) fn resolve(&self, style: u32) -> Option<u32> {
        if self.declared == 0 {
            return Some(0);
        }
        ((style as usize) < self.declared).then_some(style)
    }

    /// The same style in another font: that of a rich text, whose letters the cell's own font does not describe.
    pub(super) fn in_font(&mut self, style: u32, font: &str) -> u32 {
        let made = self.made.iter().position(|(base, made)| *base == style && &*made.font == font);
        if let Some(at) = made {
            return (self.own.len() + at) as u32;
        }
        let Some(base) = self.own.get(style as usize).filter(|_| self.made.len() < MADE_MOST) else {
            return style;
        };
        self.made.push((style, Style { font: font.into(), ..base.clone() }));
        (self.own.len() + self.made.len() - 1) as u32
    }

    /// The finished list, never empty.
    pub(super) fn into_list(self) -> Arc<[Style]> {
        if self.made.is_empty() {
            return self.own;
        }
        let made = self.made.into_iter().map(|(_, style)| style);
        self.own.iter().cloned().chain(made).collect()
    }
}

impl Raw {
    fn read(bytes: &[u8]) -> Result<Self, Stop> {
        let mut scanner = Scanner::new(bytes);
        let prefix = Prefix::open_root(&mut scanner)?;
        let mut raw = Self::default();
        let mut inside = Inside::Elsewhere;
        loop {
            match scanner.event()? {
                Event::Open(name) => match (prefix.local(name), inside) {
                    (Some(b"fonts"), _) => inside = Inside::Fonts,
                    (Some(b"cellXfs"), _) => inside = Inside::CellFormats,
                    (Some(b"numFmt"), Inside::Elsewhere) if raw.formats.len() < MOST => {
                        raw.formats.extend(format(&mut scanner)?)
                    }
                    (Some(b"font"), Inside::Fonts) if raw.fonts.len() < MOST => {
                        raw.fonts.push(font(&mut scanner, &prefix)?)
                    }
                    (Some(b"xf"), Inside::CellFormats) if raw.cells.len() < MOST => {
                        raw.cells.push(cell_format(&mut scanner)?)
                    }
                    // Formats inside of conditional ones use ids of their own.
                    (Some(b"dxfs"), _) => scanner.skip()?,
                    _ => {}
                },
                Event::Close(name) if matches!(prefix.local(name), Some(b"fonts" | b"cellXfs")) => {
                    inside = Inside::Elsewhere;
                }
                Event::End => return Ok(raw),
                _ => {}
            }
        }
    }

    fn style(&self, format: u32, font: usize) -> Style {
        let custom = self.formats.get(&format).map(String::as_str);
        let font = self.fonts.get(font).map_or("", String::as_str);
        number_format::style(format, custom, font)
    }
}

fn format(scanner: &mut Scanner) -> Result<Option<(u32, String)>, Stop> {
    let (mut id, mut code) = (None, None);
    while let Some((name, value)) = scanner.attribute()? {
        match name {
            b"numFmtId" => id = index(value),
            b"formatCode" => code = Some(attribute_text(value)?),
            _ => {}
        }
    }
    Ok(id.zip(code))
}

fn font(scanner: &mut Scanner, prefix: &Prefix) -> Result<String, Stop> {
    let outside = scanner.depth().saturating_sub(1);
    let mut font = String::new();
    loop {
        match scanner.event()? {
            Event::Open(name) if prefix.local(name) == Some(b"name") => {
                while let Some((name, value)) = scanner.attribute()? {
                    if name == b"val" {
                        font = attribute_text(value)?;
                    }
                }
            }
            Event::Close(_) if scanner.depth() <= outside => return Ok(font),
            _ => {}
        }
    }
}

fn cell_format(scanner: &mut Scanner) -> Result<(u32, usize), Stop> {
    let (mut format, mut font) = (0, 0);
    while let Some((name, value)) = scanner.attribute()? {
        match name {
            b"numFmtId" => format = index(value).unwrap_or(0),
            b"fontId" => font = index(value).map_or(0, |id| id as usize),
            _ => {}
        }
    }
    Ok((format, font))
}
