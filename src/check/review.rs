//! Decisions of people: flags that were accepted are settled, decisions that no longer hold are told.
//!
//! Enters: all flags of the run, the definition's acceptances, what became of the corrections. Leaves: the flags, the accepted ones with who and why, flags
//! of lapsed decisions, and what became of each acceptance.

use super::{Raised, judge};
use crate::model::flag::{Place, Scope};
use crate::model::map::{Map, Set};
use crate::model::outcome::{Accepted, FlagRow, Submission};
use crate::model::review::{AcceptanceRow, CorrectionRow, Fate};
use crate::model::{Address, Check, Family, Flag, Period, Severity};
use crate::pipeline::{Acceptance, Correction, Definition};

/// Settles the flags that people have decided about, and adds those of decisions that no longer hold.
pub fn settle(
    flags: &mut Vec<FlagRow>,
    corrections: &[CorrectionRow],
    submissions: &[Submission],
    definition: &Definition,
    periods: &[Period],
) -> Vec<AcceptanceRow> {
    settle_corrected(flags, corrections, definition);
    let lapsed = corrections.iter().filter_map(|row| lapsed_correction(row, submissions, definition));
    flags.extend(judge::rows(lapsed.collect(), submissions, definition));
    let rows = accept(flags, &definition.judging.accepted, periods);
    let is_lapsed = |row: &&AcceptanceRow| row.fate == Fate::Lapsed;
    let lapsed = rows
        .iter()
        .filter(is_lapsed)
        .filter_map(|row| definition.judging.accepted.get(row.acceptance).map(lapsed_acceptance));
    flags.extend(judge::rows(lapsed.collect(), submissions, definition));
    rows
}

/// Marks the flags that acceptances speak of.
fn accept(flags: &mut [FlagRow], acceptances: &[Acceptance], periods: &[Period]) -> Vec<AcceptanceRow> {
    if acceptances.is_empty() {
        return Vec::new();
    }
    let wanted: Set<&str> = acceptances.iter().map(|acceptance| acceptance.flag.as_str()).collect();
    let known = flags.iter().enumerate().filter(|(_, flag)| wanted.contains(flag.id.as_str()));
    let positions: Map<String, usize> = known.map(|(position, flag)| (flag.id.clone(), position)).collect();
    let fate = |acceptance: &Acceptance| {
        if let Some(flag) = positions.get(&acceptance.flag).and_then(|&position| flags.get_mut(position)) {
            flag.accepted = Some(Accepted { by: acceptance.by.clone(), reason: acceptance.reason.clone() });
            return Fate::Applied;
        }
        let is_of_run = acceptance.period.is_none_or(|period| periods.contains(&period));
        if is_of_run { Fate::Lapsed } else { Fate::OtherPeriod }
    };
    let fates: Vec<Fate> = acceptances.iter().map(fate).collect();
    fates.into_iter().enumerate().map(|(acceptance, fate)| AcceptanceRow { acceptance, fate }).collect()
}

fn lapsed_acceptance(acceptance: &Acceptance) -> Raised {
    let about = if acceptance.about.is_empty() { &acceptance.flag } else { &acceptance.about };
    Raised {
        flag: Flag::new(Check::AcceptanceLapsed, Place::file(), about.as_str())
            .expected(acceptance.by.as_str())
            .at_line(acceptance.line),
        scope: Scope::File,
        branch: None,
        period: acceptance.period,
        submission: None,
        // Two of them may say the same words; the flag tells them apart.
        group: acceptance.flag.clone(),
    }
}

/// Settles what reading said of a value that was corrected: somebody has looked into it. What checks say of the new value stays open.
fn settle_corrected(flags: &mut [FlagRow], rows: &[CorrectionRow], definition: &Definition) {
    let applied = Applied::new(rows, definition);
    if applied.0.is_empty() {
        return;
    }
    for flag in flags {
        if let Some(correction) = applied.correction_of(flag) {
            let reason = format!("corrections.csv: {} ({})", correction.value, correction.reason);
            flag.accepted = Some(Accepted { by: correction.by.clone(), reason });
        }
    }
}

/// Submission, indicator, measure.
type Subject = (usize, u32, u16);

/// Corrections that apply, with their sheets and cells.
struct Applied<'a>(Map<Subject, Vec<(&'a str, Address, &'a Correction)>>);

impl<'a> Applied<'a> {
    fn new(rows: &'a [CorrectionRow], definition: &'a Definition) -> Self {
        let mut applied: Map<Subject, Vec<_>> = Map::default();
        for row in rows.iter().filter(|row| row.fate == Fate::Applied) {
            let correction = definition.judging.corrections.get(row.correction);
            let (Some(correction), Some((at, _)), Some((sheet, cell))) = (correction, row.fact, &row.place)
            else {
                continue;
            };
            let subject = (at, correction.indicator, correction.measure);
            applied.entry(subject).or_default().push((sheet.as_str(), *cell, correction));
        }
        Self(applied)
    }

    /// The correction that answers a flag: of its cell, and where an indicator stands in several rows, of any of them.
    fn correction_of(&self, flag: &FlagRow) -> Option<&'a Correction> {
        let is_of_reading = flag.check.entry().family == Family::Cells || flag.check.is_excluding();
        let corrected = self.0.get(&(flag.submission?, flag.indicator?, flag.measure))?;
        let answers = |(sheet, cell, _): &&(&str, Address, &Correction)| {
            flag.check == Check::LabelTwice || (*sheet == flag.sheet && Some(*cell) == flag.cell)
        };
        corrected.iter().filter(|_| is_of_reading).find(answers).map(|(_, _, correction)| *correction)
    }
}

/// A correction of a value that no longer stands. Where the report says by now what the correction says, there is nothing to do.
fn lapsed_correction(
    row: &CorrectionRow,
    submissions: &[Submission],
    definition: &Definition,
) -> Option<Raised> {
    if !matches!(row.fate, Fate::Lapsed | Fate::Unknown) {
        return None;
    }
    let correction = definition.judging.corrections.get(row.correction)?;
    let place = row.place.as_ref().map_or_else(Place::file, |(sheet, cell)| Place::cell(sheet, *cell));
    let flag = Flag::new(Check::CorrectionLapsed, place, row.now.as_str())
        .expected(correction.value_found.as_str())
        .about(correction.indicator, correction.measure)
        .at_line(correction.line);
    let is_done = row.now == correction.value.to_string();
    let flag = if is_done { flag.severe(Severity::Info) } else { flag };
    match row.fact.and_then(|(at, _)| Some((at, submissions.get(at)?))) {
        Some((at, submission)) => Some(Raised::of_submission(flag, at, submission)),
        None => Some(Raised {
            flag,
            scope: Scope::Branch,
            branch: Some(correction.branch),
            period: Some(correction.period),
            submission: None,
            // Several values of one branch may be corrected.
            group: correction.breakdown.clone(),
        }),
    }
}
