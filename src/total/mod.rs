//! Frames become totals: by period, group, indicator, measure and breakdown, with the coverage that stands behind each.
//!
//! Enters: [`Frames`], submissions for who reported, judged flags. Leaves: [`TotalRow`]s and [`crate::model::outcome::BranchRow`]s in their published order. Sums are
//! exact; means and ratios are divided once, from exact sums, and rounded half away from zero.

mod aggregate;
mod by_branch;
pub mod estimated;
mod groups;
mod joint;
pub mod previous;
mod rollup;

#[cfg(test)]
mod tests;

pub use aggregate::{Aggregate, Key, Totals, totals};
pub use by_branch::branch_rows;
pub use groups::{Groups, Sizes};
pub use joint::Pairs;
pub use previous::Previous;
pub use rollup::{Longer, longer};

use crate::merge::{Counting, Frames, Reported};
use crate::model::fact::coarser;
use crate::model::map::Map;
use crate::model::outcome::{FlagRow, FlaggedValue, FlaggedValues, TotalRow};
use crate::model::{Amount, Bound, Severity};
use crate::pipeline::{Definition, Published, Total};

/// Rows of `totals.csv` from the frame and its rows, without what flags do to them: see [`apply_flags`]. What the period before has is used for
/// sizes alone: see [`previous`].
pub fn total_rows(
    (frames, reported): (&Frames, &[Reported]),
    definition: &Definition,
    counting: &Counting,
    previous: &Previous,
) -> (Vec<TotalRow>, Totals) {
    let groups = Groups::new(definition);
    let sizes = Sizes::new(reported, definition).or_before(previous, definition);
    let totals = totals(reported, definition, &groups, &sizes);
    let mut rows = Vec::new();
    for (period_index, _) in (0u32..).zip(&frames.periods) {
        let expected = groups::Expected::new(frames, definition, counting, &groups, &sizes, period_index);
        for (group, name) in (0u32..).zip(&groups.names) {
            for key in keys_of(definition, &totals, period_index, group) {
                rows.extend(row(frames, definition, &totals, &expected, key, name));
            }
        }
    }
    (rows, totals)
}

/// The keys of a group: every indicator's actual whole, and whatever else was reported.
fn keys_of(definition: &Definition, totals: &Totals, period: u32, group: u32) -> Vec<Key> {
    let mut keys = Vec::new();
    for (indicator, known) in (0u32..).zip(&definition.reading.indicators) {
        if !known.kind.is_numeric() || known.total == Total::None {
            continue;
        }
        let whole = Key { period, group, indicator, measure: 0, breakdown: 0 };
        let mut of_indicator = totals.keys_of(period, group, indicator);
        if !of_indicator.contains(&whole) {
            of_indicator.insert(0, whole);
        }
        keys.append(&mut of_indicator);
    }
    keys
}

fn row(
    frames: &Frames,
    definition: &Definition,
    totals: &Totals,
    expected: &groups::Expected,
    key: Key,
    group: &str,
) -> Option<TotalRow> {
    let known = definition.reading.indicators.get(key.indicator as usize)?;
    let period = *frames.periods.get(key.period as usize)?;
    let aggregate = totals.get(&key);
    let waiting = expected.of(key.group, key.indicator);
    let (value, bound) = value(totals, &key, &known.total, known.decimals);
    if waiting.branches == 0 && aggregate.is_none() && value.is_none() {
        return None;
    }
    let (reported, size) = behind(totals, &key, &known.total);
    let published = published(definition, &key, period, group);
    let plan = plan_of(definition, totals, &key);
    Some(TotalRow {
        period,
        group: group.to_owned(),
        indicator: key.indicator,
        measure: u16::try_from(key.measure).unwrap_or(u16::MAX),
        breakdown: frames.breakdowns.get(key.breakdown as usize).cloned().unwrap_or_default(),
        value,
        bound,
        branches_expected: waiting.branches,
        branches_reported: reported,
        branches_missing: waiting.branches.saturating_sub(reported),
        branches_zero: aggregate.map_or(0, |aggregate| aggregate.zero),
        coverage_size_pct: size.percent_of(waiting.size),
        values_excluded: aggregate.map_or(0, |aggregate| aggregate.excluded),
        min: aggregate.and_then(|aggregate| aggregate.min),
        median: aggregate.and_then(|aggregate| aggregate.median),
        max: aggregate.and_then(|aggregate| aggregate.max),
        previous: None,
        change_pct: None,
        estimated: None,
        plan,
        plan_pct: plan_pct(totals, &key, &known.total, value, plan),
        value_if_flagged_were_zero: None,
        value_as_suggested: None,
        errors: 0,
        warnings: 0,
        published: published.map(|figure| figure.value),
        published_bound: published.map(|figure| figure.bound),
        matches_published: published.map(|figure| value.is_some_and(|value| matches(figure, value))),
    })
}

/// A total by its declared method, with its bound.
fn value(totals: &Totals, key: &Key, method: &Total, decimals: u32) -> (Option<Amount>, Bound) {
    let of = |indicator: u32| totals.get(&Key { indicator, ..*key }).filter(|a| a.reported > 0);
    let own = of(key.indicator);
    let bound = own.map_or(Bound::Exact, |aggregate| aggregate.bound);
    let reported = |aggregate: &Aggregate| Amount::from_units(aggregate.reported as i64);
    let divided = |sum: Amount, by: Amount| sum.checked_div(by).map(|value| value.round(decimals));
    match method {
        Total::Sum => (own.map(|aggregate| aggregate.sum), bound),
        Total::Max => (own.and_then(|aggregate| aggregate.max), bound),
        Total::Min => (own.and_then(|aggregate| aggregate.min), bound),
        Total::Count => (own.map(reported), Bound::Exact),
        Total::Mean { weight: None } => (own.and_then(|a| divided(a.sum, reported(a))), bound),
        Total::Mean { weight: Some(_) } => {
            (own.and_then(|a| divided(a.weighted?, a.weights).map(|mean| mean.round(decimals))), bound)
        }
        Total::Ratio { .. } => {
            let pairs = totals.pairs(key);
            let bound = |pairs: &Pairs| ratio_bound(pairs.numerator_bound, pairs.denominator_bound);
            let quotient = pairs.and_then(|pairs| divided(pairs.numerator, pairs.denominator));
            (quotient, pairs.map_or(Bound::Exact, bound))
        }
        Total::None => (None, Bound::Exact),
    }
}

