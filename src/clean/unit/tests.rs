use super::*;
use proptest::prelude::*;

const VI: Locale = Locale::Vi;
const EN: Locale = Locale::En { is_month_first: false };

fn shown(unit: Option<StatedUnit>) -> Option<(i64, bool)> {
    unit.map(|unit| (unit.multiplier, unit.is_money))
}

#[test]
fn units_of_money_are_read_whole() {
    for (text, multiplier) in [
        ("đồng", 1),
        ("đ", 1),
        ("VNĐ", 1),
        ("VND", 1),
        ("Việt Nam đồng", 1),
        ("ngđ", 1_000),
        ("nghìn đồng", 1_000),
        ("ngàn đồng", 1_000),
        ("1.000 đồng", 1_000),
        ("1.000đ", 1_000),
        ("1000đ", 1_000),
        ("1,000 đồng", 1_000),
        ("1 000 đồng", 1_000),
        ("triệu đồng", 1_000_000),
        ("Triệu Đồng", 1_000_000),
        ("(triệu đồng)", 1_000_000),
        ("trđ", 1_000_000),
        ("Tr.đ", 1_000_000),
        ("tr. đồng", 1_000_000),
        ("1.000.000 đ", 1_000_000),
        ("tỷ đồng", 1_000_000_000),
        ("tỉ đồng", 1_000_000_000),
        ("nghìn tỷ đồng", 1_000_000_000_000),
    ] {
        assert_eq!(shown(parse(text, VI)), Some((multiplier, true)), "{text}");
    }
    for (text, multiplier) in [
        ("nghìn", 1_000),
        ("ngàn", 1_000),
        ("k", 1_000),
        ("triệu", 1_000_000),
        ("tr", 1_000_000),
        ("tỷ", 1_000_000_000),
    ] {
        assert_eq!(shown(parse(text, VI)), Some((multiplier, false)), "{text}");
    }
    assert!(parse("%", VI).is_some_and(|unit| unit.is_percent()));
}

#[test]
fn other_words_are_no_unit_of_money() {
    for text in [
        "cây",
        "người",
        "đơn vị",
        "Đơn vị",
        "đ/c",
        "công ty",
        "5 đồng",
        "",
        "1.000",
        "đồng hành",
        "USD",
        "triệu USD",
        "đồng đồng",
        "1,5 triệu",
    ] {
        assert_eq!(parse(text, VI), None, "{text}");
    }
}

#[test]
fn english_units() {
    for (text, multiplier, is_money) in [
        ("million VND", 1_000_000, true),
        ("VND million", 1_000_000, true),
        ("in million VND", 1_000_000, true),
        ("'000 VND", 1_000, true),
        ("VND", 1, true),
        ("thousand", 1_000, false),
        ("bn", 1_000_000_000, false),
    ] {
        assert_eq!(shown(parse(text, EN)), Some((multiplier, is_money)), "{text}");
    }
    assert_eq!(shown(in_banner("Unit: VND million", EN)), Some((1_000_000, true)));
    assert_eq!(shown(in_header("Value (VND million)", EN)), Some((1_000_000, true)));
}

#[test]
fn headers_state_units() {
    for text in [
        "Trị giá (triệu đồng)",
        "Số tiền (ĐVT: trđ)",
        "Số tiền\n(Đơn vị tính: triệu đồng)",
        "Số tiền ĐVT: triệu đồng",
        "Kinh phí, triệu đồng",
        "Kinh phí - triệu đồng",
        "Số tiền (đơn vị: triệu đồng)",
        "Kinh phí (nếu có) (trđ)",
        "triệu đồng",
    ] {
        assert_eq!(shown(in_header(text, VI)), Some((1_000_000, true)), "{text}");
    }
    assert_eq!(shown(in_header("Số cây (nghìn cây)", VI)), Some((1_000, false)));
    assert!(in_header("Tỷ lệ (%)", VI).is_some_and(|unit| unit.is_percent()));
    assert_eq!(in_header("Số tiền (ĐVT: trđ)", VI).map(|unit| unit.text), Some("trđ".into()));
    for text in [
        "Kết quả",
        "Số lượng (người)",
        "Đơn vị",
        "Đơn vị tính",
        "ĐVT",
        "",
        "Kết quả (100 người)",
        "(((",
        ")(",
    ] {
        assert_eq!(in_header(text, VI), None, "{text}");
    }
}

