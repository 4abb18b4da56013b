//! A batch's period: the most trusted place that names one of the pipeline's kind; other places are compared with it.

use super::{Identifier, ordered, place_of};
use crate::clean::period;
use crate::model::flag::Place;
use crate::model::{Batch, Candidate, CandidateKind, Check, Flag, Period};
use crate::pipeline::Source;

impl Identifier<'_> {
    /// The period, by the most trusted source that names one.
    pub(super) fn period(&self, batch: &mut Batch, place: &Place, is_out: bool) -> Option<Period> {
        let (named, headers) = self.named(&batch.candidates);
        let Some((trusted, period)) = self.trusted(&named) else {
            if !is_out {
                let text = batch.candidates.iter().filter(|known| known.kind == CandidateKind::Period);
                let found = text.min_by_key(|known| known.source).map_or("", |known| &*known.text);
                let flag = Flag::new(Check::MissingPeriod, place.clone(), found);
                batch.flags.push(flag.expected(self.places_of(CandidateKind::Period)));
            }
            return None;
        };
        if is_out {
            return Some(period);
        }
        self.flag_other_periods(batch, &named, &trusted, period);
        for header in headers {
            let other = self.read_period(&header.text).filter(|other| contradicts(other, &period));
            if let Some(other) = other {
                let flag = Flag::new(Check::PeriodNamedDifferently, place_of(&header), other.to_string());
                batch.flags.push(flag.expected(period.to_string()));
            }
        }
        self.flag_wrong_period(batch, &trusted, period);
        Some(period)
    }

    /// The period that candidates name.
    pub(super) fn named_period(&self, candidates: &[Candidate]) -> Option<Period> {
        Some(self.trusted(&self.named(candidates).0)?.1)
    }

    /// The period that candidates name, as they say it: the month of records in a year's report.
    pub(super) fn said_period(&self, candidates: &[Candidate]) -> Option<Period> {
        let (trusted, _) = self.trusted(&self.named(candidates).0)?;
        self.read_period(&trusted.text)
    }

    /// The candidates that name a period, most trusted first, and those in headers over values.
    fn named(&self, candidates: &[Candidate]) -> (Vec<(Candidate, Period)>, Vec<Candidate>) {
        let (headers, candidates): (Vec<Candidate>, Vec<Candidate>) =
            ordered(candidates, CandidateKind::Period)
                .into_iter()
                .partition(|candidate| candidate.source == Candidate::HEADER);
        let named = candidates
            .into_iter()
            .filter_map(|candidate| Some((candidate.clone(), self.period_of(&candidate)?)));
        (named.collect(), headers)
    }

    /// The one that is followed: a folder that names the year of a monthly report says less than the report, not another thing.
    fn trusted(&self, named: &[(Candidate, Period)]) -> Option<(Candidate, Period)> {
        let is_of_kind = |(_, period): &&(Candidate, Period)| self.definition.judging.period_kind.has(period);
        named.iter().find(is_of_kind).or(named.first()).cloned()
    }

    /// Flags every place that names a period which does not contain the one followed.
    fn flag_other_periods(
        &self,
        batch: &mut Batch,
        named: &[(Candidate, Period)],
        trusted: &Candidate,
        period: Period,
    ) {
        // A title goes on to the plans of the next year: `năm 2023, phương hướng năm 2024`. That is no contradiction unless it counts too.
        let is_aside = |candidate: &Candidate, other: &Period| {
            candidate.at.is_some()
                && (&candidate.sheet, candidate.at) == (&trusted.sheet, trusted.at)
                && !self.periods.is_empty()
                && !self.periods.contains(other)
        };
        let contains =
            |other: &Period| other.first_day() <= period.first_day() && other.last_day() >= period.last_day();
        for (candidate, other) in named.iter().filter(|(c, other)| !contains(other) && !is_aside(c, other)) {
            let flag = Flag::new(Check::PeriodNamedDifferently, place_of(candidate), other.to_string());
            batch.flags.push(flag.expected(period.to_string()));
        }
    }

    /// Flags a period that is not collected, not of the pipeline's kind, or not the one that the run was asked for.
    fn flag_wrong_period(&self, batch: &mut Batch, trusted: &Candidate, period: Period) {
        let kind = self.definition.judging.period_kind;
        let is_wanted = match self.periods.as_slice() {
            [] => kind.has(&period),
            collected => collected.contains(&period),
        };
        if is_wanted {
            return;
        }
        let collected = &self.definition.judging.periods;
        let is_collected = if collected.is_empty() { kind.has(&period) } else { collected.contains(&period) };
        let check = if is_collected { Check::PeriodNotAsked } else { Check::WrongPeriod };
        let mut wanted: Vec<String> = self.periods.iter().map(ToString::to_string).collect();
        if wanted.is_empty() {
            wanted.push(kind.example().to_owned());
        }
        let flag = Flag::new(check, place_of(trusted), period.to_string());
        batch.flags.push(flag.expected(wanted.join("; ")));
    }

    /// The period that a candidate names. What a column of records says is when each of them was: the report's period is the one around it.
    pub(super) fn period_of(&self, candidate: &Candidate) -> Option<Period> {
        let period = self.read_period(&candidate.text)?;
        let reading = &self.definition.reading;
        let kind = self.definition.judging.period_kind;
        let source = reading.sources_of(CandidateKind::Period).get(usize::from(candidate.source));
        if kind.has(&period) || !matches!(source, Some(Source::Column(_))) {
            return Some(period);
        }
        Some(kind.around(&period, reading.year_starts).unwrap_or(period))
    }

    pub(super) fn read_period(&self, text: &str) -> Option<Period> {
        let reading = &self.definition.reading;
        Period::parse(text).or_else(|| period::read_period(text, reading.locale, reading.year_starts))
    }
}

/// Whether a header's period is none of the report's, or only a part of it: a year in the header of a quarter's report is neither.
fn contradicts(header: &Period, report: &Period) -> bool {
    let (first, last) = (header.first_day(), header.last_day());
    let is_apart = last < report.first_day() || first > report.last_day();
    let is_part = first >= report.first_day() && last <= report.last_day() && header != report;
    is_apart || is_part
}
