//! The blocks of a definition: places to look in, measures, sheets with their totals.

use super::columns::Measure;
use super::forms::FormSheet;
use super::items::Item;
use super::latest::{dates, versions};
use super::periods::Source;
use super::sections::RowKey;
use super::write::Parts;
use crate::clean::text;
use crate::pipeline::Extent;
use crate::pipeline::draft::{DraftIndicator, comment, list, text as quoted};
use std::collections::BTreeMap;
use std::fmt::Write;

/// Names that are listed in a comment.
const LISTED: usize = 30;

/// A comment that lists names, the first of many.
pub fn names(what: &str, names: &[String]) -> String {
    if names.is_empty() {
        return String::new();
    }
    let mut text = comment(&format!("{what}:"));
    names.iter().take(LISTED).for_each(|name| text.push_str(&comment(&format!("- {name}"))));
    if names.len() > LISTED {
        text.push_str(&comment(&format!("- and {} more", names.len() - LISTED)));
    }
    text
}

/// `[submission]`.
pub fn submission(parts: &Parts) -> String {
    let mut toml = String::from("\n[submission] # most trusted first\n");
    toml.push_str(&sources("branch", &parts.identity.sources, parts));
    if parts.periods.sources.is_empty() {
        toml.push_str(&comment("period: nothing tells it; give it with --period"));
    } else {
        toml.push_str(&sources("period", &parts.periods.sources, parts));
    }
    for (key, found) in
        [("date", dates(parts.observed, &parts.answers)), ("version", versions(parts.observed))]
    {
        if !found.is_empty() {
            toml.push_str(&sources(key, &found, parts));
        }
    }
    toml
}

/// `[checks]`, where what is usual here would be flagged in report after report.
pub fn checks(parts: &Parts) -> String {
    let locale = parts.observed.locale;
    let items = parts.forms.iter().flat_map(|sheet| &sheet.items);
    let mixed = items.filter(|item| super::values::is_asked_in_several(item, locale)).count();
    let all: usize = parts.forms.iter().map(|sheet| sheet.items.len()).sum();
    if mixed * 4 < all.max(1) {
        return String::new();
    }
    "\n[checks]\nunit-conflict = \"info\" # branches choose the unit of their figures: each is read in its own\n"
        .to_owned()
}

fn sources(key: &str, sources: &[Source], parts: &Parts) -> String {
    let mut toml = format!("{key} = [\n");
    for source in sources {
        let value = match source.place {
            "right_of" | "below" | "column" => quoted(&source.value),
            _ => pattern(&source.value),
        };
        let all = parts.observed.books.len();
        let _ =
            writeln!(toml, "  {{ {} = {value} }}, # in {} of {all} workbooks", source.place, source.books);
    }
    toml.push_str("]\n");
    toml
}

/// A regular expression between single quotes.
fn pattern(value: &str) -> String {
    if value.contains('\'') { quoted(value) } else { format!("'{value}'") }
}

/// The `[[measure]]` blocks.
pub fn measure_blocks(measures: &BTreeMap<Measure, (String, String)>) -> String {
    let mut toml = String::new();
    for (measure, (id, header)) in measures {
        let _ = write!(toml, "\n[[measure]]\nid    = {}\nlabel = {}\n", quoted(id), quoted(header));
        if *measure == Measure::Cumulative {
            toml.push_str("cumulative_of = \"actual\" # by the words of its header\n");
        }
    }
    toml
}

/// Totals that name what they sum.
pub fn totals(sheet: &FormSheet, forms: &[FormSheet], by_sheet: &[Vec<DraftIndicator>]) -> String {
    let mut lines = String::new();
    for total in &sheet.named_totals {
        let ids: Vec<&str> = total.sums.iter().filter_map(|key| id_of(key, forms, by_sheet)).collect();
        if ids.len() == total.sums.len() {
            let (holds, tested) = total.holds;
            let _ = writeln!(
                lines,
                "  {{ label = {}, sums = {} }}, # adds up in {holds} of {tested} reports",
                list(&[&total.label]),
                list(&ids)
            );
        }
    }
    if lines.is_empty() { lines } else { format!("total  = [\n{lines}]\n") }
}

/// The id of the indicator that a row became.
fn id_of<'i>(
    (label, path): &RowKey,
    forms: &[FormSheet],
    by_sheet: &'i [Vec<DraftIndicator>],
) -> Option<&'i str> {
    let is_it = |item: &Item| {
        let own: Vec<String> = item.path.iter().map(|heading| text::fold(heading)).collect();
        item.labels.values().any(|(wording, _)| text::fold(wording) == *label)
            && (own.is_empty() || own == *path)
    };
    forms.iter().zip(by_sheet).find_map(|(sheet, indicators)| {
        let at = sheet.items.iter().position(is_it)?;
        indicators.get(at).map(|indicator| indicator.id.as_str())
    })
}

/// A `[[sheet]]` block of a form or of a cross table, without its totals.
pub fn sheet_block(sheet: &FormSheet, measures: &BTreeMap<Measure, (String, String)>) -> String {
    let mut toml = String::from("\n");
    toml.push_str(&comment(&format!("met in {} reports", sheet.reports)));
    for (label, count) in &sheet.totals {
        toml.push_str(&comment(&format!(
            "{label}: a total, in {count} reports; compared with its rows, never added"
        )));
    }
    let strange: Vec<String> =
        sheet.strange.iter().map(|(label, count)| format!("{label} (in {count})")).collect();
    toml.push_str(&names("Rows of too few reports to be the form's; their values are flagged", &strange));
    let _ = writeln!(toml, "[[sheet]]\nid     = {}", quoted(&sheet.id));
    if !sheet.named.is_empty() {
        let _ = writeln!(toml, "named  = {}", list(&sheet.named));
    }
    let layout = if sheet.cross.is_some() { "crosstab" } else { "form" };
    let _ = writeln!(toml, "layout = {}", quoted(layout));
    match sheet.extent {
        Extent::Workbook => {}
        Extent::Sheet => toml.push_str("report = \"sheet\"\n"),
        Extent::Block => toml.push_str("report = \"block\"\n"),
    }
    for (key, headers) in [("label", &sheet.label), ("code", &sheet.code), ("unit", &sheet.unit)] {
        if !headers.is_empty() && (key != "code" || sheet.cross.is_none()) {
            let _ = writeln!(toml, "{key:<6} = {}", list(headers));
        }
    }
    if let Some(cross) = &sheet.cross {
        let _ = write!(toml, "down   = {}\nacross = {}\n", list(&cross.down), list(&cross.across));
        return toml;
    }
    for (measure, headers) in &sheet.values {
        match (measure, measures.get(measure)) {
            (Measure::Actual, _) => _ = writeln!(toml, "value  = {}", list(headers)),
            (_, Some((id, _))) => _ = writeln!(toml, "{id:<6} = {}", list(headers)),
            _ => toml.push_str(&comment(&format!(
                "not read, as shares and differences follow from the others and earlier years were reported before: {}",
                headers.join(", ")
            ))),
        }
    }
    toml
}
