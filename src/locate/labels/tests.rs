//! What stands around a label, and when it makes it another one.

use super::{Hints, is_reference};
use crate::pipeline::Locale;

fn is_hint(units: &[&str], inner: &str) -> bool {
    let hints = Hints { units: units.iter().map(|&unit| unit.to_owned()).collect(), is_any: false };
    hints.has(inner, Locale::Vi)
}

#[test]
fn a_unit_in_parentheses_belongs_to_no_label() {
    for inner in ["cây", "Cây", "ĐVT: cây", "nghìn cây", "1", "*", "=2+3"] {
        assert!(is_hint(&["cay"], inner), "{inner}");
    }
    assert!(is_hint(&["dong"], "triệu đồng") && is_hint(&["dong"], "ĐVT: triệu đồng"));
}

#[test]
fn anything_else_in_parentheses_makes_another_label() {
    for inner in ["nữ", "kế hoạch", "năm 2022", "2022", "trong đó trồng mới", "người"] {
        assert!(!is_hint(&["cay"], inner), "{inner}");
    }
    assert!(is_reference("(1)+(2)") && !is_reference("12/2022"));
}
