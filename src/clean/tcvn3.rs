//! The letters of TCVN3 (ABC), the encoding behind fonts named `.Vn*`, as Windows stored its bytes: in Latin-1.
//!
//! Source: TCVN 5712:1993, VN3. Seven capitals have codes of their own; the other sixty exist only as small letters in a font of capitals.

/// The letters from byte A1 to byte FE; a blank where the encoding has none.
const LETTERS: &str =
    "ĂÂÊÔƠƯĐăâêôơưđ      àảãáạ ằẳẵắ       ặầẩẫấậè ẻẽéẹềểễếệìỉ   ĩíịò ỏõóọồổỗốộờởỡớợù ủũúụừửữứựỳỷỹýỵ";
/// The first byte of [`LETTERS`].
const FIRST: u32 = 0xA1;

/// The letter behind a stored character.
pub fn letter(stored: char) -> Option<char> {
    // A font change in Word turns the micro sign into the Greek letter that looks like it.
    let stored = if stored == 'μ' { 'µ' } else { stored };
    let at = usize::try_from(u32::from(stored).checked_sub(FIRST)?).ok()?;
    LETTERS.chars().nth(at).filter(|&letter| letter != ' ')
}

/// The character that a letter is stored as; a capital without a code of its own as its small letter.
pub fn stored(letter: char) -> Option<char> {
    let find = |wanted: char| LETTERS.chars().position(|known| known == wanted && known != ' ');
    let small = || letter.to_lowercase().next().and_then(find);
    let at = u32::try_from(find(letter).or_else(small)?).ok()?;
    char::from_u32(FIRST + at)
}

/// Undoes the encoding letter by letter; `None` for text with letters beyond Latin-1, which is Unicode already.
///
/// The number says how many letters were decoded. Characters that the encoding does not have stay.
pub fn decode(text: &str) -> Option<(String, usize)> {
    let mut decoded = String::with_capacity(text.len() + text.len() / 2);
    let mut count = 0;
    for character in text.chars() {
        match letter(character) {
            Some(letter) => {
                decoded.push(letter);
                count += 1;
            }
            None if character > '\u{ff}' && character.is_alphabetic() => return None,
            None => decoded.push(character),
        }
    }
    Some((decoded, count))
}

/// Writes Unicode text in the encoding; `None` for letters that it does not have. Capitals need a font of capitals, see [`stored`].
pub fn encode(text: &str) -> Option<String> {
    let encode_one = |character: char| match stored(character) {
        Some(stored) => Some(stored),
        None => (character <= '\u{7f}' || !character.is_alphabetic()).then_some(character),
    };
    text.chars().map(encode_one).collect()
}
