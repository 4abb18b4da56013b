//! The values of the run, report by report, and what each is divided by before branches are compared.
//!
//! Enters: the frame of the run. Leaves: [`Reports`]: a [`Figure`] for each value that was reported in a cell and counts (measure `actual`, every breakdown), in
//! the order of the frame: period, branch, indicator, breakdown. Values that are added from parts are left out: their parts are compared.

use super::calendar::Calendar;
use crate::merge::{Frames, FramesError, columns};
use crate::model::Amount;
use crate::pipeline::{Branch, Definition, Indicator, Total};
use std::ops::Range;

/// A value of a report.
#[derive(Clone, Copy)]
pub(super) struct Figure {
    pub indicator: u32,
    pub breakdown: u32,
    pub submission: u32,
    pub fact: u32,
    /// Index into [`Reports::reports`].
    pub report: u32,
    pub amount: Amount,
}

impl Figure {
    /// What nothing else in its report has the same of.
    fn subject(&self) -> (u32, u32) {
        (self.indicator, self.breakdown)
    }
}

/// What a branch said of a period.
pub(super) struct Report {
    /// Index into [`Calendar::periods`].
    pub at: u32,
    pub branch: u32,
    /// Its figures among all of the run; never empty.
    pub figures: Range<usize>,
    /// How many of them are other than zero.
    pub others_than_zero: usize,
}

/// The reports of the run, by period and branch.
pub(super) struct Reports {
    pub reports: Vec<Report>,
    /// Those of all reports, in their order.
    pub figures: Vec<Figure>,
    sizes: Sizes,
}

impl Reports {
    /// Reads the frame.
    ///
    /// # Errors
    /// Where a column is not of its type: a fault of this program.
    pub fn new(frames: &Frames, definition: &Definition, calendar: &Calendar) -> Result<Self, FramesError> {
        let index = |name: &str| columns::indexes(&frames.values, name);
        let (periods, branches, indicators) = (index("period")?, index("branch")?, index("indicator")?);
        let (measures, breakdowns) = (index("measure")?, index("breakdown")?);
        let (submissions, facts) = (index("submission")?, index("fact")?);
        let amounts = frames.values.column("value")?.i128()?.iter();
        let counts = frames.values.column("counts")?.bool()?.iter();
        let derived = frames.values.column("derived")?.bool()?.iter();
        let positions = calendar.positions(&frames.periods);
        let keys = periods.iter().zip(&*branches).zip(&*indicators).zip(&*breakdowns);
        let cells = submissions.iter().zip(&*facts);
        let rows = keys.zip(cells).zip(&*measures).zip(amounts).zip(counts.zip(derived));
        let mut all = Self { reports: Vec::new(), figures: Vec::new(), sizes: Sizes::new(definition) };
        all.figures.reserve(frames.values.height());
        for ((((key, cell), measure), amount), (counts, derived)) in rows {
            let ((((&period, &branch), &indicator), &breakdown), (&submission, &fact)) = (key, cell);
            let is_compared = *measure == 0 && counts == Some(true) && derived == Some(false);
            let amount = amount.filter(|_| is_compared && submission != u32::MAX);
            let at = positions.get(period as usize).copied().flatten();
            if let Some((amount, at)) = amount.zip(at).filter(|_| all.sizes.is_numeric(indicator)) {
                let figure = Figure {
                    indicator,
                    breakdown,
                    submission,
                    fact,
                    report: 0,
                    amount: Amount::from_scaled(amount),
                };
                all.add(at, branch, figure);
            }
        }
        Ok(all)
    }

    /// Adds a figure to the last report, or to a new one.
    fn add(&mut self, at: u32, branch: u32, figure: Figure) {
        let position = self.figures.len();
        let is_new = self.reports.last().is_none_or(|last| (last.at, last.branch) != (at, branch));
        if is_new {
            self.reports.push(Report { at, branch, figures: position..position, others_than_zero: 0 });
        }
        let number = self.reports.len() as u32;
        if let Some(report) = self.reports.last_mut() {
            report.figures.end += 1;
            report.others_than_zero += usize::from(!figure.amount.is_zero());
        }
        self.figures.push(Figure { report: number - 1, ..figure });
    }

    /// The figures of a report, in the order of indicators and breakdowns.
    pub fn figures_of(&self, report: &Report) -> &[Figure] {
        self.figures.get(report.figures.clone()).unwrap_or(&[])
    }

    /// Whether anybody knows the size of any branch.
    pub fn have_sizes(&self) -> bool {
        self.sizes.is_known
    }

    /// What a figure is divided by: the declared `per` indicator; for what adds up over branches the size of the branch as it reports it, else as
    /// the register has it; one for means, shares and extremes, which do not grow with the branch, and where nobody knows any size. The indicator that is itself
    /// the size is compared with the register. None where that is unknown or zero.
    pub fn size(&self, figure: &Figure) -> Option<f64> {
        let report = self.reports.get(figure.report as usize)?;
        match *self.sizes.divisors.get(figure.indicator as usize)? {
            Divisor::Nothing => Some(1.0),
            Divisor::Members => self.sizes.members(report.branch),
            Divisor::Branch => match self.sizes.indicator.and_then(|size| self.whole(report, size)) {
                Some(own) => Some(own).filter(|own| *own > 0.0),
                None => self.sizes.members(report.branch),
            },
            Divisor::Per(indicator) => self.whole(report, indicator).filter(|per| *per > 0.0),
        }
    }

    /// What a report says of an indicator as a whole.
    fn whole(&self, report: &Report, indicator: u32) -> Option<f64> {
        let figures = self.figures_of(report);
        let at = figures.binary_search_by_key(&(indicator, 0), Figure::subject).ok()?;
        figures.get(at).map(|figure| figure.amount.to_f64())
    }
}

/// What the figures of an indicator are divided by.
#[derive(Clone, Copy)]
enum Divisor {
    Nothing,
    /// The size of the branch, as it reports it itself where it does.
    Branch,
    /// The size in the register.
    Members,
    /// Another indicator.
    Per(u32),
}

struct Sizes {
    /// Whether anybody knows the size of any branch.
    is_known: bool,
    /// The indicator by which branches report their size.
    indicator: Option<u32>,
    /// By branch.
    members: Vec<Option<f64>>,
    /// By indicator.
    divisors: Vec<Divisor>,
    /// By indicator.
    numeric: Vec<bool>,
}

impl Sizes {
    fn new(definition: &Definition) -> Self {
        let branches = &definition.judging.register.branches;
        let indicators = &definition.reading.indicators;
        let indicator = definition.judging.size;
        let is_known = indicator.is_some() || branches.iter().any(|branch| branch.members.is_some());
        let members = |branch: &Branch| Some(branch.members?.to_f64()).filter(|size| *size > 0.0);
        let divisor = |(at, known): (u32, &Indicator)| match known.per {
            Some(per) => Divisor::Per(per),
            None if known.total != Total::Sum || !is_known => Divisor::Nothing,
            None if Some(at) == indicator => Divisor::Members,
            None => Divisor::Branch,
        };
        Self {
            is_known,
            indicator,
            members: branches.iter().map(members).collect(),
            divisors: (0u32..).zip(indicators).map(divisor).collect(),
            numeric: indicators.iter().map(|known| known.kind.is_numeric()).collect(),
        }
    }

    fn is_numeric(&self, indicator: u32) -> bool {
        self.numeric.get(indicator as usize).is_some_and(|is_numeric| *is_numeric)
    }

    fn members(&self, branch: u32) -> Option<f64> {
        self.members.get(branch as usize).copied().flatten()
    }
}
