//! Labels: tidying, match keys, numbering, words of totals, and the fonts from before Unicode.
//!
//! Tidying, folding and the order of tones are done once and for all: doing them again changes nothing. A key does not depend on what a text went
//! through before (its normal form, its blanks). What is written in a legacy encoding is read as what it was.

#![no_main]

use libfuzzer_sys::fuzz_target;
use std::cmp::Ordering;
use tonghop::clean::legacy::{Encoding, decode, encode};
use tonghop::clean::text::{canonical_tones, compare, fold, slug, strip_numbering, tidy, unmark};
use tonghop::clean::{syllable, tcvn3, vni, words};
use tonghop_fuzz::input::{choice_and_text, locale};

fuzz_target!(|data: &[u8]| {
    let Some((choice, text)) = choice_and_text(data) else { return };
    keys(&text);
    let locale = locale(choice);
    let _ = words::is_total_row(&text, locale);
    let _ = words::begins_as_total(&text, locale);
    let _ = words::is_cumulative(&text, locale);
    if let Some(behind) = words::after_of_which(&text, locale) {
        assert!(text.contains(behind));
    }
    assert!(text.trim().ends_with(strip_numbering(&text)));
    for font in ["", "Arial", ".VnTime", ".VnTimeH", "VNI-Times"] {
        if let Some((decoded, encoding)) = decode(&text, font) {
            assert!(!decoded.is_empty() && Encoding::of_font(font).is_none_or(|told| told == encoding));
        }
    }
    legacy(&tidy(&text).0);
    if let Some((one, two)) = text.split_once('\n') {
        assert_eq!(compare(one, two), compare(two, one).reverse());
        assert_eq!(compare(one, two) == Ordering::Equal, one == two);
    }
});

fn keys(text: &str) {
    let (tidied, _) = tidy(text);
    let (again, transforms) = tidy(&tidied);
    assert_eq!(again, tidied);
    assert_eq!(transforms.iter().count(), 0, "{tidied:?}");
    let key = fold(text);
    assert_eq!(fold(&key), key);
    assert_eq!(fold(&tidied), key, "{text:?}");
    let canonical = canonical_tones(&tidied);
    assert_eq!(canonical_tones(&canonical), canonical);
    let plain = unmark(text);
    assert_eq!(unmark(&plain), plain);
    assert!(!slug(&tidied).contains([';', '=', ' ']));
}

fn legacy(text: &str) {
    if let Some((decoded, _)) = encode(text, Encoding::Vni).and_then(|stored| vni::decode(&stored)) {
        assert_eq!(decoded, text);
    }
    // Signs such as `«` are letters to TCVN3, capitals need a font of their own.
    let is_written = |c: char| c.is_ascii() || tcvn3::stored(c).is_some();
    if text.chars().all(is_written)
        && let Some((decoded, _)) = encode(text, Encoding::Tcvn3).and_then(|stored| tcvn3::decode(&stored))
    {
        assert_eq!(decoded.to_lowercase(), text.to_lowercase());
    }
    for word in text.split_whitespace() {
        if let Some(syllable) = syllable::Syllable::split(word) {
            assert_eq!(syllable::Syllable::split(&syllable.join()).as_ref(), Some(&syllable), "{word}");
        }
    }
}
