//! The figures that a rule's flag names: `women = 70; members[sex=female].plan = 50`.

use super::current::{Fact, PublishedFlag};
use crate::model::Check;

/// The measure of a figure that names none.
const ACTUAL: &str = "actual";

/// A figure of the period, as a rule's flag names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Figure {
    /// Its name in the rule.
    pub name: String,
    /// The value that the flag gives; empty where it gives none.
    pub value: String,
}

/// The figures that the flag of a rule names, without those of the period before; none for the flag of any other check.
pub(super) fn figures(flag: &PublishedFlag) -> Vec<Figure> {
    let listed = match Check::parse(&flag.check) {
        Some(Check::Rule) => flag.found.as_str(),
        // A reason stands before the names.
        Some(Check::RuleNotEvaluated) => flag.found.split_once(": ").map_or("", |(_, names)| names),
        _ => "",
    };
    let figure = |text: &str| {
        let (name, value) = text.rsplit_once(" = ").unwrap_or((text, ""));
        Figure { name: name.trim().to_owned(), value: value.trim().to_owned() }
    };
    let all = listed.split("; ").map(figure);
    all.filter(|figure| !figure.name.is_empty() && !figure.name.starts_with("previous.")).collect()
}

impl Figure {
    /// The id of its indicator.
    pub fn indicator(&self) -> &str {
        self.name.split(['[', '.']).next().unwrap_or_default()
    }

    /// Whether a fact is this figure.
    pub fn is(&self, fact: &Fact) -> bool {
        let rest = self.name.strip_prefix(self.indicator()).unwrap_or_default();
        let (breakdown, rest) =
            rest.strip_prefix('[').and_then(|rest| rest.split_once(']')).unwrap_or(("", rest));
        let measure = rest.strip_prefix('.').unwrap_or(ACTUAL);
        let mut keys: Vec<&str> = breakdown.split(';').map(str::trim).collect();
        keys.sort_unstable();
        fact.indicator == self.indicator() && fact.measure == measure && fact.breakdown == keys.join(";")
    }

    /// The figure with its value: `women = 70`.
    pub fn shown(&self) -> String {
        if self.value.is_empty() { self.name.clone() } else { format!("{} = {}", self.name, self.value) }
    }
}
