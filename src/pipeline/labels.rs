//! Labels that collide: two indicators that one row of a sheet could mean.
//!
//! Labels are compared as workbooks are matched: exactly or with the tone mark moved. Labels that differ in marks only
//! (*Quảng*, *Quãng*) do not collide; the tier that drops marks does not decide between them.

use super::error::Findings;
use super::reading::{Indicator, Layout, Origins, SheetForm};
use super::table::{Table, Word};
use std::collections::HashMap;
use unicode_normalization::UnicodeNormalization;

/// A label with its owner.
struct Labelled<'a> {
    /// The indicator's id, or the words `a total row`.
    owner: &'a str,
    /// Where the owner is looked for; `None` for any sheet.
    sheet: Option<u16>,
    /// The headings above it, as match keys.
    path: Vec<String>,
    /// The label.
    text: Word,
}

impl Labelled<'_> {
    /// Whether a row could mean both.
    fn collides(&self, other: &Self) -> bool {
        let is_one_sheet = self.sheet.is_none() || other.sheet.is_none() || self.sheet == other.sheet;
        self.owner != other.owner && is_one_sheet && self.path == other.path
    }
}

/// Reports labels and codes that two indicators, or an indicator and a total row, go by on one sheet.
pub(super) fn check(
    (indicators, entries): (&[Indicator], &[Table<'_>]),
    (sheets, sheet_entries): (&[SheetForm], &[Table<'_>]),
    is_english: bool,
    findings: &mut Findings<'_>,
) {
    let from_cells = || indicators.iter().zip(entries).filter(|(of, _)| of.origin == Origins::Cells);
    let labels = from_cells().flat_map(|(of, entry)| {
        let texts = own_label(entry, is_english).into_iter().chain(entry.texts("aliases"));
        texts.map(|text| labelled(of, text)).collect::<Vec<_>>()
    });
    check_all("label", labels.chain(total_rows(sheets, sheet_entries)), findings);
    let codes = from_cells().filter_map(|(of, entry)| {
        // A code decides whatever heading it stands under.
        Some(Labelled { path: Vec::new(), ..labelled(of, entry.text("code")?) })
    });
    check_all("code", codes, findings);
}

/// The label in the language of the forms.
fn own_label(entry: &Table<'_>, is_english: bool) -> Option<Word> {
    let (own, other) = if is_english { ("en", "vi") } else { ("vi", "en") };
    let Some(both) = entry.table("label") else { return entry.text("label") };
    both.text(own).or_else(|| both.text(other))
}

fn labelled(of: &Indicator, text: Word) -> Labelled<'_> {
    let path = of.path.iter().map(|heading| match_key(heading)).collect();
    Labelled { owner: &of.id, sheet: of.sheet, path, text }
}

/// The labels of total rows, each on its sheet.
fn total_rows<'a>(sheets: &'a [SheetForm], entries: &'a [Table<'_>]) -> impl Iterator<Item = Labelled<'a>> {
    let with_totals = sheets
        .iter()
        .zip(entries)
        .enumerate()
        .filter(|(_, (sheet, _))| matches!(&sheet.layout, Layout::Form(form) if !form.totals.is_empty()));
    with_totals.flat_map(|(index, (_, entry))| {
        let texts = entry.tables("total").into_iter().flat_map(|total| total.texts("label"));
        let sheet = u16::try_from(index).ok();
        texts.map(move |text| Labelled { owner: "a total row", sheet, path: Vec::new(), text })
    })
}

/// Reports every label that collides with an earlier one.
fn check_all<'a>(what: &str, labels: impl Iterator<Item = Labelled<'a>>, findings: &mut Findings<'_>) {
    let mut seen: HashMap<String, Vec<Labelled<'a>>> = HashMap::new();
    for label in labels {
        let same = seen.entry(match_key(label.text.get_ref())).or_default();
        if let Some(earlier) = same.iter().find(|earlier| earlier.collides(&label)) {
            report(what, &label, earlier, findings);
        }
        same.push(label);
    }
}

fn report(what: &str, label: &Labelled<'_>, earlier: &Labelled<'_>, findings: &mut Findings<'_>) {
    let line = findings.line_of(earlier.text.span().start);
    let (text, other) = (label.text.get_ref(), earlier.text.get_ref());
    let found = format!(
        "the {what} `{text}` of `{}` collides with `{other}` of `{}`, line {line}",
        label.owner, earlier.owner
    );
    let expected = format!("a {what} that means one indicator on its sheet");
    let advice = "remove one of the two, or say where each stands with `sheet` or `path`";
    findings.advise(label.text.span(), found, expected, Some(advice.to_owned()));
}

/// What two labels have in common that a workbook cannot tell apart: NFC, lower case, single blanks, tone marks in one place.
///
/// A Vietnamese syllable has one tone, so moving its mark to the end never merges two syllables: `hoà` and `hòa` become
/// one, `hoa` and `hòa` do not. A final `y` after a consonant or `qu` is an `i`: `tỷ`, `quý`.
pub(super) fn match_key(text: &str) -> String {
    let lower: String = text.nfc().collect::<String>().to_lowercase();
    lower.split_whitespace().map(syllable_key).collect::<Vec<_>>().join(" ")
}

/// A syllable with its tone at the end.
fn syllable_key(syllable: &str) -> String {
    let is_tone = |mark: &char| matches!(mark, '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}');
    let (tones, letters): (Vec<char>, Vec<char>) = syllable.nfd().partition(is_tone);
    let mut letters: String = letters.into_iter().nfc().collect();
    if let Some(stem) = letters.strip_suffix('y') {
        let is_vowel = |letter: char| "aăâeêioôơuưy".contains(letter);
        let is_i = stem.ends_with("qu")
            || stem.chars().next_back().is_some_and(|last| last.is_alphabetic() && !is_vowel(last));
        if is_i {
            letters = format!("{stem}i");
        }
    }
    letters.extend(tones);
    letters
}
