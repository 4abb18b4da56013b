//! The globals of a BIFF8 workbook: sheets, shared strings, styles, the date system.
//!
//! Enters: the stream. Leaves: [`Globals`]. What can go wrong: another version of BIFF, or records that end early, are refused.

use super::records::{END, Parts, Records, Rich, u16_of, u32_of};
use crate::model::{SheetState, Style};
use crate::read::gather::Stop;
use crate::read::number_format;
use std::collections::HashMap;

/// A sheet as the globals list it.
pub(super) struct Listed {
    pub(super) name: String,
    pub(super) state: SheetState,
    pub(super) offset: usize,
}

/// A shared string, with the font of its runs where they all have one.
pub(super) struct Shared {
    pub(super) text: String,
    font: Option<u16>,
}

/// What stands before the sheets.
#[derive(Default)]
pub(super) struct Globals {
    pub(super) sheets: Vec<Listed>,
    pub(super) strings: Vec<Shared>,
    pub(super) styles: Vec<Style>,
    pub(super) is_1904: bool,
    /// Styles as the file has them; behind them stand those in a font of rich text, by style and font.
    declared: usize,
    made: HashMap<(u32, u16), u32>,
    fonts: Vec<String>,
    formats: HashMap<u32, String>,
    cell_formats: Vec<(u16, u16)>,
}

impl Globals {
    /// Reads the globals.
    pub(super) fn read(stream: &[u8]) -> Result<Self, Stop> {
        let mut records = Records::new(stream);
        let first = records.next().ok_or(Stop::Refused("calamine: xls without records"))?;
        if first.kind != 0x0809 || u16_of(first.data, 0) != Some(0x0600) {
            return Err(Stop::Refused("calamine: xls before Excel 97"));
        }
        let mut globals = Self::default();
        while let Some(record) = records.next() {
            if record.kind == END {
                globals.build_styles();
                return Ok(globals);
            }
            let continued = if record.kind == 0x00FC { records.continued() } else { Vec::new() };
            let taken = globals.take(record.kind, record.data, continued);
            taken.ok_or(Stop::Refused("calamine: xls record cut off"))?;
        }
        Err(Stop::Refused("calamine: xls globals cut off"))
    }

    fn take(&mut self, kind: u16, data: &[u8], continued: Vec<&[u8]>) -> Option<()> {
        match kind {
            0x0022 => self.is_1904 = u16_of(data, 0)? != 0,
            0x0031 => self.fonts.push(Parts::new(data.get(14..)?, Vec::new()).short()?),
            0x041E => {
                let code = Parts::new(data.get(2..)?, Vec::new()).rich()?.text;
                self.formats.insert(u16_of(data, 0)?.into(), code);
            }
            0x00E0 => self.cell_formats.push((u16_of(data, 0)?, u16_of(data, 2)?)),
            0x0085 => self.list(data)?,
            0x00FC => self.read_strings(data, continued)?,
            _ => {}
        }
        Some(())
    }

    fn list(&mut self, data: &[u8]) -> Option<()> {
        let offset = u32_of(data, 0)? as usize;
        let [state, kind] = *data.get(4..)?.first_chunk::<2>()?;
        let name = Parts::new(data.get(6..)?, Vec::new()).short()?;
        let state = match state & 3 {
            0 => SheetState::Visible,
            1 => SheetState::Hidden,
            _ => SheetState::VeryHidden,
        };
        // Charts, macro sheets and Visual Basic modules have no cells of a form.
        if kind == 0 {
            self.sheets.push(Listed { name, state, offset });
        }
        Some(())
    }

    fn read_strings(&mut self, data: &[u8], continued: Vec<&[u8]>) -> Option<()> {
        let count = u32_of(data, 4)?;
        let mut parts = Parts::new(data.get(8..)?, continued);
        for _ in 0..count {
            // A table that ends early leaves cells that point beyond it, and these are flagged.
            let Some(Rich { text, runs }) = parts.rich() else { break };
            self.strings.push(Shared { text, font: only_font(&runs) });
        }
        Some(())
    }

    fn build_styles(&mut self) {
        self.styles = self.cell_formats.iter().map(|(font, format)| self.style(*font, *format)).collect();
        self.declared = self.styles.len();
        if self.styles.is_empty() {
            self.styles.push(Style::default());
        }
        self.make_rich_styles();
    }

    fn make_rich_styles(&mut self) {
        let mut fonts: Vec<u16> = self.strings.iter().filter_map(|shared| shared.font).collect();
        fonts.sort_unstable();
        fonts.dedup();
        // Only a font whose letters mean something else is worth a style of its own.
        fonts.retain(|font| number_format::is_telling_font(self.font(*font)));
        for font in fonts.into_iter().take(16) {
            for base in 0..self.declared {
                let Some(style) = self.styles.get(base) else { continue };
                let style = Style { font: self.font(font).into(), ..style.clone() };
                self.made.insert((base as u32, font), self.styles.len() as u32);
                self.styles.push(style);
            }
        }
    }

    /// The style of a cell; `None` where there is none of that number.
    pub(super) fn resolve(&self, style: u16, shared: Option<&Shared>) -> Option<u32> {
        let style = u32::from(style);
        if self.declared == 0 {
            return Some(0);
        }
        let made = shared.and_then(|shared| self.made.get(&(style, shared.font?)).copied());
        made.or(((style as usize) < self.declared).then_some(style))
    }

    fn style(&self, font: u16, format: u16) -> Style {
        let custom = self.formats.get(&format.into()).map(String::as_str);
        number_format::style(format.into(), custom, self.font(font))
    }

    /// There is no font number 4: the numbers above it are one too high (MS-XLS 2.5.129).
    fn font(&self, number: u16) -> &str {
        let at = if number > 4 { number - 1 } else { number };
        self.fonts.get(usize::from(at)).map_or("", String::as_str)
    }
}

/// The font of a text whose parts all have the same, from its first letter on.
fn only_font(runs: &[(u16, u16)]) -> Option<u16> {
    let (start, font) = *runs.first()?;
    (start == 0 && runs.iter().all(|(_, other)| *other == font)).then_some(font)
}
