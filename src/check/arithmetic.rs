//! Hard edits on a branch's own figures: parts against wholes, parents against children.

use super::Raised;
use crate::merge::{Frames, FramesError, Stated};
use crate::model::flag::Place;
use crate::model::outcome::Submission;
use crate::model::{Amount, Bound, Check, Flag};
use crate::pipeline::{Definition, Hierarchy, Total};
use polars::prelude::*;

/// Flags of all arithmetic checks on branches' figures.
///
/// # Errors
/// Where Polars fails for want of memory.
pub fn flags(
    frames: &Frames,
    submissions: &[Submission],
    definition: &Definition,
) -> Result<Vec<Raised>, FramesError> {
    let mut raised = Vec::new();
    // Many forms have no parts, and joining every value with nothing takes its time.
    if definition.reading.indicators.iter().any(|known| known.part_of.is_some()) {
        raised.extend(part_exceeds_whole(frames, submissions, definition)?);
        raised.extend(balance(frames, submissions, definition)?);
    }
    raised.extend(parent_children(frames, submissions, definition)?);
    raised.extend(stated_wholes(frames, submissions, definition));
    Ok(raised)
}

/// What a value and its whole have in common.
const SHARED: [&str; 4] = ["period", "branch", "measure", "breakdown"];

/// Reported values with the whole that they are a part of, one row a part.
fn parts(frames: &Frames, definition: &Definition) -> Result<LazyFrame, PolarsError> {
    let pairs: Vec<(u32, u32)> = (0u32..)
        .zip(&definition.reading.indicators)
        .filter_map(|(index, known)| Some((index, known.part_of?)))
        .collect();
    let (part, whole): (Vec<u32>, Vec<u32>) = pairs.into_iter().unzip();
    let pairs = DataFrame::new(
        part.len(),
        vec![Column::new("indicator".into(), part), Column::new("whole".into(), whole)],
    )?;
    Ok(reported(frames).join(
        pairs.lazy(),
        [col("indicator")],
        [col("indicator")],
        JoinArgs::new(JoinType::Inner),
    ))
}

/// Rows with a value that came from a submission.
fn reported(frames: &Frames) -> LazyFrame {
    let values = frames.values.clone().lazy();
    values.filter(col("value").is_not_null().and(col("submission").neq(lit(u32::MAX))))
}

/// Wholes under names of their own, keyed like [`parts`].
fn wholes(frames: &Frames) -> LazyFrame {
    reported(frames).select([
        col("period"),
        col("branch"),
        col("measure"),
        col("breakdown"),
        col("indicator").alias("whole"),
        col("value").alias("whole_value"),
        col("bound").alias("whole_bound"),
        col("digit").alias("whole_digit"),
        col("submission").alias("whole_submission"),
        col("fact").alias("whole_fact"),
        col("derived").alias("whole_derived"),
    ])
}

fn with_wholes(parts: LazyFrame, frames: &Frames) -> LazyFrame {
    let on: Vec<Expr> = SHARED.iter().chain(&["whole"]).map(|name| col(*name)).collect();
    parts.join(wholes(frames), on.clone(), on, JoinArgs::new(JoinType::Inner))
}

/// A part that is more than its whole, where the bounds of both leave no doubt.
fn part_exceeds_whole(
    frames: &Frames,
    submissions: &[Submission],
    definition: &Definition,
) -> Result<Vec<Raised>, PolarsError> {
    let exceeding = with_wholes(parts(frames, definition)?, frames)
        .filter(col("value").gt(col("whole_value")).and(is_said_here("derived", "whole_derived")))
        .collect()?;
    let table = Table(&exceeding);
    let raised = (0..exceeding.height()).filter_map(|at| {
        let (bound, whole_bound) = (table.index("bound", at)?, table.index("whole_bound", at)?);
        let is_certain = [Bound::Exact as u32, Bound::AtLeast as u32].contains(&bound)
            && [Bound::Exact as u32, Bound::AtMost as u32].contains(&whole_bound);
        if !is_certain {
            return None;
        }
        let (found, expected) = (table.amount("value", at)?, table.amount("whole_value", at)?);
        let (indicator, measure) = (table.index("indicator", at)?, table.index("measure", at)?);
        let flag = Flag::new(Check::PartExceedsWhole, Place::file(), found.to_string())
            .expected(expected.to_string())
            .about(indicator, u16::try_from(measure).ok()?);
        placed(flag, submissions, table.index("submission", at)?, table.index("fact", at)?)
    });
    Ok(raised.collect())
}

