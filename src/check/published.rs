//! Consolidated totals against announced figures, and announced figures against each other.

use super::Raised;
use crate::model::flag::{Place, Scope};
use crate::model::outcome::TotalRow;
use crate::model::{Amount, Bound, Check, Flag, Period};
use crate::pipeline::{Definition, Published};

/// Flags of announced figures for the periods of the run.
pub fn flags(totals: &[TotalRow], definition: &Definition, periods: &[Period]) -> Vec<Raised> {
    let differing = totals.iter().filter(|row| row.matches_published == Some(false)).map(differs);
    let previous = totals.iter().filter_map(|row| previous_differs(row, definition));
    let parts = periods.iter().flat_map(|&period| parts_of_period(definition, period));
    differing.chain(previous).chain(parts).collect()
}

/// The measure of the year before, as pipelines call it.
pub(super) const PREVIOUS: &str = "previous";

/// What branches say of the year before, against what was announced of it then.
fn previous_differs(row: &TotalRow, definition: &Definition) -> Option<Raised> {
    let measure = definition.reading.measures.get(usize::from(row.measure))?;
    let earlier = row.period.a_year_before().filter(|_| measure == PREVIOUS && row.breakdown.is_empty())?;
    let value = row.value?;
    let is_same = |figure: &&Published| {
        figure.period == earlier && figure.group == row.group && figure.indicator == row.indicator
    };
    let figure = definition.judging.published.iter().find(is_same)?;
    if figure.is_met_by(value) {
        return None;
    }
    let flag = Flag::new(Check::PublishedDiffers, Place::file(), value.to_string());
    let flag = flag.expected(figure.value.to_string()).about(row.indicator, row.measure);
    Some(raised(flag, row.period, &row.group))
}

fn raised(flag: Flag, period: Period, group: &str) -> Raised {
    Raised {
        flag,
        scope: Scope::Total,
        branch: None,
        period: Some(period),
        submission: None,
        group: group.to_owned(),
    }
}

fn differs(row: &TotalRow) -> Raised {
    let shown = |amount: Option<Amount>| amount.map(|amount| amount.to_string()).unwrap_or_default();
    let flag = Flag::new(Check::PublishedDiffers, Place::file(), shown(row.value));
    let flag = flag.expected(shown(row.published)).about(row.indicator, row.measure);
    raised(flag, row.period, &row.group)
}

/// Announced wholes whose announced parts do not add up to them. One part alone proves nothing.
fn parts_of_period(definition: &Definition, period: Period) -> Vec<Raised> {
    let figures: Vec<&Published> =
        definition.judging.published.iter().filter(|figure| figure.period == period).collect();
    figures.iter().filter_map(|whole| parts_differ(definition, &figures, whole)).collect()
}

fn parts_differ(definition: &Definition, figures: &[&Published], whole: &Published) -> Option<Raised> {
    let is_part = |figure: &&&Published| {
        let known = definition.reading.indicators.get(figure.indicator as usize);
        figure.group == whole.group && known.and_then(|known| known.part_of) == Some(whole.indicator)
    };
    let parts: Vec<&&Published> = figures.iter().filter(is_part).collect();
    if parts.len() < 2 || whole.bound != Bound::Exact || parts.iter().any(|part| part.bound != Bound::Exact) {
        return None;
    }
    let add = |sum: Amount, value: Amount| sum.checked_add(value);
    let sum = parts.iter().try_fold(Amount::ZERO, |sum, part| add(sum, part.value))?;
    let tolerance = parts.iter().try_fold(whole.tolerance, |sum, part| add(sum, part.tolerance))?;
    if sum.checked_sub(whole.value)?.abs() <= tolerance {
        return None;
    }
    let terms: Vec<String> = parts.iter().map(|part| part.value.to_string()).collect();
    let flag = Flag::new(Check::PublishedParts, Place::file(), format!("{} = {sum}", terms.join(" + ")));
    let flag = flag.expected(whole.value.to_string()).about(whole.indicator, 0);
    Some(raised(flag, whole.period, &whole.group))
}
