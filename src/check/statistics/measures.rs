//! Medians, spreads, quartiles and the medcouple of plain numbers: the arithmetic under the statistical checks.
//!
//! Enters: finite numbers. Leaves: a statistic, or none where there are too few numbers for one. No result depends on the order of its input, but for the
//! mean and the standard deviation, whose callers give their numbers in the order of time.

/// 1 / Φ⁻¹(3/4): times this, the median absolute deviation of a normal distribution is its standard deviation.
pub(super) const NORMAL_MAD: f64 = 1.4826;
/// Halvings of the interval −1 … 1 in which the medcouple is looked for: the rest is below the spacing of doubles.
const HALVINGS: u32 = 60;

/// The numbers in ascending order.
pub(super) fn sorted(numbers: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut numbers: Vec<f64> = numbers.collect();
    numbers.sort_unstable_by(f64::total_cmp);
    numbers
}

/// The quantile of ascending numbers, interpolated between the two nearest: type 7 of Hyndman and Fan (1996), as in R and NumPy.
pub(super) fn quantile(ascending: &[f64], share: f64) -> Option<f64> {
    let place = share * ascending.len().checked_sub(1)? as f64;
    let below = place.floor();
    let low = *ascending.get(below as usize)?;
    let high = ascending.get(below as usize + 1).copied().unwrap_or(low);
    Some(low + (place - below) * (high - low))
}

/// The median of ascending numbers; of an even number of them the mean of the middle two.
pub(super) fn median(ascending: &[f64]) -> Option<f64> {
    let middle = ascending.len() / 2;
    let high = *ascending.get(middle)?;
    if ascending.len() % 2 == 1 {
        return Some(high);
    }
    Some((ascending.get(middle.checked_sub(1)?)? + high) / 2.0)
}

/// The median and 1.4826 times the median absolute deviation from it.
pub(super) fn centre_and_spread(numbers: impl Iterator<Item = f64>) -> Option<(f64, f64)> {
    let ascending = sorted(numbers);
    let centre = median(&ascending)?;
    Some((centre, NORMAL_MAD * median_deviation(&ascending, centre)?))
}

/// The median absolute deviation from a centre.
pub(super) fn median_deviation(numbers: &[f64], centre: f64) -> Option<f64> {
    median(&sorted(numbers.iter().map(|number| (number - centre).abs())))
}

/// The mean absolute deviation from a centre. The numbers come in ascending order, so that their sum does not depend on another.
pub(super) fn mean_deviation(ascending: &[f64], centre: f64) -> Option<f64> {
    mean(&sorted(ascending.iter().map(|number| (number - centre).abs())))
}

/// The mean, added up in the given order.
pub(super) fn mean(numbers: &[f64]) -> Option<f64> {
    (!numbers.is_empty()).then(|| numbers.iter().sum::<f64>() / numbers.len() as f64)
}

/// The standard deviation of a sample: divided by n − 1.
pub(super) fn standard_deviation(numbers: &[f64]) -> Option<f64> {
    let (mean, degrees) = (mean(numbers)?, numbers.len().checked_sub(1)?);
    let squares: f64 = numbers.iter().map(|number| (number - mean).powi(2)).sum();
    (degrees > 0).then(|| (squares / degrees as f64).sqrt())
}

/// The medcouple of ascending numbers, a measure of skewness from −1 to 1 (Brys, Hubert and Struyf 2004).
///
/// It is the median of h(x⁻, x⁺) = ((x⁺ − m) − (m − x⁻)) / (x⁺ − x⁻) over all pairs around the median m. There are n²/4 of them, but h rises with either
/// argument: how many lie at or below a bound is counted in one pass, and the median is found by halving the interval, in O(n log n) altogether. Numbers equal to
/// the median are paired by their order, as in the paper.
pub(super) fn medcouple(ascending: &[f64]) -> Option<f64> {
    let middle = median(ascending)?;
    let kernel = Kernel {
        below: ascending.iter().map(|number| number - middle).filter(|off| *off < 0.0).collect(),
        above: ascending.iter().map(|number| number - middle).filter(|off| *off > 0.0).collect(),
        ties: ascending.iter().filter(|number| **number == middle).count() as u64,
    };
    let pairs = kernel.pairs();
    let low = kernel.smallest(pairs.checked_sub(1)? / 2);
    Some(if pairs % 2 == 1 { low } else { (low + kernel.smallest(pairs / 2)) / 2.0 })
}

/// The pairs of the medcouple: distances from the median, ascending, and how many numbers are equal to it.
struct Kernel {
    below: Vec<f64>,
    above: Vec<f64>,
    ties: u64,
}

impl Kernel {
    fn pairs(&self) -> u64 {
        (self.below.len() as u64 + self.ties) * (self.above.len() as u64 + self.ties)
    }

    /// How many pairs lie at or below a bound.
    fn at_most(&self, bound: f64) -> u64 {
        let mut reached = 0;
        let mut count = 0;
        // The larger a distance above, the fewer distances below leave the pair under the bound.
        for above in self.above.iter().rev() {
            let is_under = |below: &&f64| **below * (1.0 + bound) <= above * (bound - 1.0);
            reached += self.below.iter().skip(reached).take_while(is_under).count();
            count += reached as u64;
        }
        count + self.tied_at_most(bound)
    }

    /// The pairs with numbers equal to the median: −1 with those below, +1 with those above, and among themselves −1, 0 and 1 by their order.
    fn tied_at_most(&self, bound: f64) -> u64 {
        let among = self.ties * self.ties.saturating_sub(1) / 2;
        let least = self.ties * self.below.len() as u64 + among;
        let most = self.ties * self.above.len() as u64 + among;
        let steps = [(-1.0, least), (0.0, self.ties), (1.0, most)];
        steps.iter().filter(|(value, _)| *value <= bound).map(|(_, pairs)| pairs).sum()
    }

    /// The pair of a rank, from 0.
    fn smallest(&self, rank: u64) -> f64 {
        let (mut low, mut high) = (-1.0, 1.0);
        if self.at_most(low) > rank {
            return low;
        }
        for _ in 0..HALVINGS {
            let middle = (low + high) / 2.0;
            if self.at_most(middle) > rank { high = middle } else { low = middle }
        }
        high
    }
}
