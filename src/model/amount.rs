//! Exact decimal amounts: no total ever depends on the order of addition.
//!
//! An [`Amount`] counts billionths in 128 bits. Money in đồng, counts and measured amounts with up to nine decimals
//! are exact; 10^12 values of 10^17 each still add without overflow.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::num::NonZeroU64;

mod wide;

/// An exact decimal with nine decimals.
///
/// In two words, the upper of which is never zero: `None` needs no byte of its own, so that an optional amount takes half of what an `Option<i128>` does. Rows
/// with five of them are what a run's memory holds most of.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Amount {
    /// The upper half of the billionths with its sign bit turned, so that amounts are in the order of their words.
    upper: NonZeroU64,
    /// The lower half.
    lower: u64,
}

/// The bit that is turned.
const SIGN: u64 = 1 << 63;

/// One unit in billionths.
const ONE: i128 = 1_000_000_000;
/// The largest magnitude accepted from a cell, in units: beyond it a cell is not a count and not money.
const LIMIT: i128 = 1_000_000_000_000_000_000;
/// Decimals of a percentage.
const PERCENT_DECIMALS: u32 = 2;
/// Excel keeps 15 significant digits; what a double holds beyond them is noise of its arithmetic.
const EXCEL_DIGITS: usize = 15;

impl Amount {
    /// Decimals kept.
    pub const SCALE: u32 = 9;
    /// Nothing.
    pub const ZERO: Self = Self::from_scaled(0);
    /// The least amount that there is, −2^127 + 2^64 billionths.
    const LEAST: Self = Self { upper: NonZeroU64::MIN, lower: 0 };

    /// A whole number of units.
    pub const fn from_units(units: i64) -> Self {
        Self::from_scaled(units as i128 * ONE)
    }

    /// An amount from its billionths, as frames hold it. None is below −2^127 + 2^64 billionths, where no sum of cells comes near: what is, becomes that.
    pub const fn from_scaled(billionths: i128) -> Self {
        match Self::within(billionths) {
            Some(amount) => amount,
            None => Self::LEAST,
        }
    }

    /// An amount from billionths, where it can be one.
    const fn within(billionths: i128) -> Option<Self> {
        match NonZeroU64::new((billionths >> 64) as u64 ^ SIGN) {
            Some(upper) => Some(Self { upper, lower: billionths as u64 }),
            None => None,
        }
    }

    /// The billionths, as frames hold them.
    pub const fn scaled(self) -> i128 {
        (((self.upper.get() ^ SIGN) as i128) << 64) | self.lower as i128
    }

