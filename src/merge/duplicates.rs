//! Files that say what another file says.

use crate::model::fact::FactValue;
use crate::model::outcome::{Status, Submission};
use crate::model::{Amount, Check, Flag, Period};
use crate::pipeline::Definition;
use std::collections::HashMap;

/// Fewer non-zero values than this are alike by chance.
const TELLING_VALUES: usize = 5;

/// Keeps the first of several accepted files of a branch with the same bytes; the others are duplicates of it. Of files that hold several reports
/// the same part is compared: two parts of one file have the same bytes, and are no duplicates for that.
///
/// The same bytes under the names of two branches are no duplicate: nobody knows whose they are, and the order of paths must not say it.
pub fn settle_same_bytes(submissions: &mut [Submission]) {
    let mut first: HashMap<(String, String, Option<u32>), usize> = HashMap::new();
    for position in 0..submissions.len() {
        let Some(submission) = submissions.get(position).filter(|s| s.status.is_accepted()) else { continue };
        let key = (submission.sha256.clone(), submission.sheet.clone(), submission.branch);
        match first.get(&key) {
            Some(&original) => mark(submissions, position, original),
            None => _ = first.insert(key, position),
        }
    }
}

/// Marks a submission as a duplicate of another.
pub fn mark(submissions: &mut [Submission], position: usize, original: usize) {
    let file = submissions.get(original).map_or(String::new(), Submission::shown);
    if let Some(submission) = submissions.get_mut(position) {
        submission.status = Status::Duplicate;
        submission.superseded_by = Some(original);
        submission.reason = Check::DuplicateFile.code().to_owned();
        let flag = Flag::new(Check::DuplicateFile, submission.place(), submission.shown());
        submission.batch.flags.push(flag.expected(file));
    }
}

/// Indicator, measure, breakdown, value with its bound, or the text of a value that is no amount.
pub type Figure<'a> = (u32, u16, &'a str, Option<(Amount, u32)>, &'a str);

/// The figures of a report, in a form that can be compared: what it says, not where it says it.
pub fn figures(submission: &Submission) -> Vec<Figure<'_>> {
    let mut figures: Vec<Figure> = submission
        .batch
        .facts
        .iter()
        .filter(|fact| fact.is_included)
        .map(|fact| match &fact.value {
            FactValue::Amount(value, bound) => {
                (fact.indicator, fact.measure, &*fact.breakdown, Some((*value, *bound as u32)), "")
            }
            _ => (fact.indicator, fact.measure, &*fact.breakdown, None, &*fact.raw),
        })
        .collect();
    figures.sort_unstable();
    figures
}

/// What two reports have in common. Few figures are alike by chance, unless the files, and the parts of them, are the same byte for byte.
#[derive(PartialEq, Eq, Hash)]
enum Said<'a> {
    Figures(Vec<Figure<'a>>),
    Bytes(&'a str, &'a str),
}

/// Flags accepted reports of two branches whose figures are all the same.
pub fn flag_same_figures(submissions: &mut [Submission], definition: &Definition) {
    let mut groups: HashMap<(Option<Period>, Said), Vec<usize>> = HashMap::new();
    for (position, submission) in submissions.iter().enumerate().filter(|(_, s)| s.status.is_accepted()) {
        let figures = figures(submission);
        let telling =
            figures.iter().filter(|figure| figure.3.is_some_and(|(value, _)| !value.is_zero())).count();
        let said = if telling >= TELLING_VALUES {
            Said::Figures(figures)
        } else {
            Said::Bytes(&submission.sha256, &submission.sheet)
        };
        groups.entry((submission.period, said)).or_default().push(position);
    }
    let mut same: Vec<Vec<usize>> = groups.into_values().filter(|group| group.len() > 1).collect();
    same.sort_unstable();
    for group in same {
        let names: Vec<String> = group.iter().map(|&at| branch_name(submissions, definition, at)).collect();
        for (order, &position) in group.iter().enumerate() {
            let others: Vec<&str> = names
                .iter()
                .enumerate()
                .filter(|(other, _)| *other != order)
                .map(|(_, name)| name.as_str())
                .collect();
            let own = names.get(order).cloned().unwrap_or_default();
            if let Some(submission) = submissions.get_mut(position) {
                let flag = Flag::new(Check::SameWorkbookTwoBranches, submission.place(), own);
                let flag = flag.expected(others.join("; "));
                submission.batch.flags.push(flag);
            }
        }
    }
}

fn branch_name(submissions: &[Submission], definition: &Definition, position: usize) -> String {
    let branch = submissions.get(position).and_then(|s| s.branch);
    let known = branch.and_then(|index| definition.judging.register.branches.get(index as usize));
    known.map_or(String::new(), |branch| format!("{} {}", branch.code, branch.name))
}
