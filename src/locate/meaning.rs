//! What a text means to the definition, worked out once for each distinct text.
//!
//! Branches fill in the same form: a few hundred texts make up nearly all text cells of a run. Each thread remembers them, so that
//! a cell costs one hash lookup, whatever its text has to be compared with. What is asked of few texts only is worked out when asked.

use super::candidates::{self, Title};
use super::crosstab::Member;
use super::form::Outline;
use super::header::Role;
use super::labels::Tier;
use super::{Lexicon, labels};
use crate::clean::legacy::{self, Encoding};
use crate::clean::number::{self, Context, Habit, Reading};
use crate::clean::unit::{self, StatedUnit};
use crate::clean::{text, words};
use crate::model::map::Map;
use crate::pipeline::Locale;
use std::cell::OnceCell;
use std::rc::Rc;
use std::sync::Arc;

/// Texts remembered before everything is forgotten: forms have hundreds, tables of records have no end.
const REMEMBERED: usize = 16_384;
/// Longer texts are sentences with numbers in them.
const LONGEST_NUMBER: usize = 40;
/// Longer texts are remarks, which seldom come twice.
const LONGEST_LABEL: usize = 200;
/// Bytes of them that are remembered all the same: a hostile sheet has the longest text in every row.
const REMARKS: usize = 4 << 20;

/// A text and what it means.
#[derive(Debug)]
pub struct Meaning {
    /// The text in Unicode, tidied.
    pub tidy: Arc<str>,
    /// Its match key.
    pub key: Box<str>,
    /// The legacy encoding that it was decoded from.
    pub legacy: Option<Encoding>,
    roles: OnceCell<Box<[(u16, Role)]>>,
    label: OnceCell<Option<(Tier, Box<[u32]>)>>,
    heading: OnceCell<Box<[u32]>>,
    row: OnceCell<RowWords>,
    banner: OnceCell<Option<StatedUnit>>,
    header_unit: OnceCell<Option<StatedUnit>>,
    code: OnceCell<Box<[u32]>>,
    bare_key: OnceCell<Box<str>>,
    titles: OnceCell<Box<[Title]>>,
    /// By Vietnamese conventions, by English ones.
    is_number: [OnceCell<bool>; 2],
    members: OnceCell<Box<[Member]>>,
    outline: OnceCell<Option<Outline>>,
    numbering: OnceCell<Option<Outline>>,
    nearest_header: OnceCell<(u16, Option<usize>)>,
}

/// Which of the words that structure a table a text is.
#[derive(Clone, Copy, Debug)]
pub struct RowWords {
    /// `Tổng cộng`.
    pub is_total: bool,
    /// `Trong đó`.
    pub is_of_which: bool,
    /// `Người lập biểu`.
    pub is_end: bool,
}

impl Meaning {
    fn new(raw: &str, font: &str) -> Self {
        let decoded = legacy::decode(raw, font);
        let readable = decoded.as_ref().map_or(raw, |(decoded, _)| decoded);
        let tidy = text::tidy(readable).0;
        Self {
            key: text::fold(&tidy).into(),
            tidy: tidy.into(),
            legacy: decoded.map(|(_, encoding)| encoding),
            roles: OnceCell::new(),
            label: OnceCell::new(),
            heading: OnceCell::new(),
            row: OnceCell::new(),
            banner: OnceCell::new(),
            header_unit: OnceCell::new(),
            code: OnceCell::new(),
            bare_key: OnceCell::new(),
            titles: OnceCell::new(),
            is_number: Default::default(),
            members: OnceCell::new(),
            outline: OnceCell::new(),
            numbering: OnceCell::new(),
            nearest_header: OnceCell::new(),
        }
    }

    /// What it is as a header.
    pub fn roles(&self, lexicon: &Lexicon) -> &[(u16, Role)] {
        self.roles.get_or_init(|| lexicon.headers.roles(&self.tidy, &self.key).into())
    }

    /// The indicators that it may be the label of, by the strongest tier that knows it.
    pub fn label(&self, lexicon: &Lexicon) -> Option<(Tier, &[u32])> {
        let found = self.label.get_or_init(|| {
            lexicon.labels.find_row(&self.tidy).map(|(tier, indicators)| (tier, indicators.into()))
        });
        found.as_ref().map(|(tier, indicators)| (*tier, &**indicators))
    }

    /// The beginnings of the definition's paths that end in it as a heading.
    pub fn heading(&self, lexicon: &Lexicon) -> &[u32] {
        self.heading.get_or_init(|| lexicon.labels.heading(self.bare_key()).unwrap_or_default().into())
    }

    /// Whether it is a word that structures a table.
    pub fn row_words(&self, lexicon: &Lexicon) -> RowWords {
        let locale = lexicon.reading.locale;
        *self.row.get_or_init(|| RowWords {
            is_total: words::is_total_row(labels::bare(&self.tidy), locale),
            is_of_which: words::is_of_which(&self.tidy, locale),
            is_end: words::is_key_of_end(&self.key, locale),
        })
    }

    /// What it may be on a side of a cross table.
    pub fn members(&self, lexicon: &Lexicon) -> &[Member] {
        self.members.get_or_init(|| lexicon.crosstabs.members(&self.tidy, &self.key).into())
    }

