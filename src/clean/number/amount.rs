//! Numbers with words of magnitude: `1,5 tỷ`, `1 tỷ 200 triệu`, `10tr5`, `2 triệu rưỡi`, `720 triệu đồng`.

use super::digits::{Digits, Plain};
use super::{Context, Habit, Number, Reading};
use crate::clean::lexer::{Piece, Token};
use crate::clean::unit::StatedUnit;
use crate::clean::words::Words;
use crate::model::fact::Transforms;
use crate::model::{Amount, Bound, Transform};

/// The scale from which `1.250` with a word of magnitude is never certain: 1.250 tỷ is twelve hundred milliards, or one and a quarter.
const NEVER_CERTAIN: i64 = 1_000_000_000;

/// A number being put together from its parts.
struct Sum<'a> {
    text: &'a str,
    context: &'a Context,
    total: Amount,
    transforms: Transforms,
    is_foreign: bool,
    is_rounded: bool,
    /// Scales in the order of the text.
    scales: Vec<i64>,
    /// Whether the first part has decimals or marks of thousands: then nothing may be added to it.
    is_first_plain: bool,
    is_money: bool,
    unit_start: Option<usize>,
    unit_end: usize,
}

/// Reads the pieces of a text as one amount; anything else about them is told by the caller.
pub(super) fn read(text: &str, pieces: &[Piece<'_>], context: &Context) -> Reading {
    let mut sum = Sum {
        text,
        context,
        total: Amount::ZERO,
        transforms: Transforms::default(),
        is_foreign: false,
        is_rounded: false,
        scales: Vec::new(),
        is_first_plain: true,
        is_money: false,
        unit_start: None,
        unit_end: 0,
    };
    match sum.run(pieces) {
        Ok(number) => Reading::Number(number),
        Err(reading) => reading,
    }
}

impl Sum<'_> {
    /// Reads number after number with the words behind each, then currency, percent sign and what remains.
    fn run(&mut self, pieces: &[Piece<'_>]) -> Result<Number, Reading> {
        let mut rest = pieces;
        let mut is_first = true;
        while let Some((piece, behind)) = rest.split_first() {
            let Token::Number(digits) = piece.token else { break };
            let (scale, behind) = self.scale(behind);
            if is_first {
                self.first(digits, scale)?;
            } else {
                let previous_end =
                    pieces.get(pieces.len() - rest.len() - 1).map_or(0, |previous| previous.end);
                self.next(digits, scale, previous_end == piece.start)?;
            }
            is_first = false;
            rest = self.half(behind, scale)?;
            if self.is_money {
                break;
            }
        }
        if is_first { Err(Reading::Nothing) } else { self.finish(rest) }
    }

    /// The words of magnitude and currency at the beginning of the pieces, multiplied; `None` for none.
    fn scale<'p, 'q>(&mut self, pieces: &'q [Piece<'p>]) -> (Option<i64>, &'q [Piece<'p>]) {
        let words = Words::of(self.context.locale);
        let (mut scale, mut rest) = (None::<i64>, pieces);
        while let Some((piece, behind)) = rest.split_first() {
            let known = match piece.token {
                Token::Word(word) => words.units.iter().find(|(known, ..)| *known == word),
                Token::Sign('.') if self.unit_end == piece.start && self.unit_start.is_some() => {
                    self.unit_end = piece.end;
                    rest = behind;
                    continue;
                }
                _ => None,
            };
            let Some(&(_, power, is_money)) = known.filter(|_| !self.is_money) else { break };
            scale = Some(scale.unwrap_or(1).saturating_mul(power));
            self.is_money |= is_money;
            self.unit_start = self.unit_start.or(Some(piece.start));
            self.unit_end = piece.end;
            rest = behind;
        }
        (scale, rest)
    }

    /// The first number: marks of either convention, decimals, any scale.
    fn first(&mut self, digits: &str, scale: Option<i64>) -> Result<(), Reading> {
        let plain = self.plain(digits, scale.unwrap_or(1))?;
        let words = Words::of(self.context.locale);
        self.note_marks(&plain, words);
        self.is_first_plain = plain.group.is_none() && plain.decimal.is_none();
        let (amount, is_rounded) = Amount::parse(&plain.digits).ok_or(Reading::TooLarge)?;
        self.is_rounded = is_rounded;
        self.total = amount.checked_times(scale.unwrap_or(1)).ok_or(Reading::TooLarge)?;
        self.scales.extend(scale);
        Ok(())
    }

    /// Which of a number's readings holds here.
    fn plain(&self, digits: &str, scale: i64) -> Result<Plain, Reading> {
        let words = Words::of(self.context.locale);
        match Digits::read(digits, words) {
            Digits::Certain(plain) if plain.is_single_group && self.is_uncertain(scale, words) => {
                let decimal = digits.replace(words.group, ".");
                Err(either(&plain.digits, &decimal, scale))
            }
            Digits::Certain(plain) if self.context.is_whole && is_of_nothing(digits, words) => {
                Err(either(&digits.replace('.', ""), &plain.digits, scale))
            }
            Digits::Certain(plain) => Ok(plain),
            Digits::Broken(joined) => Err(Reading::Ambiguous(joined)),
            Digits::Either { grouped, .. } if scale == 1 && self.context.is_whole => Ok(grouped),
            Digits::Either { grouped, decimal } => match self.context.habit {
                Habit::GroupingComma => Ok(grouped),
                Habit::DecimalComma => Ok(decimal),
                Habit::Unknown => Err(either(&grouped.digits, &decimal.digits, scale)),
            },
        }
    }

    /// Whether `1.250` before this scale may as well be one and a quarter: not where the column is stated in that scale.
    fn is_uncertain(&self, scale: i64, words: &Words) -> bool {
        words.group == '.' && scale > 1 && (scale >= NEVER_CERTAIN || scale != self.context.stated)
    }

    /// What was read and another part of it: a cell gives no more in parts than in one.
    fn with(&self, part: Amount) -> Result<Amount, Reading> {
        self.total.checked_add(part).and_then(|sum| sum.checked_times(1)).ok_or(Reading::TooLarge)
    }

    /// Records which marks were read.
    fn note_marks(&mut self, plain: &Plain, words: &Words) {
        match plain.group {
            Some(mark) if mark == words.group || mark == ' ' => self.transforms.add(Transform::Grouping),
            Some(_) => {
                self.transforms.add(Transform::ForeignGrouping);
                self.is_foreign = true;
            }
            None => {}
        }
        match plain.decimal {
            Some(',') => self.transforms.add(Transform::DecimalComma),
            Some(mark) if mark != words.decimal => self.transforms.add(Transform::ForeignDecimal),
            _ => {}
        }
        self.is_foreign |= plain.decimal.is_some_and(|mark| mark != words.decimal);
    }

    /// A number behind a scale: of a smaller scale (`1 tỷ 200 triệu`), or the decimals of the last one (`1 tỷ 2`, `1tr250`).
    fn next(&mut self, digits: &str, scale: Option<i64>, is_joined: bool) -> Result<(), Reading> {
        let last = *self.scales.last().ok_or(Reading::Nothing)?;
        if !self.is_first_plain || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(Reading::Nothing);
        }
        let unit = match scale {
            Some(scale) if scale < last && scale > 1 => scale,
            Some(scale) if scale != 1 => return Err(Reading::Nothing),
            _ => self.decimals_of(last, digits, is_joined)?,
        };
        let (amount, _) = Amount::parse(digits).ok_or(Reading::TooLarge)?;
        let part = amount.checked_times(unit).ok_or(Reading::TooLarge)?;
        if part >= Amount::from_units(last) {
            return Err(Reading::Nothing);
        }
        self.total = self.with(part)?;
        self.scales.push(unit);
        Ok(())
    }

    /// What the digits behind a scale count: one digit tenths, three digits thousandths, two only where they are joined (`1tr25`).
    fn decimals_of(&self, scale: i64, digits: &str, is_joined: bool) -> Result<i64, Reading> {
        let divisor = match digits.len() {
            1 => 10,
            2 if is_joined => 100,
            3 => 1_000,
            _ => return Err(Reading::Ambiguous("?".into())),
        };
        if scale % divisor == 0 { Ok(scale / divisor) } else { Err(Reading::Nothing) }
    }

    /// `rưỡi` behind a scale: and half of it, then perhaps currency.
    fn half<'p, 'q>(
        &mut self,
        pieces: &'q [Piece<'p>],
        scale: Option<i64>,
    ) -> Result<&'q [Piece<'p>], Reading> {
        let words = Words::of(self.context.locale);
        let Some((Piece { token: Token::Word(word), end, .. }, behind)) = pieces.split_first() else {
            return Ok(pieces);
        };
        if !words.halves.contains(word) {
            return Ok(pieces);
        }
        let scale = scale.filter(|scale| scale % 2 == 0).ok_or(Reading::Nothing)?;
        self.total = self.with(Amount::from_units(scale / 2))?;
        self.unit_end = *end;
        let (currency, rest) = self.scale(behind);
        if currency.is_some_and(|power| power != 1) { Err(Reading::Nothing) } else { Ok(rest) }
    }

    /// What stands behind the amount: a percent sign, words that may be a unit, or something that makes it no number.
    fn finish(&mut self, rest: &[Piece<'_>]) -> Result<Number, Reading> {
        let (is_percent, rest) = match rest.split_first() {
            Some((Piece { token: Token::Sign('%'), .. }, behind)) => (true, behind),
            _ => (false, rest),
        };
        // `1.5e6` is a number that a program wrote, and no number of `e6`.
        if let [
            Piece { token: Token::Word("e"), .. },
            Piece { token: Token::Number(_) | Token::Sign(_), .. },
            ..,
        ] = rest
        {
            return Err(Reading::Nothing);
        }
        let rest = match rest.split_last() {
            Some((Piece { token: Token::Sign('.'), .. }, before)) => before,
            _ => rest,
        };
        if !are_words(rest) || rest.len() > 4 || (is_percent && !rest.is_empty()) {
            return Err(Reading::Nothing);
        }
        let behind = match (rest.first(), rest.last()) {
            (Some(first), Some(last)) => (first.start, last.end),
            _ => (0, 0),
        };
        self.transforms.add(Transform::TextNumber);
        if self.is_rounded {
            self.transforms.add(Transform::Rounded);
        }
        Ok(Number {
            amount: self.total,
            bound: Bound::Exact,
            unit: self.unit(),
            scales: std::mem::take(&mut self.scales),
            behind,
            is_percent,
            is_foreign: self.is_foreign,
            is_rounded: self.is_rounded,
            transforms: self.transforms,
        })
    }

    /// The unit that the text states.
    fn unit(&self) -> Option<StatedUnit> {
        let text = self.text.get(self.unit_start?..self.unit_end)?;
        let multiplier = self.scales.first().copied().unwrap_or(1);
        Some(StatedUnit { text: text.into(), multiplier, is_money: self.is_money })
    }
}

