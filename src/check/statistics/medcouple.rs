//! The medcouple, a measure of skewness from −1 to 1 (Brys, Hubert and Struyf 2004).
//!
//! It is the median of h(x⁻, x⁺) = ((x⁺ − m) − (m − x⁻)) / (x⁺ − x⁻) over all pairs around the median m. There are n²/4 of them, but h rises with either
//! argument: how many lie at or below a bound is counted in one pass, and the median is found by halving the interval, in O(n log n) altogether. Numbers equal to
//! the median are paired by their order, as in the paper.

use super::measures::median;

/// Halvings of the interval −1 … 1 in which the medcouple is looked for: the rest is below the spacing of doubles.
const HALVINGS: u32 = 60;

/// The medcouple of ascending numbers.
pub(super) fn medcouple(ascending: &[f64]) -> Option<f64> {
    let middle = median(ascending)?;
    let kernel = Kernel {
        below: ascending.iter().map(|number| number - middle).filter(|off| *off < 0.0).collect(),
        // The larger a distance above, the fewer distances below leave the pair under a bound.
        above: ascending.iter().rev().map(|number| number - middle).filter(|off| *off > 0.0).collect(),
        ties: ascending.iter().filter(|number| **number == middle).count() as u64,
    };
    let pairs = kernel.pairs();
    let (low, high) = kernel.smallest(pairs.checked_sub(1)? / 2, pairs / 2);
    Some(if pairs % 2 == 1 { low } else { (low + high) / 2.0 })
}

/// The pairs of the medcouple: distances from the median, those below ascending and those above descending, and how many numbers are equal to it.
struct Kernel {
    below: Vec<f64>,
    above: Vec<f64>,
    ties: u64,
}

impl Kernel {
    fn pairs(&self) -> u64 {
        (self.below.len() as u64 + self.ties) * (self.above.len() as u64 + self.ties)
    }

    /// The pairs with numbers equal to the median: −1 with those below, +1 with those above, and among themselves −1, 0 and 1 by their order.
    fn tied_at_most(&self, bound: f64) -> u64 {
        let among = self.ties * self.ties.saturating_sub(1) / 2;
        let least = self.ties * self.below.len() as u64 + among;
        let most = self.ties * self.above.len() as u64 + among;
        let steps = [(-1.0, least), (0.0, self.ties), (1.0, most)];
        steps.iter().filter(|(value, _)| *value <= bound).map(|(_, pairs)| pairs).sum()
    }

    /// The pairs of two ranks, from 0: neighbours, so that they are looked for together until a bound falls between them.
    fn smallest(&self, low: u64, high: u64) -> (f64, f64) {
        let mut search = Search::new(self);
        if low == high {
            let only = search.smallest(low);
            return (only, only);
        }
        while search.is_wide() {
            let next = search.halved();
            if (next.count > low) != (next.count > high) {
                break;
            }
            search.take(next, low);
        }
        (search.clone().smallest(low), search.smallest(high))
    }
}

/// Whether a pair lies at or below a bound.
fn is_under(below: f64, above: f64, bound: f64) -> bool {
    below * (1.0 + bound) <= above * (bound - 1.0)
}

/// An interval that holds the pair of a rank, and which pairs lie in it.
#[derive(Clone)]
struct Search<'a> {
    kernel: &'a Kernel,
    low: f64,
    high: f64,
    halvings: u32,
    /// For each distance above, how many of the distances below make a pair at or below the lower end, and how many one at or below the upper end.
    under_low: Vec<u32>,
    under_high: Vec<u32>,
}

/// The middle of an interval, and the pairs at or below it.
struct Halved {
    middle: f64,
    under: Vec<u32>,
    count: u64,
}

impl<'a> Search<'a> {
    fn new(kernel: &'a Kernel) -> Self {
        let (below, above) = (kernel.below.len() as u32, kernel.above.len());
        let (under_low, under_high) = (vec![0; above], vec![below; above]);
        Self { kernel, low: -1.0, high: 1.0, halvings: 0, under_low, under_high }
    }

    /// Whether there are more pairs in the interval than numbers.
    fn is_wide(&self) -> bool {
        let pairs: u64 =
            self.under_high.iter().zip(&self.under_low).map(|(high, low)| u64::from(high - low)).sum();
        self.halvings < HALVINGS && pairs > self.kernel.above.len() as u64
    }

