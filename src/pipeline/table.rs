//! A table of `pipeline.toml` whose entries are asked for by name and remember where they stand.
//!
//! Entries of the wrong type are as good as absent here: [`super::shape`] has reported them already.

use super::choices::{Choice, find};
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A text with its place in the file.
pub(super) type Word = Spanned<String>;

/// A table with its place in the file.
#[derive(Clone, Debug)]
pub(super) struct Table<'a> {
    /// The entries.
    pub entries: &'a DeTable<'a>,
    /// Where it stands: of `[[indicator]]`, the header.
    pub span: Range<usize>,
}

impl<'a> Table<'a> {
    /// The entry of that name.
    pub fn value(&self, key: &str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.entries.get(key)
    }

    /// Where a value stands; the table, where there is none.
    pub fn span_of(&self, key: &str) -> Range<usize> {
        self.value(key).map_or_else(|| self.span.clone(), Spanned::span)
    }

    /// A text, trimmed.
    pub fn text(&self, key: &str) -> Option<Word> {
        word(self.value(key)?)
    }

    /// A text with the blanks at its ends.
    pub fn verbatim(&self, key: &str) -> Option<Word> {
        let value = self.value(key)?;
        Some(Spanned::new(value.span(), value.get_ref().as_str()?.to_owned()))
    }

    /// Texts in a list.
    pub fn texts(&self, key: &str) -> Vec<Word> {
        self.value(key).map_or_else(Vec::new, words)
    }

    /// Texts in a list, without their places.
    pub fn strings(&self, key: &str) -> Vec<String> {
        self.texts(key).into_iter().map(Spanned::into_inner).collect()
    }

    /// A table.
    pub fn table(&self, key: &str) -> Option<Table<'a>> {
        table(self.value(key)?)
    }

    /// Tables in a list.
    pub fn tables(&self, key: &str) -> Vec<Table<'a>> {
        let list = self.value(key).and_then(|value| value.get_ref().as_array());
        list.map_or_else(Vec::new, |list| list.iter().filter_map(table).collect())
    }

    /// `true` or `false`; false where it is left out.
    pub fn is_true(&self, key: &str) -> bool {
        self.value(key).and_then(|value| value.get_ref().as_bool()).unwrap_or(false)
    }

    /// A whole number.
    pub fn whole(&self, key: &str) -> Option<i64> {
        whole(self.value(key)?.get_ref())
    }

    /// What a word stands for.
    pub fn choice<T: Clone>(&self, key: &str, choices: &[Choice<T>]) -> Option<T> {
        find(choices, self.value(key)?.get_ref().as_str()?)
    }

    /// All keys with their values, in the order of the file.
    pub fn pairs(&self) -> Vec<(Word, &'a Spanned<DeValue<'a>>)> {
        let named = |(key, value): (&Spanned<_>, _)| (named(key), value);
        let mut pairs: Vec<_> = self.entries.iter().map(named).collect();
        pairs.sort_by_key(|(key, _)| key.span().start);
        pairs
    }
}

/// A key as a word.
fn named(key: &Spanned<std::borrow::Cow<'_, str>>) -> Word {
    Spanned::new(key.span(), key.get_ref().to_string())
}

/// A value that is a text.
pub(super) fn word(value: &Spanned<DeValue<'_>>) -> Option<Word> {
    let text = value.get_ref().as_str()?;
    Some(Spanned::new(value.span(), text.trim().to_owned()))
}

/// A value that is a text, or a list of texts.
pub(super) fn words(value: &Spanned<DeValue<'_>>) -> Vec<Word> {
    match value.get_ref() {
        DeValue::Array(list) => list.iter().filter_map(word).collect(),
        _ => word(value).into_iter().collect(),
    }
}

/// A value that is a table.
pub(super) fn table<'a>(value: &'a Spanned<DeValue<'a>>) -> Option<Table<'a>> {
    value.get_ref().as_table().map(|entries| Table { entries, span: value.span() })
}

/// A value that is a whole number.
pub(super) fn whole(value: &DeValue<'_>) -> Option<i64> {
    let number = value.as_integer()?;
    i64::from_str_radix(number.as_str(), number.radix()).ok()
}
