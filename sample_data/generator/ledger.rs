//! The ledgers beside the folder: what is planted, what becomes of every file, what is true; and the sums that must hold.

use crate::flawed::of_file;
use crate::folder::Folder;
use crate::forms::Measure;
use crate::written::Meaning;
use std::path::Path;

/// Writes the three ledgers of a year.
pub fn write(folder: &Folder, year: i64, to: &Path) {
    let mut plants = folder.plants.clone();
    if year == 2023 {
        // 13 and 32 announced units of a known type are not the announced 55.
        plants.push((String::new(), of_file("published-parts")));
    }
    plants.sort();
    let plants = plants.iter().map(|(path, plant)| [path.as_str(), &plant.sheet, &plant.cell, plant.check]);
    save(&to.join(format!("planted-{year}.csv")), ["source_file", "sheet", "cell", "check"], plants);

    let mut submissions = folder.submissions.clone();
    submissions.sort_by(|one, two| one.path.cmp(&two.path));
    let submissions = submissions.iter().map(|file| [file.path.as_str(), &file.branch, file.status]);
    save(&to.join(format!("submissions-{year}.csv")), ["source_file", "branch", "status"], submissions);

    let mut facts: Vec<[String; 5]> = folder
        .facts
        .iter()
        .filter_map(|(branch, indicator, measure, meaning)| {
            let (value, bound) = told(meaning)?;
            Some([branch.clone(), (*indicator).into(), measure.word().into(), value, bound.into()])
        })
        .collect();
    facts.sort();
    save(&to.join(format!("truth-{year}.csv")), ["branch", "indicator", "measure", "value", "bound"], facts);
}

fn told(meaning: &Meaning) -> Option<(String, &'static str)> {
    match meaning {
        Meaning::Nothing => None,
        Meaning::Amount(value, bound) => Some((value.to_string(), bound)),
        Meaning::Day(day) => Some((day.iso(), "exact")),
        Meaning::Words(words) => Some((words.clone(), "exact")),
    }
}

fn save<const N: usize, T: AsRef<[u8]>>(
    path: &Path,
    header: [&str; N],
    rows: impl IntoIterator<Item = [T; N]>,
) {
    let mut writer = csv::Writer::from_path(path).expect("a ledger");
    writer.write_record(header).expect("a header");
    rows.into_iter().for_each(|row| writer.write_record(&row).expect("a line"));
    writer.flush().expect("the ledger is written");
}

/// Announced figures: indicator, level, value, whether exact. Those "over" may be at most 5 % above.
const ANNOUNCED: [(&str, &str, i64, bool); 12] = [
    ("members", "all", 3_250, true),
    ("youth_works", "bloc", 5, true),
    ("youth_works", "grassroots", 42, true),
    ("youth_works_value", "all", 720_000_000, true),
    ("gifts", "all", 650, true),
    ("medical_visits", "all", 700, false),
    ("care_value", "all", 350_000_000, false),
    ("cleanups", "all", 126, true),
    ("trees", "all", 9_000, true),
    ("blood_units", "all", 1_000, true),
    ("children_programmes", "all", 83, true),
    ("children_gifts_value", "all", 900_000_000, false),
];

/// Stops the generator when its workbooks would not give the announced figures.
pub fn prove(folder: &Folder) {
    for (indicator, level, announced, is_exact) in ANNOUNCED {
        let found: i64 = folder.facts.iter().filter_map(|fact| amount(fact, indicator, level)).sum();
        let is_right =
            if is_exact { found == announced } else { found > announced && found * 20 < announced * 21 };
        assert!(is_right, "{indicator} of {level} is {found}, announced was {announced}");
    }
    let branches: std::collections::BTreeSet<&str> =
        folder.facts.iter().map(|fact| fact.0.as_str()).collect();
    assert_eq!(branches.len(), 56, "every unit and the bloc report");
}

fn amount(
    (branch, known, measure, meaning): &crate::folder::Fact,
    indicator: &str,
    level: &str,
) -> Option<i64> {
    let is_level = level == "all" || (level == "bloc") == (branch == "KH00");
    match meaning {
        Meaning::Amount(value, _) if *known == indicator && *measure == Measure::Actual && is_level => {
            Some(*value)
        }
        _ => None,
    }
}
