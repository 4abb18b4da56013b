//! The words on the sides of cross tables: categories with their aliases, totals of a dimension, headers over labels and units.
//!
//! Enters: a tidied text with its match key. Leaves: what it may be, whatever the side: the reader of a side asks for what it expects.

use super::bands;
use crate::clean::{likeness, text, unit, words};
use crate::locate::labels::bare;
use crate::pipeline::{Dimension, Layout, Locale, Reading};
use std::collections::{HashMap, HashSet};

/// What a text may be on a side of a cross table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Member {
    /// A category of a dimension; indexes into the definition.
    Category {
        /// The dimension.
        dimension: u16,
        /// The category.
        category: u16,
        /// Whether the text says that it is one part of what stands before it, `Trong đó: Nữ`.
        is_of_which: bool,
    },
    /// All categories of a dimension together, in words of its own.
    Total(u16),
    /// The header over the labels of a sheet form.
    Label(u16),
    /// The header over the units of a sheet form.
    Unit(u16),
}

/// Fewer characters than this in common are no suggestion.
const NEAREST_SIMILARITY: f64 = 0.6;
/// Longer texts are sentences.
const LONGEST: usize = 160;

/// Every word that a side of a cross table may hold.
#[derive(Debug)]
pub struct Words {
    locale: Locale,
    categories: HashMap<String, Vec<(u16, u16)>>,
    bands: HashMap<String, Vec<(u16, u16)>>,
    totals: HashMap<String, Vec<u16>>,
    headers: HashMap<String, Vec<Member>>,
    units: HashSet<String>,
    /// Whether the definition has cross tables at all.
    has_sides: bool,
    /// Dimension, match key, and the word as it is declared.
    shown: Vec<(u16, String, String)>,
}

impl Words {
    /// Indexes the dimensions and cross tables of a reading half.
    pub fn new(reading: &Reading) -> Self {
        let mut words = Self {
            locale: reading.locale,
            categories: HashMap::new(),
            bands: HashMap::new(),
            totals: HashMap::new(),
            headers: HashMap::new(),
            units: HashSet::new(),
            has_sides: false,
            shown: Vec::new(),
        };
        for (index, dimension) in (0u16..).zip(&reading.dimensions) {
            words.add_dimension(index, dimension);
        }
        for (form, sheet) in (0u16..).zip(&reading.sheets) {
            let Layout::Crosstab(layout) = &sheet.layout else { continue };
            words.has_sides = true;
            layout.label.iter().for_each(|word| words.add_header(word, Member::Label(form)));
            layout.unit.iter().for_each(|word| words.add_header(word, Member::Unit(form)));
        }
        let of_indicators = reading
            .indicators
            .iter()
            .flat_map(|known| std::iter::once(&known.unit).chain(&known.unit_aliases));
        words.units = of_indicators.map(|unit| text::fold(unit)).filter(|unit| !unit.is_empty()).collect();
        words
    }

    fn add_dimension(&mut self, index: u16, dimension: &Dimension) {
        for word in &dimension.totals {
            self.totals.entry(text::fold(word)).or_default().push(index);
        }
        for (order, category) in (0u16..).zip(&dimension.categories) {
            let own = [&category.label.vi, &category.label.en, &category.id];
            for word in own.into_iter().chain(&category.aliases).filter(|word| !word.is_empty()) {
                self.add_category(word, (index, order));
            }
        }
    }

    fn add_category(&mut self, word: &str, category: (u16, u16)) {
        let key = text::fold(word);
        if let Some(band) = bands::canonical(&key) {
            insert(&mut self.bands, band, category);
        }
        self.shown.push((category.0, key.clone(), word.to_owned()));
        insert(&mut self.categories, key, category);
    }

    fn add_header(&mut self, word: &str, member: Member) {
        let list = self.headers.entry(text::fold(word)).or_default();
        if !list.contains(&member) {
            list.push(member);
        }
    }

