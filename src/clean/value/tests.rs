use super::*;
use crate::clean::unit::{in_banner, in_header};
use crate::model::Address;
use crate::pipeline::{Label, Origins, Tick, Time, Total};
use proptest::prelude::*;

/// An indicator as the definition's defaults make it.
fn indicator(kind: Kind, unit: &str) -> Indicator {
    Indicator {
        id: "it".into(),
        label: Label::default(),
        aliases: Vec::new(),
        code: None,
        path: Vec::new(),
        sheet: None,
        kind,
        unit: unit.into(),
        unit_aliases: Vec::new(),
        asked_in: 1,
        decimals: 0,
        min: matches!(kind, Kind::Count | Kind::Money).then_some(Amount::ZERO),
        max: None,
        blank: Blank::Missing,
        is_nil_zero: true,
        tick: Tick::Reject,
        is_required: false,
        time: Time::Flow,
        total: Total::Sum,
        per: None,
        is_regular: false,
        part_of: None,
        has_complete_parts: false,
        asked_of: Vec::new(),
        origin: Origins::Cells,
        cumulative_of: None,
    }
}

fn count() -> Indicator {
    Indicator { unit_aliases: vec!["cây xanh".into()], ..indicator(Kind::Count, "cây") }
}

fn money() -> Indicator {
    Indicator { asked_in: 1_000_000, ..indicator(Kind::Money, "đồng") }
}

fn expected(indicator: &Indicator) -> Expected<'_> {
    Expected {
        indicator,
        locale: Locale::Vi,
        habit: Habit::Unknown,
        row_unit: None,
        header_unit: None,
        banner_unit: None,
        is_1904: false,
        year_hint: None,
    }
}

fn cell(value: Value) -> Cell {
    Cell { at: Address::new(0, 0), value, is_formula: false, style: 0 }
}

fn text(text: &str) -> Cell {
    cell(Value::Text(text.into()))
}

fn run(cell: &Cell, expected: &Expected<'_>) -> Cleaned {
    clean(Some(cell), &Style::default(), expected)
}

/// The value, `-` for none, then each finding as `code found > expected = suggested`, then `out` where it does not count.
fn show(cleaned: &Cleaned) -> String {
    let mut shown = match &cleaned.value {
        FactValue::Amount(amount, Bound::Exact) => amount.to_string(),
        FactValue::Amount(amount, bound) => format!("{amount} {}", bound.as_str()),
        FactValue::Text(text) => text.to_string(),
        FactValue::Date(day) => day.to_string(),
        FactValue::None => "-".into(),
    };
    for finding in &cleaned.findings {
        shown += &format!(" | {} {} > {}", finding.check.code(), finding.found, finding.expected);
        if let Some(suggested) = finding.suggested {
            shown += &format!(" = {suggested}");
        }
    }
    if !cleaned.is_included {
        shown += " | out";
    }
    shown
}

#[track_caller]
fn assert_texts(cases: &[(&str, &str)], expected: &Expected<'_>) {
    for (stored, shown) in cases {
        assert_eq!(show(&run(&text(stored), expected)), *shown, "{stored}");
    }
}

#[test]
fn counts_from_text() {
    let indicator = count();
    assert_texts(
        &[
            ("1.250", "1250"),
            ("1,250", "1250 | foreign-grouping 1,250 > 1250"),
            ("1,250,000", "1250000 | foreign-grouping 1,250,000 > 1250000"),
            (" 3\u{a0}250 ", "3250"),
            ("12 cây", "12"),
            ("12 cây xanh", "12"),
            ("12 suất", "12 | unit-unknown 12 suất > cây"),
            ("1,5 nghìn cây", "1500"),
            ("trên 700", "700 at_least | approximate-value trên 700 > 700"),
            ("12,5", "12.5 | fraction-in-count 12.5 > 12500 = 12500 | out"),
            ("-5", "-5 | negative-value -5 > 0 … | out"),
            ("(1.200)", "-1200 | negative-value -1200 > 0 … | out"),
            ("20-30", "- | ambiguous-number 20-30 > 20 | 30 | out"),
            ("nhiều", "- | ambiguous-number nhiều > ? | out"),
            ("abc", "- | not-a-number abc >  | out"),
            ("12,5%", "- | not-a-number 12,5% >  | out"),
            ("16/12/2023", "- | date-in-number 16/12/2023 >  | out"),
            ("không", "0"),
            ("-", "0"),
            ("0", "0"),
            ("…", "-"),
            ("...", "-"),
            ("x", "- | not-a-number x >  | out"),
            ("", "-"),
            (" \u{200b} ", "-"),
            ("10000000000000000000", "- | not-finite 10000000000000000000 >  | out"),
            ("500 đồng", "500 | unit-unknown đồng > cây"),
        ],
        &expected(&indicator),
    );
}

