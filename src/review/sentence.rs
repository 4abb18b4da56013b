//! A sentence for whoever reviews, in both languages.

use crate::publish::Language;

/// What was found and what to do, in Vietnamese and in English.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sentence {
    /// Vietnamese.
    pub vi: String,
    /// English.
    pub en: String,
}

impl Sentence {
    /// Both forms of a sentence.
    pub fn new(vi: impl Into<String>, en: impl Into<String>) -> Self {
        Self { vi: vi.into(), en: en.into() }
    }

    /// The form in a language.
    pub fn text(&self, language: Language) -> &str {
        match language {
            Language::Vi => &self.vi,
            Language::En => &self.en,
        }
    }
}
