//! Whose report a record is: where columns name the branch or the period, records are grouped by what they say.

use super::keys::KeyCell;
use super::records::Reader;
use super::rows::Line;
use super::sums::Key;
use super::symbols::BLANK;
use super::values::first_of;
use crate::locate::Found;
use crate::locate::view::View;
use crate::model::{Candidate, Fact};
use crate::pipeline::Blank;

impl Reader<'_, '_> {
    /// Says of each report which indicators its records were asked for, and which of them are zero where no record is one of them.
    pub fn close(&mut self, found: &mut Found) {
        let table = self.table;
        if self.entered.is_empty() {
            found.labels.extend(table.plan.computed.iter().map(|sum| sum.indicator));
        }
        for (&report, (at, own)) in &self.entered {
            found.enter(report);
            // Within a sheet or block that is a report, its account holds these cells already.
            if report != table.within && table.within == 0 {
                found.account(table.sheet, own);
            }
            for (computed, sum) in table.plan.computed.iter().enumerate() {
                found.labels.push(sum.indicator);
                let indicator = table.lexicon.reading.indicators.get(sum.indicator as usize);
                if sum.by.is_empty() && indicator.is_some_and(|known| known.blank == Blank::Zero) {
                    let breakdown = found.sums.breakdown("");
                    let key = Key { report, form: table.plan.form, computed, breakdown };
                    let label = self.label(computed, &[]);
                    let header = table
                        .header_of(sum.slot.and_then(|(slot, _)| Some(table.plan.summed.get(slot)?.column)));
                    let fact = table.fact(report, (sum.indicator, table.plan.measure), "", &header, label);
                    found.sums.expect(key, Fact { at: *at, ..fact });
                }
            }
        }
        found.enter(table.within);
    }

    /// Goes to the report that the record says it is of.
    pub(super) fn enter(&mut self, view: &View, line: &Line, keys: &[KeyCell], found: &mut Found) {
        let table = self.table;
        let naming: Vec<usize> = (0..keys.len())
            .filter(|&column| {
                table.plan.columns.get(column).is_some_and(|planned| !planned.sources.is_empty())
            })
            .collect();
        let symbols: Vec<u32> = naming.iter().filter_map(|&column| Some(keys.get(column)?.symbol)).collect();
        if symbols.iter().all(|&symbol| symbol == BLANK) {
            found.enter(table.within);
            return;
        }
        if let Some(&known) = self.reports.get(&symbols) {
            if known != found.report {
                found.enter(known);
            }
            return;
        }
        found.enter(table.within);
        let texts: Vec<String> = naming.iter().map(|&column| self.report_key(column, keys)).collect();
        let (report, is_new) = found.report_of(&texts.join("\u{1f}"), table.sheet, first_of(view, line));
        self.reports.insert(symbols, report);
        if is_new {
            naming.iter().for_each(|&column| self.tell(view, column, keys, report, found));
        }
    }

    /// What a key says of a report, in a form in which two spellings are one.
    fn report_key(&self, column: usize, keys: &[KeyCell]) -> String {
        let symbol = keys.get(column).and_then(|key| self.course.symbols.get(column, key.symbol));
        let shown = symbol.map_or("", |symbol| &symbol.shown);
        let id = self.table.plan.columns.get(column).map_or("", |planned| &planned.id);
        format!("{id}={}", crate::clean::text::canonical_tones(&shown.to_lowercase()))
    }

    /// Candidates for whose report a record is.
    fn tell(&self, view: &View, column: usize, keys: &[KeyCell], report: u32, found: &mut Found) {
        let Some((key, planned)) = keys.get(column).zip(self.table.plan.columns.get(column)) else { return };
        let Some(symbol) =
            self.course.symbols.get(column, key.symbol).filter(|symbol| !symbol.shown.is_empty())
        else {
            return;
        };
        found.candidates.extend(planned.sources.iter().map(|(kind, source)| Candidate {
            kind: *kind,
            source: *source,
            text: symbol.shown.trim_end_matches(['*', ' ']).into(),
            sheet: Some(view.sheet.name.clone()),
            at: key.at,
            report: Some(report),
        }));
    }
}