#[test]
fn blanks_nil_and_ticks_follow_the_indicator() {
    let zero = Indicator { blank: Blank::Zero, is_nil_zero: false, tick: Tick::One, ..count() };
    let expectation = expected(&zero);
    let blank = clean(None, &Style::default(), &expectation);
    assert_eq!((show(&blank), blank.transforms.has(Transform::BlankZero)), ("0".into(), true));
    assert_eq!(show(&clean(None, &Style::default(), &expected(&count()))), "-");
    assert_texts(&[("-", "-"), ("không", "-"), ("x", "1"), ("  ", "0")], &expectation);
    assert_eq!(show(&run(&cell(Value::Boolean(true)), &expectation)), "1");
    assert_eq!(show(&run(&cell(Value::Boolean(false)), &expectation)), "-");
    let not_applicable = Indicator { tick: Tick::Missing, ..count() };
    assert_texts(&[("x", "-")], &expected(&not_applicable));
    assert_eq!(
        show(&run(&cell(Value::Boolean(true)), &expected(&count()))),
        "- | not-a-number TRUE >  | out"
    );
}

#[test]
fn numeric_cells_are_never_reinterpreted() {
    let indicator = count();
    let of = |number: f64| run(&cell(Value::Number(number)), &expected(&indicator));
    assert_eq!(show(&of(1250.0)), "1250");
    assert_eq!(&*of(1250.0).raw, "1250");
    assert_eq!(show(&of(3.25)), "3.25 | fraction-in-count 3.25 > 3250 = 3250 | out");
    assert_eq!(show(&of(3.2512)), "3.2512 | fraction-in-count 3.2512 >  | out");
    assert_eq!(show(&of(-1.0)), "-1 | negative-value -1 > 0 … | out");
    assert_eq!(show(&of(1e300)).split(' ').nth(2), Some("not-finite"));
    assert_eq!(show(&of(f64::NAN)), "- | not-finite NaN >  | out");
    assert_eq!(&*of(1e17).raw, "100000000000000000");
    assert_eq!(&*of(-0.0).raw, "0");
    assert_eq!(&*of(0.1).raw, "0.1");
    let noisy = Indicator { min: None, ..indicator.clone() };
    let noisy = Indicator { kind: Kind::Amount, ..noisy };
    assert_eq!(
        show(&run(&cell(Value::Number(0.1 + 0.2)), &expected(&noisy))),
        "0.3 | rounded-value 0.30000000000000004 > 0.3"
    );
}

#[test]
fn cells_without_a_number_say_why() {
    for indicator in [count(), indicator(Kind::Text, ""), indicator(Kind::Date, "")] {
        let expectation = expected(&indicator);
        assert_eq!(
            show(&run(&cell(Value::Error("#REF!".into())), &expectation)),
            "- | error-cell #REF! >  | out"
        );
        let formula = Cell { is_formula: true, ..cell(Value::NotCalculated) };
        let cleaned = run(&formula, &expectation);
        assert_eq!(show(&cleaned), "- | formula-not-calculated  >  | out");
        assert_eq!(cleaned.kind, CellKind::Formula);
    }
    let dated = Style { is_date: true, ..Style::default() };
    let indicator = count();
    let cleaned = clean(Some(&cell(Value::Number(45047.0))), &dated, &expected(&indicator));
    assert_eq!(show(&cleaned), "- | date-in-number 2023-05-01 >  | out");
    assert_eq!(cleaned.kind, CellKind::Date);
    let iso = run(&cell(Value::IsoDate("2023-05-01".into())), &expected(&indicator));
    assert_eq!(show(&iso), "- | date-in-number 2023-05-01 >  | out");
}

