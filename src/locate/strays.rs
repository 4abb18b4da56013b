//! Rows of another section: where an indicator stands in its own section too, a row with its label elsewhere is not its row.
//!
//! A row that is the only one of its label is taken wherever it stands, and flagged: branches move rows. Beside the row in its own section it is
//! something else, and counting it would put two values against each other.

use super::Found;
use crate::model::fact::FactValue;
use crate::model::{Check, Workbook};
use std::collections::HashSet;

/// What a row is known by: sheet, row, indicator.
type RowOf = (u16, u32, u32);

/// Takes the values of strays out, and tells their labels as unknown.
pub fn settle(workbook: &Workbook, found: &mut Found) {
    let strays = strays(workbook, found);
    if strays.is_empty() {
        return;
    }
    let row = |fact: &crate::model::Fact| (fact.sheet, fact.at.row, fact.indicator);
    let at_home: HashSet<(u32, u32)> = found
        .facts
        .iter()
        .filter(|fact| !strays.contains(&row(fact)))
        .map(|fact| (fact.report, fact.indicator))
        .collect();
    let mut settled: HashSet<RowOf> = HashSet::new();
    for fact in &mut found.facts {
        if strays.contains(&row(fact)) && at_home.contains(&(fact.report, fact.indicator)) {
            fact.is_included = false;
            fact.value = FactValue::None;
            settled.insert(row(fact));
        }
    }
    tell(workbook, found, &settled);
}

/// The rows that were flagged as standing under another section than their own.
fn strays(workbook: &Workbook, found: &Found) -> HashSet<RowOf> {
    let flags = found.flags.iter().filter(|flag| flag.check == Check::SectionOutOfPlace);
    flags.filter_map(|flag| row_of(workbook, flag)).collect()
}

fn row_of(workbook: &Workbook, flag: &crate::model::Flag) -> Option<RowOf> {
    let name = flag.place.sheet.as_deref()?;
    let sheet = workbook.sheets.iter().position(|sheet| &*sheet.name == name)?;
    Some((u16::try_from(sheet).ok()?, flag.place.cell?.row, flag.indicator?))
}

/// The flag of a stray says that its label is unknown where it stands, at each of its values.
fn tell(workbook: &Workbook, found: &mut Found, settled: &HashSet<RowOf>) {
    let is_settled = |flag: &crate::model::Flag| {
        flag.check == Check::SectionOutOfPlace
            && row_of(workbook, flag).is_some_and(|row| settled.contains(&row))
    };
    let (told, kept): (Vec<_>, Vec<_>) = std::mem::take(&mut found.flags).into_iter().partition(is_settled);
    found.flags = kept;
    for flag in told {
        let Some(row) = row_of(workbook, &flag) else { continue };
        let facts = found.facts.iter().filter(|fact| (fact.sheet, fact.at.row, fact.indicator) == row);
        for fact in facts {
            let mut of_value = flag.clone();
            of_value.check = Check::LabelUnknown;
            of_value.place.cell = Some(fact.at);
            of_value.found = format!("{} › {}", flag.found, fact.label);
            of_value.expected = format!("{} › {}", flag.expected, fact.label);
            of_value.measure = fact.measure;
            found.flags.push(of_value);
        }
    }
}
