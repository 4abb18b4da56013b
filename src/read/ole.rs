//! Document properties of an xls: the summary stream beside its records (MS-OLEPS 2.21).
//!
//! Enters: the stream. Leaves: [`Properties`], times as ISO 8601 in UTC. What can go wrong: a stream that is not understood is as good as none.

use super::bytes::{u16_at, u32_at, u64_at};
use crate::model::Properties;

/// The name of the stream.
pub(crate) const SUMMARY: &str = "\u{5}SummaryInformation";
/// Properties by number: the code page of the texts, author, last author, created, saved.
const CODE_PAGE: u32 = 1;
const AUTHOR: u32 = 4;
const LAST_AUTHOR: u32 = 8;
const CREATED: u32 = 12;
const SAVED: u32 = 13;

/// Reads the summary.
pub(crate) fn properties(stream: &[u8]) -> Option<Properties> {
    let set = Set::open(stream)?;
    let author = set.text(LAST_AUTHOR).or_else(|| set.text(AUTHOR));
    Some(Properties { created: set.time(CREATED), modified: set.time(SAVED), author })
}

/// The first set of properties of a stream.
struct Set<'a> {
    bytes: &'a [u8],
    count: usize,
}

impl<'a> Set<'a> {
    fn open(stream: &'a [u8]) -> Option<Self> {
        let bytes = stream.get(u32_at(stream, 44)? as usize..)?;
        Some(Self { bytes, count: u32_at(bytes, 4)? as usize })
    }

    /// The typed value of a property.
    fn value(&self, id: u32) -> Option<(u16, &'a [u8])> {
        let list = self.bytes.get(8..)?.chunks_exact(8).take(self.count);
        let entry = list.into_iter().find(|entry| u32_at(entry, 0) == Some(id))?;
        let value = self.bytes.get(u32_at(entry, 4)? as usize..)?;
        Some((u16_at(value, 0)?, value.get(4..)?))
    }

    fn text(&self, id: u32) -> Option<Box<str>> {
        let (kind, body) = self.value(id)?;
        let text = body.get(4..)?;
        let count = u32_at(body, 0)? as usize;
        let text = match kind {
            0x1E => self.decode(text.get(..count)?),
            0x1F => encoding_rs::UTF_16LE.decode(text.get(..count.checked_mul(2)?)?).0.into_owned(),
            _ => return None,
        };
        let text = text.trim_end_matches('\0').trim();
        (!text.is_empty()).then(|| text.into())
    }

    fn decode(&self, text: &[u8]) -> String {
        let page = self.value(CODE_PAGE).and_then(|(_, body)| u16_at(body, 0));
        let encoding = match page {
            Some(65_001) => encoding_rs::UTF_8,
            Some(1258) => encoding_rs::WINDOWS_1258,
            Some(1251) => encoding_rs::WINDOWS_1251,
            Some(1250) => encoding_rs::WINDOWS_1250,
            Some(1200) => encoding_rs::UTF_16LE,
            _ => encoding_rs::WINDOWS_1252,
        };
        encoding.decode_without_bom_handling(text).0.into_owned()
    }

    fn time(&self, id: u32) -> Option<Box<str>> {
        match self.value(id)? {
            (0x40, body) => iso(u64_at(body, 0)?).map(Into::into),
            _ => None,
        }
    }
}

/// A count of tenths of microseconds since 1601 as ISO 8601; `None` for zero, which means unknown.
fn iso(filetime: u64) -> Option<String> {
    const PER_SECOND: u64 = 10_000_000;
    const DAY: u64 = 86_400;
    let seconds = filetime / PER_SECOND;
    if seconds == 0 {
        return None;
    }
    let (year, month, day) = civil(i64::try_from(seconds / DAY).ok()?);
    let time = seconds % DAY;
    Some(format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}Z", time / 3600, time / 60 % 60, time % 60))
}

/// Days since 1601-01-01 as a Gregorian date (Howard Hinnant, "chrono-compatible low-level date algorithms": years begin in March, so
/// that the leap day is the last).
fn civil(days: i64) -> (i64, i64, i64) {
    const ERA: i64 = 146_097;
    // 1600-03-01 to 1601-01-01.
    let days = days + 306;
    let (era, of_era) = (days.div_euclid(ERA), days.rem_euclid(ERA));
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    (1_600 + era * 400 + year_of_era + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_gregorian() {
        let seconds = |days: u64, rest: u64| iso((days * 86_400 + rest) * 10_000_000);
        assert_eq!(seconds(0, 0), None);
        assert_eq!(seconds(0, 1).as_deref(), Some("1601-01-01T00:00:01Z"));
        // 134,774 days lie between 1601 and 1970.
        assert_eq!(seconds(134_774, 3_661).as_deref(), Some("1970-01-01T01:01:01Z"));
        assert_eq!(seconds(134_774 + 11_016, 0).as_deref(), Some("2000-02-29T00:00:00Z"));
        assert_eq!(seconds(134_774 + 19_722, 0).as_deref(), Some("2023-12-31T00:00:00Z"));
    }

    #[test]
    fn a_stream_that_is_none_has_no_properties() {
        for stream in [&b""[..], &[0xFF; 60], &[0; 200]] {
            assert_eq!(properties(stream).unwrap_or_default(), Properties::default());
        }
    }
}
