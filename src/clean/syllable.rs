//! What a Vietnamese syllable looks like: the evidence by which text in a legacy encoding is told from text in another language.
//!
//! Enters: a word. Leaves: its letters without the tone, and whether onset, rime and tone may stand together.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::compose;

/// Onsets, longest first; `qu` and `gi` are letters of the onset.
const ONSETS: [&str; 28] = [
    "ngh", "ch", "gh", "gi", "kh", "ng", "nh", "ph", "qu", "th", "tr", "b", "c", "d", "đ", "g", "h", "k",
    "l", "m", "n", "p", "r", "s", "t", "v", "x", "",
];

/// Rimes without their tone.
const RIMES: &str = " a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây \
e ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu \
o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc oong op ot \
ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt \
u ua uân uâng uât uây uc uê uêch uên uênh ui um un ung uơ up ut uôc uôi uôm uôn uông uôt uy uya uych uyên uyêt uyn uynh uyp uyt uyu \
ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu \
y yêm yên yêng yêt yêu ych yn ynh yt ên êng êt êch êc êm êp ";

/// Grave, acute, tilde, hook above, dot below.
const TONES: [char; 5] = ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];

/// A word taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Syllable {
    /// Its letters in lower case, with breve, circumflex and horn, without tones.
    pub letters: Vec<char>,
    /// The combining mark of its tone, and the letter that carries it.
    pub tone: Option<(char, usize)>,
}

impl Syllable {
    /// Takes a word apart; `None` where it carries two tones, or a mark that Vietnamese does not have.
    pub fn split(word: &str) -> Option<Self> {
        let mut syllable = Self { letters: Vec::with_capacity(8), tone: None };
        for mark in word.chars().flat_map(char::to_lowercase).nfd() {
            if TONES.contains(&mark) {
                let at = syllable.letters.len().checked_sub(1)?;
                // A tone stands on a vowel: ñ is no Vietnamese letter.
                syllable.letters.last().filter(|letter| is_vowel(**letter))?;
                if syllable.tone.replace((mark, at)).is_some() {
                    return None;
                }
            } else if matches!(mark, '\u{302}' | '\u{306}' | '\u{31b}') {
                let base = syllable.letters.pop()?;
                syllable.letters.push(compose(base, mark)?);
            } else if mark.is_alphabetic() {
                syllable.letters.push(mark);
            } else {
                return None;
            }
        }
        Some(syllable)
    }

    /// The word again, in normal form C.
    pub fn join(&self) -> String {
        let mut word = String::with_capacity(self.letters.len() * 3);
        for (at, &letter) in self.letters.iter().enumerate() {
            match self.tone {
                Some((mark, here)) if here == at => word.extend([letter, mark].into_iter().nfc()),
                _ => word.push(letter),
            }
        }
        word
    }
}

/// Whether a word, in any case, can be a Vietnamese syllable.
///
/// ```
/// use tonghop::clean::syllable::is_syllable;
/// assert!(is_syllable("Đoàn") && is_syllable("quyết") && !is_syllable("Müller") && !is_syllable("§oµn"));
/// ```
pub fn is_syllable(word: &str) -> bool {
    let Some(syllable) = Syllable::split(word) else { return false };
    let letters: String = syllable.letters.iter().collect();
    let tone = syllable.tone.map(|(mark, _)| mark);
    ONSETS.iter().any(|onset| letters.strip_prefix(onset).is_some_and(|rime| is_rime(rime, tone)))
}

/// Whether a rime exists and may carry the tone: a syllable that ends in c, ch, p or t has only the acute and the dot.
fn is_rime(rime: &str, tone: Option<char>) -> bool {
    let is_known = !rime.is_empty() && !rime.contains(' ') && RIMES.contains(&format!(" {rime} "));
    let is_stopped = rime.ends_with(['c', 'p', 't']) || rime.ends_with("ch");
    is_known && (!is_stopped || matches!(tone, Some('\u{301}' | '\u{323}')))
}

/// Whether a letter without tone is a vowel.
pub fn is_vowel(letter: char) -> bool {
    matches!(letter, 'a' | 'ă' | 'â' | 'e' | 'ê' | 'i' | 'o' | 'ô' | 'ơ' | 'u' | 'ư' | 'y')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_reports_are_syllables() {
        let text = "Tổng số đoàn viên công trình thanh niên trị giá quà tặng gia đình chính sách khám bệnh cấp thuốc miễn phí \
                    quyết thắng nghìn nghiêng giếng gì khuya huỳnh quốc quỳnh thuở hươu rượu xoong đường quận huyện ngoằn";
        for word in text.split_whitespace() {
            assert!(is_syllable(word), "{word}");
        }
    }

    #[test]
    fn words_of_other_languages_are_not() {
        for word in [
            "Müller", "für", "café", "José", "Noël", "niño", "Größe", "§oµn", "tắo", "sổt", "b", "", "ýý",
            "đ", "x²",
        ] {
            assert!(!is_syllable(word), "{word}");
        }
    }
}
