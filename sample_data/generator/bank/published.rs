//! The announced figures of each month, added up from what is true of every branch.

use super::figures::{KINDS, balance_ids};
use super::register::BRANCHES;
use super::{MONTHS, period};
use crate::collected::{Collected, save};
use crate::drawn::Hundredths;
use std::path::Path;

/// Writes them.
pub fn write(folder: &Collected, path: &Path) {
    let mut rows: Vec<[String; 7]> = Vec::new();
    for month in MONTHS {
        for id in balance_ids().chain(KINDS.iter().map(|kind| kind.3)) {
            rows.push(line(folder, month, ("all", |_| true), id));
        }
        for (group, is_in) in GROUPS {
            for id in ["deposits_short", "loans_short"] {
                rows.push(line(folder, month, (group, is_in), id));
            }
        }
    }
    save(path, &["period", "group", "indicator", "value", "bound", "announced_in", "source"], rows);
}

type Group = (&'static str, fn(&str) -> bool);

/// Regions, and the branches of the first class.
const GROUPS: [Group; 4] = [
    ("sector=Miền Bắc", |code| region(code) == "Miền Bắc"),
    ("sector=Miền Trung", |code| region(code) == "Miền Trung"),
    ("sector=Miền Nam", |code| region(code) == "Miền Nam"),
    ("type=Chi nhánh cấp I", |code| {
        BRANCHES.iter().any(|branch| branch.code == code && branch.kind() == "Chi nhánh cấp I")
    }),
];

fn region(code: &str) -> &'static str {
    BRANCHES.iter().find(|branch| branch.code == code).map_or("", |branch| branch.region)
}

fn line(folder: &Collected, month: usize, (group, is_in): Group, id: &str) -> [String; 7] {
    let is_of = |key: &(String, String)| key.0 == period(month) && is_in(&key.1);
    let of = folder.truth.iter().filter(|(key, _)| is_of(key));
    let sum = of.filter_map(|(_, truth)| truth.get(id)).map(|value| value.0).sum();
    let source = format!("Bản tin tháng {month}/2024 của Hội sở");
    [period(month).as_str(), group, id, &Hundredths(sum).text(), "exact", "", &source].map(str::to_owned)
}
