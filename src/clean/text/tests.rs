use super::*;
use proptest::prelude::*;

#[test]
fn clean_text_is_borrowed() {
    for text in ["", "Nam", "Số đoàn viên", "1.250"] {
        let (tidied, transforms) = tidy(text);
        assert!(matches!(tidied, Cow::Borrowed(_)));
        assert_eq!(transforms, Transforms::default());
    }
}

#[test]
fn blanks_and_invisible_characters_are_folded() {
    let (tidied, transforms) = tidy("\u{feff} Số\u{a0}\u{a0}đoàn\r\n viên\u{200b}\t");
    assert_eq!(tidied, "Số đoàn viên");
    assert_eq!(transforms.iter().collect::<Vec<_>>(), [Transform::Whitespace]);
    assert_eq!(tidy("3\u{202f}250").0, "3 250");
    assert_eq!(tidy(" \u{ad} ").0, "");
}

#[test]
fn decomposed_text_is_composed() {
    let (tidied, transforms) = tidy("Đoa\u{300}n vie\u{302}n");
    assert_eq!(tidied, "Đoàn viên");
    assert_eq!(transforms.iter().collect::<Vec<_>>(), [Transform::Nfc]);
}

#[test]
fn the_key_has_no_marks() {
    for (text, key) in [
        ("Đoàn viên", "doan vien"),
        ("ĐƯỜNG", "duong"),
        ("Ðoàn", "doan"),
        ("ðo", "do"),
        ("  Khám bệnh ,  cấp thuốc ", "kham benh,cap thuoc"),
        ("Vì “đàn em” – thân yêu…", "vi dan em-than yeu"),
        ("Số đoàn viên:", "so doan vien"),
        ("T / M", "t/m"),
        ("Tổng\u{a0}cộng", "tong cong"),
    ] {
        assert_eq!(fold(text), key, "{text}");
    }
}

#[test]
fn names_that_differ_by_marks_collide() {
    assert_eq!(fold("Dương"), fold("Đường"));
    assert_eq!(fold("Quảng"), fold("Quãng"));
}

proptest! {
    #[test]
    fn folding_twice_changes_nothing(text in "\\PC*") {
        let once = fold(&text);
        prop_assert_eq!(fold(&once), once);
    }

    #[test]
    fn tidying_twice_changes_nothing(text in any::<String>()) {
        let once = tidy(&text).0.into_owned();
        let (twice, transforms) = tidy(&once);
        prop_assert_eq!(&twice, &once);
        prop_assert_eq!(transforms, Transforms::default());
    }

    #[test]
    fn composed_and_decomposed_text_have_one_key(text in "[a-zà-ỹđĐ ]{0,12}") {
        prop_assert_eq!(fold(&text.nfd().collect::<String>()), fold(&text.nfc().collect::<String>()));
    }
}

/// The same without a table, over the whole text at once.
fn unmarked_at_once(text: &str) -> String {
    text.nfd()
        .filter(|&character| !is_combining_mark(character))
        .flat_map(char::to_lowercase)
        .nfd()
        .filter(|&character| !is_combining_mark(character))
        .map(|character| if matches!(character, 'đ' | 'ð') { 'd' } else { character })
        .collect()
}

#[test]
fn every_character_becomes_the_same_alone_and_in_a_text() {
    let all: String = ('\0'..=char::MAX).filter(|character| !character.is_ascii()).collect();
    assert_eq!(unmark(&all), unmarked_at_once(&all));
}
