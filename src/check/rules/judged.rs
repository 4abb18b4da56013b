//! One rule over all reports: what it comes to for each, what is told of it, and where.

use super::Report;
use super::figures::Figures;
use super::formula::{Case, Cause, Number, Truth};
use super::fraction::Fraction;
use super::parse::Formula;
use crate::check::Raised;
use crate::check::arithmetic::placed;
use crate::model::flag::Place;
use crate::model::outcome::Submission;
use crate::model::review::RuleTally;
use crate::model::{Amount, Check, Flag};
use crate::pipeline::{Definition, OnMissing, Operand, Rule};

/// One rule over all reports.
pub(super) struct Judged<'a> {
    number: u32,
    rule: &'a Rule,
    formula: &'a Formula,
    figures: &'a Figures<'a>,
    submissions: &'a [Submission],
    definition: &'a Definition,
    absolute: Fraction,
    share: Fraction,
    /// What it has raised so far.
    pub raised: Vec<Raised>,
    /// How often it held so far.
    pub tally: RuleTally,
}

impl<'a> Judged<'a> {
    /// A rule that has looked at nothing yet.
    pub fn new(
        number: u32,
        rule: &'a Rule,
        formula: &'a Formula,
        (figures, submissions, definition): (&'a Figures<'a>, &'a [Submission], &'a Definition),
    ) -> Self {
        let fraction = |amount: Amount| Fraction::of(amount).unwrap_or(Fraction::ZERO);
        let percent = Fraction::new(1, 100).unwrap_or(Fraction::ZERO);
        Self {
            number,
            rule,
            formula,
            figures,
            submissions,
            definition,
            absolute: fraction(rule.tolerance.absolute),
            share: fraction(rule.tolerance.percent).times(percent).unwrap_or(Fraction::ZERO),
            raised: Vec::new(),
            tally: RuleTally { rule: number, ..RuleTally::default() },
        }
    }

    /// What the rule says of a report: of the whole, and where it holds in breakdowns, in each of them.
    pub fn report(&mut self, report: &Report) {
        let branch = self.definition.judging.register.branches.get(report.branch as usize);
        if !branch.is_some_and(|branch| branch.is_one_of(&self.rule.asked_of)) {
            return;
        }
        self.whole(report);
        if self.rule.holds_in_breakdowns {
            self.breakdowns(report);
        }
    }

    fn whole(&mut self, report: &Report) {
        let operands = self.operands(report);
        let truth = self.truth(&operands);
        let truth = match truth {
            Err(Cause::Missing) if self.rule.on_missing == OnMissing::Fail => Ok(false),
            truth => truth,
        };
        self.note(report, truth, &operands, None);
    }

    /// Breakdowns that all of the figures have. Those that were added from finer ones are told of there.
    fn breakdowns(&mut self, report: &Report) {
        let Some(first) = self.formula.operands.iter().find(|operand| !operand.is_previous) else { return };
        let key = (report.period, report.branch);
        for &breakdown in self.figures.breakdowns(report.period, report.branch, first) {
            let of = |operand: &Operand| self.figures.number(key, operand, Some(breakdown));
            let operands: Vec<Number> = self.formula.operands.iter().map(of).collect();
            let figure = |operand: &Operand| self.figures.get(key, operand, Some(breakdown));
            let mut known = self.formula.operands.iter().filter_map(figure);
            let is_told_elsewhere = known.all(|figure| figure.is_derived);
            if is_told_elsewhere
                || operands.iter().any(|number| matches!(number, Err(cause) if cause.is_absence()))
            {
                continue;
            }
            self.note(report, self.truth(&operands), &operands, Some(breakdown));
        }
    }

    fn truth(&self, operands: &[Number]) -> Truth {
        let case = Case { operands, absolute: self.absolute, share: self.share };
        case.truth(&self.formula.condition)
    }

    /// The numbers of a report, with what the rule takes a missing one for.
    fn operands(&self, report: &Report) -> Vec<Number> {
        let number = |operand: &Operand| {
            let number = self.figures.number((report.period, report.branch), operand, None);
            match (number, self.rule.on_missing) {
                (Err(Cause::Missing), OnMissing::Zero) => Ok(Fraction::ZERO),
                (Err(Cause::Missing), _) if !self.is_asked(report, operand) => Err(Cause::NotAsked),
                (number, _) => number,
            }
        };
        self.formula.operands.iter().map(number).collect()
    }

