//! Reports that repeat the figures of another branch.
//!
//! Two reports are compared over the figures other than zero of the one that has more of them. No pair is looked at that cannot be alike: figures are ranked from the rarest on, and of two reports of
//! which so large a share is the same, one of the rarest few of each must be the same (prefix filtering: Chaudhuri, Ganti and Kaushik 2006). Reports that are the same in every
//! figure are looked at once. So a hundred thousand reports take about as long as sorting their figures.

use super::alike::{Likeness, Report, is_telling};
use super::suspect::Suspect;
use super::values::Value;
use crate::model::map::Map;
use crate::model::{Amount, Check};
use crate::pipeline::{AlikeLimits, Definition};
use std::collections::BTreeMap;

/// How many reports with the same rare figure each is compared with: more than that share it by habit, and the nearest in the order of figures stand side by side.
const NEIGHBOURS: usize = 64;
/// How many other branches a flag names.
const NAMED: usize = 3;

/// Indicator, breakdown and value.
type Figure = (u32, u32, Amount);

/// The reports of each period that are clones of others.
pub(super) fn suspects(reports: &[Report], definition: &Definition) -> Vec<Suspect> {
    let limits = &definition.judging.thresholds.branch_clone;
    let at = |report: &Report| report.values.first().map(|value| value.at);
    let of_periods = reports.chunk_by(|one, two| at(one) == at(two));
    of_periods.flat_map(|reports| of_period(reports, limits, definition)).collect()
}

fn of_period(reports: &[Report], limits: &AlikeLimits, definition: &Definition) -> Vec<Suspect> {
    let ranked = Ranked::new(reports, limits);
    let mut alike: BTreeMap<usize, Vec<(usize, Likeness)>> = BTreeMap::new();
    for (one, two) in ranked.candidates(limits) {
        let likeness = ranked.likeness(one, two);
        if likeness.is_repetition(limits) {
            alike.entry(one).or_default().push((two, likeness));
            alike.entry(two).or_default().push((one, likeness));
        }
    }
    let suspect = |(own, mut others): (usize, Vec<(usize, Likeness)>)| {
        others.sort_by_key(|(other, likeness)| (std::cmp::Reverse(likeness.same), *other));
        let likeness = others.first()?.1;
        let suspect = Suspect::of_report(Check::BranchClone, reports.get(own)?.values.first()?);
        let expected = named(others.iter().map(|(other, _)| *other), reports, definition);
        Some(Suspect { found: likeness.told(), expected, evidence: likeness.evidence(limits), ..suspect })
    };
    alike.into_iter().filter_map(suspect).collect()
}

/// The first few branches, `A02 Sở Giáo dục; A03 Sở Y tế`, and how many more there are.
fn named(
    others: impl ExactSizeIterator<Item = usize>,
    reports: &[Report],
    definition: &Definition,
) -> String {
    let more = others.len().saturating_sub(NAMED);
    let branch = |at: usize| {
        let index = reports.get(at)?.values.first()?.branch;
        let branch = definition.judging.register.branches.get(index as usize)?;
        Some(format!("{} {}", branch.code, branch.name))
    };
    let mut names: Vec<String> = others.take(NAMED).filter_map(branch).collect();
    if more > 0 {
        names.push(format!("+{more}"));
    }
    names.join("; ")
}

/// Reports as ascending ranks of their figures, the rarest first.
struct Ranked {
    of_reports: Vec<Vec<u32>>,
    is_telling: Vec<bool>,
}

impl Ranked {
    fn new(reports: &[Report], limits: &AlikeLimits) -> Self {
        let is_enough = |figures: &Vec<Figure>| figures.len() >= limits.sample;
        let of_reports: Vec<Vec<Figure>> = reports
            .iter()
            .map(|report| Some(figures(report)).filter(is_enough).unwrap_or_default())
            .collect();
        let mut all: Vec<Figure> = of_reports.iter().flatten().copied().collect();
        all.sort_unstable();
        let mut by_rarity: Vec<(usize, Figure)> = all
            .chunk_by(|one, two| one == two)
            .filter_map(|same| Some((same.len(), *same.first()?)))
            .collect();
        by_rarity.sort_unstable();
        let ranks: Map<Figure, u32> =
            (0u32..).zip(&by_rarity).map(|(rank, (_, figure))| (*figure, rank)).collect();
        let rank = |figures: Vec<Figure>| {
            let mut ranks: Vec<u32> =
                figures.iter().filter_map(|figure| ranks.get(figure).copied()).collect();
            ranks.sort_unstable();
            ranks
        };
        let is_telling = by_rarity.iter().map(|(_, (.., amount))| is_telling(*amount)).collect();
        Self { of_reports: of_reports.into_iter().map(rank).collect(), is_telling }
    }

    /// Pairs of reports, the smaller index first, that may be alike.
    fn candidates(&self, limits: &AlikeLimits) -> Vec<(usize, usize)> {
        let mut order: Vec<usize> =
            (0..self.of_reports.len()).filter(|at| !self.ranks(*at).is_empty()).collect();
        order.sort_by_key(|at| (self.ranks(*at), *at));
        let mut pairs = Vec::new();
        let mut with_figure: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for same in order.chunk_by(|one, two| self.ranks(*one) == self.ranks(*two)) {
            neighbours(same, &mut pairs);
            let Some(&first) = same.first() else { continue };
            for rank in self.ranks(first).iter().take(prefix(self.ranks(first).len(), limits)) {
                with_figure.entry(*rank).or_default().push(first);
            }
        }
        with_figure.values().for_each(|reports| neighbours(reports, &mut pairs));
        pairs.sort_unstable();
        pairs.dedup();
        pairs
    }

    fn ranks(&self, report: usize) -> &[u32] {
        self.of_reports.get(report).map_or(&[], Vec::as_slice)
    }

    /// Over the figures of the report that has more.
    fn likeness(&self, one: usize, two: usize) -> Likeness {
        let (one, two) = (self.ranks(one), self.ranks(two));
        let shared = || one.iter().filter(|rank| two.binary_search(rank).is_ok());
        let is_telling = |rank: &&u32| self.is_telling.get(**rank as usize).copied().unwrap_or(false);
        let same = shared().count();
        let compared = one.len().max(two.len());
        Likeness { compared, same, telling: shared().filter(is_telling).count() }
    }
}

/// How many of its rarest figures a report must share one of with any that is alike: n − ⌈share · n⌉ + 1.
fn prefix(figures: usize, limits: &AlikeLimits) -> usize {
    let needed = (limits.share_pct * figures as f64 / 100.0 - 1e-9).ceil() as usize;
    (figures + 1).saturating_sub(needed)
}

/// Pairs of reports that stand near each other in a list.
fn neighbours(list: &[usize], pairs: &mut Vec<(usize, usize)>) {
    for (place, one) in list.iter().enumerate() {
        let next = list.iter().skip(place + 1).take(NEIGHBOURS);
        pairs.extend(next.map(|two| (*one.min(two), *one.max(two))));
    }
}

/// The figures of a report other than zero.
fn figures(report: &Report) -> Vec<Figure> {
    let figure = |value: &&Value| (value.indicator, value.breakdown, value.amount);
    report.values.iter().filter(|value| !value.amount.is_zero()).map(figure).collect()
}
