//! The register's names: which branch a text means, by code, then by the strongest tier that knows it; the nearest ones otherwise.

use crate::clean::{likeness, text};
use crate::model::map::Map;
use crate::pipeline::Register;

/// How many names a suggestion lists.
const SUGGESTIONS: usize = 3;
/// Names less alike than this are no suggestion.
const LIKENESS: f64 = 0.55;
/// Names that share most words with a text are compared letter by letter: so many of them, whatever the register's size.
const COMPARED: usize = 24;
/// Bytes of a name.
const LONGEST: usize = 2_000;

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
    /// Codes in lower case, and folded: `Đ1` and `D1` may be two of them.
    codes: Map<String, u32>,
    folded_codes: Map<String, Vec<u32>>,
    exact: Map<String, Vec<u32>>,
    tones: Map<String, Vec<u32>>,
    folded: Map<String, Vec<u32>>,
    /// Folded names with their branch, and for each word the names that hold it.
    all: Vec<(String, u32)>,
    words: Map<String, Vec<u32>>,
}

impl<'a> Names<'a> {
    /// Indexes a register.
    pub fn new(register: &'a Register) -> Self {
        let mut names = Self {
            register,
            codes: Map::default(),
            folded_codes: Map::default(),
            exact: Map::default(),
            tones: Map::default(),
            folded: Map::default(),
            all: Vec::new(),
            words: Map::default(),
        };
        for (index, branch) in (0u32..).zip(&register.branches) {
            names.codes.insert(text::tidy(&branch.code).0.to_lowercase(), index);
            insert(&mut names.folded_codes, text::fold(&branch.code), index);
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

    /// What a text is to the register. One of thousands of characters is no name, whatever codes may stand in it.
    pub fn known(&self, name: &str) -> Known {
        if name.len() > LONGEST {
            return Known::Unknown;
        }
        let tidy = text::tidy(name).0;
        match self.coded(&tidy) {
            [] => {}
            [one] => return Known::One(*one, "code"),
            several => return Known::Several(several.to_vec()),
        }
        match self.named(&tidy) {
            Some((tier, [one])) => Known::One(*one, tier),
            Some((_, several)) => Known::Several(several.to_vec()),
            None => self.by_code_in(&tidy),
        }
    }

    /// The branches that go by a tidied name, by the strongest tier that knows it.
    fn named(&self, tidy: &str) -> Option<(&'static str, &[u32])> {
        let exact = || Some(("exact", self.exact.get(&tidy.to_lowercase())?.as_slice()));
        let tones = || Some(("tones", self.tones.get(&text::canonical_tones(tidy))?.as_slice()));
        let folded = || Some(("folded", self.folded.get(&text::fold(tidy))?.as_slice()));
        exact().or_else(tones).or_else(folded)
    }

    /// The branches behind a code as it is written, else as it reads without marks.
    fn coded(&self, tidy: &str) -> &[u32] {
        let exact = self.codes.get(&tidy.to_lowercase()).map(std::slice::from_ref);
        exact.or_else(|| self.folded_codes.get(&text::fold(tidy)).map(Vec::as_slice)).unwrap_or(&[])
    }

    /// A name with its code before or behind it: `SO05 - Sở Y tế`, `Sở Y tế (SO05)`.
    ///
    /// A name that goes with the code for another branch leaves both open. A code of digits alone is one only before or behind a mark, or
    /// with its own branch's name: the 2 of `Trường Tiểu học số 2` is part of a name.
    fn by_code_in(&self, tidy: &str) -> Known {
        let mut codes: Vec<u32> = Vec::new();
        let mut named: Vec<u32> = Vec::new();
        for (before, word, behind) in words_at(tidy) {
            let own = self.coded(word);
            if own.is_empty() {
                continue;
            }
            let others = self.by_name(&format!("{} {}", trimmed(before), trimmed(behind)));
            let is_own = own.iter().any(|index| others.contains(index));
            let has_letter = word.contains(char::is_alphabetic);
            if has_letter || is_apart(before, behind) || is_own {
                codes.extend(own);
                named.extend(others.iter().filter(|_| !is_own));
            }
        }
        codes.extend(named);
        codes.sort_unstable();
        codes.dedup();
        match codes.as_slice() {
            [] => Known::Unknown,
            [one] => Known::One(*one, "code"),
            several => Known::Several(several.to_vec()),
        }
    }

    /// The branches that go by a name, by the strongest tier that knows it.
    fn by_name(&self, name: &str) -> &[u32] {
        self.named(&text::tidy(name).0).map_or(&[], |(_, found)| found)
    }

    /// The branches whose names are most like a text, best first, as code and name.
    pub fn nearest(&self, name: &str) -> Vec<String> {
        let key = text::fold(name);
        let mut scored: Vec<(f64, u32)> = self
            .sharing_words(&key)
            .into_iter()
            .filter_map(|position| self.all.get(position as usize))
            .filter_map(|(folded, index)| Some((likeness::at_least(LIKENESS, &key, folded)?, *index)))
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
        let mut weights: Map<u32, f64> = Map::default();
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

/// The words of a text, each with what stands before and behind it.
fn words_at(text: &str) -> impl Iterator<Item = (&str, &str, &str)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let start = rest.find(char::is_alphanumeric)?;
        let word = rest.get(start..)?;
        let (word, behind) = word.split_at(word.find(|c: char| !c.is_alphanumeric()).unwrap_or(word.len()));
        let before = text.get(..text.len() - behind.len() - word.len())?;
        rest = behind;
        Some((before, word, behind))
    })
}

/// Whether a code stands alone on one side of a mark: `2 - Trường Kim Đồng`, `Trường Kim Đồng (2)`.
fn is_apart(before: &str, behind: &str) -> bool {
    let is_mark = |c: char| "-–—:_.()[]/|,;".contains(c);
    let opens = behind.trim_start().starts_with(is_mark);
    let closes = before.trim_end().ends_with(is_mark);
    (before.trim().is_empty() && opens) || (closes && behind.trim_matches(is_mark).trim().is_empty())
}

/// A part of a text without the marks at its ends.
fn trimmed(part: &str) -> &str {
    part.trim_matches(|c: char| !c.is_alphanumeric())
}

fn words_of(folded: &str) -> impl Iterator<Item = &str> {
    folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// Notes a value of a key. Values come in ascending order: one that is there already is the last.
fn insert(map: &mut Map<String, Vec<u32>>, key: String, value: u32) {
    let list = map.entry(key).or_default();
    if list.last() != Some(&value) {
        list.push(value);
    }
}

#[cfg(test)]
mod tests;