#[test]
fn the_domain_is_declared() {
    let bounded =
        Indicator { max: Some(Amount::from_units(100)), min: Some(Amount::from_units(1)), ..count() };
    assert_texts(
        &[
            ("100", "100"),
            ("101", "101 | outside-domain 101 > 1 … 100 | out"),
            ("0", "0 | outside-domain 0 > 1 … 100 | out"),
        ],
        &expected(&bounded),
    );
}

#[test]
fn money_in_a_column_in_millions() {
    let money = money();
    let stated = in_header("Trị giá (triệu đồng)", Locale::Vi);
    let expectation = Expected { header_unit: stated.as_ref(), ..expected(&money) };
    assert_texts(
        &[
            ("720", "720000000"),
            ("1.250,5", "1250500000"),
            ("720 triệu đồng", "720000000"),
            ("1.250 triệu đồng", "1250000000"),
            ("1,5 triệu", "1500000"),
            ("720.000.000 đồng", "720000000 | unit-conflict đồng / triệu đồng > đồng"),
            ("1,5 tỷ", "1500000000 | unit-conflict tỷ / triệu đồng > tỷ"),
            ("1 tỷ 200 triệu", "1200000000"),
            ("1,250", "- | ambiguous-number 1,250 > 1250 | 1.25 | out"),
            ("12,5%", "- | not-a-number 12,5% >  | out"),
        ],
        &expectation,
    );
    let cleaned = run(&text("720.000.000 đồng"), &expectation);
    assert_eq!(show(&cleaned), "720000000 | unit-conflict đồng / triệu đồng > đồng");
    assert_eq!((&*cleaned.unit_reported, cleaned.multiplier, cleaned.is_included), ("đồng", 1, true));
    let number = run(&cell(Value::Number(12.5)), &expectation);
    assert_eq!(
        (show(&number), &*number.unit_reported, number.multiplier),
        ("12500000".into(), "triệu đồng", 1_000_000)
    );
    assert!(number.transforms.has(Transform::UnitInHeader));
}

#[test]
fn the_most_specific_unit_is_followed() {
    let money = money();
    let header = in_header("Số tiền (nghìn đồng)", Locale::Vi);
    let banner = in_banner("ĐVT: triệu đồng", Locale::Vi);
    let number = cell(Value::Number(720.0));
    let mut expectation = expected(&money);
    let pipeline = run(&number, &expectation);
    assert_eq!((show(&pipeline), &*pipeline.unit_reported), ("720000000".into(), ""));
    assert!(pipeline.transforms.has(Transform::UnitInPipeline));
    expectation.banner_unit = banner.as_ref();
    assert_eq!(show(&run(&number, &expectation)), "720000000");
    assert!(run(&number, &expectation).transforms.has(Transform::UnitInBanner));
    expectation.header_unit = header.as_ref();
    assert_eq!(
        show(&run(&number, &expectation)),
        "720000 | unit-conflict nghìn đồng / triệu đồng > nghìn đồng"
    );
    expectation.row_unit = Some("đồng");
    assert_eq!(
        show(&run(&number, &expectation)),
        "720 | unit-conflict đồng / nghìn đồng / triệu đồng > đồng"
    );
    expectation.row_unit = Some("cây");
    assert_eq!(
        show(&run(&number, &expectation)).split(" | ").take(2).collect::<Vec<_>>(),
        ["720000", "unit-unknown cây > đồng"]
    );
}

