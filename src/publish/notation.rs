//! How values are written into a line of CSV, as RFC 4180 and the pipeline's dialect have it.
//!
//! Enters: values. Leaves: a line that grows. Nothing can go wrong. A run writes tens of millions of values, nearly all of them
//! texts that need neither quotes nor care: one look at the bytes of each says so, and it is copied.

use super::text::{begins_harmful, is_harmful, neutralise};
use crate::model::Amount;
use crate::pipeline::Dialect;
use std::ops::Range;

/// What ends a line.
const LINE_END: &str = "\r\n";

/// The character between the columns.
pub(super) const fn delimiter(dialect: Dialect) -> u8 {
    match dialect {
        Dialect::Plain | Dialect::Excel => b',',
        Dialect::ExcelVi => b';',
    }
}

/// Whether decimals have a comma.
pub(super) const fn has_decimal_comma(dialect: Dialect) -> bool {
    matches!(dialect, Dialect::ExcelVi)
}

/// Where the last plain texts of a column stand in the lines written so far.
///
/// Rows of one report have most texts in common with the row above, or with the one before it where two measures take turns: whoever stands there
/// already is plain, and to compare costs less than to look at every byte.
#[derive(Clone, Default)]
pub(super) struct Above([Range<usize>; 2]);

impl Above {
    /// Shorter texts are looked at as quickly as they are compared.
    const SHORTEST: usize = 8;

    fn has(&self, text: &str, lines: &str) -> bool {
        let is_same = |place: &Range<usize>| lines.as_bytes().get(place.clone()) == Some(text.as_bytes());
        text.len() >= Self::SHORTEST && self.0.iter().any(is_same)
    }

    fn note(&mut self, place: Range<usize>) {
        if place.len() >= Self::SHORTEST {
            let [last, _] = std::mem::take(&mut self.0);
            self.0 = [place, last];
        }
    }
}

/// A dialect, made ready.
pub(super) struct Notation {
    delimiter: u8,
    has_decimal_comma: bool,
    /// By byte: whether a text that has it needs quotes or care.
    is_special: [bool; 256],
}

impl Notation {
    /// What a dialect asks for.
    pub(super) fn new(dialect: Dialect) -> Self {
        let delimiter = delimiter(dialect);
        let is_special = std::array::from_fn(|byte| {
            u8::try_from(byte).is_ok_and(|byte| is_harmful(byte) || needs_quotes(byte, delimiter))
        });
        Self { delimiter, has_decimal_comma: has_decimal_comma(dialect), is_special }
    }

    /// Puts the delimiter between two values.
    pub(super) fn append_delimiter(&self, line: &mut String) {
        // Known characters: a variable one would be encoded anew each time.
        line.push(if self.delimiter == b';' { ';' } else { ',' });
    }

    /// Ends a line.
    pub(super) fn append_end(&self, line: &mut String) {
        line.push_str(LINE_END);
    }

    /// Appends a text, neutralised, in quotes where it must be.
    pub(super) fn append_text(&self, text: &str, line: &mut String, above: &mut Above) {
        if above.has(text, line) {
            line.push_str(text);
        } else if self.is_plain(text) {
            above.note(line.len()..line.len() + text.len());
            line.push_str(text);
        } else {
            self.append_careful(text, line);
        }
    }

    /// Takes the same care of a text that was put at the end of a line, from `start` on.
    pub(super) fn amend_text(&self, start: usize, line: &mut String) {
        if !line.get(start..).is_some_and(|text| self.is_plain(text)) {
            let text = line.split_off(start);
            self.append_careful(&text, line);
        }
    }

    /// Appends an amount with the dialect's decimal sign.
    pub(super) fn append_decimal(&self, amount: Amount, line: &mut String) {
        let start = line.len();
        amount.append_to(line);
        if self.has_decimal_comma
            && let Some(point) = line.get(start..).and_then(|digits| digits.find('.'))
        {
            line.replace_range(start + point..=start + point, ",");
        }
    }

    fn is_plain(&self, text: &str) -> bool {
        // Without an early end the processor looks at several bytes at a time.
        let has_special = text.bytes().fold(false, |found, byte| found | self.is_special[usize::from(byte)]);
        !has_special && !begins_harmful(text)
    }

    fn append_careful(&self, text: &str, line: &mut String) {
        let safe = neutralise(text);
        if !safe.bytes().any(|byte| needs_quotes(byte, self.delimiter)) {
            return line.push_str(&safe);
        }
        line.push('"');
        for (nth, part) in safe.split('"').enumerate() {
            if nth > 0 {
                line.push_str("\"\"");
            }
            line.push_str(part);
        }
        line.push('"');
    }
}

/// Whether a text with this byte stands in quotes.
const fn needs_quotes(byte: u8, delimiter: u8) -> bool {
    byte == delimiter || matches!(byte, b'"' | b'\r' | b'\n')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const DIALECTS: [Dialect; 3] = [Dialect::Plain, Dialect::Excel, Dialect::ExcelVi];

    /// The same text by the writer that everybody knows.
    fn known(text: &str, dialect: Dialect) -> Vec<u8> {
        let mut writer = csv::WriterBuilder::new()
            .delimiter(delimiter(dialect))
            .terminator(csv::Terminator::CRLF)
            .from_writer(Vec::new());
        writer.write_record(["first", &neutralise(text), ""]).unwrap_or_default();
        writer.into_inner().unwrap_or_default()
    }

    fn own(dialect: Dialect, append: impl Fn(&Notation, &mut String)) -> Vec<u8> {
        let (notation, mut line) = (Notation::new(dialect), String::from("first"));
        notation.append_delimiter(&mut line);
        append(&notation, &mut line);
        notation.append_delimiter(&mut line);
        notation.append_end(&mut line);
        line.into_bytes()
    }

    #[test]
    fn decimals_have_the_sign_of_the_dialect() {
        let shown = |dialect, billionths| {
            let mut line = String::from("0.5;");
            Notation::new(dialect).append_decimal(Amount::from_scaled(billionths), &mut line);
            line
        };
        assert_eq!(shown(Dialect::Plain, -1_250_000_000), "0.5;-1.25");
        assert_eq!(shown(Dialect::ExcelVi, -1_250_000_000), "0.5;-1,25");
        assert_eq!(shown(Dialect::ExcelVi, 3_000_000_000), "0.5;3");
    }

    proptest! {
        #[test]
        fn what_stands_above_changes_nothing(texts in prop::collection::vec("(a|Kết quả|=kết quả, b|=1|\"kết quả\"){1,2}", 0..12)) {
            let notation = Notation::new(Dialect::Plain);
            let (mut lines, mut expected, mut above) = (String::new(), String::new(), Above::default());
            for text in &texts {
                notation.append_text(text, &mut lines, &mut above);
                notation.append_text(text, &mut expected, &mut Above::default());
            }
            prop_assert_eq!(lines, expected);
        }

        #[test]
        fn texts_are_written_as_the_csv_crate_writes_them(
            text in "[a-zàạĐ \u{80}-\u{9f}\u{61c}\u{200e}-\u{202e}＝=+@'\"\",;;,\r\n\t\0\u{7f}-]{0,8}",
        ) {
            for dialect in DIALECTS {
                let expected = known(&text, dialect);
                prop_assert_eq!(&own(dialect, |notation, line| {
                    notation.append_text(&text, line, &mut Above::default());
                }), &expected);
                let amended = own(dialect, |notation, line| {
                    let start = line.len();
                    line.push_str(&text);
                    notation.amend_text(start, line);
                });
                prop_assert_eq!(&amended, &expected);
            }
        }
    }
}
