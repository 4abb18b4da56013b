use super::*;
use proptest::prelude::*;

const VI: Context = Context { locale: Locale::Vi, habit: Habit::Unknown, is_whole: false, stated: 1 };
const COUNT: Context = Context { is_whole: true, ..VI };
const EN: Context = Context { locale: Locale::En { is_month_first: false }, ..VI };

/// The value, `~` and its bound where it has one, `%`, `!` for the other convention; or the name of the reading.
fn show(text: &str, context: &Context) -> String {
    match read(text, context).reading {
        Reading::Number(number) => {
            let bound = if number.bound == Bound::Exact { "" } else { number.bound.as_str() };
            let marks =
                [if number.is_percent { "%" } else { "" }, if number.is_foreign { "!" } else { "" }].concat();
            format!("{}{marks} {bound}", number.amount).trim().to_owned()
        }
        Reading::Ambiguous(candidates) => format!("ambiguous {candidates}"),
        other => format!("{other:?}").to_lowercase(),
    }
}

#[track_caller]
fn assert_all(cases: &[(&str, &str)], context: &Context) {
    for (text, shown) in cases {
        assert_eq!(show(text, context), *shown, "{text}");
    }
}

#[test]
fn marks_follow_the_vietnamese_convention() {
    assert_all(
        &[
            ("1.250,5", "1250.5"),
            ("1.250.000", "1250000"),
            ("1,250,000", "1250000!"),
            ("12,5", "12.5"),
            ("1.250", "1250"),
            ("0.250", "0.25!"),
            ("0,250", "0.25"),
            ("12.5", "12.5!"),
            ("1.25", "1.25!"),
            ("1.2500", "1.25!"),
            ("1.25.000", "ambiguous 125000"),
            ("1,25,000", "ambiguous 125000"),
            ("1250.500", "ambiguous 1250500"),
            ("012.500", "ambiguous 012500"),
            ("1250,500", "1250.5"),
            ("1,250", "ambiguous 1250 | 1.25"),
            ("1,250.5", "1250.5!"),
            ("1,250.500", "1250.5!"),
            ("1.250,500", "1250.5"),
            ("12.50,5", "ambiguous 12505"),
            ("3 250", "3250"),
            ("3 250,5", "3250.5"),
            ("3 250.5", "3250.5!"),
            ("3 250.500", "ambiguous 3250500"),
            ("1 250 000", "1250000"),
            ("2023 250", "nothing"),
            ("0", "0"),
            ("007", "7"),
            ("720", "720"),
        ],
        &VI,
    );
}

#[test]
fn signs_and_parentheses_are_negative() {
    assert_all(
        &[
            ("(1.200)", "-1200"),
            ("-1.200", "-1200"),
            ("−5", "-5"),
            ("–1,5", "-1.5"),
            ("+5", "5"),
            ("( 12 )", "-12"),
            ("- 5", "nothing"),
            ("(-5)", "nothing"),
            ("5-", "nothing"),
        ],
        &VI,
    );
}

#[test]
fn words_of_magnitude_are_applied() {
    assert_all(
        &[
            ("1,5 tỷ", "1500000000"),
            ("1,5 tỉ", "1500000000"),
            ("1 tỷ 200 triệu", "1200000000"),
            ("1 tỷ 200 triệu đồng", "1200000000"),
            ("1 tỷ 200 triệu 500 nghìn", "1200500000"),
            ("1 tỷ 2", "1200000000"),
            ("1 tỷ 200", "1200000000"),
            ("10tr5", "10500000"),
            ("10 triệu 500", "10500000"),
            ("1tr250", "1250000"),
            ("1tr25", "1250000"),
            ("1 tỷ 25", "ambiguous ?"),
            ("500k", "500000"),
            ("500 K", "500000"),
            ("2 triệu rưỡi", "2500000"),
            ("2 triệu rưỡi đồng", "2500000"),
            ("1.5 triệu", "1500000!"),
            ("1.250 tỷ", "ambiguous 1250000000000 | 1250000000"),
            ("1.250 triệu", "ambiguous 1250000000 | 1250000"),
            ("1,250 tỷ", "ambiguous 1250000000000 | 1250000000"),
            ("720 triệu đồng", "720000000"),
            ("720.000.000 đồng", "720000000"),
            ("720.000.000đ", "720000000"),
            ("720 trđ", "720000000"),
            ("720 tr.đ", "720000000"),
            ("720 tr.", "720000000"),
            ("720.000 VNĐ", "720000"),
            ("5 nghìn tỷ", "5000000000000"),
            ("5 trăm triệu", "500000000"),
            ("200 ngđ", "200000"),
            ("200 ngàn", "200000"),
            ("2 rưỡi", "nothing"),
            ("1 triệu 2 tỷ", "nothing"),
            ("1,5 tỷ 200 triệu", "nothing"),
            ("1 triệu 2000 nghìn", "nothing"),
        ],
        &VI,
    );
}

