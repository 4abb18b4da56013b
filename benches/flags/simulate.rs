//! An organisation as issue and catalogue describe it: branches of different sizes, counts and money by column, earlier periods, and faults in the last one.
//!
//! Log-sd of sizes 0.8; of rates and of ratios between periods as the scenario says; a quarter of the values zero; counts are Poisson numbers, money is rounded to
//! 100,000. Two columns are regular (no zeros), two are round targets that repeat over periods and branches.

use crate::random::Random;

/// What is simulated.
#[derive(Clone, Copy)]
pub struct Scenario {
    pub branches: usize,
    /// Earlier periods.
    pub earlier: usize,
    /// Log-sd of the rates of branches in a period.
    pub rate: f64,
    /// Log-sd of the ratio of two periods.
    pub ratio: f64,
    /// Whether levels drift from period to period, instead of periods scattering around the level of the branch.
    pub drifts: bool,
    /// Whether counts are a tenth as large.
    pub small: bool,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    Count,
    RegularCount,
    Money,
    RegularMoney,
    Target,
}

/// The columns of the form.
pub const COLUMNS: [Column; 14] = {
    use Column::{Count, Money, RegularCount, RegularMoney, Target};
    [
        Count,
        Count,
        Count,
        Count,
        Count,
        RegularCount,
        Money,
        Money,
        Money,
        Money,
        Money,
        RegularMoney,
        Target,
        Target,
    ]
};

impl Column {
    pub fn is_count(self) -> bool {
        !matches!(self, Self::Money | Self::RegularMoney)
    }

    pub fn is_regular(self) -> bool {
        matches!(self, Self::RegularCount | Self::RegularMoney | Self::Target)
    }
}

/// Values of one period, by column and branch.
pub type Period = Vec<Vec<f64>>;

/// Sizes and values; `expected` is the mean that the last period was drawn with.
pub struct Organisation {
    pub sizes: Vec<f64>,
    pub periods: Vec<Period>,
    pub expected: Vec<Vec<f64>>,
}

impl Organisation {
    pub fn new(of: &Scenario, random: &mut Random) -> Self {
        let sizes: Vec<f64> =
            (0..of.branches).map(|_| (300.0 * random.normal(0.8).exp()).round().max(5.0)).collect();
        let mut periods = vec![vec![vec![0.0; of.branches]; COLUMNS.len()]; of.earlier + 1];
        let mut expected = vec![vec![0.0; of.branches]; COLUMNS.len()];
        for (at, column) in COLUMNS.into_iter().enumerate() {
            let base = base(column, of, random);
            let growth: Vec<f64> = (0..=of.earlier).map(|_| random.normal(0.05)).collect();
            for (branch, size) in sizes.iter().enumerate() {
                let levels = levels(of, random);
                for (period, level) in levels.iter().enumerate() {
                    let mean = size * base * (level + growth[period]).exp();
                    periods[period][at][branch] = drawn(column, mean, base, random);
                    expected[at][branch] = mean;
                }
            }
        }
        Self { sizes, periods, expected }
    }
}

/// What a column comes to for each member.
fn base(column: Column, of: &Scenario, random: &mut Random) -> f64 {
    let between = |low: f64, high: f64, random: &mut Random| low * (high / low).powf(random.uniform());
    match column {
        Column::Money | Column::RegularMoney => between(20_000.0, 500_000.0, random),
        // A target is the same number for many branches, whatever their size.
        Column::Target => [1.0, 2.0, 5.0][random.below(3)],
        _ if of.small => between(0.003, 0.1, random),
        _ => between(0.03, 1.0, random),
    }
}

/// The logarithm of a branch's rate in each period.
fn levels(of: &Scenario, random: &mut Random) -> Vec<f64> {
    if of.drifts {
        let mut level = random.normal(of.rate);
        let mut back: Vec<f64> = (0..=of.earlier)
            .map(|_| {
                let now = level;
                level += random.normal(of.ratio);
                now
            })
            .collect();
        back.reverse();
        return back;
    }
    // Two periods that scatter by s around one level differ by s·√2.
    let scatter = of.ratio / std::f64::consts::SQRT_2;
    let level = random.normal((of.rate.powi(2) - scatter.powi(2)).max(0.0).sqrt());
    (0..=of.earlier).map(|_| level + random.normal(scatter)).collect()
}

