//! Units that only the definition knows, stated in a header or above a table: `Actual (GBP)`, `ĐVT: tấn`.
//!
//! Words of magnitude and of the locale's own money are known to `clean`. Where the form asks in thousands and a branch writes the bare base
//! unit over its column, nothing else would tell that its numbers are not thousands.

use crate::clean::text;
use crate::clean::unit::StatedUnit;
use crate::pipeline::{Indicator, Kind};

/// Whether a text may state a unit: behind a colon, in parentheses, or behind `in`.
pub fn may_state(tidy: &str) -> bool {
    tidy.len() <= LONGEST && (tidy.contains([':', '(']) || tidy.contains(" in "))
}

/// Longer texts are sentences.
const LONGEST: usize = 120;

/// The base unit of an indicator that is asked in a multiple of it, where one of the texts states it.
pub fn stated<'a>(indicator: &Indicator, texts: impl IntoIterator<Item = &'a str>) -> Option<StatedUnit> {
    if indicator.asked_in == 1 {
        return None;
    }
    let keys: Vec<String> = std::iter::once(&indicator.unit)
        .chain(&indicator.unit_aliases)
        .map(|word| text::fold(word))
        .collect();
    let is_own = |part: &&str| keys.contains(&text::fold(part));
    let found = texts.into_iter().flat_map(parts).find(is_own)?;
    Some(StatedUnit { text: found.into(), multiplier: 1, is_money: indicator.kind == Kind::Money })
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
