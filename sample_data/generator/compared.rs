//! Faults of 2023 that no single workbook shows: only a comparison with other units, or with the year before, does.
//!
//! What one unit has too little or too much, a large one has more or less: the announced sums hold, whatever is planted.

use crate::truth::{STEP, Year};
use std::collections::BTreeMap;

/// What a change that stands out raises besides.
const CHANGE: &str = "hidiroglou-berthelot";

/// Every unit's year, by code.
pub type Years = BTreeMap<String, Year>;

/// Typed in millions under a banner that says thousands: a thousandth of what was spent. Unit, indicator, the large unit that the rest goes to.
const IN_ANOTHER_UNIT: [(&str, &str, &str); 2] =
    [("SO08", "care_value", "SO12"), ("SO08", "children_gifts_value", "DN01")];

/// The unit whose figures another one sent as its own, and the large one that makes up for it.
const CLONE: [&str; 3] = ["SO01", "SO03", "DN01"];
/// What the copy says of its own: one figure in ten.
const CHANGED: &str = "cleanups";

/// Plants them all.
pub fn plant(mut years: Years) -> Years {
    for (unit, indicator, large) in IN_ANOTHER_UNIT {
        let right = years[unit].values[indicator];
        let wrong = right / 1_000;
        set(&mut years, unit, indicator, wrong);
        // The large unit writes in steps; what is left over stays below one.
        let rest = (right - wrong) / STEP * STEP;
        add(&mut years, large, indicator, rest);
        flag(&mut years, unit, indicator, "scale-error");
    }
    for (unit, indicator) in TENFOLD {
        flag(&mut years, unit, indicator, "history-outlier");
    }
    let [original, copy, large] = CLONE;
    for (indicator, value) in years[original].values.clone() {
        if indicator != CHANGED {
            let before = years[copy].values[indicator];
            set(&mut years, copy, indicator, value);
            add(&mut years, large, indicator, before - value);
        }
    }
    for unit in [original, copy] {
        years.get_mut(unit).expect("a unit").of_report.push("branch-clone");
    }
    years.get_mut(COPIED_FORWARD).expect("a unit").of_report.push("copied-forward");
    years
}

/// A value that stands out, against the year before as well.
fn flag(years: &mut Years, unit: &str, indicator: &'static str, check: &'static str) {
    years.get_mut(unit).expect("a unit").flags.insert(indicator, vec![check, CHANGE]);
}

/// The unit that sent its report of 2022 again as that of 2023.
const COPIED_FORWARD: &str = "NH02";

/// Figures of 2022 that make those of 2023 stand out: a tenth of them.
const TENFOLD: [(&str, &str); 1] = [("DN10", "trees")];

/// A thousand times too many in 2022; `corrections.csv` of the pipeline says what was meant.
const CORRECTED: (&str, &str) = ("DN13", "trees");

/// Plants what 2022 has to do with it.
pub fn plant_before(mut before: Years, years: &Years) -> Years {
    before.insert(COPIED_FORWARD.to_owned(), Year { of_report: vec![], ..years[COPIED_FORWARD].clone() });
    for (unit, indicator) in TENFOLD {
        let tenth = years[unit].values[indicator] / 10;
        set(&mut before, unit, indicator, tenth);
    }
    for (unit, indicator, _) in IN_ANOTHER_UNIT {
        let right = years[unit].values[indicator] * 1_000;
        set(&mut before, unit, indicator, right * 9 / 10 / STEP * STEP);
    }
    let (unit, indicator) = CORRECTED;
    let meant = before[unit].values[indicator];
    before.get_mut(unit).expect("a unit").typed.insert(indicator, meant * 1_000);
    before
}

fn set(years: &mut Years, unit: &str, indicator: &'static str, value: i64) {
    years.get_mut(unit).expect("a unit").values.insert(indicator, value);
}

fn add(years: &mut Years, unit: &str, indicator: &'static str, more: i64) {
    let value = years[unit].values[indicator] + more;
    assert!(value >= 0, "{unit} has too little {indicator}");
    set(years, unit, indicator, value);
}