    /// Reads a plain decimal, `-1250.5` or `1.5E3`: digits, one point, an exponent.
    ///
    /// The flag tells whether digits beyond the ninth decimal were rounded away (half away from zero). `None` for
    /// anything that is not a plain decimal or exceeds 10^18.
    ///
    /// ```
    /// use tonghop::model::Amount;
    /// assert_eq!(Amount::parse("1250.50").map(|(a, _)| a.to_string()), Some("1250.5".into()));
    /// assert_eq!(Amount::parse("12,5"), None);
    /// ```
    pub fn parse(text: &str) -> Option<(Self, bool)> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (mantissa, exponent) = match digits.find(['e', 'E']) {
            Some(at) => (&digits[..at], digits[at + 1..].parse::<i32>().ok()?),
            None => (digits, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let all = || whole.bytes().chain(fraction.bytes());
        if whole.len() + fraction.len() == 0 || !all().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let first = all().position(|b| b != b'0').unwrap_or(0);
        let mut places = i64::from(exponent) + Self::SCALE as i64 - fraction.len() as i64;
        let mut value: i128 = 0;
        let mut is_rounded = false;
        let significant: Vec<u8> = all().skip(first).collect();
        let dropped = usize::try_from(-places).unwrap_or(0).min(significant.len());
        if usize::try_from(-places).unwrap_or(0) > significant.len() {
            return Some((Self::ZERO, significant.iter().any(|&b| b != b'0')));
        }
        for &digit in &significant[..significant.len() - dropped] {
            value = value.checked_mul(10)?.checked_add(i128::from(digit - b'0'))?;
            if value > LIMIT * ONE {
                return None;
            }
        }
        if dropped > 0 {
            let rest = &significant[significant.len() - dropped..];
            is_rounded = rest.iter().any(|&b| b != b'0');
            value += i128::from(rest[0] >= b'5');
            places = 0;
        }
        if value != 0 {
            for _ in 0..places {
                value = value.checked_mul(10)?;
                if value > LIMIT * ONE {
                    return None;
                }
            }
        }
        (value <= LIMIT * ONE)
            .then_some((Self::from_scaled(if negative { -value } else { value }), is_rounded))
    }

    /// The amount that a spreadsheet shows for a double: its shortest decimal, rounded to 15 significant digits. A whole number below 2^53, which a double
    /// holds exactly, keeps its sixteenth.
    ///
    /// The flag tells whether anything was rounded away. `None` for what is not finite or exceeds 10^18.
    pub fn from_f64(value: f64) -> Option<(Self, bool)> {
        if !value.is_finite() {
            return None;
        }
        if let Some(amount) = Self::short(value) {
            return Some((amount, false));
        }
        let shown = format!("{:.*e}", EXCEL_DIGITS - 1, value);
        let (amount, is_rounded) = Self::parse(&shown)?;
        let is_noise = shown.parse::<f64>().ok() != Some(value);
        Some((amount, is_rounded || is_noise))
    }

    /// The amount of a double that is a decimal of at most fifteen digits, nine of them behind the point, or a whole number below 2^53: nearly
    /// all that people type.
    ///
    /// No text is needed. A decimal of fifteen digits survives the way to a double and back (`DBL_DIG`), so two of them never
    /// share a double: the one found here is the shortest that there is, and what a spreadsheet shows. The product is only a guess;
    /// the quotient is rounded correctly, and decides.
    pub fn short(value: f64) -> Option<Self> {
        const WHOLE: f64 = 9_007_199_254_740_992.0;
        const DIGITS: f64 = 1e15;
        if value.fract() == 0.0 && value.abs() < WHOLE {
            return Some(Self::from_scaled(i128::from(value as i64) * ONE));
        }
        let (mut power, mut unit) = (10.0, ONE / 10);
        while unit > 0 {
            let digits = (value * power).round();
            if digits.abs() >= DIGITS {
                return None;
            }
            if digits / power == value {
                return Some(Self::from_scaled(i128::from(digits as i64) * unit));
            }
            (power, unit) = (power * 10.0, unit / 10);
        }
        None
    }

    /// The sum, or `None` beyond the range.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.scaled().checked_add(other.scaled()).and_then(Self::within)
    }