fn drawn(column: Column, mean: f64, base: f64, random: &mut Random) -> f64 {
    if column == Column::Target {
        return base * [10.0, 20.0, 50.0, 100.0][random.below(4)];
    }
    if !column.is_regular() && random.uniform() < 0.25 {
        return 0.0;
    }
    let value = if column.is_count() { random.poisson(mean) } else { (mean / 100_000.0).round() * 100_000.0 };
    // A regular column has no zero.
    let least = if !column.is_regular() {
        0.0
    } else if column.is_count() {
        1.0
    } else {
        100_000.0
    };
    value.max(least)
}

/// A mistake.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    Thousandfold,
    Tenfold,
    Thousandth,
    DigitsSwapped,
    Sign,
    WrongRow,
    ZeroJump,
    CopiedForward,
    Clone,
    BranchInWrongUnit,
}

/// A wrong value: where, what was put there, and what it was.
pub struct Wrong {
    pub fault: Fault,
    pub column: usize,
    pub branch: usize,
    pub right: f64,
}

/// Puts single wrong values into the last period: at most three a column.
pub fn single_faults(organisation: &mut Organisation, random: &mut Random) -> Vec<Wrong> {
    use Fault::{DigitsSwapped, Sign, Tenfold, Thousandfold, Thousandth, WrongRow, ZeroJump};
    const SINGLE: [Fault; 7] = [Thousandfold, Tenfold, Thousandth, DigitsSwapped, Sign, WrongRow, ZeroJump];
    let branches = organisation.sizes.len();
    let has_one_before = organisation.periods.len() > 1;
    let Some(last) = organisation.periods.last_mut() else { return Vec::new() };
    let mut all: Vec<Wrong> = Vec::new();
    for (column, kind) in COLUMNS.into_iter().enumerate().filter(|(_, kind)| *kind != Column::Target) {
        for _ in 0..random.below(4) {
            let (fault, branch) = (SINGLE[random.below(SINGLE.len())], random.below(branches));
            let right = last[column][branch];
            let is_taken = all.iter().any(|wrong| (wrong.column, wrong.branch) == (column, branch));
            // A zero after values is a fault where values are the rule, and is seen where there is one.
            let is_possible = fault != ZeroJump || (kind.is_regular() && has_one_before);
            // The next row of the same kind; there are six of either.
            let other = column / 6 * 6 + (column + 1) % 6;
            let wrong = match fault {
                Thousandfold => right * 1_000.0,
                Tenfold => right * 10.0,
                Thousandth => right / 1_000.0,
                DigitsSwapped => swapped(right),
                Sign => -right,
                WrongRow => last[other][branch],
                _ => 0.0,
            };
            if right > 0.0 && wrong != right && !is_taken && is_possible && (fault != WrongRow || wrong > 0.0)
            {
                last[column][branch] = wrong;
                all.push(Wrong { fault, column, branch, right });
            }
        }
    }
    all
}

/// Puts whole wrong reports into the last period: a copy of the period before, a clone of another branch, money in thousands.
pub fn report_faults(organisation: &mut Organisation, random: &mut Random) -> Vec<Wrong> {
    let branches = organisation.sizes.len();
    let mut chosen: Vec<usize> = Vec::new();
    while chosen.len() < 4 {
        let branch = random.below(branches);
        if !chosen.contains(&branch) {
            chosen.push(branch);
        }
    }
    let [copier, cloned, clone, confused] = chosen[..] else { return Vec::new() };
    let before = organisation.periods.len().checked_sub(2).map(|at| organisation.periods[at].clone());
    let Some(last) = organisation.periods.last_mut() else { return Vec::new() };
    let mut all = Vec::new();
    let mut put = |fault, column: usize, branch: usize, value: f64, last: &mut Period| {
        let right = std::mem::replace(&mut last[column][branch], value);
        all.push(Wrong { fault, column, branch, right });
    };
    for (column, kind) in COLUMNS.into_iter().enumerate() {
        if let Some(before) = &before {
            put(Fault::CopiedForward, column, copier, before[column][copier], last);
        }
        put(Fault::Clone, column, clone, last[column][cloned], last);
        let value = last[column][confused];
        if !kind.is_count() && value > 0.0 {
            put(Fault::BranchInWrongUnit, column, confused, value / 1_000.0, last);
        }
    }
    all
}

/// The first two different neighbouring digits changed about.
fn swapped(value: f64) -> f64 {
    let mut digits = format!("{value:.0}").into_bytes();
    match digits.windows(2).position(|pair| pair[0] != pair[1] && pair[1] != b'0') {
        Some(at) => digits.swap(at, at + 1),
        None => return value,
    }
    String::from_utf8(digits).ok().and_then(|digits| digits.parse().ok()).unwrap_or(value)
}
