//! A cross table: what either side says.

use super::super::error::Findings;
use super::super::reading::{Axis, CrosstabLayout};
use super::super::suggest;
use super::super::table::{Table, Word};
use super::{Known, check_distinct, check_filled};

/// The axis that says which indicator.
pub(in crate::pipeline) const INDICATORS: &str = "indicator";

/// The cross table that a sheet describes.
pub(super) fn crosstab(entry: &Table<'_>, known: &Known<'_>, findings: &mut Findings<'_>) -> CrosstabLayout {
    ["down", "across"].into_iter().for_each(|key| check_filled(entry, key, "axis", findings));
    check_distinct(
        "column",
        ["label", "unit"].map(|role| entry.texts(role)).into_iter().enumerate(),
        findings,
    );
    let words: Vec<Word> = ["down", "across"].into_iter().flat_map(|key| entry.texts(key)).collect();
    check_repeated(&words, findings);
    check_indicators(entry, &words, findings);
    CrosstabLayout {
        indicator: entry.text("indicator").and_then(|word| known.indicators.resolve(&word, findings)),
        label: entry.strings("label"),
        down: axes(&entry.texts("down"), known, findings),
        across: axes(&entry.texts("across"), known, findings),
        unit: entry.strings("unit"),
        measure: known.measure(entry, findings),
    }
}

/// What one side says.
fn axes(words: &[Word], known: &Known<'_>, findings: &mut Findings<'_>) -> Vec<Axis> {
    let axis = |word: &Word| match word.get_ref().as_str() {
        INDICATORS => Some(Axis::Indicators),
        id if known.dimensions.position(id).is_some() => known.dimension(word, findings).map(Axis::Dimension),
        _ => {
            report_unknown(word, known, findings);
            None
        }
    };
    words.iter().filter_map(axis).collect()
}

fn report_unknown(word: &Word, known: &Known<'_>, findings: &mut Findings<'_>) {
    let right = || known.dimensions.all().chain([INDICATORS]);
    let found = format!("unknown dimension `{}`", word.get_ref());
    let expected = "`indicator`, or the id of a dimension of pipeline.toml";
    findings.advise(word.span(), found, expected, suggest::advice(word.get_ref(), right()));
}

/// Reports an axis that is there twice, on one side or on both.
fn check_repeated(words: &[Word], findings: &mut Findings<'_>) {
    for (position, word) in words.iter().enumerate() {
        let earlier = words.iter().take(position).any(|earlier| earlier.get_ref() == word.get_ref());
        if earlier {
            let found = format!("`{}` is there twice", word.get_ref());
            findings.add(word.span(), found, "each axis once, on one of the two sides");
        }
    }
}

/// Exactly one axis says which indicator, unless one indicator fills the table.
fn check_indicators(entry: &Table<'_>, words: &[Word], findings: &mut Findings<'_>) {
    let axis = words.iter().find(|word| word.get_ref() == INDICATORS);
    let is_complete = entry.value("down").is_some() && entry.value("across").is_some();
    match (axis, entry.text("indicator")) {
        (Some(axis), Some(only)) => {
            let found = format!("`{}` fills the table, and an axis says which indicator", only.get_ref());
            findings.add(axis.span(), found, "either `indicator = \"…\"` or the axis `indicator`");
        }
        (None, None) if is_complete && entry.value("indicator").is_none() => {
            let found = "the table does not say which indicator its figures are of";
            let advice = "where one indicator fills it, say `indicator = \"…\"`".to_owned();
            let expected = "`indicator` in `down` or in `across`";
            findings.advise(entry.span_of("down"), found, expected, Some(advice));
        }
        _ => {}
    }
}
