//! A workbook's batch falls into one batch a report: each with its own facts, flags, candidates, labels and account.
//!
//! Enters: the batch of a workbook. Leaves: parts, in the order in which the reports were met. Every fact, every flag, every kept record and every cell of the account
//! is in exactly one part; what speaks of the whole workbook stands in the first. Candidates alone are shared: what stands outside the
//! reports, or around them, speaks for each of them.

use super::Identifier;
use super::added;
use super::joined::{self, Groups};
use super::places::{name_apart, place};
use crate::model::flag::Place;
use crate::model::{Address, Batch, Candidate, CandidateKind, Check, Fact, Flag, Report, SheetSummary};
use std::collections::{BTreeMap, HashMap, HashSet};

/// What becomes a submission.
pub struct Part {
    /// Everything that it says.
    pub batch: Batch,
    /// Where it stands in the workbook: what is wrong with the whole of it is flagged there.
    pub place: Place,
    /// The sheet that it fills, `Biểu 1!B4` for a block or records; empty for the workbook.
    pub name: String,
    /// Why the whole workbook is out: one part carries the flag, all are rejected for it.
    pub fatal: Option<Check>,
}

impl Part {
    /// The workbook as one report.
    fn whole(batch: Batch) -> Self {
        Self { batch, place: Place::file(), name: String::new(), fatal: None }
    }
}

/// The parts of a batch: one for a workbook that is one report.
pub fn split(identifier: &Identifier, batch: Batch) -> Vec<Part> {
    if batch.reports.is_empty() {
        return vec![Part::whole(batch)];
    }
    let home = Homes::new(&batch);
    let candidates = candidates(&batch, &home);
    let groups = joined::groups(identifier, &batch, &home.reports, &candidates);
    Splitting::new(&batch, &home, &groups, candidates).parts(batch, &groups, identifier)
}

/// Which reports have rows of their own, and which of them answers for one that has none.
struct Homes {
    /// Reports that become parts, in their order.
    reports: Vec<u32>,
    /// For each report the one that answers for it.
    of: Vec<u32>,
}

impl Homes {
    fn new(batch: &Batch) -> Self {
        let count = batch.reports.len();
        let mut is_around = vec![false; count];
        for report in batch.reports.iter().skip(1) {
            let around = is_around.get_mut(report.within.unwrap_or(0) as usize);
            around.into_iter().for_each(|around| *around = true);
        }
        let with_facts: HashSet<u32> = batch.facts.iter().map(|fact| fact.report).collect();
        let is_own = |(at, report): (u32, &Report), is_around: bool| {
            report.has_rows() || with_facts.contains(&at) || !is_around
        };
        let all = (0u32..).zip(&batch.reports).zip(&is_around);
        let reports: Vec<u32> =
            all.filter(|&(report, &is_around)| is_own(report, is_around)).map(|((at, _), _)| at).collect();
        let mut of = vec![u32::MAX; count];
        // The first report within another answers for it.
        for &report in &reports {
            let mut open = Some(report);
            while let Some(home) =
                open.and_then(|at| of.get_mut(at as usize)).filter(|home| **home == u32::MAX)
            {
                *home = report;
                open = open.and_then(|at| batch.reports.get(at as usize)).and_then(|report| report.within);
            }
        }
        let first = reports.first().copied().unwrap_or(0);
        of.iter_mut().filter(|home| **home == u32::MAX).for_each(|home| *home = first);
        Self { reports, of }
    }

    fn of(&self, report: u32) -> u32 {
        self.of.get(report as usize).copied().unwrap_or(0)
    }
}

/// The candidates of each part: its own first, then those around it, then the workbook's.
///
/// A nearer word of one source for the branch stands for the farther ones: a cover that names the sender does not contradict the sheets.
fn candidates(batch: &Batch, homes: &Homes) -> HashMap<u32, Vec<Candidate>> {
    let mut by_report: HashMap<u32, Vec<&Candidate>> = HashMap::new();
    for candidate in &batch.candidates {
        by_report.entry(candidate.report.unwrap_or(0)).or_default().push(candidate);
    }
    let of = |report: u32| {
        let mut heard: Vec<Candidate> = Vec::new();
        let mut open = Some(report);
        while let Some(index) = open {
            let said = by_report.get(&index).map_or(&[][..], Vec::as_slice);
            let nearer: Vec<u16> = sources_of_branch(&heard);
            let is_heard = |candidate: &&&Candidate| {
                candidate.kind != CandidateKind::Branch || !nearer.contains(&candidate.source)
            };
            heard.extend(said.iter().filter(is_heard).map(|&candidate| candidate.clone()));
            open = batch.reports.get(index as usize).and_then(|report| report.within);
        }
        heard
    };
    homes.reports.iter().map(|&report| (report, of(report))).collect()
}

