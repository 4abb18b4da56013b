//! Merged rectangles of a sheet, ready for the question what covers a cell: a hostile file may have a hundred thousand of them.
//!
//! A segment tree over rows: each rectangle stands in at most 2 log n nodes, and in each node rectangles are ordered by column. Rectangles that
//! overlap are no valid file: of them any may be told.

use crate::model::Address;
use crate::model::workbook::Merge;

/// The merged rectangles of a sheet.
#[derive(Debug, Default)]
pub struct Merges {
    /// Rows at which a rectangle begins or has just ended, ascending.
    bounds: Vec<u32>,
    /// Rectangles of each node, by first column.
    nodes: Vec<Vec<Merge>>,
}

impl Merges {
    /// Indexes rectangles.
    pub fn new(merges: &[Merge]) -> Self {
        let mut bounds: Vec<u32> =
            merges.iter().flat_map(|merge| [merge.first.row, merge.last.row.saturating_add(1)]).collect();
        bounds.sort_unstable();
        bounds.dedup();
        let mut nodes = vec![Vec::new(); bounds.len() * 2];
        let leaves = bounds.len();
        for merge in merges {
            let leaf = |row: u32| bounds.partition_point(|bound| *bound < row) + leaves;
            let (mut low, mut high) = (leaf(merge.first.row), leaf(merge.last.row.saturating_add(1)));
            while low < high {
                if low % 2 == 1 {
                    nodes.iter_mut().skip(low).take(1).for_each(|node: &mut Vec<Merge>| node.push(*merge));
                    low += 1;
                }
                if high % 2 == 1 {
                    high -= 1;
                    nodes.iter_mut().skip(high).take(1).for_each(|node: &mut Vec<Merge>| node.push(*merge));
                }
                low /= 2;
                high /= 2;
            }
        }
        nodes.iter_mut().for_each(|node| node.sort_by_key(|merge| merge.first.column));
        Self { bounds, nodes }
    }

    /// The rectangle over an address.
    pub fn at(&self, at: Address) -> Option<&Merge> {
        let leaf = self.bounds.partition_point(|bound| *bound <= at.row).checked_sub(1)?;
        let path =
            std::iter::successors(Some(leaf + self.bounds.len()), |node| (*node > 1).then_some(node / 2));
        let mut over = path.filter_map(|node| {
            let node = self.nodes.get(node)?;
            let behind = node.partition_point(|merge| merge.first.column <= at.column);
            node.get(behind.checked_sub(1)?).filter(|merge| merge.contains(at))
        });
        over.next()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_index_says_what_a_search_says() {
        let mut merges = Vec::new();
        // Disjoint rectangles of many shapes: bands of rows, each cut into pieces of its own.
        for band in 0..40u32 {
            for piece in 0..(band % 7 + 1) {
                let first = Address::new(band * 3 + piece % 2, piece * 5);
                let last = Address::new(band * 3 + 2, piece * 5 + band % 5);
                merges.push(Merge { first, last });
            }
        }
        let index = Merges::new(&merges);
        for row in 0..130 {
            for column in 0..50 {
                let at = Address::new(row, column);
                assert_eq!(index.at(at), merges.iter().find(|merge| merge.contains(at)), "{at}");
            }
        }
        assert_eq!(Merges::new(&[]).at(Address::new(0, 0)), None);
    }
}