#[test]
fn a_bare_magnitude_completes_a_column_in_dong() {
    let dong = Indicator { asked_in: 1, ..money() };
    assert_texts(
        &[
            ("1,5 triệu", "1500000"),
            ("500k", "500000"),
            ("1,250", "1250 | foreign-grouping 1,250 > 1250"),
            ("720 triệu đồng", "720000000 | unit-conflict triệu đồng / đồng > triệu đồng"),
        ],
        &expected(&dong),
    );
}

#[test]
fn a_unit_column_may_repeat_the_unit_or_scale_it() {
    let indicator = count();
    let banner = in_banner("ĐVT: triệu đồng", Locale::Vi);
    let with = |unit| Expected { row_unit: Some(unit), banner_unit: banner.as_ref(), ..expected(&indicator) };
    let number = cell(Value::Number(5.0));
    for unit in ["cây", "Cây", "cây xanh", "CAY", "", "-", " "] {
        assert_eq!(show(&run(&number, &with(unit))), "5", "{unit}");
    }
    assert_eq!(show(&run(&number, &with("suất"))), "5 | unit-unknown suất > cây");
    assert_eq!(show(&run(&number, &with("đồng"))), "5 | unit-unknown đồng > cây");
    assert_eq!(show(&run(&number, &with("nghìn cây"))), "5000 | unit-conflict nghìn cây / cây > nghìn cây");
    assert_eq!(show(&run(&number, &with("nghìn"))), "5000 | unit-conflict nghìn / cây > nghìn");
}

#[test]
fn number_formats_are_evidence() {
    let money = money();
    let of = |format: &str, number: f64, money: &Indicator| {
        let style = Style { number_format: format.into(), ..Style::default() };
        show(&clean(Some(&cell(Value::Number(number))), &style, &expected(money)))
    };
    assert_eq!(of("#,##0 \"triệu\"", 720.0, &money), "720000000");
    assert_eq!(of("#,##0 \"nghìn\"", 720.0, &money), "720000 | unit-conflict nghìn / triệu đồng > nghìn");
    assert_eq!(of("#,##0,,", 720e6, &money), "720000000 | unit-conflict ÷1000000 / triệu đồng > ÷1000000");
    let dong = Indicator { asked_in: 1, ..money.clone() };
    assert_eq!(of("#,##0,", 720_000.0, &dong), "720000");
    assert_eq!(of("#,##0,, \"triệu đồng\"", 720e6, &dong), "720000000");
    assert_eq!(of("#,##0.00", 720.0, &money), "720000000");
    // The eye reads 720.000.
    assert_eq!(of("0\".000\"", 720.0, &money), "- | ambiguous-number 720 > 0\".000\" | out");
    assert_eq!(of("#,##0 \"triệu\"", 5.0, &count()), "5000000 | unit-conflict triệu / cây > triệu");
}

#[test]
fn ratios_are_fractions() {
    let ratio = indicator(Kind::Ratio, "");
    assert_texts(&[("12,5%", "0.125"), ("12,5 %", "0.125"), ("0,5", "0.5")], &expected(&ratio));
    let percent = Expected { row_unit: Some("%"), ..expected(&ratio) };
    assert_texts(&[("12,5%", "0.125"), ("12,5", "0.125")], &percent);
    assert_eq!(show(&run(&cell(Value::Number(12.5)), &percent)), "0.125");
    let style = Style { number_format: "0.0%".into(), ..Style::default() };
    assert_eq!(show(&clean(Some(&cell(Value::Number(0.125))), &style, &percent)), "0.125");
    let header = in_header("Tỷ lệ (%)", Locale::Vi);
    let in_header = Expected { header_unit: header.as_ref(), ..expected(&ratio) };
    assert_eq!(show(&run(&cell(Value::Number(50.0)), &in_header)), "0.5");
    let points = indicator(Kind::Amount, "%");
    assert_texts(&[("12,5%", "12.5")], &expected(&points));
}

