//! What is concluded from everything that was seen, before it is written.

use super::answers::{Asked, answers};
use super::branches::{Branch, branches};
use super::forms::{self, FormSheet};
use super::groups::{Group, Groups, groups};
use super::identity::{Identity, identity};
use super::observe::Observed;
use super::periods::{Periods, periods};
use super::records::{self, RecordSheet};
use std::collections::{BTreeMap, BTreeSet};

/// The parts of a definition.
pub struct Survey {
    /// The groups of tables.
    pub groups: Groups,
    /// The sheets of forms.
    pub forms: Vec<FormSheet>,
    /// The sheets of records.
    pub records: Vec<RecordSheet>,
    /// Answers beside labels.
    pub answers: BTreeMap<String, Asked>,
    /// Whose the reports are.
    pub identity: Identity,
    /// When they are for.
    pub periods: Periods,
    /// The branches.
    pub branches: Vec<Branch>,
}

/// Concludes; nothing where there is no table.
pub fn survey(observed: &Observed) -> Option<Survey> {
    let groups = groups(observed);
    let fixed: Vec<&Group> = groups.kept.iter().filter(|group| group.is_fixed).collect();
    let mut dimensions: Vec<String> = Vec::new();
    let forms = forms::sheets(observed, &fixed, &mut dimensions);
    let mut ids = Vec::new();
    let mut records: Vec<RecordSheet> = groups
        .kept
        .iter()
        .filter(|group| !group.is_fixed)
        .filter_map(|group| records::sheet(observed, group, &mut ids))
        .collect();
    only_once(&mut records);
    if forms.is_empty() && records.is_empty() {
        return None;
    }
    // What stands in a file without any table of the form says nothing about the form.
    let known: BTreeSet<usize> = groups.kept.iter().flat_map(|group| group.books.iter().copied()).collect();
    let answers = answers(&observed.books, &known);
    let identity = identity(observed, &answers, &groups.kept, &records);
    let branches = branches(&identity.names);
    let periods = periods(observed, &answers, &records, &branches);
    Some(Survey { groups, forms, records, answers, identity, periods, branches })
}

/// Two sheets may not go by one name: the first one keeps it.
fn only_once(records: &mut [RecordSheet]) {
    let mut names: BTreeSet<String> = BTreeSet::new();
    records
        .iter_mut()
        .for_each(|sheet| sheet.named.retain(|name| names.insert(crate::clean::text::fold(name))));
}
