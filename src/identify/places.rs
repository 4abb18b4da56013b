//! Where a part of a workbook stands, and the name that tells it from the others.

use super::parts::Part;
use crate::model::Batch;
use crate::model::flag::Place;
use std::collections::{HashMap, HashSet};

/// Where the reports of a part stand, and what they are called together.
pub fn place(batch: &Batch, group: &[u32]) -> (Place, String) {
    let mut begun: HashSet<u16> = HashSet::new();
    let places = group.iter().filter_map(|&report| {
        let report = batch.reports.get(report as usize)?;
        // Further groups of records of a sheet go on with the first: a list may call a branch by any number of names.
        if report.is_records && !begun.insert(report.sheet?) {
            return None;
        }
        let sheet = batch.sheets.get(usize::from(report.sheet?))?;
        Some(Place { sheet: Some(sheet.name.clone()), cell: report.at })
    });
    let places: Vec<Place> = places.collect();
    let names: Vec<String> = places.iter().map(shown).collect();
    (places.into_iter().next().unwrap_or_default(), names.join("; "))
}

fn shown(place: &Place) -> String {
    let sheet = place.sheet.as_deref().unwrap_or_default();
    place.cell.map_or_else(|| sheet.to_owned(), |cell| format!("{sheet}!{cell}"))
}

/// Tells parts of one name apart: a broken file may hold two sheets of one name.
pub fn name_apart(parts: &mut [Part]) {
    let mut taken: HashMap<String, u32> = parts.iter().map(|part| (part.name.clone(), 0)).collect();
    for part in parts {
        let seen = taken.entry(part.name.clone()).or_default();
        *seen += 1;
        let number = *seen;
        if number > 1 {
            // Two of `A` and one of `A (2)` cannot be told apart by numbers alone.
            let apart = (number..).map(|number| format!("{} ({number})", part.name));
            let free = apart.into_iter().find(|name| !taken.contains_key(name));
            part.name = free.unwrap_or_default();
            taken.insert(part.name.clone(), 1);
        }
    }
}
