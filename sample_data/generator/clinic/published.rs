//! The announced figures: months, quarters and the year, added up from what is true of every clinic.

use super::figures::{ROWS, SINCE_JANUARY, Time};
use super::habits::CLINICS;
use crate::collected::{Collected, save};
use crate::drawn::Hundredths;
use std::path::Path;

/// A period with its name and its months.
type Span = (String, std::ops::RangeInclusive<usize>);

/// A group of clinics: its name, and which codes are in it.
type Group = (String, Box<dyn Fn(&str) -> bool>);

/// Writes them.
pub fn write(folder: &Collected, path: &Path) {
    let mut rows: Vec<[String; 7]> = Vec::new();
    for (period, months) in spans() {
        for row in ROWS.iter().chain([&SINCE_JANUARY]) {
            let value = match row.time {
                Time::Flow => sum(folder, row.id, months.clone(), |_| true),
                Time::Stock | Time::Cumulative => {
                    sum(folder, row.id, *months.end()..=*months.end(), |_| true)
                }
                Time::Mean => mean(folder, months.clone()),
            };
            rows.push(line(&period, "all", row.id, value));
        }
    }
    for (group, is_in) in groups() {
        for id in ["beds", "outpatient_visits", "medicines"] {
            let last = if id == "beds" { 12..=12 } else { 1..=12 };
            rows.push(line("2024", &group, id, sum(folder, id, last, &is_in)));
        }
    }
    save(path, &["period", "group", "indicator", "value", "bound", "announced_in", "source"], rows);
}

/// January and August as they were announced in their time, the quarters, the year.
fn spans() -> Vec<Span> {
    let month = |month: usize| (format!("2024-{month:02}"), month..=month);
    let quarter = |quarter: usize| (format!("2024-Q{quarter}"), quarter * 3 - 2..=quarter * 3);
    let mut spans = vec![month(1), month(8)];
    spans.extend((1..=4).map(quarter));
    spans.push(("2024".into(), 1..=12));
    spans
}

/// Districts and kinds.
fn groups() -> Vec<Group> {
    let of = |code: &str| CLINICS.iter().find(|clinic| clinic.code == code).expect("a clinic");
    let mut groups: Vec<Group> = Vec::new();
    for district in ["Northern District", "Central District", "Southern District"] {
        groups.push((format!("sector={district}"), Box::new(move |code| of(code).district == district)));
    }
    groups.push(("type=Hospital".into(), Box::new(move |code| of(code).kind == "Hospital")));
    groups
}

/// What all clinics of a group report for some months.
fn sum(
    folder: &Collected,
    id: &str,
    months: std::ops::RangeInclusive<usize>,
    is_in: impl Fn(&str) -> bool,
) -> Hundredths {
    let is_of = |period: &str, branch: &str| {
        months.clone().any(|month| period == format!("2024-{month:02}")) && is_in(branch)
    };
    let of = folder.truth.iter().filter(|((period, branch), _)| is_of(period, branch));
    Hundredths(of.filter_map(|(_, truth)| truth.get(id)).map(|value| value.0).sum())
}

/// Bed days by discharges, to a hundredth, halves upwards.
fn mean(folder: &Collected, months: std::ops::RangeInclusive<usize>) -> Hundredths {
    let days = sum(folder, "bed_days", months.clone(), |_| true).0;
    let discharges = sum(folder, "discharges", months, |_| true).0;
    Hundredths((days * 1_000 / discharges + 5) / 10)
}

fn line(period: &str, group: &str, indicator: &str, value: Hundredths) -> [String; 7] {
    let source = "Yearbook of the health districts 2024";
    [period, group, indicator, &value.text(), "exact", "", source].map(str::to_owned)
}
