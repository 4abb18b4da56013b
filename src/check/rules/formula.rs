//! What a rule says, once it is understood: conditions over exact numbers.
//!
//! A closed language: whatever is not listed here was refused when the definition was loaded, so that nothing can go wrong in the middle of a run but
//! what [`Cause`] names. A condition is true, false or unknown, as in SQL.

use super::fraction::Fraction;
use std::cmp::Ordering;

/// What is true, false or unknown.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Condition {
    /// Two sides compared.
    Compare(Term, Comparison, Term),
    /// Both.
    And(Box<Condition>, Box<Condition>),
    /// One of both.
    Or(Box<Condition>, Box<Condition>),
    /// The opposite.
    Not(Box<Condition>),
    /// Whether a figure is not there.
    IsMissing(Term),
    /// A truth value.
    Always(bool),
}

/// How two sides are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Comparison {
    /// `=`
    Equal,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
}

impl Comparison {
    /// Whether it holds of sides in this order.
    fn holds(self, order: Ordering) -> bool {
        match self {
            Self::Equal => order.is_eq(),
            Self::Less => order.is_lt(),
            Self::LessOrEqual => order.is_le(),
            Self::Greater => order.is_gt(),
            Self::GreaterOrEqual => order.is_ge(),
        }
    }
}

/// What is a number.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Term {
    /// Written in the rule.
    Number(Fraction),
    /// A figure of the branch; index into the operands of the rule.
    Operand(usize),
    /// The sum.
    Plus(Box<Term>, Box<Term>),
    /// The difference.
    Minus(Box<Term>, Box<Term>),
    /// The product.
    Times(Box<Term>, Box<Term>),
    /// The quotient.
    Over(Box<Term>, Box<Term>),
    /// The magnitude.
    Abs(Box<Term>),
    /// The first that is there.
    Coalesce(Vec<Term>),
    /// The smallest.
    Least(Vec<Term>),
    /// The largest.
    Greatest(Vec<Term>),
}

/// Why nothing can be said. Orders by weight: of several causes the last one is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Cause {
    /// A figure was not reported.
    Missing,
    /// A figure is not asked of the branch, or not by its version of the form.
    NotAsked,
    /// There is nothing of the period before.
    NoPrevious,
    /// A figure is a bound, or about right.
    Approximate,
    /// A figure is kept out by a flag.
    Excluded,
    /// Something is divided by zero.
    DivisionByZero,
    /// Numbers are too large to be exact.
    Overflow,
}

impl Cause {
    /// The word in the outputs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::NotAsked => "not-asked",
            Self::NoPrevious => "no-previous",
            Self::Approximate => "approximate",
            Self::Excluded => "excluded",
            Self::DivisionByZero => "division-by-zero",
            Self::Overflow => "overflow",
        }
    }

    /// Whether the figure is simply not there.
    pub const fn is_absence(self) -> bool {
        matches!(self, Self::Missing | Self::NotAsked | Self::NoPrevious)
    }
}

/// A number, or why there is none.
pub(super) type Number = Result<Fraction, Cause>;

/// True, false, or why nobody can say.
pub(super) type Truth = Result<bool, Cause>;

/// The figures of a branch and what counts as equal.
pub(super) struct Case<'a> {
    /// A number for each operand of the rule.
    pub operands: &'a [Number],
    /// Up to which difference two sides count as equal.
    pub absolute: Fraction,
    /// The same as a share of the side that is larger in magnitude.
    pub share: Fraction,
}

