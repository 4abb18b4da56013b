//! Sections: the headings above a row decide between indicators that share a label.

use super::Found;
use crate::clean::text;
use crate::model::flag::Place;
use crate::model::{Check, Flag};
use crate::pipeline::{Indicator, Reading};

/// The known headings above the current row, outermost first.
#[derive(Debug, Default)]
pub struct Sections {
    headings: Vec<String>,
}

impl Sections {
    /// Enters a heading: a known one at its depth, an unknown one nowhere.
    ///
    /// An unknown heading closes nothing: branches add headings of their own between the form's.
    pub fn enter(&mut self, depth: Option<u32>, heading: &str) {
        let Some(depth) = depth else { return };
        self.headings.truncate(depth as usize);
        self.headings.push(super::labels::bare(heading).to_owned());
    }

    /// Decides between the indicators that a label may be: by sheet form, then by section.
    ///
    /// # Errors
    /// The candidates that nothing decides between.
    pub fn choose(&self, reading: &Reading, form: u16, candidates: &[u32]) -> Result<u32, Vec<u32>> {
        let of = |index: &u32| reading.indicators.get(*index as usize);
        let in_sheet: Vec<u32> = candidates
            .iter()
            .copied()
            .filter(|index| of(index).is_some_and(|known| known.sheet.is_none_or(|sheet| sheet == form)))
            .collect();
        if let [one] = in_sheet.as_slice() {
            return Ok(*one);
        }
        let in_section: Vec<u32> = in_sheet
            .iter()
            .copied()
            .filter(|index| of(index).is_some_and(|known| self.is_under(known)))
            .collect();
        match in_section.as_slice() {
            [one] => Ok(*one),
            [] => Err(if in_sheet.is_empty() { candidates.to_vec() } else { in_sheet }),
            _ => Err(in_section),
        }
    }

    /// Flags an indicator that stands under another known section than its own.
    pub fn check(&self, reading: &Reading, indicator: u32, place: Place, found: &mut Found) {
        let Some(known) = reading.indicators.get(indicator as usize) else { return };
        if known.path.is_empty() || self.headings.is_empty() || self.is_under(known) {
            return;
        }
        let flag = Flag::new(Check::SectionOutOfPlace, place, self.headings.join(" › "));
        found.flags.push(flag.expected(known.path.join(" › ")).about(indicator, 0));
    }

    /// Whether the headings end in the indicator's path.
    fn is_under(&self, indicator: &Indicator) -> bool {
        let path = &indicator.path;
        let start = self.headings.len().checked_sub(path.len());
        let open = start.and_then(|start| self.headings.get(start..));
        open.is_some_and(|open| open.iter().zip(path).all(|(one, two)| text::fold(one) == text::fold(two)))
    }
}
