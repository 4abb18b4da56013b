//! What every unit did in 2023 by its own report: drawn from the register's sizes so that the sums are those announced.
//!
//! Counts are spread by size and a skewed draw with the largest remainder, so sums are exact whatever the draws are.

use crate::day::Day;
use crate::random::Random;
use crate::register::Unit;
use std::collections::BTreeMap;

/// One unit's year. A value that is absent was not reported.
#[derive(Clone, Default)]
pub struct Year {
    pub values: BTreeMap<&'static str, i64>,
    pub plans: BTreeMap<&'static str, i64>,
    /// What was typed where something else was meant, which a decision of the pipeline puts right.
    pub typed: BTreeMap<&'static str, i64>,
    /// Flags that only a comparison with others raises, by indicator.
    pub flags: BTreeMap<&'static str, Vec<&'static str>>,
    /// Flags of the whole report.
    pub of_report: Vec<&'static str>,
    pub launch: Option<Day>,
    pub review: Option<Day>,
    pub model: Option<&'static str>,
}

/// Units with more members than this have something to report on nearly every row.
const LARGE: i64 = 60;
/// Money is drawn in steps of 100,000 đồng.
pub const STEP: i64 = 100_000;

/// How an indicator is spread: total of the units, the bloc's own, percent of units that took part, step.
struct Share {
    indicator: &'static str,
    units: i64,
    bloc: i64,
    taking_part: i64,
    /// The same of large units.
    large: i64,
    step: i64,
}

/// Counts. With the bloc's own they give the announced 47 (42 and 5), 650, over 700, 126, 9,000, 1,000 and 83.
const COUNTS: [Share; 7] = [
    Share { indicator: "youth_works", units: 42, bloc: 5, taking_part: 44, large: 90, step: 1 },
    Share { indicator: "gifts", units: 590, bloc: 60, taking_part: 74, large: 95, step: 1 },
    Share { indicator: "medical_visits", units: 644, bloc: 80, taking_part: 12, large: 45, step: 1 },
    Share { indicator: "cleanups", units: 120, bloc: 6, taking_part: 72, large: 97, step: 1 },
    Share { indicator: "trees", units: 8_500, bloc: 500, taking_part: 72, large: 94, step: 5 },
    Share { indicator: "blood_units", units: 950, bloc: 50, taking_part: 72, large: 97, step: 1 },
    Share { indicator: "children_programmes", units: 79, bloc: 4, taking_part: 56, large: 95, step: 1 },
];

