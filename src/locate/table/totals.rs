//! Printed totals of records: never added, compared with what they may claim to sum.
//!
//! A total claims the records since the last total, since the section above it, since the last total of the same name, or all of its table or
//! of the pages before it. It is right where one of these claims is; where none is, the most likely one is shown. Totals above their records
//! (`Tổng số` in the first row) claim what follows.

use super::plan::Plan;
use crate::locate::Found;
use crate::model::flag::Place;
use crate::model::{Amount, Check, Flag};
use crate::pipeline::Reading;
use std::collections::HashMap;

/// Totals above their records that are followed to the end of their table.
const MOST_PENDING: usize = 64;

/// What the values of a column come to, so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Sum {
    amount: Amount,
    terms: usize,
    /// Values that cannot be compared: unreadable, or bounds.
    open: usize,
    /// Whether the sum left the range of amounts.
    is_beyond: bool,
}

impl Sum {
    /// What was added since an earlier state; none where it cannot be compared, or nothing was.
    fn since(&self, earlier: &Self) -> Option<(Amount, usize)> {
        let terms = self.terms - earlier.terms;
        let is_comparable = self.open == earlier.open && !self.is_beyond && terms > 0;
        is_comparable.then(|| Some((self.amount.checked_sub(earlier.amount)?, terms)))?
    }
}

/// The sums of all summed columns at some row.
type State = Vec<Sum>;

/// A value that a total row prints.
#[derive(Clone, Debug)]
pub struct Printed {
    /// Index into the plan's summed columns.
    pub slot: usize,
    /// What it says.
    pub value: Amount,
    /// Where.
    pub place: Place,
}

/// A total above its records.
#[derive(Debug)]
struct Pending {
    printed: Printed,
    from: State,
    /// What was added up to the next total.
    next: Option<Amount>,
    is_right: bool,
}

/// The sums of a table as its rows are read.
#[derive(Debug, Default)]
pub struct Totals {
    now: State,
    digits: Vec<Amount>,
    multipliers: Vec<Option<i64>>,
    chain: State,
    block: State,
    section: State,
    last: State,
    named: HashMap<String, State>,
    pending: Vec<Pending>,
    is_above: bool,
}

impl Totals {
    /// Nothing read yet.
    pub fn new(plan: &Plan) -> Self {
        let state = vec![Sum::default(); plan.summed.len()];
        Self {
            digits: vec![Amount::ZERO; state.len()],
            multipliers: vec![None; state.len()],
            chain: state.clone(),
            block: state.clone(),
            section: state.clone(),
            last: state.clone(),
            now: state,
            ..Self::default()
        }
    }

    /// A table begins below the one above.
    pub fn enter_block(&mut self) {
        self.block.clone_from(&self.now);
        self.enter_section();
        self.last.clone_from(&self.now);
    }

    /// A section begins.
    pub fn enter_section(&mut self) {
        self.section.clone_from(&self.now);
    }

    /// A record's value.
    pub fn add(&mut self, slot: usize, value: Amount, multiplier: i64) {
        let Some(sum) = self.now.get_mut(slot) else { return };
        sum.terms += 1;
        match sum.amount.checked_add(value) {
            Some(amount) => sum.amount = amount,
            None => sum.is_beyond = true,
        }
        if let Some(digit) = self.digits.get_mut(slot) {
            *digit = (*digit).max(value.last_digit(multiplier));
        }
        if let Some(known) = self.multipliers.get_mut(slot) {
            // Cells that state other units of their own say nothing of a total that states none.
            known.get_or_insert(multiplier);
        }
    }

    /// A record's value that nobody can add.
    pub fn leave_open(&mut self, slot: usize) {
        if let Some(sum) = self.now.get_mut(slot) {
            sum.open += 1;
        }
    }

    /// The multiplier of the first value of a column: that of a total which states no unit.
    pub fn multiplier(&self, slot: usize) -> Option<i64> {
        *self.multipliers.get(slot)?
    }

    /// Whether some records were read since the table began.
    fn has_records(&self) -> bool {
        self.now.iter().zip(&self.block).any(|(now, block)| now.terms + now.open > block.terms + block.open)
    }

    /// Whether all values of a row without a name are what some records above add up to: then it is a total.
    pub fn is_total(&self, reading: &Reading, plan: &Plan, row: &[Printed]) -> bool {
        self.has_records()
            && !row.is_empty()
            && row.iter().all(|printed| self.is_right(reading, plan, printed, ""))
    }

