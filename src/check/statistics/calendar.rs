//! Which periods follow each other: those of one kind, and for figures since the beginning of the year the same part of every year.

use crate::history::History;
use crate::merge::Frames;
use crate::model::Period;
use std::collections::BTreeMap;

/// The periods of the run and of its history in one order.
pub(super) struct Calendar {
    /// All of them, ascending: what every `at` points into.
    pub periods: Vec<Period>,
    places: Vec<Place>,
}

/// Where a period stands among those that it is compared with.
#[derive(Clone, Copy)]
struct Place {
    /// Its kind.
    kind: u32,
    /// Which part of the year it is.
    season: u32,
    /// Its position among the periods of its kind.
    order: u32,
    /// Its position among those that are the same part of a year.
    order_in_season: u32,
}

impl Calendar {
    /// The periods of both.
    pub fn new(frames: &Frames, history: &History) -> Self {
        let mut periods: Vec<Period> = frames.periods.iter().chain(&history.periods).copied().collect();
        periods.sort_unstable();
        periods.dedup();
        let mut of_kind: BTreeMap<u32, u32> = BTreeMap::new();
        let mut of_season: BTreeMap<(u32, u32), u32> = BTreeMap::new();
        let mut next = |period: &Period| {
            let (kind, season) = kind_and_season(period);
            let order = of_kind.entry(kind).or_insert(0);
            let order_in_season = of_season.entry((kind, season)).or_insert(0);
            *order += 1;
            *order_in_season += 1;
            Place { kind, season, order: *order, order_in_season: *order_in_season }
        };
        let places = periods.iter().map(&mut next).collect();
        Self { periods, places }
    }

    /// The positions of periods, in their order.
    pub fn positions(&self, of: &[Period]) -> Vec<Option<u32>> {
        let position = |period: &Period| u32::try_from(self.periods.binary_search(period).ok()?).ok();
        of.iter().map(position).collect()
    }

    /// The row of periods that a period is one of, by kind and part of the year, and its position in that row.
    pub fn place(&self, at: u32, is_cumulative: bool) -> Option<((u32, u32), u32)> {
        let place = self.places.get(at as usize)?;
        Some(match is_cumulative {
            true => ((place.kind, place.season), place.order_in_season),
            false => ((place.kind, 0), place.order),
        })
    }
}

/// What kind of period it is, and which part of its year.
fn kind_and_season(period: &Period) -> (u32, u32) {
    match *period {
        Period::Year(_) => (0, 0),
        Period::Half(_, half) => (1, u32::from(half)),
        Period::NineMonths(_) => (2, 0),
        Period::Quarter(_, quarter) => (3, u32::from(quarter)),
        Period::Month(_, month) => (4, u32::from(month)),
        Period::SchoolYear(_) => (5, 0),
        Period::Range(..) => (6, 0),
    }
}