    /// The unit that it states as a banner.
    pub fn banner(&self, lexicon: &Lexicon) -> Option<&StatedUnit> {
        self.banner.get_or_init(|| unit::in_banner(&self.tidy, lexicon.reading.locale)).as_ref()
    }
}

impl Meaning {
    /// The unit that it states as a header.
    pub fn header_unit(&self, lexicon: &Lexicon) -> Option<&StatedUnit> {
        self.header_unit.get_or_init(|| unit::in_header(&self.tidy, lexicon.reading.locale)).as_ref()
    }

    /// The indicators behind it as a code.
    pub fn code(&self, lexicon: &Lexicon) -> &[u32] {
        self.code.get_or_init(|| lexicon.labels.by_code(&self.key).unwrap_or_default().into())
    }

    /// The match key without numbering and marks around the text.
    pub fn bare_key(&self) -> &str {
        self.bare_key.get_or_init(|| text::fold(labels::bare(&self.tidy)).into())
    }

    /// What it counts where it is nothing but numbering, `II`.
    pub fn outline(&self) -> Option<&Outline> {
        self.outline.get_or_init(|| Outline::parse(&self.tidy)).as_ref()
    }

    /// The numbering before it, `II. Chi`.
    pub fn numbering(&self) -> Option<&Outline> {
        self.numbering.get_or_init(|| Outline::before(&self.tidy)).as_ref()
    }

    /// Which of a sheet form's header words is nearest to it, as `find` works it out: remembered for the form that asks first, as there is mostly one.
    pub fn nearest_header(&self, form: u16, find: impl Fn(&str) -> Option<usize>) -> Option<usize> {
        let (of, nearest) = *self.nearest_header.get_or_init(|| (form, find(&self.tidy)));
        if of == form { nearest } else { find(&self.tidy) }
    }

    /// Whether it is nothing but a number.
    pub fn is_number(&self, locale: Locale) -> bool {
        let context = Context { locale, habit: Habit::Unknown, is_whole: false, stated: 1 };
        let [vi, en] = &self.is_number;
        let remembered = if locale == Locale::Vi { vi } else { en };
        *remembered.get_or_init(|| {
            self.tidy.len() <= LONGEST_NUMBER
                && self.tidy.contains(|c: char| c.is_ascii_digit())
                && matches!(number::read(&self.tidy, &context).reading, Reading::Number(_))
        })
    }

    /// What the patterns for titles find in it.
    pub fn titles(&self, lexicon: &Lexicon) -> &[Title] {
        self.titles.get_or_init(|| candidates::titles(&self.tidy, lexicon).into())
    }
}

/// The meanings that a thread remembers. They belong to one definition.
#[derive(Debug, Default)]
pub struct Memory {
    texts: Map<Box<str>, Rc<Meaning>>,
    /// The same by where a text is held, for texts that the reader holds from one workbook to the next. Each is held here too, so that no other text can come to
    /// stand in its place.
    held: Map<usize, (Arc<str>, Rc<Meaning>)>,
    /// Texts in a font that tells an encoding, behind the font's name.
    in_legacy_fonts: Map<String, Rc<Meaning>>,
    /// Long texts, and how many bytes they have.
    remarks: (Map<Box<str>, Rc<Meaning>>, usize),
}

impl Memory {
    /// The meaning of a text in a font.
    pub fn meaning(&mut self, raw: &Arc<str>, font: &str) -> Rc<Meaning> {
        if Encoding::of_font(font).is_some() {
            return self.in_legacy_font(raw, font);
        }
        if raw.len() > LONGEST_LABEL {
            return self.of_remark(raw, font);
        }
        let place = raw.as_ptr() as usize;
        if let Some((_, known)) = self.held.get(&place) {
            return known.clone();
        }
        let meaning = self.of_text(raw, font);
        // The reader and this cell: then others may come.
        if Arc::strong_count(raw) > 1 {
            forget_if_full(&mut self.held);
            self.held.insert(place, (raw.clone(), meaning.clone()));
        }
        meaning
    }

    fn of_text(&mut self, raw: &str, font: &str) -> Rc<Meaning> {
        if let Some(known) = self.texts.get(raw) {
            return known.clone();
        }
        forget_if_full(&mut self.texts);
        let meaning = Rc::new(Meaning::new(raw, font));
        self.texts.insert(raw.into(), meaning.clone());
        meaning
    }

    fn of_remark(&mut self, raw: &str, font: &str) -> Rc<Meaning> {
        let (remarks, bytes) = &mut self.remarks;
        if let Some(known) = remarks.get(raw) {
            return known.clone();
        }
        if *bytes + raw.len() > REMARKS {
            remarks.clear();
            *bytes = 0;
        }
        *bytes += raw.len();
        let meaning = Rc::new(Meaning::new(raw, font));
        remarks.insert(raw.into(), meaning.clone());
        meaning
    }

    fn in_legacy_font(&mut self, raw: &str, font: &str) -> Rc<Meaning> {
        if raw.len() > LONGEST_LABEL {
            return Rc::new(Meaning::new(raw, font));
        }
        forget_if_full(&mut self.in_legacy_fonts);
        let known = self.in_legacy_fonts.entry(format!("{font}\0{raw}"));
        known.or_insert_with(|| Rc::new(Meaning::new(raw, font))).clone()
    }
}

fn forget_if_full<K, V>(map: &mut Map<K, V>) {
    if map.len() >= REMEMBERED {
        map.clear();
    }
}
