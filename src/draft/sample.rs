//! Which files of a large folder are looked at.
//!
//! What a form looks like shows in some hundreds of its reports; reading ten thousand would only take longer. The choice follows from the number of files
//! alone: the same folder gives the same draft.

/// Files that are looked at.
pub const MOST: usize = 400;

/// Positions of at most `most` files of `count`, in order, one of each of as many stretches of the folder. Where in its stretch a file is taken
/// from moves by the golden ratio: with a fixed step a folder of as many files a month would show the same branches again and again.
pub fn spread(count: usize, most: usize) -> Vec<usize> {
    const GOLDEN: f64 = 0.618_033_988_749_895;
    if count <= most {
        return (0..count).collect();
    }
    let begin = |stretch: usize| stretch * count / most;
    let one = |stretch: usize| {
        let (first, next) = (begin(stretch), begin(stretch + 1));
        let within = (stretch as f64 * GOLDEN).fract() * (next - first) as f64;
        first + (within as usize).min(next - first - 1)
    };
    (0..most).map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::spread;

    #[test]
    fn files_are_spread_over_the_folder_and_each_is_there_once() {
        assert_eq!(spread(3, 400), [0, 1, 2]);
        let chosen = spread(2_000, 400);
        assert_eq!(chosen.len(), 400);
        assert!(chosen.windows(2).all(|pair| pair[0] < pair[1] && pair[1] - pair[0] < 10), "{chosen:?}");
        assert!(chosen.first() < Some(&5) && chosen.last() > Some(&1_994));
        let branches: std::collections::BTreeSet<usize> = chosen.iter().map(|at| at % 100).collect();
        assert!(branches.len() > 90, "of 100 branches a month only {} were met", branches.len());
    }
}
