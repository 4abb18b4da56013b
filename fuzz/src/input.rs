//! How the bytes of the fuzzer become the arguments of a parser.

use tonghop::pipeline::Locale;

/// The first byte chooses, the rest is text: bytes that are no UTF-8 become replacement characters, so that no input is wasted.
pub fn choice_and_text(data: &[u8]) -> Option<(u8, String)> {
    let (choice, rest) = data.split_first()?;
    Some((*choice, String::from_utf8_lossy(rest).into_owned()))
}

/// One of the locales.
pub fn locale(choice: u8) -> Locale {
    match choice % 3 {
        0 => Locale::Vi,
        1 => Locale::En { is_month_first: false },
        _ => Locale::En { is_month_first: true },
    }
}
