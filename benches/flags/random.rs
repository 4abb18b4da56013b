//! Random numbers from a seed: the same on every machine.

/// SplitMix64 (Steele, Lea and Flood 2014): small, and good enough to draw figures with.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    /// From 0 to 1, neither of them included.
    pub fn uniform(&mut self) -> f64 {
        ((self.bits() >> 11) as f64 + 0.5) / (1u64 << 53) as f64
    }

    /// From 0 up to a number.
    pub fn below(&mut self, number: usize) -> usize {
        (self.uniform() * number as f64) as usize
    }

    /// A normal number (Box and Muller 1958).
    pub fn normal(&mut self, deviation: f64) -> f64 {
        let (one, two) = (self.uniform(), self.uniform());
        deviation * (-2.0 * one.ln()).sqrt() * (std::f64::consts::TAU * two).cos()
    }

    /// A Poisson number: by the product of uniform ones, of large means by the normal distribution.
    pub fn poisson(&mut self, mean: f64) -> f64 {
        if mean > 500.0 {
            return (mean + self.normal(mean.sqrt())).round().max(0.0);
        }
        let (least, mut product, mut count) = ((-mean).exp(), self.uniform(), 0.0);
        while product > least {
            product *= self.uniform();
            count += 1.0;
        }
        count
    }
}
