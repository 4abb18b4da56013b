//! Products of two 128-bit numbers, and their quotients: what a ratio of two totals of money needs.

/// A product: its upper and its lower 128 bits.
pub(super) type Wide = (u128, u128);

/// The product of two numbers, digit by digit in base 2^64.
pub(super) fn product(one: u128, two: u128) -> Wide {
    let halves = |number: u128| (number >> 64, number & u128::from(u64::MAX));
    let ((a, b), (c, d)) = (halves(one), halves(two));
    let (low, carry) = (b * d).overflowing_add((a * d) << 64);
    let (low, again) = low.overflowing_add((b * c) << 64);
    let high = a * c + ((a * d) >> 64) + ((b * c) >> 64);
    (high + u128::from(carry) + u128::from(again), low)
}

/// The quotient, rounded half up; none where the divisor is zero or the quotient has more than 128 bits.
pub(super) fn quotient_rounded((high, low): Wide, divisor: u128) -> Option<u128> {
    // Also for a divisor of zero.
    if high >= divisor {
        return None;
    }
    let (mut rest, mut quotient) = (high, 0u128);
    for bit in (0..128).rev() {
        // The rest is below the divisor; doubled it may need a bit more than there is.
        let is_beyond = rest >> 127 == 1;
        rest = (rest << 1) | ((low >> bit) & 1);
        quotient <<= 1;
        if is_beyond || rest >= divisor {
            rest = rest.wrapping_sub(divisor);
            quotient |= 1;
        }
    }
    let is_up = rest >= divisor - rest;
    quotient.checked_add(u128::from(is_up))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_largest_product_is_exact() {
        assert_eq!(product(u128::MAX, u128::MAX), (u128::MAX - 1, 1));
        assert_eq!(quotient_rounded((u128::MAX - 1, 1), u128::MAX), Some(u128::MAX));
        assert_eq!(quotient_rounded((u128::MAX - 1, 1), u128::MAX - 1), None);
        assert_eq!(quotient_rounded((0, 5), 0), None);
    }

    proptest! {
        #[test]
        fn small_ones_agree_with_plain_arithmetic(one: u64, two: u64, divisor in 1u64..) {
            let (plain, divisor) = (u128::from(one) * u128::from(two), u128::from(divisor));
            prop_assert_eq!(product(one.into(), two.into()), (0, plain));
            let rounded = plain / divisor + u128::from(plain % divisor * 2 >= divisor);
            prop_assert_eq!(quotient_rounded((0, plain), divisor), Some(rounded));
        }

        #[test]
        fn a_product_divided_by_one_factor_is_the_other(one: u128, two in 1u128..) {
            prop_assert_eq!(quotient_rounded(product(one, two), two), Some(one));
        }
    }
}
