//! What flags of the pipeline's rules say: the rule's own words, its figures by their labels, and why nothing could be said.
//!
//! Enters: what `check` found, `members_female = 130; members = 120` or `approximate: members`. Leaves: the same in the words and numbers of a language.

use super::{Language, label_in, marked};
use crate::model::Check;
use crate::model::outcome::FlagRow;
use crate::pipeline::{Definition, Operand};

/// What a rule says when it does not hold, without a full stop; elsewhere its id.
pub(super) fn named(flag: &FlagRow, definition: &Definition, language: Language) -> String {
    let Some(rule) = flag.rule.and_then(|at| definition.judging.rules.get(at as usize)) else {
        return String::new();
    };
    if flag.check != Check::Rule {
        return rule.id.clone();
    }
    match (label_in(&rule.message, language).trim_end_matches('.'), language) {
        ("", Language::Vi) => format!("Quy tắc “{}” không được thoả mãn", rule.id),
        ("", Language::En) => format!("The rule “{}” does not hold", rule.id),
        (message, _) => message.to_owned(),
    }
}

/// What was found, in a language.
pub(super) fn found(flag: &FlagRow, definition: &Definition, language: Language) -> Option<String> {
    match flag.check {
        Check::Rule => Some(figures(&flag.found, definition, language)),
        Check::RuleNotEvaluated => Some(reason(&flag.found, definition, language)),
        _ => None,
    }
}

/// Figures with their values: `Nữ = 130; Đoàn viên = 120`.
fn figures(found: &str, definition: &Definition, language: Language) -> String {
    let figure = |figure: &str| match figure.rsplit_once(" = ") {
        Some((name, value)) => {
            let value = marked(value, language).unwrap_or_else(|| value.to_owned());
            format!("{} = {value}", labelled(name, definition, language))
        }
        None => figure.to_owned(),
    };
    found.split("; ").map(figure).collect::<Vec<_>>().join("; ")
}

/// A figure by its label; a name that names nothing stays.
fn labelled(name: &str, definition: &Definition, language: Language) -> String {
    let Ok(operand) = definition.operand(name) else { return name.to_owned() };
    let Some(known) = definition.reading.indicators.get(operand.indicator as usize) else {
        return name.to_owned();
    };
    let mut text = label_in(&known.label, language).to_owned();
    for part in qualifiers(&operand, definition, language) {
        text.push_str(&format!(", {part}"));
    }
    text
}

/// Breakdown, measure and period of a figure, where they are not the usual ones.
fn qualifiers(operand: &Operand, definition: &Definition, language: Language) -> Vec<String> {
    let measure = definition.judging.measure_labels.get(usize::from(operand.measure));
    let measure = measure.filter(|_| operand.measure > 0).map(|label| label_in(label, language).to_owned());
    let breakdown = Some(operand.breakdown.clone()).filter(|breakdown| !breakdown.is_empty());
    let previous = match language {
        Language::Vi => "kỳ trước",
        Language::En => "the period before",
    };
    let previous = operand.is_previous.then(|| previous.to_owned());
    [breakdown, measure, previous].into_iter().flatten().collect()
}

/// Why nothing could be said.
fn reason(found: &str, definition: &Definition, language: Language) -> String {
    let (cause, names) = found.split_once(": ").unwrap_or((found, ""));
    let names: Vec<String> = names
        .split("; ")
        .filter(|name| !name.is_empty())
        .map(|name| format!("“{}”", labelled(name, definition, language)))
        .collect();
    let names = names.join(", ");
    match (cause, language) {
        ("approximate", Language::Vi) => format!("{names} chỉ là số ước lượng (trên, dưới, khoảng)"),
        ("approximate", Language::En) => format!("{names} is no exact number (over, under, about)"),
        ("excluded", Language::Vi) => {
            format!("số của {names} không được tính vì có cờ khác; hãy xử lý cờ đó")
        }
        ("excluded", Language::En) => {
            format!("the value of {names} is kept out by another flag; settle that one")
        }
        ("division-by-zero", Language::Vi) => "phép chia cho 0".to_owned(),
        ("division-by-zero", Language::En) => "it divides by zero".to_owned(),
        ("overflow", Language::Vi) => "các số quá lớn để tính chính xác".to_owned(),
        ("overflow", Language::En) => "the numbers are too large to be exact".to_owned(),
        _ => found.to_owned(),
    }
}
