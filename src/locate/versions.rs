//! Which version of the form a workbook uses, by what it holds.
//!
//! A text that a version is known by decides. Without one, or with those of several, the version fits best whose rows are there: a row that a version
//! lacks speaks against it, and so does a row that it asks and nobody finds. A workbook that fits none well has no version, and `identify` says so.

use super::view::View;
use super::{Found, Lexicon};
use crate::clean::text;
use crate::pipeline::{Origins, Reading, Version};

/// Longer texts are remarks that may name any version.
const LONGEST_TEXT: usize = 300;

/// The texts that tell versions, as match keys.
#[derive(Debug, Default)]
pub struct Tellers {
    keys: Vec<(u16, String)>,
}

impl Tellers {
    /// Prepares the texts of a definition's versions.
    pub fn new(reading: &Reading) -> Self {
        let of = |(index, version): (u16, &Version)| {
            version.has.iter().map(move |text| (index, text::fold(text))).collect::<Vec<_>>()
        };
        let keys = (0u16..).zip(&reading.versions).flat_map(of);
        Self { keys: keys.filter(|(_, key)| !key.is_empty()).collect() }
    }
}

/// Notes the versions that texts of a sheet tell.
pub fn note(lexicon: &Lexicon, view: &View, found: &mut Found) {
    if lexicon.tellers.keys.is_empty() {
        return;
    }
    let told = std::iter::once(text::fold(&view.sheet.name));
    let texts = (0..view.sheet.cells.len()).filter_map(|position| view.meaning(position));
    let keys =
        texts.filter(|meaning| meaning.tidy.len() <= LONGEST_TEXT).map(|meaning| meaning.key.to_string());
    for key in told.chain(keys) {
        for (version, text) in &lexicon.tellers.keys {
            if !found.versions.contains(version) && has_words(&key, text) {
                found.versions.push(*version);
            }
        }
    }
}

/// Whether a key holds a text as whole words.
fn has_words(key: &str, text: &str) -> bool {
    key.match_indices(text).any(|(at, _)| {
        let before = key.get(..at).and_then(|before| before.chars().next_back());
        let after = key.get(at + text.len()..).and_then(|after| after.chars().next());
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}

/// The version that a workbook uses; none where it fits none well, or nothing of the form is in it.
pub fn recognised(reading: &Reading, found: &Found) -> Option<u16> {
    if reading.versions.is_empty() || found.labels.is_empty() {
        return None;
    }
    if let [only] = found.versions.as_slice() {
        return Some(*only);
    }
    let versions = (0u16..).zip(&reading.versions);
    let eligible = versions.filter(|(index, _)| found.versions.is_empty() || found.versions.contains(index));
    let (index, fit) = eligible
        .map(|(index, version)| (index, Fit::new(reading, version, found)))
        .min_by_key(|(_, fit)| (fit.extra + fit.missing, fit.extra))?;
    (fit.is_good() || !found.versions.is_empty()).then_some(index)
}

/// How a workbook and a version differ.
struct Fit {
    /// Rows and columns that are there and that the version lacks.
    extra: usize,
    /// Rows and columns that the version asks and that are not there.
    missing: usize,
    /// Rows and columns that the version asks.
    asked: usize,
}

impl Fit {
    fn new(reading: &Reading, version: &Version, found: &Found) -> Self {
        let mut fit = Self { extra: 0, missing: 0, asked: 0 };
        for (index, indicator) in (0u32..).zip(&reading.indicators) {
            if indicator.origin == Origins::Cells {
                let is_lacking = version.lacks.binary_search(&index).is_ok();
                fit.count(is_lacking, found.labels.binary_search(&index).is_ok());
            }
        }
        for measure in (0u16..).take(reading.measures.len()) {
            let is_lacking = version.lacks_measures.binary_search(&measure).is_ok();
            fit.count(is_lacking, found.measures.contains(&measure));
        }
        fit
    }

    fn count(&mut self, is_lacking: bool, is_there: bool) {
        self.asked += usize::from(!is_lacking);
        self.extra += usize::from(is_lacking && is_there);
        self.missing += usize::from(!is_lacking && !is_there);
    }

    /// Whether more of the form is as the version has it than is not.
    fn is_good(&self) -> bool {
        2 * (self.extra + self.missing) <= self.asked
    }
}
