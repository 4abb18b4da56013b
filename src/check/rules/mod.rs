//! Rules of the pipeline: SQL conditions over a branch's figures, decided exactly.
//!
//! Enters: the definition, before any workbook is opened ([`compile`]); later frames, submissions and history. Leaves: a flag for each branch and period
//! where a rule does not hold, one where nothing can be said although the figures are there, and a tally of every rule for the manifest.
//! What can go wrong is a rule that is wrong ([`LoadError`]); a rule that cannot be evaluated is a result.

mod figures;
mod formula;
mod fraction;
#[cfg(fuzzing)]
pub mod fuzzing;
mod guard;
mod judged;
mod parse;
mod slips;

#[cfg(test)]
mod tests;

use super::Raised;
use crate::history::History;
use crate::merge::{Frames, FramesError};
use crate::model::outcome::Submission;
use crate::model::review::RuleTally;
use crate::pipeline::{Definition, LoadError, Operand, Problem, Rule};
use figures::Figures;
use judged::Judged;
use parse::Formula;

/// The rules of a definition, understood.
#[derive(Clone, Debug, Default)]
pub struct Rules {
    /// In the order of the definition.
    formulas: Vec<Formula>,
}

/// Understands the rules of a definition.
///
/// # Errors
/// With everything that is wrong with any of them, each at its place in `pipeline.toml`.
pub fn compile(definition: &Definition) -> Result<Rules, LoadError> {
    let mut problems = Vec::new();
    let mut formulas = Vec::new();
    for rule in &definition.judging.rules {
        match parse::formula(&rule.expr, definition) {
            Ok(formula) => {
                problems.extend(named_breakdowns(rule, &formula));
                formulas.push(formula);
            }
            Err(found) => problems.extend(found),
        }
    }
    if problems.is_empty() { Ok(Rules { formulas }) } else { Err(LoadError::of(problems)) }
}

/// A rule that holds in each breakdown cannot name one.
fn named_breakdowns(rule: &Rule, formula: &Formula) -> Vec<Problem> {
    let named = formula.operands.iter().find(|operand| !operand.breakdown.is_empty());
    let named = named.filter(|_| rule.holds_in_breakdowns);
    named.map_or_else(Vec::new, |operand| {
        let found = format!("`{}` names a breakdown in a rule with `breakdowns = true`", operand.name);
        rule.expr.problem(&operand.name, found, "figures without a breakdown, or no `breakdowns`", None)
    })
}

/// Flags of all rules, and how often each held.
///
/// # Errors
/// Where a column of a frame is not of its type: a fault of this program.
pub fn flags(
    rules: &Rules,
    (frames, history): (&Frames, &History),
    submissions: &[Submission],
    definition: &Definition,
) -> Result<(Vec<Raised>, Vec<RuleTally>), FramesError> {
    if rules.formulas.is_empty() {
        return Ok((Vec::new(), Vec::new()));
    }
    let operands: Vec<&Operand> = rules.formulas.iter().flat_map(|formula| &formula.operands).collect();
    let figures = Figures::new(frames, history, &operands)?;
    let reports = reports(frames, submissions, definition);
    let mut raised = Vec::new();
    let mut tallies = Vec::new();
    for (number, (rule, formula)) in (0u32..).zip(definition.judging.rules.iter().zip(&rules.formulas)) {
        let mut judged = Judged::new(number, rule, formula, (&figures, submissions, definition));
        reports.iter().for_each(|report| judged.report(report));
        raised.extend(judged.raised);
        tallies.push(judged.tally);
    }
    Ok((raised, tallies))
}

/// A report that rules are asked of.
struct Report {
    /// Position of the submission.
    position: usize,
    /// Index of the period.
    period: u32,
    /// Index of the branch.
    branch: u32,
}

/// Accepted reports of the periods of the run: of a branch that has sent nothing no rule says anything.
fn reports(frames: &Frames, submissions: &[Submission], definition: &Definition) -> Vec<Report> {
    let is_report = |s: &Submission| s.status.is_accepted() && !definition.is_restatement(s);
    let report = |(position, submission): (usize, &Submission)| {
        let period = frames.periods.binary_search(&submission.period?).ok()?;
        Some(Report { position, period: u32::try_from(period).ok()?, branch: submission.branch? })
    };
    submissions
        .iter()
        .enumerate()
        .filter(|(_, submission)| is_report(submission))
        .filter_map(report)
        .collect()
}
