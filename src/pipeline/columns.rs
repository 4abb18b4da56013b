//! References from the definition into the register: a column, and a value that some branch has in it.

use super::error::Findings;
use super::judging::Register;
use super::suggest;
use std::ops::Range;

/// Columns that totals may be grouped by.
pub(super) const GROUPS: [&str; 3] = ["level", "type", "sector"];
/// Columns that branches may be selected by: those of [`super::Branch::column`].
pub(super) const SELECTORS: [&str; 4] = ["level", "type", "sector", "code"];

/// Whether a column is one of those allowed; reports another.
pub(super) fn check_column(
    column: &str,
    at: Range<usize>,
    allowed: &[&'static str],
    findings: &mut Findings<'_>,
) -> bool {
    if allowed.contains(&column) {
        return true;
    }
    let expected = suggest::listed(allowed.iter().copied());
    let advice = suggest::advice(column, allowed.iter().copied());
    findings.advise(at, format!("unknown column of the register `{column}`"), expected, advice);
    false
}

/// Reports a value that no branch of the register has in a column.
///
/// A register without branches has been reported already, and would make every value unknown.
pub(super) fn check_value(
    register: &Register,
    column: &str,
    value: &str,
    at: Range<usize>,
    findings: &mut Findings<'_>,
) {
    let known = values(register, column);
    if register.branches.is_empty() || known.contains(&value) {
        return;
    }
    let expected = match known.len() {
        0 => format!("a value of the column `{column}`, which is empty"),
        1..=12 => format!("a value of the column `{column}`: {}", suggest::listed(known.iter().copied())),
        count => format!("one of the {count} values of the column `{column}`"),
    };
    let found = format!("no branch of the register has `{column}` = `{value}`");
    findings.advise(at, found, expected, suggest::advice(value, known));
}

/// The values of a column, each once, in the order of the register.
pub(super) fn values<'r>(register: &'r Register, column: &str) -> Vec<&'r str> {
    let mut known = Vec::new();
    for value in register.branches.iter().filter_map(|branch| branch.column(column)) {
        if !value.is_empty() && !known.contains(&value) {
            known.push(value);
        }
    }
    known
}
