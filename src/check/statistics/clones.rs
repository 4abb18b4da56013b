//! Reports that repeat the figures of another branch.
//!
//! Two reports are compared over the figures other than zero of the one that has more of them. No pair is looked at that cannot be alike: figures are ranked from the rarest on, and of two reports of
//! which so large a share is the same, one of the rarest few of each must be the same (prefix filtering: Chaudhuri, Ganti and Kaushik 2006). Reports that are the same in every
//! figure are looked at once. So a hundred thousand reports take about as long as sorting their figures.

use super::alike::{Likeness, is_telling};
use super::reports::{Report, Reports};
use super::subjects::counted;
use super::suspect::Suspect;
use crate::model::{Amount, Check};
use crate::pipeline::{AlikeLimits, Definition};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// How many reports with the same rare figure each is compared with: more than that share it by habit, and the nearest in the order of figures stand side by side.
const NEIGHBOURS: usize = 64;
/// How many other branches a flag names.
const NAMED: usize = 3;

/// The reports of each period that are clones of others; `order` has the positions of all figures by indicator, breakdown and period.
pub(super) fn suspects(reports: &Reports, order: &[u32], definition: &Definition) -> Vec<Suspect> {
    let limits = &definition.judging.thresholds.branch_clone;
    let of_periods: Vec<&[Report]> = reports.reports.chunk_by(|one, two| one.at == two.at).collect();
    of_periods.iter().flat_map(|period| of_period(period, (reports, order), limits, definition)).collect()
}

fn of_period(
    period: &[Report],
    (reports, order): (&Reports, &[u32]),
    limits: &AlikeLimits,
    definition: &Definition,
) -> Vec<Suspect> {
    let ranked = Ranked::new(period, (reports, order), limits);
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
        let report = period.get(own)?;
        let submission = reports.figures_of(report).first()?.submission;
        let suspect = Suspect::of_report(Check::BranchClone, report.branch, submission);
        let expected = named(others.iter().map(|(other, _)| *other), period, definition);
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
        let index = reports.get(at)?.branch;
        let branch = definition.judging.register.branches.get(index as usize)?;
        Some(format!("{} {}", branch.code, branch.name))
    };
    let mut names: Vec<String> = others.take(NAMED).filter_map(branch).collect();
    if more > 0 {
        names.push(format!("+{more}"));
    }
    names.join("; ")
}

/// Reports as ascending ranks of their figures other than zero, the rarest first.
struct Ranked {
    of_reports: Vec<Vec<u32>>,
    /// By rank.
    is_telling: Vec<bool>,
    /// How many figures only one report has: theirs are the first ranks.
    alone: u32,
}

impl Ranked {
    /// Ranks the figures of reports that have enough of them: by how many reports have a figure, then by indicator, breakdown and value.
    fn new(period: &[Report], (reports, order): (&Reports, &[u32]), limits: &AlikeLimits) -> Self {
        let first = period.first().map_or(0, |report| report.figures.start);
        let end = period.last().map_or(0, |report| report.figures.end);
        let subject = |position: &u32| {
            let figure = reports.figures.get(*position as usize);
            figure.map(|figure| (figure.indicator, figure.breakdown))
        };
        let ranked = |position: &u32| {
            let figure = reports.figures.get(*position as usize)?;
            let is_enough = reports.reports.get(figure.report as usize)?.others_than_zero >= limits.sample;
            (is_enough && !figure.amount.is_zero()).then_some((figure.amount, *position))
        };
        let of_subjects: Vec<&[u32]> = order.chunk_by(|one, two| subject(one) == subject(two)).collect();
        let by_amount = |positions: &&[u32]| {
            // They ascend from period to period.
            let of_period = positions.iter().skip_while(|at| (**at as usize) < first);
            let of_period = of_period.take_while(|at| (**at as usize) < end);
            let mut figures: Vec<(Amount, u32)> = of_period.filter_map(ranked).collect();
            figures.sort_unstable();
            figures
        };
        let sorted: Vec<Vec<(Amount, u32)>> = of_subjects.par_iter().map(by_amount).collect();
        let same: Vec<&[(Amount, u32)]> =
            sorted.iter().flat_map(|figures| figures.chunk_by(|one, two| one.0 == two.0)).collect();
        let numbers: Vec<u32> = same.iter().map(|same| same.len() as u32).collect();
        let by_rarity = counted(&(0u32..).take(same.len()).collect::<Vec<u32>>(), &numbers);
        let by_rank = || (0u32..).zip(by_rarity.iter().filter_map(|at| same.get(*at as usize)));
        let mut ranks = vec![None; end - first];
        for (rank, same) in by_rank() {
            same.iter().for_each(|(_, position)| ranks[*position as usize - first] = Some(rank));
        }
        let of_report = |report: &Report| {
            let figures = ranks.get(report.figures.start - first..report.figures.end - first);
            let mut ranks: Vec<u32> = figures.unwrap_or(&[]).iter().flatten().copied().collect();
            ranks.sort_unstable();
            ranks
        };
        Self {
            of_reports: period.par_iter().map(of_report).collect(),
            is_telling: by_rank()
                .map(|(_, same)| same.first().is_some_and(|one| is_telling(one.0)))
                .collect(),
            alone: numbers.iter().filter(|number| **number == 1).count() as u32,
        }
    }

    /// Pairs of reports, the smaller index first, that may be alike.
    fn candidates(&self, limits: &AlikeLimits) -> Vec<(usize, usize)> {
        let mut order: Vec<usize> =
            (0..self.of_reports.len()).filter(|at| !self.ranks(*at).is_empty()).collect();
        order.par_sort_unstable_by_key(|at| (self.ranks(*at), *at));
        let mut pairs = Vec::new();
        // Rank, place in the order, report.
        let mut with_figure: Vec<(u32, usize, usize)> = Vec::new();
        for (place, same) in order.chunk_by(|one, two| self.ranks(*one) == self.ranks(*two)).enumerate() {
            neighbours(same, &mut pairs);
            let Some(&first) = same.first() else { continue };
            let rarest = self.ranks(first).iter().take(prefix(self.ranks(first).len(), limits));
            let shared = rarest.filter(|rank| **rank >= self.alone);
            with_figure.extend(shared.map(|rank| (*rank, place, first)));
        }
        with_figure.sort_unstable();
        for same in with_figure.chunk_by(|one, two| one.0 == two.0) {
            neighbours(&same.iter().map(|(.., report)| *report).collect::<Vec<usize>>(), &mut pairs);
        }
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
        let mut likeness = Likeness { compared: one.len().max(two.len()), ..Likeness::default() };
        let mut others = two.iter().peekable();
        for rank in one {
            while others.next_if(|other| *other < rank).is_some() {}
            if others.next_if_eq(&rank).is_some() {
                likeness.same += 1;
                likeness.telling +=
                    usize::from(self.is_telling.get(*rank as usize).is_some_and(|telling| *telling));
            }
        }
        likeness
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