fn sources_of_branch(candidates: &[Candidate]) -> Vec<u16> {
    let branches = candidates.iter().filter(|candidate| candidate.kind == CandidateKind::Branch);
    branches.map(|candidate| candidate.source).collect()
}

/// Who gets what while a batch is split.
struct Splitting {
    /// For each report the position of its part.
    part_of: Vec<usize>,
    /// The reports of each sheet by their first cells, for flags that know a place only.
    in_sheet: HashMap<u16, Vec<(Option<Address>, usize)>>,
    /// The part of each cell that gave a fact.
    cells: HashMap<(u16, Address), usize>,
    sheets: HashMap<Box<str>, u16>,
    candidates: HashMap<u32, Vec<Candidate>>,
}

impl Splitting {
    fn new(batch: &Batch, homes: &Homes, groups: &Groups, candidates: HashMap<u32, Vec<Candidate>>) -> Self {
        let mut of_home: HashMap<u32, usize> = HashMap::new();
        for (position, group) in groups.iter().enumerate() {
            of_home.extend(group.iter().map(|&report| (report, position)));
        }
        let of = |report: u32| of_home.get(&homes.of(report)).copied().unwrap_or(0);
        let part_of: Vec<usize> = (0u32..).zip(&batch.reports).map(|(at, _)| of(at)).collect();
        let mut in_sheet: HashMap<u16, Vec<(Option<Address>, usize)>> = HashMap::new();
        for &report in &homes.reports {
            let known = batch.reports.get(report as usize);
            if let Some((sheet, at)) = known.and_then(|known| Some((known.sheet?, known.at))) {
                in_sheet.entry(sheet).or_default().push((at, of(report)));
            }
        }
        let part = |report: u32| part_of.get(report as usize).copied().unwrap_or(0);
        let cells = batch.facts.iter().map(|fact| ((fact.sheet, fact.at), part(fact.report))).collect();
        let sheets = (0u16..).zip(&batch.sheets).map(|(at, sheet)| (sheet.name.clone(), at)).collect();
        Self { cells, part_of, in_sheet, sheets, candidates }
    }

    fn part(&self, report: u32) -> usize {
        self.part_of.get(report as usize).copied().unwrap_or(0)
    }

    /// The part that a flag belongs to: its report's; else that of the value or the block at its place; else the first.
    fn part_of_flag(&self, flag: &Flag, reports: &[Report]) -> usize {
        let is_block = |report: &Report| report.sheet.is_some() && report.at.is_some();
        if let Some(report) = flag.report.filter(|&at| reports.get(at as usize).is_some_and(is_block)) {
            return self.part(report);
        }
        let sheet = flag.place.sheet.as_ref().and_then(|name| self.sheets.get(name)).copied();
        let by_value = sheet.zip(flag.place.cell).and_then(|place| self.cells.get(&place)).copied();
        let by_place = || self.part_at(sheet?, flag.place.cell?);
        let by_report = || flag.report.map(|report| self.part(report));
        let by_sheet = || self.in_sheet.get(&sheet?)?.first().map(|(_, part)| *part);
        by_value.or_else(by_place).or_else(by_report).or_else(by_sheet).unwrap_or(0)
    }

    /// The last block of a sheet that begins above and left of a cell.
    fn part_at(&self, sheet: u16, cell: Address) -> Option<usize> {
        let begun = self.in_sheet.get(&sheet)?.iter().rev();
        let mut before =
            begun.filter(|(at, _)| at.is_some_and(|at| at.row <= cell.row && at.column <= cell.column));
        before.next().map(|(_, part)| *part)
    }

    fn parts(mut self, mut batch: Batch, groups: &Groups, identifier: &Identifier) -> Vec<Part> {
        let fatal = batch.flags.iter().find(|flag| flag.check.is_fatal() && flag.report.is_none());
        let fatal = fatal.map(|flag| flag.check);
        let mut facts = vec![Vec::new(); groups.len()];
        for fact in std::mem::take(&mut batch.facts) {
            facts.get_mut(self.part(fact.report)).into_iter().for_each(|own| own.push(fact.clone()));
        }
        let mut flags = vec![Vec::new(); groups.len()];
        for flag in std::mem::take(&mut batch.flags) {
            let part = self.part_of_flag(&flag, &batch.reports);
            flags.get_mut(part).into_iter().for_each(|own| own.push(flag.clone()));
        }
        let mut records = vec![Vec::new(); groups.len()];
        for record in std::mem::take(&mut batch.records) {
            records.get_mut(self.part(record.report)).into_iter().for_each(|own| own.push(record.clone()));
        }
        let mut accounts = self.accounts(&batch, groups.len());
        let mut parts = Vec::new();
        for (position, group) in groups.iter().enumerate() {
            let mut flags = flags.get_mut(position).map(std::mem::take).unwrap_or_default();
            let facts = facts.get_mut(position).map(std::mem::take).unwrap_or_default();
            let mut own = Batch {
                format: batch.format,
                reader: batch.reader,
                facts: together(&batch, group, facts, &mut flags),
                flags,
                records: records.get_mut(position).map(std::mem::take).unwrap_or_default(),
                candidates: self.candidates_of(group),
                labels: labels(&batch, group),
                properties: batch.properties.clone(),
                ..Batch::default()
            };
            let account = accounts.get_mut(position).map(std::mem::take).unwrap_or_default();
            number_sheets(&mut own, &batch, account);
            own.flags.extend(joined::missing_forms(identifier, &batch, group));
            let (place, name) = place(&batch, group);
            parts.push(Part { batch: own, place, name, fatal });
        }
        name_apart(&mut parts);
        parts
    }

