//! The encodings before Unicode in which old forms are typed: TCVN3 (`.Vn*` fonts), VNI (`VNI-*` fonts), windows-1258.

use unicode_normalization::UnicodeNormalization;

/// TCVN3 letters and the Latin-1 characters that stand for them in a `.Vn*` font, in the order of the standard.
const TCVN3: &[(&str, &[u8])] = &[
    ("àảãáạ", &[0xB5, 0xB6, 0xB7, 0xB8, 0xB9]),
    ("ăằẳẵắặ", &[0xA8, 0xBB, 0xBC, 0xBD, 0xBE, 0xC6]),
    ("âầẩẫấậ", &[0xA9, 0xC7, 0xC8, 0xC9, 0xCA, 0xCB]),
    ("đèẻẽéẹ", &[0xAE, 0xCC, 0xCE, 0xCF, 0xD0, 0xD1]),
    ("êềểễếệ", &[0xAA, 0xD2, 0xD3, 0xD4, 0xD5, 0xD6]),
    ("ìỉĩíị", &[0xD7, 0xD8, 0xDC, 0xDD, 0xDE]),
    ("òỏõóọ", &[0xDF, 0xE1, 0xE2, 0xE3, 0xE4]),
    ("ôồổỗốộ", &[0xAB, 0xE5, 0xE6, 0xE7, 0xE8, 0xE9]),
    ("ơờởỡớợ", &[0xAC, 0xEA, 0xEB, 0xEC, 0xED, 0xEE]),
    ("ùủũúụ", &[0xEF, 0xF1, 0xF2, 0xF3, 0xF4]),
    ("ưừửữứự", &[0xAD, 0xF5, 0xF6, 0xF7, 0xF8, 0xF9]),
    ("ỳỷỹýỵ", &[0xFA, 0xFB, 0xFC, 0xFD, 0xFE]),
    ("ĂÂĐÊÔƠƯ", &[0xA1, 0xA2, 0xA7, 0xA3, 0xA4, 0xA5, 0xA6]),
];

/// Text as it is stored under `.VnTime`. A capital that TCVN3 lacks is written small: `.VnTimeH` shows it large.
pub fn tcvn3(text: &str) -> String {
    text.nfc().map(tcvn3_letter).collect()
}

fn tcvn3_letter(letter: char) -> char {
    if letter.is_ascii() {
        return letter;
    }
    let small = letter.to_lowercase().next().unwrap_or(letter);
    tcvn3_byte(letter).or_else(|| tcvn3_byte(small)).map_or(letter, char::from)
}

fn tcvn3_byte(letter: char) -> Option<u8> {
    TCVN3
        .iter()
        .find_map(|(letters, bytes)| letters.chars().position(|known| known == letter).map(|at| bytes[at]))
}

/// VNI writes a base letter and, behind it, one character for circumflex or breve with the tone.
const VNI_TONES: [(char, char); 5] =
    [('\u{300}', 'ø'), ('\u{301}', 'ù'), ('\u{309}', 'û'), ('\u{303}', 'õ'), ('\u{323}', 'ï')];
/// Circumflex alone, then with grave, acute, hook, tilde, dot.
const VNI_CIRCUMFLEX: [char; 6] = ['â', 'à', 'á', 'å', 'ã', 'ä'];
/// Breve alone, then with the same tones.
const VNI_BREVE: [char; 6] = ['ê', 'è', 'é', 'ú', 'ü', 'ë'];

/// Text as it is stored under `VNI-Times`.
pub fn vni(text: &str) -> String {
    text.nfc().map(vni_letter).collect()
}

fn vni_letter(letter: char) -> String {
    if letter.is_ascii() {
        return letter.into();
    }
    let is_capital = letter.is_uppercase();
    let small: String = letter.to_lowercase().collect();
    let written = vni_small(&small);
    if is_capital { written.to_uppercase() } else { written }
}

fn vni_small(small: &str) -> String {
    match small {
        "đ" => return "ñ".into(),
        "ì" | "í" => return small.into(),
        "ỉ" => return "æ".into(),
        "ĩ" => return "ó".into(),
        "ị" => return "ò".into(),
        "ỵ" => return "î".into(),
        _ => {}
    }
    let parts: Vec<char> = small.nfd().collect();
    let tone = VNI_TONES.iter().position(|(mark, _)| parts.contains(mark));
    let at = tone.map_or(0, |index| index + 1);
    let tone = tone.map_or(String::new(), |index| VNI_TONES[index].1.to_string());
    match (parts[0], parts.get(1)) {
        ('o', _) if parts.contains(&'\u{31b}') => format!("ô{tone}"),
        ('u', _) if parts.contains(&'\u{31b}') => format!("ö{tone}"),
        (base, _) if parts.contains(&'\u{302}') => format!("{base}{}", VNI_CIRCUMFLEX[at]),
        (base, _) if parts.contains(&'\u{306}') => format!("{base}{}", VNI_BREVE[at]),
        (base, Some(_)) => format!("{base}{tone}"),
        _ => small.into(),
    }
}

/// Letters that windows-1258 has in one byte.
const LETTERS_1258: &[(char, u8)] = &[
    ('Ă', 0xC3),
    ('ă', 0xE3),
    ('Â', 0xC2),
    ('â', 0xE2),
    ('Đ', 0xD0),
    ('đ', 0xF0),
    ('Ê', 0xCA),
    ('ê', 0xEA),
    ('Ô', 0xD4),
    ('ô', 0xF4),
    ('Ơ', 0xD5),
    ('ơ', 0xF5),
    ('Ư', 0xDD),
    ('ư', 0xFD),
];
/// Its combining tones.
const TONES_1258: [(char, u8); 5] =
    [('\u{300}', 0xCC), ('\u{309}', 0xD2), ('\u{303}', 0xDE), ('\u{301}', 0xEC), ('\u{323}', 0xF2)];

/// Text in windows-1258: base letters with combining tones, as a Vietnamese keyboard under Windows types them.
pub fn windows_1258(text: &str) -> Vec<u8> {
    text.nfc().flat_map(bytes_1258).collect()
}

fn bytes_1258(letter: char) -> Vec<u8> {
    if letter.is_ascii() {
        return vec![letter as u8];
    }
    let parts: Vec<char> = letter.to_string().nfd().collect();
    let tone = parts.iter().find_map(|part| TONES_1258.iter().find(|(mark, _)| mark == part));
    let toneless: String =
        parts.iter().copied().filter(|part| tone.is_none_or(|(mark, _)| mark != part)).nfc().collect();
    let base = toneless.chars().next().expect("a base letter");
    let known = LETTERS_1258.iter().find(|(known, _)| *known == base).map(|(_, byte)| *byte);
    let byte = known.or_else(|| base.is_ascii().then_some(base as u8));
    let mut bytes = vec![byte.unwrap_or_else(|| panic!("{letter} is not in windows-1258"))];
    bytes.extend(tone.map(|(_, byte)| *byte));
    bytes
}
