//! Labels by their match tiers: code, exact text, canonical tones, folded key where it is unique; nearest word for a suggestion.

use crate::clean::{likeness, text, unit, words};
use crate::model::map::Map;
use crate::pipeline::{Indicator, Kind, Locale, Origins, Reading};

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
    codes: Map<String, Vec<u32>>,
    /// Codes of digits by their number: a spreadsheet turns `02` into 2.
    numbers: Map<u64, Vec<u32>>,
    exact: Map<String, Vec<u32>>,
    tones: Map<String, Vec<u32>>,
    folded: Map<String, Vec<u32>>,
    /// Beginnings of paths, as match keys: each has a number.
    prefixes: Vec<Vec<String>>,
    /// The beginnings of paths that end in a heading.
    headings: Map<String, Vec<u32>>,
    /// The path of each indicator, as match keys.
    paths: Vec<Vec<String>>,
    shown: Vec<(String, String)>,
    /// What may stand in parentheses behind the label of each indicator.
    hints: Vec<Hints>,
}

/// What parentheses behind a label may say without making it another label.
#[derive(Debug, Default)]
struct Hints {
    /// Folded words for the unit.
    units: Vec<String>,
    /// Whether anything may: `Mô hình tiêu biểu (ghi tên)`. Texts and days are never added.
    is_any: bool,
}

impl Labels {
    /// Indexes the labels, aliases and codes of all indicators that stand in cells.
    pub fn new(reading: &Reading) -> Self {
        let mut labels = Self {
            locale: reading.locale,
            codes: Map::default(),
            numbers: Map::default(),
            exact: Map::default(),
            tones: Map::default(),
            folded: Map::default(),
            prefixes: Vec::new(),
            headings: Map::default(),
            paths: reading.indicators.iter().map(|indicator| keys(&indicator.path)).collect(),
            shown: Vec::new(),
            hints: reading.indicators.iter().map(Hints::new).collect(),
        };
        for (index, indicator) in (0u32..).zip(&reading.indicators) {
            if indicator.origin != Origins::Cells {
                continue;
            }
            if let Some(code) = &indicator.code {
                insert(&mut labels.codes, text::fold(code), index);
                if let Ok(number) = code.parse() {
                    insert(&mut labels.numbers, number, index);
                }
            }
            let own = match reading.locale {
                Locale::Vi => &indicator.label.vi,
                Locale::En { .. } => &indicator.label.en,
            };
            for name in std::iter::once(own).chain(&indicator.aliases).filter(|name| !name.is_empty()) {
                labels.add(name, index);
            }
            labels.add_path(index);
        }
        labels
    }

    /// Indexes the headings of an indicator's path. A heading may stand at several depths, under several parents.
    fn add_path(&mut self, index: u32) {
        let path = self.path(index).to_vec();
        for depth in 1..=path.len() {
            let Some((heading, prefix)) = path.get(depth - 1).zip(path.get(..depth)) else { continue };
            let known = self.headings.entry(heading.clone()).or_default();
            if known.iter().any(|&at| self.prefixes.get(at as usize).is_some_and(|other| other == prefix)) {
                continue;
            }
            known.push(u32::try_from(self.prefixes.len()).unwrap_or(u32::MAX));
            self.prefixes.push(prefix.to_vec());
        }
    }

    /// The headings above an indicator, as match keys.
    pub fn path(&self, indicator: u32) -> &[String] {
        self.paths.get(indicator as usize).map_or(&[], Vec::as_slice)
    }