/// Units' money in steps, the bloc's own, and the counts that it is spent on with their cost in steps.
type Spending = (&'static str, i64, i64, &'static [(&'static str, i64)]);
const MONEY: [Spending; 3] = [
    ("youth_works_value", 5_550, 1_650, &[("youth_works", 130)]),
    ("care_value", 3_230, 344, &[("gifts", 35), ("medical_visits", 13)]),
    ("children_gifts_value", 8_585, 600, &[("children_programmes", 100)]),
];

/// Values that a quirk of the forms needs.
const FIXED: [(&str, &str, i64); 6] = [
    ("DT06", "medical_visits", 100),
    ("SO12", "medical_visits", 240),
    ("DN11", "trees", 1_250),
    ("SO07", "trees", 1_105),
    ("NH06", "children_gifts_value", 25_000_000),
    ("NH05", "children_gifts_value", 45_000_000),
];

/// Indicators for which units set themselves a plan.
const PLANNED: [&str; 6] =
    ["youth_works", "gifts", "cleanups", "trees", "blood_units", "children_programmes"];

const MODELS: [&str; 10] = [
    "Ngày thứ Bảy tình nguyện",
    "Tổ công nghệ số cộng đồng",
    "Tiếp nước mùa thi",
    "Tuyến đường thanh niên tự quản",
    "Bữa cơm nghĩa tình",
    "Biến rác thải nhựa thành quà tặng",
    "Giờ thứ chín vì dân",
    "Thắp sáng đường quê",
    "Tủ sách cho em",
    "Nụ cười công sở",
];

/// The year of every unit, by code.
pub fn draw(units: &[Unit]) -> BTreeMap<String, Year> {
    let grassroots: Vec<&Unit> = units.iter().filter(|unit| !unit.is_bloc()).collect();
    let mut years: BTreeMap<String, Year> =
        units.iter().map(|unit| (unit.code.clone(), Year::default())).collect();
    draw_members(&grassroots, &mut years);
    COUNTS.iter().for_each(|share| draw_count(share, &grassroots, &mut years));
    MONEY.iter().for_each(|spending| draw_money(spending, &grassroots, &mut years));
    units.iter().for_each(|unit| draw_rest(unit, years.get_mut(&unit.code).expect("every unit")));
    years
}

fn draw_members(units: &[&Unit], years: &mut BTreeMap<String, Year>) {
    let mut random = Random::named("members");
    let weights: Vec<i64> = units.iter().map(|unit| unit.members * random.between(94, 106)).collect();
    for (unit, members) in units.iter().zip(spread(3_250, &weights)) {
        let male = members * random.between(32, 61) / 100;
        set(years, unit, "members", members);
        set(years, unit, "members_male", male);
        set(years, unit, "members_female", members - male);
    }
}

fn draw_count(share: &Share, units: &[&Unit], years: &mut BTreeMap<String, Year>) {
    let mut random = Random::named(share.indicator);
    let weights: Vec<i64> = units
        .iter()
        .map(|unit| {
            let size = (unit.members as f64).sqrt() as i64 + 2;
            let skewed = random.between(2, 9) * random.between(2, 9);
            let taking_part = if unit.members > LARGE { share.large } else { share.taking_part };
            let takes_part = random.chance(taking_part) && fixed(unit, share.indicator).is_none();
            if takes_part { size * skewed } else { 0 }
        })
        .collect();
    let reserved: i64 = units.iter().filter_map(|unit| fixed(unit, share.indicator)).sum();
    let spread = spread((share.units - reserved) / share.step, &weights);
    for (unit, steps) in units.iter().zip(spread) {
        set(years, unit, share.indicator, fixed(unit, share.indicator).unwrap_or(steps * share.step));
    }
    bloc(years).values.insert(share.indicator, share.bloc);
}

fn draw_money(spending: &Spending, units: &[&Unit], years: &mut BTreeMap<String, Year>) {
    let (indicator, total, own, causes) = spending;
    let mut random = Random::named(indicator);
    let weights: Vec<i64> = units
        .iter()
        .map(|unit| {
            let done = &years[&unit.code].values;
            let cost: i64 = causes.iter().map(|(cause, cost)| done[cause] * cost).sum();
            if fixed(unit, indicator).is_none() { cost * random.between(4, 16) } else { 0 }
        })
        .collect();
    let reserved: i64 = units.iter().filter_map(|unit| fixed(unit, indicator)).sum();
    for (unit, steps) in units.iter().zip(spread(total - reserved / STEP, &weights)) {
        set(years, unit, indicator, fixed(unit, indicator).unwrap_or(steps * STEP));
    }
    bloc(years).values.insert(indicator, own * STEP);
}

fn draw_rest(unit: &Unit, year: &mut Year) {
    let mut random = Random::named(&format!("rest {}", unit.code));
    for indicator in PLANNED {
        let actual = year.values[indicator];
        let plan = if actual == 0 { random.between(0, 2) } else { actual * random.between(70, 115) / 100 };
        year.plans.insert(indicator, if plan > 100 { plan / 10 * 10 } else { plan.max(1) });
    }
    if unit.is_bloc() {
        return;
    }
    year.launch = Some(if random.chance(50) {
        Day::of(random.between(25, 28), 2)
    } else {
        Day::of(random.between(1, 26), 3)
    });
    year.review = Some(Day::of(random.between(13, 28), 11));
    year.model = random.chance(60).then(|| *random.pick(&MODELS));
}

fn fixed(unit: &Unit, indicator: &str) -> Option<i64> {
    FIXED.iter().find(|(code, of, _)| *code == unit.code && *of == indicator).map(|(_, _, value)| *value)
}

fn set(years: &mut BTreeMap<String, Year>, unit: &Unit, indicator: &'static str, value: i64) {
    years.get_mut(&unit.code).expect("every unit").values.insert(indicator, value);
}

fn bloc(years: &mut BTreeMap<String, Year>) -> &mut Year {
    years.get_mut("KH00").expect("the bloc")
}

/// Spreads a total by weights with the largest remainder, at least one wherever the weight is not zero.
fn spread(total: i64, weights: &[i64]) -> Vec<i64> {
    let sharing = weights.iter().filter(|&&weight| weight > 0).count() as i64;
    let (rest, sum) = (total - sharing, weights.iter().sum::<i64>());
    let mut shares: Vec<i64> =
        weights.iter().map(|&weight| if weight > 0 { 1 + rest * weight / sum } else { 0 }).collect();
    let mut order: Vec<usize> = (0..weights.len()).filter(|&at| weights[at] > 0).collect();
    order.sort_by_key(|&at| (-(rest * weights[at] % sum), at));
    let left = (total - shares.iter().sum::<i64>()) as usize;
    order.iter().take(left).for_each(|&at| shares[at] += 1);
    shares
}
