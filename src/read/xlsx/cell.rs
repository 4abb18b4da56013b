//! A `c` element becomes a cell (ECMA-376 part 1, 18.3.1.4).
//!
//! Enters: the scanner behind the element's name. Leaves: a cell for the sheet, or a flag that says why there is none: an address
//! out of range, a shared string or a style that does not exist, a value that is not what its type says.

use super::address::{NoAddress, address, index, number};
use super::scout::BEGINNING;
use super::sheet::{Halt, SheetReader};
use super::strings::inline;
use super::text::unescape;
use crate::model::cell::{LAST_COLUMN, LAST_ROW};
use crate::model::{Address, Cell, Check, Flag, Place, Value};
use crate::read::xml::{Event, Scanner};
use std::borrow::Cow;

/// The markup of a cell.
#[derive(Default)]
pub(super) struct Markup<'a> {
    pub(super) reference: Option<&'a [u8]>,
    pub(super) style: Option<&'a [u8]>,
    pub(super) kind: &'a [u8],
    pub(super) value: Option<Cow<'a, [u8]>>,
    pub(super) text: Option<Inline<'a>>,
    pub(super) is_formula: bool,
}

/// The text of an `is`, and the font that all of it is in.
pub(super) struct Inline<'a> {
    pub(super) text: Cow<'a, str>,
    pub(super) font: Option<String>,
}

/// Why a cell is not what it says. Boxed: it is rare, and what is not goes through the same results.
struct Broken(Box<(Check, String)>);

impl Broken {
    #[cold]
    fn new(check: Check, found: String) -> Self {
        Self(Box::new((check, found)))
    }
}

/// What a cell holds, with the number of a shared string.
type Held = (Value, Option<u32>);

impl SheetReader<'_, '_> {
    /// Reads the cell that was just opened.
    #[inline]
    pub(super) fn cell(&mut self, scanner: &mut Scanner) -> Result<(), Halt> {
        let markup = self.markup(scanner)?;
        self.take(&markup)
    }

    /// Takes a cell whose markup was read.
    #[inline]
    pub(super) fn take(&mut self, markup: &Markup) -> Result<(), Halt> {
        let place = self.locate(markup);
        if let Ok(at) = place {
            self.next_column = at.column + 1;
        }
        let is_blank = markup.value.as_ref().is_none_or(|value| is_blank(markup.kind, value));
        if is_blank && markup.text.is_none() && !markup.is_formula {
            return Ok(());
        }
        match place {
            Ok(at) => self.deliver(markup, at),
            Err(Broken(broken)) => {
                let (check, found) = *broken;
                let name = &self.gather.sheet().name;
                Ok(self.tally.flag_cell(|| Flag::new(check, Place::sheet(name), found))?)
            }
        }
    }

