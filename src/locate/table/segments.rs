//! Which columns of a band make a table: several tables may stand side by side, and a header may stand over two columns.

use super::plan::Plan;
use super::stack::Stacks;

/// A sheet column that is a column of a form.
#[derive(Clone, Copy, Debug)]
pub struct Match {
    /// The sheet column.
    pub column: u32,
    /// Index of the column in the layout.
    pub declared: usize,
    /// How specific the header is: texts above, exactness, levels.
    pub rank: (usize, usize, usize),
    /// Levels of the stack that name it: from, and behind the last.
    pub levels: (usize, usize),
}

/// The columns of one table.
#[derive(Clone, Debug)]
pub struct Segment {
    /// One match a declared column, from left to right.
    pub matches: Vec<Match>,
    /// Further sheet columns under the same header, with the declared column.
    pub rivals: Vec<(usize, u32)>,
    /// First and last sheet column that belong to it.
    pub own: (u32, u32),
    /// Sheet column behind which another table begins.
    pub limit: u32,
}

/// Adds a match in column order.
pub fn add(matches: &mut Vec<Match>, found: Match) {
    matches.push(found);
}

/// Splits matches into whole tables.
pub fn split(plan: &Plan, matches: &[Match], stacks: &Stacks) -> Vec<Segment> {
    let groups = groups(matches, stacks);
    let is_whole =
        |group: &[Match]| plan.required().all(|(at, _)| group.iter().any(|found| found.declared == at));
    let mut whole: Vec<Vec<Match>> = Vec::new();
    let mut loose: Vec<Match> = Vec::new();
    for group in groups {
        if is_whole(&group) {
            whole.push(group);
        } else if let Some(last) = whole.last_mut() {
            last.extend(group);
        } else {
            loose.extend(group);
        }
    }
    match whole.first_mut() {
        Some(first) => _ = first.splice(0..0, loose),
        None if is_whole(&loose) => whole.push(loose),
        None => {}
    }
    let fewest = plan.columns.len().min(2);
    let mut segments: Vec<Segment> = whole.into_iter().map(segment).collect();
    segments.retain(|segment| segment.matches.len() >= fewest);
    spread(&mut segments, stacks);
    segments
}

/// Cuts before a column that the table to its left has already; at the last gap between the two, where there is one.
fn groups(matches: &[Match], stacks: &Stacks) -> Vec<Vec<Match>> {
    let mut groups: Vec<Vec<Match>> = vec![Vec::new()];
    for found in matches {
        let Some(open) = groups.last_mut() else { continue };
        let repeated = open.iter().find(|known| known.declared == found.declared).map(|known| known.column);
        let mut next = Vec::new();
        if let Some(first) = repeated {
            let is_behind_gap = |known: &Match| {
                known.column > first && (first..known.column).any(|column| !stacks.0.contains_key(&column))
            };
            let cut = open.iter().position(is_behind_gap).unwrap_or(open.len());
            next = open.split_off(cut);
        }
        next.push(*found);
        match repeated {
            Some(_) => groups.push(next),
            None => open.extend(next),
        }
    }
    groups
}

/// One match a declared column: the most specific; where two are alike, nobody knows which is meant.
fn segment(group: Vec<Match>) -> Segment {
    let mut segment = Segment { matches: Vec::new(), rivals: Vec::new(), own: (0, 0), limit: u32::MAX };
    for found in group {
        match segment.matches.iter_mut().find(|known| known.declared == found.declared) {
            Some(known) if known.rank < found.rank => *known = found,
            Some(known) if known.rank == found.rank => segment.rivals.push((found.declared, found.column)),
            Some(_) => {}
            None => segment.matches.push(found),
        }
    }
    for known in &segment.matches {
        if segment.rivals.iter().any(|(declared, _)| *declared == known.declared) {
            segment.rivals.push((known.declared, known.column));
        }
    }
    segment.rivals.sort_unstable();
    let columns = || segment.matches.iter().map(|found| found.column);
    segment.own = (columns().min().unwrap_or(0), columns().max().unwrap_or(0));
    segment
}

/// Spreads each table over the columns beside its own that have a header too, up to the next table.
fn spread(segments: &mut [Segment], stacks: &Stacks) {
    let begins: Vec<u32> = segments.iter().map(|segment| segment.own.0).collect();
    let mut floor = 0;
    for (order, segment) in segments.iter_mut().enumerate() {
        segment.limit = begins.get(order + 1).map_or(u32::MAX, |next| next.saturating_sub(1));
        while segment.own.0 > floor && stacks.0.contains_key(&(segment.own.0 - 1)) {
            segment.own.0 -= 1;
        }
        while segment.own.1 < segment.limit && stacks.0.contains_key(&(segment.own.1 + 1)) {
            segment.own.1 += 1;
        }
        floor = segment.own.1 + 1;
    }
}
