//! The folder of 2022: the reports of the year before, from which history is made.
//!
//! Every unit writes as it does in 2023, without its faults: what a report of 2022 is for is to be compared with. Figures are those of 2023, moved by a
//! year; two companies that were merged into one on 1 January 2023 still report for themselves.

use crate::compared::{self, Years};
use crate::folder::Folder;
use crate::forms;
use crate::forms::columns::Inserted;
use crate::forms::labels::Generation;
use crate::habits::{self, Container, Habit};
use crate::random::Random;
use crate::register::Unit;
use crate::submission;
use crate::truth::{STEP, Year};
use std::path::PathBuf;

/// The year.
const YEAR: i64 = 2022;

/// The merged company, and those that it was made of with their shares of it, in percent.
const MERGED: (&str, [(&str, i64); 2]) = ("DN14", [("DN15", 60), ("DN16", 40)]);

/// Gathers the folder.
pub fn gather(units: &[Unit], years: &Years) -> Folder {
    let mut folder = Folder::new(PathBuf::new());
    let before = compared::plant_before(years_before(years), years);
    for unit in units.iter().filter(|unit| unit.is_open_in(YEAR)) {
        let habit = habit(unit);
        let report = submission::report(unit, &habit, YEAR, &before[&unit.code]);
        folder.add_valid(habit.path, habit.code, &forms::fill(&report), habit.container, habit.flags);
    }
    folder
}

/// How a unit reported: as in 2023, on the form that it had then, in a file named as it was asked to.
fn habit(unit: &Unit) -> Habit {
    let (merged, parts) = MERGED;
    let part = parts.iter().find(|(code, _)| *code == unit.code).map(|(code, _)| *code);
    let known = if part.is_some() { merged } else { &unit.code };
    let later = habits::all().find(|habit| habit.code == known).expect("a habit");
    let container = match later.container {
        Container::MadeOnce => Container::Xlsx,
        other => other,
    };
    let ending = match container {
        Container::Xlsb => "xlsb",
        Container::Ods => "ods",
        Container::Csv(_) => "csv",
        Container::Xlsx | Container::MadeOnce => "xlsx",
    };
    let folder = later.path.split_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
    let code = part.unwrap_or(later.code);
    Habit {
        code,
        path: format!("{folder}{code}_BC nam {YEAR}.{ending}").leak(),
        generation: later.generation.min(Generation::Y2022),
        container,
        inserted: later.inserted.filter(|inserted| *inserted != Inserted::Previous),
        alias: later.alias.filter(|_| part.is_none()),
        mark: None,
        quirks: &[],
        says: &[],
        plans: &[],
        flags: &[],
        ..later.clone()
    }
}

/// What every unit did in 2022.
fn years_before(years: &Years) -> Years {
    let mut before: Years =
        years.iter().map(|(code, year)| (code.clone(), year_before(code, year))).collect();
    let (merged, parts) = MERGED;
    let whole = before.remove(merged).expect("the merged company");
    let [(first, share), (second, _)] = parts;
    let (one, two) = split(&whole, share);
    before.extend([(first.to_owned(), one), (second.to_owned(), two)]);
    before
}

/// Figures of the year before: from a quarter less to a third more, and some that were nothing.
fn year_before(code: &str, year: &Year) -> Year {
    let mut random = Random::named(&format!("before {code}"));
    let mut before = Year { values: year.values.clone(), plans: year.plans.clone(), ..Year::default() };
    for (indicator, value) in &mut before.values {
        let step = if indicator.ends_with("_value") { STEP } else { 1 };
        let growth =
            if indicator.starts_with("members") { random.between(96, 104) } else { random.between(75, 133) };
        *value = (*value * growth / 100 / step * step).max(if *value > 0 { step } else { 0 });
        if !indicator.starts_with("members") && random.chance(4) {
            *value = 0;
        }
    }
    if let (Some(men), Some(women)) = (before.values.get("members_male"), before.values.get("members_female"))
    {
        let members = men + women;
        before.values.insert("members", members);
    }
    before.review = year.review.map(|day| crate::day::Day { year: YEAR, ..day });
    before.launch = year.launch.map(|day| crate::day::Day { year: YEAR, ..day });
    before.model = year.model;
    before
}

/// A year cut in two.
fn split(whole: &Year, share: i64) -> (Year, Year) {
    let mut one = whole.clone();
    let mut two = whole.clone();
    for (indicator, value) in &whole.values {
        let step = if indicator.ends_with("_value") { STEP } else { 1 };
        let first = value * share / 100 / step * step;
        one.values.insert(indicator, first);
        two.values.insert(indicator, value - first);
    }
    (one, two)
}
