//! Files that say what another file says.

use crate::model::fact::FactValue;
use crate::model::map::{Map, Set};
use crate::model::outcome::{Status, Submission};
use crate::model::{Amount, Check, Fact, Flag, Period};
use crate::pipeline::Definition;
use rayon::prelude::*;
use std::hash::BuildHasher;

/// Content, part of the file, branch, period.
type PartOf<'a> = (&'a str, &'a str, Option<u32>, Option<Period>);

/// Branches that a flag names.
const NAMED: usize = 3;

/// Fewer non-zero values than this are alike by chance.
const TELLING_VALUES: usize = 5;

/// Keeps the original of several accepted files of a branch and period with the same bytes; the others are duplicates of it. Of files that hold
/// several reports the same part is compared: two parts of one file have the same bytes, and are no duplicates for that.
///
/// The same bytes under the names of two branches are no duplicate: nobody knows whose they are, and the order of paths must not say it. Nor are
/// the same bytes in the folders of two periods: each is the only report of its own.
pub fn settle_same_bytes(submissions: &mut [Submission]) {
    let mut groups: Map<PartOf, Vec<usize>> = Map::default();
    for (position, submission) in submissions.iter().enumerate().filter(|(_, s)| s.status.is_accepted()) {
        let key = (&*submission.sha256, &*submission.sheet, submission.branch, submission.period);
        groups.entry(key).or_default().push(position);
    }
    let same: Vec<Vec<usize>> = groups.into_values().filter(|group| group.len() > 1).collect();
    for group in same {
        let Some(original) = original(submissions, &group) else { continue };
        group.iter().filter(|&&at| at != original).for_each(|&at| mark(submissions, at, original));
    }
}

/// Which of several files that say the same a person takes for the original: a copy's name is the original's with more to it (`X (copy).ods`,
/// `X - Copy.xlsx`), so the shortest name; of equally long ones the first in path order.
pub fn original(submissions: &[Submission], alike: &[usize]) -> Option<usize> {
    let length = |at: usize| {
        let path = submissions.get(at).map_or("", |submission| &submission.source_file);
        path.rsplit('/').next().unwrap_or(path).chars().count()
    };
    alike.iter().copied().min_by_key(|&at| (length(at), at))
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
    let mut figures: Vec<Figure> =
        submission.batch.facts.iter().filter(|fact| fact.is_included).map(figure).collect();
    figures.sort_unstable();
    figures
}

fn figure(fact: &Fact) -> Figure<'_> {
    match &fact.value {
        FactValue::Amount(value, bound) => {
            (fact.indicator, fact.measure, &*fact.breakdown, Some((*value, *bound as u32)), "")
        }
        _ => (fact.indicator, fact.measure, &*fact.breakdown, None, &*fact.raw),
    }
}

/// What two reports have in common. Few figures are alike by chance, unless the files, and the parts of them, are the same byte for byte.
#[derive(PartialEq, Eq, Hash)]
enum Said<'a> {
    Figures(Vec<Figure<'a>>),
    Bytes(&'a str, &'a str),
}

/// Flags accepted reports of two branches whose figures are all the same.
pub fn flag_same_figures(submissions: &mut [Submission], definition: &Definition) {
    let mut groups: Map<(Option<Period>, Said), Vec<usize>> = Map::default();
    let alike = alike(submissions);
    for (position, submission) in submissions.iter().enumerate().filter(|(at, _)| alike.contains(at)) {
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
            let mut others: Vec<&str> = names
                .iter()
                .enumerate()
                .filter(|(other, _)| *other != order)
                .map(|(_, name)| name.as_str())
                .take(NAMED)
                .collect();
            // A list of all would make the flags of a folder of the same reports grow with the square of their number.
            let more = format!("+{}", (names.len() - 1).saturating_sub(NAMED));
            if names.len() - 1 > NAMED {
                others.push(&more);
            }
            let own = names.get(order).cloned().unwrap_or_default();
            if let Some(submission) = submissions.get_mut(position) {
                let flag = Flag::new(Check::SameWorkbookTwoBranches, submission.place(), own);
                let flag = flag.expected(others.join("; "));
                submission.batch.flags.push(flag);
            }
        }
    }
}

/// Accepted reports that may say the same as another one: those whose figures have the same fingerprint, whatever their order.
///
/// Nearly every report differs from every other, and to see that costs one pass and no copy.
fn alike(submissions: &[Submission]) -> Set<usize> {
    let hasher = foldhash::fast::RandomState::default();
    let mut first: Map<(Option<Period>, u64), usize> = Map::default();
    let mut alike = Set::default();
    let print = |submission: &Submission| {
        let included = submission.batch.facts.iter().filter(|fact| fact.is_included);
        let prints = included.map(|fact| hasher.hash_one(figure(fact)));
        submission.status.is_accepted().then(|| (submission.period, prints.fold(0u64, u64::wrapping_add)))
    };
    let prints: Vec<Option<(Option<Period>, u64)>> = submissions.par_iter().map(print).collect();
    for (position, print) in prints.into_iter().enumerate() {
        let Some(print) = print else { continue };
        let other = *first.entry(print).or_insert(position);
        if other != position {
            alike.extend([other, position]);
        }
    }
    alike
}

fn branch_name(submissions: &[Submission], definition: &Definition, position: usize) -> String {
    let branch = submissions.get(position).and_then(|s| s.branch);
    let known = branch.and_then(|index| definition.judging.register.branches.get(index as usize));
    known.map_or(String::new(), |branch| format!("{} {}", branch.code, branch.name))
}
