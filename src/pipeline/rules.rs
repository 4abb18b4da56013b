//! `[[rule]]`: what a pipeline demands of a branch's figures.
//!
//! Enters: the tables of `pipeline.toml`. Leaves: [`Rule`]s whose expressions are texts that remember where they stand. What an expression says is
//! understood in `check`, which has the parser of SQL; what is wrong with it becomes a [`Problem`] at its place like any other.

use super::choices;
use super::error::{Document, Findings, Problem};
use super::indicators::asked_of;
use super::judging::Register;
use super::names::Names;
use super::reading::Label;
use super::settings::label;
use super::shape::decimal;
use super::table::{Table, Word};
use crate::model::{Amount, Severity};
use std::fmt;
use std::ops::Range;

/// A rule of the pipeline.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Its id.
    pub id: String,
    /// What must hold, in SQL over ids of indicators.
    pub expr: Passage,
    /// Up to which difference two sides count as equal.
    pub tolerance: Tolerance,
    /// How bad it is when it does not hold.
    pub severity: Severity,
    /// What a figure means that the branch has not reported.
    pub on_missing: OnMissing,
    /// What is said when it does not hold; empty where the pipeline says nothing.
    pub message: Label,
    /// Which branches it is asked of: register columns with the values that they must hold; empty for all.
    pub asked_of: Vec<(String, Vec<String>)>,
    /// Whether it must also hold in each breakdown that all of its indicators have.
    pub holds_in_breakdowns: bool,
}

/// Up to which difference two sides of a comparison count as equal: the larger of both limits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tolerance {
    /// In the unit of the sides.
    pub absolute: Amount,
    /// In percent of the side that is larger in magnitude.
    pub percent: Amount,
}

/// What a figure means to a rule that the branch has not reported.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OnMissing {
    /// Nothing can be said: the rule is skipped.
    #[default]
    Skip,
    /// The branch owes it: the rule fails.
    Fail,
    /// There is nothing of it: zero.
    Zero,
}

/// A text of the definition that remembers where it stands, for what is found out about it later.
#[derive(Clone)]
pub struct Passage {
    /// The text.
    pub text: String,
    document: Document,
    at: Range<usize>,
}

impl fmt::Debug for Passage {
    /// The text alone: the file around it is the same for all.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.text, f)
    }
}

impl From<&str> for Passage {
    /// A text that stands in no file.
    fn from(text: &str) -> Self {
        let document = Document { path: String::new(), text: text.into() };
        Self { text: text.to_owned(), document, at: 0..text.len() }
    }
}

impl Passage {
    fn new(word: Word, findings: &Findings<'_>) -> Self {
        let at = word.span();
        Self { text: word.into_inner(), document: findings.document().clone(), at }
    }

    /// A problem of a word in it; of the whole passage, where the word is empty or is not found.
    pub fn problem(
        &self,
        word: &str,
        found: impl Into<String>,
        expected: impl Into<String>,
        advice: Option<String>,
    ) -> Vec<Problem> {
        let mut findings = Findings::of(&self.document);
        findings.advise(self.place_of(word), found, expected, advice);
        findings.into_problems()
    }

    /// A problem of some bytes of its text; of the whole passage, where the file writes it in another way.
    pub fn problem_at(
        &self,
        bytes: Range<usize>,
        found: impl Into<String>,
        expected: impl Into<String>,
    ) -> Vec<Problem> {
        let written = self.document.text.get(self.at.clone()).unwrap_or_default();
        let begin = written.find(&self.text).map(|begin| self.at.start + begin);
        let place = begin.map_or_else(|| self.at.clone(), |begin| begin + bytes.start..begin + bytes.end);
        let mut findings = Findings::of(&self.document);
        findings.add(place, found, expected);
        findings.into_problems()
    }

    /// Where a word stands first, not as a part of another.
    fn place_of(&self, word: &str) -> Range<usize> {
        let written = self.document.text.get(self.at.clone()).unwrap_or_default();
        let is_part = |letter: Option<char>| letter.is_some_and(|c| c.is_alphanumeric() || c == '_');
        let stands_alone = |&(at, _): &(usize, &str)| {
            let (before, after) = (written.get(..at), written.get(at + word.len()..));
            !is_part(before.and_then(|text| text.chars().next_back()))
                && !is_part(after.and_then(|text| text.chars().next()))
        };
        let found = written.match_indices(word).find(stands_alone).filter(|_| !word.is_empty());
        found.map_or_else(|| self.at.clone(), |(at, _)| self.at.start + at..self.at.start + at + word.len())
    }
}

/// The rules, in the order of the file.
pub(super) fn rules(root: &Table<'_>, register: &Register, findings: &mut Findings<'_>) -> Vec<Rule> {
    let entries = root.tables("rule");
    Names::collect("rule", &entries, findings);
    entries.iter().filter_map(|entry| rule(entry, register, findings)).collect()
}

/// A rule; none where it has no expression, which has been reported.
fn rule(entry: &Table<'_>, register: &Register, findings: &mut Findings<'_>) -> Option<Rule> {
    let expr = entry.text("expr")?;
    Some(Rule {
        id: entry.text("id").map_or_else(String::new, Word::into_inner),
        expr: Passage::new(expr, findings),
        tolerance: tolerance(entry, findings),
        severity: entry.choice("severity", &choices::RULE_SEVERITIES).unwrap_or(Severity::Error),
        on_missing: entry.choice("on_missing", &choices::ON_MISSING).unwrap_or_default(),
        message: label(entry, "message", findings),
        asked_of: asked_of(entry, register, findings),
        holds_in_breakdowns: entry.is_true("breakdowns"),
    })
}

/// A number, or a limit in units and one in percent.
fn tolerance(entry: &Table<'_>, findings: &mut Findings<'_>) -> Tolerance {
    match entry.table("tolerance") {
        Some(both) => Tolerance {
            absolute: limit(&both, "absolute", findings),
            percent: limit(&both, "percent", findings),
        },
        None => Tolerance { absolute: limit(entry, "tolerance", findings), percent: Amount::ZERO },
    }
}

/// A limit, which is not negative; zero where it is left out.
fn limit(of: &Table<'_>, key: &str, findings: &mut Findings<'_>) -> Amount {
    let amount = of.value(key).and_then(|value| decimal(value.get_ref())).unwrap_or_default();
    if amount.is_negative() {
        findings.add(of.span_of(key), format!("`{key}` is negative"), "0 or more");
    }
    amount
}
