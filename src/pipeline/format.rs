//! How the format of `pipeline.toml` is described: keys with their shapes.
//!
//! One description serves three readers, so that they cannot drift apart: the check of what a person wrote ([`super::shape`]), the
//! JSON Schema for editors ([`super::schema`]) and, through the schema, the test that every key is documented.

use super::choices::LayoutWord;
use crate::model::Check;

/// A key of a table.
pub(super) struct Key {
    /// Its name.
    pub name: &'static str,
    /// What may stand behind it.
    pub shape: Shape,
    /// Whether it must be there.
    pub is_required: bool,
    /// What it decides, in a line or two.
    pub about: &'static str,
}

/// What may stand behind a key.
pub(super) enum Shape {
    /// A text that is not blank.
    Text,
    /// One of these words, each with its meaning.
    Words(fn() -> Vec<(&'static str, &'static str)>),
    /// A whole number within bounds, both included.
    Whole(i64, i64),
    /// A number, or a text that is a plain decimal.
    Decimal,
    /// `true` or `false`.
    YesNo,
    /// A day, as a text or as a date of TOML.
    Day,
    /// A list.
    List(&'static Shape),
    /// A table with these keys and no others.
    Table(&'static [Key]),
    /// A sheet: a table whose keys depend on its layout.
    ByLayout(&'static ByLayouts),
    /// A table whose keys are columns of the register.
    ByColumn(&'static Shape),
    /// A table whose keys are names that the definition gives, and what it is for a message.
    ByName(&'static Shape, &'static str),
    /// A table whose keys are codes of checks, each with a shape of its own.
    ByCheck(fn(Check) -> &'static Shape),
    /// One of several shapes that differ in their type of TOML.
    Either(&'static [Shape]),
}

/// The keys of a sheet.
pub(super) struct ByLayouts {
    /// Of every layout.
    pub common: &'static [Key],
    /// Of each layout; the first is the one of a sheet that names none.
    pub layouts: [LayoutKeys; 4],
}

/// The keys that a layout adds.
pub(super) struct LayoutKeys {
    /// The layout.
    pub layout: LayoutWord,
    /// Its keys.
    pub keys: &'static [Key],
    /// What stands behind a declared measure, where measures are keys.
    pub of_measures: Option<&'static Shape>,
}

impl ByLayouts {
    /// The keys of one layout.
    pub fn of(&'static self, layout: LayoutWord) -> impl Iterator<Item = &'static Key> + Clone {
        let own = self.layouts.iter().filter(move |keys| keys.layout == layout);
        self.common.iter().chain(own.flat_map(|keys| keys.keys))
    }

    /// The keys of all layouts; one that several layouts have is there for each.
    pub fn all(&'static self) -> impl Iterator<Item = &'static Key> + Clone {
        self.common.iter().chain(self.layouts.iter().flat_map(|layout| layout.keys))
    }

    /// The words of the layouts that have a key.
    pub fn with(&'static self, name: &str) -> Vec<&'static str> {
        let has = |layout: &&LayoutKeys| layout.keys.iter().any(|key| key.name == name);
        self.layouts.iter().filter(has).map(|layout| layout.layout.word()).collect()
    }
}

/// A key that must be there.
pub(super) const fn must(name: &'static str, shape: Shape, about: &'static str) -> Key {
    Key { name, shape, is_required: true, about }
}

/// A key that may be left out.
pub(super) const fn may(name: &'static str, shape: Shape, about: &'static str) -> Key {
    Key { name, shape, is_required: false, about }
}

impl Shape {
    /// What it is, for a message.
    pub fn described(&self) -> String {
        match self {
            Self::Text => "a text".to_owned(),
            Self::Words(words) => super::suggest::listed(words().into_iter().map(|(word, _)| word)),
            Self::Whole(least, i64::MAX) => format!("a whole number from {least}"),
            Self::Whole(least, most) => format!("a whole number from {least} to {most}"),
            Self::Decimal => "a number".to_owned(),
            Self::YesNo => "true or false".to_owned(),
            Self::Day => "a day such as \"2023-12-10\"".to_owned(),
            Self::List(of) => match of {
                Self::Text => "a list of texts: [\"…\", \"…\"]".to_owned(),
                Self::Table(_) | Self::ByLayout(_) => "a list of tables".to_owned(),
                of => format!("a list: [{}]", of.described()),
            },
            Self::Table(keys) => {
                format!("a table: {{ {} = … }}", names(*keys).collect::<Vec<_>>().join(", "))
            }
            Self::ByLayout(_) => "a table".to_owned(),
            Self::ByName(_, about) => (*about).to_owned(),
            Self::ByColumn(_) => "a table of columns: { level = … }".to_owned(),
            Self::ByCheck(_) => "a table of checks: { balance = … }".to_owned(),
            Self::Either(shapes) => shapes.iter().map(Self::described).collect::<Vec<_>>().join("; or "),
        }
    }
}

/// The names of keys, in the order of the description.
pub(super) fn names(keys: impl IntoIterator<Item = &'static Key>) -> impl Iterator<Item = &'static str> {
    keys.into_iter().map(|key| key.name)
}
