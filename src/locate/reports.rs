//! Which report a value belongs to: a workbook may hold several, a sheet, a block or a group of records each.
//!
//! Enters: what the layouts meet, in the order in which they meet it. Leaves: [`Found::reports`], and in every fact, flag, candidate and label the
//! index of its report. A layout only says when a report begins: whatever is pushed into [`Found`] from then on belongs to it, until another is
//! opened or entered. A report opened within another is told by what the outer one says too: the records of a branch in a sheet a month.

use super::Found;
use crate::model::{Address, Candidate, CandidateKind, Dispositions, Report};
use std::collections::HashMap;

/// The index of what belongs to no report of its own: the workbook.
const WORKBOOK: u32 = 0;

/// How far what was found has been put down to reports.
#[derive(Debug, Default)]
pub struct Ledger {
    /// Reports by the one around them and the key of their records.
    by_key: HashMap<u32, HashMap<String, u32>>,
    labels: Vec<(u32, u32)>,
    forms: Vec<(u32, u16)>,
    flags: usize,
    candidates: usize,
}

impl Found {
    /// Opens a report that fills a sheet (`at` is none) or a block of it (`at` is its first cell) within the one that is open, and returns its
    /// index. Facts, flags, candidates, labels and forms pushed from now on are its own, until the next call of `open_report`,
    /// [`Self::report_of`] or [`Self::enter`].
    ///
    /// A block is opened within its sheet, not within the block before: go back with [`Self::enter`] first.
    pub fn open_report(&mut self, sheet: u16, at: Option<Address>) -> u32 {
        self.put_down();
        if self.reports.is_empty() {
            self.reports.push(Report::default());
        }
        let index = u32::try_from(self.reports.len()).unwrap_or(u32::MAX);
        self.reports.push(Report { sheet: Some(sheet), at, within: Some(self.report), ..Report::default() });
        self.report = index;
        index
    }

    /// Opens the report of a group of records, or goes back to it: `key` is what the records say of their branch and period (one text, any
    /// form), `at` the first of them. Returns its index and whether it is new: then push a candidate for
    /// each thing that its columns say, with the index of the [`Source::Column`](crate::pipeline::Source) among the sources of its kind.
    ///
    /// Call it with the report entered that was open when the table began: records of one key in two tables of a workbook are one report.
    pub fn report_of(&mut self, key: &str, sheet: u16, at: Address) -> (u32, bool) {
        let within = self.report;
        if let Some(&known) = self.ledger.by_key.get(&within).and_then(|keys| keys.get(key)) {
            self.enter(known);
            return (known, false);
        }
        let opened = self.open_report(sheet, Some(at));
        self.reports.get_mut(opened as usize).into_iter().for_each(|report| report.is_records = true);
        self.ledger.by_key.entry(within).or_default().insert(key.to_owned(), opened);
        (opened, true)
    }

    /// Goes back to a report: what is pushed from now on is its own. Returns the one that was open.
    pub fn enter(&mut self, report: u32) -> u32 {
        self.put_down();
        std::mem::replace(&mut self.report, report)
    }

    /// Notes what became of cells of a sheet that belong to the open report and to no other.
    pub fn account(&mut self, sheet: u16, own: &Dispositions) {
        let Some(report) = self.reports.get_mut(self.report as usize) else { return };
        match report.accounts.iter_mut().find(|(known, _)| *known == sheet) {
            Some((_, account)) => account.add(own),
            None => report.accounts.push((sheet, *own)),
        }
    }

    /// What stands above the first block of a sheet speaks for all its blocks, unless another block says the same kind of thing itself: a
    /// common title with the period, above blocks that name their branches.
    ///
    /// `candidates` are the places of those candidates in [`Found::candidates`]; the sheet's report is open.
    pub fn share_titles(&mut self, candidates: std::ops::Range<usize>) {
        self.put_down();
        let sheet = self.report;
        let first = self.candidates.get(candidates.start).and_then(|candidate| candidate.report);
        let is_in_sheet = |report: Option<u32>| {
            let report = report.and_then(|at| self.reports.get(at as usize));
            report.is_some_and(|report| report.within == Some(sheet))
        };
        let others = self.candidates.iter().skip(candidates.end);
        let said: Vec<CandidateKind> = others
            .filter(|other| other.report != first && other.source != Candidate::HEADER)
            .filter(|other| is_in_sheet(other.report))
            .map(|other| other.kind)
            .collect();
        let titles = self.candidates.iter_mut().take(candidates.end).skip(candidates.start);
        for title in titles.filter(|title| !said.contains(&title.kind)) {
            title.report = (sheet != WORKBOOK).then_some(sheet);
        }
    }

    /// Whether what a report says is heard in the open one: it is the same, or stands around it.
    pub fn is_heard(&self, report: Option<u32>) -> bool {
        let Some(report) = report else { return true };
        let mut open = Some(self.report);
        while let Some(index) = open {
            if index == report {
                return true;
            }
            open = self.reports.get(index as usize).and_then(|report| report.within);
        }
        false
    }

    /// Puts what was found since the last change down to the report that is open.
    fn put_down(&mut self) {
        let report = self.report;
        let own = (report != WORKBOOK).then_some(report);
        for flag in self.flags.iter_mut().skip(self.ledger.flags) {
            flag.report = flag.report.or(own);
        }
        for candidate in self.candidates.iter_mut().skip(self.ledger.candidates) {
            candidate.report = candidate.report.or(own);
        }
        let (labels, forms) = (self.ledger.labels.len(), self.ledger.forms.len());
        self.ledger.labels.extend(self.labels.iter().skip(labels).map(|&label| (report, label)));
        self.ledger.forms.extend(self.forms.iter().skip(forms).map(|&form| (report, form)));
        self.ledger.flags = self.flags.len();
        self.ledger.candidates = self.candidates.len();
    }

    /// Gives each report its labels and forms.
    pub(super) fn close(&mut self) {
        self.put_down();
        for &(report, label) in &self.ledger.labels {
            self.reports.get_mut(report as usize).into_iter().for_each(|report| report.labels.push(label));
        }
        for &(report, form) in &self.ledger.forms {
            self.reports.get_mut(report as usize).into_iter().for_each(|report| report.forms.push(form));
        }
        for report in &mut self.reports {
            report.labels.sort_unstable();
            report.labels.dedup();
            report.forms.sort_unstable();
            report.forms.dedup();
        }
    }
}

#[cfg(test)]
mod tests;