/// How many branches stand behind a total, and how large they are together: those with a value, a value and a weight, or both sides of a ratio.
fn behind(totals: &Totals, key: &Key, method: &Total) -> (u64, Amount) {
    let own = totals.get(key);
    let behind = match method {
        Total::Ratio { .. } => totals.pairs(key).map(|pairs| (pairs.reported, pairs.size)),
        Total::Mean { weight: Some(_) } => own.map(|own| (own.weighed, own.weighed_size)),
        _ => own.map(|own| (own.reported, own.size)),
    };
    behind.unwrap_or_default()
}

/// A ratio keeps its numerator's bound over an exact denominator; a bounded denominator leaves it approximate.
fn ratio_bound(numerator: Bound, denominator: Bound) -> Bound {
    if denominator == Bound::Exact { numerator } else { Bound::About }
}

/// Value in percent of the plan. Of sums only over the branches that have both: the work of one branch is no fulfilment of another's plan.
fn plan_pct(
    totals: &Totals,
    key: &Key,
    method: &Total,
    value: Option<Amount>,
    plan: Option<Amount>,
) -> Option<Amount> {
    if *method == Total::Sum {
        let both = totals.plan(key)?;
        return both.numerator.percent_of(both.denominator);
    }
    value?.percent_of(plan?)
}

fn plan_of(definition: &Definition, totals: &Totals, key: &Key) -> Option<Amount> {
    if key.measure != 0 {
        return None;
    }
    let plan = definition.reading.measures.iter().position(|measure| measure == "plan")?;
    let known = definition.reading.indicators.get(key.indicator as usize)?;
    value(totals, &Key { measure: u32::try_from(plan).ok()?, ..*key }, &known.total, known.decimals).0
}

fn published<'a>(
    definition: &'a Definition,
    key: &Key,
    period: crate::model::Period,
    group: &str,
) -> Option<&'a Published> {
    let is_whole = key.measure == 0 && key.breakdown == 0;
    let is_same = |figure: &&Published| {
        figure.period == period && figure.group == group && figure.indicator == key.indicator
    };
    definition.judging.published.iter().find(is_same).filter(|_| is_whole)
}

/// Whether a total agrees with an announced figure: within half of the last announced digit, or on the right side of a bound.
pub fn matches(figure: &Published, value: Amount) -> bool {
    figure.is_met_by(value)
}

/// What flags do to a total.
#[derive(Default)]
struct Effects {
    errors: u64,
    warnings: u64,
    flagged: Amount,
    suggested: Amount,
}

/// Fills in how many flags a total has, and what it would be without the flagged values or with the suggested ones.
pub fn apply_flags(
    rows: &mut [TotalRow],
    flags: &[FlagRow],
    values: &FlaggedValues,
    definition: &Definition,
) {
    let groups = Groups::new(definition);
    // By period, group, indicator and measure: for each breakdown.
    let mut effects: Map<(crate::model::Period, u32, u32, u16), Map<String, Effects>> = Map::default();
    for (position, flag) in flags.iter().enumerate() {
        let (Some(indicator), Some(branch), Some(period)) = (flag.indicator, flag.branch, flag.period) else {
            continue;
        };
        let Some(found) = values.get(&position) else { continue };
        let breakdowns = coarser(&found.breakdown);
        for group in groups.of(branch) {
            let on_total = effects.entry((period, group, indicator, flag.measure)).or_default();
            for breakdown in &breakdowns {
                add(on_total.entry(breakdown.clone()).or_default(), flag, found);
            }
        }
    }
    let numbers: Map<&str, u32> = groups.names.iter().map(String::as_str).zip(0u32..).collect();
    for row in rows {
        let group = numbers.get(row.group.as_str());
        let on_total =
            group.and_then(|group| effects.get_mut(&(row.period, *group, row.indicator, row.measure)));
        let effect = on_total.and_then(|of| of.remove(&row.breakdown)).unwrap_or_default();
        let known = definition.reading.indicators.get(row.indicator as usize);
        let is_sum = known.is_some_and(|known| known.total == Total::Sum);
        row.errors = effect.errors;
        row.warnings = effect.warnings;
        if let Some(value) = row.value.filter(|_| is_sum) {
            row.value_if_flagged_were_zero = value.checked_sub(effect.flagged);
            row.value_as_suggested = value.checked_add(effect.suggested);
        }
    }
}

fn add(effect: &mut Effects, flag: &FlagRow, found: &FlaggedValue) {
    if !flag.is_open() {
        return;
    }
    match flag.severity {
        Severity::Fatal | Severity::Error => effect.errors += 1,
        Severity::Warning => effect.warnings += 1,
        Severity::Info => return,
    }
    let plus = |one: Amount, two: Amount| one.checked_add(two).unwrap_or(one);
    if found.is_first {
        effect.flagged = plus(effect.flagged, found.counted);
    }
    if let Some(suggested) = flag.suggested.filter(|_| found.is_suggesting) {
        let change = suggested.checked_sub(found.counted).unwrap_or(Amount::ZERO);
        effect.suggested = plus(effect.suggested, change);
    }
}
