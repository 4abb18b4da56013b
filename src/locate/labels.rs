//! Labels by their match tiers: code, exact text, canonical tones, folded key where it is unique; nearest word for a suggestion.

use crate::clean::{text, words};
use crate::pipeline::{Locale, Origins, Reading};
use std::collections::HashMap;

/// How a label was recognised. Orders from strongest to weakest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tier {
    /// The same text.
    Exact,
    /// The same text but for where the tone marks stand.
    Tones,
    /// The same text but for diacritics and case.
    Folded,
}

/// Fewer characters than this in common are no suggestion.
const NEAREST_SIMILARITY: f64 = 0.6;

/// Every label of the definition, ready for one lookup a tier.
#[derive(Debug)]
pub struct Labels {
    locale: Locale,
    codes: HashMap<String, Vec<u32>>,
    exact: HashMap<String, Vec<u32>>,
    tones: HashMap<String, Vec<u32>>,
    folded: HashMap<String, Vec<u32>>,
    headings: HashMap<String, u32>,
    shown: Vec<(String, String)>,
}

impl Labels {
    /// Indexes the labels, aliases and codes of all indicators that stand in cells.
    pub fn new(reading: &Reading) -> Self {
        let mut labels = Self {
            locale: reading.locale,
            codes: HashMap::new(),
            exact: HashMap::new(),
            tones: HashMap::new(),
            folded: HashMap::new(),
            headings: HashMap::new(),
            shown: Vec::new(),
        };
        for (index, indicator) in (0u32..).zip(&reading.indicators) {
            if indicator.origin != Origins::Cells {
                continue;
            }
            if let Some(code) = &indicator.code {
                insert(&mut labels.codes, text::fold(code), index);
            }
            let own = match reading.locale {
                Locale::Vi => &indicator.label.vi,
                Locale::En { .. } => &indicator.label.en,
            };
            for name in std::iter::once(own).chain(&indicator.aliases).filter(|name| !name.is_empty()) {
                labels.add(name, index);
            }
            for (depth, heading) in (0u32..).zip(&indicator.path) {
                labels.headings.entry(text::fold(heading)).or_insert(depth);
            }
        }
        labels
    }

    fn add(&mut self, name: &str, index: u32) {
        let tidy = text::tidy(name).0;
        let bare = bare(&tidy);
        insert(&mut self.exact, bare.to_owned(), index);
        insert(&mut self.tones, text::canonical_tones(bare), index);
        insert(&mut self.folded, text::fold(bare), index);
        self.shown.push((text::fold(bare), bare.to_owned()));
    }

    /// The indicators behind a code of the code column.
    pub fn by_code(&self, code: &str) -> Option<&[u32]> {
        self.codes.get(&text::fold(code)).map(Vec::as_slice)
    }

    /// The indicators behind a tidied label, by the strongest tier that knows it.
    pub fn find(&self, label: &str) -> Option<(Tier, &[u32])> {
        let bare = bare(label);
        if let Some(found) = self.exact.get(bare) {
            return Some((Tier::Exact, found));
        }
        if let Some(found) = self.tones.get(&text::canonical_tones(bare)) {
            return Some((Tier::Tones, found));
        }
        self.folded.get(&text::fold(bare)).map(|found| (Tier::Folded, found.as_slice()))
    }

    /// Finds a row's label as it stands, then without a unit in parentheses, then without "of which" before it.
    pub fn find_row(&self, tidy: &str) -> Option<(Tier, &[u32])> {
        let without_unit = || Some(tidy.rsplit_once('(')?.0.trim_end()).filter(|_| tidy.ends_with(')'));
        let without_opener = || words::after_of_which(tidy, self.locale);
        self.find(tidy).or_else(|| self.find(without_unit()?)).or_else(|| self.find(without_opener()?))
    }

    /// The depth at which a heading stands in the paths of the definition.
    pub fn heading(&self, label: &str) -> Option<u32> {
        self.headings.get(&text::fold(bare(label))).copied()
    }

    /// The label of the definition that is nearest to an unknown one, for a suggestion; never a match.
    pub fn nearest(&self, label: &str) -> Option<&str> {
        let key = text::fold(bare(label));
        let score = |candidate: &str| strsim::normalized_damerau_levenshtein(&key, candidate);
        self.shown
            .iter()
            .map(|(folded, shown)| (score(folded), shown))
            .filter(|(score, _)| *score >= NEAREST_SIMILARITY)
            .max_by(|(one, _), (two, _)| one.total_cmp(two))
            .map(|(_, shown)| shown.as_str())
    }
}

/// A label without numbering before it and without footnote stars, colons and dots behind it.
pub fn bare(label: &str) -> &str {
    text::strip_numbering(label).trim_end_matches(|c: char| " :.;,*…".contains(c))
}

fn insert(map: &mut HashMap<String, Vec<u32>>, key: String, index: u32) {
    let list = map.entry(key).or_default();
    if !list.contains(&index) {
        list.push(index);
    }
}
