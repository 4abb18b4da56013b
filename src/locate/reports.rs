//! Which report a value belongs to: a workbook may hold several, a sheet, a block or a group of records each.
//!
//! Enters: what the layouts meet, in the order in which they meet it. Leaves: [`Found::reports`], and in every fact, flag, candidate and label the
//! index of its report. A layout only says when a report begins: whatever is pushed into [`Found`] from then on belongs to it, until another is
//! opened or it is closed. A report opened within another is told by what the outer one says too: the records of a branch in a sheet a month.

use super::Found;
use crate::model::{Address, Report};
use std::collections::HashMap;

/// The index of what belongs to no report of its own: the workbook.
const WORKBOOK: u32 = 0;

/// Which report is open, and how far what was found has been put down to one.
#[derive(Debug, Default)]
pub struct Ledger {
    /// Reports by the one around them and the key of their records.
    by_key: HashMap<(u32, String), u32>,
    /// The report of each label.
    labels: Vec<u32>,
    flags: usize,
    candidates: usize,
}

impl Found {
    /// Opens a report that fills a sheet (`at` is none) or a block of it (`at` is its first cell), and returns its index.
    ///
    /// Facts, flags, candidates and labels pushed from now on are its own, until the next call of `open_report`, [`Self::report_of`] or
    /// [`Self::enter`]. Readers of blocks side by side go back and forth with [`Self::enter`].
    pub fn open_report(&mut self, sheet: u16, at: Option<Address>) -> u32 {
        let within = self.report;
        self.add_report(Report { sheet: Some(sheet), at, within: Some(within) })
    }

    /// Opens the report of a group of records, or goes back to it: `key` is what the records say of their branch and period (one text, any
    /// form), `at` the first of them. Returns its index and whether it is new: then push a [`Candidate`](crate::model::Candidate) with
    /// `source` of [`Source::Column`](crate::pipeline::Source) for each of the texts.
    ///
    /// Call it with the report in place that was open when the table began ([`Self::report`], to be kept and given to [`Self::enter`] before
    /// each record): records of one key in two tables of a workbook are one report.
    pub fn report_of(&mut self, key: &str, sheet: u16, at: Address) -> (u32, bool) {
        let within = self.report;
        if let Some(&known) = self.ledger.by_key.get(&(within, key.to_owned())) {
            self.enter(known);
            return (known, false);
        }
        let opened = self.add_report(Report { sheet: Some(sheet), at: Some(at), within: Some(within) });
        self.ledger.by_key.insert((within, key.to_owned()), opened);
        (opened, true)
    }

    /// Goes back to a report: what is pushed from now on is its own. Returns the one that was open.
    pub fn enter(&mut self, report: u32) -> u32 {
        self.put_down();
        std::mem::replace(&mut self.report, report)
    }

    fn add_report(&mut self, report: Report) -> u32 {
        self.put_down();
        if self.reports.is_empty() {
            self.reports.push(Report::default());
        }
        let index = u32::try_from(self.reports.len()).unwrap_or(u32::MAX);
        self.reports.push(report);
        self.report = index;
        index
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
        self.ledger.labels.resize(self.labels.len(), report);
        self.ledger.flags = self.flags.len();
        self.ledger.candidates = self.candidates.len();
    }
}
