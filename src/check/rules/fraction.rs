//! Exact fractions: a rule is never decided by rounding.
//!
//! Amounts count billionths, so that the product of two of them would leave `i128` at sums that offices have. Reduced to lowest terms nearly all
//! of them are whole numbers, and products and quotients stay small. What does not fit is told apart from a result; it never wraps.

use crate::model::Amount;
use std::cmp::Ordering;

/// A fraction in lowest terms with a positive denominator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fraction {
    numerator: i128,
    denominator: i128,
}

impl Fraction {
    /// Nothing.
    pub const ZERO: Self = Self { numerator: 0, denominator: 1 };

    /// A fraction from a numerator and a denominator; none for a denominator of zero, or where a sign does not fit.
    pub fn new(numerator: i128, denominator: i128) -> Option<Self> {
        if denominator == 0 {
            return None;
        }
        let divisor = divisor(numerator.unsigned_abs(), denominator.unsigned_abs());
        let divisor = i128::try_from(divisor).ok()?;
        let sign = if denominator < 0 { -1 } else { 1 };
        let numerator = (numerator / divisor).checked_mul(sign)?;
        let denominator = (denominator / divisor).checked_mul(sign)?;
        Some(Self { numerator, denominator })
    }

    /// A whole number.
    pub fn whole(number: i128) -> Self {
        Self { numerator: number, denominator: 1 }
    }

    /// The fraction that an amount is.
    pub fn of(amount: Amount) -> Option<Self> {
        Self::new(amount.scaled(), 10i128.pow(Amount::SCALE))
    }

    /// The amount that it is; none where it is no decimal of nine digits.
    pub fn amount(self) -> Option<Amount> {
        let unit = 10i128.pow(Amount::SCALE);
        let is_decimal = unit % self.denominator == 0;
        let scaled = is_decimal.then(|| self.numerator.checked_mul(unit / self.denominator)).flatten();
        scaled.map(Amount::from_scaled)
    }

    /// The sum.
    pub fn plus(self, other: Self) -> Option<Self> {
        // Over the least common denominator: over the product, sums of many terms would soon not fit.
        let common = divisor(self.denominator.unsigned_abs(), other.denominator.unsigned_abs());
        let common = i128::try_from(common).ok()?;
        let (own, of_other) = (other.denominator / common, self.denominator / common);
        let numerator =
            self.numerator.checked_mul(own)?.checked_add(other.numerator.checked_mul(of_other)?)?;
        Self::new(numerator, self.denominator.checked_mul(own)?)
    }

    /// The difference.
    pub fn minus(self, other: Self) -> Option<Self> {
        self.plus(Self { numerator: other.numerator.checked_neg()?, ..other })
    }

    /// The product.
    pub fn times(self, other: Self) -> Option<Self> {
        // Cancelled crosswise before it is multiplied.
        let one = Self::new(self.numerator, other.denominator)?;
        let two = Self::new(other.numerator, self.denominator)?;
        let numerator = one.numerator.checked_mul(two.numerator)?;
        Self::new(numerator, one.denominator.checked_mul(two.denominator)?)
    }

    /// One divided by it; none for zero.
    pub fn inverse(self) -> Option<Self> {
        Self::new(self.denominator, self.numerator)
    }

    /// Its magnitude.
    pub fn abs(self) -> Option<Self> {
        Some(Self { numerator: self.numerator.checked_abs()?, ..self })
    }

    /// Whether it is zero.
    pub fn is_zero(self) -> bool {
        self.numerator == 0
    }
}

impl Ord for Fraction {
    /// By value, without a product that could leave the range: whole parts first, then the inverses of what is left (the algorithm of Euclid).
    fn cmp(&self, other: &Self) -> Ordering {
        let whole = |of: &Self| of.numerator.div_euclid(of.denominator);
        let rest = |of: &Self| of.numerator.rem_euclid(of.denominator);
        whole(self).cmp(&whole(other)).then_with(|| match (rest(self), rest(other)) {
            (0, 0) => Ordering::Equal,
            (0, _) => Ordering::Less,
            (_, 0) => Ordering::Greater,
            (own, of_other) => {
                let inverse = |of: &Self, rest| Self { numerator: of.denominator, denominator: rest };
                inverse(other, of_other).cmp(&inverse(self, own))
            }
        })
    }
}

impl PartialOrd for Fraction {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The greatest common divisor; 1 where both are zero.
fn divisor(mut one: u128, mut two: u128) -> u128 {
    while two != 0 {
        (one, two) = (two, one % two);
    }
    one.max(1)
}

#[cfg(test)]
mod tests {
    use super::Fraction;

    fn of(numerator: i128, denominator: i128) -> Fraction {
        Fraction::new(numerator, denominator).expect("a denominator")
    }

    #[test]
    fn sums_products_and_quotients_are_exact() {
        assert_eq!(of(1, 10).plus(of(2, 10)), Some(of(3, 10)));
        assert_eq!(of(1, 3).times(of(3, 1)), Some(Fraction::whole(1)));
        assert_eq!(of(2, -4), of(-1, 2));
        assert_eq!(of(7, 2).minus(of(7, 2)), Some(Fraction::ZERO));
        assert_eq!(of(-3, 4).inverse(), Some(of(-4, 3)));
        assert_eq!(Fraction::ZERO.inverse(), None);
    }

    #[test]
    fn products_of_large_sums_fit_and_what_does_not_is_no_result() {
        let trillions = Fraction::whole(10i128.pow(18));
        assert_eq!(trillions.times(trillions), Some(Fraction::whole(10i128.pow(36))));
        assert_eq!(trillions.times(trillions).and_then(|large| large.times(trillions)), None);
        assert_eq!(Fraction::whole(i128::MAX).plus(Fraction::whole(1)), None);
        assert_eq!(Fraction::whole(i128::MIN).abs(), None);
    }

    #[test]
    fn the_order_is_that_of_the_values_where_products_would_not_fit() {
        let large = i128::MAX;
        assert!(of(large - 1, large) < Fraction::whole(1));
        assert!(of(large - 2, large - 1) < of(large - 1, large));
        assert!(of(-1, 3) < of(-1, 4) && of(-1, 4) < Fraction::ZERO);
        assert!(of(22, 7) > of(355, 113));
    }
}
