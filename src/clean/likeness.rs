//! How alike two texts are: for suggestions in messages, never for a match.
//!
//! Enters: two texts as match keys, and how alike they must be. Leaves: their likeness, one less the Damerau-Levenshtein distance by the characters of the longer
//! text. The distance costs the product of both lengths, and workbooks hold texts of any length: what their lengths alone keep apart is not compared.

/// The likeness of two texts, 0 to 1, where it is as high as asked.
pub fn at_least(least: f64, one: &str, two: &str) -> Option<f64> {
    // No distance is smaller than the difference of the lengths. A character has one to four bytes, which tells most pairs apart before characters are counted.
    if may_be_alike(least, one.len() as f64, two.len() as f64, 4.0)
        && may_be_alike(least, one.chars().count() as f64, two.chars().count() as f64, 1.0)
    {
        Some(strsim::normalized_damerau_levenshtein(one, two)).filter(|likeness| *likeness >= least)
    } else {
        None
    }
}

/// Whether lengths, each known up to a factor, leave room for a likeness.
fn may_be_alike(least: f64, one: f64, two: f64, factor: f64) -> bool {
    // Rounding must keep nothing out that the distance would let in.
    one.min(two) * factor >= least * one.max(two) - 1e-6
}

#[cfg(test)]
mod tests {
    use super::at_least;

    #[test]
    fn lengths_decide_nothing_that_the_distance_would_decide_otherwise() {
        let texts =
            ["", "a", "ab", "cây", "cay xanh", "số cây xanh trồng mới", "so cay xanh da trong moi", "一二三"];
        for one in texts {
            for two in texts {
                let likeness = strsim::normalized_damerau_levenshtein(one, two);
                for least in [0.0, 0.25, 1.0 / 3.0, 0.5, 0.6, 2.0 / 3.0, 1.0, likeness] {
                    let expected = Some(likeness).filter(|likeness| *likeness >= least);
                    assert_eq!(at_least(least, one, two), expected, "{one} {two} {least}");
                }
            }
        }
    }

    #[test]
    fn a_text_of_any_length_beside_a_short_one_costs_nothing() {
        let long = "Ầ".repeat(1 << 20);
        // The distance of a single pair would take minutes.
        assert!((0..1_000).all(|_| at_least(0.6, &long, &"Ầ".repeat(300)).is_none()));
    }
}
