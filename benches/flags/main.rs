//! What the statistical checks find, and what they say of clean values: a simulation with a seed.
//!
//! `flags [--seed N] [--rounds N] [--branches N] [--earlier N]`. Without a number of branches every scenario of the catalogue is run; with one, that scenario alone, and
//! how long the checks take. Leaves: tables on stdout, with the targets and what is missed of them.

mod random;
mod score;
mod simulate;

use polars::prelude::*;
use random::Random;
use score::Score;
use simulate::{COLUMNS, Organisation, Scenario};
use std::error::Error;
use std::time::Instant;
use tonghop::check::statistics::{self, Found};
use tonghop::history::History;
use tonghop::merge::Frames;
use tonghop::model::{Amount, Period};
use tonghop::pipeline::{self, Branch, Definition};

/// The year of the last period.
const LAST: u16 = 2024;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |name: &str| {
        let at = arguments.iter().position(|argument| argument == name);
        at.and_then(|at| arguments.get(at + 1)).and_then(|number| number.parse::<usize>().ok())
    };
    let seed = number("--seed").unwrap_or(1);
    println!("seed {seed}");
    let scenarios = match number("--branches") {
        Some(branches) => vec![scenario(branches, number("--earlier").unwrap_or(8))],
        None => all(),
    };
    for (at, of) in scenarios.iter().enumerate() {
        let usual = if of.branches < 1_000 { 300 } else { (500_000 / of.branches).max(1) };
        let rounds = number("--rounds").unwrap_or(usual);
        run(of, rounds, Random::new(((seed as u64) << 8) | at as u64))?;
    }
    Ok(())
}

fn scenario(branches: usize, earlier: usize) -> Scenario {
    Scenario { branches, earlier, rate: 0.6, ratio: 0.4, drifts: false, small: false }
}

/// The scenarios with targets, then those without.
fn all() -> Vec<Scenario> {
    let mut all = Vec::new();
    for branches in [55, 5_000] {
        all.extend([0, 1, 8].map(|earlier| scenario(branches, earlier)));
    }
    let of_55 = [0, 1, 8].map(|earlier| scenario(55, earlier));
    all.push(Scenario { drifts: true, ..scenario(55, 8) });
    all.extend(of_55.map(|of| Scenario { rate: 0.8, ratio: 0.6, ..of }));
    all.extend(of_55.map(|of| Scenario { small: true, ..of }));
    all
}

/// Simulates, checks and scores so many rounds; half of them with single wrong values, half with wrong reports.
fn run(of: &Scenario, rounds: usize, mut random: Random) -> Result<(), Box<dyn Error>> {
    let mut definition = definition()?;
    let mut score = Score::default();
    let (mut seconds, mut values) = (0.0, 0);
    for round in 0..rounds.max(2) {
        let mut organisation = Organisation::new(of, &mut random);
        let wrong = match round % 2 {
            0 => simulate::single_faults(&mut organisation, &mut random),
            _ => simulate::report_faults(&mut organisation, &mut random),
        };
        definition.judging.register.branches = branches(&organisation);
        let (frames, history) = (frames(&organisation)?, history(&organisation)?);
        values += frames.values.height() + history.values.height();
        let start = Instant::now();
        let found: Found = statistics::suspects(&frames, &history, &definition)?;
        seconds += start.elapsed().as_secs_f64();
        score.add(&organisation, &wrong, &found);
    }
    score.print(of);
    println!("{:.3} s a round over {} values\n", seconds / rounds.max(2) as f64, values / rounds.max(2));
    Ok(())
}

/// A form with the columns of the simulation.
fn definition() -> Result<Definition, Box<dyn Error>> {
    let mut toml = String::from(
        "id = \"bench\"\nperiod = \"year\"\ntitle = \"Bench\"\n[submission]\nbranch = [{ file_name = '(?<code>.+)' }]\n[[sheet]]\nid = \"report\"\nlabel = [\"Item\"]\nvalue = [\"Value\"]\n",
    );
    for (at, column) in COLUMNS.into_iter().enumerate() {
        let kind = if column.is_count() { "count" } else { "money" };
        let regular = column.is_regular();
        toml.push_str(&format!(
            "[[indicator]]\nid = \"c{at}\"\nlabel = \"Column {at}\"\nkind = \"{kind}\"\nunit = \"u\"\nregular = {regular}\n"
        ));
    }
    let folder = tempfile::tempdir()?;
    std::fs::write(folder.path().join("pipeline.toml"), toml)?;
    std::fs::write(folder.path().join("branches.csv"), "code,name\nB0,Branch 0\n")?;
    Ok(pipeline::load(folder.path())?)
}

fn branches(organisation: &Organisation) -> Vec<Branch> {
    let branch = |(at, size): (usize, &f64)| Branch {
        code: format!("B{at}"),
        name: format!("Branch {at}"),
        members: Some(Amount::from_units(*size as i64)),
        ..Branch::default()
    };
    organisation.sizes.iter().enumerate().map(branch).collect()
}

/// The keys and values of periods, in the order of frames.
fn columns(periods: &[simulate::Period]) -> (Vec<Column>, usize) {
    let (mut keys, mut values): ([Vec<u32>; 3], Vec<i128>) = Default::default();
    for (period, of_columns) in periods.iter().enumerate() {
        let branches = of_columns.first().map_or(0, Vec::len);
        for branch in 0..branches {
            for (indicator, of_branches) in of_columns.iter().enumerate() {
                let key = [period, branch, indicator];
                keys.iter_mut().zip(key).for_each(|(column, key)| column.push(key as u32));
                values.push(Amount::from_f64(of_branches[branch]).map_or(0, |(amount, _)| amount.scaled()));
            }
        }
    }
    let height = values.len();
    let names = ["period", "branch", "indicator"];
    let mut columns: Vec<Column> =
        names.iter().zip(keys).map(|(name, keys)| Column::new((*name).into(), keys)).collect();
    let nothing = |name: &str| Column::new(name.into(), vec![0u32; height]);
    columns.extend([nothing("measure"), nothing("breakdown")]);
    let values = Int128Chunked::from_iter_values("value".into(), values.into_iter());
    columns.push(values.into_series().into_column());
    (columns, height)
}

fn frames(organisation: &Organisation) -> PolarsResult<Frames> {
    let last = organisation.periods.last().cloned().unwrap_or_default();
    let (mut all, height) = columns(&[last]);
    let numbers = |name: &str, numbers: Vec<u32>| Column::new(name.into(), numbers);
    let flags = |name: &str, flag: bool| Column::new(name.into(), vec![flag; height]);
    all.push(numbers("bound", vec![0; height]));
    // A branch is a submission, a column a fact of it.
    all.push(numbers("submission", (0..height).map(|at| (at / COLUMNS.len()) as u32).collect()));
    all.push(numbers("fact", (0..height).map(|at| (at % COLUMNS.len()) as u32).collect()));
    all.extend([flags("counts", true), flags("derived", false)]);
    Ok(Frames {
        values: DataFrame::new(height, all)?,
        periods: vec![Period::Year(LAST)],
        breakdowns: vec![String::new()],
        stated: Vec::new(),
    })
}

fn history(organisation: &Organisation) -> PolarsResult<History> {
    let earlier = organisation.periods.len() - 1;
    if earlier == 0 {
        return Ok(History::none());
    }
    let (all, height) = columns(&organisation.periods[..earlier]);
    let first = LAST - earlier as u16;
    Ok(History { periods: (first..LAST).map(Period::Year).collect(), values: DataFrame::new(height, all)? })
}
