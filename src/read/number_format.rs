//! What of a style matters: its number format, whether that shows a serial number as a date or time, and fonts that change letters.
//!
//! Enters: the id or the code of a format. Leaves: its code and that one bit. Nothing can go wrong: what is no format is no date.

use crate::model::Style;

/// Excel's own limits are 255 and 31 characters. A longer one is cut off, as ten thousand styles may share it.
const LONGEST: usize = 512;

/// The style behind a built-in or custom format and a font.
pub(crate) fn style(id: u32, custom: Option<&str>, font: &str) -> Style {
    let code = custom.or_else(|| builtin(id)).unwrap_or("");
    let is_general = code.is_empty() || code.eq_ignore_ascii_case("general");
    Style {
        number_format: if is_general { "".into() } else { clip(code).into() },
        font: clip(font).into(),
        is_date: if custom.is_some() { is_date(code) } else { is_builtin_date(id) },
    }
}

/// Whether a font may mean other letters than Unicode has: `.VnTime`, `VNI-Times`. Only such a font of a rich text is worth a style of its own.
pub(crate) fn is_telling_font(name: &str) -> bool {
    name.starts_with(['.', 'V', 'v'])
}

fn clip(text: &str) -> &str {
    text.char_indices().nth(LONGEST).and_then(|(end, _)| text.get(..end)).unwrap_or(text)
}

/// The code of a built-in format (ECMA-376 part 1, 18.8.30), `None` where there is none or where it depends on the locale.
pub(crate) const fn builtin(id: u32) -> Option<&'static str> {
    Some(match id {
        0 => "General",
        1 => "0",
        2 => "0.00",
        3 => "#,##0",
        4 => "#,##0.00",
        9 => "0%",
        10 => "0.00%",
        11 => "0.00E+00",
        12 => "# ?/?",
        13 => "# ??/??",
        14 => "mm-dd-yy",
        15 => "d-mmm-yy",
        16 => "d-mmm",
        17 => "mmm-yy",
        18 => "h:mm AM/PM",
        19 => "h:mm:ss AM/PM",
        20 => "h:mm",
        21 => "h:mm:ss",
        22 => "m/d/yy h:mm",
        37 => "#,##0 ;(#,##0)",
        38 => "#,##0 ;[Red](#,##0)",
        39 => "#,##0.00;(#,##0.00)",
        40 => "#,##0.00;[Red](#,##0.00)",
        41 => "_(* #,##0_);_(* (#,##0);_(* \"-\"_);_(@_)",
        42 => "_($* #,##0_);_($* (#,##0);_($* \"-\"_);_(@_)",
        43 => "_(* #,##0.00_);_(* (#,##0.00);_(* \"-\"??_);_(@_)",
        44 => "_($* #,##0.00_);_($* (#,##0.00);_($* \"-\"??_);_(@_)",
        45 => "mm:ss",
        46 => "[h]:mm:ss",
        47 => "mmss.0",
        48 => "##0.0E+0",
        49 => "@",
        _ => return None,
    })
}

/// Whether a built-in format is a date or time. 27 to 36 and 50 to 58 are dates whose code depends on the locale.
const fn is_builtin_date(id: u32) -> bool {
    matches!(id, 14..=22 | 27..=36 | 45..=47 | 50..=58)
}

/// Whether the first section of a code has a token of a date or time outside quotes, escapes and brackets; `[h]` is one too.
pub(crate) fn is_date(code: &str) -> bool {
    let mut characters = code.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' | '_' | '*' => {
                characters.next();
            }
            '"' => {
                characters.by_ref().find(|c| *c == '"');
            }
            '[' => {
                let inside: String = characters.by_ref().take_while(|c| *c != ']').collect();
                if is_elapsed_time(&inside) {
                    return true;
                }
            }
            ';' => return false,
            'G' | 'g' if is_general(characters.as_str()) => {
                characters.nth("eneral".len() - 1);
            }
            'd' | 'D' | 'm' | 'M' | 'h' | 'H' | 'y' | 'Y' | 's' | 'S' => return true,
            _ => {}
        }
    }
    false
}

/// `[h]`, `[mm]`, `[sss]`: one letter, repeated.
fn is_elapsed_time(inside: &str) -> bool {
    let Some(first) = inside.chars().next().map(|c| c.to_ascii_lowercase()) else { return false };
    matches!(first, 'h' | 'm' | 's') && inside.chars().all(|c| c.eq_ignore_ascii_case(&first))
}

fn is_general(rest: &str) -> bool {
    rest.get(.."eneral".len()).is_some_and(|word| word.eq_ignore_ascii_case("eneral"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_dates_from_numbers_that_look_like_them() {
        for code in [
            "dd/mm/yyyy",
            "[$-42A]d/m/yy",
            "h:mm AM/PM",
            "[h]:mm:ss",
            "[mm]",
            "\"ngày \"d",
            "*-yyyy",
            "mmss.0",
        ] {
            assert!(is_date(code), "{code}");
        }
        for code in [
            "",
            "General",
            "GENERAL\" d\"",
            "#,##0 \"đồng\"",
            "[Red]-#,##0",
            "#,##0;[Blue]d",
            "0\\d",
            "0_d",
            "0*d",
            "\"Y: \"0.00",
            "[$-42A]#,##0",
            "0.00E+00",
            "[>=100][Magenta]0",
            "# ?/?",
            "@",
        ] {
            assert!(!is_date(code), "{code}");
        }
    }

    #[test]
    fn knows_the_built_in_codes_and_that_general_is_none() {
        assert_eq!(style(0, None, ""), Style::default());
        assert_eq!(style(164, Some("General"), ""), Style::default());
        assert!(style(14, None, "").is_date && style(31, None, "").is_date && style(57, None, "").is_date);
        assert_eq!(&*style(3, None, ".VnTime").number_format, "#,##0");
        // A file may give a built-in id a code of its own; the code counts.
        assert!(!style(14, Some("0.0"), "").is_date);
    }
}
