//! What the texts above a table state of its units, and what a header that is repeated on the next page takes over from the page before.

use super::own_unit::OwnUnits;
use crate::clean::unit::StatedUnit;
use crate::locate::Lexicon;
use crate::locate::header::Header;
use crate::locate::view::View;

/// The units stated above a table.
#[derive(Clone, Debug, Default)]
pub struct Around {
    /// The unit that a banner states, `ĐVT: triệu đồng`.
    pub banner: Option<StatedUnit>,
    /// What may be a unit of the definition's own.
    pub own_units: OwnUnits,
}

impl Around {
    /// What stands between a row and a header.
    pub fn above(lexicon: &Lexicon, view: &View, header: &Header, floor: u32) -> Self {
        let banner = super::banner_above(lexicon, view, header, floor);
        Self { banner, own_units: OwnUnits::new(view, header, floor) }
    }

    /// The same, with what the table before said where nothing here states a unit: its banner stands on the first page only.
    pub fn after(self, last: &Self, lexicon: &Lexicon) -> Self {
        if self.banner.is_some() || self.own_units.is_stated(lexicon) {
            return self;
        }
        Self { banner: last.banner.clone(), own_units: self.own_units.below(&last.own_units) }
    }
}