impl Case<'_> {
    /// Whether a condition holds, by the three-valued logic of SQL: what is false whatever the unknown figure may be is false.
    pub fn truth(&self, condition: &Condition) -> Truth {
        match condition {
            Condition::Compare(one, comparison, two) => {
                let (one, two) = both(self.number(one), self.number(two))?;
                Ok(comparison.holds(self.order(one, two)?))
            }
            Condition::And(one, two) => match (self.truth(one), self.truth(two)) {
                (Ok(false), _) | (_, Ok(false)) => Ok(false),
                (one, two) => both(one, two).map(|_| true),
            },
            Condition::Or(one, two) => match (self.truth(one), self.truth(two)) {
                (Ok(true), _) | (_, Ok(true)) => Ok(true),
                (one, two) => both(one, two).map(|_| false),
            },
            Condition::Not(of) => self.truth(of).map(|is_true| !is_true),
            Condition::IsMissing(term) => match self.number(term) {
                Ok(_) => Ok(false),
                Err(cause) if cause.is_absence() => Ok(true),
                Err(cause) => Err(cause),
            },
            Condition::Always(is_true) => Ok(*is_true),
        }
    }

    /// The order of two numbers, where a difference within the tolerance is none: |one − two| ≤ max(absolute, share · max(|one|, |two|)).
    fn order(&self, one: Fraction, two: Fraction) -> Result<Ordering, Cause> {
        if self.absolute.is_zero() && self.share.is_zero() {
            return Ok(one.cmp(&two));
        }
        let is_equal = || {
            let larger = one.abs()?.max(two.abs()?);
            let allowed = self.absolute.max(self.share.times(larger)?);
            Some(one.minus(two)?.abs()? <= allowed)
        };
        let is_equal = is_equal().ok_or(Cause::Overflow)?;
        Ok(if is_equal { Ordering::Equal } else { one.cmp(&two) })
    }

    /// What a term comes to.
    fn number(&self, term: &Term) -> Number {
        let fits = |number: Option<Fraction>| number.ok_or(Cause::Overflow);
        let pair = |one: &Term, two: &Term| both(self.number(one), self.number(two));
        match term {
            Term::Number(number) => Ok(*number),
            Term::Operand(at) => self.operands.get(*at).copied().unwrap_or(Err(Cause::Missing)),
            Term::Plus(one, two) => pair(one, two).and_then(|(one, two)| fits(one.plus(two))),
            Term::Minus(one, two) => pair(one, two).and_then(|(one, two)| fits(one.minus(two))),
            Term::Times(one, two) => pair(one, two).and_then(|(one, two)| fits(one.times(two))),
            Term::Over(one, two) => {
                let (one, two) = pair(one, two)?;
                let inverse = two.inverse().ok_or(match two.is_zero() {
                    true => Cause::DivisionByZero,
                    false => Cause::Overflow,
                })?;
                fits(one.times(inverse))
            }
            Term::Abs(of) => self.number(of).and_then(|number| fits(number.abs())),
            Term::Coalesce(of) => self.first(of),
            Term::Least(of) => self.extreme(of, Ord::min),
            Term::Greatest(of) => self.extreme(of, Ord::max),
        }
    }

    /// The first of several terms that is there.
    fn first(&self, of: &[Term]) -> Number {
        let mut last = Err(Cause::Missing);
        for term in of {
            last = self.number(term);
            if !matches!(last, Err(cause) if cause.is_absence()) {
                break;
            }
        }
        last
    }

    /// The smallest or largest of several terms. One that is not there leaves it open.
    fn extreme(&self, of: &[Term], chosen: fn(Fraction, Fraction) -> Fraction) -> Number {
        let mut terms = of.iter().map(|term| self.number(term));
        let first = terms.next().unwrap_or(Err(Cause::Missing));
        terms.fold(first, |found, term| both(found, term).map(|(one, two)| chosen(one, two)))
    }
}

/// Both results, or the weightier cause why there are not.
fn both<T, U>(one: Result<T, Cause>, two: Result<U, Cause>) -> Result<(T, U), Cause> {
    match (one, two) {
        (Ok(one), Ok(two)) => Ok((one, two)),
        (Err(one), Err(two)) => Err(one.max(two)),
        (Err(cause), _) | (_, Err(cause)) => Err(cause),
    }
}
