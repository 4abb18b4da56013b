//! A table of records: its columns.

use super::super::error::Findings;
use super::super::names::Names;
use super::super::reading::{Layout, SheetForm, TableColumn, TableLayout};
use super::super::table::{Table, Word};
use super::{Known, check_distinct, check_filled};
use toml::Spanned;

/// The table of records that a sheet describes, nothing computed from it yet.
pub(super) fn records(entry: &Table<'_>, known: &Known<'_>, findings: &mut Findings<'_>) -> TableLayout {
    let entries = entry.tables("column");
    check_filled(entry, "column", "column", findings);
    Names::collect("column", &entries, findings);
    let headers = entries.iter().map(|column| spaced(column.texts("header")));
    check_distinct("column", headers.enumerate(), findings);
    let columns: Vec<TableColumn> =
        entries.iter().map(|column| table_column(column, known, findings)).collect();
    if !columns.is_empty() && !columns.iter().any(|column| column.is_required) {
        let found = "no column is required, so that any table could be this one";
        findings.add(entry.span_of("column"), found, "at least one column without `required = false`");
    }
    TableLayout {
        columns,
        totals: entry.strings("total_words"),
        keeps_records: entry.is_true("keep"),
        computed: Vec::new(),
        measure: known.measure(entry, findings),
    }
}

/// Headers with single blanks around `>`, so that `A>B` and `A > B` are one.
fn spaced(headers: Vec<Word>) -> Vec<Word> {
    let each = |word: Word| Spanned::new(word.span(), joined(word.get_ref()));
    headers.into_iter().map(each).collect()
}

fn joined(header: &str) -> String {
    header.split('>').map(str::trim).collect::<Vec<_>>().join(" > ")
}

/// A column.
fn table_column(entry: &Table<'_>, known: &Known<'_>, findings: &mut Findings<'_>) -> TableColumn {
    check_filled(entry, "header", "header", findings);
    for word in entry.texts("header") {
        if word.get_ref().split('>').any(|part| part.trim().is_empty()) && !word.get_ref().trim().is_empty() {
            let found = format!("`{}` has nothing on one side of `>`", word.get_ref());
            findings.add(word.span(), found, "`above > below`, or one header");
        }
    }
    TableColumn {
        id: entry.text("id").map_or_else(String::new, Word::into_inner),
        headers: entry.strings("header").iter().map(|header| joined(header)).collect(),
        dimension: entry.text("dimension").and_then(|word| known.dimension(&word, findings)),
        is_required: entry.value("required").is_none() || entry.is_true("required"),
        fills_down: entry.is_true("fill_down"),
    }
}

/// The ids of all columns of records, each once, in the order of the file.
pub(in crate::pipeline) fn column_ids(sheets: &[SheetForm]) -> Vec<String> {
    let mut ids: Vec<String> = Vec::new();
    for sheet in sheets {
        let Layout::Table(table) = &sheet.layout else { continue };
        for column in &table.columns {
            if !ids.contains(&column.id) {
                ids.push(column.id.clone());
            }
        }
    }
    ids
}
