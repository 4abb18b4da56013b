//! Shared and inline strings: plain or rich, without phonetic runs.
//!
//! Enters: `sharedStrings.xml`, or the `is` of a cell. Leaves: texts in one buffer, and the font of those whose runs all have the same:
//! a legacy font of a rich text stands there, not in the cell's style. What can go wrong: XML that is not understood is refused.

use super::cell::Inline;
use super::quick;
use super::text::{Prefix, trimmed, unescape};
use crate::pipeline::Limits;
use crate::read::gather::{Stop, Tally};
use crate::read::number_format::is_telling_font;
use crate::read::texts::Texts;
use crate::read::xml::{Event, Scanner, Trouble, attribute_text};
use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

/// The buffers behind the shared strings, kept from workbook to workbook.
#[derive(Default)]
pub(crate) struct StringBuffers {
    text: String,
    ends: Vec<usize>,
    /// Those that earlier workbooks had.
    texts: Texts,
}

impl StringBuffers {
    /// Bytes that are held.
    pub(crate) fn capacity(&self) -> usize {
        self.text.capacity() + self.ends.capacity() * size_of::<usize>()
    }
}

/// The shared strings of a workbook.
#[derive(Default)]
pub(super) struct Strings {
    buffers: StringBuffers,
    /// Those that cells have asked for: a text is made once, however many cells hold it.
    made: Vec<Option<Arc<str>>>,
    /// Index of a string and of its font, ascending: only strings that are rich and in one font.
    rich: Vec<(u32, u32)>,
    fonts: Vec<String>,
}

/// Which font the runs of a text are in.
#[derive(Default, PartialEq)]
enum RunFont {
    #[default]
    Unknown,
    All(String),
    Mixed,
}

impl Strings {
    /// None yet, with buffers from an earlier workbook.
    pub(super) fn new(mut buffers: StringBuffers) -> Self {
        buffers.text.clear();
        buffers.ends.clear();
        Self { buffers, ..Self::default() }
    }

    /// Gives the buffers back.
    pub(super) fn into_spare(self) -> StringBuffers {
        self.buffers
    }

    /// Reads the part.
    pub(super) fn read(&mut self, bytes: Cow<'_, [u8]>, limits: &Limits) -> Result<(), Stop> {
        let mut scanner = Scanner::new(&bytes);
        let prefix = Prefix::open_root(&mut scanner)?;
        loop {
            self.read_quickly(&mut scanner, &prefix, limits.strings);
            match scanner.event()? {
                Event::Open(name) if prefix.local(name) == Some(b"si") => {
                    let font = read_text(&mut scanner, &prefix, &mut self.buffers.text)?;
                    if let RunFont::All(font) = font {
                        self.remember(font);
                    }
                    self.buffers.ends.push(self.buffers.text.len());
                }
                Event::End => return Tally::check_strings(limits, self.len()),
                _ => {}
            }
            Tally::check_strings(limits, self.len())?;
        }
    }

    /// The strings that stand there as nearly all do, and not many more than are allowed.
    fn read_quickly(&mut self, scanner: &mut Scanner, prefix: &Prefix, most: u64) {
        if prefix.is_none() {
            while self.len() as u64 <= most
                && let Some((text, behind)) = scanner.ahead().and_then(quick::string)
            {
                scanner.jump(behind);
                self.buffers.text.push_str(&text);
                self.buffers.ends.push(self.buffers.text.len());
            }
        }
    }

    /// A shared string.
    #[inline]
    pub(super) fn shared(&mut self, index: u32) -> Option<Arc<str>> {
        if let Some(Some(made)) = self.made.get(index as usize) {
            return Some(made.clone());
        }
        let place = self.place(index)?;
        let text = self.buffers.texts.hold(self.buffers.text.get(place)?);
        // Only an index that is there comes so far.
        if self.made.len() < self.buffers.ends.len() {
            self.made.resize(self.buffers.ends.len(), None);
        }
        if let Some(place) = self.made.get_mut(index as usize) {
            *place = Some(text.clone());
        }
        Some(text)
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.buffers.ends.len()
    }