    /// A beginning of a path, as match keys.
    pub fn prefix(&self, number: u32) -> &[String] {
        self.prefixes.get(number as usize).map_or(&[], Vec::as_slice)
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

    /// The indicators behind a code that stands as a number: the one written so, else those whose digits say it.
    pub fn by_number(&self, number: f64) -> Option<&[u32]> {
        let is_whole = number.fract() == 0.0 && (0.0..1e15).contains(&number);
        let written = self.codes.get(&number.to_string());
        written.or_else(|| self.numbers.get(&(number as u64)).filter(|_| is_whole)).map(Vec::as_slice)
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
    ///
    /// Anything else in parentheses or before a colon makes it another label: `Đoàn viên (nữ)` is not `Đoàn viên`, and
    /// `Năm trước: Cây xanh` not `Cây xanh`.
    pub fn find_row(&self, tidy: &str) -> Option<(Tier, Vec<u32>)> {
        let whole = |found: (Tier, &[u32])| (found.0, found.1.to_vec());
        self.find(tidy).map(whole).or_else(|| self.without_unit(tidy)).or_else(|| {
            let part = words::after_of_which(tidy, self.locale).filter(|part| !part.is_empty())?;
            self.find(part).map(whole).or_else(|| self.without_unit(part))
        })
    }

    /// The indicators behind a label without its parentheses, where these state a unit or refer to another row.
    fn without_unit(&self, tidy: &str) -> Option<(Tier, Vec<u32>)> {
        let (label, inner) = bare(tidy).strip_suffix(')')?.rsplit_once('(')?;
        let (tier, found) = self.find(label.trim_end())?;
        let is_hint =
            |index: &u32| self.hints.get(*index as usize).is_some_and(|hints| hints.has(inner, self.locale));
        let found: Vec<u32> = found.iter().copied().filter(is_hint).collect();
        (!found.is_empty()).then_some((tier, found))
    }

    /// The beginnings of the definition's paths that end in a heading, by the key of its bare text; one with a remark in parentheses,
    /// `Thu (triệu đồng)`, is the heading.
    pub fn heading(&self, bare_key: &str) -> Option<&[u32]> {
        let outside = || bare_key.strip_suffix(')')?.rsplit_once('(').map(|(outside, _)| text::fold(outside));
        let found = self.headings.get(bare_key).or_else(|| self.headings.get(&outside()?));
        found.map(Vec::as_slice)
    }

    /// The label of the definition that is nearest to an unknown one, for a suggestion; never a match.
    pub fn nearest(&self, label: &str) -> Option<&str> {
        let key = text::fold(bare(label));
        let score = |candidate: &str| likeness::at_least(NEAREST_SIMILARITY, &key, candidate);
        self.shown
            .iter()
            .filter_map(|(folded, shown)| Some((score(folded)?, shown)))
            .max_by(|(one, _), (two, _)| one.total_cmp(two))
            .map(|(_, shown)| shown.as_str())
    }
}

impl Hints {
    fn new(indicator: &Indicator) -> Self {
        let words = std::iter::once(&indicator.unit).chain(&indicator.unit_aliases);
        let units = words.map(|word| text::fold(word)).filter(|word| !word.is_empty()).collect();
        Self { units, is_any: matches!(indicator.kind, Kind::Text | Kind::Date) }
    }

    /// Whether parentheses hold a unit (`cây`, `ĐVT: cây`, `triệu đồng`, `nghìn cây`), or only refer (`1`, `*`, `=2+3`).
    fn has(&self, inner: &str, locale: Locale) -> bool {
        let is_unit = |text: &str| {
            let key = text::fold(text);
            let of_magnitude = || unit::magnitude_before(text, locale).map(|(_, rest)| rest);
            self.units.contains(&key)
                || unit::parse(text, locale).is_some()
                || of_magnitude().is_some_and(|rest| self.units.contains(&rest))
        };
        let announced = || inner.split_once(':').is_some_and(|(_, behind)| is_unit(behind));
        self.is_any || is_unit(inner) || announced() || is_reference(inner)
    }
}

/// `1`, `*`, `=2+3`, `(1)+(2)`: footnotes and references, but no year.
fn is_reference(inner: &str) -> bool {
    let is_mark = |c: char| c.is_ascii_digit() || " =+-*/().,;:".contains(c);
    let longest = inner.split(|c: char| !c.is_ascii_digit()).map(str::len).max().unwrap_or(0);
    inner.chars().all(is_mark) && longest < 3
}

/// A label without numbering and dots before it and without footnote marks, colons and dotted leaders behind it.
pub fn bare(label: &str) -> &str {
    let label = text::strip_numbering(label.trim_start_matches(|c: char| " .…_".contains(c)));
    let mut bare = label.trim_end_matches(is_trailing);
    // `Landaff (*)`, `Landaff (**)`: a footnote in parentheses.
    while let Some((before, mark)) = bare.strip_suffix(')').and_then(|inner| inner.rsplit_once('(')) {
        if mark.is_empty() || !mark.chars().all(|c| "*†‡".contains(c)) {
            break;
        }
        bare = before.trim_end_matches(is_trailing);
    }
    // Nothing but marks is a label of marks.
    if bare.is_empty() { label } else { bare }
}

/// What may stand behind a label: blanks, marks of its end, dotted leaders, marks of footnotes.
fn is_trailing(c: char) -> bool {
    " :.;,*…_·†‡¹²³⁴⁵⁶⁷⁸⁹⁰".contains(c)
}

fn keys(headings: &[String]) -> Vec<String> {
    headings.iter().map(|heading| text::fold(bare(&text::tidy(heading).0))).collect()
}

fn insert<K: std::hash::Hash + Eq>(map: &mut Map<K, Vec<u32>>, key: K, index: u32) {
    let list = map.entry(key).or_default();
    if !list.contains(&index) {
        list.push(index);
    }
}

#[cfg(test)]
mod tests;