#[test]
fn the_column_settles_what_the_cell_leaves_open() {
    let stated = Context { stated: 1_000_000, ..VI };
    assert_eq!(show("1.250 triệu đồng", &stated), "1250000000");
    assert_eq!(
        show("1.250 tỷ", &Context { stated: 1_000_000_000, ..VI }),
        "ambiguous 1250000000000 | 1250000000"
    );
    assert_eq!(show("1,250", &COUNT), "1250!");
    assert_eq!(show("1,250", &Context { habit: Habit::DecimalComma, ..VI }), "1.25");
    assert_eq!(show("1,250", &Context { habit: Habit::GroupingComma, ..VI }), "1250!");
    assert_eq!(show("1,250", &Context { habit: Habit::DecimalComma, ..COUNT }), "1250!");
}

#[test]
fn words_of_bound_are_kept() {
    assert_all(
        &[
            ("trên 700", "700 at_least"),
            ("hơn 700", "700 at_least"),
            (">700", "700 at_least"),
            ("≥ 700", "700 at_least"),
            ("ít nhất 700", "700 at_least"),
            ("không dưới 700", "700 at_least"),
            ("700+", "700 at_least"),
            ("700 trở lên", "700 at_least"),
            ("Trên 1.250 lượt", "1250 at_least"),
            ("hơn 1,5 tỷ đồng", "1500000000 at_least"),
            ("dưới 50", "50 at_most"),
            ("<50", "50 at_most"),
            ("không quá 50", "50 at_most"),
            ("khoảng 20", "20 about"),
            ("gần 20", "20 about"),
            ("~20", "20 about"),
            ("ước khoảng 20", "20 about"),
            ("khoảng trên 20", "20 about"),
            ("trên", "nothing"),
        ],
        &VI,
    );
}

#[test]
fn texts_without_a_definite_value_have_none() {
    assert_all(
        &[
            ("20-30", "ambiguous 20 | 30"),
            ("20 – 30", "ambiguous 20 | 30"),
            ("20 đến 30", "ambiguous 20 | 30"),
            ("từ 20 đến 30 người", "ambiguous 20 | 30"),
            ("vài chục", "ambiguous ?"),
            ("nhiều", "ambiguous ?"),
            ("Rất nhiều", "ambiguous ?"),
            ("1/5", "ambiguous 1 | 5"),
            ("abc", "nothing"),
            ("12 (3 nữ)", "nothing"),
            ("5 buổi, 200 lượt", "nothing"),
            ("1E5", "nothing"),
            ("", "nothing"),
            ("99999999999999999999", "toolarge"),
            ("1000000000 tỷ", "1000000000000000000"),
            ("1000000000 tỷ rưỡi", "toolarge"),
            ("1000000000 tỷ 1 triệu", "toolarge"),
            ("16/12/2023", "date"),
            ("1.2.2024", "date"),
            ("1-May", "date"),
        ],
        &VI,
    );
}

#[test]
fn signs_of_nil_absence_and_ticks_are_told_apart() {
    for nil in ["-", "–", "--", "không", "Không", "KHÔNG", "k", "ko", "không có", "Không."] {
        assert_eq!(show(nil, &VI), "nil", "{nil}");
    }
    for absent in ["…", "...", "....", "..", "……"] {
        assert_eq!(show(absent, &VI), "notavailable", "{absent}");
    }
    for tick in ["x", "X", "✓", "(x)"] {
        assert_eq!(show(tick, &VI), "tick", "{tick}");
    }
}

#[test]
fn a_percent_sign_is_reported() {
    assert_all(&[("12,5%", "12.5%"), ("12,5 %", "12.5%"), ("12% nam", "nothing")], &VI);
}

#[test]
fn words_behind_the_number_are_handed_on() {
    assert_eq!(read("25 Đ/c", &VI).behind, "d/c");
    assert_eq!(read("1,5 nghìn cây xanh", &VI).behind, "cay xanh");
    assert_eq!(read("1.500 m2", &VI).behind, "m2");
    assert_eq!(show("500 m2", &VI), "500");
    assert_eq!(show("500 m 2", &VI), "nothing");
    assert_eq!(read("720 triệu đồng", &VI).behind, "");
}

