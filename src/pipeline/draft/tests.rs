//! What is drafted is read back by the parser of TOML as it was meant.

use super::{DraftIndicator, alias, column, comment, header, id, indicator, label, list, measure, text};
use crate::pipeline::{Kind, Label, Time};
use proptest::prelude::*;

fn table(toml: &str) -> toml::Table {
    toml.parse().unwrap_or_else(|error| panic!("{error}\n{toml}"))
}

#[test]
fn an_indicator_is_a_block_to_paste() {
    let draft = DraftIndicator {
        unit: "cây".into(),
        code: Some("12".into()),
        path: vec!["I. Môi trường".into()],
        aliases: vec!["Trồng \"cây\"".into()],
        time: Time::Stock,
        notes: vec!["thấy ở 3 tệp".into()],
        ..DraftIndicator::new("Cây xanh", Kind::Count, [])
    };
    assert_eq!(
        indicator(&draft),
        "# thấy ở 3 tệp\n[[indicator]]\nid       = \"cay_xanh\"\ncode     = \"12\"\nlabel    = \"Cây xanh\"\n\
         aliases  = ['Trồng \"cây\"']\npath     = [\"I. Môi trường\"]\nkind     = \"count\"\nunit     = \"cây\"\n\
         time     = \"stock\"\n"
    );
}

#[test]
fn what_the_loader_needs_is_there_though_nobody_knows_it() {
    let of = |kind| indicator(&DraftIndicator::new("X", kind, []));
    assert!(of(Kind::Count).contains("unit     = \"?\""));
    assert!(of(Kind::Money).contains("unit     = \"đồng\""));
    assert!(of(Kind::Ratio).contains("total    = \"mean\"") && !of(Kind::Ratio).contains("unit"));
    assert!(!of(Kind::Text).contains("unit"));
    let said = DraftIndicator {
        more: vec![("total".into(), text("none"))],
        ..DraftIndicator::new("X", Kind::Ratio, [])
    };
    assert_eq!(table(&indicator(&said))["indicator"][0]["total"].as_str(), Some("none"));
}

#[test]
fn a_line_keeps_what_is_known() {
    let known = ["Kết quả".to_owned()];
    assert_eq!(
        header("report", "value", &known, "Số liệu"),
        "# [[sheet]] id = \"report\"\nvalue = [\"Kết quả\", \"Số liệu\"]\n"
    );
    assert_eq!(alias("trees", &[], "Cây mới"), "# [[indicator]] id = \"trees\"\naliases = [\"Cây mới\"]\n");
    assert_eq!(
        measure("report", "cung_ky", "Cùng kỳ"),
        "[[measure]]\nid    = \"cung_ky\"\nlabel = \"Cùng kỳ\"\n\n# [[sheet]] id = \"report\"\ncung_ky = [\"Cùng kỳ\"]\n"
    );
    assert_eq!(
        column("debit", &["Số tiền > Nợ".to_owned()], &[("required".into(), "false".into())]),
        "{ id = \"debit\", header = [\"Số tiền > Nợ\"], required = false }"
    );
}

#[test]
fn an_id_is_made_of_the_label_and_is_free() {
    assert_eq!(id("a) Đường, quốc lộ", []), "a_duong_quoc_lo");
    assert_eq!(id("???", []), "indicator");
    assert_eq!(id("???", ["indicator", "indicator_2"]), "indicator_3");
    assert!(id(&"rất dài ".repeat(40), []).len() <= super::LONGEST_ID);
}

#[test]
fn a_label_of_two_languages_is_a_table() {
    let both = Label { vi: "Cây".into(), en: "Trees".into() };
    assert_eq!(label(&both), "{ vi = \"Cây\", en = \"Trees\" }");
    assert_eq!(label(&Label { vi: String::new(), en: "Trees".into() }), "\"Trees\"");
}

#[test]
fn a_long_list_is_broken_over_lines_and_a_comment_cannot_break_out() {
    let long: Vec<String> = (0..20).map(|number| format!("nhãn dài {number}")).collect();
    assert_eq!(table(&format!("x = {}", list(&long)))["x"].as_array().map(Vec::len), Some(20));
    assert_eq!(comment("one\nid = 1\r\u{b}two"), "# one\n# id = 1\n# two\n");
}

proptest! {
    #[test]
    fn any_text_comes_back(value in "[\\x00-\\x{2ff}]*|\\PC*") {
        let read = table(&format!("x = {}", text(&value)));
        prop_assert_eq!(read["x"].as_str(), Some(value.as_str()));
    }

    #[test]
    fn any_label_makes_a_block_that_is_toml_with_a_plain_id(name in "[\\x00-\\x{2ff}]*|\\PC*") {
        let draft = DraftIndicator {
            aliases: vec![name.clone()],
            notes: vec![name.clone()],
            ..DraftIndicator::new(&name, Kind::Count, [])
        };
        let read = table(&indicator(&draft));
        let entry = &read["indicator"][0];
        let id = entry["id"].as_str().unwrap_or_default();
        let is_plain = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
        prop_assert!(!id.is_empty() && id.chars().all(is_plain));
        prop_assert_eq!(entry["label"].as_str(), Some(name.as_str()));
        prop_assert_eq!(entry["aliases"][0].as_str(), Some(name.as_str()));
    }
}

#[test]
fn marks_of_direction_and_control_characters_are_escapes() {
    let harm = "gpj\u{202e}exe \u{9b}2J\u{7f}\\\"";
    assert_eq!(text(harm), r#""gpj\u202Eexe \u009B2J\u007F\\\"""#);
    assert_eq!(table(&format!("a = {}", text(harm)))["a"].as_str(), Some(harm));
    assert_eq!(comment("a\u{202e}b"), "# a b\n");
}