    /// The difference, or `None` beyond the range.
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.scaled().checked_sub(other.scaled()).and_then(Self::within)
    }

    /// This amount times a whole multiplier such as 10^6, or `None` when the product exceeds 10^18 units.
    pub fn checked_times(self, multiplier: i64) -> Option<Self> {
        let product = self.scaled().checked_mul(i128::from(multiplier))?;
        (product.abs() <= LIMIT * ONE).then_some(Self::from_scaled(product))
    }

    /// The product of two amounts, cut off at nine decimals; `None` beyond the range.
    pub fn checked_product(self, other: Self) -> Option<Self> {
        let (whole, rest) = (other.scaled() / ONE, other.scaled() % ONE);
        let whole = self.scaled().checked_mul(whole)?;
        let rest = self.scaled().checked_mul(rest)? / ONE;
        whole.checked_add(rest).and_then(Self::within)
    }

    /// This amount divided by a non-zero divisor, rounded half away from zero at nine decimals.
    pub fn checked_div(self, divisor: Self) -> Option<Self> {
        let numerator = self.scaled().checked_mul(ONE)?;
        divide_rounded(numerator, divisor.scaled()).and_then(Self::within)
    }

    /// This amount times a ratio of two others, exact up to the rounding: half away from zero, once, to so many decimals, at most nine. `None` for a
    /// denominator of zero and beyond the range.
    ///
    /// ```
    /// use tonghop::model::Amount;
    /// let [two, three, trillion] = [2, 3, 1_000_000_000_000].map(Amount::from_units);
    /// let shown = |amount: Option<Amount>| amount.map(|amount| amount.to_string());
    /// assert_eq!(shown(trillion.times_ratio(two, three, 2)).as_deref(), Some("666666666666.67"));
    /// ```
    pub fn times_ratio(self, numerator: Self, denominator: Self, decimals: u32) -> Option<Self> {
        let step = 10u128.pow(Self::SCALE.saturating_sub(decimals));
        let divisor = denominator.scaled().unsigned_abs().checked_mul(step)?;
        let product = wide::product(self.scaled().unsigned_abs(), numerator.scaled().unsigned_abs());
        let magnitude = wide::quotient_rounded(product, divisor)?.checked_mul(step)?;
        let magnitude = i128::try_from(magnitude).ok()?;
        let is_negative =
            [self, numerator, denominator].iter().filter(|factor| factor.is_negative()).count() % 2 == 1;
        Self::within(if is_negative { -magnitude } else { magnitude })
    }

    /// Rounded half away from zero to so many decimals, at most nine.
    pub fn round(self, decimals: u32) -> Self {
        let step = 10i128.pow(Self::SCALE.saturating_sub(decimals));
        Self::from_scaled(divide_rounded(self.scaled(), step).unwrap_or(0) * step)
    }

    /// The unit of the last digit that was written for this amount in a unit of `multiplier`: 100,000 for 1,5 triệu.
    pub fn last_digit(self, multiplier: i64) -> Self {
        let mut digit = Self::from_units(multiplier.max(1));
        while digit.scaled() % 10 == 0 && self.scaled() % digit.scaled() != 0 {
            digit = Self::from_scaled(digit.scaled() / 10);
        }
        digit
    }

    /// `100 · self / whole`, to two decimals; none for a whole of zero.
    pub fn percent_of(self, whole: Self) -> Option<Self> {
        let hundredfold = Self::within(self.scaled().checked_mul(100)?)?;
        hundredfold.checked_div(whole).map(|value| value.round(PERCENT_DECIMALS))
    }

    /// Whether there is nothing behind the decimal point.
    pub const fn is_whole(self) -> bool {
        self.scaled() % ONE == 0
    }

    /// The units of a whole amount that fits in 64 bits.
    pub fn whole_units(self) -> Option<i64> {
        let billionths = i64::try_from(self.scaled()).ok();
        match billionths {
            Some(small) => (small % ONE as i64 == 0).then_some(small / ONE as i64),
            None => self.is_whole().then(|| i64::try_from(self.scaled() / ONE).ok()).flatten(),
        }
    }

    /// Whether it is below zero.
    pub const fn is_negative(self) -> bool {
        self.scaled() < 0
    }

    /// Whether it is zero.
    pub const fn is_zero(self) -> bool {
        self.scaled() == 0
    }

    /// Its magnitude.
    pub const fn abs(self) -> Self {
        Self::from_scaled(self.scaled().abs())
    }

    /// The nearest double, for statistics and percentages only.
    pub fn to_f64(self) -> f64 {
        self.scaled() as f64 / ONE as f64
    }
}

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i128(self.scaled())
    }
}

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        i128::deserialize(deserializer).map(Self::from_scaled)
    }
}

impl Default for Amount {
    /// Nothing.
    fn default() -> Self {
        Self::ZERO
    }
}

impl fmt::Debug for Amount {
    /// Writes the billionths.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Amount").field(&self.scaled()).finish()
    }
}