    /// Everything that a text may be: as it stands, without numbering, without a unit in parentheses, and behind "of which".
    pub fn members(&self, tidy: &str, key: &str) -> Vec<Member> {
        if key.is_empty() || tidy.len() > LONGEST {
            return Vec::new();
        }
        let mut members = self.headers.get(key).cloned().unwrap_or_default();
        let outside = self.without_unit(tidy);
        if let Some(outside) = outside.filter(|_| members.is_empty()) {
            members.extend(self.headers.get(&text::fold(outside)).into_iter().flatten());
        }
        let spellings = [Some(tidy), Some(bare(tidy)), outside, outside.map(bare)];
        for spelling in spellings.into_iter().flatten() {
            let found = self.named(&text::fold(spelling), false);
            if !found.is_empty() {
                members.extend(found);
                return members;
            }
        }
        let part = words::after_of_which(tidy, self.locale).filter(|part| !part.is_empty());
        members.extend(part.into_iter().flat_map(|part| self.named(&text::fold(part), true)));
        members
    }

    /// What a number is: a category that is declared so, `1` for January.
    pub fn of_number(&self, number: f64) -> Vec<Member> {
        if number.fract() != 0.0 || number.abs() > 1e9 {
            return Vec::new();
        }
        self.named(&number.to_string(), false)
    }

    /// Whether a text may stand on a side of a cross table: for a huge sheet, of which only the texts are known.
    pub fn is_known(&self, tidy: &str, key: &str) -> bool {
        // A bare number is a category only where a table is around it: lists are full of them.
        let is_word = !key.bytes().all(|byte| byte.is_ascii_digit());
        self.has_sides && is_word && !self.members(tidy, key).is_empty()
    }

    /// Categories and totals behind a match key. A key of two categories of one dimension is neither.
    fn named(&self, key: &str, is_of_which: bool) -> Vec<Member> {
        let found = self.categories.get(key).or_else(|| self.bands.get(&bands::canonical(key)?));
        let found = found.map_or(&[][..], Vec::as_slice);
        let is_only = |dimension: u16| found.iter().filter(|(of, _)| *of == dimension).count() == 1;
        let categories = found
            .iter()
            .filter(|(dimension, _)| is_only(*dimension))
            .map(|&(dimension, category)| Member::Category { dimension, category, is_of_which });
        let totals = self.totals.get(key).into_iter().flatten().map(|&dimension| Member::Total(dimension));
        categories.chain(totals).collect()
    }

    /// A text without what stands in parentheses at its end, where that is a unit or a reference: `Nam (người)`, `Nữ (2)`.
    fn without_unit<'t>(&self, tidy: &'t str) -> Option<&'t str> {
        let (outside, inner) = tidy.trim_end().strip_suffix(')')?.rsplit_once('(')?;
        let inner = inner.rsplit_once(':').map_or(inner, |(_, behind)| behind).trim();
        let is_reference = inner.len() <= 3 && !inner.chars().any(char::is_alphabetic);
        let is_unit = self.units.contains(&text::fold(inner)) || unit::parse(inner, self.locale).is_some();
        (is_reference || is_unit).then(|| outside.trim_end())
    }

    /// The word of a dimension that is nearest to an unknown one, for a suggestion; never a match.
    pub fn nearest(&self, dimension: u16, tidy: &str) -> Option<&str> {
        let key = text::fold(bare(tidy));
        let score = |known: &str| likeness::at_least(NEAREST_SIMILARITY, &key, known);
        self.shown
            .iter()
            .filter(|(of, ..)| *of == dimension)
            .filter_map(|(_, known, shown)| Some((score(known)?, shown)))
            .max_by(|(one, _), (two, _)| one.total_cmp(two))
            .map(|(_, shown)| shown.as_str())
    }
}

fn insert(map: &mut HashMap<String, Vec<(u16, u16)>>, key: String, category: (u16, u16)) {
    let list = map.entry(key).or_default();
    if !list.contains(&category) {
        list.push(category);
    }
}
