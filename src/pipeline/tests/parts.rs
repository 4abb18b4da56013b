//! The small parts: suggestions, units, match keys, places in CSV.

use crate::pipeline::error::{Document, Findings};
use crate::pipeline::lines::{self, Column};
use crate::pipeline::{labels::match_key, suggest, units};

#[test]
fn the_nearest_word_is_near_or_none() {
    let words = ["aliases", "label", "kind", "cây"];
    assert_eq!(suggest::nearest("alias", words), Some("aliases"));
    assert_eq!(suggest::nearest("Lable", words), Some("label"));
    assert_eq!(suggest::nearest("cay", words), Some("cây"));
    assert_eq!(suggest::nearest("zzz", words), None);
    assert_eq!(suggest::ungrouped("1.250.000"), Some("did you mean `1250000`?".to_owned()));
    assert_eq!(suggest::ungrouped("12,5"), None);
    assert_eq!(suggest::ungrouped("khoảng 120"), None);
    assert_eq!(suggest::listed(["a", "b", "c"]), "a, b or c");
}

#[test]
fn units_multiply_the_base_unit() {
    let cases = [
        ("triệu đồng", Some(1_000_000)),
        ("Triệu  Đồng", Some(1_000_000)),
        ("nghìn đồng", Some(1_000)),
        ("1.000 đồng", Some(1_000)),
        ("1000đ", Some(1_000)),
        ("tr.đ", Some(1_000_000)),
        ("tỷ đồng", Some(1_000_000_000)),
        ("tỉ", Some(1_000_000_000)),
        ("thousand", Some(1_000)),
        ("million VND", Some(1_000_000)),
        ("trăm cây", Some(100)),
        ("đồng", Some(1)),
        ("VND", Some(1)),
        ("gốc", Some(1)),
        ("triệu người", None),
        ("mét", None),
        ("mđồng cây", None),
    ];
    let base = [&["cây", "gốc"], units::synonyms("Đồng")].concat();
    for (text, expected) in cases {
        assert_eq!(units::multiplier(text, &base), expected, "{text}");
    }
    assert_eq!(units::multiplier("triệu đồng", &["cây"]), None);
    assert_eq!(units::multiplier("mm", &["m"]), None);
    assert_eq!(units::synonyms("USD"), [""; 0]);
}

#[test]
fn match_keys_move_tone_marks_and_merge_no_two_syllables() {
    for (one, other) in [
        ("hòa", "hoà"),
        ("thúy", "thuý"),
        ("tỷ", "tỉ"),
        ("kỹ", "kĩ"),
        ("quý", "quí"),
        ("qúy", "quý"),
        ("Số  CÂY", "số cây"),
    ] {
        assert_eq!(match_key(one), match_key(other), "{one} {other}");
    }
    for (one, other) in [
        ("hoa", "hòa"),
        ("thúy", "thúi"),
        ("Quảng", "Quãng"),
        ("đường", "dương"),
        ("tay", "tai"),
        ("mua", "mưa"),
    ] {
        assert_ne!(match_key(one), match_key(other), "{one} {other}");
    }
}

/// Texts, lines and the source between the spans of a two-column file.
fn fields(text: &str) -> Vec<(u32, [String; 2], [String; 2])> {
    let columns = ["a", "b"].map(|name| Column { name, is_required: true });
    let document = Document { path: "x.csv".to_owned(), text: text.into() };
    let mut findings = Findings::of(&document);
    let read = lines::read(&document, &columns, &mut findings);
    let each = |line: &lines::Line<'_>| {
        let at = |column| document.text.get(line.span_of(column)).unwrap_or("?").to_owned();
        (line.number, ["a", "b"].map(|column| line.text(column).to_owned()), ["a", "b"].map(at))
    };
    read.iter().map(each).collect()
}

#[test]
fn fields_know_where_they_stand_whatever_ends_the_lines() {
    let texts = |a: &str, b: &str| [a.to_owned(), b.to_owned()];
    for end in ["\n", "\r\n"] {
        let text = ["a,b", "1, hai ", "", "\"x, \"\"y\"\"\",\"z\nz\"", ",", "3,4"].join(end);
        let expected = vec![
            (2, texts("1", "hai"), texts("1", " hai ")),
            (4, texts("x, \"y\"", "z\nz"), texts("\"x, \"\"y\"\"\"", "\"z\nz\"")),
            (7, texts("3", "4"), texts("3", "4")),
        ];
        assert_eq!(fields(&text), expected, "{end:?}");
    }
}