#[test]
fn banners_state_units() {
    for text in [
        "ĐVT: triệu đồng",
        "Đơn vị tính: triệu đồng",
        "(ĐVT: Triệu đồng)",
        "Biểu 3. Kinh phí - ĐVT: triệu đồng",
        "Đơn vị: triệu đồng",
        "Đơn vị tính: người, triệu đồng",
        "ĐVT triệu đồng",
        "đvt : 1.000.000 đ",
        "ĐVT: tr.đ",
    ] {
        assert_eq!(shown(in_banner(text, VI)), Some((1_000_000, true)), "{text}");
    }
    assert_eq!(shown(in_banner("Đơn vị tính: 1.000 đồng", VI)), Some((1_000, true)));
    for text in [
        "Đơn vị",
        "Đơn vị: Đoàn khối",
        "Đơn vị báo cáo: Chi đoàn",
        "Đơn vị máu",
        "Đơn vị: nghìn",
        "ĐVT: người",
        "ĐVT",
        "triệu đồng",
        "ĐVT: nghìn đồng, triệu đồng",
    ] {
        assert_eq!(in_banner(text, VI), None, "{text}");
    }
}

#[test]
fn a_magnitude_may_stand_before_another_unit() {
    assert_eq!(magnitude_before("nghìn cây", VI), Some((1_000, "cay".into())));
    assert_eq!(magnitude_before("1.000 cây", VI), Some((1_000, "cay".into())));
    assert_eq!(magnitude_before("cây", VI), None);
    assert_eq!(magnitude_before("nghìn", VI), None);
}

#[test]
fn number_formats_state_units() {
    let of = |code| {
        in_number_format(code, VI).map(|format| (format.unit.map(|unit| unit.multiplier), format.shown_in))
    };
    assert_eq!(of("#,##0 \"triệu\""), Some((Some(1_000_000), 1)));
    assert_eq!(of("#,##0\\ \"trđ\";-#,##0"), Some((Some(1_000_000), 1)));
    assert_eq!(of("#,##0,"), Some((None, 1_000)));
    assert_eq!(of("#,##0,,"), Some((None, 1_000_000)));
    assert_eq!(of("#,##0.0,"), Some((None, 1_000)));
    assert_eq!(of("0,.00"), Some((None, 1_000)));
    assert_eq!(of("#,##0,, \"triệu đồng\""), Some((Some(1_000_000), 1_000_000)));
    for code in [
        "",
        "General",
        "#,##0",
        "#,##0.00",
        "0",
        "@",
        "#,##0 \"cây\"",
        "#,##0\\ [$₫-42A]",
        "_(* #,##0_);_(* \\(#,##0\\);_(* \"-\"??_);_(@_)",
        "dd/mm/yyyy",
        "\"",
        "[",
        "_",
    ] {
        assert_eq!(of(code), None, "{code}");
    }
    assert!(in_number_format("0.0%", VI).is_some_and(|format| format.is_percent));
    let has_digits = |code| in_number_format(code, VI).is_some_and(|format| format.has_digits);
    for code in ["0\",000\"", "#,##0\\.\\0\\0\\0", "\"12345\"", "0\" 000\" \"đ\""] {
        assert!(has_digits(code), "{code}");
    }
    for code in ["0\" m2\"", "# ?/16", "0\"(1)\"", "\"Quý \"0", "0\\,", "#,##0;\"000\"", "0\" CO2\""] {
        assert!(!has_digits(code), "{code}");
    }
}

proptest! {
    #[test]
    fn any_text_is_looked_at(text in "\\PC*") {
        let _ = (parse(&text, VI), in_header(&text, VI), in_banner(&text, VI), in_number_format(&text, VI), magnitude_before(&text, EN));
        let _ = (in_banner(&format!("ĐVT{text}"), VI), in_header(&format!("({text}"), VI), in_number_format(&format!("\"{text}"), VI));
    }
}