    /// Whether the branch owes the figure.
    fn is_asked(&self, report: &Report, operand: &Operand) -> bool {
        let version = self.submissions.get(report.position).and_then(|submission| submission.batch.version);
        let branch = self.definition.judging.register.branches.get(report.branch as usize);
        let indicator = self.definition.reading.indicators.get(operand.indicator as usize);
        let is_asked = branch.zip(indicator).is_some_and(|(branch, indicator)| branch.is_asked(indicator));
        is_asked && self.definition.reading.is_asked_by(version, operand.indicator)
    }

    /// Counts a result, and flags what is to be told.
    fn note(&mut self, report: &Report, truth: Truth, operands: &[Number], breakdown: Option<u32>) {
        match truth {
            Ok(true) => self.tally.passed += 1,
            Ok(false) => {
                self.tally.failed += 1;
                let found = self.shown(report, operands, breakdown);
                let flag =
                    Flag::new(Check::Rule, Place::file(), found).expected(self.rule.expr.text.as_str());
                self.raise(report, flag.severe(self.rule.severity), breakdown);
            }
            Err(cause) => {
                *self.tally.reasons.entry(cause.as_str()).or_insert(0) += 1;
                if cause.is_absence() {
                    self.tally.skipped += 1;
                    return;
                }
                self.tally.not_evaluated += 1;
                let found = self.reason(cause, operands, breakdown);
                let flag = Flag::new(Check::RuleNotEvaluated, Place::file(), found);
                self.raise(report, flag.expected(self.rule.expr.text.as_str()), breakdown);
            }
        }
    }

    /// Each figure with its value: `members_female = 130; members = 120`.
    fn shown(&self, report: &Report, operands: &[Number], breakdown: Option<u32>) -> String {
        let key = (report.period, report.branch);
        let value = |operand: &Operand, number: &Number| match self.figures.get(key, operand, breakdown) {
            Some(figure) => figure.value.map_or(ABSENT.to_owned(), |value| value.to_string()),
            None => {
                number.ok().and_then(Fraction::amount).map_or(ABSENT.to_owned(), |value| value.to_string())
            }
        };
        let all = self.formula.operands.iter().zip(operands);
        let shown = all.map(|(operand, number)| {
            format!("{} = {}", self.name(operand, breakdown), value(operand, number))
        });
        shown.collect::<Vec<_>>().join("; ")
    }

    /// Why nothing can be said, with the figures that it lies in: `approximate: members`.
    fn reason(&self, cause: Cause, operands: &[Number], breakdown: Option<u32>) -> String {
        let all = self.formula.operands.iter().zip(operands);
        let at_fault = all.filter(|(_, number)| **number == Err(cause));
        let names: Vec<String> = at_fault.map(|(operand, _)| self.name(operand, breakdown)).collect();
        if names.is_empty() {
            cause.as_str().to_owned()
        } else {
            format!("{}: {}", cause.as_str(), names.join("; "))
        }
    }

    /// The name of an operand, with the breakdown that the rule is looked at in.
    fn name(&self, operand: &Operand, breakdown: Option<u32>) -> String {
        let Some(breakdown) = breakdown else { return operand.name.clone() };
        let before = if operand.is_previous { "previous." } else { "" };
        let known = self.definition.reading.indicators.get(operand.indicator as usize);
        let measure = self.definition.reading.measures.get(usize::from(operand.measure));
        let measure =
            measure.filter(|_| operand.measure > 0).map_or(String::new(), |measure| format!(".{measure}"));
        format!("{before}{}[{}]{measure}", known.map_or("", |known| &known.id), self.figures.name(breakdown))
    }

    /// Puts a flag at the cell of the first figure of the rule that stands in one.
    fn raise(&mut self, report: &Report, flag: Flag, breakdown: Option<u32>) {
        let key = (report.period, report.branch);
        let mut figures = self.formula.operands.iter().map(|of| (of, self.figures.get(key, of, breakdown)));
        let standing = figures.find_map(|(operand, figure)| {
            let (submission, fact) = figure?.source;
            (submission != u32::MAX).then_some((operand, submission, fact))
        });
        let flag = Flag { rule: Some(self.number), ..flag };
        let raised = match standing {
            Some((operand, submission, fact)) => {
                let flag = flag.about(operand.indicator, operand.measure);
                placed(flag, self.submissions, submission, fact)
            }
            None => self.submissions.get(report.position).map(|submission| {
                let flag = Flag { place: submission.place(), ..flag };
                let first = self.formula.operands.iter().find(|operand| !operand.is_previous);
                let flag =
                    first.map_or(flag.clone(), |operand| flag.about(operand.indicator, operand.measure));
                Raised::of_submission(flag, report.position, submission)
            }),
        };
        self.raised.extend(raised);
    }
}

/// What stands for a figure that is not there.
const ABSENT: &str = "—";
