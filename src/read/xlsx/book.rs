//! The main part: sheets in the order of their tabs, defined names, and the date system.
//!
//! Enters: `workbook.xml`. Leaves: a [`Book`]. What can go wrong: XML that is not understood is refused.

use super::text::{Prefix, is_true};
use crate::model::SheetState;
use crate::read::gather::Stop;
use crate::read::xml::{Event, Scanner, attribute_text, local};
use std::borrow::Cow;

/// A sheet as the workbook lists it.
pub(super) struct Listed {
    /// The name on the tab.
    pub(super) name: String,
    /// Id of the relationship that leads to its part.
    pub(super) relation: String,
    /// Whether the tab is visible.
    pub(super) state: SheetState,
}

/// A defined name and what it refers to.
type Named = (Box<str>, Box<str>);

/// What the main part says.
#[derive(Default)]
pub(super) struct Book {
    /// Sheets in the order of the tabs.
    pub(super) sheets: Vec<Listed>,
    /// Defined names and what they refer to.
    pub(super) names: Vec<Named>,
    /// Whether serial dates count from 1904.
    pub(super) is_1904: bool,
    /// Whether all formulas wait to be calculated when the file is opened: the program that wrote it calculated none.
    pub(super) is_uncalculated: bool,
}

impl Book {
    /// Reads the main part.
    pub(super) fn read(bytes: Cow<'_, [u8]>) -> Result<Self, Stop> {
        let mut scanner = Scanner::new(&bytes);
        let prefix = Prefix::open_root(&mut scanner)?;
        let mut book = Self::default();
        loop {
            match scanner.event()? {
                Event::Open(name) => match prefix.local(name) {
                    Some(b"sheet") => book.sheets.push(listed(&mut scanner)?),
                    Some(b"workbookPr") => book.is_1904 = is_set(&mut scanner, b"date1904")?,
                    Some(b"calcPr") => book.is_uncalculated = is_set(&mut scanner, b"fullCalcOnLoad")?,
                    Some(b"definedName") => book.names.extend(defined_name(&mut scanner)?),
                    _ => {}
                },
                Event::End => return Ok(book),
                _ => {}
            }
        }
    }
}

fn listed(scanner: &mut Scanner) -> Result<Listed, Stop> {
    let mut listed = Listed { name: String::new(), relation: String::new(), state: SheetState::Visible };
    while let Some((name, value)) = scanner.attribute()? {
        match name {
            b"name" => listed.name = attribute_text(value)?,
            b"state" => listed.state = state(value),
            // `r:id`, whatever the prefix; `sheetId` is another name altogether.
            _ if local(name) == b"id" => listed.relation = attribute_text(value)?,
            _ => {}
        }
    }
    Ok(listed)
}

fn state(value: &[u8]) -> SheetState {
    match value {
        b"hidden" => SheetState::Hidden,
        b"veryHidden" => SheetState::VeryHidden,
        _ => SheetState::Visible,
    }
}

fn is_set(scanner: &mut Scanner, wanted: &[u8]) -> Result<bool, Stop> {
    let mut is_set = false;
    while let Some((name, value)) = scanner.attribute()? {
        is_set |= name == wanted && is_true(value);
    }
    Ok(is_set)
}

fn defined_name(scanner: &mut Scanner) -> Result<Option<Named>, Stop> {
    let mut defined = None;
    while let Some((name, value)) = scanner.attribute()? {
        if name == b"name" {
            defined = Some(attribute_text(value)?);
        }
    }
    let reference = scanner.leaf()?;
    let reference = String::from_utf8_lossy(&reference);
    Ok(defined.map(|name| (name.into(), reference.into())))
}
