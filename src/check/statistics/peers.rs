//! Which branches a value is measured by: its peer group where that is large enough, else all peers.

use super::measures::sorted;
use super::values::Value;

/// A statistic of ln(x / size) over the peers of each value, with their number; none where there are fewer than `sample`, also of all.
///
/// The statistic is given its numbers in ascending order. Values come in the order of their groups, and the answers in the order of the values.
pub(super) fn against_peers<T: Copy>(
    values: &[Value],
    sample: usize,
    statistic: impl Fn(&[f64]) -> Option<T>,
) -> Vec<Option<(T, usize)>> {
    against_peers_by(values, sample, Value::per_size, statistic)
}

/// The same of another logarithm than ln(x / size).
pub(super) fn against_peers_by<T: Copy>(
    values: &[Value],
    sample: usize,
    by: fn(&Value) -> Option<f64>,
    statistic: impl Fn(&[f64]) -> Option<T>,
) -> Vec<Option<(T, usize)>> {
    let of = |values: &[Value]| {
        let ascending = sorted(values.iter().filter_map(by));
        let answer = statistic(&ascending).filter(|_| ascending.len() >= sample)?;
        Some((answer, ascending.len()))
    };
    let groups: Vec<&[Value]> = values.chunk_by(|one, two| one.group == two.group).collect();
    let of_groups: Vec<Option<(T, usize)>> = groups.iter().map(|group| of(group)).collect();
    let of_all = if of_groups.iter().any(Option::is_none) { of(values) } else { None };
    let answers = groups.iter().zip(of_groups).map(|(group, own)| vec![own.or(of_all); group.len()]);
    answers.flatten().collect()
}

/// How many values have a size and peers.
pub(super) fn compared(values: &[Value]) -> usize {
    values.iter().filter(|value| value.per_size().is_some()).count()
}
