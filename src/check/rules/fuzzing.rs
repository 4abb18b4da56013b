//! Rules decided of figures without frames, for the fuzzers in `fuzz/` alone.

use super::Rules;
use super::formula::{Case, Cause};
use super::fraction::Fraction;
use crate::model::Amount;

/// Whether the first rule holds of figures by their position among its operands; none where nobody can say.
pub fn decide(rules: &Rules, figure: &dyn Fn(usize) -> Option<Amount>) -> Option<bool> {
    let formula = rules.formulas.first()?;
    let number = |at| figure(at).and_then(Fraction::of).ok_or(Cause::Missing);
    let operands: Vec<_> = (0..formula.operands.len()).map(number).collect();
    Case { operands: &operands, absolute: Fraction::ZERO, share: Fraction::ZERO }
        .truth(&formula.condition)
        .ok()
}