#[test]
fn dates_come_from_serials_and_text() {
    let date = indicator(Kind::Date, "");
    let expectation = Expected { year_hint: Some(2023), ..expected(&date) };
    assert_texts(
        &[
            ("16/12/2023", "2023-12-16"),
            ("16-12", "2023-12-16"),
            ("ngày 05 tháng 6 năm 2024", "2024-06-05"),
            ("45276", "2023-12-16"),
            ("-", "-"),
            ("…", "-"),
            ("không", "-"),
            ("hôm qua", "- | not-a-date hôm qua >  | out"),
            ("31/02/2023", "- | not-a-date 31/02/2023 >  | out"),
            ("x", "- | not-a-date x >  | out"),
        ],
        &expectation,
    );
    let dated = Style { is_date: true, ..Style::default() };
    let serial = cell(Value::Number(45276.0));
    let cleaned = clean(Some(&serial), &dated, &expectation);
    assert_eq!((show(&cleaned), cleaned.kind), ("2023-12-16".into(), CellKind::Date));
    assert!(cleaned.transforms.has(Transform::DateSerial));
    let of_1904 = Expected { is_1904: true, ..expectation };
    assert_eq!(show(&clean(Some(&cell(Value::Number(43814.0))), &dated, &of_1904)), "2023-12-16");
    assert_eq!(show(&run(&serial, &expectation)), "2023-12-16");
    assert_eq!(show(&run(&cell(Value::Number(2023.0)), &expectation)), "- | not-a-date 2023 >  | out");
    assert_eq!(show(&run(&cell(Value::IsoDate("2023-12-16T00:00:00".into())), &expectation)), "2023-12-16");
}

#[test]
fn texts_are_decoded_and_tidied() {
    let text_indicator = indicator(Kind::Text, "");
    let style = Style { font: ".VnTime".into(), ..Style::default() };
    let cleaned = clean(Some(&text("  §oµn  viªn ")), &style, &expected(&text_indicator));
    assert_eq!(show(&cleaned), "Đoàn viên | legacy-font TCVN3 > Đoàn viên");
    assert_eq!(&*cleaned.raw, "  §oµn  viªn ");
    assert!(cleaned.transforms.has(Transform::Tcvn3) && cleaned.transforms.has(Transform::Whitespace));
    assert_eq!(show(&run(&cell(Value::Number(5.0)), &expected(&text_indicator))), "5");
    let money = money();
    let vni = Style { font: "VNI-Times".into(), ..Style::default() };
    let cleaned = clean(Some(&text("1,5 trieäu ñoàng")), &vni, &expected(&money));
    assert!(
        matches!(cleaned.value, FactValue::Amount(amount, Bound::Exact) if amount == Amount::from_units(1_500_000))
    );
    assert!(cleaned.transforms.has(Transform::Vni));
}

proptest! {
    #[test]
    fn any_cell_is_read(stored in "\\PC*", number: f64, format in "[#0,.%\" a-zđ;\\[\\]]{0,10}", unit in prop::option::of("\\PC{0,8}")) {
        let style = Style { number_format: format.into(), ..Style::default() };
        for indicator in [count(), money(), indicator(Kind::Ratio, ""), indicator(Kind::Amount, "m"), indicator(Kind::Text, ""), indicator(Kind::Date, "")] {
            let expectation = Expected { row_unit: unit.as_deref(), ..expected(&indicator) };
            for value in [Value::Text(stored.as_str().into()), Value::Number(number)] {
                let cleaned = clean(Some(&cell(value)), &style, &expectation);
                let is_out = cleaned.findings.iter().any(|finding| finding.check.is_excluding());
                prop_assert_eq!(cleaned.is_included, !is_out);
            }
        }
    }

    #[test]
    fn whole_numbers_keep_their_value(number in 0i64..9_000_000_000_000) {
        let indicator = count();
        let cleaned = run(&cell(Value::Number(number as f64)), &expected(&indicator));
        prop_assert_eq!(show(&cleaned), number.to_string());
        prop_assert_eq!(&*cleaned.raw, number.to_string());
    }
}
