//! Which branches a value is measured by: its peer group where that is large enough, else all peers.

use super::measures::sorted;
use super::values::Value;
use std::cell::OnceCell;
use std::iter::repeat_n;

/// The logarithms of a comparison, ascending, for each of its peer groups.
pub(super) struct Peers {
    /// With how many values there are in the group, also without a logarithm.
    groups: Vec<(usize, Vec<f64>)>,
    /// Of all, made where a group is too small.
    all: OnceCell<Vec<f64>>,
}

impl Peers {
    /// Of values in the order of their groups, each with its logarithm.
    pub fn new(values: &[Value], logarithms: &[Option<f64>]) -> Self {
        let mut rest = logarithms;
        let mut groups = Vec::new();
        for group in values.chunk_by(|one, two| one.group == two.group) {
            let (own, others) = rest.split_at(group.len().min(rest.len()));
            groups.push((group.len(), sorted(own.iter().flatten().copied())));
            rest = others;
        }
        Self { groups, all: OnceCell::new() }
    }

    /// A statistic of the peers of each value, with their number; none where there are fewer than `sample`, also of all.
    ///
    /// The statistic is given its numbers in ascending order. The answers come in the order of the values.
    pub fn measured<T: Copy>(
        &self,
        sample: usize,
        statistic: impl Fn(&[f64]) -> Option<T>,
    ) -> impl Iterator<Item = Option<(T, usize)>> {
        let of = |ascending: &[f64]| {
            let answer = Some(ascending).filter(|all| all.len() >= sample).and_then(&statistic)?;
            Some((answer, ascending.len()))
        };
        let of_groups: Vec<_> = self.groups.iter().map(|(number, own)| (*number, of(own))).collect();
        // The only group is all.
        let is_all_asked = of_groups.len() > 1 && of_groups.iter().any(|(_, own)| own.is_none());
        let of_all = if is_all_asked { of(self.all()) } else { None };
        of_groups.into_iter().flat_map(move |(number, own)| repeat_n(own.or(of_all), number))
    }

    fn all(&self) -> &[f64] {
        self.all.get_or_init(|| sorted(self.groups.iter().flat_map(|(_, own)| own).copied()))
    }

    /// How many values have a logarithm.
    pub fn number(&self) -> usize {
        self.groups.iter().map(|(_, own)| own.len()).sum()
    }
}