/// Complete parts that do not add up to their whole: |T − ΣC| > tolerance, where every part is there and exact.
fn balance(
    frames: &Frames,
    submissions: &[Submission],
    definition: &Definition,
) -> Result<Vec<Raised>, PolarsError> {
    let by: Vec<Expr> = SHARED.iter().chain(&["whole"]).map(|name| col(*name)).collect();
    let sums = parts(frames, definition)?.group_by(by).agg([
        col("value").sum().alias("sum"),
        col("value").count().cast(DataType::UInt32).alias("terms"),
        col("digit").max().alias("digit"),
        col("bound").max().alias("bound"),
        col("derived").all(true).alias("derived"),
    ]);
    let differing = col("sum").neq(col("whole_value")).and(is_said_here("derived", "whole_derived"));
    let joined = with_wholes(sums, frames).filter(differing).collect()?;
    let table = Table(&joined);
    let mut raised = Vec::new();
    for at in 0..joined.height() {
        raised.extend(unbalanced(&table, at, submissions, definition));
    }
    Ok(raised)
}

fn unbalanced(
    table: &Table,
    at: usize,
    submissions: &[Submission],
    definition: &Definition,
) -> Option<Raised> {
    let whole = table.index("whole", at)?;
    let known = definition.reading.indicators.get(whole as usize)?;
    let terms = table.index("terms", at)?;
    let parts = definition.reading.indicators.iter().filter(|part| part.part_of == Some(whole)).count();
    let is_exact = table.index("bound", at)? == Bound::Exact as u32
        && table.index("whole_bound", at)? == Bound::Exact as u32;
    if !known.has_complete_parts || terms as usize != parts || !is_exact {
        return None;
    }
    let (found, expected) = (table.amount("whole_value", at)?, table.amount("sum", at)?);
    let digit = table.amount("digit", at)?.max(table.amount("whole_digit", at)?);
    let difference = found.checked_sub(expected)?.abs();
    if difference <= known.kind.tolerance(parts, digit) {
        return None;
    }
    let measure = u16::try_from(table.index("measure", at)?).ok()?;
    let flag = Flag::new(Check::Balance, Place::file(), found.to_string());
    let flag = flag.expected(expected.to_string()).about(whole, measure);
    placed(flag, submissions, table.index("whole_submission", at)?, table.index("whole_fact", at)?)
}

/// Whether one of two values stands in a cell: where both were added from parts, the parts themselves are compared, and told of once.
fn is_said_here(one: &str, two: &str) -> Expr {
    col(one).not().or(col(two).not())
}

/// Stated wholes that their parts by category do not add up to: all of them, or, where some are not asked, more than the whole.
fn stated_wholes(frames: &Frames, submissions: &[Submission], definition: &Definition) -> Vec<Raised> {
    let differs = |stated: &&Stated| {
        let known = definition.reading.indicators.get(stated.indicator as usize);
        let off = stated.sum.checked_sub(stated.whole);
        known.zip(off).is_some_and(|(known, off)| {
            (stated.is_complete || !off.is_negative())
                && off.abs() > known.kind.tolerance(stated.terms, stated.digit)
        })
    };
    let raised = frames.stated.iter().filter(differs).filter_map(|stated| {
        let flag = Flag::new(Check::Balance, Place::file(), stated.whole.to_string());
        let flag = flag
            .expected(stated.sum.to_string())
            .about(stated.indicator, u16::try_from(stated.measure).ok()?);
        placed(flag, submissions, stated.submission, stated.fact)
    });
    raised.collect()
}

