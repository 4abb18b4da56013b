//! Doubtful sizes: most figures of a report are off by the same power of a thousand against the same size.
//!
//! A branch may send its money in thousands, but nobody counts in thousands: where counts are off together with the rest, it is the size that is wrong (a slip in the
//! register, or in the figure that the branch reports as its size), or the branch is no peer of the others. The right figures are then not told to be in the wrong unit:
//! the size is told, once for a branch. Enters: every figure with how far it lies from its peers. Leaves: [`Doubtful`]. Declared `per` indicators are no sizes, nor is
//! there one where nobody knows any.

use super::comparison::is_count;
use super::measures::{median, sorted};
use super::outlier::power;
use super::reports::{Figure, Report, Reports};
use super::shown::{number, usual};
use super::suspect::Suspect;
use super::values::Value;
use crate::model::Check;
use crate::model::map::Map;
use crate::pipeline::{Definition, Total};
use std::collections::BTreeMap;

/// The fewest figures that make a size doubtful.
const FEWEST: usize = 3;

/// A size of a branch in a period: when, whose, and the number's bits.
type Size = (u32, u32, u64);

/// The sizes that most figures contradict.
#[derive(Default)]
pub(super) struct Doubtful(BTreeMap<Size, Contradiction>);

/// What contradicts a size.
struct Contradiction {
    /// The size itself.
    size: f64,
    /// The submission that a figure divided by it stands in.
    submission: u32,
    /// In powers of a thousand, given as powers of ten.
    power: i32,
    /// How many figures were compared by it.
    compared: usize,
    /// How far those off by the power lie from their peers, in powers of ten.
    decades: Vec<f64>,
}

impl Doubtful {
    /// The sizes of a run that are contradicted; it is given how far each figure lies from its peers for its size, in powers of ten.
    pub fn new(reports: &Reports, decades: &[Option<f64>], definition: &Definition) -> Self {
        if !reports.have_sizes() {
            return Self::default();
        }
        let mut doubtful = Self(candidates(reports, decades, definition));
        let of_report = |(at, branch, _): &Size| {
            let of = |report: &Report| (report.at, report.branch);
            let at = reports.reports.binary_search_by_key(&(*at, *branch), of).ok()?;
            reports.reports.get(at).map(|report| report.figures.clone())
        };
        for (size, contradiction) in &mut doubtful.0 {
            let Some(figures) = of_report(size) else { continue };
            let all = reports.figures.iter().zip(decades).skip(figures.start).take(figures.len());
            for (figure, decades) in all.filter(|(figure, _)| is_sized(figure.indicator, definition)) {
                if let Some(decades) = decades.filter(|_| size_of(figure, reports).as_ref() == Some(size)) {
                    contradiction.add(decades);
                }
            }
        }
        doubtful.0.retain(|_, contradiction| contradiction.is_of_most());
        doubtful
    }

    /// Whether a value was divided by such a size.
    pub fn has(&self, value: &Value, definition: &Definition) -> bool {
        let known = || {
            let size = value.size.map(|size| (value.at, value.branch, size.to_bits()));
            size.is_some_and(|size| self.0.contains_key(&size))
        };
        !self.0.is_empty() && is_sized(value.indicator, definition) && known()
    }

    /// One for each size of a branch, in the last period that has it.
    pub fn suspects(&self) -> Vec<Suspect> {
        let by_branch = |(size, contradiction)| {
            let (_, branch, bits): &Size = size;
            ((*branch, *bits), contradiction)
        };
        let last: BTreeMap<(u32, u64), &Contradiction> = self.0.iter().map(by_branch).collect();
        last.iter().filter_map(|((branch, _), contradiction)| contradiction.suspect(*branch)).collect()
    }
}

impl Contradiction {
    /// Adds a figure that was divided by the size.
    fn add(&mut self, decades: f64) {
        self.compared += 1;
        if power(decades) == self.power {
            self.decades.push(decades);
        }
    }

    fn is_of_most(&self) -> bool {
        self.decades.len() * 2 > self.compared
    }

    /// The size is told, and the one that would fit.
    fn suspect(&self, branch: u32) -> Option<Suspect> {
        let fitting = self.size * 10f64.powf(median(&sorted(self.decades.iter().copied()))?);
        let suspect = Suspect::of_report(Check::SizeDoubtful, branch, self.submission);
        Some(Suspect { found: number(self.size)?.to_string(), expected: usual(fitting, true), ..suspect })
    }
}

/// Sizes against which so many figures, a count among them, are off by the same power; of several powers, that of most figures.
fn candidates(
    reports: &Reports,
    decades: &[Option<f64>],
    definition: &Definition,
) -> BTreeMap<Size, Contradiction> {
    let mut off: Map<(Size, i32), (&Figure, usize, usize)> = Map::default();
    let known =
        reports.figures.iter().zip(decades).filter_map(|(figure, decades)| Some((figure, (*decades)?)));
    let far = known.filter(|(_, decades)| power(*decades) != 0);
    for (figure, decades) in far.filter(|(figure, _)| is_sized(figure.indicator, definition)) {
        let Some(size) = size_of(figure, reports) else { continue };
        let (_, figures, counts) = off.entry((size, power(decades))).or_insert((figure, 0, 0));
        *figures += 1;
        *counts += usize::from(is_count(figure.indicator, definition));
    }
    let enough = off.into_iter().filter(|(_, (_, figures, counts))| *figures >= FEWEST && *counts > 0);
    let mut by_figures: Vec<_> = enough.map(|(key, (of, figures, _))| (figures, key, of)).collect();
    by_figures.sort_unstable_by_key(|(figures, key, _)| (*figures, *key));
    let contradiction = |(_, (size, power), of): (usize, (Size, i32), &Figure)| {
        let (submission, number) = (of.submission, f64::from_bits(size.2));
        (size, Contradiction { size: number, submission, power, compared: 0, decades: Vec::new() })
    };
    by_figures.into_iter().map(contradiction).collect()
}

fn size_of(figure: &Figure, reports: &Reports) -> Option<Size> {
    let report = reports.reports.get(figure.report as usize)?;
    Some((report.at, report.branch, reports.size(figure)?.to_bits()))
}

/// Whether the figures of an indicator grow with the branch: then they are divided by the size, unless it has a `per` indicator of its own.
fn is_sized(indicator: u32, definition: &Definition) -> bool {
    let known = definition.reading.indicators.get(indicator as usize);
    known.is_some_and(|known| known.per.is_none() && known.total == Total::Sum)
}
