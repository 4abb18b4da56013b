//! The register's names: which branch a text means, by code, then by the strongest tier that knows it; the nearest ones otherwise.

use crate::clean::text;
use crate::pipeline::Register;
use std::collections::HashMap;

/// How many names a suggestion lists.
const SUGGESTIONS: usize = 3;
/// Names less alike than this are no suggestion.
const LIKENESS: f64 = 0.55;
/// Names that share most words with a text are compared letter by letter: so many of them, whatever the register's size.
const COMPARED: usize = 24;

/// What a text is to the register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Known {
    /// This branch, by this tier.
    One(u32, &'static str),
    /// Any of these.
    Several(Vec<u32>),
    /// No branch.
    Unknown,
}

/// The register ready for lookups.
pub struct Names<'a> {
    register: &'a Register,
    codes: HashMap<String, u32>,
    exact: HashMap<String, Vec<u32>>,
    tones: HashMap<String, Vec<u32>>,
    folded: HashMap<String, Vec<u32>>,
    /// Folded names with their branch, and for each word the names that hold it.
    all: Vec<(String, u32)>,
    words: HashMap<String, Vec<u32>>,
}

impl<'a> Names<'a> {
    /// Indexes a register.
    pub fn new(register: &'a Register) -> Self {
        let mut names = Self {
            register,
            codes: HashMap::new(),
            exact: HashMap::new(),
            tones: HashMap::new(),
            folded: HashMap::new(),
            all: Vec::new(),
            words: HashMap::new(),
        };
        for (index, branch) in (0u32..).zip(&register.branches) {
            names.codes.insert(text::fold(&branch.code), index);
            std::iter::once(&branch.name).chain(&branch.aliases).for_each(|name| names.add(name, index));
        }
        names
    }

    fn add(&mut self, name: &str, index: u32) {
        let tidy = text::tidy(name).0;
        let folded = text::fold(&tidy);
        insert(&mut self.exact, tidy.to_lowercase(), index);
        insert(&mut self.tones, text::canonical_tones(&tidy), index);
        insert(&mut self.folded, folded.clone(), index);
        let position = self.all.len() as u32;
        for word in words_of(&folded) {
            insert(&mut self.words, word.to_owned(), position);
        }
        self.all.push((folded, index));
    }

    /// What a text is to the register.
    pub fn known(&self, name: &str) -> Known {
        let tidy = text::tidy(name).0;
        let folded = text::fold(&tidy);
        if let Some(&index) = self.codes.get(&folded) {
            return Known::One(index, "code");
        }
        let tiers = [
            ("exact", self.exact.get(&tidy.to_lowercase())),
            ("tones", self.tones.get(&text::canonical_tones(&tidy))),
            ("folded", self.folded.get(&folded)),
        ];
        match tiers.into_iter().find_map(|(tier, found)| Some((tier, found?))) {
            Some((tier, found)) => match found.as_slice() {
                [one] => Known::One(*one, tier),
                several => Known::Several(several.to_vec()),
            },
            None => self.by_code_in(&tidy),
        }
    }

    /// A name with its code before or behind it: `SO05 - Sở Y tế`, `Sở Y tế (SO05)`.
    fn by_code_in(&self, tidy: &str) -> Known {
        let words = tidy.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        let mut codes: Vec<u32> =
            words.filter_map(|word| self.codes.get(&text::fold(word)).copied()).collect();
        codes.sort_unstable();
        codes.dedup();
        match codes.as_slice() {
            [one] => Known::One(*one, "code"),
            _ => Known::Unknown,
        }
    }

    /// The branches whose names are most like a text, best first, as code and name.
    pub fn nearest(&self, name: &str) -> Vec<String> {
        let key = text::fold(name);
        let mut scored: Vec<(f64, u32)> = self
            .sharing_words(&key)
            .into_iter()
            .filter_map(|position| self.all.get(position as usize))
            .map(|(folded, index)| (strsim::normalized_damerau_levenshtein(&key, folded), *index))
            .filter(|(score, _)| *score >= LIKENESS)
            .collect();
        scored.sort_by(|one, two| two.0.total_cmp(&one.0).then(one.1.cmp(&two.1)));
        let mut nearest: Vec<u32> = Vec::new();
        for (_, index) in scored {
            if !nearest.contains(&index) && nearest.len() < SUGGESTIONS {
                nearest.push(index);
            }
        }
        nearest.into_iter().filter_map(|index| self.shown(index)).collect()
    }

    /// Positions of the names that share most words with a key, rare words counting more. Comparing every name with every unknown text
    /// would be quadratic. A small register is compared whole: a typing slip may stand in every word.
    fn sharing_words(&self, key: &str) -> Vec<u32> {
        if self.all.len() <= COMPARED {
            return (0..self.all.len() as u32).collect();
        }
        let mut weights: HashMap<u32, f64> = HashMap::new();
        for word in words_of(key) {
            let holders = self.words.get(word).map_or(&[][..], Vec::as_slice);
            for &position in holders {
                *weights.entry(position).or_default() += 1.0 / holders.len() as f64;
            }
        }
        let mut weighted: Vec<(u32, f64)> = weights.into_iter().collect();
        weighted.sort_by(|one, two| two.1.total_cmp(&one.1).then(one.0.cmp(&two.0)));
        weighted.into_iter().take(COMPARED).map(|(position, _)| position).collect()
    }

    /// Code and name of a branch.
    pub fn shown(&self, index: u32) -> Option<String> {
        let branch = self.register.branches.get(index as usize)?;
        Some(format!("{} {}", branch.code, branch.name))
    }
}

fn words_of(folded: &str) -> impl Iterator<Item = &str> {
    folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

fn insert(map: &mut HashMap<String, Vec<u32>>, key: String, value: u32) {
    let list = map.entry(key).or_default();
    if !list.contains(&value) {
        list.push(value);
    }
}
