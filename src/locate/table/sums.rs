//! What records come to: one fact for each report, computed indicator and breakdown, over all tables of a workbook that have the same layout.

use crate::clean::value::Cleaned;
use crate::locate::Found;
use crate::model::fact::{FactValue, Transforms, raw_in};
use crate::model::{Address, Amount, Bound, CellKind, Fact, Transform};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// Which fact a value belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    /// Index of the report.
    pub report: u32,
    /// Index of the sheet form.
    pub form: u16,
    /// Index of the computed indicator in its plan.
    pub computed: usize,
    /// Index of the breakdown.
    pub breakdown: u32,
}

/// A fact in the making.
#[derive(Debug)]
struct Sum {
    fact: Fact,
    amount: Amount,
    bound: Bound,
    terms: usize,
    /// The multiplier that all cells share.
    multiplier: Option<i64>,
    /// Ranges in further sheets.
    elsewhere: BTreeMap<u16, (Address, Address)>,
    is_beyond: bool,
}

/// A value on its way into a fact.
pub struct Term<'a> {
    /// Index of the sheet.
    pub sheet: u16,
    /// The cell.
    pub at: Address,
    /// What it adds.
    pub amount: Amount,
    /// What it claims.
    pub bound: Bound,
    /// How the cell was read.
    pub cleaned: &'a Cleaned,
}

/// Everything that the records of a workbook come to.
#[derive(Debug, Default)]
pub struct Sums {
    sums: Vec<Sum>,
    by_key: HashMap<Key, usize>,
    breakdowns: HashMap<Box<str>, u32>,
    /// What is zero where no record says otherwise.
    blanks: HashMap<Key, Fact>,
    /// Tables that were read, by form, report around them and content, with sheet and first record.
    pub contents: HashMap<(u16, u32, u64), (u16, Address)>,
}

impl Sums {
    /// The index of a breakdown.
    pub fn breakdown(&mut self, text: &str) -> u32 {
        if let Some(&known) = self.breakdowns.get(text) {
            return known;
        }
        let index = u32::try_from(self.breakdowns.len()).unwrap_or(u32::MAX);
        self.breakdowns.insert(text.into(), index);
        index
    }

    /// Says that no record of a kind means zero: the definition takes a blank for it.
    pub fn expect(&mut self, key: Key, fact: Fact) {
        self.blanks.entry(key).or_insert(fact);
    }

    /// Adds a value; `made` says what the fact is, where it is the first one.
    ///
    /// Returns whether it could be added: beyond the range of amounts nothing can.
    pub fn add(&mut self, key: Key, term: &Term, made: impl FnOnce() -> Fact) -> bool {
        let Some(sum) = self.by_key.get(&key).and_then(|&at| self.sums.get_mut(at)) else {
            self.by_key.insert(key, self.sums.len());
            self.sums.push(Sum::new(made(), term));
            return true;
        };
        sum.add(term)
    }

    /// Turns everything into facts, in the order of cells among those of the other layouts.
    pub fn settle(found: &mut Found) {
        let sums = std::mem::take(&mut found.sums);
        let blank = sums.blanks.into_iter().filter(|(key, _)| !sums.by_key.contains_key(key));
        let mut transforms = Transforms::default();
        transforms.add(Transform::BlankZero);
        let value = FactValue::Amount(Amount::ZERO, Bound::Exact);
        let mut facts: Vec<Fact> =
            blank.map(|(_, fact)| Fact { value: value.clone(), transforms, ..fact }).collect();
        facts.extend(sums.sums.into_iter().map(|sum| sum.fact(&found.sheet_names)));
        if facts.is_empty() {
            return;
        }
        found.facts.append(&mut facts);
        found.facts.sort_by(|one, two| {
            let place = |fact: &Fact| (fact.sheet, fact.at, fact.until, fact.indicator, fact.measure);
            place(one).cmp(&place(two)).then_with(|| one.breakdown.cmp(&two.breakdown))
        });
    }
}

impl Sum {
    fn new(fact: Fact, term: &Term) -> Self {
        let cleaned = term.cleaned;
        Self {
            fact: Fact {
                sheet: term.sheet,
                at: term.at,
                raw: cleaned.raw.clone(),
                kind: cleaned.kind,
                unit_reported: cleaned.unit_reported.clone(),
                multiplier: cleaned.multiplier,
                transforms: cleaned.transforms,
                ..fact
            },
            amount: term.amount,
            bound: term.bound,
            terms: 1,
            multiplier: Some(cleaned.multiplier),
            elsewhere: BTreeMap::new(),
            is_beyond: false,
        }
    }

    fn add(&mut self, term: &Term) -> bool {
        let Some(amount) = self.amount.checked_add(term.amount) else {
            self.is_beyond = true;
            return false;
        };
        self.amount = amount;
        self.bound = self.bound.plus(term.bound);
        self.terms += 1;
        self.reach(term.sheet, term.at);
        let cleaned = term.cleaned;
        if self.fact.kind != cleaned.kind {
            self.fact.kind = CellKind::Number;
        }
        if self.fact.unit_reported != cleaned.unit_reported {
            self.fact.unit_reported = "".into();
        }
        self.multiplier = self.multiplier.filter(|&known| known == cleaned.multiplier);
        self.fact.transforms.extend(cleaned.transforms);
        true
    }

    /// Stretches the range to a cell; the one of the first sheet is the fact's own.
    fn reach(&mut self, sheet: u16, at: Address) {
        if sheet == self.fact.sheet {
            let range = stretched((self.fact.at, self.fact.until.unwrap_or(self.fact.at)), at);
            (self.fact.at, self.fact.until) = (range.0, Some(range.1));
        } else {
            let range = self.elsewhere.entry(sheet).or_insert((at, at));
            *range = stretched(*range, at);
        }
    }

    /// The fact. A single cell keeps its own text; a sum is given in the unit that all cells share.
    fn fact(mut self, sheets: &[Box<str>]) -> Fact {
        if self.terms > 1 {
            self.fact.multiplier = self.multiplier.unwrap_or(1);
            self.fact.raw = raw_in(self.amount, self.fact.multiplier).unwrap_or_else(|| {
                self.fact.multiplier = 1;
                self.amount.to_string().into()
            });
        }
        for (sheet, (first, last)) in &self.elsewhere {
            let name = sheets.get(usize::from(*sheet)).map_or("", |name| name);
            self.fact.label = Arc::from(format!("{}; {name}!{first}:{last}", self.fact.label));
        }
        self.fact.value = FactValue::Amount(self.amount, self.bound);
        self.fact.is_included = !self.is_beyond;
        self.fact
    }
}

/// The smallest range around another and a cell.
fn stretched((first, last): (Address, Address), at: Address) -> (Address, Address) {
    (
        Address::new(first.row.min(at.row), first.column.min(at.column)),
        Address::new(last.row.max(at.row), last.column.max(at.column)),
    )
}

/// One record, counted.
pub fn counted(raw: &str, kind: CellKind) -> Cleaned {
    let one = Amount::from_units(1);
    let value = FactValue::Amount(one, Bound::Exact);
    Cleaned {
        value,
        raw: raw.into(),
        kind,
        unit_reported: "".into(),
        multiplier: 1,
        transforms: Transforms::default(),
        findings: Vec::new(),
        is_included: true,
    }
}

/// A cell that says nothing.
pub fn blank() -> Cleaned {
    Cleaned { value: FactValue::None, ..counted("", CellKind::Number) }
}