    fn halved(&self) -> Halved {
        let middle = (self.low + self.high) / 2.0;
        let mut reached = 0;
        let ends = self.under_low.iter().zip(&self.under_high);
        let under = |(above, (low, high)): (&f64, (&u32, &u32))| {
            let open = self.kernel.below.get(reached.max(*low) as usize..*high as usize).unwrap_or(&[]);
            let passed = open.iter().take_while(|below| is_under(**below, *above, middle)).count();
            reached = reached.max(*low) + passed as u32;
            reached
        };
        let under: Vec<u32> = self.kernel.above.iter().zip(ends).map(under).collect();
        let count = under.iter().map(|under| u64::from(*under)).sum::<u64>();
        Halved { middle, count: count + self.kernel.tied_at_most(middle), under }
    }

    /// Goes on with the half that holds a rank.
    fn take(&mut self, next: Halved, rank: u64) {
        self.halvings += 1;
        if next.count > rank {
            (self.high, self.under_high) = (next.middle, next.under);
        } else {
            (self.low, self.under_low) = (next.middle, next.under);
        }
    }

    /// The pair of a rank, from 0.
    fn smallest(mut self, rank: u64) -> f64 {
        if self.low == -1.0 && self.kernel.tied_at_most(self.low) > rank {
            return self.low;
        }
        while self.is_wide() {
            let next = self.halved();
            self.take(next, rank);
        }
        // From here on the few pairs that are left are looked at one by one.
        let mut passed = self.under_low.iter().map(|under| u64::from(*under)).sum::<u64>();
        let mut open = self.open();
        for _ in self.halvings..HALVINGS {
            let middle = (self.low + self.high) / 2.0;
            let (under, over): (Vec<_>, Vec<_>) =
                open.into_iter().partition(|(below, above)| is_under(*below, *above, middle));
            if passed + under.len() as u64 + self.kernel.tied_at_most(middle) > rank {
                (self.high, open) = (middle, under);
            } else {
                passed += under.len() as u64;
                (self.low, open) = (middle, over);
            }
        }
        self.high
    }

    /// The pairs in the interval.
    fn open(&self) -> Vec<(f64, f64)> {
        let ends = self.under_low.iter().zip(&self.under_high);
        let of = |(above, (low, high)): (&f64, (&u32, &u32))| {
            let below = self.kernel.below.get(*low as usize..*high as usize).unwrap_or(&[]);
            below.iter().map(|below| (*below, *above)).collect::<Vec<(f64, f64)>>()
        };
        self.kernel.above.iter().zip(ends).flat_map(of).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::medcouple;
    use crate::check::statistics::measures::{median, sorted};
    use proptest::prelude::*;

    /// Every pair; of the numbers equal to the median each is paired with each by its order: below, on and above the middle.
    fn by_all_pairs(ascending: &[f64]) -> Option<f64> {
        let middle = median(ascending)?;
        let (below, rest): (Vec<f64>, Vec<f64>) = ascending.iter().partition(|number| **number < middle);
        let (ties, above): (Vec<f64>, Vec<f64>) = rest.iter().partition(|number| **number == middle);
        let mut pairs = Vec::new();
        for low in &below {
            pairs.extend(above.iter().map(|high| ((high - middle) - (middle - low)) / (high - low)));
        }
        for (place, _) in ties.iter().enumerate() {
            pairs.extend(below.iter().map(|_| -1.0));
            pairs.extend(above.iter().map(|_| 1.0));
            pairs.extend((0..ties.len()).map(|other| {
                let order = (ties.len() - 1).cmp(&(place + other)) as i8;
                f64::from(order)
            }));
        }
        median(&sorted(pairs.into_iter()))
    }

    proptest! {
        #[test]
        fn it_is_the_median_of_all_pairs(numbers in proptest::collection::vec(-50i32..50, 1..60)) {
            let ascending = sorted(numbers.iter().map(|number| f64::from(*number) / 7.0));
            let (found, expected) = (medcouple(&ascending).expect("numbers"), by_all_pairs(&ascending).expect("numbers"));
            prop_assert!((found - expected).abs() < 1e-9, "{found}, expected {expected}");
        }
    }
}
