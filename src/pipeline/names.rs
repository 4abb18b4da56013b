//! Ids that other keys refer to: of measures, sheets and indicators.
//!
//! Positions are those of the file, faulty entries included, so that an index means the same before and after validation.

use super::error::Findings;
use super::suggest;
use super::table::{Table, Word};
use crate::model::map::Map;
use std::ops::Range;

/// The ids of one kind of entry.
pub(super) struct Names {
    kind: &'static str,
    ids: Vec<Option<Word>>,
    /// Where each stands first.
    positions: Map<String, usize>,
}

impl Names {
    /// Collects the ids of entries; reports ids that are no ids, and ids that are there twice.
    pub fn collect(kind: &'static str, entries: &[Table<'_>], findings: &mut Findings<'_>) -> Self {
        let names = Self::collect_any(kind, entries, findings);
        names.ids.iter().flatten().for_each(|id| check_id(id, findings));
        names
    }

    /// Collects the ids of entries, whatever they are made of; reports ids that are there twice.
    pub fn collect_any(kind: &'static str, entries: &[Table<'_>], findings: &mut Findings<'_>) -> Self {
        let ids: Vec<Option<Word>> = entries.iter().map(|entry| entry.text("id")).collect();
        let mut positions: Map<String, usize> = Map::default();
        for (index, id) in ids.iter().enumerate() {
            let Some(id) = id else { continue };
            let first = *positions.entry(id.get_ref().clone()).or_insert(index);
            if let Some(Some(earlier)) = ids.get(first).filter(|_| first != index) {
                let line = findings.line_of(earlier.span().start);
                let found = format!("the {kind} `{}` is there twice: also on line {line}", id.get_ref());
                findings.add(id.span(), found, "an id of its own");
            }
        }
        Self { kind, ids, positions }
    }

    /// The position of an id.
    pub fn position(&self, id: &str) -> Option<usize> {
        self.positions.get(id).copied()
    }

    /// Whether there is none, so that a reference can only follow from a mistake reported already.
    pub fn is_empty(&self) -> bool {
        self.ids.iter().flatten().next().is_none()
    }

    /// All ids.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        self.ids.iter().flatten().map(|id| id.get_ref().as_str())
    }

    /// The index that a word refers to; reports a word that refers to none.
    pub fn resolve(&self, word: &Word, findings: &mut Findings<'_>) -> Option<u32> {
        self.resolve_text(word.get_ref(), word.span(), findings)
    }

    /// The index that a text at a place refers to; reports a text that refers to none.
    pub fn resolve_text(&self, text: &str, at: Range<usize>, findings: &mut Findings<'_>) -> Option<u32> {
        if let Some(index) = self.position(text) {
            return u32::try_from(index).ok();
        }
        let found = format!("unknown {} `{text}`", self.kind);
        let expected = format!("the id of {} {} of pipeline.toml", article(self.kind), self.kind);
        findings.advise(at, found, expected, suggest::advice(text, self.all()));
        None
    }
}

/// Reports an id that could not be a bare key of TOML or a plain word in an output.
pub(super) fn check_id(id: &Word, findings: &mut Findings<'_>) {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || letter == '-' || letter == '_';
    let text = id.get_ref();
    if !text.is_empty() && !text.chars().all(is_plain) {
        findings.add(id.span(), format!("`{text}` is no id"), "letters without marks, digits, `-` and `_`");
    }
}

/// `an indicator`, `a sheet`.
fn article(noun: &str) -> &'static str {
    if noun.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" }
}
