//! What this run says of an earlier period, against what was published of it then.
//!
//! Two places say something of an earlier period: its own report, where a run holds several periods, and the column of the year before that many forms
//! carry (the measure `previous`). Neither is wrong in itself: a figure may be corrected later. But whoever compares two years must know. What a summary of all
//! branches restates is another matter: see `restated`.

use super::Raised;
use super::arithmetic::placed;
use super::published::PREVIOUS;
use crate::history::Earlier;
use crate::merge::{Frames, FramesError, bound_of};
use crate::model::flag::Place;
use crate::model::map::Map;
use crate::model::outcome::Submission;
use crate::model::{Amount, Bound, Check, Flag, Period};
use crate::pipeline::Definition;

/// What a value restates: period, branch, indicator, measure, breakdown.
type Restates = (Period, u32, u32, u32, u32);

/// Flags of values of earlier periods that differ from what was published.
///
/// # Errors
/// Where a column of a frame is not of its type: a fault of this program.
pub fn flags(
    frames: &Frames,
    submissions: &[Submission],
    definition: &Definition,
    earlier: &Earlier,
) -> Result<Vec<Raised>, FramesError> {
    let measures = &definition.reading.measures;
    let previous = measures.iter().position(|measure| measure == PREVIOUS).map(|at| at as u32);
    let asked = Asked { frames, previous };
    let published = published(&asked, earlier)?;
    if published.is_empty() {
        return Ok(Vec::new());
    }
    let differing = stated(frames)?.into_iter().filter_map(|row| {
        let of = asked.of(&row)?;
        let before = *published.get(&of)?;
        let off = row.value.checked_sub(before)?.abs();
        // A column of the year before is often rounded to millions; the report of the year itself is not.
        let tolerance = if Some(row.measure) == previous { row.digit.scaled() / 2 } else { 0 };
        if off <= Amount::from_scaled(tolerance) {
            return None;
        }
        let flag = Flag::new(Check::EarlierRestated, Place::file(), row.value.to_string());
        let flag = flag.expected(before.to_string()).about(row.indicator, u16::try_from(row.measure).ok()?);
        placed(flag, submissions, row.submission, row.fact)
    });
    Ok(differing.collect())
}

/// Which published value a value of the run restates.
struct Asked<'a> {
    frames: &'a Frames,
    /// The measure of the year before.
    previous: Option<u32>,
}

impl Asked<'_> {
    /// The published value that a value speaks of: of the year before, or of its own period where that is not the last of the run.
    fn of(&self, row: &Stated) -> Option<Restates> {
        let period = self.frames.periods.get(row.period as usize)?;
        let is_last = self.frames.periods.last() == Some(period);
        match self.previous == Some(row.measure) {
            true if row.bound == Bound::Exact => {
                Some((period.a_year_before()?, row.branch, row.indicator, 0, row.breakdown))
            }
            false if !is_last => Some((*period, row.branch, row.indicator, row.measure, row.breakdown)),
            _ => None,
        }
    }

    /// Whether a period may be asked for.
    fn asks_for(&self, period: &Period) -> bool {
        let periods = &self.frames.periods;
        let is_own = periods.contains(period) && periods.last() != Some(period);
        let is_a_year_before = || periods.iter().any(|own| own.a_year_before().as_ref() == Some(period));
        is_own || (self.previous.is_some() && is_a_year_before())
    }
}

/// What was published of the periods that may be asked for.
fn published(asked: &Asked, earlier: &Earlier) -> Result<Map<Restates, Amount>, FramesError> {
    let mut published = Map::default();
    for history in [&earlier.own, &earlier.history] {
        let wanted: Vec<Option<Period>> = history
            .periods
            .iter()
            .map(|period| Some(*period).filter(|period| asked.asks_for(period)))
            .collect();
        if wanted.iter().all(Option::is_none) {
            continue;
        }
        for value in history.rows()? {
            let Some(period) = wanted.get(value.period as usize).copied().flatten() else { continue };
            let (_, branch, indicator, measure, breakdown) = value.place();
            published.insert((period, branch, indicator, measure, breakdown), value.value);
        }
    }
    Ok(published)
}

/// A value as a cell states it.
struct Stated {
    period: u32,
    branch: u32,
    indicator: u32,
    measure: u32,
    breakdown: u32,
    value: Amount,
    bound: Bound,
    digit: Amount,
    submission: u32,
    fact: u32,
}

/// The values that stand in cells, not those that were added from parts: their parts are compared themselves.
fn stated(frames: &Frames) -> Result<Vec<Stated>, FramesError> {
    let index = |name: &str| frames.values.column(name)?.u32();
    let (periods, branches, indicators) = (index("period")?, index("branch")?, index("indicator")?);
    let (measures, breakdowns, bounds) = (index("measure")?, index("breakdown")?, index("bound")?);
    let (of_submissions, facts) = (index("submission")?, index("fact")?);
    let (values, digits) = (frames.values.column("value")?.i128()?, frames.values.column("digit")?.i128()?);
    let derived = frames.values.column("derived")?.bool()?;
    let row = |at: usize| {
        if derived.get(at)? {
            return None;
        }
        Some(Stated {
            period: periods.get(at)?,
            branch: branches.get(at)?,
            indicator: indicators.get(at)?,
            measure: measures.get(at)?,
            breakdown: breakdowns.get(at)?,
            value: Amount::from_scaled(values.get(at)?),
            bound: bound_of(bounds.get(at)?),
            digit: Amount::from_scaled(digits.get(at)?),
            submission: of_submissions.get(at)?,
            fact: facts.get(at)?,
        })
    };
    Ok((0..frames.values.height()).filter_map(row).collect())
}
