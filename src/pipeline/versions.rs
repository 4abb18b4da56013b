//! Versions of the form: by what each is recognised, and what it does not ask.

use super::error::Findings;
use super::names::Names;
use super::reading::Version;
use super::sheets::{check_distinct, measure};
use super::table::{Table, Word};

/// The versions, in the order of the file.
pub(super) fn versions(
    entries: &[Table<'_>],
    measures: &[String],
    indicators: &Names,
    findings: &mut Findings<'_>,
) -> Vec<Version> {
    check_distinct("version", entries.iter().map(|entry| entry.texts("has")).enumerate(), findings);
    let versions: Vec<Version> =
        entries.iter().map(|entry| version(entry, measures, indicators, findings)).collect();
    check_told_apart(&versions, entries, findings);
    versions
}

/// A version.
fn version(
    entry: &Table<'_>,
    measures: &[String],
    indicators: &Names,
    findings: &mut Findings<'_>,
) -> Version {
    let lacks = entry.texts("lacks");
    let mut lacks: Vec<u32> = lacks.iter().filter_map(|word| indicators.resolve(word, findings)).collect();
    let mut lacks_measures = Vec::new();
    for word in entry.texts("lacks_measures") {
        match measure(&word, measures, findings) {
            Some(0) => findings.add(word.span(), "a version without actual values", "another measure"),
            other => lacks_measures.extend(other),
        }
    }
    sorted(&mut lacks);
    sorted(&mut lacks_measures);
    let id = entry.text("id").map_or_else(String::new, Word::into_inner);
    Version { id, has: entry.strings("has"), lacks, lacks_measures }
}

fn sorted<T: Ord>(list: &mut Vec<T>) {
    list.sort_unstable();
    list.dedup();
}

/// Reports versions without texts of their own that ask for the same: no workbook could tell which of them it is.
fn check_told_apart(versions: &[Version], entries: &[Table<'_>], findings: &mut Findings<'_>) {
    for (position, (version, entry)) in versions.iter().zip(entries).enumerate() {
        let is_same = |other: &&Version| {
            other.has.is_empty()
                && version.has.is_empty()
                && other.lacks == version.lacks
                && other.lacks_measures == version.lacks_measures
        };
        if let Some(other) = versions.iter().take(position).find(is_same) {
            let found = format!("nothing tells version `{}` from `{}`", version.id, other.id);
            findings.add(entry.span.clone(), found, "`has` with a text of its own, or another `lacks`");
        }
    }
}
