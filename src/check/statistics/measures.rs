//! Medians, spreads and quartiles of plain numbers: the arithmetic under the statistical checks.
//!
//! Enters: finite numbers. Leaves: a statistic, or none where there are too few numbers for one. No result depends on the order of its input, but for the
//! mean and the standard deviation, whose callers give their numbers in the order of time.

/// 1 / Φ⁻¹(3/4): times this, the median absolute deviation of a normal distribution is its standard deviation.
pub(super) const NORMAL_MAD: f64 = 1.4826;
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

/// The median of numbers in any order, which are put in another: [`median`] without sorting them all.
pub(super) fn median_of(numbers: &mut [f64]) -> Option<f64> {
    let (middle, is_odd) = (numbers.len() / 2, numbers.len() % 2 == 1);
    if numbers.is_empty() {
        return None;
    }
    let (below, high, _) = numbers.select_nth_unstable_by(middle, f64::total_cmp);
    if is_odd {
        return Some(*high);
    }
    Some((below.iter().copied().max_by(f64::total_cmp)? + *high) / 2.0)
}

/// The median and 1.4826 times the median absolute deviation from it.
pub(super) fn centre_and_spread(numbers: impl Iterator<Item = f64>) -> Option<(f64, f64)> {
    let mut numbers: Vec<f64> = numbers.collect();
    let centre = median_of(&mut numbers)?;
    Some((centre, NORMAL_MAD * median_deviation(&numbers, centre)?))
}

/// The median absolute deviation from a centre.
pub(super) fn median_deviation(numbers: &[f64], centre: f64) -> Option<f64> {
    median_of(&mut numbers.iter().map(|number| (number - centre).abs()).collect::<Vec<f64>>())
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
