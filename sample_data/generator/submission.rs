//! A unit's year becomes a report, and a report a file.

use crate::book::{Book, Content};
use crate::container::{csv, ods, xlsb, xlsx};
use crate::day::Day;
use crate::forms::labels::{Entry, Generation, entries};
use crate::forms::{Measure, Report};
use crate::habits::{Container, Days, Habit};
use crate::random::Random;
use crate::register::Unit;
use crate::truth::Year;
use crate::written::{Manner, Money, Written, count, money};
use std::collections::BTreeMap;

/// The report that a unit sends of a year.
pub fn report(unit: &Unit, habit: &Habit, of: i64, year: &Year) -> Report {
    let stream = if of == 2023 { "report" } else { "earlier report" };
    let mut random = Random::named(&format!("{stream} {}", unit.code));
    let is_late = habit.flags.contains(&"branch-late");
    Report {
        unit: unit.clone(),
        name: habit.alias.map_or_else(|| unit.name.clone(), |at| unit.aliases[at].clone()),
        named: habit.named,
        date: Day { year: of, month: 12, day: if is_late { 13 } else { random.between(1, 8) } },
        has_date: habit.has_date,
        year: of,
        generation: habit.generation,
        mark: habit.mark.unwrap_or(habit.generation.mark()).into(),
        script: habit.script,
        money: habit.money,
        stated: habit.stated,
        inserted: habit.inserted,
        quirks: habit.quirks.to_vec(),
        cells: cells(habit, year, &mut random),
        strays: vec![],
    }
}

fn cells(habit: &Habit, year: &Year, random: &mut Random) -> BTreeMap<(&'static str, Measure), Written> {
    let mut cells = BTreeMap::new();
    for entry in entries().filter(|entry| entry.label(habit.generation).is_some()) {
        let mut written = actual(entry, habit, year, random);
        if let Some(&typed) = year.typed.get(entry.indicator) {
            written = Written { meaning: written.meaning, ..number(entry, typed, habit, random) };
        }
        written.flags.extend(year.flags.get(entry.indicator).into_iter().flatten());
        cells.insert((entry.indicator, Measure::Actual), written);
        if let Some(&plan) = year.plans.get(entry.indicator) {
            cells.insert((entry.indicator, Measure::Plan), count(plan, habit.manner));
        }
    }
    for (indicator, plan, flags) in habit.plans {
        let written = Written { flags: flags.to_vec(), ..count(*plan, habit.manner) };
        cells.insert((*indicator, Measure::Plan), written);
    }
    cells
}

fn actual(entry: &Entry, habit: &Habit, year: &Year, random: &mut Random) -> Written {
    match entry.indicator {
        "launch_date" => year.launch.map_or_else(Written::blank, |day| written_day(day, habit.days)),
        "review_date" => year.review.map_or_else(Written::blank, |day| written_day(day, habit.days)),
        "model" => year.model.map_or_else(Written::blank, Written::words),
        indicator => year
            .values
            .get(indicator)
            .map_or_else(Written::blank, |&value| number(entry, value, habit, random)),
    }
}

fn number(entry: &Entry, value: i64, habit: &Habit, random: &mut Random) -> Written {
    let manner = habit
        .says
        .iter()
        .find(|(known, _)| *known == entry.indicator)
        .map_or(habit.manner, |(_, manner)| *manner);
    match (value, entry.is_money()) {
        (0, true) => against_form(zero(entry, habit, random), habit.money),
        (0, false) => zero(entry, habit, random),
        (_, true) => against_form(money(value, habit.money, manner), habit.money),
        (_, false) => count(value, manner),
    }
}

/// The unit in which the pipeline's forms ask for money: stating another one changes no value, but is flagged.
const ASKED_IN: Money = Money::Million;

/// A sum of money in a unit that is not the form's own. A sign of nil has no unit.
fn against_form(mut written: Written, unit: Money) -> Written {
    let has_number = match &written.content {
        Some(Content::Text(text)) => text.contains(|letter: char| letter.is_ascii_digit()),
        other => other.is_some(),
    };
    if unit != ASKED_IN && has_number && !written.flags.contains(&"unit-conflict") {
        written.flags.push("unit-conflict");
    }
    written
}

/// Nothing to report: a zero, a sign of nil, or a cell left blank, which only some indicators take for zero.
fn zero(entry: &Entry, habit: &Habit, random: &mut Random) -> Written {
    let choice = random.between(1, 10);
    let is_summed = habit.generation == Generation::Y2022 && entry.is_money();
    let is_typed = matches!(habit.manner, Manner::Dotted | Manner::Blanks | Manner::Plain);
    match choice {
        _ if is_summed => count(0, Manner::Number),
        1..=3 => Written::text("-", 0),
        4..=5 => Written::text("không", 0),
        6..=7 if entry.indicator == "youth_works" => Written::blank_zero(),
        6..=7 => Written::blank(),
        8 => Written::text("0", 0),
        _ if is_typed => Written::text("0", 0),
        _ => count(0, Manner::Number),
    }
}

fn written_day(day: Day, days: Days) -> Written {
    Written::day(
        day,
        match days {
            Days::Serial => None,
            Days::Slashed => Some(day.slashed()),
            Days::Dotted => Some(day.dotted()),
            Days::Words => Some(day.in_words()),
        },
    )
}

/// The bytes of a workbook in a format; nothing for those made once elsewhere.
pub fn bytes(book: &Book, container: Container) -> Option<Vec<u8>> {
    match container {
        Container::Xlsx => Some(xlsx::write(book)),
        Container::Ods => Some(ods::write(book)),
        Container::Xlsb => Some(xlsb::write(book)),
        Container::Csv(dialect) => Some(csv::write(book, dialect)),
        Container::MadeOnce => None,
    }
}

/// The same cell with a formula that nobody has calculated.
pub fn uncalculated(mut written: Written, formula: &str) -> Written {
    written.content = Some(Content::Formula(formula.into(), crate::book::Shown::Nothing));
    written.meaning = crate::written::Meaning::Nothing;
    written.flags = vec!["formula-not-calculated"];
    written
}
