//! The words of headers: which the definition has, what may stand behind them, and rows that only number the columns.

use super::{Header, Role};
use crate::locate::view::{Row, View};
use crate::pipeline::FormLayout;

/// The header words of a layout with their roles.
pub(super) fn roles(layout: &FormLayout) -> impl Iterator<Item = (&str, Role)> {
    let label = layout.label.iter().map(|word| (word.as_str(), Role::Label));
    let code = layout.code.iter().map(|word| (word.as_str(), Role::Code));
    let unit = layout.unit.iter().map(|word| (word.as_str(), Role::Unit));
    let values = layout
        .values
        .iter()
        .flat_map(|value| value.headers.iter().map(move |word| (word.as_str(), Role::Value(value.measure))));
    label.chain(code).chain(unit).chain(values)
}

/// A header without what stands in parentheses at its end, `Trị giá (triệu đồng)`.
pub fn without_parentheses(tidy: &str) -> &str {
    match tidy.rfind('(') {
        Some(open) if tidy.ends_with(')') => tidy[..open].trim_end(),
        _ => tidy,
    }
}

/// A folded header without the period behind it: `ket qua nam 2023`, `result 2023`.
pub fn without_period(folded: &str) -> &str {
    let is_period_word = |word: &str| {
        word.bytes().all(|b| b.is_ascii_digit() || b == b'/')
            || matches!(
                word,
                "nam"
                    | "thang"
                    | "quy"
                    | "dau"
                    | "cuoi"
                    | "i"
                    | "ii"
                    | "iii"
                    | "iv"
                    | "year"
                    | "month"
                    | "quarter"
            )
    };
    let mut rest = folded;
    while let Some((before, word)) = rest.rsplit_once(' ') {
        if !is_period_word(word) {
            break;
        }
        rest = before;
    }
    rest
}

/// Whether a row of a table only numbers its columns: `(1) (2) (3)`, `A B 1 2`.
pub fn is_column_numbering(view: &View, row: &Row, header: &Header) -> bool {
    if row.index != header.last_row + 1 || row.cells.len() < 2 {
        return false;
    }
    // The column of labels has its number too: a row without one is data that lost its label.
    let Some(label) = header.column(Role::Label) else { return false };
    if !view.cells(row).any(|(_, cell)| (label.first..=label.last).contains(&cell.at.column)) {
        return false;
    }
    view.cells(row).all(|(position, cell)| match &cell.value {
        crate::model::Value::Number(number) => number.fract() == 0.0 && (0.0..100.0).contains(number),
        crate::model::Value::Text(_) => is_column_number(view.text(position)),
        _ => false,
    })
}

/// Whether a header stands over a column that counts the rows.
pub fn is_serial(header: &str) -> bool {
    const WORDS: [&str; 16] = [
        "stt",
        "tt",
        "s.tt",
        "s.t.t",
        "so tt",
        "so thu tu",
        "thu tu",
        "no",
        "nr",
        "n0",
        "#",
        "s/n",
        "sn",
        "serial",
        "serial no",
        "item no",
    ];
    WORDS.contains(&crate::clean::text::fold(header).as_str())
}

/// `1`, `(2)`, `A`, `3=1+2`.
pub fn is_column_number(tidy: &str) -> bool {
    let inner = tidy.trim_start_matches('(').trim_end_matches(')');
    let is_formula =
        inner.contains('=') && inner.chars().all(|c| c.is_ascii_digit() || "=+-*/() ".contains(c));
    let is_short = inner.len() <= 2 && inner.chars().all(|c| c.is_ascii_alphanumeric());
    is_short || is_formula
}