    fn markup<'a>(&self, scanner: &mut Scanner<'a>) -> Result<Markup<'a>, Halt> {
        let mut markup = Markup::default();
        while let Some((name, value)) = scanner.attribute()? {
            match name {
                b"r" => markup.reference = Some(value),
                b"s" => markup.style = Some(value),
                b"t" => markup.kind = value,
                _ => self.refuse_rebound(name, value)?,
            }
        }
        let outside = scanner.depth().saturating_sub(1);
        let Some(prefix) = &self.prefix else { return Ok(markup) };
        loop {
            match scanner.event()? {
                Event::Open(name) => match prefix.local(name) {
                    Some(b"v") => markup.value = Some(scanner.leaf()?),
                    Some(b"f") => {
                        markup.is_formula = true;
                        scanner.skip()?;
                    }
                    Some(b"is") => markup.text = Some(inline(scanner, prefix)?),
                    _ => {
                        self.refuse_rebinding(scanner)?;
                        scanner.skip()?;
                    }
                },
                Event::Close(_) if scanner.depth() <= outside => return Ok(markup),
                _ => {}
            }
        }
    }

    #[inline]
    fn locate(&self, markup: &Markup) -> Result<Address, Broken> {
        let Some(reference) = markup.reference else {
            let row = self.row.filter(|row| *row <= LAST_ROW && self.next_column <= LAST_COLUMN);
            let found = || Broken::new(Check::BeyondLimits, format!("{}", self.next_column + 1));
            return row.map(|row| Address::new(row, self.next_column)).ok_or_else(found);
        };
        address(reference).map_err(|why| {
            let check = match why {
                NoAddress::Beyond => Check::BeyondLimits,
                NoAddress::Broken => Check::BrokenCell,
            };
            Broken::new(check, clip(reference))
        })
    }

    #[inline]
    fn deliver(&mut self, markup: &Markup, at: Address) -> Result<(), Halt> {
        if self.is_passed(markup) {
            return Ok(self.gather.pass(self.tally, at)?);
        }
        let held = self.value(markup).and_then(|held| Ok((held, self.style(markup)?)));
        match held {
            Ok((Some((value, shared)), style)) => {
                let inline = markup.text.as_ref().and_then(|inline| inline.font.as_deref());
                let font = shared.map_or(inline, |shared| self.strings.font(shared));
                let style = font.map_or(style, |font| self.styles.in_font(style, font));
                let cell = Cell { at, value, is_formula: markup.is_formula, style };
                Ok(self.gather.push(self.tally, cell)?)
            }
            Ok((None, _)) => Ok(()),
            Err(Broken(broken)) => {
                let (check, found) = *broken;
                Ok(self.gather.reject(self.tally, check, at, found)?)
            }
        }
    }

    /// Whether a cell of a huge sheet need not be held. Broken ones are, so that they are flagged as everywhere.
    fn is_passed(&mut self, markup: &Markup) -> bool {
        let Some(scout) = self.scout.as_mut() else { return false };
        let raw = markup.value.as_deref().unwrap_or(b"");
        let (is_whole, is_telling) = match (markup.kind, &markup.text) {
            (b"s", None) => {
                match index(raw.trim_ascii()).filter(|index| (*index as usize) < self.strings.len()) {
                    Some(index) => (true, scout.is_shared_telling(self.strings, index)),
                    None => (false, false),
                }
            }
            (b"" | b"n", None) => (number(raw.trim_ascii()).is_some_and(f64::is_finite), false),
            (_, Some(inline)) => (markup.kind == b"inlineStr", scout.is_telling(&inline.text)),
            (b"str", None) => {
                (!raw.is_empty(), std::str::from_utf8(raw).is_ok_and(|text| scout.is_telling(text)))
            }
            _ => (false, false),
        };
        let is_beginning = self.gather.sheet().cells.len() < BEGINNING;
        if is_telling {
            scout.is_too_late = !is_beginning;
            if is_beginning {
                self.scout = None;
            }
            return false;
        }
        let has_style = markup
            .style
            .is_none_or(|style| index(style).is_some_and(|style| self.styles.resolve(style).is_some()));
        is_whole && has_style && !is_beginning
    }

    #[inline]
    fn style(&self, markup: &Markup) -> Result<u32, Broken> {
        let Some(style) = markup.style else { return Ok(0) };
        let known = index(style).and_then(|style| self.styles.resolve(style));
        known.ok_or_else(|| Broken::new(Check::BrokenCell, format!("s={}", clip(style))))
    }

    /// What the cell holds: `None` where that is nothing.
    fn value(&mut self, markup: &Markup) -> Result<Option<Held>, Broken> {
        let raw = markup.value.as_deref().unwrap_or(b"");
        if let Some(Inline { text, .. }) = &markup.text {
            // The standard's own example of an `is` has no type beside it (18.3.1.53).
            if markup.kind == b"inlineStr" || (markup.kind.is_empty() && is_blank(b"", raw)) {
                return Ok(Some((Value::Text(text.as_ref().into()), None)));
            }
            if !text.is_empty() {
                return Err(Broken::new(
                    Check::BrokenCell,
                    format!("t={}, is={}", clip(markup.kind), clip(text.as_bytes())),
                ));
            }
        }
        if is_blank(markup.kind, raw) {
            // A formula whose result is the empty text is calculated, and holds nothing: its type says text, and its value is there.
            let is_calculated = markup.kind == b"str" && markup.value.is_some();
            return Ok((markup.is_formula && !is_calculated).then_some((Value::NotCalculated, None)));
        }
        let value = match markup.kind {
            b"s" => return self.shared(raw).map(Some),
            b"" | b"n" => number(raw.trim_ascii()).map(Value::Number),
            b"str" => std::str::from_utf8(raw).ok().map(|t| Value::Text(unescape(t).into())),
            b"b" => boolean(raw.trim_ascii()),
            b"e" => std::str::from_utf8(raw.trim_ascii()).ok().map(|text| Value::Error(text.into())),
            b"d" => std::str::from_utf8(raw.trim_ascii()).ok().map(|text| Value::IsoDate(text.into())),
            kind => return Err(Broken::new(Check::BrokenCell, format!("t={}, v={}", clip(kind), clip(raw)))),
        };
        match value {
            Some(Value::Number(number)) if !number.is_finite() => {
                Err(Broken::new(Check::NotFinite, clip(raw)))
            }
            Some(value) => Ok(Some((value, None))),
            None => Err(Broken::new(Check::BrokenCell, clip(raw))),
        }
    }

    #[inline]
    fn shared(&mut self, raw: &[u8]) -> Result<Held, Broken> {
        let found = index(raw.trim_ascii()).and_then(|index| Some((index, self.strings.shared(index)?)));
        match found {
            Some((index, text)) => Ok((Value::Text(text), Some(index))),
            None => Err(Broken::new(Check::BrokenCell, format!("t=s, v={}", clip(raw)))),
        }
    }
}

/// Whether a value is none: blanks alone are one only where the value is text.
fn is_blank(kind: &[u8], value: &[u8]) -> bool {
    value.is_empty() || (kind != b"str" && value.trim_ascii().is_empty())
}

fn boolean(raw: &[u8]) -> Option<Value> {
    if raw == b"1" || raw.eq_ignore_ascii_case(b"true") {
        return Some(Value::Boolean(true));
    }
    (raw == b"0" || raw.eq_ignore_ascii_case(b"false")).then_some(Value::Boolean(false))
}

/// What was found, short enough for a message.
fn clip(raw: &[u8]) -> String {
    const LONGEST: usize = 40;
    let text = String::from_utf8_lossy(raw.get(..raw.len().min(LONGEST)).unwrap_or(raw));
    if raw.len() > LONGEST { format!("{text}…") } else { text.into_owned() }
}