/// An ambiguous number with both of its readings.
fn either(one: &str, other: &str, scale: i64) -> Reading {
    let value = |digits: &str| Amount::parse(digits).and_then(|(amount, _)| amount.checked_times(scale));
    let shown = |digits: &str| value(digits).map_or_else(|| "?".into(), |amount| amount.to_string());
    Reading::Ambiguous(format!("{} | {}", shown(one), shown(other)))
}

/// Whether a count in English has three decimals that are all zero, `1.000`: nobody writes them, and most of the world writes a thousand so. (`1.250` is no
/// count, which is said where the indicator is known.)
fn is_of_nothing(digits: &str, words: &Words) -> bool {
    let head = digits.strip_suffix(".000").filter(|_| words.decimal == '.');
    head.is_some_and(|head| {
        (1..=3).contains(&head.len())
            && !head.starts_with('0')
            && head.bytes().all(|byte| byte.is_ascii_digit())
    })
}

/// Whether the pieces are words, an exponent being part of one (`m2`, `km²`).
fn are_words(pieces: &[Piece<'_>]) -> bool {
    let mut previous_end = None;
    pieces.iter().all(|piece| {
        let is_joined = previous_end.replace(piece.end) == Some(piece.start);
        match piece.token {
            Token::Word(_) => true,
            Token::Number(digit) => is_joined && matches!(digit, "2" | "3"),
            Token::Sign(sign) => is_joined && matches!(sign, '²' | '³'),
        }
    })
}
