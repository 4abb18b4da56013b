//! Two hundred random corruptions of each format: bits turned over, ends cut off, pieces twice or zero.

use super::Verdict::{OutOrRight, Survived};
use super::form::{Xlsx, csv, ods, xls, xlsb};
use super::{Hostile, hostile};

const EACH: u64 = 200;

pub fn table() -> Vec<Hostile> {
    let formats = [
        ("xlsx", Xlsx::rows("").bytes(), OutOrRight),
        ("xlsm", Xlsx::rows("").with("vbaProject", "macros").bytes(), OutOrRight),
        ("xlsb", xlsb(&["Biểu 1"], &[]), OutOrRight),
        ("ods", ods(""), OutOrRight),
        // These two have no checksums: a digit that was turned over is another digit.
        ("xls", xls(&[]), Survived),
        ("csv", csv(""), Survived),
    ];
    let mut files = Vec::new();
    for (seed, (format, bytes, verdict)) in (1u64..).zip(&formats) {
        for at in 0..EACH {
            let mut random = Random(seed << 32 | at);
            files.push(hostile(
                &format!("corrupted {at}.{format}"),
                corrupted(bytes, at, &mut random),
                *verdict,
            ));
        }
    }
    files
}

fn corrupted(bytes: &[u8], kind: u64, random: &mut Random) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    let length = bytes.len();
    let (first, second) = (random.below(length), random.below(length));
    let (start, end) = (first.min(second), first.max(second));
    let short = end.min(start + 64);
    match kind % 4 {
        0 => {
            for _ in 0..=kind / 4 {
                let at = random.below(length);
                bytes.iter_mut().skip(at).take(1).for_each(|byte| *byte ^= 1 << random.below(8));
            }
        }
        1 => bytes.truncate(start),
        2 => {
            let piece = bytes.get(start..short).expect("a piece").to_vec();
            bytes.splice(start..start, piece);
        }
        _ => bytes.get_mut(start..short).expect("a piece").fill(0),
    }
    bytes
}

/// SplitMix64 (Steele, Lea, Flood 2014): the same corruptions in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) % limit as u64) as usize
    }
}
