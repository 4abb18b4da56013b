//! Two forms in one folder: the same branches fill both for the same periods, each in a workbook of its own.
//!
//! Enters: the groups of tables, the branches with their books, the periods of books. Leaves: the books of the other forms, where there are any. A
//! pipeline takes one report of a branch for a period, the later of two replaces the earlier one: two forms are two pipelines.

use super::groups::Group;
use super::survey::Survey;
use crate::model::Period;
use std::collections::BTreeSet;

/// Share of the reports of a form that another form must have from the same branches for the same periods. Resubmissions on a new version of the
/// form are few.
const SAME: f64 = 0.5;
/// Reports that two forms must have in common: fewer are chance.
const REPORTS: usize = 2;
/// Share of rows that make two groups one form in two versions.
const VERSIONS: f64 = 0.3;

/// A form as far as its books tell: those with tables that stand together, or that have their rows in common.
struct Form {
    groups: Vec<usize>,
    books: BTreeSet<usize>,
}

/// The books of all forms but the first, which most books fill; of those, only the ones that rival it.
pub fn others(survey: &Survey) -> BTreeSet<usize> {
    let forms = forms(&survey.groups.kept);
    let Some((main, rest)) = forms.split_first() else { return BTreeSet::new() };
    let own = reports(survey, &main.books);
    let is_rival = |form: &&Form| {
        let reports = reports(survey, &form.books);
        let both = own.intersection(&reports).count();
        both >= REPORTS && both as f64 >= SAME * reports.len().min(own.len()) as f64
    };
    rest.iter().filter(is_rival).flat_map(|form| form.books.iter().copied()).collect()
}

/// Branches and periods that books report.
fn reports(survey: &Survey, books: &BTreeSet<usize>) -> BTreeSet<(usize, Period)> {
    let mut reports = BTreeSet::new();
    for (at, branch) in survey.branches.iter().enumerate() {
        let of_books = branch.books.intersection(books).filter_map(|book| survey.periods.by_book.get(book));
        of_books.flatten().for_each(|period| _ = reports.insert((at, *period)));
    }
    reports
}

/// The forms, the one of most books first.
fn forms(groups: &[Group]) -> Vec<Form> {
    let mut forms: Vec<Form> = Vec::new();
    for (at, group) in groups.iter().enumerate() {
        let is_it = |form: &Form| {
            !form.books.is_disjoint(&group.books)
                || form
                    .groups
                    .iter()
                    .filter_map(|other| groups.get(*other))
                    .any(|other| is_version(other, group))
        };
        let (of_group, apart): (Vec<Form>, Vec<Form>) =
            std::mem::take(&mut forms).into_iter().partition(is_it);
        let mut one = Form { groups: vec![at], books: group.books.clone() };
        for form in of_group {
            one.groups.extend(form.groups);
            one.books.extend(form.books);
        }
        forms = apart;
        forms.push(one);
    }
    forms.sort_by(|one, two| two.books.len().cmp(&one.books.len()).then_with(|| one.books.cmp(&two.books)));
    forms
}

/// Whether two groups have so many rows in common that one is a version of the other. The rows of records are no mark of a form.
fn is_version(one: &Group, two: &Group) -> bool {
    let common = one.labels.intersection(&two.labels).count();
    one.is_fixed
        && two.is_fixed
        && common >= 2
        && common as f64 >= VERSIONS * one.labels.len().min(two.labels.len()) as f64
}