    /// The text of a shared string.
    #[inline]
    pub(super) fn get(&self, index: u32) -> Option<&str> {
        self.buffers.text.get(self.place(index)?)
    }

    fn place(&self, index: u32) -> Option<Range<usize>> {
        let index = index as usize;
        let end = *self.buffers.ends.get(index)?;
        let start =
            index.checked_sub(1).and_then(|before| self.buffers.ends.get(before)).map_or(0, |end| *end);
        Some(start..end)
    }

    /// The font of a rich string whose runs are all in it.
    #[inline]
    pub(super) fn font(&self, index: u32) -> Option<&str> {
        if self.rich.is_empty() {
            return None;
        }
        let at = self.rich.binary_search_by_key(&index, |(string, _)| *string).ok()?;
        let (_, font) = self.rich.get(at)?;
        self.fonts.get(*font as usize).map(String::as_str)
    }

    fn remember(&mut self, font: String) {
        let known = self.fonts.iter().position(|known| *known == font);
        let font = known.unwrap_or_else(|| {
            self.fonts.push(font);
            self.fonts.len() - 1
        });
        self.rich.push((self.buffers.ends.len() as u32, font as u32));
    }
}

/// Reads the text of an `is` that was just opened, with the font that all of it is in.
pub(super) fn inline(scanner: &mut Scanner, prefix: &Prefix) -> Result<Inline<'static>, Trouble> {
    let mut text = String::new();
    let font = match read_text(scanner, prefix, &mut text)? {
        RunFont::All(font) => Some(font),
        RunFont::Unknown | RunFont::Mixed => None,
    };
    Ok(Inline { text: text.into(), font })
}

/// Appends the text of an `si` or `is` that was just opened.
fn read_text(scanner: &mut Scanner, prefix: &Prefix, out: &mut String) -> Result<RunFont, Trouble> {
    let outside = scanner.depth().saturating_sub(1);
    let (mut font, mut of_run) = (RunFont::Unknown, None);
    loop {
        match scanner.event()? {
            Event::Open(name) => match prefix.local(name) {
                Some(b"t") => {
                    let before = out.len();
                    push_text(scanner, out)?;
                    let is_blank = out.get(before..).is_none_or(|text| text.trim().is_empty());
                    if !is_blank {
                        font = font.and(of_run.take());
                    }
                }
                Some(b"r") => of_run = None,
                Some(b"rPr") => of_run = run_font(scanner, prefix)?,
                _ => scanner.skip()?,
            },
            Event::Close(_) if scanner.depth() <= outside => return Ok(font),
            _ => {}
        }
    }
}

impl RunFont {
    /// What is known once a further run with text was seen.
    fn and(self, run: Option<String>) -> Self {
        match (self, run) {
            (Self::Unknown, Some(font)) => Self::All(font),
            (Self::All(font), Some(other)) if font == other => Self::All(font),
            _ => Self::Mixed,
        }
    }
}

fn run_font(scanner: &mut Scanner, prefix: &Prefix) -> Result<Option<String>, Trouble> {
    let outside = scanner.depth().saturating_sub(1);
    let mut font = None;
    loop {
        match scanner.event()? {
            Event::Open(name) if prefix.local(name) == Some(b"rFont") => {
                while let Some((name, value)) = scanner.attribute()? {
                    if name == b"val" {
                        font = Some(attribute_text(value)?).filter(|font| is_telling_font(font));
                    }
                }
            }
            Event::Close(_) if scanner.depth() <= outside => return Ok(font),
            _ => {}
        }
    }
}

/// Appends the text of a `t`. Blanks around it count only where `xml:space` says so, as in Excel.
fn push_text(scanner: &mut Scanner, out: &mut String) -> Result<(), Trouble> {
    let mut is_preserved = false;
    while let Some((name, value)) = scanner.attribute()? {
        is_preserved |= name == b"xml:space" && value == b"preserve";
    }
    let bytes = scanner.leaf()?;
    let text = std::str::from_utf8(&bytes).map_err(|_| Trouble::Malformed)?;
    let text = if is_preserved { text } else { trimmed(text) };
    out.push_str(&unescape(text));
    Ok(())
}