#[test]
fn what_was_done_is_recorded() {
    let transforms = |text| match read(text, &VI).reading {
        Reading::Number(number) => number.transforms.iter().map(Transform::as_str).collect::<Vec<_>>(),
        other => panic!("{text}: {other:?}"),
    };
    assert_eq!(transforms("(1.250,5)"), ["text-number", "grouping", "decimal-comma", "parentheses"]);
    assert_eq!(transforms("1,250,000.5"), ["text-number", "foreign-grouping", "foreign-decimal"]);
    assert_eq!(transforms("trên 0,12345678912"), ["text-number", "decimal-comma", "approximate", "rounded"]);
}

#[test]
fn english_reads_the_other_way() {
    assert_all(
        &[
            ("1,250.5", "1250.5"),
            ("1,250", "1250"),
            ("1.250", "1.25"),
            ("1 250", "1250"),
            ("(1,200)", "-1200"),
            ("1.250,5", "1250.5!"),
            ("1.5 million", "1500000"),
            ("2 mn", "2000000"),
            ("1,250 million", "1250000000"),
            ("3m", "3000000"),
            ("500k", "500000"),
            ("2 bn", "2000000000"),
            ("1 billion 200 million", "1200000000"),
            ("n/a", "nil"),
            ("nil", "nil"),
            ("none", "nil"),
            ("-", "nil"),
            ("over 700", "700 at_least"),
            ("at least 700", "700 at_least"),
            ("about 20", "20 about"),
            ("up to 50", "50 at_most"),
            ("20 to 30", "ambiguous 20 | 30"),
            ("5 June 2024", "date"),
            ("several", "ambiguous ?"),
        ],
        &EN,
    );
    // Whoever writes decimals of a count means thousands, or nothing: nobody can say which.
    let count = Context { is_whole: true, ..EN };
    let cases = [
        ("1.000", "ambiguous 1000 | 1"),
        ("12.000", "ambiguous 12000 | 12"),
        ("1.00", "1"),
        ("1,000.000", "1000"),
        ("0.000", "0"),
        ("1234.000", "1234"),
    ];
    assert_all(&cases, &count);
    assert_all(&[("1.000", "1")], &EN);
}

#[test]
fn a_column_shows_its_habit() {
    let of = |texts: &[&str]| habit(texts.iter().copied());
    assert_eq!(of(&["12,5", "1,250"]), Habit::DecimalComma);
    assert_eq!(of(&["1.250", "1,250"]), Habit::DecimalComma);
    assert_eq!(of(&["1,250,000", "1,250"]), Habit::GroupingComma);
    assert_eq!(of(&["12.5 triệu"]), Habit::GroupingComma);
    assert_eq!(of(&["12.5", "12,5"]), Habit::Unknown);
    assert_eq!(of(&["1,250", "abc", "16.12.2023"]), Habit::Unknown);
    assert_eq!(of(&[]), Habit::Unknown);
}

/// A whole number with its thousands marked.
fn grouped(number: u64, mark: char) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(mark);
        }
        out.push(digit);
    }
    out
}

proptest! {
    #[test]
    fn any_text_is_read(text in "\\PC*", is_whole: bool) {
        let _ = read(&text, &Context { is_whole, ..VI });
        let _ = read(&text, &EN);
    }

    #[test]
    fn any_text_of_numbers_is_read(text in "[0-9., ()%xk+/-]{0,12}( tỷ| triệu| tr|đ|k| rưỡi|trên |không )?[0-9., ]{0,5}") {
        let _ = read(&text, &VI);
        let _ = habit([text.as_str()].into_iter());
    }

    #[test]
    fn vietnamese_numbers_read_back(whole in 0u64..1_000_000_000_000, decimals in 0u32..100) {
        prop_assert_eq!(show(&grouped(whole, '.'), &VI), whole.to_string());
        prop_assert_eq!(show(&grouped(whole, ' '), &VI), whole.to_string());
        let with_decimals = format!("{},{decimals:02}", grouped(whole, '.'));
        let plain = Amount::parse(&format!("{whole}.{decimals:02}")).map(|(amount, _)| amount.to_string());
        prop_assert_eq!(Some(show(&with_decimals, &VI)), plain);
    }

    #[test]
    fn magnitudes_read_back(billions in 1i64..1000, millions in 1i64..1000) {
        let value = (billions * 1_000_000_000 + millions * 1_000_000).to_string();
        prop_assert_eq!(show(&format!("{billions} tỷ {millions} triệu"), &VI), value);
    }
}
