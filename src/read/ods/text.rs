//! The text of a cell: its paragraphs, with blanks as ODF has them.
//!
//! Enters: the scanner inside a cell. Leaves: the text, and the font of its spans where they all have one. What can go wrong: XML that is not
//! understood. Comments, pictures and tables inside of a cell are no text of it.

use super::styles::StyleSheet;
use crate::read::number_format::is_telling_font;
use crate::read::xml::{Event, Scanner, Trouble, attribute_text, resolve};

/// No text has more blanks in a row: a larger count is an attack.
const BLANKS_MOST: usize = 1 << 15;

/// Bytes of a text and spans around it, beyond which a cell is none.
const TEXT_MOST: usize = 64 << 20;
const SPANS_MOST: usize = 1 << 16;

/// A cell's text under construction.
#[derive(Default)]
pub(super) struct Paragraphs {
    text: String,
    count: usize,
    fonts: Fonts,
}

#[derive(Default, PartialEq)]
enum Fonts {
    #[default]
    Unknown,
    All(String),
    Mixed,
}

impl Paragraphs {
    /// Whether there was a paragraph at all.
    pub(super) fn exist(&self) -> bool {
        self.count > 0
    }

    /// The text.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The font that all of the text is in, where its spans say so.
    pub(super) fn font(&self) -> &str {
        match &self.fonts {
            Fonts::All(font) => font,
            Fonts::Unknown | Fonts::Mixed => "",
        }
    }

    /// Reads a paragraph that was just opened.
    pub(super) fn read(&mut self, scanner: &mut Scanner, styles: &StyleSheet) -> Result<(), Trouble> {
        if self.count > 0 {
            self.text.push('\n');
        }
        self.count += 1;
        let start = self.text.len();
        let outside = scanner.depth().saturating_sub(1);
        let mut spans: Vec<(usize, String)> = Vec::new();
        loop {
            match scanner.event()? {
                Event::Text(raw) | Event::Raw(raw)
                    if self.text.len().saturating_add(raw.len()) > TEXT_MOST =>
                {
                    return Err(Trouble::Malformed);
                }
                Event::Text(raw) => self.push(&String::from_utf8_lossy(&resolve(raw)?), start, &spans),
                Event::Raw(raw) => self.push(&String::from_utf8_lossy(raw), start, &spans),
                Event::Open(b"text:s") => self.blanks(scanner)?,
                Event::Open(b"text:tab") => self.text.push('\t'),
                Event::Open(b"text:line-break") => self.text.push('\n'),
                Event::Open(b"text:span") if spans.len() >= SPANS_MOST => return Err(Trouble::Malformed),
                Event::Open(b"text:span") => {
                    let font = span_font(scanner, styles)?;
                    spans.push((scanner.depth(), font));
                }
                Event::Open(
                    b"office:annotation" | b"text:note" | b"text:ruby-text" | b"draw:frame" | b"table:table",
                ) => scanner.skip()?,
                Event::Open(_) => {}
                Event::Close(_) if scanner.depth() <= outside => break,
                Event::Close(_) => _ = spans.pop_if(|(depth, _)| *depth > scanner.depth()),
                Event::End => return Err(Trouble::Cut),
            }
        }
        Ok(())
    }

    /// Runs of blanks are one blank, and none at the beginning of a paragraph (ODF 1.2 part 1, 6.1.2).
    fn push(&mut self, piece: &str, start: usize, spans: &[(usize, String)]) {
        for character in piece.chars() {
            if !matches!(character, ' ' | '\t' | '\r' | '\n') {
                self.text.push(character);
            } else if self.text.len() > start && !self.text.ends_with([' ', '\t', '\n']) {
                self.text.push(' ');
            }
        }
        if !piece.trim().is_empty() {
            let font = spans.last().map_or("", |(_, font)| font);
            self.fonts = match std::mem::take(&mut self.fonts) {
                Fonts::Unknown if !font.is_empty() => Fonts::All(font.to_owned()),
                Fonts::All(known) if known == font => Fonts::All(known),
                _ => Fonts::Mixed,
            };
        }
    }

    fn blanks(&mut self, scanner: &mut Scanner) -> Result<(), Trouble> {
        let mut count = 1;
        while let Some((name, value)) = scanner.attribute()? {
            if name == b"text:c" {
                count = attribute_text(value)?.parse::<usize>().unwrap_or(1);
            }
        }
        self.text.extend(std::iter::repeat_n(' ', count.min(BLANKS_MOST)));
        Ok(())
    }
}

fn span_font(scanner: &mut Scanner, styles: &StyleSheet) -> Result<String, Trouble> {
    let mut font = String::new();
    while let Some((name, value)) = scanner.attribute()? {
        if name == b"text:style-name" {
            font = styles.font(&attribute_text(value)?).to_owned();
            if !is_telling_font(&font) {
                font.clear();
            }
        }
    }
    Ok(font)
}
