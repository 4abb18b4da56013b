//! How many wrong values were found, by whom, and how many clean ones were flagged.

use crate::simulate::{COLUMNS, Fault, Organisation, Scenario, Wrong};
use std::collections::{BTreeMap, BTreeSet};
use tonghop::check::statistics::{Found, Suspect};
use tonghop::model::{Amount, Check, Severity};

/// Found of how many.
#[derive(Clone, Copy, Default)]
struct Share {
    found: usize,
    all: usize,
}

impl Share {
    fn add(&mut self, is_found: bool) {
        self.found += usize::from(is_found);
        self.all += 1;
    }

    fn pct(self) -> f64 {
        100.0 * self.found as f64 / self.all.max(1) as f64
    }
}

/// What is asked of the checks: a fault, and of tenfold values the kind and whether ten were expected.
type Asked = (Fault, &'static str);

/// Shares of this program and of two textbook rules.
#[derive(Clone, Copy, Default)]
struct Shares {
    ours: Share,
    three_sd: Share,
    tukey: Share,
}

/// Everything that is printed of a scenario.
#[derive(Default)]
pub struct Score {
    found: BTreeMap<Asked, Shares>,
    clean: Shares,
    /// By check and severity: flags, and how many of them on wrong values.
    by_check: BTreeMap<(Check, Severity), Share>,
}

impl Score {
    /// Adds a round.
    pub fn add(&mut self, of: &Organisation, wrong: &[Wrong], found: &Found) {
        let rules = Textbook::new(of);
        let told = Told::new(&found.suspects);
        for one in wrong.iter().filter(|one| is_asked(one, of, wrong)) {
            let shares = self.found.entry(asked(one, of)).or_default();
            shares.ours.add(told.has(one));
            shares.three_sd.add(rules.three_sd.contains(&(one.column, one.branch)));
            shares.tukey.add(rules.tukey.contains(&(one.column, one.branch)));
        }
        self.add_clean(of, wrong, &told, &rules);
        self.add_checks(wrong, &found.suspects);
    }

    fn add_clean(&mut self, of: &Organisation, wrong: &[Wrong], told: &Told, rules: &Textbook) {
        let cells: BTreeSet<(usize, usize)> = wrong.iter().map(|one| (one.column, one.branch)).collect();
        let originals = originals(of, wrong);
        for branch in 0..of.sizes.len() {
            let is_wrong = wrong.iter().any(|one| one.branch == branch && is_of_report(one.fault));
            let is_told = told.reports.contains(&branch) && !is_wrong && !originals.contains(&branch);
            for column in 0..COLUMNS.len() {
                if cells.contains(&(column, branch)) {
                    continue;
                }
                self.clean.ours.add(is_told || told.warned.contains(&(column, branch)));
                self.clean.three_sd.add(rules.three_sd.contains(&(column, branch)));
                self.clean.tukey.add(rules.tukey.contains(&(column, branch)));
            }
        }
    }

    fn add_checks(&mut self, wrong: &[Wrong], suspects: &[Suspect]) {
        for suspect in suspects {
            let is_right = wrong.iter().any(|one| {
                let is_branch = one.branch == suspect.branch as usize;
                is_branch && suspect.indicator.is_none_or(|column| column as usize == one.column)
            });
            self.by_check.entry((suspect.check, severity(suspect))).or_default().add(is_right);
        }
    }

    /// Prints a scenario.
    pub fn print(&self, of: &Scenario) {
        let levels = if of.drifts { "levels drift" } else { "periods scatter around a level" };
        let counts = if of.small { ", small counts" } else { "" };
        println!("## {} branches, {} earlier periods", of.branches, of.earlier);
        println!("rates {}, ratios {}, {levels}{counts}\n", of.rate, of.ratio);
        println!("| fault | | values | found % | target | mean ± 3 SD % | Tukey % |");
        println!("|---|---|--:|--:|--:|--:|--:|");
        for ((fault, what), shares) in &self.found {
            let target = target(*fault, what, of);
            let wanted = target.map_or(String::new(), |target| {
                let mark = if shares.ours.pct() >= target { "" } else { " missed" };
                format!("{target}{mark}")
            });
            let (ours, three, tukey) = (shares.ours.pct(), shares.three_sd.pct(), shares.tukey.pct());
            let all = shares.ours.all;
            println!("| {fault:?} | {what} | {all} | {ours:.1} | {wanted} | {three:.1} | {tukey:.1} |");
        }
        let clean = &self.clean;
        let (ours, three, tukey) = (clean.ours.pct(), clean.three_sd.pct(), clean.tukey.pct());
        let mark = match ours <= 1.0 {
            _ if !has_targets(of) => "",
            true => "1",
            false => "1 missed",
        };
        println!(
            "| clean values flagged | | {} | {ours:.2} | {mark} | {three:.2} | {tukey:.2} |\n",
            clean.ours.all
        );
        println!("| check | severity | flags | on wrong values % | on clean ones, of these % |");
        println!("|---|---|--:|--:|--:|");
        for ((check, severity), share) in &self.by_check {
            let clean_pct = 100.0 * (share.all - share.found) as f64 / clean.ours.all.max(1) as f64;
            let (code, word) = (check.code(), severity.as_str());
            println!("| {code} | {word} | {} | {:.1} | {clean_pct:.2} |", share.all, share.pct());
        }
    }
}

/// Whether targets are set for a scenario.
fn has_targets(of: &Scenario) -> bool {
    !of.drifts && !of.small && of.rate <= 0.6
}

/// What was asked for, in percent; nothing of faults and scenarios without a target.
fn target(fault: Fault, what: &str, of: &Scenario) -> Option<f64> {
    if !has_targets(of) {
        return None;
    }
    let by_history = |none: f64, one: f64, eight: f64| match of.earlier {
        0 => none,
        1 => one,
        _ => eight,
    };
    match (fault, what) {
        (Fault::Thousandfold | Fault::Thousandth, _) => Some(by_history(98.0, 98.0, 99.0)),
        (Fault::Tenfold, "money") => Some(by_history(60.0, 90.0, 95.0)),
        (Fault::Tenfold, "count ≥ 10") => Some(by_history(45.0, 70.0, 85.0)),
        (Fault::CopiedForward | Fault::Clone, "five figures") => Some(100.0),
        _ => None,
    }
}

fn severity(suspect: &Suspect) -> Severity {
    suspect.severity.unwrap_or(suspect.check.entry().severity)
}

fn is_of_report(fault: Fault) -> bool {
    matches!(fault, Fault::CopiedForward | Fault::Clone | Fault::BranchInWrongUnit)
}

/// A wrong report is asked for once, by its first column, and where it has five figures that can be compared.
fn is_asked(one: &Wrong, of: &Organisation, wrong: &[Wrong]) -> bool {
    if !matches!(one.fault, Fault::CopiedForward | Fault::Clone) {
        return true;
    }
    let last = of.periods.last().map_or(&[][..], Vec::as_slice);
    let figures = last.iter().filter(|column| column[one.branch] != 0.0).count();
    let first = wrong.iter().find(|other| (other.fault, other.branch) == (one.fault, one.branch));
    figures >= 5 && first.is_some_and(|first| first.column == one.column)
}

/// Whether two figures of a report have three significant digits: without, the catalogue does not compare it.
fn is_comparable(branch: usize, of: &Organisation) -> bool {
    let last = of.periods.last().map_or(&[][..], Vec::as_slice);
    let digits = |value: f64| format!("{value:.0}").trim_end_matches('0').len();
    last.iter().filter(|column| digits(column[branch]) >= 3).count() >= 2
}

fn asked(one: &Wrong, of: &Organisation) -> Asked {
    let column = COLUMNS[one.column];
    let what = match one.fault {
        Fault::BranchInWrongUnit => "money",
        fault if is_of_report(fault) && is_comparable(one.branch, of) => "five figures",
        fault if is_of_report(fault) => "five, but rounder",
        _ if !column.is_count() => "money",
        Fault::Tenfold if of.expected[one.column][one.branch] < 10.0 => "count < 10",
        Fault::Tenfold => "count ≥ 10",
        _ => "count",
    };
    (one.fault, what)
}

/// Branches whose figures others were given.
fn originals(of: &Organisation, wrong: &[Wrong]) -> BTreeSet<usize> {
    let last = of.periods.last().map_or(&[][..], Vec::as_slice);
    let figures = |branch: usize| last.iter().map(move |column| column[branch]);
    let clones: BTreeSet<usize> =
        wrong.iter().filter(|one| one.fault == Fault::Clone).map(|one| one.branch).collect();
    let is_original = |branch: &usize| clones.iter().any(|clone| figures(*clone).eq(figures(*branch)));
    (0..of.sizes.len()).filter(is_original).collect()
}

/// What the checks said, by cell and report.
struct Told {
    warned: BTreeSet<(usize, usize)>,
    suggested: BTreeMap<(usize, usize), Amount>,
    reports: BTreeSet<usize>,
    of_reports: BTreeSet<(Check, usize)>,
}

impl Told {
    fn new(suspects: &[Suspect]) -> Self {
        let warnings = || suspects.iter().filter(|suspect| severity(suspect) >= Severity::Warning);
        let cell = |suspect: &Suspect| Some((suspect.indicator? as usize, suspect.branch as usize));
        let of_reports: BTreeSet<(Check, usize)> = warnings()
            .filter(|suspect| suspect.indicator.is_none())
            .map(|suspect| (suspect.check, suspect.branch as usize))
            .collect();
        Self {
            warned: warnings().filter_map(cell).collect(),
            suggested: warnings().filter_map(|suspect| Some((cell(suspect)?, suspect.suggested?))).collect(),
            reports: of_reports.iter().map(|(_, branch)| *branch).collect(),
            of_reports,
        }
    }

    /// Whether a fault was found: with the right suggestion, where it is one of units.
    fn has(&self, one: &Wrong) -> bool {
        let cell = (one.column, one.branch);
        match one.fault {
            Fault::Thousandfold | Fault::Thousandth | Fault::BranchInWrongUnit => {
                let right = Amount::from_f64(one.right).map(|(right, _)| right);
                right.is_some() && self.suggested.get(&cell).copied() == right
            }
            Fault::CopiedForward => self.of_reports.contains(&(Check::CopiedForward, one.branch)),
            Fault::Clone => self.of_reports.contains(&(Check::BranchClone, one.branch)),
            _ => self.warned.contains(&cell),
        }
    }
}

/// The two rules of textbooks, on the plain values of a column other than zero.
struct Textbook {
    three_sd: BTreeSet<(usize, usize)>,
    tukey: BTreeSet<(usize, usize)>,
}

impl Textbook {
    fn new(of: &Organisation) -> Self {
        let (mut three_sd, mut tukey) = (BTreeSet::new(), BTreeSet::new());
        for (at, values) in of.periods.last().into_iter().flatten().enumerate() {
            let mut ascending: Vec<f64> = values.iter().copied().filter(|value| *value != 0.0).collect();
            ascending.sort_by(f64::total_cmp);
            let count = ascending.len() as f64;
            let mean = ascending.iter().sum::<f64>() / count;
            let squares: f64 = ascending.iter().map(|value| (value - mean).powi(2)).sum();
            let deviation = (squares / (count - 1.0)).sqrt();
            let quartile = |share: f64| ascending.get((share * count) as usize).copied().unwrap_or(0.0);
            let (low, high) = (quartile(0.25), quartile(0.75));
            let room = 1.5 * (high - low);
            for (branch, value) in values.iter().enumerate().filter(|(_, value)| **value != 0.0) {
                if (value - mean).abs() > 3.0 * deviation {
                    three_sd.insert((at, branch));
                }
                if *value < low - room || *value > high + room {
                    tukey.insert((at, branch));
                }
            }
        }
        Self { three_sd, tukey }
    }
}
