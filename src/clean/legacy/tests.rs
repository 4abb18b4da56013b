use super::*;
use proptest::prelude::*;

/// Every letter of Vietnamese beyond ASCII, small.
const SMALL: &str = "àảãáạăằẳẵắặâầẩẫấậèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵđ";

fn unicode(text: &str, font: &str) -> Option<String> {
    decode(text, font).map(|(decoded, _)| decoded)
}

#[test]
fn every_letter_of_both_cases_survives_vni() {
    assert_eq!(SMALL.chars().count(), 67);
    for letter in SMALL.chars().chain(SMALL.to_uppercase().chars()) {
        let stored = encode(&letter.to_string(), Encoding::Vni).unwrap_or_default();
        assert_eq!(vni::decode(&stored).map(|(text, _)| text), Some(letter.to_string()), "{letter} {stored}");
        assert!(stored.chars().all(|c| c <= '\u{ff}'), "{stored}");
    }
}

#[test]
fn every_letter_of_both_cases_survives_tcvn3() {
    for letter in SMALL.chars() {
        let stored = encode(&letter.to_string(), Encoding::Tcvn3).unwrap_or_default();
        assert_eq!(unicode(&stored, ".VnTime"), Some(letter.to_string()));
        let capital = letter.to_uppercase().to_string();
        let stored = encode(&capital, Encoding::Tcvn3).unwrap_or_default();
        assert_eq!(unicode(&stored, ".VnTimeH"), Some(capital));
    }
}

#[test]
fn seven_capitals_have_codes_of_their_own_in_tcvn3() {
    let own: Vec<char> = SMALL
        .to_uppercase()
        .chars()
        .filter(|&capital| tcvn3::stored(capital).and_then(tcvn3::letter) == Some(capital))
        .collect();
    assert_eq!(own.into_iter().collect::<String>(), "ĂÂÊÔƠƯĐ");
}

#[test]
fn the_bytes_are_those_of_the_standard() {
    for (letter, byte) in
        [('ư', '\u{ad}'), ('é', '\u{d0}'), ('đ', '\u{ae}'), ('Đ', '\u{a7}'), ('ỵ', '\u{fe}'), ('à', '\u{b5}')]
    {
        assert_eq!(tcvn3::stored(letter), Some(byte));
    }
}

#[test]
fn fonts_tell_the_encoding() {
    assert_eq!(unicode("C«ng tr×nh", ".VnArial"), Some("Công trình".into()));
    assert_eq!(unicode("l\u{ad}îng", ".VnTime"), Some("lượng".into()));
    assert_eq!(unicode("tæng sè", ".VnTimeH"), Some("TỔNG SỐ".into()));
    assert_eq!(unicode("Ñoaøn", "VNI-Times"), Some("Đoàn".into()));
    assert_eq!(unicode("ngöôøi, TOÅNG SOÁ", "VNI-Helve"), Some("người, TỔNG SỐ".into()));
    assert_eq!(unicode("Có", ".VnTime"), Some("Cú".into()));
}

#[test]
fn unicode_in_a_legacy_font_stays() {
    for font in [".VnTime", "VNI-Times"] {
        assert_eq!(decode("Đoàn viên", font), None);
        assert_eq!(decode("Nam", font), None);
        assert_eq!(decode("20°", font), None);
    }
    assert_eq!(unicode("Thanh toán", ".VnTime"), Some("Thanh toỏn".into()), "one letter proves nothing");
    assert_eq!(decode("chính sách", ".VnTime"), None);
}

#[test]
fn evidence_is_enough_without_a_font() {
    for (stored, text) in [
        ("§oµn viªn", "Đoàn viên"),
        ("C«ng tr×nh", "Công trình"),
        ("Tæng sè", "Tổng số"),
        ("Tªn", "Tên"),
        ("N÷", "Nữ"),
        ("1,5 triÖu", "1,5 triệu"),
        ("Hµ Néi", "Hà Nội"),
        ("§OµN VI£N", "ĐOÀN VIÊN"),
        ("sè l\u{ad}îng (ng\u{ad}êi)", "số lượng (người)"),
        ("Ñoaøn", "Đoàn"),
        ("Ñôn vò", "Đơn vị"),
        ("Coâng trình", "Công trình"),
        ("Noäi dung", "Nội dung"),
        ("Toång soá ñoaøn vieân", "Tổng số đoàn viên"),
    ] {
        assert_eq!(unicode(stored, "Times New Roman"), Some(text.into()), "{stored}");
        assert_eq!(unicode(stored, ""), Some(text.into()), "{stored}");
    }
}

#[test]
fn ordinary_text_is_never_touched() {
    for text in [
        "Thanh toán",
        "Có",
        "hoá",
        "Công tác",
        "khám và hiến máu",
        "Müller",
        "für",
        "café",
        "Noël",
        "naïf",
        "niño",
        "señor",
        "Größe",
        "5 µm",
        "m×n",
        "3×4",
        "25 °C",
        "10 m²",
        "±5",
        "Windows®",
        "§ 5",
        "«hai»",
        "© 2023",
        "1½",
        "San José",
        "haï",
        "Ñ",
        "smörgås",
        "Số đoàn viên",
        "",
        "Nam",
        "déjà vu",
        "Đ",
        "chú¹",
    ] {
        assert_eq!(decode(text, ""), None, "{text}");
    }
}

proptest! {
    #[test]
    fn any_text_is_decoded_or_left(text in "\\PC*", font in prop::sample::select(vec!["", ".VnTime", ".VnTimeH", "VNI-Times", "Arial"])) {
        let _ = decode(&text, font);
    }

    #[test]
    fn vietnamese_text_survives_both(words in prop::collection::vec("[àảãáạăằẳẵắặâầẩẫấậèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵđb-dg-hk-nq-tvx]{1,6}", 1..5)) {
        let text = words.join(" ");
        let tcvn3 = encode(&text, Encoding::Tcvn3).unwrap_or_default();
        prop_assert_eq!(tcvn3::decode(&tcvn3).map(|(text, _)| text), Some(text.clone()));
    }

    #[test]
    fn proper_vietnamese_is_never_taken_for_legacy(picks in prop::collection::vec(0usize..16, 1..6)) {
        let words = ["Thanh", "toán", "Có", "hoá", "công", "khám", "và", "máu", "quý", "cháu", "bí", "thùng", "hòa", "xã", "hôm", "tôi"];
        let text = picks.iter().filter_map(|&at| words.get(at).copied()).collect::<Vec<_>>().join(" ");
        prop_assert_eq!(decode(&text, "Arial"), None);
    }
}
