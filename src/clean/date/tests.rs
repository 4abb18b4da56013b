use super::*;
use proptest::prelude::*;

const VI: Locale = Locale::Vi;
const EN: Locale = Locale::En { is_month_first: false };
const US: Locale = Locale::En { is_month_first: true };

fn day(text: &str, locale: Locale, hint: Option<u16>) -> Option<String> {
    read_date(text, locale, hint).map(|day| day.to_string())
}

#[test]
fn serials_of_both_systems() {
    for (serial, is_1904, shown) in [
        (1.0, false, "1900-01-01"),
        (59.0, false, "1900-02-28"),
        (61.0, false, "1900-03-01"),
        (45276.0, false, "2023-12-16"),
        (45276.75, false, "2023-12-16"),
        (2_958_465.0, false, "9999-12-31"),
        (0.0, true, "1904-01-01"),
        (43814.0, true, "2023-12-16"),
    ] {
        assert_eq!(from_serial(serial, is_1904).map(|day| day.to_string()), Some(shown.into()), "{serial}");
    }
    for serial in [0.0, 0.5, 60.0, -1.0, f64::NAN, f64::INFINITY, 2_958_466.0, 1e300] {
        assert_eq!(from_serial(serial, false), None, "{serial}");
    }
}

#[test]
fn dates_are_day_first() {
    for text in [
        "16/12/2023",
        "16.12.2023",
        "16-12-2023",
        "16 / 12 / 2023",
        "16–12–2023",
        "16/12/23",
        "2023-12-16",
        "2023/12/16",
        "2023-12-16T08:30:00",
        "16/12/2023 08:30",
        "ngày 16 tháng 12 năm 2023",
        "Ngày 16/12/2023",
        "Hà Nội, ngày 16 tháng 12 năm 2023",
        "Thứ bảy, ngày 16/12/2023",
        "Thứ 7, 16/12/2023",
        "16 tháng 12 năm 2023",
        "16 tháng 12, 2023",
        "16 tháng 12/2023",
        "ngày 16 tháng 12 năm 2023.",
        "16-Dec-2023",
    ] {
        assert_eq!(day(text, VI, None), Some("2023-12-16".into()), "{text}");
    }
    assert_eq!(day("ngày 05 tháng 6 năm 2024", VI, None), Some("2024-06-05".into()));
    assert_eq!(day("3/4/2024", VI, None), Some("2024-04-03".into()));
}

#[test]
fn a_day_without_its_year_needs_one() {
    for text in ["16-12", "16/12", "16.12", "ngày 16 tháng 12", "ngày 16-12"] {
        assert_eq!(day(text, VI, None), None, "{text}");
        assert_eq!(day(text, VI, Some(2023)), Some("2023-12-16".into()), "{text}");
    }
}

#[test]
fn what_is_no_date_is_none() {
    for text in [
        "12/16/2023",
        "30/02/2023",
        "31.4.2023",
        "16/12-2023",
        "1.250.000",
        "tháng 6/2024",
        "2023",
        "16",
        "",
        "abc",
        "ngày",
        "16/12/202",
        "0/1/2023",
        "16/12/2023 và 17/12/2023",
    ] {
        assert_eq!(day(text, VI, Some(2023)), None, "{text}");
    }
}

#[test]
fn english_dates_follow_the_declared_order() {
    assert_eq!(day("3/4/2024", EN, None), Some("2024-04-03".into()));
    assert_eq!(day("3/4/2024", US, None), Some("2024-03-04".into()));
    assert_eq!(day("12/16/2023", US, None), Some("2023-12-16".into()));
    assert_eq!(day("16/12/2023", US, None), None);
    for text in
        ["5 June 2024", "June 5, 2024", "5th of June 2024", "June 5th, 2024", "5-Jun-24", "Wed, 5 June 2024"]
    {
        assert_eq!(day(text, EN, None), Some("2024-06-05".into()), "{text}");
    }
}

#[test]
fn dates_are_seen_in_columns_of_numbers() {
    for text in ["16/12/2023", "1-May", "May-24", "1.2.2024", "05-Jun-2024"] {
        assert!(is_date_like(text, VI), "{text}");
    }
    for text in ["20-30", "16-12", "1.250", "12,5", "may 5 áo", "tháng 3"] {
        assert!(!is_date_like(text, VI), "{text}");
    }
}

proptest! {
    #[test]
    fn any_text_is_looked_at(text in "\\PC*", hint in prop::option::of(any::<u16>())) {
        let _ = (read_date(&text, VI, hint), read_date(&text, US, hint), is_date_like(&text, VI));
    }

    #[test]
    fn any_serial_is_looked_at(serial: f64, is_1904: bool) {
        let _ = from_serial(serial, is_1904);
    }

    #[test]
    fn serials_follow_each_other(serial in 61u32..2_958_465, is_1904: bool) {
        let serial = if is_1904 { serial.min(2_957_002) } else { serial };
        let one = from_serial(f64::from(serial), is_1904);
        let next = from_serial(f64::from(serial) + 1.0, is_1904);
        prop_assert!(one.is_some() && one < next);
    }

    #[test]
    fn written_days_read_back(serial in 61u32..73_000) {
        let Some(date) = from_serial(f64::from(serial), false) else { return Ok(()) };
        prop_assert_eq!(read_date(&date.to_string(), VI, None), Some(date));
        prop_assert_eq!(read_date(&format!("{}/{}/{}", date.day, date.month, date.year), VI, None), Some(date));
        let words = format!("ngày {:02} tháng {} năm {}", date.day, date.month, date.year);
        prop_assert_eq!(read_date(&words, VI, None), Some(date));
    }
}
