//! Where each indicator can stand: one that no sheet can hold would be missing in silence.

use super::error::Findings;
use super::reading::{Axis, Indicator, Layout, Origins, SheetForm};
use super::table::Table;

/// Reports indicators whose sheet cannot hold them, and those that no sheet can hold.
pub(super) fn check(
    (indicators, entries): (&[Indicator], &[Table<'_>]),
    sheets: &[SheetForm],
    findings: &mut Findings<'_>,
) {
    // Without any sheet, that is what is reported.
    if sheets.is_empty() {
        return;
    }
    let mut nowhere: Vec<(&Indicator, &Table<'_>)> = Vec::new();
    for (index, (indicator, entry)) in (0u32..).zip(indicators.iter().zip(entries)) {
        if indicator.origin != Origins::Cells {
            continue;
        }
        match indicator.sheet.and_then(|sheet| sheets.get(usize::from(sheet))) {
            Some(sheet) if !can_hold(sheet, index) => report_sheet(indicator, sheet, entry, findings),
            None if !sheets.iter().any(|sheet| can_hold(sheet, index)) => nowhere.push((indicator, entry)),
            _ => {}
        }
    }
    report_nowhere(&nowhere, findings);
}

/// Reports the first of those that no sheet can hold: a sheet that is wrong concerns them all.
fn report_nowhere(nowhere: &[(&Indicator, &Table<'_>)], findings: &mut Findings<'_>) {
    let Some(((first, entry), rest)) = nowhere.split_first() else { return };
    let others = match rest.len() {
        0 => String::new(),
        count => format!(", nor {count} more"),
    };
    let expected = "`from` with a table of records, a cell in `cells`, or a sheet that names indicators";
    findings.add(entry.span.clone(), format!("no sheet can hold `{}`{others}", first.id), expected);
}

/// Whether an indicator may stand in a sheet.
fn can_hold(sheet: &SheetForm, indicator: u32) -> bool {
    match &sheet.layout {
        Layout::Form(_) => true,
        Layout::Table(_) => false,
        Layout::Crosstab(table) => match table.indicator {
            Some(only) => only == indicator,
            None => table.down.iter().chain(&table.across).any(|axis| *axis == Axis::Indicators),
        },
        Layout::Named(cells) => cells.iter().any(|cell| cell.indicator == indicator),
    }
}

fn report_sheet(indicator: &Indicator, sheet: &SheetForm, entry: &Table<'_>, findings: &mut Findings<'_>) {
    let found = format!("the sheet `{}` cannot hold `{}`", sheet.id, indicator.id);
    let expected = match &sheet.layout {
        Layout::Table(_) => "`from`, for what is computed from records",
        Layout::Named(_) => "its cell in `cells` of the sheet",
        _ => "a sheet that names indicators",
    };
    findings.add(entry.span_of("sheet"), found, expected);
}
