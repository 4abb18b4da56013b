//! Units that only the definition knows, stated in a header or above a table: `Actual (GBP)`, `ĐVT: tấn`.
//!
//! Words of magnitude and of the locale's own money are known to `clean`. Where the form asks in thousands and a branch writes the bare base
//! unit over its column, nothing else would tell that its numbers are not thousands.

use crate::clean::text;
use crate::clean::unit::StatedUnit;
use crate::locate::Lexicon;
use crate::locate::header::Header;
use crate::locate::view::View;
use crate::pipeline::{Indicator, Kind};

/// What may be a unit: its match key and its text.
type Keys = Vec<(String, Box<str>)>;

/// Texts in which a unit may stand that only the definition knows, as match keys.
#[derive(Clone, Debug, Default)]
pub struct OwnUnits {
    above: Keys,
    headers: Vec<(u32, Keys)>,
}

impl OwnUnits {
    /// Collects the texts above a header and in it.
    pub fn new(view: &View, header: &Header, floor: u32) -> Self {
        let rows = view.rows_between(floor, header.first_row).iter();
        let above = rows.rev().flat_map(|row| row.cells.clone()).map(|position| view.text(position));
        let values = header.values().map(|(column, _)| (column.first, keys([&*column.header])));
        Self { above: keys(above), headers: values.collect() }
    }

    /// Whether a text above the table states a unit of some indicator.
    pub fn is_stated(&self, lexicon: &Lexicon) -> bool {
        let is_unit = |key: &String| lexicon.own_units.iter().any(|words| words.contains(key));
        self.above.iter().any(|(key, _)| is_unit(key))
    }

    /// The same under the texts that stand above another table.
    pub fn below(self, other: &Self) -> Self {
        Self { above: other.above.clone(), ..self }
    }

    /// The unit that a column's header states for an indicator with these words for its base unit.
    pub fn in_header(&self, column: u32, indicator: &Indicator, words: &[String]) -> Option<StatedUnit> {
        let (_, keys) = self.headers.iter().find(|(known, _)| *known == column)?;
        stated(indicator.kind, words, keys)
    }

    /// The unit that a text above the table states.
    pub fn above(&self, indicator: &Indicator, words: &[String]) -> Option<StatedUnit> {
        stated(indicator.kind, words, &self.above)
    }
}

/// Whether a text may state a unit: behind a colon, in parentheses, or behind `in`.
fn may_state(tidy: &str) -> bool {
    tidy.len() <= LONGEST && (tidy.contains([':', '(']) || tidy.contains(" in "))
}

/// Longer texts are sentences.
const LONGEST: usize = 120;

/// The match keys of what may be a unit in some texts.
fn keys<'a>(texts: impl IntoIterator<Item = &'a str>) -> Keys {
    let parts = texts.into_iter().filter(|text| may_state(text)).flat_map(parts);
    parts.filter(|part| !part.is_empty()).map(|part| (text::fold(part), part.into())).collect()
}

/// The words for each indicator's base unit, where the form asks in a multiple of it; none for any other.
pub fn words(indicator: &Indicator) -> Vec<String> {
    if indicator.asked_in == 1 {
        return Vec::new();
    }
    std::iter::once(&indicator.unit).chain(&indicator.unit_aliases).map(|word| text::fold(word)).collect()
}

/// The base unit of an indicator, where one of the texts states it.
fn stated(kind: Kind, words: &[String], keys: &[(String, Box<str>)]) -> Option<StatedUnit> {
    let (_, text) = keys.iter().find(|(key, _)| words.contains(key))?;
    Some(StatedUnit { text: text.clone(), multiplier: 1, is_money: kind == Kind::Money })
}

/// The parts of a text in which a unit may stand.
fn parts(tidy: &str) -> Vec<&str> {
    let mut parts: Vec<&str> = tidy
        .match_indices('(')
        .filter_map(|(at, _)| tidy.get(at + 1..)?.split(')').next())
        .map(str::trim)
        .collect();
    let inner: Vec<&str> = parts.iter().filter_map(|part| Some(part.rsplit_once(':')?.1.trim())).collect();
    parts.extend(inner);
    let behind = [tidy.rsplit_once(':'), tidy.rsplit_once(','), tidy.rsplit_once(" in ")];
    parts.extend(behind.into_iter().flatten().map(|(_, rest)| rest.trim().trim_end_matches([')', '.'])));
    parts
}

#[cfg(test)]
mod tests {
    use super::parts;

    #[test]
    fn a_unit_stands_in_parentheses_behind_a_colon_a_comma_or_in() {
        assert_eq!(parts("Actual (GBP)"), ["GBP"]);
        assert_eq!(parts("ĐVT: tấn"), ["tấn"]);
        assert_eq!(parts("(Unit: GBP)"), ["Unit: GBP", "GBP", "GBP"]);
        assert_eq!(parts("All amounts in GBP."), ["GBP"]);
        assert!(parts("Actual").is_empty());
    }
}