/// A parent whose own report should equal the sum of its children's, and does not. Where each reports its own work there is
/// nothing to compare.
fn parent_children(
    frames: &Frames,
    submissions: &[Submission],
    definition: &Definition,
) -> Result<Vec<Raised>, PolarsError> {
    if definition.judging.hierarchy == Hierarchy::Own {
        return Ok(Vec::new());
    }
    let branches = &definition.judging.register.branches;
    let children: Vec<(u32, u32)> =
        (0u32..).zip(branches).filter_map(|(index, branch)| Some((index, branch.parent?))).collect();
    let number_of = |parent: u32| children.iter().filter(|(_, of)| *of == parent).count();
    let (child, parent): (Vec<u32>, Vec<u32>) = children.iter().copied().unzip();
    let pairs = DataFrame::new(
        child.len(),
        vec![Column::new("branch".into(), child), Column::new("parent".into(), parent)],
    )?;
    let key = ["period", "parent", "indicator", "measure", "breakdown"];
    let sums = reported(frames)
        .join(pairs.lazy(), [col("branch")], [col("branch")], JoinArgs::new(JoinType::Inner))
        .group_by(key.map(col))
        .agg([
            col("value").sum().alias("sum"),
            col("value").count().cast(DataType::UInt32).alias("terms"),
            col("digit").max().alias("child_digit"),
            col("bound").max().alias("child_bound"),
            col("derived").all(true).alias("child_derived"),
        ]);
    let on = key.map(col).to_vec();
    let parent_key = ["period", "branch", "indicator", "measure", "breakdown"].map(col).to_vec();
    let joined = reported(frames)
        .join(sums, parent_key, on, JoinArgs::new(JoinType::Inner))
        .filter(col("sum").neq(col("value")).and(is_said_here("derived", "child_derived")))
        .collect()?;
    let table = Table(&joined);
    let raised = (0..joined.height()).filter_map(|at| {
        let (branch, indicator) = (table.index("branch", at)?, table.index("indicator", at)?);
        let known = definition.reading.indicators.get(indicator as usize)?;
        let terms = table.index("terms", at)? as usize;
        let is_exact = table.index("bound", at)? == Bound::Exact as u32
            && table.index("child_bound", at)? == Bound::Exact as u32;
        if known.total != Total::Sum || terms != number_of(branch) || !is_exact {
            return None;
        }
        let (found, expected) = (table.amount("value", at)?, table.amount("sum", at)?);
        let digit = table.amount("digit", at)?.max(table.amount("child_digit", at)?);
        if found.checked_sub(expected)?.abs() <= known.kind.tolerance(terms, digit) {
            return None;
        }
        let measure = u16::try_from(table.index("measure", at)?).ok()?;
        let flag = Flag::new(Check::ParentChildren, Place::file(), found.to_string());
        let flag = flag.expected(expected.to_string()).about(indicator, measure);
        placed(flag, submissions, table.index("submission", at)?, table.index("fact", at)?)
    });
    Ok(raised.collect())
}

/// A flag at the cell of a fact.
pub(super) fn placed(flag: Flag, submissions: &[Submission], submission: u32, fact: u32) -> Option<Raised> {
    let position = submission as usize;
    let submission = submissions.get(position)?;
    let fact = submission.batch.facts.get(fact as usize)?;
    let sheet = submission.batch.sheets.get(usize::from(fact.sheet))?;
    let flag = Flag { place: Place::cell(&sheet.name, fact.at), ..flag };
    Some(Raised::of_submission(flag, position, submission))
}

/// A collected frame, read cell by cell: only flagged rows come this far.
struct Table<'a>(&'a DataFrame);

impl Table<'_> {
    fn index(&self, name: &str, at: usize) -> Option<u32> {
        self.0.column(name).ok()?.u32().ok()?.get(at)
    }

    fn amount(&self, name: &str, at: usize) -> Option<Amount> {
        self.0.column(name).ok()?.i128().ok()?.get(at).map(Amount::from_scaled)
    }
}