    /// Compares a total row with what it may claim.
    pub fn check(
        &mut self,
        reading: &Reading,
        plan: &Plan,
        name: &str,
        row: Vec<Printed>,
        found: &mut Found,
    ) {
        self.is_above |= !self.has_records();
        self.meet();
        for printed in row {
            if self.is_right(reading, plan, &printed, name) {
                continue;
            }
            if self.is_above && self.pending.len() < MOST_PENDING {
                self.pending.push(Pending { printed, from: self.now.clone(), next: None, is_right: false });
            } else if let Some((sum, terms)) = self.likely(&printed, name) {
                found.flags.extend(self.flag(reading, plan, &printed, sum, terms));
            }
        }
        self.last.clone_from(&self.now);
        self.named.insert(name.to_owned(), self.now.clone());
    }

    /// The table ends: totals above their records must be right by now.
    pub fn leave_block(&mut self, reading: &Reading, plan: &Plan, found: &mut Found) {
        self.meet();
        for (order, pending) in std::mem::take(&mut self.pending).into_iter().enumerate() {
            let slot = pending.printed.slot;
            let now = self.now.get(slot).zip(pending.from.get(slot)).and_then(|(now, from)| now.since(from));
            let Some((all, terms)) = now else { continue };
            let likely = pending.next.filter(|_| order > 0).unwrap_or(all);
            let claims = [Some(all), pending.next];
            let is_right =
                |claim: &Amount| self.flag(reading, plan, &pending.printed, *claim, terms).is_none();
            if !pending.is_right && !claims.iter().flatten().any(is_right) {
                found.flags.extend(self.flag(reading, plan, &pending.printed, likely, terms));
            }
        }
        self.is_above = false;
    }

    /// Tells the totals above their records what was added before the next total.
    fn meet(&mut self) {
        for pending in self.pending.iter_mut().filter(|pending| pending.next.is_none()) {
            let slot = pending.printed.slot;
            let sum = self.now.get(slot).zip(pending.from.get(slot)).and_then(|(now, from)| now.since(from));
            pending.next = sum.map(|(amount, _)| amount);
        }
    }

    /// From where on a total may claim what was added, the most likely first.
    fn origins(&self, name: &str) -> [&State; 5] {
        match (self.named.get(name), is_of_all(name)) {
            (Some(named), _) => [named, &self.last, &self.section, &self.block, &self.chain],
            (None, true) => [&self.block, &self.chain, &self.last, &self.section, &self.block],
            (None, false) => [&self.last, &self.section, &self.block, &self.chain, &self.block],
        }
    }

    /// What a total may claim, the most likely first.
    fn claims(&self, slot: usize, name: &str) -> Vec<(Amount, usize)> {
        let Some(now) = self.now.get(slot) else { return Vec::new() };
        self.origins(name).into_iter().filter_map(|state| now.since(state.get(slot)?)).collect()
    }

    /// The most likely claim of a total; none where a value in it cannot be added: then nobody knows whether the total is right.
    fn likely(&self, printed: &Printed, name: &str) -> Option<(Amount, usize)> {
        let now = self.now.get(printed.slot)?;
        let chain = self.chain.get(printed.slot)?;
        // A total of all may be one of the pages before, too.
        if is_of_all(name) && !self.named.contains_key(name) && now.open != chain.open {
            return None;
        }
        let origins = self.origins(name).into_iter().filter_map(|state| state.get(printed.slot));
        let mut claimed = origins.filter(|from| (now.terms, now.open) != (from.terms, from.open));
        now.since(claimed.next()?)
    }

    fn is_right(&self, reading: &Reading, plan: &Plan, printed: &Printed, name: &str) -> bool {
        let claims = self.claims(printed.slot, name);
        claims.iter().any(|(sum, terms)| self.flag(reading, plan, printed, *sum, *terms).is_none())
    }

    /// The flag of a total that does not say what its records add up to.
    fn flag(
        &self,
        reading: &Reading,
        plan: &Plan,
        printed: &Printed,
        sum: Amount,
        terms: usize,
    ) -> Option<Flag> {
        let summed = plan.summed.get(printed.slot)?;
        let indicator = *summed.likes.first()?;
        let kind = reading.indicators.get(indicator as usize)?.kind;
        let digit = self.digits.get(printed.slot).copied().unwrap_or_default();
        let difference = printed.value.checked_sub(sum)?.abs();
        (difference > kind.tolerance(terms, digit)).then(|| {
            let flag = Flag::new(Check::PrintedTotal, printed.place.clone(), printed.value.to_string());
            Flag { measure: plan.measure, ..flag.expected(sum.to_string()) }
        })
    }
}

/// Whether a folded name is that of a total of everything.
fn is_of_all(name: &str) -> bool {
    ["tong cong", "tong so", "grand total", "totals"].iter().any(|word| name.starts_with(word))
}
