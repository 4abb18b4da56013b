//! Sections: the headings above a row decide between indicators that share a label.
//!
//! Headings that the definition knows open at the depth at which it has them, under the parents that are open. Levels (see
//! [`Shape`](super::form::Shape)) close: a row that stands no deeper than a heading whose rows stand deeper is not under it, and an unknown
//! heading that goes on counting where a known one stood ends its section. An unknown heading without such evidence closes nothing: branches
//! add headings of their own between the form's.

use super::form::Shape;
use super::labels::Labels;
use super::{Found, Lexicon};
use crate::clean::text;
use crate::model::flag::Place;
use crate::model::{Check, Flag};

/// The headings above the current row, outermost first.
#[derive(Debug, Default)]
pub struct Sections {
    open: Vec<Open>,
}

/// An open heading.
#[derive(Debug)]
struct Open {
    /// Its match key.
    key: String,
    /// Its text without numbering.
    shown: String,
    shape: Shape,
    /// Whether the definition has it in a path.
    is_known: bool,
    /// Where the first row below it stands.
    rows: Option<(u32, u32)>,
}

impl Open {
    /// Whether the level of a row is evidence that it does not stand under this heading.
    fn is_left_by(&self, shape: &Shape) -> bool {
        let is_indented = self.rows.is_some_and(|rows| rows > self.shape.indent);
        let is_outside = is_indented && shape.indent <= self.shape.indent;
        is_outside && !shape.is_numbered_under(&self.shape) || shape.is_numbered_elsewhere(&self.shape)
    }

    /// Whether a heading is evidence that this one has ended.
    fn is_ended_by(&self, shape: &Shape) -> bool {
        self.is_left_by(shape) || shape.is_numbered_after(&self.shape)
    }
}

impl Sections {
    /// Enters a heading: one that the definition has in paths under the parents that are open, an unknown one where it ends an open one.
    pub fn enter(&mut self, labels: &Labels, prefixes: &[u32], heading: &str, shape: &Shape) {
        let shown = super::labels::bare(heading).to_owned();
        // A known heading may have a remark behind it that the definition's has not.
        let known = prefixes.first().and_then(|&prefix| labels.prefix(prefix).last().cloned());
        let key = known.unwrap_or_else(|| text::fold(&shown));
        let first_ended = self.open.iter().position(|open| open.is_ended_by(shape));
        let is_known = !prefixes.is_empty();
        if is_known {
            let depth = self.depth(labels, prefixes, first_ended);
            self.open.retain(|open| open.is_known);
            self.open.truncate(depth);
        } else {
            let Some(first) = first_ended else { return self.pass(shape) };
            self.open.truncate(first);
        }
        self.note(shape);
        self.open.push(Open { key, shown, shape: shape.clone(), is_known, rows: None });
    }

    /// The depth at which a known heading opens: the deepest at which its parents are open, without those that it ends where that leaves a choice;
    /// else the first that the definition has.
    fn depth(&self, labels: &Labels, prefixes: &[u32], first_ended: Option<usize>) -> usize {
        let known: Vec<(usize, &Open)> =
            self.open.iter().enumerate().filter(|(_, open)| open.is_known).collect();
        let still = known.iter().filter(|(at, _)| first_ended.is_none_or(|first| *at < first)).count();
        let parents = || {
            prefixes.iter().filter_map(|&prefix| {
                let (_, parents) = labels.prefix(prefix).split_last()?;
                Some(parents)
            })
        };
        let is_open = |parents: &[String], count: usize| {
            parents.len() <= count && parents.iter().zip(&known).all(|(key, (_, open))| *key == open.key)
        };
        let deepest =
            |count: usize| parents().filter(|parents| is_open(parents, count)).map(<[String]>::len).max();
        let first = || parents().map(<[String]>::len).next().unwrap_or(0);
        deepest(still).filter(|depth| *depth == still).or_else(|| deepest(known.len())).unwrap_or_else(first)
    }

    /// Passes a row: headings that it does not stand under are closed.
    pub fn pass(&mut self, shape: &Shape) {
        if let Some(first) = self.open.iter().position(|open| open.is_left_by(shape)) {
            self.open.truncate(first);
        }
        self.note(shape);
    }

    /// Notes where the first row below the innermost heading stands.
    fn note(&mut self, shape: &Shape) {
        if let Some(open) = self.open.last_mut() {
            open.rows.get_or_insert(shape.indent);
        }
    }

    /// Decides between the indicators that a label may be: by sheet form, then by section, the longest path first.
    ///
    /// # Errors
    /// The candidates that nothing decides between.
    pub fn choose(&self, lexicon: &Lexicon, form: u16, candidates: &[u32]) -> Result<u32, Vec<u32>> {
        let of = |index: &u32| lexicon.reading.indicators.get(*index as usize);
        let is_in_sheet =
            |index: &u32| of(index).is_some_and(|known| known.sheet.is_none_or(|sheet| sheet == form));
        if let [one] = candidates
            && is_in_sheet(one)
        {
            return Ok(*one);
        }
        let in_sheet: Vec<u32> = candidates.iter().copied().filter(is_in_sheet).collect();
        if let [one] = in_sheet.as_slice() {
            return Ok(*one);
        }
        let path = |index: &u32| lexicon.labels.path(*index);
        let mut in_section: Vec<u32> =
            in_sheet.iter().copied().filter(|index| self.is_under(path(index))).collect();
        let longest = in_section.iter().map(|index| path(index).len()).max().unwrap_or(0);
        in_section.retain(|index| path(index).len() == longest);
        match in_section.as_slice() {
            [one] => Ok(*one),
            [] => Err(if in_sheet.is_empty() { candidates.to_vec() } else { in_sheet }),
            _ => Err(in_section),
        }
    }

    /// Flags an indicator that stands under another section than its own.
    pub fn check(&self, lexicon: &Lexicon, indicator: u32, place: Place, found: &mut Found) {
        let Some(known) = lexicon.reading.indicators.get(indicator as usize) else { return };
        if known.path.is_empty() || self.open.is_empty() || self.is_under(lexicon.labels.path(indicator)) {
            return;
        }
        let open: Vec<&str> = self.open.iter().map(|open| open.shown.as_str()).collect();
        let flag = Flag::new(Check::SectionOutOfPlace, place, open.join(" › "));
        found.flags.push(flag.expected(known.path.join(" › ")).about(indicator, 0));
    }

    /// The open headings as texts, outermost first.
    pub fn shown(&self) -> Vec<&str> {
        self.open.iter().map(|open| open.shown.as_str()).collect()
    }

    /// Whether the headings end in a path.
    fn is_under(&self, path: &[String]) -> bool {
        let start = self.open.len().checked_sub(path.len());
        let open = start.and_then(|start| self.open.get(start..));
        open.is_some_and(|open| open.iter().zip(path).all(|(open, key)| open.key == *key))
    }
}
