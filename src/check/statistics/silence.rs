//! Which checks had too few values to speak, for the manifest.

use super::calendar::Calendar;
use super::values::Value;
use crate::model::Check;
use crate::pipeline::Definition;
use std::collections::BTreeMap;

/// How many indicators a reason names.
const NAMED: usize = 10;

/// Comparisons in which a check was silent: by check and period, the most values of each indicator.
#[derive(Default)]
pub(super) struct Silence {
    of_indicators: BTreeMap<(Check, u32), BTreeMap<u32, usize>>,
    needed: BTreeMap<Check, usize>,
    others: Vec<(Check, String)>,
}

impl Silence {
    /// Notes that a comparison has fewer values than a check needs. Of no values there is nothing to be silent about.
    pub fn note(&mut self, check: Check, of: &Value, values: usize, needed: usize) {
        if values == 0 || values >= needed {
            return;
        }
        let most = self.of_indicators.entry((check, of.at)).or_default().entry(of.indicator).or_insert(0);
        *most = values.max(*most);
        self.needed.insert(check, needed);
    }

    /// Notes another reason.
    pub fn add(&mut self, check: Check, reason: &str) {
        self.others.push((check, reason.to_owned()));
    }

    /// The reasons, by check and period: `2023: fewer than 20 values of members (12), trees (7)`.
    pub fn told(self, definition: &Definition, calendar: &Calendar) -> Vec<(Check, String)> {
        let mut told = self.others;
        for ((check, at), of_indicators) in &self.of_indicators {
            let period = calendar.periods.get(*at as usize).map(ToString::to_string).unwrap_or_default();
            let needed = self.needed.get(check).copied().unwrap_or(0);
            let indicators = named(of_indicators, definition);
            told.push((*check, format!("{period}: fewer than {needed} values of {indicators}")));
        }
        told.sort();
        told
    }
}

fn named(of_indicators: &BTreeMap<u32, usize>, definition: &Definition) -> String {
    let one = |(indicator, values): (&u32, &usize)| {
        let known = definition.reading.indicators.get(*indicator as usize)?;
        Some(format!("{} ({values})", known.id))
    };
    let mut names: Vec<String> = of_indicators.iter().take(NAMED).filter_map(one).collect();
    let more = of_indicators.len().saturating_sub(NAMED);
    if more > 0 {
        names.push(format!("{more} more"));
    }
    names.join(", ")
}