/// Divides, rounding half away from zero; `None` for a zero divisor.
fn divide_rounded(numerator: i128, divisor: i128) -> Option<i128> {
    // Where both fit in 64 bits a division is one instruction, else a call.
    if let (Ok(small), Ok(by)) = (i64::try_from(numerator), i64::try_from(divisor)) {
        let quotient = small.checked_div(by)?;
        return Some(i128::from(quotient) + i128::from(rounding(i128::from(small - quotient * by), divisor)));
    }
    let quotient = numerator.checked_div(divisor)?;
    // A second call for the rest would cost as much again.
    let rest = numerator - quotient * divisor;
    Some(quotient + i128::from(rounding(rest, divisor)))
}

/// What half or more of a divisor left over adds to the quotient: 1 away from zero.
fn rounding(rest: i128, divisor: i128) -> i8 {
    let is_up = rest != 0 && rest.unsigned_abs() * 2 >= divisor.unsigned_abs();
    match (is_up, (rest < 0) == (divisor < 0)) {
        (true, true) => 1,
        (true, false) => -1,
        (false, _) => 0,
    }
}

impl Amount {
    /// Appends a plain decimal without trailing zeros: `1250.5`, `-3`, `0`.
    ///
    /// ```
    /// use tonghop::model::Amount;
    /// for text in ["0", "-3", "1250.5", "0.1", "-0.11", "1.000000001", "0.999999999", "100.01"] {
    ///     assert_eq!(Amount::parse(text).map(|(amount, _)| amount.to_string()).as_deref(), Some(text));
    /// }
    /// ```
    pub fn append_to(self, text: &mut String) {
        let magnitude = self.scaled().unsigned_abs();
        if self.scaled() < 0 {
            text.push('-');
        }
        // Nearly every amount fits in 64 bits, where a division is one instruction.
        let (whole, rest) = match u64::try_from(magnitude) {
            Ok(small) => (small / ONE as u64, small % ONE as u64),
            Err(_) => match u64::try_from(magnitude / ONE as u128) {
                Ok(whole) => (whole, (magnitude % ONE as u128) as u64),
                Err(_) => return text.push_str(&decimal(magnitude)),
            },
        };
        text.push_str(itoa::Buffer::new().format(whole));
        if rest > 0 {
            // One billion in front keeps the zeros behind the point.
            let mut digits = itoa::Buffer::new();
            let decimals = digits.format(rest + ONE as u64).trim_end_matches('0');
            text.push('.');
            text.push_str(decimals.get(1..).unwrap_or_default());
        }
    }
}

/// A sum beyond 64 bits as a plain decimal.
fn decimal(magnitude: u128) -> String {
    let (whole, rest) = (magnitude / ONE as u128, magnitude % ONE as u128);
    let decimals = format!("{rest:09}");
    let decimals = decimals.trim_end_matches('0');
    if decimals.is_empty() { whole.to_string() } else { format!("{whole}.{decimals}") }
}

impl fmt::Display for Amount {
    /// Writes a plain decimal without trailing zeros: `1250.5`, `-3`, `0`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::new();
        self.append_to(&mut text);
        f.pad(&text)
    }
}

/// What a reported value claims about the true one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub enum Bound {
    /// The value itself.
    #[default]
    Exact,
    /// `trên 700`: at least this much.
    AtLeast,
    /// `dưới 50`: at most this much.
    AtMost,
    /// `khoảng 20`: about this much.
    About,
}

impl Bound {
    /// The bound of a sum: exact with any is the other, like with like stays, anything else is `about`.
    pub fn plus(self, other: Self) -> Self {
        match (self, other) {
            (Self::Exact, any) | (any, Self::Exact) => any,
            (one, two) if one == two => one,
            _ => Self::About,
        }
    }

    /// The word in the outputs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::AtLeast => "at_least",
            Self::AtMost => "at_most",
            Self::About => "about",
        }
    }

    /// The bound behind a word of the outputs.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Exact, Self::AtLeast, Self::AtMost, Self::About]
            .into_iter()
            .find(|bound| bound.as_str() == word)
    }
}

#[cfg(test)]
mod tests;