    fn candidates_of(&mut self, group: &[u32]) -> Vec<Candidate> {
        let mut all: Vec<Candidate> = Vec::new();
        for candidate in group.iter().filter_map(|report| self.candidates.remove(report)).flatten() {
            // What the whole workbook says was told to each of the joined reports.
            if candidate.report.is_some() || !all.contains(&candidate) {
                all.push(candidate);
            }
        }
        all
    }

    /// Sheets with their accounts, for each part: a report's own cells, and what is left of a sheet in its first report.
    fn accounts(&self, batch: &Batch, count: usize) -> Vec<BTreeMap<u16, SheetSummary>> {
        let mut accounts: Vec<BTreeMap<u16, SheetSummary>> = vec![BTreeMap::new(); count];
        let mut left: Vec<SheetSummary> = batch.sheets.clone();
        for (at, report) in (0u32..).zip(&batch.reports) {
            for (sheet, own) in &report.accounts {
                let Some(rest) = left.get_mut(usize::from(*sheet)) else { continue };
                rest.dispositions.subtract(own);
                rest.cells_read = rest.cells_read.saturating_sub(own.total());
                let Some(account) = accounts.get_mut(self.part(at)) else { continue };
                let summary = account.entry(*sheet).or_insert_with(|| unread(rest));
                summary.dispositions.add(own);
                summary.cells_read += own.total();
            }
        }
        for (sheet, rest) in (0u16..).zip(left) {
            let part = self.in_sheet.get(&sheet).and_then(|known| known.first()).map_or(0, |(_, part)| *part);
            let Some(account) = accounts.get_mut(part) else { continue };
            let summary = account.entry(sheet).or_insert_with(|| unread(&rest));
            summary.dispositions.add(&rest.dispositions);
            summary.cells_read += rest.cells_read;
        }
        accounts
    }
}

/// The facts of joined reports: those of several groups of records add up.
fn together(batch: &Batch, group: &[u32], facts: Vec<Fact>, flags: &mut Vec<Flag>) -> Vec<Fact> {
    if !joined::is_of_several_records(batch, group) {
        return facts;
    }
    let facts = facts.into_iter().map(|fact| {
        let is_of_records = joined::is_records(batch, fact.report);
        (fact, is_of_records)
    });
    added::add_up(facts.collect(), &batch.sheets, flags)
}

/// A sheet without its cells.
fn unread(sheet: &SheetSummary) -> SheetSummary {
    SheetSummary {
        name: sheet.name.clone(),
        state: sheet.state,
        read_as: sheet.read_as,
        cells_read: 0,
        dispositions: Default::default(),
    }
}

/// Gives a part the sheets that it needs, and its facts their places in that list.
fn number_sheets(own: &mut Batch, whole: &Batch, mut account: BTreeMap<u16, SheetSummary>) {
    for fact in &own.facts {
        if let Some(sheet) = whole.sheets.get(usize::from(fact.sheet)) {
            account.entry(fact.sheet).or_insert_with(|| unread(sheet));
        }
    }
    for record in &own.records {
        if let Some(sheet) = whole.sheets.get(usize::from(record.sheet)) {
            account.entry(record.sheet).or_insert_with(|| unread(sheet));
        }
    }
    let numbers: HashMap<u16, u16> = account.keys().copied().zip(0u16..).collect();
    for fact in &mut own.facts {
        fact.sheet = numbers.get(&fact.sheet).copied().unwrap_or(0);
        fact.report = 0;
    }
    for record in &mut own.records {
        record.sheet = numbers.get(&record.sheet).copied().unwrap_or(0);
        record.report = 0;
    }
    own.sheets = account.into_values().collect();
}

fn labels(batch: &Batch, group: &[u32]) -> Vec<u32> {
    let reports = group.iter().filter_map(|&report| batch.reports.get(report as usize));
    let mut labels: Vec<u32> = reports.flat_map(|report| report.labels.iter().copied()).collect();
    labels.sort_unstable();
    labels.dedup();
    labels
}
