use super::*;
use proptest::prelude::*;

const VI: Locale = Locale::Vi;
const EN: Locale = Locale::En { is_month_first: false };

#[track_caller]
fn assert_all(cases: &[(&str, &str)], locale: Locale) {
    for (text, shown) in cases {
        let period = read_period(text, locale, 1).map_or_else(String::new, |period| period.to_string());
        assert_eq!(period, *shown, "{text}");
    }
}

#[test]
fn vietnamese_periods() {
    assert_all(
        &[
            ("năm 2023", "2023"),
            ("Năm: 2023", "2023"),
            ("BÁO CÁO CÔNG TÁC ĐOÀN NĂM 2023", "2023"),
            ("2023", "2023"),
            (" 2023 ", "2023"),
            ("Quý I/2024", "2024-Q1"),
            ("QUÝ IV NĂM 2024", "2024-Q4"),
            ("quý 1 năm 2024", "2024-Q1"),
            ("Quí III - 2024", "2024-Q3"),
            ("Q2/2024", "2024-Q2"),
            ("QII/2024", "2024-Q2"),
            ("quý 5 năm 2024", "2024"),
            ("6 tháng đầu năm 2024", "2024-H1"),
            ("Báo cáo sáu tháng đầu năm 2024", "2024-H1"),
            ("6 tháng cuối năm 2024", "2024-H2"),
            ("9 tháng năm 2024", "2024-M9"),
            ("9 tháng đầu năm 2024", "2024-M9"),
            ("3 tháng đầu năm 2024", "2024-Q1"),
            ("12 tháng năm 2024", "2024"),
            ("tháng 3/2024", "2024-03"),
            ("Tháng 03 năm 2024", "2024-03"),
            ("tháng 3-2024", "2024-03"),
            ("T3/2024", "2024-03"),
            ("03/2024", "2024-03"),
            ("tháng 13/2024", ""),
            ("năm học 2023-2024", "2023-2024"),
            ("Năm học 2023 – 2024", "2023-2024"),
            ("2023-2024", "2023-2024"),
            ("2023 - 2024", "2023-2024"),
            ("năm học 2023-2025", ""),
            ("nhiệm kỳ 2020-2025", ""),
            ("từ 01/01/2024 đến 30/6/2024", "2024-H1"),
            ("từ ngày 01/01/2024 đến ngày 31/03/2024", "2024-Q1"),
            ("từ ngày 15 tháng 12 năm 2022 đến ngày 14 tháng 12 năm 2023", "2022-12-15/2023-12-14"),
            ("(Từ 1/1 đến 15/3/2023)", "2023-01-01/2023-03-15"),
            ("từ tháng 1 đến tháng 9 năm 2024", "2024-M9"),
            ("từ tháng 01/2024 đến tháng 12/2024", "2024"),
            ("01/01/2024 - 31/01/2024", "2024-01"),
            ("từ 30/6/2024 đến 01/01/2024", ""),
            ("2023-Q1", "2023-Q1"),
            ("2023-H1", "2023-H1"),
            ("2023-07", "2023-07"),
            ("2023-01-01/2023-12-31", "2023"),
            ("ngày 05 tháng 6 năm 2024", ""),
            ("Hà Nội, ngày 5 tháng 6 năm 2024", ""),
            ("16/12/2023", ""),
            ("Số đoàn viên", ""),
            ("", ""),
        ],
        VI,
    );
}

#[test]
fn english_periods() {
    assert_all(
        &[
            ("year 2023", "2023"),
            ("FY2023", "2023"),
            ("first half of 2024", "2024-H1"),
            ("H2 2024", "2024-H2"),
            ("Q1 2024", "2024-Q1"),
            ("second quarter of 2024", "2024-Q2"),
            ("2nd quarter 2024", "2024-Q2"),
            ("March 2024", "2024-03"),
            ("first 9 months of 2024", "2024-M9"),
            ("school year 2023/2024", "2023-2024"),
            ("from 1 January 2024 to 31 March 2024", "2024-Q1"),
            ("5 June 2024", ""),
        ],
        EN,
    );
}

#[test]
fn a_reporting_year_may_begin_later() {
    let read = |text, starts| read_period(text, VI, starts).map(|period| period.to_string());
    assert_eq!(read("từ 01/10/2023 đến 30/9/2024", 10), Some("2023".into()));
    assert_eq!(read("từ 01/10/2023 đến 30/9/2024", 1), Some("2023-10-01/2024-09-30".into()));
    assert_eq!(read("từ 01/10/2023 đến 31/12/2023", 10), Some("2023-Q1".into()));
    assert_eq!(read("từ 01/10/2023 đến 31/12/2023", 1), Some("2023-Q4".into()));
    assert_eq!(read("năm 2023", 10), Some("2023".into()));
}

proptest! {
    #[test]
    fn any_text_is_looked_at(text in "\\PC*", starts: u8) {
        let _ = read_period(&text, VI, starts);
        let _ = read_period(&format!("từ {text} đến {text}"), VI, starts);
    }

    #[test]
    fn any_words_of_periods_are_looked_at(words in prop::collection::vec(prop::sample::select(vec!["từ", "đến", "tháng", "năm", "quý", "I", "6", "9", "2024", "/", "-", "ngày", "đầu", "65535", "học", "31"]), 0..12)) {
        let _ = read_period(&words.join(" "), VI, 1);
        let _ = read_period(&words.concat(), EN, 255);
    }

    #[test]
    fn what_is_written_reads_back(year in 1990u16..2100, month in 1u8..=12, quarter in 1u8..=4, half in 1u8..=2) {
        for period in [Period::Year(year), Period::Month(year, month), Period::Quarter(year, quarter), Period::Half(year, half), Period::NineMonths(year), Period::SchoolYear(year)] {
            prop_assert_eq!(read_period(&period.to_string(), VI, 1), Some(period));
        }
    }
}
