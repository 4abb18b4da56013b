//! Vietnamese order: Đ after D, the tone as a secondary key. Byte order and the root locale are both wrong.

use icu_collator::options::CollatorOptions;
use icu_collator::{Collator, CollatorBorrowed};
use icu_locale_core::locale;
use std::cmp::Ordering;
use std::sync::OnceLock;

/// The collator, made once from the data compiled into the program.
static VIETNAMESE: OnceLock<Option<CollatorBorrowed<'static>>> = OnceLock::new();

/// Compares two texts in Vietnamese order; texts that collate alike fall back to their code points, so that a sort is always the same.
///
/// ```
/// use tonghop::clean::text::compare;
/// let mut names = ["Đông", "Dung", "Em", "Anh", "Ấn"];
/// names.sort_by(|a, b| compare(a, b));
/// assert_eq!(names, ["Anh", "Ấn", "Dung", "Đông", "Em"]);
/// ```
pub fn compare(a: &str, b: &str) -> Ordering {
    let collator =
        VIETNAMESE.get_or_init(|| Collator::try_new(locale!("vi").into(), CollatorOptions::default()).ok());
    let order = collator.as_ref().map_or(Ordering::Equal, |collator| collator.compare(a, b));
    order.then_with(|| a.cmp(b))
}

#[cfg(test)]
mod tests {
    use super::compare;

    #[test]
    fn letters_come_in_vietnamese_order() {
        let sorted = ["a", "ă", "â", "b", "d", "đ", "e", "ê", "o", "ô", "ơ", "u", "ư", "y"];
        let mut letters = sorted;
        letters.reverse();
        letters.sort_by(|a, b| compare(a, b));
        assert_eq!(letters, sorted);
    }

    #[test]
    fn tones_decide_last() {
        let sorted = ["ma", "mà", "mả", "mã", "má", "mạ", "mai"];
        let mut words = sorted;
        words.reverse();
        words.sort_by(|a, b| compare(a, b));
        assert_eq!(words, sorted);
    }
}
